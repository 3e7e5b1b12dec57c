//! The character NUL, which PostgreSQL cannot store: refused at the edge, on both engines.
//!
//! [`crate::form`] refuses it in forms, [`crate::api`] in JSON, [`refuse`] in addresses; headers cannot contain it. The store
//! refuses it from anywhere else.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use serde_json::Value;

use crate::failure::Failure;

/// Refuses an address with the character in its path or query, before it is used.
pub(crate) async fn refuse(request: Request, next: Next) -> Response {
    let address = request.uri().path_and_query().map_or("", |address| address.as_str());
    // A percent sign itself is encoded as %25, so this cannot be part of something else.
    if address.contains("%00") {
        return Failure::NulCharacter.into_response();
    }
    next.run(request).await
}

/// Finds the first text of a JSON document that contains the character: its path, and the position in the text, from 1.
pub(crate) fn in_json(body: &[u8]) -> Option<(String, usize)> {
    // JSON can only contain it escaped; hardly any document does, and the others are not parsed twice.
    body.windows(6).any(|window| window == b"\\u0000").then_some(())?;
    let document: Value = serde_json::from_slice(body).ok()?;
    in_value(&document, &mut Vec::new())
}

fn in_value(value: &Value, path: &mut Vec<String>) -> Option<(String, usize)> {
    let found = |text: &str, path: &[String]| {
        text.chars().position(|c| c == '\0').map(|at| (path.join(".").replace('\0', ""), at + 1))
    };
    let mut below = |name: String, value: &Value| {
        path.push(name);
        let place = path.last().and_then(|name| found(name, path)).or_else(|| in_value(value, path));
        path.pop();
        place
    };
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
        Value::String(text) => found(text, path),
        Value::Array(items) => items.iter().enumerate().find_map(|(at, item)| below(at.to_string(), item)),
        Value::Object(fields) => fields.iter().find_map(|(name, value)| below(name.clone(), value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_in_a_document_is_said() {
        let place = |json: &str| in_json(json.as_bytes());
        assert_eq!(place(r#"{"a":{"b":["x","yå\u0000z"]}}"#), Some(("a.b.1".to_owned(), 3)));
        assert_eq!(place(r#"{"a":{"b\u0000":1}}"#), Some(("a.b".to_owned(), 2)));
        assert_eq!(place(r#""\u0000""#), Some((String::new(), 1)));
        assert_eq!(place(r#"{"a":"\\u0000"}"#), None, "a backslash, and digits");
        assert_eq!(place(r#"{"a":"plain"}"#), None);
    }
}
