//! The duties of one side, as a page shows them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use varsel_app::Policy;
use varsel_core::case::Case;
use varsel_core::case::duties::{AWARENESS, Anchored, Duties, EVERY_REGIME, Judgement, Known, Standing};
use varsel_core::case::report::Unsure;
use varsel_core::catalogue::Country;
use varsel_core::clock::Calendar;
use varsel_core::clock::obligation::{Answer, Confidence, Facts, Regime, Stage, Usually, filing_place};
use varsel_core::permission::Party;
use varsel_locale::duty::{self, choose};
use varsel_locale::{Texts, describe, format};

use crate::web::Visitor;

/// The duties of a side.
pub(super) struct Side {
    /// When the side became aware; `None` where nothing that may apply counts from it.
    pub(super) awareness: Option<Awareness>,
    /// Regimes that may apply and of which nobody has said so.
    pub(super) suggested: Vec<Offer>,
    /// Those that apply.
    pub(super) applying: Vec<Applying>,
    /// Those that do not.
    pub(super) not: Vec<NotApplying>,
    /// All others, to choose from.
    pub(super) others: Vec<Choice>,
}

/// The one question whose answer most laws count from.
pub(super) struct Awareness {
    /// When it was, with how that is known, as it was recorded last.
    pub(super) recorded: Option<(Timestamp, String)>,
    /// How often it was recorded.
    pub(super) held: usize,
    /// For the form.
    pub(super) date: String,
    pub(super) time: String,
}

/// A regime to choose.
pub(super) struct Choice {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
}

/// A regime that can apply.
pub(super) struct Offer {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) role: &'static str,
    pub(super) when: &'static str,
    pub(super) line: Line,
    /// When its first stage would be due, in words; empty where that cannot be counted.
    pub(super) would_be: String,
    /// What its stages leave open; empty if nothing.
    pub(super) caution: &'static str,
    /// The key of its form.
    pub(super) key: String,
    /// The number of decisions on whether it applies.
    pub(super) held: usize,
}

/// What a law asks for, in a line: its first stages with their times, and who receives them.
pub(super) struct Line {
    pub(super) recipient: &'static str,
    pub(super) stages: Vec<String>,
    /// How many stages are not named; empty where all are.
    pub(super) more: String,
}

impl Line {
    fn of(t: Texts, regime: &Regime) -> Self {
        let stages = regime.checked_stages();
        let more = stages.len().saturating_sub(NAMED_STAGES);
        Self {
            recipient: stages.first().map_or("", |stage| choose(t, stage.recipient)),
            stages: stages.iter().take(NAMED_STAGES).map(|stage| duty::stage_with_time(t, stage)).collect(),
            more: if more == 0 {
                String::new()
            } else {
                t.duties_more_stages(i64::try_from(more).unwrap_or(i64::MAX))
            },
        }
    }
}

/// How many stages of a law its line names.
const NAMED_STAGES: usize = 3;

/// A regime that does not apply.
pub(super) struct NotApplying {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) reason: String,
    pub(super) at: Timestamp,
    /// What was filed anyway, by stage.
    pub(super) filed: Vec<Choice>,
    pub(super) key: String,
    /// The number of decisions on whether it applies.
    pub(super) held: usize,
}

/// A regime that applies.
pub(super) struct Applying {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) role: &'static str,
    pub(super) line: Line,
    /// Why; empty where nobody gave a reason.
    pub(super) reason: String,
    /// What its stages leave open; empty if nothing.
    pub(super) caution: &'static str,
    pub(super) stages: Vec<StageRow>,
    pub(super) anchors: Vec<AnchorRow>,
    pub(super) key: String,
    /// The number of decisions on whether it applies.
    pub(super) held: usize,
}

/// A stage.
pub(super) struct StageRow {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) instrument: &'static str,
    pub(super) article: &'static str,
    pub(super) recipient: &'static str,
    pub(super) source: &'static str,
    pub(super) reviewed: String,
    /// The confidence, in words.
    pub(super) confidence: &'static str,
    /// When it is strictly due.
    pub(super) due: Option<Timestamp>,
    /// Further details: the last lawful instant, what it waits for, how it was filed.
    pub(super) words: String,
    pub(super) is_filed: bool,
    /// Whether it can be prepared: it has a form, or runs.
    pub(super) can_prepare: bool,
}

/// The anchor of a clock.
pub(super) struct AnchorRow {
    pub(super) name: &'static str,
    pub(super) label: String,
    /// What it is: "became aware".
    pub(super) named: String,
    /// When, as it was recorded last, with how that is known.
    pub(super) recorded: Option<(Timestamp, String)>,
    /// What was recorded before, in words.
    pub(super) before: Vec<String>,
    /// How often it was recorded.
    pub(super) held: usize,
    pub(super) key: String,
    /// The calendar year, for the form; `None` if it is an instant.
    pub(super) year: Option<String>,
    /// For the form.
    pub(super) date: String,
    pub(super) time: String,
}

/// Makes what is shown of a side.
pub(super) fn side(
    t: Texts,
    case: &Case,
    party: Party,
    policy: &Policy,
    country: Option<&Country>,
    reader: &Visitor,
) -> Side {
    let duties = case.duties_of(party);
    let place = &place_of(party, policy, country);
    let mut side = Side {
        awareness: None,
        suggested: Vec::new(),
        applying: Vec::new(),
        not: Vec::new(),
        others: Vec::new(),
    };
    let aware = duties.awareness();
    let today = place.day_of(reader.now);
    let suggests = |regime: &Regime| is_suggested(regime, case, party, policy, today);
    for regime in Regime::all() {
        let known = duties.get(regime.id);
        let name = choose(t, regime.name);
        match known.and_then(|known| Some((known, known.judgement()?))) {
            Some((known, judged)) if judged.applies => {
                side.applying.push(applying(t, regime, known, said(judged), place, reader));
            }
            Some((known, judged)) => side.not.push(NotApplying {
                filed: filed(t, regime, known),
                id: regime.id,
                name,
                reason: said(judged),
                at: judged.stamp.at,
                key: format!("judge-{}", regime.id),
                held: known.judged.len(),
            }),
            None if suggested(regime, country, &suggests) => side.suggested.push(Offer {
                id: regime.id,
                name,
                role: choose(t, regime.role),
                when: choose(t, regime.when),
                caution: choose(t, regime.caution),
                line: Line::of(t, regime),
                would_be: would_be(t, case, regime, aware, place, reader),
                key: format!("judge-{}", regime.id),
                held: known.map_or(0, |known| known.judged.len()),
            }),
            // A draft that nobody has checked is switched off.
            None if regime.is_draft() => {}
            None => side.others.push(Choice { id: regime.id, name }),
        }
    }
    // What the publisher's own country asks for comes first.
    side.suggested.sort_by_key(|offer| !Regime::find(offer.id).is_some_and(|regime| is_of(regime, country)));
    let ids = side.suggested.iter().map(|offer| offer.id).chain(side.applying.iter().map(|one| one.id));
    let counts = ids.filter_map(Regime::find).any(|regime| regime.anchors().contains(&AWARENESS));
    side.awareness = (counts || aware.is_some()).then(|| awareness(case, duties, reader));
    side
}

/// Returns the reason of a decision, if one was given.
fn said(judged: &Judgement) -> String {
    judged.reason.as_ref().map(ToString::to_string).unwrap_or_default()
}

fn awareness(case: &Case, duties: &Duties, reader: &Visitor) -> Awareness {
    let of_all = duties.get(EVERY_REGIME).and_then(|every| every.anchors.get(AWARENESS));
    let aware = duties.awareness();
    let shown = aware.map(|aware| aware.instant).or(case.submitted.map(|stamp| stamp.at));
    let wall = reader.zone.to_datetime(shown.unwrap_or(reader.now));
    Awareness {
        recorded: aware.map(|aware| (aware.instant, aware.evidence.to_string())),
        held: of_all.map_or(0, Vec::len),
        date: wall.date().to_string(),
        time: wall.strftime("%H:%M").to_string(),
    }
}

/// Says when the first stage of a law would be due if it applied: counted from when the side became aware or, until that is
/// recorded, from when it reported.
fn would_be(
    t: Texts,
    case: &Case,
    regime: &Regime,
    aware: Option<&Anchored>,
    place: &Calendar,
    reader: &Visitor,
) -> String {
    let Some(from) = aware.map(|aware| aware.instant).or(case.submitted.map(|stamp| stamp.at)) else {
        return String::new();
    };
    let facts = Facts { anchors: BTreeMap::from([(AWARENESS.to_owned(), from)]), ..Facts::default() };
    let due =
        regime.checked_stages().into_iter().filter_map(|stage| match regime.answer(stage, &facts, place) {
            Answer::Due(ending) => Some(ending.end.due),
            _ => None,
        });
    let Some(due) = due.min() else { return String::new() };
    let when = format::instant_with_city(t, due, &reader.zone, reader.now);
    if aware.is_some() { t.duties_if_aware(when) } else { t.duties_if_reported(when) }
}

/// Tells whether a regime is the form that a country gives to a law.
fn is_of(regime: &Regime, country: Option<&Country>) -> bool {
    let Some(country) = country else { return false };
    let stages = regime.checked_stages();
    !stages.is_empty() && stages.iter().any(|stage| stage.place == Some(country.as_str()))
}

/// Tells whether a regime is suggested. Where the side's country has its own form of a suggested law, that form is, in place of the
/// general one.
fn suggested(regime: &Regime, country: Option<&Country>, suggests: &dyn Fn(&Regime) -> bool) -> bool {
    let national = |of: &Regime| {
        Regime::all().iter().any(|form| form.base == Some(of.id) && is_of(form, country) && !form.is_draft())
    };
    match regime.base.and_then(Regime::find) {
        Some(base) => suggests(regime) || is_of(regime, country) && !regime.is_draft() && suggests(base),
        None => suggests(regime) && !national(regime),
    }
}

/// Returns the working days of the place where a side files.
pub(super) fn place_of(party: Party, policy: &Policy, country: Option<&Country>) -> Calendar {
    match party {
        Party::Desk => policy.place.clone(),
        Party::Publisher => filing_place(country, &policy.place.zone),
    }
}

/// Lists the stages of a regime that were filed.
fn filed(t: Texts, regime: &'static Regime, known: &Known) -> Vec<Choice> {
    let stages = known.stages(regime).into_iter().filter(|stage| known.filing(stage.id).is_some());
    stages.map(|stage| Choice { id: stage.id, name: choose(t, stage.stage) }).collect()
}

/// Returns whether a regime is offered without being asked for: it is one of that side's, and may concern the case.
fn is_suggested(regime: &Regime, case: &Case, party: Party, policy: &Policy, today: Date) -> bool {
    let Some(report) = case.report.as_ref().filter(|_| !regime.is_draft()) else { return false };
    let said = report.vulnerability.as_ref().is_some_and(|weakness| weakness.exploited == Unsure::Yes);
    let is_theirs = match party {
        Party::Desk => policy.regimes.iter().any(|known| known.id == regime.id),
        // The general form of a law represents its national forms.
        Party::Publisher => {
            regime.base.is_none()
                && matches!(regime.usually, Usually::Publisher | Usually::Both)
                && matches!(
                    regime.about,
                    "exploited_vulnerability" | "severe_incident" | "significant_incident" | "personal_data"
                )
        }
    };
    is_theirs && regime.may_concern(today, case.category, report, said || case.is_exploited())
}

fn applying(
    t: Texts,
    regime: &'static Regime,
    known: &Known,
    reason: String,
    place: &Calendar,
    reader: &Visitor,
) -> Applying {
    // When the side became aware is asked once, for all laws.
    let own = regime.anchors().into_iter().filter(|name| *name != AWARENESS);
    let anchors = own.map(|name| anchor_row(t, regime, known, name, reader));
    Applying {
        id: regime.id,
        name: choose(t, regime.name),
        role: choose(t, regime.role),
        line: Line::of(t, regime),
        reason,
        caution: choose(t, regime.caution),
        stages: known
            .stages(regime)
            .into_iter()
            .map(|stage| stage_row(t, regime, known, stage, place, reader))
            .collect(),
        anchors: anchors.collect(),
        key: format!("judge-{}", regime.id),
        held: known.judged.len(),
    }
}

pub(super) fn stage_row(
    t: Texts,
    regime: &Regime,
    known: &Known,
    stage: &'static Stage,
    place: &Calendar,
    reader: &Visitor,
) -> StageRow {
    let when = |at| format::instant_with_city(t, at, &reader.zone, reader.now);
    let standing = known.standing(regime, stage, place);
    let (due, words) = match &standing {
        Standing::Filed(filing) => {
            let filed = t.duties_filed(&filing.reference, when(filing.filed));
            // A correction may move the beginning past what was filed.
            let began = known.began(regime, stage).filter(|began| filing.filed < *began);
            let odd = began.map(|began| format!(" {}", t.duties_filed_before(when(began))));
            (None, filed + &odd.unwrap_or_default())
        }
        Standing::Runs(end) => {
            let relieved = (end.latest_lawful != end.due).then(|| t.duties_latest(when(end.latest_lawful)));
            let outer = end.outer_bound.filter(|outer| *outer != end.due).map(|at| t.duties_outer(when(at)));
            let caution = duty::note(t, stage, &regime.answer(stage, &known.facts(), place), when);
            let said: Vec<_> = relieved.into_iter().chain(outer).chain(caution).collect();
            (Some(end.due), said.join(" "))
        }
        Standing::Is(answer) => {
            let due = match answer {
                Answer::Due(ending) => Some(ending.end.due),
                _ => None,
            };
            (due, duty::answer(t, stage, answer, when))
        }
    };
    StageRow {
        id: stage.id,
        name: choose(t, stage.stage),
        instrument: stage.instrument,
        article: stage.article,
        recipient: choose(t, stage.recipient),
        source: stage.source,
        reviewed: stage.reviewed.map_or_else(
            || t.duties_not_reviewed().to_owned(),
            |day| t.duties_reviewed(describe::day_of(t, day)),
        ),
        confidence: match stage.confidence {
            Confidence::A => t.duties_sure(),
            Confidence::B => t.duties_less_sure(),
            Confidence::C => t.duties_draft(),
        },
        due,
        words,
        is_filed: matches!(standing, Standing::Filed(_)),
        can_prepare: stage.form.is_some()
            || matches!(
                standing,
                Standing::Runs(_)
                    | Standing::Filed(_)
                    | Standing::Is(
                        Answer::Due(_) | Answer::Undelayed | Answer::Unclear(_) | Answer::Voluntary
                    )
            ),
    }
}

fn anchor_row(t: Texts, regime: &Regime, known: &Known, name: &'static str, reader: &Visitor) -> AnchorRow {
    let all = known.anchors.get(name).map_or(&[][..], Vec::as_slice);
    let (newest, before) =
        all.split_last().map_or((None, &[][..]), |(newest, before)| (Some(newest), before));
    let wall = reader.zone.to_datetime(newest.map_or(reader.now, |anchored| anchored.instant));
    let named = duty::anchor(t, name);
    let year = |at| regime.is_year(name).then(|| regime.year_of(name, at)).flatten();
    AnchorRow {
        name,
        label: t.duties_anchor(named),
        held: all.len(),
        named: named.to_owned(),
        recorded: newest.map(|anchored| {
            let why = anchored.reason.as_ref().map(|reason| format!(" {}", t.duties_because(reason)));
            (anchored.instant, format!("{}{}", anchored.evidence, why.unwrap_or_default()))
        }),
        before: before
            .iter()
            .map(|old| {
                let at = year(old.instant).map_or_else(
                    || format::instant_with_city(t, old.instant, &reader.zone, reader.now),
                    |year| t.duties_year_ended(year.to_string()),
                );
                let noted = format::instant_with_city(t, old.stamp.at, &reader.zone, reader.now);
                format!("{at}. {} ({})", old.evidence, t.duties_anchor_noted(noted))
            })
            .collect(),
        key: format!("anchor-{}-{name}", regime.id),
        year: year(newest.map_or(reader.now, |anchored| anchored.instant)).map(|year| year.to_string()),
        date: wall.date().to_string(),
        time: wall.strftime("%H:%M").to_string(),
    }
}
