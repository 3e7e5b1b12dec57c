//! Style sheet, scripts and icons, embedded in the binary.

use std::fmt;

use askama::filters::HtmlSafe;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::edge::Held;

pub(crate) struct Asset {
    pub(crate) name: &'static str,
    pub(crate) mime: &'static str,
    pub(crate) bytes: &'static [u8],
    /// The same, compressed with gzip.
    gzip: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// An icon as SVG: markup of our own build, safe in HTML as it is.
#[derive(Clone, Copy)]
pub(crate) struct Icon(&'static str);

impl fmt::Display for Icon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl HtmlSafe for Icon {}

/// Every icon by name.
#[expect(dead_code, reason = "the set is complete, pages use what they need")]
pub(crate) mod icon {
    use super::Icon;

    include!(concat!(env!("OUT_DIR"), "/icons.rs"));
}

/// Serves an asset. Its address contains the hash of all assets, so it never changes.
///
/// The bytes are in the binary, compressed at build time, so that requests do not use memory.
pub(crate) async fn show(Path((hash, name)): Path<(String, String)>, headers: HeaderMap) -> Response {
    let Some(asset) = FILES.iter().find(|asset| asset.name == name && hash == HASH) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let known = [
        (header::CONTENT_TYPE, asset.mime),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::VARY, "accept-encoding"),
    ];
    let mut response = if takes_gzip(&headers) {
        (known, [(header::CONTENT_ENCODING, "gzip")], asset.gzip).into_response()
    } else {
        (known, asset.bytes).into_response()
    };
    response.extensions_mut().insert(Held(0));
    response
}

/// Returns whether a client accepts gzip (RFC 9110, section 12.5.3).
fn takes_gzip(headers: &HeaderMap) -> bool {
    let lines = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|line| line.to_str().ok());
    let mut codings = lines.flat_map(|line| line.split(','));
    codings.any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0_f32));
        name.trim().eq_ignore_ascii_case("gzip") && !refused
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_sent_to_those_who_take_it() {
        for (given, takes) in [
            (&["gzip, deflate, br"][..], true),
            (&["br", "GZIP;q=0.5"], true),
            (&["gzip;q=0, br"], false),
            (&["gzip; q=0.000"], false),
            (&["identity"], false),
            (&[], false),
        ] {
            let mut headers = HeaderMap::new();
            for line in given {
                headers.append(header::ACCEPT_ENCODING, line.parse().unwrap());
            }
            assert_eq!(takes_gzip(&headers), takes, "{given:?}");
        }
        for asset in FILES {
            assert!(asset.gzip.starts_with(&[0x1f, 0x8b]), "{}", asset.name);
        }
    }
}
