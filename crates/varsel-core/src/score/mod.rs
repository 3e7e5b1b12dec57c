//! Severity, priority, and the CVSS scores they start from.

pub mod cvss;
pub mod priority;
pub mod rating;
pub mod rules;
pub mod situation;
pub mod ssvc;

pub use rating::{Priority, Severity};
pub use rules::Rules;
pub use situation::Situation;
