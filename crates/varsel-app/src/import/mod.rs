//! Imports the catalogue from a file: publishers and offers, or customers and what they hold.
//!
//! A file is read twice. The first pass checks every row by itself, against earlier rows and against the catalogue; if anything
//! is wrong, all problems are reported and nothing is written. A dry run ends here. The second pass writes [`BATCH`] rows per
//! transaction, so that a large import neither fills the memory nor keeps the desk from writing. An interrupted import has
//! written whole rows only and can simply be run again: rows are matched by key, and existing ones change nothing.
//!
//! Memory holds one batch of rows and the keys of the file.

mod apply;
mod csv;
mod json;
mod problem;
mod read;
mod row;
mod source;
#[cfg(test)]
mod tests;

use std::io::{BufRead, Seek, SeekFrom};
use std::path::Path;

use varsel_store::Store;

use self::apply::{Outcome, apply};
use self::read::read;
use self::row::Row;
use crate::Ctx;

pub use self::apply::{Count, Report};
pub use self::problem::{ImportError, MAX_PROBLEMS, Problems, RowProblem, Wrong};
pub use self::row::Kind;
pub use self::source::{MAX_ROW, Place};

/// The number of rows per transaction: few enough that others wait some tens of milliseconds at most, enough that commits are
/// negligible.
pub const BATCH: usize = 500;

/// The format of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Comma-separated values with a header.
    Csv,
    /// A JSON array of objects.
    Json,
}

impl Format {
    /// Detects the format from the file extension: `.csv` or `.json`.
    pub fn of(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?;
        [("csv", Self::Csv), ("json", Self::Json)]
            .into_iter()
            .find_map(|(name, format)| extension.eq_ignore_ascii_case(name).then_some(format))
    }
}

/// The phase of an import.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Phase {
    /// Reading and checking; nothing is written.
    Check,
    /// Reading again and writing.
    Write,
}

/// How far an import has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Progress {
    /// The phase.
    pub phase: Phase,
    /// Bytes read in this phase.
    pub bytes_read: u64,
    /// Total bytes.
    pub total_bytes: u64,
    /// Rows done in this phase.
    pub rows: u64,
}

/// Imports a file, or in a dry run reports what that would do. Blocks; not to be called inside an asynchronous task.
///
/// The caller has the operator's authority: permissions are not checked. `progress` is called for every batch.
pub fn import(
    store: &Store,
    ctx: &Ctx,
    format: Format,
    file: &mut (impl BufRead + Seek),
    dry_run: bool,
    progress: &mut dyn FnMut(Progress),
) -> Result<Report, ImportError> {
    let total_bytes = file.seek(SeekFrom::End(0))?;
    let mut import = Import { store, ctx, format, total_bytes, progress };
    let report = import.pass(file, Phase::Check)?;
    if dry_run || report.is_nothing() {
        return Ok(report);
    }
    import.pass(file, Phase::Write)
}

struct Import<'a> {
    store: &'a Store,
    ctx: &'a Ctx,
    format: Format,
    total_bytes: u64,
    progress: &'a mut dyn FnMut(Progress),
}

impl Import<'_> {
    fn pass(&mut self, file: &mut (impl BufRead + Seek), phase: Phase) -> Result<Report, ImportError> {
        file.rewind()?;
        let mut report = Report::default();
        let mut batch = Vec::with_capacity(BATCH);
        // While writing, a checked row can only be invalid if someone else changed the catalogue: stop.
        let most = if phase == Phase::Check { MAX_PROBLEMS } else { 1 };
        let mut problems = read(self.format, &mut *file, most, &mut |row, bytes_read| {
            batch.push(row);
            if batch.len() < BATCH {
                return Ok(Vec::new());
            }
            let rows = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
            self.batch(rows, phase, bytes_read, &mut report)
        })?;
        if phase == Phase::Check || problems.list.is_empty() {
            problems.list.extend(self.batch(batch, phase, self.total_bytes, &mut report)?);
        }
        if problems.list.is_empty() {
            return Ok(report);
        }
        problems.list.sort_by_key(|problem| problem.place);
        problems.more |= problems.list.len() > MAX_PROBLEMS;
        problems.list.truncate(MAX_PROBLEMS);
        problems.rows_written = if phase == Phase::Write { report.rows } else { 0 };
        Err(ImportError::Problems(problems))
    }

    /// Compares or writes a batch; returns its problems.
    fn batch(
        &mut self,
        rows: Vec<Row>,
        phase: Phase,
        bytes_read: u64,
        report: &mut Report,
    ) -> Result<Vec<RowProblem>, ImportError> {
        let ctx = self.ctx.clone();
        let outcome: Outcome = match phase {
            Phase::Check => {
                self.store.read(move |tx| apply(tx, &ctx, &rows, false).map_err(ImportError::from)).wait()?
            }
            Phase::Write => {
                let written = *report;
                let work = move |tx: &varsel_store::Tx<'_>| {
                    let outcome = apply(tx, &ctx, &rows, true)?;
                    if outcome.problems.is_empty() {
                        return Ok(outcome);
                    }
                    // An error rolls back the whole batch.
                    let list = outcome.problems;
                    Err(ImportError::Problems(Problems { list, more: true, rows_written: written.rows }))
                };
                self.store.write(work).wait()?
            }
        };
        *report += outcome.report;
        let (total_bytes, rows) = (self.total_bytes, report.rows);
        (self.progress)(Progress { phase, bytes_read, total_bytes, rows });
        Ok(outcome.problems)
    }
}
