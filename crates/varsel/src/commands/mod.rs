//! The commands, one per file.

pub(crate) mod check;
pub(crate) mod cve;
pub(crate) mod demo;
pub(crate) mod due;
pub(crate) mod generate;
pub(crate) mod import;
pub(crate) mod lifetime;
mod lines;
pub(crate) mod migrate;
pub(crate) mod obligations;
pub(crate) mod priority;
pub(crate) mod score;
pub(crate) mod serve;
pub(crate) mod user;

use std::io::Write as _;
use std::process::ExitCode;

use jiff::Timestamp;
use thiserror::Error;

/// Why a command failed, for people: what happened, then what to do.
#[derive(Debug, Error)]
#[error("{what}")]
pub(crate) struct CommandError {
    what: String,
    advice: Option<String>,
    status: u8,
}

impl CommandError {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), advice: None, status: 1 }
    }

    pub(crate) fn advise(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }

    /// Marks a usage error: the command did not start because its arguments or the configuration are invalid.
    pub(crate) fn usage(mut self) -> Self {
        self.status = 2;
        self
    }

    /// Returns the exit status: 1 if the command failed, 2 for a usage or configuration error.
    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.status)
    }
}

/// Parses the time in a field, or says how to write one.
fn instant(name: &str, given: &str) -> Result<Timestamp, String> {
    // A zone in brackets would be ignored, and can contradict the offset (RFC 9557, section 3.4).
    let read = if given.contains('[') { None } else { given.parse().ok() };
    read.ok_or_else(|| {
        format!("`{name}` cannot be `{given}`; accepted: a time with its UTC offset, such as 2026-11-27T18:30:00+01:00 (RFC 3339)")
    })
}

/// Prints a line to standard output.
pub(crate) fn say(line: &str) {
    // If this fails, no one is reading any more.
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

/// Prints to standard error why a command failed.
pub(crate) fn complain(error: &CommandError) {
    let mut out = std::io::stderr().lock();
    let _ = writeln!(out, "varsel: {}", error.what);
    if let Some(advice) = &error.advice {
        let _ = writeln!(out, "  {advice}");
    }
}

/// Writes the command-line reference as Markdown, from its declaration.
pub(crate) fn cli_reference() -> String {
    use clap::CommandFactory as _;
    let mut command = crate::Arguments::command();
    command.build();
    let mut out = String::from(
        "# Command line\n\nEvery command accepts the options of `varsel` itself, including `--help`.\n\nExit status: 0 success, \
         1 failure, 2 usage or configuration error.\n",
    );
    describe(&command, "", &mut out);
    out
}

fn describe(command: &clap::Command, before: &str, out: &mut String) {
    use std::fmt::Write as _;
    let name = if before.is_empty() {
        command.get_name().to_owned()
    } else {
        format!("{before} {}", command.get_name())
    };
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let _ = write!(out, "\n## {name}\n\n{about}\n");
    let is_shown = |a: &&clap::Arg| {
        let everywhere = a.is_global_set() && !before.is_empty();
        !a.is_hide_set() && !everywhere && a.get_id() != "help" && a.get_id() != "version"
    };
    let arguments: Vec<_> = command.get_arguments().filter(is_shown).collect();
    if !arguments.is_empty() {
        out.push('\n');
    }
    for argument in arguments {
        let value = argument
            .get_value_names()
            .and_then(|names| names.first())
            .map(ToString::to_string)
            .unwrap_or_default();
        let shown = match (argument.get_long(), argument.get_action().takes_values()) {
            (Some(long), true) => format!("--{long} {value}"),
            (Some(long), false) => format!("--{long}"),
            (None, _) => value,
        };
        let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
        let default = argument.get_default_values().first().filter(|_| argument.get_action().takes_values());
        let default = default.map(|d| format!(" (default: `{}`)", d.to_string_lossy())).unwrap_or_default();
        let _ = writeln!(out, "- `{shown}`: {help}{default}");
    }
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set() && sub.get_name() != "help") {
        describe(sub, &name, out);
    }
}
