//! Strict parsing of vectors by the grammar, with the kind and position of every error.

use thiserror::Error;

use super::metric::{Group, MOST, Metric};
use super::{Vector, Version};

/// The maximum length of a vector, in bytes: more than any version can fill.
pub const LONGEST: usize = 400;

/// Why a text is not a CVSS vector, and where.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error("{problem} (character {at})")]
pub struct VectorError {
    /// The error.
    pub problem: VectorProblem,
    /// The position of the error, in characters from 1; one past the end if something is missing.
    pub at: usize,
    /// The version that it was parsed as, if known.
    pub version: Option<Version>,
}

/// An error in a vector.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum VectorProblem {
    /// The text is empty.
    #[error("there is no vector")]
    Empty,
    /// Longer than any vector.
    #[error("longer than any vector")]
    TooLong,
    /// It contains a space, a line break or an invisible character.
    #[error("a vector cannot contain spaces or invisible characters")]
    Blank,
    /// It does not start like any version.
    #[error("a vector starts with CVSS:3.0/, CVSS:3.1/ or CVSS:4.0/; one of version 2 has no prefix")]
    NoPrefix,
    /// A prefix before the metrics of v2.0.
    #[error("a vector of version 2.0 has no prefix")]
    PrefixOfTwo,
    /// The version does not exist.
    #[error("there is no version `{given}`; accepted: 3.0, 3.1, 4.0")]
    NoSuchVersion {
        /// The given value.
        given: String,
    },
    /// Correct except for upper and lower case.
    #[error("`{given}` must be written `{meant}`")]
    Case {
        /// The given value.
        given: String,
        /// The correct spelling.
        meant: String,
    },
    /// A slash with nothing after or before it.
    #[error("there is an extra slash")]
    StraySlash,
    /// A part without a colon, or with several.
    #[error("`{given}` is not a metric with a value, such as `{example}`")]
    NotAPair {
        /// The given value.
        given: String,
        /// An example of a part.
        example: &'static str,
    },
    /// The metric does not exist in this version.
    #[error("CVSS v{} has no metric `{given}`", version.number())]
    UnknownMetric {
        /// The given value.
        given: String,
        /// The version.
        version: Version,
    },
    /// The metric does not have this value.
    #[error("`{metric}` cannot be `{given}`; accepted: {}", accepted.join(", "))]
    UnknownValue {
        /// The metric.
        metric: &'static str,
        /// The given value.
        given: String,
        /// The accepted values, besides "not defined" if that is allowed.
        accepted: &'static [&'static str],
    },
    /// The metric occurs twice.
    #[error("`{metric}` occurs twice")]
    Twice {
        /// The metric.
        metric: &'static str,
    },
    /// The metric comes after one that it has to precede (v4.0 fixes the order).
    #[error("`{metric}` must come before `{before}`")]
    Order {
        /// The metric.
        metric: &'static str,
        /// The metric that it comes after.
        before: &'static str,
    },
    /// A mandatory metric is missing.
    #[error("`{metric}` is missing; accepted: {}", accepted.join(", "))]
    Missing {
        /// The metric.
        metric: &'static str,
        /// The accepted values.
        accepted: &'static [&'static str],
    },
}

/// An error with its byte offset.
type Found = (VectorProblem, usize);

/// Parses a vector.
pub(super) fn read(text: &str) -> Result<Vector, VectorError> {
    let wrong = |version| move |(problem, byte)| VectorError { problem, at: character(text, byte), version };
    let version = version(text).map_err(wrong(None))?;
    parse(text, version).map_err(wrong(Some(version)))
}

/// Returns whether a character has no width: a byte order mark, or an invisible joiner or separator.
pub(super) const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// Returns the character position of a byte, from 1.
fn character(text: &str, byte: usize) -> usize {
    text.char_indices().take_while(|(at, _)| *at < byte).count() + 1
}

/// Detects the version of a possible vector.
fn version(text: &str) -> Result<Version, Found> {
    if text.is_empty() {
        return Err((VectorProblem::Empty, 0));
    }
    if text.len() > LONGEST {
        return Err((VectorProblem::TooLong, LONGEST));
    }
    // Fast path: ASCII without spaces.
    if !text.bytes().all(|byte| byte.is_ascii_graphic())
        && let Some(at) = text.find(|c: char| c.is_whitespace() || is_invisible(c))
    {
        return Err((VectorProblem::Blank, at));
    }
    prefix(text)
}

/// Parses the metrics after the prefix.
fn parse(text: &str, version: Version) -> Result<Vector, Found> {
    let metrics = version.metrics();
    let mut values = [0; MOST];
    let mut seen = 0_u32;
    let mut next = 0;
    let mut at = version.prefix().len();
    for part in text[at..].split('/') {
        let place = find(metrics, next, version, part, at)?;
        let metric = &metrics[place];
        let bit = 1 << place;
        if seen & bit != 0 {
            return Err((VectorProblem::Twice { metric: metric.code }, at));
        }
        if version == Version::V40 && place < next {
            let before = metrics[next - 1].code;
            return Err((VectorProblem::Order { metric: metric.code, before }, at));
        }
        let value = &part[metric.code.len() + 1..];
        values[place] = read_value(version, metric, value, at + metric.code.len() + 1)?;
        seen |= bit;
        next = place + 1;
        at += part.len() + 1;
    }
    for (place, metric) in metrics.iter().enumerate() {
        if metric.group == Group::Base && seen & (1 << place) == 0 {
            let problem = VectorProblem::Missing { metric: metric.code, accepted: metric.values };
            return Err((problem, text.len()));
        }
    }
    Ok(Vector { version, values })
}

fn prefix(text: &str) -> Result<Version, Found> {
    let Some(rest) = text.strip_prefix("CVSS:") else {
        return match text.get(..5) {
            Some(prefix) if prefix.eq_ignore_ascii_case("CVSS:") => {
                Err((VectorProblem::Case { given: prefix.to_owned(), meant: "CVSS:".to_owned() }, 0))
            }
            // Vectors of v3 and v4 have these, those of v2 do not.
            _ if ["PR:", "UI:", "S:", "VC:"]
                .iter()
                .any(|name| text.split('/').any(|p| p.starts_with(name))) =>
            {
                Err((VectorProblem::NoPrefix, 0))
            }
            _ if text.contains(':') => Ok(Version::V2),
            _ => Err((VectorProblem::NoPrefix, 0)),
        };
    };
    let given = rest.split('/').next().unwrap_or_default();
    match (given, rest.len() > given.len()) {
        ("3.0", true) => Ok(Version::V30),
        ("3.1", true) => Ok(Version::V31),
        ("4.0", true) => Ok(Version::V40),
        ("3.0" | "3.1" | "4.0", false) => Err((VectorProblem::NoPrefix, text.len())),
        ("2.0", _) => Err((VectorProblem::PrefixOfTwo, 0)),
        _ => Err((VectorProblem::NoSuchVersion { given: short(given) }, 5)),
    }
}

/// Finds the metric of a part, trying its canonical position first.
fn find(metrics: &[Metric], next: usize, version: Version, part: &str, at: usize) -> Result<usize, Found> {
    let is = |metric: &Metric| {
        part.as_bytes().get(metric.code.len()) == Some(&b':') && part.starts_with(metric.code)
    };
    if metrics.get(next).is_some_and(is) {
        return Ok(next);
    }
    if let Some(place) = metrics.iter().position(is) {
        return Ok(place);
    }
    if part.is_empty() {
        return Err((VectorProblem::StraySlash, at.saturating_sub(1)));
    }
    let Some((name, _)) = part.split_once(':') else {
        let example = if version == Version::V2 { "Au:N" } else { "AV:N" };
        return Err((VectorProblem::NotAPair { given: short(part), example }, at));
    };
    let problem = match metrics.iter().find(|metric| metric.code.eq_ignore_ascii_case(name)) {
        Some(metric) => VectorProblem::Case { given: short(name), meant: metric.code.to_owned() },
        None => VectorProblem::UnknownMetric { given: short(name), version },
    };
    Err((problem, at))
}

fn read_value(version: Version, metric: &'static Metric, given: &str, at: usize) -> Result<u8, Found> {
    let mut values = (1..).zip(metric.values);
    if let Some((place, _)) = values.find(|(_, value)| **value == given) {
        return Ok(place);
    }
    let may_be_undefined = metric.group != Group::Base;
    if may_be_undefined && given == version.undefined() {
        return Ok(0);
    }
    let undefined = may_be_undefined.then(|| version.undefined());
    let meant =
        metric.values.iter().copied().chain(undefined).find(|value| value.eq_ignore_ascii_case(given));
    let problem = match meant {
        Some(meant) => VectorProblem::Case { given: short(given), meant: meant.to_owned() },
        None => {
            VectorProblem::UnknownValue { metric: metric.code, given: short(given), accepted: metric.values }
        }
    };
    Err((problem, at))
}

/// Truncates the given text for messages.
fn short(given: &str) -> String {
    given.chars().take(20).collect()
}
