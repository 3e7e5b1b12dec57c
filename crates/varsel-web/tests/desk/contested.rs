//! A contested score: kept or changed by the desk, with a reason.

use crate::server::Server;

const DESKS: &str = "CVSS:3.1/AV:N/AC:H/PR:L/UI:N/S:C/C:H/I:H/A:N";

#[test]
fn the_desk_keeps_it_with_a_reason_or_goes_on_to_change_it() {
    let server = Server::start();
    let here = format!("/cases/{}", server.submit(0, 1, "Tokens are guessed"));
    let send = |who: &str, verb: &str, fields: &[(&str, &str)]| {
        let form = server.get(&here, who);
        let basis = if who == server.analyst { form.hidden("basis").to_owned() } else { String::new() };
        let mut fields = fields.to_vec();
        fields.push(("basis", basis.as_str()));
        server.post(&format!("{here}/{verb}"), who, &fields)
    };
    let (desk, publisher) = (&server.analyst, &server.owner);
    assert_eq!(send(desk, "acknowledgement", &[("message", "I have it.")]).status, 303);
    let needed = ["AV", "AC", "PR", "UI", "S", "C", "I", "A"].map(|metric| format!("reason.3.1.{metric}"));
    let mut score = vec![("vectors", DESKS)];
    score.extend(needed.iter().map(|name| (name.as_str(), "As we see it.")));
    let scored = send(desk, "score", &score);
    assert_eq!(scored.status, 303, "{}", scored.body);
    let page = server.get(&format!("{here}/score"), publisher);
    assert!(page.body.contains("name=\"opinion\""), "{}", page.body);
    let opinion = page.hidden("opinion").to_owned();
    let contest = [("reason", "A trial is free."), ("opinion", opinion.as_str()), ("vectors", "")];
    let contested = send(publisher, "score/contest", &contest);
    assert_eq!(contested.status, 303, "{}", contested.body);

    let page = server.get(&format!("{here}/score"), desk);
    assert!(page.body.contains("The publisher’s") && page.body.contains("Yours"));
    let page = server.get(&format!("{here}/score"), publisher);
    assert!(page.body.contains("Yours") && page.body.contains("The desk’s"));

    // Changing goes on with the answer as typed; nothing is recorded yet.
    let change = send(desk, "score", &[("do", "change"), ("reason", "You have a point.")]);
    assert_eq!(change.status, 200);
    assert!(change.body.contains("You have a point.") && change.body.contains(DESKS), "{}", change.body);
    // Keeping needs a reason.
    let bare = send(desk, "score", &[("do", "keep"), ("reason", " ")]);
    assert_eq!(bare.status, 422);
    assert!(bare.body.contains("Tell the publisher why you keep the score."));
    let kept = send(desk, "score", &[("do", "keep"), ("reason", "A trial needs a card.")]);
    assert_eq!((kept.status, kept.location.as_str()), (303, format!("{here}?done=score_kept#done").as_str()));
    let page = server.get(&format!("{here}/score"), publisher);
    assert!(page.body.contains("A trial needs a card."), "the publisher reads the answer");
}
