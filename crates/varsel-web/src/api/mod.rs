//! The REST API, version 1: JSON in and out, problem documents (RFC 9457) for everything that goes wrong.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use varsel_locale::Locale;

use crate::failure::Failure;

/// A problem document.
#[derive(Serialize)]
struct ProblemDocument {
    /// A URI reference that names the kind of problem.
    r#type: String,
    /// What kind of problem it is, for people.
    title: String,
    /// The HTTP status.
    status: u16,
    /// The stable code.
    code: &'static str,
    /// What happened this time, for people.
    #[serde(skip_serializing_if = "String::is_empty")]
    detail: String,
}

/// Writes a failure as a problem document in a language.
pub(crate) fn problem(failure: &Failure, locale: Locale) -> Response {
    let texts = varsel_locale::Texts::of(locale);
    let zone = jiff::tz::TimeZone::UTC;
    let (title, detail, _) = crate::present::failure(texts, failure, &zone);
    let code = failure.code();
    let status = failure.status();
    let document =
        ProblemDocument { r#type: format!("/api/problems/{code}"), title, status: status.as_u16(), code, detail };
    write_problem(status, &document)
}

fn write_problem(status: StatusCode, document: &ProblemDocument) -> Response {
    let body = serde_json::to_vec(document).unwrap_or_default();
    let kind = HeaderValue::from_static("application/problem+json");
    (status, [(header::CONTENT_TYPE, kind)], body).into_response()
}
