//! Compares what Varsel reads in public CVE files with what another implementation does, `tools/cve_oracle.py`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{Result, metadata, process, python};

/// Small records of every shape.
const CORPUS: &str = "crates/varsel-app/tests/cve/corpus";
/// How many records that are put together at random are compared.
const RANDOM: &str = "3000";
/// How many differences are shown.
const SHOWN: usize = 20;

/// Builds what reads, and compares a file or a folder; without one, the corpus and records that are put together at random.
pub(crate) fn run(args: &[&str]) -> Result {
    process::run(&mut process::cargo(&["build", "--package", "varsel-testkit", "--bin", "cves"]))?;
    match args {
        [] => check(),
        [path] => compare(Path::new(path)),
        _ => Err("cargo xtask cves [PATH]".to_owned()),
    }
}

/// Compares the corpus and records that are put together at random.
pub(crate) fn check() -> Result {
    compare(Path::new(CORPUS))?;
    let folder = metadata::load()?.target_directory.join("xtask/cves");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|e| format!("cannot empty {}: {e}", folder.display()))?;
    }
    fs::create_dir_all(&folder).map_err(|e| format!("cannot make {}: {e}", folder.display()))?;
    process::run(python::python().args(["tools/cve_random.py", RANDOM]).arg(&folder))?;
    compare(&folder)
}

fn binary() -> Result<PathBuf> {
    let path = metadata::load()?.target_directory.join("debug/cves");
    if path.is_file() { Ok(path) } else { Err(format!("cargo built no {}", path.display())) }
}

fn compare(path: &Path) -> Result {
    let ours = process::capture(std::process::Command::new(binary()?).arg("affected").arg(path))?;
    let theirs = process::capture(python::python().arg("tools/cve_oracle.py").arg(path))?;
    let (problems, mut ours): (Vec<&str>, Vec<&str>) =
        ours.lines().partition(|line| line.starts_with("problem\t"));
    let mut theirs: Vec<&str> = theirs.lines().collect();
    ours.sort_unstable();
    theirs.sort_unstable();
    let found = differences(&ours, &theirs);
    if found.is_empty() {
        let problems = problems.len();
        println!(
            "{}: {} products are read alike, {problems} records are passed over",
            path.display(),
            ours.len()
        );
        return Ok(());
    }
    let shown: Vec<&str> = found.iter().take(SHOWN).map(String::as_str).collect();
    Err(format!("{}: {} lines differ\n{}", path.display(), found.len(), shown.join("\n")))
}

/// Lists the lines that only one of two sorted lists has, ours with `-`, theirs with `+`.
fn differences(ours: &[&str], theirs: &[&str]) -> Vec<String> {
    let (mut found, mut one, mut other) = (Vec::new(), ours.iter().peekable(), theirs.iter().peekable());
    loop {
        match (one.peek(), other.peek()) {
            (None, None) => return found,
            (Some(a), Some(b)) if a == b => {
                one.next();
                other.next();
            }
            (Some(a), b) if b.is_none_or(|b| a < b) => {
                found.push(format!("- {a}"));
                one.next();
            }
            (_, Some(b)) => {
                found.push(format!("+ {b}"));
                other.next();
            }
            (Some(a), None) => {
                found.push(format!("- {a}"));
                one.next();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_one_side_has_is_listed() {
        assert_eq!(differences(&["a", "b", "b", "d"], &["b", "c", "d", "e"]), ["- a", "- b", "+ c", "+ e"]);
        assert_eq!(differences(&["a"], &["a"]), Vec::<String>::new());
    }
}
