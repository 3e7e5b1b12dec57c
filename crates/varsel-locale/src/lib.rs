//! Every sentence of Varsel, in every language.
//!
//! The sentences stand in `locales/<language>/*.ftl` and are compiled into methods of [`Texts`]: a message that is missing in
//! one language, or whose variables differ, stops the build, and a page that asks for one that does not exist does not compile.
//!
//! A message without variables is a `&'static str`. One with variables is a `String`; its parameters stand in the alphabetical
//! order of the variables' names. A variable that a plural is chosen by is an `i64`, one that a word is chosen by a `&str`,
//! and any other is whatever can be displayed.
//!
//! ```
//! use varsel_locale::{Locale, Texts};
//!
//! let texts = Texts::of(Locale::Sv);
//! assert_eq!(texts.action_save(), "Spara");
//! assert_eq!(texts.time_days(1), "1 dag");
//! assert_eq!(texts.time_in("5 tim"), "om 5 tim");
//! assert_eq!(texts.get("action-save"), Some("Spara"));
//! ```

use std::fmt::{self, Write as _};
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

pub mod clock;
pub mod describe;
pub mod duty;
pub mod filing;
pub mod format;
mod locale;
mod order;

#[expect(clippy::pedantic, reason = "generated: its style follows the sentences")]
mod texts {
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}

pub use locale::Locale;
pub use texts::KEYS;

/// The sentences in one language.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Texts {
    locale: Locale,
}

impl Texts {
    /// Returns the sentences of a language.
    pub const fn of(locale: Locale) -> Self {
        Self { locale }
    }

    /// Returns the language.
    pub const fn locale(self) -> Locale {
        self.locale
    }

    /// Finds a sentence without variables by its id: for ids that are data.
    pub fn get(self, id: &str) -> Option<&'static str> {
        self.find(id)
    }

    /// Finds the name of a code: the sentence `area-code`, with dashes for underscores; the code itself if there is none.
    pub fn name_of(self, area: &str, code: &'static str) -> &'static str {
        self.of_code(area, code, "").unwrap_or(code)
    }

    /// Finds the explanation of a code: the sentence `area-code-meaning`; empty if there is none.
    pub fn meaning_of(self, area: &str, code: &str) -> &'static str {
        self.of_code(area, code, "-meaning").unwrap_or_default()
    }

    /// Finds a sentence whose id ends in something that is written as text, with dashes for underscores; empty if there is none.
    pub fn name_in(self, area: &str, code: impl fmt::Display) -> &'static str {
        let mut id = Id::new();
        let written = write!(id, "{area}-{code}");
        written.ok().and_then(|()| self.find(id.as_str())).unwrap_or_default()
    }

    fn of_code(self, area: &str, code: &str, ending: &str) -> Option<&'static str> {
        let mut id = Id::new();
        [area, "-", code, ending].into_iter().try_for_each(|part| id.write_str(part)).ok()?;
        self.find(id.as_str())
    }

    fn find(self, id: &str) -> Option<&'static str> {
        PLACES.get(id).map(|at| texts::FIXED[*at].1[self.locale as usize])
    }
}

/// The index of sentences without variables. A page looks up more than a hundred.
static PLACES: LazyLock<FxHashMap<&'static str, usize>> =
    LazyLock::new(|| texts::FIXED.iter().enumerate().map(|(at, (id, _))| (*id, at)).collect());

/// The longest id that is looked up in parts, in bytes.
const LONGEST_ID: usize = 96;

/// An id that is made of parts, without an allocation.
struct Id {
    bytes: [u8; LONGEST_ID],
    length: usize,
}

impl Id {
    const fn new() -> Self {
        Self { bytes: [0; LONGEST_ID], length: 0 }
    }

    fn as_str(&self) -> &str {
        // Only whole texts are written.
        str::from_utf8(&self.bytes[..self.length]).unwrap_or_default()
    }
}

impl fmt::Write for Id {
    fn write_str(&mut self, part: &str) -> fmt::Result {
        let end = self.length + part.len();
        let place = self.bytes.get_mut(self.length..end).ok_or(fmt::Error)?;
        place.copy_from_slice(part.as_bytes());
        for byte in place {
            if *byte == b'_' {
                *byte = b'-';
            }
        }
        self.length = end;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_can_be_looked_up_in_parts() {
        let longest = texts::FIXED.iter().map(|(id, _)| id.len()).max();
        assert!(longest.is_some_and(|longest| longest <= LONGEST_ID), "{longest:?}");
    }

    #[test]
    fn a_code_without_a_name_is_its_own() {
        let texts = Texts::of(Locale::En);
        assert_eq!(texts.name_of("outcome", "not_affected"), texts.outcome_not_affected());
        assert_eq!(texts.name_of("outcome", "no_such_code"), "no_such_code");
        assert_eq!(texts.meaning_of("outcome", "no_such_code"), "");
        assert_eq!(
            texts.name_in("outcome", format_args!("not_{}", "affected")),
            texts.outcome_not_affected()
        );
        assert_eq!(texts.name_in("outcome", "x".repeat(200)), "");
    }
}
