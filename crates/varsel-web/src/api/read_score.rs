//! `GET /api/v1/score`: what a CVSS vector scores.

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

/// The scores of a vector. A part that it has no metrics for is null.
#[derive(Serialize, ToSchema)]
pub(crate) struct ScoredVector {
    /// In its canonical form.
    #[schema(example = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")]
    vector: String,
    /// The version of CVSS.
    #[schema(example = "3.1")]
    version: &'static str,
    /// From the base metrics alone.
    #[schema(value_type = f64, example = 9.8)]
    base: Score,
    /// With temporal metrics; in v4.0 with threat metrics.
    #[schema(value_type = Option<f64>, required)]
    temporal: Option<Score>,
    /// With environmental metrics.
    #[schema(value_type = Option<f64>, required)]
    environmental: Option<Score>,
    /// The last of these that there is.
    #[schema(value_type = f64, example = 9.8)]
    score: Score,
    /// How it reads: none, low, medium, high or critical.
    #[schema(example = "critical")]
    severity: &'static str,
    /// What v4.0 calls a score by the metrics it comes from.
    #[schema(required, example = "CVSS-B")]
    nomenclature: Option<&'static str>,
}

/// Scores a vector
///
/// Reads it strictly; what is wrong is told with its place, and what was probably meant.
#[utoipa::path(
    get,
    path = "/api/v1/score",
    operation_id = "scoreVector",
    tag = "scoring",
    params(("vector" = String, Query, description = "A CVSS vector, v2.0 to v4.0")),
    responses((status = 200, description = "Its scores", body = ScoredVector), ReadProblems),
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
