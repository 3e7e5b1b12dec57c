//! `GET /api/v1/score`: scores a CVSS vector.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;
use varsel_app::intake::ProblemKind;
use varsel_core::permission::Action;
use varsel_core::score::cvss::{Score, Vector};

use super::openapi::ReadProblems;
use super::query::Query;
use super::token;
use crate::ask::Ask;
use crate::failure::Failure;
use crate::web::Web;

/// The scores of a vector. Scores without metrics are null.
#[derive(Serialize, ToSchema)]
pub(crate) struct ScoredVector {
    /// The vector in canonical form.
    #[schema(example = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")]
    vector: String,
    /// The version of CVSS.
    #[schema(example = "3.1")]
    version: &'static str,
    /// Score from the base metrics alone.
    #[schema(value_type = f64, example = 9.8)]
    base: Score,
    /// Score with temporal metrics; in v4.0 with threat metrics.
    #[schema(value_type = Option<f64>, required)]
    temporal: Option<Score>,
    /// Score with environmental metrics.
    #[schema(value_type = Option<f64>, required)]
    environmental: Option<Score>,
    /// The last of these that is not null.
    #[schema(value_type = f64, example = 9.8)]
    score: Score,
    /// Severity: none, low, medium, high or critical.
    #[schema(example = "critical")]
    severity: &'static str,
    /// In v4.0, the name of the score by the metrics it uses, such as CVSS-BT.
    #[schema(required, example = "CVSS-B")]
    nomenclature: Option<&'static str>,
}

/// Scores a vector
///
/// Parses the vector strictly; errors include the position and what was probably meant.
#[utoipa::path(
    get,
    path = "/api/v1/score",
    operation_id = "scoreVector",
    tag = "scoring",
    params(("vector" = String, Query, description = "A CVSS vector, v2.0 to v4.0")),
    responses((status = 200, description = "The scores", body = ScoredVector), ReadProblems),
    security(("token" = ["cases:read"])),
)]
pub(crate) async fn read(State(web): State<Web>, ask: Ask) -> Result<Response, Failure> {
    let mut query = Query::read(ask.uri.query().unwrap_or_default(), &["vector"]);
    let text = query.get("vector").unwrap_or_default().to_owned();
    let read: Result<Vector, _> = text.parse();
    if let Err(error) = &read {
        query.wrong("vector", ProblemKind::bad_cvss(&text, error.clone()));
    }
    let body = token::read(&web, &ask, Action::ReadCase, move |_, _, _| {
        query.finish()?;
        let Ok(vector) = read else { return Err(Failure::Internal.into()) };
        let scores = vector.scores();
        Ok(token::to_json(&ScoredVector {
            vector: vector.to_string(),
            version: vector.version().number(),
            base: scores.base,
            temporal: scores.temporal,
            environmental: scores.environmental,
            score: scores.effective(),
            severity: vector.rate(scores.effective()).code(),
            nomenclature: vector.nomenclature(),
        })?)
    })
    .await?;
    Ok(token::json(StatusCode::OK, body))
}
