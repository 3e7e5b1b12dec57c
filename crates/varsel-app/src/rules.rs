//! The desk's rules for priorities: tried against past cases, then put in force with a reason.

use varsel_core::confirmation_number::ConfirmationNumber;
use varsel_core::permission::{Action, Actor};
use varsel_core::refusal::Refusal;
use varsel_core::score::{Priority, Rules, Situation};
use varsel_core::text::Sentence;
use varsel_store::{StoreError, Tx, cases, rules};

use crate::{AppError, Ctx, signals};

/// Against how many cases rules are tried, the newest.
const TRIED: i64 = 300;

/// A case for which other rules suggest another priority.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChangedCase {
    /// Its number.
    pub number: ConfirmationNumber,
    /// Its title.
    pub title: String,
    /// What the rules in force suggest.
    pub before: Priority,
    /// What the others do.
    pub after: Priority,
}

/// What other rules would have suggested.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Trial {
    /// How many cases were looked at.
    pub cases: usize,
    /// Those that differ, the newest first.
    pub changed: Vec<ChangedCase>,
}

impl Trial {
    /// Counts the cases that would be more urgent.
    pub fn more_urgent(&self) -> usize {
        self.changed.iter().filter(|one| one.after < one.before).count()
    }
}

/// Tries rules against the newest cases, with the severity that holds or that is suggested.
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

/// Puts rules in force, in place of a version that the person has seen.
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
