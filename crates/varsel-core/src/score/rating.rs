//! Severity and priority, and what the rules suggest for a case.

use serde::{Deserialize, Serialize};

use super::priority::{Automatable, Containment, CustomerData, Exploitation, Floor, PriorityTables, Reach};
use crate::case::report::{IncidentState, Report, Touched, Unsure};
use crate::coded;

coded! {
    /// How bad a security event is. Never changed by workload, publisher size or publicity.
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
    /// How soon the desk works on it.
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
    /// Why the rules suggest what they suggest; the sentence is made where it is shown.
    pub enum Basis {
        /// The CVSS score of the report.
        CvssScore = "cvss_score",
        /// Code, a build or the publishing account was taken over.
        Takeover = "takeover",
        /// Customer data or secrets were touched.
        DataTouched = "data_touched",
        /// What the publisher proposed; nothing else is known.
        PublisherSays = "publisher_says",
        /// Exploitation is known.
        Exploited = "exploited",
        /// A proof of concept is known.
        ProofOfConcept = "proof_of_concept",
        /// The incident goes on.
        Ongoing = "ongoing",
        /// The severity alone.
        SeverityAlone = "severity_alone",
    }
}

/// A suggestion with its reason.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Suggestion<T> {
    /// What is suggested.
    pub value: T,
    /// Why.
    pub basis: Basis,
}

/// Suggests a severity from the report: the worse of its vulnerability and its incident.
pub fn suggest_severity(report: &Report) -> Suggestion<Severity> {
    let mut best = Suggestion { value: report.proposed_severity, basis: Basis::PublisherSays };
    let mut found = false;
    let mut consider = |value: Severity, basis: Basis| {
        if !found || value < best.value {
            best = Suggestion { value, basis };
            found = true;
        }
    };
    let score =
        report.vulnerability.as_ref().and_then(|v| v.cvss.leading()).map(|vector| vector.rating().severity());
    // A score of 0.0 rates nothing; what the publisher says goes before it.
    if let Some(severity) = score.filter(|severity| *severity != Severity::Unrated) {
        consider(severity, Basis::CvssScore);
    }
    if let Some(incident) = &report.incident {
        let touched = |kind| incident.touched.contains(&kind);
        if touched(Touched::Build) || touched(Touched::PublishingAccount) {
            consider(Severity::Critical, Basis::Takeover);
        } else if incident.touched.iter().any(Touched::is_customer_data) {
            consider(Severity::High, Basis::DataTouched);
        }
    }
    best
}

/// Suggests a priority for a severity: the more urgent of what the weakness and the incident ask for, by the desk's two tables.
///
/// Unknown is not "no". A weakness that no score describes counts as automatable while its severity is high or critical, an
/// incident that nobody knows to be stopped counts as ongoing, and a case without a severity is taken for a high one. Reach is
/// taken for limited: the number of customers is the desk's to weigh.
pub fn suggest_priority(severity: Severity, report: &Report, exploited_now: bool) -> Suggestion<Priority> {
    let severity = if severity == Severity::Unrated { Severity::High } else { severity };
    let tables = PriorityTables::shipped();
    let mut best = Suggestion { value: Priority::P4, basis: Basis::SeverityAlone };
    let mut consider = |value: Priority, basis: Basis| {
        if value < best.value {
            best = Suggestion { value, basis };
        }
    };
    if report.vulnerability.is_some() || report.incident.is_none() {
        let weakness = report.vulnerability.as_ref();
        let exploitation = if exploited_now || weakness.is_some_and(|v| v.exploited == Unsure::Yes) {
            Exploitation::Active
        } else if weakness.is_some_and(|v| v.proof_of_concept == Unsure::Yes) {
            Exploitation::Poc
        } else {
            Exploitation::None
        };
        let automatable = match weakness.and_then(|v| v.cvss.leading()) {
            Some(vector) => vector.is_automatable(),
            None => severity <= Severity::High,
        };
        let automatable = if automatable { Automatable::Yes } else { Automatable::No };
        let basis = match exploitation {
            Exploitation::Active => Basis::Exploited,
            Exploitation::Poc => Basis::ProofOfConcept,
            Exploitation::None => Basis::SeverityAlone,
        };
        consider(tables.vulnerability(severity, exploitation, automatable, Reach::Limited), basis);
    }
    if let Some(incident) = &report.incident {
        let data = incident.touched.iter().any(Touched::is_customer_data);
        let ongoing = matches!(incident.state, IncidentState::Ongoing | IncidentState::Unknown);
        let basis = match (ongoing, data) {
            (true, _) => Basis::Ongoing,
            (false, true) => Basis::DataTouched,
            (false, false) => Basis::SeverityAlone,
        };
        let state = match incident.state {
            IncidentState::Ongoing | IncidentState::Unknown => Containment::Ongoing,
            IncidentState::Contained => Containment::Contained,
            IncidentState::Over => Containment::Historic,
        };
        // What is touched of customers' data counts as confirmed.
        let touched = if data { CustomerData::Confirmed } else { CustomerData::None };
        consider(tables.incident(severity, state, touched), basis);
        // Floors: they raise, and never lower.
        if incident.touched.iter().any(|t| matches!(t, Touched::Build | Touched::PublishingAccount)) {
            consider(Floor::MaliciousArtefact.priority(), Basis::Takeover);
        }
        if incident.touched.contains(&Touched::PersonalData) {
            consider(Floor::PersonalData.priority(), Basis::DataTouched);
        }
    }
    best
}
