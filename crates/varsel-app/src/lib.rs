//! Use cases of Varsel: each loads, decides and saves in one transaction, synchronously.
//!
//! [`Ctx`] carries what a use case can depend on besides its input: the time, entropy, policy and the instance's key. The web,
//! the jobs and the command line call the same functions and differ only in how they read input and show results.

pub mod account;
pub mod alerts;
pub mod calendar;
pub mod cases;
pub mod catalogue;
pub mod clocks;
pub mod context;
pub mod cve;
pub mod drafts;
pub mod due_dates;
pub mod error;
pub mod feed;
pub mod import;
pub mod intake;
pub mod limits;
pub mod notices;
pub mod organisation;
pub mod password;
pub mod rules;
pub mod secrets;
pub mod signals;
pub mod unsent;

pub use context::{Ctx, Policy, Surroundings};
pub use error::AppError;
