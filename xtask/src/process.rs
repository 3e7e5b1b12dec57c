//! Running other programs, with errors that name the program and its arguments.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Output};

use crate::Result;

/// Returns a command for the cargo that runs this tool.
///
/// Variables named `VARSEL_…` are taken out, so that a developer's own configuration cannot change
/// what a test sees.
pub(crate) fn cargo(args: &[&str]) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(args);
    without_varsel_variables(&mut command);
    command
}

/// Takes every `VARSEL_…` variable out of what `command` inherits.
pub(crate) fn without_varsel_variables(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("VARSEL_") {
            command.env_remove(name);
        }
    }
}

/// Runs a command with its output on this terminal.
///
/// Fails with the command line when it cannot start or exits with anything but zero.
pub(crate) fn run(command: &mut Command) -> Result {
    let line = command_line(command);
    println!("$ {line}");
    let status = command.status().map_err(|e| format!("cannot start `{line}`: {e}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{line}` ended with {status}")) }
}

/// Runs a command silently and returns what it wrote to standard output.
///
/// Fails with the command line and all that the command wrote.
pub(crate) fn capture(command: &mut Command) -> Result<String> {
    let line = command_line(command);
    let output = command.output().map_err(|e| format!("cannot start `{line}`: {e}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(format!("`{line}` ended with {}\n{}", output.status, everything_written(&output)))
    }
}

/// Says whether a command starts and succeeds; its output is thrown away.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}

/// Says whether a program of this name is on the search path.
pub(crate) fn on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|directory| directory.join(program).is_file())
}

/// Says whether this process runs as root, which PostgreSQL refuses and apt-get needs.
pub(crate) fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    Path::new("/proc/self").metadata().is_ok_and(|process| process.uid() == 0)
}

/// Says whether this is a run of continuous integration.
pub(crate) fn is_ci() -> bool {
    std::env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false" && value != "0")
}

fn everything_written(output: &Output) -> String {
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.push_str(&String::from_utf8_lossy(&output.stderr));
    text.trim_end().to_owned()
}

fn command_line(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let mut line = program.file_name().unwrap_or(command.get_program()).to_string_lossy().into_owned();
    for arg in command.get_args() {
        write!(line, " {}", arg.to_string_lossy()).expect("writing to a String cannot fail");
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_command_is_named_with_what_it_wrote() {
        let message = capture(Command::new("sh").args(["-c", "echo out; echo err >&2; exit 3"])).unwrap_err();
        assert!(message.starts_with("`sh -c echo out"), "{message}");
        assert!(message.contains("exit status: 3"), "{message}");
        assert!(message.ends_with("out\nerr"), "{message}");
    }

    #[test]
    fn a_missing_program_is_named() {
        let message = run(&mut Command::new("no-such-program-here")).unwrap_err();
        assert!(message.starts_with("cannot start `no-such-program-here`"), "{message}");
        assert!(!on_path("no-such-program-here"));
        assert!(on_path("sh"));
    }
}
