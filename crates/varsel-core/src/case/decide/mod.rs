//! The result of a command: events and effects, or a refusal. Total, pure, and the only place that refuses.

mod assess;
mod clocks;
mod duty;
mod reopening;
mod score;

use jiff::{SignedDuration, Timestamp};

use super::command::Command;
use super::event::{Author, Event};
use super::state::{Assertion, Case, Outcome, OutcomeStatement, Stage, StageKind};
use crate::clock::obligation::Regime;
use crate::clock::{Calendar, ClockKind, Promise, PromiseRule, Targets};
use crate::coded;
use crate::permission::{Actor, Party};
use crate::refusal::Refusal;
use crate::score::Rules;
use crate::score::situation::Signals;
use serde::{Deserialize, Serialize};

/// What a decision can depend on besides the case and the command.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The time of the decision.
    pub now: Timestamp,
    /// The desk's calendar.
    pub calendar: &'a Calendar,
    /// The rule of the promise to acknowledge.
    pub promise: PromiseRule,
    /// The desk's own targets.
    pub targets: &'a Targets,
    /// The regimes of law and contract that could apply to the marketplace itself.
    pub regimes: &'a [&'static Regime],
    /// The working days of the place where the deciding side files; a place whose holidays have no end is unknown.
    pub place: &'a Calendar,
    /// The rules that severity and priority are suggested by.
    pub rules: &'a Rules,
    /// The signals from the desk's own data.
    pub signals: Signals,
}

impl<'a> Context<'a> {
    /// Creates a context with what every decision needs, the default promise and targets, and no regimes.
    ///
    /// Rules and signals are required: a decision without them would rate a case by less than before, and stop its clocks.
    pub fn new(now: Timestamp, calendar: &'a Calendar, rules: &'a Rules, signals: Signals) -> Self {
        Self {
            now,
            calendar,
            promise: PromiseRule::default(),
            targets: Targets::shipped(),
            regimes: &[],
            place: calendar,
            rules,
            signals,
        }
    }
}

coded! {
    /// A mail that follows from a decision.
    pub enum Notice {
        /// To the publisher: confirmation of receipt, with the number.
        Confirmation = "confirmation",
        /// To the desk: a new report.
        NewReport = "new_report",
        /// To the publisher: a person acknowledged it.
        Acknowledged = "acknowledged",
        /// To the publisher: severity and priority.
        Assessed = "assessed",
        /// To the publisher: the desk's score.
        Scored = "scored",
        /// To the desk: the publisher's answer to its score.
        ScoreAnswered = "score_answered",
        /// To the publisher: the desk has reviewed the contested score.
        ScoreReviewed = "score_reviewed",
        /// To the publisher: a question.
        Question = "question",
        /// To the other side: a message or an answer.
        Message = "message",
        /// To the publisher: the outcome.
        Outcome = "outcome",
        /// To the publisher: the case is closed.
        Closed = "closed",
        /// To the publisher: the case is reopened.
        Reopened = "reopened",
        /// To the desk: the publisher asks to reopen the case.
        ReopeningRequested = "reopening_requested",
        /// To the publisher: the desk does not reopen it.
        ReopeningDeclined = "reopening_declined",
        /// To the desk: the publisher withdrew it.
        Withdrawn = "withdrawn",
    }
}

/// A side effect of a decision, to run once it is stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
    /// Mail one side.
    Mail {
        /// The mail.
        notice: Notice,
        /// The recipient side.
        to: Party,
        /// The index of the decision's event it is about, from 0.
        about: usize,
    },
    /// Alert the people responsible that a step of a clock has passed.
    Escalate {
        /// The clock.
        clock: ClockKind,
        /// The step, in percent of its time; 100 is a miss.
        percent: u8,
        /// When it is due; for a miss, the missed instant.
        due: Timestamp,
    },
    /// Alert the people responsible that a step of a filing has passed.
    EscalateStage {
        /// The id of the stage.
        stage: &'static str,
        /// The step, in percent of its time; 100 is a miss.
        percent: u8,
        /// When it is due.
        due: Timestamp,
    },
    /// Alert the people on call: harm is ongoing.
    Page,
}

/// The result of a command.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Decision {
    /// What happened, in order.
    pub events: Vec<Event>,
    /// Its side effects.
    pub effects: Vec<Effect>,
}

impl Decision {
    fn of(event: Event) -> Self {
        Self { events: vec![event], effects: Vec::new() }
    }

    fn mailing(mut self, notice: Notice, to: Party) -> Self {
        self.effects.push(Effect::Mail { notice, to, about: self.events.len() - 1 });
        self
    }

    fn paging(mut self, pages: bool) -> Self {
        self.effects.extend(pages.then_some(Effect::Page));
        self
    }
}

/// Decides a command given by a person or by Varsel itself (`actor` is `None`), and updates the clocks.
pub fn decide(
    case: &Case,
    command: Command,
    actor: Option<&Actor>,
    context: Context<'_>,
) -> Result<Decision, Refusal> {
    let tick = matches!(command, Command::Tick);
    let author = actor.map_or(Author::System, Author::from);
    let mut decision = judge(case, command, actor, context)?;
    let moves = clocks::moves(case, &decision.events, author, context, tick);
    decision.events.extend(moves.events);
    decision.effects.extend(moves.steps.into_iter().map(|step| Effect::Escalate {
        clock: step.clock,
        percent: step.percent,
        due: step.due,
    }));
    decision.effects.extend(moves.stages.into_iter().map(|step| Effect::EscalateStage {
        stage: step.stage,
        percent: step.percent,
        due: step.due,
    }));
    if decision.events.is_empty() { Err(Refusal::NoChange) } else { Ok(decision) }
}

/// The longest time to answer: 90 days.
const LONGEST_QUESTION: SignedDuration = SignedDuration::from_hours(90 * 24);

/// Decides a command, without updating the clocks.
fn judge(
    case: &Case,
    command: Command,
    actor: Option<&Actor>,
    context: Context<'_>,
) -> Result<Decision, Refusal> {
    match (actor, command.action()) {
        (Some(actor), Some(action)) if !actor.may(action) => return Err(Refusal::NotAllowed { action }),
        (None, Some(_)) => return Err(Refusal::OnlyByAPerson),
        (Some(_), None) => return Err(Refusal::wrong_stage(&case.stage)),
        (Some(_), Some(_)) | (None, None) => {}
    }
    match command {
        Command::Submit { number, category, report } => {
            let Stage::Draft = case.stage else {
                return Err(case.submitted.map_or_else(
                    || Refusal::wrong_stage(&case.stage),
                    |stamp| Refusal::AlreadyDone { at: stamp.at },
                ));
            };
            let promise = Promise::for_receipt(context.now, context.calendar, context.promise);
            let urgent = report.is_urgent();
            Ok(Decision::of(Event::Submitted { number, category, report, promise })
                .paging(urgent)
                .mailing(Notice::Confirmation, Party::Publisher)
                .mailing(Notice::NewReport, Party::Desk))
        }
        Command::Acknowledge { message } => {
            match (&case.stage, case.acknowledged) {
                (Stage::Received, None) => Ok(Decision::of(Event::Acknowledged { message })
                    .mailing(Notice::Acknowledged, Party::Publisher)),
                (_, Some(stamp)) => Err(Refusal::AlreadyDone { at: stamp.at }),
                (stage, None) => Err(Refusal::wrong_stage(stage)),
            }
        }
        Command::ChangeCategory { to, reason } => {
            open(case)?;
            if case.category == to {
                return Err(Refusal::NoChange);
            }
            Ok(Decision::of(Event::CategoryChanged { from: case.category, to, reason }))
        }
        Command::Assess { severity, severity_reason, priority, priority_reason } => {
            assess::assess(case, (severity, severity_reason), (priority, priority_reason), context)
        }
        Command::ConfirmAssessment => assess::confirm(case, actor),
        Command::DeclineAssessment { reason } => assess::decline(case, reason),
        Command::Score { vectors, reasons, answer } => score::score(case, vectors, reasons, answer),
        Command::KeepScore { reason } => score::keep(case, reason),
        Command::AcceptScore => score::accept(case),
        Command::ContestScore { reason, vectors } => score::contest(case, reason, vectors),
        Command::Ask { text, due } => {
            acknowledged(case)?;
            if due <= context.now {
                return Err(Refusal::DueInThePast);
            }
            // Clocks are paused until then.
            if due.duration_since(context.now) > LONGEST_QUESTION {
                return Err(Refusal::FarAway);
            }
            Ok(Decision::of(Event::QuestionAsked { number: case.asked + 1, text, due })
                .mailing(Notice::Question, Party::Publisher))
        }
        Command::Answer { number, text } => {
            open(case)?;
            if !case.questions.iter().any(|q| q.number == number) {
                return Err(Refusal::NoOpenQuestion);
            }
            Ok(Decision::of(Event::QuestionAnswered { number, text }).mailing(Notice::Message, Party::Desk))
        }
        Command::Assert { fact, status, note } => {
            submitted(case)?;
            // A statement from before the case was reopened can be repeated: it is about the present.
            let is_old = |held: &Assertion| case.reopened.is_some_and(|reopened| held.stamp.at < reopened);
            let same = |held: &Assertion| held.status == status && held.note == note && !is_old(held);
            if case.facts.get(&fact).is_some_and(same) {
                return Err(Refusal::NoChange);
            }
            let event = Event::FactAsserted { fact, status, note };
            let pages = actor.is_some_and(|actor| event.is_word_of_harm(Author::from(actor)))
                && case.stage.kind().is_open()
                && case.may_call(context.now);
            Ok(Decision::of(event).paging(pages))
        }
        Command::CommunicateOutcome { statement } => {
            assessed(case)?;
            complete(case, &statement, context)?;
            Ok(Decision::of(Event::OutcomeCommunicated { statement })
                .mailing(Notice::Outcome, Party::Publisher))
        }
        Command::Mitigate { sentence } => match case.stage.kind() {
            StageKind::Assessed => Ok(Decision::of(Event::MitigationStarted { sentence })
                .mailing(Notice::Message, Party::Publisher)),
            _ => Err(Refusal::wrong_stage(&case.stage)),
        },
        Command::Close { statement } => {
            // A reasoned decision counts as an acknowledgement, so a report can be closed with it.
            open(case)?;
            complete(case, &statement, context)?;
            if case.assessed.is_none() && !statement.outcome.needs_no_assessment() {
                return Err(Refusal::NotAssessed);
            }
            Ok(Decision::of(Event::Closed { statement }).mailing(Notice::Closed, Party::Publisher))
        }
        Command::Reopen { reason } => match case.stage.kind() {
            StageKind::Closed | StageKind::Withdrawn => {
                let anew = || Promise::for_receipt(context.now, context.calendar, context.promise);
                let promise = case.acknowledged.is_none().then(anew);
                Ok(Decision::of(Event::Reopened { reason, promise })
                    .mailing(Notice::Reopened, Party::Publisher))
            }
            _ => Err(Refusal::wrong_stage(&case.stage)),
        },
        Command::RequestReopening { reason } => reopening::request(case, reason, context),
        Command::DeclineReopening { reason } => reopening::decline(case, reason),
        Command::Withdraw { reason } => {
            open(case)?;
            Ok(Decision::of(Event::Withdrawn { reason }).mailing(Notice::Withdrawn, Party::Desk))
        }
        Command::Link { to, number, publisher, relation } => {
            submitted(case)?;
            if to == case.id {
                return Err(Refusal::LinkToItself);
            }
            if case.links.iter().any(|link| link.to == to && link.relation == relation) {
                return Err(Refusal::NoChange);
            }
            let same_publisher = publisher == case.publisher;
            Ok(Decision::of(Event::Linked { to, number, relation, same_publisher }))
        }
        Command::Assign { owner } => {
            submitted(case)?;
            if case.owner == owner {
                return Err(Refusal::NoChange);
            }
            Ok(Decision::of(Event::OwnerAssigned { owner }))
        }
        Command::AddNote { text } => {
            submitted(case)?;
            Ok(Decision::of(Event::NoteAdded { text }))
        }
        Command::ShareMessage { text } => {
            open(case)?;
            let to = match actor.map(Actor::party) {
                Some(Party::Publisher) => Party::Desk,
                Some(Party::Desk) | None => Party::Publisher,
            };
            Ok(Decision::of(Event::MessageShared { text }).mailing(Notice::Message, to))
        }
        Command::RecordMail { notice, recipients, to, delivered } => {
            Ok(Decision::of(Event::MailHandled { notice, recipients, to, delivered }))
        }
        Command::DecideTarget { clock, sentence } => {
            acknowledged(case)?;
            let asks = matches!(clock, ClockKind::DecideMeasure | ClockKind::DecideNotice);
            match case.clocks.get(clock).filter(|clock| asks && clock.is_live()) {
                Some(_) => Ok(Decision::of(Event::TargetDecided { clock, sentence })),
                None => Err(Refusal::NothingToDecide),
            }
        }
        Command::ExplainMiss { clock, reason } => match case.clocks.missed(clock) {
            None => Err(Refusal::NothingMissed),
            Some(missed) if missed.explained.as_ref() == Some(&reason) => Err(Refusal::NoChange),
            Some(_) => Ok(Decision::of(Event::MissExplained { clock, reason })),
        },
        Command::JudgeDuty { regime, applies, reason } => {
            submitted(case)?;
            duty::judge(case, side(actor), regime, (applies, reason), context)
        }
        Command::RecordAwareness { instant, evidence, reason } => {
            submitted(case)?;
            duty::aware(case, side(actor), (instant, evidence, reason), context)
        }
        Command::RecordAnchor { regime, anchor, instant, evidence, reason } => {
            let new = duty::NewAnchor { regime, anchor, instant, evidence, reason };
            duty::record(case, side(actor), new, context)
        }
        Command::PrepareFiling { regime, fields } => duty::prepare(case, side(actor), regime, fields),
        Command::FileStage { regime, stage, filed, reference, proof } => {
            let new = duty::NewFiling { regime, stage, filed, reference, proof };
            duty::file(case, side(actor), new, context)
        }
        Command::Tick => {
            let over = |question: &&super::state::Question| !question.lapsed && question.due <= context.now;
            let lapsed = case.questions.iter().filter(over);
            let events = lapsed.map(|question| Event::QuestionLapsed { number: question.number }).collect();
            Ok(Decision { events, effects: Vec::new() })
        }
        Command::Tighten { theirs, from } => {
            let event = clocks::tighten(case, &theirs, from, context).ok_or(Refusal::NoChange)?;
            Ok(Decision::of(event))
        }
    }
}

/// Returns the side that an actor is on.
fn side(actor: Option<&Actor>) -> Party {
    actor.map_or(Party::Desk, Actor::party)
}

/// Refuses a case that is a draft.
fn submitted(case: &Case) -> Result<(), Refusal> {
    match case.stage {
        Stage::Draft => Err(Refusal::wrong_stage(&case.stage)),
        Stage::Received
        | Stage::Acknowledged(_)
        | Stage::Assessed(_)
        | Stage::Mitigating(_)
        | Stage::Closed { .. }
        | Stage::Withdrawn { .. } => Ok(()),
    }
}

/// Refuses a case that is a draft or closed.
fn open(case: &Case) -> Result<(), Refusal> {
    if case.stage.kind().is_open() { Ok(()) } else { Err(Refusal::wrong_stage(&case.stage)) }
}

/// Refuses a case that is not open or that no person has acknowledged.
fn acknowledged(case: &Case) -> Result<(), Refusal> {
    match case.stage.kind() {
        StageKind::Acknowledged | StageKind::Assessed | StageKind::Mitigating => Ok(()),
        _ => Err(Refusal::wrong_stage(&case.stage)),
    }
}

/// Refuses a case that is not open or not assessed.
fn assessed(case: &Case) -> Result<(), Refusal> {
    match case.stage.kind() {
        StageKind::Assessed | StageKind::Mitigating => Ok(()),
        _ => Err(Refusal::wrong_stage(&case.stage)),
    }
}

/// Refuses an accepted risk without a future date, a duplicate without a link, and the outcome that only a publisher can give.
fn complete(case: &Case, statement: &OutcomeStatement, context: Context<'_>) -> Result<(), Refusal> {
    let today = context.now.to_zoned(context.calendar.zone.clone()).date();
    match statement.outcome {
        Outcome::RiskAccepted if statement.until.is_none_or(|until| until <= today) => {
            Err(Refusal::DateNeeded)
        }
        Outcome::Duplicate if case.original().is_none() => Err(Refusal::OriginalNeeded),
        Outcome::Withdrawn => Err(Refusal::PublishersToWithdraw),
        _ => Ok(()),
    }
}

impl From<&Actor> for Author {
    fn from(actor: &Actor) -> Self {
        Self::Person { id: actor.person, party: actor.party() }
    }
}
