//! Lenient parsing of vectors copied from advisories, tickets and calculators.

use std::borrow::Cow;

use super::read::{self, LONGEST, VectorError, is_invisible};
use super::{Vector, Version};

/// Normalises a pasted text and parses it strictly.
///
/// The vector runs from the first metric, or the prefix before it, to the last. Remaining errors are reported with their position
/// in the normalised text.
pub(super) fn read(text: &str) -> Result<Vector, VectorError> {
    read::read(&in_order(text))
}

fn in_order(text: &str) -> String {
    match parts(text) {
        Some((version, parts)) => format!("{}{}", version.prefix(), parts.join("/")),
        None => tidy(text),
    }
}

/// Takes away what stands around and between the characters of a vector, also where an address carries it.
fn tidy(text: &str) -> String {
    tighten(decoded(text.trim()).trim())
}

/// Undoes the escapes of an address (RFC 3986) for the characters that a vector and its brackets are written with.
fn decoded(text: &str) -> Cow<'_, str> {
    const ESCAPES: [(&str, &str); 5] = [("%2F", "/"), ("%3A", ":"), ("%23", "#"), ("%28", "("), ("%29", ")")];
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        let escape = rest.get(at..at + 3).unwrap_or("%");
        let meant = ESCAPES.into_iter().find(|(code, _)| code.eq_ignore_ascii_case(escape));
        match meant {
            Some((_, c)) => out.push_str(c),
            None => out.push('%'),
        }
        rest = &rest[at + if meant.is_some() { 3 } else { 1 }..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The maximum number of bytes searched for a vector, words around it included, so that longer texts cost nothing.
const LONGEST_TEXT: usize = 4 * LONGEST;

/// Finds the parts of a vector in a text, in canonical spelling and order; unknown parts come last.
pub(super) fn parts(text: &str) -> Option<(Version, Vec<String>)> {
    if text.len() > LONGEST_TEXT {
        return None;
    }
    let tight = tidy(text);
    let (version, body) = split(&tight)?;
    let mut parts: Vec<(usize, String)> = Vec::new();
    for part in body.split(is_between).filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once(':').unwrap_or((part, ""));
        let found = version.metrics().iter().enumerate().find(|(_, m)| m.code.eq_ignore_ascii_case(name));
        let (place, part) = match found {
            Some((place, metric)) => {
                let values = metric.values.iter().copied().chain([version.undefined()]);
                let value = values.into_iter().find(|v| v.eq_ignore_ascii_case(value)).unwrap_or(value);
                (place, format!("{}:{value}", metric.code))
            }
            None => (usize::MAX, part.to_owned()),
        };
        // Identical duplicates count once.
        if !parts.contains(&(place, part.clone())) {
            parts.push((place, part));
        }
    }
    // Stable: unknown parts keep their order.
    parts.sort_by_key(|(place, _)| *place);
    Some((version, parts.into_iter().map(|(_, part)| part).collect()))
}

/// Returns whether a character separates metrics.
fn is_between(c: char) -> bool {
    matches!(c, '/' | ';' | ',') || c.is_whitespace()
}

/// Removes spaces around colons and slashes.
fn tighten(text: &str) -> String {
    let mut tight = String::with_capacity(text.len());
    let mut after = false;
    for c in text.chars() {
        match c {
            ':' | '/' => {
                tight.truncate(tight.trim_end().len());
                tight.push(c);
            }
            c if is_invisible(c) || c.is_whitespace() && after => continue,
            c => tight.push(c),
        }
        after = matches!(c, ':' | '/');
    }
    tight
}

/// Returns whether the words before a vector name version 3.0.
fn says_three(words: &str) -> bool {
    let mut numbers =
        words.split(|c: char| !c.is_ascii_digit() && c != '.').map(|word| word.trim_matches('.'));
    numbers.any(|word| word == "3.0")
}

/// Finds version and metrics in a text.
fn split(text: &str) -> Option<(Version, &str)> {
    let upper = text.to_ascii_uppercase();
    let (version, start) = if let Some(at) = upper.find("CVSS:") {
        let number = upper.get(at + 5..at + 8)?;
        (Version::from_number(number)?, at + 8)
    } else if let Some(at) = upper.find("CVSS2#") {
        (Version::V2, at + 6)
    } else {
        let at = upper.find("AV:")?;
        // A calculator's address may name the version after the vector.
        let (body, after) = upper[at..].split_once('&').unwrap_or((&upper[at..], ""));
        let has = |name: &str| body.split(is_between).any(|part| part.starts_with(name));
        let version = match () {
            () if has("AU:") && !has("VC:") => Version::V2,
            () if has("AT:") || has("VC:") => Version::V40,
            // What the words before it say; else the newer of two that cannot be told apart.
            () if has("PR:") && says_three(&upper[..at]) || says_three(after) => Version::V30,
            () if ["C:P", "C:C", "I:P", "I:C", "A:P", "A:C"].into_iter().any(has) => Version::V2,
            () => Version::V31,
        };
        (version, at)
    };
    let body = text.get(start..)?.trim_start_matches('/');
    let body = body.split('&').next().unwrap_or(body);
    // Words may follow, after a bracket or a blank that no metric follows.
    let mut end = 0;
    for piece in body.split_inclusive(is_between) {
        let word = piece.trim_matches(is_between);
        if !word.is_empty() && !word.contains(':') {
            break;
        }
        end += piece.len();
    }
    let body = body[..end].trim_matches(|c: char| is_between(c) || "()[]{}.\"'`".contains(c));
    Some((version, body))
}
