//! Waiting for something to become so.

use std::thread;
use std::time::{Duration, Instant};

/// How long anything may take before a story gives up; a busy machine needs a fraction of it.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(25);

/// Looks again and again until `look` finds something, and returns it.
///
/// Panics with the last thing `look` said when [`PATIENCE`] is over.
#[track_caller]
#[expect(
    clippy::disallowed_methods,
    reason = "a poll with a deadline reads the clock and rests between two looks"
)]
pub(crate) fn until<T>(mut look: impl FnMut() -> Result<T, String>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        match look() {
            Ok(found) => return found,
            Err(why) if Instant::now() > deadline => panic!("{why}"),
            Err(_) => thread::sleep(PAUSE),
        }
    }
}
