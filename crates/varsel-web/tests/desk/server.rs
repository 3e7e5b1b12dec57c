//! A server on a loopback port with a marketplace in it, and a browser without scripts that speaks to it.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use varsel_app::cases::{self, NewReport};
use varsel_app::{AppError, Ctx, Surroundings, account};
use varsel_core::case::Category;
use varsel_core::coded::Coded as _;
use varsel_core::ids::{OfferId, PersonId};
use varsel_core::permission::{Actor, DeskRole};
use varsel_store::people::{self, Person};
use varsel_store::{Store, Tx};
use varsel_testkit::{FrozenClock, TestStore, generate};
use varsel_web::{Listener, MailSpool, Settings, Space, SpooledMail, Web};

/// A running server. The sessions are those of two publishers' owners and of the desk.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    /// What is free for the database, in MiB.
    pub(crate) free_space: Arc<AtomicU64>,
    pub(crate) surroundings: Surroundings,
    pub(crate) clock: FrozenClock,
    pub(crate) owners: Vec<(Actor, OfferId)>,
    pub(crate) owner: String,
    pub(crate) stranger: String,
    pub(crate) analyst: String,
    pub(crate) analyst_actor: Actor,
    pub(crate) administrator: String,
    pub(crate) lead: String,
    stop: Option<oneshot::Sender<()>>,
    runtime: Option<Runtime>,
    made: TestStore,
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_timeout(Duration::from_secs(5));
        }
    }
}

/// A page.
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) location: String,
    pub(crate) etag: String,
    /// The first cookie that it sets.
    pub(crate) cookie: String,
    pub(crate) body: String,
}

impl Page {
    /// Lists what stands between two texts, each time.
    pub(crate) fn between<'a>(&'a self, before: &str, after: &str) -> Vec<&'a str> {
        self.body.split(before).skip(1).filter_map(|rest| rest.split(after).next()).collect()
    }

    /// Lists the numbers of the rows.
    pub(crate) fn rows(&self) -> Vec<&str> {
        self.between("<tr data-row id=\"case-", "\"")
    }

    /// Returns the value of a hidden field.
    pub(crate) fn hidden(&self, name: &str) -> &str {
        self.between(&format!("name=\"{name}\" value=\""), "\"")[0]
    }
}

/// A mail folder with one message.
struct Folder;

impl MailSpool for Folder {
    fn newest(&self, _: usize) -> io::Result<Vec<SpooledMail>> {
        Ok(vec![SpooledMail {
            name: "one.eml".to_owned(),
            written: None,
            to: "ada@example.com".to_owned(),
            subject: "SE-7KQ4-M2XD <received>".to_owned(),
        }])
    }

    fn read(&self, name: &str) -> io::Result<Option<String>> {
        assert!(!name.contains(['/', '\\']), "{name}");
        Ok((name == "one.eml").then(|| "Subject: SE-7KQ4-M2XD\n\n<b>Hello</b>".to_owned()))
    }
}

impl Server {
    pub(crate) fn start() -> Self {
        let made = varsel_testkit::sqlite();
        let clock = FrozenClock::at("2026-11-23T09:00:00Z");
        let surroundings = varsel_testkit::surroundings(&clock, 7);
        let ctx = surroundings.context();
        let filled: Result<_, AppError> = made
            .store
            .write(move |tx| {
                let market = generate::begin(tx, &ctx, 2)?;
                let stranger = sign_in(tx, &ctx, market.owners[1].0.person)?;
                let administrator =
                    sign_in(tx, &ctx, person(tx, &ctx, DeskRole::Administrator, "Robin Ask")?)?;
                let lead = sign_in(tx, &ctx, person(tx, &ctx, DeskRole::Lead, "Kim Ek")?)?;
                Ok((market, stranger, administrator, lead))
            })
            .wait();
        let (market, stranger, administrator, lead) = filled.unwrap();
        let settings = Settings {
            base_url: "http://127.0.0.1".to_owned(),
            secure: false,
            hsts_subdomains: false,
            security_txt: None,
            marketplace: "Northwind Marketplace".to_owned(),
            desk_address: None,
            accent: None,
            problem_types: Vec::new(),
            trusted_proxies: Vec::new(),
            body_limit: 64_000,
            spool: None,
            demo: false,
        };
        let free_space = Arc::new(AtomicU64::new(100_000));
        let web =
            Web::new(made.store.clone(), surroundings.clone(), settings, Arc::new(String::new), Vec::new())
                .with_mail_spool(Arc::new(Folder))
                .with_free_space({
                    let free = Arc::clone(&free_space);
                    Arc::new(move || Some(Space { free: free.load(Ordering::SeqCst), least: 1024 }))
                });
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let listener = runtime.block_on(Listener::bind(([127, 0, 0, 1], 0).into())).unwrap();
        let address = listener.address();
        runtime.spawn(varsel_web::serve(web, listener, async move {
            let _ = stopped.await;
        }));
        Self {
            address,
            free_space,
            surroundings,
            clock,
            owners: market.owners,
            owner: market.owner_session,
            stranger,
            analyst: market.analyst_session,
            analyst_actor: market.analyst,
            administrator,
            lead,
            stop: Some(stop),
            runtime: Some(runtime),
            made,
        }
    }

    pub(crate) fn store(&self) -> &Store {
        &self.made.store
    }

    /// Adds auditors to the desk and has the administrator read a language.
    pub(crate) fn adds_auditors(&self, names: &'static [&'static str], language: &'static str) {
        let ctx = self.surroundings.context();
        let added: Result<_, AppError> = self
            .store()
            .write(move |tx| {
                for (place, name) in names.iter().enumerate() {
                    let email = format!("auditor-{language}-{place}@desk.example");
                    insert_person(tx, &ctx, DeskRole::Auditor, name, email)?;
                }
                let desk = people::desk(tx)?;
                let administrator = desk.iter().find(|p| p.desk_role == Some(DeskRole::Administrator));
                Ok(people::set_locale(tx, administrator.ok_or(AppError::NotFound)?.id, language)?)
            })
            .wait();
        added.unwrap();
    }

    /// Asks the server to stop and tells whether it does so within the time.
    pub(crate) fn stops_within(&mut self, time: Duration) -> bool {
        drop(self.stop.take());
        let began = self.address;
        let Some(runtime) = self.runtime.take() else { return false };
        let stopped = runtime.block_on(async {
            tokio::time::timeout(time, async {
                while tokio::net::TcpStream::connect(began).await.is_ok() {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            })
            .await
            .is_ok()
        });
        self.runtime = Some(runtime);
        stopped
    }

    /// Submits a report of a publisher, by its place, and returns the number.
    pub(crate) fn submit(&self, publisher: usize, case: usize, title: &str) -> String {
        self.submit_as(publisher, case, title, "no")
    }

    /// The same of a vulnerability that is exploited.
    pub(crate) fn submit_urgent(&self, publisher: usize, case: usize, title: &str) -> String {
        self.submit_as(publisher, case, title, "yes")
    }

    fn submit_as(&self, publisher: usize, case: usize, title: &str, exploited: &str) -> String {
        let ctx = self.surroundings.context();
        let (owner, offer) = self.owners[publisher];
        let mut answers = generate::answers(case, offer);
        title.clone_into(&mut answers.title);
        exploited.clone_into(&mut answers.vulnerability.exploited);
        let told: Result<_, AppError> = self
            .store()
            .write(move |tx| {
                let report = NewReport { draft: None, category: Category::Vulnerability, answers: &answers };
                cases::submit(tx, &ctx, &owner, &report)
            })
            .wait();
        told.unwrap().number.unwrap().to_string()
    }

    pub(crate) fn agent() -> ureq::Agent {
        ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(Duration::from_secs(10)))
            .build()
            .into()
    }

    /// Opens an address and returns status and body as they come.
    pub(crate) fn open(&self, path: &str, session: &str) -> (u16, Box<dyn io::Read + Send>) {
        let request = ureq::http::Request::builder()
            .uri(format!("http://{}{path}", self.address))
            .header("cookie", format!("varsel={session}"))
            .body(())
            .unwrap();
        let response = Self::agent().run(request).unwrap();
        (response.status().as_u16(), Box::new(response.into_body().into_reader()))
    }

    pub(crate) fn get(&self, path: &str, session: &str) -> Page {
        self.send("GET", path, session, None)
    }

    /// Asks for a page with a header of one's own, without a session.
    pub(crate) fn get_with(&self, path: &str, name: &str, value: &str) -> u16 {
        let request = ureq::http::Request::builder();
        let request = request.uri(format!("http://{}{path}", self.address)).header(name, value);
        Self::agent().run(request.body(()).unwrap()).unwrap().status().as_u16()
    }

    /// Sends a form, with the secret that a page of this session carries.
    pub(crate) fn post(&self, path: &str, session: &str, fields: &[(&str, &str)]) -> Page {
        let csrf = self.get("/profile", session).hidden("csrf").to_owned();
        self.post_with(&csrf, path, session, fields)
    }

    /// Sends a form with a secret that was read before.
    pub(crate) fn post_with(&self, csrf: &str, path: &str, session: &str, fields: &[(&str, &str)]) -> Page {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("csrf", csrf).extend_pairs(fields);
        self.send("POST", path, session, Some(form.finish()))
    }

    fn send(&self, method: &str, path: &str, session: &str, form: Option<String>) -> Page {
        let request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("http://{}{path}", self.address))
            .header("cookie", format!("varsel={session}"));
        let mut response = match form {
            Some(form) => {
                let kind = "application/x-www-form-urlencoded";
                Self::agent().run(request.header("content-type", kind).body(form).unwrap()).unwrap()
            }
            None => Self::agent().run(request.body(()).unwrap()).unwrap(),
        };
        let header = |name| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        Page {
            status: response.status().as_u16(),
            location: header("location").unwrap_or_default(),
            etag: header("etag").unwrap_or_default(),
            cookie: header("set-cookie").unwrap_or_default(),
            body: response.body_mut().read_to_string().unwrap(),
        }
    }
}

fn person(tx: &Tx<'_>, ctx: &Ctx, role: DeskRole, name: &str) -> Result<PersonId, AppError> {
    insert_person(tx, ctx, role, name, format!("{}@desk.example", role.code()))
}

fn insert_person(
    tx: &Tx<'_>,
    ctx: &Ctx,
    role: DeskRole,
    name: &str,
    email: String,
) -> Result<PersonId, AppError> {
    let person = Person {
        id: PersonId(ctx.id()),
        email,
        name: name.to_owned(),
        password_hash: None,
        desk_role: Some(role),
        locale: "en".to_owned(),
        zone: "Europe/Stockholm".to_owned(),
        theme: "auto".to_owned(),
        created: ctx.now,
        disabled: None,
    };
    people::insert(tx, &person)?;
    Ok(person.id)
}

fn sign_in(tx: &Tx<'_>, ctx: &Ctx, who: PersonId) -> Result<String, AppError> {
    let person = people::by_id(tx, who)?.ok_or(AppError::NotFound)?;
    let made = account::finish_sign_in(tx, ctx, &person, "test", None, None)?;
    Ok(made.ok_or(AppError::NotSignedIn)?.secret)
}
