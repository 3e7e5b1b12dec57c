//! Packages of Python that tests need: fetched with pip, each version and hash pinned in a list; pip refuses anything else.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Result, metadata, process};

/// The command to install a package.
pub(crate) const INSTALL_BY_HAND: &str = "apt-get install python3-pip, then cargo xtask setup";

/// Packages that are fetched together.
pub(crate) struct Packages {
    /// Their folder under `xtask` in the build directory.
    name: &'static str,
    /// The list with their versions and hashes.
    list: &'static str,
    /// A file of theirs that someone looks for.
    wanted: &'static str,
}

/// axe-core, the checker of accessibility that the browser stories put into every page.
pub(crate) static AXE: Packages =
    Packages { name: "axe", list: "xtask/axe.txt", wanted: "axe_playwright_python/axe.min.js" };
/// The holidays of countries, from which the table in `varsel-core` is made.
pub(crate) static HOLIDAYS: Packages =
    Packages { name: "holidays", list: "xtask/holidays.txt", wanted: "holidays/__init__.py" };

/// Says whether Python's package installer can be called.
pub(crate) fn can_fetch() -> bool {
    process::succeeds(python().args(["-m", "pip", "--version"]))
}

impl Packages {
    /// Says whether the pinned versions lie where they are looked for.
    pub(crate) fn are_installed(&self) -> bool {
        self.directory().is_ok_and(|directory| {
            // The list that was installed lies beside what it brought.
            directory.join(self.wanted).is_file()
                && read(&directory.join("list.txt")) == read(Path::new(self.list))
        })
    }

    /// Fetches the pinned versions into the build directory, where they are not there yet.
    ///
    /// Fails with pip's own words when the package index cannot be reached or sends something else.
    pub(crate) fn install(&self) -> Result {
        if self.are_installed() {
            return Ok(());
        }
        let directory = self.directory()?;
        if directory.exists() {
            fs::remove_dir_all(&directory)
                .map_err(|e| format!("cannot empty {}: {e}", directory.display()))?;
        }
        let mut command = python();
        command.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
        command.args(["--root-user-action=ignore", "--no-deps", "--require-hashes", "--only-binary=:all:"]);
        command.args(["--no-compile", "--target"]);
        process::run(command.arg(&directory).args(["--requirement", self.list]))?;
        fs::copy(self.list, directory.join("list.txt"))
            .map_err(|e| format!("cannot write into {}: {e}", directory.display()))?;
        Ok(())
    }

    fn directory(&self) -> Result<PathBuf> {
        Ok(metadata::load()?.target_directory.join("xtask").join(self.name))
    }
}

/// Checks that the table of holidays is what its generator makes.
pub(crate) fn check_holidays() -> Result {
    let mut command = python();
    command.env("PYTHONPATH", HOLIDAYS.directory()?).env("PYTHONDONTWRITEBYTECODE", "1");
    process::run(command.args(["tools/holiday_table.py", "--check"]))
}

/// Returns the command that runs Python.
pub(crate) fn python() -> Command {
    Command::new("python3")
}

fn read(path: &Path) -> Option<String> {
    fs::read_to_string(path).ok()
}
