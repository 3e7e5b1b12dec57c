//! What the rules look at, and what they suggest: one place for "nobody knows" and for floors.

use jiff::{SignedDuration, Timestamp};

use super::cvss::{Vector, Vectors};
use super::priority::{Automatable, Containment, CustomerData, Exploitation, Floor, PriorityTables, Reach};
use super::rating::{Basis, Suggestion};
use super::{Priority, Severity};
use crate::case::Case;
use crate::case::report::{IncidentState, Report, Touched, Unsure, Vulnerability};
use crate::case::scoring::Standing;

/// How near a disclosure is a floor.
const DISCLOSURE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A value of a row: known, or taken for this because nobody knows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Taken<T> {
    /// The value.
    pub value: T,
    /// Whether nobody knows it.
    pub assumed: bool,
}

impl<T> Taken<T> {
    fn of(known: Option<T>, otherwise: T) -> Self {
        let assumed = known.is_none();
        Self { value: known.unwrap_or(otherwise), assumed }
    }
}

/// What is known of a weakness; nothing where nobody knows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WeaknessFacts {
    /// How bad it is.
    pub severity: Severity,
    /// How exploitation stands.
    pub exploitation: Option<Exploitation>,
    /// Whether attacks can be automated.
    pub automatable: Option<Automatable>,
    /// How many customers it reaches.
    pub reach: Option<Reach>,
}

/// What is known of an incident; nothing where nobody knows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct IncidentFacts {
    /// How bad it is.
    pub severity: Severity,
    /// Its state.
    pub state: Option<Containment>,
    /// Whether customers' data was touched.
    pub customer_data: Option<CustomerData>,
}

/// The row of a table that a priority was looked up in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Row {
    /// Of the table of vulnerabilities.
    Weakness {
        /// How bad it is.
        severity: Taken<Severity>,
        /// How exploitation stands.
        exploitation: Taken<Exploitation>,
        /// Whether attacks can be automated.
        automatable: Taken<Automatable>,
        /// How many customers it reaches.
        reach: Taken<Reach>,
    },
    /// Of the table of incidents.
    Incident {
        /// How bad it is.
        severity: Taken<Severity>,
        /// Its state.
        state: Taken<Containment>,
        /// Whether customers' data was touched.
        customer_data: Taken<CustomerData>,
    },
}

/// A severity that is not decided is taken for high.
fn settled(severity: Severity) -> Taken<Severity> {
    Taken::of((severity != Severity::Unrated).then_some(severity), Severity::High)
}

impl From<WeaknessFacts> for Row {
    /// Unknown is not "no" while much is at stake: at high and critical an unknown answer to "automatable" counts as yes.
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
    /// An incident that nobody knows to be stopped goes on, and customers' data that nobody has looked for may be touched.
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

/// A suggested priority with the row it comes from, and the floor that raised it, if one did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SuggestedPriority {
    /// What is suggested.
    pub value: Priority,
    /// The more urgent of the rows of the weakness and of the incident.
    pub row: Row,
    /// The floor.
    pub floor: Option<Floor>,
}

/// What the desk's own data says of a case: the catalogues of customers and of public CVEs.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Signals {
    /// How many customers it reaches, if anybody has counted.
    pub reach: Option<Reach>,
    /// Whether a CVE of it is known to be exploited.
    pub known_exploited: bool,
    /// Whether exploit code for a CVE of it is known.
    pub proof_of_concept: bool,
    /// Whether attacks on a CVE of it can be automated, as SSVC answers.
    pub automatable: Option<bool>,
}

/// What the rules look at in a case.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// The report.
    pub report: &'a Report,
    /// The vectors that count: the desk's where it has scored, else the publisher's.
    pub vectors: &'a Vectors,
    /// The publisher's vectors, while they do not agree with the desk's.
    pub contrary: Option<&'a Vectors>,
    /// Whether exploitation is asserted.
    pub exploited: bool,
    /// Whether a statutory stage of the desk is due within 24 hours.
    pub statutory: bool,
    /// What the desk's own data says.
    pub signals: Signals,
    /// The time.
    pub now: Timestamp,
}

impl<'a> Situation<'a> {
    /// Gathers what the rules look at; nothing before there is a report.
    pub fn of(case: &'a Case, signals: Signals, now: Timestamp) -> Option<Self> {
        let report = case.report.as_ref()?;
        let contrary = !matches!(case.standing(), Standing::Open | Standing::Agreed);
        let contrary = contrary.then(|| case.publishers_vectors());
        let (vectors, exploited) = (case.vectors(), case.is_exploited());
        let statutory = case.has_statutory_stage(now);
        Some(Self { report, vectors, contrary, exploited, statutory, signals, now })
    }

    /// Returns the severity below which a second person has to agree: what is suggested, or what would be by the publisher's
    /// vectors, so that nobody scores a report down and then rates it by that score.
    pub fn bar(&self) -> Severity {
        let theirs = self.contrary.map(|vectors| Self { vectors, ..*self }.severity().value);
        theirs.into_iter().chain([self.severity().value]).min().unwrap_or(Severity::Unrated)
    }

    /// Suggests a severity: the worse of weakness and incident; else what the publisher proposes.
    pub fn severity(&self) -> Suggestion<Severity> {
        let score = self.vectors.leading().map(|vector| vector.rating().severity());
        // A score of 0.0 rates nothing; what the publisher says goes before it.
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

    /// Suggests a priority for a severity: the more urgent of what the weakness and the incident ask for, raised to the floors.
    pub fn priority(&self, severity: Severity, tables: &PriorityTables) -> SuggestedPriority {
        let incident = self.report.incident.as_ref().map(|incident| {
            let data = if incident.touched.iter().any(Touched::is_customer_data) {
                Some(CustomerData::Confirmed)
            } else {
                // Who has said what was touched has said what was not.
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

    /// Returns the row of the weakness, whatever the tables make of it; none where there is an incident alone.
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

    /// Tells whether attacks can be automated: as the vector says itself, else as SSVC answers, else as the vector suggests.
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

    /// Lists the facts under which the priority does not fall.
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

    /// Returns the priority below which a second person has to agree, if a floor holds.
    pub fn floor(&self) -> Option<Priority> {
        self.floors().into_iter().map(Floor::priority).min()
    }
}
