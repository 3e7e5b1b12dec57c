//! Reads all-day events from a calendar feed (iCalendar, RFC 5545).
//!
//! A feed is untrusted. It is parsed line by line, without recursion, and recurrences are limited before anything expands them; a
//! library expands recurrence rules.

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use jiff::civil::Date;
use varsel_core::clock::{FeedDays, FeedDoubt, FeedProblem};

use super::event::Event;
use super::lines::{Property, unfolded};

/// The maximum size of a feed, in bytes; a country's real ones have some 200 kB.
pub const LONGEST: usize = 1024 * 1024;
/// The maximum nesting of components; alarms are in events, which are in the calendar.
pub(super) const DEEPEST: usize = 4;
/// The maximum number of days.
pub(super) const MOST: usize = 1_000;
/// The maximum number of recurrence rules.
pub(super) const RULES: usize = 200;
/// The maximum length of an event, in days; longer ones are skipped.
pub const LONGEST_EVENT: i64 = 62;
/// The maximum number of skipped events that are named.
pub(super) const NAMED: usize = 20;
/// The number of years read after this one.
const YEARS: i16 = 2;

/// Reads the all-day events from `today` to the end of the second year after it, or to an earlier day; events with a time of day
/// are not days off.
///
/// An unreadable event makes the feed fail, unless none of its days can be among these.
pub fn read(bytes: &[u8], today: Date, known: Option<Date>) -> Result<FeedDays, FeedProblem> {
    if bytes.len() > LONGEST {
        return Err(FeedProblem::TooLong { most: LONGEST });
    }
    let events = events(&unfolded(bytes)?)?;
    let until = Date::new(today.year().saturating_add(YEARS), 12, 31).unwrap_or(Date::MAX);
    let until = known.map_or(until, |known| known.min(until));
    // An event that names an occurrence by RECURRENCE-ID replaces it.
    let replaced: BTreeSet<(&str, Date)> =
        events.iter().filter_map(|event| Some((event.id(), event.replaces()?))).collect();
    let mut reading = Reading { today, until, replaced, rules: 0, found: FeedDays::default() };
    for event in events.iter().filter(|event| !event.is_cancelled()) {
        match reading.take(event) {
            Err(FeedProblem::Event { .. }) if event.is_elsewhere(today, until) => {}
            taken => taken?,
        }
    }
    let found = reading.found;
    match found.passed_over.first() {
        _ if !found.days.is_empty() => Ok(found),
        Some(event) => Err(FeedProblem::OnlyLong { event: event.clone(), most: LONGEST_EVENT }),
        None => Err(FeedProblem::NoDays),
    }
}

/// The results so far.
struct Reading<'a> {
    today: Date,
    until: Date,
    replaced: BTreeSet<(&'a str, Date)>,
    rules: usize,
    found: FeedDays,
}

impl Reading<'_> {
    /// Adds the days of an event.
    fn take(&mut self, event: &Event) -> Result<(), FeedProblem> {
        let (today, until) = (self.today, self.until);
        let Some(first) = event.first()? else { return Ok(()) };
        let length = event.length(first)?;
        if length > LONGEST_EVENT {
            if !event.is_elsewhere(today, until) {
                self.pass_over(event.name());
            }
            return Ok(());
        }
        if !event.repeats() && first.saturating_add(length.days()) <= today {
            return Ok(());
        }
        self.rules += event.rules();
        if self.rules > RULES {
            return Err(FeedProblem::TooMany { most: RULES });
        }
        let (name, doubt) = (event.name(), event.doubt());
        for start in event.starts(first, today.saturating_sub(length.days()), until)? {
            if event.repeats() && self.replaced.contains(&(event.id(), start)) {
                continue;
            }
            let of_event = start.series(1.day()).take(usize::try_from(length).unwrap_or(1));
            for day in of_event.filter(|day| (today..=until).contains(day)) {
                self.add(day, &name, doubt)?;
            }
        }
        Ok(())
    }

    /// Adds a day. Of two events on a day the first counts, but a certain one takes precedence over a tentative one.
    fn add(&mut self, day: Date, name: &str, doubt: Option<FeedDoubt>) -> Result<(), FeedProblem> {
        let FeedDays { days, doubtful, .. } = &mut self.found;
        let is_better = doubt.is_none() && doubtful.remove(&day).is_some();
        if is_better || !days.contains_key(&day) {
            days.insert(day, name.to_owned());
            doubtful.extend(doubt.map(|doubt| (day, doubt)));
        }
        if days.len() > MOST { Err(FeedProblem::TooMany { most: MOST }) } else { Ok(()) }
    }

    fn pass_over(&mut self, name: String) {
        let named = &mut self.found.passed_over;
        if named.len() < NAMED && !named.contains(&name) {
            named.push(name);
        }
    }
}

/// Lists the events of a feed.
fn events(text: &str) -> Result<Vec<Event>, FeedProblem> {
    let (mut open, mut found, mut event): (Vec<String>, Vec<Event>, Event) = Default::default();
    let mut is_calendar = false;
    for property in text.split('\n').filter_map(Property::read) {
        match property.name.as_str() {
            "BEGIN" => {
                open.push(property.value.trim().to_ascii_uppercase());
                if open.len() > DEEPEST {
                    return Err(FeedProblem::TooDeep { most: DEEPEST });
                }
                is_calendar |= open == ["VCALENDAR"];
                event = if is_event(&open) { Event::default() } else { event };
            }
            "END" => {
                if is_event(&open) {
                    found.push(std::mem::take(&mut event));
                }
                if open.pop().is_none_or(|begun| begun != property.value.trim().to_ascii_uppercase()) {
                    return Err(FeedProblem::NoCalendar);
                }
            }
            _ if is_event(&open) => event.take(&property),
            _ => {}
        }
    }
    // A truncated feed can lack the event that cancels another.
    if is_calendar && open.is_empty() { Ok(found) } else { Err(FeedProblem::NoCalendar) }
}

fn is_event(open: &[String]) -> bool {
    open == ["VCALENDAR", "VEVENT"]
}
