//! The desk's calendar: the effect of a change, and the change itself. Existing promises do not change.

use jiff::ToSpan as _;
use jiff::civil::Date;
use varsel_core::clock::calendar::DayOff;
use varsel_core::clock::hours::Hours;
use varsel_core::clock::{Calendar, WrittenCalendar, WrittenError};
use varsel_core::permission::{Action, Actor};
use varsel_core::refusal::Refusal;
use varsel_core::text::Sentence;
use varsel_store::{StoreError, Tx, calendar as store};

use crate::context::DeskCalendar;
use crate::{AppError, Ctx};

/// The number of days for which differences are shown.
const DAYS: usize = 400;

/// A day that differs between two calendars.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// Which day.
    pub day: Date,
    /// Its hours now.
    pub before: Hours,
    /// Its hours then.
    pub after: Hours,
    /// Why it is off then.
    pub why: Option<DayOff>,
}

/// Lists the days, from today on for slightly more than a year, on which another calendar has different hours.
pub fn differences(before: &Calendar, after: &Calendar, today: Date) -> Vec<Difference> {
    let differs = |day: Date| {
        let (was, will) = (before.hours_on(day), after.hours_on(day));
        (was != will).then(|| Difference {
            day,
            before: was.clone(),
            after: will.clone(),
            why: after.day_off(day),
        })
    };
    today.series(1.day()).take(DAYS).filter_map(differs).collect()
}

/// Returns the written form of the calendar in force, with its version.
pub fn written(tx: &Tx<'_>, ctx: &Ctx) -> Result<(u32, WrittenCalendar), StoreError> {
    let current = store::current(tx)?;
    Ok(current
        .map_or_else(|| (1, ctx.policy().calendar.clone()), |current| (current.version, current.written)))
}

/// Puts a calendar in force, replacing the version that the person saw.
pub fn put(
    tx: &Tx<'_>,
    ctx: &Ctx,
    actor: &Actor,
    before: u32,
    written: &WrittenCalendar,
    reason: &Sentence,
) -> Result<(), AppError> {
    if !actor.may(Action::ChangeRules) {
        return Err(Refusal::NotAllowed { action: Action::ChangeRules }.into());
    }
    let (version, held) = self::written(tx, ctx)?;
    if version != before {
        return Err(Refusal::Stale.into());
    }
    if held == *written {
        return Err(Refusal::NoChange.into());
    }
    Ok(store::put(tx, before, written, actor.person, reason.as_str(), ctx.now)?)
}

/// Loads the calendar from the database if it is newer; if it can no longer be read, the last good one stays in force.
pub fn refresh(tx: &Tx<'_>, desk: &DeskCalendar) -> Result<Result<(), WrittenError>, StoreError> {
    let Some(current) = store::current(tx)?.filter(|current| current.version != desk.get().version) else {
        return Ok(Ok(()));
    };
    Ok(current.written.calendar(current.version).map(|calendar| desk.set(calendar)))
}
