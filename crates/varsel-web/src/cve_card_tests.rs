//! What a card says of what the sources say.

use askama::Template as _;
use jiff::Timestamp;
use varsel_app::cve::Item;
use varsel_core::cve::{Epss, SourceFacts};
use varsel_locale::Locale;

use super::*;
use crate::pages::cves::Known;

/// Reads what a record of the corpus says of its first CVE.
pub(crate) fn entry(record: &str) -> CveEntry {
    let path = format!("{}/../varsel-app/tests/cve/corpus/{record}.json", env!("CARGO_MANIFEST_DIR"));
    let mut found = None;
    let problems = cve::readings(path.as_ref(), &mut |_, item| {
        if let (Item::Facts { id, source, updated, facts, .. }, None) = (item, &found) {
            let (title, description) = (facts.title.clone(), facts.description.clone());
            let sources = vec![SourceFacts { source, updated, facts: *facts }];
            found = Some(CveEntry { id, title, description, sources, epss: None, kev_released: None });
        }
    });
    assert_eq!(problems.unwrap(), []);
    found.unwrap()
}

fn rendered(locale: Locale, entry: CveEntry) -> String {
    let card = CveCard { id: entry.id.clone(), entry: Some(entry), is_awaited: false, is_put_off: false };
    let cards = CveCards { shown: vec![card], more: Vec::new() };
    let html = Known { t: Texts::of(locale), cards, may_fill: "fill" }.render().unwrap();
    // Blanks between pieces say nothing.
    html.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace("&#39;", "'")
        .replace("&#60;", "<")
        .replace("&lt;", "<")
}

fn english(record: &str) -> String {
    rendered(Locale::En, entry(record))
}

/// Returns the text between a heading and the next.
fn under<'a>(html: &'a str, heading: &str) -> &'a str {
    let start = html.find(&format!(">{heading}</p>")).unwrap_or_else(|| panic!("{heading} in {html}"));
    let rest = &html[start + heading.len()..];
    rest.find("<p class=\"strong\">").map_or(rest, |end| &rest[..end])
}

#[test]
fn an_unaffected_product_is_never_among_the_affected() {
    let html = english("cve-unaffected-product");
    let affected = under(&html, "Affected");
    assert!(affected.contains("Fabrikam Anvil: from 4.0, before 4.2"), "{affected}");
    assert!(!affected.contains("Bellows") && !affected.contains("Chisel"), "{affected}");
    let unaffected = under(&html, "Not affected");
    assert!(
        unaffected.contains("Fabrikam Bellows: 5.x") && unaffected.contains("Fabrikam Chisel"),
        "{unaffected}"
    );
}

#[test]
fn all_versions_but_some_are_said_in_both_languages() {
    let html = english("cve-default-affected");
    for said in [
        "all versions except before 2.6.19; 5.4.100 to 5.4.*; 6.7 and later",
        "all versions except 2022 su2 and later",
    ] {
        assert!(under(&html, "Affected").contains(said), "{html}");
    }
    let html = rendered(Locale::Sv, entry("cve-default-affected"));
    assert!(html.contains("alla versioner utom före 2.6.19; 5.4.100 till 5.4.*; 6.7 och senare"), "{html}");
}

#[test]
fn long_lists_say_how_many_more_there_are_and_can_be_opened() {
    let mut many = entry("cve-unaffected-product");
    let facts = &mut many.sources[0].facts;
    let product = facts.affected[0].clone();
    facts.affected = (0..30)
        .map(|number| AffectedProduct { name: format!("Product {number}"), ..product.clone() })
        .collect();
    facts.affected[0].ranges = (0..20).map(|number| Versions::One(format!("1.{number}"))).collect();
    facts.references = (0..13).map(|number| format!("https://example.com/{number}")).collect();
    facts.omitted_references = 5;
    let html = rendered(Locale::En, many);
    assert!(html.contains("<summary>and 18 more</summary>"), "{html}");
    assert!(html.contains("Product 29"), "it can be opened without scripts");
    assert!(html.contains("<summary>and 8 more</summary><p>1.12; 1.13;"), "{html}");
    assert!(html.contains("https://example.com/12") && html.contains("and 5 more"), "{html}");
}

#[test]
fn an_unencrypted_address_is_shown_and_marked() {
    let mut with = entry("cve-unaffected-product");
    with.sources[0].facts.references =
        ["https://example.com/a", "http://example.com/b", "javascript:alert(1)", "HTTP://example.com/c"]
            .map(str::to_owned)
            .to_vec();
    let html = rendered(Locale::En, with);
    assert_eq!(html.matches("not encrypted").count(), 2, "{html}");
    assert!(html.contains("href=\"http://example.com/b\"") && !html.contains("javascript"), "{html}");
}

#[test]
fn what_is_said_of_a_cve_is_shown_as_it_was_said() {
    assert!(english("cve-disputed").contains(">Disputed<"));
    assert!(!english("cve-unaffected-product").contains(">Disputed<"));
    let html = english("cve-cna-ssvc");
    assert!(html.contains("SSVC by CNA example: exploitation active"), "{html}");
    let html = english("cve-cvss-trailing-slash");
    assert!(html.contains("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/<"), "{html}");
    assert!(html.contains("As published; not a valid vector") && html.contains("<b>9.3</b>"), "{html}");
    assert!(!html.contains("use-vector:"), "{html}");
    let html = english("osv-unordered");
    assert!(html.contains("<li>TEST-2026-0010</li>"), "an id of no known database leads nowhere: {html}");
}

#[test]
fn a_cve_that_was_removed_from_the_catalogue_says_since_when() {
    let mut listed = entry("kev-1");
    let html = rendered(Locale::En, listed.clone());
    assert!(html.contains("Known to be exploited since 2 Nov 2026"), "{html}");
    listed.sources[0].facts.known_exploited.as_mut().unwrap().removed = Some("2026-11-20".parse().unwrap());
    let html = rendered(Locale::En, listed);
    assert!(!html.contains("Known to be exploited"), "{html}");
    assert!(
        html.contains("No longer on CISA’s list of exploited vulnerabilities since 20 Nov 2026"),
        "{html}"
    );
}

#[test]
fn a_small_probability_is_not_shown_as_nothing() {
    let mut unlikely = entry("cve-disputed");
    let date = Timestamp::UNIX_EPOCH.to_zoned(jiff::tz::TimeZone::UTC).date();
    unlikely.epss = Some(Epss { probability: 9, percentile: 3, date });
    let html = rendered(Locale::Sv, unlikely);
    assert!(html.contains("EPSS < 0,01 %") && !html.contains("0,00"), "{html}");
}
