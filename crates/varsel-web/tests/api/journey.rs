//! What works: create, read, list, write, read the timeline, on both sides.

use serde_json::json;
use varsel_core::case::{Command, FactKind, FactStatus};
use varsel_core::score::{Priority, Severity};
use varsel_core::text::Prose;

use crate::server::{Server, report};

#[test]
fn a_case_is_created_and_read_back_as_it_was_sent() {
    let server = Server::start();
    let created = server.post("/api/v1/cases", &server.owner.token, &report());
    assert_eq!(created.status, 201, "{}", created.json());
    let case = created.json();
    let number = case["number"].as_str().unwrap();
    assert_eq!(created.header("location"), Some(format!("/api/v1/cases/{number}").as_str()));
    assert_eq!(created.header("content-type"), Some("application/json"));
    assert_eq!(created.header("cache-control"), Some("no-store"));
    assert_eq!(case["stage"], "received");
    assert_eq!(case["waiting_on"], "desk");
    assert_eq!(case["urgent"], true);
    assert_eq!(case["submitted_at"], "2026-11-23T09:00:00Z");
    assert_eq!(
        case["promise"],
        json!({
            "due": "2026-11-24T16:00:00Z",
            "zone": "Europe/Stockholm",
            "skipped": [],
            "rule": "next_business_day",
            "calendar": 1,
            "counted": "Received Mon 23 Nov 2026, 10:00 Stockholm. Tue 24 Nov 2026 is the next business day; it closes at 17:00.",
            "missed": null,
        })
    );
    assert_eq!(
        case["next_step"],
        json!({ "party": "desk", "duty": "acknowledge", "due": "2026-11-24T16:00:00Z" })
    );
    assert_eq!(case["publisher"], json!({ "key": "quill", "name": "Quill Works" }));
    assert_eq!(case["severity"], json!(null));
    let sent = report();
    for field in ["title", "description", "tlp"] {
        assert_eq!(case["report"][field], sent["report"][field], "{field}");
    }
    assert_eq!(case["report"]["affected"][0]["offer"], "quill-log");
    assert_eq!(case["report"]["affected"][0]["name"], "Quill Log");
    assert_eq!(case["report"]["vulnerability"]["exploited"], "yes");
    assert_eq!(case["report"]["vulnerability"]["public"], "unknown");

    let read = server.get(&format!("/api/v1/cases/{number}"), &server.viewer.reading);
    assert_eq!((read.status, read.json()), (200, case.clone()));
    let typed = number.to_lowercase().replace('-', "");
    assert_eq!(server.get(&format!("/api/v1/cases/{typed}"), &server.owner.token).json(), case);

    // What was read can be sent again: one shape for both directions.
    let again = server.post(
        "/api/v1/cases",
        &server.owner.token,
        &json!({ "category": case["category"], "report": case["report"] }),
    );
    assert_eq!(again.status, 201, "{}", again.json());
    assert_eq!(again.json()["report"], case["report"]);
}

#[test]
fn each_side_sees_what_is_theirs() {
    let server = Server::start();
    let number = server.create();
    server.later(30);
    server.as_analyst(&number, Command::Acknowledge { message: Prose::new("I am on it.").unwrap() });
    server.as_analyst(&number, Command::AddNote { text: Prose::new("CANARY about the publisher").unwrap() });
    let due = server.clock.now() + jiff::SignedDuration::from_hours(30);
    server.as_analyst(&number, Command::Ask { text: Prose::new("Since which version?").unwrap(), due });
    server.as_analyst(
        &number,
        Command::Assess {
            severity: Severity::Critical,
            severity_reason: Prose::new("Anybody can run code").unwrap(),
            priority: Priority::P1,
            priority_reason: Prose::new("It is used now").unwrap(),
        },
    );
    let fact = Command::Assert { fact: FactKind::Exploited, status: FactStatus::Yes, note: None };
    server.as_analyst(&number, fact);

    let path = format!("/api/v1/cases/{number}");
    let shown = server.get(&path, &server.owner.token);
    let case = shown.json();
    assert_eq!(case["severity"]["value"], "critical");
    assert_eq!(case["severity"]["reason"], "Anybody can run code");
    assert_eq!(case["priority"]["value"], "p1");
    assert_eq!(case["questions"][0]["text"], "Since which version?");
    assert_eq!(case["facts"][0]["kind"], "exploited");
    assert_eq!(case["facts"][0]["side"], "desk");
    assert_eq!(case["waiting_on"], "publisher");
    assert_eq!(case["next_step"]["party"], "publisher");
    for hidden in ["owner", "severity_proposed", "priority_proposed"] {
        assert!(case.get(hidden).is_none(), "{hidden}");
    }

    let timeline = server.get(&format!("{path}/timeline"), &server.owner.token);
    for answer in [&shown, &timeline, &server.get("/api/v1/cases", &server.owner.token)] {
        assert!(!String::from_utf8_lossy(&answer.bytes).contains("CANARY"));
    }
    let listed = server.get("/api/v1/cases", &server.owner.token).json();
    assert!(listed["cases"][0].get("owner").is_none() && listed["cases"][0].get("publisher_name").is_none());
    let entries = timeline.json()["entries"].as_array().unwrap().clone();
    let kinds: Vec<&str> = entries.iter().map(|entry| entry["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["fact_asserted", "assessed", "question_asked", "acknowledged", "submitted"]);
    assert_eq!(entries[3]["author"], json!({ "name": "Ada Analyst", "side": "desk" }));
    assert_eq!(entries[3]["text"], "I am on it.");
    assert!(entries[4]["sentence"].as_str().unwrap().contains("Ola Owner"), "{}", entries[4]);

    let desk = server.get(&path, &server.analyst.token).json();
    assert_eq!(desk["owner"], json!({ "name": "Ada Analyst" }));
    assert_eq!(desk["severity_proposed"], "critical");
    let desk = server.get(&format!("{path}/timeline"), &server.analyst.token);
    assert!(String::from_utf8_lossy(&desk.bytes).contains("CANARY"));

    let swedish = server.send(
        "GET",
        &format!("{path}/timeline"),
        Some(&server.owner.token),
        &[("accept-language", "sv"), ("cookie", "varsel_locale=en")],
        None,
    );
    let sentence = swedish.json()["entries"][0]["sentence"].as_str().unwrap().to_owned();
    assert_ne!(sentence, entries[0]["sentence"], "{sentence}");
}

#[test]
fn both_sides_write_messages() {
    let server = Server::start();
    let number = server.create();
    let path = format!("/api/v1/cases/{number}/messages");
    for (who, side) in [(&server.owner, "publisher"), (&server.analyst, "desk")] {
        let written = server.post(&path, &who.writing, &json!({ "text": "Two lines\nof text." }));
        assert_eq!(written.status, 201, "{}", written.json());
        let entry = written.json();
        assert_eq!(entry["kind"], "message_shared");
        assert_eq!(entry["text"], "Two lines\nof text.");
        assert_eq!(entry["author"]["side"], side);
    }
    let entries = server.get(&format!("/api/v1/cases/{number}/timeline"), &server.owner.token).json();
    assert_eq!(entries["entries"].as_array().unwrap().len(), 3);
}

#[test]
fn lists_are_filtered_and_paged() {
    let server = Server::start();
    let mut numbers = Vec::new();
    for _ in 0..5 {
        numbers.push(server.create());
        server.later(1);
    }
    server.as_analyst(&numbers[4], Command::Acknowledge { message: Prose::new("Seen.").unwrap() });
    numbers.reverse();
    for (token, query) in [
        (&server.owner.token, "limit=2"),
        (&server.analyst.token, "limit=2&publisher=quill"),
        (&server.analyst.token, "limit=2&category=vulnerability&severity=unrated"),
    ] {
        let mut found = Vec::new();
        let mut path = format!("/api/v1/cases?{query}");
        loop {
            let page = server.get(&path, token);
            assert_eq!(page.status, 200, "{}", page.json());
            let list = page.json();
            let cases = list["cases"].as_array().unwrap();
            assert!(cases.len() <= 2);
            found.extend(cases.iter().map(|case| case["number"].as_str().unwrap().to_owned()));
            let Some(cursor) = list["next_cursor"].as_str() else {
                assert_eq!(page.header("link"), None);
                break;
            };
            let link = page.header("link").unwrap();
            let next = link.strip_prefix('<').unwrap().strip_suffix(">; rel=\"next\"").unwrap().to_owned();
            assert!(next.ends_with(&format!("after={cursor}")), "{next}");
            path = next;
        }
        assert_eq!(found, numbers, "{query}");
    }
    let count = |token: &str, query: &str| {
        let answer = server.get(&format!("/api/v1/cases?{query}"), token);
        assert_eq!(answer.status, 200, "{query}: {}", answer.json());
        answer.json()["cases"].as_array().unwrap().len()
    };
    for (query, expected) in [
        ("view=open", 5),
        ("view=waiting_on_desk", 5),
        ("view=waiting_on_publisher", 0),
        ("view=unowned", 4),
        ("view=all", 5),
        ("stage=acknowledged", 1),
        ("stage=received&view=open", 4),
        ("category=incident", 0),
        ("severity=high", 0),
        ("priority=p1", 0),
        ("publisher=heron", 0),
    ] {
        assert_eq!(count(&server.analyst.reading, query), expected, "{query}");
    }
    assert_eq!(count(&server.stranger.token, ""), 0);
    assert_eq!(count(&server.owner.token, "stage=acknowledged&view=all"), 1);
}

#[test]
fn a_timeline_is_paged_without_gaps() {
    let server = Server::start();
    let number = server.create();
    for text in ["one", "two", "three", "four"] {
        server.as_analyst(&number, Command::AddNote { text: Prose::new("between").unwrap() });
        server.post(
            &format!("/api/v1/cases/{number}/messages"),
            &server.owner.token,
            &json!({ "text": text }),
        );
    }
    let mut texts = Vec::new();
    let mut path = format!("/api/v1/cases/{number}/timeline?limit=2");
    loop {
        let page = server.get(&path, &server.owner.token);
        assert_eq!(page.status, 200);
        let entries = page.json()["entries"].as_array().unwrap().clone();
        texts.extend(entries.iter().map(|entry| entry["text"].as_str().unwrap_or("submitted").to_owned()));
        let Some(link) = page.header("link") else { break };
        path = link[1..].split_once('>').unwrap().0.to_owned();
    }
    assert_eq!(texts, ["four", "three", "two", "one", "submitted"]);
}

#[test]
fn ids_of_other_databases_stand_in_for_a_cve_however_they_were_pasted() {
    let server = Server::start();
    let token = &server.owner.token;
    let mut body = report();
    body["report"]["vulnerability"]["cves"] = json!([
        "GHSA‑jfh8‑c2jp‑5v3q\u{a0}cve–2021–44228",
        "euvd-2025-12345, gcve-1-2025-0001",
        "GCVE-0-2021-44228;MAL-2024-1"
    ]);
    let sent = server.post("/api/v1/cases", token, &body);
    assert_eq!(sent.status, 201, "{}", sent.json());
    let number = sent.json()["number"].as_str().unwrap().to_owned();
    let case = server.get(&format!("/api/v1/cases/{number}"), token).json();
    assert_eq!(
        case["report"]["vulnerability"]["cves"],
        json!(["GHSA-jfh8-c2jp-5v3q", "CVE-2021-44228", "EUVD-2025-12345", "GCVE-1-2025-0001", "MAL-2024-1"])
    );
    // One id is enough, without a CVE and without a vector.
    body["report"]["vulnerability"]["cves"] = json!(["GHSA-jfh8-c2jp-5v3q"]);
    body["report"]["vulnerability"]["cvss"] = json!([]);
    assert_eq!(server.post("/api/v1/cases", token, &body).status, 201);
}

#[test]
fn scores_priorities_and_cves_are_answered() {
    let server = Server::start();
    let token = &server.owner.token;
    let scored =
        server.get("/api/v1/score?vector=CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P", token).json();
    assert_eq!(
        (&scored["base"], &scored["score"], &scored["severity"]),
        (&json!(9.8), &json!(9.3), &json!("critical"))
    );
    let wrong = server.get("/api/v1/score?vector=CVSS:3.1/AV:N", token);
    assert_eq!((wrong.status, wrong.fields()), (422, vec!["vector: bad_cvss".to_owned()]));

    let priority = |query: &str| server.get(&format!("/api/v1/priority?{query}"), token);
    let body = priority("severity=high&exploitation=poc&automatable=unknown&reach=limited").json();
    assert_eq!(body["priority"], "p2");
    assert!(body["reason"].as_str().unwrap().contains("attacks can be automated (assumed"), "{body}");
    let body = priority("severity=low&state=contained&customer_data=none&floors=personal_data").json();
    assert_eq!((&body["priority"], &body["floor"]), (&json!("p2"), &json!("personal_data")));
    assert_eq!(priority("exploitation=much").fields(), ["severity: missing", "exploitation: not_one_of"]);
    assert_eq!(priority("severity=low&reach=wide&state=ongoing").fields(), ["state: malformed"]);

    assert_eq!(server.get("/api/v1/cves?q=log4j", token).json(), json!({"cves": []}));
    assert_eq!(server.get("/api/v1/cves", token).fields(), ["q: missing"]);
    assert_eq!(server.get("/api/v1/cves/CVE-2021-44228", token).status, 404);
    assert_eq!(server.get("/api/v1/cves/log4shell", token).status, 404);
}
