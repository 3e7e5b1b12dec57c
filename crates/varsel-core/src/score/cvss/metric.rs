//! The metrics of each version, in the order of its specification.

use super::Version;

/// The group of a metric.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Group {
    /// Base metrics: every vector has all of them.
    Base,
    /// Temporal metrics, called threat metrics in v4.0.
    Temporal,
    /// Environmental metrics.
    Environmental,
    /// Supplemental metrics, which do not affect the score (v4.0).
    Supplemental,
}

/// A metric with its possible values.
#[derive(PartialEq, Eq, Debug)]
pub struct Metric {
    /// Its abbreviation, as in a vector: `AV`.
    pub code: &'static str,
    /// Its group.
    pub group: Group,
    /// The abbreviations of its values, in the order of the specification, without "not defined".
    pub values: &'static [&'static str],
}

const fn base(code: &'static str, values: &'static [&'static str]) -> Metric {
    Metric { code, group: Group::Base, values }
}

const fn temporal(code: &'static str, values: &'static [&'static str]) -> Metric {
    Metric { code, group: Group::Temporal, values }
}

const fn environmental(code: &'static str, values: &'static [&'static str]) -> Metric {
    Metric { code, group: Group::Environmental, values }
}

const fn supplemental(code: &'static str, values: &'static [&'static str]) -> Metric {
    Metric { code, group: Group::Supplemental, values }
}

/// CVSS v2.0 (FIRST, A Complete Guide to CVSS 2.0, section 2).
static V2: [Metric; 14] = [
    base("AV", &["L", "A", "N"]),
    base("AC", &["H", "M", "L"]),
    base("Au", &["M", "S", "N"]),
    base("C", &["N", "P", "C"]),
    base("I", &["N", "P", "C"]),
    base("A", &["N", "P", "C"]),
    temporal("E", &["U", "POC", "F", "H"]),
    temporal("RL", &["OF", "TF", "W", "U"]),
    temporal("RC", &["UC", "UR", "C"]),
    environmental("CDP", &["N", "L", "LM", "MH", "H"]),
    environmental("TD", &["N", "L", "M", "H"]),
    environmental("CR", &["L", "M", "H"]),
    environmental("IR", &["L", "M", "H"]),
    environmental("AR", &["L", "M", "H"]),
];

/// CVSS v3.0 and v3.1 (FIRST, specification, sections 2 to 4 and 6).
static V3: [Metric; 22] = [
    base("AV", &["N", "A", "L", "P"]),
    base("AC", &["L", "H"]),
    base("PR", &["N", "L", "H"]),
    base("UI", &["N", "R"]),
    base("S", &["U", "C"]),
    base("C", &["H", "L", "N"]),
    base("I", &["H", "L", "N"]),
    base("A", &["H", "L", "N"]),
    temporal("E", &["H", "F", "P", "U"]),
    temporal("RL", &["U", "W", "T", "O"]),
    temporal("RC", &["C", "R", "U"]),
    environmental("CR", &["H", "M", "L"]),
    environmental("IR", &["H", "M", "L"]),
    environmental("AR", &["H", "M", "L"]),
    environmental("MAV", &["N", "A", "L", "P"]),
    environmental("MAC", &["L", "H"]),
    environmental("MPR", &["N", "L", "H"]),
    environmental("MUI", &["N", "R"]),
    environmental("MS", &["U", "C"]),
    environmental("MC", &["H", "L", "N"]),
    environmental("MI", &["H", "L", "N"]),
    environmental("MA", &["H", "L", "N"]),
];

/// CVSS v4.0 (FIRST, specification, sections 2 to 5 and 7).
static V4: [Metric; 32] = [
    base("AV", &["N", "A", "L", "P"]),
    base("AC", &["L", "H"]),
    base("AT", &["N", "P"]),
    base("PR", &["N", "L", "H"]),
    base("UI", &["N", "P", "A"]),
    base("VC", &["H", "L", "N"]),
    base("VI", &["H", "L", "N"]),
    base("VA", &["H", "L", "N"]),
    base("SC", &["H", "L", "N"]),
    base("SI", &["H", "L", "N"]),
    base("SA", &["H", "L", "N"]),
    temporal("E", &["A", "P", "U"]),
    environmental("CR", &["H", "M", "L"]),
    environmental("IR", &["H", "M", "L"]),
    environmental("AR", &["H", "M", "L"]),
    environmental("MAV", &["N", "A", "L", "P"]),
    environmental("MAC", &["L", "H"]),
    environmental("MAT", &["N", "P"]),
    environmental("MPR", &["N", "L", "H"]),
    environmental("MUI", &["N", "P", "A"]),
    environmental("MVC", &["H", "L", "N"]),
    environmental("MVI", &["H", "L", "N"]),
    environmental("MVA", &["H", "L", "N"]),
    environmental("MSC", &["H", "L", "N"]),
    environmental("MSI", &["S", "H", "L", "N"]),
    environmental("MSA", &["S", "H", "L", "N"]),
    supplemental("S", &["N", "P"]),
    supplemental("AU", &["N", "Y"]),
    supplemental("R", &["A", "U", "I"]),
    supplemental("V", &["D", "C"]),
    supplemental("RE", &["L", "M", "H"]),
    supplemental("U", &["Clear", "Green", "Amber", "Red"]),
];

/// The maximum number of metrics of a version.
pub(super) const MOST: usize = V4.len();

impl Version {
    /// Returns the version's metrics in the order of its vectors.
    pub fn metrics(self) -> &'static [Metric] {
        match self {
            Self::V2 => &V2,
            Self::V30 | Self::V31 => &V3,
            Self::V40 => &V4,
        }
    }

    /// Returns the abbreviation of "not defined".
    pub const fn undefined(self) -> &'static str {
        match self {
            Self::V2 => "ND",
            _ => "X",
        }
    }

    /// Returns the prefix of vectors. Those of v2.0 have none.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::V2 => "",
            Self::V30 => "CVSS:3.0/",
            Self::V31 => "CVSS:3.1/",
            Self::V40 => "CVSS:4.0/",
        }
    }

    /// Returns the index of the modified metric of a base metric.
    pub fn modified(self, place: usize) -> Option<usize> {
        let base = self.metrics().get(place)?;
        self.metrics().iter().position(|metric| metric.code.strip_prefix('M') == Some(base.code))
    }

    /// Returns the index of a metric in [`Version::metrics`].
    pub fn position(self, code: &str) -> Option<usize> {
        self.metrics().iter().position(|metric| metric.code == code)
    }
}
