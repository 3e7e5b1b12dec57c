//! What a publisher adds while the desk fills in a form.

use jiff::SignedDuration;

use crate::server::Server;

#[test]
fn it_refuses_nothing_and_is_pointed_out_after_the_act() {
    let server = Server::start();
    let here = format!("/cases/{}", server.submit(0, 1, "Tokens are guessed"));
    let pass = || server.clock.advance(SignedDuration::from_secs(5));
    let act = |verb: &str, fields: &[(&str, &str)]| {
        pass();
        let form = server.get(&here, &server.analyst);
        let (seen, basis) = (form.hidden("seen").to_owned(), form.hidden("basis").to_owned());
        pass();
        let fact = [("fact", "exploited"), ("status", "yes"), ("note", verb)];
        assert_eq!(server.post(&format!("{here}/facts"), &server.owner, &fact).status, 303);
        pass();
        let mut fields = fields.to_vec();
        fields.extend([("seen", seen.as_str()), ("basis", basis.as_str())]);
        server.post(&format!("{here}/{verb}"), &server.analyst, &fields)
    };
    let rating = [
        ("severity", "critical"),
        ("severity_reason", "As it looks."),
        ("priority", "p1"),
        ("priority_reason", "As it looks."),
    ];
    let end = [("outcome", "fixed"), ("sentence", "It is fixed.")];
    for (verb, fields) in
        [("acknowledgement", &[("message", "I have it.")][..]), ("assessment", &rating), ("closure", &end)]
    {
        let done = act(verb, fields);
        assert_eq!(done.status, 303, "{verb}: {}", done.body);
        let place =
            done.location.strip_suffix("#arrived").unwrap_or_else(|| panic!("{verb}: {}", done.location));
        let page = server.get(place, &server.analyst);
        let arrived = page.between("id=\"arrived\"", "</section>");
        assert_eq!(arrived.len(), 1, "{verb}");
        assert!(arrived[0].contains(verb), "the fact, in its words: {}", arrived[0]);
        assert_eq!(arrived[0].matches("<li").count(), 1, "and not what the desk did itself: {}", arrived[0]);
        assert_eq!(page.body.matches("data-done").count(), 1, "what was done is said once: {verb}");
        assert!(arrived[0].contains("data-done"), "and where the act leads: {}", arrived[0]);
        let page = server.get(&here, &server.analyst);
        assert!(page.between("id=\"arrived\"", "</section>").is_empty(), "it is said once");
    }
    // Where nothing came in between, the act leads to the newest entry.
    pass();
    let form = server.get(&here, &server.analyst);
    let fields = [("reason", "Again."), ("seen", form.hidden("seen")), ("basis", form.hidden("basis"))];
    pass();
    let done = server.post(&format!("{here}/reopening"), &server.analyst, &fields);
    assert_eq!((done.status, done.location.as_str()), (303, format!("{here}?done=reopened#done").as_str()));
}
