//! Submits reports, and carries out everything that people do to a case afterwards.

use std::sync::Arc;

use jiff::Timestamp;
use varsel_core::case::{
    self, Author, Case, Category, Command, Decision, Effect, Event, Outcome, Recorded, Report, Stage,
};
use varsel_core::clock::{Calendar, ClockKind, obligation};
use varsel_core::confirmation_number::ConfirmationNumber;
use varsel_core::ids::{CaseId, JobId, PublisherId};
use varsel_core::permission::{Action, Actor, Role};
use varsel_core::refusal::Refusal;
use varsel_store::jobs::{self, NewJob, Owner};
use varsel_store::{Scope, StoreError, Tx, cases, catalogue, drafts, people, rules, search};

use crate::alerts::{Gathered, Matter, StageId};
use crate::cve;
use crate::intake::{self, Answers, Offered, ProblemKind};
use crate::notices::Notification;
use crate::signals::Grounds;
use crate::{AppError, Ctx};

/// How often a new number is drawn if one is taken.
const DRAWS: usize = 8;

/// A report to be submitted.
pub struct NewReport<'a> {
    /// The draft it comes from; `None` if it is submitted in one request.
    pub draft: Option<CaseId>,
    /// Its category.
    pub category: Category,
    /// The answers.
    pub answers: &'a Answers,
}

/// Submits a report: parses it, assigns a number and a promise, and queues its mails. All or nothing.
pub fn submit(tx: &Tx<'_>, ctx: &Ctx, actor: &Actor, new: &NewReport<'_>) -> Result<Case, AppError> {
    let publisher = actor.publisher.ok_or(Refusal::NotAllowed { action: Action::SubmitReport })?;
    if !actor.may(Action::SubmitReport) {
        return Err(Refusal::NotAllowed { action: Action::SubmitReport }.into());
    }
    let draft = match new.draft {
        Some(id) => Some(drafts::find(tx, id, publisher)?.ok_or(AppError::NotFound)?),
        None => None,
    };
    // A draft can contain answers that its category no longer asks for. A report submitted in one request cannot.
    let unasked = match &draft {
        Some(_) => Vec::new(),
        None => intake::unasked(new.answers, new.category),
    };
    let report = match read_report(tx, publisher, new.answers, new.category, ctx.now) {
        Ok(report) if unasked.is_empty() => report,
        Ok(_) => return Err(AppError::Invalid(unasked)),
        Err(AppError::Invalid(problems)) => return Err(AppError::Invalid([problems, unasked].concat())),
        Err(error) => return Err(error),
    };
    let id = new.draft.unwrap_or_else(|| CaseId(ctx.id()));
    let author = Author::from(actor);
    let (started_at, started_by) = draft.as_ref().map_or((ctx.now, author), |d| {
        (d.created, Author::Person { id: d.author, party: varsel_core::permission::Party::Publisher })
    });
    let started = Recorded {
        sequence: 1,
        at: started_at.min(ctx.now),
        author: started_by,
        event: Event::DraftStarted { publisher, category: new.category },
    };
    let case = case::apply(None, id, &started).ok_or(AppError::NotFound)?;
    let number = free_number(tx, ctx)?;
    // The currently suggested priority sets the desk's first targets.
    let in_force = rules::current(tx)?;
    let grounds = Grounds::of(tx, &in_force, Some(&report))?;
    let command = Command::Submit { number, category: new.category, report: Box::new(report) };
    let decision = case::decide(&case, command, Some(actor), ctx.decision(&grounds))?;
    let (case, mut events) = record(case, decision.events.clone(), author, ctx);
    events.insert(0, started);
    cases::insert(tx, &case, &events)?;
    let publisher_name = catalogue::publisher_by_id(tx, publisher)?.map(|p| p.name).unwrap_or_default();
    search::insert(tx, &case, &publisher_name)?;
    let weaknesses = case.report.iter().flat_map(|report| &report.vulnerability);
    cve::want(tx, ctx, Scope::of(actor), weaknesses.flat_map(|weakness| &weakness.cves)).map(drop)?;
    let mut gathered = Gathered::default();
    queue_effects(tx, ctx, &case, &decision, &events[1..], &mut gathered)?;
    gathered.queue(tx, ctx)?;
    // If a colleague has saved since, their text would be lost with the draft, so nothing is submitted.
    if let Some(draft) = &draft
        && !drafts::delete(tx, id, publisher, Some(draft.revision))?
    {
        return Err(AppError::DraftChanged { revision: draft.revision + 1 });
    }
    Ok(case)
}

/// Parses answers against the publisher's offers, as of a time.
pub fn read_report(
    tx: &Tx<'_>,
    publisher: PublisherId,
    answers: &Answers,
    category: Category,
    now: Timestamp,
) -> Result<Report, AppError> {
    let mut failure: Option<StoreError> = None;
    let mut found = std::collections::HashMap::new();
    for given in answers.affected.iter().map(|a| a.offer.trim()).filter(|given| !given.is_empty()) {
        match find_offer(tx, publisher, given) {
            Ok(Some(offer)) => drop(found.insert(given.to_owned(), offer)),
            Ok(None) => {}
            Err(error) => failure = Some(error),
        }
    }
    if let Some(error) = failure {
        return Err(error.into());
    }
    intake::parse(answers, category, &|given| found.get(given).cloned(), now).map_err(AppError::Invalid)
}

fn find_offer(tx: &Tx<'_>, publisher: PublisherId, given: &str) -> Result<Option<Offered>, StoreError> {
    let offer = match given.parse() {
        Ok(id) => catalogue::offer_by_id(tx, id, Scope::Publisher(publisher))?,
        Err(_) => catalogue::offer_by_key(tx, given)?.filter(|offer| offer.publisher == publisher),
    };
    Ok(offer.map(|offer| Offered { id: offer.id, name: offer.name }))
}

/// Draws numbers until one is free. The unique index decides; a clash of 35 random bits is rare.
fn free_number(tx: &Tx<'_>, ctx: &Ctx) -> Result<ConfirmationNumber, AppError> {
    for _ in 0..DRAWS {
        let number = ctx.number();
        if cases::find(tx, number, Scope::Desk)?.is_none() {
            return Ok(number);
        }
    }
    Err(AppError::Store(StoreError::Conflict))
}

/// Folds new events into a case and assigns their sequence numbers.
fn record(case: Case, events: Vec<Event>, author: Author, ctx: &Ctx) -> (Case, Vec<Recorded>) {
    let mut case = case;
    let mut recorded = Vec::with_capacity(events.len());
    for event in events {
        let next = Recorded { sequence: case.version + 1, at: ctx.now, author, event };
        if let Some(folded) = case::apply(Some(case.clone()), case.id, &next) {
            case = folded;
        }
        recorded.push(next);
    }
    (case, recorded)
}

/// Runs a command on a case that the actor can see.
///
/// `basis` is [`Case::basis`] as the actor saw it; if it has moved, the command is refused with the case as it is now. `None` is
/// for what can be added at any time: messages, notes, answers, facts.
pub fn act(
    tx: &Tx<'_>,
    ctx: &Ctx,
    actor: &Actor,
    number: ConfirmationNumber,
    command: Command,
    basis: Option<u32>,
) -> Result<Case, AppError> {
    if !actor.may(Action::ReadCase) {
        return Err(AppError::NotFound);
    }
    let attempt = |command| {
        let case = cases::find(tx, number, Scope::of(actor))?.ok_or(AppError::NotFound)?;
        let case = Arc::unwrap_or_clone(case);
        let before = case.stage.kind();
        let in_force = rules::current(tx)?;
        let grounds = Grounds::of(tx, &in_force, case.report.as_ref())?;
        let mut context = ctx.decision(&grounds);
        let place = filing_place(tx, ctx, actor, &command)?;
        if let Some(place) = &place {
            context.place = place;
        }
        let decision = decide_on(&case, context, actor, command, basis)
            .map_err(|refusal| AppError::Refused { refusal, current: Some(Box::new(case.clone())) })?;
        let mut gathered = Gathered::default();
        let theirs = ends_of(&case, ctx);
        let case = save(tx, ctx, case, &decision, Author::from(actor), &mut gathered)?;
        gathered.queue(tx, ctx)?;
        if let Stage::Closed { statement, .. } = &case.stage
            && statement.outcome == Outcome::Duplicate
            && case.stage.kind() != before
        {
            hand_on(tx, ctx, &case, &theirs)?;
        }
        Ok(case)
    };
    // A concurrent write is not a reason to refuse: the case is locked and read again, and then the basis is compared. This
    // happens on PostgreSQL, where writes run concurrently.
    match attempt(command.clone()) {
        Err(AppError::Refused { refusal: Refusal::Stale, .. }) => {
            cases::lock(tx, number)?;
            attempt(command)
        }
        done => done,
    }
}

/// Returns the working days of the place where a publisher files: those of its country, never the desk's.
fn filing_place(
    tx: &Tx<'_>,
    ctx: &Ctx,
    actor: &Actor,
    command: &Command,
) -> Result<Option<Calendar>, StoreError> {
    let counts = matches!(
        command,
        Command::JudgeDuty { .. }
            | Command::RecordAwareness { .. }
            | Command::RecordAnchor { .. }
            | Command::FileStage { .. }
    );
    let Some(publisher) = actor.publisher.filter(|_| counts) else { return Ok(None) };
    let country = catalogue::publisher_by_id(tx, publisher)?.and_then(|publisher| publisher.country);
    Ok(Some(obligation::filing_place(country.as_ref(), &ctx.policy().place.zone)))
}

fn decide_on(
    case: &Case,
    context: case::Context<'_>,
    actor: &Actor,
    command: Command,
    basis: Option<u32>,
) -> Result<Decision, Refusal> {
    // A missing permission is reported first, whatever they saw.
    if let Some(action) = command.action()
        && !actor.may(action)
    {
        return Err(Refusal::NotAllowed { action });
    }
    match case::decide(case, command, Some(actor), context) {
        // "Already acknowledged by …" says more than "it has changed".
        Err(refusal @ Refusal::AlreadyDone { .. }) => Err(refusal),
        _ if basis.is_some_and(|basis| basis != case.basis) => Err(Refusal::Stale),
        decided => decided,
    }
}

/// Runs a command on a case as Varsel itself.
pub fn act_as_system(tx: &Tx<'_>, ctx: &Ctx, id: CaseId, command: Command) -> Result<Case, AppError> {
    let case = cases::load(tx, id)?.ok_or(AppError::NotFound)?;
    let in_force = rules::current(tx)?;
    let grounds = Grounds::of(tx, &in_force, case.report.as_ref())?;
    let decision = case::decide(&case, command, None, ctx.decision(&grounds))?;
    let mut gathered = Gathered::default();
    let case = save(tx, ctx, case, &decision, Author::System, &mut gathered)?;
    gathered.queue(tx, ctx)?;
    Ok(case)
}

/// Lists when the clocks of a case are due, or would be if they resumed, except the promise and the next update, which belong to
/// its own publisher.
fn ends_of(case: &Case, ctx: &Ctx) -> Vec<(ClockKind, Timestamp)> {
    let handed = |kind| !matches!(kind, ClockKind::Promise | ClockKind::Update);
    let live = case.clocks.live().filter(|clock| handed(clock.kind));
    live.map(|clock| (clock.kind, clock.due_at(ctx.now, ctx.calendar()))).collect()
}

/// Passes the clocks of a case that was closed as a duplicate to the case that continues, if that has more time left.
fn hand_on(tx: &Tx<'_>, ctx: &Ctx, case: &Case, theirs: &[(ClockKind, Timestamp)]) -> Result<(), AppError> {
    let (Some(original), Some(from)) = (case.original(), case.number) else { return Ok(()) };
    let mut tries = 3;
    loop {
        tries -= 1;
        match act_as_system(tx, ctx, original.to, Command::Tighten { theirs: theirs.to_owned(), from }) {
            Ok(_) | Err(AppError::Refused { refusal: Refusal::NoChange, .. }) => return Ok(()),
            // The person who acts on one case did not look at the other: a change there is not a reason to refuse.
            Err(AppError::Refused { refusal: Refusal::Stale, .. }) if tries > 0 => {}
            Err(error) => return Err(error),
        }
    }
}

/// Stores the result of a decision; its alerts are only collected.
pub(crate) fn save(
    tx: &Tx<'_>,
    ctx: &Ctx,
    case: Case,
    decision: &Decision,
    author: Author,
    gathered: &mut Gathered,
) -> Result<Case, AppError> {
    let before = case.version;
    let (case, events) = record(case, decision.events.clone(), author, ctx);
    if !cases::update(tx, &case, before, &events)? {
        let current = cases::load(tx, case.id)?.map(Box::new);
        return Err(AppError::Refused { refusal: Refusal::Stale, current });
    }
    for recorded in &events {
        search::append(tx, &case, &recorded.event)?;
    }
    queue_effects(tx, ctx, &case, decision, &events, gathered)?;
    Ok(case)
}

fn queue_effects(
    tx: &Tx<'_>,
    ctx: &Ctx,
    case: &Case,
    decision: &Decision,
    events: &[Recorded],
    gathered: &mut Gathered,
) -> Result<(), AppError> {
    for effect in &decision.effects {
        match *effect {
            Effect::Mail { notice, to, about } => {
                let Some(recorded) = events.get(about) else { continue };
                let payload = Notification::new(notice, to, recorded.sequence).to_json();
                let job = NewJob {
                    id: JobId(ctx.id()),
                    kind: Notification::KIND,
                    owner: Owner::Publisher(case.publisher),
                    payload: &payload,
                    case: Some(case.id),
                    run_at: ctx.now,
                };
                jobs::insert(tx, &job)?;
            }
            Effect::Page => gathered.add(tx, ctx, case, Matter::Harm)?,
            Effect::EscalateStage { stage, percent, due } => {
                gathered.add(tx, ctx, case, Matter::Stage { stage: StageId(stage), percent, due })?;
            }
            Effect::Escalate { clock, percent, due } => {
                gathered.add(tx, ctx, case, Matter::Clock { clock, percent, due })?;
            }
        }
    }
    Ok(())
}

/// Another case, as named in a form.
#[derive(Clone, Copy)]
pub struct Named<'a> {
    /// The field that names it.
    pub field: &'a str,
    /// Its number, as it was typed.
    pub number: &'a str,
}

/// Links a case to another that the actor can see. For `basis`, see [`act`].
pub fn link(
    tx: &Tx<'_>,
    ctx: &Ctx,
    actor: &Actor,
    number: ConfirmationNumber,
    other: Named<'_>,
    relation: case::Relation,
    basis: Option<u32>,
) -> Result<Case, AppError> {
    let wrong = |kind| AppError::field(other.field, kind);
    if other.number.trim().is_empty() {
        return Err(wrong(ProblemKind::Missing));
    }
    let read = ConfirmationNumber::parse(other.number, ctx.policy().prefix);
    let read = read.map_err(|error| wrong(ProblemKind::Malformed { accepted: error.to_string() }))?;
    // A case that the actor cannot see is treated as missing: the field is invalid, not the page's own address.
    let found = cases::find(tx, read, Scope::of(actor))?.and_then(|case| Some((case.number?, case)));
    let (other, case) = found.ok_or_else(|| wrong(ProblemKind::NotOneOf { accepted: String::new() }))?;
    let command = Command::Link { to: case.id, number: other, publisher: case.publisher, relation };
    act(tx, ctx, actor, number, command, basis)
}

/// Runs a command that sets an outcome. `original` names the case that this one is a duplicate of, if so; it is linked first,
/// unless it already is.
pub fn conclude(
    tx: &Tx<'_>,
    ctx: &Ctx,
    actor: &Actor,
    number: ConfirmationNumber,
    command: Command,
    original: Option<Named<'_>>,
    basis: Option<u32>,
) -> Result<Case, AppError> {
    let Some(original) = original else { return act(tx, ctx, actor, number, command, basis) };
    match link(tx, ctx, actor, number, original, case::Relation::Duplicate, basis) {
        // The link has moved the basis, after checking it.
        Ok(_) => act(tx, ctx, actor, number, command, None),
        Err(AppError::Refused { refusal: Refusal::NoChange, .. }) => {
            act(tx, ctx, actor, number, command, basis)
        }
        Err(error) => Err(error),
    }
}

/// Assigns a case to a person at the desk who works on cases, by id; empty removes the owner.
pub fn assign(
    tx: &Tx<'_>,
    ctx: &Ctx,
    actor: &Actor,
    number: ConfirmationNumber,
    owner: &str,
) -> Result<Case, AppError> {
    if !actor.may(Action::AssignOwner) {
        return Err(Refusal::NotAllowed { action: Action::AssignOwner }.into());
    }
    let owner = match owner.trim() {
        "" => None,
        given => {
            let person = match given.parse() {
                Ok(id) => people::by_id(tx, id)?,
                Err(_) => None,
            };
            let works = |person: &people::Person| {
                person.disabled.is_none()
                    && person.desk_role.is_some_and(|role| Role::Desk(role).may(Action::AssignOwner))
            };
            let kind = ProblemKind::NotOneOf { accepted: "an analyst or a lead".to_owned() };
            Some(person.filter(works).ok_or_else(|| AppError::field("owner", kind))?.id)
        }
    };
    act(tx, ctx, actor, number, Command::Assign { owner }, None)
}
