//! Ids of other vulnerability databases, and their URLs.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::vulnerability_id::pasted;

/// A database whose ids are recognised.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Database {
    /// GitHub's advisories.
    Ghsa,
    /// The European Union's database.
    Euvd,
    /// The Global CVE allocation system.
    Gcve,
    /// Rust crates.
    RustSec,
    /// Go modules.
    Go,
    /// Python packages.
    PySec,
    /// Another database that OSV lists.
    Osv,
}

/// An id of another database, in its canonical spelling.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct AdvisoryId {
    database: Database,
    text: String,
}

/// The text is not a recognised id.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
#[error("not an id of a known database: GHSA-, EUVD-, GCVE- or one that OSV lists")]
pub struct AdvisoryIdError;

/// The characters of GitHub's ids: digits and letters that cannot be confused.
const GHSA: &str = "23456789cfghjmpqrvwx";

/// The maximum length of an id.
///
/// Source: GCVE-BCP-04 recommends at most 128 bytes.
const LONGEST: usize = 128;

/// The prefixes of other databases, in their canonical spelling.
///
/// Source: OSV schema 1.7, `prefix`.
const OSV: &[&str] = &[
    "ALBA",
    "ALEA",
    "ALPINE",
    "ALSA",
    "ASB",
    "BELL",
    "BIT",
    "CGA",
    "CLEANSTART",
    "CURL",
    "DEBIAN",
    "DHI",
    "DLA",
    "DRUPAL",
    "DSA",
    "DTSA",
    "ECHO",
    "EEF",
    "ELA",
    "GSD",
    "HSEC",
    "JLSEC",
    "KUBE",
    "LBSEC",
    "LSN",
    "MAL",
    "MGASA",
    "MINI",
    "OESA",
    "OSEC",
    "OSV",
    "PHSA",
    "PSF",
    "PUB",
    "RHBA",
    "RHEA",
    "RHSA",
    "RLSA",
    "ROOT",
    "RSEC",
    "RXSA",
    "SUSE",
    "UBUNTU",
    "USN",
    "V8",
    "openSUSE",
];

impl AdvisoryId {
    /// Returns its database.
    pub const fn database(&self) -> Database {
        self.database
    }

    /// Returns the id as text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns its URL.
    pub fn url(&self) -> String {
        let id = &self.text;
        match self.database {
            Database::Ghsa => format!("https://github.com/advisories/{id}"),
            Database::Euvd => format!("https://euvd.enisa.europa.eu/vulnerability/{id}"),
            Database::Gcve => format!("https://db.gcve.eu/vuln/{id}"),
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

    /// Parses an id in any case. Sources of the patterns: the CSAF id registry, the databases' own documentation.
    fn from_str(text: &str) -> Result<Self, AdvisoryIdError> {
        let given = pasted(text);
        let text = given.to_ascii_uppercase();
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
            [] | ["GHSA" | "EUVD" | "RUSTSEC" | "GO" | "PYSEC", ..] => return Err(AdvisoryIdError),
            ["GCVE", authority, ..] => {
                // The format after the authority's number is up to the authority.
                let own = given.get(5 + authority.len() + 1..).filter(|own| is_plain(own));
                // Authority 0 is the CVE Program, whose ids are CVE ids.
                let is_other = digits(authority, 1) && authority.bytes().any(|b| b != b'0');
                let own = own.filter(|_| is_other).ok_or(AdvisoryIdError)?;
                (Database::Gcve, format!("GCVE-{authority}-{own}"))
            }
            [prefix, ..] => {
                let prefix =
                    OSV.iter().find(|known| known.eq_ignore_ascii_case(prefix)).ok_or(AdvisoryIdError)?;
                let own = given.get(prefix.len() + 1..).filter(|own| is_plain(own)).ok_or(AdvisoryIdError)?;
                (Database::Osv, format!("{prefix}-{own}"))
            }
        };
        if text.len() > LONGEST {
            return Err(AdvisoryIdError);
        }
        Ok(Self { database, text })
    }
}

/// Returns whether the rest of an id contains a digit, and only letters, digits and separators.
fn is_plain(text: &str) -> bool {
    let is_allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b':' | b'_');
    text.bytes().all(is_allowed) && text.bytes().any(|b| b.is_ascii_digit())
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
            ("gcve-1-2025-0001", "GCVE-1-2025-0001", "https://db.gcve.eu/vuln/GCVE-1-2025-0001"),
            ("MAL-2024-1", "MAL-2024-1", "https://osv.dev/vulnerability/MAL-2024-1"),
            ("ALSA-2022:1234", "ALSA-2022:1234", "https://osv.dev/vulnerability/ALSA-2022:1234"),
            (
                "opensuse-su-2024:1234-1",
                "openSUSE-su-2024:1234-1",
                "https://osv.dev/vulnerability/openSUSE-su-2024:1234-1",
            ),
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
            "GCVE-x-2025-1",
            "GCVE-1",
            "GCVE-1-\"2025",
            "MAL",
            "MAL-",
            "USN-abc",
            "OSV-2020-<b>",
            "CVE-2021-44228",
        ] {
            assert_eq!(wrong.parse::<AdvisoryId>(), Err(AdvisoryIdError), "{wrong}");
        }
    }
}
