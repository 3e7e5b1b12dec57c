//! The desk's priority rules: tried on past cases, then applied with a reason.

use varsel_core::confirmation_number::ConfirmationNumber;
use varsel_core::permission::{Action, Actor};
use varsel_core::refusal::Refusal;
use varsel_core::score::{Priority, Rules, Situation};
use varsel_core::text::Sentence;
use varsel_store::{StoreError, Tx, cases, rules};

use crate::{AppError, Ctx, signals};

/// The number of newest cases that rules are tried on.
const TRIED: i64 = 300;

/// A case for which other rules suggest another priority.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChangedCase {
    /// Its number.
    pub number: ConfirmationNumber,
    /// Its title.
    pub title: String,
    /// The suggestion of the rules in force.
    pub before: Priority,
    /// The suggestion of the other rules.
    pub after: Priority,
}

/// The result of trying other rules.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Trial {
    /// The number of cases examined.
    pub cases: usize,
    /// Cases that differ, newest first.
    pub changed: Vec<ChangedCase>,
}

impl Trial {
    /// Counts the cases that would be more urgent.
    pub fn more_urgent(&self) -> usize {
        self.changed.iter().filter(|one| one.after < one.before).count()
    }
}

/// Tries rules on the newest cases, with the decided or suggested severity.
pub fn attempt(tx: &Tx<'_>, ctx: &Ctx, proposed: &Rules) -> Result<Trial, StoreError> {
    let current = rules::current(tx)?.rules;
    let mut trial = Trial::default();
    for case in cases::newest(tx, TRIED)? {
        let (Some(report), Some(number)) = (&case.report, case.number) else { continue };
        trial.cases += 1;
        let suggest = |rules: &Rules| -> Result<Option<Priority>, StoreError> {
            let signals = signals::of(tx, report, &signals::affected(tx, report)?, rules)?;
            let situation = Situation::of(&case, signals, ctx.now);
            Ok(situation.map(|situation| {
                let severity = case.severity.as_ref().map_or(situation.severity().value, |held| held.decided);
                situation.priority(severity, &rules.tables).value
            }))
        };
        if let (Some(before), Some(after)) = (suggest(&current)?, suggest(proposed)?)
            && before != after
        {
            trial.changed.push(ChangedCase { number, title: report.title.to_string(), before, after });
        }
    }
    Ok(trial)
}

/// Puts rules in force, replacing the version that the person saw.
pub fn put(
    tx: &Tx<'_>,
    ctx: &Ctx,
    actor: &Actor,
    before: i64,
    proposed: &Rules,
    reason: &Sentence,
) -> Result<(), AppError> {
    if !actor.may(Action::ChangeRules) {
        return Err(Refusal::NotAllowed { action: Action::ChangeRules }.into());
    }
    let current = rules::current(tx)?;
    if current.version != before {
        return Err(Refusal::Stale.into());
    }
    if current.rules == *proposed {
        return Err(Refusal::NoChange.into());
    }
    Ok(rules::put(tx, before, proposed, actor.person, reason.as_str(), ctx.now)?)
}
