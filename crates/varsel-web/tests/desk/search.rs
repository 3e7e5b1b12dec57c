use crate::server::Server;

#[test]
fn a_number_goes_to_its_case_for_who_may_see_it() {
    let server = Server::start();
    let number = server.submit(0, 1, "Flaw in the parser");
    let typed = number.to_lowercase().replace('-', "");
    for session in [&server.analyst, &server.owner] {
        let page = server.get(&format!("/search?q={typed}"), session);
        assert_eq!((page.status, page.location), (303, format!("/cases/{number}")));
    }
    let page = server.get(&format!("/search?q={number}"), &server.stranger);
    assert_eq!(page.status, 200);
    assert!(page.body.contains("No case you can see") && !page.body.contains("Flaw in the parser"));
    let wrong = if number.ends_with('7') { "8" } else { "7" };
    let mistyped = format!("{}{wrong}", &number[..number.len() - 1]);
    let page = server.get(&format!("/search?q={mistyped}"), &server.analyst);
    assert!(page.status == 200 && page.body.contains("one character mistyped"));
    assert_eq!(server.get("/search?q=x", &server.administrator).status, 403);
}

#[test]
fn words_are_found_marked_and_escaped_within_what_the_reader_may_see() {
    let server = Server::start();
    server.submit(0, 1, "Quokka <script>alert(1)</script> in the parser");
    server.submit(1, 2, "Quokka of somebody else");
    let page = server.get("/search?q=quokka", &server.analyst);
    assert!(page.body.contains("2 cases") && page.body.contains("<mark>Quokka</mark>"));
    assert!(!page.body.contains("<script>alert"), "what a publisher typed is text");
    let page = server.get("/search?q=quokka", &server.stranger);
    assert!(
        page.body.contains("1 case") && page.body.contains("somebody else") && !page.body.contains("parser")
    );
    let page = server.get("/search?q=%3Cb%3Enothing", &server.analyst);
    assert!(page.body.contains("Nothing matches") && !page.body.contains("<b>nothing"));
    assert_eq!(server.get("/search?q=%22%27%2A%28", &server.analyst).status, 200, "signs are no syntax");
}

#[test]
fn results_come_in_pages() {
    let server = Server::start();
    for case in 0..25 {
        server.submit(0, case, &format!("Wombat {case}"));
    }
    let page = server.get("/search?q=wombat", &server.analyst);
    assert_eq!(page.between("<li data-row id=\"", "\"").len(), 20);
    let older = page.between("href=\"/search?q=wombat", "\"")[0].replace("&#38;", "&");
    let page = server.get(&format!("/search?q=wombat{older}"), &server.analyst);
    assert_eq!(page.between("<li data-row id=\"", "\"").len(), 5);
}

#[test]
fn the_next_page_does_not_say_how_many_cases_others_have() {
    let next = |others: usize| {
        let server = Server::start();
        let submit_others = || {
            for case in 0..others {
                server.submit(1, case, &format!("Wombat of somebody else {case}"));
            }
        };
        submit_others();
        let mine: Vec<String> =
            (0..25).map(|case| server.submit(0, case, &format!("Wombat {case}"))).collect();
        submit_others();
        let page = server.get("/search?q=wombat", &server.owner);
        let older = page.between("href=\"/search?q=wombat", "\"")[0].replace("&#38;", "&");
        assert_eq!(older, format!("&before={}", mine[5]), "the page is named by the reader's own case");
        let second = server.get(&format!("/search?q=wombat{older}"), &server.owner);
        assert_eq!(second.between("<li data-row id=\"", "\"").len(), 5);
        // Another publisher's number tells nothing: it begins with the first page, as one that does not exist.
        let of_stranger = server.get(&format!("/search?q=wombat{older}"), &server.stranger);
        let unknown = server.get("/search?q=wombat&before=SE-0000-0000", &server.stranger);
        assert_eq!(
            of_stranger.between("<li data-row id=\"", "\""),
            unknown.between("<li data-row id=\"", "\"")
        );
        (page.between("<li data-row id=\"", "\"").len(), second.between("<li data-row id=\"", "\"").len())
    };
    assert_eq!(next(0), next(7));
}
