//! Periods of law, by the instants that are worked out for them.

#![expect(clippy::unwrap_used, reason = "tests may fail loudly, their helpers too")]

use jiff::Zoned;
use varsel_core::clock::holidays::Place;
use varsel_core::clock::period::{Period, Relief, Start};

/// When a period ends: strictly, lawfully at the latest, and counted from the next full hour.
fn end(place: &str, anchor: &str, period: Period, relief: Relief) -> [String; 3] {
    let calendar = Place::find(place).unwrap().calendar();
    let anchor: Zoned = format!("{anchor}[{}]", calendar.zone.iana_name().unwrap()).parse().unwrap();
    let end = period.end(Start::Instant(anchor.timestamp()), relief, &calendar);
    let written =
        |at: jiff::Timestamp| at.to_zoned(calendar.zone.clone()).strftime("%a %d %b %Y %H:%M").to_string();
    [written(end.due), written(end.latest_lawful), end.outer_bound.map(written).unwrap_or_default()]
}

#[test]
fn periods_end_as_they_are_worked_out() {
    let (hours, days, months, business) = (Period::Hours, Period::Days, Period::Months, Period::BusinessDays);
    let relieved = Relief::Eu1182;
    for (what, place, anchor, period, relief, due, latest) in [
        (
            "CRA 24 h over the autumn change",
            "SE",
            "2026-10-24T22:00",
            hours(24),
            relieved,
            "Sun 25 Oct 2026 21:00",
            "",
        ),
        (
            "72 h over the autumn change",
            "SE",
            "2026-10-23T10:20",
            hours(72),
            relieved,
            "Mon 26 Oct 2026 09:20",
            "",
        ),
        (
            "72 h over Easter and the spring change",
            "SE",
            "2027-03-26T10:20",
            hours(72),
            relieved,
            "Mon 29 Mar 2027 11:20",
            "",
        ),
        (
            "one month from 31 January",
            "SE",
            "2027-01-31T09:00",
            months(1),
            relieved,
            "Sun 28 Feb 2027 23:59",
            "Mon 01 Mar 2027 23:59",
        ),
        (
            "one month into Christmas",
            "SE",
            "2026-11-25T09:00",
            months(1),
            relieved,
            "Fri 25 Dec 2026 23:59",
            "Mon 28 Dec 2026 23:59",
        ),
        (
            "14 days into Christmas",
            "SE",
            "2026-12-11T09:00",
            days(14),
            relieved,
            "Fri 25 Dec 2026 23:59",
            "Mon 28 Dec 2026 23:59",
        ),
        (
            "SEC over Thanksgiving",
            "US",
            "2026-11-23T11:00",
            business(4),
            Relief::None,
            "Mon 30 Nov 2026 23:59",
            "",
        ),
        (
            "SEC determined on a Saturday",
            "US",
            "2026-11-28T11:00",
            business(4),
            Relief::None,
            "Thu 03 Dec 2026 23:59",
            "",
        ),
        (
            "SEC over Christmas",
            "US",
            "2026-12-22T11:00",
            business(4),
            Relief::None,
            "Tue 29 Dec 2026 23:59",
            "",
        ),
        (
            "SEC over the observed 4 July",
            "US",
            "2026-07-01T11:00",
            business(4),
            Relief::None,
            "Wed 08 Jul 2026 23:59",
            "",
        ),
        ("CERT-In 6 h", "IN", "2026-11-28T22:30", hours(6), Relief::None, "Sun 29 Nov 2026 04:30", ""),
        (
            "DORA 24 h into a weekend",
            "DE",
            "2026-11-27T15:00",
            hours(24),
            Relief::Dora,
            "Sat 28 Nov 2026 15:00",
            "Mon 30 Nov 2026 12:00",
        ),
        ("HIPAA 60 days", "US", "2026-11-23T11:00", days(60), Relief::None, "Fri 22 Jan 2027 23:59", ""),
    ] {
        let [found, lawful, _] = end(place, anchor, period, relief);
        assert_eq!(
            (found.as_str(), lawful.as_str()),
            (due, if latest.is_empty() { due } else { latest }),
            "{what}"
        );
    }
}

#[test]
fn the_outer_bound_does_not_count_the_hour_of_the_anchor() {
    for (anchor, bound) in [
        ("2026-10-23T10:20", "Mon 26 Oct 2026 10:00"),
        ("2026-11-23T12:17", "Thu 26 Nov 2026 13:00"),
        ("2026-11-23T12:00", "Thu 26 Nov 2026 13:00"),
    ] {
        assert_eq!(end("SE", anchor, Period::Hours(72), Relief::None)[2], bound, "{anchor}");
    }
    assert_eq!(end("SE", "2026-11-23T12:17", Period::Days(3), Relief::None)[2], "");
}
