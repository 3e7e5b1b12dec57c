//! Headers that every response carries, errors and redirects included.

use axum::body::HttpBody as _;
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::edge::Held;
use crate::routes::holds_secret;
use crate::web::Settings;

/// No inline script or style, nothing from elsewhere, no frames, forms only to ourselves.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types varsel";

static HEADERS: [(HeaderName, &str); 8] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
    // A desk is found by those it is meant for, not by searching.
    (HeaderName::from_static("x-robots-tag"), "noindex"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// What browsers are to remember of a host that is reached over HTTPS (RFC 6797): for a year, nothing else.
pub(crate) const fn transport(settings: &Settings) -> Option<HeaderValue> {
    match (settings.secure, settings.hsts_subdomains) {
        (false, _) => None,
        (true, false) => Some(HeaderValue::from_static("max-age=31536000")),
        (true, true) => Some(HeaderValue::from_static("max-age=31536000; includeSubDomains")),
    }
}

/// Tells whether a request's address holds a secret, or is one that no route knows: a secret with a letter too many is still one.
fn is_at_secret(request: &Request) -> bool {
    let route = request.extensions().get::<MatchedPath>();
    route.is_none_or(|route| holds_secret(route.as_str()))
}

/// Leaves an answer uncompressed where another site may have caused the request, or where the address, which pages repeat, holds a
/// secret: the length of a compressed page shows how much of it repeats the request (BREACH, 2013).
pub(crate) async fn compression(mut request: Request, next: Next) -> Response {
    let site = request.headers().get("sec-fetch-site").map(HeaderValue::as_bytes);
    if matches!(site, Some(b"cross-site" | b"same-site")) || is_at_secret(&request) {
        request.headers_mut().remove(header::ACCEPT_ENCODING);
    }
    next.run(request).await
}

/// Adds the headers. What a page shows is for its reader alone, so nothing but assets is stored by caches.
///
/// Also notes how much memory the answer takes, which is no longer seen once it is compressed.
pub(crate) async fn headers(transport: Option<HeaderValue>, request: Request, next: Next) -> Response {
    let is_secret = is_at_secret(&request);
    let mut response = next.run(request).await;
    let bytes = response.body().size_hint().exact().unwrap_or_default();
    response.extensions_mut().get_or_insert_with(|| Held(usize::try_from(bytes).unwrap_or(usize::MAX)));
    let headers = response.headers_mut();
    for (name, value) in &HEADERS {
        // What is shown as it came from outside has a policy of its own, which is narrower.
        if name != header::CONTENT_SECURITY_POLICY || !headers.contains_key(name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    if is_secret {
        // Not even our own pages, and what logs their requests, learn where the reader came from.
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if let Some(transport) = transport {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, transport);
    }
    response
}
