//! axe-core, the checker of accessibility that the browser stories put into every page.
//!
//! `xtask/axe.txt` pins its version and the hash of its package; pip refuses anything else.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Result, metadata, process};

const PINNED: &str = "xtask/axe.txt";

/// What a developer types to get the checker.
pub(crate) const INSTALL_BY_HAND: &str = "apt-get install python3-pip, then cargo xtask setup";

/// Says whether Python's package installer can be called.
pub(crate) fn can_be_fetched() -> bool {
    process::succeeds(pip().arg("--version"))
}

/// Says whether the pinned version lies where the stories look for it.
pub(crate) fn is_installed() -> bool {
    directory().is_ok_and(|directory| {
        // The list that was installed lies beside what it brought.
        directory.join("axe_playwright_python/axe.min.js").is_file()
            && read(&directory.join("axe.txt")) == read(Path::new(PINNED))
    })
}

/// Fetches the pinned version into the build directory.
///
/// Fails with pip's own words when the package index cannot be reached or sends something else.
pub(crate) fn install() -> Result {
    let directory = directory()?;
    if directory.exists() {
        fs::remove_dir_all(&directory).map_err(|e| format!("cannot empty {}: {e}", directory.display()))?;
    }
    let mut command = pip();
    command.args(["install", "--quiet", "--disable-pip-version-check", "--root-user-action=ignore"]);
    command.args(["--no-deps", "--require-hashes", "--only-binary=:all:", "--no-compile", "--target"]);
    process::run(command.arg(&directory).args(["--requirement", PINNED]))?;
    fs::copy(PINNED, directory.join("axe.txt"))
        .map_err(|e| format!("cannot write into {}: {e}", directory.display()))?;
    Ok(())
}

fn pip() -> Command {
    let mut command = Command::new("python3");
    command.args(["-m", "pip"]);
    command
}

fn directory() -> Result<PathBuf> {
    Ok(metadata::load()?.target_directory.join("xtask/axe"))
}

fn read(path: &Path) -> Option<String> {
    fs::read_to_string(path).ok()
}
