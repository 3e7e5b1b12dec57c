//! What law and contracts ask of the two sides of a case: which regimes somebody says apply, when their clocks began, what was filed.
//!
//! The publisher's duties are the publisher's own; the desk sees them to help. The marketplace's are the desk's. They are never
//! mixed: each side has its own [`Duties`], and only its own people write there.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::state::{Case, Stamp};
use crate::clock::Calendar;
use crate::clock::obligation::{Answer, Basis, Ending, Facts, Regime, Stage};
use crate::permission::Party;
use crate::text::{Sentence, Short};

/// From when before its end a stage that was not filed makes a case urgent.
const NEAR: SignedDuration = SignedDuration::from_hours(24);

/// The most characters that a field of a form is kept with: more than any form takes.
pub const LONGEST_FIELD: usize = 20_000;

/// The most judgements of a regime, times of an anchor, and filings of a stage that are kept: corrections far beyond need.
pub const MOST_ENTRIES: usize = 25;

/// The most bytes of text that the duties of one side of a case hold, over all regimes: far more than all forms filled in.
pub const MOST_TEXT: usize = 200_000;

/// Until when a stage of a regime is due, as it was counted from an anchor.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StageEnd {
    /// The id of the stage.
    pub stage: String,
    /// The instant that it is counted from.
    pub from: Timestamp,
    /// The strict end.
    pub due: Timestamp,
    /// The last lawful instant.
    pub latest_lawful: Timestamp,
    /// Of hours, the end when counting from the next full hour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outer_bound: Option<Timestamp>,
}

/// Whether a regime applies.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Judgement {
    /// Whether it does.
    pub applies: bool,
    /// Why.
    pub reason: Sentence,
    /// Who said so, and when.
    #[serde(flatten)]
    pub stamp: Stamp,
}

/// When a clock began, as somebody recorded it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Anchored {
    /// The instant.
    pub instant: Timestamp,
    /// How that is known.
    pub evidence: Sentence,
    /// Why it is another than before, or why it lies ahead.
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

/// What is known of a regime on one side.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct Known {
    /// Whether it applies; the newest last.
    pub judged: Vec<Judgement>,
    /// When its clocks began, by the name of the anchor; the newest last.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub anchors: BTreeMap<String, Vec<Anchored>>,
    /// Until when its stages are due.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ends: Vec<StageEnd>,
    /// What was filed, by stage; the newest last.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub filed: BTreeMap<String, Vec<Filing>>,
    /// What was typed into the fields of its forms.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub typed: BTreeMap<String, String>,
    /// The highest step that somebody was told of, by stage, in percent; 100 is a miss.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub told: BTreeMap<String, u8>,
}

/// The status of a stage.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Standing<'a> {
    /// It was filed.
    Filed(&'a Filing),
    /// It runs until an end that was recorded.
    Runs(&'a StageEnd),
    /// What it comes to from what is known.
    Is(Answer),
}

impl Known {
    /// Returns what holds: the newest judgement.
    pub fn judgement(&self) -> Option<&Judgement> {
        self.judged.last()
    }

    /// Tells whether somebody says that it applies.
    pub fn applies(&self) -> bool {
        self.judgement().is_some_and(|judged| judged.applies)
    }

    /// Returns when a clock began, as it was recorded last.
    pub fn anchor(&self, name: &str) -> Option<&Anchored> {
        self.anchors.get(name)?.last()
    }

    /// Returns the filing of a stage, under its id or one that it had.
    pub fn filing(&self, stage: &str) -> Option<&Filing> {
        let filed = |id: &str| self.filed.get(id)?.last();
        filed(stage).or_else(|| Stage::find(stage)?.ids().filter_map(filed).max_by_key(|filing| filing.filed))
    }

    /// Returns what its clocks are counted from.
    pub fn facts(&self) -> Facts {
        let newest = |(name, all): (&String, &Vec<Anchored>)| Some((name.clone(), all.last()?.instant));
        let filed = |(id, all): (&String, &Vec<Filing>)| Some((id.clone(), all.last()?.filed));
        Facts {
            anchors: self.anchors.iter().filter_map(newest).collect(),
            filed: self.filed.iter().filter_map(filed).collect(),
        }
    }

    /// Lists the stages to show of a regime: those that are switched on; all of them where the regime was switched off after somebody
    /// said that it applies; and those in which something was recorded before they left it.
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

    /// Returns when the clock of a stage began, as it is known now.
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

    /// Tells whether an end is the one that counts of a stage.
    fn is_end_of(&self, end: &StageEnd, stage: &Stage) -> bool {
        stage.ids().any(|id| id == end.stage) && self.counts(end)
    }

    /// Takes over ends that were counted again, and removes those of stages that have no end any more. What was told of a stage that
    /// moved is announced again as it comes; that one was missed before stays in the history.
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

    /// Lists the stages that run, which were not filed, with their ends.
    pub fn running(&self) -> impl Iterator<Item = &StageEnd> {
        let runs = |end: &&StageEnd| self.filing(&end.stage).is_none() && self.counts(end);
        self.ends.iter().filter(move |end| self.applies() && runs(end))
    }

    /// Tells whether an end counts: of a stage and the rows that it has replaced, each with an end of its own, the earliest that was
    /// not over before another began.
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
    /// What is known of each.
    pub regimes: BTreeMap<String, Known>,
}

impl Known {
    /// Counts the bytes of what people wrote.
    fn text(&self) -> usize {
        let optional = |text: &Option<Sentence>| text.as_ref().map_or(0, |text| text.as_str().len());
        let judged = self.judged.iter().map(|one| one.reason.as_str().len());
        let anchors =
            self.anchors.values().flatten().map(|one| one.evidence.as_str().len() + optional(&one.reason));
        let filed =
            self.filed.values().flatten().map(|one| one.reference.as_str().len() + optional(&one.proof));
        let typed = self.typed.iter().map(|(field, text)| field.len() + text.len());
        judged.chain(anchors).chain(filed).chain(typed).sum()
    }
}

impl Duties {
    /// Counts the bytes of what people wrote, over all regimes.
    pub fn text(&self) -> usize {
        self.regimes.values().map(Known::text).sum()
    }

    /// Returns what is known of a regime.
    pub fn get(&self, regime: &str) -> Option<&Known> {
        self.regimes.get(regime)
    }

    /// Tells whether nothing is known of any.
    pub fn is_empty(&self) -> bool {
        self.regimes.is_empty()
    }

    pub(super) fn entry(&mut self, regime: &str) -> &mut Known {
        self.regimes.entry(regime.to_owned()).or_default()
    }

    /// Lists the stages that run, with their regimes.
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

    /// Returns the instants at which somebody is told: half of the time, three quarters, and strictly after the end.
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

/// Lists the steps of the desk's duties that nobody was told of, those to come too. They run on when the case is over: a final report
/// may be due long after.
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

    /// Tells whether a stage of a law that the desk itself is under is due within 24 hours, or overdue, and was not filed. Contracts
    /// are no law, and what a publisher says of its own duties is shown, but does not set the desk's priorities.
    pub fn has_statutory_stage(&self, now: Timestamp) -> bool {
        let is_law = |regime: &str| Regime::find(regime).is_some_and(|regime| regime.basis == Basis::Law);
        let is_near =
            |(regime, end): (&str, &StageEnd)| end.due.duration_since(now) <= NEAR && is_law(regime);
        self.desk_duties.running().any(is_near)
    }
}

/// What a new fact changes of the ends of a regime's stages.
#[derive(Default)]
pub(super) struct Recount {
    /// The ends that are new or moved.
    pub ends: Vec<StageEnd>,
    /// The stages that have no end any more.
    pub withdrawn: Vec<String>,
}

/// Counts the stages of a regime again, from what is known now, at the place where the side files.
pub(super) fn recount(regime: &Regime, known: Option<&Known>, facts: &Facts, place: &Calendar) -> Recount {
    let held = known.map_or(&[][..], |known| known.ends.as_slice());
    let mut recount = Recount::default();
    // What nobody has checked is switched off, in a regime that was checked too.
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
