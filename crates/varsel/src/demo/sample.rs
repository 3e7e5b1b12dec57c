//! The format of `sample.json`: a fictional marketplace with cases based on real public events.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;
use varsel_app::intake::Answers;
use varsel_core::case::{Category, FactKind, FactStatus, Outcome, Relation};
use varsel_core::catalogue::{Listing, OfferKind};
use varsel_core::clock::ClockKind;
use varsel_core::cve::{CveFacts, CveSource};
use varsel_core::score::{Priority, Severity};
use varsel_core::vulnerability_id::VulnerabilityId;

/// The sample, embedded.
const SAMPLE: &str = include_str!("sample.json");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sample {
    pub(crate) marketplace: String,
    pub(crate) publishers: Vec<SamplePublisher>,
    pub(crate) people: Vec<SamplePerson>,
    pub(crate) offers: Vec<SampleOffer>,
    pub(crate) customers: Vec<SampleCustomer>,
    pub(crate) cases: Vec<SampleCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SamplePublisher {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) website: Option<String>,
    pub(crate) country: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SamplePerson {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) email: String,
    /// `None` at the desk.
    pub(crate) publisher: Option<String>,
    pub(crate) role: String,
    pub(crate) locale: String,
    pub(crate) zone: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SampleOffer {
    pub(crate) key: String,
    pub(crate) publisher: String,
    pub(crate) name: String,
    pub(crate) kind: OfferKind,
    pub(crate) listing: Listing,
    pub(crate) plans: Vec<String>,
    pub(crate) versions: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SampleCustomer {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) country: Option<String>,
    #[serde(default)]
    pub(crate) critical: bool,
    pub(crate) holds: Vec<SampleHolding>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SampleHolding {
    pub(crate) offer: String,
    pub(crate) plan: Option<String>,
    pub(crate) version: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SampleCase {
    pub(crate) publisher: String,
    pub(crate) by: String,
    pub(crate) category: Category,
    /// Minutes before the demo's start; `None` for a draft.
    pub(crate) submitted_ago: Option<i64>,
    /// Minutes after the demo's start at which the embargo ends. The public dates of the cases are long past, and an embargo has
    /// to end in the future.
    #[serde(default)]
    pub(crate) embargo_ahead: Option<i64>,
    pub(crate) report: Answers,
    pub(crate) actions: Vec<SampleAction>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SampleAction {
    /// Minutes before the demo's start.
    pub(crate) ago: i64,
    pub(crate) by: String,
    pub(crate) r#do: Deed,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Deed {
    Acknowledge {
        message: String,
    },
    Assess {
        severity: Severity,
        severity_reason: String,
        priority: Priority,
        priority_reason: String,
    },
    /// A second person agrees to what was proposed.
    Agree,
    Score {
        vector: String,
        reasons: BTreeMap<String, String>,
    },
    Ask {
        question: String,
        due_in_hours: i64,
    },
    Answer {
        text: String,
    },
    Assert {
        fact: FactKind,
        status: FactStatus,
        note: Option<String>,
    },
    Outcome {
        outcome: Outcome,
        sentence: String,
    },
    Mitigate {
        sentence: String,
    },
    /// Whether a law applies to the side that says so.
    Judge {
        regime: String,
        applies: bool,
        reason: String,
    },
    /// When a side became aware, in minutes before the demo's start.
    Aware {
        regime: String,
        since: i64,
        evidence: String,
    },
    File {
        stage: String,
        regime: String,
        reference: String,
    },
    Decide {
        clock: ClockKind,
        sentence: String,
    },
    Close {
        outcome: Outcome,
        sentence: String,
    },
    Reopen {
        reason: String,
    },
    Withdraw {
        reason: String,
    },
    Link {
        to: usize,
        relation: Relation,
    },
    Assign {
        to: Option<String>,
    },
    Note {
        text: String,
    },
    Message {
        text: String,
    },
    ChangeCategory {
        to: Category,
        reason: String,
    },
}

/// The facts of a source about a CVE.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SampleCve {
    pub(crate) id: VulnerabilityId,
    pub(crate) source: CveSource,
    pub(crate) updated: Timestamp,
    pub(crate) facts: CveFacts,
}

/// Reads the embedded part of the catalogue of CVEs: those that the cases are about. Facts of the CVE Program, the NVD and CISA.
pub(crate) fn cves() -> Result<Vec<SampleCve>, serde_json::Error> {
    serde_json::from_str(include_str!("cves.json"))
}

impl Sample {
    /// Reads the embedded sample.
    pub(crate) fn read() -> Result<Self, serde_json::Error> {
        serde_json::from_str(SAMPLE)
    }
}
