//! The inputs of the rules, and their suggestions: the one place for unknown values and floors.

use jiff::{SignedDuration, Timestamp};

use super::cvss::{Vector, Vectors};
use super::priority::{Automatable, Containment, CustomerData, Exploitation, Floor, PriorityTables, Reach};
use super::rating::{Basis, Suggestion};
use super::{Priority, Severity};
use crate::case::Case;
use crate::case::report::{IncidentState, Report, Touched, Unsure, Vulnerability};
use crate::case::scoring::Standing;

/// How close to a disclosure the floor applies.
const DISCLOSURE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A value of a row: known, or assumed because it is unknown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Taken<T> {
    /// The value.
    pub value: T,
    /// Whether it is assumed.
    pub assumed: bool,
}

impl<T> Taken<T> {
    fn of(known: Option<T>, otherwise: T) -> Self {
        let assumed = known.is_none();
        Self { value: known.unwrap_or(otherwise), assumed }
    }
}

/// What is known about a vulnerability; `None` if unknown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WeaknessFacts {
    /// Severity.
    pub severity: Severity,
    /// Exploitation status.
    pub exploitation: Option<Exploitation>,
    /// Whether attacks can be automated.
    pub automatable: Option<Automatable>,
    /// Reach among customers.
    pub reach: Option<Reach>,
}

/// What is known about an incident; `None` if unknown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct IncidentFacts {
    /// Severity.
    pub severity: Severity,
    /// Its state.
    pub state: Option<Containment>,
    /// Whether customer data was affected.
    pub customer_data: Option<CustomerData>,
}

/// The table row that gave a priority.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Row {
    /// A row of the table of vulnerabilities.
    Weakness {
        /// Severity.
        severity: Taken<Severity>,
        /// Exploitation status.
        exploitation: Taken<Exploitation>,
        /// Whether attacks can be automated.
        automatable: Taken<Automatable>,
        /// Reach among customers.
        reach: Taken<Reach>,
    },
    /// A row of the table of incidents.
    Incident {
        /// Severity.
        severity: Taken<Severity>,
        /// Its state.
        state: Taken<Containment>,
        /// Whether customer data was affected.
        customer_data: Taken<CustomerData>,
    },
}

/// An undecided severity counts as high.
fn settled(severity: Severity) -> Taken<Severity> {
    Taken::of((severity != Severity::Unrated).then_some(severity), Severity::High)
}

impl From<WeaknessFacts> for Row {
    /// Unknown is not "no" if much is at stake: at high and critical, an unknown "automatable" counts as yes.
    fn from(facts: WeaknessFacts) -> Self {
        let severity = settled(facts.severity);
        let automatable = if severity.value <= Severity::High { Automatable::Yes } else { Automatable::No };
        Self::Weakness {
            severity,
            exploitation: Taken::of(facts.exploitation, Exploitation::None),
            automatable: Taken::of(facts.automatable, automatable),
            reach: Taken::of(facts.reach, Reach::Limited),
        }
    }
}

impl From<IncidentFacts> for Row {
    /// An incident not known to have stopped counts as ongoing, and unchecked customer data as possibly affected.
    fn from(facts: IncidentFacts) -> Self {
        Self::Incident {
            severity: settled(facts.severity),
            state: Taken::of(facts.state, Containment::Ongoing),
            customer_data: Taken::of(facts.customer_data, CustomerData::Suspected),
        }
    }
}

impl Row {
    /// Looks the row up.
    pub fn priority(&self, tables: &PriorityTables) -> Priority {
        match self {
            Self::Weakness { severity, exploitation, automatable, reach } => {
                tables.vulnerability(severity.value, exploitation.value, automatable.value, reach.value)
            }
            Self::Incident { severity, state, customer_data } => {
                tables.incident(severity.value, state.value, customer_data.value)
            }
        }
    }
}

/// A suggested priority with its row, and the floor that raised it, if any.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SuggestedPriority {
    /// The suggestion.
    pub value: Priority,
    /// The more urgent of the rows for the vulnerability and the incident.
    pub row: Row,
    /// The floor.
    pub floor: Option<Floor>,
}

/// Signals about a case from the desk's own data: the catalogues of customers and of public CVEs.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Signals {
    /// Its reach among customers, if known.
    pub reach: Option<Reach>,
    /// Whether one of its CVEs is known to be exploited.
    pub known_exploited: bool,
    /// Whether exploit code for one of its CVEs is known.
    pub proof_of_concept: bool,
    /// Whether attacks on one of its CVEs can be automated, according to SSVC.
    pub automatable: Option<bool>,
}

/// The inputs of the rules for a case.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// The report.
    pub report: &'a Report,
    /// The effective vectors: the desk's if it has scored, else the publisher's.
    pub vectors: &'a Vectors,
    /// The publisher's vectors, while they differ from the desk's.
    pub contrary: Option<&'a Vectors>,
    /// Whether exploitation is asserted.
    pub exploited: bool,
    /// Whether a statutory stage of the desk is due within 24 hours.
    pub statutory: bool,
    /// Signals from the desk's own data.
    pub signals: Signals,
    /// The time.
    pub now: Timestamp,
}

impl<'a> Situation<'a> {
    /// Collects the inputs of the rules; `None` before there is a report.
    pub fn of(case: &'a Case, signals: Signals, now: Timestamp) -> Option<Self> {
        let report = case.report.as_ref()?;
        let contrary = !matches!(case.standing(), Standing::Open | Standing::Agreed);
        let contrary = contrary.then(|| case.publishers_vectors());
        let (vectors, exploited) = (case.vectors(), case.is_exploited());
        let statutory = case.has_statutory_stage(now);
        Some(Self { report, vectors, contrary, exploited, statutory, signals, now })
    }

    /// Returns the severity below which a second person has to agree: the suggestion, or the one by the publisher's vectors, so
    /// that no one can lower the score and then rate by it.
    pub fn bar(&self) -> Severity {
        let theirs = self.contrary.map(|vectors| Self { vectors, ..*self }.severity().value);
        theirs.into_iter().chain([self.severity().value]).min().unwrap_or(Severity::Unrated)
    }

    /// Suggests a severity: the worse of vulnerability and incident, else the publisher's proposal.
    pub fn severity(&self) -> Suggestion<Severity> {
        let score = self.vectors.leading().map(|vector| vector.rating().severity());
        // A score of 0.0 gives no severity; the publisher's proposal takes precedence.
        let score = score.filter(|severity| *severity != Severity::Unrated);
        let touched = self.report.incident.as_ref().map_or(&[][..], |incident| &incident.touched);
        let taken_over = touched.iter().any(Touched::is_takeover);
        let data = touched.iter().any(Touched::is_customer_data);
        let found = [
            score.map(|value| Suggestion { value, basis: Basis::CvssScore }),
            taken_over.then_some(Suggestion { value: Severity::Critical, basis: Basis::Takeover }),
            data.then_some(Suggestion { value: Severity::High, basis: Basis::DataTouched }),
        ];
        let publisher = Suggestion { value: self.report.proposed_severity, basis: Basis::PublisherSays };
        found.into_iter().flatten().min_by_key(|found| found.value).unwrap_or(publisher)
    }

    /// Suggests a priority for a severity: the more urgent of those for the vulnerability and the incident, raised to the floors.
    pub fn priority(&self, severity: Severity, tables: &PriorityTables) -> SuggestedPriority {
        let incident = self.report.incident.as_ref().map(|incident| {
            let data = if incident.touched.iter().any(Touched::is_customer_data) {
                Some(CustomerData::Confirmed)
            } else {
                // If affected data is listed, unlisted data is not affected.
                (!incident.touched.is_empty()).then_some(CustomerData::None)
            };
            let state = match incident.state {
                IncidentState::Ongoing => Some(Containment::Ongoing),
                IncidentState::Contained => Some(Containment::Contained),
                IncidentState::Over => Some(Containment::Historic),
                IncidentState::Unknown => None,
            };
            Row::from(IncidentFacts { severity, state, customer_data: data })
        });
        let rows = self.weakness(severity).into_iter().chain(incident);
        let looked_up = rows.map(|row| (row.priority(tables), row)).min_by_key(|(priority, _)| *priority);
        let unknown = IncidentFacts { severity, state: None, customer_data: None };
        let (priority, row) = looked_up.unwrap_or_else(|| {
            let row = Row::from(unknown);
            (row.priority(tables), row)
        });
        let (value, floor) = Floor::raise(priority, &self.floors());
        SuggestedPriority { value, row, floor }
    }

    /// Returns the row of the vulnerability, independent of the tables; `None` if there is only an incident.
    pub fn weakness(&self, severity: Severity) -> Option<Row> {
        let weakness = self.report.vulnerability.as_ref();
        (weakness.is_some() || self.report.incident.is_none()).then(|| {
            Row::from(WeaknessFacts {
                severity,
                exploitation: self.exploitation(weakness),
                automatable: self.automatable(),
                reach: self.signals.reach,
            })
        })
    }

    /// Returns whether attacks can be automated: as the vector states, else according to SSVC, else as the vector suggests.
    fn automatable(&self) -> Option<Automatable> {
        let leading = self.vectors.leading();
        let said = leading.and_then(|vector| vector.get("AU")).map(|said| said == "Y");
        let suggested = leading.map(Vector::is_automatable);
        let answer = said.or(self.signals.automatable).or(suggested)?;
        Some(if answer { Automatable::Yes } else { Automatable::No })
    }

    fn exploitation(&self, weakness: Option<&Vulnerability>) -> Option<Exploitation> {
        if self.exploited
            || self.signals.known_exploited
            || weakness.is_some_and(|w| w.exploited == Unsure::Yes)
        {
            return Some(Exploitation::Active);
        }
        match weakness.map(|w| (w.exploited, w.proof_of_concept)) {
            Some((_, Unsure::Yes)) => Some(Exploitation::Poc),
            _ if self.signals.proof_of_concept => Some(Exploitation::Poc),
            Some((Unsure::No, Unsure::No)) => Some(Exploitation::None),
            _ => None,
        }
    }

    /// Lists the facts that set a floor for the priority.
    pub fn floors(&self) -> Vec<Floor> {
        let touched = self.report.incident.as_ref().map_or(&[][..], |incident| &incident.touched);
        let near = |at: Timestamp| at > self.now && at.duration_since(self.now) <= DISCLOSURE;
        [
            (self.statutory, Floor::StatutoryStage),
            (touched.contains(&Touched::Build), Floor::MaliciousArtefact),
            (touched.contains(&Touched::PublishingAccount), Floor::StolenKey),
            (self.report.embargo.is_some_and(near), Floor::DisclosureNear),
            (touched.contains(&Touched::PersonalData), Floor::PersonalData),
        ]
        .into_iter()
        .filter_map(|(holds, floor)| holds.then_some(floor))
        .collect()
    }

    /// Returns the priority below which a second person has to agree, if there is a floor.
    pub fn floor(&self) -> Option<Priority> {
        self.floors().into_iter().map(Floor::priority).min()
    }
}
