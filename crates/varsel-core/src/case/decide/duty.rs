//! Laws and contracts: what each side records about them, validated.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::{Context, Decision};
use crate::case::duties::{
    AWARENESS, Applicability, Duties, EVERY_REGIME, Known, LONGEST_FIELD, MOST_ENTRIES, MOST_TEXT, Recount,
    recount,
};
use crate::case::event::Event;
use crate::case::state::Case;
use crate::clock::obligation::{Field, Regime, Stage};
use crate::permission::Party;
use crate::refusal::Refusal;
use crate::text::{Sentence, Short};

/// How far from now an anchor or a filing can be: ten years.
const FAR: SignedDuration = SignedDuration::from_hours(10 * 366 * 24);

/// Records whether a regime applies to a side. One that applies starts at once where the side has said when it became aware.
pub(super) fn judge(
    case: &Case,
    side: Party,
    regime: String,
    (applies, reason): (Applicability, Option<Sentence>),
    context: Context<'_>,
) -> Result<Decision, Refusal> {
    let known = case.duties_of(side).get(&regime);
    let held = known.and_then(Known::judgement);
    // Unchecked drafts are switched off; a regime that was switched off later can still be marked as not applicable.
    let is_known = |regime: &&Regime| !regime.is_draft() || (held.is_some() && applies != Applicability::Yes);
    let of = Regime::find(&regime).filter(is_known).ok_or(Refusal::NoSuchDuty)?;
    if applies == Applicability::No && reason.is_none() {
        return Err(Refusal::ReasonNeeded);
    }
    let is_same = match held {
        Some(held) => {
            applies != Applicability::Unsure
                && held.applies == (applies == Applicability::Yes)
                && held.reason == reason
        }
        None => applies == Applicability::Unsure,
    };
    if is_same {
        return Err(Refusal::NoChange);
    }
    let added = reason.as_ref().map_or(0, |reason| reason.as_str().len());
    has_room(case.duties_of(side), known.map_or(0, |known| known.judged.len()), added)?;
    let (yes, unsure) = (applies == Applicability::Yes, applies == Applicability::Unsure);
    let judged = Event::DutyJudged { side, regime, applies: yes, unsure, reason };
    let mut decision = Decision::of(judged);
    let is_open = known.is_none_or(|known| known.anchor(AWARENESS).is_none());
    if yes && is_open && of.anchors().contains(&AWARENESS) {
        let aware = case.duties_of(side).awareness();
        decision.events.extend(
            aware.map(|aware| anchored(case, side, of, (aware.instant, &aware.evidence, None), context)),
        );
    }
    Ok(decision)
}

/// Records when a side became aware, for all laws, and for each law that applies and counts from it.
pub(super) fn aware(
    case: &Case,
    side: Party,
    (instant, evidence, reason): (Timestamp, Sentence, Option<Sentence>),
    context: Context<'_>,
) -> Result<Decision, Refusal> {
    if instant.duration_since(context.now).abs() > FAR {
        return Err(Refusal::FarAway);
    }
    let duties = case.duties_of(side);
    let before = duties.get(EVERY_REGIME).and_then(|every| every.anchor(AWARENESS));
    if before.is_some_and(|before| before.instant == instant && before.evidence == evidence) {
        return Err(Refusal::NoChange);
    }
    let is_moved = before.is_some_and(|before| before.instant != instant);
    if (instant > context.now || is_moved) && reason.is_none() {
        return Err(Refusal::ReasonNeeded);
    }
    let counted: Vec<_> = Regime::all()
        .iter()
        .filter(|regime| regime.anchors().contains(&AWARENESS))
        .filter_map(|regime| Some((regime, duties.get(regime.id).filter(|known| known.applies())?)))
        .filter(|(_, known)| known.anchor(AWARENESS).is_none_or(|held| held.instant != instant))
        .collect();
    let entries = |known: &Known| known.anchors.get(AWARENESS).map_or(0, Vec::len);
    let most =
        counted.iter().map(|(_, known)| entries(known)).chain(duties.get(EVERY_REGIME).map(entries)).max();
    let text = evidence.as_str().len() + reason.as_ref().map_or(0, |reason| reason.as_str().len());
    has_room(duties, most.unwrap_or(0), text * (1 + counted.len()))?;
    let mut decision = Decision::of(Event::AnchorRecorded {
        side,
        regime: EVERY_REGIME.to_owned(),
        anchor: AWARENESS.to_owned(),
        instant,
        evidence: evidence.clone(),
        reason: reason.clone(),
        ends: Vec::new(),
        withdrawn: Vec::new(),
    });
    for (regime, _) in counted {
        decision.events.push(anchored(case, side, regime, (instant, &evidence, reason.clone()), context));
    }
    Ok(decision)
}

/// Builds the event that starts the clocks of a regime when the side became aware.
fn anchored(
    case: &Case,
    side: Party,
    regime: &Regime,
    (instant, evidence, reason): (Timestamp, &Sentence, Option<Sentence>),
    context: Context<'_>,
) -> Event {
    let known = case.duties_of(side).get(regime.id);
    let mut facts = known.map(Known::facts).unwrap_or_default();
    facts.anchors.insert(AWARENESS.to_owned(), instant);
    let Recount { ends, withdrawn } = recount(regime, known, &facts, context.place);
    Event::AnchorRecorded {
        side,
        regime: regime.id.to_owned(),
        anchor: AWARENESS.to_owned(),
        instant,
        evidence: evidence.clone(),
        reason,
        ends,
        withdrawn,
    }
}

/// An anchor as a person records it.
pub(super) struct NewAnchor {
    pub regime: String,
    pub anchor: String,
    pub instant: Timestamp,
    pub evidence: Sentence,
    pub reason: Option<Sentence>,
}

/// Records when a clock of a regime began.
pub(super) fn record(
    case: &Case,
    side: Party,
    new: NewAnchor,
    context: Context<'_>,
) -> Result<Decision, Refusal> {
    let NewAnchor { regime, anchor, instant, evidence, reason } = new;
    let of = applying(case, side, &regime)?;
    let name = of.anchors().into_iter().find(|name| *name == anchor).ok_or(Refusal::NoSuchDuty)?;
    if instant.duration_since(context.now).abs() > FAR {
        return Err(Refusal::FarAway);
    }
    let before = case.duties_of(side).get(&regime).and_then(|known| known.anchor(name));
    if before.is_some_and(|before| before.instant == instant && before.evidence == evidence) {
        return Err(Refusal::NoChange);
    }
    let is_moved = before.is_some_and(|before| before.instant != instant);
    if (instant > context.now || is_moved) && reason.is_none() {
        return Err(Refusal::ReasonNeeded);
    }
    let earlier =
        case.duties_of(side).get(&regime).and_then(|known| known.anchors.get(name)).map_or(0, Vec::len);
    has_room(
        case.duties_of(side),
        earlier,
        evidence.as_str().len() + reason.as_ref().map_or(0, |reason| reason.as_str().len()),
    )?;
    let known = case.duties_of(side).get(&regime);
    let mut facts = known.map(Known::facts).unwrap_or_default();
    facts.anchors.insert(anchor.clone(), instant);
    let Recount { ends, withdrawn } = recount(of, known, &facts, context.place);
    Ok(Decision::of(Event::AnchorRecorded {
        side,
        regime,
        anchor,
        instant,
        evidence,
        reason,
        ends,
        withdrawn,
    }))
}

/// Stores what was typed into the fields of a regime's forms, as `form/field`: only changed fields.
pub(super) fn prepare(
    case: &Case,
    side: Party,
    regime: String,
    fields: BTreeMap<String, String>,
) -> Result<Decision, Refusal> {
    let of = applying(case, side, &regime)?;
    let stages = of.stages();
    let known = case.duties_of(side).get(&regime);
    let is_field = |id: &str| {
        let Some((of, id)) = id.split_once('/') else { return false };
        let is_ours = stages.iter().filter_map(|stage| stage.form).any(|(form, _)| form == of);
        is_ours && Field::all().iter().any(|field| field.form == of && field.id == id)
    };
    let changed: BTreeMap<_, _> = fields
        .into_iter()
        .map(|(id, text)| (id, text.chars().take(LONGEST_FIELD).collect::<String>()))
        .filter(|(id, text)| {
            // A cleared field stays empty: the case no longer fills it in.
            let held = known.and_then(|known| known.typed.get(id));
            is_field(id) && held != Some(text)
        })
        .collect();
    if changed.is_empty() {
        return Err(Refusal::NoChange);
    }
    let size = |(id, text): (&String, &String)| id.len() + text.len();
    let held = |id: &String| known.and_then(|known| known.typed.get_key_value(id)).map_or(0, size);
    let (added, replaced) =
        (changed.iter().map(size).sum::<usize>(), changed.keys().map(held).sum::<usize>());
    has_room(case.duties_of(side), 0, added.saturating_sub(replaced))?;
    Ok(Decision::of(Event::FilingPrepared { side, regime, fields: changed }))
}

/// A filing as a person records it.
pub(super) struct NewFiling {
    pub regime: String,
    pub stage: String,
    pub filed: Timestamp,
    pub reference: Short,
    pub proof: Option<Sentence>,
}

/// Records that a stage was filed.
pub(super) fn file(
    case: &Case,
    side: Party,
    new: NewFiling,
    context: Context<'_>,
) -> Result<Decision, Refusal> {
    let NewFiling { regime, stage, filed, reference, proof } = new;
    let of = applying(case, side, &regime)?;
    let known = case.duties_of(side).get(&regime);
    let stages = known.map(|known| known.stages(of)).unwrap_or_default();
    let known_stage: &Stage = stages
        .into_iter()
        .chain(of.stages())
        .find(|known| known.ids().any(|id| id == stage))
        .ok_or(Refusal::NoSuchDuty)?;
    let stage = known_stage.id.to_owned();
    if filed > context.now {
        return Err(Refusal::InTheFuture);
    }
    if context.now.duration_since(filed) > FAR {
        return Err(Refusal::FarAway);
    }
    let began = known.and_then(|known| known.began(of, known_stage));
    if let Some(began) = began.filter(|began| filed < *began) {
        return Err(Refusal::BeforeItBegan { began });
    }
    let before = known.and_then(|known| known.filed.get(&stage)?.last());
    if before.is_some_and(|held| held.filed == filed && held.reference == reference && held.proof == proof) {
        return Err(Refusal::NoChange);
    }
    let earlier = known.and_then(|known| known.filed.get(&stage)).map_or(0, Vec::len);
    let added = reference.as_str().len() + proof.as_ref().map_or(0, |proof| proof.as_str().len());
    has_room(case.duties_of(side), earlier, added)?;
    let mut facts = known.map(Known::facts).unwrap_or_default();
    facts.filed.insert(stage.clone(), filed);
    let Recount { ends, withdrawn } = recount(of, known, &facts, context.place);
    Ok(Decision::of(Event::StageFiled { side, regime, stage, filed, reference, proof, ends, withdrawn }))
}

/// Finds a regime that was recorded as applying to a side.
fn applying(case: &Case, side: Party, regime: &str) -> Result<&'static Regime, Refusal> {
    let applies = case.duties_of(side).get(regime).is_some_and(Known::applies);
    Regime::find(regime).filter(|_| applies).ok_or(Refusal::NoSuchDuty)
}

/// Refuses an entry that would make the history of a duty, or all duties of a side, too long, because they are read with every
/// check of the case.
fn has_room(duties: &Duties, entries: usize, added: usize) -> Result<(), Refusal> {
    if entries >= MOST_ENTRIES {
        return Err(Refusal::TooManyEntries { most: MOST_ENTRIES });
    }
    // An entry that adds nothing is accepted, even above the limit.
    if added > 0 && duties.text() + added > MOST_TEXT {
        return Err(Refusal::DutiesFull { most: MOST_TEXT });
    }
    Ok(())
}
