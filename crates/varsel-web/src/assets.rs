//! Style sheet, scripts and icons, in the binary.

use std::fmt;

use askama::filters::HtmlSafe;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

pub(crate) struct Asset {
    pub(crate) name: &'static str,
    pub(crate) mime: &'static str,
    pub(crate) bytes: &'static [u8],
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
pub(crate) async fn show(Path((hash, name)): Path<(String, String)>) -> Response {
    match FILES.iter().find(|asset| asset.name == name && hash == HASH) {
        Some(asset) => (
            [
                (header::CONTENT_TYPE, asset.mime),
                (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
            ],
            asset.bytes,
        )
            .into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
