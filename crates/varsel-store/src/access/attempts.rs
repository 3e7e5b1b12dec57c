//! The counter of failed tries.

use jiff::Timestamp;

use crate::convert::{instant, micros};
use crate::{StoreError, Tx, Value, sql};

/// Counts a try under a key before it is judged; returns how many there were in the window, and when it began.
pub fn count_attempt(
    tx: &Tx<'_>,
    key: &str,
    now: Timestamp,
    window_began_after: Timestamp,
) -> Result<(i64, Timestamp), StoreError> {
    let parameters = [Value::Text(key), Value::Int(micros(now)), Value::Int(micros(window_began_after))];
    let counted =
        tx.query_one(&sql::attempts::COUNT, &parameters, |row| Ok((row.int(0)?, instant(row.int(1)?)?)))?;
    Ok(counted.unwrap_or((1, now)))
}

/// Forgets the tries under a key: somebody got in.
pub fn clear_attempts(tx: &Tx<'_>, key: &str) -> Result<(), StoreError> {
    tx.execute(&sql::attempts::CLEAR, &[Value::Text(key)]).map(drop)
}

/// Takes one try back under a key that others share: it was no failure.
pub fn take_back_attempt(tx: &Tx<'_>, key: &str) -> Result<(), StoreError> {
    tx.execute(&sql::attempts::TAKE_BACK, &[Value::Text(key)]).map(drop)
}

/// Removes counters of old windows.
pub fn delete_old_attempts(tx: &Tx<'_>, before: Timestamp) -> Result<u64, StoreError> {
    tx.execute(&sql::attempts::DELETE_OLD, &[Value::Int(micros(before))])
}
