//! Answers to questions that were not asked.

use varsel_core::case::Category;

use super::answers::{Answers, IncidentAnswers, VulnerabilityAnswers};
use super::problem::{Problem, ProblemKind};

/// Finds answers that do not apply to a report of this category, or to the other answers.
///
/// A form keeps them, so that changing one's mind costs no typing. A client that sends a whole report at once must not believe
/// that they were stored.
pub fn unasked(answers: &Answers, category: Category) -> Vec<Problem> {
    let message = &answers.customer_message;
    let found = [
        (
            "vulnerability",
            !category.asks_vulnerability() && answers.vulnerability != VulnerabilityAnswers::default(),
        ),
        ("incident", !category.asks_incident() && answers.incident != IncidentAnswers::default()),
        ("resolution.steps", answers.resolution.exists != Some(true) && !answers.resolution.steps.is_empty()),
        ("customer_message.text", message.kind.trim() != "draft" && !message.text.is_empty()),
    ];
    let unasked = found.into_iter().filter(|(_, is_there)| *is_there);
    unasked.map(|(field, _)| Problem { field: field.to_owned(), kind: ProblemKind::NotAsked }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_have_a_place_or_are_found() {
        for (category, json, found) in [
            (Category::Vulnerability, r#"{"incident":{"regions":"EU"}}"#, &["incident"][..]),
            (Category::Vulnerability, r#"{"incident":{}, "vulnerability":{"cvss":"x"}}"#, &[]),
            (Category::Incident, r#"{"vulnerability":{"cves":["CVE-2021-44228"]}}"#, &["vulnerability"]),
            (Category::Both, r#"{"vulnerability":{"cvss":"x"}, "incident":{"regions":"EU"}}"#, &[]),
            (Category::Incident, r#"{"resolution":{"steps":["Update."]}}"#, &["resolution.steps"]),
            (
                Category::Incident,
                r#"{"resolution":{"exists":false,"steps":["Update."]}}"#,
                &["resolution.steps"],
            ),
            (Category::Incident, r#"{"resolution":{"exists":true,"steps":["Update."]}}"#, &[]),
            (Category::Incident, r#"{"customer_message":{"text":"Dear"}}"#, &["customer_message.text"]),
            (
                Category::Incident,
                r#"{"customer_message":{"kind":"help","text":"Dear"}}"#,
                &["customer_message.text"],
            ),
            (Category::Incident, r#"{"customer_message":{"kind":"draft","text":"Dear"}}"#, &[]),
        ] {
            let answers: Answers = serde_json::from_str(json).unwrap();
            let fields: Vec<_> =
                unasked(&answers, category).into_iter().map(|problem| problem.field).collect();
            assert_eq!(fields, found, "{category:?} {json}");
        }
    }
}
