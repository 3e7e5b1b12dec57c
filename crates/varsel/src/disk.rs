//! Free space on the database's disk: measured every minute, and reported in the log, as a metric and on the administrator's
//! page.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use varsel_store::Target;
use varsel_web::{FreeSpace, Space};

use crate::config::Config;

/// How often free space is measured.
const EVERY: Duration = Duration::from_mins(1);
/// The value for "not measured".
const UNKNOWN: u64 = u64::MAX;

/// The disk under an SQLite database.
#[derive(Clone)]
pub(crate) struct Disk {
    folder: PathBuf,
    least: u64,
    free: Arc<AtomicU64>,
}

impl Disk {
    /// Returns the disk to watch; `None` if the database is on a server, which has its own disk.
    pub(crate) fn of(config: &Config) -> Option<Self> {
        match config.store.target() {
            Ok(Target::Sqlite(file)) => Some(Self {
                folder: folder_of(&file),
                least: config.store.free_space_mib,
                free: Arc::new(AtomicU64::new(UNKNOWN)),
            }),
            _ => None,
        }
    }

    /// Returns the last measurement.
    fn space(&self) -> Option<Space> {
        let free = self.free.load(Ordering::Relaxed);
        (free != UNKNOWN).then_some(Space { free, least: self.least })
    }

    /// Measures, and logs when free space becomes low and when there is enough again.
    fn measure(&self) {
        let was_low = self.space().is_some_and(|space| space.is_low());
        let Some(free) = free_mib(&self.folder) else { return };
        self.free.store(free, Ordering::Relaxed);
        let space = Space { free, least: self.least };
        #[expect(clippy::cast_precision_loss, reason = "exact below 9 billion MiB")]
        metrics::gauge!("varsel_database_free_bytes").set(free as f64 * 1024.0 * 1024.0);
        match (was_low, space.is_low()) {
            (false, true) => tracing::warn!(
                free_mib = free,
                least_mib = self.least,
                "the disk of the database is nearly full; when it is full, nothing can be saved"
            ),
            (true, false) => {
                tracing::info!(free_mib = free, "the disk of the database has enough free space again");
            }
            (true, true) | (false, false) => {}
        }
    }

    /// Measures now and every minute, for as long as the process runs; returns a function for the last measurement.
    pub(crate) fn watched(self) -> FreeSpace {
        let watched = self.clone();
        tokio::spawn(async move {
            let mut every = tokio::time::interval(EVERY);
            loop {
                every.tick().await;
                let disk = watched.clone();
                // A network file system can take long to answer.
                if tokio::task::spawn_blocking(move || disk.measure()).await.is_err() {
                    return;
                }
            }
        });
        Arc::new(move || self.space())
    }
}

/// Returns the folder of a file.
pub(crate) fn folder_of(file: &Path) -> PathBuf {
    match file.parent() {
        Some(folder) if folder != Path::new("") => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Returns the free space of a folder for unprivileged users, in MiB; `None` if the folder does not exist.
pub(crate) fn free_mib(folder: &Path) -> Option<u64> {
    let about = rustix::fs::statvfs(folder).ok()?;
    Some(about.f_bavail.saturating_mul(about.f_frsize) >> 20)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn disk(folder: &Path, least: u64) -> Disk {
        Disk { folder: folder.to_owned(), least, free: Arc::new(AtomicU64::new(UNKNOWN)) }
    }

    #[test]
    fn room_is_measured_and_short_below_what_is_set() {
        let folder = tempfile::tempdir().expect("the machine has room for a temporary folder");
        for (least, is_low) in [(0, false), (1, false), (UNKNOWN, true)] {
            let disk = disk(folder.path(), least);
            assert_eq!(disk.space(), None, "nothing is known before it is measured");
            disk.measure();
            assert_eq!(disk.space().map(|space| space.is_low()), Some(is_low), "{least}");
        }
        let missing = disk(&folder.path().join("missing"), UNKNOWN);
        missing.measure();
        assert_eq!(missing.space(), None, "what cannot be measured warns of nothing");
    }

    #[test]
    fn the_disk_is_that_of_the_file() {
        assert_eq!(folder_of(Path::new("varsel.db")), Path::new("."));
        assert_eq!(folder_of(Path::new("/var/lib/varsel/varsel.db")), Path::new("/var/lib/varsel"));
    }
}
