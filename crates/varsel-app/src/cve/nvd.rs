//! Feeds of the National Vulnerability Database, API 2.0.

use serde::Deserialize;
use varsel_core::cve::{AffectedProduct, CveFacts, CveSource, CveState, KnownExploited, PublishedScore};

use super::text::{DESCRIPTION, MANY, keep, keep_lines, range, tenths, time};
use super::{Item, Unreadable};

#[derive(Deserialize)]
struct Entry {
    cve: Cve,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Cve {
    id: String,
    #[serde(default)]
    vuln_status: String,
    #[serde(default)]
    published: String,
    #[serde(default)]
    last_modified: String,
    #[serde(default)]
    cisa_exploit_add: Option<jiff::civil::Date>,
    #[serde(default)]
    cisa_action_due: Option<jiff::civil::Date>,
    #[serde(default)]
    descriptions: Vec<Text>,
    #[serde(default)]
    metrics: Metrics,
    #[serde(default)]
    weaknesses: Vec<Weakness>,
    #[serde(default)]
    configurations: Vec<Configuration>,
    #[serde(default)]
    references: Vec<Reference>,
}

#[derive(Deserialize)]
struct Text {
    #[serde(default)]
    lang: String,
    value: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Metrics {
    #[serde(rename = "cvssMetricV40")]
    v40: Vec<Metric>,
    #[serde(rename = "cvssMetricV31")]
    v31: Vec<Metric>,
    #[serde(rename = "cvssMetricV30")]
    v30: Vec<Metric>,
    #[serde(rename = "cvssMetricV2")]
    v2: Vec<Metric>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Metric {
    #[serde(default)]
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
    #[serde(default)]
    description: Vec<Text>,
}

#[derive(Deserialize)]
struct Configuration {
    #[serde(default)]
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Node {
    #[serde(default)]
    cpe_match: Vec<Match>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Match {
    #[serde(default)]
    vulnerable: bool,
    criteria: String,
    version_start_including: Option<String>,
    version_start_excluding: Option<String>,
    version_end_including: Option<String>,
    version_end_excluding: Option<String>,
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
        if !weaknesses.contains(&text) && weaknesses.len() < MANY {
            weaknesses.push(keep(&text, 160));
        }
    }
    let facts = CveFacts {
        state: if cve.vuln_status == "Rejected" { CveState::Rejected } else { CveState::Published },
        published: time(&cve.published),
        description: english(&cve.descriptions)
            .map(|text| keep_lines(&text, DESCRIPTION))
            .unwrap_or_default(),
        weaknesses,
        scores: scores.into_iter().flatten().take(MANY).map(score).collect(),
        affected: affected(&cve.configurations),
        references: cve.references.iter().take(MANY).map(|one| keep(&one.url, 500)).collect(),
        known_exploited: cve.cisa_exploit_add.map(|added| KnownExploited {
            added,
            due: cve.cisa_action_due,
            ransomware: false,
        }),
        ..CveFacts::default()
    };
    Ok(Item::Facts {
        id: cve.id.parse()?,
        source: CveSource::Nvd,
        record: String::new(),
        updated: time(&cve.last_modified).unwrap_or(jiff::Timestamp::UNIX_EPOCH),
        facts: Box::new(facts),
    })
}

fn affected(configurations: &[Configuration]) -> Vec<AffectedProduct> {
    let mut found: Vec<AffectedProduct> = Vec::new();
    let matches = configurations.iter().flat_map(|one| &one.nodes).flat_map(|node| &node.cpe_match);
    for one in matches.filter(|one| one.vulnerable) {
        let parts: Vec<&str> = one.criteria.split(':').collect();
        let [_, _, _, vendor, product, version, ..] = parts[..] else { continue };
        let name = keep(&format!("{vendor} {product}").replace('_', " ").replace('\\', ""), 120);
        let start = one.version_start_including.as_deref().or(one.version_start_excluding.as_deref());
        let from = start.unwrap_or(if version == "-" { "*" } else { version });
        let text = range(from, one.version_end_excluding.as_deref(), one.version_end_including.as_deref());
        let at = found.iter().position(|product| product.name == name);
        match at {
            Some(at) if found[at].ranges.len() < MANY => found[at].ranges.push(text),
            None if found.len() < MANY => found.push(AffectedProduct { name, ranges: vec![text] }),
            _ => {}
        }
    }
    found
}
