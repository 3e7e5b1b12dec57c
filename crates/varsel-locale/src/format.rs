//! Formats times, durations and numbers.

use std::fmt::{self, Display, Write as _};

use jiff::civil::{Date, DateTime};
use jiff::fmt::temporal::DateTimePrinter;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};

use crate::{Locale, Texts};

/// The urgency of a due time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mood {
    /// There is time.
    Plenty,
    /// Less than four hours are left.
    Soon,
    /// It has passed.
    Missed,
}

/// With less than this left, a due time is "soon".
const SOON: SignedDuration = SignedDuration::from_hours(4);

/// Returns the urgency of a due time. At the due time itself it is not missed yet.
pub fn mood(now: Timestamp, due: Timestamp) -> Mood {
    match due.duration_since(now) {
        left if left.is_negative() => Mood::Missed,
        left if left < SOON => Mood::Soon,
        _ => Mood::Plenty,
    }
}

/// Returns when a due time becomes "soon".
pub fn soon_at(due: Timestamp) -> Timestamp {
    due.saturating_sub(SOON).unwrap_or(due)
}

/// Writes a whole number with thousands separators: `1,840`, `1 840` (narrow no-break space).
pub fn number(locale: Locale, number: i64) -> String {
    let mut out = String::with_capacity(16);
    push_number(&mut out, locale, number);
    out
}

/// Writes a decimal number in the language's format: `9.8`, `9,8`.
pub fn decimal(texts: Texts, number: &str) -> String {
    match texts.locale() {
        Locale::En => number.to_owned(),
        Locale::Sv => number.replace('.', ","),
    }
}

/// Adds a whole number to a text, with thousands separators.
pub(crate) fn push_number(out: &mut String, locale: Locale, number: i64) {
    let apart = match locale {
        Locale::En => ",",
        Locale::Sv => "\u{202F}",
    };
    if number < 0 {
        out.push('\u{2212}');
    }
    let number = number.unsigned_abs();
    // 10^18 is the highest thousand in 64 bits.
    let mut unit = 1_000_000_000_000_000_000;
    while unit > 1 && number < unit {
        unit /= 1_000;
    }
    let _ = write!(out, "{}", number / unit);
    while unit > 1 {
        unit /= 1_000;
        let _ = write!(out, "{apart}{:03}", number / unit % 1_000);
    }
}

/// A name of a day or month.
type Name = fn(Texts) -> &'static str;

/// The days from Monday on, short and long.
static WEEKDAYS: [[Name; 2]; 7] = [
    [Texts::time_mon, Texts::time_mon_long],
    [Texts::time_tue, Texts::time_tue_long],
    [Texts::time_wed, Texts::time_wed_long],
    [Texts::time_thu, Texts::time_thu_long],
    [Texts::time_fri, Texts::time_fri_long],
    [Texts::time_sat, Texts::time_sat_long],
    [Texts::time_sun, Texts::time_sun_long],
];

/// The months from January on, short and long.
static MONTHS: [[Name; 2]; 12] = [
    [Texts::time_jan, Texts::time_jan_long],
    [Texts::time_feb, Texts::time_feb_long],
    [Texts::time_mar, Texts::time_mar_long],
    [Texts::time_apr, Texts::time_apr_long],
    [Texts::time_may, Texts::time_may_long],
    [Texts::time_jun, Texts::time_jun_long],
    [Texts::time_jul, Texts::time_jul_long],
    [Texts::time_aug, Texts::time_aug_long],
    [Texts::time_sep, Texts::time_sep_long],
    [Texts::time_oct, Texts::time_oct_long],
    [Texts::time_nov, Texts::time_nov_long],
    [Texts::time_dec, Texts::time_dec_long],
];

/// How much of a name is written: the column of the tables.
#[derive(Clone, Copy)]
enum Length {
    Short,
    Long,
}

fn weekday(texts: Texts, at: DateTime, length: Length) -> &'static str {
    let column = usize::from(at.weekday().to_monday_zero_offset().unsigned_abs());
    WEEKDAYS[column][length as usize](texts)
}

fn month(texts: Texts, at: DateTime, length: Length) -> &'static str {
    let column = usize::from(at.month().unsigned_abs()) - 1;
    MONTHS[column][length as usize](texts)
}

/// The time of day: "18:30".
struct Clock(DateTime);

impl Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0.hour(), self.0.minute())
    }
}

/// Writes an instant: "Fri 27 Nov, 18:30"; with the year when it is not this year's.
pub fn instant(texts: Texts, at: Timestamp, zone: &TimeZone, now: Timestamp) -> String {
    let at = zone.to_datetime(at);
    let (weekday, month) = (weekday(texts, at, Length::Short), month(texts, at, Length::Short));
    if at.year() == zone.to_datetime(now).year() {
        texts.time_instant(Clock(at), at.day(), month, weekday)
    } else {
        texts.time_instant_year(Clock(at), at.day(), month, weekday, at.year())
    }
}

/// Writes an instant with its year: "Fri 27 Nov 2026, 18:30".
pub fn instant_with_year(texts: Texts, at: Timestamp, zone: &TimeZone) -> String {
    let at = zone.to_datetime(at);
    let (weekday, month) = (weekday(texts, at, Length::Short), month(texts, at, Length::Short));
    texts.time_instant_year(Clock(at), at.day(), month, weekday, at.year())
}

/// Writes a day: "Fri 27 Nov 2026".
pub fn day_short(texts: Texts, day: Date) -> String {
    let at = day.to_datetime(jiff::civil::Time::midnight());
    let (weekday, month) = (weekday(texts, at, Length::Short), month(texts, at, Length::Short));
    texts.time_day_short(at.day(), month, weekday, at.year())
}

/// Names the weekday of a day: "Friday".
pub fn weekday_long(texts: Texts, day: Date) -> &'static str {
    weekday(texts, day.to_datetime(jiff::civil::Time::midnight()), Length::Long)
}

/// Names the weekdays, Monday first.
pub fn weekdays(texts: Texts) -> [&'static str; 7] {
    const MONDAY: Date = jiff::civil::date(2026, 11, 23);
    [0_i64, 1, 2, 3, 4, 5, 6].map(|days| weekday_long(texts, MONDAY.saturating_add(days.days())))
}

/// Writes an instant in full: "Friday 27 November 2026, 18:30".
pub fn instant_long(texts: Texts, at: Timestamp, zone: &TimeZone) -> String {
    let at = zone.to_datetime(at);
    let (weekday, month) = (weekday(texts, at, Length::Long), month(texts, at, Length::Long));
    texts.time_instant_long(Clock(at), at.day(), month, weekday, at.year())
}

/// Writes an instant with the city of its zone: "Fri 27 Nov, 18:30 Stockholm".
pub fn instant_with_city(texts: Texts, at: Timestamp, zone: &TimeZone, now: Timestamp) -> String {
    let mut out = instant(texts, at, zone, now);
    out.push(' ');
    out.push_str(&city(zone));
    out
}

/// Writes an instant with its city in the reader's zone, and beside it in the desk's where their clocks differ:
/// "Fri 27 Nov, 11:00 New York (17:00 Stockholm)".
pub fn instant_in_both(
    texts: Texts,
    at: Timestamp,
    zone: &TimeZone,
    desk: &TimeZone,
    now: Timestamp,
) -> String {
    let mine = instant_with_city(texts, at, zone, now);
    let (here, there) = (zone.to_datetime(at), desk.to_datetime(at));
    if here == there {
        mine
    } else if here.date() == there.date() {
        format!("{mine} ({} {})", Clock(there), city(desk))
    } else {
        format!("{mine} ({})", instant_with_city(texts, at, desk, now))
    }
}

/// Returns the city of a zone: "Stockholm" for `Europe/Stockholm`; "UTC+05:30" for a zone that is only an offset.
pub fn city(zone: &TimeZone) -> String {
    match (zone.iana_name(), zone.to_fixed_offset()) {
        (Some(name), _) => name.rsplit('/').next().unwrap_or(name).replace('_', " "),
        (None, Ok(offset)) => format!("UTC{offset}"),
        (None, Err(_)) => "UTC".to_owned(),
    }
}

/// Writes the time of day: "18:30".
pub fn time_of_day(at: Timestamp, zone: &TimeZone) -> String {
    Clock(zone.to_datetime(at)).to_string()
}

/// Writes the day over what happened on it: "Friday 27 November", with the year when it is not this one.
pub fn day_long(texts: Texts, at: Timestamp, zone: &TimeZone, now: Timestamp) -> String {
    let at = zone.to_datetime(at);
    let (weekday, month) = (weekday(texts, at, Length::Long), month(texts, at, Length::Long));
    if at.year() == zone.to_datetime(now).year() {
        texts.time_day_long(at.day(), month, weekday)
    } else {
        texts.time_day_long_year(at.day(), month, weekday, at.year())
    }
}

/// Writes the day: "27 Nov 2026".
pub fn day(texts: Texts, at: Timestamp, zone: &TimeZone) -> String {
    let at = zone.to_datetime(at);
    texts.time_day(at.day(), month(texts, at, Length::Short), at.year())
}

/// Writes an instant for machines, in UTC: RFC 3339, to the second.
pub fn iso(at: Timestamp) -> String {
    const WHOLE_SECONDS: DateTimePrinter = DateTimePrinter::new().precision(Some(0));
    WHOLE_SECONDS.timestamp_to_string(&at)
}

/// Writes how long it is between two instants, in at most two units: "5 h 20 min", "2 days 4 h", "12 days".
pub fn span(texts: Texts, from: Timestamp, to: Timestamp) -> String {
    let seconds = to.duration_since(from).as_secs().abs();
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

/// Writes how long it is until a due time, or since: "in 5 h 20 min", "12 min ago".
pub fn until(texts: Texts, now: Timestamp, due: Timestamp) -> String {
    let span = span(texts, now, due);
    if due >= now { texts.time_in(span) } else { texts.time_ago(span) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EN: Texts = Texts::of(Locale::En);
    const SV: Texts = Texts::of(Locale::Sv);

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn zone(name: &str) -> TimeZone {
        TimeZone::get(name).unwrap()
    }

    #[test]
    fn instants_are_written_in_the_readers_zone_and_language() {
        let now = at("2026-11-23T08:00Z");
        for (when, name, en, sv) in [
            ("2026-11-27T17:30Z", "Europe/Stockholm", "Fri 27 Nov, 18:30", "fre 27 nov 18:30"),
            ("2026-05-01T06:05Z", "Europe/Stockholm", "Fri 1 May, 08:05", "fre 1 maj 08:05"),
            ("2025-05-01T06:05Z", "Europe/Stockholm", "Thu 1 May 2025, 08:05", "tors 1 maj 2025 08:05"),
            // Another year, and another day, than in UTC.
            ("2026-12-31T23:30Z", "Europe/Stockholm", "Fri 1 Jan 2027, 00:30", "fre 1 jan 2027 00:30"),
            ("2026-12-31T23:30Z", "America/New_York", "Thu 31 Dec, 18:30", "tors 31 dec 18:30"),
            ("2026-11-23T23:59Z", "UTC", "Mon 23 Nov, 23:59", "mån 23 nov 23:59"),
        ] {
            assert_eq!(instant(EN, at(when), &zone(name), now), en);
            assert_eq!(instant(SV, at(when), &zone(name), now), sv);
        }
    }

    #[test]
    fn all_days_and_months_have_their_names() {
        let (utc, monday) = (TimeZone::UTC, at("2026-11-23T12:00Z"));
        let days = |texts, length: usize| WEEKDAYS.map(|day| day[length](texts)).join(" ");
        assert_eq!(days(EN, 0), "Mon Tue Wed Thu Fri Sat Sun");
        assert_eq!(days(SV, 1), "måndag tisdag onsdag torsdag fredag lördag söndag");
        for (n, day) in (0..).zip(WEEKDAYS) {
            let written = instant_long(EN, monday + SignedDuration::from_hours(24 * n), &utc);
            assert!(written.starts_with(day[1](EN)), "{written}");
        }
        for (n, month) in (1..).zip(MONTHS) {
            assert_eq!(
                day(SV, at(&format!("2026-{n:02}-09T12:00Z")), &utc),
                format!("9 {} 2026", month[0](SV))
            );
        }
    }

    #[test]
    fn longer_and_shorter_forms() {
        let (now, then, stockholm) =
            (at("2026-11-23T08:00Z"), at("2026-11-27T17:30:00.5Z"), zone("Europe/Stockholm"));
        assert_eq!(instant_long(EN, then, &stockholm), "Friday 27 November 2026, 18:30");
        assert_eq!(instant_long(SV, then, &stockholm), "fredag 27 november 2026 kl. 18:30");
        assert_eq!(day(EN, then, &stockholm), "27 Nov 2026");
        assert_eq!(time_of_day(then, &stockholm), "18:30");
        assert_eq!(iso(then), "2026-11-27T17:30:00Z");
        assert_eq!(instant_with_city(EN, then, &stockholm, now), "Fri 27 Nov, 18:30 Stockholm");
        assert_eq!(instant_with_city(SV, then, &TimeZone::UTC, now), "fre 27 nov 17:30 UTC");
        let both = |name| {
            let zone = TimeZone::get(name).expect("a zone of the database");
            instant_in_both(EN, then, &zone, &stockholm, now)
        };
        assert_eq!(both("Europe/Prague"), "Fri 27 Nov, 18:30 Prague");
        assert_eq!(both("America/New_York"), "Fri 27 Nov, 12:30 New York (18:30 Stockholm)");
        assert_eq!(both("Asia/Tokyo"), "Sat 28 Nov, 02:30 Tokyo (Fri 27 Nov, 18:30 Stockholm)");
        assert_eq!(day_long(SV, then, &stockholm, now), "fredag 27 november");
    }

    #[test]
    fn a_zone_is_named_by_its_city() {
        for (name, shown) in [
            ("America/New_York", "New York"),
            ("America/Argentina/Buenos_Aires", "Buenos Aires"),
            ("UTC", "UTC"),
            ("Etc/UTC", "UTC"),
        ] {
            assert_eq!(city(&zone(name)), shown);
        }
        assert_eq!(city(&TimeZone::fixed(jiff::tz::offset(-3))), "UTC-03");
    }

    #[test]
    fn spans_have_at_most_two_units() {
        let now = at("2026-11-23T08:00Z");
        for (due, en, sv) in [
            ("2026-11-23T08:00Z", "in less than a minute", "om mindre än en minut"),
            ("2026-11-23T08:00:30Z", "in less than a minute", "om mindre än en minut"),
            ("2026-11-23T08:00:59.9Z", "in less than a minute", "om mindre än en minut"),
            ("2026-11-23T08:12Z", "in 12 min", "om 12 min"),
            ("2026-11-23T13:00Z", "in 5 h", "om 5 tim"),
            ("2026-11-23T13:20:59Z", "in 5 h 20 min", "om 5 tim 20 min"),
            ("2026-11-24T08:00Z", "in 1 day", "om 1 dag"),
            ("2026-11-24T09:30Z", "in 1 day 1 h", "om 1 dag 1 tim"),
            ("2026-11-25T12:00Z", "in 2 days 4 h", "om 2 dagar 4 tim"),
            ("2026-11-26T12:00Z", "in 3 days", "om 3 dagar"),
            ("2026-12-05T12:00Z", "in 12 days", "om 12 dagar"),
            ("2031-11-23T08:00Z", "in 1,826 days", "om 1\u{202F}826 dagar"),
            ("2026-11-23T07:59:59.999Z", "less than a minute ago", "för mindre än en minut sedan"),
            ("2026-11-23T07:48Z", "12 min ago", "för 12 min sedan"),
        ] {
            assert_eq!(until(EN, now, at(due)), en);
            assert_eq!(until(SV, now, at(due)), sv);
        }
        assert_eq!(span(EN, at("2026-11-23T13:20Z"), now), "5 h 20 min");
    }

    #[test]
    fn numbers_keep_their_thousands_apart() {
        for (n, en) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (1_840, "1,840"),
            (20_050_007, "20,050,007"),
            (-1_234_567, "\u{2212}1,234,567"),
            (i64::MAX, "9,223,372,036,854,775,807"),
            (i64::MIN, "\u{2212}9,223,372,036,854,775,808"),
        ] {
            assert_eq!(number(Locale::En, n), en);
            assert_eq!(number(Locale::Sv, n), en.replace(',', "\u{202F}"));
        }
    }

    #[test]
    fn moods_turn_at_four_hours() {
        let now = at("2026-11-23T08:00Z");
        for (due, expected) in [
            ("2026-11-23T12:00Z", Mood::Plenty),
            ("2026-11-23T11:59:59Z", Mood::Soon),
            ("2026-11-23T08:00Z", Mood::Soon),
            ("2026-11-23T07:59:59Z", Mood::Missed),
            ("2026-11-23T07:59:59.999Z", Mood::Missed),
        ] {
            assert_eq!(mood(now, at(due)), expected, "{due}");
        }
    }
}
