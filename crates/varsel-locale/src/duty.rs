//! Laws and contracts in words: their data speaks English and Swedish itself.

use varsel_core::clock::obligation::{Regime, Stage};

use crate::{Locale, Texts};

/// Chooses between English and Swedish.
pub fn choose(t: Texts, (en, sv): (&'static str, &'static str)) -> &'static str {
    if t.locale() == Locale::Sv && !sv.is_empty() { sv } else { en }
}

/// Names a regime; one that is no longer known by its id.
pub fn regime(t: Texts, id: &str) -> &str {
    Regime::find(id).map_or(id, |regime| choose(t, regime.name))
}

/// Names a stage; one that is no longer known by its id.
pub fn stage(t: Texts, id: &str) -> &str {
    Stage::find(id).map_or(id, |stage| choose(t, stage.stage))
}

/// Says what an anchor is: "became aware".
pub fn anchor(t: Texts, name: &str) -> &str {
    match t.name_in("anchor", name.replace('_', "-")) {
        "" => name,
        named => named,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_anchor_is_named_in_every_language() {
        for locale in Locale::ALL {
            for name in Regime::all().iter().flat_map(Regime::anchors) {
                let named = Texts::of(locale).name_in("anchor", name.replace('_', "-"));
                assert_ne!(named, "", "{name} in {locale:?}");
            }
        }
    }
}
