//! The clocks of a case: each is started, paused, met or missed by an event that says until when it runs, so that no later
//! change of a calendar or a target moves it.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::duties;
use super::state::Case;
use crate::clock::target::Time;
use crate::clock::{Calendar, ClockKind, Target};
use crate::coded;
use crate::confirmation_number::ConfirmationNumber;
use crate::score::Priority;
use crate::text::Sentence;

/// The steps on which somebody is told, in percent of the time there was.
pub const STEPS: [u8; 3] = [50, 75, 100];

coded! {
    /// Why a clock ended without being met.
    pub enum Stopped {
        /// The case is over.
        CaseOver = "case_over",
        /// Another case goes on with it.
        Merged = "merged",
        /// The priority asks for it no more.
        NotNeeded = "not_needed",
    }
}

coded! {
    /// Why a clock runs on after a pause.
    pub enum Resumed {
        /// The publisher answered.
        Answered = "answered",
        /// The time for the answer is over.
        AnswerOverdue = "answer_overdue",
    }
}

/// Until when a clock runs, and when somebody is told on the way.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Run {
    /// When it is due.
    pub due: Timestamp,
    /// When half of its time is over.
    pub half: Timestamp,
    /// When three quarters of its time are over.
    pub late: Timestamp,
}

/// What happened to a clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// It began to run.
    Started {
        /// In which cycle of the case.
        cycle: u32,
        /// From when it is counted.
        from: Timestamp,
        /// Until when.
        #[serde(flatten)]
        run: Run,
        /// How much time there is, in seconds, of the kind that it is counted in.
        total: i64,
        /// How long it may take; none for the promise.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        target: Option<Target>,
        /// The priority that the target was chosen by.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        priority: Option<Priority>,
        /// The version of the calendar.
        calendar: u32,
    },
    /// The priority changed: it runs from the same start for another time.
    Rerated {
        /// Until when now.
        #[serde(flatten)]
        run: Run,
        /// How much time there is in all, in seconds.
        total: i64,
        /// How many seconds are left, where it stands.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        left: Option<i64>,
        /// How long it may take.
        target: Target,
        /// The priority that the target was chosen by.
        priority: Priority,
        /// The version of the calendar.
        calendar: u32,
    },
    /// A case that was merged into this one had less time left.
    Tightened {
        /// Until when now.
        #[serde(flatten)]
        run: Run,
        /// How much time there is in all, in seconds.
        total: i64,
        /// How many seconds are left, where it stands.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        left: Option<i64>,
        /// The number of that case.
        from: ConfirmationNumber,
    },
    /// It stands while the publisher owes an answer.
    Paused {
        /// How many seconds are left; less than nothing where it is overdue.
        left: i64,
    },
    /// It runs on.
    Resumed {
        /// Until when now.
        #[serde(flatten)]
        run: Run,
        /// Why.
        why: Resumed,
    },
    /// Somebody was told that so much of the time is over.
    Warned {
        /// 50 or 75 percent; 100 is a miss.
        percent: u8,
    },
    /// What it measures was done.
    Met,
    /// It ended, and nothing was done.
    Stopped {
        /// Why.
        why: Stopped,
    },
}

/// A change of one clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ClockChange {
    /// Which clock.
    pub clock: ClockKind,
    /// What happened to it.
    #[serde(flatten)]
    pub change: Change,
}

/// Where a clock stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ClockState {
    /// It runs.
    Running,
    /// It stands.
    Paused {
        /// Since when.
        since: Timestamp,
        /// How many seconds are left.
        left: i64,
    },
    /// It was met.
    Met {
        /// When.
        at: Timestamp,
    },
    /// It ended otherwise.
    Stopped {
        /// When.
        at: Timestamp,
        /// Why.
        why: Stopped,
    },
}

/// A clock of a case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Clock {
    /// What it measures.
    pub kind: ClockKind,
    /// In which cycle of the case: 1, and one more each time that the case is taken up again.
    pub cycle: u32,
    /// From when it is counted.
    pub from: Timestamp,
    /// Until when it runs.
    #[serde(flatten)]
    pub run: Run,
    /// How much time there is, in seconds, of the kind that it is counted in.
    pub total: i64,
    /// How long it may take; none for the promise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
    /// The priority that the target was chosen by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// The version of the calendar that it was counted with.
    pub calendar: u32,
    /// Where it stands.
    #[serde(flatten)]
    pub state: ClockState,
    /// The highest step that somebody was told of, in percent.
    #[serde(default)]
    pub warned: u8,
    /// How often it was paused.
    #[serde(default)]
    pub pauses: u8,
    /// Whether a change of the priority moved it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub rerated: bool,
    /// The case whose clock it took over, because less time was left there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_from: Option<ConfirmationNumber>,
    /// The instant that was missed first: a fact that nothing undoes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missed: Option<Timestamp>,
    /// Why it was missed, as the desk says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explained: Option<Sentence>,
}

impl Clock {
    /// Tells whether the clock runs.
    pub const fn is_running(&self) -> bool {
        matches!(self.state, ClockState::Running)
    }

    /// Tells whether the clock runs or stands.
    pub const fn is_live(&self) -> bool {
        matches!(self.state, ClockState::Running | ClockState::Paused { .. })
    }

    /// Tells whether one that begins in a cycle, counted from an instant, goes on with what this one had.
    pub(super) fn goes_on_in(&self, cycle: u32, from: Timestamp) -> bool {
        self.cycle == cycle && self.from == from && self.kind.most_pauses().is_some()
    }

    /// Tells whether the clock goes on, running or not, though an instant was missed.
    pub fn is_late_since(&self, missed: Timestamp) -> bool {
        self.is_live() && self.missed == Some(missed)
    }

    /// Returns in which time it is counted.
    pub const fn time(&self) -> Time {
        Time::of(self.target)
    }

    /// Returns the next instant at which somebody is told, or at which it is missed.
    ///
    /// A miss is strictly after the due instant; a microsecond is the least that the store keeps apart.
    pub fn next_step(&self) -> Option<Timestamp> {
        if !self.is_running() {
            return None;
        }
        match self.warned {
            0..50 => Some(self.run.half),
            50..75 => Some(self.run.late),
            _ if self.missed.is_none() => Some(self.run.due + SignedDuration::from_micros(1)),
            _ => None,
        }
    }

    /// Lists the steps that are over at an instant and that nobody was told of, in order.
    pub fn steps_over(&self, now: Timestamp) -> Vec<u8> {
        if !self.is_running() {
            return Vec::new();
        }
        let over = |percent: &u8| match percent {
            50 => self.warned < 50 && now >= self.run.half,
            75 => self.warned < 75 && now >= self.run.late,
            _ => self.missed.is_none() && now > self.run.due,
        };
        STEPS.into_iter().filter(over).collect()
    }

    /// Returns the run in which so many seconds are left at an instant.
    pub(super) fn run_with_left(&self, now: Timestamp, left: i64, calendar: &Calendar) -> Run {
        let time = self.time();
        let at = |left: i64| time.add(now, SignedDuration::from_secs(left.max(0)), calendar);
        // What is overdue when it is paused stays overdue.
        let due = if left < 0 { now + SignedDuration::from_secs(left) } else { at(left) };
        Run { due, half: at(left - self.total / 2).min(due), late: at(left - self.total / 4).min(due) }
    }

    /// Returns when it is due, as of an instant: of a clock that stands, if it ran on from then.
    pub fn due_at(&self, now: Timestamp, calendar: &Calendar) -> Timestamp {
        match self.state {
            ClockState::Paused { left, .. } => self.run_with_left(now, left, calendar).due,
            _ => self.run.due,
        }
    }

    /// Returns how many seconds are left at an instant; less than nothing where it is overdue.
    pub fn left(&self, now: Timestamp, calendar: &Calendar) -> i64 {
        if let ClockState::Paused { left, .. } = self.state {
            return left;
        }
        let (from, to) = (now.min(self.run.due), now.max(self.run.due));
        let seconds = self.time().between(from, to, calendar).as_secs();
        if now > self.run.due { -seconds } else { seconds }
    }
}

/// Counts a run from its start to its end, and its steps on the way.
pub(super) fn run(from: Timestamp, due: Timestamp, time: Time, calendar: &Calendar) -> (Run, i64) {
    let total = time.between(from, due, calendar).as_secs();
    let at = |seconds: i64| time.add(from, SignedDuration::from_secs(seconds), calendar).min(due);
    (Run { due, half: at(total / 2), late: at(total - total / 4) }, total)
}

/// What the clocks of a case are folded into.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct Clocks {
    /// Of each kind the newest, and those before it that belong to an earlier cycle or were missed; oldest first.
    all: Vec<Clock>,
}

impl Clocks {
    /// Returns the newest clock of a kind.
    pub fn get(&self, kind: ClockKind) -> Option<&Clock> {
        self.all.iter().rev().find(|clock| clock.kind == kind)
    }

    /// Lists the clocks, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Clock> {
        self.all.iter()
    }

    /// Lists the clocks that run or stand.
    pub fn live(&self) -> impl Iterator<Item = &Clock> {
        self.all.iter().filter(|clock| clock.is_live())
    }

    /// Forgets what the publisher does not see.
    pub fn keep_shared(&mut self) {
        self.all.retain(|clock| clock.kind.is_shared());
        self.all.iter_mut().for_each(|clock| clock.merged_from = None);
    }

    fn newest(&mut self, kind: ClockKind) -> Option<&mut Clock> {
        self.all.iter_mut().rev().find(|clock| clock.kind == kind)
    }

    /// Folds a change.
    pub(super) fn fold(&mut self, change: &ClockChange, at: Timestamp) {
        let kind = change.clock;
        if let Change::Started { cycle, from, run, total, target, priority, calendar } = change.change {
            let before =
                self.newest(kind).filter(|before| before.cycle == cycle).map(|before| before.clone());
            // What begins anew in the same cycle, since a fix was none, goes on with what it had: its pauses, and that it was missed.
            let goes_on = before.filter(|before| before.goes_on_in(cycle, from));
            self.all.retain(|clock| {
                clock.kind != kind || clock.cycle != cycle || (clock.missed.is_some() && goes_on.is_none())
            });
            let missed = goes_on.as_ref().and_then(|before| before.missed);
            self.all.push(Clock {
                kind,
                cycle,
                from,
                run,
                total,
                target,
                priority,
                calendar,
                state: ClockState::Running,
                warned: if missed.is_some() { 100 } else { 0 },
                pauses: goes_on.as_ref().map_or(0, |before| before.pauses),
                rerated: false,
                merged_from: goes_on.as_ref().and_then(|before| before.merged_from),
                missed,
                explained: goes_on.and_then(|before| before.explained),
            });
            return;
        }
        let Some(clock) = self.newest(kind) else { return };
        match change.change {
            Change::Started { .. } => {}
            Change::Rerated { run, total, left, target, priority, calendar } => {
                clock.stand_with(left);
                (clock.run, clock.total, clock.calendar) = (run, total, calendar);
                (clock.target, clock.priority, clock.rerated) = (Some(target), Some(priority), true);
                clock.forget_steps_to_come(at);
            }
            Change::Tightened { run, total, left, from } => {
                clock.stand_with(left);
                (clock.run, clock.total) = (run, total);
                clock.merged_from = Some(from);
                clock.forget_steps_to_come(at);
            }
            Change::Paused { left } => {
                clock.state = ClockState::Paused { since: at, left };
                clock.pauses = clock.pauses.saturating_add(1);
            }
            Change::Resumed { run, .. } => (clock.run, clock.state) = (run, ClockState::Running),
            Change::Warned { percent } => clock.warned = clock.warned.max(percent),
            Change::Met => clock.state = ClockState::Met { at },
            Change::Stopped { why } => clock.state = ClockState::Stopped { at, why },
        }
    }

    /// Folds a miss.
    pub(super) fn miss(&mut self, kind: ClockKind, due: Timestamp) {
        if let Some(clock) = self.newest(kind) {
            clock.missed.get_or_insert(due);
            clock.warned = 100;
        }
    }

    /// Folds the reason of a miss: that of the newest clock of its kind that was missed.
    pub(super) fn explain(&mut self, kind: ClockKind, reason: &Sentence) {
        let missed = self.all.iter_mut().rev().find(|clock| clock.kind == kind && clock.missed.is_some());
        if let Some(clock) = missed {
            clock.explained = Some(reason.clone());
        }
    }

    /// Returns the instant that a clock of a kind missed first, in whatever cycle.
    pub fn first_missed(&self, kind: ClockKind) -> Option<Timestamp> {
        self.all.iter().filter(|clock| clock.kind == kind).find_map(|clock| clock.missed)
    }

    /// Returns the newest clock of a kind that was missed.
    pub fn missed(&self, kind: ClockKind) -> Option<&Clock> {
        self.all.iter().rev().find(|clock| clock.kind == kind && clock.missed.is_some())
    }
}

impl Clock {
    /// Leaves so many seconds to a clock that stands.
    fn stand_with(&mut self, left: Option<i64>) {
        if let (ClockState::Paused { since, .. }, Some(left)) = (self.state, left) {
            self.state = ClockState::Paused { since, left };
        }
    }

    /// Steps that lie ahead again, since there is more time now, are told when they come.
    fn forget_steps_to_come(&mut self, at: Timestamp) {
        if self.missed.is_none() {
            self.warned = match self.warned {
                75.. if at >= self.run.late => 75,
                50.. if at >= self.run.half => 50,
                _ => 0,
            };
        }
    }
}

/// Returns when a case wants to be looked at although nobody does anything: for the next step of a clock or of one of the desk's
/// duties, or when the time for an answer is over.
pub fn next_wake(case: &Case) -> Option<Timestamp> {
    let steps = case.clocks.iter().filter_map(Clock::next_step);
    let answers = case.questions.iter().filter(|question| !question.lapsed).map(|question| question.due);
    let stages = duties::steps(case).map(|step| step.at);
    steps.chain(answers).chain(stages).min()
}
