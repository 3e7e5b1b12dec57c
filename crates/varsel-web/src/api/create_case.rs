//! `POST /api/v1/cases`: creates and submits a case in one go.

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
    /// What kind of security event it is about.
    #[serde(deserialize_with = "code::read")]
    #[schema(value_type = code::Category)]
    category: Category,
    /// The report.
    report: Report,
}

/// Creates and submits a case
///
/// The report is checked as a whole; all wrong fields are told at once. The answer carries the confirmation number and the promise.
#[utoipa::path(
    post,
    path = "/api/v1/cases",
    operation_id = "createCase",
    tag = "cases",
    params(("Idempotency-Key" = Option<String>, Header, description = "1 to 200 visible ASCII characters. The same request under the same key is carried out once; its answer is given again with `Idempotency-Replayed: true`.")),
    request_body = NewCase,
    responses(
        (status = 201, description = "The case", body = CaseBody, headers(
            ("Location" = String, description = "Where the case is"),
            ("Idempotency-Replayed" = String, description = "`true` when the answer was given before"),
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

/// Names fields from the root of the body, where the report is one field.
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

/// Says where the case of an answer is: read from the answer, so that a repeated one says the same.
fn location(body: &str) -> Option<HeaderValue> {
    #[derive(Deserialize)]
    struct Numbered {
        number: String,
    }
    let Numbered { number } = serde_json::from_str(body).ok()?;
    HeaderValue::from_str(&format!("/api/v1/cases/{number}")).ok()
}
