//! Answers in words: for the check before submitting, and next to what someone else has saved.

use varsel_app::intake::{AffectedAnswer, Answers, parse_instant};
use varsel_core::coded::Coded;
use varsel_core::tlp::Tlp;
use varsel_locale::{Texts, format};
use varsel_store::catalogue::OfferChoice;

use super::field::{Control, Field};
use crate::calculator::Scores;
use crate::web::Visitor;

/// An answer in words.
#[derive(Default)]
pub(crate) enum Words {
    /// Nothing was answered.
    #[default]
    Nothing,
    Text(String),
    List(Vec<String>),
    Steps(Vec<String>),
    Scored(Scores, String),
}

impl Words {
    fn text(text: &str) -> Self {
        if text.trim().is_empty() { Self::Nothing } else { Self::Text(text.to_owned()) }
    }

    fn list(items: Vec<String>) -> Self {
        if items.is_empty() { Self::Nothing } else { Self::List(items) }
    }

    /// Returns the words as plain lines.
    pub(super) fn into_lines(self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Text(text) | Self::Scored(_, text) => text,
            Self::List(items) | Self::Steps(items) => items.join("\n"),
        }
    }
}

/// The context for writing answers in words.
pub(super) struct Teller<'a> {
    pub(super) me: &'a Visitor,
    pub(super) answers: &'a Answers,
    pub(super) offers: &'a [OfferChoice],
}

impl Teller<'_> {
    /// Writes the answer to a question.
    pub(super) fn tell(&self, field: &Field) -> Words {
        let t = self.me.texts;
        let answers = self.answers;
        match field.control {
            Control::Line { slot, .. } | Control::Prose { slot, .. } => Words::text((slot.get)(answers)),
            Control::Radios { slot, area, codes, .. } => {
                let given = (slot.get)(answers);
                match codes().into_iter().find(|code| code == given) {
                    Some(code) => Words::text(Tlp::from_code(code).map_or(t.name_of(area, code), Tlp::label)),
                    None if area == "tlp" && given.is_empty() => Words::text(Tlp::default().label()),
                    None => Words::text(given),
                }
            }
            Control::Cvss(slot) => {
                let text = (slot.get)(answers);
                if text.trim().is_empty() {
                    Words::Nothing
                } else {
                    Words::Scored(Scores::of(t, text), text.clone())
                }
            }
            Control::Cves => Words::text(&answers.vulnerability.cves.join(", ")),
            Control::Touched => {
                let name = |code: &String| {
                    let known = super::field::touched_codes().into_iter().find(|found| found == code);
                    known.map_or_else(|| code.clone(), |code| t.name_of("touched", code).to_owned())
                };
                Words::list(answers.incident.touched.iter().map(name).collect())
            }
            Control::Affected => {
                let rows = answers.affected.iter().map(|answer| self.offer(t, answer));
                Words::list(rows.filter(|row| !row.is_empty()).collect())
            }
            Control::Resolution => match answers.resolution.exists {
                None => Words::Nothing,
                Some(false) => Words::text(t.request_resolution_none()),
                Some(true) => {
                    let steps = answers.resolution.steps.iter().filter(|step| !step.trim().is_empty());
                    let steps: Vec<String> = steps.cloned().collect();
                    if steps.is_empty() {
                        Words::text(t.request_resolution_some())
                    } else {
                        Words::Steps(steps)
                    }
                }
            },
            Control::Message => match answers.customer_message.kind.as_str() {
                "draft" => Words::text(&answers.customer_message.text),
                "help" => Words::text(t.request_message_help()),
                "none" => Words::text(t.request_message_none()),
                other => Words::text(other),
            },
            Control::Embargo => match parse_instant(&answers.embargo) {
                Ok(at) => Words::Text(format::instant_with_city(t, at, &self.me.zone, self.me.now)),
                Err(_) => Words::text(&answers.embargo),
            },
        }
    }

    /// Tells an affected offer: "Analytics (Team, Enterprise), versions 4.0 to 4.2, fixed in 4.2.3".
    fn offer(&self, t: Texts, answer: &AffectedAnswer) -> String {
        let listed = self.offers.iter().find(|offer| offer.id.to_string() == answer.offer);
        let mut words = match listed {
            Some(offer) => offer.name.clone(),
            None if answer.offer.is_empty() => answer.name.trim().to_owned(),
            None => answer.offer.clone(),
        };
        if !answer.plans.is_empty() {
            words = format!("{words} ({})", answer.plans.join(", "));
        }
        if !answer.versions.trim().is_empty() {
            words = t.request_offer_versions(words, answer.versions.trim());
        }
        if !answer.fixed_in.trim().is_empty() {
            words = t.request_offer_fixed(answer.fixed_in.trim(), words);
        }
        words
    }
}
