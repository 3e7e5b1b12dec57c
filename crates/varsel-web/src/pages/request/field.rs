//! The questions of a request, as one table; and the conversion of answers to form fields and back.
//!
//! A field is named by the path of its answer, which is also how [`varsel_app::intake`] names it in a problem. Offers are rows:
//! `affected.o-ID.…` for an offer of the catalogue, ticked or not, and `affected.tN.…` for one that is typed.

use sha2::{Digest, Sha256};
use varsel_app::intake::{AffectedAnswer, Answers, FilledAnswer};
use varsel_core::case::report::{IncidentState, Touched, Unsure};
use varsel_core::coded::Coded;
use varsel_core::cve::{CveEntry, CveFacts, CveState};
use varsel_core::score::Severity;
use varsel_core::score::cvss::{Vector, Version};
use varsel_core::tlp::Tlp;
use varsel_core::vulnerability_id::VulnerabilityId;
use varsel_locale::Locale;

use super::topic::Topic;
use crate::calculator::{self, Answered};
use crate::cve_card;
use crate::form::Form;

/// The path of a text among the answers.
#[derive(Clone, Copy)]
pub(super) struct Slot {
    pub(super) get: fn(&Answers) -> &String,
    pub(super) set: fn(&mut Answers) -> &mut String,
}

/// How a question is answered.
#[derive(Clone, Copy)]
pub(super) enum Control {
    /// One line; counted when its limit is short.
    Line { slot: Slot, max: usize, counted: bool },
    /// Paragraphs.
    Prose { slot: Slot, max: usize },
    /// One of a few codes, which the texts name in an area.
    Radios { slot: Slot, area: &'static str, codes: fn() -> Vec<&'static str>, inline: bool },
    /// CVSS vectors, one a line.
    Cvss(Slot),
    /// CVE ids in one line.
    Cves,
    /// What an incident affected.
    Touched,
    /// Affected offers.
    Affected,
    /// Whether there is a resolution, and its steps.
    Resolution,
    /// Whether there is a message to customers, and its draft.
    Message,
    /// A day, an hour and a zone.
    Embargo,
}

/// A question.
#[derive(Clone, Copy)]
pub(super) struct Field {
    pub(super) topic: Topic,
    /// The path of the answer.
    pub(super) name: &'static str,
    /// Whether a request cannot be sent without it.
    pub(super) needed: bool,
    pub(super) control: Control,
}

const TITLE: usize = 160;
const SHORT: usize = 240;
const SENTENCE: usize = 1_000;
const BODY: usize = 20_000;

/// The longest message to customers.
pub(super) const MESSAGE: usize = BODY;

fn codes<T: Coded>() -> Vec<&'static str> {
    T::ALL.iter().map(|code| code.code()).collect()
}

macro_rules! slot {
    ($($path:ident).+) => { Slot { get: |answers| &answers.$($path).+, set: |answers| &mut answers.$($path).+ } };
}

const fn field(topic: Topic, name: &'static str, control: Control) -> Field {
    Field { topic, name, needed: false, control }
}

const fn line(topic: Topic, name: &'static str, slot: Slot) -> Field {
    field(topic, name, Control::Line { slot, max: SHORT, counted: false })
}

const fn prose(topic: Topic, name: &'static str, slot: Slot) -> Field {
    field(topic, name, Control::Prose { slot, max: SENTENCE })
}

const fn unsure(name: &'static str, slot: Slot) -> Field {
    field(
        Topic::Vulnerability,
        name,
        Control::Radios { slot, area: "unsure", codes: codes::<Unsure>, inline: true },
    )
}

const fn needed(field: Field) -> Field {
    Field { needed: true, ..field }
}

/// All questions of a request, in order.
pub(super) const FIELDS: &[Field] = &[
    needed(field(Topic::Problem, "title", Control::Line { slot: slot!(title), max: TITLE, counted: true })),
    needed(field(Topic::Problem, "description", Control::Prose { slot: slot!(description), max: BODY })),
    needed(field(Topic::Problem, "affected", Control::Affected)),
    prose(Topic::Problem, "noticed_how", slot!(noticed_how)),
    field(Topic::Vulnerability, "vulnerability.cves", Control::Cves),
    field(Topic::Vulnerability, "vulnerability.cvss", Control::Cvss(slot!(vulnerability.cvss))),
    unsure("vulnerability.exploited", slot!(vulnerability.exploited)),
    unsure("vulnerability.public", slot!(vulnerability.public)),
    unsure("vulnerability.proof_of_concept", slot!(vulnerability.proof_of_concept)),
    unsure("vulnerability.default_configuration", slot!(vulnerability.default_configuration)),
    line(Topic::Vulnerability, "vulnerability.upstream_component", slot!(vulnerability.upstream_component)),
    prose(Topic::Vulnerability, "vulnerability.finder", slot!(vulnerability.finder)),
    field(
        Topic::Incident,
        "incident.ongoing",
        Control::Radios {
            slot: slot!(incident.ongoing),
            area: "state",
            codes: codes::<IncidentState>,
            inline: true,
        },
    ),
    line(Topic::Incident, "incident.began", slot!(incident.began)),
    line(Topic::Incident, "incident.noticed", slot!(incident.noticed)),
    line(Topic::Incident, "incident.confirmed", slot!(incident.confirmed)),
    field(Topic::Incident, "incident.touched", Control::Touched),
    line(Topic::Incident, "incident.customers_affected", slot!(incident.customers_affected)),
    line(Topic::Incident, "incident.regions", slot!(incident.regions)),
    prose(Topic::Incident, "incident.tokens_to_revoke", slot!(incident.tokens_to_revoke)),
    prose(Topic::Incident, "incident.told", slot!(incident.told)),
    prose(Topic::Incident, "incident.evidence", slot!(incident.evidence)),
    line(Topic::Incident, "incident.contact", slot!(incident.contact)),
    field(Topic::Resolution, "resolution.exists", Control::Resolution),
    line(Topic::Resolution, "resolution.available", slot!(resolution.available)),
    field(Topic::Customers, "customer_message.kind", Control::Message),
    field(Topic::Handling, "embargo", Control::Embargo),
    field(
        Topic::Handling,
        "tlp",
        Control::Radios { slot: slot!(tlp), area: "tlp", codes: codes::<Tlp>, inline: false },
    ),
    field(
        Topic::Handling,
        "proposed_severity",
        Control::Radios {
            slot: slot!(proposed_severity),
            area: "severity",
            codes: codes::<Severity>,
            inline: true,
        },
    ),
    line(Topic::Handling, "own_reference", slot!(own_reference)),
];

/// Lists the codes of what an incident can affect.
pub(super) fn touched_codes() -> Vec<&'static str> {
    codes::<Touched>()
}

/// Lists what a topic asks.
pub(super) fn of(topic: Topic) -> impl Iterator<Item = &'static Field> {
    FIELDS.iter().filter(move |field| field.topic == topic)
}

/// Writes the answers of a topic as the fields its form posts.
pub(super) fn write(topic: Topic, answers: &Answers) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for field in of(topic) {
        let mut put = |name: &str, value: &str| out.push((name.to_owned(), value.to_owned()));
        match field.control {
            Control::Line { slot, .. }
            | Control::Prose { slot, .. }
            | Control::Radios { slot, .. }
            | Control::Cvss(slot) => put(field.name, (slot.get)(answers)),
            Control::Cves => put(field.name, &answers.vulnerability.cves.join(", ")),
            Control::Touched => answers.incident.touched.iter().for_each(|code| put(field.name, code)),
            Control::Affected => {
                for (i, answer) in answers.affected.iter().enumerate() {
                    let row = row_name(&answers.affected, i);
                    if answer.offer.is_empty() {
                        put(&format!("{row}.name"), &answer.name);
                    } else {
                        put(&format!("{row}.offer"), &answer.offer);
                    }
                    answer.plans.iter().for_each(|plan| put(&format!("{row}.plans"), plan));
                    put(&format!("{row}.versions"), &answer.versions);
                    put(&format!("{row}.fixed_in"), &answer.fixed_in);
                }
            }
            Control::Resolution => {
                if let Some(exists) = answers.resolution.exists {
                    put(field.name, if exists { "yes" } else { "no" });
                }
                answers.resolution.steps.iter().for_each(|step| put("resolution.steps", step));
            }
            Control::Message => {
                put(field.name, &answers.customer_message.kind);
                put("customer_message.text", &answers.customer_message.text);
            }
            Control::Embargo => {
                let [date, time, zone] = embargo_parts(&answers.embargo);
                put("embargo.date", date);
                put("embargo.time", time);
                put("embargo.zone", zone);
            }
        }
    }
    out
}

/// Reads a topic's form into the answers, as they are. Fields that were not posted stay as they were; boxes and rows that were
/// not posted are gone.
pub(super) fn read(topic: Topic, form: &Form, answers: &mut Answers) {
    for field in of(topic) {
        let text = |name: &str| form.has(name).then(|| clean(form.get(name)));
        match field.control {
            Control::Line { slot, .. } | Control::Prose { slot, .. } | Control::Radios { slot, .. } => {
                if let Some(given) = text(field.name) {
                    *(slot.set)(answers) = given;
                }
            }
            Control::Cvss(slot) => {
                if let Some(given) = text(field.name) {
                    *(slot.set)(answers) = calculator::taken(Answered::read(form).join(given));
                }
            }
            Control::Cves => {
                if let Some(given) = text(field.name) {
                    answers.vulnerability.cves = if given.is_empty() { Vec::new() } else { vec![given] };
                }
            }
            Control::Touched => answers.incident.touched = form.all(field.name).map(clean).collect(),
            Control::Affected => answers.affected = read_affected(form),
            Control::Resolution => {
                match form.get(field.name) {
                    "yes" => answers.resolution.exists = Some(true),
                    "no" => answers.resolution.exists = Some(false),
                    _ => {}
                }
                answers.resolution.steps = form.all("resolution.steps").map(clean).collect();
            }
            Control::Message => {
                if let Some(kind) = text(field.name) {
                    answers.customer_message.kind = kind;
                }
                if let Some(draft) = text("customer_message.text") {
                    answers.customer_message.text = draft;
                }
            }
            Control::Embargo => {
                if form.has("embargo.date") || form.has("embargo.time") {
                    answers.embargo = read_embargo(form);
                }
            }
        }
    }
}

/// PostgreSQL cannot store NUL in a text; nothing that people type contains one.
fn clean(text: &str) -> String {
    text.replace('\0', "\u{FFFD}")
}

/// Returns the name of a row of affected offers: by offer, so that it stays the same from page to page, or by place.
pub(super) fn row_name(affected: &[AffectedAnswer], at: usize) -> String {
    let same = |answer: &&AffectedAnswer| answer.offer == affected[at].offer;
    let before = affected[..at].iter().filter(same).count();
    match (affected[at].offer.as_str(), before) {
        ("", n) => format!("affected.t{n}"),
        (offer, 0) => format!("affected.o-{offer}"),
        (offer, n) => format!("affected.o-{offer}~{n}"),
    }
}

fn read_affected(form: &Form) -> Vec<AffectedAnswer> {
    let mut rows: Vec<(&str, AffectedAnswer)> = Vec::new();
    for (name, value) in form.fields() {
        let Some((row, part)) = name.strip_prefix("affected.").and_then(|rest| rest.rsplit_once('.')) else {
            continue;
        };
        let at = rows.iter().position(|(found, _)| *found == row).unwrap_or_else(|| {
            rows.push((row, AffectedAnswer::default()));
            rows.len() - 1
        });
        let answer = &mut rows[at].1;
        match part {
            "offer" => answer.offer = clean(value),
            "name" => answer.name = clean(value),
            "plans" => answer.plans.push(clean(value)),
            "versions" => answer.versions = clean(value),
            "fixed_in" => answer.fixed_in = clean(value),
            _ => {}
        }
    }
    // An offer of the catalogue whose box is not ticked is not affected, whatever its other fields contain.
    rows.retain(|(row, answer)| row.starts_with('t') || !answer.offer.is_empty());
    rows.into_iter().map(|(_, answer)| answer).collect()
}

fn read_embargo(form: &Form) -> String {
    let part = |name: &str| clean(form.get(name)).split_whitespace().collect::<String>();
    let (date, time) = (part("embargo.date"), part("embargo.time"));
    if date.is_empty() && time.is_empty() {
        return String::new();
    }
    format!("{date} {time} {}", clean(form.get("embargo.zone")).trim())
}

/// Parts an embargo as the form has written it: day, hour, zone.
pub(super) fn embargo_parts(embargo: &str) -> [&str; 3] {
    let mut parts = embargo.splitn(3, ' ');
    [(); 3].map(|()| parts.next().unwrap_or_default())
}

/// The action of a form's button, besides saving.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Wish {
    /// The next topic, when this one is in order.
    Continue,
    /// The list of topics, whatever state this one is in.
    Later,
    /// Another row, or one row less; the page again.
    Rows(Rows),
    /// The scores of what the calculator says; the page again, with this version in sight.
    Calculate(Option<Version>),
    /// A vulnerability and an incident; the questions about the incident.
    Both,
    /// What is known of the CVEs that stand there; the page again.
    LookUp,
    /// What the catalogue says of a CVE, where nothing is answered yet; the page again.
    Fill(VulnerabilityId),
    /// A published vector; the page again.
    UseVector(Vector),
    /// Another language; the page again.
    Language(Locale),
}

/// A change of rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Rows {
    AddOffer,
    AddStep,
    /// Removes the offer at this place among those that are typed.
    RemoveOffer(usize),
    RemoveStep(usize),
    /// Removes the vectors of a version.
    RemoveVectors(Version),
}

impl Wish {
    pub(super) fn of(form: &Form) -> Self {
        let at = |prefix: &str| form.get("do").strip_prefix(prefix).and_then(|place| place.parse().ok());
        match form.get("do") {
            "later" => Self::Later,
            "both" => Self::Both,
            "look-up" => Self::LookUp,
            "calculate" | "guide" => Self::Calculate(Version::from_number(form.get("calc.version"))),
            "add-offer" => Self::Rows(Rows::AddOffer),
            "add-step" => Self::Rows(Rows::AddStep),
            wish if wish.starts_with("fill:") => wish[5..].parse().map_or(Self::LookUp, Self::Fill),
            wish if wish.starts_with("use-vector:") => {
                wish["use-vector:".len()..].parse().map_or(Self::LookUp, Self::UseVector)
            }
            wish if wish.starts_with("remove-vectors:") => {
                let version = Version::from_number(&wish["remove-vectors:".len()..]);
                version.map_or(Self::Calculate(None), |version| Self::Rows(Rows::RemoveVectors(version)))
            }
            wish => match (at("remove-offer:"), at("remove-step:"), wish.strip_prefix("language:")) {
                (Some(place), ..) => Self::Rows(Rows::RemoveOffer(place)),
                (_, Some(place), _) => Self::Rows(Rows::RemoveStep(place)),
                (.., Some(tag)) => Self::Language(Locale::from_tag(tag).unwrap_or_default()),
                _ => Self::Continue,
            },
        }
    }
}

impl Rows {
    /// Adds or removes the row; returns the id of the control to go on with.
    pub(super) fn apply(self, answers: &mut Answers) -> String {
        match self {
            Self::AddOffer => {
                answers.affected.push(AffectedAnswer::default());
                format!("affected.{}.name", answers.affected.len() - 1)
            }
            Self::AddStep => {
                // The page shows an empty row when there is none; that one counts.
                if answers.resolution.steps.is_empty() {
                    answers.resolution.steps.push(String::new());
                }
                answers.resolution.steps.push(String::new());
                format!("resolution.steps.{}", answers.resolution.steps.len() - 1)
            }
            Self::RemoveOffer(place) => {
                let mut typed = answers.affected.iter().enumerate().filter(|(_, a)| a.offer.is_empty());
                if let Some((at, _)) = typed.nth(place) {
                    answers.affected.remove(at);
                }
                "affected".to_owned()
            }
            Self::RemoveVectors(version) => {
                let text = &mut answers.vulnerability.cvss;
                *text = calculator::without(text, version);
                "vulnerability.cvss".to_owned()
            }
            Self::RemoveStep(place) => {
                if place < answers.resolution.steps.len() {
                    answers.resolution.steps.remove(place);
                }
                "resolution.steps".to_owned()
            }
        }
    }
}

/// Puts a published vector in place of the one of its version.
pub(super) fn use_vector(answers: &mut Answers, vector: &Vector) {
    let text = &mut answers.vulnerability.cvss;
    let others = calculator::without(text, vector.version());
    *text = if others.is_empty() { vector.to_string() } else { format!("{others}\n{vector}") };
}

/// Fills in what the catalogue says of a CVE, where nothing is answered yet, and notes where it came from.
///
/// A rejected CVE fills nothing in: it says why it was rejected, not what the problem is.
pub(super) fn fill(answers: &mut Answers, entry: &CveEntry) {
    if entry.state() == CveState::Rejected || entry.is_withdrawn() {
        return;
    }
    let mut note = |field: &str, slot: &mut String, text: String, by: &str| {
        if slot.trim().is_empty() && !text.is_empty() {
            slot.clone_from(&text);
            answers.filled.retain(|filled| filled.field != field);
            answers.filled.push(FilledAnswer {
                field: field.to_owned(),
                text,
                source: format!("{}, {by}", entry.id),
            });
        }
    };
    let by = |says: fn(&CveFacts) -> bool| {
        let source = entry.sources.iter().find(|one| says(&one.facts));
        source.map_or("", |one| cve_card::source_name(one.source))
    };
    let (mut title, mut description) = (answers.title.clone(), answers.description.clone());
    note("title", &mut title, entry.title.chars().take(TITLE).collect(), by(|facts| !facts.title.is_empty()));
    note(
        "description",
        &mut description,
        entry.description.clone(),
        by(|facts| !facts.description.is_empty()),
    );
    let mut upstream = answers.vulnerability.upstream_component.clone();
    if let Some((source, product)) = entry.first_affected() {
        let name = product.name.chars().take(SHORT).collect();
        note("vulnerability.upstream_component", &mut upstream, name, cve_card::source_name(source));
    }
    // The first score of each version.
    let mut vectors: Vec<(Vector, &str)> = Vec::new();
    for score in entry.scores() {
        if let Some(vector) = score.read()
            && vectors.iter().all(|(kept, _)| kept.version() != vector.version())
        {
            vectors.push((vector, &score.by));
        }
    }
    vectors.sort_by_key(|(vector, _)| std::cmp::Reverse(vector.version()));
    let text = vectors.iter().map(|(vector, _)| vector.to_string()).collect::<Vec<_>>().join("\n");
    let by = vectors.iter().map(|(_, by)| *by).collect::<Vec<_>>().join(", ");
    let mut cvss = answers.vulnerability.cvss.clone();
    note("vulnerability.cvss", &mut cvss, text, &by);
    (answers.title, answers.description) = (title, description);
    answers.vulnerability.upstream_component = upstream;
    answers.vulnerability.cvss = cvss;
}

/// Returns a short hash over the stored answers of a topic. A form carries it, so that a save over someone else's words is seen,
/// while two people can write on two topics of one request.
pub(super) fn fingerprint(topic: Topic, answers: &Answers) -> String {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(write(topic, answers)).finish();
    varsel_app::secrets::hex(&Sha256::digest(body.as_bytes())[..8])
}

#[cfg(test)]
#[path = "field_tests.rs"]
mod tests;
