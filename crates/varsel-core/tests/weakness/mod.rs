//! A weakness for tests of scores.

use varsel_core::case::report::{Unsure, Vulnerability};
use varsel_core::score::cvss::Vectors;

/// A weakness of which every question was answered with "no".
pub(crate) fn small_vulnerability() -> Vulnerability {
    Vulnerability {
        cves: Vec::new(),
        cvss: Vectors::default(),
        exploited: Unsure::No,
        public: Unsure::No,
        proof_of_concept: Unsure::No,
        default_configuration: Unsure::No,
        upstream_component: None,
        finder: None,
    }
}
