//! CVSS v3.0 and v3.1 base vectors: strict reading and the base score.
//!
//! Source: FIRST, CVSS v3.1 specification, sections 6 (vector string) and 7.1 (base equations). v3.0 uses the same base
//! equations; its roundup is the integer one of v3.1 here, which equals an exact ceiling on every base vector.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::Severity;

/// The base metrics in the standard's order, with the values each may have.
const METRICS: [(&str, &str); 8] = [
    ("AV", "NALP"),
    ("AC", "LH"),
    ("PR", "NLH"),
    ("UI", "NR"),
    ("S", "UC"),
    ("C", "HLN"),
    ("I", "HLN"),
    ("A", "HLN"),
];

/// A complete CVSS v3 base vector.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cvss3 {
    minor: u8,
    values: [u8; 8],
}

/// Why a text is not a CVSS v3 base vector.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum CvssError {
    /// The prefix is missing or of another version.
    #[error("a vector begins with CVSS:3.0/ or CVSS:3.1/")]
    Version,
    /// A part is no base metric with one of its values.
    #[error("`{part}` is no base metric and value")]
    Part {
        /// The part.
        part: String,
    },
    /// A metric stands twice.
    #[error("`{metric}` stands twice")]
    Twice {
        /// The metric.
        metric: &'static str,
    },
    /// A mandatory metric is missing.
    #[error("`{metric}` is missing")]
    Missing {
        /// The metric.
        metric: &'static str,
    },
}

impl Cvss3 {
    /// Returns the base score in tenths: 98 for 9.8.
    pub fn tenths(&self) -> u32 {
        let [av, ac, pr, ui, s, c, i, a] = self.values;
        let changed = s == b'C';
        let av = match av {
            b'N' => 0.85,
            b'A' => 0.62,
            b'L' => 0.55,
            _ => 0.2,
        };
        let ac = if ac == b'L' { 0.77 } else { 0.44 };
        let pr = match (pr, changed) {
            (b'N', _) => 0.85,
            (b'L', false) => 0.62,
            (b'L', true) => 0.68,
            (_, false) => 0.27,
            (_, true) => 0.5,
        };
        let ui = if ui == b'N' { 0.85 } else { 0.62 };
        let loss = |value| match value {
            b'H' => 0.56,
            b'L' => 0.22,
            _ => 0.0,
        };
        let iss: f64 = 1.0 - (1.0 - loss(c)) * (1.0 - loss(i)) * (1.0 - loss(a));
        let impact = if changed { 7.52 * (iss - 0.029) - 3.25 * (iss - 0.02).powi(15) } else { 6.42 * iss };
        if impact <= 0.0 {
            return 0;
        }
        let exploitability = 8.22 * av * ac * pr * ui;
        let raw = if changed { 1.08 * (impact + exploitability) } else { impact + exploitability };
        roundup(raw.min(10.0))
    }

    /// Returns the qualitative rating of the base score.
    pub fn severity(&self) -> Severity {
        match self.tenths() {
            0 => Severity::Unrated,
            1..=39 => Severity::Low,
            40..=69 => Severity::Medium,
            70..=89 => Severity::High,
            _ => Severity::Critical,
        }
    }

    /// Tells whether the vector suggests that an attack can be automated: over the network, without privileges or a person.
    pub fn is_automatable(&self) -> bool {
        let [av, _, pr, ui, ..] = self.values;
        (av, pr, ui) == (b'N', b'N', b'N')
    }

    /// Prints the base score: `9.8`.
    pub fn score(&self) -> String {
        format!("{}.{}", self.tenths() / 10, self.tenths() % 10)
    }
}

/// The specification's `Roundup` (v3.1, appendix A), in tenths.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the value is between 0 and 1,000,000"
)]
fn roundup(value: f64) -> u32 {
    let scaled = (value * 100_000.0).round() as u32;
    scaled.div_ceil(10_000)
}

impl FromStr for Cvss3 {
    type Err = CvssError;

    fn from_str(text: &str) -> Result<Self, CvssError> {
        let rest = text.trim().strip_prefix("CVSS:3.").ok_or(CvssError::Version)?;
        let (minor, metrics) = rest.split_once('/').ok_or(CvssError::Version)?;
        let minor = match minor {
            "0" => 0,
            "1" => 1,
            _ => return Err(CvssError::Version),
        };
        let mut values = [0; 8];
        for part in metrics.split('/') {
            let unknown = || CvssError::Part { part: part.chars().take(20).collect() };
            let (metric, value) = part.split_once(':').ok_or_else(unknown)?;
            let at = METRICS.iter().position(|(name, _)| *name == metric).ok_or_else(unknown)?;
            let [value] = value.as_bytes() else { return Err(unknown()) };
            if !METRICS[at].1.as_bytes().contains(value) {
                return Err(unknown());
            }
            if values[at] != 0 {
                return Err(CvssError::Twice { metric: METRICS[at].0 });
            }
            values[at] = *value;
        }
        match values.iter().position(|v| *v == 0) {
            Some(at) => Err(CvssError::Missing { metric: METRICS[at].0 }),
            None => Ok(Self { minor, values }),
        }
    }
}

impl fmt::Display for Cvss3 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CVSS:3.{}", self.minor)?;
        for ((metric, _), value) in METRICS.iter().zip(self.values) {
            write!(f, "/{metric}:{}", char::from(value))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Cvss3 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Cvss3 {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Cvss3 {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_scores_follow() {
        for (vector, score, severity) in [
            ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", "10.0", Severity::Critical),
            ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "9.8", Severity::Critical),
            ("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H", "8.8", Severity::High),
            ("CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", "7.8", Severity::High),
            ("CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", "6.1", Severity::Medium),
            ("CVSS:3.1/AV:A/AC:H/PR:H/UI:N/S:C/C:H/I:H/A:H", "7.6", Severity::High),
            ("CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N", "1.6", Severity::Low),
            ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", "0.0", Severity::Unrated),
        ] {
            let read: Cvss3 = vector.parse().unwrap();
            assert_eq!((read.score().as_str(), read.severity()), (score, severity), "{vector}");
            assert_eq!(read.to_string(), vector);
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        let missing = |metric| CvssError::Missing { metric };
        let part = |part: &str| CvssError::Part { part: part.to_owned() };
        for (vector, why) in [
            ("AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", CvssError::Version),
            ("CVSS:4.0/AV:N/AC:L", CvssError::Version),
            ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H", missing("A")),
            ("CVSS:3.1/AV:N/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", CvssError::Twice { metric: "AV" }),
            ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:h/I:H/A:H", part("C:h")),
            ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H/", part("")),
        ] {
            assert_eq!(vector.parse::<Cvss3>(), Err(why), "{vector}");
        }
    }
}
