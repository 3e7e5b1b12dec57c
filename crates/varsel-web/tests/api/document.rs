//! The description of the API says what the API does.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use varsel_core::case::Command;
use varsel_core::text::Prose;
use varsel_web::{Access, Method, ROUTES};

use crate::server::{Answer, Server, report};

fn document() -> Value {
    serde_json::from_str(&varsel_web::api::openapi_json()).unwrap()
}

/// Follows a reference.
fn resolve<'a>(root: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str() {
        Some(at) => root.pointer(at.trim_start_matches('#')).unwrap_or_else(|| panic!("{at} is nowhere")),
        None => schema,
    }
}

/// Collects the properties and required names of an object's schema, through `allOf`.
fn shape<'a>(
    root: &'a Value,
    schema: &'a Value,
    into: &mut Vec<(&'a str, &'a Value)>,
    required: &mut Vec<&'a str>,
) {
    let schema = resolve(root, schema);
    for part in schema["allOf"].as_array().into_iter().flatten() {
        shape(root, part, into, required);
    }
    into.extend(schema["properties"].as_object().into_iter().flatten().map(|(name, s)| (name.as_str(), s)));
    required.extend(schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str));
}

/// Checks a value against a schema; properties that the schema does not name are mistakes too.
fn check(root: &Value, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
    let schema = resolve(root, schema);
    if let Some(choices) = schema["oneOf"].as_array().or(schema["anyOf"].as_array()) {
        let tried: Vec<_> = choices.iter().map(|choice| check(root, choice, value, at)).collect();
        return match tried.iter().filter(|tried| tried.is_ok()).count() {
            1 => Ok(()),
            n => Err(format!("{at}: {n} of the choices fit: {tried:?}")),
        };
    }
    let actual = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let expected = match &schema["type"] {
        Value::Null if schema.get("allOf").is_some() => vec!["object"],
        Value::String(one) => vec![one.as_str()],
        many => many.as_array().ok_or(format!("{at}: no type"))?.iter().filter_map(Value::as_str).collect(),
    };
    if !expected.contains(&actual) {
        return Err(format!("{at}: {actual} is not {expected:?}"));
    }
    if let Some(accepted) = schema["enum"].as_array()
        && !accepted.contains(value)
    {
        return Err(format!("{at}: {value} is not of {accepted:?}"));
    }
    match value {
        Value::Array(items) => {
            let mut each = items.iter().enumerate();
            each.try_for_each(|(i, item)| check(root, &schema["items"], item, &format!("{at}.{i}")))
        }
        Value::Object(fields) => {
            let (mut properties, mut required) = (Vec::new(), Vec::new());
            shape(root, schema, &mut properties, &mut required);
            if let Some(name) = required.iter().find(|name| !fields.contains_key(**name)) {
                return Err(format!("{at}: {name} is missing"));
            }
            fields.iter().try_for_each(|(name, field)| {
                let found = properties.iter().find(|(known, _)| known == name);
                let (_, schema) = found.ok_or(format!("{at}: {name} is not described"))?;
                check(root, schema, field, &format!("{at}.{name}"))
            })
        }
        _ => Ok(()),
    }
}

/// Checks an answer against what the document says of it.
fn conforms(root: &Value, method: &str, path: &str, answer: &Answer) {
    let operation = &root["paths"][path][method];
    let response = &operation["responses"][answer.status.to_string()];
    let kind = answer.header("content-type").unwrap();
    let schema = &response["content"][kind]["schema"];
    assert!(schema.is_object(), "{method} {path} {}: {kind} is not described", answer.status);
    if let Err(why) = check(root, schema, &answer.json(), "") {
        panic!("{method} {path} {}: {why}\n{:#}", answer.status, answer.json());
    }
}

#[test]
fn every_route_is_described_and_every_description_is_a_route() {
    let routes: BTreeSet<(String, String)> = ROUTES
        .iter()
        .filter(|route| route.path.starts_with("/api/"))
        .map(|route| (format!("{:?}", route.method).to_lowercase(), route.path.to_owned()))
        .collect();
    let document = document();
    let mut described = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            described.insert((method.clone(), path.clone()));
        }
    }
    assert_eq!(described, routes);
    for route in ROUTES.iter().filter(|route| route.path.starts_with("/api/")) {
        let method = if route.method == Method::Get { "get" } else { "post" };
        let secured = !document["paths"][route.path][method]["security"].is_null();
        assert_eq!(matches!(route.access, Access::Token(_)), secured, "{}", route.path);
    }
}

#[test]
fn every_reference_leads_somewhere() {
    fn walk(root: &Value, value: &Value) {
        if value["$ref"].is_string() {
            resolve(root, value);
        }
        match value {
            Value::Array(items) => items.iter().for_each(|item| walk(root, item)),
            Value::Object(fields) => fields.values().for_each(|field| walk(root, field)),
            _ => {}
        }
    }
    let document = document();
    assert_eq!(document["openapi"], "3.1.0");
    walk(&document, &document);
    assert_eq!(varsel_web::api::openapi_json(), varsel_web::api::openapi_json());
}

#[test]
fn answers_are_as_they_are_described() {
    let server = Server::start();
    let answer = server.send("GET", "/api/v1/openapi.json", None, &[], None);
    assert_eq!((answer.status, answer.json()), (200, document()));
    let root = document();
    if let Err(why) = check(&root, &root["components"]["schemas"]["NewCase"], &report(), "") {
        panic!("{why}");
    }
    let cases = "/api/v1/cases";
    let created = server.post(cases, &server.owner.token, &report());
    conforms(&root, "post", cases, &created);
    let number = created.json()["number"].as_str().unwrap().to_owned();
    server.as_analyst(&number, Command::Acknowledge { message: Prose::new("Seen.").unwrap() });
    let messages = "/api/v1/cases/{number}/messages";
    let text = json!({ "text": "hello" });
    let send = |token: &str, body: &Value| server.post(&messages.replace("{number}", &number), token, body);
    conforms(&root, "post", messages, &send(&server.owner.token, &text));
    for token in [&server.owner.token, &server.analyst.token] {
        conforms(&root, "get", cases, &server.get("/api/v1/cases?limit=1", token));
        for path in ["/api/v1/cases/{number}", "/api/v1/cases/{number}/timeline"] {
            conforms(&root, "get", path, &server.get(&path.replace("{number}", &number), token));
        }
    }
    let reason = Prose::new("Reported twice.").unwrap();
    let (ctx, actor, withdrawn) =
        (server.surroundings.context(), server.owner.actor, number.parse().unwrap());
    let withdraw = Command::Withdraw { reason };
    let done =
        server.store().write(move |tx| varsel_app::cases::act(tx, &ctx, &actor, withdrawn, withdraw, None));
    done.wait().unwrap();
    for (status, answer) in [
        (409, send(&server.owner.token, &text)),
        (409, send(&server.analyst.token, &text)),
        (401, send("nonsense", &text)),
        (403, send(&server.viewer.token, &text)),
        (404, send(&server.stranger.token, &text)),
        (422, send(&server.owner.token, &json!({ "text": "" }))),
    ] {
        assert_eq!(answer.status, status);
        conforms(&root, "post", messages, &answer);
    }
}
