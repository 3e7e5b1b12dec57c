//! Looking at cases that want to be looked at although nobody does anything: steps of clocks, answers that are overdue.

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

/// For how long a case that cannot be read is left alone.
const PUT_OFF: SignedDuration = SignedDuration::from_hours(1);

/// Looks at cases that want it by now, at most `limit`, and queues who is told; returns how many there were.
///
/// What a look finds is recorded with the case, so that each step is told once, whatever happens to the process.
pub fn sweep(tx: &Tx<'_>, ctx: &Ctx, limit: i64) -> Result<usize, AppError> {
    let awake = store::awake(tx, ctx.now, limit)?;
    let in_force = rules::current(tx)?;
    let mut gathered = Gathered::default();
    for (id, is_old) in &awake {
        // A case of before there were clocks is folded anew, so that it knows all that is folded today.
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
                // Another process, or a person, was faster: what is left to do is found at the next look.
                Ok(_) | Err(AppError::Refused { refusal: Refusal::Stale, .. }) => {}
                Err(error) => return Err(error),
            },
            // What it is folded to today may be another row.
            Err(Refusal::NoChange) if *is_old => drop(store::update(tx, &case, case.version, &[])?),
            Err(Refusal::NoChange) => store::let_sleep(tx, &case)?,
            Err(refusal) => return Err(refusal.into()),
        }
    }
    gathered.queue(tx, ctx)?;
    Ok(awake.len())
}

/// Leaves a case alone for a while that cannot be read, or of which something cannot be read that its decisions rest on: it must
/// not keep the others waiting. Any other error stands.
fn put_off(tx: &Tx<'_>, ctx: &Ctx, id: CaseId, error: StoreError) -> Result<(), StoreError> {
    match error {
        StoreError::Row { .. } | StoreError::Corrupt(_) => store::put_off(tx, id, ctx.now + PUT_OFF),
        error => Err(error),
    }
}

/// Carries the clocks of a case on to now, each step at its own time, as a worker would have, and calls nobody: for histories that
/// are told after the fact.
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
