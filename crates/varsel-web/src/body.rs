//! The body of a request, read within limits of size and time.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, HttpBody as _};
use axum::http::{Extensions, HeaderMap, header};
use http_body_util::BodyExt as _;
use jiff::Timestamp;

use crate::ask::Ask;
use crate::edge::{Hands, Limits};
use crate::failure::Failure;
use crate::meter::Meter;
use crate::web::Web;

/// How long a client can take to send a body if the connection does not set a limit.
const PATIENCE: Duration = Duration::from_mins(1);

/// How much a route accepts in one request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Takes {
    /// A few fields: names, choices, a password.
    Fields,
    /// Long texts, up to the configured size.
    Texts,
}

impl Takes {
    /// Returns the maximum size of a body, in bytes.
    pub(crate) fn limit(self, web: &Web) -> usize {
        let configured = web.settings().body_limit;
        match self {
            Self::Fields => configured.min(Limits::FREE_BODY),
            Self::Texts => configured,
        }
    }
}

/// Reads the body of a request, up to the limits of its route and of its sender's hour.
///
/// A declared length is checked before anything is read: a client that asks (`Expect: 100-continue`, RFC 9110 10.1.1) need not
/// send it.
pub(crate) async fn read(
    extensions: &Extensions,
    body: Body,
    web: &Web,
    ask: &Ask,
) -> Result<Vec<u8>, Failure> {
    let limit = extensions.get::<Takes>().copied().unwrap_or(Takes::Fields).limit(web);
    let declared = body.size_hint().lower();
    if declared > u64::try_from(limit).unwrap_or(u64::MAX) {
        return Err(Failure::TooLarge { limit });
    }
    let (limits, now) = (&web.surroundings().policy.limits, (web.surroundings().clock)());
    let is_small = limit <= Limits::FREE_BODY || (1..=Limits::FREE_BODY as u64).contains(&declared);
    web.meter().admit(limits, ask, declared, is_small, now)?;
    let hands = extensions.get::<Arc<Hands>>().map(AsRef::as_ref);
    let patience = hands.map_or(PATIENCE, Hands::patience);
    let mut received = Received { bytes: Vec::new(), meter: web.meter(), ask, now };
    match tokio::time::timeout(patience, collect(hands, body, limit, &mut received.bytes)).await {
        Ok(whole) => whole?,
        Err(_) => {
            if let Some(hands) = hands {
                hands.is_late();
            }
            return Err(Failure::TooSlow);
        }
    }
    Ok(received.whole())
}

/// The part of a body received so far. It is counted in any case: refused, too slow, or aborted by the client.
struct Received<'a> {
    bytes: Vec<u8>,
    meter: &'a Meter,
    ask: &'a Ask,
    now: Timestamp,
}

impl Received<'_> {
    /// Counts a complete body, and returns it.
    fn whole(mut self) -> Vec<u8> {
        self.count();
        std::mem::take(&mut self.bytes)
    }

    fn count(&self) {
        self.meter.count(self.ask, self.bytes.len() as u64, self.now);
    }
}

impl Drop for Received<'_> {
    fn drop(&mut self) {
        // Nothing is left of a complete body.
        self.count();
    }
}

async fn collect(
    hands: Option<&Hands>,
    mut body: Body,
    limit: usize,
    bytes: &mut Vec<u8>,
) -> Result<(), Failure> {
    let mut place = None;
    loop {
        let frame = match hands {
            Some(hands) => hands.waiting(body.frame()).await,
            None => body.frame().await,
        };
        let Some(frame) = frame else { return Ok(()) };
        // Frames that are not data are trailers, which are ignored.
        let Ok(data) = frame.map_err(|_| Failure::Unreadable)?.into_data() else { continue };
        bytes.extend_from_slice(&data);
        if bytes.len() > limit {
            return Err(Failure::TooLarge { limit });
        }
        if let Some(hands) = hands {
            hands.count(bytes.len()).map_err(|_| Failure::Busy)?;
            if place.is_none() && bytes.len() > Limits::FREE_BODY {
                place = hands.large().await;
            }
        }
    }
}

/// Returns whether a body is declared as a media type, ignoring parameters and case.
pub(crate) fn is_of_type(headers: &HeaderMap, wanted: &str) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case(wanted))
}

#[cfg(test)]
mod tests {
    use varsel_app::limits::Limits;

    use super::*;

    #[test]
    fn what_came_is_counted_once_whatever_becomes_of_the_request() {
        let (meter, now) = (Meter::default(), "2026-12-01T09:00:00Z".parse().unwrap());
        let ask = Ask::test();
        let limits = Limits { megabytes: 3, publisher_times: 1, ..Limits::default() };
        let received = || Received { bytes: vec![b'x'; 1_000_000], meter: &meter, ask: &ask, now };
        assert_eq!(received().whole().len(), 1_000_000);
        assert!(meter.admit(&limits, &ask, 2_000_000, false, now).is_ok(), "counted once");
        // Aborted one byte before its end, refused, or too slow.
        drop(received());
        drop(received());
        assert!(meter.admit(&limits, &ask, 1, false, now).is_err());
    }
}
