//! In which order names stand in a list: as readers of a language look for them.

use std::cmp::Ordering;

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::{Locale as Tag, locale};

use crate::{Locale, Texts};

impl Texts {
    /// Sorts a list by names: Å, Ä and Ö come after Z in Swedish, and with A and O in English. Names that differ by nothing that the
    /// language orders by stand in the order of their characters.
    pub fn sort_by_name<T>(self, list: &mut [T], name: impl Fn(&T) -> &str) {
        let collator = collator(self.locale());
        list.sort_by(|one, other| {
            let (one, other) = (name(one), name(other));
            let ordered = collator.as_ref().map_or(Ordering::Equal, |collator| collator.compare(one, other));
            ordered.then_with(|| one.cmp(other))
        });
    }
}

/// Returns the rules of a language (CLDR), which are compiled in.
fn collator(locale: Locale) -> Option<CollatorBorrowed<'static>> {
    const EN: Tag = locale!("en");
    const SV: Tag = locale!("sv");
    let tag = match locale {
        Locale::En => EN,
        Locale::Sv => SV,
    };
    Collator::try_new((&tag).into(), CollatorOptions::default()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(locale: Locale, names: &[&'static str]) -> Vec<&'static str> {
        let mut names = names.to_vec();
        Texts::of(locale).sort_by_name(&mut names, |name| name);
        names
    }

    #[test]
    fn names_stand_where_readers_look_for_them() {
        let names = [
            "Zeta", "Åsa", "Ärla", "Östen", "anders", "Ada", "Émile", "vera", "Wallin", "李", "7-Zip", "ada",
        ];
        assert_eq!(
            sorted(Locale::Sv, &names),
            [
                "7-Zip", "ada", "Ada", "anders", "Émile", "vera", "Wallin", "Zeta", "Åsa", "Ärla", "Östen",
                "李"
            ]
        );
        assert_eq!(
            sorted(Locale::En, &names),
            [
                "7-Zip", "ada", "Ada", "anders", "Ärla", "Åsa", "Émile", "Östen", "vera", "Wallin", "Zeta",
                "李"
            ]
        );
    }

    #[test]
    fn every_language_has_rules() {
        for locale in Locale::ALL {
            assert!(collator(locale).is_some(), "{}", locale.tag());
        }
    }

    #[test]
    fn however_a_name_is_composed_it_stands_in_one_place() {
        assert_eq!(sorted(Locale::Sv, &["Zeta", "A\u{30a}sa", "Ada"]), ["Ada", "Zeta", "A\u{30a}sa"]);
    }
}
