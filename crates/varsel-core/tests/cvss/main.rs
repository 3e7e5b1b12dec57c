//! CVSS, held against what others compute, what FIRST publishes, and every mistake a vector can have.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests may fail loudly, their helpers too")]

mod make;
mod malformed;
mod oracle;
mod pasted;
mod peer;
mod published;
