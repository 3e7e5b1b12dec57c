//! Advisories in the OSV format: GitHub's, of ecosystems and of projects.

use serde::Deserialize;
use varsel_core::cve::{AffectedProduct, CveFacts, CveSource, PublishedScore};
use varsel_core::cve_id::CveId;

use super::text::{DESCRIPTION, MANY, TITLE, keep, keep_lines, range, time};
use super::{Item, Unreadable};

/// An advisory, as far as it is used.
#[derive(Deserialize)]
pub(super) struct Advisory {
    id: String,
    modified: String,
    #[serde(default)]
    published: Option<String>,
    #[serde(default)]
    withdrawn: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
    /// What a distribution's advisory was made from.
    #[serde(default)]
    upstream: Vec<String>,
    #[serde(default)]
    summary: Option<String>,
    #[serde(default)]
    details: Option<String>,
    #[serde(default)]
    severity: Vec<Severity>,
    #[serde(default)]
    affected: Vec<Affected>,
    #[serde(default)]
    references: Vec<Reference>,
}

#[derive(Deserialize)]
struct Severity {
    score: String,
}

#[derive(Deserialize)]
struct Affected {
    #[serde(default)]
    package: Option<Package>,
    #[serde(default)]
    ranges: Vec<Range>,
    #[serde(default)]
    versions: Vec<String>,
}

#[derive(Deserialize)]
struct Package {
    ecosystem: String,
    name: String,
}

#[derive(Deserialize)]
struct Range {
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    events: Vec<Event>,
}

#[derive(Deserialize)]
struct Event {
    introduced: Option<String>,
    fixed: Option<String>,
    last_affected: Option<String>,
}

#[derive(Deserialize)]
struct Reference {
    url: String,
}

/// Reads an advisory: one item for each CVE that it is about. One that was withdrawn says nothing any more.
pub(super) fn read(advisory: &Advisory) -> Result<Vec<Item>, Unreadable> {
    let updated = time(&advisory.modified)
        .ok_or_else(|| Unreadable(format!("`modified` is no time: {}", keep(&advisory.modified, 40))))?;
    let ids = std::iter::once(&advisory.id).chain(&advisory.aliases).chain(&advisory.upstream);
    let cves: Vec<CveId> = ids.filter_map(|id| id.parse().ok()).collect();
    let by = keep(&advisory.id, 60);
    let aliases = std::iter::once(by.clone())
        .chain(advisory.aliases.iter().take(MANY).map(|id| keep(id, 60)))
        .filter(|id| id.parse::<CveId>().is_err())
        .collect();
    let facts =
        if advisory.withdrawn.is_some() { CveFacts::default() } else { facts(advisory, &by, aliases) };
    let item = |id: CveId| Item::Facts {
        id,
        source: CveSource::Osv,
        record: by.clone(),
        updated,
        facts: Box::new(facts.clone()),
    };
    Ok(cves.into_iter().map(item).collect())
}

fn facts(advisory: &Advisory, by: &str, aliases: Vec<String>) -> CveFacts {
    CveFacts {
        published: advisory.published.as_deref().and_then(time),
        title: keep(advisory.summary.as_deref().unwrap_or_default(), TITLE),
        description: keep_lines(advisory.details.as_deref().unwrap_or_default(), DESCRIPTION),
        scores: (advisory.severity.iter().take(MANY))
            .map(|one| PublishedScore { by: by.to_owned(), vector: keep(&one.score, 300), tenths: None })
            .collect(),
        affected: advisory.affected.iter().take(MANY).filter_map(product).collect(),
        references: advisory.references.iter().take(MANY).map(|one| keep(&one.url, 500)).collect(),
        aliases,
        ..CveFacts::default()
    }
}

fn product(affected: &Affected) -> Option<AffectedProduct> {
    let package = affected.package.as_ref()?;
    let mut ranges = Vec::new();
    // A commit says nothing to whoever reads a version.
    for one in affected.ranges.iter().filter(|range| range.kind != "GIT").take(MANY) {
        let mut from: Option<&str> = None;
        for event in &one.events {
            if let Some(introduced) = &event.introduced {
                if let Some(open) = from.replace(introduced) {
                    ranges.push(range(open, None, None));
                }
            } else if event.fixed.is_some() || event.last_affected.is_some() {
                let before = event.fixed.as_deref();
                ranges.push(range(from.take().unwrap_or("0"), before, event.last_affected.as_deref()));
            }
        }
        if let Some(open) = from {
            ranges.push(if open == "0" {
                range(open, None, None)
            } else {
                format!("{} and later", keep(open, 60))
            });
        }
    }
    if ranges.is_empty() {
        ranges.extend(affected.versions.iter().take(MANY).map(|version| keep(version, 60)));
    }
    ranges.truncate(MANY);
    Some(AffectedProduct { name: keep(&format!("{} {}", package.ecosystem, package.name), 160), ranges })
}
