//! How to report vulnerabilities in the desk itself (RFC 9116).

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::failure::Failure;
use crate::web::Web;

/// `GET /.well-known/security.txt`
pub(crate) async fn show(State(web): State<Web>) -> Result<Response, Failure> {
    let text = web.settings().security_txt.clone().ok_or(Failure::NotFound)?;
    let kind = "text/plain; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "max-age=3600")], text).into_response())
}
