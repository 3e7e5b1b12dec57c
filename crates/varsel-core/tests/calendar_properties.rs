//! Business time, held against a slow second opinion that looks at the wall in every minute.

#![expect(clippy::unwrap_used, reason = "tests may fail loudly, their helpers too")]

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Timestamp, ToSpan, Zoned};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use varsel_core::clock::calendar::{Exception, HolidayName};
use varsel_core::clock::hours::{Hours, Interval, Week};
use varsel_core::clock::{Calendar, Promise, PromiseRule};

/// Clock changes of an hour and of half an hour, at night and at midnight, odd offsets, and a date line that moved.
const ZONES: [&str; 9] = [
    "Europe/Stockholm",
    "America/New_York",
    "America/Asuncion",
    "America/Santiago",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "UTC",
];
/// The first day of a fortnight: around clock changes, at the date line, around leap days.
const FORTNIGHTS: [Date; 9] = [
    Date::constant(2026, 3, 21),
    Date::constant(2026, 10, 18),
    Date::constant(2026, 3, 4),
    Date::constant(2026, 10, 28),
    Date::constant(2026, 9, 1),
    Date::constant(2026, 4, 1),
    Date::constant(2011, 12, 22),
    Date::constant(2028, 2, 22),
    Date::constant(2026, 12, 20),
];
const MINUTE: i64 = 60;

prop_compose! {
    fn hours()(cuts in vec(0_u16..=96, 0..5)) -> Hours {
        let mut cuts: Vec<u16> = cuts.into_iter().map(|quarter| quarter * 15).collect();
        cuts.sort_unstable();
        cuts.dedup();
        let time = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        let pairs = cuts.chunks_exact(2).map(|pair| Interval::parse(&time(pair[0]), &time(pair[1])).unwrap());
        Hours::new(pairs).unwrap()
    }
}

prop_compose! {
    fn calendar()(
        zone in select(&ZONES[..]),
        start in select(&FORTNIGHTS[..]),
        days in vec(hours(), 7),
        off in vec(0_i64..20, 0..3),
        odd in vec((0_i64..20, hours()), 0..3),
    ) -> (Calendar, Date) {
        let mut days: [Hours; 7] = days.try_into().unwrap();
        if days.iter().all(Hours::is_empty) {
            days[2] = Hours::new([Interval::NINE_TO_FIVE]).unwrap();
        }
        let on = |day: i64| start.saturating_add(day.days());
        let name = || HolidayName { name: "A holiday".to_owned(), name_sv: String::new() };
        let holidays: BTreeMap<Date, HolidayName> = off.into_iter().map(|day| (on(day), name())).collect();
        let odd = odd.into_iter().map(|(day, hours)| (on(day), Exception { hours, reason: "odd".to_owned() }));
        let calendar = Calendar {
            holidays,
            exceptions: odd.collect(),
            ..Calendar::new(TimeZone::get(zone).unwrap(), Week::new(days).unwrap())
        };
        (calendar, start)
    }
}

prop_compose! {
    fn calendar_and_instant()((calendar, start) in calendar(), minute in 0_i64..13 * 24 * 60) -> (Calendar, Timestamp) {
        let midnight = start.to_zoned(calendar.zone.clone()).unwrap().timestamp().as_second();
        (calendar, Timestamp::from_second(midnight + minute * MINUTE).unwrap())
    }
}

/// Tells by the wall whether the desk is open in the minute that begins at an instant.
fn looks_open(calendar: &Calendar, at: Timestamp) -> bool {
    let wall = at.to_zoned(calendar.zone.clone());
    let day = wall.date();
    let hours = match (calendar.exceptions.get(&day), calendar.holidays.get(&day)) {
        (Some(exception), _) => &exception.hours,
        (None, Some(_)) => return false,
        (None, None) => calendar.week.of(day.weekday()),
    };
    let minute = u16::from(wall.hour().unsigned_abs()) * 60 + u16::from(wall.minute().unsigned_abs());
    // The second time round, hours go on that have begun in what is repeated and do not end in it.
    if let Some(end) = end_of_repeated(calendar, &wall) {
        return hours.intervals().iter().any(|interval| interval.from() < end && end <= interval.to());
    }
    hours.intervals().iter().any(|interval| interval.from() <= minute && minute < interval.to())
}

/// Returns the minute of the day at which what a clock change repeats is over, the second time round.
fn end_of_repeated(calendar: &Calendar, wall: &Zoned) -> Option<u16> {
    let offset = |wall: DateTime| calendar.zone.to_ambiguous_zoned(wall).offset();
    let second_time =
        matches!(offset(wall.datetime()), AmbiguousOffset::Fold { after, .. } if wall.offset() == after);
    let mut ahead = wall.datetime();
    while second_time && matches!(offset(ahead), AmbiguousOffset::Fold { .. }) {
        ahead = ahead.saturating_add(1.minute());
    }
    let minute = u16::from(ahead.hour().unsigned_abs()) * 60 + u16::from(ahead.minute().unsigned_abs());
    second_time.then_some(if ahead.date() > wall.date() { 24 * 60 } else { minute })
}

fn slow_add(calendar: &Calendar, from: Timestamp, minutes: i64) -> Timestamp {
    let (mut second, mut left) = (from.as_second(), minutes);
    while left > 0 {
        left -= i64::from(looks_open(calendar, Timestamp::from_second(second).unwrap()));
        second += MINUTE;
    }
    Timestamp::from_second(second).unwrap()
}

fn minutes(count: i64) -> SignedDuration {
    SignedDuration::from_mins(count)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_minute_looks_as_it_is_counted((calendar, at) in calendar_and_instant()) {
        for ahead in 0..24 * 60 {
            let minute = at + minutes(ahead);
            prop_assert_eq!(calendar.is_open(minute), looks_open(&calendar, minute), "{}", minute.to_zoned(calendar.zone.clone()));
        }
    }

    #[test]
    fn adding_is_waiting_minute_by_minute((calendar, at) in calendar_and_instant(), business in 0_i64..12 * 60) {
        // Some weeks have a quarter of an hour: whoever walks minute by minute does not walk forever.
        prop_assume!(calendar.add(at, minutes(business)).is_ok_and(|due| due < at + SignedDuration::from_hours(60 * 24)));
        prop_assert_eq!(calendar.add(at, minutes(business)).unwrap(), slow_add(&calendar, at, business));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_added_has_passed((calendar, at) in calendar_and_instant(), seconds in 0_i64..40 * 3600) {
        let business = SignedDuration::from_secs(seconds);
        let due = calendar.add(at, business).unwrap();
        prop_assert_eq!(calendar.between(at, due), business);
        // Nothing is lost where a stretch is cut in two, and who comes later is not answered sooner.
        let middle = at + (due.duration_since(at)) / 2;
        prop_assert_eq!(calendar.between(at, middle) + calendar.between(middle, due), business);
        prop_assert!(calendar.add(middle, business).unwrap() >= due);
        let opening = calendar.next_opening(at).unwrap();
        prop_assert!(calendar.is_open(opening) && calendar.between(at, opening).is_zero());
    }

    #[test]
    fn promises_are_kept_in_order((calendar, at) in calendar_and_instant(), later in 0_i64..100 * 3600) {
        for rule in [PromiseRule::NextBusinessDay, PromiseRule::WorkingHours(8), PromiseRule::CutOff] {
            let due = |at| Promise::new(at, &calendar, rule).unwrap().due;
            prop_assert!(due(at) > at);
            prop_assert!(due(at) <= due(at + SignedDuration::from_secs(later)));
        }
        let [next, cut] = [PromiseRule::NextBusinessDay, PromiseRule::CutOff].map(|rule| Promise::new(at, &calendar, rule).unwrap());
        prop_assert!(next.due <= cut.due);
        // Another holiday makes nothing due sooner.
        let mut closed = calendar.clone();
        let day = calendar.business_day_after(calendar.day_of(at)).unwrap();
        closed.exceptions.remove(&day);
        closed.holidays.insert(day, HolidayName { name: "One more".to_owned(), name_sv: String::new() });
        prop_assert!(Promise::new(at, &closed, PromiseRule::NextBusinessDay).unwrap().due > next.due);
    }
}
