//! The promise, row by row: the three readings of "one business day" on the days on which they differ.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests may fail loudly, their helpers too")]

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use varsel_core::clock::calendar::{DayOff, Exception, HolidayName};
use varsel_core::clock::holidays::{HolidayCategory, Place};
use varsel_core::clock::hours::{Hours, Interval, Week};
use varsel_core::clock::{Calendar, Promise, PromiseRule};

const RULES: [PromiseRule; 3] =
    [PromiseRule::NextBusinessDay, PromiseRule::WorkingHours(8), PromiseRule::CutOff];

fn calendar(place: &str) -> Calendar {
    Place::find(place).unwrap().calendar()
}

/// Sweden by law alone, without the days that custom keeps.
fn sweden_by_law() -> Calendar {
    Calendar { holidays: Place::find("SE").unwrap().holidays(&[HolidayCategory::Public]), ..calendar("SE") }
}

/// A desk that closes at noon on 5 January.
fn half_day() -> Calendar {
    let mut calendar = calendar("SE");
    let hours = Hours::new([Interval::parse("09:00", "12:00").unwrap()]).unwrap();
    let reason = "the eve of Epiphany".to_owned();
    calendar.exceptions.insert(Date::constant(2027, 1, 5), Exception { hours, reason });
    calendar
}

fn due(calendar: &Calendar, received: &str, rule: PromiseRule) -> String {
    let received: Zoned = format!("{received}[{}]", calendar.zone.iana_name().unwrap()).parse().unwrap();
    let promise = Promise::new(received.timestamp(), calendar, rule).unwrap();
    promise.due.to_zoned(calendar.zone.clone()).strftime("%a %d %b %Y %H:%M").to_string()
}

#[test]
fn one_business_day_in_three_readings() {
    let se = || calendar("SE");
    for (row, calendar, received, readings) in [
        (
            "1 ordinary Monday morning",
            se(),
            "2026-11-23T10:15",
            ["Tue 24 Nov 2026 17:00", "Tue 24 Nov 2026 10:15", "Tue 24 Nov 2026 17:00"],
        ),
        (
            "2 Monday exactly 17:00",
            se(),
            "2026-11-23T17:00",
            ["Tue 24 Nov 2026 17:00", "Tue 24 Nov 2026 17:00", "Wed 25 Nov 2026 17:00"],
        ),
        (
            "3 Monday 06:00, before opening",
            se(),
            "2026-11-23T06:00",
            ["Tue 24 Nov 2026 17:00", "Mon 23 Nov 2026 17:00", "Tue 24 Nov 2026 17:00"],
        ),
        (
            "4 Friday evening",
            se(),
            "2026-11-27T18:30",
            ["Mon 30 Nov 2026 17:00", "Mon 30 Nov 2026 17:00", "Tue 01 Dec 2026 17:00"],
        ),
        (
            "5 Saturday 23:50",
            se(),
            "2026-11-28T23:50",
            ["Mon 30 Nov 2026 17:00", "Mon 30 Nov 2026 17:00", "Tue 01 Dec 2026 17:00"],
        ),
        (
            "7 day before Midsummer Eve",
            se(),
            "2027-06-24T11:00",
            ["Mon 28 Jun 2027 17:00", "Mon 28 Jun 2027 11:00", "Mon 28 Jun 2027 17:00"],
        ),
        (
            "7x same, public holidays only",
            sweden_by_law(),
            "2027-06-24T11:00",
            ["Fri 25 Jun 2027 17:00", "Fri 25 Jun 2027 11:00", "Fri 25 Jun 2027 17:00"],
        ),
        (
            "8 on Midsummer Eve",
            se(),
            "2027-06-25T09:30",
            ["Mon 28 Jun 2027 17:00", "Mon 28 Jun 2027 17:00", "Tue 29 Jun 2027 17:00"],
        ),
        (
            "9 23 December",
            se(),
            "2026-12-23T16:00",
            ["Mon 28 Dec 2026 17:00", "Mon 28 Dec 2026 16:00", "Mon 28 Dec 2026 17:00"],
        ),
        (
            "9x same, public holidays only",
            sweden_by_law(),
            "2026-12-23T16:00",
            ["Thu 24 Dec 2026 17:00", "Thu 24 Dec 2026 16:00", "Thu 24 Dec 2026 17:00"],
        ),
        (
            "11 5 January, Epiphany next",
            se(),
            "2027-01-05T12:00",
            ["Thu 07 Jan 2027 17:00", "Thu 07 Jan 2027 12:00", "Thu 07 Jan 2027 17:00"],
        ),
        (
            "13 Friday before autumn DST",
            se(),
            "2026-10-23T16:00",
            ["Mon 26 Oct 2026 17:00", "Mon 26 Oct 2026 16:00", "Mon 26 Oct 2026 17:00"],
        ),
        (
            "15 bridge day after Ascension works",
            se(),
            "2027-05-05T12:00",
            ["Fri 07 May 2027 17:00", "Fri 07 May 2027 12:00", "Fri 07 May 2027 17:00"],
        ),
        (
            "16 US: Thanksgiving eve",
            calendar("US"),
            "2026-11-25T15:00",
            ["Fri 27 Nov 2026 17:00", "Fri 27 Nov 2026 15:00", "Fri 27 Nov 2026 17:00"],
        ),
        (
            "18 England: Boxing Day substitute Mon",
            calendar("GB-ENG"),
            "2026-12-24T12:00",
            ["Tue 29 Dec 2026 17:00", "Tue 29 Dec 2026 12:00", "Tue 29 Dec 2026 17:00"],
        ),
        (
            "19a England: 31 December",
            calendar("GB-ENG"),
            "2026-12-31T12:00",
            ["Mon 04 Jan 2027 17:00", "Mon 04 Jan 2027 12:00", "Mon 04 Jan 2027 17:00"],
        ),
        (
            "22b due day is a half day",
            half_day(),
            "2027-01-04T10:00",
            ["Tue 05 Jan 2027 12:00", "Tue 05 Jan 2027 10:00", "Tue 05 Jan 2027 12:00"],
        ),
    ] {
        for (rule, reading) in RULES.into_iter().zip(readings) {
            assert_eq!(due(&calendar, received, rule), reading, "{row}, {rule:?}");
        }
    }
}

#[test]
fn a_promise_says_how_it_was_counted() {
    let received: Zoned = "2027-06-24T11:00[Europe/Stockholm]".parse().unwrap();
    let promise = Promise::new(received.timestamp(), &calendar("SE"), PromiseRule::NextBusinessDay).unwrap();
    let days: Vec<_> =
        promise.skipped.iter().map(|skipped| (skipped.day.to_string(), &skipped.why)).collect();
    let eve = DayOff::Holiday(HolidayName {
        name: "Midsummer Eve".to_owned(),
        name_sv: "Midsommarafton".to_owned(),
    });
    assert_eq!(days[0], ("2027-06-25".to_owned(), &eve));
    assert!(matches!(days[1], (_, DayOff::Holiday(_))), "Midsummer Day");
    assert_eq!(days[2], ("2027-06-27".to_owned(), &DayOff::Weekday));
    assert_eq!((promise.calendar, promise.past_horizon, promise.counted.len()), (1, None, 0));

    let hours = Promise::new(received.timestamp(), &calendar("SE"), PromiseRule::WorkingHours(8)).unwrap();
    let counted: Vec<_> =
        hours.counted.iter().map(|counted| (counted.day.to_string(), counted.seconds / 3600)).collect();
    assert_eq!(counted, [("2027-06-24".to_owned(), 6), ("2027-06-28".to_owned(), 2)]);
    let late: Zoned = "2026-11-27T18:30[Europe/Stockholm]".parse().unwrap();
    let deemed = Promise::new(late.timestamp(), &calendar("SE"), PromiseRule::CutOff).unwrap();
    assert_eq!(deemed.deemed, Some(Date::constant(2026, 11, 30)));

    let far: Zoned = "2037-12-31T11:00[Europe/Stockholm]".parse().unwrap();
    let promise = Promise::new(far.timestamp(), &calendar("SE"), PromiseRule::NextBusinessDay).unwrap();
    assert_eq!(promise.past_horizon, Some(Date::constant(2037, 12, 31)));
}

#[test]
fn promises_of_before_are_read() {
    let json =
        r#"{"due":"2026-11-30T16:00:00Z","zone":"Europe/Stockholm","skipped":["2026-11-28","2026-11-29"]}"#;
    let promise: Promise = serde_json::from_str(json).unwrap();
    assert_eq!((promise.skipped.len(), &promise.skipped[0].why), (2, &DayOff::Weekday));
    let again: Promise = serde_json::from_str(&serde_json::to_string(&promise).unwrap()).unwrap();
    assert_eq!(again, promise);
}

/// Hours of a single weekday, for a table of clock changes.
fn hours(zone: &str, from: &str, to: &str) -> Calendar {
    let day = || Hours::new([Interval::parse(from, to).unwrap()]).unwrap();
    let week = Week::new([day(), day(), day(), day(), day(), day(), day()]).unwrap();
    Calendar::new(TimeZone::get(zone).unwrap(), week)
}

#[test]
fn hours_are_what_really_passes_when_clocks_change() {
    for (what, zone, from, to, day, worked) in [
        ("spring forward inside the hours", "Europe/Stockholm", "01:00", "05:00", "2026-03-29", "PT3H"),
        ("fall back inside the hours", "Europe/Stockholm", "01:00", "05:00", "2026-10-25", "PT5H"),
        ("hours within the gap are none", "Europe/Stockholm", "02:15", "02:45", "2026-03-29", "PT0S"),
        ("hours that end in the gap", "Europe/Stockholm", "01:00", "02:30", "2026-03-29", "PT1H"),
        ("hours that begin in the gap", "Europe/Stockholm", "02:30", "04:30", "2026-03-29", "PT1H30M"),
        (
            "hours that end in the fold end the first time",
            "Europe/Stockholm",
            "00:00",
            "02:30",
            "2026-10-25",
            "PT2H30M",
        ),
        (
            "hours that begin in the fold begin the first time",
            "Europe/Stockholm",
            "02:30",
            "05:00",
            "2026-10-25",
            "PT3H30M",
        ),
        ("a whole day of 23 hours", "Europe/Stockholm", "00:00", "24:00", "2026-03-29", "PT23H"),
        ("a whole day of 25 hours", "Europe/Stockholm", "00:00", "24:00", "2026-10-25", "PT25H"),
        ("half an hour of summer time", "Australia/Lord_Howe", "00:00", "24:00", "2026-04-05", "PT24H30M"),
        ("a zone of 45 minutes", "Asia/Kathmandu", "09:00", "17:00", "2026-11-23", "PT8H"),
        ("no midnight that day", "America/Asuncion", "00:00", "24:00", "2023-10-01", "PT23H"),
        ("a day that the zone skips", "Pacific/Apia", "00:00", "24:00", "2011-12-30", "PT0S"),
        ("the day before it", "Pacific/Apia", "00:00", "24:00", "2011-12-29", "PT24H"),
        ("a leap day", "UTC", "09:00", "17:00", "2028-02-29", "PT8H"),
    ] {
        let calendar = hours(zone, from, to);
        let day: Date = day.parse().unwrap();
        let at = |day: Date| day.to_zoned(calendar.zone.clone()).unwrap().timestamp();
        let worked_that_day = calendar.between(at(day), at(day.tomorrow().unwrap()));
        assert_eq!(worked_that_day.to_string(), worked, "{what}");
    }
}

#[test]
fn round_the_clock_every_second_counts() {
    let calendar = hours("Europe/Stockholm", "00:00", "23:59");
    let from: Zoned = "2026-10-24T22:00[Europe/Stockholm]".parse().unwrap();
    let due = calendar.add(from.timestamp(), jiff::SignedDuration::from_hours(24)).unwrap();
    assert_eq!(
        due.to_zoned(calendar.zone.clone()).to_string(),
        "2026-10-25T21:00:00+01:00[Europe/Stockholm]"
    );
}

#[test]
fn a_place_that_is_none_is_named() {
    for given in ["XX", "se", "GB-", "SE-ENG", ""] {
        let Err(error) = Place::find(given) else { panic!("{given}") };
        assert!(error.to_string().starts_with(&format!("`{given}` is not in the table")), "{error}");
    }
}

#[test]
fn what_is_left_of_a_promise_is_counted_as_it_was_made() {
    let calendar = Place::find("SE").unwrap().calendar();
    let received: Timestamp = "2026-11-27T17:30:00Z".parse().unwrap();
    let promise = Promise::new(received, &calendar, PromiseRule::NextBusinessDay).unwrap();
    // Since then the desk has decided to work on the Saturday between.
    let mut since = calendar.clone();
    let hours = Hours::new([Interval::parse("10:00", "14:00").unwrap()]).unwrap();
    since
        .exceptions
        .insert(Date::constant(2026, 11, 28), Exception { hours, reason: "Stocktaking".to_owned() });
    assert_eq!(since.between(received, promise.due).as_hours(), 12);
    assert_eq!(promise.sees(&since).between(received, promise.due).as_hours(), 8);
}
