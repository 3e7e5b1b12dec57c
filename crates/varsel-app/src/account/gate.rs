//! Rate limiting of sign-in attempts in memory, before anything is read or written.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

/// The maximum number of sources remembered. Those that could retry at once are forgotten first.
const MOST: usize = 65_536;

/// The source of attempts.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Source {
    /// A network: an IPv4 address, or the /64 of an IPv6 address.
    Network(String),
    /// A browser in which someone has signed in before, by its id.
    Browser(String),
    /// A person who is signed in, by their id.
    Person(String),
}

/// Counts attempts by source, each in a bucket of a fixed size that refills within a window.
///
/// A refused source is let through again gradually, never locked out until a window ends. The counts belong to one process and
/// end with it; the counters of accounts, in the database, apply across processes.
#[derive(Debug)]
pub struct Gate {
    tries: i64,
    window: SignedDuration,
    /// When each bucket is full again.
    full_at: Mutex<HashMap<Source, Timestamp>>,
}

impl Gate {
    /// Creates a gate that allows `tries` attempts per source within a window.
    pub fn new(tries: i64, window: SignedDuration) -> Self {
        Self { tries: tries.max(1), window, full_at: Mutex::default() }
    }

    /// Counts an attempt; if refused, returns when the next one is allowed.
    pub fn enter(&self, source: &Source, now: Timestamp) -> Result<(), Timestamp> {
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        let full = full_at.get(source).copied().unwrap_or(now).max(now) + self.interval();
        if full > now + self.window {
            return Err(full - self.window);
        }
        if full_at.len() >= MOST && !full_at.contains_key(source) {
            full_at.retain(|_, full| *full > now);
            if full_at.len() >= MOST
                && let Some(one) = full_at.keys().next().cloned()
            {
                full_at.remove(&one);
            }
        }
        full_at.insert(source.clone(), full);
        Ok(())
    }

    /// Takes back a successful attempt, because an office shares one address.
    pub fn give_back(&self, source: &Source) {
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(full) = full_at.get_mut(source) {
            *full -= self.interval();
        }
    }

    fn interval(&self) -> SignedDuration {
        self.window / i32::try_from(self.tries).unwrap_or(i32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(n: usize) -> Source {
        Source::Network(format!("2001:db8:0:{n:x}::/64"))
    }

    #[test]
    fn a_source_is_slowed_down_and_no_other() {
        let gate = Gate::new(10, SignedDuration::from_mins(10));
        let now: Timestamp = "2026-11-23T09:00:00Z".parse().unwrap();
        for _ in 0..10 {
            assert_eq!(gate.enter(&network(1), now), Ok(()));
        }
        let next = now + SignedDuration::from_mins(1);
        assert_eq!(gate.enter(&network(1), now), Err(next));
        assert_eq!(gate.enter(&network(2), now), Ok(()));
        assert_eq!(gate.enter(&network(1), next), Ok(()), "one is let through");
        assert_eq!(gate.enter(&network(1), next), Err(next + SignedDuration::from_mins(1)), "and only one");
        let later = now + SignedDuration::from_hours(1);
        for _ in 0..10 {
            assert_eq!(gate.enter(&network(1), later), Ok(()));
        }
    }

    #[test]
    fn a_success_is_not_held_against_its_source() {
        let gate = Gate::new(3, SignedDuration::from_mins(15));
        let now: Timestamp = "2026-11-23T09:00:00Z".parse().unwrap();
        for _ in 0..100 {
            assert_eq!(gate.enter(&network(1), now), Ok(()));
            gate.give_back(&network(1));
        }
    }

    #[test]
    fn however_many_sources_there_are_memory_is_bounded() {
        let gate = Gate::new(3, SignedDuration::from_mins(15));
        let now: Timestamp = "2026-11-23T09:00:00Z".parse().unwrap();
        for n in 0..MOST + 100 {
            assert_eq!(gate.enter(&network(n), now), Ok(()));
        }
        assert_eq!(gate.full_at.lock().unwrap().len(), MOST);
    }
}
