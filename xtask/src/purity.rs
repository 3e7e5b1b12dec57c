//! The core's source, searched for ways out of it.
//!
//! Clippy's list of disallowed methods is the first guard and sees through imports; this one is
//! blunt, but no `expect` in the source can turn it off.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Result;

const CORE: &str = "crates/varsel-core/src";

/// Clock, files, network, environment and threads: none is the core's business.
const FORBIDDEN: &[&str] = &[
    "SystemTime::now",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "thread::",
];

/// Lists every forbidden word in the core's source as `file:line: word`.
pub(crate) fn violations() -> Result<Vec<String>> {
    let mut files = Vec::new();
    rust_files(Path::new(CORE), &mut files)?;
    files.sort();
    let mut found = Vec::new();
    for file in files {
        let source = fs::read_to_string(&file).map_err(|e| format!("cannot read {}: {e}", file.display()))?;
        for (line, word) in search(&source) {
            found.push(format!("{}:{line}: varsel-core must not use {word}", file.display()));
        }
    }
    Ok(found)
}

fn rust_files(directory: &Path, files: &mut Vec<PathBuf>) -> Result {
    let cannot_list = |e| format!("cannot list {}: {e}", directory.display());
    for entry in fs::read_dir(directory).map_err(cannot_list)? {
        let path = entry.map_err(cannot_list)?.path();
        if path.is_dir() {
            rust_files(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(())
}

/// Finds forbidden words outside comments, with their line numbers counted from one.
fn search(source: &str) -> Vec<(usize, &'static str)> {
    let mut found = Vec::new();
    for (index, line) in source.lines().enumerate() {
        let code = line.trim_start();
        if code.starts_with("//") {
            continue;
        }
        for word in FORBIDDEN {
            if code.match_indices(word).any(|(at, _)| starts_a_word(code, at)) {
                found.push((index + 1, *word));
            }
        }
    }
    found
}

/// Says whether no identifier runs into position `at`, so that `mail_thread::` is not `thread::`.
fn starts_a_word(code: &str, at: usize) -> bool {
    code[..at].chars().next_back().is_none_or(|before| !(before.is_alphanumeric() || before == '_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_forbidden_word_is_found_with_its_line() {
        for word in FORBIDDEN {
            assert_eq!(search(&format!("fn f() {{\n    {word}x\n}}\n")), [(2, *word)]);
        }
        assert_eq!(search("let n = jiff::Timestamp::now();"), [(1, "Timestamp::now")]);
        assert_eq!(search("std::thread::spawn(f)"), [(1, "thread::")]);
    }

    #[test]
    fn comments_and_longer_names_are_left_alone() {
        assert_eq!(search("/// never `std::fs`\n//! std::env\n  // thread::sleep"), []);
        assert_eq!(search("mail_thread::reply(); my_std::fsync();"), []);
    }
}
