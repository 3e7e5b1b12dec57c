//! What a topic's page shows of each question.

use jiff::tz::TimeZone;
use varsel_app::intake::{Answers, Problem, ProblemKind};
use varsel_core::case::Category;
use varsel_core::case::report::{MAX_ITEMS, Touched};
use varsel_core::coded::Coded;
use varsel_core::score::cvss::Version;
use varsel_core::tlp::Tlp;
use varsel_locale::Texts;
use varsel_store::catalogue::OfferChoice;

use super::field::{self, Control, Field, MESSAGE, embargo_parts};
use super::topic::Topic;
use crate::calculator::{Calculator, Scores};
use crate::cve_card::CveCards;
use crate::present;

/// So many offers stand open on the page; the rest opens on demand.
const OPEN_OFFERS: usize = 12;
/// Zones to choose from besides the reader's and the desk's; any other may be typed.
const ZONES: [&str; 20] = [
    "UTC",
    "Africa/Johannesburg",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/New_York",
    "America/Sao_Paulo",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Europe/Amsterdam",
    "Europe/Berlin",
    "Europe/Helsinki",
    "Europe/London",
    "Europe/Paris",
    "Europe/Stockholm",
    "Pacific/Auckland",
];

/// A choice of a question.
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) hint: String,
    pub(crate) checked: bool,
}

/// An offer of the catalogue, affected or not.
pub(crate) struct OfferRow {
    /// The name of the row in the form.
    pub(crate) row: String,
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) hint: String,
    pub(crate) checked: bool,
    pub(crate) plans: Vec<Choice>,
    pub(crate) known_versions: Vec<String>,
    pub(crate) versions: String,
    pub(crate) fixed_in: String,
    pub(crate) errors: RowErrors,
}

/// An offer that is not in the catalogue.
pub(crate) struct TypedRow {
    pub(crate) row: String,
    pub(crate) name: String,
    pub(crate) versions: String,
    pub(crate) fixed_in: String,
    pub(crate) errors: RowErrors,
}

/// What is wrong in a row, with the prefix of the ids of its fields.
#[derive(Default)]
pub(crate) struct RowErrors {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) offer: String,
    pub(crate) plans: String,
    pub(crate) versions: String,
    pub(crate) fixed_in: String,
}

/// A remediation step.
pub(crate) struct Step {
    pub(crate) text: String,
    pub(crate) error: String,
}

/// How a question is shown.
pub(crate) enum Shown {
    Line { value: String, class: &'static str },
    Counted { value: String, max: usize, at_most: String },
    Prose { value: String, max: usize, at_most: String, class: &'static str },
    Radios { choices: Vec<Choice>, inline: bool },
    Checkboxes { choices: Vec<Choice> },
    Cves { value: String, cards: CveCards },
    Cvss { value: String, scores: Scores, calculator: Calculator },
    Affected { open: Vec<OfferRow>, more: Vec<OfferRow>, more_words: String, typed: Vec<TypedRow> },
    Resolution { exists: Option<bool>, steps: Vec<Step> },
    Message { kind: String, text: String, text_error: String, max: usize, at_most: String },
    Embargo { date: String, time: String, zone: String, zones: Vec<String> },
}

/// A question on its page.
pub(crate) struct FieldView {
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) hint: &'static str,
    pub(crate) optional: bool,
    pub(crate) error: String,
    pub(crate) shown: Shown,
}

/// Returns the id of a field's text: its path without places.
fn text_id(path: &str) -> String {
    let parts: Vec<&str> = path.split('.').filter(|part| part.parse::<usize>().is_err()).collect();
    parts.join("-").replace('_', "-")
}

/// Returns what a field is called.
pub(super) fn label(t: Texts, path: &str) -> Option<&'static str> {
    t.get(&format!("request-{}", text_id(path)))
}

/// Says what is wrong with a field, in the field's own words where it has any.
pub(super) fn say(t: Texts, problem: &Problem) -> String {
    if problem.kind == ProblemKind::Missing
        && let Some(own) = t.get(&format!("request-missing-{}", text_id(&problem.field)))
    {
        return own.to_owned();
    }
    present::problem(t, problem)
}

/// Says it for the summary, where the field does not stand beside it.
pub(super) fn say_with_label(t: Texts, problem: &Problem) -> String {
    let sentence = say(t, problem);
    match label(t, &problem.field) {
        Some(label) if problem.kind != ProblemKind::Missing => {
            format!("{}: {sentence}", label.trim_end_matches('?'))
        }
        _ => sentence,
    }
}

fn at_most(t: Texts, max: usize) -> String {
    t.field_at_most(i64::try_from(max).unwrap_or(i64::MAX))
}

/// Says how many answers have a problem.
pub(super) fn wrong_title(t: Texts, count: usize) -> String {
    t.problems_title(i64::try_from(count).unwrap_or(i64::MAX))
}

/// What a view is made from.
pub(super) struct Source<'a> {
    pub(super) t: Texts,
    pub(super) category: Category,
    pub(super) answers: &'a Answers,
    pub(super) offers: &'a [OfferChoice],
    /// What is said to be wrong; empty until someone asks to go on.
    pub(super) problems: &'a [Problem],
    pub(super) zone: &'a TimeZone,
    pub(super) desk_zone: &'a TimeZone,
    /// The version of CVSS that the calculator shows first, if someone chose one.
    pub(super) version: Option<Version>,
    /// What is publicly known of the CVEs.
    pub(super) cves: &'a CveCards,
}

impl Source<'_> {
    /// Shows the questions of a topic.
    pub(super) fn fields(&self, topic: Topic) -> Vec<FieldView> {
        field::of(topic).map(|field| self.field(field)).collect()
    }

    fn error(&self, path: &str) -> String {
        self.problems.iter().find(|p| p.field == path).map(|p| say(self.t, p)).unwrap_or_default()
    }

    fn field(&self, field: &Field) -> FieldView {
        let t = self.t;
        let hint = t.get(&format!("request-{}-hint", text_id(field.name))).unwrap_or_default();
        let shown = match field.control {
            Control::Line { slot, max, counted } => {
                let value = (slot.get)(self.answers).clone();
                if counted {
                    Shown::Counted { value, max, at_most: at_most(t, max) }
                } else {
                    Shown::Line { value, class: "" }
                }
            }
            Control::Prose { slot, max } => {
                let class = if max > 1_000 { "tall" } else { "short" };
                Shown::Prose { value: (slot.get)(self.answers).clone(), max, at_most: at_most(t, max), class }
            }
            Control::Radios { slot, area, codes, inline } => {
                Shown::Radios { choices: self.radios(area, &codes(), (slot.get)(self.answers)), inline }
            }
            Control::Cvss(slot) => {
                let value = (slot.get)(self.answers).clone();
                let calculator = Calculator::of(t, &value, self.version);
                Shown::Cvss { scores: Scores::of(t, &value), calculator, value }
            }
            Control::Cves => {
                let value = self.answers.vulnerability.cves.join(", ");
                Shown::Cves { value, cards: self.cves.clone() }
            }
            Control::Touched => Shown::Checkboxes { choices: self.touched() },
            Control::Affected => self.affected(),
            Control::Resolution => self.resolution(),
            Control::Message => Shown::Message {
                kind: self.answers.customer_message.kind.clone(),
                text: self.answers.customer_message.text.clone(),
                text_error: self.error("customer_message.text"),
                max: MESSAGE,
                at_most: at_most(t, MESSAGE),
            },
            Control::Embargo => self.embargo(),
        };
        // A vulnerability needs one of the two; the hint of the first says so.
        let is_either = matches!(field.control, Control::Cves | Control::Cvss(_));
        FieldView {
            name: field.name,
            label: label(t, field.name).unwrap_or(field.name),
            hint,
            optional: !(field.needed || self.category == Category::Vulnerability && is_either),
            error: self.error(field.name),
            shown,
        }
    }

    fn radios(&self, area: &str, codes: &[&'static str], chosen: &str) -> Vec<Choice> {
        let is_tlp = area == "tlp";
        let chosen = if is_tlp && chosen.is_empty() { Tlp::default().code() } else { chosen };
        let label = |code: &'static str| match Tlp::from_code(code) {
            Ok(tlp) if is_tlp => tlp.label(),
            _ => self.t.name_of(area, code),
        };
        let hint = |code| if is_tlp { self.t.meaning_of(area, code).to_owned() } else { String::new() };
        let choice = |code: &'static str| Choice {
            value: code.to_owned(),
            label: label(code).to_owned(),
            hint: hint(code),
            checked: code == chosen,
        };
        codes.iter().copied().map(choice).collect()
    }

    fn touched(&self) -> Vec<Choice> {
        let choice = |code: &Touched| Choice {
            value: code.code().to_owned(),
            label: present::name(self.t, "touched", *code).to_owned(),
            hint: String::new(),
            checked: self.answers.incident.touched.iter().any(|given| given == code.code()),
        };
        Touched::ALL.iter().map(choice).collect()
    }

    fn affected(&self) -> Shown {
        let answers = &self.answers.affected;
        let mut rows: Vec<OfferRow> = Vec::new();
        for offer in self.offers {
            let id = offer.id.to_string();
            let mut chosen = (0..answers.len()).filter(|at| answers[*at].offer == id).peekable();
            if chosen.peek().is_none() {
                rows.push(self.offer_row(Some(offer), None));
            }
            rows.extend(chosen.map(|at| self.offer_row(Some(offer), Some(at))));
        }
        // An offer that has left the catalogue since stays visible, and can be taken off.
        let known = |given: &str| self.offers.iter().any(|offer| offer.id.to_string() == given);
        let gone =
            (0..answers.len()).filter(|at| !answers[*at].offer.is_empty() && !known(&answers[*at].offer));
        rows.extend(gone.map(|at| self.offer_row(None, Some(at))));
        let (mut open, mut more): (Vec<_>, Vec<_>) = if rows.len() > OPEN_OFFERS {
            rows.into_iter().partition(|row| row.checked)
        } else {
            (rows, Vec::new())
        };
        let room = OPEN_OFFERS.saturating_sub(open.len()).min(more.len());
        open.extend(more.drain(..room));
        let mut typed: Vec<TypedRow> = (0..answers.len())
            .filter(|at| answers[*at].offer.is_empty())
            .map(|at| TypedRow {
                row: field::row_name(answers, at),
                name: answers[at].name.clone(),
                versions: answers[at].versions.clone(),
                fixed_in: answers[at].fixed_in.clone(),
                errors: self.row_errors(at),
            })
            .collect();
        if typed.is_empty() && open.is_empty() {
            let errors = RowErrors { id: "affected.t0".to_owned(), ..RowErrors::default() };
            let row = errors.id.clone();
            typed.push(TypedRow {
                row,
                name: String::new(),
                versions: String::new(),
                fixed_in: String::new(),
                errors,
            });
        }
        let more_words = self.t.request_affected_more(i64::try_from(more.len()).unwrap_or(i64::MAX));
        Shown::Affected { open, more, more_words, typed }
    }

    fn row_errors(&self, at: usize) -> RowErrors {
        let error = |part: &str| self.error(&format!("affected.{at}.{part}"));
        RowErrors {
            id: format!("affected.{at}"),
            name: error("name"),
            offer: error("offer"),
            plans: error("plans"),
            versions: error("versions"),
            fixed_in: error("fixed_in"),
        }
    }

    fn offer_row(&self, offer: Option<&OfferChoice>, at: Option<usize>) -> OfferRow {
        let answer = at.map(|at| &self.answers.affected[at]);
        let value =
            offer.map(|o| o.id.to_string()).or_else(|| answer.map(|a| a.offer.clone())).unwrap_or_default();
        let row = match at {
            Some(at) => field::row_name(&self.answers.affected, at),
            None => format!("affected.o-{value}"),
        };
        let errors = at
            .map_or_else(|| RowErrors { id: row.clone(), ..RowErrors::default() }, |at| self.row_errors(at));
        let listed = offer.map(|o| o.plans.as_slice()).unwrap_or_default();
        let given = answer.map(|a| a.plans.as_slice()).unwrap_or_default();
        let unlisted = given.iter().filter(|plan| !listed.contains(plan));
        let plans = listed.iter().chain(unlisted).map(|plan| Choice {
            value: plan.clone(),
            label: plan.clone(),
            hint: String::new(),
            checked: given.contains(plan),
        });
        OfferRow {
            row,
            label: offer.map_or_else(|| value.clone(), |o| o.name.clone()),
            hint: offer.map_or_else(String::new, |o| self.offer_hint(o)),
            value,
            checked: at.is_some(),
            plans: plans.collect(),
            known_versions: offer.map(|o| o.versions.clone()).unwrap_or_default(),
            versions: answer.map(|a| a.versions.clone()).unwrap_or_default(),
            fixed_in: answer.map(|a| a.fixed_in.clone()).unwrap_or_default(),
            errors,
        }
    }

    fn offer_hint(&self, offer: &OfferChoice) -> String {
        format!(
            "{} · {}",
            present::name(self.t, "kind", offer.kind),
            present::name(self.t, "listing", offer.listing)
        )
    }

    fn resolution(&self) -> Shown {
        let given = &self.answers.resolution;
        let mut steps: Vec<Step> = (given.steps.iter().enumerate())
            .map(|(i, text)| Step { text: text.clone(), error: self.error(&format!("resolution.steps.{i}")) })
            .collect();
        if steps.is_empty() {
            steps.push(Step { text: String::new(), error: self.error("resolution.steps.0") });
        }
        Shown::Resolution { exists: given.exists, steps }
    }

    fn embargo(&self) -> Shown {
        let [date, time, zone] = embargo_parts(&self.answers.embargo);
        let own = [self.zone, self.desk_zone].into_iter().filter_map(TimeZone::iana_name);
        let mut zones: Vec<String> = Vec::new();
        for name in own.chain(ZONES) {
            if !zones.iter().any(|found| found == name) {
                zones.push(name.to_owned());
            }
        }
        let zone = if zone.is_empty() && date.is_empty() && time.is_empty() { &zones[0] } else { zone };
        Shown::Embargo { date: date.to_owned(), time: time.to_owned(), zone: zone.to_owned(), zones }
    }
}

/// The maximum number of rows of a repeated question, for templates.
pub(crate) const MAX_ROWS: usize = MAX_ITEMS;
