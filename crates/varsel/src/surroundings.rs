//! The only place that uses the machine's clock and randomness.

use std::sync::Arc;

use jiff::Timestamp;
use varsel_app::context::{Clock, Entropy};

/// Returns the machine's clock.
#[expect(clippy::disallowed_methods, reason = "everything else gets its time from here")]
pub(crate) fn clock() -> Clock {
    Arc::new(Timestamp::now)
}

/// Returns a clock that shows an instant now and runs on from there.
#[expect(clippy::disallowed_methods, reason = "everything else gets its time from here")]
pub(crate) fn clock_from(now: Timestamp) -> Clock {
    let ahead = now.duration_since(Timestamp::now());
    Arc::new(move || Timestamp::now().saturating_add(ahead).unwrap_or(Timestamp::MAX))
}

/// Returns the operating system's randomness.
#[expect(clippy::disallowed_methods, reason = "everything else gets its randomness from here")]
pub(crate) fn entropy() -> Entropy {
    Arc::new(|bytes| getrandom::fill(bytes).expect("the operating system gives randomness"))
}
