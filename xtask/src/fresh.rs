//! Pages that the binary generates, kept in `docs/generated` and never edited by hand.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Result, metadata, process};

const COMMITTED: &str = "docs/generated";

/// The files of one directory, by name.
type Pages = BTreeMap<String, Vec<u8>>;

/// Builds only the binary and returns its path.
pub(crate) fn build_binary() -> Result<PathBuf> {
    process::run(&mut process::cargo(&["build", "--package", "varsel", "--bin", "varsel"]))?;
    binary()
}

/// Returns where cargo puts the development build of the binary.
pub(crate) fn binary() -> Result<PathBuf> {
    let path = metadata::load()?.target_directory.join("debug/varsel");
    if path.is_file() { Ok(path) } else { Err(format!("cargo built no {}", path.display())) }
}

/// Writes the pages, and removes those that the binary no longer generates.
pub(crate) fn write(binary: &Path) -> Result {
    let generated = generate(binary)?;
    let stale = update(Path::new(COMMITTED), &generated)?;
    for line in &stale {
        println!("{line}");
    }
    println!("{COMMITTED}: {} pages, {} changed", generated.len(), stale.len());
    Ok(())
}

/// Makes a directory contain exactly the given pages, and returns the differences found.
fn update(directory: &Path, generated: &Pages) -> Result<Vec<String>> {
    let cannot_write = |e| format!("cannot write {}: {e}", directory.display());
    let old = read(directory)?;
    fs::create_dir_all(directory).map_err(cannot_write)?;
    for (name, content) in generated {
        fs::write(directory.join(name), content).map_err(cannot_write)?;
    }
    for name in old.keys().filter(|name| !generated.contains_key(*name)) {
        fs::remove_file(directory.join(name)).map_err(cannot_write)?;
    }
    Ok(differences(generated, &old))
}

/// Fails with the name of every page that differs from what the binary would write.
pub(crate) fn check(binary: &Path) -> Result {
    let stale = differences(&generate(binary)?, &read(Path::new(COMMITTED))?);
    if stale.is_empty() {
        println!("{COMMITTED} is up to date");
        return Ok(());
    }
    Err(format!("generated pages are out of date; run `cargo xtask fresh`\n  {}", stale.join("\n  ")))
}

/// Lets the binary write its pages into an empty directory, and reads them back.
fn generate(binary: &Path) -> Result<Pages> {
    let directory = metadata::load()?.target_directory.join("xtask/generated");
    if directory.exists() {
        fs::remove_dir_all(&directory).map_err(|e| format!("cannot empty {}: {e}", directory.display()))?;
    }
    fs::create_dir_all(&directory).map_err(|e| format!("cannot create {}: {e}", directory.display()))?;
    let mut command = Command::new(binary);
    process::without_varsel_variables(&mut command);
    process::run(command.arg("generate").arg(&directory))?;
    let pages = read(&directory)?;
    if pages.is_empty() { Err("`varsel generate` wrote nothing".to_owned()) } else { Ok(pages) }
}

/// Reads the files of a directory; hidden ones are not pages, and a missing directory has none.
fn read(directory: &Path) -> Result<Pages> {
    let mut pages = Pages::new();
    if !directory.exists() {
        return Ok(pages);
    }
    let cannot_read = |e| format!("cannot read {}: {e}", directory.display());
    for entry in fs::read_dir(directory).map_err(cannot_read)? {
        let path = entry.map_err(cannot_read)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_file() && !name.starts_with('.') {
            pages.insert(name, fs::read(&path).map_err(|e| format!("cannot read {}: {e}", path.display()))?);
        }
    }
    Ok(pages)
}

/// Says for each page that is not as generated what is wrong with it.
fn differences(generated: &Pages, committed: &Pages) -> Vec<String> {
    let mut found = Vec::new();
    for (name, content) in generated {
        match committed.get(name) {
            None => found.push(format!("{COMMITTED}/{name}: missing")),
            Some(old) if old != content => {
                found.push(format!("{COMMITTED}/{name}:{}: differs", first_difference(old, content)));
            }
            Some(_) => {}
        }
    }
    for name in committed.keys().filter(|name| !generated.contains_key(*name)) {
        found.push(format!("{COMMITTED}/{name}: no longer generated"));
    }
    found
}

/// Returns the number of the first line that differs, counted from one.
fn first_difference(old: &[u8], new: &[u8]) -> usize {
    let same = old.iter().zip(new).take_while(|(a, b)| a == b);
    1 + same.filter(|(byte, _)| **byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(entries: &[(&str, &str)]) -> Pages {
        entries.iter().map(|(name, content)| ((*name).to_owned(), content.as_bytes().to_vec())).collect()
    }

    #[test]
    fn every_kind_of_staleness_is_listed() {
        let generated = pages(&[("cli.md", "a\nb\nC\n"), ("config.md", "new"), ("schema.txt", "same")]);
        let committed = pages(&[("cli.md", "a\nb\nc\n"), ("old.md", "gone"), ("schema.txt", "same")]);
        assert_eq!(
            differences(&generated, &committed),
            [
                "docs/generated/cli.md:3: differs",
                "docs/generated/config.md: missing",
                "docs/generated/old.md: no longer generated",
            ]
        );
        assert_eq!(differences(&generated, &generated), [""; 0]);
    }

    #[test]
    fn a_page_that_only_grew_differs_at_its_end() {
        assert_eq!(first_difference(b"a\nb\n", b"a\nb\nc\n"), 3);
    }
    #[test]
    fn an_updated_directory_holds_exactly_what_was_generated() {
        let directory = std::env::temp_dir().join(format!("xtask-fresh-{}", std::process::id()));
        fs::create_dir_all(&directory).unwrap();
        fs::write(directory.join("old.md"), "gone").unwrap();
        fs::write(directory.join(".gitkeep"), "").unwrap();
        let generated = pages(&[("cli.md", "commands")]);

        assert_eq!(update(&directory, &generated).unwrap().len(), 2);
        assert_eq!(read(&directory).unwrap(), generated);
        assert!(directory.join(".gitkeep").exists(), "hidden files are not pages");
        assert_eq!(update(&directory, &generated).unwrap(), [""; 0]);
        fs::remove_dir_all(&directory).unwrap();
    }
}
