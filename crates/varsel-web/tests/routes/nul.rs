//! The character NUL, in every text that any route takes.

use std::collections::BTreeSet;
use std::path::PathBuf;

use varsel_testkit::{postgres, sqlite};
use varsel_web::{Access, Method, ROUTES, Route};

use super::{Answer, Server, open_on};

/// Lists the names of every field that a page of ours has.
fn field_names() -> Vec<String> {
    let mut folders = vec![PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/templates"))];
    let mut names = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = std::fs::read_to_string(path).unwrap();
                names.extend(
                    text.split("name=\"")
                        .skip(1)
                        .filter_map(|rest| rest.split('"').next())
                        .map(str::to_owned),
                );
            }
        }
    }
    names.retain(|name| {
        name != "csrf" && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    });
    assert!(names.len() > 40, "{names:?}");
    names.into_iter().collect()
}

/// A report with every text that the API takes.
const REPORT: &str = r#"{"category":"both","report":{"title":"T","description":"D","affected":[{"name":"N","plans":["P"],"versions":"V","fixed_in":"F"}],
    "own_reference":"O","noticed_how":"H","vulnerability":{"cves":["CVE-2021-44228"],"cvss":["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"],
    "exploited":"no","public":"no","proof_of_concept":"no","default_configuration":"yes","upstream_component":"U","finder":"F"},
    "incident":{"began":"B","noticed":"N","confirmed":"C","ongoing":"ongoing","touched":["customer_data"],"customers_affected":"C","regions":"R","tokens_to_revoke":"T",
    "told":"T","evidence":"E","contact":"C"},"resolution":{"exists":true,"steps":["S"],"available":"A"},"customer_message":{"kind":"draft","text":"T"},
    "embargo":"2027-12-01T14:00:00Z","tlp":"amber","proposed_severity":"high"}}"#;

/// Each of a document's texts with a NUL in it, one at a time.
fn with_a_nul(document: &str) -> Vec<String> {
    let ends: Vec<usize> = document
        .match_indices('"')
        .map(|(at, _)| at)
        .enumerate()
        // Every second quote ends a text; a colon behind it makes it a name.
        .filter(|(count, at)| count % 2 == 1 && !document[at + 1..].starts_with(':'))
        .map(|(_, at)| at)
        .collect();
    ends.into_iter().map(|at| format!("{}\\u0000{}", &document[..at], &document[at..])).collect()
}

/// Returns the header and the secret of forms of a person who is signed in.
fn signed_in(server: &Server, who: &str) -> (String, String) {
    let cookie = format!("Cookie: varsel={}\r\n", server.sessions[who].1);
    let page = server.ask(Method::Get, "/profile", &cookie, "").body;
    let csrf = page.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    (cookie, csrf.to_owned())
}

#[test]
fn a_nul_is_refused_in_every_text_of_every_route_on_both_engines() {
    for server in [Some(sqlite()), postgres()].into_iter().flatten().map(open_on) {
        let refused = |what: &str, answer: &Answer| {
            assert_eq!(answer.status, 422, "{what}: {}\n{}", answer.head, answer.body);
        };
        let names = field_names();
        let bearer = format!("Authorization: Bearer {}\r\n", server.writing_token);
        for route in ROUTES {
            let what = format!("{:?} {}", route.method, route.path);
            let is_api = matches!(route.access, Access::Token(_));
            // Someone who may, so that what is sent gets as far as it can.
            let may = |who: &&str| match route.access {
                Access::May(action) => server.sessions[*who].0.may(action),
                Access::Open | Access::Signed | Access::Token(_) => true,
            };
            let person = ["owner", "lead", "administrator"].into_iter().find(may).unwrap();
            let (cookie, csrf) = signed_in(&server, person);
            let who = if is_api { &bearer } else { &cookie };
            let body = match route.method {
                Method::Get => "",
                _ if is_api => "{\"text\":\"probe\"}",
                _ => "text=probe",
            };
            // Each part of the path, and a value and a name of the query.
            let parts: Vec<&str> = route.path.split('/').collect();
            for at in (0..parts.len()).filter(|at| parts[*at].starts_with('{')) {
                let mut with = parts.clone();
                with[at] = "a%00b";
                let path = server.path(&Route { path: with.join("/").leak(), ..*route });
                refused(&format!("{what}: {}", parts[at]), &server.ask(route.method, &path, who, body));
            }
            let path = server.path(route);
            let sign = if path.contains('?') { '&' } else { '?' };
            for query in ["q=a%00b", "%00=a"] {
                refused(&what, &server.ask(route.method, &format!("{path}{sign}{query}"), who, body));
            }
            if route.method != Method::Get && !is_api {
                for name in &names {
                    let form = format!("csrf={csrf}&{name}=a%00b");
                    refused(&format!("{what}: {name}"), &server.ask(route.method, &path, who, &form));
                }
            }
        }
        let (cookie, csrf) = signed_in(&server, "owner");
        // What was typed is handed back without it; a name with one is refused too.
        for name in names.into_iter().chain(["a%00b".to_owned()]) {
            let form = format!("csrf={csrf}&{name}=a%00b%20and%20more");
            let answer = server.ask(Method::Post, "/profile", &cookie, &form);
            refused(&name, &answer);
            assert!(!answer.body.contains('\0'), "{name}");
            let kept = answer.body.contains("value=\"ab and more\"");
            let is_secret = name.contains("password") || ["again", "current"].contains(&name.as_str());
            assert_eq!(kept, !is_secret, "{name}: what was typed is handed back without it");
        }
        let posts = with_a_nul(REPORT).into_iter().map(|json| ("/api/v1/cases".to_owned(), json));
        let case = format!("/api/v1/cases/{}/messages", server.case.number.unwrap());
        let mut sent = 0;
        for (path, json) in posts.chain([(case, "{\"text\":\"a\\u0000b\"}".to_owned())]) {
            let answer = server.ask(Method::Post, &path, &bearer, &json);
            refused(&json, &answer);
            assert!(answer.body.contains("\"errors\":[{\"field\":"), "{json}: {}", answer.body);
            sent += 1;
        }
        assert!(sent >= 30, "{sent}");
        // In a header it is no HTTP at all.
        let answer =
            server.ask(Method::Post, "/api/v1/cases", &format!("{bearer}Idempotency-Key: a\0b\r\n"), REPORT);
        assert_eq!(answer.status, 400, "{}", answer.head);
    }
}
