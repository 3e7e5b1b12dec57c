//! The desk's calendar: its hours, the days that differ, what a change would mean, and who changed it before.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::{Date, Weekday};
use jiff::{Timestamp, ToSpan as _};
use varsel_app::calendar::{self as use_cases, Difference};
use varsel_app::intake::{Problem, ProblemKind};
use varsel_app::{AppError, Ctx};
use varsel_core::clock::calendar::Exception;
use varsel_core::clock::hours::{Hours, Interval, Week};
use varsel_core::clock::{Calendar, Promise, WrittenCalendar};
use varsel_core::permission::Action;
use varsel_core::text::Sentence;
use varsel_locale::{Texts, clock, describe, format};
use varsel_store::rules::Change;
use varsel_store::{Tx, calendar as store};

use super::see_other;
use crate::ask::Ask;
use crate::chrome::{Chrome, Section};
use crate::failure::{Failure, html};
use crate::form::Form;
use crate::web::{Visitor, Web};

/// How many changes are listed.
const HISTORY: i64 = 20;
/// How many days off are listed, and how many days are looked through for them.
const DAYS_OFF: usize = 15;
const LOOKED_THROUGH: usize = 366;
/// From when on before its last known year a calendar warns.
const WARNS: i64 = 366;

/// The fields of a week, in its order, with the names of their texts.
const WEEKDAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Monday),
    ("tue", Weekday::Tuesday),
    ("wed", Weekday::Wednesday),
    ("thu", Weekday::Thursday),
    ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday),
    ("sun", Weekday::Sunday),
];

/// What stands in the form.
#[derive(Clone, Default)]
struct Typed {
    zone: String,
    /// The hours of each weekday, as in `09:00-12:00, 13:00-17:00`; empty where it is off.
    week: [String; 7],
    /// The place whose holidays count.
    place: String,
    /// A day a line that differs.
    exceptions: String,
    reason: String,
}

struct WeekdayRow {
    id: &'static str,
    label: &'static str,
    hours: String,
}

struct DayRow {
    day: String,
    why: String,
}

struct DifferenceRow {
    day: String,
    before: String,
    after: String,
}

#[derive(Template)]
#[template(path = "pages/calendar.html")]
struct CalendarPage {
    chrome: Chrome,
    may_change: bool,
    version: u32,
    zone: String,
    now_there: String,
    week: Vec<WeekdayRow>,
    place: String,
    /// Until when holidays are known, in words; empty where there are none.
    until: String,
    /// Whether that is within a year.
    ends_soon: bool,
    days_off: Vec<DayRow>,
    /// By when a report of this moment would be answered, and how that is counted.
    due: Timestamp,
    trace: String,
    typed: Typed,
    /// What a change would mean; nothing before somebody asks.
    trial: Option<Vec<DifferenceRow>>,
    /// By when a report of this moment would then be answered, where that is another time.
    then_due: Option<Timestamp>,
    history: Vec<Change>,
    wrong: Vec<(&'static str, String)>,
}

impl CalendarPage {
    /// Counts the days that a change would make different.
    fn differing(&self) -> i64 {
        i64::try_from(self.trial.as_ref().map_or(0, Vec::len)).unwrap_or(i64::MAX)
    }
}

impl Typed {
    fn of(written: &WrittenCalendar) -> Self {
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

    fn read(form: &Form) -> Self {
        Self {
            zone: form.get("zone").trim().to_owned(),
            week: WEEKDAYS.map(|(id, _)| form.get(id).trim().to_owned()),
            place: form.get("place").trim().to_owned(),
            exceptions: form.get("exceptions").replace("\r\n", "\n"),
            reason: form.get("reason").to_owned(),
        }
    }

    /// Reads what was typed on top of what holds; or says of each field what is wrong with it.
    fn written(&self, held: &WrittenCalendar) -> Result<WrittenCalendar, Vec<(&'static str, String)>> {
        let mut wrong = Vec::new();
        let mut days: [Hours; 7] = Default::default();
        for ((hours, text), (id, _)) in days.iter_mut().zip(&self.week).zip(WEEKDAYS) {
            match read_hours(text) {
                Ok(read) => *hours = read,
                Err(fault) => wrong.push((id, fault)),
            }
        }
        let mut exceptions = BTreeMap::new();
        for line in self.exceptions.lines().map(str::trim).filter(|line| !line.is_empty()) {
            match read_exception(line) {
                Ok((day, exception)) => {
                    if exceptions.insert(day, exception).is_some() {
                        wrong.push(("exceptions", format!("{line}: {day} 2 ×")));
                    }
                }
                Err(fault) => wrong.push(("exceptions", format!("{line}: {fault}"))),
            }
        }
        let week = Week::new(days).map_err(|error| wrong.push(("mon", error.to_string())));
        let mut holidays = held.holidays.clone();
        holidays.place = (!self.place.is_empty()).then(|| self.place.clone());
        let written =
            week.map(|week| WrittenCalendar { zone: self.zone.clone(), week, holidays, exceptions });
        if let Ok(written) = &written
            && let Err(fault) = written.calendar(1)
        {
            let field = if fault.contains("time zone") { "zone" } else { "place" };
            wrong.push((field, fault));
        }
        match written {
            Ok(written) if wrong.is_empty() => Ok(written),
            _ => Err(wrong),
        }
    }
}

fn hours_text(hours: &Hours) -> String {
    let one = |interval: &Interval| {
        let (from, to): (String, String) = (*interval).into();
        format!("{from}-{to}")
    };
    hours.intervals().iter().map(one).collect::<Vec<_>>().join(", ")
}

fn read_hours(text: &str) -> Result<Hours, String> {
    let mut intervals = Vec::new();
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty() && *part != "-") {
        let (from, to) = part.split_once(['-', '–']).ok_or_else(|| format!("`{part}`: 09:00-17:00"))?;
        intervals.push(Interval::parse(from.trim(), to.trim()).map_err(|error| error.to_string())?);
    }
    Hours::new(intervals).map_err(|error| error.to_string())
}

/// Reads `2026-12-24 09:00-12:00 Half a day`, or `2026-12-23 - Stocktaking` of a day that is closed.
fn read_exception(line: &str) -> Result<(Date, Exception), String> {
    const SHAPE: &str = "2026-12-24 09:00-12:00 …; 2026-12-23 - …";
    let (day, rest) = line.split_once(' ').ok_or(SHAPE)?;
    let day: Date = day.parse().map_err(|_| SHAPE)?;
    let starts_reason = |word: &str| !word.starts_with(|c: char| c.is_ascii_digit()) && word != "-";
    let words: Vec<&str> = rest.split_whitespace().collect();
    let at = words.iter().position(|word| starts_reason(word)).ok_or(SHAPE)?;
    let hours = read_hours(&words[..at].join(" "))?;
    let reason = words[at..].join(" ");
    if at == 0 || reason.chars().count() > 80 {
        return Err(SHAPE.to_owned());
    }
    Ok((day, Exception { hours, reason }))
}

/// What a page is made of.
struct Loaded {
    version: u32,
    written: WrittenCalendar,
    calendar: Calendar,
    history: Vec<Change>,
}

fn load(tx: &Tx<'_>, ctx: &Ctx) -> Result<Loaded, AppError> {
    let current = store::current(tx)?;
    let (version, written) =
        current.map_or_else(|| (1, ctx.policy().calendar.clone()), |now| (now.version, now.written));
    // What cannot be read any more leaves the last good one in force.
    let calendar = written.calendar(version).unwrap_or_else(|_| ctx.calendar().clone());
    Ok(Loaded { version, written, calendar, history: store::history(tx, HISTORY)? })
}

fn days_off(t: Texts, calendar: &Calendar, today: Date) -> Vec<DayRow> {
    let differs = |day: &Date| {
        calendar.exceptions.contains_key(day)
            || (calendar.holidays.contains_key(day) && !calendar.week.of(day.weekday()).is_empty())
    };
    let days = today.series(1.day()).take(LOOKED_THROUGH).filter(differs).take(DAYS_OFF);
    days.map(|day| {
        let hours = calendar.hours_on(day);
        let why = match (calendar.day_off(day), calendar.exceptions.get(&day)) {
            (Some(off), _) => clock::day_off(t, &off).unwrap_or_default().to_owned(),
            (None, Some(exception)) => format!("{} ({})", exception.reason, hours_text(hours)),
            (None, None) => String::new(),
        };
        DayRow { day: format::day_short(t, day), why }
    })
    .collect()
}

fn page(
    web: &Web,
    ask: &Ask,
    me: &Visitor,
    loaded: Loaded,
    typed: Option<Typed>,
    trial: Option<Vec<Difference>>,
    wrong: Vec<(&'static str, String)>,
) -> CalendarPage {
    let t = me.texts;
    let Loaded { version, written, calendar, history } = loaded;
    let today = calendar.day_of(me.now);
    let promise = Promise::for_receipt(me.now, &calendar, web.surroundings().policy.promise);
    let closed = |hours: &Hours| {
        if hours.is_empty() { t.calendar_closed().to_owned() } else { hours_text(hours) }
    };
    let names = [
        t.get("time-mon.long"),
        t.get("time-tue.long"),
        t.get("time-wed.long"),
        t.get("time-thu.long"),
        t.get("time-fri.long"),
        t.get("time-sat.long"),
        t.get("time-sun.long"),
    ];
    let week = WEEKDAYS.iter().zip(names).map(|((id, weekday), label)| WeekdayRow {
        id,
        label: label.unwrap_or(id),
        hours: closed(calendar.week.of(*weekday)),
    });
    CalendarPage {
        chrome: Chrome::new(web, ask, me, Section::Calendar, t.calendar_title()),
        may_change: me.may(Action::ChangeRules),
        version,
        zone: written.zone.clone(),
        now_there: format::instant_with_year(t, me.now, &calendar.zone),
        week: week.collect(),
        place: written.holidays.place.clone().unwrap_or_default(),
        until: calendar.until.map(|until| describe::day_of(t, until)).unwrap_or_default(),
        ends_soon: calendar.until.is_some_and(|until| until < today.saturating_add(WARNS.days())),
        days_off: days_off(t, &calendar, today),
        due: promise.due,
        trace: clock::trace(t, &promise, me.now),
        typed: typed.unwrap_or_else(|| Typed::of(&written)),
        trial: trial.map(|trial| {
            trial
                .iter()
                .map(|one| DifferenceRow {
                    day: format::day_short(t, one.day),
                    before: closed(&one.before),
                    after: match one.why.as_ref().and_then(|why| clock::day_off(t, why)) {
                        Some(why) => format!("{} ({why})", closed(&one.after)),
                        None => closed(&one.after),
                    },
                })
                .collect()
        }),
        then_due: None,
        history,
        wrong,
    }
}

/// `GET /desk/calendar`
pub(crate) async fn show(State(web): State<Web>, ask: Ask) -> Result<Response, Failure> {
    let (me, loaded) = web.read(&ask, Action::ReadQueue, |tx, ctx, _| load(tx, ctx)).await?;
    Ok(html(StatusCode::OK, &page(&web, &ask, &me, loaded, None, None, Vec::new())))
}

/// `POST /desk/calendar`: says what a change would mean, or puts it in force.
pub(crate) async fn change(State(web): State<Web>, ask: Ask, form: Form) -> Result<Response, Failure> {
    let typed = Typed::read(&form);
    let (given, saves) = (typed.clone(), form.get("do") == "save");
    let before: u32 = form.get("version").parse().unwrap_or(0);
    let desk = web.surroundings().desk.clone();
    let done = web
        .write(&ask, &form, Action::ChangeRules, move |tx, ctx, me| {
            let loaded = load(tx, ctx)?;
            let Ok(written) = given.written(&loaded.written) else { return Ok(None) };
            if !saves {
                return Ok(None);
            }
            let problem = |error: varsel_core::text::TextError| {
                AppError::Invalid(vec![Problem {
                    field: "reason".to_owned(),
                    kind: ProblemKind::from(error),
                }])
            };
            let reason = Sentence::new(&given.reason).map_err(problem)?;
            use_cases::put(tx, ctx, &me.actor, before, &written, &reason)?;
            Ok(written.calendar(before + 1).ok())
        })
        .await;
    let (status, failure) = match done {
        Ok((_, Some(calendar))) => {
            // In this process at once; in others with their next look.
            desk.set(calendar);
            return Ok(see_other("/desk/calendar#history"));
        }
        Ok((_, None)) => (StatusCode::OK, None),
        Err(failure)
            if matches!(failure.status(), StatusCode::CONFLICT | StatusCode::UNPROCESSABLE_ENTITY) =>
        {
            (failure.status(), Some(failure))
        }
        Err(failure) => return Err(failure),
    };
    let (me, loaded) = web.read(&ask, Action::ReadQueue, |tx, ctx, _| load(tx, ctx)).await?;
    let t = me.texts;
    let (mut trial, mut then_due, mut wrong) = (None, None, Vec::new());
    match typed.written(&loaded.written) {
        Ok(written) => {
            if let Ok(after) = written.calendar(loaded.version) {
                let today = loaded.calendar.day_of(me.now);
                trial = Some(use_cases::differences(&loaded.calendar, &after, today));
                let rule = web.surroundings().policy.promise;
                let due = |calendar: &Calendar| Promise::for_receipt(me.now, calendar, rule).due;
                then_due = Some(due(&after)).filter(|then| *then != due(&loaded.calendar));
            }
        }
        Err(faults) => wrong = faults,
    }
    match &failure {
        Some(Failure::Invalid(_)) => wrong.push(("reason", t.calendar_reason_missing().to_owned())),
        Some(Failure::Refused(refusal, _)) => {
            let stale = matches!(refusal, varsel_core::refusal::Refusal::Stale);
            let why = describe::refusal(t, refusal, &me.zone, me.now);
            wrong.push(("zone", if stale { t.calendar_stale().to_owned() } else { why }));
        }
        _ => {}
    }
    let status = if wrong.is_empty() { status } else { StatusCode::UNPROCESSABLE_ENTITY };
    // Who tries a change holds to the calendar that they saw; who is told that it has changed since has seen the new one.
    let conflict = matches!(failure, Some(Failure::Refused(..)));
    let mut page = page(&web, &ask, &me, loaded, Some(typed), trial, wrong);
    page.then_due = then_due;
    if !conflict {
        page.version = before;
    }
    Ok(html(status, &page))
}

#[cfg(test)]
mod tests {
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
        match typed.written(&held) {
            Ok(_) => String::new(),
            Err(faults) => faults.iter().map(|(field, _)| *field).collect::<Vec<_>>().join(" "),
        }
    }

    #[test]
    fn a_calendar_is_read_as_it_is_shown() {
        let given =
            typed("09:00-12:00, 13:00-17:00", "2026-12-23 - Stocktaking\n2026-12-24 09:00-12:00 Half a day");
        let written = given.written(&WrittenCalendar::nine_to_five("UTC")).unwrap();
        let shown = Typed::of(&written);
        assert_eq!((shown.week, shown.exceptions, shown.place), (given.week, given.exceptions, given.place));
        let calendar = written.calendar(2).unwrap();
        assert!(!calendar.is_business_day("2026-12-23".parse().unwrap()));
        assert!(calendar.is_business_day("2026-12-24".parse().unwrap()));
    }

    #[test]
    fn what_is_wrong_is_said_of_its_field() {
        for (given, fields) in [
            (typed("09:00-17:00", ""), ""),
            (typed("", ""), "mon"),
            (typed("09:00-13:00, 12:00-17:00", ""), "mon tue wed thu fri mon"),
            (typed("nine to five", ""), "mon tue wed thu fri mon"),
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
