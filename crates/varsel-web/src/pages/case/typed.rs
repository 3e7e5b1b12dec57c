//! The contents of a form of the case page, and its errors: nothing typed is ever lost.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use varsel_app::AppError;
use varsel_app::intake::{Problem, ProblemKind, local_instant};
use varsel_core::coded::Coded;
use varsel_core::refusal::Refusal;
use varsel_core::text::{Line, Prose};
use varsel_locale::Texts;

use crate::form::Form;

/// A sentence about a field.
#[derive(Clone, Debug)]
pub(super) struct Said {
    /// The field's id on the page.
    pub(super) id: String,
    /// The error.
    pub(super) text: String,
}

/// A form that comes back to its page.
#[derive(Clone, Default, Debug)]
pub(super) struct Typed {
    /// Which form it is: the noun of its URL, with the question's number for an answer.
    key: String,
    form: Form,
    /// What is wrong, in the order of the fields.
    pub(super) said: Vec<Said>,
}

impl Typed {
    pub(super) fn new(key: &str, form: Form) -> Self {
        Self { key: key.to_owned(), form, said: Vec::new() }
    }

    /// Returns whether it is this form that comes back.
    pub(super) fn is(&self, key: &str) -> bool {
        self.key == key
    }

    /// Returns what a field of a form held, or what it holds at first.
    pub(super) fn value<'a>(&'a self, key: &str, name: &str, first: &'a str) -> &'a str {
        if self.key == key && self.form.has(name) { self.form.get(name) } else { first }
    }

    /// Returns whether a choice of a form is taken.
    pub(super) fn chosen(&self, key: &str, name: &str, value: &str, first: &str) -> bool {
        self.value(key, name, first) == value
    }

    /// Returns what is wrong with a field; empty when nothing is.
    pub(super) fn error(&self, key: &str, name: &str) -> &str {
        let fits = |said: &&Said| said.id.strip_prefix(key).and_then(|id| id.strip_prefix('-')) == Some(name);
        if self.key == key { self.said.iter().find(fits).map_or("", |said| &said.text) } else { "" }
    }

    /// Returns how far the page that the form stood on was read: the time of its newest entry, in microseconds.
    pub(super) fn seen(&self) -> Option<i64> {
        self.form.get("seen").parse().ok()
    }

    /// Returns everything that was typed at length, whichever form it was: what the conflict panel shows.
    pub(super) fn words(&self) -> String {
        let texts = ["body", "message", "sentence", "reason", "severity_reason", "priority_reason", "note"]
            .iter()
            .map(|name| self.form.get(name).trim())
            .filter(|text| !text.is_empty());
        texts.collect::<Vec<_>>().join("\n\n")
    }

    /// Adds what is wrong with the fields.
    pub(super) fn tell(&mut self, t: Texts, problems: &[Problem]) {
        for problem in problems {
            self.said.push(Said {
                id: format!("{}-{}", self.key, problem.field),
                text: sentence(t, &problem.field, &problem.kind),
            });
        }
    }

    /// Says something of a field.
    pub(super) fn say(&mut self, field: &str, text: String) {
        self.said.push(Said { id: format!("{}-{field}", self.key), text });
    }

    /// Adds a refusal, at the field that it is about.
    pub(super) fn refuse(&mut self, refusal: &Refusal, text: String) {
        let field = match refusal {
            Refusal::DueInThePast | Refusal::FarAway => "due_date",
            Refusal::DateNeeded => "until",
            Refusal::OriginalNeeded => "original",
            Refusal::NotAssessed | Refusal::PublishersToWithdraw => "outcome",
            Refusal::SeverityNeeded => "severity",
            Refusal::LinkToItself if self.key != "links" => "original",
            Refusal::LinkToItself => "number",
            _ => self.first_field(),
        };
        self.say(field, text);
    }

    /// Says something of the form as a whole, at the field that it begins with.
    pub(super) fn say_of_all(&mut self, text: String) {
        self.say(self.first_field(), text);
    }

    fn first_field(&self) -> &'static str {
        match self.key.as_str() {
            "assessment" => "severity",
            "facts" => "status",
            "category" => "to",
            "links" => "number",
            "owner" => "owner",
            "withdrawal" => "reason",
            _ => "body",
        }
    }
}

fn sentence(t: Texts, field: &str, kind: &ProblemKind) -> String {
    match kind {
        ProblemKind::Missing => match field {
            "severity" => t.case_problem_severity(),
            "priority" => t.case_problem_priority(),
            "outcome" => t.case_problem_outcome(),
            "fact" => t.case_problem_fact(),
            "status" => t.case_problem_status(),
            "to" => t.case_problem_category(),
            "relation" => t.case_problem_relation(),
            "severity_reason" => t.case_problem_severity_reason(),
            "priority_reason" => t.case_problem_priority_reason(),
            "sentence" => t.case_problem_sentence(),
            "applies" => t.duties_problem_applies(),
            "evidence" => t.duties_problem_evidence(),
            "reference" => t.duties_problem_reference(),
            "incomplete" => t.duties_problem_incomplete(),
            "reason" => t.case_problem_reason(),
            "due_date" | "due_time" => t.case_problem_date(),
            "number" | "original" => t.case_problem_number(),
            _ => t.case_problem_empty(),
        }
        .to_owned(),
        ProblemKind::TooLong { max, actual } => t.case_problem_too_long(
            i64::try_from(*actual).unwrap_or(i64::MAX),
            i64::try_from(*max).unwrap_or(i64::MAX),
        ),
        ProblemKind::ControlCharacter { at } => t.case_problem_character(at),
        ProblemKind::BadInstant if field == "instant_year" => t.duties_problem_year().to_owned(),
        ProblemKind::BadInstant => t.case_problem_date().to_owned(),
        ProblemKind::SkippedTime { next } => t.problem_skipped_time(next.strftime("%H:%M")),
        ProblemKind::NotOneOf { .. } if matches!(field, "number" | "original") => {
            t.case_problem_no_such_case().to_owned()
        }
        ProblemKind::NotOneOf { .. } => t.case_problem_choose().to_owned(),
        _ if matches!(field, "number" | "original") => t.case_problem_number().to_owned(),
        _ => t.case_problem_other().to_owned(),
    }
}

/// Parses a form into the domain's types and collects its errors.
pub(super) struct Fields<'a> {
    form: &'a Form,
    problems: Vec<Problem>,
}

impl<'a> Fields<'a> {
    pub(super) const fn of(form: &'a Form) -> Self {
        Self { form, problems: Vec::new() }
    }

    fn problem(&mut self, field: &str, kind: ProblemKind) {
        self.problems.push(Problem { field: field.to_owned(), kind });
    }

    /// Reads a text.
    pub(super) fn text<const MAX: usize>(&mut self, name: &str) -> Option<Prose<MAX>> {
        Prose::new(self.form.get(name)).map_err(|error| self.problem(name, error.into())).ok()
    }

    /// Reads a line.
    pub(super) fn line<const MAX: usize>(&mut self, name: &str) -> Option<Line<MAX>> {
        Line::new(self.form.get(name)).map_err(|error| self.problem(name, error.into())).ok()
    }

    /// Reads a text that can be left out.
    pub(super) fn optional<const MAX: usize>(&mut self, name: &str) -> Option<Prose<MAX>> {
        if self.form.get(name).trim().is_empty() { None } else { self.text(name) }
    }

    /// Reads a code.
    pub(super) fn code<T: Coded>(&mut self, name: &str) -> Option<T> {
        match self.form.get(name) {
            "" => {
                self.problem(name, ProblemKind::Missing);
                None
            }
            code => match T::from_code(code) {
                Ok(value) => Some(value),
                Err(error) => {
                    self.problem(name, ProblemKind::NotOneOf { accepted: error.accepted });
                    None
                }
            },
        }
    }

    /// Reads one of some words.
    pub(super) fn choice(&mut self, name: &str, among: &[&'static str]) -> Option<&'static str> {
        let found = among.iter().copied().find(|word| *word == self.form.get(name));
        if found.is_none() {
            self.problem(name, ProblemKind::Missing);
        }
        found
    }

    /// Reads a day that can be left out.
    pub(super) fn day(&mut self, name: &str) -> Option<Date> {
        let given = self.form.get(name).trim();
        if given.is_empty() {
            return None;
        }
        given.parse().map_err(|_| self.problem(name, ProblemKind::BadInstant)).ok()
    }

    /// Parses a four-digit calendar year into the instant of its end.
    pub(super) fn year(&mut self, name: &str, read: impl Fn(i16) -> Option<Timestamp>) -> Option<Timestamp> {
        let given = self.form.get(name).trim();
        let year = given.parse().ok().filter(|_| given.len() == 4);
        let instant = year.and_then(read);
        if instant.is_none() {
            self.problem(name, ProblemKind::BadInstant);
        }
        instant
    }

    /// Reads a day and a time of day in a zone, from `name_date` and `name_time`.
    pub(super) fn instant(&mut self, name: &str, zone: &TimeZone) -> Option<Timestamp> {
        let (day, hour) = (format!("{name}_date"), format!("{name}_time"));
        let date: Option<Date> = self.form.get(&day).trim().parse().ok();
        let time: Option<Time> = self.form.get(&hour).trim().parse().ok();
        let read = date.zip(time).ok_or(ProblemKind::BadInstant);
        let instant = read.and_then(|(date, time)| local_instant(date, time, zone));
        instant.map_err(|kind| self.problem(if date.is_none() { &day } else { &hour }, kind)).ok()
    }

    /// Returns what was read when all of it is right.
    pub(super) fn all<T>(self, read: Option<T>) -> Result<T, AppError> {
        match read {
            Some(read) if self.problems.is_empty() => Ok(read),
            _ => Err(AppError::Invalid(self.problems)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use varsel_core::case::Outcome;
    use varsel_core::text::{Body, Sentence};

    #[test]
    fn everything_that_is_wrong_is_gathered() {
        let form = Form::parse("body=&outcome=best&until=soon&due_date=2026-11-24&due_time=noon");
        let mut fields = Fields::of(&form);
        let body: Option<Body> = fields.text("body");
        let outcome: Option<Outcome> = fields.code("outcome");
        let until = fields.day("until");
        let due = fields.instant("due", &TimeZone::UTC);
        assert!(body.is_none() && outcome.is_none() && until.is_none() && due.is_none());
        let Err(AppError::Invalid(problems)) = fields.all(Some(())) else { panic!("it is invalid") };
        let named: Vec<&str> = problems.iter().map(|p| p.field.as_str()).collect();
        assert_eq!(named, ["body", "outcome", "until", "due_time"]);
    }

    #[test]
    fn a_due_time_is_read_in_the_desks_zone() {
        let form = Form::parse("due_date=2026-11-24&due_time=17:00&note=");
        let mut fields = Fields::of(&form);
        let due = fields.instant("due", &TimeZone::get("Europe/Stockholm").unwrap());
        assert_eq!(due, Some("2026-11-24T16:00Z".parse().unwrap()));
        let note: Option<Sentence> = fields.optional("note");
        assert!(note.is_none() && fields.all(due).is_ok());
    }

    #[test]
    fn only_the_form_that_was_sent_comes_back_filled() {
        let mut typed = Typed::new("answers-2", Form::parse("body=All+of+them"));
        let missing = Problem { field: "body".to_owned(), kind: ProblemKind::Missing };
        typed.tell(Texts::of(varsel_locale::Locale::En), &[missing]);
        assert_eq!(typed.value("answers-2", "body", ""), "All of them");
        assert_eq!(typed.value("answers-1", "body", "first"), "first");
        assert!(!typed.error("answers-2", "body").is_empty());
        assert!(typed.error("answers-1", "body").is_empty());
    }
}
