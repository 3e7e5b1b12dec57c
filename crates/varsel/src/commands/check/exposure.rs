//! Checks who else on the machine can read secrets: those in the configuration file, and each file that holds one.
//!
//! The declaration of the configuration defines which keys those are.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use super::Findings;
use crate::config::{Config, Kept, written_in};

/// Who besides its owner has access to a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Others {
    Nobody,
    /// Its group, which can be intended, for example for certificates.
    Group,
    Everybody,
}

/// Returns who besides its owner can read or write a file or folder; nobody if it does not exist.
fn others(file: &Path) -> Others {
    match fs::metadata(file).map(|about| about.permissions().mode()) {
        Ok(mode) if mode & 0o007 != 0 => Others::Everybody,
        Ok(mode) if mode & 0o070 != 0 => Others::Group,
        Ok(_) | Err(_) => Others::Nobody,
    }
}

/// Checks the configuration file and each file with a secret.
pub(super) fn check(config: &Config, file: &Path, found: &mut Findings) {
    if let Some(written) = written_in(file) {
        let kept = written.kept().into_iter().filter(|(.., kept)| *kept == Kept::Written);
        let mut keys: Vec<String> = kept.map(|(section, key, _)| format!("{section}.{key}")).collect();
        keys.dedup();
        if !keys.is_empty() {
            let what = format!("{}, where {} is written", file.display(), keys.join(", "));
            tell(others(file), &what, "Run chmod 600 on it, or set the secret in the environment.", found);
        }
    }
    // Two keys can name the same file.
    let mut files: BTreeMap<PathBuf, String> = BTreeMap::new();
    for (section, key, kept) in config.kept() {
        let Kept::File(path) = kept else { continue };
        for path in beside(&path) {
            files.entry(path).or_insert_with(|| format!("{section}.{key}"));
        }
    }
    for (path, key) in files {
        let (what, advice) = if path.is_dir() {
            (format!("the folder {} ({key})", path.display()), "Run chmod 700 on it.")
        } else {
            (format!("{} ({key})", path.display()), "Run chmod 600 on it.")
        };
        tell(others(&path), &what, advice, found);
    }
}

/// Lists a file, and those that SQLite creates next to a database.
fn beside(path: &Path) -> Vec<PathBuf> {
    let with = |end: &str| {
        let mut name = OsString::from(path);
        name.push(end);
        PathBuf::from(name)
    };
    let there = ["-wal", "-shm", "-journal"].map(with).into_iter().filter(|path| path.exists());
    [path.to_path_buf()].into_iter().chain(there).collect()
}

fn tell(others: Others, what: &str, advice: &str, found: &mut Findings) {
    match others {
        Others::Nobody => {}
        Others::Group => found.warn(format!("the group of {what} can read it"), advice),
        Others::Everybody => found.fail(format!("others can read {what}"), advice),
    }
}
