//! Periodic checks of cases without anyone acting: steps of clocks, overdue answers.

use jiff::SignedDuration;
use varsel_core::case::clocks::next_wake;
use varsel_core::case::{Author, Command, decide};
use varsel_core::ids::CaseId;
use varsel_core::refusal::Refusal;
use varsel_store::{StoreError, Tx, cases as store, rules};

use crate::alerts::Gathered;
use crate::cases::save;
use crate::signals::Grounds;
use crate::{AppError, Ctx};

/// How long a case that cannot be read is postponed.
const PUT_OFF: SignedDuration = SignedDuration::from_hours(1);

/// Checks the cases that are due for it, at most `limit`, and queues the alerts; returns how many there were.
///
/// Findings are recorded with the case, so that each step is announced once, even if the process crashes.
pub fn sweep(tx: &Tx<'_>, ctx: &Ctx, limit: i64) -> Result<usize, AppError> {
    let awake = store::awake(tx, ctx.now, limit)?;
    let in_force = rules::current(tx)?;
    let mut gathered = Gathered::default();
    for (id, is_old) in &awake {
        // A case that predates clocks is folded again, so that it has everything that is folded today.
        let case = match if *is_old { store::replay(tx, *id) } else { store::load(tx, *id) } {
            Ok(Some(case)) => case,
            Ok(None) => continue,
            Err(error) => {
                put_off(tx, ctx, *id, error)?;
                continue;
            }
        };
        let grounds = match Grounds::of(tx, &in_force, case.report.as_ref()) {
            Ok(grounds) => grounds,
            Err(error) => {
                put_off(tx, ctx, *id, error)?;
                continue;
            }
        };
        match decide(&case, Command::Tick, None, ctx.decision(&grounds)) {
            Ok(decision) => match save(tx, ctx, case, &decision, Author::System, &mut gathered) {
                // Another process, or a person, was faster: the next check finds what is left to do.
                Ok(_) | Err(AppError::Refused { refusal: Refusal::Stale, .. }) => {}
                Err(error) => return Err(error),
            },
            // The fold of today can give another row.
            Err(Refusal::NoChange) if *is_old => drop(store::update(tx, &case, case.version, &[])?),
            Err(Refusal::NoChange) => store::let_sleep(tx, &case)?,
            Err(refusal) => return Err(refusal.into()),
        }
    }
    gathered.queue(tx, ctx)?;
    Ok(awake.len())
}

/// Postpones a case that, or whose decision data, cannot be read, so that it does not hold up the others. Other errors are
/// returned.
fn put_off(tx: &Tx<'_>, ctx: &Ctx, id: CaseId, error: StoreError) -> Result<(), StoreError> {
    match error {
        StoreError::Row { .. } | StoreError::Corrupt(_) => store::put_off(tx, id, ctx.now + PUT_OFF),
        error => Err(error),
    }
}

/// Brings the clocks of a case up to now, each step at its own time, as a worker would have, without alerts: for histories that
/// are recorded after the fact.
pub fn catch_up(tx: &Tx<'_>, ctx: &Ctx, id: CaseId) -> Result<(), AppError> {
    let in_force = rules::current(tx)?;
    loop {
        let case = store::load(tx, id)?.ok_or(AppError::NotFound)?;
        let Some(at) = next_wake(&case).filter(|at| *at <= ctx.now) else { return Ok(()) };
        // Nothing is recorded before what was recorded last.
        let at = ctx.at(at.max(case.updated));
        let grounds = Grounds::of(tx, &in_force, case.report.as_ref())?;
        let decision = decide(&case, Command::Tick, None, at.decision(&grounds))?;
        save(tx, &at, case, &decision, Author::System, &mut Gathered::default())?;
    }
}
