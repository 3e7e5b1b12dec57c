//! Words that are not sent yet: saved for their writer alone, and kept until they have arrived.

use crate::server::Server;

const RECEIPT: &str = "0123456789abcdef0123456789abcdef";

fn saved(server: &Server, path: &str, session: &str, fields: &[(&str, &str)]) -> String {
    let saved = server.post(path, session, fields);
    assert_eq!(saved.status, 200, "{}", saved.body);
    let version = saved.body.split("\"version\":\"").nth(1).and_then(|rest| rest.split('"').next());
    version.unwrap_or_else(|| panic!("no version: {}", saved.body)).to_owned()
}

#[test]
fn a_reply_is_saved_while_it_is_typed_and_only_its_writer_reads_it() {
    let server = Server::start();
    let number = server.submit(0, 1, "To write about");
    let (case, draft) = (format!("/cases/{number}"), format!("/cases/{number}/messages/draft"));
    let first = saved(&server, &draft, &server.owner, &[("body", "Half a thought"), ("version", "0")]);
    let page = server.get(&case, &server.owner);
    assert!(page.body.contains(">\nHalf a thought</textarea>"));
    assert!(page.body.contains(&format!("name=\"version\" value=\"{first}\"")));
    for other in [&server.analyst, &server.administrator, &server.lead] {
        assert!(!server.get(&case, other).body.contains("Half a thought"));
    }
    let note = format!("/cases/{number}/notes/draft");
    saved(&server, &note, &server.analyst, &[("body", "A canary in a note"), ("version", "0")]);
    let page = server.get(&case, &server.analyst);
    assert!(page.body.contains("A canary in a note"));
    assert!(page.body.contains("value=\"note\" autocomplete=\"off\"") && page.body.contains("checked"));
    for other in [&server.owner, &server.lead] {
        assert!(!server.get(&case, other).body.contains("A canary in a note"));
    }

    let second =
        saved(&server, &draft, &server.owner, &[("body", "Half a thought more"), ("version", &first)]);
    let late = server.post(&draft, &server.owner, &[("body", "Another window"), ("version", &first)]);
    assert_eq!(late.status, 409, "{}", late.body);
    let sent = server.post(
        &format!("{case}/messages"),
        &server.owner,
        &[("body", "A whole thought"), ("version", &second)],
    );
    assert_eq!(sent.status, 303, "{}", sent.body);
    let page = server.get(&case, &server.owner);
    assert!(page.body.contains("A whole thought") && !page.body.contains("Half a thought"));
}

#[test]
fn words_that_were_refused_are_there_again_without_scripts() {
    let server = Server::start();
    let number = server.submit(0, 1, "To write about");
    let too_long = "x".repeat(30_000);
    let path = format!("/cases/{number}/messages");
    let refused = server.post(&path, &server.owner, &[("body", &too_long), ("version", "0")]);
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains(&too_long), "it comes back at once");
    let page = server.get(&format!("/cases/{number}"), &server.owner);
    assert!(page.body.contains(&too_long), "and when the page is opened anew");
}

#[test]
fn a_receipt_is_given_for_what_was_carried_out_alone() {
    let server = Server::start();
    let number = server.submit(0, 1, "To write about");
    let path = format!("/cases/{number}/messages?receipt={RECEIPT}");
    let received = format!("varsel_received_{RECEIPT}=1; Path=/; Max-Age=600; SameSite=Lax");
    let send = |session: &str, body: &str| server.post(&path, session, &[("body", body)]);
    let sent = send(&server.owner, "A thought");
    assert_eq!((sent.status, sent.cookie), (303, received));
    for refused in [send(&server.owner, ""), send(&server.owner, &"x".repeat(30_000))] {
        assert_eq!((refused.status, refused.cookie.as_str()), (422, ""));
    }
    let signed_out = server.post_with("", &path, "", &[("body", "A thought")]);
    assert_eq!((signed_out.status, signed_out.cookie.as_str()), (401, ""));
}
