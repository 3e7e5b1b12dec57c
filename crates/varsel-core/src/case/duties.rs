//! What laws and contracts require of the two sides of a case: which regimes apply, when their clocks started, what was filed.
//!
//! The publisher's duties belong to the publisher; the desk can see them to help. The marketplace's belong to the desk. Each side
//! has its own [`Duties`], and only its own people write there.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::state::{Case, Stamp};
use crate::clock::Calendar;
use crate::clock::obligation::{Answer, Basis, Ending, Facts, Regime, Stage};
use crate::coded;
use crate::permission::Party;
use crate::text::{Sentence, Short};

/// How long before its deadline an unfiled stage makes a case urgent.
const NEAR: SignedDuration = SignedDuration::from_hours(24);

/// The maximum length of a form field: more than any form accepts.
pub const LONGEST_FIELD: usize = 20_000;

/// The maximum number of decisions per regime, times per anchor and filings per stage: far more corrections than needed.
pub const MOST_ENTRIES: usize = 25;

/// The maximum bytes of text in the duties of one side of a case, over all regimes: far more than all forms filled in.
pub const MOST_TEXT: usize = 200_000;

/// The id used in place of a regime's for an instant that counts for all of them.
pub const EVERY_REGIME: &str = "every";

/// The anchor that most laws share: when the side became aware.
pub const AWARENESS: &str = "awareness";

/// The deadline of a stage of a regime, as counted from an anchor.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StageEnd {
    /// The id of the stage.
    pub stage: String,
    /// The start of the count.
    pub from: Timestamp,
    /// The strict deadline.
    pub due: Timestamp,
    /// The last lawful instant.
    pub latest_lawful: Timestamp,
    /// For periods in hours, the deadline when counting from the next full hour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outer_bound: Option<Timestamp>,
}

coded! {
    /// What a side answers about a regime.
    pub enum Applicability {
        /// It applies.
        Yes = "yes",
        /// It does not apply.
        No = "no",
        /// The side is not sure, which leaves it open.
        Unsure = "unsure",
    }
}

/// Whether a regime applies.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Judgement {
    /// Whether it applies.
    pub applies: bool,
    /// Whether the side is not sure, which leaves it open.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unsure: bool,
    /// The reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Sentence>,
    /// Who decided, and when.
    #[serde(flatten)]
    pub stamp: Stamp,
}

/// The recorded start of a clock.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Anchored {
    /// The instant.
    pub instant: Timestamp,
    /// How that is known.
    pub evidence: Sentence,
    /// The reason for a correction, or for a time in the future.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Sentence>,
    /// Who recorded it, and when.
    #[serde(flatten)]
    pub stamp: Stamp,
}

/// A filing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Filing {
    /// When it was filed.
    pub filed: Timestamp,
    /// The reference that the recipient gave.
    pub reference: Short,
    /// How it can be proved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Sentence>,
    /// Who recorded it, and when.
    #[serde(flatten)]
    pub stamp: Stamp,
}

/// The record of a regime on one side.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct Known {
    /// Decisions on whether it applies; the newest last.
    pub judged: Vec<Judgement>,
    /// The starts of its clocks, by anchor; the newest last.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub anchors: BTreeMap<String, Vec<Anchored>>,
    /// The deadlines of its stages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ends: Vec<StageEnd>,
    /// Filings, by stage; the newest last.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub filed: BTreeMap<String, Vec<Filing>>,
    /// What was typed into the fields of its forms.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub typed: BTreeMap<String, String>,
    /// The highest announced step, by stage, in percent; 100 is a miss.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub told: BTreeMap<String, u8>,
}

/// The status of a stage.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Standing<'a> {
    /// It was filed.
    Filed(&'a Filing),
    /// It runs until a recorded deadline.
    Runs(&'a StageEnd),
    /// The answer computed from the record.
    Is(Answer),
}

impl Known {
    /// Returns the newest decision.
    pub fn judgement(&self) -> Option<&Judgement> {
        self.judged.last().filter(|judged| !judged.unsure)
    }

    /// Returns whether it was recorded as applying.
    pub fn applies(&self) -> bool {
        self.judgement().is_some_and(|judged| judged.applies)
    }

    /// Returns the newest recorded start of a clock.
    pub fn anchor(&self, name: &str) -> Option<&Anchored> {
        self.anchors.get(name)?.last()
    }

    /// Returns the filing of a stage, under its id or a former one.
    pub fn filing(&self, stage: &str) -> Option<&Filing> {
        let filed = |id: &str| self.filed.get(id)?.last();
        filed(stage).or_else(|| Stage::find(stage)?.ids().filter_map(filed).max_by_key(|filing| filing.filed))
    }

    /// Returns the starts of its clocks.
    pub fn facts(&self) -> Facts {
        let newest = |(name, all): (&String, &Vec<Anchored>)| Some((name.clone(), all.last()?.instant));
        let filed = |(id, all): (&String, &Vec<Filing>)| Some((id.clone(), all.last()?.filed));
        Facts {
            anchors: self.anchors.iter().filter_map(newest).collect(),
            filed: self.filed.iter().filter_map(filed).collect(),
        }
    }

    /// Lists the stages of a regime to show: those that are switched on; all of them if the regime was switched off after it was
    /// recorded as applying; and removed stages that have records.
    pub fn stages(&self, regime: &Regime) -> Vec<&'static Stage> {
        let mut stages = regime.checked_stages();
        if stages.is_empty() {
            stages = regime.stages();
        }
        let recorded =
            self.ends.iter().map(|end| end.stage.as_str()).chain(self.filed.keys().map(String::as_str));
        for stage in recorded.filter_map(Stage::find) {
            if stages.iter().all(|known| known.id != stage.id) {
                stages.push(stage);
            }
        }
        stages
    }

    /// Returns when the clock of a stage started, as currently recorded.
    pub fn began(&self, regime: &Regime, stage: &Stage) -> Option<Timestamp> {
        let facts = self.facts();
        regime.anchors_of(stage).into_iter().filter_map(|anchor| facts.at(anchor)).min()
    }

    /// Returns the status of a stage; `place` is where the side files.
    pub fn standing(&self, regime: &Regime, stage: &Stage, place: &Calendar) -> Standing<'_> {
        if let Some(filing) = self.filing(stage.id) {
            return Standing::Filed(filing);
        }
        match self.ends.iter().find(|end| self.is_end_of(end, stage)) {
            Some(end) => Standing::Runs(end),
            None => Standing::Is(regime.answer(stage, &self.facts(), place)),
        }
    }

    /// Returns whether a deadline is the effective one of a stage.
    fn is_end_of(&self, end: &StageEnd, stage: &Stage) -> bool {
        stage.ids().any(|id| id == end.stage) && self.counts(end)
    }

    /// Applies recomputed deadlines, and removes those of stages that no longer have one. Steps of a moved stage are announced
    /// again as they come; an earlier miss stays in the history.
    pub(super) fn replace_ends(&mut self, ends: &[StageEnd], withdrawn: &[String]) {
        for stage in withdrawn {
            self.told.remove(stage);
            self.ends.retain(|known| known.stage != *stage);
        }
        for end in ends {
            let stays = |known: &StageEnd| (known.from, known.due) == (end.from, end.due);
            if !self.ends.iter().any(|known| known.stage == end.stage && stays(known)) {
                self.told.remove(&end.stage);
            }
            self.ends.retain(|known| known.stage != end.stage);
            self.ends.push(end.clone());
        }
    }

    /// Lists the running stages, which are not filed, with their deadlines.
    pub fn running(&self) -> impl Iterator<Item = &StageEnd> {
        let runs = |end: &&StageEnd| self.filing(&end.stage).is_none() && self.counts(end);
        self.ends.iter().filter(move |end| self.applies() && runs(end))
    }

    /// Returns whether a deadline counts: of a stage and the rows it replaced, each with its own deadline, the earliest that had
    /// not passed before another started.
    fn counts(&self, end: &StageEnd) -> bool {
        let Some(stage) = Stage::find(&end.stage) else { return true };
        let twins = || self.ends.iter().filter(|twin| stage.ids().any(|id| id == twin.stage));
        let last = twins().map(|twin| twin.from).max();
        let counting = twins().filter(|twin| Some(twin.due) >= last).min_by_key(|twin| twin.due);
        counting.is_none_or(|counting| counting.stage == end.stage)
    }
}

/// The duties of a side, by regime.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Duties {
    /// The record of each.
    pub regimes: BTreeMap<String, Known>,
}

impl Known {
    /// Counts the bytes of the texts that people wrote.
    fn text(&self) -> usize {
        let optional = |text: &Option<Sentence>| text.as_ref().map_or(0, |text| text.as_str().len());
        let judged = self.judged.iter().map(|one| optional(&one.reason));
        let anchors =
            self.anchors.values().flatten().map(|one| one.evidence.as_str().len() + optional(&one.reason));
        let filed =
            self.filed.values().flatten().map(|one| one.reference.as_str().len() + optional(&one.proof));
        let typed = self.typed.iter().map(|(field, text)| field.len() + text.len());
        judged.chain(anchors).chain(filed).chain(typed).sum()
    }
}

impl Duties {
    /// Counts the bytes of the texts that people wrote, over all regimes.
    pub fn text(&self) -> usize {
        self.regimes.values().map(Known::text).sum()
    }

    /// Returns the record of a regime.
    pub fn get(&self, regime: &str) -> Option<&Known> {
        self.regimes.get(regime)
    }

    /// Returns whether there are no records.
    pub fn is_empty(&self) -> bool {
        self.regimes.is_empty()
    }

    /// Returns when the side became aware, as it answered for all laws at once or, failing that, recorded last for one.
    pub fn awareness(&self) -> Option<&Anchored> {
        let of_all = self.get(EVERY_REGIME).and_then(|every| every.anchor(AWARENESS));
        let last = || {
            let each = self.regimes.values().filter_map(|known| known.anchor(AWARENESS));
            each.max_by_key(|anchored| anchored.stamp.at)
        };
        of_all.or_else(last)
    }

    pub(super) fn entry(&mut self, regime: &str) -> &mut Known {
        self.regimes.entry(regime.to_owned()).or_default()
    }

    /// Lists the running stages, with their regimes.
    pub fn running(&self) -> impl Iterator<Item = (&str, &StageEnd)> {
        self.regimes.iter().flat_map(|(id, known)| known.running().map(move |end| (id.as_str(), end)))
    }
}

impl StageEnd {
    fn new(stage: &Stage, Ending { from, end, .. }: Ending) -> Self {
        Self {
            stage: stage.id.to_owned(),
            from,
            due: end.due,
            latest_lawful: end.latest_lawful,
            outer_bound: end.outer_bound,
        }
    }

    /// Returns the instants of the steps: half of the time, three quarters, and strictly after the deadline.
    fn steps(&self) -> [(u8, Timestamp); 3] {
        let time = self.due.duration_since(self.from);
        [
            (50, self.from + time / 2),
            (75, self.due - time / 4),
            (100, self.due + SignedDuration::from_micros(1)),
        ]
    }
}

/// A step of a stage of the desk's duties.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct StageStep<'a> {
    pub regime: &'a str,
    pub end: &'a StageEnd,
    pub percent: u8,
    pub at: Timestamp,
}

/// Lists the steps of the desk's duties that have not been announced, future ones included. They continue after the case is
/// closed, because a final report can be due long after.
pub(super) fn steps(case: &Case) -> impl Iterator<Item = StageStep<'_>> {
    case.desk_duties.running().flat_map(|(regime, end)| {
        let known = case.desk_duties.get(regime);
        let told = known.and_then(|known| known.told.get(&end.stage)).copied().unwrap_or(0);
        let steps = end.steps().into_iter().filter(move |(percent, _)| *percent > told);
        steps.map(move |(percent, at)| StageStep { regime, end, percent, at })
    })
}

impl Case {
    /// Returns the duties of a side.
    pub fn duties_of(&self, side: Party) -> &Duties {
        match side {
            Party::Desk => &self.desk_duties,
            Party::Publisher => &self.publisher_duties,
        }
    }

    pub(super) fn duties_mut(&mut self, side: Party) -> &mut Duties {
        match side {
            Party::Desk => &mut self.desk_duties,
            Party::Publisher => &mut self.publisher_duties,
        }
    }

    /// Returns whether a statutory stage that applies to the desk itself is due within 24 hours, or overdue, and not filed.
    /// Contracts are not law, and a publisher's own duties are shown but do not set the desk's priorities.
    pub fn has_statutory_stage(&self, now: Timestamp) -> bool {
        let is_law = |regime: &str| Regime::find(regime).is_some_and(|regime| regime.basis == Basis::Law);
        let is_near =
            |(regime, end): (&str, &StageEnd)| end.due.duration_since(now) <= NEAR && is_law(regime);
        self.desk_duties.running().any(is_near)
    }
}

/// The deadlines of a regime's stages that a new fact changes.
#[derive(Default)]
pub(super) struct Recount {
    /// New or moved deadlines.
    pub ends: Vec<StageEnd>,
    /// The stages that no longer have a deadline.
    pub withdrawn: Vec<String>,
}

/// Recomputes the stages of a regime from the current record, at the place where the side files.
pub(super) fn recount(regime: &Regime, known: Option<&Known>, facts: &Facts, place: &Calendar) -> Recount {
    let held = known.map_or(&[][..], |known| known.ends.as_slice());
    let mut recount = Recount::default();
    // Unchecked stages are switched off, even in a checked regime.
    for stage in regime.checked_stages() {
        let end = match regime.answer(stage, facts, place) {
            Answer::Due(ending) => Some(StageEnd::new(stage, ending)),
            _ => None,
        };
        let is_kept = |held: &StageEnd| end.as_ref().is_some_and(|end| end.stage == held.stage);
        let is_gone = |held: &&StageEnd| stage.ids().any(|id| id == held.stage) && !is_kept(held);
        recount.withdrawn.extend(held.iter().filter(is_gone).map(|held| held.stage.clone()));
        recount.ends.extend(end.filter(|end| !held.contains(end)));
    }
    recount
}
