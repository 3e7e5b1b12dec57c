//! The catalogue: publishers, their offers, and who holds them; browsing and editing.

mod offers;
mod publishers;

use jiff::Timestamp;
use varsel_app::intake::{Problem, ProblemKind};
use varsel_locale::Texts;

pub(crate) use self::offers::{
    add as add_offer, edit as edit_offer, form as offer_form, new as new_offer, show as offer,
};
pub(crate) use self::publishers::{
    add as add_publisher, edit as edit_publisher, form as publisher_form, invite, list as publishers,
    new as new_publisher, show as publisher,
};

/// A problem of a form: the id of the field, and the sentence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct FieldProblem {
    pub(crate) field: &'static str,
    pub(crate) sentence: String,
}

/// Finds the sentence beside a field.
fn beside<'a>(problems: &'a [FieldProblem], field: &str) -> Option<&'a str> {
    problems.iter().find(|problem| problem.field == field).map(|problem| problem.sentence.as_str())
}

/// The fields of these pages.
const FIELDS: [&str; 9] =
    ["key", "name", "website", "country", "kind", "listing", "plans", "versions", "email"];

/// Turns problems into sentences for the fields of these pages. Lists have one field each: a problem of one of their lines
/// names the line.
fn sentences(t: Texts, problems: &[Problem]) -> Vec<FieldProblem> {
    let mut told: Vec<FieldProblem> = Vec::new();
    for problem in problems {
        let (name, line) = match problem.field.split_once('.') {
            Some((name, place)) => (name, place.parse::<i64>().ok().map(|place| place + 1)),
            None => (problem.field.as_str(), None),
        };
        let field = FIELDS.into_iter().find(|field| *field == name).unwrap_or("name");
        let sentence = sentence(t, field, &problem.kind);
        let sentence = match line {
            Some(line) => t.catalogue_in_line(line, sentence),
            None => sentence,
        };
        told.push(FieldProblem { field, sentence });
    }
    told
}

fn sentence(t: Texts, field: &str, kind: &ProblemKind) -> String {
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    match (kind, field) {
        (ProblemKind::Missing, "key") => t.catalogue_key_missing().to_owned(),
        (ProblemKind::Missing, "email") => t.catalogue_email_missing().to_owned(),
        (ProblemKind::Missing, _) => t.catalogue_name_missing().to_owned(),
        (ProblemKind::TooLong { max, .. }, _) => t.catalogue_too_long(number(*max)),
        (ProblemKind::ControlCharacter { .. }, _) => t.catalogue_control().to_owned(),
        (ProblemKind::NotOneOf { .. }, _) => t.catalogue_choose().to_owned(),
        (ProblemKind::TooMany { max }, _) => t.catalogue_too_many(number(*max)),
        (ProblemKind::BadEmail, _) => t.catalogue_email_bad().to_owned(),
        (ProblemKind::Taken, "key") => t.catalogue_key_taken().to_owned(),
        (ProblemKind::Taken, "email") => t.catalogue_email_taken().to_owned(),
        (ProblemKind::Taken, _) => t.catalogue_line_twice().to_owned(),
        (_, "key") => t.catalogue_key_bad().to_owned(),
        (_, "website") => t.catalogue_website_bad().to_owned(),
        (_, "country") => t.catalogue_country_bad().to_owned(),
        _ => t.catalogue_not_understood().to_owned(),
    }
}

/// Writes the change that a person has before them, for the form to carry.
fn seen_text(updated: Timestamp) -> String {
    updated.as_microsecond().to_string()
}

/// Parses it. A form without it is treated as one that has seen nothing.
fn read_seen(text: &str) -> Timestamp {
    text.parse().ok().and_then(|at| Timestamp::from_microsecond(at).ok()).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Returns the value of a parameter of an address.
fn parameter(query: Option<&str>, name: &str) -> Option<String> {
    let found = form_urlencoded::parse(query.unwrap_or_default().as_bytes()).find(|(found, _)| found == name);
    found
        .map(|(_, value)| value.trim().chars().take(120).collect::<String>())
        .filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use varsel_locale::Locale;

    use super::*;

    #[test]
    fn every_problem_has_a_field_and_a_sentence() {
        let t = Texts::of(Locale::En);
        let problem = |field: &str, kind| Problem { field: field.to_owned(), kind };
        let told = sentences(
            t,
            &[
                problem("key", ProblemKind::Taken),
                problem("plans.2", ProblemKind::TooLong { max: 120, actual: 130 }),
                problem("country", ProblemKind::Malformed { accepted: String::new() }),
            ],
        );
        assert_eq!(told.iter().map(|p| p.field).collect::<Vec<_>>(), ["key", "plans", "country"]);
        assert!(told[1].sentence.contains("Line 3"), "{}", told[1].sentence);
        assert_eq!(beside(&told, "country"), Some(told[2].sentence.as_str()));
        assert_eq!(beside(&told, "website"), None);
    }

    #[test]
    fn the_change_that_was_seen_comes_back() {
        let at: Timestamp = "2026-11-23T08:00:00.123456Z".parse().unwrap();
        assert_eq!(read_seen(&seen_text(at)), at);
        assert_eq!(read_seen(""), Timestamp::UNIX_EPOCH);
    }

    #[test]
    fn parameters_are_read_with_bounds() {
        assert_eq!(parameter(Some("name=+Fab+&after=x"), "name").as_deref(), Some("Fab"));
        assert_eq!(parameter(Some("name=+"), "name"), None);
        assert_eq!(parameter(None, "name"), None);
    }
}
