//! `varsel cve`: imports, fetches and shows public CVEs.

use std::fmt::Display;
use std::path::PathBuf;
use std::str::FromStr;

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use varsel_app::cve::{self, Report};
use varsel_core::coded::Coded;
use varsel_core::cve::{AffectedProduct, AffectedStatus, CveEntry, PublishedScore, Versions};
use varsel_core::cve_id::CveId;
use varsel_core::vulnerability_id::VulnerabilityId;
use varsel_store::{StoreError, cves};

use super::{CommandError, say};
use crate::config::Config;
use crate::start;

/// The action.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Imports public files: CVE JSON 5 records or the cvelistV5 release, NVD 2.0 feeds, OSV, CISA KEV, EPSS; plain, .gz, .zip or a folder.
    Import {
        /// Files and folders to import.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Fetches CVEs from the configured addresses (`cves.addresses`) now.
    Fetch {
        /// CVE ids.
        #[arg(required = true)]
        ids: Vec<String>,
    },
    /// Shows what the catalogue knows about a CVE, or an id of another database (GHSA, OSV, EUVD, GCVE).
    Show {
        /// Id.
        id: String,
        /// Print a JSON object.
        #[arg(long)]
        json: bool,
        /// Show every product, version and address.
        #[arg(long)]
        all: bool,
    },
}

/// Runs the command.
pub(crate) fn run(config: &Config, arguments: &Arguments) -> Result<(), CommandError> {
    match &arguments.what {
        What::Import { files } => import(config, files),
        What::Fetch { ids } => fetch(config, ids),
        What::Show { id, json, all } => show(config, id, *json, *all),
    }
}

fn import(config: &Config, files: &[PathBuf]) -> Result<(), CommandError> {
    let store = start::store(config, true)?;
    // Hides itself if the output is not a terminal.
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {bytes}/{total_bytes}  {msg}  {eta}") {
        bar.set_style(style);
    }
    let report = cve::import(&store, files, &mut |progress| {
        bar.set_length(progress.total_bytes);
        bar.set_position(progress.bytes_read);
        bar.set_message(format!("{} records", progress.records));
    });
    bar.finish_and_clear();
    store.close();
    let report = report.map_err(|error| {
        CommandError::new(error.to_string())
            .advise("The records read so far are stored; run the command again to continue.")
    })?;
    tell(&report);
    if report.records == 0 && !report.problems.is_empty() {
        return Err(CommandError::new("nothing could be read"));
    }
    Ok(())
}

fn parse<T: FromStr<Err: Display>>(id: &str) -> Result<T, CommandError> {
    id.parse().map_err(|error| CommandError::new(format!("{id}: {error}")).usage())
}

fn fetch(config: &Config, ids: &[String]) -> Result<(), CommandError> {
    let Some(sources) = start::cve_sources(config) else {
        return Err(CommandError::new("there is no address to fetch from")
            .advise("Set `cves.addresses`, or import files with `varsel cve import`."));
    };
    let ids: Vec<CveId> = ids.iter().map(|id| parse(id)).collect::<Result<_, _>>()?;
    let store = start::store(config, true)?;
    let mut unanswered = 0;
    for id in ids {
        let problems = sources.fetch(&store, &id);
        let of = VulnerabilityId::Cve(id.clone());
        let found: Result<_, StoreError> = store.read(move |tx| cves::find(tx, &of)).wait();
        let found = found.map_err(|error| CommandError::new(error.to_string()))?;
        match found {
            Some(entry) => say(&plain(&format!("{id}  {}  {}", entry.state(), entry.title))),
            None => say(&format!("{id}  no source knows it")),
        }
        for problem in &problems {
            say(&plain(&format!("{id}  {problem}")));
        }
        unanswered += usize::from(!problems.is_empty());
    }
    store.close();
    if unanswered > 0 { Err(CommandError::new("not every source answered")) } else { Ok(()) }
}

/// Turns untrusted text into one plain line: control characters could control the terminal.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect()
}

/// Prints what was done, and what was skipped.
fn tell(report: &Report) {
    say(&format!(
        "{} records read: {} new, {} changed, {} unchanged; {} EPSS scores",
        report.records, report.new, report.changed, report.unchanged, report.epss
    ));
    if report.removed > 0 {
        say(&format!("{} removed from the known exploited CVEs", report.removed));
    }
    if report.without_id > 0 {
        say(&format!("{} advisories have neither a CVE id nor an id of a known database", report.without_id));
    }
    for problem in &report.problems {
        let record = if problem.record.is_empty() { String::new() } else { format!(", {}", problem.record) };
        say(&plain(&format!("skipped: {}{record}: {}", problem.file, problem.reason)));
    }
    if report.more_problems > 0 {
        say(&format!("skipped: {} more", report.more_problems));
    }
}

fn show(config: &Config, id: &str, as_json: bool, all: bool) -> Result<(), CommandError> {
    let id: VulnerabilityId = parse(id)?;
    let store = start::store(config, true)?;
    let wanted = id.clone();
    let found: Result<Option<CveEntry>, StoreError> = store.read(move |tx| cves::find(tx, &wanted)).wait();
    store.close();
    let found = found.map_err(|error| CommandError::new(error.to_string()))?;
    let entry = found.ok_or_else(|| {
        CommandError::new(format!("{id} is not in the catalogue")).advise(
            "It could be reserved, or newer than the imported files: import newer files with `varsel cve import`, or fetch it \
             with `varsel cve fetch`.",
        )
    })?;
    if as_json {
        say(&to_json(&entry).to_string());
    } else {
        print(&entry, if all { usize::MAX } else { OPEN });
    }
    Ok(())
}

/// Writes a score: `9.8 CVSS:3.1/…, NVD`, and the computed score if it differs from the published one.
fn score(score: &PublishedScore) -> String {
    let tenths = |tenths: u8| format!("{}.{}", tenths / 10, tenths % 10);
    let published = match (score.tenths, score.read()) {
        (Some(published), _) => tenths(published),
        (None, Some(vector)) => vector.score().to_string(),
        (None, None) => "–".to_owned(),
    };
    let difference = score
        .difference()
        .map(|follows| format!(" (computed from the vector: {follows})"))
        .unwrap_or_default();
    format!("{published} {}, {}{difference}", score.vector, score.by)
}

/// How many items of a list, and versions of a product, are shown without `--all`.
const OPEN: usize = 12;

/// Writes the first items of a list, and how many more there are; `omitted` more are not stored.
fn listed(all: &[String], most: usize, omitted: u32, separator: &str) -> String {
    let mut said = all.iter().take(most).cloned().collect::<Vec<_>>();
    let folded = all.len().saturating_sub(most);
    if folded > 0 {
        said.push(format!("and {} more (--all)", folded + usize::try_from(omitted).unwrap_or(usize::MAX)));
    } else if omitted > 0 {
        said.push(format!("and {omitted} more at the source"));
    }
    said.join(separator)
}

/// Writes a product with the versions that matter for its status.
fn product(product: &AffectedProduct, most: usize) -> String {
    let list = |versions: &[Versions]| {
        let versions: Vec<String> = versions.iter().map(ToString::to_string).collect();
        listed(&versions, most, product.omitted, "; ")
    };
    let is_default = product.others == Some(AffectedStatus::Affected);
    let said = match product.status() {
        AffectedStatus::Affected if is_default && product.unaffected.is_empty() => "all versions".to_owned(),
        AffectedStatus::Affected if is_default => {
            format!("all versions except {}", list(&product.unaffected))
        }
        AffectedStatus::Affected => list(&product.ranges),
        AffectedStatus::Unaffected => list(&product.unaffected),
        AffectedStatus::Unknown => list(&product.unknown),
    };
    if said.is_empty() { product.name.clone() } else { format!("{}: {said}", product.name) }
}

fn print(entry: &CveEntry, most: usize) {
    let disputed = if entry.is_disputed() { "  disputed" } else { "" };
    say(&plain(&format!("{}  {}{disputed}  {}", entry.id, entry.state(), entry.title)));
    if !entry.description.is_empty() {
        let lines = entry.description.lines().map(|line| format!("  {}", plain(line)));
        say(&format!("\n{}\n", lines.collect::<Vec<_>>().join("\n")));
    }
    for one in entry.scores() {
        say(&plain(&format!("score     {}", score(one))));
    }
    if let Some(known) = entry.known_exploited() {
        let ransomware = if known.ransomware { ", also by ransomware" } else { "" };
        say(&format!("exploited on CISA's list since {}{ransomware}", known.added));
    }
    if let Some(day) = entry.no_longer_exploited() {
        say(&format!("exploited no longer on CISA's list since {day}"));
    }
    if let Some(epss) = entry.epss {
        let (probability, percentile) = (epss.probability_percent(), epss.percentile_percent());
        say(&format!("epss      {probability} %, percentile {percentile} ({})", epss.date));
    }
    for ssvc in entry.ssvc() {
        let by = if ssvc.by.is_empty() { String::new() } else { format!(", {}", ssvc.by) };
        say(&plain(&format!(
            "ssvc      exploitation {}, automatable {}, technical impact {}{by}",
            ssvc.exploitation, ssvc.automatable, ssvc.technical_impact
        )));
    }
    for one in &entry.sources {
        for weakness in &one.facts.weaknesses {
            say(&format!("weakness  {weakness} ({})", one.source));
        }
        let lines = one.facts.affected.iter().map(|of| {
            let label = match of.status() {
                AffectedStatus::Affected => "affected",
                AffectedStatus::Unaffected => "unaffected",
                AffectedStatus::Unknown => "unknown",
            };
            format!("{label:<9} {} ({})", product(of, most), one.source)
        });
        print_list(&lines.collect::<Vec<_>>(), most, one.facts.omitted_products);
        for other in one.facts.aliases.iter().chain(&one.facts.replaced_by) {
            say(&format!("see also  {other}"));
        }
        let lines = one.facts.references.iter().map(|url| {
            let mark = if url.starts_with("http://") { " (not encrypted)" } else { "" };
            format!("reference {url}{mark}")
        });
        let lines: Vec<String> = lines.collect();
        print_list(&lines, most, one.facts.omitted_references);
        say(&format!("source    {}, {}", one.source, one.updated));
    }
}

fn print_list(lines: &[String], most: usize, omitted: u32) {
    if !lines.is_empty() {
        say(&listed(lines, most, omitted, "\n").lines().map(plain).collect::<Vec<_>>().join("\n"));
    }
}

/// Writes an entry as JSON: the facts by source.
fn to_json(entry: &CveEntry) -> serde_json::Value {
    let sources = entry.sources.iter().map(
        |one| json!({"source": one.source.code(), "updated": one.updated.to_string(), "facts": one.facts}),
    );
    json!({
        "id": entry.id,
        "state": entry.state(),
        "title": entry.title,
        "description": entry.description,
        "epss": entry.epss,
        "sources": sources.collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(ranges: usize, unaffected: usize, others: Option<AffectedStatus>) -> AffectedProduct {
        let list = |count| (0..count).map(|number| Versions::One(format!("1.{number}"))).collect();
        let name = "Example".to_owned();
        AffectedProduct {
            name,
            ranges: list(ranges),
            unaffected: list(unaffected),
            others,
            ..Default::default()
        }
    }

    #[test]
    fn long_lists_say_how_many_more_there_are_unless_all_are_asked_for() {
        let said = product(&of(30, 0, None), OPEN);
        assert!(
            said.starts_with("Example: 1.0; 1.1;") && said.ends_with("1.11; and 18 more (--all)"),
            "{said}"
        );
        assert!(product(&of(30, 0, None), usize::MAX).ends_with("1.29"));
        let kept = AffectedProduct { omitted: 5, ..of(3, 0, None) };
        assert_eq!(product(&kept, usize::MAX), "Example: 1.0; 1.1; 1.2; and 5 more at the source");
        assert!(
            product(&AffectedProduct { omitted: 5, ..of(30, 0, None) }, OPEN)
                .ends_with("and 23 more (--all)")
        );
    }

    #[test]
    fn a_product_is_said_with_the_versions_that_matter() {
        use AffectedStatus::{Affected, Unaffected, Unknown};
        assert_eq!(product(&of(0, 0, None), OPEN), "Example");
        assert_eq!(product(&of(1, 1, Some(Affected)), OPEN), "Example: all versions except 1.0");
        assert_eq!(product(&of(0, 0, Some(Affected)), OPEN), "Example: all versions");
        assert_eq!(product(&of(0, 1, Some(Unaffected)), OPEN), "Example: 1.0");
        assert_eq!(product(&of(0, 1, Some(Unknown)), OPEN), "Example");
    }
}
