//! Importing public CVEs: each format, what is broken, and what comes of doing it again.

#![expect(clippy::unwrap_used, reason = "tests may fail loudly, their helpers too")]

mod decided;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use varsel_app::cve::{self, Report};
use varsel_core::cve::{CveEntry, CveSource, CveState};
use varsel_store::{Store, StoreError, cves};
use varsel_testkit::on_both_engines;
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
        let ssvc = entry.ssvc().unwrap();
        assert_eq!((ssvc.exploitation.as_str(), ssvc.automatable.as_str()), ("active", "yes"));
        let epss = entry.epss.unwrap();
        assert_eq!((epss.probability, epss.date.to_string().as_str()), (94_358, "2026-11-25"));
        let affected = &entry.sources[0].facts.affected[0];
        assert_eq!(affected.name, "Apache Software Foundation Apache Log4j2");
        assert_eq!(affected.ranges, ["2.0-beta9 before log4j-core*"]);
        assert_eq!(entry.sources[2].facts.affected[0].ranges, ["2.13.0 before 2.15.0"]);
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
        assert_eq!((report.new, report.without_cve), (4, 1));
        assert!(find(store, "CVE-2024-1502").is_some());
        let entry = find(store, "CVE-2021-44228").unwrap();
        assert!(entry.known_exploited().is_some());
        assert!(entry.scores().is_empty(), "a withdrawn advisory says nothing");
        let debian = find(store, "CVE-2024-1111").unwrap();
        assert_eq!(debian.sources[0].facts.affected[0].ranges, ["5.6.0", "5.6.1"]);
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
