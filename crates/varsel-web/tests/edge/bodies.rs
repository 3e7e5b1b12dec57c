//! Bodies that do not end, are too large, or too many.

use tokio::io::AsyncWriteExt as _;
use varsel_testkit::raw_http2::{self, Frame, kind};
use varsel_web::{Deadlines, Limits};

use crate::server::{GENEROUS, Server, everything, frame, frames, hasty, short};

/// The head of a form of so many bytes.
fn head(path: &str, length: usize) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nHost: desk\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n"
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_does_not_end_ends_the_request() {
    let server = Server::plain(hasty()).await;
    let mut socket = server.socket().await;
    socket.write_all(head("/sign-in", 50_000).as_bytes()).await.unwrap();
    socket.write_all(b"email=").await.unwrap();
    assert!(everything(&mut socket).await.starts_with("HTTP/1.1 408"));

    let mut wire = server.socket().await;
    wire.write_all(&raw_http2::open(65_535)).await.unwrap();
    wire.write_all(&ample()).await.unwrap();
    for stream in 0..20 {
        wire.write_all(&raw_http2::post(2 * stream + 1, "/sign-in")).await.unwrap();
        wire.write_all(&raw_http2::data(2 * stream + 1, &[b'x'; 1_000])).await.unwrap();
    }
    let seen = frames(&mut wire).await;
    assert_eq!(seen.iter().filter(|frame| frame.is_answer()).count(), 20, "each is answered");
    assert!(seen.iter().any(|frame| frame.kind == kind::GOAWAY), "and the connection ends");
}

/// Lets a connection take answers of many megabytes.
fn ample() -> Vec<u8> {
    let payload = (1_u32 << 24).to_be_bytes().to_vec();
    Frame { kind: kind::WINDOW_UPDATE, flags: 0, stream: 0, payload }.to_bytes()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bodies_in_memory_are_bounded_and_small_forms_are_taken_meanwhile() {
    let limits = Limits { body_bytes: 60_000, deadlines: Deadlines { body: GENEROUS, ..short() }, ..hasty() };
    let server = Server::plain(limits).await;
    // Each fits alone. One of them is refused at once, with a word on when to come back; the other is waited for.
    let (mut one, mut other) = (server.socket().await, server.socket().await);
    for socket in [&mut one, &mut other] {
        socket.write_all(head("/sign-in", 60_000).as_bytes()).await.unwrap();
        socket.write_all("x".repeat(59_999).as_bytes()).await.unwrap();
    }
    let refused = tokio::select! {
        refused = everything(&mut one) => refused,
        refused = everything(&mut other) => refused,
    };
    let refused = refused.to_lowercase();
    assert!(refused.starts_with("http/1.1 503") && refused.contains("retry-after: "), "{refused}");
    let small = server.post("/language", "lang=sv&next=%2Fsign-in").await;
    assert!(small.starts_with("HTTP/1.1 303"), "{small}");
    drop((one, other));
    // What was held is given back.
    let whole = format!("email={}", "x".repeat(59_000));
    let back = async { while server.post("/sign-in", &whole).await.starts_with("HTTP/1.1 503") {} };
    tokio::time::timeout(GENEROUS, back).await.expect("the memory is given back");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_whole_bodies_at_once_are_all_taken() {
    // More of them than a connection sends at a time: those that wait their turn hold up no others.
    let deadlines = Deadlines { body: GENEROUS, stall: GENEROUS, ..short() };
    let server = Server::plain(Limits { large_bodies: 1, deadlines, ..hasty() }).await;
    let mut wire = server.socket().await;
    wire.write_all(&raw_http2::open(65_535)).await.unwrap();
    // The server says that the connection can send more than the standard begins with.
    while frame(&mut wire).await.unwrap().kind != kind::WINDOW_UPDATE {}
    // And so does the client, for the answers.
    wire.write_all(&ample()).await.unwrap();
    for stream in 0..20 {
        wire.write_all(&raw_http2::post(2 * stream + 1, "/sign-in")).await.unwrap();
        // Within what each can send before it hears from the server.
        for _ in 0..2 {
            wire.write_all(&raw_http2::data(2 * stream + 1, "x".repeat(15_000).as_bytes())).await.unwrap();
        }
        wire.write_all(&raw_http2::end(2 * stream + 1)).await.unwrap();
    }
    let seen = frames(&mut wire).await;
    assert_eq!(seen.iter().filter(|frame| frame.is_answer()).count(), 20);
    assert!(!seen.iter().any(|frame| frame.kind == kind::RST_STREAM));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_route_takes_what_it_needs() {
    let server = Server::plain(hasty()).await;
    let long = format!("resume={}", "x".repeat(20_000));
    for path in ["/language", "/theme", "/password", "/set-up/0", "/invitations/0", "/profile", "/sign-out"] {
        let answer = server.post(path, &long).await;
        assert!(answer.starts_with("HTTP/1.1 413"), "{path}: {answer}");
        assert!(answer.contains("16 kB"), "{path} says how much it takes: {answer}");
    }
    // Texts that people write at length; and what they were sending when their session ended.
    for path in ["/sign-in", "/cases/SE-7KQ4-M2XD/messages"] {
        let answer = server.post(path, &long).await;
        assert!(!answer.starts_with("HTTP/1.1 413"), "{path}: {answer}");
    }
    let answer = server.post("/sign-in", &"x".repeat(100_001)).await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_nobody_reads_is_not_taken_in() {
    let server = Server::plain(hasty()).await;
    let mut wire = server.socket().await;
    wire.write_all(&raw_http2::open(65_535)).await.unwrap();
    // An address that takes no form: it is answered, and its stream is closed.
    wire.write_all(&raw_http2::post(1, "/nowhere")).await.unwrap();
    while let Some(frame) = frame(&mut wire).await {
        if frame.kind == kind::RST_STREAM && frame.stream == 1 {
            return;
        }
    }
    panic!("the stream was not closed");
}
