//! CISA's catalogue of known exploited vulnerabilities.

use jiff::Timestamp;
use serde::Deserialize;
use varsel_core::cve::{AffectedProduct, CveFacts, CveSource, KnownExploited};
use varsel_core::cve_id::CveId;

use super::text::{DESCRIPTION, TITLE, day, keep, keep_lines, or_default, product_name};
use super::{Item, Unreadable};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    #[serde(rename = "cveID")]
    cve_id: String,
    #[serde(default, deserialize_with = "or_default")]
    vendor_project: String,
    #[serde(default, deserialize_with = "or_default")]
    product: String,
    #[serde(default, deserialize_with = "or_default")]
    vulnerability_name: String,
    date_added: String,
    #[serde(default, deserialize_with = "or_default")]
    short_description: String,
    #[serde(default)]
    due_date: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    known_ransomware_campaign_use: String,
}

/// Reads an entry of a catalogue that was released at a time.
pub(super) fn read(json: &str, released: Timestamp) -> Result<Item, Unreadable> {
    let entry: Entry = serde_json::from_str(json)?;
    let facts = CveFacts {
        title: keep(&entry.vulnerability_name, TITLE),
        description: keep_lines(&entry.short_description, DESCRIPTION),
        affected: vec![AffectedProduct {
            name: product_name(&entry.vendor_project, &entry.product),
            ..AffectedProduct::default()
        }],
        known_exploited: Some(KnownExploited {
            added: day("dateAdded", &entry.date_added)?,
            due: entry.due_date.map(|due| day("dueDate", &due)).transpose()?,
            ransomware: entry.known_ransomware_campaign_use == "Known",
            removed: None,
        }),
        ..CveFacts::default()
    };
    Ok(Item::Facts {
        id: entry.cve_id.parse::<CveId>()?.into(),
        source: CveSource::Kev,
        record: String::new(),
        updated: released,
        facts: Box::new(facts),
    })
}
