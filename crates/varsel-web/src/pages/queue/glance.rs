//! Rarely changing data of every queue page: the counts of the heading, and who can own a case. Cached in the process for a
//! second or until a case changes, so that the cost of a page does not grow with them.

use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::TryRecvError;
use varsel_core::ids::PersonId;
use varsel_core::permission::{Action, Role};
use varsel_store::queue::Counts;
use varsel_store::{Change, StoreError, Tx, people, queue};

/// How long a glance is good for at most: what is overdue changes without anyone doing anything.
const LASTS: SignedDuration = SignedDuration::from_secs(1);

/// The counts, and who can own a case.
#[derive(Clone, Default, Debug)]
pub(crate) struct Seen {
    pub(crate) counts: Counts,
    /// Id and name, by name.
    pub(crate) owners: std::sync::Arc<[(PersonId, String)]>,
}

/// The last glance, and the changes since.
pub(crate) struct Glance(Mutex<Kept>);

struct Kept {
    changes: Receiver<Change>,
    seen: Option<(Timestamp, Seen)>,
}

impl Glance {
    pub(crate) fn new(changes: Receiver<Change>) -> Self {
        Self(Mutex::new(Kept { changes, seen: None }))
    }

    /// Returns the counts and owners as they are now, or were less than a second ago.
    pub(crate) fn take(&self, tx: &Tx<'_>, now: Timestamp) -> Result<Seen, StoreError> {
        {
            let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if moved(&mut kept.changes) {
                kept.seen = None;
            }
            if let Some((at, seen)) = &kept.seen
                && is_fresh(*at, now)
            {
                return Ok(seen.clone());
            }
        }
        // Counted without the lock: a slow count holds up nobody else.
        let seen = Seen { counts: queue::counts(tx, now)?, owners: owners(tx)?.into() };
        self.0.lock().unwrap_or_else(PoisonError::into_inner).seen = Some((now, seen.clone()));
        Ok(seen)
    }
}

fn is_fresh(at: Timestamp, now: Timestamp) -> bool {
    at <= now && now.duration_since(at) < LASTS
}

/// Reads what has changed and tells whether a case has, or may have.
fn moved(changes: &mut Receiver<Change>) -> bool {
    let mut moved = false;
    loop {
        match changes.try_recv() {
            Ok(change) => moved |= change.topic == "case" || change.topic == "*",
            Err(TryRecvError::Lagged(_)) => moved = true,
            Err(TryRecvError::Empty | TryRecvError::Closed) => return moved,
        }
    }
}

/// Lists who can own a case: people of the desk who work on cases and whose accounts are on.
pub(crate) fn owners(tx: &Tx<'_>) -> Result<Vec<(PersonId, String)>, StoreError> {
    let works = |role| Role::Desk(role).may(Action::AssignOwner);
    let desk = people::desk(tx)?;
    Ok(desk
        .into_iter()
        .filter(|p| p.disabled.is_none() && p.desk_role.is_some_and(works))
        .map(|p| (p.id, p.name))
        .collect())
}

#[cfg(test)]
mod tests {
    use tokio::sync::broadcast;

    use super::*;

    fn change(topic: &str) -> Change {
        Change { topic: topic.to_owned(), key: String::new() }
    }

    #[test]
    fn a_case_a_gap_and_falling_behind_end_a_glance() {
        let (sender, mut receiver) = broadcast::channel(2);
        assert!(!moved(&mut receiver));
        sender.send(change("job")).unwrap();
        assert!(!moved(&mut receiver), "a job changes no count");
        for topics in [vec!["job", "case"], vec!["*"], vec!["job", "job", "job"]] {
            for topic in &topics {
                sender.send(change(topic)).unwrap();
            }
            assert!(moved(&mut receiver), "{topics:?}");
            assert!(!moved(&mut receiver), "each change counts once");
        }
    }

    #[test]
    fn a_glance_lasts_a_second_and_never_backwards() {
        let at: Timestamp = "2026-11-23T08:00:00Z".parse().unwrap();
        assert!(is_fresh(at, at) && is_fresh(at, at + SignedDuration::from_millis(999)));
        assert!(!is_fresh(at, at + SignedDuration::from_secs(1)));
        assert!(!is_fresh(at, at - SignedDuration::from_secs(1)));
    }
}
