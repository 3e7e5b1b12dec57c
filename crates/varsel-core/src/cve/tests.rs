//! What the sources say, put together.

use super::*;

fn source(source: CveSource, updated: &str, facts: CveFacts) -> SourceFacts {
    SourceFacts { source, updated: updated.parse().unwrap(), facts }
}

fn entry(id: &str, sources: Vec<SourceFacts>, kev_released: Option<&str>) -> CveEntry {
    let kev_released = kev_released.map(|at| at.parse().unwrap());
    let (title, description) = (String::new(), String::new());
    CveEntry { id: id.parse().unwrap(), title, description, sources, epss: None, kev_released }
}

#[test]
fn a_release_contradicts_only_an_entry_that_is_older() {
    let claim = |source_of, updated: &str, added: &str| {
        let known =
            KnownExploited { added: added.parse().unwrap(), due: None, ransomware: false, removed: None };
        source(source_of, updated, CveFacts { known_exploited: Some(known), ..CveFacts::default() })
    };
    let nvd = |updated, added| claim(CveSource::Nvd, updated, added);
    for (sources, released, said) in [
        (vec![], Some("2026-11-22T00:00:00Z"), "nothing"),
        (vec![nvd("2026-11-20T00:00:00Z", "2026-11-12")], None, "listed since 2026-11-12"),
        (
            vec![nvd("2026-11-20T00:00:00Z", "2026-11-12")],
            Some("2026-11-22T00:00:00Z"),
            "2026-11-12 says nvd, not 2026-11-22",
        ),
        (
            vec![nvd("2026-11-23T00:00:00Z", "2026-11-12")],
            Some("2026-11-22T00:00:00Z"),
            "listed since 2026-11-12",
        ),
        // Added after the release, whatever the record says of its last change.
        (
            vec![nvd("2026-11-20T00:00:00Z", "2026-11-25")],
            Some("2026-11-22T00:00:00Z"),
            "listed since 2026-11-25",
        ),
        (
            vec![nvd("2026-11-20T00:00:00Z", "2026-11-22")],
            Some("2026-11-22T10:00:00Z"),
            "listed since 2026-11-22",
        ),
        // The newer of two claims counts.
        (
            vec![
                claim(CveSource::CveList, "2026-11-20T00:00:00Z", "2026-11-12"),
                nvd("2026-11-23T00:00:00Z", "2026-11-12"),
            ],
            Some("2026-11-22T00:00:00Z"),
            "listed since 2026-11-12",
        ),
        // What CISA's own catalogue says counts before all others.
        (
            vec![
                nvd("2026-11-20T00:00:00Z", "2026-11-12"),
                claim(CveSource::Kev, "2026-11-22T00:00:00Z", "2026-11-13"),
            ],
            Some("2026-11-22T00:00:00Z"),
            "listed since 2026-11-13",
        ),
    ] {
        let entry = entry("CVE-2026-90001", sources, released);
        let read = match entry.listing() {
            None => "nothing".to_owned(),
            Some(Listing::Listed(known)) => format!("listed since {}", known.added),
            Some(Listing::Removed(day)) => format!("removed {day}"),
            Some(Listing::Missing { source, added, released }) => {
                format!("{added} says {source}, not {released}")
            }
        };
        assert_eq!(read, said);
        assert_eq!(entry.known_exploited().is_some(), said.starts_with("listed"), "{said}");
    }
}

#[test]
fn an_entry_is_withdrawn_when_all_its_advisories_are() {
    let at = "2026-11-20T10:00:00Z".parse().unwrap();
    let withdrawn = |id: &str| {
        let withdrawal = Withdrawal { advisory: id.to_owned(), at };
        source(
            CveSource::Osv,
            "2026-11-20T10:00:00Z",
            CveFacts { withdrawn: Some(withdrawal), ..CveFacts::default() },
        )
    };
    let stands = source(CveSource::Nvd, "2026-11-20T10:00:00Z", CveFacts::default());
    for (sources, is_withdrawn, count) in [
        (vec![], false, 0),
        (vec![stands.clone()], false, 0),
        (vec![withdrawn("GHSA-2222-3333-6666")], true, 1),
        (vec![withdrawn("GHSA-2222-3333-6666"), withdrawn("PYSEC-2026-7")], true, 2),
        (vec![stands, withdrawn("GHSA-2222-3333-6666")], false, 1),
    ] {
        let entry = entry("CVE-2026-90001", sources, None);
        assert_eq!((entry.is_withdrawn(), entry.withdrawals().len()), (is_withdrawn, count));
    }
}

#[test]
fn an_entry_is_not_its_own_alias() {
    let aliases = ["GHSA-2222-3333-4444", "PYSEC-2026-7"].map(str::to_owned).to_vec();
    let facts = CveFacts { aliases, ..CveFacts::default() };
    let said = |id| {
        let entry = entry(id, vec![source(CveSource::Osv, "2026-11-20T10:00:00Z", facts.clone())], None);
        entry.other_ids().into_iter().cloned().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(said("GHSA-2222-3333-4444"), "PYSEC-2026-7");
    assert_eq!(said("CVE-2026-90001"), "GHSA-2222-3333-4444 PYSEC-2026-7");
}

fn score(vector: &str, tenths: u8) -> PublishedScore {
    PublishedScore { by: "CNA x".to_owned(), vector: vector.to_owned(), tenths: Some(tenths) }
}

#[test]
fn a_share_is_never_shown_as_nothing_or_as_everything() {
    for (part, said) in [
        (0, "< 0.01"),
        (9, "< 0.01"),
        (10, "0.01"),
        (43, "0.04"),
        (94_358, "94.36"),
        (99_999, "99.99"),
        (100_000, "100"),
    ] {
        assert_eq!(percent(part), said);
    }
}

#[test]
fn the_first_and_the_last_of_all_cves_are_no_shares() {
    let date = "2026-11-25".parse().unwrap();
    for (percentile, rank) in [
        (0, EpssRank::Lowest),
        (9, EpssRank::Lowest),
        (10, EpssRank::Share("0.01".to_owned())),
        (99_999, EpssRank::Share("99.99".to_owned())),
        (100_000, EpssRank::Highest),
    ] {
        assert_eq!(Epss { probability: 500, percentile, date }.rank(), rank);
    }
}

#[test]
fn answers_of_ssvc_are_read_as_they_were_stored_before() {
    let answers = r#"{"exploitation":"poc","automatable":"no","technical_impact":"partial"}"#;
    for json in [format!(r#"{{"ssvc":{answers}}}"#), format!(r#"{{"ssvc":[{answers}]}}"#)] {
        let facts: CveFacts = serde_json::from_str(&json).unwrap();
        assert_eq!(facts.ssvc.len(), 1, "{json}");
    }
}

#[test]
fn a_score_that_does_not_follow_is_seen() {
    let vector = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
    assert_eq!(score(vector, 98).difference(), None);
    let temporal = format!("{vector}/E:P");
    let follows = score(&temporal, 93).difference().map(|score| score.to_string());
    assert_eq!(follows.as_deref(), Some("9.8"));
    assert_eq!(score("9.8", 98).difference(), None);
}
