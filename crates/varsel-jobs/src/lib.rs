//! What Varsel does in the background: it sends mails about events, checks clocks and alerts the people responsible, fetches
//! public CVEs if allowed, and cleans up.
//!
//! A [`Worker`] claims one job of a lane at a time, runs it and marks it as done in the same transaction. A failed job is retried
//! with increasing delays, and after eight attempts waits for a person. Any number of workers, in any number of processes, can
//! share one database. [`Worker::start`] runs one on threads of its own, one for each lane ([`Lane`](varsel_store::jobs::Lane)):
//! none waits for another.

mod account_mail;
mod alert;
mod calendar_feed;
mod case_mail;
mod cve_fetch;
mod failure;
mod housekeeping;
mod link_mail;
mod mailer;
mod outbound;
mod public_address;
mod running;
mod worker;

pub use alert::Webhook;
pub use calendar_feed::CalendarFeed;
pub use cve_fetch::{CveSources, PLACE as CVE_PLACE};
pub use mailer::Mailer;
pub use outbound::{Outbound, OutboundError};
pub use running::Running;
pub use worker::Worker;
