//! Signing in and inviting: what many tries slow down, and whom they do not.

use varsel_app::organisation::{self, Invitation};
use varsel_app::{AppError, password};
use varsel_core::permission::PublisherRole;
use varsel_store::{Sql, StoreError, Value, people};

use crate::server::Server;

const OWNER: &str = "owner-0@publisher.example";
const RIGHT: &str = "correct horse battery staple";

/// An answer with the headers that matter here.
struct Answer {
    status: u16,
    location: String,
    retry_after: Option<u64>,
    /// What the browser holds from then on.
    browser: Option<String>,
    body: String,
}

fn post(server: &Server, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Answer {
    let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let request = ureq::http::Request::builder()
        .method("POST")
        .uri(format!("http://{}{path}", server.address))
        .header("cookie", cookie)
        .header("content-type", "application/x-www-form-urlencoded");
    let mut response = Server::agent().run(request.body(form).unwrap()).unwrap();
    let header = |name| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
    let browser = response
        .headers()
        .get_all("set-cookie")
        .iter()
        .find_map(|value| value.to_str().unwrap().strip_prefix("varsel_browser="))
        .map(|value| {
            assert!(value.contains("HttpOnly") && value.contains("SameSite=Lax"), "{value}");
            value.split(';').next().unwrap().to_owned()
        });
    let retry_after = header("retry-after").map(|seconds| seconds.parse().unwrap());
    let (status, location) = (response.status().as_u16(), header("location").unwrap_or_default());
    Answer { status, location, retry_after, browser, body: response.body_mut().read_to_string().unwrap() }
}

fn sign_in(server: &Server, browser: &str, email: &str, password: &str) -> Answer {
    let fields = [("email", email), ("password", password), ("next", "/profile")];
    post(server, "/sign-in", &format!("varsel_browser={browser}"), &fields)
}

fn give_password(server: &Server) {
    let hash = password::hash(&server.surroundings.context(), RIGHT);
    let owner = server.owners[0].0.person;
    let given: Result<(), StoreError> =
        server.store().write(move |tx| people::set_password(tx, owner, &hash)).wait();
    given.unwrap();
}

/// Returns whether tries are counted under a key in the database.
fn has_row(server: &Server, key: &'static str) -> bool {
    const FIND: Sql = Sql {
        name: "test/attempt",
        sqlite: "select failures from attempt where key = $1",
        postgres: "select failures from attempt where key = $1",
    };
    let found: Result<_, StoreError> =
        server.store().read(move |tx| tx.query_one(&FIND, &[Value::Text(key)], |row| row.int(0))).wait();
    found.unwrap().is_some()
}

#[test]
fn strangers_slow_strangers_down_and_nobody_else() {
    let server = Server::start();
    give_password(&server);
    let first = sign_in(&server, "", OWNER, RIGHT);
    assert_eq!((first.status, first.location.as_str()), (303, "/profile"));
    let known = first.browser.unwrap();
    for n in 0..10 {
        assert_eq!(sign_in(&server, "", OWNER, "wrong").status, 422, "{n}");
    }
    // The right password waits as well, with what was typed kept.
    let refused = sign_in(&server, "", OWNER, RIGHT);
    assert_eq!(refused.status, 429);
    assert!(
        refused.retry_after.is_some_and(|seconds| (1..=60).contains(&seconds)),
        "{:?}",
        refused.retry_after
    );
    for wanted in ["Too many failed attempts", "value=\"owner-0@publisher.example\"", "value=\"/profile\""] {
        assert!(refused.body.contains(wanted), "{wanted} in\n{}", refused.body);
    }
    assert!(!refused.body.contains(RIGHT), "passwords are not handed back");
    // A made-up value makes no browser known.
    for made_up in ["a".repeat(96), known.replace(|c: char| c.is_ascii_digit(), "a")] {
        assert_eq!(sign_in(&server, &made_up, OWNER, RIGHT).status, 429);
    }
    let again = sign_in(&server, &known, OWNER, RIGHT);
    assert_eq!(again.status, 303, "{}", again.body);
}

#[test]
fn a_network_is_counted_first_and_a_refused_try_writes_no_row() {
    let server = Server::start();
    give_password(&server);
    let known = sign_in(&server, "", OWNER, RIGHT).browser.unwrap();
    for n in 0..100 {
        let answer = sign_in(&server, "", &format!("nobody-{n}@publisher.example"), "wrong");
        assert_eq!(answer.status, 422, "{n}");
    }
    assert!(has_row(&server, "account:nobody-99@publisher.example"), "what was tried is counted");
    let refused = sign_in(&server, "", "late@publisher.example", "wrong");
    assert_eq!(refused.status, 429);
    // A hundred in fifteen minutes: one every nine seconds.
    let seconds = refused.retry_after.unwrap();
    assert!((9..=10).contains(&seconds), "{seconds}");
    assert!(!has_row(&server, "account:late@publisher.example"));
    // A known browser signs in through the same network.
    assert_eq!(sign_in(&server, &known, OWNER, RIGHT).status, 303);
    server.clock.advance(jiff::SignedDuration::from_secs(10));
    assert_eq!(sign_in(&server, "", "late@publisher.example", "wrong").status, 422, "one more by now");
}

#[test]
fn a_new_password_is_counted_before_it_is_judged() {
    let server = Server::start();
    let (owner, publisher) = (server.owners[0].0, server.owners[0].0.publisher.unwrap());
    let ctx = server.surroundings.context();
    let invited: Result<String, AppError> = server
        .store()
        .write(move |tx| {
            let to = Invitation::Member(publisher, PublisherRole::Viewer);
            organisation::invite(tx, &ctx, &owner, "guest@publisher.example", to, "en")
        })
        .wait();
    let path = format!("/invitations/{}", invited.unwrap());
    let fields =
        [("name", "Guest"), ("zone", "UTC"), ("locale", "en"), ("password", "weak"), ("again", "weak")];
    for n in 0..100 {
        assert_eq!(post(&server, &path, "", &fields).status, 422, "{n}");
    }
    let refused = post(&server, &path, "", &fields);
    assert_eq!(refused.status, 429);
    assert!(refused.retry_after.is_some() && refused.body.contains("Guest"), "{}", refused.body);
}

#[test]
fn too_many_invitations_are_refused_with_when_and_with_what_was_typed() {
    let server = Server::start();
    let fields = [("email", "guest@publisher.example"), ("role", "viewer"), ("locale", "en")];
    for n in 0..5 {
        assert_eq!(server.post("/organisation/invitations", &server.owner, &fields).status, 303, "{n}");
    }
    let profile = server.get("/profile", &server.owner);
    let fields = [("csrf", profile.hidden("csrf")), fields[0], fields[1], fields[2]];
    let cookie = format!("varsel={}", server.owner);
    let refused = post(&server, "/organisation/invitations", &cookie, &fields);
    assert_eq!((refused.status, refused.retry_after), (429, Some(24 * 60 * 60)));
    for wanted in ["Too many invitations", "guest@publisher.example"] {
        assert!(refused.body.contains(wanted), "{wanted} in\n{}", refused.body);
    }
}

#[test]
fn a_proxy_that_is_not_named_is_shown_to_the_administrator() {
    let title = "Requests come through an unknown proxy";
    let server = Server::start();
    assert!(!server.get("/jobs", &server.administrator).body.contains(title));
    server.get_with("/sign-in", "x-forwarded-for", "198.51.100.9");
    let page = server.get("/jobs", &server.administrator);
    assert!(page.body.contains(title) && page.body.contains("server.trusted_proxies"), "{}", page.body);
}
