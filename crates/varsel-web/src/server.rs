//! Listening, health, metrics, request logs, and graceful shutdown.

use std::time::Duration;

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tracing::Instrument;
use varsel_store::StoreError;

use crate::connections;
use crate::failure::RETRY_AFTER;
use crate::listen::Listener;
use crate::routes::router;
use crate::web::{Web, in_time};

/// Serves until `stop` completes; then accepts no new connections and finishes running requests.
pub async fn serve(web: Web, listener: Listener, stop: impl Future<Output = ()> + Send + 'static) {
    let streams = web.clone();
    let stop = async move {
        stop.await;
        streams.streams().close();
    };
    if let Some(certificate) = listener.certificate() {
        web.speaks_with(certificate);
    }
    let trusted = web.settings().trusted_proxies.clone();
    web.streams().leave_room(listener.connections());
    connections::serve("desk", listener, &trusted, router(web), stop).await;
}

/// Serves only metrics until `stop` completes.
pub async fn serve_metrics(web: Web, listener: Listener, stop: impl Future<Output = ()> + Send + 'static) {
    let listener = listener.for_few();
    let router = Router::new().route("/metrics", get(metrics)).with_state(web);
    connections::serve("metrics", listener, &[], router, stop).await;
}

async fn metrics(State(web): State<Web>) -> Response {
    let kind = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    ([(header::CONTENT_TYPE, kind)], web.render_metrics()).into_response()
}

/// `GET /healthz`: the process answers.
pub(crate) async fn healthz() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the database answers too.
pub(crate) async fn readyz(State(web): State<Web>) -> Response {
    let asked: Result<bool, StoreError> = in_time(web.store().read(varsel_store::people::anybody)).await;
    match asked {
        Ok(_) => "ready\n".into_response(),
        Err(_) => {
            let later = [(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER))];
            (StatusCode::SERVICE_UNAVAILABLE, later, "the database does not answer\n").into_response()
        }
    }
}

/// Gives a request an id, counts and times it, and logs it without personal data: never a query, never a body.
pub(crate) async fn observe(State(web): State<Web>, request: Request, next: Next) -> Response {
    let id = varsel_app::secrets::hex(&web.surroundings().context().random::<8>());
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("none", |path| path.as_str()).to_owned();
    let began = (web.surroundings().clock)();
    let span = tracing::info_span!("request", id, %method, route);
    let mut response = next.run(request).instrument(span.clone()).await;
    let took = Duration::try_from((web.surroundings().clock)() - began).unwrap_or_default();
    let status = response.status().as_u16();
    metrics::counter!("varsel_requests_total", "route" => route.clone(), "status" => status.to_string())
        .increment(1);
    metrics::histogram!("varsel_request_seconds", "route" => route).record(took.as_secs_f64());
    span.in_scope(|| {
        tracing::info!(status, micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX), "answered");
    });
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HeaderName::from_static("x-request-id"), value);
    }
    response
}
