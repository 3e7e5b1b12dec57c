//! Every sentence of Varsel, in every language.
//!
//! The sentences stand in `locales/<language>/*.ftl` and are compiled into methods of [`Texts`]: a message that is missing in
//! one language, or whose variables differ, stops the build, and a page that asks for one that does not exist does not compile.

pub mod format;
mod locale;

use std::fmt::{Display, Write as _};

pub use locale::Locale;

/// The sentences in one language.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Texts {
    locale: Locale,
}

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

impl Texts {
    /// Returns the sentences of a language.
    pub const fn of(locale: Locale) -> Self {
        Self { locale }
    }

    /// Returns the language.
    pub const fn locale(self) -> Locale {
        self.locale
    }

    /// Finds a sentence without variables by its id: for codes that are data, as in `severity-` and a code.
    pub fn get(self, id: &str) -> Option<&'static str> {
        let at = FIXED.binary_search_by(|(found, _)| (*found).cmp(id)).ok()?;
        Some(FIXED[at].1[self.locale as usize])
    }

    /// Finds the name of a code: the sentence `area-code`, with dashes for underscores; the code itself if there is none.
    pub fn name_of(self, area: &str, code: &'static str) -> &'static str {
        let id = format!("{area}-{}", code.replace('_', "-"));
        self.get(&id).unwrap_or(code)
    }
}
