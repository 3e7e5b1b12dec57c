//! The errors of a form about people and accounts, in words: for the summary and next to each field.

use askama::Template;
use varsel_app::intake::{Problem, ProblemKind};
use varsel_app::{AppError, password};
use varsel_locale::Texts;

use super::zones;
use crate::failure::Failure;

/// Fields with what is wrong with them, in the reader's language; and the controls that show it.
pub(crate) struct Problems {
    t: Texts,
    found: Vec<(String, String)>,
}

impl Problems {
    /// Starts without any.
    pub(crate) const fn none(t: Texts) -> Self {
        Self { t, found: Vec::new() }
    }

    /// Puts problems of a use case into words.
    pub(crate) fn of(t: Texts, found: &[Problem]) -> Self {
        Self { t, found: found.iter().map(|p| (p.field.clone(), words(t, &p.field, &p.kind))).collect() }
    }

    /// Adds one.
    pub(crate) fn add(&mut self, field: &str, words: impl Into<String>) {
        self.found.push((field.to_owned(), words.into()));
    }

    /// Takes the outcome of a check: wrong fields are added, other failures are handed back.
    pub(crate) fn check<T>(&mut self, made: Result<T, AppError>) -> Result<Option<T>, Failure> {
        match made {
            Ok(made) => Ok(Some(made)),
            Err(AppError::Invalid(found)) => {
                self.found.extend(Self::of(self.t, &found).found);
                Ok(None)
            }
            Err(other) => Err(other.into()),
        }
    }

    /// Returns the texts of the reader's language.
    pub(crate) const fn text(&self) -> Texts {
        self.t
    }

    pub(crate) fn any(&self) -> bool {
        !self.found.is_empty()
    }

    /// Returns what is wrong with a field.
    pub(crate) fn at(&self, field: &str) -> Option<&str> {
        self.found.iter().find(|(found, _)| found == field).map(|(_, words)| words.as_str())
    }

    /// Shows the summary at the top of the page.
    pub(crate) fn summary(&self) -> Summary<'_> {
        Summary { t: self.t, count: i64::try_from(self.found.len()).unwrap_or(i64::MAX), found: &self.found }
    }

    /// Shows what is wrong with a field, to stand between its label and its control.
    pub(crate) fn message<'a>(&'a self, field: &'a str) -> Message<'a> {
        Message { t: self.t, field, words: self.at(field) }
    }

    /// Shows a field of one line.
    pub(crate) fn input<'a>(
        &'a self,
        field: &'a str,
        kind: &'a str,
        autocomplete: &'a str,
        label: &'a str,
        hint: &'a str,
        value: &'a str,
    ) -> Input<'a> {
        Input { message: self.message(field), field, kind, autocomplete, label, hint, value }
    }

    /// Shows the choice of a time zone.
    pub(crate) fn zone<'a>(&'a self, zone: &'a str) -> Zone<'a> {
        Zone { t: self.t, message: self.message("zone"), chosen: zone }
    }

    /// Shows the choice of a role, each with what it can do; `area` names the texts that say so.
    pub(crate) fn roles<'a>(&self, area: &'a str, codes: &'a [&'static str], chosen: &'a str) -> Roles<'a> {
        Roles { t: self.t, area, codes, chosen }
    }
}

/// The summary of a form's problems; nothing without any.
#[derive(Template)]
#[template(path = "parts/account_summary.html")]
pub(crate) struct Summary<'a> {
    t: Texts,
    count: i64,
    found: &'a [(String, String)],
}

/// What is wrong with a field; nothing if it is right.
#[derive(Template)]
#[template(
    source = "{% if let Some(words) = words %}<p class=\"error-message\" id=\"{{ field }}-e\">{{ crate::assets::icon::ALERT }}<span class=\"sr-only\">{{ t.account_error() }}</span> {{ words }}</p>{% endif %}",
    ext = "html"
)]
pub(crate) struct Message<'a> {
    t: Texts,
    field: &'a str,
    words: Option<&'a str>,
}

/// A field of one line.
#[derive(Template)]
#[template(path = "parts/account_input.html")]
pub(crate) struct Input<'a> {
    message: Message<'a>,
    field: &'a str,
    kind: &'a str,
    autocomplete: &'a str,
    label: &'a str,
    hint: &'a str,
    value: &'a str,
}

impl Input<'_> {
    fn is_wrong(&self) -> bool {
        self.message.words.is_some()
    }
}

/// The choice of a time zone.
#[derive(Template)]
#[template(path = "parts/account_zone.html")]
pub(crate) struct Zone<'a> {
    t: Texts,
    message: Message<'a>,
    chosen: &'a str,
}

impl Zone<'_> {
    fn is_wrong(&self) -> bool {
        self.message.words.is_some()
    }

    fn is_chosen(&self, name: &str) -> bool {
        self.chosen == name
    }

    fn is_listed(&self) -> bool {
        zones::is_listed(self.chosen)
    }

    fn regions() -> &'static [zones::Region] {
        zones::by_region()
    }
}

/// The choice of a role.
#[derive(Template)]
#[template(path = "parts/account_roles.html")]
pub(crate) struct Roles<'a> {
    t: Texts,
    area: &'a str,
    codes: &'a [&'static str],
    chosen: &'a str,
}

impl Roles<'_> {
    fn is_chosen(&self, code: &str) -> bool {
        self.chosen == code
    }
}

fn words(t: Texts, field: &str, kind: &ProblemKind) -> String {
    match (kind, field) {
        (ProblemKind::Missing, "email") => t.account_wrong_no_email().to_owned(),
        (ProblemKind::Missing, "name") => t.account_wrong_no_name().to_owned(),
        (ProblemKind::Missing, "scopes") => t.account_wrong_no_scope().to_owned(),
        (ProblemKind::NotAsked, "scopes") => t.account_wrong_scope_alone().to_owned(),
        (ProblemKind::Missing, "current") => t.account_wrong_no_current().to_owned(),
        (ProblemKind::Missing, _) => t.account_wrong_no_password().to_owned(),
        (ProblemKind::TooLong { max, actual }, _) => {
            t.account_wrong_too_long(*max, i64::try_from(actual.saturating_sub(*max)).unwrap_or(i64::MAX))
        }
        (ProblemKind::ControlCharacter { at }, _) => t.account_wrong_control_character(*at),
        (ProblemKind::BadEmail, _) => t.account_wrong_email().to_owned(),
        (ProblemKind::WeakPassword, _) => t.account_wrong_weak(password::MIN_LENGTH),
        (ProblemKind::WrongPassword, _) => t.account_wrong_current().to_owned(),
        (ProblemKind::OutOfRange { min, max }, _) => t.account_wrong_range(*max, *min),
        (ProblemKind::UnknownZone { .. }, _) => t.account_wrong_zone().to_owned(),
        (ProblemKind::UnknownPublisher, _) => t.account_wrong_publisher().to_owned(),
        (ProblemKind::Taken, _) => t.account_wrong_taken().to_owned(),
        _ => t.account_wrong_choice().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use varsel_locale::Locale;

    #[test]
    fn a_problem_stands_at_its_field_in_the_readers_language() {
        let found = [Problem { field: "password".to_owned(), kind: ProblemKind::WeakPassword }];
        let (en, sv) =
            (Problems::of(Texts::of(Locale::En), &found), Problems::of(Texts::of(Locale::Sv), &found));
        assert!(en.any());
        assert!(en.at("name").is_none());
        assert!(en.at("password").unwrap().contains("12"));
        assert_ne!(en.at("password"), sv.at("password"));
    }
}
