//! The catalogue of public CVEs: imported from the public files, without a network, or asked for at the
//! addresses that the configuration names ([`want`]).
//!
//! Each format has its reader, [`files`] finds out which one a file is of, [`import`] stores what they read.

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
use varsel_core::cve_id::{CveId, CveIdError};
use varsel_core::vulnerability_id::VulnerabilityId;

use crate::json;

/// Something that a file says of a CVE.
#[derive(Clone, PartialEq, Debug)]
pub enum Item {
    /// Facts of a source.
    Facts {
        /// Of which CVE; of an advisory without one, its own id.
        id: VulnerabilityId,
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
    /// All entries of a catalogue of known exploited vulnerabilities came before this: what it does not list, it has removed.
    Catalogue {
        /// When it was released.
        released: Timestamp,
    },
}

impl Item {
    /// Tells whether it is something that one record says.
    const fn is_record(&self) -> bool {
        match self {
            Self::Facts { .. } | Self::Epss(..) => true,
            Self::Catalogue { .. } => false,
        }
    }
}

/// Why a record was passed over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Unreadable(pub(crate) String);

impl From<CveIdError> for Unreadable {
    fn from(error: CveIdError) -> Self {
        Self(error.to_string())
    }
}

impl From<serde_json::Error> for Unreadable {
    fn from(error: serde_json::Error) -> Self {
        Self(json::words_with_place(&error))
    }
}
