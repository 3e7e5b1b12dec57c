//! The promise, held against a slow second opinion: walk a clock forward and look at the wall.

#![expect(clippy::unwrap_used, reason = "tests may fail loudly, their helpers too")]

use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use proptest::prelude::*;
use proptest::sample::select;
use varsel_core::clock::{Calendar, Promise};

/// Whole hours, half hours, clock changes on both hemispheres, a change of half an hour, and a date line that moved.
const ZONES: [&str; 5] =
    ["Europe/Stockholm", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia"];

fn calendar(zone: &str) -> Calendar {
    Calendar::nine_to_five(TimeZone::get(zone).unwrap())
}

/// Any desk-local time from 2012 to 2049, more often than not at an edge of the day.
fn wall_time() -> impl Strategy<Value = DateTime> {
    const EDGES: [&str; 7] =
        ["00:00", "08:59:59", "09:00", "16:59:59.999", "17:00", "17:00:00.001", "23:59:59.999"];
    let time = prop_oneof![
        select(&EDGES[..]).prop_map(|time| time.parse::<Time>().unwrap()),
        (0_i8..24, 0_i8..60).prop_map(|(hour, minute)| Time::constant(hour, minute, 0, 0)),
    ];
    (0_i64..13_880, time)
        .prop_map(|(day, time)| Date::constant(2012, 1, 1).saturating_add(day.days()).to_datetime(time))
}

prop_compose! {
    fn desk_and_receipt()(zone in select(&ZONES[..]), wall in wall_time()) -> (Calendar, Timestamp) {
        let calendar = calendar(zone);
        let receipt = wall.to_zoned(calendar.zone.clone()).unwrap().timestamp();
        (calendar, receipt)
    }
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// Walks on by quarters of an hour, which every zone here is a multiple of, to 17:00 on a weekday after today.
fn slow_due(receipt: Timestamp, zone: &TimeZone) -> Timestamp {
    let today = receipt.to_zoned(zone.clone()).date();
    let quarter = 15 * 60;
    let mut second = receipt.as_second().div_euclid(quarter) * quarter;
    loop {
        second += quarter;
        let wall = Timestamp::from_second(second).unwrap().to_zoned(zone.clone());
        if wall.date() > today && !is_weekend(wall.date()) && wall.time() == Time::constant(17, 0, 0, 0) {
            return wall.timestamp();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_clock_on_the_wall_agrees((calendar, receipt) in desk_and_receipt()) {
        prop_assert_eq!(Promise::for_receipt(receipt, &calendar).due, slow_due(receipt, &calendar.zone));
    }

    #[test]
    fn due_at_closing_time_of_a_business_day_after_the_day_of_receipt((calendar, receipt) in desk_and_receipt()) {
        let due = Promise::for_receipt(receipt, &calendar).due.to_zoned(calendar.zone.clone());
        prop_assert!(calendar.is_business_day(due.date()) && !is_weekend(due.date()), "{due}");
        prop_assert_eq!(due.time(), calendar.closes);
        prop_assert!(due.date() > receipt.to_zoned(calendar.zone.clone()).date());
        // The longest way is from Friday to Monday.
        prop_assert!(due.timestamp().duration_since(receipt) < SignedDuration::from_hours(4 * 24), "{due}");
    }

    #[test]
    fn a_later_report_is_never_due_earlier((calendar, receipt) in desk_and_receipt(), minutes in 0_i64..6_000) {
        let later = receipt + SignedDuration::from_mins(minutes);
        prop_assert!(Promise::for_receipt(receipt, &calendar).due <= Promise::for_receipt(later, &calendar).due);
    }

    #[test]
    fn the_offset_that_a_receipt_was_written_with_does_not_matter(
        (calendar, receipt) in desk_and_receipt(),
        elsewhere in select(&ZONES[..]),
    ) {
        let written = receipt.to_zoned(TimeZone::get(elsewhere).unwrap()).strftime("%Y-%m-%dT%H:%M:%S%.f%:z").to_string();
        let read: Timestamp = written.parse().unwrap();
        prop_assert_eq!(Promise::for_receipt(read, &calendar), Promise::for_receipt(receipt, &calendar), "{}", written);
    }

    #[test]
    fn the_days_between_that_do_not_count_are_listed((calendar, receipt) in desk_and_receipt()) {
        let promise = Promise::for_receipt(receipt, &calendar);
        prop_assert_eq!(promise.zone.as_str(), calendar.zone.iana_name().unwrap());
        let from = receipt.to_zoned(calendar.zone.clone()).date();
        let to = promise.due.to_zoned(calendar.zone.clone()).date();
        let between: Vec<Date> = from.series(1.day()).skip(1).take_while(|day| *day < to).collect();
        prop_assert!(between.iter().copied().all(is_weekend), "only a weekend puts off the promise");
        prop_assert_eq!(promise.skipped, between);
    }

    #[test]
    fn more_days_are_never_earlier((calendar, receipt) in desk_and_receipt(), days in 1_u16..60) {
        let due = |days| calendar.close_of_business_after(receipt, days);
        prop_assert!(due(days) < due(days + 1));
        // Five business days are a week.
        prop_assert_eq!(due(days + 5).date(), due(days).date().saturating_add(1.week()));
    }
}

/// A desk may close at an hour that a clock change skips or repeats.
#[test]
fn closing_times_that_a_clock_change_touches() {
    let zone = TimeZone::get("Asia/Tehran").unwrap();
    for (receipt, closes, due) in [
        // Midnight of Monday was skipped: 00:30 came at 01:30.
        ("2021-03-21T12:00+03:30", Time::constant(0, 30, 0, 0), "2021-03-22T01:30:00+04:30"),
        // The last hour of Tuesday came twice: the first counts.
        ("2021-09-20T12:00+04:30", Time::constant(23, 30, 0, 0), "2021-09-21T23:30:00+04:30"),
    ] {
        let calendar = Calendar { zone: zone.clone(), opens: Time::constant(0, 0, 0, 0), closes };
        let promise = Promise::for_receipt(receipt.parse().unwrap(), &calendar);
        assert_eq!(promise.due, due.parse().unwrap(), "{receipt}");
    }
}

/// Samoa had no Friday 30 December 2011: nobody can be answered on a day that never was.
#[test]
fn a_day_that_a_zone_skips_is_no_business_day() {
    let calendar = calendar("Pacific/Apia");
    let promise = Promise::for_receipt("2011-12-29T10:00-10:00".parse().unwrap(), &calendar);
    assert_eq!(promise.due, "2012-01-02T17:00+14:00".parse().unwrap());
}
