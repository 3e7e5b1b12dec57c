//! The products and versions that a source names, with their status.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::coded;

coded! {
    /// Whether a vulnerability affects a product. Unknown is not "no".
    #[derive(Default)]
    pub enum AffectedStatus {
        /// Affected.
        #[default]
        Affected = "affected",
        /// No.
        Unaffected = "unaffected",
        /// Unknown.
        Unknown = "unknown",
    }
}

/// A range of versions. Without bounds it includes all versions.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VersionSpan {
    /// The first version, inclusive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The version before the first, exclusive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// The version after the last, exclusive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The last version, inclusive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub up_to: Option<String>,
}

/// Versions that a source names.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Versions {
    /// One version, as published; in data from before ranges were stored, also a range in words.
    One(String),
    /// A range.
    Span(VersionSpan),
}

impl Versions {
    /// Returns all versions.
    pub fn all() -> Self {
        Self::Span(VersionSpan::default())
    }
}

/// Formats versions in English: `2.0 before 2.15.0`. Pages use `varsel-locale`.
impl fmt::Display for Versions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let VersionSpan { from, after, before, up_to } = match self {
            Self::One(version) => return f.write_str(version),
            Self::Span(span) => span,
        };
        match (from, after) {
            (Some(from), _) => write!(f, "{from}")?,
            (None, Some(after)) => write!(f, "after {after}")?,
            (None, None) => {}
        }
        let is_open = from.is_none() && after.is_none();
        match (before, up_to) {
            (Some(before), _) if is_open => write!(f, "before {before}"),
            (Some(before), _) => write!(f, " before {before}"),
            (None, Some(up_to)) if is_open => write!(f, "up to {up_to}"),
            (None, Some(up_to)) => write!(f, " to {up_to}"),
            (None, None) if is_open => f.write_str("all versions"),
            (None, None) if from.is_some() => f.write_str(" and later"),
            (None, None) => Ok(()),
        }
    }
}

/// A product with the status of its versions, from one source.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct AffectedProduct {
    /// Vendor and product, or package.
    pub name: String,
    /// The affected versions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ranges: Vec<Versions>,
    /// The unaffected versions, as far as the source names them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unaffected: Vec<Versions>,
    /// The versions of unknown status.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unknown: Vec<Versions>,
    /// The status of all other versions: `defaultStatus` in CVE JSON. `None` if the source names the product as affected without
    /// giving a status for each version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub others: Option<AffectedStatus>,
    /// The number of versions left out.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub omitted: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
pub(super) const fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl AffectedProduct {
    /// Returns the status of the product as a whole: affected if any version is.
    pub fn status(&self) -> AffectedStatus {
        match self.others {
            None | Some(AffectedStatus::Affected) => AffectedStatus::Affected,
            Some(_) if !self.ranges.is_empty() => AffectedStatus::Affected,
            Some(AffectedStatus::Unaffected) if self.unknown.is_empty() => AffectedStatus::Unaffected,
            Some(AffectedStatus::Unaffected | AffectedStatus::Unknown) => AffectedStatus::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: Option<&str>, after: Option<&str>, before: Option<&str>, up_to: Option<&str>) -> Versions {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        Versions::Span(VersionSpan {
            from: owned(from),
            after: owned(after),
            before: owned(before),
            up_to: owned(up_to),
        })
    }

    #[test]
    fn every_shape_of_a_range_is_said() {
        for (versions, said) in [
            (Versions::One("1.2".to_owned()), "1.2"),
            (Versions::all(), "all versions"),
            (span(Some("1"), None, None, None), "1 and later"),
            (span(None, Some("1"), None, None), "after 1"),
            (span(None, None, Some("2"), None), "before 2"),
            (span(None, None, None, Some("2")), "up to 2"),
            (span(Some("1"), None, Some("2"), None), "1 before 2"),
            (span(Some("1"), None, None, Some("2")), "1 to 2"),
            (span(None, Some("1"), Some("2"), None), "after 1 before 2"),
            (span(None, Some("1"), None, Some("2")), "after 1 to 2"),
        ] {
            assert_eq!(versions.to_string(), said);
            let json = serde_json::to_string(&versions).unwrap();
            assert_eq!(serde_json::from_str::<Versions>(&json).unwrap(), versions, "{json}");
        }
    }

    #[test]
    fn what_was_stored_before_is_read_as_affected() {
        let old: AffectedProduct =
            serde_json::from_str(r#"{"name":"Example A","ranges":["1.0 before 1.2"]}"#).unwrap();
        assert_eq!(
            (old.status(), old.ranges[0].to_string().as_str()),
            (AffectedStatus::Affected, "1.0 before 1.2")
        );
    }

    #[test]
    fn a_product_is_affected_only_where_a_version_is() {
        let product = |ranges: usize, unknown: usize, others| {
            let list = |count| vec![Versions::all(); count];
            let product = AffectedProduct {
                ranges: list(ranges),
                unknown: list(unknown),
                others,
                ..Default::default()
            };
            product.status()
        };
        let (affected, unaffected, unknown) =
            (AffectedStatus::Affected, AffectedStatus::Unaffected, AffectedStatus::Unknown);
        assert_eq!(product(0, 0, None), affected);
        assert_eq!(product(0, 0, Some(affected)), affected);
        assert_eq!(product(1, 0, Some(unaffected)), affected);
        assert_eq!(product(0, 0, Some(unaffected)), unaffected);
        assert_eq!(product(0, 1, Some(unaffected)), unknown);
        assert_eq!(product(0, 0, Some(unknown)), unknown);
    }
}
