//! One measurement: wrk on one core's worth of threads against a server on loopback, and what the server spent on it.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::server::Running;
use crate::{Result, process};

/// What one run of the load generator saw.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    /// Answers a second.
    pub(super) rate: f64,
    /// Milliseconds at the median.
    pub(super) p50: f64,
    /// Milliseconds at the 99th percentile.
    pub(super) p99: f64,
    /// Microseconds of the server's CPU an answer.
    pub(super) cpu: f64,
}

/// What to ask for.
pub(super) struct Load<'a> {
    url: String,
    clients: u32,
    header: Option<&'a str>,
    script: Option<&'a Path>,
    /// The server's process, whose CPU time is read.
    server: u32,
}

impl<'a> Load<'a> {
    pub(super) fn new(server: &Running, path: &str, clients: u32) -> Self {
        Self { url: server.at(path), clients, header: None, script: None, server: server.id() }
    }

    pub(super) fn header(self, header: &'a str) -> Self {
        Self { header: Some(header), ..self }
    }

    pub(super) fn script(self, script: &'a Path) -> Self {
        Self { script: Some(script), ..self }
    }
}

/// Runs the load generator once; an answer that is an error, or none, is an error.
pub(super) fn run(load: &Load<'_>, seconds: u32) -> Result<Run> {
    let mut command = Command::new("wrk");
    command.args(["--latency", "-t1", &format!("-c{}", load.clients), &format!("-d{seconds}s")]);
    if let Some(header) = load.header {
        command.args(["-H", header]);
    }
    if let Some(script) = load.script {
        command.arg("-s").arg(script);
    }
    command.arg(&load.url);
    let before = cpu_ticks(load.server)?;
    let output = process::capture(&mut command)?;
    let spent = cpu_ticks(load.server)?.saturating_sub(before);
    let number =
        |line: &str| -> f64 { line.split_whitespace().last().and_then(|v| v.parse().ok()).unwrap_or(0.0) };
    let find = |start: &str| output.lines().map(str::trim).find(|line| line.starts_with(start));
    let total: f64 = output
        .lines()
        .find(|line| line.contains(" requests in "))
        .and_then(|line| line.split_whitespace().next()?.parse().ok())
        .unwrap_or(0.0);
    let wrong = find("Non-2xx").map_or(0.0, number);
    let broken = find("Socket errors").map_or(0.0, |line| -> f64 {
        line.split(|c: char| !c.is_ascii_digit()).filter_map(|v| v.parse::<f64>().ok()).sum()
    });
    if wrong + broken > 0.0 || total == 0.0 {
        return Err(format!("{}: {wrong} wrong answers and {broken} broken connections", load.url));
    }
    Ok(Run {
        rate: find("Requests/sec:").map_or(0.0, number),
        p50: find("50%").map_or(0.0, milliseconds),
        p99: find("99%").map_or(0.0, milliseconds),
        // The kernel counts in hundredths of a second.
        cpu: spent as f64 * 10_000.0 / total,
    })
}

fn milliseconds(line: &str) -> f64 {
    let text = line.split_whitespace().last().unwrap_or_default();
    let split = text.find(|c: char| c.is_alphabetic()).unwrap_or(text.len());
    let value: f64 = text[..split].parse().unwrap_or(0.0);
    match &text[split..] {
        "us" => value / 1_000.0,
        "s" => value * 1_000.0,
        _ => value,
    }
}

/// Reads how many clock ticks a process has spent, itself and in the kernel.
fn cpu_ticks(process: u32) -> Result<u64> {
    let text = fs::read_to_string(format!("/proc/{process}/stat"))
        .map_err(|e| format!("the server is gone: {e}"))?;
    let after_name = text.rsplit_once(')').map_or("", |(_, rest)| rest);
    let field =
        |n: usize| after_name.split_whitespace().nth(n).and_then(|v| v.parse::<u64>().ok()).unwrap_or(0);
    Ok(field(11) + field(12))
}

/// Reads the resident memory of a process in megabytes.
pub(super) fn memory(process: u32) -> Result<f64> {
    let text = fs::read_to_string(format!("/proc/{process}/status"))
        .map_err(|e| format!("the server is gone: {e}"))?;
    let line = text.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
    let kilobytes: f64 = line.split_whitespace().nth(1).and_then(|v| v.parse().ok()).unwrap_or(0.0);
    Ok(kilobytes / 1_024.0)
}

/// Returns the run in the middle, by rate.
pub(super) fn median(mut runs: Vec<Run>) -> Run {
    runs.sort_by(|a, b| a.rate.total_cmp(&b.rate));
    runs[runs.len() / 2]
}
