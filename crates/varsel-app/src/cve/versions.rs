//! Versions in the formats' terms: words that mean no version, the order of versions, and bounded lists.

use std::cmp::Ordering;

use varsel_core::cve::{AffectedProduct, AffectedStatus, VersionSpan, Versions};

use super::text::{MANY, VERSION, is_filler, keep};

/// Returns the version at which a range starts; `None` if it starts with the first version.
pub(super) fn start(version: &str) -> Option<String> {
    let is_first = is_filler(version) || is_every(version) || version.trim() == "0";
    (!is_first).then(|| keep(version, VERSION))
}

/// Returns the version at which a range ends; `None` if it has no end.
pub(super) fn end(version: Option<&str>) -> Option<String> {
    version.filter(|version| !is_filler(version)).map(|version| keep(version, VERSION))
}

/// Returns whether a word means every version.
pub(super) fn is_every(version: &str) -> bool {
    let version = version.trim();
    ["*", "all", "all versions", "any"].iter().any(|word| version.eq_ignore_ascii_case(word))
}

/// Returns whether a range has no bound.
pub(super) fn is_unbounded(span: &VersionSpan) -> bool {
    *span == VersionSpan::default()
}

/// Adds versions with their status to a product, within bounds.
pub(super) fn add(product: &mut AffectedProduct, status: AffectedStatus, versions: Versions) {
    let list = match status {
        AffectedStatus::Affected => &mut product.ranges,
        AffectedStatus::Unaffected => &mut product.unaffected,
        AffectedStatus::Unknown => &mut product.unknown,
    };
    if list.contains(&versions) {
    } else if list.len() < MANY {
        list.push(versions);
    } else {
        product.omitted += 1;
    }
}

/// The maximum number of versions stored for all products of one record.
const MOST: usize = 1_000;

/// Truncates the versions of a record, because a page shows them all.
pub(super) fn bound(products: &mut [AffectedProduct]) {
    let mut left = MOST;
    for product in products {
        for list in [&mut product.ranges, &mut product.unaffected, &mut product.unknown] {
            // Without any version, the list would mean something else.
            let kept = list.len().min(left.max(1));
            product.omitted += u32::try_from(list.len() - kept).unwrap_or(u32::MAX);
            left = left.saturating_sub(kept);
            list.truncate(kept);
        }
    }
}

/// Adds a product, within bounds; returns how many were left out.
pub(super) fn push(products: &mut Vec<AffectedProduct>, product: AffectedProduct) -> u32 {
    if products.contains(&product) {
        0
    } else if products.len() < MANY {
        products.push(product);
        0
    } else {
        1
    }
}

/// Orders versions as people read them: number by number, a pre-release before its release, an epoch before everything.
///
/// It is exact for semantic versions and close for the schemes of distributions, which differ in letters only.
pub(super) fn compare(one: &str, other: &str) -> Ordering {
    let (one, other) = (one.trim(), other.trim());
    // OSV: `0` is before every version.
    match (one == "0", other == "0") {
        (true, true) => return Ordering::Equal,
        (true, false) => return Ordering::Less,
        (false, true) => return Ordering::Greater,
        (false, false) => {}
    }
    let (one, other) = (epoch(one), epoch(other));
    number(one.0, other.0).then_with(|| pieces(one.1, other.1))
}

/// Splits a version into its epoch and the rest, without a leading `v` and a trailing build.
fn epoch(version: &str) -> (&str, &str) {
    let (epoch, rest) = match version.split_once(':') {
        Some((epoch, rest)) if epoch.bytes().all(|b| b.is_ascii_digit()) => (epoch, rest),
        _ => ("0", version),
    };
    let rest = rest.strip_prefix(['v', 'V']).unwrap_or(rest);
    (epoch, rest.split_once('+').map_or(rest, |(version, _)| version))
}

/// Compares two rows of digits by value, however long.
fn number(one: &str, other: &str) -> Ordering {
    let (one, other) = (one.trim_start_matches('0'), other.trim_start_matches('0'));
    one.len().cmp(&other.len()).then_with(|| one.cmp(other))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Piece<'a> {
    Number(&'a str),
    Word(&'a str),
    /// `*`: greater than anything in its place.
    Any,
}

fn split(version: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    for part in version.split(['.', '-', '_', '~', ' ', '/']).filter(|part| !part.is_empty()) {
        let mut rest = part;
        while let Some(first) = rest.chars().next() {
            let is_digit = first.is_ascii_digit();
            let end = rest
                .char_indices()
                .find(|(_, c)| c.is_ascii_digit() != is_digit || (*c == '*') != (first == '*'))
                .map_or(rest.len(), |(at, _)| at);
            let (piece, after) = rest.split_at(end);
            found.push(match (is_digit, first) {
                (true, _) => Piece::Number(piece),
                (false, '*') => Piece::Any,
                (false, _) => Piece::Word(piece),
            });
            rest = after;
        }
    }
    found
}

/// Words of versions that came out before the one that they are added to.
const BEFORE: [&str; 18] = [
    "a",
    "alpha",
    "b",
    "beta",
    "c",
    "rc",
    "cr",
    "pre",
    "preview",
    "dev",
    "snapshot",
    "m",
    "ea",
    "next",
    "canary",
    "nightly",
    "insiders",
    "experimental",
];

impl Piece<'_> {
    /// What follows the last piece, without end: `1.0` equals `1.0.0`.
    const END: Self = Piece::Number("0");

    /// Returns the group of a piece; each comes before the next, so that the order is total.
    fn rank(self) -> u8 {
        match self {
            Piece::Word(word) if BEFORE.iter().any(|before| word.eq_ignore_ascii_case(before)) => 0,
            Piece::Number(number) if number.bytes().all(|b| b == b'0') => 1,
            Piece::Word(_) => 2,
            Piece::Number(_) => 3,
            Piece::Any => 4,
        }
    }

    fn compare(self, other: Self) -> Ordering {
        self.rank().cmp(&other.rank()).then_with(|| match (self, other) {
            (Piece::Number(one), Piece::Number(other)) => number(one, other),
            (Piece::Word(one), Piece::Word(other)) => {
                one.to_ascii_lowercase().cmp(&other.to_ascii_lowercase())
            }
            (Piece::Number(_) | Piece::Word(_) | Piece::Any, _) => Ordering::Equal,
        })
    }
}

fn pieces(one: &str, other: &str) -> Ordering {
    let (one, other) = (split(one), split(other));
    let orders = (0..one.len().max(other.len())).map(|place| {
        let (one, other) = (one.get(place).copied(), other.get(place).copied());
        one.unwrap_or(Piece::END).compare(other.unwrap_or(Piece::END))
    });
    orders.into_iter().find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_in_the_order_in_which_they_came_out() {
        for (one, other) in [
            ("0", "0.0.1"),
            ("1.9.3", "1.9.4"),
            ("1.9", "1.10"),
            ("1.0.0-beta", "1.0.0"),
            ("1.0.0-alpha.1", "1.0.0-beta"),
            ("2.0-beta9", "2.0"),
            ("1.0", "1.0.1"),
            ("1.0", "1.0p1"),
            ("1", "1.0p"),
            ("1.0p1", "1.0.1"),
            ("1-dev", "1-cp"),
            ("10.2.9", "10.2.9-h1"),
            ("5.4.100", "5.4.*"),
            ("9.9", "1:0.1"),
            ("v1.2.0", "1.3.0"),
            ("2.0~rc1", "2.0"),
            ("99999999999999999999998", "99999999999999999999999"),
        ] {
            assert_eq!(compare(one, other), Ordering::Less, "{one} {other}");
            assert_eq!(compare(other, one), Ordering::Greater, "{other} {one}");
        }
        for (one, other) in [("1.0", "1.0.0"), ("v2", "2"), ("1.2+build5", "1.2"), ("01.2", "1.2")] {
            assert_eq!(compare(one, other), Ordering::Equal, "{one} {other}");
        }
    }

    #[test]
    fn the_versions_of_a_record_stay_within_bounds_and_its_products_keep_their_status() {
        let product = |number: usize| AffectedProduct {
            name: number.to_string(),
            ranges: vec![Versions::all(); 150],
            others: Some(AffectedStatus::Unaffected),
            ..AffectedProduct::default()
        };
        let mut products: Vec<AffectedProduct> = (0..200).map(product).collect();
        bound(&mut products);
        assert!(products.iter().map(|product| product.ranges.len()).sum::<usize>() <= MOST + products.len());
        assert!(products.iter().all(|product| product.status() == AffectedStatus::Affected));
        assert_eq!((products[0].omitted, products[199].omitted), (0, 149));
    }

    #[test]
    fn words_for_no_version_bound_nothing() {
        for word in ["*", "n/a", "N/A", "unspecified", "-", "", " "] {
            assert_eq!((start(word), end(Some(word))), (None, None), "{word}");
        }
        assert_eq!((start("0"), end(Some("0"))), (None, Some("0".to_owned())));
        assert_eq!(end(None), None);
    }
}
