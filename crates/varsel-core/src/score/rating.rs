//! Severity and priority.

use serde::{Deserialize, Serialize};

use crate::coded;

coded! {
    /// The severity of a security event. Never changed by workload, publisher size or publicity.
    #[derive(Default)]
    pub enum Severity {
        /// The worst.
        Critical = "critical",
        /// Bad.
        High = "high",
        /// Limited.
        Medium = "medium",
        /// Small.
        Low = "low",
        /// Not decided.
        #[default]
        Unrated = "unrated",
    }
}

coded! {
    /// The priority of a case.
    pub enum Priority {
        /// Now.
        P1 = "p1",
        /// Next.
        P2 = "p2",
        /// Soon.
        P3 = "p3",
        /// In turn.
        P4 = "p4",
    }
}

impl Priority {
    /// Returns the label people use.
    pub const fn label(self) -> &'static str {
        match self {
            Self::P1 => "P1",
            Self::P2 => "P2",
            Self::P3 => "P3",
            Self::P4 => "P4",
        }
    }
}

coded! {
    /// Why the rules suggest a severity; the sentence is built where it is shown.
    pub enum Basis {
        /// The CVSS score of the report.
        CvssScore = "cvss_score",
        /// Code, a build or the publishing account was taken over.
        Takeover = "takeover",
        /// Customer data or secrets were affected.
        DataTouched = "data_touched",
        /// What the publisher proposed; nothing else is known.
        PublisherSays = "publisher_says",
    }
}

/// A suggestion with its reason.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Suggestion<T> {
    /// The suggestion.
    pub value: T,
    /// The reason.
    pub basis: Basis,
}
