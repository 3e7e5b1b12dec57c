//! Records of the CVE Program: CVE JSON 5, as in cvelistV5 and in CISA's Vulnrichment.

use std::borrow::Cow;

use serde::Deserialize;
use varsel_core::cve::{
    AffectedProduct, CveFacts, CveSource, CveState, KnownExploited, PublishedScore, SsvcAnswers,
};

use super::text::{DESCRIPTION, MANY, TITLE, keep, keep_lines, range, tenths, time};
use super::{Item, Unreadable};

/// A record, as far as it is used.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Record<'a> {
    #[serde(borrow)]
    cve_metadata: Metadata<'a>,
    #[serde(default, borrow)]
    containers: Containers<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Metadata<'a> {
    #[serde(borrow)]
    cve_id: Cow<'a, str>,
    #[serde(borrow)]
    state: Cow<'a, str>,
    #[serde(default, borrow)]
    assigner_short_name: Option<Cow<'a, str>>,
    #[serde(default, borrow)]
    date_published: Option<Cow<'a, str>>,
    #[serde(default, borrow)]
    date_updated: Option<Cow<'a, str>>,
    #[serde(default, borrow)]
    date_rejected: Option<Cow<'a, str>>,
}

#[derive(Deserialize, Default)]
struct Containers<'a> {
    #[serde(default, borrow)]
    cna: Container<'a>,
    #[serde(default, borrow)]
    adp: Vec<Container<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Container<'a> {
    #[serde(borrow)]
    provider_metadata: Provider<'a>,
    #[serde(borrow)]
    title: Option<Cow<'a, str>>,
    #[serde(borrow)]
    descriptions: Vec<Text<'a>>,
    #[serde(borrow)]
    rejected_reasons: Vec<Text<'a>>,
    #[serde(borrow)]
    replaced_by: Vec<Cow<'a, str>>,
    #[serde(borrow)]
    affected: Vec<Affected<'a>>,
    #[serde(borrow)]
    problem_types: Vec<ProblemType<'a>>,
    #[serde(borrow)]
    references: Vec<Reference<'a>>,
    #[serde(borrow)]
    metrics: Vec<Metric<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Provider<'a> {
    #[serde(borrow)]
    short_name: Option<Cow<'a, str>>,
    #[serde(borrow)]
    date_updated: Option<Cow<'a, str>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Text<'a> {
    #[serde(borrow)]
    lang: Cow<'a, str>,
    #[serde(borrow)]
    value: Cow<'a, str>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Affected<'a> {
    #[serde(borrow)]
    vendor: Option<Cow<'a, str>>,
    #[serde(borrow)]
    product: Option<Cow<'a, str>>,
    #[serde(borrow)]
    package_name: Option<Cow<'a, str>>,
    #[serde(borrow)]
    versions: Vec<AffectedVersion<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct AffectedVersion<'a> {
    #[serde(borrow)]
    version: Cow<'a, str>,
    #[serde(borrow)]
    status: Cow<'a, str>,
    #[serde(borrow)]
    less_than: Option<Cow<'a, str>>,
    #[serde(borrow)]
    less_than_or_equal: Option<Cow<'a, str>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ProblemType<'a> {
    #[serde(borrow)]
    descriptions: Vec<Weakness<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Weakness<'a> {
    #[serde(borrow)]
    cwe_id: Option<Cow<'a, str>>,
    #[serde(borrow)]
    description: Cow<'a, str>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Reference<'a> {
    #[serde(borrow)]
    url: Cow<'a, str>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Metric<'a> {
    #[serde(rename = "cvssV4_0", borrow)]
    v40: Option<Cvss<'a>>,
    #[serde(rename = "cvssV3_1", borrow)]
    v31: Option<Cvss<'a>>,
    #[serde(rename = "cvssV3_0", borrow)]
    v30: Option<Cvss<'a>>,
    #[serde(rename = "cvssV2_0", borrow)]
    v2: Option<Cvss<'a>>,
    #[serde(borrow)]
    other: Option<Other<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Cvss<'a> {
    #[serde(borrow)]
    vector_string: Cow<'a, str>,
    base_score: Option<f64>,
}

#[derive(Deserialize)]
struct Other<'a> {
    #[serde(rename = "type", default, borrow)]
    kind: Cow<'a, str>,
    #[serde(default)]
    content: serde_json::Value,
}

/// Reads a record.
pub(super) fn read(record: Record<'_>) -> Result<Item, Unreadable> {
    let Record { cve_metadata: meta, containers: Containers { cna, adp } } = record;
    let id = meta.cve_id.parse()?;
    let state = match meta.state.as_ref() {
        "PUBLISHED" => CveState::Published,
        "REJECTED" => CveState::Rejected,
        other => {
            return Err(Unreadable(format!("`state` is `{}`, not PUBLISHED or REJECTED", keep(other, 40))));
        }
    };
    let dates = [&meta.date_updated, &meta.date_rejected, &meta.date_published];
    let provided = adp.iter().chain([&cna]).map(|container| &container.provider_metadata.date_updated);
    let updated = dates.into_iter().chain(provided).flatten().filter_map(|date| time(date)).max();
    let texts = if state == CveState::Rejected { &cna.rejected_reasons } else { &cna.descriptions };
    let described = texts.iter().find(|text| text.lang.starts_with("en")).or(texts.first());
    let mut facts = CveFacts {
        state,
        published: meta.date_published.as_deref().and_then(time),
        title: cna.title.as_deref().map(|title| keep(title, TITLE)).unwrap_or_default(),
        description: described.map(|text| keep_lines(&text.value, DESCRIPTION)).unwrap_or_default(),
        replaced_by: cna.replaced_by.iter().take(MANY).map(|id| keep(id, 40)).collect(),
        affected: cna.affected.iter().take(MANY).filter_map(product).collect(),
        ..CveFacts::default()
    };
    let assigner = format!("CNA {}", meta.assigner_short_name.as_deref().unwrap_or("unknown"));
    add(&mut facts, &cna, assigner.trim_end());
    for container in &adp {
        add(&mut facts, container, container.provider_metadata.short_name.as_deref().unwrap_or("ADP"));
        if facts.affected.is_empty() {
            facts.affected = container.affected.iter().take(MANY).filter_map(product).collect();
        }
    }
    Ok(Item::Facts {
        id,
        source: CveSource::CveList,
        record: String::new(),
        updated: updated.unwrap_or(jiff::Timestamp::UNIX_EPOCH),
        facts: Box::new(facts),
    })
}

/// Adds what one container says beside the description.
fn add(facts: &mut CveFacts, container: &Container<'_>, by: &str) {
    for weakness in container.problem_types.iter().flat_map(|kind| &kind.descriptions) {
        let text = match &weakness.cwe_id {
            Some(id) if !weakness.description.contains(id.as_ref()) => {
                format!("{id} {}", weakness.description)
            }
            _ => weakness.description.clone().into_owned(),
        };
        let text = keep(&text, 160);
        if !text.is_empty() && facts.weaknesses.len() < MANY && !facts.weaknesses.contains(&text) {
            facts.weaknesses.push(text);
        }
    }
    for reference in &container.references {
        let url = keep(&reference.url, 500);
        if facts.references.len() < MANY && !facts.references.contains(&url) {
            facts.references.push(url);
        }
    }
    for metric in &container.metrics {
        for cvss in [&metric.v40, &metric.v31, &metric.v30, &metric.v2].into_iter().flatten() {
            if facts.scores.len() < MANY && !cvss.vector_string.is_empty() {
                facts.scores.push(PublishedScore {
                    by: keep(by, 60),
                    vector: keep(&cvss.vector_string, 300),
                    tenths: cvss.base_score.and_then(tenths),
                });
            }
        }
        match &metric.other {
            Some(other) if other.kind == "ssvc" => facts.ssvc = ssvc(&other.content).or(facts.ssvc.take()),
            Some(other) if other.kind == "kev" => {
                let added = other.content["dateAdded"].as_str().and_then(|day| day.parse().ok());
                facts.known_exploited =
                    added.map(|added| KnownExploited { added, due: None, ransomware: false });
            }
            _ => {}
        }
    }
}

fn product(affected: &Affected<'_>) -> Option<AffectedProduct> {
    let known = |text: &Option<Cow<'_, str>>| {
        let text = text.as_deref().unwrap_or_default().trim();
        if text.eq_ignore_ascii_case("n/a") { String::new() } else { keep(text, 100) }
    };
    let product = if affected.product.is_some() { &affected.product } else { &affected.package_name };
    let name = format!("{} {}", known(&affected.vendor), known(product)).trim().to_owned();
    let versions = affected.versions.iter().filter(|one| one.status != "unaffected").take(MANY);
    let ranges =
        versions.map(|one| range(&one.version, one.less_than.as_deref(), one.less_than_or_equal.as_deref()));
    (!name.is_empty()).then(|| AffectedProduct { name, ranges: ranges.collect() })
}

/// Reads CISA's answers: a list of objects with one question each.
fn ssvc(content: &serde_json::Value) -> Option<SsvcAnswers> {
    let answer = |question: &str| {
        let options = content["options"].as_array()?;
        let found = options.iter().find_map(|option| option[question].as_str())?;
        Some(keep(found, 20).to_lowercase())
    };
    Some(SsvcAnswers {
        exploitation: answer("Exploitation")?,
        automatable: answer("Automatable")?,
        technical_impact: answer("Technical Impact")?,
        at: content["timestamp"].as_str().and_then(time),
    })
}
