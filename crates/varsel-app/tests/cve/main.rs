//! Importing public CVEs: each format, what is broken, and what comes of doing it again.

#![expect(clippy::unwrap_used, reason = "tests may fail loudly, their helpers too")]

mod corpus;
mod decided;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use varsel_app::cve::{self, Report};
use varsel_app::intake::{self, Offered};
use varsel_app::signals;
use varsel_core::case::Category;
use varsel_core::cve::{CveEntry, CveSource, CveState, Listing, Versions};
use varsel_core::ids::OfferId;
use varsel_core::score::Rules;
use varsel_core::vulnerability_id::VulnerabilityId;
use varsel_store::{Sql, Store, StoreError, cves};
use varsel_testkit::{generate, on_both_engines};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const LOG4SHELL: &str = include_str!("files/CVE-2021-44228.json");
const TUTOR: &str = include_str!("files/CVE-2024-1502.json");
const NVD: &str = include_str!("files/nvd.json");
const KEV: &str = include_str!("files/kev.json");
const OSV: &str = include_str!("files/GHSA-jfh8-c2jp-5v3q.json");
const EPSS: &str = "#model_version:v2025.03.14,score_date:2026-11-25T00:00:00+0000\ncve,epss,percentile\nCVE-2021-44228,0.94358,0.99962\nCVE-2022-0001,0.00052,0.2\n";

fn import(store: &Store, files: &[PathBuf]) -> Report {
    cve::import(store, files, &mut |_| {}).unwrap()
}

fn find(store: &Store, id: &str) -> Option<CveEntry> {
    let id = id.parse().unwrap();
    let found: Result<_, StoreError> = store.read(move |tx| cves::find(tx, &id)).wait();
    found.unwrap()
}

fn search(store: &Store, query: &'static str) -> Vec<String> {
    let found: Result<_, StoreError> = store.read(move |tx| cves::search(tx, query, 10)).wait();
    found.unwrap().into_iter().map(|found| found.id.to_string()).collect()
}

fn file(folder: &Path, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path
}

fn words(versions: &[Versions]) -> Vec<String> {
    versions.iter().map(ToString::to_string).collect()
}

fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn gz(text: &str) -> Vec<u8> {
    let mut gz = GzEncoder::new(Vec::new(), Compression::default());
    gz.write_all(text.as_bytes()).unwrap();
    gz.finish().unwrap()
}

#[test]
fn what_every_source_says_stands_side_by_side() {
    on_both_engines(|store| {
        let folder = tempfile::tempdir().unwrap();
        let release =
            zip(&[("cves/2021/44xxx/CVE-2021-44228.json", LOG4SHELL.as_bytes()), ("cves/delta.json", b"{}")]);
        let files = [
            file(folder.path(), "2026-11-26_all_CVEs_at_midnight.zip.zip", zip(&[("cves.zip", &release)])),
            file(folder.path(), "nvdcve-2.0-2021.json.gz", gz(NVD)),
            file(folder.path(), "kev.json", KEV),
            file(folder.path(), "osv.json", OSV),
            file(folder.path(), "epss_scores-2026-11-25.csv.gz", gz(EPSS)),
        ];
        let report = import(store, &files);
        assert_eq!(report.problems, []);
        assert_eq!((report.new, report.epss), (5, 2));
        let entry = find(store, "CVE-2021-44228").unwrap();
        assert_eq!(
            entry.sources.iter().map(|one| one.source).collect::<Vec<_>>(),
            [CveSource::CveList, CveSource::Nvd, CveSource::Osv, CveSource::Kev]
        );
        assert_eq!(entry.state(), CveState::Published);
        assert!(entry.title.starts_with("A logged text"), "{}", entry.title);
        assert!(entry.description.starts_with("Log4j 2.0-beta9"), "{}", entry.description);
        let scores: Vec<_> =
            entry.scores().iter().map(|s| (s.by.as_str(), s.tenths, s.vector.len() > 20)).collect();
        assert_eq!(
            scores,
            [
                ("CISA-ADP", Some(100), true),
                ("NVD", Some(100), true),
                ("NVD", Some(93), true),
                ("GHSA-jfh8-c2jp-5v3q", None, true)
            ]
        );
        let known = entry.known_exploited().unwrap();
        assert_eq!((known.added.to_string().as_str(), known.ransomware), ("2021-12-10", true));
        let [ssvc] = entry.ssvc()[..] else { panic!("one party has answered: {:?}", entry.ssvc()) };
        assert_eq!(
            (ssvc.exploitation.as_str(), ssvc.automatable.as_str(), ssvc.by.as_str()),
            ("active", "yes", "CISA-ADP")
        );
        let epss = entry.epss.unwrap();
        assert_eq!((epss.probability, epss.date.to_string().as_str()), (94_358, "2026-11-25"));
        let affected = &entry.sources[0].facts.affected[0];
        assert_eq!(affected.name, "Apache Software Foundation Apache Log4j2");
        assert_eq!(words(&affected.ranges), ["2.0-beta9 before log4j-core*"]);
        assert_eq!(words(&entry.sources[2].facts.affected[0].ranges), ["2.13.0 before 2.15.0"]);
        assert_eq!(entry.sources[2].facts.aliases, ["GHSA-jfh8-c2jp-5v3q"]);
        // Only EPSS has named this one.
        assert_eq!(find(store, "CVE-2022-0001").unwrap().state(), CveState::Unknown);
        assert_eq!(find(store, "CVE-2024-9999"), None);
    });
}

#[test]
fn doing_it_again_changes_nothing_and_newer_files_change_what_they_say() {
    on_both_engines(|store| {
        let folder = tempfile::tempdir().unwrap();
        let record = file(folder.path(), "CVE-2024-1502.json", TUTOR);
        assert_eq!(import(store, std::slice::from_ref(&record)).new, 1);
        let again = import(store, std::slice::from_ref(&record));
        assert_eq!((again.new, again.changed, again.unchanged), (0, 0, 1));
        let newer = TUTOR
            .replace("2024-08-01T18:40:21.394Z", "2026-08-02T00:00:00.000Z")
            .replace("Missing Authorization", "Broken Access Control");
        let changed = import(store, &[file(folder.path(), "CVE-2024-1502.json", newer)]);
        assert_eq!((changed.new, changed.changed), (0, 1));
        assert_eq!(search(store, "tutor broken access"), ["CVE-2024-1502"]);
        assert_eq!(search(store, "tutor missing authorization"), Vec::<String>::new());
        // An older file does not undo it.
        assert_eq!(import(store, &[file(folder.path(), "old.json", TUTOR)]).unchanged, 1);
        for query in ["CVE-2024-1502", "cve-2024-15", "Tutor LMS plug", "subscriber"] {
            assert_eq!(search(store, query), ["CVE-2024-1502"], "{query}");
        }
        assert_eq!(search(store, " - "), Vec::<String>::new());
    });
}

#[test]
fn what_is_broken_is_told_and_the_rest_kept() {
    on_both_engines(|store| {
        let folder = tempfile::tempdir().unwrap();
        let broken = zip(&[
            ("a/CVE-2021-0001.json", b"{\"cveMetadata\": "),
            ("a/CVE-2021-0002.json", TUTOR.replace("PUBLISHED", "RESERVED").as_bytes()),
            ("a/CVE-2021-0003.json", b"[]"),
            ("a/CVE-2024-1502.json", TUTOR.as_bytes()),
        ]);
        let files = [
            file(folder.path(), "a.zip", broken),
            file(folder.path(), "b.zip", "no archive"),
            file(folder.path(), "kev.json", KEV.replace("\"2021-12-10\"", "\"soon\"")),
            file(folder.path(), "nvd.json", &NVD[..NVD.len() - 3]),
            file(folder.path(), "epss.csv", format!("{EPSS}CVE-1,0.1,0.1\nCVE-2022-0002,0.5,0.9\n")),
        ];
        let report = import(store, &files);
        let told: Vec<String> = report
            .problems
            .iter()
            .map(|p| format!("{} {}", p.file.rsplit('/').next().unwrap(), p.record).trim().to_owned())
            .collect();
        assert_eq!(
            told,
            [
                "CVE-2021-0001.json",
                "CVE-2021-0002.json",
                "CVE-2021-0003.json",
                "b.zip",
                "kev.json record 1",
                "kev.json",
                "nvd.json after record 2",
                "epss.csv line 5"
            ],
            "{:#?}",
            report.problems
        );
        assert!(report.problems.iter().all(|problem| problem.reason.len() > 10));
        assert_eq!((report.new, report.epss), (3, 3), "the rest is kept");
        assert!(find(store, "CVE-2024-1502").is_some() && find(store, "CVE-2022-0002").is_some());
    });
}

#[test]
fn the_words_of_a_cve_do_not_depend_on_the_order_of_files() {
    let nvd = |status: &str, words: &str, day: u8| {
        format!(
            r#"{{"format":"NVD_CVE","vulnerabilities":[{{"cve":{{"id":"CVE-2024-7777","vulnStatus":"{status}","published":"2024-01-01T00:00:00",
            "lastModified":"2024-01-0{day}T00:00:00","descriptions":[{{"lang":"en","value":"{words}"}}]}}}}]}}"#
        )
    };
    let untitled =
        TUTOR.replace("CVE-2024-1502", "CVE-2024-8888").replace("Tutor LMS: Missing Authorization", "");
    let titled = KEV.replace("CVE-2021-44228", "CVE-2024-8888");
    on_both_engines(|store| {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str, text: &str| import(store, &[file(folder.path(), name, text)]);
        put("1.json", &nvd("Analyzed", "Old words.", 2));
        put("2.json", &nvd("Rejected", "It is a duplicate.", 3));
        let entry = find(store, "CVE-2024-7777").unwrap();
        assert_eq!((entry.state(), entry.description.as_str()), (CveState::Rejected, "It is a duplicate."));
        let id = "CVE-2024-7777".parse().unwrap();
        let found: Result<_, StoreError> = store.read(move |tx| cves::search(tx, "duplicate", 5)).wait();
        assert_eq!(
            found.unwrap().iter().map(|one| (&one.id, one.state)).collect::<Vec<_>>(),
            [(&id, CveState::Rejected)]
        );

        put("kev.json", &titled);
        let title = find(store, "CVE-2024-8888").unwrap().title;
        assert!(!title.is_empty());
        put("3.json", &untitled);
        let entry = find(store, "CVE-2024-8888").unwrap();
        assert_eq!(entry.title, title, "the first source that has one");
        assert!(entry.description.contains("Tutor LMS"), "{}", entry.description);
    });
}

#[test]
fn an_older_day_of_scores_does_not_undo_a_newer() {
    on_both_engines(|store| {
        let folder = tempfile::tempdir().unwrap();
        let old = EPSS.replace("2026-11-25", "2021-04-14").replace("0.94358", "0.1");
        import(store, &[file(folder.path(), "1.csv", EPSS), file(folder.path(), "2.csv", old)]);
        let epss = find(store, "CVE-2021-44228").unwrap().epss.unwrap();
        assert_eq!((epss.probability, epss.date.to_string().as_str()), (94_358, "2026-11-25"));
    });
}

#[test]
fn files_are_read_as_they_are_found_in_the_wild() {
    on_both_engines(|store| {
        let folder = tempfile::tempdir().unwrap();
        let (head, list) = KEV.split_once("\"vulnerabilities\"").unwrap();
        let released = head.find("\"dateReleased\"").unwrap();
        let end = released + head[released..].find(',').unwrap();
        let date = &head[released..end];
        let late = format!(
            "{}{}\"vulnerabilities\"{}, {date}}}",
            &head[..released],
            head[end + 1..].trim_start(),
            list.trim_end().strip_suffix('}').unwrap().trim_end()
        );
        let withdrawn = OSV.replace("\"modified\"", "\"withdrawn\": \"2030-01-01T00:00:00Z\", \"modified\"");
        let upstream = r#"{"id":"DEBIAN-CVE-2024-1111","modified":"2026-01-01T00:00:00Z","upstream":["CVE-2024-1111"],
            "affected":[{"package":{"ecosystem":"Debian","name":"xz"},"versions":["5.6.0","5.6.1"]}]}"#;
        let files = [
            file(folder.path(), "late.json", late),
            file(folder.path(), "mark.json", format!("\u{feff}{TUTOR}")),
            file(folder.path(), "withdrawn.json", withdrawn),
            file(folder.path(), "upstream.json", upstream),
            file(folder.path(), "none.json", r#"{"id":"MAL-2024-1","modified":"2026-01-01T00:00:00Z"}"#),
            folder.path().join("missing.json"),
        ];
        let report = import(store, &files);
        assert_eq!(report.problems.len(), 1, "{:?}", report.problems);
        assert!(report.problems[0].file.ends_with("missing.json"));
        assert_eq!((report.new, report.without_id), (5, 0));
        assert!(find(store, "CVE-2024-1502").is_some());
        let entry = find(store, "CVE-2021-44228").unwrap();
        assert!(entry.known_exploited().is_some());
        assert!(entry.scores().is_empty(), "a withdrawn advisory says nothing");
        let debian = find(store, "CVE-2024-1111").unwrap();
        assert_eq!(words(&debian.sources[0].facts.affected[0].ranges), ["5.6.0", "5.6.1"]);
    });
}

#[test]
fn folders_are_read_without_going_in_circles_and_past_what_cannot_be_opened() {
    on_both_engines(|store| {
        let folder = tempfile::tempdir().unwrap();
        file(folder.path(), "CVE-2024-1502.json", TUTOR);
        std::os::unix::fs::symlink(folder.path(), folder.path().join("again")).unwrap();
        std::os::unix::fs::symlink("/nowhere", folder.path().join("broken.json")).unwrap();
        let report = import(store, &[folder.path().to_owned()]);
        assert_eq!((report.new, report.records), (1, 1));
        assert_eq!(report.problems.len(), 1);
        assert!(report.problems[0].file.ends_with("broken.json"));
    });
}

#[test]
fn a_few_bytes_do_not_unpack_without_end() {
    let folder = tempfile::tempdir().unwrap();
    let long = "A".repeat(17 * 1024 * 1024);
    let nested = zip(&[("a.json", long.as_bytes())]);
    let wordy = zip(&[("inner.zip", &vec![0; 8 * 1024 * 1024])]);
    let deep = zip(&[("1.zip", &zip(&[("2.zip", &zip(&[("3.json", TUTOR.as_bytes())]))]))]);
    let files = [
        file(
            folder.path(),
            "nvd.json.gz",
            gz(&format!(r#"{{"format":"NVD_CVE","vulnerabilities":["{long}"]}}"#)),
        ),
        file(folder.path(), "key.json.gz", gz(&format!(r#"{{"format":"NVD_CVE","{long}":1}}"#))),
        file(folder.path(), "epss.csv.gz", gz(&format!("#score_date:2026-11-25\n{long}"))),
        file(folder.path(), "nested.zip", nested),
        file(folder.path(), "wordy.zip", wordy),
        file(folder.path(), "deep.zip", deep),
    ];
    let test = varsel_testkit::sqlite();
    let report = import(&test.store, &files);
    assert_eq!((report.records, report.problems.len()), (0, 6), "{:?}", report.problems);
}

#[test]
fn a_rejected_id_says_why() {
    on_both_engines(|store| {
        let folder = tempfile::tempdir().unwrap();
        let rejected = r#"{"dataType":"CVE_RECORD","dataVersion":"5.1","cveMetadata":{"cveId":"CVE-2023-5129","state":"REJECTED",
            "assignerShortName":"Chrome","dateUpdated":"2023-09-27T00:00:00Z"},"containers":{"cna":{"providerMetadata":{"shortName":"Chrome"},
            "rejectedReasons":[{"lang":"en","value":"This is a duplicate of CVE-2023-4863."}],"replacedBy":["CVE-2023-4863"]}}}"#;
        import(store, &[file(folder.path(), "CVE-2023-5129.json", rejected)]);
        let entry = find(store, "CVE-2023-5129").unwrap();
        assert_eq!(entry.state(), CveState::Rejected);
        assert_eq!(entry.description, "This is a duplicate of CVE-2023-4863.");
        assert_eq!(entry.sources[0].facts.replaced_by, ["CVE-2023-4863"]);
    });
}

const KEV_WITH: &str = include_str!("corpus/kev-1.json");
const KEV_WITHOUT: &str = include_str!("corpus/kev-2.json");

/// Says since when a CVE is exploited, or since when no longer.
fn exploited(store: &Store, id: &str) -> String {
    let Some(entry) = find(store, id) else { return "not known".to_owned() };
    match entry.listing() {
        Some(Listing::Listed(known)) => format!("since {}", known.added),
        Some(Listing::Removed(day)) => format!("no longer since {day}"),
        Some(Listing::Missing { source, released, .. }) => {
            format!("{source} says so, not the list of {released}")
        }
        None => "no".to_owned(),
    }
}

#[test]
fn a_cve_that_is_taken_out_of_the_catalogue_no_longer_counts_as_exploited() {
    let (gone, stays) = ("CVE-2026-90055", "CVE-2026-90056");
    on_both_engines(|store| {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str, text: &str| import(store, &[file(folder.path(), name, text)]);
        put("1.json", KEV_WITH);
        assert_eq!(
            (exploited(store, gone), exploited(store, stays)),
            ("since 2026-11-02".into(), "since 2026-11-02".into())
        );
        // Neither a broken release nor an empty one says that anything was removed.
        for (name, text) in [
            ("cut.json", KEV_WITHOUT.replace("\"count\": 1", "\"count\": 2")),
            ("broken.json", KEV_WITHOUT.replace("2026-11-02", "soon")),
        ] {
            let report = put(name, &text);
            assert!(
                report.problems.iter().any(|problem| problem.reason.starts_with("not complete")),
                "{report:?}"
            );
            assert_eq!((report.removed, exploited(store, gone)), (0, "since 2026-11-02".into()), "{name}");
        }
        let report = put("2.json", KEV_WITHOUT);
        assert_eq!((report.problems.len(), report.removed), (0, 1));
        assert_eq!(exploited(store, gone), "no longer since 2026-11-20");
        assert_eq!(exploited(store, stays), "since 2026-11-02");
        // Doing it again, and with the older release, changes nothing.
        assert_eq!((put("2.json", KEV_WITHOUT).removed, put("1.json", KEV_WITH).removed), (0, 0));
        assert_eq!(exploited(store, gone), "no longer since 2026-11-20");
        // It is put in again.
        put("3.json", &KEV_WITH.replace("2026-11-10T", "2026-11-25T"));
        assert_eq!(exploited(store, gone), "since 2026-11-02");
    });
}

#[test]
fn a_release_says_nothing_of_what_was_added_after_it() {
    on_both_engines(|store| {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str, text: &str| import(store, &[file(folder.path(), name, text)]);
        put("1.json", &KEV_WITH.replace("2026-11-02", "2026-11-25"));
        assert_eq!(put("2.json", KEV_WITHOUT).removed, 0, "released on 20 November");
        assert_eq!(exploited(store, "CVE-2026-90055"), "since 2026-11-25");
        assert_eq!(put("3.json", &KEV_WITHOUT.replace("2026-11-20T", "2026-11-27T")).removed, 1);
        assert_eq!(exploited(store, "CVE-2026-90055"), "no longer since 2026-11-27");
        // A later release, and what it does not list either, moves nothing.
        assert_eq!(put("4.json", &KEV_WITHOUT.replace("2026-11-20T", "2026-11-30T")).removed, 0);
        assert_eq!(exploited(store, "CVE-2026-90055"), "no longer since 2026-11-27");
    });
}

#[test]
fn signals_follow_the_catalogue_of_known_exploited_cves() {
    let signals = |store: &Store, id: &str| {
        let mut answers = generate::answers(0, OfferId(uuid::Uuid::nil()));
        answers.vulnerability.cves = vec![id.to_owned()];
        let lookup = |_: &str| Some(Offered { id: OfferId(uuid::Uuid::nil()), name: "Quill".to_owned() });
        let now = "2026-11-26T09:00:00Z".parse().unwrap();
        let report = intake::parse(&answers, Category::Vulnerability, &lookup, now).unwrap();
        let found: Result<_, StoreError> =
            store.read(move |tx| signals::of(tx, &report, &[], Rules::shipped())).wait();
        found.unwrap()
    };
    let advisory =
        r#"{"id":"GHSA-2222-3333-4444","modified":"2026-01-01T00:00:00Z","aliases":["CVE-2026-90055"]}"#;
    on_both_engines(|store| {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str, text: &str| import(store, &[file(folder.path(), name, text)]);
        put("advisory.json", advisory);
        put("1.json", KEV_WITH);
        for id in ["CVE-2026-90055", "GHSA-2222-3333-4444", "CVE-2026-90056"] {
            assert!(signals(store, id).known_exploited, "{id}");
        }
        put("2.json", KEV_WITHOUT);
        assert!(!signals(store, "CVE-2026-90055").known_exploited);
        assert!(!signals(store, "GHSA-2222-3333-4444").known_exploited);
        assert!(signals(store, "CVE-2026-90056").known_exploited);
    });
}

#[test]
fn a_release_of_the_catalogue_is_newer_than_what_others_took_from_it() {
    let nvd = |day: &str| {
        NVD.replace("CVE-2021-44228", "CVE-2026-90055")
            .replace("\"lastModified\"", &format!("\"lastModified\": \"{day}\", \"was\""))
    };
    on_both_engines(|store| {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str, text: &str| import(store, &[file(folder.path(), name, text)]);
        put("2.json", KEV_WITHOUT);
        put("1.json", KEV_WITH);
        assert_eq!(
            exploited(store, "CVE-2026-90055"),
            "no longer since 2026-11-20",
            "in whatever order they come"
        );
    });
    on_both_engines(|store| {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str, text: &str| import(store, &[file(folder.path(), name, text)]);
        put("2.json", KEV_WITHOUT);
        put("nvd.json", &nvd("2026-11-05T00:00:00.000"));
        assert_eq!(exploited(store, "CVE-2026-90055"), "nvd says so, not the list of 2026-11-20");
        put("nvd.json", &nvd("2026-11-21T00:00:00.000"));
        assert!(
            exploited(store, "CVE-2026-90055").starts_with("since"),
            "{}",
            exploited(store, "CVE-2026-90055")
        );
    });
}

#[test]
fn a_file_that_is_read_in_another_way_than_before_changes_what_is_stored() {
    on_both_engines(|store| {
        let folder = tempfile::tempdir().unwrap();
        let record = file(folder.path(), "CVE-2024-1502.json", TUTOR);
        import(store, std::slice::from_ref(&record));
        // As an older version of the product would have stored it.
        let id: VulnerabilityId = "CVE-2024-1502".parse().unwrap();
        let entry = find(store, "CVE-2024-1502").unwrap();
        let (updated, mut facts) = (entry.sources[0].updated, entry.sources[0].facts.clone());
        facts.affected.clear();
        let old: Result<cves::Put, StoreError> =
            store.write(move |tx| cves::put(tx, &id, (CveSource::CveList, ""), updated, &facts)).wait();
        assert_eq!(old.unwrap(), cves::Put::Changed);
        assert_eq!(import(store, std::slice::from_ref(&record)).changed, 1);
        assert_eq!(import(store, &[record]).unchanged, 1);
        assert!(!find(store, "CVE-2024-1502").unwrap().sources[0].facts.affected.is_empty());
    });
}

#[test]
fn advisories_are_found_by_their_own_ids() {
    on_both_engines(|store| {
        let folder = tempfile::tempdir().unwrap();
        let alone = r#"{"id":"GHSA-2222-3333-4444","modified":"2026-01-01T00:00:00Z","aliases":["PYSEC-2026-7"],"summary":"Only here"}"#;
        let files = [
            file(folder.path(), "ghsa.json", OSV),
            file(folder.path(), "alone.json", alone),
            file(folder.path(), "kev.json", KEV),
        ];
        assert_eq!(import(store, &files).new, 3);
        // One with a CVE leads to it, so that what others say of the CVE counts.
        let entry = find(store, "ghsa-jfh8-c2jp-5v3q").unwrap();
        assert_eq!((entry.id.as_str(), entry.known_exploited().is_some()), ("CVE-2021-44228", true));
        assert_eq!(search(store, "GHSA‑jfh8‑c2jp‑5v3q"), ["CVE-2021-44228"]);
        // One without is known by its own.
        for id in ["GHSA-2222-3333-4444", "PYSEC-2026-7"] {
            assert_eq!(find(store, id).unwrap().title, "Only here", "{id}");
            assert_eq!(
                search(store, if id.starts_with('G') { "GHSA-2222-3333-4444" } else { "PYSEC-2026-7" }),
                ["GHSA-2222-3333-4444"]
            );
        }
        // A withdrawn one leads nowhere.
        let withdrawn = OSV
            .replace("\"modified\"", "\"withdrawn\": \"2030-01-01T00:00:00Z\", \"was\"")
            .replace("\"id\"", "\"modified\": \"2030-01-01T00:00:00Z\", \"id\"");
        assert_eq!(import(store, &[file(folder.path(), "ghsa.json", withdrawn)]).changed, 1);
        assert_eq!(find(store, "GHSA-jfh8-c2jp-5v3q"), None);
        let said = find(store, "CVE-2021-44228").unwrap();
        assert_eq!(
            (said.withdrawals().len(), said.is_withdrawn(), said.known_exploited().is_some()),
            (1, false, true)
        );
        let withdrawn = alone.replace("\"modified\"", "\"withdrawn\":\"2026-02-01T00:00:00Z\",\"modified\"");
        assert_eq!(import(store, &[file(folder.path(), "alone.json", withdrawn)]).changed, 1);
        let said = find(store, "GHSA-2222-3333-4444").unwrap();
        assert_eq!((said.is_withdrawn(), said.title.as_str()), (true, ""));
    });
}

#[test]
fn an_upgrade_finds_what_was_imported_before_by_its_aliases() {
    const SQLITE: &str =
        include_str!("../../../varsel-store/migrations/sqlite/V13__cve_ids_and_releases.sql");
    const POSTGRES: &str =
        include_str!("../../../varsel-store/migrations/postgres/V13__cve_ids_and_releases.sql");
    let filling = |migration: &'static str| {
        let statements = migration.split(';').map(|text| text.trim().trim_start_matches(|c| c != 'i'));
        statements.into_iter().find(|text| text.starts_with("insert")).unwrap()
    };
    on_both_engines(|store| {
        let folder = tempfile::tempdir().unwrap();
        import(store, &[file(folder.path(), "osv.json", OSV), file(folder.path(), "tutor.json", TUTOR)]);
        let forget = "delete from cve_alias";
        for (sqlite, postgres) in [(forget, forget), (filling(SQLITE), filling(POSTGRES))] {
            assert!(!sqlite.starts_with("insert") || find(store, "GHSA-jfh8-c2jp-5v3q").is_none());
            let statement = Sql { name: "upgrade", sqlite, postgres };
            let done: Result<_, StoreError> = store.write(move |tx| tx.execute(&statement, &[])).wait();
            assert!(done.unwrap() > 0);
        }
        assert_eq!(find(store, "GHSA-jfh8-c2jp-5v3q").unwrap().id.as_str(), "CVE-2021-44228");
    });
}
