//! The same request under the same key is carried out once.

use serde_json::{Value, json};
use varsel_app::account;

use crate::server::{Server, report};

#[test]
fn the_same_key_gives_the_same_answer() {
    let server = Server::start();
    let create =
        |token: &str| server.post_with("/api/v1/cases", token, &report(), &[("idempotency-key", "order-1")]);
    let first = create(&server.owner.token);
    assert_eq!((first.status, first.header("idempotency-replayed")), (201, None));
    server.later(10);
    let second = create(&server.owner.writing);
    assert_eq!((second.status, second.header("idempotency-replayed")), (201, Some("true")));
    assert_eq!(second.bytes, first.bytes);
    assert_eq!(second.header("location"), first.header("location"));
    assert_eq!(server.count(), 1);

    let mut other = report();
    other["report"]["title"] = json!("Something else");
    let number = first.json()["number"].as_str().unwrap().to_owned();
    for (path, body) in [
        ("/api/v1/cases".to_owned(), other),
        (format!("/api/v1/cases/{number}/messages"), json!({"text": "x"})),
    ] {
        let reused = server.post_with(&path, &server.owner.token, &body, &[("idempotency-key", "order-1")]);
        assert_eq!((reused.status, reused.problem().as_str()), (422, "idempotency_key_reused"), "{path}");
    }
    let mut own = report();
    own["report"]["affected"][0]["offer"] = json!("heron-mail");
    let theirs =
        server.post_with("/api/v1/cases", &server.stranger.token, &own, &[("idempotency-key", "order-1")]);
    assert_eq!(
        (theirs.status, theirs.header("idempotency-replayed")),
        (201, None),
        "another person's keys are theirs"
    );
    assert_eq!(server.count(), 2);
}

#[test]
fn a_refused_request_leaves_the_key_free() {
    let server = Server::start();
    let send = |body: Value| {
        server.post_with("/api/v1/cases", &server.owner.token, &body, &[("idempotency-key", "k")])
    };
    assert_eq!(send(json!({ "category": "both", "report": {} })).status, 422);
    assert_eq!(send(report()).status, 201);
    assert_eq!(server.count(), 1);
}

#[test]
fn keys_are_visible_characters() {
    let server = Server::start();
    let long = "x".repeat(201);
    for key in ["", "with blank", "a\tb", &long, "å"] {
        let answer =
            server.post_with("/api/v1/cases", &server.owner.token, &report(), &[("idempotency-key", key)]);
        assert_eq!(answer.fields(), ["Idempotency-Key: malformed"], "{key:?}");
    }
    let twice = [("idempotency-key", "a"), ("idempotency-key", "a")];
    let answer = server.post_with("/api/v1/cases", &server.owner.token, &report(), &twice);
    assert_eq!(answer.fields(), ["Idempotency-Key: duplicate_field"]);
    let longest = "x".repeat(200);
    let answer =
        server.post_with("/api/v1/cases", &server.owner.token, &report(), &[("idempotency-key", &longest)]);
    assert_eq!(answer.status, 201);
    assert_eq!(server.count(), 1);
}

#[test]
fn twenty_at_once_make_one_case() {
    let engines = [Some(varsel_testkit::sqlite()), varsel_testkit::postgres()];
    for made in engines.into_iter().flatten() {
        let server = Server::over(made);
        let key = [("idempotency-key", "k")];
        let send = || server.post_with("/api/v1/cases", &server.owner.token, &report(), &key);
        let answers: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..20).map(|_| scope.spawn(send)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        for answer in &answers {
            assert_eq!(answer.status, 201, "{}", answer.json());
            assert_eq!(answer.json(), answers[0].json());
        }
        let fresh = answers.iter().filter(|answer| answer.header("idempotency-replayed").is_none()).count();
        assert_eq!((fresh, server.count()), (1, 1));
        let jobs = server.store().read(|tx| {
            let ids = varsel_store::cases::ids(tx, None, 1)?;
            varsel_store::jobs::of_case(tx, ids[0])
        });
        let jobs = jobs.wait().unwrap();
        let mails = jobs.iter().filter(|(kind, ..)| kind == "case_mail").count();
        assert_eq!(mails, 2, "mails are queued once: {jobs:?}");
    }
}

#[test]
fn a_token_is_noted_at_most_hourly() {
    let server = Server::start();
    let used = || {
        let (ctx, secret) = (server.surroundings.context(), server.owner.token.clone());
        let found = server.store().read(move |tx| account::token_actor(tx, &ctx, &secret)).wait().unwrap();
        found.unwrap().2.used
    };
    assert_eq!(used(), None);
    server.create();
    let first = used();
    assert_eq!(first, Some(server.clock.now()));
    server.later(59);
    server.create();
    assert_eq!(used(), first);
    server.later(2);
    server.create();
    assert_eq!(used(), Some(server.clock.now()));
}
