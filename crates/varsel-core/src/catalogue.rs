//! The vocabulary of the catalogue: kinds of offers, listing states, and keys.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::address::is_of_the_web;
use crate::coded;
use crate::text::{Line, TextError};

/// The name of a publisher, an offer, a plan, a version or a customer.
pub type Name = Line<160>;

/// The maximum number of plans of an offer.
pub const MAX_PLANS: usize = 100;
/// The maximum number of versions of an offer.
pub const MAX_VERSIONS: usize = 500;

coded! {
    /// The kind of an offer: how it, and so a fix, reaches its customers.
    pub enum OfferKind {
        /// Hosted by the publisher.
        Saas = "saas",
        /// An image that customers start machines from.
        MachineImage = "machine_image",
        /// An image that customers start containers from.
        Container = "container",
        /// A program that customers install.
        Application = "application",
        /// A plug-in or extension of another product.
        AddIn = "add_in",
        /// A library or package that others build with.
        Package = "package",
        /// A machine-learning model.
        Model = "model",
    }
}

coded! {
    /// Whether a customer is critical: an event that reaches one has a wide reach.
    pub enum Critical {
        /// Not critical.
        No = "no",
        /// Critical.
        Yes = "yes",
    }
}
impl From<bool> for Critical {
    fn from(critical: bool) -> Self {
        if critical { Self::Yes } else { Self::No }
    }
}
coded! {
    /// Whether customers can find an offer in the marketplace.
    pub enum Listing {
        /// Visible to everyone.
        Listed = "listed",
        /// Only found by those who know it.
        Hidden = "hidden",
        /// Taken down temporarily.
        Suspended = "suspended",
        /// Taken down permanently.
        Removed = "removed",
    }
}

/// The marketplace's key for a publisher, an offer or a customer: `fabrikam-analytics`.
///
/// Lower-case letters a to z, digits and dashes, 2 to 64 characters. Never changes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Key(String);

/// Why a text is not a key.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
#[error("a key is 2 to 64 lower-case letters a to z, digits and dashes")]
pub struct KeyError;

impl Key {
    /// Returns the key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Key {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let text = text.trim();
        let accepted = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if (2..=64).contains(&text.len()) && text.bytes().all(accepted) {
            Ok(Self(text.to_owned()))
        } else {
            Err(KeyError)
        }
    }
}

/// A country, by its ISO 3166-1 code of two letters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country(String);

/// Why a text is not a country.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
#[error(
    "a country is one of the codes of two letters of ISO 3166-1, as SE or DE; the United Kingdom is GB, Greece is GR"
)]
pub struct CountryError;

/// The codes of ISO 3166-1, as of 2026, and XK, the customary code for Kosovo.
const COUNTRIES: &str = "\
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ \
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR \
    GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP \
    KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT \
    MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW \
    SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG \
    UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

impl Country {
    /// Accepts a stored code, which can be one that does not exist, from before that was refused.
    pub fn kept(code: &str) -> Result<Self, CountryError> {
        let is_code = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase());
        if is_code { Ok(Self(code.to_owned())) } else { Err(CountryError) }
    }

    /// Returns the code in capital letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Country {
    type Err = CountryError;

    fn from_str(text: &str) -> Result<Self, CountryError> {
        let code = text.trim().to_ascii_uppercase();
        if COUNTRIES.split(' ').any(|known| known == code) { Ok(Self(code)) } else { Err(CountryError) }
    }
}

/// The address of a website: `https://` or `http://`, a host, no spaces, at most 240 characters.
///
/// Pages link to it, so no other scheme is accepted.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Website(String);

/// Why a text is not the address of a website.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum WebsiteError {
    /// Not an address, or not one of the web.
    #[error("a web address starts with https:// or http:// and has no spaces")]
    NotWeb,
    /// Empty, too long, or with characters that cannot be stored.
    #[error(transparent)]
    Text(#[from] TextError),
}

impl Website {
    /// Returns the address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Website {
    type Err = WebsiteError;

    fn from_str(text: &str) -> Result<Self, WebsiteError> {
        let line = Line::<240>::new(text)?;
        if is_of_the_web(line.as_str()) { Ok(Self(line.into())) } else { Err(WebsiteError::NotWeb) }
    }
}

macro_rules! checked_text {
    ($name:ident, $error:ident) => {
        impl TryFrom<String> for $name {
            type Error = $error;

            fn try_from(text: String) -> Result<Self, $error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }
    };
}

checked_text!(Key, KeyError);
checked_text!(Country, CountryError);
checked_text!(Website, WebsiteError);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coded::Coded;

    #[test]
    fn keys_are_plain() {
        for good in
            ["c1", "fabrikam-analytics", " 42 ", "550e8400-e29b-41d4-a716-446655440000", &"k".repeat(64)]
        {
            assert!(good.parse::<Key>().is_ok(), "{good}");
        }
        for bad in ["", "a", "Fabrikam", "fab rikam", "fabrikåm", "a_b", "a/b", &"k".repeat(65)] {
            assert!(bad.parse::<Key>().is_err(), "{bad}");
        }
    }

    #[test]
    fn countries_are_those_that_exist() {
        assert_eq!(" se ".parse::<Country>().unwrap().as_str(), "SE");
        for bad in [
            "", "S", "SWE", "S1", "ÅL", "Sweden", "ZZ", "UK", "EL", "EU", "XX", "AA", "SU", "SE DE", "E S",
            " ",
        ] {
            assert!(bad.parse::<Country>().is_err(), "{bad}");
        }
        assert_eq!(COUNTRIES.split(' ').count(), 249 + 1);
        let places = crate::clock::holidays::places().map(|place| place.code).filter(|code| code.len() == 2);
        for code in places {
            assert!(code.parse::<Country>().is_ok(), "{code}");
        }
    }

    #[test]
    fn a_country_that_was_kept_is_read_although_it_does_not_exist() {
        assert_eq!(Country::kept("ZZ").unwrap().as_str(), "ZZ");
        assert!(Country::kept("zz").is_err());
        assert!(Country::kept("SWE").is_err());
    }

    #[test]
    fn websites_are_of_the_web() {
        for good in [
            "https://fabrikam.example",
            "http://a.example/x?y#z",
            "https://[2001:db8::1]:8443/",
            "https://å.example",
        ] {
            assert!(good.parse::<Website>().is_ok(), "{good}");
        }
        for bad in [
            "fabrikam.example",
            "javascript:alert(1)",
            "https://",
            "https:///x",
            "https://bank.example@evil.example/",
            "https://a.example/\"onclick=",
            "https://a example",
            "ftp://a.example",
        ] {
            assert_eq!(bad.parse::<Website>(), Err(WebsiteError::NotWeb), "{bad}");
        }
        assert_eq!(" ".parse::<Website>(), Err(WebsiteError::Text(TextError::Empty)));
    }

    #[test]
    fn codes_come_back() {
        assert!(OfferKind::ALL.iter().all(|kind| OfferKind::from_code(kind.code()) == Ok(*kind)));
        assert!(Listing::ALL.iter().all(|listing| Listing::from_code(listing.code()) == Ok(*listing)));
    }
}
