//! Records of the CVE Program: CVE JSON 5, as in cvelistV5 and in CISA's Vulnrichment.

use std::borrow::Cow;

use serde::Deserialize;
use varsel_core::cve::{CveFacts, CveSource, CveState, KnownExploited, PublishedScore, SsvcAnswers};
use varsel_core::cve_id::CveId;

use super::cve_product::{Affected, product};
use super::text::{
    DESCRIPTION, DISPUTED, MANY, TITLE, is_filler, keep, keep_addresses, keep_lines, or_default, tenths, time,
};
use super::{Item, Unreadable, versions};

/// A record, as far as it is used.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Record<'a> {
    #[serde(borrow)]
    cve_metadata: Metadata<'a>,
    #[serde(default, borrow, deserialize_with = "or_default")]
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
    #[serde(default, borrow, deserialize_with = "or_default")]
    cna: Container<'a>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    adp: Vec<Container<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Container<'a> {
    #[serde(borrow, deserialize_with = "or_default")]
    provider_metadata: Provider<'a>,
    #[serde(borrow)]
    title: Option<Cow<'a, str>>,
    #[serde(borrow, deserialize_with = "or_default")]
    descriptions: Vec<Text<'a>>,
    #[serde(borrow, deserialize_with = "or_default")]
    rejected_reasons: Vec<Text<'a>>,
    #[serde(borrow, deserialize_with = "or_default")]
    replaced_by: Vec<Cow<'a, str>>,
    #[serde(borrow, deserialize_with = "or_default")]
    affected: Vec<Affected<'a>>,
    #[serde(borrow, deserialize_with = "or_default")]
    problem_types: Vec<ProblemType<'a>>,
    #[serde(borrow, deserialize_with = "or_default")]
    references: Vec<Reference<'a>>,
    #[serde(borrow, deserialize_with = "or_default")]
    metrics: Vec<Metric<'a>>,
    #[serde(borrow, deserialize_with = "or_default")]
    tags: Vec<Cow<'a, str>>,
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
    #[serde(borrow, deserialize_with = "or_default")]
    lang: Cow<'a, str>,
    #[serde(borrow, deserialize_with = "or_default")]
    value: Cow<'a, str>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ProblemType<'a> {
    #[serde(borrow, deserialize_with = "or_default")]
    descriptions: Vec<Weakness<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Weakness<'a> {
    #[serde(borrow)]
    cwe_id: Option<Cow<'a, str>>,
    #[serde(borrow, deserialize_with = "or_default")]
    description: Cow<'a, str>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Reference<'a> {
    #[serde(borrow, deserialize_with = "or_default")]
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
    #[serde(borrow, deserialize_with = "or_default")]
    vector_string: Cow<'a, str>,
    base_score: Option<f64>,
}

#[derive(Deserialize)]
struct Other<'a> {
    #[serde(rename = "type", default, borrow, deserialize_with = "or_default")]
    kind: Cow<'a, str>,
    #[serde(default)]
    content: serde_json::Value,
}

/// Reads a record.
pub(super) fn read(record: Record<'_>) -> Result<Item, Unreadable> {
    let Record { cve_metadata: meta, containers: Containers { cna, adp } } = record;
    let id = meta.cve_id.parse::<CveId>()?.into();
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
        title: cna
            .title
            .as_deref()
            .filter(|title| !is_filler(title))
            .map(|title| keep(title, TITLE))
            .unwrap_or_default(),
        description: described.map(|text| keep_lines(&text.value, DESCRIPTION)).unwrap_or_default(),
        replaced_by: cna.replaced_by.iter().take(MANY).map(|id| keep(id, 40)).collect(),
        ..CveFacts::default()
    };
    facts.disputed = facts.description.starts_with(DISPUTED);
    add_products(&mut facts, &cna);
    let assigner = format!("CNA {}", meta.assigner_short_name.as_deref().unwrap_or("unknown"));
    add(&mut facts, &cna, assigner.trim_end());
    for container in &adp {
        add(&mut facts, container, container.provider_metadata.short_name.as_deref().unwrap_or("ADP"));
        if facts.affected.is_empty() {
            add_products(&mut facts, container);
        }
    }
    versions::bound(&mut facts.affected);
    Ok(Item::Facts {
        id,
        source: CveSource::CveList,
        record: String::new(),
        updated: updated.unwrap_or(jiff::Timestamp::UNIX_EPOCH),
        facts: Box::new(facts),
    })
}

fn add_products(facts: &mut CveFacts, container: &Container<'_>) {
    for product in container.affected.iter().filter_map(product) {
        facts.omitted_products += versions::push(&mut facts.affected, product);
    }
}

/// Adds the data of a container other than the description and the products.
fn add(facts: &mut CveFacts, container: &Container<'_>, by: &str) {
    for weakness in container.problem_types.iter().flat_map(|kind| &kind.descriptions) {
        let text = match &weakness.cwe_id {
            Some(id) if !weakness.description.contains(id.as_ref()) => {
                format!("{id} {}", weakness.description)
            }
            _ => weakness.description.clone().into_owned(),
        };
        let text = keep(&text, 160);
        if !is_filler(&text) && facts.weaknesses.len() < MANY && !facts.weaknesses.contains(&text) {
            facts.weaknesses.push(text);
        }
    }
    let urls = container.references.iter().map(|reference| reference.url.as_ref());
    facts.omitted_references += keep_addresses(&mut facts.references, urls);
    facts.disputed |= container.tags.iter().any(|tag| tag == "disputed");
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
            Some(other) if other.kind == "ssvc" => {
                facts.ssvc.extend(ssvc(&other.content, by).filter(|_| facts.ssvc.len() < MANY));
            }
            Some(other) if other.kind == "kev" => {
                let added = other.content["dateAdded"].as_str().and_then(|day| day.parse().ok());
                facts.known_exploited =
                    added.map(|added| KnownExploited { added, due: None, ransomware: false, removed: None });
            }
            _ => {}
        }
    }
}

/// Parses SSVC answers: a list of objects with one question each.
fn ssvc(content: &serde_json::Value, by: &str) -> Option<SsvcAnswers> {
    let answer = |question: &str| {
        let options = content["options"].as_array()?;
        let found = options.iter().find_map(|option| option[question].as_str())?;
        Some(keep(found, 20).to_lowercase())
    };
    Some(SsvcAnswers {
        by: keep(by, 60),
        exploitation: answer("Exploitation")?,
        automatable: answer("Automatable")?,
        technical_impact: answer("Technical Impact")?,
        at: content["timestamp"].as_str().and_then(time),
    })
}
