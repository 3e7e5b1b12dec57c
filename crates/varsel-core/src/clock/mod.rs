//! Business time: calendars and how time runs in them, holidays, the promise to acknowledge, targets, and periods of law.

pub mod calendar;
pub mod feed;
pub mod holidays;
pub mod hours;
pub mod obligation;
pub mod period;
pub mod promise;
pub mod target;
pub mod written;
pub mod zones;

pub use calendar::Calendar;
pub use feed::{Feed, FeedDays, FeedDifference, FeedDoubt, FeedEncoding, FeedProblem};
pub use promise::{Promise, PromiseRule};
pub use target::{ClockKind, Target, Targets};
pub use written::{WrittenCalendar, WrittenError, once_each};
pub use zones::zone;
