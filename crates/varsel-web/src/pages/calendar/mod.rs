//! The desk's calendar: its hours, exceptional days, the effect of a change, and the history.

mod feed;
mod history;
mod typed;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use varsel_app::calendar::{self as use_cases, Difference};
use varsel_app::intake::ProblemKind;
use varsel_app::{AppError, Ctx, feed as feed_cases};
use varsel_core::clock::hours::Hours;
use varsel_core::clock::{Calendar, Feed, Promise, WrittenCalendar};
use varsel_core::permission::Action;
use varsel_core::refusal::Refusal;
use varsel_core::text::Sentence;
use varsel_locale::{Texts, clock, describe, format};
use varsel_store::Tx;
use varsel_store::calendar::{self as store, Changed};

use self::typed::{Typed, WEEKDAYS, hours_text};
use super::{error_at, see_other};
use crate::ask::Ask;
use crate::chrome::{Chrome, Section};
use crate::failure::{Failure, html};
use crate::form::Form;
use crate::web::{Visitor, Web};

pub(crate) use feed::change as change_by_feed;

/// How many changes are listed.
const HISTORY: i64 = 20;
/// How many days off are listed, and how many days are looked through for them.
const DAYS_OFF: usize = 15;
const LOOKED_THROUGH: usize = 366;

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
    /// Until when holidays are known, in words; empty if there are none.
    until: String,
    /// Whether that is within a year.
    ends_soon: bool,
    days_off: Vec<DayRow>,
    /// When a report received now would be acknowledged, and how that is counted.
    due: Timestamp,
    trace: String,
    typed: Typed,
    /// Whether the calendar has changed since the form was opened, so that the form can no longer be applied.
    stale: bool,
    /// The effect of a change; `None` before a preview.
    trial: Option<Vec<DifferenceRow>>,
    /// When a report received now would then be acknowledged, if that differs.
    then_due: Option<Timestamp>,
    /// The zone that it would then be, where that is another one.
    then_zone: Option<String>,
    feed: feed::Part,
    history: Vec<history::Row>,
    wrong: Vec<(&'static str, String)>,
}

impl CalendarPage {
    /// Returns whether a field has an error.
    fn is_wrong(&self, field: &str) -> bool {
        self.wrong.iter().any(|(id, _)| *id == field)
    }

    fn error(&self, field: &str) -> String {
        error_at(&self.wrong, field)
    }

    /// Counts the days that a change would make different.
    fn differing(&self) -> i64 {
        i64::try_from(self.trial.as_ref().map_or(0, Vec::len)).unwrap_or(i64::MAX)
    }
}

/// What a page is made of.
struct Loaded {
    version: u32,
    written: WrittenCalendar,
    calendar: Calendar,
    feed: Option<Feed>,
    history: Vec<Changed>,
}

fn load(tx: &Tx<'_>, ctx: &Ctx) -> Result<Loaded, AppError> {
    let (version, written) = use_cases::written(tx, ctx)?;
    // If it can no longer be read, the last good one stays in force.
    let calendar = written.calendar(version).unwrap_or_else(|_| ctx.calendar().clone());
    let (feed, history) = (feed_cases::current(tx, ctx)?, store::history(tx, HISTORY)?);
    Ok(Loaded { version, written, calendar, feed, history })
}

/// Describes the hours of a day, or why it is off.
fn hours_words(t: Texts, calendar: &Calendar, day: Date) -> String {
    let hours = closed_or(t, calendar.hours_on(day));
    match calendar.day_off(day).as_ref().and_then(|why| clock::day_off(t, why)) {
        Some(why) => format!("{hours} ({why})"),
        None => hours,
    }
}

fn closed_or(t: Texts, hours: &Hours) -> String {
    if hours.is_empty() { t.calendar_closed().to_owned() } else { hours_text(hours) }
}

/// Reads why the calendar changes.
fn reason_of(typed: &str) -> Result<Sentence, AppError> {
    Sentence::new(typed).map_err(|error| AppError::field("reason", error.into()))
}

/// Returns whether a failure is shown next to the form.
fn told(failure: &Failure) -> bool {
    matches!(failure.status(), StatusCode::CONFLICT | StatusCode::UNPROCESSABLE_ENTITY)
}

/// Describes a failure, at the field of the reason or at the top of the page.
fn faults(me: &Visitor, failure: &Failure, reason: &'static str) -> Vec<(&'static str, String)> {
    let t = me.texts;
    match failure {
        Failure::Invalid(problems) => {
            let is_long = problems.iter().any(|one| matches!(one.kind, ProblemKind::TooLong { .. }));
            let said = if is_long { t.calendar_reason_long() } else { t.calendar_reason_missing() };
            vec![(reason, said.to_owned())]
        }
        Failure::Refused(Refusal::Stale, _) => vec![(reason, t.calendar_stale().to_owned())],
        Failure::Refused(refusal, _) => vec![(reason, describe::refusal(t, refusal, &me.zone, me.now))],
        _ => Vec::new(),
    }
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
    let feed = feed::Part::new(web, me, &loaded);
    let Loaded { version, written, calendar, history, .. } = loaded;
    let today = calendar.day_of(me.now);
    let promise = Promise::for_receipt(me.now, &calendar, web.surroundings().policy.promise);
    let week = WEEKDAYS.iter().zip(format::weekdays(t)).map(|((id, weekday), label)| WeekdayRow {
        id,
        label,
        hours: closed_or(t, calendar.week.of(*weekday)),
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
        ends_soon: calendar.ends_soon(today).is_some(),
        days_off: days_off(t, &calendar, today),
        due: promise.due,
        trace: clock::trace(t, &promise, me.now),
        typed: typed.unwrap_or_else(|| Typed::of(&written)),
        trial: trial.map(|trial| {
            trial
                .iter()
                .map(|one| DifferenceRow {
                    day: format::day_short(t, one.day),
                    before: closed_or(t, &one.before),
                    after: match one.why.as_ref().and_then(|why| clock::day_off(t, why)) {
                        Some(why) => format!("{} ({why})", closed_or(t, &one.after)),
                        None => closed_or(t, &one.after),
                    },
                })
                .collect()
        }),
        then_due: None,
        then_zone: None,
        stale: false,
        feed,
        history: history::rows(t, history, &web.surroundings().policy.calendar),
        wrong,
    }
}

/// `GET /desk/calendar`
pub(crate) async fn show(State(web): State<Web>, ask: Ask) -> Result<Response, Failure> {
    let (me, loaded) = web.read(&ask, Action::ReadQueue, |tx, ctx, _| load(tx, ctx)).await?;
    Ok(html(StatusCode::OK, &page(&web, &ask, &me, loaded, None, None, Vec::new())))
}

/// `POST /desk/calendar`: previews a change, or puts it in force.
pub(crate) async fn change(State(web): State<Web>, ask: Ask, form: Form) -> Result<Response, Failure> {
    let typed = Typed::read(&form);
    let (given, saves) = (typed.clone(), form.get("do") == "save");
    let before: u32 = form.get("version").parse().unwrap_or(0);
    let desk = web.surroundings().desk.clone();
    let done = web
        .write(&ask, &form, Action::ChangeRules, move |tx, ctx, me| {
            let loaded = load(tx, ctx)?;
            let Ok(written) = given.written(me.texts, &loaded.written) else { return Ok(None) };
            if !saves {
                return Ok(None);
            }
            let reason = reason_of(&given.reason)?;
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
        Err(failure) if told(&failure) => (failure.status(), Some(failure)),
        Err(failure) => return Err(failure),
    };
    let (me, loaded) = web.read(&ask, Action::ReadQueue, |tx, ctx, _| load(tx, ctx)).await?;
    let t = me.texts;
    let (mut trial, mut then_due, mut wrong) = (None, None, Vec::new());
    match typed.written(t, &loaded.written) {
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
    if let Some(failure) = &failure {
        wrong.extend(faults(&me, failure, "reason"));
    }
    let status =
        if failure.is_some() || wrong.is_empty() { status } else { StatusCode::UNPROCESSABLE_ENTITY };
    // If the calendar has changed since the form was opened, continue from the one in force, because the form would undo the
    // other change. Once the person has seen the differences, they can apply it anyway.
    let is_stale = before != loaded.version && (saves || trial.is_none());
    let then_zone = Some(typed.zone.clone()).filter(|zone| trial.is_some() && *zone != loaded.written.zone);
    let mut page = page(&web, &ask, &me, loaded, Some(typed), trial, wrong);
    page.then_due = then_due;
    page.then_zone = then_zone;
    page.stale = is_stale;
    if is_stale {
        page.version = before;
    }
    Ok(html(status, &page))
}
