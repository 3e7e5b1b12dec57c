//! Severity and priority, and what the rules suggest for a case.

use serde::{Deserialize, Serialize};

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
        /// The CVSS base score of the report.
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
    let score = report.vulnerability.as_ref().and_then(|v| v.cvss.as_ref()).map(super::cvss::Cvss3::severity);
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

/// How exploitation of a weakness stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Exploitation {
    None,
    ProofOfConcept,
    Active,
}

/// Suggests a priority for a severity: the more urgent of what the weakness and the incident ask for, by the desk's two tables.
///
/// Unknown is not "no". A weakness that no score describes counts as automatable while its severity is high or critical, an
/// incident that nobody knows to be stopped counts as ongoing, and a case without a severity is taken for a high one. Reach is
/// taken for limited: the number of customers is the desk's to weigh.
pub fn suggest_priority(severity: Severity, report: &Report, exploited_now: bool) -> Suggestion<Priority> {
    let severity = if severity == Severity::Unrated { Severity::High } else { severity };
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
            Exploitation::ProofOfConcept
        } else {
            Exploitation::None
        };
        let automatable = match weakness.and_then(|v| v.cvss.as_ref()) {
            Some(score) => score.is_automatable(),
            None => severity <= Severity::High,
        };
        let basis = match exploitation {
            Exploitation::Active => Basis::Exploited,
            Exploitation::ProofOfConcept => Basis::ProofOfConcept,
            Exploitation::None => Basis::SeverityAlone,
        };
        consider(of_vulnerability(severity, exploitation, automatable), basis);
    }
    if let Some(incident) = &report.incident {
        let data = incident.touched.iter().any(Touched::is_customer_data);
        let ongoing = matches!(incident.state, IncidentState::Ongoing | IncidentState::Unknown);
        let basis = match (ongoing, data) {
            (true, _) => Basis::Ongoing,
            (false, true) => Basis::DataTouched,
            (false, false) => Basis::SeverityAlone,
        };
        consider(of_incident(severity, incident.state, data), basis);
        // Floors: they raise, and never lower.
        if incident.touched.iter().any(|t| matches!(t, Touched::Build | Touched::PublishingAccount)) {
            consider(Priority::P1, Basis::Takeover);
        }
        if incident.touched.contains(&Touched::PersonalData) {
            consider(Priority::P2, Basis::DataTouched);
        }
    }
    best
}

/// The table of vulnerabilities at limited reach.
const fn of_vulnerability(severity: Severity, exploitation: Exploitation, automatable: bool) -> Priority {
    use Exploitation::{Active, None, ProofOfConcept};
    match (severity, exploitation) {
        (Severity::Critical | Severity::High, Active) => Priority::P1,
        (Severity::Critical, ProofOfConcept) if automatable => Priority::P1,
        (Severity::Critical, None | ProofOfConcept) | (Severity::Medium, Active) => Priority::P2,
        (Severity::High, ProofOfConcept) if automatable => Priority::P2,
        (Severity::Medium, None) if automatable => Priority::P3,
        (Severity::High, None | ProofOfConcept)
        | (Severity::Medium, ProofOfConcept)
        | (Severity::Low | Severity::Unrated, Active) => Priority::P3,
        (Severity::Medium, None) | (Severity::Low | Severity::Unrated, None | ProofOfConcept) => Priority::P4,
    }
}

/// The table of incidents; what is touched of customers' data counts as confirmed.
const fn of_incident(severity: Severity, state: IncidentState, data: bool) -> Priority {
    use IncidentState::{Contained, Ongoing, Over, Unknown};
    match (severity, state, data) {
        (Severity::Critical | Severity::High, Ongoing | Unknown, _)
        | (Severity::Critical, Contained, true) => Priority::P1,
        (Severity::Critical, ..)
        | (Severity::High, Contained, _)
        | (Severity::High, Over, true)
        | (Severity::Medium, Ongoing | Unknown, _)
        | (Severity::Medium, Contained, true) => Priority::P2,
        (Severity::High, Over, false)
        | (Severity::Medium, Contained, false)
        | (Severity::Medium, Over, true)
        | (Severity::Low | Severity::Unrated, Ongoing | Unknown, _) => Priority::P3,
        (Severity::Medium, Over, false) | (Severity::Low | Severity::Unrated, Contained | Over, _) => {
            Priority::P4
        }
    }
}
