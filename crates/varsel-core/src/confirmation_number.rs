//! The number that a publisher quotes: `SE-7KQ4-M2XD`.
//!
//! Seven random symbols and a check symbol, all from Crockford's base-32 alphabet (no I, L, O, U). The eight symbols
//! `c0 … c7`, read as elements of GF(32), satisfy `Σ αⁱ·c(7-i) = 0` with α a generator of the field. Since the weights are
//! pairwise different and never zero, every single wrong symbol and every swap of two different neighbours breaks the sum.
//!
//! A number is a name, not a secret: knowing it gives no access.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Crockford's base-32 alphabet, in order of value.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// The number of symbols in the body, including the check symbol.
const SYMBOLS: usize = 8;

/// Multiplies two elements of GF(32) = GF(2)\[x\] / (x⁵ + x² + 1).
const fn multiply(mut a: u8, mut b: u8) -> u8 {
    let mut product = 0;
    while b > 0 {
        if b & 1 == 1 {
            product ^= a;
        }
        a <<= 1;
        if a & 0b10_0000 != 0 {
            a ^= 0b10_0101;
        }
        b >>= 1;
    }
    product
}

/// `WEIGHTS[i]` is α to the power of `7 - i`, α being `x`; the last, of the check symbol, is 1.
const WEIGHTS: [u8; SYMBOLS] = {
    let mut weights = [1; SYMBOLS];
    let mut i = SYMBOLS - 1;
    while i > 0 {
        weights[i - 1] = multiply(weights[i], 2);
        i -= 1;
    }
    weights
};

fn syndrome(values: [u8; SYMBOLS]) -> u8 {
    values.into_iter().zip(WEIGHTS).fold(0, |sum, (value, weight)| sum ^ multiply(value, weight))
}

fn value_of(symbol: u8) -> Option<u8> {
    let symbol = match symbol.to_ascii_uppercase() {
        b'O' => b'0',
        b'I' | b'L' => b'1',
        other => other,
    };
    ALPHABET.iter().position(|s| *s == symbol).and_then(|at| u8::try_from(at).ok())
}

/// The letters before the first dash: two to four capitals, set by the marketplace.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Prefix {
    letters: [u8; 4],
    length: u8,
}

impl Prefix {
    /// The default prefix.
    pub const DEFAULT: Self = Self { letters: *b"SE\0\0", length: 2 };

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.letters[..usize::from(self.length)]).unwrap_or_default()
    }
}

impl FromStr for Prefix {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        let bytes = text.as_bytes();
        if !(2..=4).contains(&bytes.len()) || !bytes.iter().all(u8::is_ascii_alphabetic) {
            return Err(NumberError::Prefix);
        }
        let mut letters = [0; 4];
        for (to, from) in letters.iter_mut().zip(bytes) {
            *to = from.to_ascii_uppercase();
        }
        Ok(Self { letters, length: u8::try_from(bytes.len()).unwrap_or(4) })
    }
}

/// Why a text is not a confirmation number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum NumberError {
    /// The check symbol does not match: one symbol is mistyped, or two neighbours are swapped.
    #[error("one character is mistyped, or two neighbours are swapped")]
    Check,
    /// The text has too few or too many symbols.
    #[error("a confirmation number has eight characters after its prefix")]
    Length,
    /// The text has a symbol that no number contains.
    #[error("a confirmation number has no `{0}`")]
    Symbol(char),
    /// A prefix is two to four letters.
    #[error("a prefix is two to four letters")]
    Prefix,
}

/// A confirmation number with a valid check symbol. Prints as `SE-7KQ4-M2XD`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConfirmationNumber {
    prefix: Prefix,
    values: [u8; SYMBOLS],
}

impl ConfirmationNumber {
    /// Creates a number from 35 random bits; higher bits are ignored.
    pub fn from_random(prefix: Prefix, random: u64) -> Self {
        let mut values = [0; SYMBOLS];
        for (i, value) in values.iter_mut().take(SYMBOLS - 1).enumerate() {
            *value = u8::try_from((random >> (5 * i)) & 31).unwrap_or(0);
        }
        values[SYMBOLS - 1] = syndrome(values);
        Self { prefix, values }
    }

    /// Parses a number as people type it: in any case, with or without dashes, spaces and prefix, O for 0, I or L for 1. The
    /// prefix defaults to `default`.
    pub fn parse(text: &str, default: Prefix) -> Result<Self, NumberError> {
        let text = text.trim();
        let (prefix, body) = split_prefix(text, default)?;
        let mut values = [0; SYMBOLS];
        let mut count = 0;
        for symbol in
            body.chars().filter(|c| !matches!(c, '-' | '\u{2010}'..='\u{2015}') && !c.is_whitespace())
        {
            let value = u8::try_from(symbol).ok().and_then(value_of).ok_or(NumberError::Symbol(symbol))?;
            *values.get_mut(count).ok_or(NumberError::Length)? = value;
            count += 1;
        }
        if count != SYMBOLS {
            return Err(NumberError::Length);
        }
        if syndrome(values) == 0 { Ok(Self { prefix, values }) } else { Err(NumberError::Check) }
    }

    /// Returns whether a text has the shape of a number, correct or mistyped, so that it is looked up rather than searched for.
    pub fn looks_like(text: &str, default: Prefix) -> bool {
        match Self::parse(text, default) {
            Ok(_) => true,
            Err(NumberError::Check) => {
                let text = text.trim();
                text.contains('-') || text.bytes().any(|b| b.is_ascii_digit())
            }
            Err(_) => false,
        }
    }
}

/// Splits the prefix from the body. A prefix ends at the first dash, or is the default one before eight symbols.
fn split_prefix(text: &str, default: Prefix) -> Result<(Prefix, &str), NumberError> {
    let symbols = |part: &str| part.chars().filter(char::is_ascii_alphanumeric).count();
    if symbols(text) <= SYMBOLS {
        return Ok((default, text));
    }
    if let Some((head, body)) = text.split_once(['-', ' '])
        && symbols(body) == SYMBOLS
    {
        return Ok((head.trim().parse()?, body));
    }
    let length = default.as_str().len();
    match text.get(..length) {
        Some(head) if head.eq_ignore_ascii_case(default.as_str()) => Ok((default, &text[length..])),
        _ => Err(NumberError::Length),
    }
}

impl fmt::Display for ConfirmationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut body = [0; SYMBOLS];
        for (symbol, value) in body.iter_mut().zip(self.values) {
            *symbol = ALPHABET[usize::from(value)];
        }
        let body = std::str::from_utf8(&body).unwrap_or_default();
        write!(f, "{}-{}-{}", self.prefix.as_str(), &body[..4], &body[4..])
    }
}

impl fmt::Debug for ConfirmationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for ConfirmationNumber {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        Self::parse(text, Prefix::DEFAULT)
    }
}

impl Serialize for ConfirmationNumber {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ConfirmationNumber {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number(random: u64) -> ConfirmationNumber {
        ConfirmationNumber::from_random(Prefix::DEFAULT, random)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn prints_and_reads_back(random: u64) {
            prop_assert_eq!(number(random).to_string().parse(), Ok(number(random)));
        }

        #[test]
        fn every_single_wrong_symbol_is_caught(random: u64) {
            let right = number(random).to_string().into_bytes();
            for at in (3..right.len()).filter(|at| *at != 7) {
                for symbol in ALPHABET.iter().filter(|s| **s != right[at]) {
                    let mut wrong = right.clone();
                    wrong[at] = *symbol;
                    let wrong = String::from_utf8(wrong).unwrap();
                    prop_assert_eq!(wrong.parse::<ConfirmationNumber>(), Err(NumberError::Check));
                }
            }
        }

        #[test]
        fn every_swap_of_neighbours_is_caught(random: u64) {
            let right: Vec<u8> = number(random).to_string().bytes().skip(3).filter(|b| *b != b'-').collect();
            for at in 0..SYMBOLS - 1 {
                if right[at] != right[at + 1] {
                    let mut wrong = right.clone();
                    wrong.swap(at, at + 1);
                    let wrong = String::from_utf8(wrong).unwrap();
                    prop_assert_eq!(wrong.parse::<ConfirmationNumber>(), Err(NumberError::Check));
                }
            }
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC{0,24}") {
            let _ = text.parse::<ConfirmationNumber>();
        }
    }

    #[test]
    fn people_type_it_in_many_ways() {
        let right = number(0x2_5A81_73F1);
        let printed = right.to_string();
        let bare = printed.replace('-', "");
        for typed in [
            printed.to_lowercase(),
            bare.clone(),
            bare[2..].to_owned(),
            printed.replace('-', " "),
            printed.replace('-', "\u{2013}").replacen('\u{2013}', "-", 1),
            format!("  {}-{} ", &bare[2..6], &bare[6..]),
            printed.replace('0', "o").replace('1', "l"),
        ] {
            assert_eq!(ConfirmationNumber::parse(&typed, Prefix::DEFAULT), Ok(right), "{typed}");
        }
    }

    #[test]
    fn other_prefixes_are_kept() {
        let prefix: Prefix = "nwm".parse().unwrap();
        let number = ConfirmationNumber::from_random(prefix, 77);
        assert!(number.to_string().starts_with("NWM-"));
        assert_eq!(number.to_string().parse(), Ok(number));
        assert_eq!("S".parse::<Prefix>(), Err(NumberError::Prefix));
        assert_eq!("S3".parse::<Prefix>(), Err(NumberError::Prefix));
    }

    #[test]
    fn the_reason_is_named() {
        for (typed, why) in [
            ("", NumberError::Length),
            ("SE-7KQ4", NumberError::Length),
            ("SE-7KQ4-M2XDD", NumberError::Length),
            ("SE-7KU4-M2XD", NumberError::Symbol('U')),
            ("SE-7KQ4-M2XÅ", NumberError::Symbol('Å')),
        ] {
            assert_eq!(typed.parse::<ConfirmationNumber>(), Err(why), "{typed}");
        }
    }
}
