//! An event of a calendar feed, as written, and its all-day dates.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, ToSpan as _};
use rrule::{RRuleSet, Tz};
use varsel_core::clock::{FeedDoubt, FeedProblem};
use varsel_core::text::cleaned;

use super::duration::{self, DAY};
use super::lines::Property;
use super::read::{LONGEST_EVENT, MOST};

/// The maximum length of a recurrence rule, in bytes.
const LONGEST_RULE: usize = 300;
/// The maximum length of a name, in characters.
const NAME: usize = 80;
/// How much of a description is inspected, in characters.
const DESCRIPTION: usize = 400;
/// The year before which occurrences are not enumerated.
const LONG_AGO: i16 = 1900;
/// The hour of UTC from which midnight lies on the next day of the event's own zone; before it, on the same day.
const NEXT_DAY: u8 = 11;
/// How holiday calendars mark a day on which people work.
const OBSERVANCES: [&str; 4] = ["observance", "gedenktag", "högtidsdag", "minnesdag"];

/// An event of a feed, as written.
#[derive(Default)]
pub(super) struct Event {
    id: String,
    summary: String,
    description: String,
    status: String,
    categories: String,
    start: Option<String>,
    /// Whether the start is declared as a date.
    is_date: bool,
    /// Whether the program that wrote it marks it as all-day.
    is_all_day: bool,
    end: Option<String>,
    duration: Option<String>,
    replaces: Option<String>,
    rules: Vec<String>,
    more: Vec<String>,
    except: Vec<String>,
}

/// Parses the date of a value, with or without a time of day.
fn day(value: &str) -> Option<Date> {
    Date::strptime("%Y%m%d", value.trim().get(..8)?).ok()
}

/// Parses the date of a value of an event that lasts from midnight to midnight: a value in UTC is midnight in another zone.
fn local_day(value: &str) -> Option<Date> {
    let (day, value) = (day(value)?, value.trim());
    let hour = value.get(9..11).and_then(|hour| hour.parse::<u8>().ok());
    let is_next = value.ends_with('Z') && hour.is_some_and(|hour| hour >= NEXT_DAY);
    Some(if is_next { day.saturating_add(1.day()) } else { day })
}

/// Returns whether a value is midnight, in the event's own zone.
fn is_midnight(value: &str) -> bool {
    value.len() == 15 && value.ends_with("T000000")
}

/// Parses the dates of lists; invalid ones are dropped.
fn listed(values: &[String]) -> BTreeSet<Date> {
    values.iter().flat_map(|value| value.split(',')).filter_map(local_day).collect()
}

impl Event {
    /// Adds a line.
    pub(super) fn take(&mut self, property: &Property<'_>) {
        let value = property.value;
        let text = || value.trim().to_owned();
        let head = |most: usize| cleaned(&value.chars().take(most).collect::<String>());
        match property.name.as_str() {
            "UID" => self.id = text(),
            "SUMMARY" => self.summary = head(4 * NAME),
            "DESCRIPTION" => self.description = head(DESCRIPTION),
            "STATUS" => self.status = text().to_ascii_uppercase(),
            "CATEGORIES" => self.categories = head(DESCRIPTION),
            "DTSTART" => (self.start, self.is_date) = (Some(text()), property.is_date()),
            "DTEND" => self.end = Some(text()),
            "DURATION" => self.duration = Some(text()),
            "RECURRENCE-ID" => self.replaces = Some(text()),
            "RRULE" => self.rules.push(text()),
            "RDATE" => self.more.push(text()),
            "EXDATE" => self.except.push(text()),
            "X-MICROSOFT-CDO-ALLDAYEVENT" => self.is_all_day = value.trim().eq_ignore_ascii_case("TRUE"),
            _ => {}
        }
    }

    pub(super) fn id(&self) -> &str {
        &self.id
    }

    pub(super) fn is_cancelled(&self) -> bool {
        self.status == "CANCELLED"
    }

    /// Returns the day of the series that it replaces.
    pub(super) fn replaces(&self) -> Option<Date> {
        local_day(self.replaces.as_deref()?)
    }

    /// Returns its name.
    pub(super) fn name(&self) -> String {
        let name = unescaped(&self.summary);
        let words: Vec<&str> = name.split_whitespace().collect();
        let name: String = words.join(" ").chars().take(NAME).collect();
        if name.is_empty() { "–".to_owned() } else { name }
    }

    /// Returns why it might not be a day off.
    pub(super) fn doubt(&self) -> Option<FeedDoubt> {
        let description = unescaped(&self.description);
        let mut lines = description.lines().map(str::trim);
        let is_observance = |word: &str| OBSERVANCES.contains(&word.trim().to_lowercase().as_str());
        // Google's holiday calendars mark such a day in the first line and, in every language, name themselves in the second.
        let is_called_so = lines.next().is_some_and(is_observance)
            || (self.id.ends_with("@google.com")
                && lines.next().is_some_and(|second| second.contains("Google"))
                && lines.next().is_none())
            || unescaped(&self.categories).split(',').any(is_observance);
        match self.status.as_str() {
            "TENTATIVE" => Some(FeedDoubt::Tentative),
            _ if is_called_so => Some(FeedDoubt::Observance),
            _ => None,
        }
    }

    fn problem(&self, what: &str) -> FeedProblem {
        let what = cleaned(&what.chars().take(200).collect::<String>());
        FeedProblem::Event { event: self.name(), what }
    }

    pub(super) fn repeats(&self) -> bool {
        !self.rules.is_empty() || !self.more.is_empty()
    }

    /// Counts its recurrence rules.
    pub(super) const fn rules(&self) -> usize {
        self.rules.len()
    }

    /// Returns whether it lasts from midnight to midnight, as Outlook writes all-day events.
    fn is_from_midnight(&self, start: &str) -> bool {
        let ends = match (self.end.as_deref(), self.duration.as_deref()) {
            (Some(end), _) => is_midnight(end) && end > start,
            (None, Some(length)) => {
                duration::seconds(length).is_some_and(|length| length >= DAY && length % DAY == 0)
            }
            (None, None) => self.is_all_day,
        };
        is_midnight(start) && ends
    }

    /// Returns its first day; `None` if it has a time of day (RFC 5545, 3.3.4).
    pub(super) fn first(&self) -> Result<Option<Date>, FeedProblem> {
        let Some(start) = self.start.as_deref() else { return Ok(None) };
        if start.len() != 8 && !self.is_date && !self.is_from_midnight(start) {
            return Ok(None);
        }
        let first = day(start).filter(|_| start.len() == 8 || !self.is_date);
        first.map(Some).ok_or_else(|| self.problem(&format!("DTSTART:{start}")))
    }

    /// Returns how many days it has: its end is the day after the last (RFC 5545, 3.6.1).
    pub(super) fn length(&self, first: Date) -> Result<i64, FeedProblem> {
        let has_time = |value: &str| value.len() != 8;
        let length = match (self.end.as_deref(), self.duration.as_deref()) {
            (Some(end), _) => {
                let is_alike = has_time(end) == self.start.as_deref().is_some_and(has_time);
                let last = day(end).filter(|last| is_alike && *last >= first);
                let last = last.ok_or_else(|| self.problem(&format!("DTEND:{end}")))?;
                first.duration_until(last).as_hours() / 24
            }
            (None, Some(length)) => {
                duration::seconds(length).ok_or_else(|| self.problem(&format!("DURATION:{length}")))? / DAY
            }
            (None, None) => 1,
        };
        Ok(length.max(1))
    }

    /// Returns whether none of its days can be from `today` to `until`, as far as it can be read.
    pub(super) fn is_elsewhere(&self, today: Date, until: Date) -> bool {
        // The year of an unreadable date can be readable.
        let start = self.start.as_deref().unwrap_or_default();
        let year = || start.get(..4).filter(|year| year.bytes().all(|b| b.is_ascii_digit()))?.parse().ok();
        let of_year = || Some((Date::new(year()?, 1, 1).ok()?, Date::new(year()?, 12, 31).ok()?));
        let Some((earliest, latest)) = day(start).map(|day| (day, day)).or_else(of_year) else {
            return false;
        };
        if earliest > until && self.more.is_empty() {
            return true;
        }
        let has_end = self.end.as_deref().and_then(day);
        let length = match (has_end, self.duration.as_deref().map(duration::seconds)) {
            (Some(end), _) => latest.duration_until(end).as_hours() / 24,
            (None, Some(Some(seconds))) => seconds / DAY,
            (None, _) => LONGEST_EVENT,
        };
        // An event without an end in the calendar is not over.
        let over = |last: Date| {
            Span::new().try_days(length.max(1)).is_ok_and(|length| last.saturating_add(length) <= today)
        };
        let ends = |rule: &String| {
            let upper = rule.to_ascii_uppercase();
            let end = upper.split(';').find_map(|part| part.strip_prefix("UNTIL=").map(local_day))??;
            Some(over(end))
        };
        over(latest)
            && self.rules.iter().all(|rule| ends(rule) == Some(true))
            && listed(&self.more).iter().all(|day| over(*day))
            && self.more.iter().flat_map(|value| value.split(',')).all(|value| day(value).is_some())
    }

    /// Lists the days on which it starts, between two days.
    pub(super) fn starts(&self, first: Date, from: Date, until: Date) -> Result<BTreeSet<Date>, FeedProblem> {
        let mut starts = listed(&self.more);
        starts.insert(first);
        match self.rules.as_slice() {
            [] => {}
            [rule] => starts.extend(self.follow(rule, first, from, until)?),
            // "SHOULD NOT occur more than once", RFC 5545, 3.8.5.3.
            _ => return Err(self.problem(&format!("RRULE × {}", self.rules.len()))),
        }
        let except = listed(&self.except);
        starts.retain(|day| (from..=until).contains(day) && !except.contains(day));
        Ok(starts)
    }

    /// Expands a recurrence rule of days in UTC, where there are no clock changes.
    fn follow(&self, rule: &str, first: Date, from: Date, until: Date) -> Result<Vec<Date>, FeedProblem> {
        let wrong = || self.problem(&format!("RRULE:{rule}"));
        if rule.len() > LONGEST_RULE || rule.chars().any(char::is_control) {
            return Err(wrong());
        }
        let upper = rule.to_ascii_uppercase();
        let mut parts: Vec<(&str, &str)> = upper.split(';').filter_map(|part| part.split_once('=')).collect();
        // "MUST be ignored" with a day as start, RFC 5545, 3.3.10; one that begins at midnight can only say so.
        let is_day = self.start.as_deref().is_some_and(|start| start.len() == 8);
        let is_of_time = |name: &str| matches!(name, "BYHOUR" | "BYMINUTE" | "BYSECOND");
        if parts.iter().any(|(name, value)| is_of_time(name) && !is_day && value.parse() != Ok(0)) {
            return Err(wrong());
        }
        parts.retain(|(name, _)| !is_of_time(name));
        let of = |name: &str| parts.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        let frequency = of("FREQ").and_then(Frequency::of).ok_or_else(wrong)?;
        let interval = of("INTERVAL").map_or(Ok(1), str::parse::<u16>);
        let interval = interval.ok().filter(|interval| *interval > 0).ok_or_else(wrong)?;
        // A rule of days ends with a day, and is not expanded further than needed.
        let ends = match of("UNTIL") {
            Some(end) if is_day => day(end).ok_or_else(wrong)?.min(until),
            Some(end) => local_day(end).ok_or_else(wrong)?.min(until),
            None => until,
        };
        // A rule with a count starts at its start; a week of the year without days has that of the start.
        let stays = of("COUNT").is_some() || (of("BYWEEKNO").is_some() && of("BYDAY").is_none());
        let first = if stays { first } else { frequency.later(first, interval, from) };
        if ends < first || ends < from {
            return Ok(Vec::new());
        }
        // Occurrences from long ago are not enumerated.
        if first.year() < LONG_AGO {
            return Err(wrong());
        }
        let at = |day: Date| format!("{}T000000Z", day.strftime("%Y%m%d"));
        let kept = parts.iter().filter(|(name, _)| *name != "UNTIL");
        let kept: Vec<String> = kept.map(|(name, value)| format!("{name}={value}")).collect();
        let rule = format!("DTSTART:{}\nRRULE:{};UNTIL={}", at(first), kept.join(";"), at(ends));
        let set: RRuleSet = rule.parse().map_err(|_| wrong())?;
        let instant = |day: Date| {
            let seconds = day.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second();
            Some(chrono::DateTime::from_timestamp(seconds, 0)?.with_timezone(&Tz::UTC))
        };
        let (Some(from), Some(ends)) = (instant(from), instant(ends)) else { return Err(wrong()) };
        let most = u16::try_from(MOST).unwrap_or(u16::MAX);
        let found = set.limit().after(from).before(ends).all(most);
        if found.limited {
            return Err(FeedProblem::TooMany { most: MOST });
        }
        Ok(found.dates.iter().filter_map(|at| day(&at.format("%Y%m%d").to_string())).collect())
    }
}

/// The frequency of a rule; a rule that repeats within a day is not a rule of days.
#[derive(Clone, Copy)]
enum Frequency {
    Yearly,
    Monthly,
    Weekly,
    Daily,
}

impl Frequency {
    fn of(text: &str) -> Option<Self> {
        Some(match text {
            "YEARLY" => Self::Yearly,
            "MONTHLY" => Self::Monthly,
            "WEEKLY" => Self::Weekly,
            "DAILY" => Self::Daily,
            _ => return None,
        })
    }

    /// Moves the start of an endless rule to a day shortly before `from` from which it repeats in the same way: some programs
    /// write 1601 or 1604 for "every year". Years move in steps of four, because of leap days.
    fn later(self, first: Date, interval: u16, from: Date) -> Date {
        let interval = i32::from(interval);
        let years = |step: i32| {
            let behind = i32::from(from.year()) - 8 - i32::from(first.year());
            let moved = i16::try_from(behind.max(0) / step * step).ok()?;
            Date::new(first.year().checked_add(moved)?, first.month(), first.day()).ok()
        };
        let days = |step: i32| {
            let behind = first.duration_until(from).as_hours() / 24 - 366;
            let moved = behind.max(0) / i64::from(step) * i64::from(step);
            first.checked_add(Span::new().try_days(moved).ok()?).ok()
        };
        let moved = match self {
            Self::Yearly => years(common(4, interval)),
            Self::Monthly => years(common(48, interval) / 12),
            Self::Weekly => days(7 * interval),
            Self::Daily => days(interval),
        };
        moved.unwrap_or(first)
    }
}

/// Returns the least common multiple.
const fn common(a: i32, b: i32) -> i32 {
    let (mut greater, mut lesser) = (a, b);
    while lesser != 0 {
        (greater, lesser) = (lesser, greater % lesser);
    }
    a / greater * b
}

/// Unescapes a text (RFC 5545, 3.3.11).
fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 'N') | None => plain.push('\n'),
                Some(escaped) => plain.push(escaped),
            },
            c if c.is_control() => plain.push(' '),
            c => plain.push(c),
        }
    }
    plain
}
