//! A vulnerability that is exploited: offered as an incident too, nothing lost, and answered soon.

use crate::server::{Page, Server};

const OFFER: &str = "This sounds like an incident too";

fn start(server: &Server) -> String {
    let done = server.post("/requests", &server.owner, &[("category", "vulnerability")]);
    assert_eq!(done.status, 303, "{}", done.body);
    let path = done.location.trim_start_matches("/requests/");
    format!("/requests/{}", path.split('/').next().unwrap_or_default())
}

#[test]
fn both_is_offered_in_place_and_keeps_every_answer() {
    let server = Server::start();
    let draft = start(&server);
    let get = |path: &str| server.get(&format!("{draft}/{path}"), &server.owner);
    let save = |path: &str, fields: &[(&str, &str)]| -> Page {
        let version = get(path).hidden("version").to_owned();
        let mut fields = fields.to_vec();
        fields.push(("version", version.as_str()));
        server.post(&format!("{draft}/{path}"), &server.owner, &fields)
    };
    assert_eq!(save("vulnerability", &[("vulnerability.finder", "Ada"), ("do", "later")]).status, 303);
    assert!(!get("vulnerability").body.contains(OFFER) && !get("check").body.contains(OFFER));
    let exploited = [("vulnerability.finder", "Ada"), ("vulnerability.exploited", "yes")];
    assert_eq!(save("vulnerability", &[exploited[0], exploited[1], ("do", "later")]).status, 303);
    assert!(get("vulnerability").body.contains(OFFER) && get("check").body.contains(OFFER));
    // What is being typed is kept with it.
    let both = [("vulnerability.finder", "Ada Lind"), exploited[1], ("do", "both")];
    let done = save("vulnerability", &both);
    assert_eq!((done.status, done.location), (303, format!("{draft}/incident")));
    assert!(get("vulnerability").body.contains("Ada Lind"));
    assert!(!get("vulnerability").body.contains(OFFER) && !get("check").body.contains(OFFER));
}

#[test]
fn the_answers_page_offers_it_too() {
    let server = Server::start();
    let draft = start(&server);
    let version = server.get(&format!("{draft}/vulnerability"), &server.owner).hidden("version").to_owned();
    let fields = [("vulnerability.exploited", "yes"), ("version", version.as_str()), ("do", "later")];
    assert_eq!(server.post(&format!("{draft}/vulnerability"), &server.owner, &fields).status, 303);
    let done = server.post(
        &format!("{draft}/category"),
        &server.owner,
        &[("category", "both"), ("then", "incident")],
    );
    assert_eq!((done.status, done.location), (303, format!("{draft}/incident")));
    // Nothing but that leads elsewhere.
    let done = server.post(
        &format!("{draft}/category"),
        &server.owner,
        &[("category", "vulnerability"), ("then", "//elsewhere.example")],
    );
    assert_eq!((done.status, done.location), (303, draft));
}

#[test]
fn the_confirmation_of_an_urgent_report_says_how_soon_and_whom_to_call() {
    let server = Server::start();
    let plain = server.submit(0, 1, "Tokens are guessed");
    let page = server.get(&format!("/cases/{plain}/confirmation"), &server.owner);
    let report = server.submit_urgent(0, 2, "Tokens are stolen");
    let urgent = server.get(&format!("/cases/{report}/confirmation"), &server.owner);
    assert!(!page.body.contains("tel:") && !page.body.contains("We aim to answer"));
    assert!(urgent.body.contains("href=\"tel:+4681234567\">+46 8 123 45 67<"), "{}", urgent.body);
    assert!(urgent.body.contains("We aim to answer within 1"), "{}", urgent.body);
}
