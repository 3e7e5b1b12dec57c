//! CISA's catalogue of known exploited vulnerabilities.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use varsel_core::cve::{AffectedProduct, CveFacts, CveSource, KnownExploited};

use super::text::{DESCRIPTION, TITLE, keep, keep_lines};
use super::{Item, Unreadable};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    #[serde(rename = "cveID")]
    cve_id: String,
    #[serde(default)]
    vendor_project: String,
    #[serde(default)]
    product: String,
    #[serde(default)]
    vulnerability_name: String,
    date_added: Date,
    #[serde(default)]
    short_description: String,
    #[serde(default)]
    due_date: Option<Date>,
    #[serde(default)]
    known_ransomware_campaign_use: String,
}

/// Reads an entry of a catalogue that was released at a time.
pub(super) fn read(json: &str, released: Timestamp) -> Result<Item, Unreadable> {
    let entry: Entry = serde_json::from_str(json)?;
    let facts = CveFacts {
        title: keep(&entry.vulnerability_name, TITLE),
        description: keep_lines(&entry.short_description, DESCRIPTION),
        affected: vec![AffectedProduct {
            name: keep(&format!("{} {}", entry.vendor_project, entry.product), 160),
            ranges: Vec::new(),
        }],
        known_exploited: Some(KnownExploited {
            added: entry.date_added,
            due: entry.due_date,
            ransomware: entry.known_ransomware_campaign_use == "Known",
        }),
        ..CveFacts::default()
    };
    Ok(Item::Facts {
        id: entry.cve_id.parse()?,
        source: CveSource::Kev,
        record: String::new(),
        updated: released,
        facts: Box::new(facts),
    })
}
