//! Counters of sign-in attempts.

use jiff::{SignedDuration, Timestamp};

use crate::convert::{instant_at, micros};
use crate::{StoreError, Tx, Value, sql};

/// How attempts under one key slow down.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// The window in which attempts are counted.
    pub window: SignedDuration,
    /// How many of them do not have to wait.
    pub free: i64,
    /// The wait after the last free attempt; it grows with the square of the number of attempts.
    pub step: SignedDuration,
    /// The longest wait.
    pub longest: SignedDuration,
}

/// Counts an attempt under a key before it is checked. If it comes too early, it is refused with the time of the next one, and
/// nothing is written.
pub fn count_attempt(
    tx: &Tx<'_>,
    key: &str,
    now: Timestamp,
    pace: Pace,
) -> Result<Result<(), Timestamp>, StoreError> {
    let micro =
        |duration: SignedDuration| Value::Int(i64::try_from(duration.as_micros()).unwrap_or(i64::MAX));
    let parameters = [
        Value::Text(key),
        Value::Int(micros(now)),
        Value::Int(micros(now - pace.window)),
        Value::Int(pace.free),
        micro(pace.step),
        micro(pace.longest),
    ];
    if tx.query_one(&sql::attempts::COUNT, &parameters, |row| row.int(0))?.is_some() {
        return Ok(Ok(()));
    }
    let next = tx.query_one(&sql::attempts::NEXT, &[Value::Text(key)], |row| instant_at(row, 0))?;
    Ok(Err(next.unwrap_or(now)))
}

/// Clears the attempts under a key after a success.
pub fn clear_attempts(tx: &Tx<'_>, key: &str) -> Result<(), StoreError> {
    tx.execute(&sql::attempts::CLEAR, &[Value::Text(key)]).map(drop)
}

/// Removes counters of old windows.
pub fn delete_old_attempts(tx: &Tx<'_>, before: Timestamp) -> Result<u64, StoreError> {
    tx.execute(&sql::attempts::DELETE_OLD, &[Value::Int(micros(before))])
}
