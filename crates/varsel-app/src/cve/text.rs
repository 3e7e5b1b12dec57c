//! What the readers share: texts within bounds, and times as the sources write them.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// The most characters of a title, and of a description.
pub(super) const TITLE: usize = 300;
pub(super) const DESCRIPTION: usize = 4_000;
/// The most items of a list that are kept.
pub(super) const MANY: usize = 40;

/// Keeps a line within bounds. Whatever breaks it is a blank: what is written on a terminal or a page stays one line.
pub(super) fn keep(text: &str, most: usize) -> String {
    let blank = |c: char| if c.is_control() { ' ' } else { c };
    let line: String = text.chars().filter(|c| !turns(*c)).map(blank).collect();
    line.trim().chars().take(most).collect()
}

/// Keeps a text of several lines within bounds.
pub(super) fn keep_lines(text: &str, most: usize) -> String {
    let is_kept = |c: &char| matches!(c, '\n' | '\t') || !c.is_control() && !turns(*c);
    text.trim().chars().filter(is_kept).take(most).collect()
}

/// Tells whether a character turns the direction of what follows: it makes a text look like another.
fn turns(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Reads a time, with or without its offset; without one it is UTC.
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

/// Says a range of versions in words.
pub(super) fn range(from: &str, before: Option<&str>, up_to: Option<&str>) -> String {
    let from = keep(from, 60);
    let open = matches!(from.as_str(), "" | "0" | "*" | "unspecified");
    match (open, before, up_to) {
        (true, Some(before), _) => format!("before {}", keep(before, 60)),
        (false, Some(before), _) => format!("{from} before {}", keep(before, 60)),
        (true, None, Some(up_to)) => format!("up to {}", keep(up_to, 60)),
        (false, None, Some(up_to)) => format!("{from} to {}", keep(up_to, 60)),
        (true, None, None) => "all versions".to_owned(),
        (false, None, None) => from,
    }
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
        assert_eq!(range("0", Some("2.15.0"), None), "before 2.15.0");
        assert_eq!(range("2.0", None, Some("2.14.1")), "2.0 to 2.14.1");
        assert_eq!(range("*", None, None), "all versions");
        assert_eq!((tenths(9.8), tenths(10.0), tenths(11.0)), (Some(98), Some(100), None));
    }
}
