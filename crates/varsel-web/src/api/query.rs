//! The query string of a list: known parameters, each at most once, each value checked.

use varsel_app::intake::ProblemKind;
use varsel_core::coded::Coded;

use super::problem::{FieldProblem, FieldProblemKind, Trouble};
use crate::failure::Failure;

/// Maximum number of rows per page.
pub(crate) const MAX_LIMIT: usize = 100;
/// Default number of rows per page.
pub(crate) const DEFAULT_LIMIT: usize = 50;

/// Parses a query string and collects its errors.
pub(crate) struct Query {
    pairs: Vec<(String, String)>,
    problems: Vec<FieldProblem>,
}

impl Query {
    /// Parses the parameters; only `accepted` ones are allowed.
    pub(crate) fn read(query: &str, accepted: &[&str]) -> Self {
        let mut pairs: Vec<(String, String)> = Vec::new();
        let mut problems = Vec::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()).into_owned() {
            let kind = if !accepted.contains(&name.as_str()) {
                FieldProblemKind::Unknown { accepted: accepted.join(", ") }
            } else if pairs.iter().any(|(found, _)| *found == name) {
                FieldProblemKind::Duplicate
            } else {
                pairs.push((name, value));
                continue;
            };
            let shown: String = name.chars().take(60).collect();
            problems.push(FieldProblem::new(&shown, kind));
        }
        Self { pairs, problems }
    }

    /// Returns a parameter as it was sent.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// Records that a parameter's value is invalid.
    pub(crate) fn wrong(&mut self, name: &str, kind: ProblemKind) {
        self.problems.push(FieldProblem::new(name, FieldProblemKind::Value(kind)));
    }

    /// Parses a code.
    pub(crate) fn code<T: Coded>(&mut self, name: &str) -> Option<T> {
        self.with(name, |text| T::from_code(text).map_err(|e| ProblemKind::NotOneOf { accepted: e.accepted }))
    }

    /// Parses the number of rows.
    pub(crate) fn limit(&mut self) -> usize {
        let wrong = ProblemKind::OutOfRange { min: 1, max: i64::try_from(MAX_LIMIT).unwrap_or(i64::MAX) };
        let read = |text: &str| text.parse().ok().filter(|n| (1..=MAX_LIMIT).contains(n)).ok_or(wrong);
        self.with("limit", read).unwrap_or(DEFAULT_LIMIT)
    }

    /// Parses the cursor of an earlier page.
    pub(crate) fn cursor<T>(&mut self, name: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let wrong = || ProblemKind::Malformed { accepted: "the next_cursor of an earlier page".to_owned() };
        self.with(name, |text| read(text).ok_or_else(wrong))
    }

    fn with<T>(&mut self, name: &str, read: impl FnOnce(&str) -> Result<T, ProblemKind>) -> Option<T> {
        match self.get(name).map(read)? {
            Ok(value) => Some(value),
            Err(kind) => {
                self.wrong(name, kind);
                None
            }
        }
    }

    /// Returns the errors, if any.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        if self.problems.is_empty() { Ok(()) } else { Err(Trouble::Fields(self.problems).into()) }
    }

    /// Writes the query of the next page: the same, with another cursor.
    pub(crate) fn next(query: &str, name: &str, cursor: &str) -> String {
        let kept = form_urlencoded::parse(query.as_bytes()).filter(|(found, _)| found != name);
        form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).append_pair(name, cursor).finish()
    }
}

#[cfg(test)]
mod tests {
    use varsel_core::score::Severity;

    use super::*;

    #[test]
    fn unknown_names_and_values_are_refused_all_at_once() {
        let mut query =
            Query::read("severity=worst&limit=0&sort=title&limit=5&after=x", &["severity", "limit", "after"]);
        assert_eq!(query.code::<Severity>("severity"), None);
        query.limit();
        query.cursor("after", |_| None::<u32>);
        let Err(Failure::Api(trouble)) = query.finish() else { panic!("read") };
        let Trouble::Fields(problems) = &*trouble else { panic!("{trouble:?}") };
        let fields: Vec<&str> = problems.iter().map(|p| p.field.as_str()).collect();
        assert_eq!(fields, ["sort", "limit", "severity", "limit", "after"]);
    }

    #[test]
    fn the_next_page_keeps_the_filters() {
        assert_eq!(
            Query::next("severity=high&after=1&limit=5", "after", "2"),
            "severity=high&limit=5&after=2"
        );
        assert_eq!(Query::next("", "after", "2"), "after=2");
    }
}
