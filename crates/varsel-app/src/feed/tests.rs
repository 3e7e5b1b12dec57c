//! What a feed says, what is left out of it, and what refuses it.

use jiff::civil::{Date, date};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use varsel_core::clock::{FeedDoubt, FeedEncoding, FeedProblem};

use super::read::{LONGEST, MOST, RULES, read};

const TODAY: Date = date(2026, 11, 27);

fn feed(events: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//EN\r\n{events}END:VCALENDAR\r\n")
}

fn event(lines: &str) -> String {
    format!("BEGIN:VEVENT\r\nUID:1@example\r\n{lines}\r\nEND:VEVENT\r\n")
}

fn days(events: &str) -> Result<Vec<String>, FeedProblem> {
    let days = read(feed(events).as_bytes(), TODAY, None)?;
    Ok(days.days.iter().map(|(day, name)| format!("{day} {name}")).collect())
}

#[test]
fn whole_days_are_read_with_their_names() {
    for (what, lines, expected) in [
        (
            "a day",
            "DTSTART;VALUE=DATE:20261224\r\nSUMMARY:Jul\\, och\r\n  snö",
            vec!["2026-12-24 Jul, och snö"],
        ),
        (
            "its end is the day after",
            "DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261227\r\nSUMMARY:x",
            vec!["2026-12-24 x", "2026-12-25 x", "2026-12-26 x"],
        ),
        (
            "a duration",
            "DTSTART;VALUE=DATE:20261224\r\nDURATION:P2D\r\nSUMMARY:x",
            vec!["2026-12-24 x", "2026-12-25 x"],
        ),
        ("without a name", "DTSTART;VALUE=DATE:20261224", vec!["2026-12-24 –"]),
        (
            "begun before today",
            "DTSTART;VALUE=DATE:20261125\r\nDTEND;VALUE=DATE:20261129\r\nSUMMARY:x",
            vec!["2026-11-27 x", "2026-11-28 x"],
        ),
        (
            "every year, to the end of the second year after this one",
            "DTSTART;VALUE=DATE:20200606\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Flag",
            vec!["2027-06-06 Flag", "2028-06-06 Flag"],
        ),
        (
            "a weekday of a month",
            "DTSTART;VALUE=DATE:20201126\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH\r\nSUMMARY:Thanksgiving",
            vec!["2027-11-25 Thanksgiving", "2028-11-23 Thanksgiving"],
        ),
        (
            "until a day, but for one",
            "DTSTART;VALUE=DATE:20261201\r\nRRULE:FREQ=DAILY;UNTIL=20261203\r\nEXDATE;VALUE=DATE:20261202\r\nSUMMARY:x",
            vec!["2026-12-01 x", "2026-12-03 x"],
        ),
        (
            "days that are listed",
            "DTSTART;VALUE=DATE:20261201\r\nRDATE;VALUE=DATE:20261210,20261211\r\nSUMMARY:x",
            vec!["2026-12-01 x", "2026-12-10 x", "2026-12-11 x"],
        ),
        ("a leap day", "DTSTART;VALUE=DATE:20240229\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:x", vec!["2028-02-29 x"]),
    ] {
        assert_eq!(days(&event(lines)).unwrap(), expected, "{what}");
    }
}

#[test]
fn what_is_no_whole_day_or_is_called_off_is_left_out() {
    let day = event("DTSTART;VALUE=DATE:20261224\r\nSUMMARY:x");
    for other in [
        event("DTSTART:20261222T090000Z\r\nSUMMARY:A meeting"),
        event("DTSTART:20261222T090000Z\r\nRRULE:FREQ=SECONDLY\r\nSUMMARY:Many meetings"),
        event("DTSTART;VALUE=DATE:20261222\r\nSTATUS:CANCELLED\r\nSUMMARY:Off"),
        event("DTSTART;VALUE=DATE:20221222\r\nSUMMARY:Long ago"),
        event("DTSTART;VALUE=DATE:20991222\r\nSUMMARY:Far ahead"),
        event("DTSTART;VALUE=DATE:20230101\r\nDTEND;VALUE=DATE:20230401\r\nSUMMARY:Long, and over"),
        event("DTSTART:20261222T090000Z\r\nBEGIN:VALARM\r\nTRIGGER:-P1D\r\nEND:VALARM"),
        "BEGIN:VTODO\r\nDTSTART;VALUE=DATE:20261222\r\nEND:VTODO\r\n".to_owned(),
    ] {
        assert_eq!(days(&format!("{other}{day}")).unwrap(), ["2026-12-24 x"], "{other}");
        assert!(matches!(days(&other), Err(FeedProblem::NoDays)), "{other}");
    }
    let moved = event("DTSTART;VALUE=DATE:20260606\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Day")
        + &event("RECURRENCE-ID;VALUE=DATE:20270606\r\nDTSTART;VALUE=DATE:20270607\r\nSUMMARY:Day");
    assert_eq!(days(&moved).unwrap(), ["2027-06-07 Day", "2028-06-06 Day"]);
}

#[test]
fn what_cannot_be_followed_is_refused_with_the_reason() {
    let yearly = event("DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:x");
    let rule = |rule: &str| feed(&event(&format!("DTSTART;VALUE=DATE:20261201\r\n{rule}\r\nSUMMARY:Day")));
    let nested = |depth| feed(&("BEGIN:VEVENT\r\n".repeat(depth) + &"END:VEVENT\r\n".repeat(depth)));
    let folded = feed(&("BEG\r\n IN:VEVENT\r\n".repeat(10) + &"END:VEVENT\r\n".repeat(10)));
    let fault = |text: &str| read(text.as_bytes(), TODAY, None).unwrap_err();
    assert!(matches!(fault(&"x".repeat(LONGEST + 1)), FeedProblem::TooLong { .. }));
    assert!(matches!(read(&[0xff, 0xfe], TODAY, None), Err(FeedProblem::NoCalendar)));
    for text in ["", "<html><body>Sign in</body></html>", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"] {
        let fault = fault(text);
        assert!(matches!(fault, FeedProblem::NoCalendar | FeedProblem::NoDays), "{text}: {fault}");
    }
    assert!(matches!(fault(&nested(10)), FeedProblem::TooDeep { .. }));
    assert!(matches!(fault(&nested(30_000)), FeedProblem::TooDeep { .. }), "deeper than any stack");
    assert!(matches!(fault(&folded), FeedProblem::TooDeep { .. }));
    // What fools readers that take an end for a beginning, or that recurse.
    for text in ["BEGIN:A\nEND:ABEGIN:A\n", "BEGIN:A\r\nP;x=\r\nEND:A\r\n", "BEGIN:A\r\nP;x=\"\r\n"] {
        assert!(read(feed(&text.repeat(20_000)).as_bytes(), TODAY, None).is_err(), "{text}");
    }
    for text in [
        "A:\n".repeat(300_000),
        format!("BEGIN:VCALENDAR\r\n{}\u{1}\r\nEND:VCALENDAR\r\n", "A".repeat(100_000)),
        feed("BEGIN:VEVENT\r\n"),
    ] {
        let fault = fault(&text);
        assert!(matches!(fault, FeedProblem::NoCalendar | FeedProblem::NoDays), "{fault}");
    }
    assert!(matches!(fault(&feed(&yearly.repeat(RULES + 1))), FeedProblem::TooMany { .. }));
    for text in [
        "RRULE:FREQ=SECONDLY",
        "RRULE:FREQ=HOURLY;INTERVAL=24",
        "RRULE:rubbish",
        "RRULE:FREQ=DAILY;INTERVAL=0",
        "RRULE:FREQ=DAILY;COUNT=1\nRRULE:FREQ=SECONDLY",
        "RRULE:FREQ=DAILY\r\nRRULE:FREQ=WEEKLY",
        "RRULE:FREQ=YEARLY;BYEASTER=0",
        "RRULE:FREQ=YEARLY;UNTIL=soon",
        "DTEND:20270101T000000Z",
        "RRULE:FREQ=DAILY;COUNT=5000\r\nDTSTART;VALUE=DATE:16040101",
        "DURATION:PT8H30",
        "DTSTART;VALUE=DATE:20270229",
        "DTSTART;VALUE=DATE:2027-02-28",
        "RRULE:FREQ=YEARLY\r\nDTEND;VALUE=DATE:20251231",
        "RRULE:FREQ=YEARLY\r\nDTEND:20260101T235900",
        "RRULE:FREQ=SECONDLY;UNTIL=20261128",
        "RDATE;VALUE=DATE:20261201,someday\r\nDTEND:soon",
    ] {
        assert!(matches!(fault(&rule(text)), FeedProblem::Event { event, .. } if event == "Day"), "{text}");
    }
    assert!(matches!(
        fault(&rule("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\nEXDATE:20261201")),
        FeedProblem::NoDays
    ));
    let daily = event("DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=DAILY\r\nSUMMARY:x");
    assert_eq!(days(&daily).unwrap().len(), 35 + 365 + 366, "as often as that is, it is days");
}

/// Reads a file as a program wrote it, and says each day with its doubt.
fn said(bytes: &[u8]) -> Result<Vec<String>, FeedProblem> {
    let found = read(bytes, TODAY, None)?;
    let doubt = |day| found.doubtful.get(day).map_or(String::new(), |doubt| format!(" ({doubt})"));
    Ok(found.days.iter().map(|(day, name)| format!("{day} {name}{}", doubt(day))).collect())
}

#[test]
fn what_programs_really_write_is_read() {
    const ANCHOR: &str = "2027-01-04 Anchor";
    let day_of_founders =
        ["2026-12-24 Founders day", ANCHOR, "2027-12-24 Founders day", "2028-12-24 Founders day"];
    let midnight_rule =
        ["2026-12-24 Midnight rule", ANCHOR, "2027-12-24 Midnight rule", "2028-12-24 Midnight rule"];
    for (what, bytes, expected) in [
        (
            "whole days of Outlook, from midnight to midnight",
            &include_bytes!("files/outlook-midnight.ics")[..],
            &["2026-12-24 Closed before Christmas", ANCHOR][..],
        ),
        ("every year from 1604", include_bytes!("files/interval-of-1604.ics"), &day_of_founders),
        ("one that cannot be read, and is over", include_bytes!("files/unreadable-and-over.ics"), &[ANCHOR]),
        (
            "one that may be no day off",
            include_bytes!("files/tentative-observance.ics"),
            &["2026-12-09 Perhaps (tentative)", ANCHOR],
        ),
        ("a time of day in a rule of days", include_bytes!("files/byhour.ics"), &midnight_rule),
        (
            "a line folded inside a character",
            include_bytes!("files/folded-in-a-character.ics"),
            &["2026-12-24 Dan före julafton"],
        ),
    ] {
        assert_eq!(said(bytes).unwrap(), expected, "{what}");
    }
}

#[test]
fn another_encoding_is_named() {
    let encoding = |bytes: &[u8]| match read(bytes, TODAY, None) {
        Err(FeedProblem::Encoding { encoding }) => Some(encoding),
        _ => None,
    };
    assert_eq!(encoding(include_bytes!("files/latin1.ics")), Some(FeedEncoding::Latin1));
    let text = feed(&event("DTSTART;VALUE=DATE:20261224\r\nSUMMARY:Dan före julafton"));
    let units: Vec<u16> = text.encode_utf16().collect();
    let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
    let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
    for bytes in [
        &little,
        &big,
        &[&[0xFF, 0xFE], little.as_slice()].concat(),
        &[&[0xFE, 0xFF], big.as_slice()].concat(),
    ] {
        assert_eq!(encoding(bytes), Some(FeedEncoding::Utf16));
    }
    for bytes in [&b"<html>\xe5</html>"[..], b"\xff\xfe\0\0", b"\0\0\0\0", &[0x80; 100]] {
        assert_eq!(read(bytes, TODAY, None), Err(FeedProblem::NoCalendar));
    }
}

#[test]
fn lines_end_as_any_program_ends_them() {
    let text = feed(&event("DTSTART;VALUE=DATE:20261224\r\nSUMMARY:Jul\r\n\taf\r\n ton"));
    for end in ["\r\n", "\n", "\r"] {
        assert_eq!(said(text.replace("\r\n", end).as_bytes()).unwrap(), ["2026-12-24 Julafton"], "{end:?}");
    }
}

#[test]
fn what_is_unreadable_refuses_a_feed_only_where_it_may_matter() {
    let anchor = event("DTSTART;VALUE=DATE:20261224\r\nSUMMARY:x");
    for lines in [
        "DTSTART;VALUE=DATE:20110229",
        "DTSTART;VALUE=DATE:20111209\r\nDTEND:20111209T235900",
        "DTSTART;VALUE=DATE:20111209\r\nDURATION:a while",
        "DTSTART;VALUE=DATE:20111209\r\nRRULE:FREQ=SECONDLY;UNTIL=20111212T000000Z",
        "DTSTART;VALUE=DATE:20111209\r\nRDATE;VALUE=DATE:20120101\r\nDTEND:soon",
        "DTSTART;VALUE=DATE:20301209\r\nRRULE:rubbish",
        "DTSTART;VALUE=DATE:20300229",
        "DTSTART;VALUE=DATE:20301209\r\nDTEND:soon",
    ] {
        assert_eq!(days(&format!("{}{anchor}", event(lines))).unwrap(), ["2026-12-24 x"], "{lines}");
    }
    for lines in [
        "DTSTART;VALUE=DATE:20111209\r\nRRULE:FREQ=SECONDLY",
        "DTSTART;VALUE=DATE:20111209\r\nRRULE:FREQ=SECONDLY;UNTIL=later",
        "DTSTART;VALUE=DATE:20261124\r\nDTEND:soon",
        "DTSTART;VALUE=DATE:20261209\r\nDTEND:soon",
        "DTSTART;VALUE=DATE:20301209\r\nRDATE;VALUE=DATE:20261209\r\nRRULE:rubbish",
        "DTSTART;VALUE=DATE:20111209\r\nRDATE;VALUE=DATE:20261209\r\nDTEND:soon",
    ] {
        let said = days(&format!("{}{anchor}", event(lines)));
        assert!(matches!(said, Err(FeedProblem::Event { .. })), "{lines}: {said:?}");
    }
}

#[test]
fn whole_days_from_midnight_are_those_of_their_own_zone() {
    for (what, lines, expected) in [
        (
            "in floating time, by its length",
            "DTSTART:20261224T000000\r\nDURATION:P2D\r\nSUMMARY:x",
            &["2026-12-24 x", "2026-12-25 x"][..],
        ),
        (
            "in hours",
            "DTSTART;TZID=Europe/Stockholm:20261224T000000\r\nDURATION:PT24H\r\nSUMMARY:x",
            &["2026-12-24 x"],
        ),
        (
            "that Outlook calls whole, without an end",
            "DTSTART:20261224T000000\r\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE\r\nSUMMARY:x",
            &["2026-12-24 x"],
        ),
        (
            "every day but one, until the last midnight in UTC",
            "DTSTART;TZID=Europe/Stockholm:20261222T000000\r\nDTEND;TZID=Europe/Stockholm:20261223T000000\r\n\
             RRULE:FREQ=DAILY;UNTIL=20261223T230000Z;BYHOUR=0\r\nEXDATE:20261222T230000Z\r\nSUMMARY:x",
            &["2026-12-22 x", "2026-12-24 x"],
        ),
    ] {
        assert_eq!(days(&event(lines)).unwrap(), expected, "{what}");
    }
    for lines in [
        "DTSTART:20261224T000000\r\nDTEND:20261224T120000",
        "DTSTART:20261224T000000\r\nDTEND:20261224T000000",
        "DTSTART:20261224T000000Z\r\nDTEND:20261225T000000Z",
        "DTSTART:20261224T000000\r\nDURATION:PT8H",
        "DTSTART:20261224T000000",
    ] {
        assert_eq!(days(&event(lines)), Err(FeedProblem::NoDays), "{lines}");
    }
}

#[test]
fn what_does_not_say_when_it_is_is_named() {
    let without = [event("SUMMARY:Founders’ day"), event("DTSTART:\r\nSUMMARY:Empty")].concat();
    let dated = event("DTSTART;VALUE=DATE:20261224\r\nSUMMARY:x");
    let found = read(feed(&format!("{without}{dated}")).as_bytes(), TODAY, None).unwrap();
    assert_eq!((found.days.len(), found.undated), (1, vec!["Founders’ day".to_owned(), "Empty".to_owned()]));
    let problem = FeedProblem::Event { event: "Founders’ day".to_owned(), what: "DTSTART".to_owned() };
    assert_eq!(days(&without), Err(problem), "where it is all there is");
    // One that was called off needs no time.
    assert_eq!(
        days(&format!("{dated}{}", event("STATUS:CANCELLED\r\nSUMMARY:Off"))).unwrap(),
        ["2026-12-24 x"]
    );
}

#[test]
fn what_is_too_long_for_days_off_is_passed_over_and_named() {
    let long = |name: &str, length: &str| {
        event(&format!("DTSTART;VALUE=DATE:20261201\r\n{length}\r\nSUMMARY:{name}"))
    };
    let feed_of = [
        long("Parental leave", "DTEND;VALUE=DATE:20290101"),
        long("For ever", "DURATION:P5000000W"),
        long("Longer", "DURATION:P99999999999999999999D\r\nRRULE:FREQ=YEARLY"),
        event("DTSTART;VALUE=DATE:20230101\r\nDURATION:P1000000W\r\nSUMMARY:Since long"),
        event("DTSTART;VALUE=DATE:20230101\r\nDURATION:P10W\r\nSUMMARY:Over"),
        event("DTSTART;VALUE=DATE:20261224\r\nSUMMARY:x"),
    ];
    let found = read(feed(&feed_of.concat()).as_bytes(), TODAY, None).unwrap();
    assert_eq!(found.passed_over, ["Parental leave", "For ever", "Longer", "Since long"]);
    assert_eq!(found.days.len(), 1);
    let alone = read(feed(&feed_of[0]).as_bytes(), TODAY, None);
    assert_eq!(alone, Err(FeedProblem::OnlyLong { event: "Parental leave".to_owned(), most: 62 }));
}

#[test]
fn what_may_be_no_day_off_says_so() {
    let doubts = |lines: &str| {
        let found =
            read(feed(&event(&format!("DTSTART;VALUE=DATE:20261209\r\n{lines}"))).as_bytes(), TODAY, None);
        found.unwrap().doubtful.values().copied().collect::<Vec<_>>()
    };
    for lines in [
        "DESCRIPTION:Observance\\nTo hide observances\\, go to Google Calendar Settings",
        "DESCRIPTION:Gedenktag",
        "CATEGORIES:Holiday,Observance",
        "UID:20261209_x@google.com\r\nDESCRIPTION:Något\\nSe inställningarna i Google Kalender",
    ] {
        assert_eq!(doubts(lines), [FeedDoubt::Observance], "{lines}");
    }
    assert_eq!(doubts("STATUS:TENTATIVE\r\nDESCRIPTION:Observance"), [FeedDoubt::Tentative]);
    assert_eq!(doubts("X-MICROSOFT-CDO-BUSYSTATUS:Tentative"), [FeedDoubt::Tentative]);
    for lines in [
        "STATUS:CONFIRMED",
        "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
        "X-MICROSOFT-CDO-BUSYSTATUS:OOF",
        "DESCRIPTION:Public holiday",
        "DESCRIPTION:We close.\\nObservance of the rules",
        "UID:20261209_x@google.com\r\nDESCRIPTION:Public holiday",
    ] {
        assert_eq!(doubts(lines), [], "{lines}");
    }
    let certain = event("DTSTART;VALUE=DATE:20261209\r\nSUMMARY:Closed");
    let perhaps = event("DTSTART;VALUE=DATE:20261209\r\nSTATUS:TENTATIVE\r\nSUMMARY:Perhaps");
    for events in [format!("{certain}{perhaps}"), format!("{perhaps}{certain}")] {
        assert_eq!(said(feed(&events).as_bytes()).unwrap(), ["2026-12-09 Closed"], "what is certain counts");
    }
}

#[test]
fn what_began_long_ago_is_repeated_as_if_it_had_been_counted_through() {
    // After 400 years, which are whole weeks, the calendar is the same; three years divide 402.
    for (rule, later) in [
        ("FREQ=YEARLY;INTERVAL=1", 2001),
        ("FREQ=YEARLY;INTERVAL=2", 2001),
        ("FREQ=YEARLY;INTERVAL=3;BYMONTH=6;BYDAY=2WE", 2003),
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=FR", 2001),
        ("FREQ=MONTHLY;INTERVAL=12", 2001),
        ("FREQ=MONTHLY;BYDAY=1MO", 2001),
        ("FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,WE", 2001),
        ("FREQ=WEEKLY;INTERVAL=3", 2001),
        ("FREQ=DAILY;INTERVAL=7", 2001),
    ] {
        let from =
            |year| days(&event(&format!("DTSTART;VALUE=DATE:{year}0101\r\nRRULE:{rule}\r\nSUMMARY:x")));
        assert_eq!(from(1601).unwrap(), from(later).unwrap(), "{rule}");
    }
}

/// Values at and beyond every edge that a date, a time or a length has.
fn value() -> impl Strategy<Value = String> {
    let digits = "(0|9|1|5){1,22}";
    prop_oneof![
        "(0000|0001|1601|1604|1899|2026|2027|2028|9998|9999)(01|02|06|12|13)(01|28|29|31|32)(T000000Z?|T235959|)?",
        "-?\\+?P(0|1|62|63|7304484|99999999999999999999)[WDMY]?(T(0|24|99999999999999)[HMS])?",
        digits,
        "[-0-9TZPWD:;,.é ]{0,20}",
    ]
}

fn rule() -> impl Strategy<Value = String> {
    let number = prop_oneof![
        Just("0"),
        Just("1"),
        Just("-1"),
        Just("2"),
        Just("53"),
        Just("366"),
        Just("65535"),
        Just("4294967295"),
        Just("99999999999999999999")
    ];
    let frequency = select(vec!["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "NEVER", ""]);
    let name = select(vec![
        "INTERVAL",
        "COUNT",
        "BYMONTH",
        "BYMONTHDAY",
        "BYYEARDAY",
        "BYWEEKNO",
        "BYSETPOS",
        "BYHOUR",
        "WKST",
        "BYDAY",
    ]);
    let value =
        prop_oneof![number.prop_map(str::to_owned), Just("MO".to_owned()), Just("-5FR,1MO".to_owned())];
    let until = proptest::option::of(self::value());
    (frequency, vec((name, value), 0..4), until).prop_map(|(frequency, parts, until)| {
        let parts: Vec<String> = parts.iter().map(|(name, value)| format!(";{name}={value}")).collect();
        let parts = parts.concat();
        format!("FREQ={frequency}{parts}{}", until.map_or(String::new(), |until| format!(";UNTIL={until}")))
    })
}

/// A line of an event.
fn line() -> impl Strategy<Value = String> {
    let name = select(vec!["DTSTART", "DTEND", "DURATION", "RDATE", "EXDATE", "RECURRENCE-ID"]);
    let parameter = select(vec!["", ";VALUE=DATE", ";TZID=Europe/Stockholm", ";VALUE=PERIOD"]);
    prop_oneof![
        4 => (name, parameter, value()).prop_map(|(name, parameter, value)| format!("{name}{parameter}:{value}\r\n")),
        1 => rule().prop_map(|rule| format!("RRULE:{rule}\r\n")),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn no_feed_stops_the_reader(
        events in vec(vec(line(), 1..6), 1..4),
        today in prop_oneof![Just(TODAY), Just(Date::MIN), Just(Date::MAX), Just(date(9998, 2, 28))],
        known in proptest::option::of(prop_oneof![Just(Date::MIN), Just(Date::MAX), Just(TODAY)]),
    ) {
        let events: String = events.iter().map(|lines| event(lines.concat().trim_end())).collect();
        if let Ok(found) = read(feed(&events).as_bytes(), today, known) {
            prop_assert!(found.days.len() <= MOST);
            prop_assert!(found.days.keys().all(|day| *day >= today && known.is_none_or(|known| *day <= known)));
            prop_assert!(found.doubtful.keys().all(|day| found.days.contains_key(day)));
        }
    }

    #[test]
    fn no_bytes_stop_the_reader(bytes in vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes, TODAY, None);
        let mut feed = feed("X").into_bytes();
        let at = feed.len() / 2;
        feed.splice(at..at, bytes);
        let _ = read(&feed, TODAY, None);
    }
}
