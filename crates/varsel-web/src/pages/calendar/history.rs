//! The effect of each change of the calendar, in words.

use std::collections::BTreeSet;

use varsel_core::clock::WrittenCalendar;
use varsel_core::clock::calendar::Exception;
use varsel_locale::{Texts, clock, format};
use varsel_store::calendar::Changed;
use varsel_store::rules::Change;

use super::closed_or;

/// How many days of one change are listed.
const DAYS: usize = 12;

/// A change.
pub(super) struct Row {
    pub(super) change: Change,
    /// What it changed, a line each.
    pub(super) lines: Vec<String>,
}

/// Creates the rows of changes, the newest first; `configured` is the calendar before the first of all.
pub(super) fn rows(t: Texts, changes: Vec<Changed>, configured: &WrittenCalendar) -> Vec<Row> {
    let calendars: Vec<Option<WrittenCalendar>> = changes.iter().map(|one| one.written.clone()).collect();
    let before = |at: usize, version: i64| match calendars.get(at + 1) {
        Some(before) => before.as_ref(),
        // Older changes are not listed: only of the first of all it is known what was before.
        None => (version == 2).then_some(configured),
    };
    let rows = changes.into_iter().enumerate().map(|(at, one)| {
        let (was, will) = (before(at, one.change.version), calendars[at].as_ref());
        let lines = was.zip(will).map(|(was, will)| differences(t, was, will)).unwrap_or_default();
        Row { change: one.change, lines }
    });
    rows.collect()
}

fn differences(t: Texts, was: &WrittenCalendar, will: &WrittenCalendar) -> Vec<String> {
    let mut lines = Vec::new();
    let mut differ = |label: &str, was: String, will: String| {
        if was != will {
            lines.push(format!("{label}: {was} → {will}"));
        }
    };
    let place = |written: &WrittenCalendar| written.holidays.place.clone().unwrap_or_else(|| "–".to_owned());
    differ(t.calendar_zone(), was.zone.clone(), will.zone.clone());
    differ(t.calendar_week(), clock::week(t, &was.week), clock::week(t, &will.week));
    differ(t.calendar_place(), place(was), place(will));
    let own = |one: Option<&Exception>| {
        one.map_or_else(|| "–".to_owned(), |one| format!("{} ({})", closed_or(t, &one.hours), one.reason))
    };
    let fed = |name: Option<&String>| {
        name.map_or_else(|| "–".to_owned(), |name| format!("{} ({name})", t.calendar_closed()))
    };
    let (own_was, own_will) = (&was.exceptions, &will.exceptions);
    let (fed_was, fed_will) = (&was.holidays.days, &will.holidays.days);
    let days: BTreeSet<_> =
        own_was.keys().chain(own_will.keys()).chain(fed_was.keys()).chain(fed_will.keys()).collect();
    for day in days {
        differ(&format::day_short(t, *day), own(own_was.get(day)), own(own_will.get(day)));
        differ(&format::day_short(t, *day), fed(fed_was.get(day)), fed(fed_will.get(day)));
    }
    if lines.len() > DAYS {
        let more = i64::try_from(lines.len() - DAYS).unwrap_or(i64::MAX);
        lines.truncate(DAYS);
        lines.push(t.calendar_more(more));
    }
    lines
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use varsel_core::clock::hours::Hours;
    use varsel_locale::Locale;

    use super::*;

    #[test]
    fn a_change_says_what_was_and_what_is() {
        let was = WrittenCalendar::nine_to_five("UTC");
        let mut will = WrittenCalendar::nine_to_five("Europe/Stockholm");
        will.holidays.place = Some("SE".to_owned());
        let closed = Exception { hours: Hours::NONE, reason: "Stocktaking".to_owned() };
        will.exceptions.insert(date(2026, 12, 23), closed);
        will.holidays.days.insert(date(2026, 12, 30), "Bridge".to_owned());
        let t = Texts::of(Locale::En);
        assert_eq!(
            differences(t, &was, &will),
            [
                "Time zone: UTC → Europe/Stockholm",
                "Holidays of: – → SE",
                "Wed 23 Dec 2026: – → closed (Stocktaking)",
                "Wed 30 Dec 2026: – → closed (Bridge)",
            ]
        );
        assert!(differences(t, &will, &will).is_empty());
    }
}
