//! Business time: calendars and how time runs in them, holidays, and the promise to acknowledge.

pub mod calendar;
pub mod holidays;
pub mod hours;
pub mod obligation;
pub mod period;
pub mod promise;

pub use calendar::Calendar;
pub use promise::{Promise, PromiseRule};
