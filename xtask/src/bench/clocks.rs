//! `cargo xtask bench-clocks`: finding the next due case among very many clocks, and announcing all that are due at once.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use serde_json::Value;

use super::server::DATA;
use crate::{Result, process};

const CLOCKS: usize = 1_000_000;
const RESULT: &str = "bench/CLOCKS.md";

/// Runs the command; `--clocks N` for another number of them.
pub(crate) fn run(args: &[&str]) -> Result {
    let clocks = match args {
        [] => CLOCKS,
        ["--clocks", count] => count.parse().map_err(|_| "--clocks wants a number")?,
        other => return Err(format!("bench-clocks does not know `{}`", other.join(" "))),
    };
    process::run(&mut process::cargo(&[
        "build",
        "--release",
        "--locked",
        "-p",
        "varsel-jobs",
        "--example",
        "clocks",
    ]))?;
    fs::create_dir_all(DATA).map_err(|e| format!("{DATA}: {e}"))?;
    let file = format!("{DATA}/clocks.db");
    for old in [file.clone(), format!("{file}-wal"), format!("{file}-shm")] {
        let _ = fs::remove_file(old);
    }
    let said =
        process::capture(Command::new("target/release/examples/clocks").args([&file, &clocks.to_string()]))?;
    let found: Value = serde_json::from_str(&said).map_err(|e| format!("{said}: {e}"))?;
    let mut text = format!(
        "# Benchmarks of clocks\n\nWritten by `cargo xtask bench-clocks`: release build, SQLite, {} clocks that run in {} open cases.\n\n\
         | What | Measured | To reach |\n|---|---|---|\n",
        found["clocks"], found["cases"]
    );
    let mut row = |what: &str, measured: String, target: &str| {
        let _ = writeln!(text, "| {what} | {measured} | {target} |");
    };
    row(
        "found what is due next",
        format!("{} µs, 99th percentile **{} µs**", found["median"], found["p99"]),
        "1 ms",
    );
    row(
        &format!(
            "looked at {} cases that were due at once, and told those who answer for them by SMTP",
            found["at_once"]
        ),
        format!("**{} s**, {} mails", found["seconds"], found["mails"]),
        "60 s for 10,000",
    );
    fs::write(RESULT, &text).map_err(|e| format!("{RESULT}: {e}"))?;
    for old in [file.clone(), format!("{file}-wal"), format!("{file}-shm")] {
        let _ = fs::remove_file(old);
    }
    println!("{text}");
    Ok(())
}
