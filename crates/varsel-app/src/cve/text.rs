//! Shared by the parsers: bounded texts, and times in the sources' formats.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer};

/// The maximum number of characters of a title, and of a description.
pub(super) const TITLE: usize = 300;
pub(super) const DESCRIPTION: usize = 4_000;
/// The start of a disputed description from before there was a tag for it.
pub(super) const DISPUTED: &str = "** DISPUTED **";
/// The maximum number of items stored of a list; the number of those left out is stored too.
pub(super) const MANY: usize = 200;
/// The maximum number of characters of a vendor, of a product, and of a version.
pub(super) const NAME: usize = 100;
pub(super) const VERSION: usize = 60;

/// Truncates a line. Line breaks become spaces, so that it stays one line on a terminal or a page.
pub(super) fn keep(text: &str, most: usize) -> String {
    let blank = |c: char| if c.is_control() { ' ' } else { c };
    let line: String = text.chars().filter(|c| !turns(*c)).map(blank).collect();
    line.trim().chars().take(most).collect()
}

/// Truncates a multi-line text. A carriage return ends a line, alone or with a line feed.
pub(super) fn keep_lines(text: &str, most: usize) -> String {
    let is_kept = |c: &char| matches!(c, '\n' | '\t') || !c.is_control() && !turns(*c);
    let lines = text.trim().replace("\r\n", "\n").replace('\r', "\n");
    lines.chars().filter(is_kept).take(most).collect()
}

/// Returns whether a character overrides the text direction, which makes a text deceptive.
fn turns(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Parses a time, with or without an offset; the default is UTC.
pub(super) fn time(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    text.parse().ok().or_else(|| {
        let local: DateTime = text.trim_end_matches('Z').parse().ok()?;
        Some(local.to_zoned(TimeZone::UTC).ok()?.timestamp())
    })
}

/// Reads a score as published, in tenths.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 100")]
pub(super) fn tenths(score: f64) -> Option<u8> {
    let tenths = (score * 10.0).round();
    (0.0..=100.0).contains(&tenths).then_some(tenths as u8)
}

/// Reads `null` as missing: schemas allow it for many fields, and publishers write it for more.
pub(super) fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    Option::<T>::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// Returns whether a text is only a filler for a required field.
pub(super) fn is_filler(text: &str) -> bool {
    let text = text.trim();
    ["", "-", "--", "*", "n/a", "na", "none", "unknown", "unspecified", "not applicable", "tbd"]
        .iter()
        .any(|filler| text.eq_ignore_ascii_case(filler))
}

/// Names a product: vendor and product without fillers, and the vendor once where the product's name begins with it.
pub(super) fn product_name(vendor: &str, product: &str) -> String {
    let known = |text: &str| if is_filler(text) { String::new() } else { keep(text, NAME) };
    let (vendor, product) = (known(vendor), known(product));
    let begins = product.get(..vendor.len()).is_some_and(|start| start.eq_ignore_ascii_case(&vendor));
    let is_named = begins && !product[vendor.len()..].starts_with(|c: char| c.is_alphanumeric());
    if vendor.is_empty() || is_named { product } else { format!("{vendor} {product}").trim().to_owned() }
}

/// Stores the distinct addresses of a list; returns the number of those left out.
pub(super) fn keep_addresses<'a>(kept: &mut Vec<String>, all: impl Iterator<Item = &'a str>) -> u32 {
    let mut omitted = 0;
    for url in all.map(|url| keep(url, 500)).filter(|url| !url.is_empty()) {
        if kept.contains(&url) {
        } else if kept.len() < MANY {
            kept.push(url);
        } else {
            omitted += 1;
        }
    }
    omitted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_sources_write_them() {
        for (text, read) in [
            ("2024-02-21T07:31:31.480Z", Some("2024-02-21T07:31:31.48Z")),
            ("2021-12-10T00:00:00", Some("2021-12-10T00:00:00Z")),
            ("2019-01-01T00:00:00.000", Some("2019-01-01T00:00:00Z")),
            ("2021-12-10T00:00Z", Some("2021-12-10T00:00:00Z")),
            ("yesterday", None),
        ] {
            assert_eq!(time(text).map(|at| at.to_string()).as_deref(), read, "{text}");
        }
    }

    #[test]
    fn texts_keep_to_their_bounds() {
        assert_eq!(keep("  å\0b c ", 2), "å ");
        assert_eq!(keep("\u{1b}[31mred\nscore \u{202e}10", 40), "[31mred score 10");
        assert_eq!(keep_lines("one\r\n\ttwo\u{1b}[2J\u{9b}", 40), "one\n\ttwo[2J");
        assert_eq!(keep_lines("one\r\rtwo\r\nthree\n", 40), "one\n\ntwo\nthree");
        assert_eq!((tenths(9.8), tenths(10.0), tenths(11.0)), (Some(98), Some(100), None));
    }

    #[test]
    fn fillers_and_repeated_vendors_are_left_out_of_names() {
        for (vendor, product, name) in [
            ("Linux", "Linux", "Linux"),
            ("n/a", "Tutor", "Tutor"),
            ("Unknown", "Tutor", "Tutor"),
            ("Example", "n/a", "Example"),
            ("n/a", "n/a", ""),
            ("linux", "linux kernel", "linux kernel"),
            ("Go", "Gopher", "Go Gopher"),
            ("Apache Software Foundation", "Apache Log4j2", "Apache Software Foundation Apache Log4j2"),
            ("Å", "Ångström", "Å Ångström"),
        ] {
            assert_eq!(product_name(vendor, product), name);
        }
    }
}
