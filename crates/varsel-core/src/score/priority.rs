//! The two tables that suggest a priority, and its floors.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Priority, Severity};
use crate::coded;
use crate::coded::Coded;

coded! {
    /// The exploitation status of a vulnerability.
    pub enum Exploitation {
        /// None is known.
        None = "none",
        /// Exploit code is public.
        Poc = "poc",
        /// It is exploited.
        Active = "active",
    }
}

coded! {
    /// Whether attacks can be automated.
    pub enum Automatable {
        /// No.
        No = "no",
        /// Yes.
        Yes = "yes",
    }
}

coded! {
    /// The reach of an event among customers.
    pub enum Reach {
        /// Few.
        Limited = "limited",
        /// Many, or one that matters to many.
        Wide = "wide",
    }
}

coded! {
    /// The state of an incident.
    pub enum Containment {
        /// Ongoing, or not known to have stopped.
        Ongoing = "ongoing",
        /// Contained.
        Contained = "contained",
        /// In the past.
        Historic = "historic",
    }
}

coded! {
    /// Whether customer data was affected.
    pub enum CustomerData {
        /// No.
        None = "none",
        /// Perhaps.
        Suspected = "suspected",
        /// Yes.
        Confirmed = "confirmed",
    }
}

coded! {
    /// A fact that sets a floor for the priority.
    pub enum Floor {
        /// A statutory stage is due within 24 hours and not filed.
        StatutoryStage = "statutory_stage",
        /// A published artefact is malicious.
        MaliciousArtefact = "malicious_artefact",
        /// A publishing key was stolen.
        StolenKey = "stolen_key",
        /// Disclosure is within seven days.
        DisclosureNear = "disclosure_near",
        /// A regulator or the police has asked.
        AuthorityRequest = "authority_request",
        /// Personal data is confirmed to be affected.
        PersonalData = "personal_data",
    }
}

impl Floor {
    /// Returns the lowest priority that it allows.
    pub const fn priority(self) -> Priority {
        match self {
            Self::StatutoryStage | Self::MaliciousArtefact | Self::StolenKey => Priority::P1,
            Self::DisclosureNear | Self::AuthorityRequest | Self::PersonalData => Priority::P2,
        }
    }

    /// Raises a priority to the highest of some floors, and returns the one that raised it; of equals, the first.
    pub fn raise(priority: Priority, floors: &[Self]) -> (Priority, Option<Self>) {
        let highest = floors.iter().copied().min_by_key(|floor| floor.priority());
        match highest {
            Some(floor) if floor.priority() < priority => (floor.priority(), Some(floor)),
            _ => (priority, None),
        }
    }
}

/// The number of severities in the tables: all except unrated.
const SEVERITIES: usize = 4;

/// Both tables, in force together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PriorityTables {
    vulnerability: [Priority; SEVERITIES * 12],
    incident: [Priority; SEVERITIES * 9],
}

/// An error in a table.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum TableError {
    /// The first line is not the header.
    #[error("the first line must be `{expected}`")]
    Header {
        /// The expected header.
        expected: &'static str,
    },
    /// A line has too few or too many cells, or an invalid one.
    #[error("line {line}: `{cell}` is not accepted; accepted: {accepted}")]
    Cell {
        /// The line, counted from 1.
        line: usize,
        /// The cell.
        cell: String,
        /// The accepted values.
        accepted: String,
    },
    /// A combination has two lines.
    #[error("line {line} repeats the combination of an earlier line")]
    Twice {
        /// The line, counted from 1.
        line: usize,
    },
    /// Combinations are missing.
    #[error("{missing} combinations are missing")]
    Missing {
        /// How many.
        missing: usize,
    },
}

const VULNERABILITY: &str = "severity,exploitation,automatable,reach,priority";
const INCIDENT: &str = "severity,state,customer_data,priority";

static SHIPPED: LazyLock<PriorityTables> = LazyLock::new(|| {
    PriorityTables::read(
        include_str!("../../data/priority_vulnerability.csv"),
        include_str!("../../data/priority_incident.csv"),
    )
    .unwrap_or_else(|error| unreachable!("a test reads the shipped tables: {error}"))
});

impl PriorityTables {
    /// Returns the default tables.
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// Parses both tables as CSV: one line per combination, in any order, each exactly once.
    pub fn read(vulnerability: &str, incident: &str) -> Result<Self, TableError> {
        Ok(Self {
            vulnerability: rows(vulnerability, VULNERABILITY, |line, cells| {
                let [severity, exploitation, automatable, reach] = cells;
                let (severity, exploitation) = (rated(line, severity)?, code(line, exploitation)?);
                Ok(vulnerability_row(severity, exploitation, code(line, automatable)?, code(line, reach)?))
            })?,
            incident: rows(incident, INCIDENT, |line, cells| {
                let [severity, state, data] = cells;
                Ok(incident_row(rated(line, severity)?, code(line, state)?, code(line, data)?))
            })?,
        })
    }

    /// Writes both tables as [`PriorityTables::read`] reads them.
    pub fn write(&self) -> (String, String) {
        let (mut vulnerability, mut incident) = (format!("{VULNERABILITY}\n"), format!("{INCIDENT}\n"));
        for severity in Severity::ALL.iter().filter(|severity| **severity != Severity::Unrated) {
            for exploitation in Exploitation::ALL {
                for automatable in Automatable::ALL {
                    for reach in Reach::ALL {
                        let priority = self.vulnerability(*severity, *exploitation, *automatable, *reach);
                        let line =
                            format!("{severity},{exploitation},{automatable},{reach},{}\n", priority.label());
                        vulnerability.push_str(&line);
                    }
                }
            }
            for state in Containment::ALL {
                for data in CustomerData::ALL {
                    let priority = self.incident(*severity, *state, *data);
                    let line = format!("{severity},{state},{data},{}\n", priority.label());
                    incident.push_str(&line);
                }
            }
        }
        (vulnerability, incident)
    }

    /// Looks up a vulnerability. One without a severity counts as high.
    pub fn vulnerability(
        &self,
        severity: Severity,
        exploitation: Exploitation,
        automatable: Automatable,
        reach: Reach,
    ) -> Priority {
        self.vulnerability[vulnerability_row(severity, exploitation, automatable, reach)]
    }

    /// Looks up an incident. One without a severity counts as high.
    pub fn incident(&self, severity: Severity, state: Containment, data: CustomerData) -> Priority {
        self.incident[incident_row(severity, state, data)]
    }
}

const fn severity_row(severity: Severity) -> usize {
    match severity {
        Severity::Critical => 0,
        Severity::High | Severity::Unrated => 1,
        Severity::Medium => 2,
        Severity::Low => 3,
    }
}

const fn vulnerability_row(
    severity: Severity,
    exploitation: Exploitation,
    automatable: Automatable,
    reach: Reach,
) -> usize {
    let row = severity_row(severity) * 3 + exploitation as usize;
    (row * 2 + automatable as usize) * 2 + reach as usize
}

const fn incident_row(severity: Severity, state: Containment, data: CustomerData) -> usize {
    (severity_row(severity) * 3 + state as usize) * 3 + data as usize
}

fn code<T: Coded>(line: usize, cell: &str) -> Result<T, TableError> {
    T::from_code(cell).map_err(|error| TableError::Cell {
        line,
        cell: cell.to_owned(),
        accepted: error.accepted,
    })
}

fn rated(line: usize, cell: &str) -> Result<Severity, TableError> {
    match code(line, cell)? {
        Severity::Unrated => Err(TableError::Cell {
            line,
            cell: cell.to_owned(),
            accepted: "critical, high, medium, low".to_owned(),
        }),
        severity => Ok(severity),
    }
}

/// Parses a table; `place` finds the row of the cells before the last.
fn rows<const CELLS: usize, const ROWS: usize>(
    csv: &str,
    header: &'static str,
    place: impl Fn(usize, [&str; CELLS]) -> Result<usize, TableError>,
) -> Result<[Priority; ROWS], TableError> {
    let mut lines = csv.lines().map(str::trim_end).zip(1..).filter(|(text, _)| !text.is_empty());
    if lines.next().is_none_or(|(text, _)| text != header) {
        return Err(TableError::Header { expected: header });
    }
    let mut found: [Option<Priority>; ROWS] = [None; ROWS];
    for (text, line) in lines {
        let cells: Vec<&str> = text.split(',').map(str::trim).collect();
        let split = cells.split_last().and_then(|(last, cells)| Some((cells.try_into().ok()?, *last)));
        let Some((cells, last)) = split else {
            return Err(TableError::Cell { line, cell: text.to_owned(), accepted: header.to_owned() });
        };
        let row = place(line, cells)?;
        let priority = code(line, &last.to_ascii_lowercase())?;
        if found[row].replace(priority).is_some() {
            return Err(TableError::Twice { line });
        }
    }
    let missing = found.iter().filter(|row| row.is_none()).count();
    if missing > 0 {
        return Err(TableError::Missing { missing });
    }
    Ok(found.map(|row| row.unwrap_or(Priority::P4)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const VULNERABILITIES: &str = include_str!("../../data/priority_vulnerability.csv");
    const INCIDENTS: &str = include_str!("../../data/priority_incident.csv");

    #[test]
    fn the_shipped_tables_say_what_their_files_say_row_by_row() {
        let tables = PriorityTables::read(VULNERABILITIES, INCIDENTS).unwrap();
        let mut count = 0;
        for row in VULNERABILITIES.lines().skip(1) {
            let cells: Vec<&str> = row.split(',').collect();
            let found = tables.vulnerability(
                cells[0].parse().unwrap(),
                cells[1].parse().unwrap(),
                cells[2].parse().unwrap(),
                cells[3].parse().unwrap(),
            );
            assert_eq!(found.label(), cells[4], "{row}");
            count += 1;
        }
        for row in INCIDENTS.lines().skip(1) {
            let cells: Vec<&str> = row.split(',').collect();
            let found = tables.incident(
                cells[0].parse().unwrap(),
                cells[1].parse().unwrap(),
                cells[2].parse().unwrap(),
            );
            assert_eq!(found.label(), cells[3], "{row}");
            count += 1;
        }
        assert_eq!(count, 48 + 36);
    }

    #[test]
    fn what_is_written_reads_back() {
        let tables = PriorityTables::shipped();
        let (vulnerability, incident) = tables.write();
        assert_eq!(PriorityTables::read(&vulnerability, &incident).as_ref(), Ok(tables));
        assert_eq!((vulnerability.lines().count(), incident.lines().count()), (49, 37));
    }

    #[test]
    fn what_is_wrong_with_a_table_is_told_with_its_line() {
        let read =
            |vulnerability: &str| PriorityTables::read(vulnerability, INCIDENTS).unwrap_err().to_string();
        assert_eq!(read("severity\n"), format!("the first line must be `{VULNERABILITY}`"));
        let changed = |from: &str, to: &str| read(&VULNERABILITIES.replacen(from, to, 1));
        assert!(
            changed("critical,none,no,limited", "dire,none,no,limited")
                .starts_with("line 2: `dire` is not accepted")
        );
        assert!(
            changed("critical,none,no,limited", "unrated,none,no,limited").starts_with("line 2: `unrated`")
        );
        assert!(changed("limited,P2", "limited,P5").starts_with("line 2: `p5`"));
        assert!(
            changed("critical,none,no,limited,P2", "critical,none,no")
                .starts_with("line 2: `critical,none,no`")
        );
        assert!(
            changed("critical,none,no,wide", "critical,none,no,limited")
                .starts_with("line 3 repeats the combination")
        );
        assert_eq!(changed("critical,none,no,limited,P2\n", ""), "1 combinations are missing");
    }

    #[test]
    fn floors_raise_and_never_lower() {
        use Priority::{P1, P2, P3, P4};
        for (from, floors, to, by) in [
            (P4, &[][..], P4, None),
            (P4, &[Floor::PersonalData], P2, Some(Floor::PersonalData)),
            (P2, &[Floor::PersonalData], P2, None),
            (P1, &[Floor::PersonalData], P1, None),
            (P3, &[Floor::DisclosureNear, Floor::StolenKey], P1, Some(Floor::StolenKey)),
            (P3, &[Floor::AuthorityRequest, Floor::PersonalData], P2, Some(Floor::AuthorityRequest)),
        ] {
            assert_eq!(Floor::raise(from, floors), (to, by), "{from:?} {floors:?}");
        }
    }
}
