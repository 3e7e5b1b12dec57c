//! What a case is found by: the texts that are shown around a hit, as they were written.

use varsel_core::case::report::{CustomerMessage, Report};
use varsel_core::case::{Audience, Case, Event};

use super::fold::Words;
use super::scope_word;
use crate::{StoreError, Tx, Value, sql};

/// The maximum number of characters of conversation or of notes that are shown from for one case.
pub(super) const MAX_TEXT: i64 = 200_000;
/// What stands between the names of a case.
const BETWEEN: &str = " · ";

/// The texts of a case by who can find them.
pub(super) struct Document {
    title: String,
    /// Publisher, offers, ids and references, in one line.
    names: String,
    /// What both sides may read.
    body: String,
    /// What the desk alone may read.
    notes: String,
}

impl Document {
    /// Creates the texts of a case from its report; `None` for one that was not submitted.
    pub(super) fn of(case: &Case, publisher: &str) -> Option<Self> {
        let report = case.report.as_ref()?;
        let (mut names, mut body) = (vec![publisher.to_owned()], vec![report.description.to_string()]);
        read(report, &mut names, &mut body);
        Some(Self {
            title: report.title.to_string(),
            names: names.join(BETWEEN),
            body: body.join("\n"),
            notes: String::new(),
        })
    }

    /// Adds what an event says.
    pub(super) fn add(&mut self, event: &Event) {
        let texts = match event.audience() {
            Audience::Shared => &mut self.body,
            Audience::DeskOnly => &mut self.notes,
        };
        for text in event.search_texts() {
            if i64::try_from(texts.len()).is_ok_and(|length| length < MAX_TEXT) {
                texts.push('\n');
                texts.push_str(text);
            }
        }
    }

    /// Stores it, newly or in place of what was stored for the case.
    pub(super) fn save(&self, tx: &Tx<'_>, case: &Case, is_new: bool) -> Result<(), StoreError> {
        let (mut shared, mut desk) = (Words::stored(""), Words::stored(""));
        if let Some(number) = case.number {
            let number = number.to_string();
            shared.add(&number);
            shared.add(&number.replace('-', ""));
        }
        for text in [&self.title, &self.names, &self.body] {
            shared.add(text);
        }
        desk.add(&self.notes);
        let (id, scope) = (case.id.to_string(), scope_word(&case.publisher.to_string()));
        let parameters = [
            Value::Text(&id),
            Value::Text(&scope),
            Value::Text(&self.title),
            Value::Text(&self.names),
            Value::Text(&self.body),
            Value::Text(&self.notes),
            Value::Text(shared.as_str()),
            Value::Text(desk.as_str()),
            Value::Int(super::fold::VERSION),
        ];
        let statement = if is_new { &sql::search::INSERT } else { &sql::search::REPLACE };
        tx.execute(statement, &parameters).map(drop)
    }
}

/// Reads the texts of a report. Every field is named: who adds one decides whether a case is found by it.
fn read(report: &Report, names: &mut Vec<String>, body: &mut Vec<String>) {
    let Report {
        title: _,
        description: _,
        affected,
        own_reference,
        noticed_how,
        vulnerability,
        incident,
        resolution,
        customer_message,
        embargo: _,
        tlp: _,
        proposed_severity: _,
    } = report;
    names.extend(affected.iter().map(|one| one.name.to_string()));
    if let Some(weakness) = vulnerability {
        names.extend(weakness.cves.iter().map(ToString::to_string));
        names.extend(weakness.upstream_component.iter().map(ToString::to_string));
    }
    names.extend(own_reference.iter().map(ToString::to_string));
    let versions = affected.iter().flat_map(|one| one.plans.iter().chain(&one.versions).chain(&one.fixed_in));
    body.extend(versions.map(ToString::to_string));
    body.extend(resolution.steps.iter().map(ToString::to_string));
    body.extend(resolution.available.iter().map(ToString::to_string));
    body.extend(noticed_how.iter().map(ToString::to_string));
    body.extend(vulnerability.iter().flat_map(|weakness| &weakness.finder).map(ToString::to_string));
    if let Some(incident) = incident {
        let said = [&incident.tokens_to_revoke, &incident.told, &incident.evidence];
        body.extend(said.into_iter().flatten().map(ToString::to_string));
        let named = [
            &incident.began,
            &incident.noticed,
            &incident.confirmed,
            &incident.customers_affected,
            &incident.regions,
            &incident.contact,
        ];
        body.extend(named.into_iter().flatten().map(ToString::to_string));
    }
    match customer_message {
        CustomerMessage::Draft { text } => body.push(text.to_string()),
        CustomerMessage::Help | CustomerMessage::None | CustomerMessage::Unanswered => {}
    }
}
