//! The form that changes the calendar, and its parsing.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};
use varsel_core::clock::calendar::Exception;
use varsel_core::clock::hours::{Hours, HoursError, Interval, Week};
use varsel_core::clock::{WrittenCalendar, WrittenError};
use varsel_locale::{Texts, clock, format};

use crate::form::Form;

/// The fields of a week, in its order, with the names of their texts.
pub(super) const WEEKDAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Monday),
    ("tue", Weekday::Tuesday),
    ("wed", Weekday::Wednesday),
    ("thu", Weekday::Thursday),
    ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday),
    ("sun", Weekday::Sunday),
];

/// The contents of the form.
#[derive(Clone, Default)]
pub(super) struct Typed {
    pub(super) zone: String,
    /// The hours of each weekday, such as `09:00-12:00, 13:00-17:00`; empty if it is off.
    pub(super) week: [String; 7],
    /// The place whose holidays count.
    pub(super) place: String,
    /// A day a line that differs.
    pub(super) exceptions: String,
    pub(super) reason: String,
}

impl Typed {
    pub(super) fn of(written: &WrittenCalendar) -> Self {
        let exceptions = written.exceptions.iter().map(|(day, one)| {
            let hours = hours_text(&one.hours);
            let hours = if hours.is_empty() { "-".to_owned() } else { hours };
            format!("{day} {hours} {}", one.reason)
        });
        Self {
            zone: written.zone.clone(),
            week: WEEKDAYS.map(|(_, weekday)| hours_text(written.week.of(weekday))),
            place: written.holidays.place.clone().unwrap_or_default(),
            exceptions: exceptions.collect::<Vec<_>>().join("\n"),
            reason: String::new(),
        }
    }

    pub(super) fn read(form: &Form) -> Self {
        Self {
            zone: form.get("zone").trim().to_owned(),
            week: WEEKDAYS.map(|(id, _)| form.get(id).trim().to_owned()),
            place: form.get("place").trim().to_uppercase(),
            exceptions: form.get("exceptions").replace("\r\n", "\n"),
            reason: form.get("reason").to_owned(),
        }
    }

    /// Reads what was typed on top of what holds; or says of each field what is wrong with it.
    pub(super) fn written(
        &self,
        t: Texts,
        held: &WrittenCalendar,
    ) -> Result<WrittenCalendar, Vec<(&'static str, String)>> {
        let mut wrong = Vec::new();
        let mut spans: [Vec<Interval>; 7] = Default::default();
        // The part that continues from the day before.
        let mut goes_on: [Option<Interval>; 7] = Default::default();
        for (day, (text, (id, _))) in self.week.iter().zip(WEEKDAYS).enumerate() {
            match read_intervals(t, text, Interval::past_midnight) {
                Ok(read) => {
                    for (first, rest) in read {
                        spans[day].push(first);
                        let next = (day + 1) % 7;
                        spans[next].extend(rest);
                        goes_on[next] = goes_on[next].or(rest);
                    }
                }
                Err(fault) => wrong.push((id, of_day(t, day, &fault))),
            }
        }
        let mut days: [Hours; 7] = Default::default();
        for (day, spans) in spans.into_iter().enumerate() {
            match Hours::new(spans) {
                Ok(read) => days[day] = read,
                Err(fault) => {
                    let at = of_overlap(day, &fault, &goes_on);
                    wrong.push((WEEKDAYS[at].0, of_day(t, at, &clock::hours_fault(t, &fault))));
                }
            }
        }
        let mut exceptions = BTreeMap::new();
        for line in self.exceptions.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let at_line = |fault: String| t.calendar_wrong_line(fault, line);
            match read_exception(t, line) {
                Ok((day, exception)) => {
                    if exceptions.insert(day, exception).is_some() {
                        wrong.push(("exceptions", at_line(t.calendar_wrong_twice(day))));
                    }
                }
                Err(fault) => wrong.push(("exceptions", at_line(fault))),
            }
        }
        let week = Week::new(days).map_err(|error| {
            // Where hours cannot be read, it is not known that there are none.
            if wrong.is_empty() {
                wrong.push(("mon", clock::hours_fault(t, &error)));
            }
        });
        let mut holidays = held.holidays.clone();
        holidays.place = (!self.place.is_empty()).then(|| self.place.clone());
        let written =
            week.map(|week| WrittenCalendar { zone: self.zone.clone(), week, holidays, exceptions });
        if let Ok(written) = &written
            && let Err(fault) = written.calendar(1)
        {
            let field = if matches!(fault, WrittenError::Zone { .. }) { "zone" } else { "place" };
            wrong.push((field, clock::written_fault(t, &fault)));
        }
        match written {
            Ok(written) if wrong.is_empty() => Ok(written),
            _ => Err(wrong),
        }
    }
}

pub(super) fn hours_text(hours: &Hours) -> String {
    let one = |interval: &Interval| {
        let (from, to): (String, String) = (*interval).into();
        format!("{from}-{to}")
    };
    hours.intervals().iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Describes an error with its weekday.
fn of_day(t: Texts, day: usize, fault: &str) -> String {
    format!("{}: {fault}", format::weekdays(t)[day])
}

/// Returns the day to say an overlap of: the one before, where it is that one's hours that go on.
fn of_overlap(day: usize, fault: &HoursError, goes_on: &[Option<Interval>; 7]) -> usize {
    let from_before = matches!(fault, HoursError::Overlap { first, .. } if Some(*first) == goes_on[day]);
    if from_before { (day + 6) % 7 } else { day }
}

/// Reads `09:00-12:00, 13:00-17:00`; nothing and `-` are no hours.
fn read_intervals<I>(
    t: Texts,
    text: &str,
    read: impl Fn(&str, &str) -> Result<I, HoursError>,
) -> Result<Vec<I>, String> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty() && *part != "-");
    let interval = |part: &str| {
        let (from, to) = part.split_once(['-', '–']).ok_or_else(|| t.calendar_wrong_shape(part))?;
        read(from.trim(), to.trim()).map_err(|error| clock::hours_fault(t, &error))
    };
    parts.map(interval).collect()
}

/// Reads `2026-12-24 09:00-12:00 Half a day`, or `2026-12-23 - Stocktaking` of a day that is closed.
fn read_exception(t: Texts, line: &str) -> Result<(Date, Exception), String> {
    let shape = || t.calendar_wrong_exception().to_owned();
    let (day, rest) = line.split_once(' ').ok_or_else(shape)?;
    let day: Date = day.parse().map_err(|_| shape())?;
    let starts_reason = |word: &str| !word.starts_with(|c: char| c.is_ascii_digit()) && word != "-";
    let words: Vec<&str> = rest.split_whitespace().collect();
    let at = words.iter().position(|word| starts_reason(word)).ok_or_else(shape)?;
    let intervals = read_intervals(t, &words[..at].join(" "), Interval::parse)?;
    let hours = Hours::new(intervals).map_err(|error| clock::hours_fault(t, &error))?;
    let reason = words[at..].join(" ");
    if at == 0 || reason.chars().count() > 80 {
        return Err(shape());
    }
    Ok((day, Exception { hours, reason }))
}

#[cfg(test)]
mod tests {
    use varsel_locale::Locale;

    use super::*;

    fn typed(week: &str, exceptions: &str) -> Typed {
        Typed {
            zone: "Europe/Stockholm".to_owned(),
            week: [week, week, week, week, week, "", ""].map(str::to_owned),
            place: "SE".to_owned(),
            exceptions: exceptions.to_owned(),
            reason: String::new(),
        }
    }

    fn wrong(typed: &Typed) -> String {
        let held = WrittenCalendar::nine_to_five("UTC");
        match typed.written(Texts::of(Locale::Sv), &held) {
            Ok(_) => String::new(),
            Err(faults) => faults.iter().map(|(field, _)| *field).collect::<Vec<_>>().join(" "),
        }
    }

    #[test]
    fn a_calendar_is_read_as_it_is_shown() {
        let given =
            typed("09:00-12:00, 13:00-17:00", "2026-12-23 - Stocktaking\n2026-12-24 09:00-12:00 Half a day");
        let written = given.written(Texts::of(Locale::En), &WrittenCalendar::nine_to_five("UTC")).unwrap();
        let shown = Typed::of(&written);
        assert_eq!((shown.week, shown.exceptions, shown.place), (given.week, given.exceptions, given.place));
        let calendar = written.calendar(2).unwrap();
        assert!(!calendar.is_business_day("2026-12-23".parse().unwrap()));
        assert!(calendar.is_business_day("2026-12-24".parse().unwrap()));
    }

    #[test]
    fn hours_past_midnight_go_on_on_the_next_day() {
        let given = typed("22:00-06:00", "");
        let written = given.written(Texts::of(Locale::En), &WrittenCalendar::nine_to_five("UTC")).unwrap();
        let shown = Typed::of(&written).week;
        assert_eq!(
            (&*shown[0], &*shown[1], &*shown[5]),
            ("22:00-24:00", "00:00-06:00, 22:00-24:00", "00:00-06:00")
        );
        let mut given = typed("09:00-17:00", "");
        (given.week[6], given.week[0]) = ("22:00-06:00".to_owned(), "05:00-07:00".to_owned());
        assert_eq!(wrong(&given), "sun", "nobody typed 00:00-06:00 on Monday");
    }

    #[test]
    fn what_is_wrong_is_said_of_its_field() {
        for (given, fields) in [
            (typed("09:00-17:00", ""), ""),
            (typed("", ""), "mon"),
            (typed("09:00-13:00, 12:00-17:00", ""), "mon tue wed thu fri"),
            (typed("nine to five", ""), "mon tue wed thu fri"),
            (typed("09:00-17:00", "tomorrow - closed"), "exceptions"),
            (typed("09:00-17:00", "2026-12-23 Stocktaking"), "exceptions"),
            (typed("09:00-17:00", "2026-12-23 25:00-26:00 Never"), "exceptions"),
            (Typed { zone: "Stockholm".to_owned(), ..typed("09:00-17:00", "") }, "zone"),
            (Typed { place: "Atlantis".to_owned(), ..typed("09:00-17:00", "") }, "place"),
        ] {
            assert_eq!(wrong(&given), fields, "{:?} {}", given.week, given.exceptions);
        }
    }
}
