//! Updates the clocks after a decision: which start, pause, resume and end, by comparison with what the case now needs.

use jiff::Timestamp;

use super::Context;
use crate::case::apply::apply;
use crate::case::clocks::{Change, Clock, ClockChange, ClockState, Clocks, Resumed, Run, Stopped, run};
use crate::case::duties;
use crate::case::event::{Author, Event, Recorded};
use crate::case::report::{Report, Unsure};
use crate::case::state::{Case, FactKind, FactStatus, Outcome, Stage, StageKind, WaitingOn};
use crate::clock::obligation::{Regime, Stage as DutyStage};
use crate::clock::target::Time;
use crate::clock::{ClockKind, Target};
use crate::coded::Coded as _;
use crate::confirmation_number::ConfirmationNumber;
use crate::score::{Priority, Situation};

/// A step of a clock to announce.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Step {
    /// The clock.
    pub clock: ClockKind,
    /// The step, in percent of its time.
    pub percent: u8,
    /// When it is due; for a miss, the missed instant.
    pub due: Timestamp,
}

/// The updated clocks.
#[derive(Default)]
pub(super) struct Moves {
    /// The events to append.
    pub events: Vec<Event>,
    /// The steps to announce: the last one passed of each clock.
    pub steps: Vec<Step>,
    /// The steps of the desk's duties to announce.
    pub stages: Vec<StageStep>,
}

/// A step of a stage to announce.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct StageStep {
    /// The id of the stage.
    pub stage: &'static str,
    /// The step, in percent of its time.
    pub percent: u8,
    /// When it is due.
    pub due: Timestamp,
}

/// Updates the clocks after events. `tick` also announces the steps that have passed.
pub(super) fn moves(
    case: &Case,
    events: &[Event],
    author: Author,
    context: Context<'_>,
    tick: bool,
) -> Moves {
    let Some(after) = fold(case, events, author, context.now) else { return Moves::default() };
    let mut moving = Moving {
        clocks: after.clocks.clone(),
        after: &after,
        context,
        is_old: case.stage.kind() != StageKind::Draft && case.clocks.iter().next().is_none(),
        events: Vec::new(),
    };
    let is_told = after.last_update != case.last_update;
    let decided =
        |kind| events.iter().any(|e| matches!(e, Event::TargetDecided { clock, .. } if *clock == kind));
    for kind in ClockKind::ALL.iter().copied() {
        moving.carry_on(kind, is_told, decided(kind));
    }
    // A miss noticed through a person's action is announced like one found by a check, while the clock is still active.
    let noticed = moving.events.iter().filter_map(|event| match *event {
        Event::ClockMissed { clock, due } => Some(Step { clock, percent: 100, due }),
        _ => None,
    });
    let goes_on =
        |step: &Step| moving.clocks.get(step.clock).is_some_and(|clock| clock.is_late_since(step.due));
    let mut steps: Vec<_> = noticed.filter(goes_on).collect();
    if tick {
        for kind in ClockKind::ALL.iter().copied() {
            let over = moving.clocks.get(kind).map(|clock| clock.steps_over(context.now)).unwrap_or_default();
            for percent in over.iter().copied().filter(|percent| *percent < 100) {
                moving.change(kind, Change::Warned { percent });
            }
            if over.contains(&100) {
                moving.note_miss(kind);
            }
            let due = moving.clocks.get(kind).map(|clock| clock.run.due);
            let last = over.last().zip(due);
            steps.extend(last.map(|(percent, due)| Step { clock: kind, percent: *percent, due }));
        }
    }
    let mut moves = Moves { events: moving.events, steps, stages: Vec::new() };
    if tick {
        tell_stages(&after, context.now, &mut moves);
    }
    moves
}

/// Announces the steps of the desk's duties that have passed: the last one of each stage.
fn tell_stages(case: &Case, now: Timestamp, moves: &mut Moves) {
    let over: Vec<_> = duties::steps(case).filter(|step| step.at <= now).collect();
    for (at, step) in over.iter().enumerate() {
        let (regime, stage, percent, due) =
            (step.regime.to_owned(), step.end.stage.clone(), step.percent, step.end.due);
        moves.events.push(Event::StageStep { regime, stage, percent, due });
        let is_last = over[at + 1..]
            .iter()
            .all(|later| (later.regime, &later.end.stage) != (step.regime, &step.end.stage));
        if is_last && let Some(stage) = DutyStage::find(&step.end.stage) {
            moves.stages.push(StageStep { stage: stage.id, percent, due });
        }
    }
}

/// Inherits the clocks of a case that was closed as a duplicate of this one, if they have less time left.
pub(super) fn tighten(
    case: &Case,
    theirs: &[(ClockKind, Timestamp)],
    from: ConfirmationNumber,
    context: Context<'_>,
) -> Option<Event> {
    let (now, calendar) = (context.now, context.calendar);
    let tighter = |(kind, due): &(ClockKind, Timestamp)| {
        let clock =
            case.clocks.get(*kind).filter(|clock| clock.is_live() && *due < clock.due_at(now, calendar))?;
        let (run, total) = run(clock.from.min(*due), *due, clock.time(), calendar);
        let anew = Clock { run, state: ClockState::Running, ..clock.clone() };
        let left = (!clock.is_running()).then(|| anew.left(now, calendar));
        Some(ClockChange { clock: *kind, change: Change::Tightened { run, total, left, from } })
    };
    let changes: Vec<_> = theirs.iter().filter_map(tighter).collect();
    (!changes.is_empty()).then_some(Event::ClocksChanged { changes })
}

fn fold(case: &Case, events: &[Event], author: Author, at: Timestamp) -> Option<Case> {
    events.iter().try_fold(case.clone(), |case, event| {
        let recorded = Recorded { sequence: case.version + 1, at, author, event: event.clone() };
        let id = case.id;
        apply(Some(case), id, &recorded)
    })
}

/// What a case needs of a clock.
enum Wish {
    /// Run, for this long; the promise has its own due time.
    Run(Option<Target>),
    /// It is met.
    Done,
    /// It is no longer needed.
    Over(Stopped),
}

struct Moving<'a> {
    clocks: Clocks,
    after: &'a Case,
    context: Context<'a>,
    /// Whether the case predates clocks.
    is_old: bool,
    /// The events, in order: a miss belongs to the clock that was running when it was noticed.
    events: Vec<Event>,
}

impl Moving<'_> {
    fn change(&mut self, clock: ClockKind, change: Change) {
        let change = ClockChange { clock, change };
        self.clocks.fold(&change, self.context.now);
        match self.events.last_mut() {
            Some(Event::ClocksChanged { changes }) => changes.push(change),
            _ => self.events.push(Event::ClocksChanged { changes: vec![change] }),
        }
    }

    fn note_miss(&mut self, kind: ClockKind) {
        if let Some(due) = self.clocks.get(kind).map(|clock| clock.run.due) {
            self.clocks.miss(kind, due);
            self.events.push(Event::ClockMissed { clock: kind, due });
        }
    }

    /// Brings a clock in line with what the case needs.
    fn carry_on(&mut self, kind: ClockKind, is_told: bool, is_decided: bool) {
        let live = self.clocks.get(kind).filter(|clock| clock.is_live()).cloned();
        let wish = if is_decided { Wish::Done } else { self.wish(kind) };
        match (live, wish) {
            (None, Wish::Run(target)) => self.start(kind, target),
            (None, Wish::Done | Wish::Over(_)) => return,
            (Some(clock), Wish::Run(target)) => {
                if kind == ClockKind::Update && is_told {
                    self.end(&clock, Change::Met);
                    self.start(kind, target);
                } else if let Some(target) = target {
                    self.rerate(&clock, target);
                }
            }
            (Some(clock), Wish::Done) => return self.end(&clock, Change::Met),
            (Some(clock), Wish::Over(why)) => return self.end(&clock, Change::Stopped { why }),
        }
        self.pause_or_resume(kind);
    }

    /// A clock that ends after its due time was missed, even if no one noticed.
    fn end(&mut self, clock: &Clock, change: Change) {
        if clock.is_running() && clock.missed.is_none() && self.context.now > clock.run.due {
            self.note_miss(clock.kind);
        }
        self.change(clock.kind, change);
    }

    fn wish(&self, kind: ClockKind) -> Wish {
        let case = self.after;
        let is_open = case.stage.kind().is_open();
        let over = || match &case.stage {
            _ if is_open => Wish::Over(Stopped::NotNeeded),
            Stage::Closed { statement, .. } if statement.outcome == Outcome::Duplicate => {
                Wish::Over(Stopped::Merged)
            }
            _ => Wish::Over(Stopped::CaseOver),
        };
        let run_while = |runs: bool, is_done: bool| match (runs, is_done) {
            (_, true) => Wish::Done,
            (true, false) => self.target(kind).map_or(Wish::Over(Stopped::NotNeeded), |t| Wish::Run(Some(t))),
            (false, false) => over(),
        };
        let met = || {
            let newest = self.clocks.get(kind).filter(|clock| clock.cycle == case.cycle());
            newest.is_some_and(|clock| matches!(clock.state, ClockState::Met { .. }))
        };
        let is_rated = is_open && case.priority.is_some();
        let ended = |outcomes: &[Outcome]| match &case.stage {
            Stage::Closed { statement, .. } => outcomes.contains(&statement.outcome),
            _ => false,
        };
        match kind {
            ClockKind::Promise if case.stage.kind() == StageKind::Received => {
                if case.promise.is_some() {
                    Wish::Run(None)
                } else {
                    over()
                }
            }
            ClockKind::Promise | ClockKind::Respond => {
                run_while(case.stage.kind() == StageKind::Received, case.acknowledged.is_some())
            }
            ClockKind::Assess => run_while(is_open, case.assessed.is_some()),
            ClockKind::DecideMeasure => {
                run_while(is_rated, met() || (is_open && case.stage.kind() == StageKind::Mitigating))
            }
            ClockKind::DecideNotice => run_while(is_rated, met()),
            ClockKind::Update => run_while(is_open && case.stage.kind() != StageKind::Received, false),
            ClockKind::Mitigate => {
                run_while(is_rated, is_mitigated(case) || ended(&[Outcome::Mitigated, Outcome::Fixed]))
            }
            ClockKind::DecideDuties => {
                let concerns = |regime: &&&Regime| {
                    let report = case.report.as_ref();
                    report.is_some_and(|report| {
                        regime.may_concern(
                            self.context.place.day_of(self.context.now),
                            case.category,
                            report,
                            case.is_exploited() || says_exploited(report),
                        )
                    })
                };
                let mut wanted = self.context.regimes.iter().filter(concerns).peekable();
                let asks = wanted.peek().is_some();
                let judged = |regime: &&Regime| {
                    case.desk_duties.get(regime.id).is_some_and(|k| k.judgement().is_some())
                };
                let is_done = asks && wanted.all(judged);
                run_while(is_open && asks, is_done)
            }
            ClockKind::Fix => {
                let runs = is_rated && case.category.asks_vulnerability();
                run_while(runs, is_fixed(case) || ended(&[Outcome::Fixed]))
            }
        }
    }

    /// Returns the effective priority: the decided one, else the one that the clock to decide started with, else the suggested
    /// one.
    fn priority(&self) -> Priority {
        if let Some(priority) = &self.after.priority {
            return priority.decided;
        }
        let before = self.clocks.get(ClockKind::Assess).and_then(|clock| clock.priority);
        before.unwrap_or_else(|| {
            let situation = Situation::of(self.after, self.context.signals, self.context.now);
            situation.map_or(Priority::P4, |situation| {
                situation.priority(situation.severity().value, &self.context.rules.tables).value
            })
        })
    }

    fn target(&self, kind: ClockKind) -> Option<Target> {
        let urgent = self.after.report.as_ref().is_some_and(crate::case::Report::is_urgent);
        let mitigating = self.after.stage.kind() == StageKind::Mitigating;
        self.context.targets.of(kind, self.priority(), urgent, mitigating)
    }

    fn start(&mut self, kind: ClockKind, target: Option<Target>) {
        let now = self.context.now;
        let (calendar, started) = (self.context.calendar, self.after.cycle_from().unwrap_or(now));
        // A case that predates clocks only had its promise; the desk's own targets start with the first check.
        let is_old = self.is_old && kind != ClockKind::Promise;
        // The next update, and the decision about laws, count from when they arise.
        let is_new = matches!(kind, ClockKind::Update | ClockKind::DecideDuties);
        let from = if is_new || is_old { now } else { started };
        let due = match (target, &self.after.promise) {
            (Some(target), _) => self.after_pauses(kind, from, target),
            (None, Some(promise)) => promise.due,
            (None, None) => return,
        };
        let (run, total) = run(from, due, Time::of(target), calendar);
        let priority = target.map(|_| self.priority());
        let cycle = self.after.cycle();
        let calendar = calendar.version;
        self.change(kind, Change::Started { cycle, from, run, total, target, priority, calendar });
    }

    /// Returns when a clock that starts, or restarts in the same cycle, is due. On a restart, paused time stays out of the count,
    /// and a deadline inherited from another case is not extended.
    fn after_pauses(&self, kind: ClockKind, from: Timestamp, target: Target) -> Timestamp {
        let calendar = self.context.calendar;
        let due = target.end(from, calendar);
        let cycle = self.after.cycle();
        let before = self.clocks.get(kind).filter(|before| before.goes_on_in(cycle, from));
        let Some((before, held)) = before.and_then(|before| Some((before, before.target?))) else {
            return due;
        };
        let plain = held.end(from, calendar);
        if before.run.due <= plain {
            return if before.merged_from.is_some() { due.min(before.run.due) } else { due };
        }
        let stood = before.time().between(plain, before.run.due, calendar);
        Time::of(Some(target)).add(due, stood, calendar)
    }

    /// Applies the target of another priority from the same start. A change of the targets alone does not move running clocks.
    fn rerate(&mut self, clock: &Clock, target: Target) {
        let (now, calendar, priority) = (self.context.now, self.context.calendar, self.priority());
        if clock.priority == Some(priority) || clock.target == Some(target) {
            return;
        }
        let time = Time::of(Some(target));
        let (mut run, total) = run(clock.from, target.end(clock.from, calendar), time, calendar);
        let (stands, until) = match clock.state {
            ClockState::Paused { since, .. } => (true, since),
            _ => (false, now),
        };
        let mut left = None;
        if clock.pauses > 0 {
            // Paused time stays out of the count.
            let used = if clock.time() == time {
                clock.total - clock.left(now, calendar)
            } else {
                time.between(clock.from, until, calendar).as_secs()
            };
            let anew = Clock { target: Some(target), total, ..clock.clone() };
            run = anew.run_with_left(now, total - used, calendar);
            left = stands.then_some(total - used);
        }
        // A deadline inherited from another case is not extended.
        if clock.merged_from.is_some() && clock.run.due < run.due {
            run = Run {
                due: clock.run.due,
                half: run.half.min(clock.run.due),
                late: run.late.min(clock.run.due),
            };
        }
        if clock.is_running() && clock.missed.is_none() && now > clock.run.due {
            self.note_miss(clock.kind);
        }
        let calendar = calendar.version;
        self.change(clock.kind, Change::Rerated { run, total, left, target, priority, calendar });
    }

    fn pause_or_resume(&mut self, kind: ClockKind) {
        if !kind.pauses() {
            return;
        }
        let stands = self.after.waiting_on() == WaitingOn::Publisher
            && self.after.questions.iter().any(|question| !question.lapsed);
        let (now, calendar) = (self.context.now, self.context.calendar);
        let Some(clock) = self.clocks.get(kind).cloned() else { return };
        match clock.state {
            ClockState::Running if stands && kind.most_pauses().is_none_or(|most| clock.pauses < most) => {
                let left = clock.left(now, calendar);
                self.end(&clock, Change::Paused { left });
            }
            ClockState::Paused { left, .. } if !stands => {
                let run: Run = clock.run_with_left(now, left, calendar);
                let answered = self.after.questions.is_empty();
                let why = if answered { Resumed::Answered } else { Resumed::AnswerOverdue };
                self.change(kind, Change::Resumed { run, why });
            }
            _ => {}
        }
    }
}

fn says_exploited(report: &Report) -> bool {
    report.vulnerability.as_ref().is_some_and(|weakness| weakness.exploited == Unsure::Yes)
}

/// Returns whether a fact is asserted in this cycle of the case.
fn holds(case: &Case, fact: FactKind) -> bool {
    case.facts.get(&fact).is_some_and(|held| {
        held.status == FactStatus::Yes
            && (case.cycle() == 1 || case.cycle_from().is_some_and(|from| held.stamp.at >= from))
    })
}

fn is_fixed(case: &Case) -> bool {
    holds(case, FactKind::FixAvailable) || holds(case, FactKind::FixDeployed)
}

fn is_mitigated(case: &Case) -> bool {
    let said = case.facts.contains_key(&FactKind::MitigationAvailable);
    let reported = || {
        let resolution = case.report.as_ref().map(|report| &report.resolution);
        resolution.is_some_and(|resolution| resolution.exists == Some(true) && !resolution.steps.is_empty())
    };
    holds(case, FactKind::MitigationAvailable) || is_fixed(case) || (case.cycle() == 1 && !said && reported())
}
