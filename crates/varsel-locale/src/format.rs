//! How times, spans and numbers are written.

use std::fmt::Write as _;

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use crate::{Locale, Texts};

/// How pressing a due time is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mood {
    /// There is time.
    Plenty,
    /// Less than four hours are left.
    Soon,
    /// It has passed.
    Missed,
}

/// Under this many seconds a due time is "soon".
const SOON: i64 = 4 * 3_600;

/// Returns how pressing a due time is.
pub fn mood(now: Timestamp, due: Timestamp) -> Mood {
    match due.as_second() - now.as_second() {
        left if left < 0 => Mood::Missed,
        left if left < SOON => Mood::Soon,
        _ => Mood::Plenty,
    }
}

/// Writes a whole number with its thousands apart: `1,840`, `1 840`.
pub fn number(locale: Locale, number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let apart = match locale {
        Locale::En => ",",
        Locale::Sv => "\u{202F}",
    };
    let mut out = String::with_capacity(digits.len() + 4);
    if number < 0 {
        out.push('\u{2212}');
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            out.push_str(apart);
        }
        out.push(digit);
    }
    out
}

fn weekday(texts: Texts, at: &Zoned) -> &'static str {
    match at.weekday() {
        jiff::civil::Weekday::Monday => texts.time_mon(),
        jiff::civil::Weekday::Tuesday => texts.time_tue(),
        jiff::civil::Weekday::Wednesday => texts.time_wed(),
        jiff::civil::Weekday::Thursday => texts.time_thu(),
        jiff::civil::Weekday::Friday => texts.time_fri(),
        jiff::civil::Weekday::Saturday => texts.time_sat(),
        jiff::civil::Weekday::Sunday => texts.time_sun(),
    }
}

fn month(texts: Texts, at: &Zoned) -> &'static str {
    match at.month() {
        1 => texts.time_jan(),
        2 => texts.time_feb(),
        3 => texts.time_mar(),
        4 => texts.time_apr(),
        5 => texts.time_may(),
        6 => texts.time_jun(),
        7 => texts.time_jul(),
        8 => texts.time_aug(),
        9 => texts.time_sep(),
        10 => texts.time_oct(),
        11 => texts.time_nov(),
        _ => texts.time_dec(),
    }
}

/// Writes an instant: "Fri 27 Nov, 18:30"; with the year when it is not this year's.
pub fn instant(texts: Texts, at: Timestamp, zone: &TimeZone, now: Timestamp) -> String {
    let zoned = at.to_zoned(zone.clone());
    let mut out = String::with_capacity(24);
    let _ = write!(out, "{} {} {}", weekday(texts, &zoned), zoned.day(), month(texts, &zoned));
    if zoned.year() != now.to_zoned(zone.clone()).year() {
        let _ = write!(out, " {}", zoned.year());
    }
    let _ = write!(out, "{} {:02}:{:02}", texts.time_comma(), zoned.hour(), zoned.minute());
    out
}

/// Writes an instant with the city of its zone: "Fri 27 Nov, 18:30 Stockholm".
pub fn instant_with_city(texts: Texts, at: Timestamp, zone: &TimeZone, now: Timestamp) -> String {
    let mut out = instant(texts, at, zone, now);
    out.push(' ');
    out.push_str(&city(zone));
    out
}

/// Returns the city of a zone: "Stockholm" for `Europe/Stockholm`.
pub fn city(zone: &TimeZone) -> String {
    let name = zone.iana_name().unwrap_or("UTC");
    name.rsplit('/').next().unwrap_or(name).replace('_', " ")
}

/// Writes the time of day: "18:30".
pub fn time_of_day(at: Timestamp, zone: &TimeZone) -> String {
    let zoned = at.to_zoned(zone.clone());
    format!("{:02}:{:02}", zoned.hour(), zoned.minute())
}

/// Writes the day: "27 Nov 2026".
pub fn day(texts: Texts, at: Timestamp, zone: &TimeZone) -> String {
    let zoned = at.to_zoned(zone.clone());
    format!("{} {} {}", zoned.day(), month(texts, &zoned), zoned.year())
}

/// Writes an instant for machines, in UTC: RFC 3339, to the second.
pub fn iso(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Writes how long it is between two instants, in at most two units: "5 h 20 min", "2 days 4 h", "12 days".
pub fn span(texts: Texts, from: Timestamp, to: Timestamp) -> String {
    let seconds = (to.as_second() - from.as_second()).abs();
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
    match (days, hours, minutes) {
        (0, 0, 0) => texts.time_under_a_minute().to_owned(),
        (0, 0, minutes) => texts.time_minutes(minutes),
        (0, hours, 0) => texts.time_hours(hours),
        (0, hours, minutes) => texts.time_hours_minutes(hours, minutes),
        (days @ 1..=2, 1.., _) => texts.time_days_hours(days, hours),
        (days, ..) => texts.time_days(days),
    }
}

/// Writes how long it is until an instant, or since: "in 5 h 20 min", "12 min ago".
pub fn until(texts: Texts, now: Timestamp, at: Timestamp) -> String {
    let span = span(texts, now, at);
    if at >= now { texts.time_in(span) } else { texts.time_ago(span) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EN: Texts = Texts::of(Locale::En);
    const SV: Texts = Texts::of(Locale::Sv);

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn instants_are_written_in_the_readers_zone_and_language() {
        let zone = TimeZone::get("Europe/Stockholm").unwrap();
        let now = at("2026-11-23T08:00Z");
        assert_eq!(instant(EN, at("2026-11-27T17:30Z"), &zone, now), "Fri 27 Nov, 18:30");
        assert_eq!(instant(SV, at("2026-11-27T17:30Z"), &zone, now), "fre 27 nov 18:30");
        assert_eq!(instant(EN, at("2025-05-01T06:05Z"), &zone, now), "Thu 1 May 2025, 08:05");
        assert_eq!(instant_with_city(EN, at("2026-11-27T17:30Z"), &TimeZone::UTC, now), "Fri 27 Nov, 17:30 UTC");
        assert_eq!(city(&TimeZone::get("America/New_York").unwrap()), "New York");
        assert_eq!(iso(at("2026-11-27T17:30:00.5Z")), "2026-11-27T17:30:00Z");
    }

    #[test]
    fn spans_have_at_most_two_units() {
        let now = at("2026-11-23T08:00Z");
        for (to, en, sv) in [
            ("2026-11-23T08:00:30Z", "in less than a minute", "om mindre än en minut"),
            ("2026-11-23T08:12Z", "in 12 min", "om 12 min"),
            ("2026-11-23T13:00Z", "in 5 h", "om 5 tim"),
            ("2026-11-23T13:20Z", "in 5 h 20 min", "om 5 tim 20 min"),
            ("2026-11-24T12:00Z", "in 1 day 4 h", "om 1 dag 4 tim"),
            ("2026-12-05T12:00Z", "in 12 days", "om 12 dagar"),
            ("2026-11-23T07:48Z", "12 min ago", "för 12 min sedan"),
        ] {
            assert_eq!(until(EN, now, at(to)), en);
            assert_eq!(until(SV, now, at(to)), sv);
        }
    }

    #[test]
    fn numbers_keep_their_thousands_apart() {
        for (n, en, sv) in [(0, "0", "0"), (999, "999", "999"), (1_840, "1,840", "1\u{202F}840"), (-1_234_567, "\u{2212}1,234,567", "\u{2212}1\u{202F}234\u{202F}567")] {
            assert_eq!((number(Locale::En, n).as_str(), number(Locale::Sv, n).as_str()), (en, sv));
        }
    }

    #[test]
    fn moods_turn_at_four_hours() {
        let now = at("2026-11-23T08:00Z");
        assert_eq!(mood(now, at("2026-11-23T12:00Z")), Mood::Plenty);
        assert_eq!(mood(now, at("2026-11-23T11:59Z")), Mood::Soon);
        assert_eq!(mood(now, at("2026-11-23T07:59:59Z")), Mood::Missed);
    }
}
