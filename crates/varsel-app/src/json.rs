//! What is wrong with a JSON text, in words that a person reads who did not write the parser.

use serde_json::error::Category;

/// Says what is wrong: `not JSON: it ends too early`, `` `id` is missing ``.
pub fn words(error: &serde_json::Error) -> String {
    if error.is_syntax() || error.is_eof() { format!("not JSON: {}", fault(error)) } else { fault(error) }
}

/// Says what is wrong with what is known not to be as it should: `it ends too early`.
pub fn fault(error: &serde_json::Error) -> String {
    let said = error.to_string();
    let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(message, _)| message);
    match error.classify() {
        Category::Io => said.to_owned(),
        Category::Eof if is_empty(error) => "it is empty".to_owned(),
        Category::Eof => "it ends too early".to_owned(),
        Category::Syntax => syntax(said).to_owned(),
        Category::Data => data(said),
    }
}

fn is_empty(error: &serde_json::Error) -> bool {
    error.is_eof() && error.line() <= 1 && error.column() == 0
}

/// Says what is wrong and where: `not JSON: it ends too early (line 3, column 5)`. An empty text has no place.
pub fn words_with_place(error: &serde_json::Error) -> String {
    match (error.line(), error.column()) {
        (0, _) => words(error),
        _ if is_empty(error) || error.is_io() => words(error),
        // Nothing of that line was read yet.
        (line, 0) => format!("{} (line {line})", words(error)),
        (line, column) => format!("{} (line {line}, column {column})", words(error)),
    }
}

fn syntax(said: &str) -> &str {
    match said {
        "expected value" => "a value is needed here",
        "expected ident" => "only true, false and null are written without quotes",
        "expected `:`" => "a colon is needed here",
        "expected `,` or `}`" => "a comma or } is needed here",
        "expected `,` or `]`" => "a comma or ] is needed here",
        "key must be a string" => "a name in quotes is needed here",
        "trailing comma" => "nothing comes after this comma",
        "trailing characters" => "nothing may come after it",
        "control character (\\u0000-\\u001F) found while parsing a string" => {
            "a line break or control character in quotes is written with \\"
        }
        "invalid escape" => "what follows this \\ is not an escape",
        "invalid number" => "this is not a number",
        "number out of range" => "this number is too large",
        "recursion limit exceeded" => "it is nested too deeply",
        _ => "it cannot be read here",
    }
}

fn data(said: &str) -> String {
    if let Some(name) = said.strip_prefix("missing field ") {
        return format!("{name} is missing");
    }
    if let Some(name) = said.strip_prefix("duplicate field ") {
        return format!("{name} is given twice");
    }
    for unknown in ["unknown field ", "unknown variant "] {
        if let Some((name, accepted)) = said.strip_prefix(unknown).and_then(|rest| rest.split_once(", ")) {
            let accepted = accepted.strip_prefix("expected one of ").or(accepted.strip_prefix("expected "));
            return match accepted {
                Some(accepted) => format!("{name} is not accepted; accepted: {accepted}"),
                None => format!("{name} is not accepted"),
            };
        }
    }
    let typed = said.strip_prefix("invalid type: ").or(said.strip_prefix("invalid value: "));
    match typed.and_then(|rest| rest.rsplit_once(", expected ")) {
        Some((given, needed)) => format!("{} is needed, not {}", named(needed), named(given)),
        None => said.to_owned(),
    }
}

/// Names a type, or a value with its type, as JSON does.
fn named(type_of: &str) -> String {
    let value = |kind: &str| Some(type_of.strip_prefix(kind)?.trim().to_owned());
    match type_of {
        "a string" | "a borrowed string" | "a string or a map" => "a text".to_owned(),
        "a sequence" | "sequence" => "a list".to_owned(),
        "a map" | "map" => "an object".to_owned(),
        "unit" | "null" => "null".to_owned(),
        "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number".to_owned(),
        "f32" | "f64" => "a number".to_owned(),
        text if text.starts_with("struct ") => "an object".to_owned(),
        text => {
            let plain = ["string ", "integer ", "floating point ", "boolean "].iter().find_map(|k| value(k));
            plain.map_or_else(|| text.to_owned(), |given| given.replace('`', ""))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize, Debug)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only reading it is tested")]
    struct Example {
        id: String,
        #[serde(default)]
        days: Vec<u8>,
    }

    #[test]
    fn what_is_wrong_is_said_without_the_parsers_words() {
        for (text, said) in [
            ("", "not JSON: it is empty"),
            (r#"{"id": "a""#, "not JSON: it ends too early (line 1, column 10)"),
            ("no", "not JSON: only true, false and null are written without quotes (line 1, column 2)"),
            ("<html>", "not JSON: a value is needed here (line 1, column 1)"),
            ("{\n\"id\" 7}", "not JSON: a colon is needed here (line 2, column 6)"),
            (r#"{"id": "a"} x"#, "not JSON: nothing may come after it (line 1, column 13)"),
            (r#"{"id": "a",}"#, "not JSON: nothing comes after this comma (line 1, column 12)"),
            (
                "{\"id\": \"a\nb\"}",
                "not JSON: a line break or control character in quotes is written with \\ (line 2)",
            ),
            ("{}", "`id` is missing (line 1, column 2)"),
            (r#"{"id":"a","id":"b"}"#, "`id` is given twice (line 1, column 14)"),
            (
                r#"{"id":"a","name":"b"}"#,
                "`name` is not accepted; accepted: `id` or `days` (line 1, column 16)",
            ),
            (r#"{"id":7}"#, "a text is needed, not 7 (line 1, column 7)"),
            (r#"{"id":"a","days":{}}"#, "a list is needed, not an object (line 1, column 17)"),
            (r#"{"id":"a","days":["x"]}"#, "a whole number is needed, not \"x\" (line 1, column 21)"),
            (r#"{"id":"a","days":[300]}"#, "a whole number is needed, not 300 (line 1, column 21)"),
        ] {
            let error = serde_json::from_str::<Example>(text).unwrap_err();
            assert_eq!(words_with_place(&error), said, "{text}");
        }
    }
}
