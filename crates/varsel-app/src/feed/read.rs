//! Reads whole days from a calendar feed (iCalendar, RFC 5545).
//!
//! A feed is a stranger's text. It is read line by line, without recursion, and what it repeats is limited before anything follows
//! it; rules of repetition are followed by a library.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::{Span, ToSpan as _};
use rrule::{RRuleSet, Tz};
use varsel_core::clock::FeedProblem;
use varsel_core::text::cleaned;

/// The longest feed that is read, in bytes; real ones of a country have some 200 kB.
pub const LONGEST: usize = 1024 * 1024;
/// How deeply parts may stand inside each other; alarms stand in events, which stand in the calendar.
const DEEPEST: usize = 4;
/// How many days are taken.
const MOST: usize = 1_000;
/// How many rules of repetition are followed.
const RULES: usize = 200;
/// The longest rule that is followed, in bytes.
const LONGEST_RULE: usize = 300;
/// How many days one event may have.
const LONGEST_EVENT: i64 = 62;
/// How many years after this one are read.
const YEARS: i16 = 2;
/// How much of a name is kept, in characters.
const NAME: usize = 80;

/// Reads the whole days from `today` to the end of the second year after it, or to a day before; what has a time of day is no day off.
pub fn read(bytes: &[u8], today: Date, known: Option<Date>) -> Result<BTreeMap<Date, String>, FeedProblem> {
    if bytes.len() > LONGEST {
        return Err(FeedProblem::TooLong { most: LONGEST });
    }
    let text = std::str::from_utf8(bytes).map_err(|_| FeedProblem::NoCalendar)?;
    let events = events(text.trim_start_matches('\u{feff}'))?;
    let until = Date::new(today.year() + YEARS, 12, 31).unwrap_or(Date::MAX);
    let until = known.map_or(until, |known| known.min(until));
    // An event that names another's day by RECURRENCE-ID stands in its place.
    let replaced: BTreeSet<(&str, Date)> = events
        .iter()
        .filter_map(|event| Some((event.id.as_str(), day(event.replaces.as_deref()?)?)))
        .collect();
    let (mut days, mut rules) = (BTreeMap::new(), 0);
    for event in events.iter().filter(|event| !event.is_cancelled) {
        let Some(first) = event.first()? else { continue };
        let length = event.length(first)?;
        let reaches = first.saturating_add(length.days()) > today;
        if !event.repeats() && !reaches {
            continue;
        }
        rules += event.rules.len();
        if rules > RULES {
            return Err(FeedProblem::TooMany { most: RULES });
        }
        if length > LONGEST_EVENT {
            return Err(event.problem(&format!("{length} > {LONGEST_EVENT} d")));
        }
        let name = event.name();
        for start in event.starts(first, today.saturating_sub(length.days()), until)? {
            if event.repeats() && replaced.contains(&(event.id.as_str(), start)) {
                continue;
            }
            let of_event = start.series(1.day()).take(usize::try_from(length).unwrap_or(1));
            for day in of_event.filter(|day| (today..=until).contains(day)) {
                days.entry(day).or_insert_with(|| name.clone());
                if days.len() > MOST {
                    return Err(FeedProblem::TooMany { most: MOST });
                }
            }
        }
    }
    if days.is_empty() { Err(FeedProblem::NoDays) } else { Ok(days) }
}

/// An event of a feed, as it is written.
#[derive(Default)]
struct Event {
    id: String,
    summary: String,
    is_cancelled: bool,
    start: Option<String>,
    end: Option<String>,
    duration: Option<String>,
    replaces: Option<String>,
    rules: Vec<String>,
    more: Vec<String>,
    except: Vec<String>,
}

/// Lists the events of a feed.
fn events(text: &str) -> Result<Vec<Event>, FeedProblem> {
    let (mut open, mut found, mut event): (Vec<String>, Vec<Event>, Event) = Default::default();
    let mut is_calendar = false;
    for line in content_lines(text) {
        let Some((name, value)) = property(&line) else { continue };
        match name.as_str() {
            "BEGIN" => {
                open.push(value.trim().to_ascii_uppercase());
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
                if open.pop().is_none_or(|begun| begun != value.trim().to_ascii_uppercase()) {
                    return Err(FeedProblem::NoCalendar);
                }
            }
            _ if is_event(&open) => event.take(&name, value),
            _ => {}
        }
    }
    // One that was cut off may lack the event that calls another off.
    if is_calendar && open.is_empty() { Ok(found) } else { Err(FeedProblem::NoCalendar) }
}

fn is_event(open: &[String]) -> bool {
    open == ["VCALENDAR", "VEVENT"]
}

/// Lists the lines of a text, those that were folded whole again (RFC 5545, 3.1).
fn content_lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.split('\n') {
        let line = line.strip_suffix('\r').unwrap_or(line);
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some(last)) => last.push_str(rest),
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

/// Reads the name of a line, in capitals, and its value. Parameters are passed over; they may hold a colon in quotes.
fn property(line: &str) -> Option<(String, &str)> {
    let mut is_quoted = false;
    let colon = line.bytes().position(|byte| {
        is_quoted ^= byte == b'"';
        byte == b':' && !is_quoted
    })?;
    let name = line[..colon].split(';').next().unwrap_or_default().trim();
    Some((name.to_ascii_uppercase(), &line[colon + 1..]))
}

/// Reads the day of a value, whether it has a time of day or not.
fn day(value: &str) -> Option<Date> {
    Date::strptime("%Y%m%d", value.trim().get(..8)?).ok()
}

impl Event {
    fn take(&mut self, name: &str, value: &str) {
        let text = || value.trim().to_owned();
        match name {
            "UID" => self.id = text(),
            "SUMMARY" => self.summary = cleaned(&value.chars().take(4 * NAME).collect::<String>()),
            "STATUS" => self.is_cancelled = value.trim().eq_ignore_ascii_case("CANCELLED"),
            "DTSTART" => self.start = Some(text()),
            "DTEND" => self.end = Some(text()),
            "DURATION" => self.duration = Some(text()),
            "RECURRENCE-ID" => self.replaces = Some(text()),
            "RRULE" => self.rules.push(text()),
            "RDATE" => self.more.push(text()),
            "EXDATE" => self.except.push(text()),
            _ => {}
        }
    }

    /// Returns what it is called, without the escapes of RFC 5545, 3.3.11.
    fn name(&self) -> String {
        let mut name = String::new();
        let mut chars = self.summary.chars();
        while let Some(c) = chars.next() {
            match c {
                '\\' => match chars.next() {
                    Some('n' | 'N') | None => name.push(' '),
                    Some(escaped) => name.push(escaped),
                },
                c if c.is_control() => name.push(' '),
                c => name.push(c),
            }
        }
        let words: Vec<&str> = name.split_whitespace().collect();
        let name: String = words.join(" ").chars().take(NAME).collect();
        if name.is_empty() { "–".to_owned() } else { name }
    }

    fn problem(&self, what: &str) -> FeedProblem {
        let what = cleaned(&what.chars().take(200).collect::<String>());
        FeedProblem::Event { event: self.name(), what }
    }

    fn repeats(&self) -> bool {
        !self.rules.is_empty() || !self.more.is_empty()
    }

    /// Returns its first day; none where it has a time of day (RFC 5545, 3.3.4).
    fn first(&self) -> Result<Option<Date>, FeedProblem> {
        let Some(start) = self.start.as_deref().filter(|start| start.len() == 8) else { return Ok(None) };
        day(start).map(Some).ok_or_else(|| self.problem(&format!("DTSTART:{start}")))
    }

    /// Returns how many days it has: its end is the day after the last (RFC 5545, 3.6.1).
    fn length(&self, first: Date) -> Result<i64, FeedProblem> {
        let length = match (self.end.as_deref(), self.duration.as_deref()) {
            (Some(end), _) => {
                let last = day(end).filter(|last| end.len() == 8 && *last >= first);
                let last = last.ok_or_else(|| self.problem(&format!("DTEND:{end}")))?;
                first.duration_until(last).as_hours() / 24
            }
            (None, Some(span)) => span
                .parse::<Span>()
                .map(|span| i64::from(span.get_weeks()) * 7 + i64::from(span.get_days()))
                .map_err(|_| self.problem(&format!("DURATION:{span}")))?,
            (None, None) => 1,
        };
        Ok(length.max(1))
    }

    /// Lists the days on which it begins, from a day on until another.
    fn starts(&self, first: Date, from: Date, until: Date) -> Result<BTreeSet<Date>, FeedProblem> {
        let dates = |values: &[String]| -> BTreeSet<Date> {
            values.iter().flat_map(|value| value.split(',')).filter_map(day).collect()
        };
        let mut starts = dates(&self.more);
        starts.insert(first);
        match self.rules.as_slice() {
            [] => {}
            [rule] => starts.extend(self.follow(rule, first, from, until)?),
            // "SHOULD NOT occur more than once", RFC 5545, 3.8.5.3.
            _ => return Err(self.problem(&format!("RRULE × {}", self.rules.len()))),
        }
        let except = dates(&self.except);
        starts.retain(|day| (from..=until).contains(day) && !except.contains(day));
        Ok(starts)
    }

    /// Follows a rule of repetition, which is one of days, in UTC: then no clock changes.
    fn follow(&self, rule: &str, first: Date, from: Date, until: Date) -> Result<Vec<Date>, FeedProblem> {
        let wrong = || self.problem(&format!("RRULE:{rule}"));
        let upper = rule.to_ascii_uppercase();
        let parts: Vec<(&str, &str)> = upper.split(';').filter_map(|part| part.split_once('=')).collect();
        let of = |name: &str| parts.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        let is_of_days = matches!(of("FREQ"), Some("YEARLY" | "MONTHLY" | "WEEKLY" | "DAILY"))
            && parts.iter().all(|(name, _)| !matches!(*name, "BYHOUR" | "BYMINUTE" | "BYSECOND"))
            && of("INTERVAL").is_none_or(|interval| interval.parse::<u16>().is_ok_and(|days| days > 0));
        if !is_of_days || rule.len() > LONGEST_RULE || rule.chars().any(char::is_control) {
            return Err(wrong());
        }
        // A rule of days ends with a day, and is not followed further than anybody asks.
        let ends = match of("UNTIL") {
            Some(end) => day(end).ok_or_else(wrong)?.min(until),
            None => until,
        };
        let first = later_start(first, of("FREQ"), of("INTERVAL").or(of("COUNT")), from);
        if ends < first || ends < from {
            return Ok(Vec::new());
        }
        // What began long ago is not counted through.
        if first.year() < 1900 {
            return Err(wrong());
        }
        let at = |day: Date| format!("{}T000000Z", day.strftime("%Y%m%d"));
        let kept = parts.iter().filter(|(name, _)| *name != "UNTIL");
        let kept: Vec<String> = kept.map(|(name, value)| format!("{name}={value}")).collect();
        let rule = format!("DTSTART:{}\nRRULE:{};UNTIL={}", at(first), kept.join(";"), at(ends));
        let set: RRuleSet = rule.parse().map_err(|_| wrong())?;
        let instant = |day: Date| {
            let seconds = day.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_second();
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

/// Moves the beginning of what comes every year to a year not long ago, of the same kind as to leap days: some programs write 1604 for
/// "every year".
fn later_start(first: Date, frequency: Option<&str>, counted: Option<&str>, from: Date) -> Date {
    let behind = i32::from(from.year()) - 8 - i32::from(first.year());
    if frequency != Some("YEARLY") || counted.is_some() || behind <= 0 {
        return first;
    }
    let years = i16::try_from(behind / 4 * 4).unwrap_or(0);
    Date::new(first.year() + years, first.month(), first.day()).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 11, 27);

    fn feed(events: &str) -> String {
        format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//EN\r\n{events}END:VCALENDAR\r\n")
    }

    fn event(lines: &str) -> String {
        format!("BEGIN:VEVENT\r\nUID:1@example\r\n{lines}\r\nEND:VEVENT\r\n")
    }

    fn days(events: &str) -> Result<Vec<String>, FeedProblem> {
        let days = read(feed(events).as_bytes(), TODAY, None)?;
        Ok(days.iter().map(|(day, name)| format!("{day} {name}")).collect())
    }

    #[test]
    fn whole_days_are_read_with_their_names() {
        for (what, lines, expected) in [
            (
                "a day",
                "DTSTART;VALUE=DATE:20261224\r\nSUMMARY:Jul\\, och\r\n  snö",
                vec!["2026-12-24 Jul, och snö"],
            ),
            (
                "its end is the day after",
                "DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261227\r\nSUMMARY:x",
                vec!["2026-12-24 x", "2026-12-25 x", "2026-12-26 x"],
            ),
            (
                "a duration",
                "DTSTART;VALUE=DATE:20261224\r\nDURATION:P2D\r\nSUMMARY:x",
                vec!["2026-12-24 x", "2026-12-25 x"],
            ),
            ("without a name", "DTSTART;VALUE=DATE:20261224", vec!["2026-12-24 –"]),
            (
                "begun before today",
                "DTSTART;VALUE=DATE:20261125\r\nDTEND;VALUE=DATE:20261129\r\nSUMMARY:x",
                vec!["2026-11-27 x", "2026-11-28 x"],
            ),
            (
                "every year, to the end of the second year after this one",
                "DTSTART;VALUE=DATE:20200606\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Flag",
                vec!["2027-06-06 Flag", "2028-06-06 Flag"],
            ),
            (
                "a weekday of a month",
                "DTSTART;VALUE=DATE:20201126\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH\r\nSUMMARY:Thanksgiving",
                vec!["2027-11-25 Thanksgiving", "2028-11-23 Thanksgiving"],
            ),
            (
                "until a day, but for one",
                "DTSTART;VALUE=DATE:20261201\r\nRRULE:FREQ=DAILY;UNTIL=20261203\r\nEXDATE;VALUE=DATE:20261202\r\nSUMMARY:x",
                vec!["2026-12-01 x", "2026-12-03 x"],
            ),
            (
                "days that are listed",
                "DTSTART;VALUE=DATE:20261201\r\nRDATE;VALUE=DATE:20261210,20261211\r\nSUMMARY:x",
                vec!["2026-12-01 x", "2026-12-10 x", "2026-12-11 x"],
            ),
            (
                "a leap day",
                "DTSTART;VALUE=DATE:20240229\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:x",
                vec!["2028-02-29 x"],
            ),
        ] {
            assert_eq!(days(&event(lines)).unwrap(), expected, "{what}");
        }
    }

    #[test]
    fn what_is_no_whole_day_or_is_called_off_is_left_out() {
        let day = event("DTSTART;VALUE=DATE:20261224\r\nSUMMARY:x");
        for other in [
            event("DTSTART:20261222T090000Z\r\nSUMMARY:A meeting"),
            event("DTSTART:20261222T090000Z\r\nRRULE:FREQ=SECONDLY\r\nSUMMARY:Many meetings"),
            event("DTSTART;VALUE=DATE:20261222\r\nSTATUS:CANCELLED\r\nSUMMARY:Off"),
            event("DTSTART;VALUE=DATE:20221222\r\nSUMMARY:Long ago"),
            event("DTSTART;VALUE=DATE:20991222\r\nSUMMARY:Far ahead"),
            event("DTSTART;VALUE=DATE:20230101\r\nDTEND;VALUE=DATE:20230401\r\nSUMMARY:Long, and over"),
            event("BEGIN:VALARM\r\nTRIGGER:-P1D\r\nEND:VALARM"),
            "BEGIN:VTODO\r\nDTSTART;VALUE=DATE:20261222\r\nEND:VTODO\r\n".to_owned(),
        ] {
            assert_eq!(days(&format!("{other}{day}")).unwrap(), ["2026-12-24 x"], "{other}");
            assert!(matches!(days(&other), Err(FeedProblem::NoDays)), "{other}");
        }
        let moved = event("DTSTART;VALUE=DATE:20260606\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Day")
            + &event("RECURRENCE-ID;VALUE=DATE:20270606\r\nDTSTART;VALUE=DATE:20270607\r\nSUMMARY:Day");
        assert_eq!(days(&moved).unwrap(), ["2027-06-07 Day", "2028-06-06 Day"]);
    }

    #[test]
    fn what_cannot_be_followed_is_refused_with_the_reason() {
        let yearly = event("DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:x");
        let rule =
            |rule: &str| feed(&event(&format!("DTSTART;VALUE=DATE:20260101\r\n{rule}\r\nSUMMARY:Day")));
        let nested = |depth| feed(&("BEGIN:VEVENT\r\n".repeat(depth) + &"END:VEVENT\r\n".repeat(depth)));
        let folded = feed(&("BEG\r\n IN:VEVENT\r\n".repeat(10) + &"END:VEVENT\r\n".repeat(10)));
        let fault = |text: &str| read(text.as_bytes(), TODAY, None).unwrap_err();
        assert!(matches!(fault(&"x".repeat(LONGEST + 1)), FeedProblem::TooLong { .. }));
        assert!(matches!(read(&[0xff, 0xfe], TODAY, None), Err(FeedProblem::NoCalendar)));
        for text in ["", "<html><body>Sign in</body></html>", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"] {
            let fault = fault(text);
            assert!(matches!(fault, FeedProblem::NoCalendar | FeedProblem::NoDays), "{text}: {fault}");
        }
        assert!(matches!(fault(&nested(10)), FeedProblem::TooDeep { .. }));
        assert!(matches!(fault(&nested(30_000)), FeedProblem::TooDeep { .. }), "deeper than any stack");
        assert!(matches!(fault(&folded), FeedProblem::TooDeep { .. }));
        // What fools readers that take an end for a beginning, or that recurse.
        for text in ["BEGIN:A\nEND:ABEGIN:A\n", "BEGIN:A\r\nP;x=\r\nEND:A\r\n", "BEGIN:A\r\nP;x=\"\r\n"] {
            assert!(read(feed(&text.repeat(20_000)).as_bytes(), TODAY, None).is_err(), "{text}");
        }
        for text in [
            "A:\n".repeat(300_000),
            format!("BEGIN:VCALENDAR\r\n{}\u{1}\r\nEND:VCALENDAR\r\n", "A".repeat(100_000)),
            feed("BEGIN:VEVENT\r\n"),
        ] {
            let fault = fault(&text);
            assert!(matches!(fault, FeedProblem::NoCalendar | FeedProblem::NoDays), "{fault}");
        }
        assert!(matches!(fault(&feed(&yearly.repeat(RULES + 1))), FeedProblem::TooMany { .. }));
        for text in [
            "RRULE:FREQ=SECONDLY",
            "RRULE:FREQ=HOURLY;INTERVAL=24",
            "RRULE:rubbish",
            "RRULE:FREQ=YEARLY;BYHOUR=0,1,2;BYMINUTE=0,1,2;BYSECOND=0,1,2",
            "RRULE:FREQ=DAILY;INTERVAL=0",
            "RRULE:FREQ=DAILY;COUNT=1\nRRULE:FREQ=SECONDLY",
            "RRULE:FREQ=DAILY\r\nRRULE:FREQ=WEEKLY",
            "RRULE:FREQ=YEARLY;BYEASTER=0",
            "RRULE:FREQ=YEARLY;UNTIL=soon",
            "DTEND:20270101T000000Z",
            "DTEND;VALUE=DATE:20290101",
            "DURATION:PT8H30",
            "DTSTART;VALUE=DATE:20270229",
            "DTEND;VALUE=DATE:20251231",
        ] {
            assert!(
                matches!(fault(&rule(text)), FeedProblem::Event { event, .. } if event == "Day"),
                "{text}"
            );
        }
        let told = fault(&rule("RRULE:rub\0bish")).to_string();
        assert!(told.contains("rubbish"), "{told:?}: what no text may hold is left out");
        assert!(matches!(
            fault(&rule("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\nEXDATE:20260101")),
            FeedProblem::NoDays
        ));
        let daily = event("DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=DAILY\r\nSUMMARY:x");
        assert_eq!(days(&daily).unwrap().len(), 35 + 365 + 366, "as often as that is, it is days");
    }
}
