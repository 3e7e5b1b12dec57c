//! What a person can do to a case in its current state: the forms that its page shows.

use jiff::Timestamp;
use varsel_core::case::clocks::Clock;
use varsel_core::case::scoring::Standing;
use varsel_core::case::{Case, StageKind};
use varsel_core::clock::ClockKind;
use varsel_core::coded::Coded as _;
use varsel_core::permission::{Action, Actor};

/// The actions that the page offers. A test compares every line with what [`varsel_core::case::decide`] accepts.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is one form of the page")]
pub(super) struct Allowed {
    pub(super) acknowledge: bool,
    pub(super) assess: bool,
    /// Agree to a proposed assessment.
    pub(super) confirm: bool,
    /// Decline one, or take one's own back.
    pub(super) decline: bool,
    pub(super) score: bool,
    pub(super) accept_score: bool,
    pub(super) contest_score: bool,
    pub(super) ask: bool,
    pub(super) communicate: bool,
    pub(super) mitigate: bool,
    pub(super) close: bool,
    pub(super) reopen: bool,
    /// Ask the desk to reopen, as long as it can be asked for.
    pub(super) request_reopening: bool,
    /// Answer such a request.
    pub(super) decline_reopening: bool,
    pub(super) message: bool,
    pub(super) note: bool,
    pub(super) answer: bool,
    pub(super) assert: bool,
    pub(super) withdraw: bool,
    pub(super) categorise: bool,
    pub(super) link: bool,
    pub(super) assign: bool,
    /// Decide what a clock asks to be decided.
    pub(super) decide_target: bool,
    /// Say why a clock was missed.
    pub(super) explain: bool,
    /// Whether the reader decides cases at all, so that actions that are not possible yet are shown with the reason.
    pub(super) decides: bool,
}

impl Allowed {
    /// Returns what an actor may do to a submitted case.
    pub(super) fn of(actor: &Actor, case: &Case, now: Timestamp) -> Self {
        let stage = case.stage.kind();
        let acknowledged =
            matches!(stage, StageKind::Acknowledged | StageKind::Assessed | StageKind::Mitigating);
        let may = |action, holds| holds && actor.may(action);
        let open = stage.is_open();
        let submitted = stage != StageKind::Draft;
        Self {
            acknowledge: may(
                Action::Acknowledge,
                stage == StageKind::Received && case.acknowledged.is_none(),
            ),
            assess: may(Action::Assess, acknowledged),
            confirm: may(
                Action::Assess,
                acknowledged
                    && case.pending.as_ref().is_some_and(|p| p.stamp.by.person() != Some(actor.person)),
            ),
            decline: may(Action::Assess, acknowledged && case.pending.is_some()),
            score: may(Action::Assess, acknowledged && case.category.asks_vulnerability()),
            accept_score: may(
                Action::AnswerScore,
                acknowledged && matches!(case.standing(), Standing::Differs | Standing::Dissent),
            ),
            contest_score: may(
                Action::AnswerScore,
                acknowledged && matches!(case.standing(), Standing::Differs),
            ),
            ask: may(Action::AskQuestion, acknowledged),
            communicate: may(
                Action::DecideCase,
                matches!(stage, StageKind::Assessed | StageKind::Mitigating),
            ),
            mitigate: may(Action::DecideCase, stage == StageKind::Assessed),
            close: may(Action::DecideCase, open),
            reopen: may(Action::DecideCase, matches!(stage, StageKind::Closed | StageKind::Withdrawn)),
            request_reopening: may(
                Action::RequestReopening,
                case.reopening.is_none() && case.reopens_until().is_some_and(|until| now <= until),
            ),
            decline_reopening: may(Action::DecideCase, case.open_request().is_some()),
            message: may(Action::ShareMessage, open),
            note: may(Action::WriteNote, submitted),
            answer: may(Action::AnswerQuestion, open && !case.questions.is_empty()),
            assert: may(Action::AssertFact, submitted),
            withdraw: may(Action::WithdrawCase, open),
            categorise: may(Action::ChangeCategory, open),
            link: may(Action::LinkCases, submitted),
            assign: may(Action::AssignOwner, submitted),
            decide_target: may(
                Action::DecideCase,
                acknowledged
                    && [ClockKind::DecideMeasure, ClockKind::DecideNotice]
                        .iter()
                        .any(|kind| case.clocks.get(*kind).is_some_and(Clock::is_live)),
            ),
            explain: may(
                Action::DecideCase,
                ClockKind::ALL.iter().any(|kind| case.clocks.missed(*kind).is_some()),
            ),
            decides: actor.may(Action::DecideCase),
        }
    }
}
