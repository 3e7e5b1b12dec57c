//! The case machine and its clocks, by table.

#![expect(clippy::unwrap_used, reason = "tests may fail loudly, their helpers too")]

mod audience;
mod by_table;
mod clocks;
mod duties;
mod fixtures;
mod laws;
mod moved_clocks;
mod rating;
mod reopening;
#[path = "../support/mod.rs"]
mod support;
#[path = "../weakness/mod.rs"]
mod weakness;
