//! Receipts: a page learns that the form which it sent was carried out, and only then forgets the words that it kept.
//!
//! A script of ours adds `receipt=<32 hexadecimal digits>` to the address that a form goes to. The answer to a form that was carried
//! out sets a cookie of that name for the page that comes next. What shows the form again, or asks for signing in, sets none.

use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;

use crate::pages::set_cookie;
use crate::web::Web;

/// How many seconds the cookie lasts; the next page removes it.
const SECONDS: u32 = 600;

/// Returns the receipt that a query asks for.
fn asked_for(query: &str) -> Option<String> {
    let (_, receipt) = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "receipt")?;
    let well_formed = receipt.len() == 32 && receipt.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    well_formed.then(|| receipt.into_owned())
}

/// Gives the receipt of a form that was carried out.
pub(crate) async fn give(State(web): State<Web>, request: Request, next: Next) -> Response {
    let receipt = match *request.method() {
        Method::POST => request.uri().query().and_then(asked_for),
        _ => None,
    };
    let mut response = next.run(request).await;
    let carried_out = response.status().is_success() || response.status().is_redirection();
    if let Some(receipt) = receipt.filter(|_| carried_out) {
        let secure = if web.settings().secure { "; Secure" } else { "" };
        set_cookie(
            &mut response,
            &format!("varsel_received_{receipt}=1; Path=/; Max-Age={SECONDS}; SameSite=Lax{secure}"),
        );
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_is_hexadecimal_and_nothing_else_becomes_a_cookie() {
        let receipt = "0123456789abcdef0123456789abcdef";
        assert_eq!(asked_for(&format!("topic=problem&receipt={receipt}")).as_deref(), Some(receipt));
        for wrong in ["", "0123", "0123456789ABCDEF0123456789abcdef", "0123456789abcdef0123456789abcde%3B"] {
            assert_eq!(asked_for(&format!("receipt={wrong}")), None, "{wrong}");
        }
    }
}
