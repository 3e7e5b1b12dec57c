use std::collections::BTreeSet;

use varsel_core::case::Command;

use crate::server::Server;

#[test]
fn every_open_case_stands_on_exactly_one_page() {
    let server = Server::start();
    let told: BTreeSet<String> =
        (0..120).map(|case| server.submit(case % 2, case, &format!("Event {case}"))).collect();
    for view in ["/desk", "/desk?view=all", "/desk?view=all&sort=changed", "/desk?view=unowned"] {
        let mut seen = Vec::new();
        let mut next = Some(view.to_owned());
        let mut pages = 0;
        while let Some(path) = next {
            let page = server.get(&path, &server.analyst);
            assert_eq!(page.status, 200);
            assert!(page.body.contains("120 open"), "{path}");
            seen.extend(page.rows().into_iter().map(str::to_owned));
            let later =
                page.body.split(" rel=\"next\"").next().filter(|_| page.body.contains(" rel=\"next\""));
            next =
                later.map(|before| before.rsplit("href=\"").next().unwrap().trim_end_matches('"').to_owned());
            next = next.map(|path| path.replace("&#38;", "&"));
            pages += 1;
        }
        assert_eq!((pages, seen.len()), (3, 120), "{view}");
        assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), told, "{view}");
    }
    let page = server.get("/desk?publisher=publisher-1", &server.analyst);
    assert_eq!(page.rows().len(), 50);
    assert!(page.between("data-label=\"from\">", "<").iter().all(|name| *name == "Publisher 1"));
    let page = server.get("/desk?severity=awful&publisher=Nobody", &server.analyst);
    assert!(page.body.contains("severity=awful") && page.body.contains("publisher=Nobody"));
    assert_eq!(page.rows().len(), 50, "what is not understood is left out");
}

#[test]
fn the_queue_is_the_desks() {
    let server = Server::start();
    server.submit(0, 1, "Event");
    for path in ["/desk", "/desk/fragment", "/desk/fragment?part=counts", "/events"] {
        assert_eq!(server.get(path, "").status, 401, "{path}");
        assert_eq!(server.get(path, &server.owner).status, 403, "{path}");
        assert_eq!(server.get(path, &server.administrator).status, 403, "{path}");
    }
    assert_eq!(
        server.post("/desk/assignment", &server.owner, &[("case", "x"), ("owner", "nobody")]).status,
        403
    );
}

#[test]
fn each_chosen_case_has_its_own_outcome() {
    let server = Server::start();
    let (one, two) = (server.submit(0, 1, "One"), server.submit(1, 2, "Two"));
    let me = server.analyst_actor.person.to_string();
    let page = server.post("/desk/assignment", &server.analyst, &[("owner", &me)]);
    assert_eq!(page.status, 422);
    assert!(page.body.contains("Select the cases") && page.rows().len() == 2);
    let page = server.post("/desk/assignment", &server.analyst, &[("case", &one), ("owner", "somebody")]);
    assert_eq!(page.status, 422);

    let page = server.post(
        "/desk/assignment",
        &server.analyst,
        &[("case", &one), ("owner", &me), ("query", "view=unowned")],
    );
    assert_eq!((page.status, page.location.as_str()), (303, "/desk?view=unowned&assigned=1"));
    assert_eq!(server.get("/desk?view=mine", &server.analyst).rows(), [one.as_str()]);

    let fields = [("case", one.as_str()), ("case", &two), ("case", "SE-0000-0000"), ("owner", &me)];
    let page = server.post("/desk/assignment", &server.analyst, &fields);
    assert_eq!(page.status, 409);
    for sentence in ["Already in that state", "Assigned", "Case not found", "2 cases were assigned"] {
        assert!(page.body.contains(sentence), "{sentence}");
    }
    assert_eq!(server.get("/desk?view=mine", &server.analyst).rows().len(), 2);
}

#[test]
fn a_view_is_saved_for_one_person_and_taken_away() {
    let server = Server::start();
    let save = |name: &str| {
        server.post(
            "/desk/views",
            &server.analyst,
            &[("name", name), ("query", "severity=high&after=1.x&junk=1")],
        )
    };
    assert_eq!(save(" ").status, 422);
    assert_eq!(save(&"long ".repeat(20)).status, 422);
    let saved = save("<b>Hot</b>");
    assert_eq!((saved.status, saved.location.as_str()), (303, "/desk?severity=high"));
    let again = save("<b>Hot</b>");
    assert_eq!(again.status, 409);
    assert!(again.body.contains("value=\"&#60;b&#62;Hot&#60;/b&#62;\""), "what was typed is kept");
    let page = server.get("/desk", &server.analyst);
    assert!(page.body.contains("&#60;b&#62;Hot") && !page.body.contains("<b>Hot"));
    let removal = format!("/desk/views/{}/removal", page.between("action=\"/desk/views/", "/removal\"")[0]);
    assert_eq!(server.post(&removal, &server.analyst, &[]).status, 303);
    assert_eq!(server.post(&removal, &server.analyst, &[]).status, 404);
    assert!(!server.get("/desk", &server.analyst).body.contains("Hot"));
}

#[test]
fn the_heading_counts_what_is_now() {
    let server = Server::start();
    assert!(server.get("/desk", &server.analyst).body.contains("0 open"));
    let number = server.submit(0, 1, "Event");
    assert!(server.get("/desk", &server.analyst).body.contains("1 open · 1 needs an owner"));
    let (ctx, actor) = (server.surroundings.context(), server.analyst_actor);
    let command = Command::Assign { owner: Some(actor.person) };
    let number = number.parse().unwrap();
    let done =
        server.store().write(move |tx| varsel_app::cases::act(tx, &ctx, &actor, number, command, None));
    done.wait().unwrap();
    let counts = server.get("/desk/fragment?part=counts", &server.analyst);
    assert!(counts.body.contains("1 open") && !counts.body.contains("owner"), "{}", counts.body);
}

#[test]
fn the_report_of_promises_names_what_it_was_asked_for_and_does_not_know() {
    let server = Server::start();
    let page = server
        .get("/desk/promises?colour=red&severity=worst&severity=high&publisher=nobody", &server.analyst);
    assert_eq!(page.status, 200);
    let named = page.between("<code dir=\"auto\">", "</code>");
    assert_eq!(named, ["colour=red", "publisher=nobody"], "of two severities the last one counts");
}
