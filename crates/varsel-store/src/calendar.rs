//! The desk's calendar, with its history.

use jiff::Timestamp;
use varsel_core::clock::{Feed, WrittenCalendar};
use varsel_core::ids::PersonId;

use crate::convert::{corrupt, instant_at, micros, owned};
use crate::rules::Change;
use crate::{StoreError, Tx, Value, sql};

/// The calendar in force.
#[derive(Clone, PartialEq, Debug)]
pub struct InForce {
    /// Its version; the one of the configuration is 1.
    pub version: u32,
    /// Its written form.
    pub written: WrittenCalendar,
}

/// Returns the calendar in force; `None` while it is the configured one.
pub fn current(tx: &Tx<'_>) -> Result<Option<InForce>, StoreError> {
    tx.query_one(&sql::calendar::CURRENT, &[], |row| {
        let version = u32::try_from(row.int(0)?).map_err(|_| corrupt("calendar", "version"))?;
        let written =
            serde_json::from_str(row.json(1)?).map_err(|error| corrupt("calendar", &error.to_string()))?;
        Ok(InForce { version, written })
    })
}

/// Puts a calendar in force as the version after `before`; if someone was faster, fails with the constraint `desk_calendar_pkey`.
pub fn put(
    tx: &Tx<'_>,
    before: u32,
    written: &WrittenCalendar,
    by: PersonId,
    reason: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let json = serde_json::to_string(written).map_err(|error| corrupt("calendar", &error.to_string()))?;
    let by = by.to_string();
    let parameters = [
        Value::Int(i64::from(before) + 1),
        Value::Text(&by),
        Value::Text(reason),
        Value::Json(&json),
        Value::Int(micros(now)),
    ];
    tx.execute(&sql::calendar::INSERT, &parameters).map(drop)
}

/// A change of the calendar, with the result.
#[derive(Clone, PartialEq, Debug)]
pub struct Changed {
    /// The change: who, when, why, and the new version.
    pub change: Change,
    /// The calendar from then on; `None` if it can no longer be read.
    pub written: Option<WrittenCalendar>,
}

/// Lists the newest changes, newest first.
pub fn history(tx: &Tx<'_>, limit: i64) -> Result<Vec<Changed>, StoreError> {
    tx.query(&sql::calendar::HISTORY, &[Value::Int(limit)], |row| {
        Ok(Changed {
            change: Change {
                version: row.int(0)?,
                by: owned(row, 1)?,
                reason: owned(row, 2)?,
                at: instant_at(row, 3)?,
            },
            written: serde_json::from_str(row.json(4)?).ok(),
        })
    })
}

/// Returns the stored state of the feed of days off; `None` before it was fetched, or if the stored state can no longer be read,
/// in which case it is fetched again.
pub fn feed(tx: &Tx<'_>) -> Result<Option<Feed>, StoreError> {
    let found = tx.query_one(&sql::calendar::FEED, &[], |row| Ok(serde_json::from_str(row.json(0)?).ok()))?;
    Ok(found.flatten())
}

/// Locks the stored state of the feed for this transaction.
pub fn lock_feed(tx: &Tx<'_>) -> Result<(), StoreError> {
    tx.execute(&sql::calendar::LOCK_FEED, &[]).map(drop)
}

/// Stores the state of the feed of days off.
pub fn put_feed(tx: &Tx<'_>, feed: &Feed) -> Result<(), StoreError> {
    let json = serde_json::to_string(feed).map_err(|error| corrupt("calendar_feed", &error.to_string()))?;
    tx.execute(&sql::calendar::PUT_FEED, &[Value::Json(&json)]).map(drop)
}
