//! The commands, one a file.

pub(crate) mod demo;
pub(crate) mod generate;

use std::io::Write as _;

use thiserror::Error;

/// Why a command failed, as a person reads it: what happened, then what to do.
#[derive(Debug, Error)]
#[error("{what}")]
pub(crate) struct CommandError {
    what: String,
    advice: Option<String>,
}

impl CommandError {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), advice: None }
    }

    pub(crate) fn advise(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }
}

/// Says a line to the person at the terminal.
pub(crate) fn say(line: &str) {
    // Nobody listens any more when this fails.
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

/// Says on the error output why a command failed.
pub(crate) fn complain(error: &CommandError) {
    let mut out = std::io::stderr().lock();
    let _ = writeln!(out, "varsel: {}", error.what);
    if let Some(advice) = &error.advice {
        let _ = writeln!(out, "  {advice}");
    }
}
