//! What happens on a page when a person sends too much.

use jiff::SignedDuration;
use varsel_app::limits::Limits;
use varsel_store::{StoreError, people};

use crate::server::Server;

#[test]
fn the_form_comes_back_filled_and_says_when_it_can_be_sent() {
    let server = Server::start();
    let here = format!("/cases/{}", server.submit(0, 1, "Tokens are guessed"));
    let csrf = server.get(&here, &server.owner).hidden("csrf").to_owned();
    let send =
        |text: &str| server.post_with(&csrf, &format!("{here}/messages"), &server.owner, &[("body", text)]);
    for n in 0..Limits::default().messages {
        assert_eq!(send(&format!("Message {n}.")).status, 303);
    }
    for (locale, sentence) in [("en", "Send it again after"), ("sv", "Skicka igen efter")] {
        let person = server.owners[0].0.person;
        let set: Result<(), StoreError> =
            server.store().write(move |tx| people::set_locale(tx, person, locale)).wait();
        set.unwrap();
        let refused = send("What I wrote at length.");
        assert_eq!(refused.status, 429);
        assert!(refused.body.contains(sentence), "{}", refused.body);
        let form = refused.between("id=\"messages-body\"", "</textarea>");
        assert!(form.iter().any(|form| form.contains("What I wrote at length.")), "{form:?}");
    }
    // The desk, and what else they do, is not held up by it.
    let fact = [("fact", "public"), ("status", "yes")];
    assert_eq!(server.post_with(&csrf, &format!("{here}/facts"), &server.owner, &fact).status, 303);
    assert_eq!(server.post(&format!("{here}/messages"), &server.analyst, &[("body", "We see.")]).status, 303);
    server.clock.advance(SignedDuration::from_mins(59));
    assert_eq!(send("Still too early.").status, 429);
    server.clock.advance(SignedDuration::from_mins(1));
    assert_eq!(send("What I wrote at length.").status, 303);
}
