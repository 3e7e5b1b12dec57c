//! The frame of every page: language, colour scheme, signed-in person, navigation, and the format of times.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use varsel_core::permission::Action;
use varsel_locale::{Locale, Texts};

use crate::ask::Ask;
use crate::assets;
use crate::logo::Logo;
use crate::web::{Visitor, Web};

/// The navigation entry of a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Section {
    None,
    Cases,
    Organisation,
    Queue,
    Catalogue,
    People,
    Rules,
    Promises,
    Calendar,
    Jobs,
    Search,
}

/// The signed-in person, as shown in the top bar.
pub(crate) struct Account {
    pub(crate) name: String,
    pub(crate) email: String,
    /// The organisation, or the desk.
    pub(crate) side: String,
    pub(crate) csrf: String,
}

/// An entry of the navigation.
pub(crate) struct Entry {
    pub(crate) href: &'static str,
    pub(crate) label: &'static str,
    /// The shortcut key after `g`.
    pub(crate) key: &'static str,
    pub(crate) current: bool,
}

/// The frame of a page. Templates read texts from `t` and times through the methods here.
pub(crate) struct Chrome {
    pub(crate) t: Texts,
    pub(crate) title: String,
    pub(crate) marketplace: String,
    /// The path of the marketplace's logo.
    pub(crate) logo: Option<String>,
    pub(crate) theme: &'static str,
    pub(crate) account: Option<Account>,
    pub(crate) entries: Vec<Entry>,
    /// `portal` or `desk`.
    pub(crate) face: &'static str,
    pub(crate) asset_base: String,
    pub(crate) has_accent: bool,
    /// Whether the reader can search in cases.
    pub(crate) may_search: bool,
    /// The page that the language and colour forms return to.
    pub(crate) here: String,
    pub(crate) now: Timestamp,
    pub(crate) zone: TimeZone,
    pub(crate) desk_zone: TimeZone,
    pub(crate) desk_address: Option<String>,
    /// The id of the form that submits a choice of language together with what was typed; empty if a page has none.
    pub(crate) saving_form: &'static str,
    /// Whether single keys are commands.
    pub(crate) single_keys: bool,
    /// The number of the case whose marking stands on every sheet when the page is printed; empty for pages about no case.
    pub(crate) paper: String,
}

impl Chrome {
    /// Creates the frame of a page for a signed-in person.
    pub(crate) fn new(
        web: &Web,
        ask: &Ask,
        visitor: &Visitor,
        section: Section,
        title: impl Into<String>,
    ) -> Self {
        let t = visitor.texts;
        let is_desk = visitor.is_desk();
        let mut entries = Vec::new();
        let mut entry = |shown: bool, of: Section, href, label, key| {
            if shown {
                entries.push(Entry { href, label, key, current: section == of });
            }
        };
        entry(!is_desk, Section::Cases, "/", t.nav_cases(), t.key_cases());
        entry(!is_desk, Section::Organisation, "/organisation", t.nav_organisation(), t.key_organisation());
        entry(visitor.may(Action::ReadQueue), Section::Queue, "/desk", t.nav_queue(), t.key_queue());
        entry(visitor.may(Action::ReadQueue), Section::Rules, "/desk/rules", t.nav_rules(), t.key_rules());
        entry(
            visitor.may(Action::ReadQueue),
            Section::Promises,
            "/desk/promises",
            t.nav_promises(),
            t.key_promises(),
        );
        entry(
            visitor.may(Action::ReadQueue),
            Section::Calendar,
            "/desk/calendar",
            t.nav_calendar(),
            t.key_calendar(),
        );
        entry(
            visitor.may(Action::ReadCatalogue),
            Section::Catalogue,
            "/catalogue",
            t.nav_catalogue(),
            t.key_catalogue(),
        );
        entry(visitor.may(Action::ManagePeople), Section::People, "/people", t.nav_people(), t.key_people());
        entry(visitor.may(Action::ManageJobs), Section::Jobs, "/jobs", t.nav_jobs(), t.key_jobs());
        let side = match &visitor.signed.organisation {
            Some((_, name, _)) if !is_desk => name.clone(),
            _ => t.nav_desk_of(&web.settings().marketplace),
        };
        let account = Account {
            name: visitor.signed.name.clone(),
            email: visitor.signed.email.clone(),
            side,
            csrf: visitor.csrf.clone(),
        };
        let theme = match visitor.signed.theme.as_str() {
            "light" => "light",
            "dark" => "dark",
            _ => "auto",
        };
        Self {
            account: Some(account),
            entries,
            face: if is_desk { "desk" } else { "portal" },
            may_search: visitor.may(Action::ReadCase),
            theme,
            zone: visitor.zone.clone(),
            now: visitor.now,
            single_keys: visitor.signed.single_keys,
            ..Self::bare(web, ask, t, title.into())
        }
    }

    /// Creates the frame of a page for anyone.
    pub(crate) fn guest(web: &Web, ask: &Ask, title: impl Into<String>) -> Self {
        Self::bare(web, ask, Texts::of(ask.locale), title.into())
    }

    fn bare(web: &Web, ask: &Ask, t: Texts, title: String) -> Self {
        let settings = web.settings();
        Self {
            t,
            title,
            marketplace: settings.marketplace.clone(),
            logo: web.logo().map(Logo::path),
            theme: ask.theme,
            account: None,
            entries: Vec::new(),
            face: "portal",
            asset_base: format!("/assets/{}", assets::HASH),
            has_accent: settings.accent.is_some(),
            may_search: false,
            here: ask.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
            now: (web.surroundings().clock)(),
            zone: web.desk_zone().clone(),
            desk_zone: web.desk_zone().clone(),
            desk_address: settings.desk_address.clone(),
            saving_form: "",
            single_keys: true,
            paper: String::new(),
        }
    }

    /// Returns the tag of the page's language.
    pub(crate) fn lang(&self) -> &'static str {
        self.t.locale().tag()
    }

    /// Returns whether the page is in this language.
    pub(crate) fn is_lang(&self, tag: &str) -> bool {
        self.t.locale() == Locale::from_tag(tag).unwrap_or_default()
    }

    /// Returns the secret that forms carry; empty for guests.
    pub(crate) fn csrf(&self) -> &str {
        self.account.as_ref().map_or("", |account| &account.csrf)
    }

    /// Writes a time in the reader's zone: "Fri 27 Nov, 18:30".
    pub(crate) fn when(&self, at: &Timestamp) -> String {
        varsel_locale::format::instant(self.t, *at, &self.zone, self.now)
    }

    /// Writes a time in the reader's zone with its city, and in the desk's zone if that differs.
    pub(crate) fn when_by_city(&self, at: &Timestamp) -> String {
        varsel_locale::format::instant_in_both(self.t, *at, &self.zone, &self.desk_zone, self.now)
    }

    /// Writes how long it is until a time, or since: "in 5 h 20 min".
    pub(crate) fn until(&self, at: &Timestamp) -> String {
        varsel_locale::format::until(self.t, self.now, *at)
    }

    /// Writes the time left until a due time, or how late it is.
    pub(crate) fn due(&self, at: &Timestamp) -> String {
        if *at < self.now {
            self.t.time_missed_by(varsel_locale::format::span(self.t, *at, self.now))
        } else {
            self.until(at)
        }
    }

    /// Writes, for scripts, when a due time becomes urgent.
    #[expect(clippy::unused_self, reason = "templates write times through the chrome")]
    pub(crate) fn soon_at(&self, at: &Timestamp) -> String {
        varsel_locale::format::iso(varsel_locale::format::soon_at(*at))
    }

    /// Returns the name of a code in an area of the texts; templates hand over references of any depth.
    pub(crate) fn name(&self, area: &str, code: impl std::fmt::Display) -> &'static str {
        self.t.name_in(area, code)
    }

    /// Returns the class for the urgency of a time.
    pub(crate) fn mood(&self, at: &Timestamp) -> &'static str {
        match varsel_locale::format::mood(self.now, *at) {
            varsel_locale::format::Mood::Plenty => "plenty",
            varsel_locale::format::Mood::Soon => "soon",
            varsel_locale::format::Mood::Missed => "missed",
        }
    }

    /// Writes the day of a time in the reader's zone: "27 Nov 2026".
    pub(crate) fn day(&self, at: &Timestamp) -> String {
        varsel_locale::format::day(self.t, *at, &self.zone)
    }

    /// Writes a time for the `datetime` attribute.
    #[expect(clippy::unused_self, reason = "templates write all times through the chrome")]
    pub(crate) fn iso(&self, at: &Timestamp) -> String {
        varsel_locale::format::iso(*at)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_key_means_two_things_in_one_place() {
        for locale in Locale::ALL {
            let t = Texts::of(locale);
            let list = ["j", "k", "o", "x", "/", "?", "g", t.key_assign()];
            let case = [
                "/",
                "?",
                "g",
                t.key_reply(),
                t.key_note(),
                t.key_question(),
                t.key_assign(),
                t.key_acknowledge(),
                t.key_assess(),
                t.key_report(),
                t.key_back(),
            ];
            let own_case = ["?", "g", t.key_reply(), t.key_message(), t.key_report()];
            let home = ["?", "g", t.key_new()];
            let go = [
                t.key_queue(),
                t.key_rules(),
                t.key_promises(),
                t.key_calendar(),
                t.key_catalogue(),
                t.key_people(),
                t.key_jobs(),
            ];
            let own_go = [t.key_cases(), t.key_organisation()];
            for place in [&list[..], &case, &own_case, &home, &go, &own_go] {
                let distinct: BTreeSet<&str> = place.iter().copied().collect();
                assert_eq!(distinct.len(), place.len(), "{}: {place:?}", locale.tag());
                assert!(place.iter().all(|key| key.chars().count() == 1), "{}: {place:?}", locale.tag());
            }
        }
    }
}
