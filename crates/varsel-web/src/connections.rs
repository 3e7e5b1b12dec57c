//! Connections: how many at a time, how long each may keep us waiting, and how they end.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::serve::Listener as _;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::sync::Semaphore;
use tower::Service as _;

use crate::listen::{Listener, Peer};

/// How many connections are open at a time. Those above wait in the system's queue until one ends.
const MOST: usize = 4_096;
/// How long a client may take to send the head of a request, and how long an idle connection is kept.
const HEAD: Duration = Duration::from_mins(1);
/// How often an idle HTTP/2 connection is asked whether it lives, and how long it may take to answer.
const PING: Duration = Duration::from_secs(20);
/// How many requests of one HTTP/2 connection run at a time.
const STREAMS: u32 = 100;

/// Serves a router on a listener until `stop` is done; then takes no new connections and finishes the requests that run.
///
/// axum's own server sets no limits, so that a client who sends a header a minute would hold its connection for ever.
pub(crate) async fn serve(mut listener: Listener, router: Router, stop: impl Future<Output = ()>) {
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(PING)
        .keep_alive_timeout(PING)
        .max_concurrent_streams(STREAMS);
    let (graceful, places) = (GracefulShutdown::new(), Arc::new(Semaphore::new(MOST)));
    let mut stop = std::pin::pin!(stop);
    loop {
        let place = places.clone().acquire_owned();
        let (place, (io, peer)) = tokio::select! {
            taken = async { (place.await, listener.accept().await) } => taken,
            () = stop.as_mut() => break,
        };
        let router = router.clone();
        let service = service_fn(move |request: Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(Peer(peer)));
            // A router is always ready.
            router.clone().call(request)
        });
        let connection = builder.serve_connection(TokioIo::new(io), service).into_owned();
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // How a connection failed is its client's business: every answer is logged by itself.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    graceful.shutdown().await;
}
