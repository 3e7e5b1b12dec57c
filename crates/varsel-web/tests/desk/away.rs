//! The database is away: nothing that was typed is lost.

use crate::server::Server;

#[test]
fn what_was_typed_can_be_sent_again_when_the_database_is_back() {
    let server = Server::start();
    let number = server.submit(0, 1, "Event");
    let csrf = server.get("/profile", &server.analyst).hidden("csrf").to_owned();
    server.store().close();

    let path = format!("/cases/{number}/notes");
    let page = server.post_with(&csrf, &path, &server.analyst, &[("text", "Rotate <the> keys first.")]);
    assert_eq!(page.status, 503);
    assert!(page.body.contains("Send it again in a few seconds"));
    assert!(page.body.contains(&format!("method=\"post\" action=\"{path}\"")));
    assert!(page.body.contains("value=\"Rotate &#60;the&#62; keys first.\""));
    let secret = format!("name=\"csrf\" value=\"{csrf}\"");
    assert!(page.body.contains(&secret), "the form is good for the same session");
}

#[test]
fn a_password_is_not_handed_back() {
    let server = Server::start();
    let csrf = server.get("/profile", &server.analyst).hidden("csrf").to_owned();
    server.store().close();
    let page =
        server.post_with(&csrf, "/profile", &server.analyst, &[("new_password", "correct horse battery")]);
    assert_eq!(page.status, 503);
    assert!(!page.body.contains("correct horse"));
}
