//! The texts as pages meet them: plurals, look-up by id, and a name for every code of the domain.

use varsel_core::case::{Category, Duty, FactKind, FactStatus, Outcome, StageKind, WaitingOn};
use varsel_core::catalogue::{Listing, OfferKind};
use varsel_core::clock::ClockKind;
use varsel_core::coded::Coded;
use varsel_core::permission::{DeskRole, Party, PublisherRole};
use varsel_core::score::{Priority, Severity};
use varsel_core::tlp::Tlp;
use varsel_locale::{KEYS, Locale, Texts};

const EN: Texts = Texts::of(Locale::En);
const SV: Texts = Texts::of(Locale::Sv);

#[test]
fn plurals_follow_the_number() {
    for (n, en, sv) in [
        (0, "0 days", "0 dagar"),
        (1, "1 day", "1 dag"),
        (2, "2 days", "2 dagar"),
        (-1, "\u{2212}1 day", "\u{2212}1 dag"),
        (21, "21 days", "21 dagar"),
        (1_000, "1,000 days", "1\u{202F}000 dagar"),
    ] {
        assert_eq!(EN.time_days(n), en);
        assert_eq!(SV.time_days(n), sv);
    }
}

#[test]
fn texts_are_found_by_id() {
    assert_eq!(EN.get("action-save"), Some(EN.action_save()));
    assert_eq!(SV.get("action-save"), Some("Spara"));
    assert_eq!(SV.get("time-mon.long"), Some("måndag"));
    assert_eq!(EN.get("time-days"), None, "it has a variable");
    assert_eq!(EN.get("action"), None);
    assert_eq!(EN.get(""), None);
    assert_eq!(SV.name_of("kind", "machine_image"), SV.kind_machine_image());
    assert_eq!(EN.name_of("kind", "typewriter"), "typewriter");
}

#[test]
fn keys_are_sorted_and_the_first_and_last_are_found() {
    assert!(KEYS.is_sorted());
    let found: Vec<_> = KEYS.iter().filter(|id| EN.get(id).is_some()).collect();
    assert!(found.len() > 100 && found.len() < KEYS.len());
    assert!(SV.get(found[0]).is_some() && SV.get(found[found.len() - 1]).is_some());
}

/// Checks that every code has a name in every language, and what else is said of it: `area-code-more`.
fn assert_named<T: Coded>(area: &str, more: &[&str]) {
    for code in T::ALL.iter().map(|coded| coded.code().replace('_', "-")) {
        let name = format!("{area}-{code}");
        let ids = more.iter().map(|more| format!("{name}-{more}"));
        for id in ids.chain([name.clone()]) {
            assert!(EN.get(&id).is_some() && SV.get(&id).is_some(), "`{id}` is missing");
        }
    }
}

#[test]
fn every_code_has_a_name() {
    assert_named::<Severity>("severity", &[]);
    assert_named::<Priority>("priority", &[]);
    assert_named::<StageKind>("stage", &[]);
    assert_named::<Category>("category", &["definition", "examples"]);
    assert_named::<Outcome>("outcome", &["meaning"]);
    assert_named::<FactKind>("fact", &[]);
    assert_named::<ClockKind>("target", &[]);
    assert_named::<Duty>("duty", &[]);
    assert_named::<FactStatus>("status", &[]);
    assert_named::<WaitingOn>("waiting", &[]);
    assert_named::<Party>("party", &[]);
    assert_named::<PublisherRole>("role", &[]);
    assert_named::<DeskRole>("role", &[]);
    assert_named::<OfferKind>("kind", &[]);
    assert_named::<Listing>("listing", &[]);
    assert_named::<Tlp>("tlp", &["meaning"]);
}
