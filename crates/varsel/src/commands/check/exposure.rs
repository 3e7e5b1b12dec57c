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

/// Names keys, with the verb that follows them: `mail.password is`, `desk.feed and cves.addresses are`.
fn named(keys: &[String]) -> String {
    match keys {
        [] => String::new(),
        [one] => format!("{one} is"),
        [all @ .., last] => format!("{} and {last} are", all.join(", ")),
    }
}

/// Checks the configuration file and each file with a secret.
pub(super) fn check(config: &Config, file: &Path, found: &mut Findings) {
    if let Some(written) = written_in(file) {
        let kept = written.kept().into_iter().filter(|(.., kept)| *kept == Kept::Written);
        let mut keys: Vec<String> = kept.map(|(section, key, _)| format!("{section}.{key}")).collect();
        keys.dedup();
        if !keys.is_empty() {
            let what = format!("{}, where {} written", file.display(), named(&keys));
            tell(others(file), &what, "Run chmod 600 on it, or give the secret in the environment.", found);
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

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn keys_are_named_with_the_verb_that_fits_them() {
        for (keys, said) in [
            (&["mail.password"][..], "mail.password is"),
            (&["desk.feed", "cves.addresses"], "desk.feed and cves.addresses are"),
            (&["desk.feed", "cves.addresses", "store.url"], "desk.feed, cves.addresses and store.url are"),
        ] {
            let keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
            assert_eq!(named(&keys), said);
        }
    }
}
