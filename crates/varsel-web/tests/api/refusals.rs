//! What does not work, and how that is told.

use serde_json::{Value, json};
use varsel_core::case::{Command, Outcome, OutcomeStatement};
use varsel_core::text::Prose;
use varsel_store::{Sql, StoreError};

use crate::server::{BODY_LIMIT, Server, report};

/// A number that is well formed and names no case.
fn unused() -> String {
    let prefix = varsel_core::confirmation_number::Prefix::DEFAULT;
    varsel_core::confirmation_number::ConfirmationNumber::from_random(prefix, 1).to_string()
}

#[test]
fn only_tokens_open_the_door() {
    let server = Server::start();
    let number = server.create();
    let routes = [
        ("GET", "/api/v1/cases".to_owned()),
        ("POST", "/api/v1/cases".to_owned()),
        ("GET", format!("/api/v1/cases/{number}")),
        ("GET", format!("/api/v1/cases/{number}/timeline")),
        ("POST", format!("/api/v1/cases/{number}/messages")),
    ];
    for (method, path) in &routes {
        let body: Option<&[u8]> = (*method == "POST").then_some(b"nonsense");
        let bare = server.send(method, path, None, &[("cookie", "varsel=00")], body);
        assert_eq!((bare.status, bare.problem().as_str()), (401, "token_missing"), "{method} {path}");
        assert_eq!(bare.header("www-authenticate"), Some("Bearer realm=\"varsel\""));
        let wrong = server.send(method, path, Some("varsel_0123"), &[], body);
        assert_eq!((wrong.status, wrong.problem().as_str()), (401, "token_invalid"), "{method} {path}");
        assert!(wrong.header("www-authenticate").unwrap().contains("error=\"invalid_token\""));
        let (other, scope) = match *method {
            "GET" => (&server.owner.writing, "cases:read"),
            _ => (&server.owner.reading, "cases:write"),
        };
        let narrow = server.send(method, path, Some(other), &[], body);
        assert_eq!(
            (narrow.status, narrow.problem().as_str()),
            (403, "insufficient_scope"),
            "{method} {path}"
        );
        assert!(narrow.header("www-authenticate").unwrap().contains(&format!("scope=\"{scope}\"")));
        let administrator = server.send(method, path, Some(&server.administrator.token), &[], body);
        assert_eq!((administrator.status, administrator.problem().as_str()), (403, "not_allowed"));
    }
    for (path, body) in [
        ("/api/v1/cases".to_owned(), report()),
        (format!("/api/v1/cases/{number}/messages"), json!({ "text": "hello" })),
    ] {
        let viewer = server.post(&path, &server.viewer.token, &body);
        assert_eq!((viewer.status, viewer.problem().as_str()), (403, "not_allowed"), "{path}");
    }
    let analyst = server.post("/api/v1/cases", &server.analyst.token, &report());
    assert_eq!(analyst.status, 403);
    assert_eq!(server.count(), 1);
    server.later(31 * 24 * 60);
    assert_eq!(server.get("/api/v1/cases", &server.owner.token).problem(), "token_invalid");
}

#[test]
fn what_others_own_looks_like_what_does_not_exist() {
    let server = Server::start();
    let number = server.create();
    let nowhere = server.get(&format!("/api/v1/cases/{}", unused()), &server.stranger.token);
    assert_eq!((nowhere.status, nowhere.problem().as_str()), (404, "not_found"));
    for path in [
        format!("/api/v1/cases/{number}"),
        format!("/api/v1/cases/{number}/timeline"),
        "/api/v1/cases/nonsense".to_owned(),
        "/api/v1/cases/%FF".to_owned(),
        "/api/v1/nonsense".to_owned(),
    ] {
        let answer = server.get(&path, &server.stranger.token);
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.bytes, nowhere.bytes, "{path}");
    }
    for (given, text) in [(number, "hello"), (unused(), "hello"), (unused(), ""), ("nonsense".to_owned(), "")]
    {
        let answer = server.post(
            &format!("/api/v1/cases/{given}/messages"),
            &server.stranger.token,
            &json!({ "text": text }),
        );
        assert_eq!((answer.status, &answer.bytes), (404, &nowhere.bytes), "{given} {text}");
    }
}

#[test]
fn a_body_is_read_strictly() {
    let server = Server::start();
    let send = |kind: &str, body: &[u8]| {
        server.send("POST", "/api/v1/cases", Some(&server.owner.token), &[("content-type", kind)], Some(body))
    };
    for kind in ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", ""] {
        let answer = send(kind, report().to_string().as_bytes());
        assert_eq!((answer.status, answer.problem().as_str()), (415, "unsupported_media_type"), "{kind}");
    }
    let ok = send("Application/JSON; charset=utf-8", report().to_string().as_bytes());
    assert_eq!(ok.status, 201);
    let torn = send("application/json", b"{\n  \"category\": \"both\",\n  \"report\": {");
    assert_eq!((torn.status, torn.problem().as_str()), (400, "not_json"));
    assert!(torn.json()["detail"].as_str().unwrap().contains("line 3"), "{}", torn.json());
    for body in [&b""[..], b"\xff\xfe", b"{} {}", "[".repeat(20_000).as_bytes()] {
        let answer = send("application/json", body);
        assert!(matches!(answer.status, 400 | 422), "{}", answer.json());
        answer.problem();
    }
    let large = send("application/json", &vec![b' '; BODY_LIMIT + 1]);
    assert_eq!((large.status, large.problem().as_str()), (413, "too_large"));
    let method = server.send("DELETE", "/api/v1/cases", Some(&server.owner.token), &[], None);
    assert_eq!((method.status, method.problem().as_str()), (405, "method_not_allowed"));
    assert_eq!(server.count(), 1);
}

#[test]
fn wrong_fields_are_told_with_path_and_what_is_accepted() {
    let server = Server::start();
    let fields = |change: &dyn Fn(&mut Value)| {
        let mut body = report();
        change(&mut body);
        server.post("/api/v1/cases", &server.owner.token, &body).fields()
    };
    assert_eq!(fields(&|b| b["category"] = json!("fire")), ["category: not_one_of"]);
    assert_eq!(fields(&|b| b["category"] = json!(3)), ["category: wrong_type"]);
    assert_eq!(fields(&|b| drop(b.as_object_mut().unwrap().remove("category"))), ["category: missing"]);
    assert_eq!(fields(&|b| b["report"]["affected"] = json!("all")), ["report.affected: wrong_type"]);
    assert_eq!(
        fields(&|b| b["report"]["affected"][0]["colour"] = json!("red")),
        ["report.affected.0.colour: unknown_field"]
    );
    assert_eq!(
        fields(&|b| {
            b["report"]["title"] = json!("");
            b["report"]["affected"][0]["offer"] = json!("heron-mail");
            b["report"]["vulnerability"]["cves"] = json!(["CVE-1"]);
            b["report"]["vulnerability"]["cvss"] = json!(["AV:N"]);
            b["report"]["tlp"] = json!("pink");
            b["report"]["embargo"] = json!("soon");
        }),
        [
            "report.title: missing",
            "report.affected.0.offer: unknown_offer",
            "report.vulnerability.cves: bad_cve",
            "report.vulnerability.cvss: bad_cvss",
            "report.embargo: bad_instant",
            "report.tlp: not_one_of",
        ]
    );
    let number = server.create();
    let messages = format!("/api/v1/cases/{number}/messages");
    for (body, field) in [
        (json!({}), "text: missing"),
        (json!({ "text": " " }), "text: missing"),
        (json!({ "text": "x".repeat(20_001) }), "text: too_long"),
        (json!({ "text": "bell\u{7}" }), "text: control_character"),
        (json!({ "text": "hello", "side": "desk" }), "side: unknown_field"),
    ] {
        assert_eq!(server.post(&messages, &server.owner.token, &body).fields(), [field]);
    }
    let mut body = report();
    body["report"]["tlp"] = json!("pink");
    let swedish =
        server.post_with("/api/v1/cases", &server.owner.token, &body, &[("accept-language", "sv-SE")]);
    assert_eq!(swedish.header("content-language"), Some("sv"));
    let detail = swedish.json()["errors"][0]["detail"].as_str().unwrap().to_owned();
    assert!(detail.starts_with("Ogiltigt värde") && detail.contains("amber_strict"), "{detail}");
    assert_eq!(server.count(), 1);
}

#[test]
fn no_field_of_the_database_can_be_set() {
    let server = Server::start();
    for name in [
        "id",
        "number",
        "publisher",
        "publisher_id",
        "org_id",
        "role",
        "status",
        "stage",
        "severity",
        "priority",
        "version",
        "snapshot",
        "is_open",
        "owner",
        "owner_id",
        "waiting_on",
        "urgent",
        "outcome",
        "promise",
        "promise_due",
        "due",
        "duty",
        "submitted_at",
        "acknowledged_at",
        "created_at",
        "updated_at",
        "author",
        "path",
        "sla_due",
        "draft",
    ] {
        for place in ["", "/report", "/report/affected/0", "/report/vulnerability", "/report/resolution"] {
            let mut body = report();
            body.pointer_mut(place).unwrap()[name] = json!("x");
            let field = format!("{place}/{name}").trim_start_matches('/').replace('/', ".");
            let answer = server.post("/api/v1/cases", &server.owner.token, &body);
            assert_eq!(answer.fields(), [format!("{field}: unknown_field")]);
        }
    }
    assert_eq!(server.count(), 0);
}

#[test]
fn filters_take_known_names_and_values_only() {
    let server = Server::start();
    server.create();
    for (query, field) in [
        ("severity=worst", "severity: not_one_of"),
        ("severity=", "severity: not_one_of"),
        ("severity=high&severity=low", "severity: duplicate_field"),
        ("priority=P1", "priority: not_one_of"),
        ("category=fire", "category: not_one_of"),
        ("stage=open'%20or%201=1--", "stage: not_one_of"),
        ("view=mine", "view: not_one_of"),
        ("limit=0", "limit: out_of_range"),
        ("limit=101", "limit: out_of_range"),
        ("limit=ten", "limit: out_of_range"),
        ("limit=1;drop%20table%20person", "limit: out_of_range"),
        ("after=x", "after: malformed"),
        ("after=1.%27", "after: malformed"),
        ("sort=title", "sort: unknown_field"),
        ("owner=Ada", "owner: unknown_field"),
        ("snapshot=x", "snapshot: unknown_field"),
        ("publisher=nobody", "publisher: malformed"),
        ("publisher=", "publisher: malformed"),
    ] {
        assert_eq!(
            server.get(&format!("/api/v1/cases?{query}"), &server.analyst.token).fields(),
            [field],
            "{query}"
        );
    }
    for (query, field) in [
        ("publisher=quill", "publisher: unknown_field"),
        ("view=unowned", "view: not_one_of"),
        ("view=open", "view: not_one_of"),
    ] {
        assert_eq!(
            server.get(&format!("/api/v1/cases?{query}"), &server.owner.token).fields(),
            [field],
            "{query}"
        );
    }
    let number = server.create();
    for (query, field) in [
        ("before=x", "before: malformed"),
        ("before=-1", "before: malformed"),
        ("kind=note", "kind: unknown_field"),
    ] {
        let path = format!("/api/v1/cases/{number}/timeline?{query}");
        assert_eq!(server.get(&path, &server.owner.token).fields(), [field], "{query}");
    }
}

#[test]
fn a_conflict_shows_the_case_as_it_is_now() {
    let server = Server::start();
    let number = server.create();
    let sentence = |text: &str| Prose::new(text).unwrap();
    server.as_analyst(&number, Command::Acknowledge { message: Prose::new("Seen.").unwrap() });
    let statement = OutcomeStatement {
        outcome: Outcome::NotASecurityEvent,
        sentence: sentence("It works as it should."),
        until: None,
    };
    server.as_analyst(&number, Command::Close { statement });
    let path = format!("/api/v1/cases/{number}");
    for (who, desk) in [(&server.owner, false), (&server.analyst, true)] {
        let late = server.post(&format!("{path}/messages"), &who.token, &json!({ "text": "One more thing" }));
        assert_eq!((late.status, late.problem().as_str()), (409, "wrong_stage"), "{}", late.json());
        let current = &late.json()["current"];
        assert_eq!(*current, server.get(&path, &who.token).json());
        assert_eq!(current["stage"], "closed");
        assert_eq!(current["outcome"]["code"], "not_a_security_event");
        assert_eq!(current.get("owner").is_some(), desk);
    }
}

#[test]
fn a_database_that_is_away_is_told_as_such() {
    let server = Server::start();
    server.store().close();
    for answer in [
        server.get("/api/v1/cases", &server.owner.token),
        server.post("/api/v1/cases", &server.owner.token, &report()),
    ] {
        assert_eq!((answer.status, answer.problem().as_str()), (503, "unavailable"));
        assert!(answer.header("retry-after").unwrap().parse::<u32>().unwrap() > 0);
    }
}

/// What is sent and has no place must not seem to have been taken.
#[test]
fn what_a_report_has_no_place_for_is_refused_and_nothing_is_stored() {
    let server = Server::start();
    let mut new = report();
    new["category"] = json!("vulnerability");
    new["report"]["incident"] = json!({ "regions": "EU" });
    new["report"]["resolution"] = json!({ "exists": false, "steps": ["Update."] });
    new["report"]["customer_message"] = json!({ "kind": "help", "text": "Dear customer" });
    let answer = server.post("/api/v1/cases", &server.owner.writing, &new);
    assert_eq!((answer.status, answer.problem().as_str()), (422, "invalid"));
    let told: Value = serde_json::from_slice(&answer.bytes).unwrap();
    let errors = told["errors"].as_array().unwrap().iter();
    let errors: Vec<_> =
        errors.map(|e| (e["field"].as_str().unwrap(), e["code"].as_str().unwrap())).collect();
    assert_eq!(
        errors,
        [
            ("report.incident", "not_asked"),
            ("report.resolution.steps", "not_asked"),
            ("report.customer_message.text", "not_asked"),
        ]
    );
    assert_eq!(server.count(), 0);
}

#[test]
fn who_sends_too_much_is_told_when_to_go_on() {
    let server = Server::start();
    let path = format!("/api/v1/cases/{}/messages", server.create());
    let most = varsel_app::limits::Limits::default().messages;
    let send = |key: &str, language: &str| {
        let headers =
            [("idempotency-key", key), ("accept-language", language), ("content-type", "application/json")];
        server.send("POST", &path, Some(&server.owner.token), &headers, Some(br#"{"text":"More."}"#))
    };
    for n in 0..most {
        assert_eq!(send(&format!("key-{n}"), "en").status, 201, "message {n}");
    }
    server.later(15);
    for (language, sentence) in [("en", "an hour from one person"), ("sv", "i timmen per person")] {
        let refused = send("one-more", language);
        assert_eq!((refused.status, refused.problem().as_str()), (429, "over_limit"));
        assert_eq!(refused.header("retry-after"), Some("2700"));
        let detail = refused.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains(sentence) && detail.contains(&most.to_string()), "{detail}");
    }
    assert_eq!(send("key-7", "en").status, 201, "what was taken is answered as it was");
    let others = server.send("POST", &path, Some(&server.analyst.token), &[], Some(br#"{"text":"We see."}"#));
    assert_ne!(others.status, 429, "the desk is not held up by its publishers");
    server.later(45);
    assert_eq!(send("one-more", "en").status, 201);
}

#[test]
fn a_full_disk_is_said_as_such_and_can_be_read_from() {
    const FULL: Sql = Sql { name: "test/full", sqlite: "pragma max_page_count = 1", postgres: "select 1" };
    let server = Server::start();
    let limited: Result<_, StoreError> = server.store().write(|tx| tx.query(&FULL, &[], |_| Ok(()))).wait();
    limited.unwrap();
    let mut long = report();
    long["report"]["description"] = json!("What we know so far. ".repeat(900));
    let answer = server.post("/api/v1/cases", &server.owner.token, &long);
    assert_eq!((answer.status, answer.problem().as_str()), (503, "disk_full"), "{}", answer.json());
    assert!(answer.header("retry-after").is_some());
    assert_eq!(server.get("/api/v1/cases", &server.owner.token).status, 200);
}
