//! Connections: accepting, serving and closing them.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use ipnet::IpNet;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep};
use tower::Service as _;

use crate::edge::{Answer, Ending, Hands, Held, Ledger, Limits, Places, Socket};
use crate::listen::{Connection, Listener, Peer, Tls};

/// The interval of HTTP/2 keep-alive pings, and their timeout.
const PING: Duration = Duration::from_secs(20);
/// The maximum size of a request head, and how much of a response is written ahead of the client.
const BUFFER: usize = 64 * 1024;
/// How much of a body is received before it is read. A connection has this for each of its requests, so that waiting bodies do
/// not hold up others: a megabyte in total, which does not count against other limits.
const WINDOW: u32 = 32 * 1024;
/// How long a connection has to close after it is asked to.
const FAREWELL: Duration = Duration::from_secs(5);

/// Serves a router on a listener until `stop` completes; then accepts no new connections and finishes running requests.
///
/// axum's own server sets no limits, so a client that sends one header per minute would hold its connection forever.
///
/// `name` identifies the listener in the metrics.
pub(crate) async fn serve(
    name: &'static str,
    listener: Listener,
    trusted: &[IpNet],
    router: Router,
    stop: impl Future<Output = ()>,
) {
    let places = Places::new(listener.limits(), trusted);
    let server = Server { builder: Arc::new(builder(&listener.limits())), router, tls: listener.tls() };
    let (stopping, stopped) = watch::channel(false);
    // Every connection holds a sender: when the last is gone, so are they.
    let (open, mut closed) = mpsc::channel::<()>(1);
    let mut stop = std::pin::pin!(stop);
    let tls = listener.tls();
    let fresh = async move {
        match tls {
            Some(tls) => tls.keep_fresh().await,
            None => std::future::pending().await,
        }
    };
    let mut fresh = std::pin::pin!(fresh);
    loop {
        let (stream, peer) = tokio::select! {
            taken = listener.accept() => taken,
            () = fresh.as_mut() => continue,
            () = stop.as_mut() => break,
        };
        let Some(place) = places.enter(peer.ip(), Instant::now()) else {
            metrics::counter!("varsel_connections_refused_total", "listener" => name).increment(1);
            continue;
        };
        let open_now = metrics::gauge!("varsel_connections", "listener" => name);
        open_now.increment(1);
        let (server, stopped, open) = (server.clone(), stopped.clone(), open.clone());
        tokio::spawn(async move {
            if let Some(ending) = server.attend(stream, peer, &place.ledger, stopped).await {
                let labels = [("listener", name), ("reason", ending.code())];
                metrics::counter!("varsel_connections_ended_total", &labels).increment(1);
            }
            open_now.decrement(1);
            drop((place, open));
        });
        // A connection that makes room does so before the next is accepted.
        tokio::task::yield_now().await;
    }
    drop((listener, open));
    stopping.send_replace(true);
    let _ = closed.recv().await;
}

fn builder(limits: &Limits) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(limits.deadlines.idle).max_buf_size(BUFFER);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(PING)
        .keep_alive_timeout(PING)
        .max_concurrent_streams(limits.streams)
        .max_send_buf_size(BUFFER)
        .initial_stream_window_size(WINDOW)
        .initial_connection_window_size(WINDOW * limits.streams);
    builder
}

/// The parameters for serving every connection.
#[derive(Clone)]
struct Server {
    builder: Arc<Builder<TokioExecutor>>,
    router: Router,
    tls: Option<Arc<Tls>>,
}

impl Server {
    /// Serves a connection to its end; returns the reason if we closed it.
    async fn attend(
        self,
        stream: TcpStream,
        peer: SocketAddr,
        ledger: &Arc<Ledger>,
        mut stopped: watch::Receiver<bool>,
    ) -> Option<Ending> {
        let mut overstays = std::pin::pin!(ledger.overstays());
        // Responses are written whole, so waiting for more to send only costs time.
        let _ = stream.set_nodelay(true);
        let socket = Socket::new(stream, Arc::clone(ledger));
        let io = match &self.tls {
            None => Connection::Plain(socket),
            Some(tls) => tokio::select! {
                agreed = tls.accept(socket) => Connection::Tls(Box::new(agreed.ok()?)),
                ending = overstays.as_mut() => return Some(ending),
                _ = stopped.wait_for(|stop| *stop) => return None,
            },
        };
        let service = service_fn(|request| answer(self.router.clone(), peer, Arc::clone(ledger), request));
        let connection = self.builder.serve_connection(TokioIo::new(io), service);
        let mut connection = std::pin::pin!(connection);
        let (mut ended, mut is_stopping) = (None, false);
        loop {
            tokio::select! {
                // Connection errors concern the client only: every response is logged separately.
                _ = connection.as_mut() => return ended,
                ending = overstays.as_mut(), if ended.is_none() => {
                    ended = Some(ending);
                    if !ending.is_gentle() {
                        ledger.cut();
                        return ended;
                    }
                    connection.as_mut().graceful_shutdown();
                }
                () = sleep(FAREWELL), if ended.is_some() => {
                    ledger.cut();
                    return ended;
                }
                _ = stopped.wait_for(|stop| *stop), if !is_stopping => {
                    is_stopping = true;
                    connection.as_mut().graceful_shutdown();
                }
            }
        }
    }
}

/// Answers one request of a connection.
async fn answer(
    mut router: Router,
    peer: SocketAddr,
    ledger: Arc<Ledger>,
    request: Request<Incoming>,
) -> Result<axum::http::Response<Answer>, std::convert::Infallible> {
    let hands = Hands::take(Arc::clone(&ledger)).await;
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(Peer(peer)));
    request.extensions_mut().insert(Arc::clone(&hands));
    // A router is always ready.
    let response = router.call(request).await?;
    let held = response.extensions().get::<Held>().copied().unwrap_or(Held(0));
    let response = response.map(|body| Answer::new(body, held, ledger));
    drop(hands);
    Ok(response)
}
