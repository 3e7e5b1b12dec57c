//! A server on a loopback port over a store of its own, with a marketplace in it, and a client that speaks to it.

use std::net::SocketAddr;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use varsel_app::account::{self, Scope};
use varsel_app::{AppError, Ctx, Surroundings, cases};
use varsel_core::case::{Case, Command};
use varsel_core::catalogue::{Listing, OfferKind};
use varsel_core::ids::{OfferId, PersonId, PublisherId};
use varsel_core::permission::{Actor, DeskRole, PublisherRole, Role};
use varsel_store::catalogue::{self, Offer, Publisher};
use varsel_store::people::{self, Person};
use varsel_store::{Store, Tx};
use varsel_testkit::{FrozenClock, TestStore};
use varsel_web::{Listener, Settings, Web};

/// The body limit of the test server, in bytes.
pub(crate) const BODY_LIMIT: usize = 64_000;

/// Someone with tokens.
pub(crate) struct Somebody {
    pub(crate) actor: Actor,
    /// A token with both scopes.
    pub(crate) token: String,
    /// A token that reads.
    pub(crate) reading: String,
    /// A token that writes.
    pub(crate) writing: String,
}

/// A running server.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) clock: FrozenClock,
    pub(crate) surroundings: Surroundings,
    pub(crate) owner: Somebody,
    pub(crate) viewer: Somebody,
    pub(crate) stranger: Somebody,
    pub(crate) analyst: Somebody,
    pub(crate) administrator: Somebody,
    stop: Option<oneshot::Sender<()>>,
    runtime: Option<Runtime>,
    made: TestStore,
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_timeout(std::time::Duration::from_secs(5));
        }
    }
}

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: ureq::http::HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&self.bytes)))
    }

    /// Checks that this is a problem document and returns its code.
    pub(crate) fn problem(&self) -> String {
        assert_eq!(self.header("content-type"), Some("application/problem+json"));
        let document = self.json();
        assert_eq!(document["status"], self.status);
        assert!(document["title"].as_str().is_some_and(|title| !title.is_empty()), "{document}");
        assert!(document["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{document}");
        assert_eq!(document["type"], format!("/api/problems/{}", document["code"].as_str().unwrap()));
        document["code"].as_str().unwrap().to_owned()
    }

    /// Lists the fields of a problem with their codes, as `field: code`.
    pub(crate) fn fields(&self) -> Vec<String> {
        assert_eq!((self.status, self.problem().as_str()), (422, "invalid"), "{}", self.json());
        let document = self.json();
        let errors = document["errors"].as_array().unwrap();
        for error in errors {
            assert!(error["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{error}");
        }
        errors
            .iter()
            .map(|e| format!("{}: {}", e["field"].as_str().unwrap(), e["code"].as_str().unwrap()))
            .collect()
    }
}

impl Server {
    pub(crate) fn start() -> Self {
        Self::over(varsel_testkit::sqlite())
    }

    /// Starts a server over a store.
    pub(crate) fn over(made: TestStore) -> Self {
        let clock = FrozenClock::at("2026-11-23T09:00:00Z");
        let surroundings = varsel_testkit::surroundings(&clock, 7);
        let ctx = surroundings.context();
        let people: Result<Vec<Somebody>, AppError> = made.store.write(move |tx| fill(tx, &ctx)).wait();
        let mut people = people.unwrap().into_iter();
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
            body_limit: BODY_LIMIT,
            spool: None,
            demo: false,
        };
        let web =
            Web::new(made.store.clone(), surroundings.clone(), settings, Arc::new(String::new), Vec::new());
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let listener = runtime.block_on(Listener::bind(([127, 0, 0, 1], 0).into())).unwrap();
        let address = listener.address();
        runtime.spawn(varsel_web::serve(web, listener, async move {
            let _ = stopped.await;
        }));
        let mut next = || people.next().unwrap();
        Self {
            address,
            clock,
            surroundings,
            owner: next(),
            viewer: next(),
            stranger: next(),
            analyst: next(),
            administrator: next(),
            stop: Some(stop),
            runtime: Some(runtime),
            made,
        }
    }

    pub(crate) fn store(&self) -> &Store {
        &self.made.store
    }

    /// Sends a request; `headers` are name and value.
    pub(crate) fn send(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        headers: &[(&str, &str)],
        body: Option<&[u8]>,
    ) -> Answer {
        let agent: ureq::Agent =
            ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into();
        let mut request =
            ureq::http::Request::builder().method(method).uri(format!("http://{}{path}", self.address));
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut response = match body {
            Some(body) => agent.run(request.body(body).unwrap()).unwrap(),
            None => agent.run(request.body(()).unwrap()).unwrap(),
        };
        Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            bytes: response.body_mut().read_to_vec().unwrap(),
        }
    }

    pub(crate) fn get(&self, path: &str, token: &str) -> Answer {
        self.send("GET", path, Some(token), &[], None)
    }

    pub(crate) fn post(&self, path: &str, token: &str, body: &Value) -> Answer {
        self.post_with(path, token, body, &[])
    }

    pub(crate) fn post_with(
        &self,
        path: &str,
        token: &str,
        body: &Value,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut all = vec![("content-type", "application/json")];
        all.extend_from_slice(headers);
        self.send("POST", path, Some(token), &all, Some(body.to_string().as_bytes()))
    }

    /// Creates a case as the owner and returns its number.
    pub(crate) fn create(&self) -> String {
        let answer = self.post("/api/v1/cases", &self.owner.token, &report());
        assert_eq!(answer.status, 201, "{}", answer.json());
        answer.json()["number"].as_str().unwrap().to_owned()
    }

    /// Does something to a case as the analyst does it in a browser.
    pub(crate) fn as_analyst(&self, number: &str, command: Command) -> Case {
        let (ctx, actor, number) = (self.surroundings.context(), self.analyst.actor, number.parse().unwrap());
        let done = self.store().write(move |tx| cases::act(tx, &ctx, &actor, number, command, None));
        done.wait().unwrap()
    }

    /// Moves the clock on by minutes.
    pub(crate) fn later(&self, minutes: i64) {
        self.clock.advance(SignedDuration::from_mins(minutes));
    }

    /// Counts the cases there are.
    pub(crate) fn count(&self) -> usize {
        self.store().read(|tx| varsel_store::cases::ids(tx, None, 10_000)).wait().unwrap().len()
    }
}

/// A vulnerability in an offer of the owner's organisation.
pub(crate) fn report() -> Value {
    serde_json::json!({
        "category": "vulnerability",
        "report": {
            "title": "Remote code execution through log messages",
            "description": "A crafted message makes the logger load code from elsewhere.",
            "affected": [{ "offer": "quill-log", "versions": "1.0 to 1.4", "fixed_in": "1.5" }],
            "vulnerability": {
                "cves": ["CVE-2021-44228"],
                "cvss": ["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H"],
                "exploited": "yes"
            },
            "resolution": { "exists": true, "steps": ["Update to 1.5."] },
            "tlp": "amber"
        }
    })
}

fn fill(tx: &Tx<'_>, ctx: &Ctx) -> Result<Vec<Somebody>, AppError> {
    let quill = publisher(tx, ctx, "quill", "Quill Works")?;
    let heron = publisher(tx, ctx, "heron", "Heron Systems")?;
    offer(tx, ctx, quill, "quill-log", "Quill Log")?;
    offer(tx, ctx, heron, "heron-mail", "Heron Mail")?;
    let publishers = [
        ("Ola Owner", quill, PublisherRole::Owner),
        ("Vera Viewer", quill, PublisherRole::Viewer),
        ("Sam Stranger", heron, PublisherRole::Owner),
    ];
    let mut made = Vec::new();
    for (name, publisher, role) in publishers {
        made.push(somebody(tx, ctx, name, Role::Publisher(role), Some(publisher))?);
    }
    for (name, role) in [("Ada Analyst", DeskRole::Analyst), ("Alma Administrator", DeskRole::Administrator)]
    {
        made.push(somebody(tx, ctx, name, Role::Desk(role), None)?);
    }
    Ok(made)
}

fn publisher(tx: &Tx<'_>, ctx: &Ctx, key: &str, name: &str) -> Result<PublisherId, AppError> {
    let id = PublisherId(ctx.id());
    let publisher = Publisher {
        id,
        key: key.parse().unwrap(),
        name: name.to_owned(),
        website: None,
        country: None,
        created: ctx.now,
        updated: ctx.now,
    };
    catalogue::insert_publisher(tx, &publisher)?;
    Ok(id)
}

fn offer(tx: &Tx<'_>, ctx: &Ctx, publisher: PublisherId, key: &str, name: &str) -> Result<(), AppError> {
    let offer = Offer {
        id: OfferId(ctx.id()),
        publisher,
        publisher_name: String::new(),
        key: key.parse().unwrap(),
        name: name.to_owned(),
        kind: OfferKind::Saas,
        listing: Listing::Listed,
        updated: ctx.now,
    };
    catalogue::insert_offer(tx, &offer)?;
    Ok(())
}

fn somebody(
    tx: &Tx<'_>,
    ctx: &Ctx,
    name: &str,
    role: Role,
    publisher: Option<PublisherId>,
) -> Result<Somebody, AppError> {
    let actor = Actor { person: PersonId(ctx.id()), role, publisher };
    let since: Timestamp = ctx.now;
    let person = Person {
        id: actor.person,
        email: format!("{}@example.com", name.to_lowercase().replace(' ', ".")),
        name: name.to_owned(),
        password_hash: None,
        desk_role: match role {
            Role::Desk(role) => Some(role),
            Role::Publisher(_) => None,
        },
        locale: "en".to_owned(),
        zone: "Europe/Stockholm".to_owned(),
        theme: "auto".to_owned(),
        created: since,
        disabled: None,
    };
    people::insert(tx, &person)?;
    if let (Role::Publisher(role), Some(publisher)) = (role, publisher) {
        people::join(tx, person.id, publisher, role, since)?;
    }
    let make =
        |scopes: &[Scope]| account::make_token(tx, ctx, &actor, "test", scopes, 30).map(|made| made.secret);
    Ok(Somebody {
        actor,
        token: make(&[Scope::CasesRead, Scope::CasesWrite])?,
        reading: make(&[Scope::CasesRead])?,
        writing: make(&[Scope::CasesWrite])?,
    })
}
