//! A cache of parsed immutable values: cases at a version, and events.

use std::hash::Hash;
use std::sync::Arc;

use quick_cache::Weighter;
use quick_cache::sync::Cache;
use varsel_core::case::{Case, Recorded};
use varsel_core::ids::CaseId;

use crate::StoreError;

/// The amount of JSON text cached, in bytes, for cases and for events each. Parsed it takes about twice as much.
const KEPT: u64 = 2 << 20;

/// A case at one of its versions, or one of its events, and when it was written.
///
/// The time covers a database that is restored to an earlier state under a running process: the version can then recur with other
/// content.
type Key = (CaseId, i64, i64);

/// Parsed cases and events, shared by the reading threads.
///
/// Only committed data is allowed in it: a write transaction neither reads nor fills it.
#[derive(Debug)]
pub(crate) struct Parsed {
    pub(crate) cases: Kept<Case>,
    pub(crate) events: Kept<Recorded>,
}

impl Parsed {
    pub(crate) fn new() -> Self {
        // The estimated number of items sizes the tables: an event is some hundred bytes, a case some thousand.
        Self { cases: Kept::new(500), events: Kept::new(4_000) }
    }
}

/// Parsed values of one kind, by key; the least used are evicted.
#[derive(Debug)]
pub(crate) struct Kept<T>(Cache<Key, Measured<T>, ByLength>);

impl<T> Kept<T> {
    fn new(about: usize) -> Self {
        Self(Cache::with_weighter(about, KEPT, ByLength))
    }

    /// Returns the cached value, or parses and caches it.
    pub(crate) fn or_parse(
        &self,
        key: Key,
        json: &str,
        parse: impl FnOnce() -> Result<T, StoreError>,
    ) -> Result<Arc<T>, StoreError> {
        if let Some(kept) = self.0.get(&key) {
            return Ok(kept.value);
        }
        let value = Arc::new(parse()?);
        self.0.insert(key, Measured { value: Arc::clone(&value), length: json.len() as u64 });
        Ok(value)
    }
}

#[derive(Debug)]
struct Measured<T> {
    value: Arc<T>,
    length: u64,
}

impl<T> Clone for Measured<T> {
    fn clone(&self) -> Self {
        Self { value: Arc::clone(&self.value), length: self.length }
    }
}

/// Counts the text that something was parsed from.
#[derive(Clone, Debug)]
struct ByLength;

impl<K: Hash, T> Weighter<K, Measured<T>> for ByLength {
    fn weight(&self, _: &K, kept: &Measured<T>) -> u64 {
        // Even the shortest takes space in the table.
        kept.length + 64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(version: i64) -> Key {
        (CaseId(uuid::Uuid::from_u128(7)), version, 3)
    }

    #[test]
    fn what_was_parsed_is_not_parsed_again_until_its_key_changes() {
        let kept = Kept::<String>::new(10);
        let first = kept.or_parse(key(1), "a", || Ok("first".into())).unwrap();
        let again = kept.or_parse(key(1), "a", || panic!("parsed twice")).unwrap();
        assert!(Arc::ptr_eq(&first, &again));
        let next = kept.or_parse(key(2), "b", || Ok("second".into())).unwrap();
        assert_eq!(*next, "second");
    }

    #[test]
    fn what_cannot_be_parsed_is_not_kept() {
        let kept = Kept::<String>::new(10);
        kept.or_parse(key(1), "a", || Err(StoreError::Busy)).unwrap_err();
        assert_eq!(*kept.or_parse(key(1), "a", || Ok("now".into())).unwrap(), "now");
    }

    #[test]
    fn old_ones_make_room_by_the_length_of_their_text() {
        let kept = Kept::<String>::new(10);
        let text = "x".repeat(100_000);
        for version in 0..100 {
            kept.or_parse(key(version), &text, || Ok(String::new())).unwrap();
        }
        assert!(kept.0.weight() <= KEPT, "{}", kept.0.weight());
        assert!(kept.0.len() < 30, "{}", kept.0.len());
    }
}
