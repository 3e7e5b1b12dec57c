//! The edge, as hostile clients and honest ones meet it: the real server on loopback ports, plain and with TLS.
//!
//! Deadlines are short here. No test measures time: each waits for what must happen, with a limit that only a fault reaches.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod bodies;
mod certificates;
mod headers;
mod live;
mod server;
mod silence;
mod unread;
