//! Problem documents: the API's error responses (RFC 9457).

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use varsel_app::account::Scope;
use varsel_app::intake::{Problem as AppProblem, ProblemKind};
use varsel_core::coded::Coded;
use varsel_core::refusal::Refusal;
use varsel_locale::{Locale, Texts, describe};

use crate::failure::Failure;
use crate::present::cvss_problem;

/// Errors that are specific to API requests.
#[derive(Clone, Debug)]
pub(crate) enum Trouble {
    /// No token was sent.
    NoToken,
    /// The token is unknown, expired or revoked, or its owner has lost the role.
    BadToken,
    /// The token lacks the scope.
    OutOfScope(Scope),
    /// The body is not JSON.
    NotJson {
        /// Where parsing stopped, counted from 1.
        line: usize,
        /// Where parsing stopped, counted from 1.
        column: usize,
    },
    /// Fields or parameters are invalid.
    Fields(Vec<FieldProblem>),
    /// The rules refuse it in the current state of the case; `current` is the reader's view of it.
    Conflict {
        /// The refusal.
        refusal: Refusal,
        /// The case.
        current: Box<Value>,
    },
}

/// An invalid field or parameter.
#[derive(Clone, Debug)]
pub(crate) struct FieldProblem {
    /// Its path, such as `report.affected.0.name`.
    pub(crate) field: String,
    /// The error.
    pub(crate) kind: FieldProblemKind,
}

/// The error in a field or parameter.
#[derive(Clone, Debug)]
pub(crate) enum FieldProblemKind {
    /// Its value is invalid.
    Value(ProblemKind),
    /// The field does not exist here.
    Unknown {
        /// Accepted fields, comma-separated.
        accepted: String,
    },
    /// It was sent twice.
    Duplicate,
    /// The value has the wrong type.
    WrongType {
        /// The expected type.
        expected: Type,
    },
}

/// A JSON type.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Type {
    /// `"…"`
    Text,
    /// A number without a fraction.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// `[…]`
    Array,
    /// `{…}`
    Object,
    /// A type that the response does not name.
    Other,
}

impl FieldProblem {
    pub(crate) fn new(field: &str, kind: FieldProblemKind) -> Self {
        Self { field: field.to_owned(), kind }
    }

    fn code(&self) -> &'static str {
        match &self.kind {
            FieldProblemKind::Value(kind) => kind.code(),
            FieldProblemKind::Unknown { .. } => "unknown_field",
            FieldProblemKind::Duplicate => "duplicate_field",
            FieldProblemKind::WrongType { .. } => "wrong_type",
        }
    }

    fn detail(&self, t: Texts) -> String {
        match &self.kind {
            FieldProblemKind::Value(kind) => sentence(t, kind),
            FieldProblemKind::Unknown { accepted } if accepted.is_empty() => t.api_field_unknown().to_owned(),
            FieldProblemKind::Unknown { accepted } => t.api_field_unknown_of(accepted),
            FieldProblemKind::Duplicate => t.api_field_duplicate().to_owned(),
            FieldProblemKind::WrongType { expected } => match expected {
                Type::Text => t.api_field_type_text().to_owned(),
                Type::Integer => t.api_field_type_integer().to_owned(),
                Type::Boolean => t.api_field_type_boolean().to_owned(),
                Type::Array => t.api_field_type_array().to_owned(),
                Type::Object => t.api_field_type_object().to_owned(),
                Type::Other => t.api_field_type_other().to_owned(),
            },
        }
    }
}

impl From<AppProblem> for FieldProblem {
    fn from(problem: AppProblem) -> Self {
        Self { field: problem.field, kind: FieldProblemKind::Value(problem.kind) }
    }
}

/// Writes what is wrong with a value, and what is accepted.
fn sentence(t: Texts, kind: &ProblemKind) -> String {
    match kind {
        ProblemKind::Missing => t.api_field_missing().to_owned(),
        ProblemKind::TooLong { max, actual } => t.api_field_too_long(actual, max),
        ProblemKind::ControlCharacter { at } => t.api_field_control_character(at),
        ProblemKind::NotOneOf { accepted } => t.api_field_not_one_of(accepted),
        ProblemKind::TooMany { max } => t.api_field_too_many(max),
        ProblemKind::BadCve { given } => t.api_field_bad_cve(given),
        ProblemKind::BadCvss { error, meant } => t.api_field_bad_cvss(cvss_problem(t, error, meant.as_ref())),
        ProblemKind::TwoVectors { version } => t.api_field_two_vectors(version.number()),
        ProblemKind::NotAsked => t.api_field_not_asked().to_owned(),
        ProblemKind::NeedCveOrCvss => t.api_field_need_cve_or_cvss().to_owned(),
        ProblemKind::BadInstant => t.api_field_bad_instant().to_owned(),
        ProblemKind::UnknownZone { given } => t.api_field_unknown_zone(given),
        ProblemKind::Past => t.api_field_past().to_owned(),
        ProblemKind::TooFar { years } => t.api_field_too_far(years),
        ProblemKind::SkippedTime { next } => t.api_field_skipped_time(next.strftime("%H:%M")),
        ProblemKind::UnknownOffer { given } => t.api_field_unknown_offer(given),
        ProblemKind::OutOfRange { min, max } => t.api_field_out_of_range(max, min),
        ProblemKind::Malformed { accepted } => t.api_field_malformed(accepted),
        // The API accepts neither addresses nor passwords nor names that could be taken.
        ProblemKind::UnknownPublisher
        | ProblemKind::BadEmail
        | ProblemKind::WeakPassword
        | ProblemKind::WrongPassword
        | ProblemKind::Taken => t.api_field_not_accepted().to_owned(),
    }
}

impl Trouble {
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::NoToken | Self::BadToken => StatusCode::UNAUTHORIZED,
            Self::OutOfScope(_) => StatusCode::FORBIDDEN,
            Self::NotJson { .. } => StatusCode::BAD_REQUEST,
            Self::Fields(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Conflict { .. } => StatusCode::CONFLICT,
        }
    }

    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::NoToken => "token_missing",
            Self::BadToken => "token_invalid",
            Self::OutOfScope(_) => "insufficient_scope",
            Self::NotJson { .. } => "not_json",
            Self::Fields(_) => "invalid",
            Self::Conflict { refusal, .. } => refusal.code(),
        }
    }
}

/// A problem document (RFC 9457).
#[derive(Serialize, ToSchema)]
pub(crate) struct Problem {
    /// URI reference that identifies the problem type.
    #[schema(example = "/api/problems/invalid")]
    r#type: String,
    /// Title of the problem type, in the language of `Accept-Language`.
    title: String,
    /// HTTP status.
    status: u16,
    /// Stable code for programs.
    #[schema(example = "invalid")]
    code: &'static str,
    /// What happened in this case, in the language of `Accept-Language`.
    detail: String,
    /// Invalid fields or parameters.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    errors: Vec<FieldError>,
    /// The case as it is now, if the request conflicted with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<super::case::CaseBody>)]
    current: Option<Value>,
}

/// An invalid field or parameter.
#[derive(Serialize, ToSchema)]
pub(crate) struct FieldError {
    /// Path: names and indices, separated by dots.
    #[schema(example = "report.affected.0.offer")]
    field: String,
    /// Stable code.
    #[schema(example = "unknown_offer")]
    code: &'static str,
    /// What is wrong and what is accepted, in the language of `Accept-Language`.
    detail: String,
}

/// Writes a failure as a problem document in a language. `now` is the time of the response.
pub(crate) fn problem(failure: &Failure, locale: Locale, now: Timestamp) -> Response {
    let t = Texts::of(locale);
    let (title, detail) = words(t, failure, now);
    let (errors, current) = match failure {
        Failure::Api(trouble) => match &**trouble {
            Trouble::Fields(problems) => (problems.clone(), None),
            Trouble::Conflict { current, .. } => (Vec::new(), Some((**current).clone())),
            _ => (Vec::new(), None),
        },
        Failure::Invalid(problems) => (problems.iter().cloned().map(FieldProblem::from).collect(), None),
        _ => (Vec::new(), None),
    };
    let error = |p: &FieldProblem| FieldError { field: p.field.clone(), code: p.code(), detail: p.detail(t) };
    let code = failure.code();
    let status = failure.status();
    let document = Problem {
        r#type: format!("/api/problems/{code}"),
        title,
        status: status.as_u16(),
        code,
        detail,
        errors: errors.iter().map(error).collect(),
        current,
    };
    let body = serde_json::to_vec(&document).unwrap_or_default();
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(locale.tag()));
    if let Some((name, value)) = hint(failure, now) {
        headers.insert(name, value);
    }
    response
}

/// The title of a failure and what happened.
fn words(t: Texts, failure: &Failure, now: Timestamp) -> (String, String) {
    let of = |title: &str, detail: &str| (title.to_owned(), detail.to_owned());
    match failure {
        Failure::Api(trouble) => match &**trouble {
            Trouble::NoToken => of(t.api_no_token(), t.api_no_token_text()),
            Trouble::BadToken => of(t.api_bad_token(), t.api_bad_token_text()),
            Trouble::OutOfScope(scope) => (t.api_out_of_scope().to_owned(), t.api_out_of_scope_text(scope)),
            Trouble::NotJson { line, column } => {
                (t.api_not_json().to_owned(), t.api_not_json_text(column, line))
            }
            Trouble::Fields(_) => of(t.api_invalid(), t.api_invalid_text()),
            Trouble::Conflict { refusal, .. } => {
                (t.api_conflict().to_owned(), describe::refusal(t, refusal, &TimeZone::UTC, now))
            }
        },
        Failure::Invalid(_) => of(t.api_invalid(), t.api_invalid_text()),
        Failure::MethodNotAllowed => of(t.api_method(), t.api_method_text()),
        Failure::Unreadable | Failure::TooSlow => of(t.failure_unreadable(), t.failure_unreadable_text()),
        Failure::UnsupportedMedia => of(t.api_media(), t.api_media_text()),
        Failure::KeyReused => of(t.api_key_reused(), t.api_key_reused_text()),
        Failure::NotFound => of(t.failure_not_found(), t.api_not_found_text()),
        Failure::Full => of(t.failure_full(), t.failure_full_text()),
        Failure::Unavailable => of(t.failure_unavailable(), t.failure_unavailable_text()),
        Failure::Late => of(t.failure_late(), t.api_late_text()),
        Failure::TooLong => of(t.failure_too_long(), t.failure_too_long_text()),
        Failure::Refused(refusal, _) => {
            let (title, _, _) = crate::present::failure(t, failure, &TimeZone::UTC);
            (title, describe::refusal(t, refusal, &TimeZone::UTC, now))
        }
        _ => {
            let (title, text, _) = crate::present::failure(t, failure, &TimeZone::UTC);
            (title, text)
        }
    }
}

/// The header that says what a client needs, or when it can retry.
fn hint(failure: &Failure, now: Timestamp) -> Option<(HeaderName, HeaderValue)> {
    match failure {
        Failure::Api(trouble) => {
            let challenge = match &**trouble {
                Trouble::NoToken => "Bearer realm=\"varsel\"".to_owned(),
                Trouble::BadToken => "Bearer realm=\"varsel\", error=\"invalid_token\"".to_owned(),
                Trouble::OutOfScope(scope) => {
                    format!(
                        "Bearer realm=\"varsel\", error=\"insufficient_scope\", scope=\"{}\"",
                        scope.code()
                    )
                }
                _ => return None,
            };
            HeaderValue::from_str(&challenge).ok().map(|value| (header::WWW_AUTHENTICATE, value))
        }
        failure => failure.retry_after(now).map(|after| (header::RETRY_AFTER, after)),
    }
}
