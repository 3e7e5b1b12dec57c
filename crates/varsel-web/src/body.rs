//! The body of a request, read within limits of size and time.

use std::error::Error as _;
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody as _, to_bytes};
use axum::http::{HeaderMap, header};
use http_body_util::LengthLimitError;

use crate::ask::Ask;
use crate::failure::Failure;
use crate::web::Web;

/// How long a client may take to send a body: enough for a megabyte over a slow line.
const PATIENCE: Duration = Duration::from_mins(1);

/// Reads a body, which is bounded by itself and by what its sender has sent within the hour.
///
/// A length that is told before is judged before: a client that asks (`Expect: 100-continue`, RFC 9110 10.1.1) need not send it.
pub(crate) async fn read(body: Body, web: &Web, ask: &Ask) -> Result<Bytes, Failure> {
    let limit = web.settings().body_limit;
    let said = body.size_hint().lower();
    if said > u64::try_from(limit).unwrap_or(u64::MAX) {
        return Err(Failure::TooLarge { limit });
    }
    let (limits, now) = (&web.surroundings().policy.limits, (web.surroundings().clock)());
    web.meter().admit(limits, ask, said, now)?;
    match tokio::time::timeout(PATIENCE, to_bytes(body, limit)).await {
        Ok(Ok(bytes)) => {
            // Whatever comes of it, it has been sent.
            web.meter().count(ask, bytes.len() as u64, now);
            Ok(bytes)
        }
        Ok(Err(error)) if error.source().is_some_and(<dyn std::error::Error>::is::<LengthLimitError>) => {
            Err(Failure::TooLarge { limit })
        }
        Ok(Err(_)) => Err(Failure::Unreadable),
        Err(_) => Err(Failure::TooSlow),
    }
}

/// Tells whether a body is said to be of a media type, whatever its parameters and the case of its letters.
pub(crate) fn is_of_type(headers: &HeaderMap, wanted: &str) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case(wanted))
}
