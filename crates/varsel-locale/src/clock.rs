//! How promises were counted, in words.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use varsel_core::clock::calendar::DayOff;
use varsel_core::clock::hours::{Hours, HoursError, Interval, Week};
use varsel_core::clock::promise::{Counted, SkippedDay};
use varsel_core::clock::zones;
use varsel_core::clock::{
    Calendar, FeedDoubt, FeedEncoding, FeedProblem, Promise, PromiseRule, WrittenError,
};

use crate::{Locale, Texts, format};

/// Joins names: "a, b and c".
pub fn list(t: Texts, mut names: Vec<String>) -> String {
    match (names.pop(), names.is_empty()) {
        (None, _) => String::new(),
        (Some(last), true) => last,
        (Some(last), false) => t.time_and(names.join(", "), last),
    }
}

/// Names why a day did not count, if its weekday does not show it: "Midsummer Eve".
pub fn day_off(t: Texts, why: &DayOff) -> Option<&str> {
    match why {
        DayOff::Weekday => None,
        DayOff::Holiday(holiday) if t.locale() == Locale::Sv && !holiday.name_sv.is_empty() => {
            Some(&holiday.name_sv)
        }
        DayOff::Holiday(holiday) => Some(&holiday.name),
        DayOff::Closed(reason) => Some(reason),
        DayOff::Skipped => Some(t.clock_no_such_day()),
    }
}

/// Describes the promise of a rule: "within one business day".
pub fn within(t: Texts, rule: PromiseRule) -> String {
    match rule {
        PromiseRule::NextBusinessDay | PromiseRule::CutOff => t.clock_within_day().to_owned(),
        PromiseRule::WorkingHours(hours) => t.clock_within_hours(i64::from(hours)),
    }
}

/// Says how much business time is left, and until when in UTC: "6 h 30 min of business time left (Mon 30 Nov 2026, 16:00 UTC).";
/// nothing once it is due.
pub fn left(t: Texts, calendar: &Calendar, now: Timestamp, due: Timestamp) -> Option<String> {
    let span = business_span(t, calendar.between(now, due).as_secs());
    let utc = format::instant_with_year(t, due, &TimeZone::UTC);
    (now < due).then(|| format!("{} ({utc} UTC).", t.clock_left(span)))
}

/// Says how much business time a promise has left, in the calendar as it sees it.
pub fn promise_left(t: Texts, promise: &Promise, calendar: &Calendar, now: Timestamp) -> Option<String> {
    left(t, &promise.sees(calendar), now, promise.due)
}

/// Writes an amount of business time: in hours and minutes, since a day of it has no 24 hours.
pub fn business_span(t: Texts, seconds: i64) -> String {
    let minutes = seconds / 60;
    match (minutes / 60, minutes % 60) {
        (0, 0) => t.time_under_a_minute().to_owned(),
        (0, minutes) => t.time_minutes(minutes),
        (hours, 0) => t.time_hours(hours),
        (hours, minutes) => t.time_hours_minutes(hours, minutes),
    }
}

/// Says how a promise was counted: "Received Thu 24 Jun 2027, 11:00 Stockholm. Fri 25 Jun 2027 (Midsummer Eve) does not count. …"
pub fn trace(t: Texts, promise: &Promise, received: Timestamp) -> String {
    let zone = zones::zone(&promise.zone).unwrap_or(TimeZone::UTC);
    let mut said = vec![t.clock_received(format::city(&zone), format::instant_with_year(t, received, &zone))];
    if let Some(day) = promise.deemed {
        said.push(t.clock_deemed(format::day_short(t, day)));
    }
    if !promise.skipped.is_empty() {
        let count = i64::try_from(promise.skipped.len()).unwrap_or(i64::MAX);
        let days = promise.skipped.iter().map(|skipped| skipped_day(t, skipped)).collect();
        said.push(t.clock_skipped(count, list(t, days)));
    }
    said.push(match promise.rule {
        PromiseRule::WorkingHours(hours) => {
            let counted = promise.counted.iter().map(|counted| counted_day(t, counted)).collect();
            t.clock_hours(list(t, counted), i64::from(hours))
        }
        PromiseRule::NextBusinessDay | PromiseRule::CutOff => {
            let (day, clock) = closing(promise.due, &zone);
            t.clock_next(clock, format::day_short(t, day))
        }
    });
    if let Some(day) = promise.past_horizon {
        said.push(t.clock_past_horizon(format::day_short(t, day)));
    }
    if let Some(day) = promise.before_horizon {
        said.push(t.clock_before_horizon(format::day_short(t, day)));
    }
    said.join(" ")
}

/// Returns the day that closes at an instant, and the time: midnight belongs to the day that it ends.
fn closing(due: Timestamp, zone: &TimeZone) -> (Date, String) {
    let wall = zone.to_datetime(due);
    if (wall.hour(), wall.minute()) == (0, 0) {
        (wall.date().yesterday().unwrap_or_else(|_| wall.date()), "24:00".to_owned())
    } else {
        (wall.date(), format::time_of_day(due, zone))
    }
}

fn skipped_day(t: Texts, skipped: &SkippedDay) -> String {
    let day = format::day_short(t, skipped.day);
    match day_off(t, &skipped.why) {
        None => day,
        Some(why) => format!("{day} ({why})"),
    }
}

fn counted_day(t: Texts, counted: &Counted) -> String {
    let span =
        format::span(t, Timestamp::UNIX_EPOCH, Timestamp::from_second(counted.seconds).unwrap_or_default());
    t.clock_counted(format::day_short(t, counted.day), span)
}

/// Writes hours: "09:00–12:00, 13:00–17:00".
fn hours(hours: &Hours) -> String {
    hours.intervals().iter().copied().map(interval).collect::<Vec<_>>().join(", ")
}

fn interval(interval: Interval) -> String {
    let (from, to): (String, String) = interval.into();
    format!("{from}–{to}")
}

/// Writes a week, days that are alike together: "Monday to Friday 09:00–17:00; Saturday 10:00–14:00".
pub fn week(t: Texts, week: &Week) -> String {
    let names = format::weekdays(t);
    let days: Vec<(&str, &Hours)> = names.into_iter().zip(week.days()).collect();
    let alike = days.chunk_by(|(_, one), (_, next)| one == next).filter(|run| !run[0].1.is_empty());
    let words = alike.map(|run| {
        let named = match run {
            [(only, _)] => (*only).to_owned(),
            [(first, _), (second, _)] => t.time_and(first, second),
            [(first, _), .., (last, _)] => t.time_from_day_to_day(first, last),
            [] => String::new(),
        };
        format!("{named} {}", hours(run[0].1))
    });
    words.collect::<Vec<_>>().join("; ")
}

/// Describes an error in hours, and what to do.
pub fn hours_fault(t: Texts, fault: &HoursError) -> String {
    match fault {
        HoursError::Time(given) => t.calendar_wrong_time(given),
        HoursError::Empty { from, to } => t.calendar_wrong_empty(from, to),
        HoursError::Overlap { first, second } => {
            t.calendar_wrong_overlap(interval(*first), interval(*second))
        }
        HoursError::NoHours => t.calendar_wrong_no_hours().to_owned(),
    }
}

/// Describes an error in a calendar, and what to do.
pub fn written_fault(t: Texts, fault: &WrittenError) -> String {
    match fault {
        WrittenError::Zone { given } => t.calendar_wrong_zone(given),
        WrittenError::Place(place) => t.calendar_wrong_place(&place.given),
        WrittenError::Horizon { day, place, from, until } => {
            t.calendar_wrong_horizon(day, from, place, until)
        }
    }
}

/// Describes why a day in a feed might not be a day off.
pub fn feed_doubt(t: Texts, doubt: FeedDoubt) -> &'static str {
    match doubt {
        FeedDoubt::Tentative => t.feed_doubt_tentative(),
        FeedDoubt::Observance => t.feed_doubt_observance(),
    }
}

/// Describes an error in a feed of days off, and what to do.
pub fn feed_fault(t: Texts, fault: &FeedProblem) -> String {
    match fault {
        FeedProblem::Refused => t.feed_problem_refused().to_owned(),
        FeedProblem::Unreachable { why } => t.feed_problem_unreachable(why),
        FeedProblem::Status { status } => t.feed_problem_status(status.to_string()),
        FeedProblem::TooLong { most } => t.feed_problem_too_long(format!("{} MB", most / (1024 * 1024))),
        FeedProblem::NoCalendar => t.feed_problem_no_calendar().to_owned(),
        FeedProblem::Encoding { encoding: FeedEncoding::Latin1 } => t.feed_problem_latin1().to_owned(),
        FeedProblem::Encoding { encoding: FeedEncoding::Utf16 } => t.feed_problem_utf16().to_owned(),
        FeedProblem::OnlyLong { event, most } => t.feed_problem_only_long(event, most.to_string()),
        FeedProblem::TooDeep { most } => t.feed_problem_too_deep(most),
        FeedProblem::TooMany { most } => t.feed_problem_too_many(most),
        FeedProblem::Event { event, what } => t.feed_problem_event(event, what),
        FeedProblem::NoDays => t.feed_problem_no_days().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use varsel_core::clock::WrittenCalendar;
    use varsel_core::clock::holidays::Place;

    #[test]
    fn a_week_is_written_with_days_that_are_alike_together() {
        assert_eq!(
            super::week(Texts::of(Locale::Sv), &WrittenCalendar::nine_to_five("UTC").week),
            "måndag till fredag 09:00–17:00"
        );
        let hours = |all: &[(&str, &str)]| {
            let intervals = all.iter().map(|(from, to)| Interval::parse(from, to).unwrap());
            Hours::new(intervals.collect::<Vec<_>>()).unwrap()
        };
        let short = || hours(&[("10:00", "14:00")]);
        let week = Week::new([
            hours(&[("09:00", "12:00"), ("13:00", "17:00")]),
            Hours::NONE,
            hours(&[("00:00", "24:00")]),
            Hours::NONE,
            Hours::NONE,
            short(),
            short(),
        ]);
        assert_eq!(
            super::week(Texts::of(Locale::En), &week.unwrap()),
            "Monday 09:00–12:00, 13:00–17:00; Wednesday 00:00–24:00; Saturday and Sunday 10:00–14:00"
        );
    }

    fn told(locale: Locale, received: &str, rule: PromiseRule) -> String {
        let calendar = Place::find("SE").unwrap().calendar();
        let received: jiff::Zoned = format!("{received}[Europe/Stockholm]").parse().unwrap();
        let promise = Promise::for_receipt(received.timestamp(), &calendar, rule);
        trace(Texts::of(locale), &promise, received.timestamp())
    }

    #[test]
    fn what_is_left_is_business_time() {
        let calendar = Place::find("SE").unwrap().calendar();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let (now, due) = (at("2026-11-27T15:30Z"), at("2026-11-30T16:00Z"));
        assert_eq!(
            left(Texts::of(Locale::En), &calendar, now, due).as_deref(),
            Some("8 h 30 min of business time left (Mon 30 Nov 2026, 16:00 UTC).")
        );
        assert_eq!(left(Texts::of(Locale::En), &calendar, due, due), None, "what is due has nothing left");
        assert_eq!(within(Texts::of(Locale::En), PromiseRule::WorkingHours(8)), "within 8 working hours");
    }

    #[test]
    fn a_promise_tells_how_it_was_counted() {
        assert_eq!(
            told(Locale::En, "2027-06-24T11:00", PromiseRule::NextBusinessDay),
            "Received Thu 24 Jun 2027, 11:00 Stockholm. Fri 25 Jun 2027 (Midsummer Eve), Sat 26 Jun 2027 (Midsummer Day) \
             and Sun 27 Jun 2027 do not count. Mon 28 Jun 2027 is the next business day; it closes at 17:00."
        );
        assert_eq!(
            told(Locale::Sv, "2027-01-05T12:00", PromiseRule::NextBusinessDay),
            "Mottaget tis 5 jan 2027 12:00 Stockholm. Räknas inte: ons 6 jan 2027 (Trettondedag jul). \
             Nästa arbetsdag är tors 7 jan 2027; den slutar 17:00."
        );
        assert_eq!(
            told(Locale::En, "2026-11-23T10:15", PromiseRule::WorkingHours(8)),
            "Received Mon 23 Nov 2026, 10:15 Stockholm. 8 working hours: 6 h 45 min on Mon 23 Nov 2026 and 1 h 15 min on \
             Tue 24 Nov 2026."
        );
        assert_eq!(
            told(Locale::En, "2026-11-27T18:30", PromiseRule::CutOff),
            "Received Fri 27 Nov 2026, 18:30 Stockholm. It counts as received on Mon 30 Nov 2026. Sat 28 Nov 2026 and \
             Sun 29 Nov 2026 do not count. Tue 1 Dec 2026 is the next business day; it closes at 17:00."
        );
    }
}
