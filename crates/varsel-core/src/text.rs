//! Text typed by people, validated once at the edge.
//!
//! [`Line`] is one line, [`Prose`] may have paragraphs. Both are trimmed, have a length limit in characters, and hold no control
//! characters; line ends are `\n`. The meaning is never changed: text that cannot be stored is refused with the position.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why a text was not accepted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum TextError {
    /// Only whitespace.
    #[error("this is empty")]
    Empty,
    /// Too many characters.
    #[error("this has {actual} characters; the maximum is {max}")]
    TooLong {
        /// The limit.
        max: usize,
        /// The given value.
        actual: usize,
    },
    /// A control character, a deceptive character, or a line break in a single-line text.
    #[error("character {at} is not allowed: it is invisible, or a line break")]
    ControlCharacter {
        /// Its position, from 1.
        at: usize,
    },
}

/// One line of at most `MAX` characters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Line<const MAX: usize>(String);

/// Text of at most `MAX` characters that can contain line breaks and tabs.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Prose<const MAX: usize>(String);

/// Validates a trimmed text; `breaks` says whether line breaks and tabs are allowed.
fn check(text: &str, max: usize, breaks: bool) -> Result<(), TextError> {
    if text.is_empty() {
        return Err(TextError::Empty);
    }
    // If the bytes fit, so do the characters: counting is only needed for long texts.
    if text.len() > max {
        let actual = text.chars().count();
        if actual > max {
            return Err(TextError::TooLong { max, actual });
        }
    }
    // Nearly every text is plain, which is checked many bytes at a time; only others are checked by character.
    if is_plain(text, breaks) {
        return Ok(());
    }
    let refused = |c: char| (c.is_control() && !(breaks && matches!(c, '\n' | '\t'))) || misleads(c);
    match text.chars().position(refused) {
        Some(at) => Err(TextError::ControlCharacter { at: at + 1 }),
        None => Ok(()),
    }
}

/// Tells whether a text has nothing to see: no characters, blanks, and such as take no room or show nothing.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_invisible(c))
}

/// Leaves out what no text of a person may hold: control characters but for line breaks and tabs, and what makes a text look like
/// another one.
pub fn cleaned(text: &str) -> String {
    text.chars().filter(|c| (!c.is_control() || matches!(c, '\n' | '\t')) && !misleads(*c)).collect()
}

/// Returns whether a character makes a text deceptive: it overrides the text direction (see UTS #55 on source code spoofing),
/// breaks a line invisibly, or is itself invisible.
const fn misleads(c: char) -> bool {
    matches!(
        c,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}'
    ) || (c as u32) & 0xFFFE == 0xFFFE
        || matches!(c, '\u{FDD0}'..='\u{FDEF}')
}

/// Tells whether a character is not seen by itself: those of `Default_Ignorable_Code_Point` (Unicode 16, `DerivedCoreProperties.txt`),
/// and of the rest such as show nothing. Joiners, marks of direction and fillers are part of how some scripts are written, so a text
/// may have them among others.
const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}'
            // A pattern of Braille without dots, marks of annotation, a note head of no shape.
            | '\u{2800}' | '\u{FFF9}'..='\u{FFFB}' | '\u{1D159}'
    )
}

/// Returns whether a text is printable ASCII only, with line breaks and tabs if those are allowed.
fn is_plain(text: &str, breaks: bool) -> bool {
    let other = |byte: u8| !matches!(byte, b' '..=b'~') & !(breaks & matches!(byte, b'\n' | b'\t'));
    !text.bytes().fold(false, |found, byte| found | other(byte))
}

impl<const MAX: usize> Line<MAX> {
    /// Trims and validates one line.
    pub fn new(text: &str) -> Result<Self, TextError> {
        let text = text.trim();
        if is_blank(text) {
            return Err(TextError::Empty);
        }
        check(text, MAX, false)?;
        Ok(Self(text.to_owned()))
    }
}

impl<const MAX: usize> Prose<MAX> {
    /// Normalises line endings, trims and validates.
    pub fn new(text: &str) -> Result<Self, TextError> {
        let text = text.trim_end().trim_start_matches(['\r', '\n']);
        if is_blank(text) {
            return Err(TextError::Empty);
        }
        if text.contains('\r') {
            let text = text.replace("\r\n", "\n").replace('\r', "\n");
            check(&text, MAX, true)?;
            Ok(Self(text))
        } else {
            check(text, MAX, true)?;
            Ok(Self(text.to_owned()))
        }
    }
}

macro_rules! text_type {
    ($name:ident) => {
        impl<const MAX: usize> $name<MAX> {
            /// The maximum number of characters.
            pub const MAX: usize = MAX;

            /// Returns the text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl<const MAX: usize> TryFrom<String> for $name<MAX> {
            type Error = TextError;

            fn try_from(text: String) -> Result<Self, TextError> {
                match Self::new(&text) {
                    // Stored texts of invisible characters predate the rule against them, and must stay readable.
                    Err(TextError::Empty) if !text.trim().is_empty() => Ok(Self(text)),
                    read => read,
                }
            }
        }

        impl<const MAX: usize> From<$name<MAX>> for String {
            fn from(text: $name<MAX>) -> Self {
                text.0
            }
        }

        impl<const MAX: usize> AsRef<str> for $name<MAX> {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl<const MAX: usize> fmt::Display for $name<MAX> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<const MAX: usize> fmt::Debug for $name<MAX> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }
    };
}

text_type!(Line);
text_type!(Prose);

/// The title of a case.
pub type Title = Line<160>;
/// A short answer.
pub type Short = Line<240>;
/// A reason or a one-sentence explanation.
pub type Sentence = Prose<1_000>;
/// A message, a note, a description.
pub type Body = Prose<20_000>;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_stored_text_of_invisible_characters_stays_readable_and_no_new_one_is_taken() {
        assert_eq!(Line::<5>::new("\u{3164}"), Err(TextError::Empty));
        let stored: Line<5> = serde_json::from_str("\"\u{3164}\"").unwrap();
        assert_eq!(stored.as_str(), "\u{3164}");
        assert!(serde_json::from_str::<Line<5>>("\" \"").is_err());
    }

    #[test]
    fn refuses_with_the_place() {
        assert_eq!(Line::<5>::new("  "), Err(TextError::Empty));
        assert_eq!(Line::<5>::new("abcdef"), Err(TextError::TooLong { max: 5, actual: 6 }));
        assert!(Line::<5>::new("åäöÅÄ").is_ok(), "characters count, not bytes");
        assert_eq!(Line::<9>::new("a\nb"), Err(TextError::ControlCharacter { at: 2 }));
        assert_eq!(Prose::<9>::new("a\0b"), Err(TextError::ControlCharacter { at: 2 }));
        assert_eq!(Prose::<9>::new("å\u{85}b"), Err(TextError::ControlCharacter { at: 2 }));
        for misleading in
            ["a\u{202e}b", "a\u{2067}b", "a\u{2028}b", "a\u{feff}b", "a\u{ffff}b", "a\u{e0041}b"]
        {
            assert_eq!(
                Line::<9>::new(misleading),
                Err(TextError::ControlCharacter { at: 2 }),
                "{misleading:?}"
            );
        }
        assert!(Line::<9>::new("می\u{200c}خواهم").is_ok(), "a joiner belongs to the script");
        assert_eq!(Line::<9>::new("a\tb"), Err(TextError::ControlCharacter { at: 2 }));
        assert_eq!(Line::<9>::new("a\u{7f}b"), Err(TextError::ControlCharacter { at: 2 }));
        assert_eq!(Prose::<9>::new("\n a\r\nb\rc \n").unwrap().as_str(), " a\nb\nc");
    }

    #[test]
    fn what_shows_nothing_is_as_empty_as_nothing() {
        for (text, what) in [
            ("\u{200b}\u{200f} \u{2060}", "zero-width characters"),
            ("\u{200d}\u{200c}", "joiners"),
            ("\u{ad}\u{ad}", "soft hyphens"),
            ("\u{2800}", "Braille without dots"),
            ("\u{3164}", "a Hangul filler"),
            ("\u{115f}\u{1160}\u{ffa0}", "Hangul fillers of other widths"),
            ("\u{34f}", "a grapheme joiner"),
            ("\u{61c}", "an Arabic letter mark"),
            ("\u{17b4}\u{17b5}", "Khmer vowels that are not written"),
            ("\u{180b}\u{180e}\u{fe0f}\u{e0100}", "variation selectors"),
            ("\u{2064}\u{206a}", "operators and shapes that are not seen"),
            ("\u{feff}", "a byte order mark"),
            ("\u{202e}\u{2066}", "directions"),
            ("\u{e0041}\u{e007f}", "tags"),
            ("\u{fff9}\u{fffb}", "marks of annotation"),
            ("\u{1d159}\u{1d173}", "notes that are not seen"),
            ("\u{a0}\u{3000}\u{2003}\u{200b}", "blanks of every width"),
        ] {
            assert_eq!(Line::<40>::new(text), Err(TextError::Empty), "{what}");
            assert_eq!(Prose::<40>::new(&format!("\n{text}\n")), Err(TextError::Empty), "{what}");
        }
        for text in ["می\u{200c}خواهم", "❤\u{fe0f}", "co\u{ad}operate", "ᄀ\u{1160}", "\u{2801}", "."]
        {
            assert!(Line::<40>::new(text).is_ok(), "{text:?} is seen");
        }
    }

    proptest! {
        #[test]
        fn what_was_accepted_is_accepted_again(text in "\\PC{0,40}|[ a\\r\\n\\t]{0,12}") {
            if let Ok(once) = Prose::<30>::new(&text) {
                prop_assert_eq!(Prose::<30>::new(once.as_str()), Ok(once));
            }
            if let Ok(once) = Line::<30>::new(&text) {
                prop_assert_eq!(Line::<30>::new(once.as_str()), Ok(once));
            }
        }
    }
}
