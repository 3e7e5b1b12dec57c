//! Stories of the whole product: the real binary, a real browser, and what people do.
//!
//! [`browser`] has the verbs, [`demo`] the product. The stories are the modules whose tests read as sentences.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on stops")]

mod browser;
mod calculator;
mod demo;
mod frame;
mod inspection;
mod journey;
mod laws;
mod opinions;
mod pages;
mod poll;
mod scripts;
mod states;
mod tabs;
mod unsent;
