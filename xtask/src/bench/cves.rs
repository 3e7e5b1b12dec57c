//! `cargo xtask bench-cves`: importing public CVEs, and looking them up; also scoring vectors by the line.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Instant;

use serde_json::Value;

use super::server::DATA;
use crate::{Result, process};

const RECORDS: usize = 350_000;
const VECTORS: usize = 1_000_000;
const RESULT: &str = "bench/CVES.md";

/// Runs the command; `--records N` for another number of them.
pub(crate) fn run(args: &[&str]) -> Result {
    let records = match args {
        [] => RECORDS,
        ["--records", count] => count.parse().map_err(|_| "--records wants a number")?,
        other => return Err(format!("bench-cves does not know `{}`", other.join(" "))),
    };
    process::run(&mut process::cargo(&[
        "build",
        "--release",
        "--locked",
        "-p",
        "varsel",
        "-p",
        "varsel-testkit",
    ]))?;
    fs::create_dir_all(DATA).map_err(|e| format!("{DATA}: {e}"))?;
    let (archive, file) = (format!("{DATA}/cves.zip"), format!("{DATA}/cves.db"));
    for old in [file.clone(), format!("{file}-wal"), format!("{file}-shm")] {
        let _ = fs::remove_file(old);
    }
    let count = records.to_string();
    process::run(Command::new("target/release/cves").args(["make", &archive, &count]))?;
    let url = format!("sqlite:{file}");
    let store = format!("store.url={url}");
    let varsel = |arguments: &[&str]| {
        let mut command = Command::new("target/release/varsel");
        process::without_varsel_variables(&mut command);
        command.args(["--set", &store]).args(arguments);
        command
    };
    process::run(&mut varsel(&["migrate"]))?;
    let (first, memory) = timed(varsel(&["cve", "import", &archive]))?;
    let (again, _) = timed(varsel(&["cve", "import", &archive]))?;
    let looked: Value = serde_json::from_str(&process::capture(
        Command::new("target/release/cves").args(["look", &url, &count]),
    )?)
    .map_err(|e| e.to_string())?;
    let mut text = format!(
        "# Benchmarks of public CVEs and of scoring\n\nWritten by `cargo xtask bench-cves`: release build, SQLite, {records} generated records of 7 kB each in one archive.\n\n\
         | What | Measured | To reach |\n|---|---|---|\n"
    );
    let rate = |seconds: f64| records as f64 / seconds;
    let mut row = |what: &str, measured: String, target: &str| {
        let _ = writeln!(text, "| {what} | {measured} | {target} |");
    };
    row("records imported a second", format!("**{:.0}**", rate(first)), "5,000");
    row("records found unchanged a second", format!("{:.0}", rate(again)), "");
    row("memory while importing", format!("**{memory} MB**"), "200 MB");
    for (what, took) in looked.as_object().into_iter().flatten() {
        let target = if what == "by id" { "1 ms" } else { "20 ms" };
        let (median, p99) = (took["median"].to_string(), took["p99"].to_string());
        row(&format!("looked up: {what}"), format!("{median} µs, 99th percentile **{p99} µs**"), target);
    }
    for (what, vector, target) in [
        ("v3.1", "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:H/I:L/A:N/E:P", "500,000"),
        ("v4.0", "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:P/VC:H/VI:L/VA:N/SC:H/SI:H/SA:H/E:P", "200,000"),
    ] {
        let seconds = score(vector)?;
        let each = format!("**{:.0}**", VECTORS as f64 / seconds);
        row(
            &format!("{what} vectors read, scored and written as JSON a second (`varsel score`)"),
            each,
            target,
        );
    }
    fs::write(RESULT, &text).map_err(|e| format!("{RESULT}: {e}"))?;
    let _ = fs::remove_file(archive);
    println!("{text}");
    Ok(())
}

/// Runs a command; returns its seconds, and the most memory it had, in megabytes.
fn timed(mut command: Command) -> Result<(f64, u64)> {
    let begun = Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn().map_err(|e| e.to_string())?;
    let status = format!("/proc/{}/status", child.id());
    let mut memory = 0;
    loop {
        // The peak stands there as long as the process runs.
        if let Ok(text) = fs::read_to_string(&status) {
            let peak = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let kilobytes = peak.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok());
            memory = kilobytes.map_or(memory, |kilobytes| kilobytes / 1024);
        }
        if let Some(status) = child.try_wait().map_err(|e| e.to_string())? {
            let seconds = begun.elapsed().as_secs_f64();
            return if status.success() {
                Ok((seconds, memory))
            } else {
                Err(format!("it ended with {status}"))
            };
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

/// Scores a million lines; returns the seconds.
fn score(vector: &str) -> Result<f64> {
    let lines = format!("{vector}\n").repeat(VECTORS);
    let begun = Instant::now();
    let mut child = Command::new("target/release/varsel")
        .arg("score")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .map_err(|e| e.to_string())?;
    let mut input = child.stdin.take().ok_or("the input is open")?;
    input.write_all(lines.as_bytes()).map_err(|e| e.to_string())?;
    drop(input);
    child.wait().map_err(|e| e.to_string())?;
    Ok(begun.elapsed().as_secs_f64())
}
