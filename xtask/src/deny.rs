//! Licences, banned crates, sources and published advisories of everything we depend on.

use std::process::Command;

use crate::{Result, process};

const VERSION: &str = "0.20.2";

/// The command to install the checker.
pub(crate) const INSTALL_BY_HAND: &str = "cargo install cargo-deny --locked --version 0.20.2";

/// The advisory database is a few megabytes; a network that takes longer is as good as none.
const FETCH_SECONDS: &str = "60";

/// Returns whether the checker is available.
pub(crate) fn is_installed() -> bool {
    process::succeeds(&mut process::cargo(&["deny", "--version"]))
}

/// Compiles the checker into cargo's own directory, where later runs find it.
pub(crate) fn install() -> Result {
    println!("compiling cargo-deny {VERSION}; this takes some minutes, once on each machine");
    let mut command = process::cargo(&["install", "cargo-deny", "--locked", "--version", VERSION]);
    // Its release profile is made for distribution: whole-program optimisation in one unit. We run
    // it for a second, so what counts is how soon it is there.
    command
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0");
    process::run(&mut command)
}

/// Runs every check that `deny.toml` describes.
///
/// Advisories need a database from outside. Where it cannot be fetched the other checks still
/// count, and a line that cannot be overlooked says what was left out.
pub(crate) fn run() -> Result {
    process::run(&mut process::cargo(&["deny", "check", "licenses", "bans", "sources"]))?;
    match fetch_advisories() {
        Ok(()) => process::run(&mut process::cargo(&["deny", "check", "--disable-fetch", "advisories"])),
        Err(reason) => {
            println!("{}", not_checked(&reason));
            Ok(())
        }
    }
}

fn fetch_advisories() -> Result {
    let fetch = process::cargo(&["deny", "fetch", "db"]);
    let mut limited = Command::new("timeout");
    limited.args(["--kill-after=5", FETCH_SECONDS]).arg(fetch.get_program()).args(fetch.get_args());
    process::capture(&mut limited).map(drop)
}

fn not_checked(reason: &str) -> String {
    let rule = "!".repeat(100);
    format!(
        "{rule}\n!! ADVISORIES WERE NOT CHECKED: the advisory database could not be fetched.\n{reason}\n{rule}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_written_once() {
        assert!(INSTALL_BY_HAND.ends_with(VERSION));
    }

    #[test]
    fn leaving_advisories_out_is_loud_and_says_why() {
        let text = not_checked("`cargo deny fetch db` ended with exit status: 1\nno route to host");
        assert!(text.contains("!! ADVISORIES WERE NOT CHECKED"));
        assert!(text.contains("no route to host"));
    }
}
