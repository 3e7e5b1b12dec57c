//! What is known of the CVEs that somebody names.

use crate::server::Server;

fn ids(count: usize) -> String {
    (0..count).map(|number| format!("CVE-2026-9{number:05}")).collect::<Vec<_>>().join(",")
}

#[test]
fn ids_are_read_whole_or_not_at_all() {
    let server = Server::start();
    let cards = |count: usize| server.get(&format!("/cves/cards?ids={}", ids(count)), &server.analyst).body;
    for (given, read, left_out) in [
        (13, 13, ""),
        (50, 50, ""),
        (51, 50, "One more was not looked up."),
        (60, 50, "10 more were not looked up."),
    ] {
        let page = cards(given);
        assert_eq!(count_of(&page), read, "{given}: {page}");
        assert!(page.contains(left_out) && (page.contains("not looked up") != left_out.is_empty()), "{page}");
        assert!((0..read).all(|number| page.contains(&format!(">CVE-2026-9{number:05}<"))), "{page}");
    }
}

/// Counts the ids that a page links to.
fn count_of(page: &str) -> usize {
    page.matches(">CVE-2026-9").count()
}
