//! Idempotency keys, stored in the transaction of the change they guard.

use jiff::Timestamp;
use varsel_core::ids::PersonId;

use crate::convert::{micros, owned};
use crate::{StoreError, Tx, Value, sql};

/// A stored response under a key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kept {
    /// The hash of the request it answered.
    pub request_hash: Vec<u8>,
    /// Its HTTP status.
    pub status: i64,
    /// Its body.
    pub body: String,
}

/// Finds the stored response of a person under a key.
pub fn find(tx: &Tx<'_>, person: PersonId, key: &str) -> Result<Option<Kept>, StoreError> {
    tx.query_one(&sql::idempotency::FIND, &[Value::Text(&person.to_string()), Value::Text(key)], |row| {
        Ok(Kept { request_hash: row.blob(0)?.to_vec(), status: row.int(1)?, body: owned(row, 2)? })
    })
}

/// Stores a response. If the key exists, fails with the constraint `idempotency_key_pk`.
pub fn insert(
    tx: &Tx<'_>,
    person: PersonId,
    key: &str,
    request_hash: &[u8],
    status: i64,
    body: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        &sql::idempotency::INSERT,
        &[
            Value::Text(&person.to_string()),
            Value::Text(key),
            Value::Blob(request_hash),
            Value::Int(status),
            Value::Text(body),
            Value::Int(micros(now)),
        ],
    )
    .map(drop)
}

/// Removes responses from before a time.
pub fn delete_old(tx: &Tx<'_>, before: Timestamp) -> Result<u64, StoreError> {
    tx.execute(&sql::idempotency::DELETE_OLD, &[Value::Int(micros(before))])
}
