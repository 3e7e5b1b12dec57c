//! `varsel priority`: suggests priorities by the two tables, for JSON lines from standard input.

use std::io;

use serde::Serialize;
use serde_json::{Map, Value};
use varsel_core::coded::{Coded, UnknownCode};
use varsel_core::score::priority::{
    Automatable, Containment, CustomerData, Exploitation, Floor, PriorityTables, Reach,
};
use varsel_core::score::situation::{IncidentFacts, Row, Taken, WeaknessFacts};
use varsel_core::score::{Priority, Severity};

use super::{CommandError, lines};

/// A row to look up: in the table of vulnerabilities, or with `state` in that of incidents.
struct Asked {
    severity: Severity,
    exploitation: Option<Exploitation>,
    automatable: Option<Automatable>,
    reach: Option<Reach>,
    state: Option<Containment>,
    customer_data: Option<CustomerData>,
    /// The facts that set a floor for the priority.
    floors: Vec<Floor>,
    about_weakness: bool,
    about_incident: bool,
}

impl Asked {
    /// Reads an object with the tables' column names; `unknown` is accepted for every cell.
    fn read(text: &str) -> Result<Self, String> {
        if text.len() >= lines::LONGEST {
            return Err(format!("a line must have fewer than {} bytes", lines::LONGEST));
        }
        let given: Map<String, Value> = match serde_json::from_str(text) {
            Ok(Value::Object(given)) => given,
            Ok(_) => return Err(format!("a line must be a JSON object with {COLUMNS}")),
            Err(error) => return Err(format!("not JSON: {error}")),
        };
        if let Some(name) = given.keys().find(|name| !COLUMNS.split(", ").any(|column| column == *name)) {
            return Err(format!("unknown column `{name}`; accepted: {COLUMNS}"));
        }
        let of = |name: &str| given.contains_key(name);
        let floors = match given.get("floors") {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(floors)) => {
                floors.iter().map(|floor| code("floors", floor)).collect::<Result<_, _>>()?
            }
            Some(_) => return Err("`floors` must be a list".to_owned()),
        };
        if !of("severity") {
            return Err("`severity` is missing".to_owned());
        }
        Ok(Self {
            severity: cell(&given, "severity")?.unwrap_or(Severity::Unrated),
            exploitation: cell(&given, "exploitation")?,
            automatable: cell(&given, "automatable")?,
            reach: cell(&given, "reach")?,
            state: cell(&given, "state")?,
            customer_data: cell(&given, "customer_data")?,
            floors,
            about_weakness: of("exploitation") || of("automatable") || of("reach"),
            about_incident: of("state") || of("customer_data"),
        })
    }
}

const COLUMNS: &str = "severity, exploitation, automatable, reach, state, customer_data, floors";

/// Parses a cell: a code, or `None` if unknown.
fn cell<T: Coded>(given: &Map<String, Value>, name: &str) -> Result<Option<T>, String> {
    match given.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(unknown)) if unknown == "unknown" => Ok(None),
        Some(value) => code(name, value).map(Some),
    }
}

fn code<T: Coded>(name: &str, value: &Value) -> Result<T, String> {
    let accepted = |error: UnknownCode| {
        let unknown = if name == "floors" { "" } else { ", unknown" };
        format!("`{name}` cannot be {value}; accepted: {}{unknown}", error.accepted)
    };
    T::from_code(value.as_str().unwrap_or_default()).map_err(accepted)
}

/// The suggestion, and its reason.
#[derive(Serialize)]
struct Suggested {
    priority: &'static str,
    reason: String,
    /// The floor that raised it, if one did.
    floor: Option<Floor>,
}

#[derive(Serialize)]
struct Wrong {
    error: String,
}

/// Answers each line of standard input.
pub(crate) fn run() -> Result<(), CommandError> {
    lines::answer(|text, out| match suggest(text) {
        Ok(suggested) => serde_json::to_writer(out, &suggested).map_err(io::Error::from),
        Err(error) => serde_json::to_writer(out, &Wrong { error }).map_err(io::Error::from),
    })
}

fn suggest(text: &str) -> Result<Suggested, String> {
    let asked = Asked::read(text)?;
    let row = match (asked.about_weakness, asked.about_incident) {
        (true, true) => {
            return Err("a line must be about a vulnerability (exploitation, automatable, reach) or about an incident (state, \
                        customer_data), not both"
                .to_owned());
        }
        (_, true) => of_incident(&asked),
        (_, false) => of_weakness(&asked),
    };
    let priority = row.priority(PriorityTables::shipped());
    let reason = said(row, priority);
    let (raised, floor) = Floor::raise(priority, &asked.floors);
    let reason = match floor {
        Some(floor) => format!("{reason}; {} keeps it at {}", floor.code(), raised.label()),
        None => reason,
    };
    Ok(Suggested { priority: raised.label(), reason, floor })
}

fn of_weakness(asked: &Asked) -> Row {
    Row::from(WeaknessFacts {
        severity: asked.severity,
        exploitation: asked.exploitation,
        automatable: asked.automatable,
        reach: asked.reach,
    })
}

fn of_incident(asked: &Asked) -> Row {
    Row::from(IncidentFacts {
        severity: asked.severity,
        state: asked.state,
        customer_data: asked.customer_data,
    })
}

/// Lists the cells of a row, and which of them are assumed.
fn said(row: Row, priority: Priority) -> String {
    fn cell<T: Coded>(name: &str, taken: Taken<T>) -> String {
        let unknown = if taken.assumed { "unknown, taken for " } else { "" };
        format!("{name} {unknown}{}", taken.value.code())
    }
    let (cells, table) = match row {
        Row::Weakness { severity, exploitation, automatable, reach } => (
            vec![
                cell("severity", severity),
                cell("exploitation", exploitation),
                cell("automatable", automatable),
                cell("reach", reach),
            ],
            "vulnerabilities",
        ),
        Row::Incident { severity, state, customer_data } => (
            vec![cell("severity", severity), cell("state", state), cell("customer_data", customer_data)],
            "incidents",
        ),
    };
    format!("{}: {} by the table of {table}", cells.join(", "), priority.label())
}
