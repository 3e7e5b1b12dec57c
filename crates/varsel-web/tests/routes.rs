//! Every route, probed as nobody, as another publisher and as people who can only read.
//!
//! The table of routes says who can use each; this holds the handlers to it. A new route is probed by standing in the table.

#![expect(clippy::unwrap_used, reason = "a probe that cannot go on stops")]

#[path = "routes/leaks.rs"]
mod leaks;
#[path = "routes/nul.rs"]
mod nul;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;
use varsel_app::cases::{self as use_cases, NewReport};
use varsel_app::limits::Limit;
use varsel_app::organisation::{self, Invitation};
use varsel_app::{AppError, Surroundings, account, drafts};
use varsel_core::case::{Case, Category};
use varsel_core::coded::Coded;
use varsel_core::ids::{CaseId, PersonId};
use varsel_core::permission::{Action, Actor, DeskRole, PublisherRole, Role};
use varsel_store::people::{self, Person};
use varsel_store::views::{self, SavedView};
use varsel_store::{Sql, Store, StoreError, limits};
use varsel_testkit::generate::{self, Marketplace};
use varsel_testkit::{FrozenClock, TestStore, sqlite, surroundings, unmasked};
use varsel_web::{Access, Listener, Logo, Method, Quota, ROUTES, Route, Settings, Web};

struct Server {
    address: SocketAddr,
    case: Case,
    draft: CaseId,
    sessions: HashMap<&'static str, (Actor, String)>,
    token_of_stranger: String,
    /// Tokens of the case's own publisher: one that can only read, and one that can write.
    reading_token: String,
    writing_token: String,
    _stop: oneshot::Sender<()>,
    _runtime: tokio::runtime::Runtime,
    made: TestStore,
}

fn member(
    store: &Store,
    surroundings: &Surroundings,
    email: &'static str,
    actor: impl Fn(PersonId) -> Actor,
) -> (Actor, String) {
    let ctx = surroundings.context();
    let actor = actor(PersonId(ctx.id()));
    let made: Result<String, AppError> = store
        .write(move |tx| {
            let desk_role = match actor.role {
                Role::Desk(role) => Some(role),
                Role::Publisher(_) => None,
            };
            let person = Person {
                id: actor.person,
                email: email.to_owned(),
                name: email.to_owned(),
                password_hash: None,
                desk_role,
                locale: "en".to_owned(),
                zone: "UTC".to_owned(),
                theme: "auto".to_owned(),
                created: ctx.now,
                disabled: None,
            };
            people::insert(tx, &person)?;
            if let (Some(publisher), Role::Publisher(role)) = (actor.publisher, actor.role) {
                people::join(tx, actor.person, publisher, role, ctx.now)?;
            }
            let session = account::finish_sign_in(tx, &ctx, &person, "probe", None, None)?;
            Ok(session.ok_or(AppError::NotSignedIn)?.secret)
        })
        .wait();
    (actor, made.unwrap())
}

fn open() -> Server {
    open_on(sqlite())
}

fn open_on(made: TestStore) -> Server {
    let store = made.store.clone();
    let clock = FrozenClock::at("2026-11-23T09:00:00Z");
    let surroundings = surroundings(&clock, 5);
    let ctx = surroundings.context();
    let begun: Result<(Marketplace, Case, CaseId, [String; 3]), AppError> = store
        .write(move |tx| {
            let market = generate::begin(tx, &ctx, 2)?;
            let (owner, offer) = market.owners[0];
            let answers = generate::answers(1, offer);
            let new = NewReport { draft: None, category: Category::Vulnerability, answers: &answers };
            let case = use_cases::submit(tx, &ctx, &owner, &new)?;
            let draft = drafts::start(tx, &ctx, &owner, Category::Both)?;
            let scopes = [account::Scope::CasesRead, account::Scope::CasesWrite];
            let token = account::make_token(tx, &ctx, &market.owners[1].0, "probe", &scopes, 1)?.secret;
            let reading = account::make_token(tx, &ctx, &owner, "reading", &scopes[..1], 1)?.secret;
            let writing = account::make_token(tx, &ctx, &owner, "writing", &scopes, 1)?.secret;
            let to = Invitation::Member(case.publisher, PublisherRole::Member);
            organisation::invite(tx, &ctx, &owner, "new@a.example", to, "en")?;
            let view = SavedView { id: ctx.id().to_string(), name: "Mine".to_owned(), query: String::new() };
            views::insert(tx, market.analyst.person, &view, ctx.now)?;
            Ok((market, case, draft, [token, reading, writing]))
        })
        .wait();
    let (market, case, draft, [token_of_stranger, reading_token, writing_token]) = begun.unwrap();
    let publisher = market.owners[0].0.publisher;
    let desk = |role| move |person| Actor { person, role: Role::Desk(role), publisher: None };
    let mut sessions = HashMap::new();
    let stranger = market.owners[1].0.publisher;
    let of = |publisher, role| move |person| Actor { person, role: Role::Publisher(role), publisher };
    sessions
        .insert("stranger", member(&store, &surroundings, "s@b.example", of(stranger, PublisherRole::Owner)));
    sessions
        .insert("owner", member(&store, &surroundings, "o@a.example", of(publisher, PublisherRole::Owner)));
    sessions
        .insert("viewer", member(&store, &surroundings, "v@a.example", of(publisher, PublisherRole::Viewer)));
    sessions.insert("lead", member(&store, &surroundings, "le@desk.example", desk(DeskRole::Lead)));
    sessions.insert("auditor", member(&store, &surroundings, "au@desk.example", desk(DeskRole::Auditor)));
    sessions.insert(
        "administrator",
        member(&store, &surroundings, "ad@desk.example", desk(DeskRole::Administrator)),
    );

    let settings = Settings {
        base_url: "http://desk.example".to_owned(),
        secure: false,
        hsts_subdomains: false,
        security_txt: None,
        marketplace: "Northwind".to_owned(),
        desk_address: None,
        accent: Some("#0a5c6b".to_owned()),
        problem_types: Vec::new(),
        trusted_proxies: Vec::new(),
        body_limit: 100_000,
        spool: None,
        demo: false,
    };
    let logo = Logo::read(LOGO.into()).unwrap();
    let web = Web::new(store, surroundings, settings, Arc::new(String::new), Vec::new()).with_logo(logo);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let listener = runtime.block_on(Listener::bind(SocketAddr::from(([127, 0, 0, 1], 0)))).unwrap();
    let address = listener.address();
    let (stop, stopped) = oneshot::channel();
    runtime.spawn(varsel_web::serve(web, listener, async move { drop(stopped.await) }));
    Server {
        address,
        case,
        draft,
        sessions,
        token_of_stranger,
        reading_token,
        writing_token,
        _stop: stop,
        _runtime: runtime,
        made,
    }
}

const LOGO: &str = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path d='M1 1h7'/></svg>";

#[derive(Debug, PartialEq, Eq)]
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Server {
    fn ask(&self, method: Method, path: &str, headers: &str, body: &str) -> Answer {
        let method = match method {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Delete => "DELETE",
        };
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let kind =
            if path.starts_with("/api/") { "application/json" } else { "application/x-www-form-urlencoded" };
        let body_headers = if body.is_empty() && method == "GET" {
            String::new()
        } else {
            format!("Content-Type: {kind}\r\nContent-Length: {}\r\n", body.len())
        };
        write!(stream, "{method} {path} HTTP/1.1\r\nHost: probe\r\nConnection: close\r\n{headers}{body_headers}\r\n{body}").unwrap();
        let mut bytes = Vec::new();
        let mut chunk = [0; 4096];
        loop {
            // A stream of events never ends: its head is all there is to see.
            let text = String::from_utf8_lossy(&bytes);
            if text.contains("text/event-stream") && text.contains("\r\n\r\n") {
                break;
            }
            match stream.read(&mut chunk) {
                Ok(0) | Err(_) => break,
                Ok(n) => bytes.extend_from_slice(&chunk[..n]),
            }
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
        Answer { status, head: head.to_owned(), body: body.to_owned() }
    }

    /// Asks as someone, with the secret that their own pages carry.
    fn ask_as(&self, who: &str, route: &Route, path: &str) -> Answer {
        let (_, session) = &self.sessions[who];
        let cookie = format!("Cookie: varsel={session}\r\n");
        let mut body = String::new();
        if route.method != Method::Get {
            let page = self.ask(Method::Get, "/profile", &cookie, "").body;
            let csrf = page.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
            body = format!(
                "csrf={}&text=probe&message=probe",
                csrf.expect("signed-in pages carry the secret of forms")
            );
        }
        self.ask(route.method, path, &cookie, &body)
    }

    /// Fills a path with what exists: the first publisher's case, draft, person, session, token, invitation, and so on.
    fn path(&self, route: &Route) -> String {
        let number = self.case.number.unwrap().to_string();
        let id = IDS.iter().find(|(path, _)| route.path.starts_with(path)).map(|(_, sql)| self.id(sql));
        let key = if route.path.contains("/offers/{key}") { "offer-0" } else { "publisher-0" };
        route
            .path
            .replace("{number}", &number)
            .replace("{draft}/answers", "{draft}/answers?topic=problem")
            .replace("{draft}", &self.draft.to_string())
            .replace("{topic}", "problem")
            .replace("{id}", &id.unwrap_or_default())
            .replace("{cve}", "CVE-2021-44228")
            .replace("{key}", key)
            .replace("{secret}", &"0".repeat(64))
            .replace("{hash}", "0")
            .replace("{*name}", "varsel.css")
            .replace("{name}", "name")
    }

    /// Returns the text that a statement of the test finds.
    fn id(&self, sql: &'static str) -> String {
        self.rows(sql).into_iter().next().unwrap_or_else(|| panic!("nothing: {sql}"))
    }

    fn rows(&self, sql: &'static str) -> Vec<String> {
        let asked = Sql { name: "probe", sqlite: sql, postgres: sql };
        let rows: Result<Vec<String>, StoreError> =
            self.made.store.read(move |tx| tx.query(&asked, &[], |row| Ok(row.text(0)?.to_owned()))).wait();
        rows.unwrap()
    }

    /// Every row of every table, but for what looking around moves on: when a session or a token was last used.
    fn state(&self) -> Vec<String> {
        let tables = self.rows(
            "select 'select quote(group_concat(line)) from (select ' || group_concat('quote(' || c.name || ')', ' || ') \
             || ' as line from ' || t.name || ' order by 1)' from sqlite_master t join pragma_table_info(t.name) c \
             where t.type = 'table' and t.name not like 'sqlite%' and t.name not like 'search_index%' \
             and t.name not in ('session', 'api_token', 'attempt') group by t.name order by t.name",
        );
        assert!(tables.len() > 15, "{tables:?}");
        let kept = [
            "select id || person_id from session order by 1",
            "select id || coalesce(revoked_at, '') from api_token order by 1",
        ];
        let all = tables.into_iter().map(|sql| -> &'static str { sql.leak() }).chain(kept);
        all.flat_map(|sql| self.rows(sql)).collect()
    }
}

/// What `{id}` stands for, by the beginning of a path: something of the first publisher or its owner, or of the desk.
const IDS: &[(&str, &str)] = &[
    (
        "/profile/sessions/",
        "select s.id from session s join person p on p.id = s.person_id where p.email = 'owner-0@publisher.example'",
    ),
    (
        "/profile/tokens/",
        "select k.id from api_token k join person p on p.id = k.person_id where p.email = 'owner-0@publisher.example'",
    ),
    ("/organisation/invitations/", "select id from one_time_link where email = 'new@a.example'"),
    ("/people/invitations/", "select id from one_time_link where email = 'new@a.example'"),
    ("/organisation/members/", "select id from person where email = 'owner-0@publisher.example'"),
    ("/people/", "select id from person where email = 'owner-0@publisher.example'"),
    ("/desk/views/", "select id from saved_view"),
    ("/jobs/", "select id from job order by id"),
];

/// An id that nothing has.
const NOBODY: &str = "00000000-0000-7000-8000-000000000000";

/// Forms that are read before anyone is looked up, and say first what is missing in them: that tells nothing, and that nothing
/// has changed is checked at the end.
const FORM_FIRST: &[&str] = &["/desk/assignment", "/password", "/profile/password"];

/// Returns whether a route says at once that one can not.
fn is_refused(route: &Route, answer: &Answer, status: u16) -> bool {
    answer.status == status || (FORM_FIRST.contains(&route.path) && matches!(answer.status, 403 | 422))
}

fn is_event_stream(answer: &Answer) -> bool {
    answer.head.contains("text/event-stream")
}

#[test]
fn nobody_gets_in_without_signing_in() {
    let server = open();
    let before = server.state();
    for route in ROUTES {
        let path = server.path(route);
        let answer =
            server.ask(route.method, &path, "", if route.method == Method::Get { "" } else { "text=probe" });
        let what = format!("{:?} {}", route.method, route.path);
        match route.access {
            Access::Open => assert!(answer.status < 500 && answer.status != 0, "{what}: {}", answer.status),
            Access::Signed | Access::May(_) | Access::Token(_) => {
                assert!(is_refused(route, &answer, 401), "{what}: {}", answer.status);
            }
        }
        assert!(
            answer.head.to_lowercase().contains("content-security-policy: default-src 'none'"),
            "{what}: {}",
            answer.head
        );
    }
    assert_eq!(server.state(), before);
}

#[test]
fn another_publishers_case_is_like_one_that_does_not_exist() {
    let server = open();
    let before = server.state();
    let missing = "SE-0000-0000";
    for route in ROUTES.iter().filter(|r| r.path.contains("{number}") || r.path.contains("{draft}")) {
        let path = server.path(route);
        let absent = path
            .replace(&server.case.number.unwrap().to_string(), missing)
            .replace(&server.draft.to_string(), NOBODY);
        let what = format!("{:?} {}", route.method, route.path);
        let (theirs, none) = match route.access {
            Access::Token(_) => {
                let bearer = format!("Authorization: Bearer {}\r\n", server.token_of_stranger);
                let body = if route.method == Method::Get { "" } else { "{\"text\":\"probe\"}" };
                (
                    server.ask(route.method, &path, &bearer, body),
                    server.ask(route.method, &absent, &bearer, body),
                )
            }
            _ => (server.ask_as("stranger", route, &path), server.ask_as("stranger", route, &absent)),
        };
        assert_eq!(theirs.status, none.status, "{what}");
        // Some forms are read before anything is looked up; then both are told the same of their fields.
        assert!(matches!(theirs.status, 403 | 404 | 422), "{what}: {}\n{}", theirs.status, theirs.body);
        // The page repeats the address it was asked for in its own forms, and masks their secret afresh; nothing else can differ.
        let own = |answer: &Answer, path: &str| unmasked(&answer.body.replace(path, ""));
        assert_eq!(own(&theirs, &path), own(&none, &absent), "{what}");
    }
    assert_eq!(server.state(), before);
}

#[test]
fn who_may_not_is_refused_and_changes_nothing() {
    let server = open();
    let before = server.state();
    for route in ROUTES {
        let Access::May(action) = route.access else { continue };
        for who in ["viewer", "auditor", "administrator", "stranger"] {
            let (actor, _) = &server.sessions[who];
            if actor.may(action) {
                continue;
            }
            let answer = server.ask_as(who, route, &server.path(route));
            let what = format!("{who}: {:?} {}", route.method, route.path);
            assert!(is_refused(route, &answer, 403), "{what}: {}", answer.status);
            assert!(!is_event_stream(&answer), "{what}");
        }
    }
    assert_eq!(server.state(), before, "nothing was changed");
}

#[test]
fn what_is_another_persons_is_like_nothing() {
    let server = open();
    let before = server.state();
    let mut probed = 0;
    for route in ROUTES.iter().filter(|r| r.path.contains("{id}")) {
        // Someone with the right role, to whom the thing does not belong.
        let who = match route.access {
            Access::May(Action::ManagePeople | Action::ManageJobs) => continue,
            Access::May(Action::ReadQueue) => "auditor",
            _ => "stranger",
        };
        let path = server.path(route);
        let absent = route.path.replace("{id}", NOBODY);
        let what = format!("{who}: {:?} {}", route.method, route.path);
        let (theirs, none) = (server.ask_as(who, route, &path), server.ask_as(who, route, &absent));
        assert_eq!(theirs.status, 404, "{what}: {}", theirs.body);
        assert_eq!((theirs.status, unmasked(&theirs.body)), (none.status, unmasked(&none.body)), "{what}");
        probed += 1;
    }
    assert!(probed >= 8, "{probed}");
    assert_eq!(server.state(), before, "nothing was changed");
}

#[test]
fn a_token_that_reads_writes_nothing() {
    let server = open();
    let before = server.state();
    let bearer = format!("Authorization: Bearer {}\r\n", server.reading_token);
    for route in ROUTES.iter().filter(|r| r.method != Method::Get && matches!(r.access, Access::Token(_))) {
        let answer = server.ask(route.method, &server.path(route), &bearer, "{\"text\":\"probe\"}");
        assert_eq!(answer.status, 403, "{:?} {}: {}", route.method, route.path, answer.body);
        assert!(answer.body.contains("insufficient_scope"), "{}", answer.body);
    }
    assert_eq!(server.state(), before, "nothing was changed");
}

#[test]
fn forms_without_their_secret_or_from_elsewhere_change_nothing() {
    let server = open();
    let before = server.state();
    let (_, session) = &server.sessions["viewer"];
    for route in ROUTES.iter().filter(|r| r.method != Method::Get && !matches!(r.access, Access::Token(_))) {
        let what = format!("{:?} {}", route.method, route.path);
        let path = server.path(route);
        if matches!(route.access, Access::Signed | Access::May(_)) {
            let cookie = format!("Cookie: varsel={session}\r\n");
            let answer =
                server.ask(route.method, &path, &cookie, "csrf=0123456789abcdef0123456789abcdef&text=probe");
            assert!(is_refused(route, &answer, 401), "{what}, wrong secret: {}", answer.status);
        }
        let foreign = format!(
            "Cookie: varsel={session}\r\nOrigin: https://evil.example\r\nSec-Fetch-Site: cross-site\r\n"
        );
        let answer = server.ask(route.method, &path, &foreign, "text=probe");
        assert!(is_refused(route, &answer, 403), "{what}, from elsewhere: {}", answer.status);
    }
    assert_eq!(server.state(), before);
}

/// What a publisher's people can change, and what it counts as.
const BOUNDED: &str = "
/language account
/theme account
/profile account
/profile/password account
/profile/sessions/removal account
/profile/sessions/{id}/removal account
/profile/tokens account
/profile/tokens/{id}/removal account
/profile/organisation account
/organisation/invitations account
/organisation/invitations/{id}/removal account
/organisation/members/{id} account
/organisation/members/{id}/removal account
/api/v1/cases reports
/api/v1/cases/{number}/messages messages
/cases/{number}/score/acceptance messages
/cases/{number}/score/contest messages
/cases/{number}/duties/judgement duties
/cases/{number}/duties/awareness duties
/cases/{number}/duties/anchor duties
/cases/{number}/duties/{regime}/{stage}/fields duties
/cases/{number}/duties/{regime}/{stage}/filing duties
/cases/{number}/answers messages
/cases/{number}/answers/draft drafts
/cases/{number}/messages messages
/cases/{number}/messages/draft drafts
/cases/{number}/facts facts
/cases/{number}/reopening/request messages
/cases/{number}/withdrawal messages
/cases/{number}/category facts
/requests drafts
/requests/{draft}/category drafts
/requests/{draft}/removal drafts
/requests/{draft}/submission reports
/requests/{draft}/answers drafts
/requests/{draft}/{topic} drafts
";

#[test]
fn every_route_that_changes_something_says_how_it_is_bounded() {
    let owner = Role::Publisher(PublisherRole::Owner);
    let mut bounded = String::from("\n");
    for route in ROUTES {
        let what = format!("{:?} {}", route.method, route.path);
        assert_eq!(route.quota.is_some(), route.method != Method::Get, "{what}");
        let (is_open, is_theirs) = match route.access {
            Access::Open => (true, false),
            Access::Signed => (false, true),
            Access::May(action) | Access::Token(action) => (false, owner.may(action)),
        };
        match route.quota {
            None => {}
            Some(Quota::Tries) => assert!(is_open, "{what}: who is signed in is counted"),
            Some(Quota::Free) => assert_eq!(route.path, "/sign-out"),
            Some(Quota::Sends(Limit::Desk)) => assert!(!is_theirs, "{what}: a publisher's people can do it"),
            Some(Quota::Sends(limit)) => {
                assert!((is_theirs || is_open) && limit != Limit::Megabytes, "{what}");
                writeln!(bounded, "{} {limit}", route.path).unwrap();
            }
        }
    }
    assert_eq!(bounded, BOUNDED);
}

#[test]
fn who_has_sent_too_much_is_refused_on_every_route_and_told_until_when() {
    let server = open();
    // Forms of which something is judged before anything is written: they are refused for that here.
    let judged_first = ["/profile/password"];
    for who in ["owner", "administrator"] {
        let (actor, _) = server.sessions[who];
        let spent: Result<(), StoreError> = server
            .made
            .store
            .write(move |tx| {
                let now = "2026-11-23T08:30:00Z".parse().unwrap();
                for limit in Limit::ALL {
                    let key = format!("person:{}:{}", actor.person, limit.code());
                    limits::count(tx, &key, 1_000_000_000, now, now)?;
                }
                Ok(())
            })
            .wait();
        spent.unwrap();
        let before = server.state();
        let mut refused = 0;
        for route in ROUTES.iter().filter(|route| matches!(route.quota, Some(Quota::Sends(_)))) {
            let may = match route.access {
                Access::Open | Access::Signed => true,
                Access::May(action) => actor.may(action),
                Access::Token(_) => false,
            };
            if !may || judged_first.contains(&route.path) || FORM_FIRST.contains(&route.path) {
                continue;
            }
            let answer = server.ask_as(who, route, &server.path(route));
            let what = format!("{who}: {:?} {}", route.method, route.path);
            assert_eq!(answer.status, 429, "{what}: {}", answer.body);
            assert!(answer.head.to_lowercase().contains("retry-after: 1800"), "{what}: {}", answer.head);
            if !route.path.ends_with("/answers") {
                assert!(answer.body.contains("Send it again after"), "{what}: {}", answer.body);
            }
            refused += 1;
        }
        assert!(refused > 10, "{who}: {refused}");
        assert_eq!(server.state(), before, "what is refused writes nothing");
    }
}

#[test]
fn the_logo_is_shown_on_pages_and_does_nothing_when_it_is_opened() {
    let server = open();
    let page = server.ask(Method::Get, "/sign-in", "", "").body;
    let (_, path) = page.split_once("<img src=\"/logo/").expect("the logo is in the head of the page");
    let path = format!("/logo/{}", path.split('"').next().unwrap());
    let logo = server.ask(Method::Get, &path, "", "");
    assert_eq!((logo.status, logo.body.as_str()), (200, LOGO));
    let head = logo.head.to_ascii_lowercase();
    assert!(head.contains("content-security-policy: default-src 'none'; sandbox\r\n"), "{head}");
    assert_eq!(head.matches("content-security-policy").count(), 1, "{head}");
    assert!(head.contains("immutable") && head.contains("content-type: image/svg+xml\r\n"), "{head}");
    assert!(head.contains("x-content-type-options: nosniff"), "{head}");
    assert_eq!(server.ask(Method::Get, "/logo/0000000000000000.svg", "", "").status, 404);
}
