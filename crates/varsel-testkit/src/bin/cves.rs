//! Makes public CVE records of realistic size, and measures looking them up.
//!
//! `cves make FILE.zip COUNT` writes COUNT records as the release of cvelistV5 has them: one file each, in an archive.
//! `cves read FILE` prints what our readers make of a file; `cves affected PATH` what they say is affected, a line a product.
//! `cves look URL COUNT` prints, as JSON, how long it takes to find by id and by words, in microseconds.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::time::Instant;

use serde_json::json;
use varsel_app::cve::{self, Item};
use varsel_core::coded::Coded;
use varsel_core::cve::Versions;
use varsel_store::{Options, Store, StoreError, Target, cves};
use varsel_testkit::reading;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// How often each lookup is measured.
const ROUNDS: usize = 2_000;

const WORDS: &[&str] = &[
    "buffer",
    "overflow",
    "plugin",
    "WordPress",
    "authenticated",
    "attackers",
    "remote",
    "code",
    "execution",
    "crafted",
    "request",
    "kernel",
    "driver",
    "memory",
    "free",
    "cross-site",
    "scripting",
    "stored",
    "parameter",
    "injection",
    "SQL",
    "privilege",
    "escalation",
    "local",
    "denial",
    "service",
    "file",
    "upload",
    "path",
    "traversal",
    "library",
    "parser",
    "heap",
    "stack",
    "versions",
    "allows",
    "through",
    "missing",
    "validation",
    "improper",
];

/// Picks numbers that look random and are the same every time.
fn pick(record: usize, n: usize, of: usize) -> usize {
    let mixed =
        (record as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (n as u64).wrapping_mul(0xC2B2_AE3D_27D4_EB4F);
    usize::try_from((mixed ^ (mixed >> 29)) % of as u64).unwrap_or(0)
}

fn text(record: usize, from: usize, words: usize) -> String {
    (0..words).map(|n| WORDS[pick(record, from + n, WORDS.len())]).collect::<Vec<_>>().join(" ")
}

fn id(record: usize) -> String {
    format!("CVE-{}-{:04}", 1999 + record % 28, 1_000 + record / 28)
}

fn record(number: usize) -> serde_json::Value {
    let vector = ["N", "A", "L", "P"][pick(number, 1, 4)];
    let reference = |n: usize| json!({"url": format!("https://example.org/advisories/{number}/{n}/{}", text(number, 90 + n, 3).replace(' ', "-")), "tags": ["vendor-advisory"]});
    let version = |n: usize| json!({"version": format!("{n}.0"), "status": "affected", "lessThan": format!("{n}.{}", pick(number, n, 20)), "versionType": "semver"});
    json!({
        "dataType": "CVE_RECORD", "dataVersion": "5.1",
        "cveMetadata": {"cveId": id(number), "assignerOrgId": "b15e7b5b-3da4-40ae-a43c-f7aa60e62599", "assignerShortName": "example", "state": "PUBLISHED",
            "dateReserved": "2024-02-14T17:05:12.390Z", "datePublished": "2024-03-21T02:35:04.302Z", "dateUpdated": "2024-08-01T18:40:21.394Z"},
        "containers": {
            "cna": {
                "providerMetadata": {"orgId": "b15e7b5b-3da4-40ae-a43c-f7aa60e62599", "shortName": "example", "dateUpdated": "2024-03-21T02:35:04.302Z"},
                "title": text(number, 100, 9),
                "descriptions": [{"lang": "en", "value": format!("{} zq{number:x}x.", text(number, 0, 50)), "supportingMedia": [{"type": "text/html", "base64": false, "value": text(number, 0, 50)}]}],
                "affected": [{"vendor": "example", "product": text(number, 200, 2), "defaultStatus": "unaffected", "versions": (1..5).map(version).collect::<Vec<_>>()}],
                "problemTypes": [{"descriptions": [{"cweId": "CWE-79", "lang": "en", "type": "CWE", "description": "CWE-79 Improper Neutralization of Input During Web Page Generation"}]}],
                "references": (0..5).map(reference).collect::<Vec<_>>(),
                "metrics": [{"format": "CVSS", "scenarios": [{"lang": "en", "value": "GENERAL"}], "cvssV3_1": {"version": "3.1", "attackVector": "NETWORK", "attackComplexity": "LOW",
                    "privilegesRequired": "NONE", "userInteraction": "NONE", "scope": "UNCHANGED", "confidentialityImpact": "HIGH", "integrityImpact": "HIGH", "availabilityImpact": "HIGH",
                    "baseScore": 9.8, "baseSeverity": "CRITICAL", "vectorString": format!("CVSS:3.1/AV:{vector}/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")}}],
                "credits": [{"lang": "en", "type": "finder", "value": text(number, 300, 2)}],
                "timeline": [{"time": "2024-02-14T00:00:00.000+00:00", "lang": "en", "value": text(number, 310, 6)}],
                "source": {"discovery": "EXTERNAL"}, "x_generator": {"engine": "cvelib 1.8.0"},
            },
            "adp": [
                {"providerMetadata": {"orgId": "134c704f-9b21-4f2e-91b3-4a467353bcc0", "shortName": "CISA-ADP", "dateUpdated": "2024-07-05T17:21:19.231Z"}, "title": "CISA ADP Vulnrichment",
                    "metrics": [{"other": {"type": "ssvc", "content": {"id": id(number), "role": "CISA Coordinator", "options": [{"Exploitation": "none"}, {"Automatable": "no"}, {"Technical Impact": "partial"}], "version": "2.0.3", "timestamp": "2024-03-21T15:08:54.567Z"}}}]},
                {"providerMetadata": {"orgId": "af854a3a-2127-422b-91ae-364da2661108", "shortName": "CVE", "dateUpdated": "2024-08-01T18:40:21.394Z"}, "title": "CVE Program Container",
                    "references": (0..5).map(reference).collect::<Vec<_>>()},
            ],
        },
    })
}

fn make(file: &str, count: usize) {
    let mut zip = ZipWriter::new(BufWriter::new(File::create(file).expect("the file can be made")));
    let fast = SimpleFileOptions::default().compression_level(Some(1));
    for number in 0..count {
        let id = id(number);
        let name = format!("cves/{}/{}xxx/{id}.json", &id[4..8], &id[9..id.len() - 3]);
        zip.start_file(name, fast).expect("an entry can be begun");
        let json = serde_json::to_vec_pretty(&record(number)).expect("a record can be written");
        zip.write_all(&json).expect("an entry can be written");
    }
    zip.finish().expect("the archive can be ended").flush().expect("the archive can be written");
}

/// Returns the median and the 99th percentile of lookups, in microseconds.
#[expect(clippy::disallowed_methods, reason = "a measurement, not the product")]
fn measure(mut look: impl FnMut(usize)) -> serde_json::Value {
    let mut took: Vec<u128> = (0..ROUNDS)
        .map(|round| {
            let begun = Instant::now();
            look(round);
            begun.elapsed().as_micros()
        })
        .collect();
    took.sort_unstable();
    json!({"median": took[ROUNDS / 2], "p99": took[ROUNDS * 99 / 100]})
}

#[expect(clippy::print_stdout, reason = "its output is its result")]
fn look(url: &str, count: usize) {
    let target: Target = url.parse().expect("sqlite:FILE or postgres://…");
    let store = Store::open(&target, &Options::default()).expect("the database opens");
    let words = |query: &'static str| {
        measure(|_| {
            let found: Result<_, StoreError> = store.read(move |tx| cves::search(tx, query, 8)).wait();
            assert!(!found.expect("the search answers").is_empty(), "`{query}` finds something");
        })
    };
    let by_id = measure(|round| {
        let id = id(pick(round, 7, count)).parse().expect("a CVE id");
        let found: Result<_, StoreError> = store.read(move |tx| cves::find(tx, &id)).wait();
        assert!(found.expect("the lookup answers").is_some());
    });
    let took = json!({
        "by id": by_id,
        "an id as it is typed": words("CVE-2021-12"),
        "a common word": words("overflow"),
        "three common words": words("stored scripting plugin"),
        "a rare word": words("zq3e8x"),
    });
    println!("{took}");
}

/// Prints, of each record of files, what is affected: id, source, product, status, its versions and those that are not affected.
fn affected(path: &Path) {
    let mut out = BufWriter::new(std::io::stdout().lock());
    let list =
        |versions: &[Versions]| versions.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
    let problems = cve::readings(path, &mut |_, item| {
        let Item::Facts { id, source, facts, .. } = item else { return };
        for one in &facts.affected {
            let (affected, unaffected) = (list(&one.ranges), list(&one.unaffected));
            let (status, others) = (one.status(), one.others.map_or("", Coded::code));
            let cells =
                [id.as_str(), source.code(), &one.name, status.code(), &affected, &unaffected, others];
            writeln!(out, "{}", cells.join("\t")).expect("the line is written");
        }
    });
    for problem in problems.expect("the files are read") {
        let (file, record, reason) = (&problem.file, &problem.record, &problem.reason);
        writeln!(out, "problem\t{file}\t{record}\t{reason}").expect("the line is written");
    }
}

#[expect(clippy::print_stdout, reason = "its output is its result")]
fn read(path: &Path) {
    print!("{}", reading::of(path));
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["make", file, count] => make(file, count.parse().expect("a number of records")),
        ["look", url, count] => look(url, count.parse().expect("a number of records")),
        ["read", path] => read(Path::new(path)),
        ["affected", path] => affected(Path::new(path)),
        _ => panic!("cves read FILE, cves affected PATH, cves make FILE.zip COUNT, or cves look URL COUNT"),
    }
}
