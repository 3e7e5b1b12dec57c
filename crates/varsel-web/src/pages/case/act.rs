//! The actions on a case. Each reads its form, passes one command to the use case, and returns to the page.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use varsel_app::unsent::{self as app_unsent, Composer};
use varsel_app::{AppError, Ctx, cases};
use varsel_core::case::{Case, Category, Command, Outcome, OutcomeStatement, Relation};
use varsel_core::coded::Coded;
use varsel_core::confirmation_number::ConfirmationNumber;
use varsel_core::permission::{Action, Party};
use varsel_core::refusal::Refusal;
use varsel_store::{Scope, Tx};

use super::load::number as read_number;
use super::typed::{Fields, Typed};
use super::{again, place_after, unsent};
use crate::ask::Ask;
use crate::failure::Failure;
use crate::form::Form;
use crate::pages::see_other;
use crate::web::{Visitor, Web};

/// The context of an action.
struct Given<'a, 'b> {
    tx: &'a Tx<'b>,
    ctx: &'a Ctx,
    me: &'a Visitor,
    number: ConfirmationNumber,
    form: &'a Form,
}

impl Given<'_, '_> {
    /// Runs a command that can come at any time.
    fn add(&self, command: Command) -> Result<Case, AppError> {
        cases::act(self.tx, self.ctx, &self.me.actor, self.number, command, None)
    }

    /// Runs a command that depends on what its author has seen of the case.
    ///
    /// A publisher's page does not say how far the case has come, because its desk-only entries count too; what a publisher
    /// decides is held to the stage alone.
    fn decide(&self, command: Command) -> Result<Case, AppError> {
        cases::act(self.tx, self.ctx, &self.me.actor, self.number, command, self.basis())
    }

    /// Decides an outcome; of a duplicate, the form says what of.
    fn conclude(&self, outcome: Outcome, command: Command) -> Result<Case, AppError> {
        let number = self.form.get("original").trim();
        let original = (outcome == Outcome::Duplicate && !number.is_empty())
            .then_some(cases::Named { field: "original", number });
        cases::conclude(self.tx, self.ctx, &self.me.actor, self.number, command, original, self.basis())
    }

    fn basis(&self) -> Option<u32> {
        match self.me.actor.party() {
            // A form without a basis was not created by our page: it has seen nothing.
            Party::Desk => Some(self.form.get("basis").parse().unwrap_or(0)),
            Party::Publisher => None,
        }
    }
}

/// Carries out a form, and returns to the newest entry, or to the filled-in form with its errors.
async fn carry_out(
    web: Web,
    ask: Ask,
    number: String,
    form: Form,
    key: &str,
    action: Action,
    work: impl FnOnce(&Given<'_, '_>) -> Result<Case, AppError> + Send + 'static,
) -> Result<Response, Failure> {
    let (text, given) = (number.clone(), form.clone());
    let composer = Composer::of_key(key);
    let done = web
        .write(&ask, &form, action, move |tx, ctx, me| {
            let case = work(&Given { tx, ctx, me, number: read_number(ctx, &text)?, form: &given })?;
            if let Some(composer) = composer {
                app_unsent::sent(tx, &me.actor, &case, composer, given.get("body"), unsent::version(&given))?;
            }
            place_after(tx, me, &given, &case)
        })
        .await;
    match done {
        Ok((_, place)) => Ok(see_other(&place)),
        Err(failure) if failure.is_for_its_form() => {
            if let Some(composer) = composer {
                // Also without scripts: who goes elsewhere from here finds the words when they come back.
                unsent::keep(&web, &ask, &number, &form, composer).await;
            }
            again(&web, &ask, number, Typed::new(key, form), failure).await
        }
        Err(failure) => Err(failure),
    }
}

/// Declares the handler of a verb: its URL, its form's key, its permission, and what it makes of the form.
macro_rules! verb {
    ($(#[$doc:meta])* $name:ident, $key:literal, $action:expr, $work:expr) => {
        $(#[$doc])*
        pub(crate) async fn $name(
            State(web): State<Web>,
            ask: Ask,
            Path(number): Path<String>,
            form: Form,
        ) -> Result<Response, Failure> {
            carry_out(web, ask, number, form, $key, $action, $work).await
        }
    };
}

verb!(
    /// `POST /cases/{number}/acknowledgement`
    acknowledgement, "acknowledgement", Action::Acknowledge, |given| {
        let mut fields = Fields::of(given.form);
        let message = fields.text("message");
        let message = fields.all(message)?;
        given.decide(Command::Acknowledge { message })
    }
);

verb!(
    /// `POST /cases/{number}/assessment`
    assessment, "assessment", Action::Assess, |given| {
        let mut fields = Fields::of(given.form);
        let severity = fields.code("severity");
        let severity_reason = fields.text("severity_reason");
        let priority = fields.code("priority");
        let priority_reason = fields.text("priority_reason");
        let read = severity.zip(severity_reason).zip(priority.zip(priority_reason));
        let ((severity, severity_reason), (priority, priority_reason)) = fields.all(read)?;
        given.decide(Command::Assess { severity, severity_reason, priority, priority_reason })
    }
);

verb!(
    /// `POST /cases/{number}/assessment/agreement`
    agreement, "agreement", Action::Assess, |given| given.decide(Command::ConfirmAssessment)
);

verb!(
    /// `POST /cases/{number}/assessment/refusal`
    disagreement, "disagreement", Action::Assess, |given| {
        let mut fields = Fields::of(given.form);
        let reason = fields.text("reason");
        let reason = fields.all(reason)?;
        given.decide(Command::DeclineAssessment { reason })
    }
);

verb!(
    /// `POST /cases/{number}/questions`
    questions, "questions", Action::AskQuestion, |given| {
        let mut fields = Fields::of(given.form);
        let text = fields.text("body");
        let due = fields.instant("due", &given.ctx.calendar().zone);
        let (text, due) = fields.all(text.zip(due))?;
        given.add(Command::Ask { text, due })
    }
);

/// `POST /cases/{number}/answers`
pub(crate) async fn answers(
    State(web): State<Web>,
    ask: Ask,
    Path(number): Path<String>,
    form: Form,
) -> Result<Response, Failure> {
    let question: u32 = form.get("question").parse().unwrap_or(0);
    let key = format!("answers-{question}");
    carry_out(web, ask, number, form, &key, Action::AnswerQuestion, move |given| {
        let mut fields = Fields::of(given.form);
        let text = fields.text("body");
        let text = fields.all(text)?;
        given.add(Command::Answer { number: question, text })
    })
    .await
}

verb!(
    /// `POST /cases/{number}/messages`
    messages, "messages", Action::ShareMessage, |given| {
        let mut fields = Fields::of(given.form);
        let text = fields.text("body");
        let text = fields.all(text)?;
        given.add(Command::ShareMessage { text })
    }
);

verb!(
    /// `POST /cases/{number}/notes`
    notes, "notes", Action::WriteNote, |given| {
        let mut fields = Fields::of(given.form);
        let text = fields.text("body");
        let text = fields.all(text)?;
        given.add(Command::AddNote { text })
    }
);

verb!(
    /// `POST /cases/{number}/facts`
    facts, "facts", Action::AssertFact, |given| {
        let mut fields = Fields::of(given.form);
        let fact = fields.code("fact");
        let status = fields.code("status");
        let note = fields.optional("note");
        let (fact, status) = fields.all(fact.zip(status))?;
        given.add(Command::Assert { fact, status, note })
    }
);

verb!(
    /// `POST /cases/{number}/outcome`
    outcome, "outcome", Action::DecideCase, |given| {
        let statement = statement(given.form)?;
        given.conclude(statement.outcome, Command::CommunicateOutcome { statement })
    }
);

verb!(
    /// `POST /cases/{number}/mitigation`
    mitigation, "mitigation", Action::DecideCase, |given| {
        let mut fields = Fields::of(given.form);
        let sentence = fields.text("sentence");
        let sentence = fields.all(sentence)?;
        given.decide(Command::Mitigate { sentence })
    }
);

/// `POST /cases/{number}/decision`
pub(crate) async fn decision(
    State(web): State<Web>,
    ask: Ask,
    Path(number): Path<String>,
    form: Form,
) -> Result<Response, Failure> {
    let key = format!("decision-{}", form.get("clock"));
    carry_out(web, ask, number, form, &key, Action::DecideCase, |given| {
        let mut fields = Fields::of(given.form);
        let clock = fields.code("clock");
        let sentence = fields.text("sentence");
        let (clock, sentence) = fields.all(clock.zip(sentence))?;
        given.add(Command::DecideTarget { clock, sentence })
    })
    .await
}

/// `POST /cases/{number}/miss`
pub(crate) async fn miss(
    State(web): State<Web>,
    ask: Ask,
    Path(number): Path<String>,
    form: Form,
) -> Result<Response, Failure> {
    let key = format!("miss-{}", form.get("clock"));
    carry_out(web, ask, number, form, &key, Action::DecideCase, |given| {
        let mut fields = Fields::of(given.form);
        let clock = fields.code("clock");
        let reason = fields.text("reason");
        let (clock, reason) = fields.all(clock.zip(reason))?;
        given.add(Command::ExplainMiss { clock, reason })
    })
    .await
}

verb!(
    /// `POST /cases/{number}/closure`
    closure, "closure", Action::DecideCase, |given| {
        let statement = statement(given.form)?;
        given.conclude(statement.outcome, Command::Close { statement })
    }
);

fn statement(form: &Form) -> Result<OutcomeStatement, AppError> {
    let mut fields = Fields::of(form);
    let outcome: Option<Outcome> = fields.code("outcome");
    let sentence = fields.text("sentence");
    // The day only belongs to an accepted risk; it is ignored for other choices.
    let until = if outcome == Some(Outcome::RiskAccepted) { fields.day("until") } else { None };
    let (outcome, sentence) = fields.all(outcome.zip(sentence))?;
    Ok(OutcomeStatement { outcome, sentence, until })
}

verb!(
    /// `POST /cases/{number}/reopening`
    reopening, "reopening", Action::DecideCase, |given| {
        let mut fields = Fields::of(given.form);
        let reason = fields.text("reason");
        let reason = fields.all(reason)?;
        given.decide(Command::Reopen { reason })
    }
);

verb!(
    /// `POST /cases/{number}/reopening/request`
    request_reopening, "reopening-request", Action::RequestReopening, |given| {
        let mut fields = Fields::of(given.form);
        let reason = fields.text("reason");
        let reason = fields.all(reason)?;
        given.decide(Command::RequestReopening { reason })
    }
);

verb!(
    /// `POST /cases/{number}/reopening/refusal`
    decline_reopening, "reopening-refusal", Action::DecideCase, |given| {
        let mut fields = Fields::of(given.form);
        let reason = fields.text("reason");
        let reason = fields.all(reason)?;
        given.decide(Command::DeclineReopening { reason })
    }
);

verb!(
    /// `POST /cases/{number}/withdrawal`
    withdraw, "withdrawal", Action::WithdrawCase, |given| {
        let mut fields = Fields::of(given.form);
        let reason = fields.text("reason");
        let reason = fields.all(reason)?;
        given.decide(Command::Withdraw { reason })
    }
);

verb!(
    /// `POST /cases/{number}/category`
    category, "category", Action::ChangeCategory, |given| {
        let mut fields = Fields::of(given.form);
        let to = fields.code("to");
        let reason = fields.text("reason");
        let (to, reason) = fields.all(to.zip(reason))?;
        // Instead of a basis: the category that the page showed.
        let case = varsel_store::cases::find(given.tx, given.number, Scope::of(&given.me.actor))?;
        let case = case.ok_or(AppError::NotFound)?;
        if Category::from_code(given.form.get("was")).ok() != Some(case.category) {
            return Err(AppError::Refused { refusal: Refusal::Stale, current: Some(Box::new(Arc::unwrap_or_clone(case))) });
        }
        given.decide(Command::ChangeCategory { to, reason })
    }
);

verb!(
    /// `POST /cases/{number}/links`
    links, "links", Action::LinkCases, |given| {
        let mut fields = Fields::of(given.form);
        let relation: Option<Relation> = fields.code("relation");
        let relation = fields.all(relation)?;
        let other = cases::Named { field: "number", number: given.form.get("number") };
        cases::link(given.tx, given.ctx, &given.me.actor, given.number, other, relation, None)
    }
);

verb!(
    /// `POST /cases/{number}/owner`
    owner, "owner", Action::AssignOwner, |given| {
        cases::assign(given.tx, given.ctx, &given.me.actor, given.number, given.form.get("owner"))
    }
);
