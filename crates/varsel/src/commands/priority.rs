//! `varsel priority`: what the two tables suggest, for JSON lines from standard input.

use std::io;

use serde::{Deserialize, Serialize};
use varsel_core::coded::Coded;
use varsel_core::score::priority::{
    Automatable, Containment, CustomerData, Exploitation, Floor, PriorityTables, Reach,
};
use varsel_core::score::{Priority, Severity};

use super::{CommandError, lines};

/// A row to look up: of the table of vulnerabilities, or with `state` of that of incidents.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    severity: Severity,
    exploitation: Option<OrUnknown<Exploitation>>,
    automatable: Option<OrUnknown<Automatable>>,
    reach: Option<OrUnknown<Reach>>,
    state: Option<OrUnknown<Containment>>,
    customer_data: Option<OrUnknown<CustomerData>>,
    /// Facts under which it does not fall.
    #[serde(default)]
    floors: Vec<Floor>,
}

/// A code of a table, or `unknown`.
#[derive(Deserialize, Clone, Copy)]
#[serde(untagged)]
enum OrUnknown<T> {
    Known(T),
    Unknown(Unknown),
}

#[derive(Deserialize, Clone, Copy)]
enum Unknown {
    #[serde(rename = "unknown")]
    Unknown,
}

/// What is suggested, and why.
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
    let asked: Asked = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let about_incident = asked.state.is_some() || asked.customer_data.is_some();
    let about_weakness = asked.exploitation.is_some() || asked.automatable.is_some() || asked.reach.is_some();
    let (priority, reason) = match (about_weakness, about_incident) {
        (true, true) => {
            return Err("a line is about a vulnerability (exploitation, automatable, reach) or about an incident (state, \
                        customer_data), not both"
                .to_owned());
        }
        (_, true) => of_incident(&asked),
        (_, false) => of_weakness(&asked),
    };
    let (raised, floor) = Floor::raise(priority, &asked.floors);
    let reason = match floor {
        Some(floor) => format!("{reason}; {} keeps it at {}", floor.code(), raised.label()),
        None => reason,
    };
    Ok(Suggested { priority: raised.label(), reason, floor })
}

fn of_weakness(asked: &Asked) -> (Priority, String) {
    let mut said = Said::of(asked.severity);
    let exploitation = said.given("exploitation", asked.exploitation, Exploitation::None);
    // Unknown is not "no" while much is at stake.
    let grave = matches!(asked.severity, Severity::Critical | Severity::High | Severity::Unrated);
    let automatable = if grave { Automatable::Yes } else { Automatable::No };
    let automatable = said.given("automatable", asked.automatable, automatable);
    let reach = said.given("reach", asked.reach, Reach::Limited);
    let priority = PriorityTables::shipped().vulnerability(asked.severity, exploitation, automatable, reach);
    (priority, said.end("vulnerabilities", priority))
}

fn of_incident(asked: &Asked) -> (Priority, String) {
    let mut said = Said::of(asked.severity);
    let state = said.given("state", asked.state, Containment::Ongoing);
    let data = said.given("customer_data", asked.customer_data, CustomerData::Suspected);
    let priority = PriorityTables::shipped().incident(asked.severity, state, data);
    (priority, said.end("incidents", priority))
}

/// A reason in the making.
struct Said(String);

impl Said {
    fn of(severity: Severity) -> Self {
        Self(match severity {
            Severity::Unrated => "severity unrated, taken for high".to_owned(),
            severity => format!("severity {severity}"),
        })
    }

    fn given<T: Coded>(&mut self, name: &str, given: Option<OrUnknown<T>>, else_: T) -> T {
        let (value, taken) = match given {
            Some(OrUnknown::Known(value)) => (value, ""),
            Some(OrUnknown::Unknown(Unknown::Unknown)) | None => (else_, "unknown, taken for "),
        };
        self.0.extend([", ", name, " ", taken, value.code()]);
        value
    }

    fn end(self, table: &str, priority: Priority) -> String {
        format!("{}: {} by the table of {table}", self.0, priority.label())
    }
}
