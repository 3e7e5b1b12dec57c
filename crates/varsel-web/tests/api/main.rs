//! The REST API over HTTP: the real router on a loopback port, over a store of its own.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod document;
mod journey;
mod once;
mod references;
mod refusals;
mod server;
