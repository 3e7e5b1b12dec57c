//! Feeds of the National Vulnerability Database, API 2.0.

use serde::Deserialize;
use varsel_core::cve::{
    AffectedProduct, AffectedStatus, CveFacts, CveSource, CveState, KnownExploited, PublishedScore,
    VersionSpan, Versions,
};
use varsel_core::cve_id::CveId;

use super::text::{
    DESCRIPTION, DISPUTED, MANY, VERSION, is_filler, keep, keep_addresses, keep_lines, or_default,
    product_name, tenths, time,
};
use super::{Item, Unreadable, versions};

#[derive(Deserialize)]
struct Entry {
    cve: Cve,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Cve {
    id: String,
    #[serde(default, deserialize_with = "or_default")]
    vuln_status: String,
    #[serde(default, deserialize_with = "or_default")]
    published: String,
    #[serde(default, deserialize_with = "or_default")]
    last_modified: String,
    #[serde(default)]
    cisa_exploit_add: Option<jiff::civil::Date>,
    #[serde(default)]
    cisa_action_due: Option<jiff::civil::Date>,
    #[serde(rename = "cveTags", default, deserialize_with = "or_default")]
    tags: Vec<Tags>,
    #[serde(default, deserialize_with = "or_default")]
    descriptions: Vec<Text>,
    #[serde(default, deserialize_with = "or_default")]
    metrics: Metrics,
    #[serde(default, deserialize_with = "or_default")]
    weaknesses: Vec<Weakness>,
    #[serde(default, deserialize_with = "or_default")]
    configurations: Vec<Configuration>,
    #[serde(default, deserialize_with = "or_default")]
    references: Vec<Reference>,
}

#[derive(Deserialize)]
struct Text {
    #[serde(default, deserialize_with = "or_default")]
    lang: String,
    value: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Metrics {
    #[serde(rename = "cvssMetricV40", deserialize_with = "or_default")]
    v40: Vec<Metric>,
    #[serde(rename = "cvssMetricV31", deserialize_with = "or_default")]
    v31: Vec<Metric>,
    #[serde(rename = "cvssMetricV30", deserialize_with = "or_default")]
    v30: Vec<Metric>,
    #[serde(rename = "cvssMetricV2", deserialize_with = "or_default")]
    v2: Vec<Metric>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Metric {
    #[serde(default, deserialize_with = "or_default")]
    source: String,
    cvss_data: Cvss,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Cvss {
    vector_string: String,
    base_score: Option<f64>,
}

#[derive(Deserialize)]
struct Weakness {
    #[serde(default, deserialize_with = "or_default")]
    description: Vec<Text>,
}

#[derive(Deserialize)]
struct Configuration {
    #[serde(default, deserialize_with = "or_default")]
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Node {
    #[serde(default, deserialize_with = "or_default")]
    cpe_match: Vec<Match>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Match {
    #[serde(default, deserialize_with = "or_default")]
    vulnerable: bool,
    criteria: String,
    version_start_including: Option<String>,
    version_start_excluding: Option<String>,
    version_end_including: Option<String>,
    version_end_excluding: Option<String>,
}

#[derive(Deserialize)]
struct Tags {
    #[serde(default, deserialize_with = "or_default")]
    tags: Vec<String>,
}

#[derive(Deserialize)]
struct Reference {
    url: String,
}

/// Reads an entry of a feed.
pub(super) fn read(json: &str) -> Result<Item, Unreadable> {
    let Entry { cve } = serde_json::from_str(json)?;
    let english = |texts: &[Text]| texts.iter().find(|text| text.lang == "en").map(|text| text.value.clone());
    let scores = [&cve.metrics.v40, &cve.metrics.v31, &cve.metrics.v30, &cve.metrics.v2];
    let by = |source: &str| match source {
        "nvd@nist.gov" => "NVD".to_owned(),
        source => format!("NVD, from {}", keep(source, 50)),
    };
    let score = |metric: &Metric| PublishedScore {
        by: by(&metric.source),
        vector: keep(&metric.cvss_data.vector_string, 300),
        tenths: metric.cvss_data.base_score.and_then(tenths),
    };
    let mut weaknesses: Vec<String> = Vec::new();
    for text in cve.weaknesses.iter().filter_map(|weakness| english(&weakness.description)) {
        let is_filler = is_filler(&text) || text.starts_with("NVD-CWE-");
        if !is_filler && !weaknesses.contains(&text) && weaknesses.len() < MANY {
            weaknesses.push(keep(&text, 160));
        }
    }
    let mut facts = CveFacts {
        state: if cve.vuln_status == "Rejected" { CveState::Rejected } else { CveState::Published },
        published: time(&cve.published),
        description: english(&cve.descriptions)
            .map(|text| keep_lines(&text, DESCRIPTION))
            .unwrap_or_default(),
        weaknesses,
        scores: scores.into_iter().flatten().take(MANY).map(score).collect(),
        disputed: cve.descriptions.iter().any(|text| text.value.starts_with(DISPUTED))
            || cve.tags.iter().flat_map(|tags| &tags.tags).any(|tag| tag == "disputed"),
        known_exploited: cve.cisa_exploit_add.map(|added| KnownExploited {
            added,
            due: cve.cisa_action_due,
            ransomware: false,
            removed: None,
        }),
        ..CveFacts::default()
    };
    facts.omitted_products = affected(&cve.configurations, &mut facts.affected);
    versions::bound(&mut facts.affected);
    let urls = cve.references.iter().map(|one| one.url.as_str());
    facts.omitted_references = keep_addresses(&mut facts.references, urls);
    Ok(Item::Facts {
        id: cve.id.parse::<CveId>()?.into(),
        source: CveSource::Nvd,
        record: String::new(),
        updated: time(&cve.last_modified).unwrap_or(jiff::Timestamp::UNIX_EPOCH),
        facts: Box::new(facts),
    })
}

/// Collects the vulnerable versions by product; returns how many products were left out.
fn affected(configurations: &[Configuration], found: &mut Vec<AffectedProduct>) -> u32 {
    let mut omitted = 0;
    let matches = configurations.iter().flat_map(|one| &one.nodes).flat_map(|node| &node.cpe_match);
    for one in matches.filter(|one| one.vulnerable) {
        let Some(cpe) = Cpe::read(&one.criteria) else { continue };
        let name = product_name(&cpe.vendor, &cpe.product);
        if name.is_empty() {
            continue;
        }
        let at = match found.iter().position(|product| product.name == name) {
            Some(at) => at,
            None if found.len() < MANY => {
                found.push(AffectedProduct { name, ..AffectedProduct::default() });
                found.len() - 1
            }
            None => {
                omitted += 1;
                continue;
            }
        };
        if let Some(versions) = versions_of(one, &cpe) {
            versions::add(&mut found[at], AffectedStatus::Affected, versions);
        }
    }
    omitted
}

/// Returns the versions that a criterion names; `None` if its version does not apply (`-`).
fn versions_of(criterion: &Match, cpe: &Cpe) -> Option<Versions> {
    let of = |bound: &Option<String>| {
        bound.as_deref().filter(|bound| !is_filler(bound)).map(|bound| keep(bound, VERSION))
    };
    let span = VersionSpan {
        from: criterion.version_start_including.as_deref().and_then(versions::start),
        after: of(&criterion.version_start_excluding),
        before: of(&criterion.version_end_excluding),
        up_to: of(&criterion.version_end_including),
    };
    if !versions::is_unbounded(&span) {
        let named = versions::start(&cpe.version).filter(|_| span.from.is_none() && span.after.is_none());
        return Some(Versions::Span(VersionSpan { from: span.from.clone().or(named), ..span }));
    }
    match cpe.version.as_str() {
        "-" | "" => None,
        "*" => Some(Versions::all()),
        version if is_filler(&cpe.update) => Some(Versions::One(keep(version, VERSION))),
        version => Some(Versions::One(keep(&format!("{version} {}", cpe.update), VERSION))),
    }
}

/// The parts of a CPE name that are used.
struct Cpe {
    vendor: String,
    product: String,
    version: String,
    update: String,
}

impl Cpe {
    /// Parses a formatted string: parts between colons, in which `\` escapes the next character and an underscore is a space.
    ///
    /// Source: NISTIR 7695, section 6.2.
    fn read(text: &str) -> Option<Self> {
        let mut parts = vec![String::new()];
        let mut characters = text.strip_prefix("cpe:2.3:")?.chars();
        while let Some(c) = characters.next() {
            match (c, parts.last_mut()) {
                ('\\', Some(part)) => part.extend(characters.next()),
                ('_', Some(part)) => part.push(' '),
                (':', _) | (_, None) => parts.push(String::new()),
                (c, Some(part)) => part.push(c),
            }
        }
        let mut parts = parts.into_iter().skip(1);
        Some(Self {
            vendor: parts.next()?,
            product: parts.next()?,
            version: parts.next()?,
            update: parts.next()?,
        })
    }
}
