//! Deletes data that is no longer needed.

use jiff::{Timestamp, ToSpan};
use varsel_store::{StoreError, Tx, access, cves, idempotency, jobs, limits, unsent};

/// How many hours a response is kept under its idempotency key.
const KEY_HOURS: i64 = 48;
/// How many hours counters of attempts are kept; their windows are far shorter.
const ATTEMPT_HOURS: i64 = 24;
/// How many hours CVE requests are remembered; a CVE is fetched again after a day.
const ASKED_HOURS: i64 = 48;
/// How many hours a finished job is kept: seven days.
const DONE_HOURS: i64 = 7 * 24;

/// How many hours counts of what was sent are kept; their window is an hour.
const SENT_HOURS: i64 = 24;
/// How many hours a text is kept that was begun on a case and not sent: six weeks.
const UNSENT_HOURS: i64 = 6 * 7 * 24;

/// Deletes ended sessions, old counters, old idempotency keys, jobs long done, and texts that were begun and never sent.
pub(crate) fn keep_house(tx: &Tx<'_>, now: Timestamp) -> Result<(), StoreError> {
    access::delete_expired_sessions(tx, now)?;
    access::delete_old_attempts(tx, now - ATTEMPT_HOURS.hours())?;
    idempotency::delete_old(tx, now - KEY_HOURS.hours())?;
    cves::delete_asked(tx, now - ASKED_HOURS.hours())?;
    limits::delete_old(tx, now - SENT_HOURS.hours())?;
    jobs::delete_done(tx, now - DONE_HOURS.hours())?;
    unsent::delete_old(tx, now - UNSENT_HOURS.hours())?;
    Ok(())
}
