//! Stores the contents of files, in batches; broken records are reported, and all others are stored.
//!
//! An interrupted import has stored whole batches and can simply be run again: unchanged records are skipped.

use std::path::PathBuf;

use thiserror::Error;
use varsel_core::cve_id::CveId;
use varsel_store::cves::{self, Put};
use varsel_store::{Answer, Store, StoreError};

use super::Item;
use super::files::{self, Meter, Sink};

/// The number of records per transaction: few enough that others wait some tens of milliseconds at most.
const BATCH: usize = 500;
/// The maximum number of problems reported.
const MAX_PROBLEMS: usize = 100;

/// Why an import ended early.
#[derive(Debug, Error)]
pub enum ImportError {
    /// A file cannot be read.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// The database cannot be written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An error in a record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// The file, and of an archive the file in it.
    pub file: String,
    /// The record; empty if the file is a single record.
    pub record: String,
    /// The problem.
    pub reason: String,
}

/// How far an import has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Progress {
    /// Bytes read.
    pub bytes_read: u64,
    /// Total bytes.
    pub total_bytes: u64,
    /// Records read.
    pub records: u64,
}

/// What an import did.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Report {
    /// Records read.
    pub records: u64,
    /// New records.
    pub new: u64,
    /// Changed records.
    pub changed: u64,
    /// Unchanged records.
    pub unchanged: u64,
    /// EPSS scores stored.
    pub epss: u64,
    /// CVEs that were removed from the catalogue of known exploited ones.
    pub removed: u64,
    /// Advisories without a CVE and without an id of a known database.
    pub without_id: u64,
    /// Skipped records, up to the maximum reported.
    pub problems: Vec<Problem>,
    /// The number of further skipped records.
    pub more_problems: u64,
}

#[derive(Default)]
struct Counts {
    new: u64,
    changed: u64,
    unchanged: u64,
    epss: u64,
    removed: u64,
}

/// Imports files, archives and folders. Blocks; not to be called inside an asynchronous task.
///
/// The caller has the operator's authority: permissions are not checked.
pub fn import(
    store: &Store,
    paths: &[PathBuf],
    progress: &mut dyn FnMut(Progress),
) -> Result<Report, ImportError> {
    let meter = Meter::default();
    let mut import = Import {
        store,
        only: None,
        batch: Vec::with_capacity(BATCH),
        writing: None,
        report: Report::default(),
        meter: meter.clone(),
        total_bytes: 0,
        progress,
    };
    let mut found = Vec::new();
    for path in paths {
        files::list(path, &mut found, &mut import);
    }
    // A file that cannot be opened is reported when its turn comes.
    let length = |path: &PathBuf| std::fs::metadata(path).map_or(0, |file| file.len());
    import.total_bytes = found.iter().map(length).sum();
    for path in &found {
        files::read(path, &meter, &mut import)?;
    }
    import.flush()?;
    import.finish_writing()?;
    Ok(import.report)
}

/// Stores a source's answer about one CVE, and nothing about others. Blocks.
pub fn take(store: &Store, source: &str, answer: &[u8], id: &CveId) -> Result<Report, ImportError> {
    let mut import = Import {
        store,
        only: Some(id.clone()),
        batch: Vec::new(),
        writing: None,
        report: Report::default(),
        meter: Meter::default(),
        total_bytes: 0,
        progress: &mut |_| {},
    };
    files::stream(source, answer, &mut import)?;
    import.flush()?;
    import.finish_writing()?;
    Ok(import.report)
}

struct Import<'a> {
    store: &'a Store,
    /// The CVE that was asked about, if only one.
    only: Option<CveId>,
    batch: Vec<Item>,
    /// The batch that is being written while the next is read.
    writing: Option<Answer<Counts, StoreError>>,
    report: Report,
    meter: Meter,
    total_bytes: u64,
    progress: &'a mut dyn FnMut(Progress),
}

impl Import<'_> {
    fn flush(&mut self) -> Result<(), ImportError> {
        let items = std::mem::replace(&mut self.batch, Vec::with_capacity(BATCH));
        self.finish_writing()?;
        self.report.records += items.iter().filter(|item| item.is_record()).count() as u64;
        self.writing = Some(self.store.write(move |tx| {
            let mut counts = Counts::default();
            for item in &items {
                match item {
                    Item::Facts { id, source, record, updated, facts } => {
                        match cves::put(tx, id, (*source, record), *updated, facts)? {
                            Put::New => counts.new += 1,
                            Put::Changed => counts.changed += 1,
                            Put::Unchanged => counts.unchanged += 1,
                        }
                    }
                    Item::Epss(id, epss) => {
                        cves::put_epss(tx, id, *epss)?;
                        counts.epss += 1;
                    }
                    Item::Catalogue { released } => counts.removed += cves::put_release(tx, *released)?,
                }
            }
            Ok(counts)
        }));
        (self.progress)(Progress {
            bytes_read: self.meter.read(),
            total_bytes: self.total_bytes,
            records: self.report.records,
        });
        Ok(())
    }

    fn finish_writing(&mut self) -> Result<(), ImportError> {
        if let Some(writing) = self.writing.take() {
            let counts = writing.wait()?;
            self.report.new += counts.new;
            self.report.changed += counts.changed;
            self.report.unchanged += counts.unchanged;
            self.report.epss += counts.epss;
            self.report.removed += counts.removed;
        }
        Ok(())
    }
}

impl Sink for Import<'_> {
    fn item(&mut self, item: Item) -> Result<(), ImportError> {
        let is_asked = |only: &CveId| match &item {
            Item::Facts { id, .. } => id == only,
            Item::Epss(id, _) => id == only,
            // It is about all the others.
            Item::Catalogue { .. } => false,
        };
        if !self.only.as_ref().is_none_or(is_asked) {
            return Ok(());
        }
        self.batch.push(item);
        if self.batch.len() < BATCH { Ok(()) } else { self.flush() }
    }

    fn without_id(&mut self) {
        self.report.without_id += 1;
    }

    fn incomplete(&mut self, file: &str) {
        // For one CVE, the rest of the catalogue does not matter.
        if self.only.is_none() {
            self.problem(file, "", "not complete: CVEs that it does not list stay known as exploited");
        }
    }

    fn problem(&mut self, file: &str, record: &str, reason: &str) {
        if self.report.problems.len() < MAX_PROBLEMS {
            let (file, record, reason) = (file.to_owned(), record.to_owned(), reason.to_owned());
            self.report.problems.push(Problem { file, record, reason });
        } else {
            self.report.more_problems += 1;
        }
    }
}
