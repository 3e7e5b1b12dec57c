use std::sync::atomic::Ordering;

use varsel_store::jobs::{self, JobState, Lane, Turn};
use varsel_store::{Sql, StoreError};

use crate::server::Server;

#[test]
fn jobs_and_mail_are_the_administrators() {
    let server = Server::start();
    for path in ["/jobs", "/jobs/mail", "/jobs/mail/one.eml"] {
        assert_eq!(server.get(path, &server.analyst).status, 403, "{path}");
        assert_eq!(server.get(path, &server.administrator).status, 200, "{path}");
    }
    let page = server.get("/jobs/mail", &server.administrator);
    assert!(page.body.contains("SE-7KQ4-M2XD &#60;received&#62;"));
    let page = server.get("/jobs/mail/one.eml", &server.administrator);
    assert!(page.body.contains("&#60;b&#62;Hello") && !page.body.contains("<b>Hello"));
    for name in ["two.eml", "..%2Fvarsel.db", "one.txt", "%2e%2e.eml"] {
        assert_eq!(server.get(&format!("/jobs/mail/{name}"), &server.administrator).status, 404, "{name}");
    }
}

#[test]
fn people_stand_where_readers_of_a_language_look_for_them() {
    let server = Server::start();
    let names = &["Zeta Lund", "Örjan Ek", "Åsa Berg", "anders Holm", "Ärla Falk"];
    server.adds_auditors(names, "sv");
    let shown = || {
        let body = server.get("/people", &server.administrator).body;
        let mut found: Vec<_> = names.iter().map(|name| (body.find(*name).unwrap(), *name)).collect();
        found.sort_unstable();
        found.into_iter().map(|(_, name)| name).collect::<Vec<_>>()
    };
    assert_eq!(shown(), ["anders Holm", "Zeta Lund", "Åsa Berg", "Ärla Falk", "Örjan Ek"]);
    server.adds_auditors(&[], "en");
    assert_eq!(shown(), ["anders Holm", "Ärla Falk", "Åsa Berg", "Örjan Ek", "Zeta Lund"]);
}

#[test]
fn a_disk_that_fills_is_said_before_it_is_full() {
    let server = Server::start();
    let page = || server.get("/jobs", &server.administrator).body;
    assert!(!page().contains("MiB are free"), "there is enough");
    server.free_space.store(900, Ordering::SeqCst);
    assert!(page().contains("Only 900 MiB are free") && page().contains("below 1024 MiB"));
}

/// Lets the database grow no further, as a full disk does.
const FULL: Sql = Sql { name: "test/full", sqlite: "pragma max_page_count = 1", postgres: "select 1" };

#[test]
fn a_full_disk_hands_back_what_was_typed() {
    let server = Server::start();
    let number = server.submit(0, 1, "Event");
    let limited: Result<_, StoreError> = server.store().write(|tx| tx.query(&FULL, &[], |_| Ok(()))).wait();
    limited.unwrap();
    let words = "What we know so far. ".repeat(900);
    let path = format!("/cases/{number}/messages");
    let page = server.post(&path, &server.owner, &[("body", &words)]);
    assert_eq!(page.status, 503);
    for said in ["The database disk is full", "What you typed is kept on this page", &words] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    let field = format!("name=\"body\" rows=\"6\" dir=\"auto\">\n{words}</textarea>");
    assert!(page.body.contains(&field), "it can be changed, copied and sent again");
    assert_eq!(server.get(&format!("/cases/{number}"), &server.owner).status, 200, "reading still works");
}

#[test]
fn a_job_that_failed_is_tried_again() {
    let server = Server::start();
    server.submit(0, 1, "Event");
    let now = server.surroundings.context().now;
    let id = server
        .store()
        .write(move |tx| {
            let job = jobs::claim(tx, Lane::Mail, &Turn::default(), now, now)?.expect("a report has mails");
            jobs::bury(tx, job.claim(), "the server said <no>", now)?;
            Ok::<_, varsel_store::StoreError>(job.id)
        })
        .wait()
        .unwrap();
    let page = server.get("/jobs", &server.administrator);
    assert!(page.body.contains("the server said &#60;no&#62;"), "what failed is shown first");
    let retry = format!("/jobs/{id}/retry");
    assert_eq!(server.post(&retry, &server.analyst, &[]).status, 403);
    let page = server.post(&retry, &server.administrator, &[]);
    assert_eq!((page.status, page.location.as_str()), (303, "/jobs?state=dead&retried=yes"));
    let dead = server.store().read(|tx| jobs::count(tx, JobState::Dead)).wait().unwrap();
    assert_eq!(dead, 0);
    let page = server.post(&retry, &server.administrator, &[]);
    assert_eq!(page.location, "/jobs?state=dead&retried=no");
    assert_eq!(server.post("/jobs/x/retry", &server.administrator, &[]).status, 404);
}

#[test]
fn of_two_who_edit_at_once_the_second_is_told_and_loses_nothing() {
    let server = Server::start();
    let form = server.get("/catalogue/offers/offer-0/edit", &server.administrator);
    let seen = form.hidden("seen").to_owned();
    let save = |name: &str, seen: &str| {
        let fields = [
            ("seen", seen),
            ("name", name),
            ("kind", "saas"),
            ("listing", "listed"),
            ("plans", "Free\r\nTeam"),
        ];
        server.post("/catalogue/offers/offer-0", &server.administrator, &fields)
    };
    assert_eq!(save("First", &seen).location, "/catalogue/offers/offer-0?done=saved");
    let page = save("Second", &seen);
    assert_eq!(page.status, 409);
    assert!(page.body.contains("Someone else has changed this") && page.body.contains("value=\"Second\""));
    assert_eq!(save("Second", page.hidden("seen")).status, 303);
    let page = save("", &seen);
    assert_eq!(page.status, 409, "what was seen goes before what was typed");
    let page = save("", server.get("/catalogue/offers/offer-0/edit", &server.administrator).hidden("seen"));
    assert_eq!(page.status, 422);
    assert!(page.body.contains("href=\"#name\"") && page.body.contains("id=\"name-e\""));
}

#[test]
fn the_catalogue_is_read_by_the_desk_and_edited_by_who_may() {
    let server = Server::start();
    let number = server.submit(0, 1, "A title that is not for everybody");
    for path in ["/catalogue", "/catalogue/publishers/publisher-0", "/catalogue/offers/offer-0"] {
        assert_eq!(server.get(path, &server.owner).status, 403, "{path}");
        assert_eq!(server.get(path, &server.analyst).status, 200, "{path}");
    }
    assert_eq!(server.get("/catalogue/new-publisher", &server.analyst).status, 403);
    assert!(server.get("/catalogue/offers/offer-0", &server.analyst).body.contains(&number));
    let page = server.get("/catalogue/offers/offer-0", &server.administrator);
    assert!(
        !page.body.contains(&number) && !page.body.contains("not for everybody"),
        "administrators read no cases"
    );
    assert_eq!(server.get("/catalogue/offers/none", &server.analyst).status, 404);

    let add = |key: &str| {
        let fields = [("key", key), ("name", "Nyby AB"), ("website", ""), ("country", "se")];
        server.post("/catalogue/publishers", &server.administrator, &fields)
    };
    assert_eq!(add("nyby").location, "/catalogue/publishers/nyby?done=added");
    let page = add("nyby");
    assert!(page.status == 422 && page.body.contains("This key is taken"));
    let invite = |email: &str, session: &str| {
        server.post("/catalogue/publishers/nyby/invitations", session, &[("email", email), ("locale", "sv")])
    };
    assert_eq!(invite("ny@nyby.example", &server.analyst).status, 403);
    assert_eq!(invite("nobody", &server.administrator).status, 422);
    assert_eq!(invite("ny@nyby.example", &server.administrator).status, 303);
    assert!(server.get("/catalogue/publishers/nyby", &server.administrator).body.contains("ny@nyby.example"));
}
