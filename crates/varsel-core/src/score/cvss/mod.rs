//! CVSS v2.0, v3.0, v3.1 and v4.0: strict parsing, exact scores, canonical vectors.
//!
//! Scores are computed in integers, so that they are the same everywhere and ties round as the specification says. Sources:
//! FIRST, *A Complete Guide to the Common Vulnerability Scoring System 2.0*; *CVSS v3.0* and *v3.1 Specification*; *CVSS v4.0
//! Specification*.

mod explain;
mod metric;
mod partial;
mod paste;
mod read;
mod v2;
mod v3;
mod v4;
mod v4_scores;
mod vectors;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use self::explain::{Alternative, Contribution, Parts};
pub use self::metric::{Group, Metric};
pub use self::partial::Partial;
pub use self::read::{LONGEST, VectorError, VectorProblem};
pub use self::vectors::{TwoOfOneVersion, Vectors};
use super::Severity;

/// A version of the standard.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Version {
    /// v2.0, of old CVEs.
    V2,
    /// v3.0.
    V30,
    /// v3.1.
    V31,
    /// v4.0.
    V40,
}

impl Version {
    /// All versions, oldest first.
    pub const ALL: [Self; 4] = [Self::V2, Self::V30, Self::V31, Self::V40];

    /// Returns the number: `3.1`.
    pub const fn number(self) -> &'static str {
        match self {
            Self::V2 => "2.0",
            Self::V30 => "3.0",
            Self::V31 => "3.1",
            Self::V40 => "4.0",
        }
    }

    /// Returns the name: `CVSS 3.1`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::V2 => "CVSS 2.0",
            Self::V30 => "CVSS 3.0",
            Self::V31 => "CVSS 3.1",
            Self::V40 => "CVSS 4.0",
        }
    }

    /// Returns the number before the dot: `3`.
    pub const fn major(self) -> &'static str {
        match self {
            Self::V2 => "2",
            Self::V30 | Self::V31 => "3",
            Self::V40 => "4",
        }
    }

    /// Finds a version by its number.
    pub fn from_number(number: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|version| version.number() == number)
    }
}

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.number())
    }
}

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::from_number(&number).ok_or_else(|| serde::de::Error::custom("no version of CVSS"))
    }
}

/// A score in tenths, from 0 to 100.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Score(u8);

impl Score {
    /// Returns the score in tenths: 98 for 9.8.
    pub const fn tenths(self) -> u8 {
        self.0
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0 / 10, self.0 % 10)
    }
}

impl fmt::Debug for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Score {
    /// Serializes a number with at most one decimal as the nearest `f64`, which prints as itself.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(f64::from(self.0) / 10.0)
    }
}

/// The qualitative rating of a score.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Rating {
    /// 0.0 (in v2.0, 0.0 is low).
    None,
    /// Up to 3.9.
    Low,
    /// Up to 6.9.
    Medium,
    /// Up to 8.9; in v2.0, all above.
    High,
    /// From 9.0.
    Critical,
}

impl Rating {
    /// Rates a score (v3.x: section 5; v4.0: section 6; v2.0: the bands of the NVD).
    pub const fn of(version: Version, score: Score) -> Self {
        match (version, score.0) {
            (Version::V2, 0..40) | (_, 1..40) => Self::Low,
            (_, 0) => Self::None,
            (_, 40..70) => Self::Medium,
            (Version::V2, _) | (_, 70..90) => Self::High,
            _ => Self::Critical,
        }
    }

    /// Returns the stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }

    /// Returns the desk's severity for it; `None` for a score of 0.0.
    pub const fn severity(self) -> Severity {
        match self {
            Self::None => Severity::Unrated,
            Self::Low => Severity::Low,
            Self::Medium => Severity::Medium,
            Self::High => Severity::High,
            Self::Critical => Severity::Critical,
        }
    }
}

/// The scores of a vector. A part is `None` if the vector has no metric of its group.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Scores {
    /// From the base metrics only.
    pub base: Score,
    /// With the temporal metrics; in v4.0 with the threat metric.
    pub temporal: Option<Score>,
    /// With the environmental metrics, and the temporal ones if there are any.
    pub environmental: Option<Score>,
}

impl Scores {
    /// Returns the effective score: environmental, else temporal, else base.
    pub fn effective(&self) -> Score {
        self.environmental.or(self.temporal).unwrap_or(self.base)
    }
}

/// A complete CVSS vector of any version.
///
/// Equality is by meaning: a metric that is "not defined" equals one that is left out.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Vector {
    version: Version,
    values: Values,
}

impl Vector {
    /// Returns the version of the standard.
    pub const fn version(&self) -> Version {
        self.version
    }

    /// Returns the value of a metric by its index in [`Version::metrics`]; `None` if not defined.
    pub fn value(&self, position: usize) -> Option<&'static str> {
        value(self.version, &self.values, position)
    }

    /// Returns the value of a metric by its abbreviation; `None` if not defined.
    pub fn get(&self, code: &str) -> Option<&'static str> {
        self.value(self.version.position(code)?)
    }

    /// Returns whether any metric of a group is defined.
    pub fn has(&self, group: Group) -> bool {
        let metrics = self.version.metrics().iter().zip(self.values);
        metrics.into_iter().any(|(metric, value)| metric.group == group && value != 0)
    }

    /// Computes the scores.
    pub fn scores(&self) -> Scores {
        match self.version {
            Version::V2 => v2::scores(self),
            Version::V30 | Version::V31 => v3::scores(self),
            Version::V40 => v4::scores(self),
        }
    }

    /// Returns the effective score.
    pub fn score(&self) -> Score {
        self.scores().effective()
    }

    /// Rates the effective score.
    pub fn rating(&self) -> Rating {
        self.rate(self.score())
    }

    /// Rates a score by the bands of the vector's version.
    pub const fn rate(&self, score: Score) -> Rating {
        Rating::of(self.version, score)
    }

    /// Returns the name of the score by the metrics it uses (v4.0, section 1.3): `CVSS-BTE`; `None` before v4.0.
    pub fn nomenclature(&self) -> Option<&'static str> {
        if self.version != Version::V40 {
            return None;
        }
        Some(match (self.has(Group::Temporal), self.has(Group::Environmental)) {
            (false, false) => "CVSS-B",
            (true, false) => "CVSS-BT",
            (false, true) => "CVSS-BE",
            (true, true) => "CVSS-BTE",
        })
    }

    /// Returns the effective value of a base metric: the modified one, if there is one.
    fn where_used(&self, code: &str) -> Option<&'static str> {
        let place = self.version.position(code)?;
        self.version.modified(place).and_then(|place| self.value(place)).or_else(|| self.value(place))
    }

    /// Returns whether the vector suggests that attacks can be automated: over the network, without privileges or user
    /// interaction. In v4.0 the supplemental metric `AU` states it.
    pub fn is_automatable(&self) -> bool {
        match (self.version, self.get("AU")) {
            (Version::V40, Some(said)) => said == "Y",
            (Version::V2, _) => {
                (self.get("AV"), self.get("AC"), self.get("Au")) == (Some("N"), Some("L"), Some("N"))
            }
            _ => ["AV", "PR", "UI"].into_iter().all(|code| self.where_used(code) == Some("N")),
        }
    }

    /// Parses a pasted vector: in any case and order, with spaces, brackets or words around it, with or without its prefix.
    ///
    /// The result prints as the canonical form.
    pub fn paste(text: &str) -> Result<Self, VectorError> {
        paste::read(text)
    }
}

impl FromStr for Vector {
    type Err = VectorError;

    /// Parses a vector strictly, by the grammar of its version.
    fn from_str(text: &str) -> Result<Self, VectorError> {
        read::read(text)
    }
}

impl fmt::Display for Vector {
    /// Writes the canonical vector: metrics in the specification's order, without those that are not defined.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(self.version, &self.values, f)
    }
}

/// The values of a version's metrics: 0 for "not defined", otherwise the index of the value, from 1.
type Values = [u8; metric::MOST];

/// Returns the value of a metric by its index.
fn value(version: Version, values: &Values, position: usize) -> Option<&'static str> {
    let given = usize::from(*values.get(position)?);
    version.metrics().get(position)?.values.get(given.checked_sub(1)?).copied()
}

/// Writes the metrics that have a value.
fn write(version: Version, values: &Values, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(version.prefix())?;
    let mut first = true;
    for (position, metric) in version.metrics().iter().enumerate() {
        let Some(value) = value(version, values, position) else { continue };
        if !first {
            f.write_str("/")?;
        }
        first = false;
        f.write_str(metric.code)?;
        f.write_str(":")?;
        f.write_str(value)?;
    }
    Ok(())
}

impl fmt::Debug for Vector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Vector {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Vector {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
