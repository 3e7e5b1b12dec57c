//! CVE identifiers: `CVE-2021-44228`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::vulnerability_id::pasted;

/// A syntactically valid CVE id, in its canonical spelling.
///
/// Source: CVE JSON 5 schema, `^CVE-[0-9]{4}-[0-9]{4,19}$`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CveId(String);

/// Why a text is not a CVE id.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
#[error("a CVE id looks like CVE-2021-44228: CVE, a year from 1999, and four or more digits")]
pub struct CveIdError;

impl CveId {
    /// Returns the id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CveId {
    type Err = CveIdError;

    fn from_str(text: &str) -> Result<Self, CveIdError> {
        let canonical = pasted(text).to_ascii_uppercase();
        let (year, serial) =
            canonical.strip_prefix("CVE-").and_then(|rest| rest.split_once('-')).ok_or(CveIdError)?;
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        let valid = year.len() == 4
            && digits(year)
            && year >= "1999"
            && (4..=19).contains(&serial.len())
            && digits(serial);
        if valid { Ok(Self(canonical)) } else { Err(CveIdError) }
    }
}

impl TryFrom<String> for CveId {
    type Error = CveIdError;

    fn try_from(text: String) -> Result<Self, CveIdError> {
        text.parse()
    }
}

impl From<CveId> for String {
    fn from(id: CveId) -> Self {
        id.0
    }
}

impl fmt::Display for CveId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for CveId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_write_and_nothing_else() {
        for good in ["CVE-2021-44228", " cve-1999-0001 ", "CVE-2024-1234567"] {
            assert!(good.parse::<CveId>().is_ok(), "{good}");
        }
        for bad in [
            "",
            "CVE",
            "CVE-2021",
            "CVE-21-44228",
            "CVE-2021-123",
            "CVE-1998-0001",
            "CVE-2021-44228x",
            "CVE 2021-44228",
        ] {
            assert!(bad.parse::<CveId>().is_err(), "{bad}");
        }
    }
}
