//! What the tests of the case machine share.

use varsel_core::case::Report;
use varsel_core::case::report::{Affected, CustomerMessage, Resolution};
use varsel_core::score::Severity;
use varsel_core::text::{Body, Short, Title};
use varsel_core::tlp::Tlp;

/// Creates the smallest report that can be submitted.
pub(crate) fn small_report() -> Report {
    Report {
        title: Title::new("Tokens in the debug log").unwrap(),
        description: Body::new("The connector logs bearer tokens at level debug.").unwrap(),
        affected: vec![Affected {
            offer: None,
            name: Short::new("Harbour Connector").unwrap(),
            plans: Vec::new(),
            versions: None,
            fixed_in: None,
        }],
        own_reference: None,
        noticed_how: None,
        vulnerability: None,
        incident: None,
        resolution: Resolution::default(),
        customer_message: CustomerMessage::Unanswered,
        embargo: None,
        tlp: Tlp::AmberStrict,
        proposed_severity: Severity::Medium,
    }
}
