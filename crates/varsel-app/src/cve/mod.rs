//! The catalogue of public CVEs: imported from the public files, without a network, or asked for at the
//! addresses that the configuration names ([`want`]).
//!
//! Each format has its reader, [`files`] finds out which one a file is of, [`import`] stores what they read.

mod cve_list;
mod epss;
mod files;
mod import;
mod kev;
mod nvd;
mod osv;
mod text;
mod wanted;

pub use import::{ImportError, Problem, Progress, Report, import, take};
pub use wanted::{Wanted, is_due, is_under_way, want};

use jiff::Timestamp;
use varsel_core::cve::{CveFacts, CveSource, Epss};
use varsel_core::cve_id::CveId;

/// Something that a file says of a CVE.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Item {
    /// Facts of a source.
    Facts {
        /// Of which CVE.
        id: CveId,
        /// Whose.
        source: CveSource,
        /// Which of its records.
        record: String,
        /// When the source last changed them.
        updated: Timestamp,
        /// What it says.
        facts: Box<CveFacts>,
    },
    /// How likely exploitation is.
    Epss(CveId, Epss),
}

impl Item {
    const fn id(&self) -> &CveId {
        match self {
            Self::Facts { id, .. } | Self::Epss(id, _) => id,
        }
    }
}

/// Why a record was passed over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Unreadable(pub(crate) String);

impl<T: std::fmt::Display> From<T> for Unreadable {
    fn from(error: T) -> Self {
        Self(error.to_string())
    }
}
