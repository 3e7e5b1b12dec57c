use varsel_store::calendar;

use crate::server::Server;

const FEED: &str = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20200601\r\n\
    RRULE:FREQ=MONTHLY;BYDAY=2WE\r\nSUMMARY:Stocktaking <b>\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

fn days(server: &Server) -> usize {
    let current = server.store().read(calendar::current).wait().unwrap();
    current.map_or(0, |current| current.written.holidays.days.len())
}

#[test]
fn days_off_of_a_feed_hold_once_somebody_has_taken_them_over() {
    let server = Server::start();
    let read =
        |who: &_, text: &str| server.post("/desk/calendar/feed", who, &[("do", "read"), ("text", text)]);
    assert_eq!(read(&server.analyst, FEED).status, 403);
    let page = read(&server.lead, FEED);
    assert_eq!((page.status, page.location.as_str()), (303, "/desk/calendar#feed"));
    assert_eq!(days(&server), 0, "nothing holds yet");
    let page = server.get("/desk/calendar", &server.lead);
    assert!(page.body.contains("Stocktaking &#60;b&#62;"));
    let chosen: Vec<&str> =
        page.body.split("name=\"day\" value=\"").skip(1).map(|rest| &rest[..10]).take(2).collect();
    let version = page.hidden("version").to_owned();
    let take = |version: &str, reason: &str| {
        let mut fields = vec![("do", "take"), ("version", version), ("reason", reason)];
        fields.extend(chosen.iter().map(|day| ("day", *day)));
        server.post("/desk/calendar/feed", &server.lead, &fields)
    };
    let page = take(&version, " ");
    assert_eq!((page.status, days(&server)), (422, 0));
    assert!(page.body.contains("href=\"#feed-reason\""));
    assert_eq!(take(&version, "Checked").location, "/desk/calendar#history");
    assert_eq!(days(&server), 2, "what was left out is left out");
    assert_eq!(take(&version, "Again").status, 409, "the calendar is another one by now");
    let page = server.get("/desk/calendar", &server.lead);
    assert!(!page.body.contains("checked"), "what was left out is not asked about again");
}

#[test]
fn a_feed_that_cannot_be_read_changes_nothing_and_comes_back() {
    let server = Server::start();
    let read =
        |text: &str| server.post("/desk/calendar/feed", &server.lead, &[("do", "read"), ("text", text)]);
    read(FEED);
    let before = server.store().read(calendar::feed).wait().unwrap();
    let nested = "BEGIN:VEVENT\r\n".repeat(2_000);
    for (text, said) in [
        ("<html>Sign in</html>", "BEGIN:VCALENDAR"),
        (nested.as_str(), "more than 4 deep"),
        ("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "names no whole day"),
    ] {
        let page = read(text);
        assert_eq!(page.status, 422, "{said}");
        assert!(page.body.contains(said) && page.body.contains("href=\"#feed-text\""), "{said}");
        assert_eq!(server.store().read(calendar::feed).wait().unwrap(), before, "{said}");
    }
    assert!(read("<html>Sign in</html>").body.contains("&#60;html&#62;Sign in"));
}
