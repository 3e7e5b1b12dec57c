//! Small records of every shape, each with its reading beside it: `NAME.json` and `NAME.txt`.
//!
//! `cargo run -p varsel-testkit --bin cves -- read FILE` prints a reading; `cargo xtask cves` compares all of them with another
//! implementation's.

use std::fs;
use std::path::{Path, PathBuf};

use varsel_testkit::reading;

fn records() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cve/corpus");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut records: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|kind| kind != "txt")).collect();
    records.sort();
    records
}

#[test]
fn every_record_reads_as_it_is_meant() {
    let mut wrong = Vec::new();
    for record in records() {
        let (read, meant) = (reading::of(&record), fs::read_to_string(record.with_extension("txt")));
        if !meant.as_ref().is_ok_and(|meant| *meant == read) {
            wrong.push(format!(
                "{}\nread:\n{read}\nmeant:\n{}\n",
                record.display(),
                meant.unwrap_or_default()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_corpus_has_every_shape() {
    let records = records();
    assert!(records.len() >= 60, "{} records", records.len());
    for kind in ["cve-", "nvd-", "osv-", "kev-", "epss-"] {
        let of_kind =
            records.iter().filter(|path| path.file_name().unwrap().to_string_lossy().starts_with(kind));
        assert!(of_kind.count() >= 2, "{kind}");
    }
}
