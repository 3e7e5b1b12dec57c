use jiff::SignedDuration;
use varsel_store::calendar;

use crate::server::Server;

const FEED: &str = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20200601\r\n\
    RRULE:FREQ=MONTHLY;BYDAY=2WE\r\nSUMMARY:Stocktaking <b>\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

fn days(server: &Server) -> usize {
    let current = server.store().read(calendar::current).wait().unwrap();
    current.map_or(0, |current| current.written.holidays.days.len())
}

const LONG: &str = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:2\r\nDTSTART;VALUE=DATE:20261201\r\n\
    DURATION:P5000000W\r\nSUMMARY:Parental leave\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

#[test]
fn a_day_that_may_be_worked_is_not_selected_and_what_is_too_long_is_named() {
    let server = Server::start();
    let days = "BEGIN:VCALENDAR\r\n\
        BEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20261208\r\nSUMMARY:Closed\r\nEND:VEVENT\r\n\
        BEGIN:VEVENT\r\nUID:3\r\nDTSTART;VALUE=DATE:20261209\r\nSTATUS:TENTATIVE\r\nSUMMARY:Perhaps\r\nEND:VEVENT\r\n\
        BEGIN:VEVENT\r\nUID:4\r\nDTSTART;VALUE=DATE:20261210\r\nDESCRIPTION:Observance\r\nSUMMARY:Day\r\nEND:VEVENT\r\n";
    let text = LONG.replace("BEGIN:VCALENDAR\r\n", days);
    assert_eq!(
        server.post("/desk/calendar/feed", &server.lead, &[("do", "read"), ("text", &text)]).status,
        303
    );
    let body = server.get("/desk/calendar", &server.lead).body;
    for (day, is_selected, why) in [
        ("2026-12-08", true, ""),
        ("2026-12-09", false, "Tentative in the feed"),
        ("2026-12-10", false, "An observance in the feed"),
    ] {
        let row = body.split(&format!("id=\"day-{day}\"")).nth(1).unwrap().split("</label>").next().unwrap();
        assert_eq!(row.contains(" checked"), is_selected, "{day}");
        assert!(row.contains(why), "{day}: {row}");
    }
    let named = body.split("longer than").nth(1).unwrap_or(&body);
    assert!(body.contains("One event is longer than 62 days and was left out: Parental leave."), "{named}");
}

#[test]
fn what_is_wrong_is_said_at_its_field() {
    let server = Server::start();
    let fields = [
        ("do", "save"),
        ("version", "1"),
        ("zone", "Stockholm"),
        ("mon", "nine to five"),
        ("tue", "09:00-17:00"),
        ("exceptions", "tomorrow"),
        ("reason", "So it is."),
    ];
    let page = server.post("/desk/calendar", &server.lead, &fields);
    assert_eq!(page.status, 422);
    for id in ["mon", "exceptions"] {
        let field = page.body.split(&format!("<label for=\"{id}\">")).nth(1).unwrap();
        let message = field.split(&format!("id=\"{id}-e\"")).nth(1).unwrap();
        assert!(message.split("</div>").next().unwrap().contains("aria-invalid=\"true\""), "{id}");
    }
    let mut right = fields;
    (right[3].1, right[5].1) = ("09:00-17:00", "");
    assert!(server.post("/desk/calendar", &server.lead, &right).body.contains("id=\"zone-e\""));
    (right[2].1, right[6].1) = ("Europe/Stockholm", "");
    assert!(server.post("/desk/calendar", &server.lead, &right).body.contains("id=\"reason-e\""));
    let rules = [("do", "save"), ("version", "0"), ("percent", "many"), ("customers", "10"), ("reason", "")];
    let page = server.post("/desk/rules", &server.lead, &rules);
    for id in ["percent", "reason"] {
        assert!(page.body.contains(&format!("id=\"{id}-e\"")), "{id}");
    }
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
    let seen = page.hidden("read").to_owned();
    let take = |chosen: &[&str], seen: &str, version: &str, reason: &str| {
        let mut fields = vec![("do", "take"), ("version", version), ("read", seen), ("reason", reason)];
        fields.extend(chosen.iter().map(|day| ("day", *day)));
        server.post("/desk/calendar/feed", &server.lead, &fields)
    };
    let older = take(&chosen, "2026-11-01T00:00:00Z", &version, "Checked");
    assert_eq!((older.status, days(&server)), (409, 0), "the feed says something else by now");
    let page = take(&chosen, &seen, &version, " ");
    assert_eq!((page.status, days(&server)), (422, 0));
    assert!(page.body.contains("href=\"#feed-reason\""));
    assert_eq!(take(&chosen, &seen, &version, "Checked").location, "/desk/calendar#history");
    assert_eq!(days(&server), 2, "what was left out is left out");
    assert!(server.get("/desk/calendar", &server.lead).body.contains("2 days off added"));
    assert_eq!(take(&chosen, &seen, &version, "Again").status, 409, "the calendar is another one by now");
    let page = server.get("/desk/calendar", &server.lead);
    assert!(!page.body.contains("checked"), "what was left out is not asked about again");
    let none = server.get("/desk/calendar", &server.lead);
    let left = take(&[], none.hidden("read"), none.hidden("version"), "None of it");
    assert_eq!((left.location.as_str(), days(&server)), ("/desk/calendar#feed", 2), "and can stay left out");
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
        ("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "has no whole day"),
        (LONG, "only events longer than 62 days, such as “Parental leave”"),
    ] {
        let page = read(text);
        assert_eq!(page.status, 422, "{said}");
        assert!(page.body.contains(said) && page.body.contains("href=\"#feed-text\""), "{said}");
        assert!(
            page.body.contains("id=\"feed-text-e\"") && page.body.contains("feed-text-h feed-text-e"),
            "{said}"
        );
        assert_eq!(server.store().read(calendar::feed).wait().unwrap(), before, "{said}");
    }
    assert!(read("<html>Sign in</html>").body.contains("&#60;html&#62;Sign in"));
}

#[test]
fn of_two_who_change_the_calendar_the_second_undoes_nothing() {
    let server = Server::start();
    let send = |what: &str, monday: &str, version: &str, exceptions: &str| {
        let fields = [
            ("do", what),
            ("version", version),
            ("zone", "Europe/Stockholm"),
            ("mon", monday),
            ("tue", "09:00-17:00"),
            ("exceptions", exceptions),
            ("reason", "So it is."),
        ];
        server.post("/desk/calendar", &server.lead, &fields)
    };
    let form = |monday: &str, version: &str, exceptions: &str| send("save", monday, version, exceptions);
    assert_eq!(form("10:00-16:00", "1", "2026-12-23 - Stocktaking").status, 303);
    let second = form("09:00-17:00", "1", "");
    assert_eq!(second.status, 409);
    assert!(second.body.contains("value=\"1\"") && !second.body.contains("value=\"save\""));
    assert_eq!(form("09:00-17:00", second.hidden("version"), "").status, 409, "however often it is pressed");
    let current = server.store().read(calendar::current).wait().unwrap().unwrap();
    assert_eq!((current.version, current.written.exceptions.len()), (2, 1));
    // Once they have seen in what theirs differs from the one in force, it is theirs to say.
    let looked = send("try", "09:00-17:00", second.hidden("version"), "");
    assert!(looked.body.contains("id=\"trial\"") && looked.body.contains("value=\"save\""));
    assert_eq!(form("09:00-17:00", looked.hidden("version"), "").status, 303);
}

/// Creates a token and returns the path of each address that its page shows.
fn subscribe(server: &Server, who: &str, scope: &str) -> Vec<String> {
    let fields = [("token_name", "Calendar"), ("scopes", scope), ("days", "30")];
    let page = server.post("/profile/tokens", who, &fields);
    assert_eq!(page.status, 200);
    page.between("<p class=\"vector\">", "</p>")
        .iter()
        .map(|text| text.replace("http://127.0.0.1", ""))
        .collect()
}

#[test]
fn due_dates_are_subscribed_to_by_an_address_that_tells_no_titles() {
    let server = Server::start();
    let number = server.submit(0, 1, "Keys of customers in a log");
    let (desk, owner) = (
        subscribe(&server, &server.analyst, "calendar:read"),
        subscribe(&server, &server.owner, "calendar:read"),
    );
    assert_eq!((desk.len(), owner.len()), (2, 1));
    let events = |path: &str| {
        let page = server.get(path, "");
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.body.contains("Keys of customers"), "no title leaves");
        page.body.matches(&format!("UID:{number}-")).count()
    };
    assert_eq!(events(&desk[0]), 0, "nobody owns it");
    let all = server.get(&desk[1], "").body;
    assert!(all.starts_with("BEGIN:VCALENDAR\r\n") && all.contains(&format!("SUMMARY:{number}: ")));
    assert!(all.contains(&format!("UID:{number}-promise-1@127.0.0.1")));
    let again = |path: &str, held: &str| server.get_with(path, "if-none-match", held);
    let held = server.get(&desk[1], "").etag;
    server.clock.advance(SignedDuration::from_mins(30));
    assert_eq!(again(&desk[1], &held), 304, "it is not sent again while nothing changes");
    assert_eq!(again(&desk[1], &format!("\"other\", W/{held}")), 304);
    assert_eq!(again(&desk[0], &held), 200);
    assert!(events(&desk[1]) > 1 && events(&owner[0]) == 1, "the desk's own targets are its own");
    let stranger = subscribe(&server, &server.stranger, "calendar:read");
    assert_eq!(events(&stranger[0]), 0);
    assert_eq!(server.get(&owner[0].replace("mine", "desk"), "").status, 404);
    let secret = subscribe(&server, &server.analyst, "cases:read").remove(0);
    assert_eq!(server.get(&format!("/calendar/{secret}/mine.ics"), "").status, 404, "it is not for that");
    assert_eq!(server.get("/calendar/varsel_0/mine.ics", "").status, 404);
    let both = [("token_name", "x"), ("scopes", "calendar:read"), ("scopes", "cases:write"), ("days", "30")];
    assert_eq!(server.post("/profile/tokens", &server.owner, &both).status, 422, "it opens nothing else");
    assert!(!server.get("/profile", &server.administrator).body.contains("id=\"due-dates\""));
    let profile = server.get("/profile", &server.owner);
    let removal = profile.between("action=\"/profile/tokens/", "\"")[0].to_owned();
    server.post(&format!("/profile/tokens/{removal}"), &server.owner, &[]);
    assert_eq!(server.get(&owner[0], "").status, 404, "it was revoked");
}
