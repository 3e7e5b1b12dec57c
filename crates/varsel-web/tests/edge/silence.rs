//! Clients that say nothing, or half of something.

use tokio::io::AsyncWriteExt as _;
use varsel_testkit::raw_http2;
use varsel_web::{Deadlines, Limits};

use crate::server::{Files, Over, Server, ends, everything, frames, hasty, short};

/// What a client says before it falls silent; none is a whole request.
fn beginnings() -> Vec<Vec<u8>> {
    vec![
        Vec::new(),
        b"G".to_vec(),
        b"GET /healthz HTTP/1.1\r\nHost: desk\r\n".to_vec(),
        raw_http2::PREFACE[..10].to_vec(),
        raw_http2::PREFACE.to_vec(),
        raw_http2::open(65_535),
        // The head of a request that breaks off.
        [raw_http2::open(65_535), raw_http2::get(1, "/healthz")[..12].to_vec()].concat(),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_asks_for_nothing_is_ended() {
    let files = Files::new();
    for over in [Over::Plain, Over::Tls] {
        let server = Server::over(over, hasty(), &files).await;
        for said in beginnings() {
            let alpn: &[u8] = if said.starts_with(b"PRI") { b"h2" } else { b"http/1.1" };
            let mut wire = server.connect(over, alpn, &files).await;
            wire.write_all(&said).await.unwrap();
            wire.flush().await.unwrap();
            ends(&mut *wire).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_never_agrees_on_tls_is_ended() {
    let files = Files::new();
    let server = Server::tls(hasty(), &files).await;
    for said in [&[][..], &[0x16], &[0x16, 0x03, 0x01, 0x02, 0x00, 0x01]] {
        let mut socket = server.socket().await;
        socket.write_all(said).await.unwrap();
        ends(&mut socket).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_has_its_answer_and_asks_no_more_is_ended() {
    let server = Server::plain(hasty()).await;
    let mut kept = server.socket().await;
    kept.write_all(b"GET /healthz HTTP/1.1\r\nHost: desk\r\n\r\n").await.unwrap();
    assert!(everything(&mut kept).await.starts_with("HTTP/1.1 200"));
    // Over HTTP/2 it answers every ping meanwhile.
    let mut kept = server.socket().await;
    kept.write_all(&[raw_http2::open(65_535), raw_http2::get(1, "/healthz")].concat()).await.unwrap();
    let seen = frames(&mut kept).await;
    assert!(seen.iter().any(raw_http2::Frame::is_answer));
    let last = seen.last().unwrap();
    assert_eq!(last.kind, raw_http2::kind::GOAWAY, "it is said that the connection closes: {seen:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_silent_make_room_for_those_who_ask() {
    let files = Files::new();
    // Nobody is ended for being late here: only for being in the way.
    let late = std::time::Duration::from_mins(10);
    let deadlines = Deadlines { first_request: late, ..Deadlines::default() };
    let limits = Limits { connections: 8, spare: 0, deadlines, ..Limits::default() };
    for over in [Over::Plain, Over::Tls] {
        let server = Server::over(over, limits, &files).await;
        let mut held = Vec::new();
        for round in 0..20 {
            for _ in 0..10 {
                held.push(server.socket().await);
            }
            let mut wire = server.connect(over, b"http/1.1", &files).await;
            wire.write_all(b"GET /healthz HTTP/1.1\r\nHost: desk\r\nConnection: close\r\n\r\n")
                .await
                .unwrap();
            let answer = everything(&mut *wire).await;
            assert!(answer.starts_with("HTTP/1.1 200"), "{over:?}, round {round}: {answer}");
        }
        // TLS that is not agreed on counts like any other connection.
        for socket in &mut held[..150] {
            ends(socket).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whose_request_runs_keeps_its_place() {
    // Its body takes its time, and everyone else must do without a place.
    let body = std::time::Duration::from_mins(10);
    let limits = Limits {
        connections: 1,
        spare: 0,
        deadlines: Deadlines { body, dispensable: body, ..short() },
        ..Limits::default()
    };
    let server = Server::plain(limits).await;
    let mut slow = server.socket().await;
    let head = "POST /language HTTP/1.1\r\nHost: desk\r\nConnection: close\r\nContent-Length: 7\r\n\
                Content-Type: application/x-www-form-urlencoded\r\nExpect: 100-continue\r\n\r\n";
    slow.write_all(head.as_bytes()).await.unwrap();
    let mut interim = [0; 25];
    tokio::io::AsyncReadExt::read_exact(&mut slow, &mut interim).await.unwrap();
    assert!(interim.starts_with(b"HTTP/1.1 100"), "the request is in its hands");
    for _ in 0..5 {
        let refused = everything(&mut server.socket().await).await;
        assert_eq!(refused, "", "nobody takes its place");
    }
    slow.write_all(b"lang=sv").await.unwrap();
    assert!(everything(&mut slow).await.starts_with("HTTP/1.1 303"));
}
