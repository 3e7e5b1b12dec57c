//! Clients that ask and do not take the answers.

use tokio::io::AsyncWriteExt as _;
use varsel_testkit::raw_http2::{self, kind, setting};
use varsel_web::Limits;

use crate::server::{Files, GENEROUS, Over, Server, frames, hasty, is_reset};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_that_are_never_read_end_the_connection() {
    let server = Server::plain(hasty()).await;
    let mut socket = server.socket().await;
    let asks = "GET /api/v1/openapi.json HTTP/1.1\r\nHost: desk\r\n\r\n".repeat(60);
    let ask = async {
        // More than any system keeps between the two: until then there is room, and nothing is amiss.
        while socket.write_all(asks.as_bytes()).await.is_ok() {}
    };
    tokio::time::timeout(GENEROUS, ask).await.expect("the server ends the connection");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_window_that_never_opens_ends_the_connection() {
    let files = Files::new();
    for over in [Over::Plain, Over::Tls] {
        let server = Server::over(over, hasty(), &files).await;
        // None of it is taken, or a byte of each answer.
        for window in [0, 1] {
            let mut wire = server.connect(over, b"h2", &files).await;
            wire.write_all(&raw_http2::open(window)).await.unwrap();
            for stream in 0..10 {
                wire.write_all(&raw_http2::get(2 * stream + 1, "/how-to-report")).await.unwrap();
            }
            wire.flush().await.unwrap();
            let seen = frames(&mut *wire).await;
            assert_eq!(seen.iter().filter(|frame| frame.is_answer()).count(), 10, "all were answered");
            let taken: usize = seen.iter().filter(|f| f.kind == kind::DATA).map(|f| f.payload.len()).sum();
            assert_eq!(taken, 10 * window as usize, "and no more was taken");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_holds_as_many_answers_as_it_may_have_requests() {
    let server = Server::plain(Limits { streams: 3, ..hasty() }).await;
    let mut wire = server.socket().await;
    wire.write_all(&raw_http2::open(0)).await.unwrap();
    for stream in 0..20 {
        wire.write_all(&raw_http2::get(2 * stream + 1, "/how-to-report")).await.unwrap();
    }
    let seen = frames(&mut wire).await;
    assert_eq!(seen.iter().filter(|frame| frame.is_answer()).count(), 3, "{seen:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_connection_may_ask_and_send_ahead_is_said_to_it() {
    let server = Server::plain(hasty()).await;
    let mut wire = server.socket().await;
    wire.write_all(&raw_http2::open(0)).await.unwrap();
    let seen = frames(&mut wire).await;
    let settings = seen[0].settings();
    let said = |name| settings.iter().find(|(found, _)| *found == name).map(|(_, value)| *value).unwrap();
    assert!(said(setting::MAX_CONCURRENT_STREAMS) <= 32, "{settings:?}");
    assert!(said(setting::INITIAL_WINDOW_SIZE) <= 32_768, "{settings:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_ended_leaves_nothing_in_the_system() {
    let server = Server::plain(hasty()).await;
    let mut socket = server.socket().await;
    socket.write_all(&raw_http2::open(0)).await.unwrap();
    socket.write_all(&raw_http2::get(1, "/how-to-report")).await.unwrap();
    is_reset(&socket).await;
}
