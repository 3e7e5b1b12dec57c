//! The tables of `bench/README.md`.

use std::fmt::Write as _;
use std::time::Duration;

use super::load::Run;

/// A page beside pages of the same size that do nothing else.
pub(super) struct Page {
    pub(super) what: &'static str,
    pub(super) engine: &'static str,
    pub(super) cases: usize,
    pub(super) clients: u32,
    pub(super) bytes: usize,
    pub(super) ours: Run,
    pub(super) rendered: Run,
    pub(super) ready: Run,
}

/// A search, with one client and with sixteen.
pub(super) struct Search {
    pub(super) what: &'static str,
    pub(super) engine: &'static str,
    pub(super) cases: usize,
    pub(super) one: Run,
    pub(super) sixteen: Run,
}

/// Reports sent to the API, beside the same rows written straight through the driver.
pub(super) struct Submissions {
    pub(super) engine: &'static str,
    pub(super) cases: usize,
    pub(super) clients: u32,
    pub(super) ours: Run,
    pub(super) raw_one: f64,
    pub(super) raw_sixteen: f64,
}

/// What the process needs.
pub(super) struct Machine {
    pub(super) engine: &'static str,
    pub(super) cases: usize,
    pub(super) cold: Duration,
    pub(super) memory: f64,
}

/// Everything that was measured in one run.
#[derive(Default)]
pub(super) struct Report {
    pub(super) pages: Vec<Page>,
    pub(super) searches: Vec<Search>,
    pub(super) submissions: Vec<Submissions>,
    pub(super) machines: Vec<Machine>,
}

impl Report {
    /// Writes the tables in Markdown.
    pub(super) fn print(&self, rounds: usize, seconds: u32) -> String {
        let mut text = format!(
            "# Benchmarks\n\nWritten by `cargo xtask bench`: release build, {rounds} rounds of {seconds} s each, medians. Server and load \
             generator (wrk, one thread) share the machine’s cores; floors are measured in the same run, interleaved. Absolute figures drift \
             with the machine and its neighbours: the ratios are what counts. Server CPU is user and system time of the process an answer; \
             PostgreSQL’s own is not in it.\n"
        );
        self.print_pages(&mut text);
        self.print_growth(&mut text);
        self.print_searches(&mut text);
        self.print_submissions(&mut text);
        self.print_machines(&mut text);
        text
    }

    fn print_pages(&self, text: &mut String) {
        head(
            text,
            "Pages, signed in, beside bare axum pages of the same size",
            "The case page is the publisher’s, the workbench the desk’s page of a case, with triage and similar cases. *Rendered* is a table rendered from a struct with askama at every request; *ready* sends the same bytes, made once. Neither \
             has a session, a database or a log. The ratio is to *rendered*.",
            &[
                "Page",
                "Engine",
                "Cases",
                "Clients",
                "Pages/s",
                "p50",
                "p99",
                "Server CPU",
                "Size",
                "Rendered/s",
                "Ready/s",
                "Ratio",
            ],
        );
        for page in &self.pages {
            let Page { what, engine, cases, clients, ours, .. } = page;
            let _ = writeln!(
                text,
                "| {what} | {engine} | {cases} | {clients} | {} | {:.1} kB | {:.0} | {:.0} | **{}** |",
                columns(ours),
                page.bytes as f64 / 1_000.0,
                page.rendered.rate,
                page.ready.rate,
                percent(ours.rate, page.rendered.rate)
            );
        }
    }

    /// Compares the largest number of cases with the smallest.
    fn print_growth(&self, text: &mut String) {
        head(
            text,
            "What more cases cost",
            "Server CPU an answer with the most cases, as a multiple of that with the fewest; 16 clients.",
            &["What", "Engine", "Cases", "Server CPU", "Multiple"],
        );
        let sixteen = |page: &&Page| page.clients == 16;
        let pages = self.pages.iter().filter(sixteen).map(|p| (p.what, p.engine, p.cases, p.ours.cpu));
        let submissions = self.submissions.iter().filter(|s| s.clients == 16);
        let submissions = submissions.map(|s| ("submission", s.engine, s.cases, s.ours.cpu));
        let all: Vec<_> = pages.chain(submissions).collect();
        for (what, engine, cases, cpu) in &all {
            let few = all.iter().find(|other| other.0 == *what && other.1 == *engine && other.2 < *cases);
            if let Some((_, _, fewer, before)) = few {
                let _ = writeln!(
                    text,
                    "| {what} | {engine} | {fewer} → {cases} | {before:.0} → {cpu:.0} µs | **{:.2}** |",
                    cpu / before
                );
            }
        }
    }

    fn print_searches(&self, text: &mut String) {
        head(
            text,
            "Search by the desk, as a page",
            "",
            &[
                "For",
                "Engine",
                "Cases",
                "p50, 1 client",
                "p99, 1 client",
                "p50, 16",
                "p99, 16",
                "Pages/s, 16",
            ],
        );
        for Search { what, engine, cases, one, sixteen } in &self.searches {
            let _ = writeln!(
                text,
                "| {what} | {engine} | {cases} | {:.2} ms | **{:.2} ms** | {:.2} ms | {:.2} ms | {:.0} |",
                one.p50, one.p99, sixteen.p50, sixteen.p99, sixteen.rate
            );
        }
    }

    fn print_submissions(&self, text: &mut String) {
        head(
            text,
            "Durable submissions through the API",
            "Beside the same rows written straight through the driver, one case a commit and sixteen a commit.",
            &[
                "Engine",
                "Cases",
                "Clients",
                "Submissions/s",
                "p50",
                "p99",
                "Server CPU",
                "Raw, 1 a commit",
                "Raw, 16 a commit",
                "of raw 1",
                "of raw 16",
            ],
        );
        for Submissions { engine, cases, clients, ours, raw_one, raw_sixteen } in &self.submissions {
            let _ = writeln!(
                text,
                "| {engine} | {cases} | {clients} | {} | {raw_one:.0} | {raw_sixteen:.0} | **{}** | **{}** |",
                columns(ours),
                percent(ours.rate, *raw_one),
                percent(ours.rate, *raw_sixteen)
            );
        }
    }

    fn print_machines(&self, text: &mut String) {
        head(
            text,
            "Start and memory",
            "",
            &["Engine", "Cases", "Cold start", "Resident memory after the run"],
        );
        for Machine { engine, cases, cold, memory } in &self.machines {
            let cold = cold.as_secs_f64() * 1_000.0;
            let _ = writeln!(text, "| {engine} | {cases} | {cold:.0} ms | {memory:.0} MB |");
        }
    }
}

fn head(text: &mut String, title: &str, explanation: &str, columns: &[&str]) {
    let _ = write!(text, "\n## {title}\n\n");
    if !explanation.is_empty() {
        let _ = write!(text, "{explanation}\n\n");
    }
    let _ = writeln!(text, "| {} |\n|{}", columns.join(" | "), "---|".repeat(columns.len()));
}

fn columns(run: &Run) -> String {
    format!("{:.0} | {:.2} ms | {:.2} ms | {:.0} µs", run.rate, run.p50, run.p99, run.cpu)
}

fn percent(part: f64, whole: f64) -> String {
    format!("{:.0} %", 100.0 * part / whole)
}
