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

use std::cmp::Ordering;

pub mod describe;
pub mod format;
mod locale;

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
        self.find(|found| found.cmp(id))
    }

    /// Finds the name of a code: the sentence `area-code`, with dashes for underscores; the code itself if there is none.
    pub fn name_of(self, area: &str, code: &'static str) -> &'static str {
        let wanted = || {
            let code = code.bytes().map(|byte| if byte == b'_' { b'-' } else { byte });
            area.bytes().chain([b'-']).chain(code)
        };
        self.find(|found| found.bytes().cmp(wanted())).unwrap_or(code)
    }

    fn find(self, order: impl Fn(&str) -> Ordering) -> Option<&'static str> {
        let at = texts::FIXED.binary_search_by(|(found, _)| order(found)).ok()?;
        Some(texts::FIXED[at].1[self.locale as usize])
    }
}
