//! What the tests need from the machine, and its installation.

use std::process::Command;

use crate::python::{self, AXE, HOLIDAYS};
use crate::{Result, deny, postgres, process};

/// A requirement of the tests.
struct Need {
    what: &'static str,
    found: fn() -> bool,
    /// Debian's packages that bring it; empty when Debian has none.
    packages: &'static [&'static str],
    /// What to do by hand where apt-get cannot.
    otherwise: &'static str,
}

const NEEDS: &[Need] = &[
    Need {
        what: "PostgreSQL server 15 or newer, under /usr/lib/postgresql",
        found: || postgres::find_binaries().is_some(),
        packages: &["postgresql"],
        otherwise: "apt-get install postgresql",
    },
    Need {
        what: "Chromium",
        found: || process::on_path("chromium"),
        // Without a font the browser draws no text, and a screenshot proves nothing.
        packages: &["chromium", "fonts-liberation"],
        otherwise: "apt-get install chromium fonts-liberation",
    },
    Need {
        what: "Chromium's WebDriver",
        found: || process::on_path("chromedriver"),
        packages: &["chromium-driver"],
        otherwise: "apt-get install chromium-driver",
    },
    Need {
        what: "pip, which fetches axe-core and a table of holidays",
        found: || AXE.are_installed() && HOLIDAYS.are_installed() || python::can_fetch(),
        packages: &["python3-pip"],
        otherwise: "apt-get install python3-pip",
    },
    Need {
        what: "axe-core, which looks over every page",
        found: || AXE.are_installed(),
        packages: &[],
        otherwise: python::INSTALL_BY_HAND,
    },
    Need {
        what: "the package `holidays`, with which the table of holidays is compared",
        found: || HOLIDAYS.are_installed(),
        packages: &[],
        otherwise: python::INSTALL_BY_HAND,
    },
    Need {
        what: "rustfmt",
        found: || process::succeeds(&mut process::cargo(&["fmt", "--version"])),
        packages: &[],
        otherwise: "rustup component add rustfmt",
    },
    Need {
        what: "clippy",
        found: || process::succeeds(&mut process::cargo(&["clippy", "--version"])),
        packages: &[],
        otherwise: "rustup component add clippy",
    },
    Need { what: "cargo-deny", found: deny::is_installed, packages: &[], otherwise: deny::INSTALL_BY_HAND },
];

/// Installs what is missing where that is possible without asking, and fails with what remains.
pub(crate) fn run() -> Result {
    let missing = missing();
    let packages = packages(&missing);
    if !packages.is_empty() && process::is_root() && process::on_path("apt-get") {
        install(&packages)?;
    }
    // They go into the build directory, so nobody needs to be asked.
    if python::can_fetch() {
        AXE.install()?;
        HOLIDAYS.install()?;
    }
    // Compiling takes minutes and writes to the home directory: only where nobody is asked.
    if !deny::is_installed() && (process::is_ci() || process::is_root()) {
        deny::install()?;
    }
    if !process::on_path("wrk") {
        println!("note: wrk is not installed; no test needs it, measuring does (apt-get install wrk)");
    }
    let missing = self::missing();
    if missing.is_empty() {
        println!("everything the tests need is here");
        return Ok(());
    }
    Err(report(&missing))
}

fn missing() -> Vec<&'static Need> {
    NEEDS.iter().filter(|need| !(need.found)()).collect()
}

fn packages(missing: &[&Need]) -> Vec<&'static str> {
    missing.iter().flat_map(|need| need.packages).copied().collect()
}

fn install(packages: &[&str]) -> Result {
    let apt_get = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    process::run(apt_get().args(["update", "--quiet"]))?;
    process::run(apt_get().args(["install", "--yes", "--quiet", "--no-install-recommends"]).args(packages))
}

fn report(missing: &[&Need]) -> String {
    let mut text = String::from("the tests cannot run, because this machine lacks:");
    for need in missing {
        text.push_str("\n  ");
        text.push_str(need.what);
        text.push_str("\n      to get it: ");
        text.push_str(need.otherwise);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_missing_thing_is_named_with_its_remedy() {
        let all: Vec<&Need> = NEEDS.iter().collect();
        let text = report(&all);
        for need in NEEDS {
            assert!(text.contains(need.what) && text.contains(need.otherwise), "{}", need.what);
        }
        let one = report(&all[..1]);
        assert!(one.contains("PostgreSQL") && !one.contains("Chromium"), "{one}");
    }

    #[test]
    fn only_what_is_missing_is_installed() {
        let chosen: Vec<&Need> = NEEDS.iter().filter(|need| need.what.starts_with("Chromium")).collect();
        assert_eq!(packages(&chosen), ["chromium", "fonts-liberation", "chromium-driver"]);
        assert_eq!(packages(&[]), [""; 0]);
    }
}
