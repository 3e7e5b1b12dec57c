//! What an act says of itself, on the page that it leads to.

use jiff::SignedDuration;

use crate::server::{Page, Server};

/// What a page says was done.
fn said(page: &Page) -> Vec<String> {
    let of = |element: &str| {
        let words = element.rsplit_once("</svg>").map_or(element, |(_, words)| words);
        words.replace("<span>", "").replace("<b>", "").replace("</b>", "").replace("</span>", "")
    };
    page.between("id=\"done\"", "</p>").iter().map(|element| of(element)).collect()
}

#[test]
fn an_act_says_once_what_was_done_and_what_is_next_to_who_did_it() {
    let server = Server::start();
    let here = format!("/cases/{}", server.submit(0, 1, "Tokens are guessed"));
    let act = |who: &str, verb: &str, fields: &[(&str, &str)]| {
        server.clock.advance(SignedDuration::from_secs(5));
        let form = server.get(&here, who);
        let seen = form.hidden("seen").to_owned();
        let basis = if who == server.analyst { form.hidden("basis").to_owned() } else { String::new() };
        server.clock.advance(SignedDuration::from_secs(5));
        let mut fields = fields.to_vec();
        fields.extend([("seen", seen.as_str()), ("basis", basis.as_str())]);
        let done = server.post(&format!("{here}/{verb}"), who, &fields);
        assert_eq!(done.status, 303, "{verb}: {}", done.body);
        done.location.strip_suffix("#done").unwrap_or_else(|| panic!("{verb}: {}", done.location)).to_owned()
    };
    let rating = [
        ("severity", "critical"),
        ("severity_reason", "As it looks."),
        ("priority", "p1"),
        ("priority_reason", "As it looks."),
    ];
    let question = [("body", "Which plans?"), ("due_date", "2026-12-24"), ("due_time", "12:00")];
    let end = [("outcome", "fixed"), ("sentence", "It is fixed.")];
    let (desk, publisher) = (&server.analyst, &server.owner);
    for (who, verb, fields, what, next) in [
        (
            desk,
            "acknowledgement",
            &[("message", "I have it.")][..],
            "Acknowledged.",
            "decide severity and priority",
        ),
        (desk, "assessment", &rating, "Severity and priority saved.", ""),
        (desk, "notes", &[("body", "For us.")], "Note saved.", ""),
        (desk, "questions", &question, "Question sent.", ""),
        (
            publisher,
            "answers",
            &[("body", "All."), ("question", "1")],
            "Answer sent.",
            "the desk gives you an update",
        ),
        (publisher, "messages", &[("body", "One more.")], "Message sent.", "the desk gives you an update"),
        (desk, "closure", &end, "Case closed.", "-"),
        (desk, "reopening", &[("reason", "It is back.")], "Case reopened.", ""),
    ] {
        let place = act(who, verb, fields);
        let page = server.get(&place, who);
        let expected = if next == "-" { format!("{what} ") } else { format!("{what} Next: {next}") };
        let words = said(&page);
        assert_eq!(words.len(), 1, "{verb}: {}", page.body);
        assert!(words[0].starts_with(&expected), "{verb}: {} instead of {expected}", words[0]);
        let (timeline, status) = (page.body.find("id=\"latest\""), page.body.find("id=\"done\""));
        assert!(timeline < status, "it stands below the newest entry");
        assert!(said(&server.get(&here, who)).is_empty(), "{verb}: it is said once");
        let other = if who == desk { publisher } else { desk };
        assert!(said(&server.get(&place, other)).is_empty(), "{verb}: and to nobody else");
        // An address that was made up, or is old, claims nothing.
        let made_up = if verb == "closure" { "reopened" } else { "closed" };
        assert!(said(&server.get(&format!("{here}?done={made_up}"), who)).is_empty(), "{verb}");
        assert!(said(&server.get(&format!("{here}?done=%3Cb%3E"), who)).is_empty(), "{verb}");
    }
    let place = act(desk, "notes", &[("body", "Last.")]);
    server.clock.advance(SignedDuration::from_mins(11));
    assert!(said(&server.get(&place, desk)).is_empty(), "a page that is opened again later says nothing");
}
