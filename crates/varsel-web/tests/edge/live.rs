//! Live updates: connections that rightly wait for us.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use varsel_app::AppError;
use varsel_app::cases::{self, NewReport};
use varsel_core::case::Category;
use varsel_testkit::{FrozenClock, generate};
use varsel_web::Limits;

use crate::server::{GENEROUS, Server, ends, hasty};

/// Opens the stream of the queue.
async fn open(server: &Server) -> TcpStream {
    let mut socket = server.socket().await;
    let cookie = &server.market.analyst_session;
    let request = format!("GET /events HTTP/1.1\r\nHost: desk\r\nCookie: varsel={cookie}\r\n\r\n");
    socket.write_all(request.as_bytes()).await.unwrap();
    until(&mut socket, "text/event-stream").await;
    socket
}

/// Reads until a text has come.
async fn until(socket: &mut TcpStream, text: &str) {
    let mut seen = String::new();
    let read = async {
        let mut chunk = [0; 1024];
        while !seen.contains(text) {
            let count = socket.read(&mut chunk).await.unwrap();
            assert!(count > 0, "the stream has ended: {seen}");
            seen.push_str(&String::from_utf8_lossy(&chunk[..count]));
        }
    };
    timeout(GENEROUS, read).await.expect("it comes");
}

async fn submit(server: &Server) {
    let clock = FrozenClock::at("2026-11-23T09:00:01Z");
    let ctx = varsel_testkit::surroundings(&clock, 8).context();
    let (owner, offer) = server.market.owners[0];
    let submitted: Result<_, AppError> = server
        .store()
        .write(move |tx| {
            let answers = generate::answers(1, offer);
            let report = NewReport { draft: None, category: Category::Vulnerability, answers: &answers };
            cases::submit(tx, &ctx, &owner, &report)
        })
        .await;
    submitted.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_is_not_idle() {
    // Live updates show that they live every fifteen seconds: that is all the deadline of answers must leave them.
    let mut limits = hasty();
    limits.deadlines.stall = GENEROUS;
    let server = Server::plain(limits).await;
    let mut stream = open(&server).await;
    // Others that come later are ended for being idle.
    for _ in 0..3 {
        let mut idle = server.socket().await;
        idle.write_all(b"GET /healthz HTTP/1.1\r\nHost: desk\r\n\r\n").await.unwrap();
        ends(&mut idle).await;
    }
    submit(&server).await;
    until(&mut stream, "event: changed").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_makes_room_for_nobody() {
    let server = Server::plain(Limits { connections: 4, spare: 0, ..Limits::default() }).await;
    let mut stream = open(&server).await;
    let mut silent = Vec::new();
    for _ in 0..20 {
        silent.push(server.socket().await);
    }
    for socket in &mut silent[..10] {
        ends(socket).await;
    }
    submit(&server).await;
    until(&mut stream, "event: changed").await;
}
