//! Advisories in the OSV format: GitHub's, of ecosystems and of projects.

use serde::Deserialize;
use varsel_core::cve::{
    AffectedProduct, AffectedStatus, CveFacts, CveSource, PublishedScore, VersionSpan, Versions,
};
use varsel_core::cve_id::CveId;
use varsel_core::vulnerability_id::VulnerabilityId;

use super::text::{
    DESCRIPTION, MANY, NAME, TITLE, VERSION, keep, keep_addresses, keep_lines, or_default, time,
};
use super::{Item, Unreadable, versions};

/// An advisory, as far as it is used.
#[derive(Deserialize)]
pub(super) struct Advisory {
    id: String,
    modified: String,
    #[serde(default)]
    published: Option<String>,
    #[serde(default)]
    withdrawn: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    aliases: Vec<String>,
    /// The sources of a distribution's advisory.
    #[serde(default, deserialize_with = "or_default")]
    upstream: Vec<String>,
    #[serde(default)]
    summary: Option<String>,
    #[serde(default)]
    details: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    severity: Vec<Severity>,
    #[serde(default, deserialize_with = "or_default")]
    affected: Vec<Affected>,
    #[serde(default, deserialize_with = "or_default")]
    references: Vec<Reference>,
}

#[derive(Deserialize)]
struct Severity {
    /// Left out where only a type is given.
    #[serde(default, deserialize_with = "or_default")]
    score: String,
}

#[derive(Deserialize)]
struct Affected {
    #[serde(default)]
    package: Option<Package>,
    #[serde(default, deserialize_with = "or_default")]
    ranges: Vec<Range>,
    #[serde(default, deserialize_with = "or_default")]
    versions: Vec<String>,
    /// For this package only, if the advisory has none for all.
    #[serde(default, deserialize_with = "or_default")]
    severity: Vec<Severity>,
}

#[derive(Deserialize)]
struct Package {
    #[serde(default, deserialize_with = "or_default")]
    ecosystem: String,
    #[serde(default, deserialize_with = "or_default")]
    name: String,
}

#[derive(Deserialize)]
struct Range {
    #[serde(rename = "type", default, deserialize_with = "or_default")]
    kind: String,
    #[serde(default, deserialize_with = "or_default")]
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

/// Parses an advisory: one item for each CVE that it is about, otherwise one under its own id. A withdrawn advisory gives no
/// facts.
pub(super) fn read(advisory: &Advisory) -> Result<Vec<Item>, Unreadable> {
    let updated = time(&advisory.modified)
        .ok_or_else(|| Unreadable(format!("`modified` is not a time: {}", keep(&advisory.modified, 40))))?;
    let ids = std::iter::once(&advisory.id).chain(&advisory.aliases).chain(&advisory.upstream);
    let read = ids.filter_map(|id| id.parse().ok()).filter(|id: &VulnerabilityId| id.cve().is_some());
    let mut about: Vec<VulnerabilityId> = Vec::new();
    for id in read {
        if !about.contains(&id) {
            about.push(id);
        }
    }
    if about.is_empty() {
        about.extend(advisory.id.parse::<VulnerabilityId>());
    }
    let by = keep(&advisory.id, 60);
    let aliases = std::iter::once(by.clone())
        .chain(advisory.aliases.iter().take(MANY).map(|id| keep(id, 60)))
        .filter(|id| id.parse::<CveId>().is_err())
        .collect();
    let facts =
        if advisory.withdrawn.is_some() { CveFacts::default() } else { facts(advisory, &by, aliases) };
    let item = |id: VulnerabilityId| Item::Facts {
        id,
        source: CveSource::Osv,
        record: by.clone(),
        updated,
        facts: Box::new(facts.clone()),
    };
    Ok(about.into_iter().map(item).collect())
}

fn facts(advisory: &Advisory, by: &str, aliases: Vec<String>) -> CveFacts {
    let mut facts = CveFacts {
        published: advisory.published.as_deref().and_then(time),
        title: keep(advisory.summary.as_deref().unwrap_or_default(), TITLE),
        description: keep_lines(advisory.details.as_deref().unwrap_or_default(), DESCRIPTION),
        aliases,
        ..CveFacts::default()
    };
    add_scores(&mut facts, &advisory.severity, by);
    for affected in &advisory.affected {
        let Some(package) = &affected.package else { continue };
        let name = keep(&format!("{} {}", package.ecosystem, package.name), 2 * NAME);
        add_scores(&mut facts, &affected.severity, &format!("{by}, {name}"));
        facts.omitted_products += versions::push(&mut facts.affected, product(affected, name));
    }
    versions::bound(&mut facts.affected);
    let urls = advisory.references.iter().map(|one| one.url.as_str());
    facts.omitted_references = keep_addresses(&mut facts.references, urls);
    facts
}

fn add_scores(facts: &mut CveFacts, severity: &[Severity], by: &str) {
    for one in severity.iter().filter(|one| !one.score.trim().is_empty()) {
        if facts.scores.len() < MANY {
            facts.scores.push(PublishedScore {
                by: keep(by, 120),
                vector: keep(&one.score, 300),
                tenths: None,
            });
        }
    }
}

fn product(affected: &Affected, name: String) -> AffectedProduct {
    let mut product = AffectedProduct { name, ..AffectedProduct::default() };
    // A commit means nothing to people who read versions.
    for range in affected.ranges.iter().filter(|range| range.kind != "GIT") {
        for span in spans(&range.events) {
            versions::add(&mut product, AffectedStatus::Affected, Versions::Span(span));
        }
    }
    if product.ranges.is_empty() {
        for version in &affected.versions {
            versions::add(&mut product, AffectedStatus::Affected, Versions::One(keep(version, VERSION)));
        }
    }
    product
}

/// What happens at a version.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    /// It is fixed; sorts before the others of the same version.
    Fixed,
    Introduced,
    /// The next version is no longer affected.
    LastAffected,
}

/// Reads the ranges of versions from events in any order.
///
/// Source: OSV schema, "evaluation": events count in the order of their versions.
fn spans(events: &[Event]) -> Vec<VersionSpan> {
    let given = |event: &Event| {
        let introduced = event.introduced.clone().map(|at| (at, Turn::Introduced));
        let fixed = event.fixed.clone().map(|at| (at, Turn::Fixed));
        let last = event.last_affected.clone().map(|at| (at, Turn::LastAffected));
        introduced.or(fixed).or(last)
    };
    let mut turns: Vec<(String, Turn)> = events.iter().filter_map(given).collect();
    let order = |one: &(String, Turn), other: &(String, Turn)| {
        versions::compare(&one.0, &other.0).then_with(|| one.1.cmp(&other.1))
    };
    // If our order of versions makes no sense of them and the publisher's does, the publisher's order is used.
    let mut sorted = turns.clone();
    sorted.sort_by(order);
    if alternates(&sorted) || !alternates(&turns) {
        turns = sorted;
    }
    if turns.iter().all(|(_, turn)| *turn != Turn::Introduced) && !turns.is_empty() {
        turns.insert(0, ("0".to_owned(), Turn::Introduced));
    }
    let mut found = Vec::new();
    let mut open: Option<String> = None;
    for (at, turn) in turns {
        match (turn, &open) {
            (Turn::Introduced, None) => open = Some(at),
            // It is already affected, or no longer.
            (Turn::Introduced, Some(_)) | (Turn::Fixed | Turn::LastAffected, None) => {}
            (Turn::Fixed | Turn::LastAffected, Some(from)) => {
                let end = versions::end(Some(&at));
                let (before, up_to) = if turn == Turn::Fixed { (end, None) } else { (None, end) };
                found.push(VersionSpan {
                    from: versions::start(from),
                    before,
                    up_to,
                    ..VersionSpan::default()
                });
                open = None;
            }
        }
    }
    if let Some(from) = open {
        found.push(VersionSpan { from: versions::start(&from), ..VersionSpan::default() });
    }
    found
}

fn alternates(turns: &[(String, Turn)]) -> bool {
    (0..).zip(turns).all(|(place, (_, turn))| (place % 2 == 0) == (*turn == Turn::Introduced))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(events: &str) -> Vec<String> {
        let events: Vec<Event> = serde_json::from_str(events).unwrap();
        spans(&events).into_iter().map(|span| Versions::Span(span).to_string()).collect()
    }

    #[test]
    fn events_count_in_the_order_of_versions() {
        for (events, ranges) in [
            (
                r#"[{"introduced":"0"},{"introduced":"2.0.0"},{"fixed":"2.0.1"},{"fixed":"1.3.2"}]"#,
                &["before 1.3.2", "2.0.0 before 2.0.1"][..],
            ),
            (
                r#"[{"introduced":"0"},{"fixed":"2.0.1"},{"introduced":"2.0.0"},{"fixed":"1.3.2"}]"#,
                &["before 1.3.2", "2.0.0 before 2.0.1"],
            ),
            (r#"[{"fixed":"1.10"},{"introduced":"1.9"}]"#, &["1.9 before 1.10"]),
            (r#"[{"introduced":"1.0"},{"introduced":"1.5"}]"#, &["1.0 and later"]),
            (r#"[{"introduced":"0"}]"#, &["all versions"]),
            (r#"[{"introduced":"1"},{"last_affected":"1"}]"#, &["1 to 1"]),
            (r#"[{"introduced":"1"},{"fixed":"2"},{"introduced":"2"}]"#, &["1 before 2", "2 and later"]),
            (r#"[{"fixed":"2"}]"#, &["before 2"]),
            // Versions whose order we do not know keep the publisher's.
            (r#"[{"introduced":"zebra"},{"fixed":"aardvark"}]"#, &["zebra before aardvark"]),
            ("[]", &[]),
        ] {
            assert_eq!(read(events), ranges, "{events}");
        }
    }
}
