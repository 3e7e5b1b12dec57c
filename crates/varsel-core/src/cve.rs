//! What public sources say about a CVE, by source.

mod affected;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer, Serialize};

pub use affected::{AffectedProduct, AffectedStatus, VersionSpan, Versions};

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

/// Answers to three SSVC questions.
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
    /// The number of products left out.
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

    /// Returns its entry in the known exploited vulnerabilities, and the day on which it was removed.
    ///
    /// CISA's own list counts if it has ever listed the CVE. Otherwise entries that others took from it count, unless a newer
    /// release does not list it.
    fn listing(&self) -> Option<(&KnownExploited, Option<Date>)> {
        let listed = |one: &SourceFacts| one.source == CveSource::Kev && one.facts.known_exploited.is_some();
        let own = self.sources.iter().find(|one| listed(one));
        if let Some(known) = own.and_then(|one| one.facts.known_exploited.as_ref()) {
            return Some((known, known.removed));
        }
        let (one, known) =
            self.sources.iter().find_map(|one| Some((one, one.facts.known_exploited.as_ref()?)))?;
        let newer = self.kev_released.filter(|released| *released > one.updated);
        Some((known, newer.map(day_of)))
    }

    /// Returns its entry in the known exploited vulnerabilities; `None` if it was removed.
    pub fn known_exploited(&self) -> Option<&KnownExploited> {
        self.listing().filter(|(_, removed)| removed.is_none()).map(|(known, _)| known)
    }

    /// Returns the day on which it was removed from the known exploited vulnerabilities, if it was.
    pub fn no_longer_exploited(&self) -> Option<Date> {
        self.listing()?.1
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
mod tests {
    use super::*;

    fn score(vector: &str, tenths: u8) -> PublishedScore {
        PublishedScore { by: "CNA x".to_owned(), vector: vector.to_owned(), tenths: Some(tenths) }
    }

    #[test]
    fn a_share_is_never_shown_as_nothing_or_as_everything() {
        for (part, said) in [
            (0, "< 0.01"),
            (9, "< 0.01"),
            (10, "0.01"),
            (43, "0.04"),
            (94_358, "94.36"),
            (99_999, "99.99"),
            (100_000, "100"),
        ] {
            assert_eq!(percent(part), said);
        }
    }

    #[test]
    fn answers_of_ssvc_are_read_as_they_were_stored_before() {
        let answers = r#"{"exploitation":"poc","automatable":"no","technical_impact":"partial"}"#;
        for json in [format!(r#"{{"ssvc":{answers}}}"#), format!(r#"{{"ssvc":[{answers}]}}"#)] {
            let facts: CveFacts = serde_json::from_str(&json).unwrap();
            assert_eq!(facts.ssvc.len(), 1, "{json}");
        }
    }

    #[test]
    fn a_score_that_does_not_follow_is_seen() {
        let vector = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
        assert_eq!(score(vector, 98).difference(), None);
        let temporal = format!("{vector}/E:P");
        let follows = score(&temporal, 93).difference().map(|score| score.to_string());
        assert_eq!(follows.as_deref(), Some("9.8"));
        assert_eq!(score("9.8", 98).difference(), None);
    }
}
