//! The catalogue of public CVEs: imported from public files, without a network, or fetched from the configured addresses
//! ([`want`]).
//!
//! Each format has its parser, [`files`] detects the format of a file, [`import`] stores the results.

mod cve_list;
mod cve_product;
mod epss;
mod files;
mod import;
mod kev;
mod nvd;
mod osv;
mod readings;
mod text;
mod versions;
mod wanted;

pub use import::{ImportError, Problem, Progress, Report, import, take};
pub use readings::readings;
pub use wanted::{Wanted, is_due, is_under_way, want};

use jiff::Timestamp;
use varsel_core::cve::{CveFacts, CveSource, Epss};
use varsel_core::cve_id::CveId;
use varsel_core::vulnerability_id::VulnerabilityId;

/// An item of a file about CVEs.
#[derive(Clone, PartialEq, Debug)]
pub enum Item {
    /// Facts of a source.
    Facts {
        /// The CVE, or the id of an advisory without one.
        id: VulnerabilityId,
        /// The source.
        source: CveSource,
        /// The record of the source.
        record: String,
        /// When the source last changed them.
        updated: Timestamp,
        /// The contents.
        facts: Box<CveFacts>,
    },
    /// The probability of exploitation.
    Epss(CveId, Epss),
    /// The end of a complete list of known exploited vulnerabilities: entries not listed have been removed.
    Catalogue {
        /// When it was released.
        released: Timestamp,
    },
}

impl Item {
    /// Returns whether it comes from a single record.
    const fn is_record(&self) -> bool {
        match self {
            Self::Facts { .. } | Self::Epss(..) => true,
            Self::Catalogue { .. } => false,
        }
    }
}

/// Why a record was skipped.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Unreadable(pub(crate) String);

impl<T: std::fmt::Display> From<T> for Unreadable {
    fn from(error: T) -> Self {
        Self(error.to_string())
    }
}
