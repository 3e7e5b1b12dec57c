//! Two opinions of one weakness: the publisher's vectors and the desk's, metric by metric.

use serde::{Deserialize, Serialize};

use super::state::{Case, Stamp};
use crate::coded;
use crate::score::cvss::{Vectors, Version};
use crate::text::Sentence;

/// Why the desk answers a metric otherwise than the publisher.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MetricReason {
    /// The version.
    pub version: Version,
    /// The metric's abbreviation: `AV`.
    pub metric: String,
    /// Why.
    pub reason: Sentence,
}

/// A metric that the two sides answer differently.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Difference {
    /// The version.
    pub version: Version,
    /// The metric's place in [`Version::metrics`].
    pub place: usize,
    /// The publisher's value; nothing where it is not defined.
    pub publisher: Option<&'static str>,
    /// The desk's value; nothing where it is not defined.
    pub desk: Option<&'static str>,
}

impl Difference {
    /// Returns the metric's abbreviation.
    pub fn metric(&self) -> &'static str {
        self.version.metrics()[self.place].code
    }

    /// Tells whether a reason is about this difference.
    pub fn is_told_by(&self, reason: &MetricReason) -> bool {
        reason.version == self.version && reason.metric == self.metric()
    }
}

/// Compares the vectors of the two sides, version by version where both have one.
pub fn differences(publisher: &Vectors, desk: &Vectors) -> Vec<Difference> {
    let both = desk.iter().filter_map(|ours| Some((publisher.of(ours.version())?, ours)));
    both.flat_map(|(theirs, ours)| {
        let version = ours.version();
        (0..version.metrics().len()).filter_map(move |place| {
            let (publisher, desk) = (theirs.value(place), ours.value(place));
            (publisher != desk).then_some(Difference { version, place, publisher, desk })
        })
    })
    .collect()
}

/// What the publisher says of the desk's vectors.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum ScoreAnswer {
    /// They agree.
    Accepted(Stamp),
    /// They do not, and say why.
    Contested {
        /// Why.
        reason: Sentence,
        /// Who and when.
        #[serde(flatten)]
        stamp: Stamp,
    },
}

/// The desk's opinion, and what the publisher says of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Scoring {
    /// The desk's vectors.
    pub vectors: Vectors,
    /// Why they differ from the publisher's.
    pub reasons: Vec<MetricReason>,
    /// Who scored, and when.
    pub stamp: Stamp,
    /// What the publisher says of it.
    pub answer: Option<ScoreAnswer>,
    /// What the publisher brought forward the one time they contested; also after the desk has scored again.
    pub contested: Option<Contest>,
}

/// What a publisher brought forward.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Contest {
    /// Why.
    pub reason: Sentence,
    /// The vectors they hold to; empty for those of the report.
    pub vectors: Vectors,
}

coded! {
    /// How the two opinions stand to each other.
    pub enum Standing {
        /// The desk has none yet.
        Open = "open",
        /// They are the same, or the publisher accepts the desk's.
        Agreed = "agreed",
        /// They differ; the publisher may say something.
        Differs = "differs",
        /// The publisher contests the desk's; the desk looks once more.
        Contested = "contested",
        /// They differ for good, and both stand.
        Dissent = "dissent",
    }
}

impl Case {
    /// Returns the publisher's vectors: of the report, or those they last held to.
    pub fn publishers_vectors(&self) -> &Vectors {
        let contested = self.scoring.as_ref().and_then(|scoring| scoring.contested.as_ref());
        if let Some(contest) = contested.filter(|contest| !contest.vectors.is_empty()) {
            return &contest.vectors;
        }
        let weakness = self.report.as_ref().and_then(|report| report.vulnerability.as_ref());
        weakness.map_or(Vectors::none(), |weakness| &weakness.cvss)
    }

    /// Returns the vectors that count: the desk's where it has scored, else the publisher's.
    pub fn vectors(&self) -> &Vectors {
        self.scoring.as_ref().map_or_else(|| self.publishers_vectors(), |scoring| &scoring.vectors)
    }

    /// Tells how the two opinions stand to each other.
    pub fn standing(&self) -> Standing {
        let Some(scoring) = &self.scoring else { return Standing::Open };
        match (&scoring.answer, &scoring.contested) {
            (Some(ScoreAnswer::Accepted(_)), _) => Standing::Agreed,
            (Some(ScoreAnswer::Contested { .. }), _) => Standing::Contested,
            (None, contested) => {
                let publishers = self.publishers_vectors();
                if !publishers.is_empty() && *publishers == scoring.vectors {
                    Standing::Agreed
                } else if contested.is_some() {
                    Standing::Dissent
                } else {
                    Standing::Differs
                }
            }
        }
    }
}
