//! Products of a CVE record with the status of their versions.
//!
//! Source: CVE JSON 5, `affected`, and its "version status determination": the first entry that matches a version gives its status,
//! `changes` from their version on another one, and `defaultStatus` (unknown, where it is left out) that of all others.

use std::borrow::Cow;

use serde::Deserialize;
use varsel_core::cve::{AffectedProduct, AffectedStatus, VersionSpan, Versions};

use super::text::{NAME, VERSION, is_filler, keep, or_default, product_name};
use super::versions::{add, compare, end, is_every, is_unbounded, start};

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Affected<'a> {
    #[serde(borrow)]
    vendor: Option<Cow<'a, str>>,
    #[serde(borrow)]
    product: Option<Cow<'a, str>>,
    #[serde(borrow)]
    package_name: Option<Cow<'a, str>>,
    #[serde(rename = "collectionURL", borrow)]
    collection_url: Option<Cow<'a, str>>,
    #[serde(rename = "packageURL", borrow)]
    package_url: Option<Cow<'a, str>>,
    #[serde(borrow)]
    default_status: Option<Cow<'a, str>>,
    #[serde(borrow, deserialize_with = "or_default")]
    versions: Vec<AffectedVersion<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct AffectedVersion<'a> {
    #[serde(borrow, deserialize_with = "or_default")]
    version: Cow<'a, str>,
    #[serde(borrow, deserialize_with = "or_default")]
    status: Cow<'a, str>,
    #[serde(borrow)]
    less_than: Option<Cow<'a, str>>,
    #[serde(borrow)]
    less_than_or_equal: Option<Cow<'a, str>>,
    #[serde(borrow, deserialize_with = "or_default")]
    changes: Vec<Change<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Change<'a> {
    #[serde(borrow, deserialize_with = "or_default")]
    at: Cow<'a, str>,
    #[serde(borrow, deserialize_with = "or_default")]
    status: Cow<'a, str>,
}

fn status(text: &str) -> AffectedStatus {
    match text {
        "affected" => AffectedStatus::Affected,
        "unaffected" => AffectedStatus::Unaffected,
        _ => AffectedStatus::Unknown,
    }
}

/// Parses a product; `None` if it has no name.
pub(super) fn product(affected: &Affected<'_>) -> Option<AffectedProduct> {
    let name = name(affected);
    if name.is_empty() {
        return None;
    }
    let others = affected.default_status.as_deref().map_or(AffectedStatus::Unknown, status);
    let mut product = AffectedProduct { name, others: Some(others), ..AffectedProduct::default() };
    for entry in &affected.versions {
        let stated = status(&entry.status);
        let is_range =
            entry.less_than.is_some() || entry.less_than_or_equal.is_some() || !entry.changes.is_empty();
        if is_range {
            let segments = segments(entry, stated);
            if let [(status, span)] = &segments[..]
                && is_unbounded(span)
            {
                // Entries after one that matches every version never apply.
                product.others = Some(*status);
                break;
            }
            for (status, span) in segments {
                add(&mut product, status, Versions::Span(span));
            }
        } else if is_every(&entry.version) {
            product.others = Some(stated);
            break;
        } else if !is_filler(&entry.version) {
            add(&mut product, stated, Versions::One(keep(&entry.version, VERSION)));
        } else if stated == AffectedStatus::Affected {
            // It is affected, in unnamed versions.
            product.others = None;
        } else if affected.default_status.is_none() {
            product.others = product.others.map(|_| stated);
        }
    }
    Some(product)
}

/// Splits a range at the changes in it.
fn segments(entry: &AffectedVersion<'_>, stated: AffectedStatus) -> Vec<(AffectedStatus, VersionSpan)> {
    let (before, up_to) = (end(entry.less_than.as_deref()), end(entry.less_than_or_equal.as_deref()));
    let up_to = up_to.filter(|_| before.is_none());
    let from = start(&entry.version);
    let lies_within = |at: &str| {
        from.as_deref().is_none_or(|from| compare(at, from).is_gt())
            && before.as_deref().is_none_or(|before| compare(at, before).is_lt())
            && up_to.as_deref().is_none_or(|up_to| compare(at, up_to).is_le())
    };
    let mut changes: Vec<(&str, AffectedStatus)> = (entry.changes.iter())
        .filter(|change| !is_filler(&change.at) && lies_within(&change.at))
        .map(|change| (change.at.as_ref(), status(&change.status)))
        .collect();
    changes.sort_by(|one, other| compare(one.0, other.0));
    let mut found = Vec::new();
    let (mut open, mut now) = (VersionSpan { from, ..VersionSpan::default() }, stated);
    for (at, changed) in changes {
        if changed != now {
            let at = keep(at, VERSION);
            let next = VersionSpan { from: Some(at.clone()), ..VersionSpan::default() };
            let closed = VersionSpan { before: Some(at), ..std::mem::replace(&mut open, next) };
            found.push((std::mem::replace(&mut now, changed), closed));
        }
    }
    found.push((now, VersionSpan { before, up_to, ..open }));
    found
}

/// Names a product: by vendor and product, else by its package.
fn name(affected: &Affected<'_>) -> String {
    let text = |text: &Option<Cow<'_, str>>| text.as_deref().unwrap_or_default().trim().to_owned();
    let (vendor, product, package) =
        (text(&affected.vendor), text(&affected.product), text(&affected.package_name));
    if is_filler(&product) && is_filler(&package) {
        if let Some(named) = affected.package_url.as_deref().and_then(package_url) {
            return named;
        }
    } else if is_filler(&product) && is_filler(&vendor) {
        let collection = text(&affected.collection_url);
        let host = collection.split("://").nth(1).and_then(|rest| rest.split('/').next());
        let of = host.filter(|host| !host.is_empty()).map(|host| format!(" ({host})"));
        return keep(&format!("{package}{}", of.unwrap_or_default()), 2 * NAME);
    }
    product_name(&vendor, if is_filler(&product) { &package } else { &product })
}

/// Names a package by its URL: `pkg:npm/%40example/blend-deep` is `npm @example/blend-deep`.
///
/// Source: the package URL specification; a version, qualifiers and a path in the package are left out.
fn package_url(url: &str) -> Option<String> {
    let rest = url.trim().strip_prefix("pkg:")?.trim_start_matches('/');
    let rest = rest.split(['?', '#']).next().unwrap_or(rest);
    let (kind, path) = rest.split_once('/')?;
    // An `@` that is not a version separator is written as `%40`.
    let path = path.rsplit_once('@').map_or(path, |(path, _)| path).trim_matches('/');
    let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
    (!kind.is_empty() && !path.is_empty()).then(|| keep(&format!("{kind} {path}"), 2 * NAME))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn package_urls_name_packages() {
        for (url, name) in [
            ("pkg:npm/%40example/blend-deep", Some("npm @example/blend-deep")),
            ("pkg:maven/org.example/core@1.2?type=jar#path", Some("maven org.example/core")),
            ("pkg://pypi/example", Some("pypi example")),
            ("pkg:npm/", None),
            ("https://example.com", None),
        ] {
            assert_eq!(package_url(url).as_deref(), name, "{url}");
        }
    }

    fn read(json: &str) -> (AffectedStatus, String) {
        let affected: Affected<'_> = serde_json::from_str(json).unwrap();
        let product = product(&affected).unwrap();
        let list =
            |versions: &[Versions]| versions.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
        let others = product.others.map_or("not said", |status| {
            use varsel_core::coded::Coded as _;
            status.code()
        });
        let said = format!("{} | {} | {others}", list(&product.ranges), list(&product.unaffected));
        (product.status(), said)
    }

    #[test]
    fn the_status_of_versions_is_the_one_that_the_schema_gives_them() {
        let affected = AffectedStatus::Affected;
        for (versions, status, said) in [
            (r#""versions":[{"version":"n/a","status":"affected"}]"#, affected, " |  | not said"),
            (r#""versions":[{"version":"*","status":"affected"}]"#, affected, " |  | affected"),
            (
                r#""versions":[{"version":"n/a","status":"unaffected"}]"#,
                AffectedStatus::Unaffected,
                " |  | unaffected",
            ),
            (r#""versions":null,"defaultStatus":"unknown""#, AffectedStatus::Unknown, " |  | unknown"),
            (
                r#""versions":[{"version":"1.0","status":"affected","lessThan":"3.0","changes":[{"at":"2.5","status":"unaffected"},{"at":"2.0","status":"unaffected"},{"at":"2.7","status":"affected"}]}]"#,
                affected,
                "1.0 before 2.0; 2.7 before 3.0 | 2.0 before 2.7 | unknown",
            ),
            (
                r#""versions":[{"version":"0","status":"affected","lessThan":"*"},{"version":"2","status":"unaffected"}],"defaultStatus":"unaffected""#,
                affected,
                " |  | affected",
            ),
            (
                r#""versions":[{"version":"2","status":"unaffected"},{"version":"*","status":"affected"}]"#,
                affected,
                " | 2 | affected",
            ),
        ] {
            let json = format!(r#"{{"vendor":"Example","product":"A",{versions}}}"#);
            assert_eq!(read(&json), (status, said.to_owned()), "{json}");
        }
    }
}
