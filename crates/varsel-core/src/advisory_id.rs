//! Ids of other vulnerability databases, with where they lead.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// A database whose ids are recognised.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Database {
    /// GitHub's advisories.
    Ghsa,
    /// The European Union's database.
    Euvd,
    /// Rust crates.
    RustSec,
    /// Go modules.
    Go,
    /// Python packages.
    PySec,
    /// Anything else that OSV lists under a prefix of its own.
    Osv,
}

/// An id of another database, in its canonical spelling.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct AdvisoryId {
    database: Database,
    text: String,
}

/// A text is no id that is recognised.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
#[error("no id of a known database: GHSA-, EUVD-, RUSTSEC-, GO-, PYSEC- or OSV-")]
pub struct AdvisoryIdError;

/// The characters of GitHub's ids: digits and letters that are not taken for each other.
const GHSA: &str = "23456789cfghjmpqrvwx";

impl AdvisoryId {
    /// Returns which database it is of.
    pub const fn database(&self) -> Database {
        self.database
    }

    /// Returns where people read it.
    pub fn url(&self) -> String {
        let id = &self.text;
        match self.database {
            Database::Ghsa => format!("https://github.com/advisories/{id}"),
            Database::Euvd => format!("https://euvd.enisa.europa.eu/vulnerability/{id}"),
            Database::RustSec => format!("https://rustsec.org/advisories/{id}"),
            Database::Go => format!("https://pkg.go.dev/vuln/{id}"),
            Database::PySec | Database::Osv => format!("https://osv.dev/vulnerability/{id}"),
        }
    }
}

impl fmt::Display for AdvisoryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for AdvisoryId {
    type Err = AdvisoryIdError;

    /// Reads an id in any case. Sources of the patterns: the CSAF id registry, the databases' own documentation.
    fn from_str(text: &str) -> Result<Self, AdvisoryIdError> {
        let text = text.trim().to_ascii_uppercase();
        let parts: Vec<&str> = text.split('-').collect();
        let digits =
            |part: &str, least: usize| part.len() >= least && part.bytes().all(|b| b.is_ascii_digit());
        let year = |part: &str| part.len() == 4 && digits(part, 4) && !part.starts_with('0');
        let (database, text) = match parts[..] {
            ["GHSA", a, b, c] => {
                let group = |part: &str| {
                    part.len() == 4 && part.to_ascii_lowercase().chars().all(|c| GHSA.contains(c))
                };
                if ![a, b, c].into_iter().all(group) {
                    return Err(AdvisoryIdError);
                }
                (Database::Ghsa, format!("GHSA-{}", text[5..].to_ascii_lowercase()))
            }
            ["EUVD", y, n] if year(y) && digits(n, 4) => (Database::Euvd, text),
            ["RUSTSEC", y, n] if year(y) && n.len() == 4 && digits(n, 4) => (Database::RustSec, text),
            ["GO", y, n] if year(y) && digits(n, 4) => (Database::Go, text),
            ["PYSEC", y, n] if year(y) && digits(n, 1) => (Database::PySec, text),
            ["OSV", y, n] if year(y) && digits(n, 1) => (Database::Osv, text),
            _ => return Err(AdvisoryIdError),
        };
        Ok(Self { database, text })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_recognised_and_lead_somewhere() {
        for (given, id, url) in [
            (
                "ghsa-f82v-jwr5-mffw",
                "GHSA-f82v-jwr5-mffw",
                "https://github.com/advisories/GHSA-f82v-jwr5-mffw",
            ),
            (
                "EUVD-2025-12345",
                "EUVD-2025-12345",
                "https://euvd.enisa.europa.eu/vulnerability/EUVD-2025-12345",
            ),
            ("rustsec-2021-0145", "RUSTSEC-2021-0145", "https://rustsec.org/advisories/RUSTSEC-2021-0145"),
            ("GO-2022-0969", "GO-2022-0969", "https://pkg.go.dev/vuln/GO-2022-0969"),
            (" PYSEC-2024-7 ", "PYSEC-2024-7", "https://osv.dev/vulnerability/PYSEC-2024-7"),
            ("OSV-2020-111", "OSV-2020-111", "https://osv.dev/vulnerability/OSV-2020-111"),
        ] {
            let read: AdvisoryId = given.parse().unwrap();
            assert_eq!((read.to_string().as_str(), read.url().as_str()), (id, url));
        }
        for wrong in [
            "",
            "GHSA",
            "GHSA-f82v-jwr5",
            "GHSA-abcd-abcd-abcd",
            "EUVD-25-1234",
            "RUSTSEC-2021-1",
            "GO-0022-0969",
            "CVE-2021-44228",
        ] {
            assert_eq!(wrong.parse::<AdvisoryId>(), Err(AdvisoryIdError), "{wrong}");
        }
    }
}
