//! What public sources say of a CVE, each source by itself.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::address::of_the_web;
use crate::coded;
use crate::cve_id::CveId;
use crate::score::cvss::{Score, Vector};

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
    /// Whether a CVE stands.
    #[derive(Default)]
    pub enum CveState {
        /// It does.
        Published = "published",
        /// It was taken back.
        Rejected = "rejected",
        /// Only other sources name it.
        #[default]
        Unknown = "unknown",
    }
}

/// A score as somebody published it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PublishedScore {
    /// Who: `CNA apache`, `CISA-ADP`, `NVD`.
    pub by: String,
    /// The vector, as published.
    pub vector: String,
    /// The score, as published, in tenths.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenths: Option<u8>,
}

impl PublishedScore {
    /// Reads the vector strictly; nothing where it is none.
    pub fn read(&self) -> Option<Vector> {
        self.vector.parse().ok()
    }

    /// Returns the base score that follows from the vector, where another was published. About one record in a hundred has one:
    /// most of them publish the temporal or environmental score.
    pub fn difference(&self) -> Option<Score> {
        let follows = self.read()?.scores().base;
        self.tenths.filter(|published| *published != follows.tenths()).map(|_| follows)
    }
}

/// A product with its affected versions.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AffectedProduct {
    /// Vendor and product, or a package.
    pub name: String,
    /// Version ranges, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ranges: Vec<String>,
}

/// An entry of the catalogue of known exploited vulnerabilities.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct KnownExploited {
    /// The day it was added.
    pub added: Date,
    /// The day by which United States agencies must have acted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// Whether ransomware uses it.
    #[serde(default)]
    pub ransomware: bool,
}

/// CISA's answers to three questions of SSVC.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SsvcAnswers {
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

/// What one source says.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct CveFacts {
    /// Whether it stands.
    #[serde(default)]
    pub state: CveState,
    /// When it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Timestamp>,
    /// One line.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// What it is; of a rejected one, why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Weaknesses: `CWE-79 Cross-site Scripting`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub weaknesses: Vec<String>,
    /// Scores, by who gave them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scores: Vec<PublishedScore>,
    /// What it affects.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub affected: Vec<AffectedProduct>,
    /// Addresses of the web. What else sources name as one is left out when the facts are read.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "of_the_web")]
    pub references: Vec<String>,
    /// Ids of other databases for the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Ids that took its place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaced_by: Vec<String>,
    /// Its entry among the known exploited ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_exploited: Option<KnownExploited>,
    /// CISA's answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ssvc: Option<SsvcAnswers>,
}

/// How likely exploitation is within thirty days.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Epss {
    /// The probability, in hundred-thousandths.
    pub probability: u32,
    /// The share of CVEs with at most this probability, in hundred-thousandths.
    pub percentile: u32,
    /// The day of the scores.
    pub date: Date,
}

/// A source's facts with their date.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SourceFacts {
    /// Which source.
    pub source: CveSource,
    /// When the source last changed them.
    pub updated: Timestamp,
    /// The facts.
    pub facts: CveFacts,
}

/// A CVE with everything that the sources say.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CveEntry {
    /// Its id.
    pub id: CveId,
    /// Its title and description: those of the first source that has one.
    pub title: String,
    /// What it is.
    pub description: String,
    /// By source, in the order of [`CveSource`].
    pub sources: Vec<SourceFacts>,
    /// How likely exploitation is.
    pub epss: Option<Epss>,
}

impl CveEntry {
    /// Tells whether it stands, as the CVE Program says, else as the first other source does.
    pub fn state(&self) -> CveState {
        let said = self.sources.iter().map(|one| one.facts.state);
        said.into_iter().find(|state| *state != CveState::Unknown).unwrap_or_default()
    }

    /// Returns its entry among the known exploited ones; CISA's own catalogue goes first.
    pub fn known_exploited(&self) -> Option<&KnownExploited> {
        let own = self.sources.iter().filter(|one| one.source == CveSource::Kev);
        own.chain(&self.sources).find_map(|one| one.facts.known_exploited.as_ref())
    }

    /// Returns CISA's answers to SSVC.
    pub fn ssvc(&self) -> Option<&SsvcAnswers> {
        self.sources.iter().find_map(|one| one.facts.ssvc.as_ref())
    }

    /// Lists the scores of all sources, each once.
    pub fn scores(&self) -> Vec<&PublishedScore> {
        let mut kept: Vec<&PublishedScore> = Vec::new();
        for score in self.sources.iter().flat_map(|one| &one.facts.scores) {
            if !kept.contains(&score) {
                kept.push(score);
            }
        }
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(vector: &str, tenths: u8) -> PublishedScore {
        PublishedScore { by: "CNA x".to_owned(), vector: vector.to_owned(), tenths: Some(tenths) }
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
