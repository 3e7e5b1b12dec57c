//! Pages, a module a topic. Each holds its handlers, what its templates show, and how the one becomes the other.

pub(crate) mod preferences;
pub(crate) mod sign_in;

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// Answers a form that was carried out: see other (RFC 9110, section 15.4.4).
pub(crate) fn see_other(path: &str) -> Response {
    let location = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

/// Adds a cookie to an answer.
pub(crate) fn set_cookie(response: &mut Response, cookie: &str) {
    const SET_COOKIE: HeaderName = header::SET_COOKIE;
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(SET_COOKIE, value);
    }
}

/// Returns a path of ours that a form wants to come back to; the start page if it is not one.
pub(crate) fn own_path(path: &str) -> &str {
    let plain = path.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    let known = crate::routes::knows(path.split(['?', '#']).next().unwrap_or_default());
    if path.starts_with('/') && !path.starts_with("//") && plain && known { path } else { "/" }
}
