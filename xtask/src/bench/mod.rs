//! `cargo xtask bench`: Varsel beside its floors, measured in the same run and interleaved, so that ratios hold on a noisy machine.

pub(crate) mod clocks;
pub(crate) mod cves;
mod load;
mod report;
mod server;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::postgres::{Durability, Server};
use crate::{Result, process};
use load::{Load, Run, median};
use report::{Machine, Page, Report, Search, Submissions};
use server::{DATA, Filled, Running};

/// How many clients ask at the same time, one figure each.
const CLIENTS: [u32; 2] = [1, 16];

/// What is searched for, with what it is called: the generated texts have 44 common words, and every tenth a word of its own.
/// Nothing stands for a CVE id that one of the cases has.
const QUERIES: &[(&str, &str)] = &[
    ("a rare word", "zq7x"),
    ("a common word", "attacker"),
    ("three common words", "attacker+firewall+template"),
    ("two letters of a common word", "at"),
    ("a CVE id", ""),
];

struct Plan {
    sizes: Vec<usize>,
    seconds: u32,
    rounds: usize,
}

impl Plan {
    fn read(args: &[&str]) -> Result<Self> {
        let mut plan = Self { sizes: Vec::new(), seconds: 4, rounds: 3 };
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            match *arg {
                "--quick" => (plan.seconds, plan.rounds) = (2, 1),
                "--seconds" => {
                    plan.seconds =
                        args.next().and_then(|n| n.parse().ok()).ok_or("--seconds wants a number")?;
                }
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
        Ok(plan)
    }

    /// Measures one thing after the other, so many rounds, and returns the median of each.
    fn interleaved<const N: usize>(&self, loads: [&Load<'_>; N]) -> Result<[Run; N]> {
        let mut runs: [Vec<Run>; N] = std::array::from_fn(|_| Vec::new());
        for _ in 0..self.rounds {
            for (load, runs) in loads.iter().zip(&mut runs) {
                runs.push(load::run(load, self.seconds)?);
            }
        }
        Ok(runs.map(median))
    }
}

/// Runs the command.
pub(crate) fn run(args: &[&str]) -> Result {
    let plan = Plan::read(args)?;
    if !process::on_path("wrk") {
        return Err("wrk is missing: install Debian's package wrk".to_owned());
    }
    for built in [
        &["-p", "varsel", "-p", "varsel-testkit"][..],
        &["-p", "varsel-web", "--example", "bare_page"],
        &["-p", "varsel-store", "--example", "raw_inserts"],
    ] {
        process::run(process::cargo(&["build", "--release", "--locked"]).args(built))?;
    }
    let mut report = Report::default();
    for size in &plan.sizes {
        measure(&plan, &Filled::sqlite(*size)?, &mut report)?;
        write(&plan, &report)?;
    }
    for size in &plan.sizes {
        let server = Server::start(Durability::Full)?;
        measure(&plan, &Filled::postgres(&server.url(), *size)?, &mut report)?;
        write(&plan, &report)?;
    }
    println!("{}", report.print(plan.rounds, plan.seconds));
    Ok(())
}

/// Writes what has been measured so far: a run takes long, and a part of it is worth keeping.
fn write(plan: &Plan, report: &Report) -> Result {
    fs::write("bench/README.md", report.print(plan.rounds, plan.seconds))
        .map_err(|e| format!("bench/README.md: {e}"))
}

fn measure(plan: &Plan, filled: &Filled, report: &mut Report) -> Result {
    println!("measuring {} cases on {}", filled.cases, filled.engine);
    let server = Running::varsel(filled)?;
    let cold = server.cold;
    pages(plan, filled, &server, report)?;
    searches(plan, filled, &server, report)?;
    submissions(plan, filled, &server, report)?;
    let memory = load::memory(server.id())?;
    report.machines.push(Machine { engine: filled.engine, cases: filled.cases, cold, memory });
    Ok(())
}

fn pages(plan: &Plan, filled: &Filled, server: &Running, report: &mut Report) -> Result {
    let (desk, owner) = (filled.session(), filled.owner_session());
    let (case, workbench) =
        (format!("/cases/{}", filled.owner_number()), format!("/cases/{}", filled.number()));
    for (what, path, session) in [
        ("case page", case.as_str(), &owner),
        ("case workbench", workbench.as_str(), &desk),
        ("queue page, 50 rows", "/desk", &desk),
    ] {
        let bytes = server.page(path, session)?.len();
        let bare = Running::bare_page(bytes)?;
        for clients in CLIENTS {
            let ours = Load::new(server, path, clients).header(session);
            let rendered = Load::new(&bare, "/rendered", clients);
            let ready = Load::new(&bare, "/ready", clients);
            let [ours, rendered, ready] = plan.interleaved([&ours, &rendered, &ready])?;
            let (engine, cases) = (filled.engine, filled.cases);
            report.pages.push(Page { what, engine, cases, clients, bytes, ours, rendered, ready });
        }
    }
    Ok(())
}

fn searches(plan: &Plan, filled: &Filled, server: &Running, report: &mut Report) -> Result {
    let session = filled.session();
    for (what, query) in QUERIES {
        let query = if query.is_empty() { filled.told("cve") } else { query };
        let path = format!("/search?q={query}");
        // A search that finds nothing would be measured as a fast one.
        if !server.page(&path, &session)?.contains("<mark>") {
            return Err(format!("{path} finds nothing in {} cases on {}", filled.cases, filled.engine));
        }
        let [one, sixteen] = CLIENTS.map(|clients| Load::new(server, &path, clients).header(&session));
        let [one, sixteen] = plan.interleaved([&one, &sixteen])?;
        report.searches.push(Search { what, engine: filled.engine, cases: filled.cases, one, sixteen });
    }
    Ok(())
}

fn submissions(plan: &Plan, filled: &Filled, server: &Running, report: &mut Report) -> Result {
    let script = PathBuf::from(DATA).join("submit.lua");
    fs::create_dir_all(DATA)
        .and_then(|()| fs::write(&script, submit_script(filled.told("owner_token"), filled.told("offer"))))
        .map_err(|e| format!("{}: {e}", script.display()))?;
    let raw = |batch: u32| -> Result<f64> {
        let output = process::capture(Command::new("target/release/examples/raw_inserts").args([
            &filled.url,
            &batch.to_string(),
            &plan.seconds.to_string(),
        ]))?;
        output.trim().parse().map_err(|e| format!("raw_inserts said something else: {e}"))
    };
    let [one, sixteen] = CLIENTS.map(|clients| Load::new(server, "/api/v1/cases", clients).script(&script));
    let (mut ours_one, mut ours_sixteen) = (Vec::new(), Vec::new());
    let (mut raw_one, mut raw_sixteen) = (Vec::new(), Vec::new());
    for _ in 0..plan.rounds {
        ours_one.push(load::run(&one, plan.seconds)?);
        ours_sixteen.push(load::run(&sixteen, plan.seconds)?);
        raw_one.push(raw(1)?);
        raw_sixteen.push(raw(16)?);
    }
    let middle = |mut rates: Vec<f64>| {
        rates.sort_by(f64::total_cmp);
        rates[rates.len() / 2]
    };
    let (raw_one, raw_sixteen) = (middle(raw_one), middle(raw_sixteen));
    for (clients, runs) in CLIENTS.into_iter().zip([ours_one, ours_sixteen]) {
        let (engine, cases, ours) = (filled.engine, filled.cases, median(runs));
        report.submissions.push(Submissions { engine, cases, clients, ours, raw_one, raw_sixteen });
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
            "vulnerability": {"cves": ["CVE-2021-44228"], "cvss": ["CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H"]},
            "proposed_severity": "high"
        }
    });
    format!(
        "wrk.method = \"POST\"\nwrk.headers[\"Content-Type\"] = \"application/json\"\nwrk.headers[\"Authorization\"] = \"Bearer {token}\"\nwrk.body = {:?}\n",
        body.to_string()
    )
}
