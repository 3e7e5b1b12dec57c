//! The clocks of a case: each is started, paused, met or missed by an event that carries its due time, so that no later change of
//! a calendar or a target moves it.

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

/// The alert steps, as percentages of the time.
pub const STEPS: [u8; 3] = [50, 75, 100];

coded! {
    /// Why a clock ended without being met.
    pub enum Stopped {
        /// The case is closed.
        CaseOver = "case_over",
        /// Another case continues it.
        Merged = "merged",
        /// The priority no longer requires it.
        NotNeeded = "not_needed",
    }
}

coded! {
    /// Why a clock resumed after a pause.
    pub enum Resumed {
        /// The publisher answered.
        Answered = "answered",
        /// The time to answer expired.
        AnswerOverdue = "answer_overdue",
    }
}

/// When a clock is due, and its alert steps on the way.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Run {
    /// When it is due.
    pub due: Timestamp,
    /// When half of its time has passed.
    pub half: Timestamp,
    /// When three quarters of its time have passed.
    pub late: Timestamp,
}

/// A change of a clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// It started.
    Started {
        /// The cycle of the case.
        cycle: u32,
        /// The start of the count.
        from: Timestamp,
        /// When it is due.
        #[serde(flatten)]
        run: Run,
        /// The available time, in seconds of the kind of time that it is counted in.
        total: i64,
        /// Its target; `None` for the promise.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        target: Option<Target>,
        /// The priority that determined the target.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        priority: Option<Priority>,
        /// The calendar version.
        calendar: u32,
    },
    /// The priority changed: the new target counts from the same start.
    Rerated {
        /// When it is due now.
        #[serde(flatten)]
        run: Run,
        /// The total time, in seconds.
        total: i64,
        /// The seconds left, if it is paused.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        left: Option<i64>,
        /// Its target.
        target: Target,
        /// The priority that determined the target.
        priority: Priority,
        /// The calendar version.
        calendar: u32,
    },
    /// A case that was closed as a duplicate of this one had less time left.
    Tightened {
        /// When it is due now.
        #[serde(flatten)]
        run: Run,
        /// The total time, in seconds.
        total: i64,
        /// The seconds left, if it is paused.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        left: Option<i64>,
        /// The number of the other case.
        from: ConfirmationNumber,
    },
    /// It paused because the publisher owes an answer.
    Paused {
        /// The seconds left; negative if overdue.
        left: i64,
    },
    /// It resumed.
    Resumed {
        /// When it is due now.
        #[serde(flatten)]
        run: Run,
        /// The reason.
        why: Resumed,
    },
    /// An alert step was announced.
    Warned {
        /// The step: 50 or 75 percent; 100 is a miss.
        percent: u8,
    },
    /// It was met.
    Met,
    /// It ended without being met.
    Stopped {
        /// The reason.
        why: Stopped,
    },
}

/// A change of a single clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ClockChange {
    /// The clock.
    pub clock: ClockKind,
    /// The change.
    #[serde(flatten)]
    pub change: Change,
}

/// The state of a clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ClockState {
    /// It is running.
    Running,
    /// It is paused.
    Paused {
        /// When it was paused.
        since: Timestamp,
        /// The seconds left.
        left: i64,
    },
    /// It was met.
    Met {
        /// The time.
        at: Timestamp,
    },
    /// It ended without being met.
    Stopped {
        /// The time.
        at: Timestamp,
        /// The reason.
        why: Stopped,
    },
}

/// A clock of a case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Clock {
    /// What it measures.
    pub kind: ClockKind,
    /// The cycle of the case: 1, plus one for each time it is reopened.
    pub cycle: u32,
    /// The start of the count.
    pub from: Timestamp,
    /// When it is due.
    #[serde(flatten)]
    pub run: Run,
    /// The available time, in seconds of the kind of time that it is counted in.
    pub total: i64,
    /// Its target; `None` for the promise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
    /// The priority that determined the target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// The calendar version that it was counted with.
    pub calendar: u32,
    /// Its state.
    #[serde(flatten)]
    pub state: ClockState,
    /// The highest announced step, in percent.
    #[serde(default)]
    pub warned: u8,
    /// How often it was paused.
    #[serde(default)]
    pub pauses: u8,
    /// Whether a change of priority moved it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub rerated: bool,
    /// The case whose clock it inherited, because that had less time left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_from: Option<ConfirmationNumber>,
    /// The first instant that was missed; never cleared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missed: Option<Timestamp>,
    /// The desk's reason for the miss.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explained: Option<Sentence>,
}

impl Clock {
    /// Returns whether the clock is running.
    pub const fn is_running(&self) -> bool {
        matches!(self.state, ClockState::Running)
    }

    /// Returns whether the clock is running or paused.
    pub const fn is_live(&self) -> bool {
        matches!(self.state, ClockState::Running | ClockState::Paused { .. })
    }

    /// Returns whether a clock that starts in a cycle, counted from an instant, continues this one.
    pub(super) fn goes_on_in(&self, cycle: u32, from: Timestamp) -> bool {
        self.cycle == cycle && self.from == from && self.kind.most_pauses().is_some()
    }

    /// Returns whether the clock is still active although an instant was missed.
    pub fn is_late_since(&self, missed: Timestamp) -> bool {
        self.is_live() && self.missed == Some(missed)
    }

    /// Returns the kind of time it is counted in.
    pub const fn time(&self) -> Time {
        Time::of(self.target)
    }

    /// Returns the next instant of an alert step or a miss.
    ///
    /// A miss is strictly after the due instant; the store's resolution is a microsecond.
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

    /// Lists the steps that have passed at an instant and have not been announced, in order.
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

    /// Returns the run that has this many seconds left at an instant.
    pub(super) fn run_with_left(&self, now: Timestamp, left: i64, calendar: &Calendar) -> Run {
        let time = self.time();
        let at = |left: i64| time.add(now, SignedDuration::from_secs(left.max(0)), calendar);
        // A clock that is overdue when paused stays overdue.
        let due = if left < 0 { now + SignedDuration::from_secs(left) } else { at(left) };
        Run { due, half: at(left - self.total / 2).min(due), late: at(left - self.total / 4).min(due) }
    }

    /// Returns when it is due, as of an instant; for a paused clock, if it resumed then.
    pub fn due_at(&self, now: Timestamp, calendar: &Calendar) -> Timestamp {
        match self.state {
            ClockState::Paused { left, .. } => self.run_with_left(now, left, calendar).due,
            _ => self.run.due,
        }
    }

    /// Returns the seconds left at an instant; negative if overdue.
    pub fn left(&self, now: Timestamp, calendar: &Calendar) -> i64 {
        if let ClockState::Paused { left, .. } = self.state {
            return left;
        }
        let (from, to) = (now.min(self.run.due), now.max(self.run.due));
        let seconds = self.time().between(from, to, calendar).as_secs();
        if now > self.run.due { -seconds } else { seconds }
    }
}

/// Computes a run from its start to its end, with its steps.
pub(super) fn run(from: Timestamp, due: Timestamp, time: Time, calendar: &Calendar) -> (Run, i64) {
    let total = time.between(from, due, calendar).as_secs();
    let at = |seconds: i64| time.add(from, SignedDuration::from_secs(seconds), calendar).min(due);
    (Run { due, half: at(total / 2), late: at(total - total / 4) }, total)
}

/// The folded clocks of a case.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct Clocks {
    /// The newest clock of each kind, and earlier ones that belong to an earlier cycle or were missed; oldest first.
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

    /// Lists the running and paused clocks.
    pub fn live(&self) -> impl Iterator<Item = &Clock> {
        self.all.iter().filter(|clock| clock.is_live())
    }

    /// Removes what the publisher does not see.
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
            // A clock that restarts in the same cycle, because a fix turned out not to be one, keeps its pauses and its miss.
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

    /// Folds the reason of a miss, for the newest missed clock of its kind.
    pub(super) fn explain(&mut self, kind: ClockKind, reason: &Sentence) {
        let missed = self.all.iter_mut().rev().find(|clock| clock.kind == kind && clock.missed.is_some());
        if let Some(clock) = missed {
            clock.explained = Some(reason.clone());
        }
    }

    /// Returns the first instant missed by a clock of a kind, in any cycle.
    pub fn first_missed(&self, kind: ClockKind) -> Option<Timestamp> {
        self.all.iter().filter(|clock| clock.kind == kind).find_map(|clock| clock.missed)
    }

    /// Returns the newest missed clock of a kind.
    pub fn missed(&self, kind: ClockKind) -> Option<&Clock> {
        self.all.iter().rev().find(|clock| clock.kind == kind && clock.missed.is_some())
    }
}

impl Clock {
    /// Sets the seconds left of a paused clock.
    fn stand_with(&mut self, left: Option<i64>) {
        if let (ClockState::Paused { since, .. }, Some(left)) = (self.state, left) {
            self.state = ClockState::Paused { since, left };
        }
    }

    /// Steps that lie ahead again because there is more time are announced when they come.
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

/// Returns when the case next needs checking without anyone acting: at the next step of a clock or of the desk's duties, or when
/// the time to answer expires.
pub fn next_wake(case: &Case) -> Option<Timestamp> {
    let steps = case.clocks.iter().filter_map(Clock::next_step);
    let answers = case.questions.iter().filter(|question| !question.lapsed).map(|question| question.due);
    let stages = duties::steps(case).map(|step| step.at);
    steps.chain(answers).chain(stages).min()
}
