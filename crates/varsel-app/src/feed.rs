//! Days off from a calendar feed: reads what it says, and takes over what a person chose of it.
//!
//! A feed is a stranger's text: its length, its depth and what it repeats are limited before anything follows them.

use std::collections::{BTreeMap, BTreeSet};

use icalendar::parser::{Component, read_calendar, unfold};
use jiff::civil::Date;
use jiff::{Span, ToSpan as _};
use rrule::{RRuleSet, Tz};
use varsel_core::clock::{Feed, FeedProblem, WrittenCalendar};
use varsel_core::ids::JobId;
use varsel_core::permission::Actor;
use varsel_core::text::Sentence;
use varsel_store::{StoreError, Tx, calendar as store, jobs};

use crate::{AppError, Ctx, calendar, secrets};

/// The longest feed that is read, in bytes; real ones of a country have some 200 kB.
pub const LONGEST: usize = 1024 * 1024;
/// How deeply parts may stand inside each other; alarms stand in events, which stand in the calendar.
const DEEPEST: usize = 4;
/// How many days are taken.
const MOST: usize = 1_000;
/// How many rules of repetition are followed.
const RULES: usize = 200;
/// How many days one event may have.
const LONGEST_EVENT: usize = 62;
/// How many years after this one are read.
const YEARS: i16 = 2;
/// How much of a name is kept, in characters.
const NAME: usize = 80;

/// Reads the whole days from `today` to the end of the second year after it; what has a time of day is no day off.
pub fn read(bytes: &[u8], today: Date) -> Result<BTreeMap<Date, String>, FeedProblem> {
    if bytes.len() > LONGEST {
        return Err(FeedProblem::TooLong { most: LONGEST });
    }
    let text = std::str::from_utf8(bytes).map_err(|_| FeedProblem::NoCalendar)?;
    let text = text.trim_start_matches('\u{feff}');
    let unfolded = unfold(text);
    // The parser follows what stands inside each other as deeply as it goes.
    check_depth(&unfolded)?;
    let calendar = read_calendar(&unfolded).map_err(|_| FeedProblem::NoCalendar)?;
    let events: Vec<Event<'_, '_>> =
        calendar.components.iter().filter(|part| part.name == "VEVENT").map(Event).collect();
    let until = Date::new(today.year() + YEARS, 12, 31).unwrap_or(Date::MAX);
    // An event that names another's day by RECURRENCE-ID stands in its place.
    let mut replaced: BTreeSet<(String, Date)> = BTreeSet::new();
    for event in &events {
        if let Some(day) = event.value("RECURRENCE-ID").and_then(day) {
            replaced.insert((event.id(), day));
        }
    }
    let mut days = BTreeMap::new();
    let mut rules = 0;
    for event in events.iter().filter(|event| !event.is_cancelled()) {
        let Some(first) = event.value("DTSTART").and_then(whole_day) else { continue };
        let length = event.length(first)?;
        rules += usize::from(event.repeats());
        if rules > RULES {
            return Err(FeedProblem::TooMany { most: RULES });
        }
        for start in event.starts(first, today.saturating_sub(length.days()), until)? {
            if event.repeats() && replaced.contains(&(event.id(), start)) {
                continue;
            }
            let of_event = start.series(1.day()).take(usize::try_from(length).unwrap_or(1));
            for day in of_event.filter(|day| (today..=until).contains(day)) {
                days.entry(day).or_insert_with(|| event.name());
                if days.len() > MOST {
                    return Err(FeedProblem::TooMany { most: MOST });
                }
            }
        }
    }
    if days.is_empty() { Err(FeedProblem::NoDays) } else { Ok(days) }
}

fn check_depth(text: &str) -> Result<(), FeedProblem> {
    let mut depth = 0_usize;
    for line in text.lines().map(str::trim_start) {
        let starts = |word: &str| line.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
        if starts("BEGIN:") {
            depth += 1;
        } else if starts("END:") {
            depth = depth.saturating_sub(1);
        }
        if depth > DEEPEST {
            return Err(FeedProblem::TooDeep { most: DEEPEST });
        }
    }
    Ok(())
}

/// Reads the day of a value, whether it has a time of day or not.
fn day(value: &str) -> Option<Date> {
    let digits = value.get(..8)?;
    Date::strptime("%Y%m%d", digits).ok()
}

/// Reads a value that is a day (RFC 5545, 3.3.4).
fn whole_day(value: &str) -> Option<Date> {
    (value.len() == 8).then(|| day(value)).flatten()
}

/// An event of a feed.
struct Event<'a, 'b>(&'b Component<'a>);

impl Event<'_, '_> {
    fn values<'c>(&'c self, name: &'c str) -> impl Iterator<Item = &'c str> {
        let of_name = self.0.properties.iter().filter(move |property| property.name == name);
        of_name.map(|property| property.val.as_ref())
    }

    fn value<'c>(&'c self, name: &'c str) -> Option<&'c str> {
        self.values(name).next()
    }

    fn id(&self) -> String {
        self.value("UID").unwrap_or_default().to_owned()
    }

    fn name(&self) -> String {
        let unescaped = self.value("SUMMARY").unwrap_or_default();
        let words: Vec<&str> = unescaped.split_whitespace().collect();
        let name: String = words.join(" ").chars().filter(|c| !c.is_control()).take(NAME).collect();
        if name.is_empty() { "–".to_owned() } else { name }
    }

    fn is_cancelled(&self) -> bool {
        self.value("STATUS").is_some_and(|status| status.eq_ignore_ascii_case("CANCELLED"))
    }

    fn repeats(&self) -> bool {
        self.value("RRULE").is_some() || self.value("RDATE").is_some()
    }

    fn problem(&self, what: &str) -> FeedProblem {
        FeedProblem::Event { event: self.name(), what: what.chars().take(200).collect() }
    }

    /// Returns how many days it has: its end is the day after the last (RFC 5545, 3.6.1).
    fn length(&self, first: Date) -> Result<i64, FeedProblem> {
        let length = match (self.value("DTEND"), self.value("DURATION")) {
            (Some(end), _) => {
                let end = whole_day(end).ok_or_else(|| self.problem(&format!("DTEND:{end}")))?;
                first.duration_until(end).as_hours() / 24
            }
            (None, Some(span)) => span
                .parse::<Span>()
                .ok()
                .map(|span| i64::from(span.get_weeks()) * 7 + i64::from(span.get_days()))
                .ok_or_else(|| self.problem(&format!("DURATION:{span}")))?,
            (None, None) => 1,
        };
        if length > i64::try_from(LONGEST_EVENT).unwrap_or(i64::MAX) {
            return Err(self.problem(&format!("{length} > {LONGEST_EVENT} d")));
        }
        Ok(length.max(1))
    }

    /// Lists the days on which it begins, from a day on until another.
    fn starts(&self, first: Date, from: Date, until: Date) -> Result<Vec<Date>, FeedProblem> {
        let except: BTreeSet<Date> =
            self.values("EXDATE").flat_map(|value| value.split(',')).filter_map(day).collect();
        let mut starts: BTreeSet<Date> = self
            .values("RDATE")
            .flat_map(|value| value.split(','))
            .filter_map(day)
            .chain([first])
            .filter(|day| (from..=until).contains(day))
            .collect();
        for rule in self.values("RRULE") {
            starts.extend(self.follow(rule, first, from, until)?);
        }
        starts.retain(|day| !except.contains(day));
        Ok(starts.into_iter().collect())
    }

    /// Follows a rule of repetition, which is one of days, in UTC: then no clock changes.
    fn follow(&self, rule: &str, first: Date, from: Date, until: Date) -> Result<Vec<Date>, FeedProblem> {
        let wrong = || self.problem(&format!("RRULE:{rule}"));
        let upper = rule.to_ascii_uppercase();
        let frequency = upper.split(';').find_map(|part| part.strip_prefix("FREQ="));
        // Anything faster is no rule of days; and what began long ago is not counted through.
        if !matches!(frequency, Some("YEARLY" | "MONTHLY" | "WEEKLY" | "DAILY")) || first.year() < 1900 {
            return Err(wrong());
        }
        // A rule of days ends with a day; the parser expects an instant.
        let parts = upper.split(';').map(|part| match part.strip_prefix("UNTIL=") {
            Some(end) => format!("UNTIL={}T000000Z", end.get(..8).unwrap_or(end)),
            None => part.to_owned(),
        });
        let parts: Vec<String> = parts.collect();
        let at = |day: Date| format!("{}T000000Z", day.strftime("%Y%m%d"));
        let set: RRuleSet =
            format!("DTSTART:{}\nRRULE:{}", at(first), parts.join(";")).parse().map_err(|_| wrong())?;
        let instant = |day: Date| {
            let seconds = day.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_second();
            Some(chrono::DateTime::from_timestamp(seconds, 0)?.with_timezone(&Tz::UTC))
        };
        let (Some(from), Some(until)) = (instant(from), instant(until)) else { return Err(wrong()) };
        let most = u16::try_from(MOST).unwrap_or(u16::MAX);
        let found = set.limit().after(from).before(until).all(most);
        if found.limited {
            return Err(FeedProblem::TooMany { most: MOST });
        }
        Ok(found.dates.iter().filter_map(|at| day(&at.format("%Y%m%d").to_string())).collect())
    }
}

/// Takes what a person chose of the feed over into the desk's calendar, in place of the version that they have seen.
pub fn take_over(
    tx: &Tx<'_>,
    ctx: &Ctx,
    actor: &Actor,
    before: u32,
    chosen: &BTreeSet<Date>,
    reason: &Sentence,
) -> Result<WrittenCalendar, AppError> {
    let mut feed = store::feed(tx)?.ok_or(AppError::NotFound)?;
    let mut written = calendar::written(tx, ctx)?.1;
    let today = ctx.calendar().day_of(ctx.now);
    written.holidays.days = feed.take_over(&written.holidays.days, ctx.calendar(), today, chosen);
    calendar::put(tx, ctx, actor, before, &written, reason)?;
    store::put_feed(tx, &feed)?;
    Ok(written)
}

/// The kind of job that looks at the feed.
pub const KIND: &str = "calendar_feed";

/// Queues a look at the configured feed where the last one was a day ago, or at another feed.
pub fn want_daily(tx: &Tx<'_>, ctx: &Ctx) -> Result<(), StoreError> {
    want(tx, ctx, 24.hours())
}

/// Queues a look at the configured feed, unless there was one a moment ago.
pub fn want_now(tx: &Tx<'_>, ctx: &Ctx) -> Result<(), StoreError> {
    want(tx, ctx, 30.seconds())
}

fn want(tx: &Tx<'_>, ctx: &Ctx, after: Span) -> Result<(), StoreError> {
    let Some(address) = &ctx.policy().calendar_feed else { return Ok(()) };
    let mut feed = of(tx, Some(address))?;
    if feed.tried_at.is_some_and(|tried| tried + after > ctx.now) {
        return Ok(());
    }
    feed.tried_at = Some(ctx.now);
    store::put_feed(tx, &feed)?;
    jobs::insert(tx, JobId(ctx.id()), KIND, "{}", None, ctx.now)
}

/// Returns what is known of a feed; of another one nothing is.
fn of(tx: &Tx<'_>, address: Option<&str>) -> Result<Feed, StoreError> {
    let address = address.map(|address| secrets::hex(&secrets::hash(address)));
    let known = store::feed(tx)?.filter(|feed| feed.address == address);
    Ok(known.unwrap_or_else(|| Feed { address, ..Feed::default() }))
}

/// Keeps what became of a look at the feed: its days, or what is wrong, while the days of before stay.
pub fn keep(
    tx: &Tx<'_>,
    ctx: &Ctx,
    address: Option<&str>,
    said: Result<BTreeMap<Date, String>, FeedProblem>,
) -> Result<(), StoreError> {
    let mut feed = of(tx, address)?;
    feed.tried_at = Some(ctx.now);
    match said {
        Ok(days) => {
            feed.days = days;
            feed.read_at = Some(ctx.now);
            feed.problem = None;
        }
        Err(problem) => feed.problem = Some(problem),
    }
    store::put_feed(tx, &feed)
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
        let days = read(feed(events).as_bytes(), TODAY)?;
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
        let folded = feed(&("BEG\r\n IN:VEVENT\r\n".repeat(100_000) + &"END:VEVENT\r\n".repeat(10)));
        let fault = |text: &str| read(text.as_bytes(), TODAY).unwrap_err();
        assert!(matches!(fault(&"x".repeat(LONGEST + 1)), FeedProblem::TooLong { .. }));
        assert!(matches!(read(&[0xff, 0xfe], TODAY), Err(FeedProblem::NoCalendar)));
        for text in ["", "<html><body>Sign in</body></html>", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"] {
            let fault = fault(text);
            assert!(matches!(fault, FeedProblem::NoCalendar | FeedProblem::NoDays), "{text}: {fault}");
        }
        assert!(matches!(fault(&nested(10)), FeedProblem::TooDeep { .. }));
        assert!(matches!(fault(&nested(30_000)), FeedProblem::TooDeep { .. }), "deeper than any stack");
        assert!(matches!(fault(&folded), FeedProblem::TooDeep { .. } | FeedProblem::TooLong { .. }));
        assert!(matches!(fault(&feed(&yearly.repeat(RULES + 1))), FeedProblem::TooMany { .. }));
        for text in [
            "RRULE:FREQ=SECONDLY",
            "RRULE:FREQ=HOURLY;INTERVAL=24",
            "RRULE:rubbish",
            "RRULE:FREQ=YEARLY;BYEASTER=0",
            "RRULE:FREQ=YEARLY;UNTIL=soon",
            "DTEND:20270101T000000Z",
            "DTEND;VALUE=DATE:20290101",
            "DURATION:PT8H30",
        ] {
            assert!(
                matches!(fault(&rule(text)), FeedProblem::Event { event, .. } if event == "Day"),
                "{text}"
            );
        }
        assert!(matches!(
            fault(&rule("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\nEXDATE:20260101")),
            FeedProblem::NoDays
        ));
        let daily = event("DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=DAILY\r\nSUMMARY:x");
        assert_eq!(days(&daily).unwrap().len(), 35 + 365 + 366, "as often as that is, it is days");
    }
}
