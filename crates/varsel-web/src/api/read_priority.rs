//! `GET /api/v1/priority`: suggests a priority by the desk's tables.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;
use varsel_app::intake::ProblemKind;
use varsel_core::coded::Coded;
use varsel_core::permission::Action;
use varsel_core::score::Severity;
use varsel_core::score::priority::Floor;
use varsel_core::score::situation::{IncidentFacts, Row, SuggestedPriority, WeaknessFacts};
use varsel_locale::describe;
use varsel_store::rules;

use super::code;
use super::openapi::ReadProblems;
use super::query::Query;
use super::token;
use crate::ask::Ask;
use crate::failure::Failure;
use crate::web::Web;

/// A suggested priority.
#[derive(Serialize, ToSchema)]
pub(crate) struct PriorityBody {
    /// The priority.
    priority: code::Priority,
    /// Reason, in the language of `Accept-Language`.
    reason: String,
    /// The floor that raised it, if one did.
    #[schema(required, example = "personal_data")]
    floor: Option<&'static str>,
}

const WEAKNESS: [&str; 3] = ["exploitation", "automatable", "reach"];
const INCIDENT: [&str; 2] = ["state", "customer_data"];

/// Parses a cell; `unknown` is `None`.
fn cell<T: Coded>(query: &mut Query, name: &str) -> Option<T> {
    if query.get(name) == Some("unknown") { None } else { query.code(name) }
}

/// Suggests a priority
///
/// Uses the table of vulnerabilities, or with `state` or `customer_data` that of incidents. For parameters that are omitted or
/// `unknown`, the reason says what was assumed.
#[utoipa::path(
    get,
    path = "/api/v1/priority",
    operation_id = "suggestPriority",
    tag = "scoring",
    params(
        ("severity" = code::Severity, Query, description = "Severity; `unrated` counts as high"),
        ("exploitation" = Option<String>, Query, description = "`none`, `poc`, `active` or `unknown`"),
        ("automatable" = Option<String>, Query, description = "`no`, `yes` or `unknown`"),
        ("reach" = Option<String>, Query, description = "`limited`, `wide` or `unknown`"),
        ("state" = Option<String>, Query, description = "`ongoing`, `contained`, `historic` or `unknown`"),
        ("customer_data" = Option<String>, Query, description = "`none`, `suspected`, `confirmed` or `unknown`"),
        ("floors" = Option<String>, Query, description = "Facts that set a floor for the priority, separated by commas"),
    ),
    responses((status = 200, description = "The suggestion", body = PriorityBody), ReadProblems),
    security(("token" = ["cases:read"])),
)]
pub(crate) async fn read(State(web): State<Web>, ask: Ask) -> Result<Response, Failure> {
    let accepted = [&["severity", "floors"][..], &WEAKNESS[..], &INCIDENT[..]].concat();
    let mut query = Query::read(ask.uri.query().unwrap_or_default(), &accepted);
    if query.get("severity").is_none() {
        query.wrong("severity", ProblemKind::Missing);
    }
    let severity: Severity = query.code("severity").unwrap_or_default();
    let of = |query: &Query, names: &[&str]| names.iter().any(|name| query.get(name).is_some());
    let (about_weakness, about_incident) = (of(&query, &WEAKNESS), of(&query, &INCIDENT));
    if about_weakness && about_incident {
        let accepted = "exploitation, automatable and reach, or state and customer_data; not both".to_owned();
        query.wrong("state", ProblemKind::Malformed { accepted });
    }
    let row = if about_incident {
        let (state, customer_data) = (cell(&mut query, "state"), cell(&mut query, "customer_data"));
        Row::from(IncidentFacts { severity, state, customer_data })
    } else {
        let (exploitation, automatable) = (cell(&mut query, "exploitation"), cell(&mut query, "automatable"));
        Row::from(WeaknessFacts { severity, exploitation, automatable, reach: cell(&mut query, "reach") })
    };
    let mut floors: Vec<Floor> = Vec::new();
    let given = query.get("floors").unwrap_or_default().to_owned();
    for floor in given.split(',').map(str::trim).filter(|floor| !floor.is_empty()) {
        match Floor::from_code(floor) {
            Ok(floor) => floors.push(floor),
            Err(error) => query.wrong("floors", ProblemKind::NotOneOf { accepted: error.accepted }),
        }
    }
    let body = token::read(&web, &ask, Action::ReadCase, move |tx, _, holder| {
        query.finish()?;
        let (value, floor) = Floor::raise(row.priority(&rules::current(tx)?.rules.tables), &floors);
        let suggested = SuggestedPriority { value, row, floor };
        Ok(token::to_json(&PriorityBody {
            priority: value.into(),
            reason: describe::why_priority(holder.texts, &suggested),
            floor: floor.map(Coded::code),
        })?)
    })
    .await?;
    Ok(token::json(StatusCode::OK, body))
}
