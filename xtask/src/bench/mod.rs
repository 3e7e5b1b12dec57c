//! `cargo xtask bench`: Varsel beside its floors, measured in the same run and interleaved, so that ratios hold on a noisy machine.

mod load;

use std::fmt::Write as _;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::postgres::{Durability, Server};
use crate::{Result, process};
use load::{Load, Run, median};

/// Where the generated databases are kept between runs.
const DATA: &str = "bench/data";
/// The key that `fill` uses.
const KEY: &str = "0707070707070707070707070707070707070707070707070707070707070707";

struct Plan {
    sizes: Vec<usize>,
    seconds: u32,
    rounds: usize,
}

/// Runs the command.
pub(crate) fn run(args: &[&str]) -> Result {
    let mut plan = Plan { sizes: Vec::new(), seconds: 4, rounds: 3 };
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match *arg {
            "--quick" => (plan.seconds, plan.rounds) = (2, 1),
            "--cases" => {
                let count = args.next().and_then(|n| n.parse().ok()).ok_or("--cases wants a number")?;
                plan.sizes.push(count);
            }
            other => return Err(format!("bench does not know `{other}`")),
        }
    }
    if plan.sizes.is_empty() {
        plan.sizes = vec![1_000, 100_000];
    }
    if !process::on_path("wrk") {
        return Err("wrk is missing: install Debian's package wrk".to_owned());
    }
    process::run(&mut process::cargo(&["build", "--release", "-p", "varsel", "-p", "varsel-testkit"]))?;
    process::run(&mut process::cargo(&["build", "--release", "-p", "varsel-web", "--example", "bare_page"]))?;
    process::run(&mut process::cargo(&[
        "build",
        "--release",
        "-p",
        "varsel-store",
        "--example",
        "raw_inserts",
    ]))?;
    fs::create_dir_all(DATA).map_err(|e| format!("{DATA}: {e}"))?;
    let mut report = Report::default();
    for size in &plan.sizes {
        let file = PathBuf::from(DATA).join(format!("{size}.db"));
        let fresh = fill_sqlite(&file, *size)?;
        measure(&plan, *size, "SQLite", &format!("sqlite:{}", file.display()), &fresh, &mut report)?;
    }
    let server = Server::start(Durability::Full)?;
    let size = plan.sizes[0];
    let told = fill(&server.url(), size)?;
    measure(&plan, size, "PostgreSQL", &server.url(), &told, &mut report)?;
    drop(server);
    let text = report.print(&plan);
    fs::write("bench/README.md", &text).map_err(|e| format!("bench/README.md: {e}"))?;
    println!("{text}");
    Ok(())
}

/// Fills an SQLite file unless it is there; what `fill` said is kept beside it.
fn fill_sqlite(file: &Path, size: usize) -> Result<Value> {
    // Submissions of earlier runs would make the file grow: each run begins with a fresh one.
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{ending}", file.display()));
    }
    fill(&format!("sqlite:{}", file.display()), size)
}

fn fill(url: &str, size: usize) -> Result<Value> {
    println!("filling {size} cases");
    let output = process::capture(Command::new("target/release/fill").args([url, &size.to_string()]))?;
    serde_json::from_str(output.trim()).map_err(|e| format!("fill said something else: {e}"))
}

/// A server process that ends with this value.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn free_address() -> Result<SocketAddr> {
    TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).map_err(|e| format!("no free port: {e}"))
}

/// Starts `varsel serve` and waits until it is ready; returns how long that took.
fn start(url: &str, address: SocketAddr) -> Result<(Running, Duration)> {
    let begun = Instant::now();
    let child = Command::new("target/release/varsel")
        .arg("serve")
        .env("VARSEL_STORE__URL", url)
        .env("VARSEL_SERVER__LISTEN", address.to_string())
        .env("VARSEL_SERVER__METRICS_LISTEN", "")
        .env("VARSEL_SECRETS__KEY", KEY)
        .env("VARSEL_MAIL__SPOOL_DIR", format!("{DATA}/spool"))
        .env("VARSEL_DESK__ZONE", "Europe/Stockholm")
        .env("VARSEL_LOG__LEVEL", "error")
        .stdout(Stdio::null())
        .spawn()
        .map_err(|e| format!("varsel does not start: {e}"))?;
    let running = Running(child);
    while begun.elapsed() < Duration::from_secs(20) {
        if get(address, "/readyz", "").is_ok_and(|answer| answer.starts_with("HTTP/1.1 200")) {
            return Ok((running, begun.elapsed()));
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    Err("varsel was not ready within 20 seconds".to_owned())
}

fn get(address: SocketAddr, path: &str, headers: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address)?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{headers}\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

#[derive(Default)]
struct Report {
    pages: String,
    submissions: String,
    machine: String,
}

fn text<'a>(told: &'a Value, key: &str) -> &'a str {
    told[key].as_str().unwrap_or_default()
}

fn measure(plan: &Plan, size: usize, engine: &str, url: &str, told: &Value, report: &mut Report) -> Result {
    println!("measuring {size} cases on {engine}");
    let address = free_address()?;
    let (server, cold) = start(url, address)?;
    let session = format!("Cookie: varsel={}", text(told, "analyst_session"));
    let number = told["numbers"][30].as_str().or(told["numbers"][0].as_str()).unwrap_or_default().to_owned();
    for (what, path) in
        [("case page", format!("/cases/{number}")), ("queue page, 50 rows", "/desk".to_owned())]
    {
        let answer = get(address, &path, &format!("{session}\r\n")).map_err(|e| format!("{path}: {e}"))?;
        if !answer.starts_with("HTTP/1.1 200") {
            return Err(format!("{path} answers {}", answer.lines().next().unwrap_or_default()));
        }
        let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        let bare_address = free_address()?;
        let page = format!("{DATA}/page.html");
        fs::write(&page, body).map_err(|e| format!("{page}: {e}"))?;
        let bare = Running(
            Command::new("target/release/examples/bare_page")
                .args([&bare_address.to_string(), &page])
                .spawn()
                .map_err(|e| format!("bare_page does not start: {e}"))?,
        );
        let begun = Instant::now();
        while get(bare_address, "/", "").is_err() && begun.elapsed() < Duration::from_secs(5) {
            std::thread::sleep(Duration::from_millis(5));
        }
        for clients in [1, 16] {
            let (mut ours, mut floor) = (Vec::new(), Vec::new());
            for _ in 0..plan.rounds {
                let headers = [session.clone()];
                let at = format!("http://{address}{path}");
                let load = Load {
                    url: &at,
                    clients,
                    seconds: plan.seconds,
                    headers: &headers,
                    script: None,
                    server: server.0.id(),
                };
                ours.push(load::run(&load)?);
                let at = format!("http://{bare_address}/");
                let load = Load {
                    url: &at,
                    clients,
                    seconds: plan.seconds,
                    headers: &[],
                    script: None,
                    server: bare.0.id(),
                };
                floor.push(load::run(&load)?);
            }
            let (ours, floor) = (median(ours), median(floor));
            if ours.failures > 0 {
                return Err(format!("{path}: {} requests failed", ours.failures));
            }
            let _ = writeln!(
                report.pages,
                "| {what} | {engine} | {size} | {clients} | {} | {:.1} kB | {:.0} | **{:.0} %** |",
                columns(ours),
                body.len() as f64 / 1_000.0,
                floor.rate,
                100.0 * ours.rate / floor.rate
            );
        }
    }
    submissions(plan, size, engine, url, told, address, &server, report)?;
    let _ = writeln!(
        report.machine,
        "| {engine} | {size} | {:.0} ms | {:.0} MB |",
        cold.as_secs_f64() * 1_000.0,
        load::memory(server.0.id())?
    );
    Ok(())
}

fn columns(run: Run) -> String {
    format!("{:.0} | {:.2} ms | {:.2} ms | {:.0} µs", run.rate, run.p50, run.p99, run.cpu)
}

#[expect(clippy::too_many_arguments, reason = "one measurement's own values, called once")]
fn submissions(
    plan: &Plan,
    size: usize,
    engine: &str,
    url: &str,
    told: &Value,
    address: SocketAddr,
    server: &Running,
    report: &mut Report,
) -> Result {
    let script = PathBuf::from(DATA).join("submit.lua");
    fs::write(&script, submit_script(text(told, "owner_token"), text(told, "offer")))
        .map_err(|e| format!("{}: {e}", script.display()))?;
    let raw = |batch: u32| -> Result<f64> {
        let output = process::capture(Command::new("target/release/examples/raw_inserts").args([
            url,
            &batch.to_string(),
            &plan.seconds.to_string(),
        ]))?;
        output.trim().parse().map_err(|e| format!("raw_inserts said something else: {e}"))
    };
    let (mut one, mut sixteen, mut raw_one, mut raw_sixteen) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..plan.rounds {
        let at = format!("http://{address}/api/v1/cases");
        for (clients, runs) in [(1, &mut one), (16, &mut sixteen)] {
            let load = Load {
                url: &at,
                clients,
                seconds: plan.seconds,
                headers: &[],
                script: Some(&script),
                server: server.0.id(),
            };
            runs.push(load::run(&load)?);
        }
        raw_one.push(raw(1)?);
        raw_sixteen.push(raw(16)?);
    }
    let middle = |mut rates: Vec<f64>| {
        rates.sort_by(f64::total_cmp);
        rates[rates.len() / 2]
    };
    let (raw_one, raw_sixteen) = (middle(raw_one), middle(raw_sixteen));
    for (clients, runs) in [(1, one), (16, sixteen)] {
        let run = median(runs);
        if run.failures > 0 {
            return Err(format!("{} submissions failed", run.failures));
        }
        let _ = writeln!(
            report.submissions,
            "| {engine} | {size} | {clients} | {} | {raw_one:.0} | {raw_sixteen:.0} | **{:.0} %** | **{:.0} %** |",
            columns(run),
            100.0 * run.rate / raw_one,
            100.0 * run.rate / raw_sixteen
        );
    }
    Ok(())
}

fn submit_script(token: &str, offer: &str) -> String {
    let words = "The attacker sends a request with a crafted header to the import endpoint and reads memory outside its bounds. ";
    let body = serde_json::json!({
        "category": "vulnerability",
        "report": {
            "title": "Heap overflow in the import endpoint",
            "description": words.repeat(12),
            "affected": [{"offer": offer, "versions": "4.0.0 to 4.2.2", "fixed_in": "4.2.3"}],
            "vulnerability": {"cves": ["CVE-2021-44228"], "cvss": "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H"},
            "proposed_severity": "high"
        }
    });
    format!(
        "wrk.method = \"POST\"\nwrk.headers[\"Content-Type\"] = \"application/json\"\nwrk.headers[\"Authorization\"] = \"Bearer {token}\"\nwrk.body = {:?}\n",
        body.to_string()
    )
}

impl Report {
    fn print(&self, plan: &Plan) -> String {
        format!(
            "# Benchmarks\n\nWritten by `cargo xtask bench`: release build, {} rounds of {} s, medians, server and load generator (wrk, one thread) \
             on the same two cores, floors measured in the same run and interleaved. Absolute figures drift with the machine; the ratios are what counts.\n\n\
             ## Pages, signed in, against a bare axum page of the same size\n\n\
             | Page | Engine | Cases | Clients | Pages/s | p50 | p99 | Server CPU | Size | Bare pages/s | Ratio |\n|---|---|---|---|---|---|---|---|---|---|---|\n{}\n\
             ## Durable submissions through the API, against the same rows written straight through the driver\n\n\
             | Engine | Cases | Clients | Submissions/s | p50 | p99 | Server CPU | Raw, 1 a commit | Raw, 16 a commit | of raw 1 | of raw 16 |\n|---|---|---|---|---|---|---|---|---|---|---|\n{}\n\
             ## Start and memory\n\n| Engine | Cases | Cold start | Resident memory after the run |\n|---|---|---|---|\n{}",
            plan.rounds, plan.seconds, self.pages, self.submissions, self.machine
        )
    }
}
