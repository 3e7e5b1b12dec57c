//! The scores of a case as its readers see them.

use serde::Serialize;
use utoipa::ToSchema;
use varsel_core::case::Case;
use varsel_core::permission::Party;
use varsel_core::score::cvss::Vector;

use super::code;

/// A CVSS score of one side.
#[derive(Serialize, ToSchema)]
pub(crate) struct Score {
    /// The side that gave it.
    side: code::Party,
    /// The version of CVSS.
    #[schema(example = "3.1")]
    version: &'static str,
    /// The canonical vector.
    #[schema(example = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")]
    vector: String,
    /// The effective score: environmental, else temporal (in v4.0 with threat metrics), else base.
    #[schema(value_type = f64, example = 9.8)]
    #[serde(rename = "score")]
    value: varsel_core::score::cvss::Score,
    /// Severity: none, low, medium, high or critical.
    #[schema(example = "critical")]
    rating: &'static str,
}

impl Score {
    fn of(side: Party, vector: &Vector) -> Self {
        Self {
            side: side.into(),
            version: vector.version().number(),
            vector: vector.to_string(),
            value: vector.score(),
            rating: vector.rating().code(),
        }
    }
}

/// Lists the scores of both sides, the publisher's first.
pub(crate) fn scores(case: &Case) -> Vec<Score> {
    let publishers = case.publishers_vectors().iter().map(|vector| Score::of(Party::Publisher, vector));
    let desks = case.scoring.iter().flat_map(|scoring| &scoring.vectors);
    publishers.chain(desks.map(|vector| Score::of(Party::Desk, vector))).collect()
}
