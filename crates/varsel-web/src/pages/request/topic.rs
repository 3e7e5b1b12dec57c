//! The topics of a request, a page each, and how far each has come.

use varsel_app::intake::{Answers, Problem};
use varsel_core::case::Category;

use super::field;

/// A topic of a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Topic {
    /// What the problem is, and which offers it touches.
    Problem,
    /// The vulnerability.
    Vulnerability,
    /// The incident.
    Incident,
    /// Whether there is a resolution or mitigation.
    Resolution,
    /// A message to customers.
    Customers,
    /// Embargo, marking, proposed severity, own reference.
    Handling,
}

/// The state of a topic.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum State {
    /// Answered, and nothing is wrong or missing.
    Done,
    /// Something is answered; something is wrong or missing.
    Started,
    /// Nothing is answered, and something is needed.
    ToDo,
    /// Nothing is answered, and nothing is needed.
    Optional,
}

impl Topic {
    /// All, in the order they are asked.
    pub(crate) const ALL: [Self; 6] = [
        Self::Problem,
        Self::Vulnerability,
        Self::Incident,
        Self::Resolution,
        Self::Customers,
        Self::Handling,
    ];

    /// Returns the code of the topic in addresses and texts.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Problem => "problem",
            Self::Vulnerability => "vulnerability",
            Self::Incident => "incident",
            Self::Resolution => "resolution",
            Self::Customers => "customers",
            Self::Handling => "handling",
        }
    }

    /// Finds a topic by its code.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.code() == code)
    }

    /// Returns whether a category asks this.
    pub(crate) const fn applies(self, category: Category) -> bool {
        match self {
            Self::Vulnerability => category.asks_vulnerability(),
            Self::Incident => category.asks_incident(),
            _ => true,
        }
    }

    /// Lists what a category asks, in order.
    pub(crate) fn of(category: Category) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |topic| topic.applies(category))
    }

    /// Returns the topic after this one; `None` after the last.
    pub(crate) fn next(self, category: Category) -> Option<Self> {
        Self::ALL.into_iter().skip_while(|topic| *topic != self).skip(1).find(|topic| topic.applies(category))
    }

    /// Returns the topic whose page has a field.
    pub(crate) fn of_field(path: &str) -> Self {
        match path.split('.').next().unwrap_or_default() {
            "vulnerability" => Self::Vulnerability,
            "incident" => Self::Incident,
            "resolution" => Self::Resolution,
            "customer_message" => Self::Customers,
            "embargo" | "tlp" | "proposed_severity" | "own_reference" => Self::Handling,
            _ => Self::Problem,
        }
    }

    /// Returns the state of the topic, given the problems of the whole request.
    pub(crate) fn state(self, answers: &Answers, problems: &[Problem]) -> State {
        let answered = field::write(self, answers).iter().any(|(_, value)| !value.trim().is_empty());
        let wrong = problems.iter().any(|problem| Self::of_field(&problem.field) == self);
        match (answered, wrong) {
            (true, false) => State::Done,
            (true, true) => State::Started,
            (false, true) => State::ToDo,
            (false, false) => State::Optional,
        }
    }
}

impl State {
    /// Returns its code in texts.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Started => "started",
            Self::ToDo => "to_do",
            Self::Optional => "optional",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use varsel_app::intake;

    fn states(answers: &Answers, category: Category) -> Vec<(&'static str, State)> {
        let now = "2026-11-23T09:00:00Z".parse().unwrap();
        let problems = intake::parse(answers, category, &|_| None, now).err().unwrap_or_default();
        Topic::of(category).map(|topic| (topic.code(), topic.state(answers, &problems))).collect()
    }

    #[test]
    fn a_category_asks_its_own_topics_in_order() {
        let of = |category| Topic::of(category).map(Topic::code).collect::<Vec<_>>().join(" ");
        assert_eq!(of(Category::Vulnerability), "problem vulnerability resolution customers handling");
        assert_eq!(of(Category::Incident), "problem incident resolution customers handling");
        assert_eq!(of(Category::Both), "problem vulnerability incident resolution customers handling");
        assert_eq!(Topic::Problem.next(Category::Incident), Some(Topic::Incident));
        assert_eq!(Topic::Handling.next(Category::Both), None);
        // A topic that the category no longer asks still leads on.
        assert_eq!(Topic::Vulnerability.next(Category::Incident), Some(Topic::Incident));
    }

    #[test]
    fn topics_go_from_to_do_over_started_to_done() {
        let mut answers = Answers::default();
        assert_eq!(
            states(&answers, Category::Vulnerability),
            [
                ("problem", State::ToDo),
                ("vulnerability", State::ToDo),
                ("resolution", State::Optional),
                ("customers", State::Optional),
                ("handling", State::Optional)
            ]
        );
        "Sign-in can be passed by".clone_into(&mut answers.title);
        "no vector".clone_into(&mut answers.vulnerability.cvss);
        answers.resolution.exists = Some(true);
        "draft".clone_into(&mut answers.customer_message.kind);
        "2026-12-01 14:00 Europe/Nowhere".clone_into(&mut answers.embargo);
        assert!(states(&answers, Category::Vulnerability).iter().all(|(_, state)| *state == State::Started));

        "How it goes.".clone_into(&mut answers.description);
        answers.affected =
            vec![intake::AffectedAnswer { name: "Analytics".to_owned(), ..Default::default() }];
        "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H".clone_into(&mut answers.vulnerability.cvss);
        answers.resolution.steps = vec!["Update.".to_owned()];
        "Please update.".clone_into(&mut answers.customer_message.text);
        "2026-12-01 14:00 Europe/Stockholm".clone_into(&mut answers.embargo);
        assert!(states(&answers, Category::Vulnerability).iter().all(|(_, state)| *state == State::Done));
        assert_eq!(states(&answers, Category::Both)[2], ("incident", State::Optional));
    }

    #[test]
    fn every_problem_stands_on_a_page() {
        for (path, topic) in [
            ("title", Topic::Problem),
            ("affected.3.versions", Topic::Problem),
            ("vulnerability.cvss", Topic::Vulnerability),
            ("incident.contact", Topic::Incident),
            ("resolution.steps.0", Topic::Resolution),
            ("customer_message.text", Topic::Customers),
            ("own_reference", Topic::Handling),
        ] {
            assert_eq!(Topic::of_field(path), topic, "{path}");
        }
    }
}
