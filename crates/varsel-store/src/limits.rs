//! Counters of what was sent within a window of time.

use jiff::Timestamp;

use crate::convert::{instant, micros};
use crate::{StoreError, Tx, Value, sql};

/// Adds an amount under a key; returns the total in the window, and when the window started.
pub fn count(
    tx: &Tx<'_>,
    key: &str,
    amount: i64,
    now: Timestamp,
    window_began_after: Timestamp,
) -> Result<(i64, Timestamp), StoreError> {
    let parameters = [
        Value::Text(key),
        Value::Int(micros(now)),
        Value::Int(micros(window_began_after)),
        Value::Int(amount),
    ];
    let counted =
        tx.query_one(&sql::limits::COUNT, &parameters, |row| Ok((row.int(0)?, instant(row.int(1)?)?)))?;
    Ok(counted.unwrap_or((amount, now)))
}

/// Removes the counters of old windows.
pub fn delete_old(tx: &Tx<'_>, before: Timestamp) -> Result<u64, StoreError> {
    tx.execute(&sql::limits::DELETE_OLD, &[Value::Int(micros(before))])
}
