//! The marketplace's logo: read once, checked, and served from our own origin at an address that never changes its meaning.

use std::fmt;

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use crate::failure::Failure;
use crate::web::Web;

/// The most bytes of a logo: it is in the head of every page.
const LONGEST: usize = 100_000;

/// What a logo's response may do: nothing but be shown. A drawing that is opened by its address runs no script and loads nothing.
const POLICY: &str = "default-src 'none'; sandbox";

/// A logo that can be shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Logo {
    bytes: Vec<u8>,
    mime: &'static str,
    name: String,
}

/// Why a file cannot be the logo.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LogoError {
    /// More bytes than a logo needs.
    TooLong,
    /// Neither a PNG nor an SVG.
    Unknown,
    /// An SVG that holds more than a drawing: what.
    Active(&'static str),
}

impl fmt::Display for LogoError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => f.write_str("it is larger than 100 kB"),
            Self::Unknown => f.write_str("it is neither an SVG nor a PNG"),
            Self::Active(what) => write!(f, "the SVG has {what}, which a logo must not have"),
        }
    }
}

impl std::error::Error for LogoError {}

impl Logo {
    /// Checks the bytes of a file.
    ///
    /// # Errors
    ///
    /// When it is too large, of another kind, or an SVG with scripts, events, entities or addresses outside itself.
    pub fn read(bytes: Vec<u8>) -> Result<Self, LogoError> {
        if bytes.len() > LONGEST {
            return Err(LogoError::TooLong);
        }
        let (mime, end) = if is_png(&bytes) { ("image/png", "png") } else { ("image/svg+xml", "svg") };
        if end == "svg" {
            drawing(std::str::from_utf8(&bytes).map_err(|_| LogoError::Unknown)?)?;
        }
        let hash = varsel_app::secrets::hex(&Sha256::digest(&bytes)[..8]);
        Ok(Self { bytes, mime, name: format!("{hash}.{end}") })
    }

    /// Returns the path that pages show it from. It contains a hash of the bytes, so browsers may keep it for ever.
    pub(crate) fn path(&self) -> String {
        format!("/logo/{}", self.name)
    }
}

/// Tells whether bytes begin as a PNG does (ISO/IEC 15948): its signature, then its header with a size.
fn is_png(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x89PNG\r\n\x1a\n")
        && bytes.get(12..16) == Some(b"IHDR")
        && bytes.get(16..24).is_some_and(|size| size[..4] != [0; 4] && size[4..] != [0; 4])
}

/// What makes an SVG more than a drawing, in lower case, and what that is called.
const ACTIVE: [(&str, &str); 12] = [
    ("<!doctype", "a document type"),
    ("<!entity", "entities"),
    ("<?xml-stylesheet", "a style sheet of its own"),
    ("<script", "a script"),
    ("<foreignobject", "foreign objects"),
    ("<iframe", "frames"),
    ("<animate", "animations"),
    ("<set", "animations"),
    ("<image", "images"),
    ("javascript:", "a script"),
    ("@import", "a style sheet of another place"),
    ("<a ", "links"),
];

/// Refuses an SVG that is more than a drawing. Browsers run none of it in an `img`, and [`POLICY`] keeps the file harmless when it
/// is opened by itself; this keeps it harmless wherever else it is put.
fn drawing(text: &str) -> Result<(), LogoError> {
    let lower = text.trim_start_matches('\u{FEFF}').to_ascii_lowercase();
    let start = lower.find("<svg").ok_or(LogoError::Unknown)?;
    let before = lower[..start].trim_start();
    if !(before.is_empty() || before.starts_with("<?xml") || before.starts_with("<!--"))
        || !lower.contains("http://www.w3.org/2000/svg")
    {
        return if before.starts_with("<!doctype") {
            Err(LogoError::Active("a document type"))
        } else {
            Err(LogoError::Unknown)
        };
    }
    if let Some((_, what)) = ACTIVE.into_iter().find(|(mark, _)| lower.contains(mark)) {
        return Err(LogoError::Active(what));
    }
    let mut words = lower.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '/' | ':'));
    if words.any(|word| word.starts_with("on") && word.contains('=')) {
        return Err(LogoError::Active("events"));
    }
    // Parts of itself by their id, and nothing else.
    let outside = ["href=", "href =", "url("].into_iter().any(|mark| {
        lower
            .split(mark)
            .skip(1)
            .any(|after| !after.trim_start().trim_start_matches(['"', '\'']).trim_start().starts_with('#'))
    });
    if outside { Err(LogoError::Active("addresses outside itself")) } else { Ok(()) }
}

/// `GET /logo/{name}`: the marketplace's logo.
pub(crate) async fn show(State(web): State<Web>, Path(name): Path<String>) -> Result<Response, Failure> {
    let logo = web.logo().filter(|logo| logo.name == name).ok_or(Failure::NotFound)?;
    let known = [
        (header::CONTENT_TYPE, logo.mime),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
    ];
    Ok((known, logo.bytes.clone()).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWING: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><defs><path id="p" d="M1 1h7"/></defs><use href="#p" fill="url(#g)"/></svg>"##;

    #[test]
    fn a_drawing_and_a_png_are_logos_with_addresses_of_their_own() {
        let logo = Logo::read(DRAWING.into()).unwrap();
        assert!(logo.path().starts_with("/logo/") && logo.name.split('.').next_back() == Some("svg"));
        assert_eq!(logo.mime, "image/svg+xml");
        let declared = format!("<?xml version=\"1.0\"?>\n<!-- ours -->\n{DRAWING}");
        assert_ne!(Logo::read(declared.into()).unwrap().path(), logo.path(), "another file, another address");
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x20\0\0\0\x20\x08\x06\0\0\0".to_vec();
        assert_eq!(Logo::read(png.clone()).unwrap().mime, "image/png");
        png[16..20].copy_from_slice(&[0; 4]);
        Logo::read(png).unwrap_err();
    }

    #[test]
    fn what_is_more_than_a_drawing_is_refused() {
        let inside = |part: &str| DRAWING.replace("<defs>", &format!("{part}<defs>"));
        for (text, what) in [
            (inside("<script>alert(1)</script>"), "a script"),
            (inside("<SCRIPT href='#x'/>"), "a script"),
            (inside("<foreignObject/>"), "foreign objects"),
            (inside("<g onload=\"x()\"/>"), "events"),
            (inside("<g\nONCLICK='x()'/>"), "events"),
            (inside("<image href='#x'/>"), "images"),
            (inside("<use href=\"https://elsewhere.example/x.svg#p\"/>"), "addresses outside itself"),
            (inside("<use xlink:href='data:image/svg+xml,x'/>"), "addresses outside itself"),
            (inside("<style>g{fill:url(//elsewhere.example/x)}</style>"), "addresses outside itself"),
            (inside("<style>@import '//elsewhere.example'</style>"), "a style sheet of another place"),
            (format!("<!DOCTYPE svg [<!ENTITY a 'b'>]>{DRAWING}"), "a document type"),
        ] {
            assert_eq!(Logo::read(text.clone().into()), Err(LogoError::Active(what)), "{text}");
        }
        for text in ["", "GIF89a", "<html><svg xmlns='http://www.w3.org/2000/svg'/></html>", "<svg/>"] {
            assert_eq!(Logo::read(text.into()), Err(LogoError::Unknown), "{text}");
        }
        assert_eq!(Logo::read(vec![b'a'; LONGEST + 1]), Err(LogoError::TooLong));
        assert_eq!(Logo::read(vec![0xff, 0xfe]), Err(LogoError::Unknown));
    }
}
