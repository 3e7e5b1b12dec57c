//! The guided calculator: a few plain questions, whose answers set the base metrics.

use varsel_core::score::cvss::{Partial, Version};
use varsel_locale::Texts;

use crate::form::Form;

/// An answer in plain words, with the metrics that it sets in v3.x and in v4.0.
type Answer =
    (&'static str, &'static [(&'static str, &'static str)], &'static [(&'static str, &'static str)]);

macro_rules! impact {
    ($three:literal, $four:literal) => {
        [
            ("all", &[($three, "H")], &[($four, "H")]),
            ("some", &[($three, "L")], &[($four, "L")]),
            ("nothing", &[($three, "N")], &[($four, "N")]),
        ]
    };
}

/// The questions with their answers, the worst first.
const QUESTIONS: [(&str, &[Answer]); 8] = [
    (
        "where",
        &[
            ("internet", &[("AV", "N")], &[("AV", "N")]),
            ("near", &[("AV", "A")], &[("AV", "A")]),
            ("machine", &[("AV", "L")], &[("AV", "L")]),
            ("hands", &[("AV", "P")], &[("AV", "P")]),
        ],
    ),
    (
        "always",
        &[
            ("yes", &[("AC", "L")], &[("AC", "L"), ("AT", "N")]),
            ("sometimes", &[("AC", "H")], &[("AC", "L"), ("AT", "P")]),
        ],
    ),
    (
        "who",
        &[
            ("anybody", &[("PR", "N")], &[("PR", "N")]),
            ("user", &[("PR", "L")], &[("PR", "L")]),
            ("administrator", &[("PR", "H")], &[("PR", "H")]),
        ],
    ),
    (
        "victim",
        &[
            ("nobody", &[("UI", "N")], &[("UI", "N")]),
            ("usual", &[("UI", "R")], &[("UI", "P")]),
            ("particular", &[("UI", "R")], &[("UI", "A")]),
        ],
    ),
    ("read", &impact!("C", "VC")),
    ("change", &impact!("I", "VI")),
    ("stop", &impact!("A", "VA")),
    (
        "beyond",
        &[
            ("no", &[("S", "U")], &[("SC", "N"), ("SI", "N"), ("SA", "N")]),
            ("some", &[("S", "C")], &[("SC", "L"), ("SI", "L"), ("SA", "N")]),
            ("all", &[("S", "C")], &[("SC", "H"), ("SI", "H"), ("SA", "H")]),
        ],
    ),
];

fn metrics(answer: &Answer, version: Version) -> &'static [(&'static str, &'static str)] {
    if version == Version::V40 { answer.2 } else { answer.1 }
}

/// A choice of a question.
pub(crate) struct Choice {
    pub(crate) code: &'static str,
    pub(crate) label: &'static str,
    /// What it sets, as a vector says it.
    pub(crate) sets: String,
    pub(crate) checked: bool,
}

/// A plain question.
pub(crate) struct Question {
    pub(crate) code: &'static str,
    pub(crate) label: &'static str,
    pub(crate) choices: Vec<Choice>,
}

/// Returns the choice of a question that a vector shows. Two choices may set the same: the first is shown.
fn shown(choices: &[Answer], version: Version, answers: Option<&Partial>) -> Option<&'static str> {
    let held = |code: &str| version.position(code).and_then(|place| answers?.value(place));
    let holds = |answer: &&Answer| {
        metrics(answer, version).iter().all(|(metric, value)| held(metric) == Some(*value))
    };
    choices.iter().find(holds).map(|answer| answer.0)
}

/// Creates the questions for a version, answered as far as the vector says.
pub(super) fn questions(t: Texts, version: Version, answers: Option<&Partial>) -> Vec<Question> {
    let question = |(code, choices): &(&'static str, &'static [Answer])| {
        let shown = shown(choices, version, answers);
        let choices = choices.iter().map(|answer| Choice {
            code: answer.0,
            label: t.get(&format!("plain-{code}-{}", answer.0)).unwrap_or(answer.0),
            sets: metrics(answer, version)
                .iter()
                .map(|(metric, value)| format!("{metric}:{value}"))
                .collect::<Vec<_>>()
                .join(" "),
            checked: shown == Some(answer.0),
        });
        let choices = choices.collect();
        Question { code, label: t.get(&format!("plain-{code}")).unwrap_or(code), choices }
    };
    QUESTIONS.iter().map(question).collect()
}

/// Sets the metrics that the plain answers of a form mean. `was` is the vector that the form was made from: an answer that the
/// form showed already was not given by anyone, and a metric that was changed since goes before it.
pub(super) fn answer(form: &Form, was: Option<&Partial>, partial: &mut Partial) {
    let version = partial.version();
    for (code, choices) in QUESTIONS {
        let given = form.get(&format!("calc.guide.{}.{code}", version.number()));
        let is_new = |answer: &&Answer| answer.0 == given && shown(choices, version, was) != Some(given);
        if let Some(answer) = choices.iter().find(is_new) {
            for (metric, value) in metrics(answer, version) {
                partial.set(metric, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use varsel_locale::Locale;

    #[test]
    fn plain_answers_make_a_vector_and_come_back_from_it() {
        let worst = |number: &str| {
            let all = QUESTIONS.map(|(code, choices)| format!("calc.guide.{number}.{code}={}", choices[0].0));
            let mut partial = Partial::new(Version::from_number(number).unwrap());
            answer(&Form::parse(&all.join("&")), None, &mut partial);
            partial
        };
        // What the form showed already does not undo a metric that was changed beside it.
        let was = worst("3.1");
        let mut local = was;
        local.set("AV", "L");
        let form = Form::parse("calc.guide.3.1.where=internet&calc.guide.3.1.who=user");
        answer(&form, Some(&was), &mut local);
        assert_eq!(local.to_string(), "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H");
        for (number, vector) in [
            ("3.1", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"),
            ("4.0", "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"),
        ] {
            let partial = worst(number);
            assert_eq!(partial.vector().map(|vector| vector.to_string()).as_deref(), Some(vector));
            let shown = questions(Texts::of(Locale::En), partial.version(), Some(&partial));
            assert!(shown.iter().all(|question| question.choices[0].checked));
        }
    }

    #[test]
    fn every_question_has_words_in_both_languages() {
        for locale in [Locale::En, Locale::Sv] {
            for question in questions(Texts::of(locale), Version::V31, None) {
                assert!(question.label.len() > 10, "{}", question.label);
                for choice in question.choices {
                    assert!(
                        choice.label != choice.code && !choice.checked,
                        "{} {}",
                        question.code,
                        choice.code
                    );
                }
            }
        }
    }
}
