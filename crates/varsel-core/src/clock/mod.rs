//! The desk's calendar, the promise to acknowledge, and what is due next on a case.

pub mod calendar;
pub mod promise;

pub use calendar::Calendar;
pub use promise::Promise;
