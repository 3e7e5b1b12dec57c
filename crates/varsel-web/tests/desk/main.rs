//! The desk's pages over HTTP: the real router on a loopback port, over a store of its own.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod administration;
mod arrived;
mod away;
mod both;
mod calendar;
mod contested;
mod cves;
mod done;
mod duties;
mod limits;
mod live;
mod queue;
mod search;
mod server;
mod signing_in;
mod unsent;
