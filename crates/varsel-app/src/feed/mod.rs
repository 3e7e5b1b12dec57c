//! Days off from a calendar feed: its contents are stored, and take effect once a person accepts them.

mod duration;
mod event;
mod lines;
mod read;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::{Span, Timestamp, ToSpan as _};
use varsel_core::address::SecretAddress;
use varsel_core::clock::{Feed, FeedDays, FeedProblem, WrittenCalendar};
use varsel_core::ids::JobId;
use varsel_core::permission::{Action, Actor};
use varsel_core::refusal::Refusal;
use varsel_core::text::Sentence;
use varsel_store::jobs::{self, JobKind, NewJob, Owner};
use varsel_store::{StoreError, Tx, calendar as store};

use crate::{AppError, Ctx, calendar, secrets};

pub use read::{LONGEST, LONGEST_EVENT, read};

/// Reads a feed as of now, no further than the known holidays of the desk's calendar.
pub fn read_now(ctx: &Ctx, said: &[u8]) -> Result<FeedDays, FeedProblem> {
    let calendar = ctx.calendar();
    read(said, calendar.day_of(ctx.now), calendar.until)
}

/// The state of the feed and the calendar that a person saw when they chose.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Seen {
    /// The version of the calendar.
    pub version: u32,
    /// When the feed was read.
    pub read_at: Option<Timestamp>,
}

/// Adds the selected days of the feed to the desk's calendar, and leaves the rest out from now on; returns the calendar if it
/// changes. Days that the person has not seen are refused as stale.
pub fn take_over(
    tx: &Tx<'_>,
    ctx: &Ctx,
    actor: &Actor,
    seen: Seen,
    chosen: &BTreeSet<Date>,
    reason: &Sentence,
) -> Result<Option<WrittenCalendar>, AppError> {
    if !actor.may(Action::ChangeRules) {
        return Err(Refusal::NotAllowed { action: Action::ChangeRules }.into());
    }
    store::lock_feed(tx)?;
    let mut feed = current(tx, ctx)?.ok_or(AppError::NotFound)?;
    let (version, held) = calendar::written(tx, ctx)?;
    if (Seen { version, read_at: feed.read_at }) != seen {
        return Err(Refusal::Stale.into());
    }
    // The calendar of the version that was seen: this process might not have loaded it yet.
    let in_force = held.calendar(version).unwrap_or_else(|_| ctx.calendar().clone());
    let mut written = held.clone();
    written.holidays.days = feed.take_over(&held.holidays.days, &in_force, in_force.day_of(ctx.now), chosen);
    store::put_feed(tx, &feed)?;
    if written == held {
        return Ok(None);
    }
    calendar::put(tx, ctx, actor, version, &written, reason)?;
    Ok(Some(written))
}

/// Returns the state of the configured feed, or of the pasted text if none is configured.
pub fn current(tx: &Tx<'_>, ctx: &Ctx) -> Result<Option<Feed>, StoreError> {
    let address = ctx.policy().calendar_feed.as_ref().map(fingerprint);
    Ok(store::feed(tx)?.filter(|feed| feed.address == address))
}

fn fingerprint(address: &SecretAddress) -> String {
    secrets::hex(&secrets::hash(address.expose()))
}

/// Queues a fetch of the configured feed if the last one was a day ago, or of a different feed.
pub fn want_daily(tx: &Tx<'_>, ctx: &Ctx) -> Result<(), StoreError> {
    want(tx, ctx, 24.hours())
}

/// Queues a fetch of the configured feed, unless there was one a moment ago.
pub fn want_now(tx: &Tx<'_>, ctx: &Ctx) -> Result<(), StoreError> {
    want(tx, ctx, 30.seconds())
}

fn want(tx: &Tx<'_>, ctx: &Ctx, after: Span) -> Result<(), StoreError> {
    let Some(address) = &ctx.policy().calendar_feed else { return Ok(()) };
    store::lock_feed(tx)?;
    let mut feed = of(tx, Some(address))?;
    if feed.tried_at.is_some_and(|tried| tried + after > ctx.now) {
        return Ok(());
    }
    feed.tried_at = Some(ctx.now);
    feed.looking = true;
    store::put_feed(tx, &feed)?;
    let job = NewJob {
        id: JobId(ctx.id()),
        kind: JobKind::CalendarFeed,
        owner: Owner::Desk,
        payload: "{}",
        case: None,
        run_at: ctx.now,
    };
    jobs::insert(tx, &job)
}

/// Returns the stored state of a feed; empty for a different one.
fn of(tx: &Tx<'_>, address: Option<&SecretAddress>) -> Result<Feed, StoreError> {
    let address = address.map(fingerprint);
    let known = store::feed(tx)?.filter(|feed| feed.address == address);
    Ok(known.unwrap_or_else(|| Feed { address, ..Feed::default() }))
}

/// Stores the result of fetching the feed: its days, or the error, in which case the previous days stay.
pub fn keep(
    tx: &Tx<'_>,
    ctx: &Ctx,
    address: Option<&SecretAddress>,
    said: Result<FeedDays, FeedProblem>,
) -> Result<(), StoreError> {
    store::lock_feed(tx)?;
    let mut feed = of(tx, address)?;
    feed.tried_at = Some(ctx.now);
    feed.looking = false;
    match said {
        Ok(said) => {
            feed.say(said);
            feed.read_at = Some(ctx.now);
            feed.problem = None;
        }
        Err(problem) => feed.problem = Some(problem),
    }
    store::put_feed(tx, &feed)
}
