//! The lines of an iCalendar text (RFC 5545, section 3.1), from untrusted bytes.

use varsel_core::clock::{FeedEncoding, FeedProblem};

const FIRST_LINE: &[u8] = b"BEGIN:VCALENDAR";

/// Unfolds lines, then decodes the text: RFC 5545 folds by bytes, so a fold can split a character.
pub(super) fn unfolded(bytes: &[u8]) -> Result<String, FeedProblem> {
    if is_utf16(bytes) {
        return Err(FeedProblem::Encoding { encoding: FeedEncoding::Utf16 });
    }
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    String::from_utf8(unfold(bytes)).map_err(|_| {
        if bytes.trim_ascii_start().starts_with(FIRST_LINE) {
            FeedProblem::Encoding { encoding: FeedEncoding::Latin1 }
        } else {
            FeedProblem::NoCalendar
        }
    })
}

/// Normalises line endings to `\n`, and removes each line break that is followed by a space or a tab, together with it.
fn unfold(bytes: &[u8]) -> Vec<u8> {
    let mut unfolded = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        match byte {
            b'\r' | b'\n' => {
                if byte == b'\r' {
                    rest.next_if_eq(&b'\n');
                }
                if rest.next_if(|next| matches!(next, b' ' | b'\t')).is_none() {
                    unfolded.push(b'\n');
                }
            }
            byte => unfolded.push(byte),
        }
    }
    unfolded
}

/// Returns whether a calendar is in UTF-16: every second byte of its first line is a NUL.
fn is_utf16(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(2 * FIRST_LINE.len() + 2)];
    let plain: Vec<u8> = head.iter().copied().filter(|byte| !matches!(byte, 0 | 0xFE | 0xFF)).collect();
    head.contains(&0) && plain.starts_with(FIRST_LINE)
}

/// A line: its name in capitals, its parameters as written, and its value.
pub(super) struct Property<'a> {
    pub(super) name: String,
    pub(super) parameters: &'a str,
    pub(super) value: &'a str,
}

impl<'a> Property<'a> {
    /// Parses a line. Its parameters can contain a quoted colon.
    pub(super) fn read(line: &'a str) -> Option<Self> {
        let mut is_quoted = false;
        let colon = line.bytes().position(|byte| {
            is_quoted ^= byte == b'"';
            byte == b':' && !is_quoted
        })?;
        let (name, parameters) = line[..colon].split_once(';').unwrap_or((&line[..colon], ""));
        Some(Self { name: name.trim().to_ascii_uppercase(), parameters, value: &line[colon + 1..] })
    }

    /// Returns whether the value is declared as a date without a time of day.
    pub(super) fn is_date(&self) -> bool {
        self.parameters.split(';').any(|parameter| parameter.trim().eq_ignore_ascii_case("VALUE=DATE"))
    }
}
