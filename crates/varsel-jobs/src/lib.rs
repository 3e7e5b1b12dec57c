//! What Varsel does in the background: it sends the mails that follow from what happened, looks at clocks and
//! calls those who answer for them, asks for public CVEs where it may,
//! and keeps house.
//!
//! A [`Worker`] claims one job of a lane at a time, does it and says in the same transaction that it is done. A job that fails is
//! tried again, later each time, and after eight tries waits for a person. Any number of workers, in any number of processes, may
//! share one database. [`Worker::start`] runs one on threads of its own, one for each lane
//! ([`Lane`](varsel_store::jobs::Lane)): none waits for another.

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
