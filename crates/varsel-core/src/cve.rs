//! What public sources say about a CVE, by source.

mod affected;
mod listing;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer, Serialize};

pub use affected::{AffectedProduct, AffectedStatus, VersionSpan, Versions, VersionsPart};
pub use listing::Listing;

use crate::address::of_the_web;
use crate::coded;
use crate::score::cvss::{Score, Vector};
use crate::vulnerability_id::VulnerabilityId;

coded! {
    /// A public source.
    pub enum CveSource {
        /// The records of the CVE Program, with what CISA and others add to them.
        CveList = "cve_list",
        /// The National Vulnerability Database.
        Nvd = "nvd",
        /// Databases in the OSV format.
        Osv = "osv",
        /// CISA's catalogue of known exploited vulnerabilities.
        Kev = "kev",
        /// The Exploit Prediction Scoring System.
        Epss = "epss",
    }
}

coded! {
    /// The state of a CVE.
    #[derive(Default)]
    pub enum CveState {
        /// Published.
        Published = "published",
        /// Rejected.
        Rejected = "rejected",
        /// Only other sources name it.
        #[default]
        Unknown = "unknown",
    }
}

/// A published score.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PublishedScore {
    /// Its source: `CNA apache`, `CISA-ADP`, `NVD`.
    pub by: String,
    /// The vector, as published.
    pub vector: String,
    /// The score, as published, in tenths.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenths: Option<u8>,
}

impl PublishedScore {
    /// Parses the vector strictly; `None` if it is invalid.
    pub fn read(&self) -> Option<Vector> {
        self.vector.parse().ok()
    }

    /// Returns the base score computed from the vector, if it differs from the published one. That is so in about one record in a
    /// hundred, mostly because the temporal or environmental score was published.
    pub fn difference(&self) -> Option<Score> {
        let follows = self.read()?.scores().base;
        self.tenths.filter(|published| *published != follows.tenths()).map(|_| follows)
    }
}

/// An entry of the catalogue of known exploited vulnerabilities.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct KnownExploited {
    /// The day it was added.
    pub added: Date,
    /// The due date for United States agencies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// Whether it is used by ransomware.
    #[serde(default)]
    pub ransomware: bool,
    /// The day of the first release of the catalogue that no longer lists it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed: Option<Date>,
}

/// An advisory that its database withdrew.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Withdrawal {
    /// Its id: `GHSA-jfh8-c2jp-5v3q`.
    pub advisory: String,
    /// When it was withdrawn.
    pub at: Timestamp,
}

/// Answers to three questions of SSVC.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SsvcAnswers {
    /// Their source: `CISA-ADP`, `CNA apache`. Empty in data from before this was stored.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// `none`, `poc`, `active`.
    pub exploitation: String,
    /// `yes`, `no`.
    pub automatable: String,
    /// `partial`, `total`.
    pub technical_impact: String,
    /// When they were given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
}

/// The facts of one source.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct CveFacts {
    /// Its state.
    #[serde(default)]
    pub state: CveState,
    /// When it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Timestamp>,
    /// A one-line title.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// A description; for a rejected CVE, the reason.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Weaknesses: `CWE-79 Cross-site Scripting`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub weaknesses: Vec<String>,
    /// Scores by source.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scores: Vec<PublishedScore>,
    /// Affected products.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub affected: Vec<AffectedProduct>,
    /// Web addresses. Other references are dropped when the facts are read.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "of_the_web")]
    pub references: Vec<String>,
    /// Its ids in other databases.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Ids that replaced it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaced_by: Vec<String>,
    /// Its entry in the known exploited vulnerabilities.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_exploited: Option<KnownExploited>,
    /// SSVC answers by source.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "one_or_many")]
    pub ssvc: Vec<SsvcAnswers>,
    /// Whether its publisher or another party marks it as disputed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub disputed: bool,
    /// The advisory that says nothing any more because it was withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Withdrawal>,
    /// How many more products the source names than are kept.
    #[serde(default, skip_serializing_if = "affected::is_zero")]
    pub omitted_products: u32,
    /// The number of addresses left out.
    #[serde(default, skip_serializing_if = "affected::is_zero")]
    pub omitted_references: u32,
}

/// Deserializes a list, or the single item of an older format.
fn one_or_many<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<SsvcAnswers>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMany {
        Many(Vec<SsvcAnswers>),
        One(SsvcAnswers),
    }
    Ok(match OneOrMany::deserialize(deserializer)? {
        OneOrMany::Many(all) => all,
        OneOrMany::One(one) => vec![one],
    })
}

/// The probability of exploitation within thirty days.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Epss {
    /// The probability, in hundred-thousandths.
    pub probability: u32,
    /// The share of CVEs with at most this probability, in hundred-thousandths.
    pub percentile: u32,
    /// The day of the scores.
    pub date: Date,
}

impl Epss {
    /// Writes the probability in percent: `94.36`. Below 0.01 it is `< 0.01`, never zero.
    pub fn probability_percent(self) -> String {
        percent(self.probability)
    }

    /// Writes the percentile in percent.
    pub fn percentile_percent(self) -> String {
        percent(self.percentile)
    }

    /// Returns how it compares with all other CVEs.
    pub fn rank(self) -> EpssRank {
        match self.percentile {
            0..10 => EpssRank::Lowest,
            10..100_000 => EpssRank::Share(self.percentile_percent()),
            _ => EpssRank::Highest,
        }
    }
}

/// How a probability compares with that of all CVEs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum EpssRank {
    /// Hardly any has a lower one: fewer than one in ten thousand.
    Lowest,
    /// This share of them, in percent, has none that is higher.
    Share(String),
    /// None has a higher one.
    Highest,
}

/// Writes hundred-thousandths in percent with two decimals. Only the whole is 100, and only values below a hundredth are `<
/// 0.01`.
fn percent(part: u32) -> String {
    match part {
        0..10 => "< 0.01".to_owned(),
        10..100_000 => {
            let hundredths = ((part + 5) / 10).min(9_999);
            format!("{}.{:02}", hundredths / 100, hundredths % 100)
        }
        _ => "100".to_owned(),
    }
}

/// A source's facts with their date.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SourceFacts {
    /// The source.
    pub source: CveSource,
    /// When the source last changed them.
    pub updated: Timestamp,
    /// The facts.
    pub facts: CveFacts,
}

/// A CVE with the facts of all sources, or an entry under the id of another database if there is no CVE.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CveEntry {
    /// Its id.
    pub id: VulnerabilityId,
    /// Its title, from the first source that has one.
    pub title: String,
    /// A description.
    pub description: String,
    /// By source, in the order of [`CveSource`].
    pub sources: Vec<SourceFacts>,
    /// The probability of exploitation.
    pub epss: Option<Epss>,
    /// The release date of the newest complete list of known exploited vulnerabilities, if any.
    pub kev_released: Option<Timestamp>,
}

impl CveEntry {
    /// Returns its state according to the CVE Program, else the first other source.
    pub fn state(&self) -> CveState {
        let said = self.sources.iter().map(|one| one.facts.state);
        said.into_iter().find(|state| *state != CveState::Unknown).unwrap_or_default()
    }

    /// Returns whether any source marks it as disputed.
    pub fn is_disputed(&self) -> bool {
        self.sources.iter().any(|one| one.facts.disputed)
    }

    /// Tells whether all that is known of it are advisories that were withdrawn.
    pub fn is_withdrawn(&self) -> bool {
        !self.sources.is_empty() && self.sources.iter().all(|one| one.facts.withdrawn.is_some())
    }

    /// Lists the advisories that were withdrawn.
    pub fn withdrawals(&self) -> Vec<&Withdrawal> {
        distinct(self.sources.iter().filter_map(|one| one.facts.withdrawn.as_ref()))
    }

    /// Returns what is known of its place in CISA's catalogue of exploited vulnerabilities.
    pub fn listing(&self) -> Option<Listing<'_>> {
        Listing::of(&self.sources, self.kev_released)
    }

    /// Returns its entry in the known exploited vulnerabilities; `None` if it was removed.
    pub fn known_exploited(&self) -> Option<&KnownExploited> {
        match self.listing()? {
            Listing::Listed(known) => Some(known),
            Listing::Removed(_) | Listing::Missing { .. } => None,
        }
    }

    /// Returns the ids of other databases and those that took its place, but for its own.
    pub fn other_ids(&self) -> Vec<&String> {
        let all = self.sources.iter().flat_map(|one| one.facts.aliases.iter().chain(&one.facts.replaced_by));
        distinct(all.filter(|id| *id != self.id.as_str()))
    }

    /// Lists the distinct SSVC answers of all sources.
    pub fn ssvc(&self) -> Vec<&SsvcAnswers> {
        distinct(self.sources.iter().flat_map(|one| &one.facts.ssvc))
    }

    /// Lists the distinct scores of all sources.
    pub fn scores(&self) -> Vec<&PublishedScore> {
        distinct(self.sources.iter().flat_map(|one| &one.facts.scores))
    }

    /// Returns the first affected product, with its source.
    pub fn first_affected(&self) -> Option<(CveSource, &AffectedProduct)> {
        self.sources.iter().find_map(|one| {
            let product =
                one.facts.affected.iter().find(|product| product.status() == AffectedStatus::Affected);
            Some((one.source, product?))
        })
    }
}

/// Returns the day of an instant, in UTC.
pub fn day_of(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

fn distinct<'a, T: PartialEq>(all: impl Iterator<Item = &'a T>) -> Vec<&'a T> {
    let mut kept: Vec<&T> = Vec::new();
    for one in all {
        if !kept.contains(&one) {
            kept.push(one);
        }
    }
    kept
}

#[cfg(test)]
mod tests;
