//! The body of a request, read within limits of size and time.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, HttpBody as _};
use axum::http::{Extensions, HeaderMap, header};
use http_body_util::BodyExt as _;

use crate::ask::Ask;
use crate::edge::{Hands, Limits};
use crate::failure::Failure;
use crate::web::Web;

/// How long a client may take to send a body where no connection says otherwise.
const PATIENCE: Duration = Duration::from_mins(1);

/// How much a route takes in one request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Takes {
    /// A few fields: names, choices, a password.
    Fields,
    /// Texts that people write at length, as much as the configuration allows.
    Texts,
}

impl Takes {
    /// Returns the most bytes of a body.
    pub(crate) fn limit(self, web: &Web) -> usize {
        let configured = web.settings().body_limit;
        match self {
            Self::Fields => configured.min(Limits::FREE_BODY),
            Self::Texts => configured,
        }
    }
}

/// Reads the body of a request, as much as its route takes and as its sender may send within the hour.
///
/// A length that is told before is judged before: a client that asks (`Expect: 100-continue`, RFC 9110 10.1.1) need not send it.
pub(crate) async fn read(
    extensions: &Extensions,
    body: Body,
    web: &Web,
    ask: &Ask,
) -> Result<Vec<u8>, Failure> {
    let limit = extensions.get::<Takes>().copied().unwrap_or(Takes::Fields).limit(web);
    let told = body.size_hint().lower();
    if told > u64::try_from(limit).unwrap_or(u64::MAX) {
        return Err(Failure::TooLarge { limit });
    }
    let (limits, now) = (&web.surroundings().policy.limits, (web.surroundings().clock)());
    web.meter().admit(limits, ask, told, now)?;
    let hands = extensions.get::<Arc<Hands>>().map(AsRef::as_ref);
    let patience = hands.map_or(PATIENCE, Hands::patience);
    let read = tokio::time::timeout(patience, collect(hands, body, limit)).await;
    let bytes = read.unwrap_or_else(|_| {
        if let Some(hands) = hands {
            hands.is_late();
        }
        Err(Failure::TooSlow)
    })?;
    // Whatever comes of it, it has been sent.
    web.meter().count(ask, bytes.len() as u64, now);
    Ok(bytes)
}

async fn collect(hands: Option<&Hands>, mut body: Body, limit: usize) -> Result<Vec<u8>, Failure> {
    let (mut bytes, mut place) = (Vec::new(), None);
    loop {
        let frame = match hands {
            Some(hands) => hands.waiting(body.frame()).await,
            None => body.frame().await,
        };
        let Some(frame) = frame else { return Ok(bytes) };
        // What is no data is a trailer, which nobody here reads.
        let Ok(data) = frame.map_err(|_| Failure::Unreadable)?.into_data() else { continue };
        if bytes.len() + data.len() > limit {
            return Err(Failure::TooLarge { limit });
        }
        bytes.extend_from_slice(&data);
        if let Some(hands) = hands {
            hands.count(bytes.len()).map_err(|_| Failure::Busy)?;
            if place.is_none() && bytes.len() > Limits::FREE_BODY {
                place = hands.large().await;
            }
        }
    }
}

/// Tells whether a body is said to be of a media type, whatever its parameters and the case of its letters.
pub(crate) fn is_of_type(headers: &HeaderMap, wanted: &str) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case(wanted))
}
