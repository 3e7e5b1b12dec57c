//! `POST /api/v1/cases`: creates and submits a case in one request.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::ToSchema;
use varsel_app::AppError;
use varsel_app::cases::{self, NewReport};
use varsel_app::intake::Answers;
use varsel_core::case::Category;
use varsel_core::permission::Action;

use super::call::Call;
use super::case::CaseBody;
use super::code;
use super::openapi::WriteProblems;
use super::report::Report;
use super::token::{self, Stop};
use crate::ask::Ask;
use crate::failure::Failure;
use crate::web::Web;

/// A case to be created and submitted.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewCase {
    /// Kind of security event.
    #[serde(deserialize_with = "code::read")]
    #[schema(value_type = code::Category)]
    category: Category,
    /// The report.
    report: Report,
}

/// Creates and submits a case
///
/// The report is validated as a whole; all invalid fields are reported together. The response contains the confirmation number and the promise.
#[utoipa::path(
    post,
    path = "/api/v1/cases",
    operation_id = "createCase",
    tag = "cases",
    params(("Idempotency-Key" = Option<String>, Header, description = "1 to 200 visible ASCII characters. A request with the same key is carried out once; its response is replayed with `Idempotency-Replayed: true`.")),
    request_body = NewCase,
    responses(
        (status = 201, description = "The case", body = CaseBody, headers(
            ("Location" = String, description = "URL of the case"),
            ("Idempotency-Replayed" = String, description = "`true` if the response is a replay"),
        )),
        WriteProblems,
    ),
    security(("token" = ["cases:write"])),
)]
pub(crate) async fn create(
    State(web): State<Web>,
    ask: Ask,
    call: Call<NewCase>,
) -> Result<Response, Failure> {
    let written = token::create(&web, &ask, Action::SubmitReport, call, |tx, ctx, holder, new: &NewCase| {
        let answers = Answers::from(new.report.clone());
        let report = NewReport { draft: None, category: new.category, answers: &answers };
        let case = cases::submit(tx, ctx, &holder.actor, &report).map_err(under_report)?;
        CaseBody::of(tx, holder, &case)
    })
    .await?;
    let location = location(&written.body);
    let mut response = written.into_response();
    if let Some(location) = location {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response)
}

/// Prefixes field names with the path of the report in the body.
fn under_report(error: AppError) -> Stop {
    match error {
        AppError::Invalid(mut problems) => {
            for problem in &mut problems {
                problem.field = format!("report.{}", problem.field);
            }
            AppError::Invalid(problems).into()
        }
        error => error.into(),
    }
}

/// Adds the `Location` of the case: read from the response, so that a replay has the same one.
fn location(body: &str) -> Option<HeaderValue> {
    #[derive(Deserialize)]
    struct Numbered {
        number: String,
    }
    let Numbered { number } = serde_json::from_str(body).ok()?;
    HeaderValue::from_str(&format!("/api/v1/cases/{number}")).ok()
}
