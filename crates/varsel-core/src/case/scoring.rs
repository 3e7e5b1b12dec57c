//! Two opinions of one vulnerability: the publisher's vectors and the desk's, metric by metric.

use serde::{Deserialize, Serialize};

use super::state::{Case, Stamp};
use crate::coded;
use crate::score::cvss::{Vectors, Version};
use crate::text::Sentence;

/// Why the desk's answer to a metric differs from the publisher's.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MetricReason {
    /// The version.
    pub version: Version,
    /// The metric's abbreviation: `AV`.
    pub metric: String,
    /// The reason.
    pub reason: Sentence,
}

/// A metric that the two sides answer differently.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Difference {
    /// The version.
    pub version: Version,
    /// The metric's index in [`Version::metrics`].
    pub place: usize,
    /// The publisher's value; `None` if not defined.
    pub publisher: Option<&'static str>,
    /// The desk's value; `None` if not defined.
    pub desk: Option<&'static str>,
}

impl Difference {
    /// Returns the metric's abbreviation.
    pub fn metric(&self) -> &'static str {
        self.version.metrics()[self.place].code
    }

    /// Returns whether a reason is about this difference.
    pub fn is_told_by(&self, reason: &MetricReason) -> bool {
        reason.version == self.version && reason.metric == self.metric()
    }
}

/// Compares the vectors of the two sides, in every version that both have.
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

/// The publisher's answer to the desk's vectors.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum ScoreAnswer {
    /// They accept them.
    Accepted(Stamp),
    /// They contest them.
    Contested {
        /// The reason.
        reason: Sentence,
        /// Who, and when.
        #[serde(flatten)]
        stamp: Stamp,
    },
}

/// The desk's opinion, and the publisher's answer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Scoring {
    /// The desk's vectors.
    pub vectors: Vectors,
    /// Why they differ from the publisher's.
    pub reasons: Vec<MetricReason>,
    /// Who scored, and when.
    pub stamp: Stamp,
    /// The publisher's answer.
    pub answer: Option<ScoreAnswer>,
    /// The publisher's objection, kept after the desk has scored again.
    pub contested: Option<Contest>,
    /// The desk's answer to the objection: why it kept the score, or changed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewed: Option<Sentence>,
}

/// A publisher's objection.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Contest {
    /// The reason.
    pub reason: Sentence,
    /// Their vectors; empty for those of the report.
    pub vectors: Vectors,
}

coded! {
    /// Whether the two opinions agree.
    pub enum Standing {
        /// The desk has not scored yet.
        Open = "open",
        /// They are the same, or the publisher accepts the desk's.
        Agreed = "agreed",
        /// They differ; the publisher can answer.
        Differs = "differs",
        /// The publisher contests the desk's score; the desk reviews it.
        Contested = "contested",
        /// They differ, and both remain.
        Dissent = "dissent",
    }
}

impl Case {
    /// Returns the publisher's vectors: those of the report, or the ones they contested with.
    pub fn publishers_vectors(&self) -> &Vectors {
        let contested = self.scoring.as_ref().and_then(|scoring| scoring.contested.as_ref());
        if let Some(contest) = contested.filter(|contest| !contest.vectors.is_empty()) {
            return &contest.vectors;
        }
        let weakness = self.report.as_ref().and_then(|report| report.vulnerability.as_ref());
        weakness.map_or(Vectors::none(), |weakness| &weakness.cvss)
    }

    /// Returns the effective vectors: the desk's if it has scored, else the publisher's.
    pub fn vectors(&self) -> &Vectors {
        self.scoring.as_ref().map_or_else(|| self.publishers_vectors(), |scoring| &scoring.vectors)
    }

    /// Returns whether the two opinions agree.
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
