//! The body of a changing request, and its idempotency key.

use axum::extract::{FromRequest, FromRequestParts as _, Request};
use axum::http::{HeaderMap, HeaderName};
use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};
use sha2::{Digest as _, Sha256};
use varsel_app::intake::ProblemKind;

use super::problem::{FieldProblem, FieldProblemKind, Trouble, Type};
use crate::ask::Ask;
use crate::body;
use crate::failure::Failure;
use crate::nul;
use crate::web::Web;

/// The header that carries an idempotency key.
pub(crate) static IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Maximum length of an idempotency key.
const MAX_KEY: usize = 200;

/// A changing request. Its errors are only reported to a holder of a valid token.
pub(crate) struct Call<I> {
    /// The parsed body, or its errors.
    pub(crate) input: Result<I, Failure>,
    /// Its idempotency key.
    pub(crate) key: Option<String>,
    /// A hash of method, path and body.
    pub(crate) hash: [u8; 32],
    /// Size of its body, in bytes.
    pub(crate) bytes: usize,
}

impl<I: DeserializeOwned> FromRequest<Web> for Call<I> {
    type Rejection = Failure;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        let Ok(ask) = Ask::from_request_parts(&mut parts, web).await;
        if ask.bearer.is_none() {
            return Err(Trouble::NoToken.into());
        }
        let body = body::read(&parts.extensions, body, web, &ask).await?;
        let hash = Sha256::new()
            .chain_update(parts.method.as_str())
            .chain_update(b"\0")
            .chain_update(parts.uri.path())
            .chain_update(b"\0")
            .chain_update(Sha256::digest(&body))
            .finalize()
            .into();
        let (key, input) = match read_key(&parts.headers) {
            Ok(key) if body::is_of_type(&parts.headers, "application/json") => (key, read_json(&body)),
            Ok(key) => (key, Err(Failure::UnsupportedMedia)),
            Err(failure) => (None, Err(failure)),
        };
        Ok(Self { input, key, hash, bytes: body.len() })
    }
}

fn read_key(headers: &HeaderMap) -> Result<Option<String>, Failure> {
    let wrong = |kind| Err(Trouble::Fields(vec![FieldProblem::new("Idempotency-Key", kind)]).into());
    let mut values = headers.get_all(&IDEMPOTENCY_KEY).iter();
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(_), Some(_)) => wrong(FieldProblemKind::Duplicate),
        (Some(value), None) => {
            let bytes = value.as_bytes();
            if (1..=MAX_KEY).contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_graphic) {
                Ok(Some(String::from_utf8_lossy(bytes).into_owned()))
            } else {
                let accepted = format!("1 to {MAX_KEY} visible ASCII characters");
                wrong(FieldProblemKind::Value(ProblemKind::Malformed { accepted }))
            }
        }
    }
}

/// Parses JSON strictly: one value, no unknown fields, nothing after it.
fn read_json<I: DeserializeOwned>(body: &[u8]) -> Result<I, Failure> {
    let mut json = serde_json::Deserializer::from_slice(body);
    let read = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().clone();
        (path, error.into_inner())
    });
    match read {
        Ok(input) => match json.end() {
            Ok(()) => match nul::in_json(body) {
                Some((field, at)) => {
                    let kind = FieldProblemKind::Value(ProblemKind::ControlCharacter { at });
                    Err(Trouble::Fields(vec![FieldProblem { field, kind }]).into())
                }
                None => Ok(input),
            },
            Err(error) => Err(not_json(&error)),
        },
        Err((path, error)) if error.is_data() => {
            Err(Trouble::Fields(vec![field_problem(&path, &error)]).into())
        }
        Err((_, error)) => Err(not_json(&error)),
    }
}

fn not_json(error: &serde_json::Error) -> Failure {
    Trouble::NotJson { line: error.line().max(1), column: error.column().max(1) }.into()
}

/// Classifies serde's complaint about a field from its message, the only place that says it.
fn field_problem(path: &Path, error: &serde_json::Error) -> FieldProblem {
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(text, _)| text);
    let field = dotted(path);
    let below = |name: &str| {
        let name = name.trim_matches('`');
        if field.is_empty() { name.to_owned() } else { format!("{field}.{name}") }
    };
    if let Some(name) = message.strip_prefix("missing field ") {
        return FieldProblem { field: below(name), kind: FieldProblemKind::Value(ProblemKind::Missing) };
    }
    if let Some(name) = message.strip_prefix("duplicate field ") {
        return FieldProblem { field: below(name), kind: FieldProblemKind::Duplicate };
    }
    let kind = if message.starts_with("unknown field ") {
        FieldProblemKind::Unknown { accepted: accepted(message) }
    } else if message.starts_with("unknown variant ") {
        FieldProblemKind::Value(ProblemKind::NotOneOf { accepted: accepted(message) })
    } else {
        let expected = message.rsplit_once(", expected ").map_or(message, |(_, expected)| expected);
        FieldProblemKind::WrongType { expected: named(expected) }
    };
    FieldProblem { field, kind }
}

/// Lists the accepted values in a message: the texts between backticks, except the first, which is what was sent.
fn accepted(message: &str) -> String {
    let (_, expected) = message.rsplit_once(", expected ").unwrap_or_default();
    let names: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
    names.join(", ")
}

/// Parses serde's name of a type.
fn named(expected: &str) -> Type {
    match expected {
        "a string" => Type::Text,
        "a boolean" => Type::Boolean,
        "a sequence" => Type::Array,
        "a map" => Type::Object,
        "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" | "usize" => Type::Integer,
        // Of an array of the wrong length: "struct Report with 3 elements".
        text if text.starts_with("struct ") => Type::Object,
        _ => Type::Other,
    }
}

fn dotted(path: &Path) -> String {
    let segments = path.iter().filter_map(|segment| match segment {
        Segment::Seq { index } => Some(index.to_string()),
        Segment::Map { key } => Some(key.clone()),
        Segment::Enum { .. } | Segment::Unknown => None,
    });
    segments.collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Outer {
        #[expect(dead_code, reason = "only read")]
        inner: Vec<Inner>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        #[expect(dead_code, reason = "only read")]
        #[serde(deserialize_with = "crate::api::code::read")]
        category: varsel_core::case::Category,
    }

    fn told(json: &str) -> (String, String) {
        let Err(Failure::Api(trouble)) = read_json::<Outer>(json.as_bytes()) else {
            panic!("{json} was read")
        };
        match &*trouble {
            Trouble::Fields(problems) => (problems[0].field.clone(), format!("{:?}", problems[0].kind)),
            Trouble::NotJson { line, column } => (format!("{line}:{column}"), "not json".to_owned()),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_mistake_is_told_with_its_place() {
        for (json, field, kind) in [
            (
                r#"{"inner":[{"category":"fire"}]}"#,
                "inner.0.category",
                "NotOneOf { accepted: \"incident, vulnerability, both\" }",
            ),
            (r#"{"inner":[{"category":"both","id":1}]}"#, "inner.0.id", "Unknown { accepted: \"category\" }"),
            (r#"{"inner":[{"category":"both","category":"both"}]}"#, "inner.0.category", "Duplicate"),
            (r#"{"inner":[{"category":3}]}"#, "inner.0.category", "WrongType { expected: Text }"),
            (r#"{"inner":[{}]}"#, "inner.0.category", "Missing"),
            (r#"{"inner":{}}"#, "inner", "WrongType { expected: Array }"),
            ("[]", "", "WrongType { expected: Object }"),
            ("{\n  \"inner\": ]", "2:12", "not json"),
            ("", "1:1", "not json"),
            (r#"{"inner":[]} x"#, "1:14", "not json"),
        ] {
            let (found, said) = told(json);
            assert_eq!(found, field, "{json}");
            assert!(said.contains(kind), "{json}: {said}");
        }
    }

    #[test]
    fn nothing_sent_can_pass_for_what_is_accepted() {
        let (_, said) = told(r#"{"inner":[{"a, expected `b`":1}]}"#);
        assert!(said.contains("accepted: \"category\""), "{said}");
    }
}
