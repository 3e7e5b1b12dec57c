//! Headers of every response, including errors and redirects.

use axum::body::HttpBody as _;
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::edge::Held;
use crate::routes::holds_secret;
use crate::web::Settings;

/// No inline scripts or styles, nothing from other origins, no frames, forms only to ourselves.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
     worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types varsel";

static HEADERS: [(HeaderName, &str); 8] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
    // A desk should not be indexed by search engines.
    (HeaderName::from_static("x-robots-tag"), "noindex"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// The HSTS policy (RFC 6797): HTTPS only, for a year.
pub(crate) const fn transport(settings: &Settings) -> Option<HeaderValue> {
    match (settings.secure, settings.hsts_subdomains) {
        (false, _) => None,
        (true, false) => Some(HeaderValue::from_static("max-age=31536000")),
        (true, true) => Some(HeaderValue::from_static("max-age=31536000; includeSubDomains")),
    }
}

/// Returns whether a request's address contains a secret, or matches no route: a secret with an extra letter is still one.
fn is_at_secret(request: &Request) -> bool {
    let route = request.extensions().get::<MatchedPath>();
    route.is_none_or(|route| holds_secret(route.as_str()))
}

/// Leaves a response uncompressed if another site may have caused the request, or if the address, which pages repeat, contains a
/// secret: the length of a compressed page reveals how much of it repeats the request (BREACH, 2013).
pub(crate) async fn compression(mut request: Request, next: Next) -> Response {
    let site = request.headers().get("sec-fetch-site").map(HeaderValue::as_bytes);
    if matches!(site, Some(b"cross-site" | b"same-site")) || is_at_secret(&request) {
        request.headers_mut().remove(header::ACCEPT_ENCODING);
    }
    next.run(request).await
}

/// Adds the headers. Pages are for their reader only, so caches store nothing but assets.
///
/// Also records the memory size of the response, which is not visible after compression.
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
        // Not even our own pages, and logs of their requests, learn where the reader came from.
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
