//! Fills in the fields of a filing from a case.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use varsel_core::case::duties::Known;
use varsel_core::case::report::{CustomerMessage, Report, Unsure};
use varsel_core::case::{Case, FactKind, FactStatus};
use varsel_core::clock::obligation::{Anchor, Field, Fill, Need, Regime, Stage};
use varsel_core::coded::Coded as _;
use varsel_core::permission::Party;
use varsel_core::score::cvss::Vectors;

use crate::{Texts, format};

/// The source of a field's text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Source {
    /// Typed for this filing or an earlier one.
    Typed,
    /// From the case.
    Case,
    /// Missing.
    Missing,
}

/// A field of a filing with its text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Filled {
    /// The field.
    pub field: &'static Field,
    /// Whether the form requires it.
    pub need: Need,
    /// The text; empty if missing.
    pub text: String,
    /// The source of the text.
    pub source: Source,
    /// Whether the form cannot be filed without it.
    needed: bool,
}

impl Filled {
    /// Counts the characters.
    pub fn length(&self) -> usize {
        self.text.chars().count()
    }

    /// Returns whether it is longer than the form allows.
    pub fn is_too_long(&self) -> bool {
        self.field.limit.is_some_and(|limit| self.length() > limit)
    }

    /// Returns whether it is required and missing.
    pub fn is_wanted(&self) -> bool {
        self.needed && self.text.is_empty()
    }
}

/// The context of a filing.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The case.
    pub case: &'a Case,
    /// The record of the regime on the side that files.
    pub known: &'a Known,
    /// The regime.
    pub regime: &'a Regime,
    /// The stage.
    pub stage: &'a Stage,
    /// The side that files.
    pub side: Party,
    /// The publisher's name.
    pub publisher: &'a str,
    /// The zone that times are written in.
    pub zone: &'a TimeZone,
}

/// Fills in the fields of a stage's form; `None` if it has no form. Typed texts take precedence over the case.
pub fn fill(t: Texts, subject: Subject<'_>) -> Vec<Filled> {
    let Some((form, step)) = subject.stage.form else { return Vec::new() };
    let fill_one = |(field, need): (&'static Field, Need)| {
        let filled = |text, source| Filled { field, need, text, source, needed: field.is_needed(step) };
        if let Some(typed) = subject.known.typed.get(&format!("{form}/{}", field.id)) {
            return filled(typed.clone(), Source::Typed);
        }
        let from_case = match field.id {
            "level" => Some(crate::duty::stage(t, subject.stage.id).to_owned()),
            _ => field.fill.and_then(|key| of_case(t, subject, key)).filter(|text| !text.trim().is_empty()),
        };
        match from_case {
            Some(text) => filled(text, Source::Case),
            None => filled(String::new(), Source::Missing),
        }
    };
    Field::of_step(form, step).map(fill_one).collect()
}

/// Returns the text of a case for a key of the data.
fn of_case(t: Texts, subject: Subject<'_>, key: Fill) -> Option<String> {
    // The report's details of the publisher are not the marketplace's.
    if subject.side == Party::Desk && matches!(key, Fill::Contact | Fill::Publisher) {
        return None;
    }
    let case = subject.case;
    let report = case.report.as_ref()?;
    let incident = report.incident.as_ref();
    let weakness = report.vulnerability.as_ref();
    let when = |at: Timestamp| {
        format!("{} ({})", format::instant_long(t, at, subject.zone), format::city(subject.zone))
    };
    let fact = |kind: FactKind| case.facts.get(&kind).filter(|fact| fact.status == FactStatus::Yes);
    match key {
        Fill::Kind => Some(t.name_of("category", case.category.code()).to_owned()),
        Fill::Title => Some(report.title.to_string()),
        Fill::Description => Some(report.description.to_string()),
        Fill::Products => Some(products(report)),
        Fill::Publisher => Some(subject.publisher.to_owned()),
        Fill::Cves => weakness.map(|w| w.cves.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")),
        Fill::Score => Some(vectors(case.vectors())),
        Fill::Exploited => {
            let note = fact(FactKind::Exploited).map(|fact| {
                let note = fact.note.as_ref().map(|note| format!(": {note}")).unwrap_or_default();
                format!("{}{note}", t.fact_exploited())
            });
            let said =
                || weakness.filter(|w| w.exploited == Unsure::Yes).map(|_| t.fact_exploited().to_owned());
            note.or_else(said)
        }
        Fill::Severity => case.severity.as_ref().map(|severity| {
            format!("{}. {}", t.name_of("severity", severity.decided.code()), severity.reason)
        }),
        Fill::MeasuresTaken => {
            let outcome = case.outcome.as_ref().map(|outcome| outcome.sentence.to_string());
            let available = report.resolution.available.as_ref().map(ToString::to_string);
            joined(outcome.into_iter().chain(available))
        }
        Fill::MeasuresUsers => {
            let steps = report.resolution.steps.iter().enumerate();
            joined(steps.map(|(at, step)| format!("{}. {step}", at + 1)))
        }
        Fill::MeasureAvailableAt => {
            let known = subject.known.anchor("measure_available").map(|anchored| when(anchored.instant));
            let fact = fact(FactKind::FixAvailable).or_else(|| fact(FactKind::MitigationAvailable));
            known.or_else(|| fact.map(|fact| when(fact.stamp.at)))
        }
        Fill::DetectedAt => incident?.noticed.as_ref().map(ToString::to_string),
        Fill::OccurredAt => incident?.began.as_ref().map(ToString::to_string),
        Fill::AwareAt => subject.known.anchor("awareness").map(|anchored| when(anchored.instant)),
        Fill::State => incident.map(|incident| t.name_of("state", incident.state.code()).to_owned()),
        Fill::Touched => incident.and_then(|incident| {
            joined_by(
                ", ",
                incident.touched.iter().map(|touched| t.name_of("touched", touched.code()).to_owned()),
            )
        }),
        Fill::CustomersAffected => incident?.customers_affected.as_ref().map(ToString::to_string),
        Fill::Regions => incident?.regions.as_ref().map(ToString::to_string),
        Fill::Contact => incident?.contact.as_ref().map(ToString::to_string),
        Fill::CustomerMessage => match &report.customer_message {
            CustomerMessage::Draft { text } => Some(text.to_string()),
            _ => None,
        },
        Fill::Sensitivity => {
            let marking = format!("TLP:{}", report.tlp.code().replace('_', "+").to_uppercase());
            let embargo = report.embargo.map(|until| t.filing_embargo(when(until)));
            joined_by(". ", [marking].into_iter().chain(embargo))
        }
        Fill::Number => case.number.map(|number| number.to_string()),
        Fill::PreviousReference => before(subject).map(|filing| filing.reference.to_string()),
        Fill::Component => weakness?.upstream_component.as_ref().map(ToString::to_string),
    }
}

/// Returns the filing before this stage: the one that it waits for, or the last of the regime.
fn before(subject: Subject<'_>) -> Option<&varsel_core::case::duties::Filing> {
    let filing = |stage: &Stage| subject.known.filing(stage.id).filter(|_| stage.id != subject.stage.id);
    let stages = subject.regime.stages();
    let anchors = subject.regime.anchors_of(subject.stage);
    let waited = stages.iter().find(|stage| anchors.contains(&Anchor::Filed(stage.id)));
    waited.and_then(|stage| filing(stage)).or_else(|| {
        stages
            .iter()
            .take_while(|stage| stage.id != subject.stage.id)
            .filter_map(|stage| filing(stage))
            .last()
    })
}

fn products(report: &Report) -> String {
    let one = |affected: &varsel_core::case::report::Affected| match &affected.versions {
        Some(versions) => format!("{} {versions}", affected.name),
        None => affected.name.to_string(),
    };
    report.affected.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn vectors(vectors: &Vectors) -> String {
    vectors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

fn joined(texts: impl Iterator<Item = String>) -> Option<String> {
    joined_by("\n", texts)
}

fn joined_by(between: &str, texts: impl Iterator<Item = String>) -> Option<String> {
    let texts: Vec<_> = texts.collect();
    (!texts.is_empty()).then(|| texts.join(between))
}
