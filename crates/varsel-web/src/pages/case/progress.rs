//! The progress of a case: the tracker, the next step, the promises.

use jiff::Timestamp;
use varsel_core::case::{Case, Duty, NextStep, Outcome, Stage, StageKind, Stamp};
use varsel_core::clock::target::Time;
use varsel_core::clock::{Calendar, ClockKind};
use varsel_core::permission::Party;
use varsel_locale::{Texts, clock, duty, format};

/// A step of the tracker.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Step {
    pub(super) label: &'static str,
    /// `done`, `now`, `todo` or `stopped`.
    pub(super) class: &'static str,
    pub(super) at: Option<Timestamp>,
    /// Words before the time, or in its place.
    pub(super) words: &'static str,
    /// Who did it.
    pub(super) by: Option<String>,
    /// The state in words, for those who do not see it.
    pub(super) state: &'static str,
}

/// Returns whether the case was withdrawn, which the tracker shows by its shape.
pub(super) const fn is_withdrawn(case: &Case) -> bool {
    matches!(case.stage, Stage::Withdrawn { .. })
}

/// Creates the five named steps; a withdrawn case stops where it was.
pub(super) fn tracker(t: Texts, case: &Case, name_of: impl Fn(&Stamp) -> Option<String>) -> Vec<Step> {
    let done = |label, stamp: &Stamp| Step {
        label,
        class: "done",
        at: Some(stamp.at),
        words: "",
        by: name_of(stamp),
        state: t.case_step_done(),
    };
    let now = |label, words, at| Step { label, class: "now", at, words, by: None, state: "" };
    let todo =
        |label, words| Step { label, class: "todo", at: None, words, by: None, state: t.case_step_todo() };
    let stage = case.stage.kind();
    let over = !stage.is_open();
    let mut steps = Vec::with_capacity(5);
    steps.extend(case.submitted.as_ref().map(|stamp| done(t.stage_received(), stamp)));
    steps.push(match (&case.acknowledged, &case.promise) {
        (Some(stamp), _) => done(t.stage_acknowledged(), stamp),
        (None, Some(promise)) if !over => now(t.stage_acknowledged(), t.case_step_by(), Some(promise.due)),
        _ => todo(t.stage_acknowledged(), ""),
    });
    steps.push(match (&case.assessed, &case.stage) {
        (Some(stamp), _) => done(t.stage_assessed(), stamp),
        (None, Stage::Acknowledged(since)) => {
            now(t.case_step_assessing(), t.case_step_since(), Some(since.at))
        }
        (None, _) => todo(t.stage_assessed(), if over { t.case_step_left_out() } else { "" }),
    });
    // What was done before a case was reopened is to be done again.
    let has_been = case.mitigating.is_some() && case.mitigating().is_none();
    steps.push(match (case.mitigating(), &case.stage) {
        (_, Stage::Mitigating(since)) => now(t.stage_mitigating(), t.case_step_since(), Some(since.at)),
        (Some(stamp), _) => done(t.stage_mitigating(), &stamp),
        (None, Stage::Assessed(_)) => {
            let words = if has_been { t.case_step_next_again() } else { t.case_step_next() };
            now(t.stage_mitigating(), words, None)
        }
        (None, _) => todo(t.stage_mitigating(), if over { t.case_step_left_out() } else { "" }),
    });
    steps.push(match &case.stage {
        Stage::Closed { stamp, .. } => done(t.stage_closed(), stamp),
        _ if case.reopened.is_some() => todo(t.stage_closed(), t.case_step_again()),
        _ => todo(t.stage_closed(), ""),
    });
    if let Stage::Withdrawn { stamp, .. } = &case.stage {
        // What would have come after is not worth a line.
        steps.retain(|step| step.class == "done");
        let stopped = Step { class: "stopped", state: "", ..done(t.stage_withdrawn(), stamp) };
        steps.push(stopped);
    }
    steps
}

/// The next step in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Next {
    /// Further classes: whose move, and how pressing.
    pub(super) class: &'static str,
    pub(super) label: String,
    pub(super) title: String,
    pub(super) text: String,
    pub(super) due: Option<Timestamp>,
    /// Whether the page of laws and contracts is where it is done.
    pub(super) is_filing: bool,
}

/// Who reads what the next step is.
#[derive(Clone, Copy)]
pub(super) struct Onlooker<'a> {
    /// On which side.
    pub(super) side: Party,
    /// Whether they can take steps themselves: who only reads is not told to.
    pub(super) acts: bool,
    /// The publisher's name.
    pub(super) publisher: &'a str,
    /// When.
    pub(super) now: Timestamp,
}

/// Describes whose turn it is, what they have to do, and by when.
pub(super) fn next(t: Texts, case: &Case, step: Option<NextStep>, reader: Onlooker<'_>) -> Next {
    let Onlooker { side, acts, publisher, now } = reader;
    let desk = side == Party::Desk;
    let nothing_asked =
        || if acts { t.case_next_nothing_asked() } else { t.case_over_label_publisher() }.to_owned();
    let Some(step) = step else { return over(t, case, desk) };
    let questions = i64::try_from(case.questions.len()).unwrap_or(0);
    let (title, text) = match (step.duty, desk) {
        (Duty::Submit, _) => (t.case_next_submit().to_owned(), String::new()),
        (Duty::Acknowledge, false) => (t.case_next_acknowledge().to_owned(), nothing_asked()),
        (Duty::Assess, false) => (t.case_next_assess().to_owned(), nothing_asked()),
        (Duty::Update, false) => (t.case_next_update().to_owned(), nothing_asked()),
        (Duty::Answer, false) => (t.case_next_answer(questions), t.case_next_answer_text().to_owned()),
        (Duty::Acknowledge, true) if !acts => (t.case_seen_acknowledge().to_owned(), String::new()),
        (Duty::Assess, true) if !acts => (t.case_next_assess().to_owned(), String::new()),
        (Duty::Update, true) if !acts => (t.case_seen_update(publisher), String::new()),
        (Duty::Acknowledge, true) => {
            let promised = case.promise.as_ref().map(|promise| promise.due);
            let is_sooner = step.due.zip(promised).is_some_and(|(due, promised)| due < promised);
            let text =
                if is_sooner { t.case_desk_acknowledge_sooner() } else { t.case_desk_acknowledge_text() };
            (t.case_desk_acknowledge().to_owned(), text.to_owned())
        }
        (Duty::Assess, true) => (t.case_desk_assess().to_owned(), t.case_desk_assess_text().to_owned()),
        (Duty::DecideMeasure, _) => {
            (t.case_desk_decide_measure().to_owned(), t.case_desk_decide_measure_text().to_owned())
        }
        (Duty::DecideNotice, _) => {
            (t.case_desk_decide_notice().to_owned(), t.case_desk_decide_notice_text().to_owned())
        }
        (Duty::Mitigate, _) => (t.case_desk_mitigate().to_owned(), t.case_desk_mitigate_text().to_owned()),
        (Duty::DecideDuties, _) => {
            (t.case_desk_decide_duties().to_owned(), t.case_desk_decide_duties_text().to_owned())
        }
        (Duty::File, _) => match step.filing {
            Some(filing) => (
                t.case_next_file(duty::stage(t, filing.stage)),
                t.case_next_file_text(duty::regime(t, filing.regime)),
            ),
            None => (t.case_desk_file().to_owned(), t.case_desk_file_text().to_owned()),
        },
        (Duty::DecideReopening, false) => (t.case_next_reopening().to_owned(), nothing_asked()),
        (Duty::DecideReopening, true) => (
            t.case_desk_reopening(publisher),
            case.open_request().map_or_else(String::new, |request| request.reason.to_string()),
        ),
        (Duty::Fix, _) => (t.case_desk_fix().to_owned(), t.case_desk_fix_text().to_owned()),
        (Duty::Update, true) => (t.case_desk_update(publisher), t.case_desk_update_text().to_owned()),
        (Duty::Answer, true) => {
            (t.case_desk_answer(publisher, questions), t.case_desk_answer_text().to_owned())
        }
    };
    let yours = acts && step.party == side;
    let label = match (yours, desk, step.party) {
        (true, false, _) => t.case_move_yours().to_owned(),
        (_, _, Party::Desk) => t.case_move_desk().to_owned(),
        (_, _, Party::Publisher) => t.case_move_of(publisher),
    };
    let mood = step.due.map(|due| format::mood(now, due));
    let class = match (yours, mood) {
        (true, Some(format::Mood::Missed)) => "yours missed",
        (true, Some(format::Mood::Soon)) => "yours soon",
        (true, _) => "yours plenty",
        (false, Some(format::Mood::Missed)) => "missed",
        (false, Some(format::Mood::Soon)) => "soon",
        (false, _) => "plenty",
    };
    Next { class, label, title, text, due: step.due, is_filing: step.duty == Duty::File }
}

fn over(t: Texts, case: &Case, desk: bool) -> Next {
    let (title, text) = match &case.stage {
        Stage::Closed { statement, .. } => (
            t.case_over_closed(t.name_of("outcome", varsel_core::coded::Coded::code(statement.outcome))),
            statement.sentence.to_string(),
        ),
        Stage::Withdrawn { reason, .. } => (t.case_over_withdrawn().to_owned(), reason.to_string()),
        _ => (t.case_next_submit().to_owned(), String::new()),
    };
    let class = match &case.stage {
        Stage::Closed { statement, .. } if statement.outcome != Outcome::RiskAccepted => "done",
        _ => "quiet",
    };
    let label = if desk { t.case_over_label() } else { t.case_over_label_publisher() };
    Next { class, label: label.to_owned(), title, text, due: None, is_filing: false }
}

/// The state of a promise.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Standing {
    /// Kept, with how long it took.
    Kept { took: String },
    /// Missed, with by how much.
    Missed { by: String },
    /// Still to be kept.
    Due { at: Timestamp },
    /// The case ended before.
    Moot,
}

/// A promise to the publisher.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct PromiseRow {
    pub(super) label: String,
    pub(super) kept: Standing,
    /// How it was counted and what is left, in words; empty if that is not kept.
    pub(super) counted: String,
}

/// Lists the promises: the acknowledgement, and what is due next of the desk.
pub(super) fn promises(
    t: Texts,
    case: &Case,
    step: Option<NextStep>,
    (calendar, now): (&Calendar, Timestamp),
) -> Vec<PromiseRow> {
    let mut rows = Vec::with_capacity(2);
    if let (Some(promise), Some(submitted)) = (&case.promise, &case.submitted) {
        let kept = match &case.acknowledged {
            Some(stamp) if stamp.at <= promise.due => {
                Standing::Kept { took: format::span(t, submitted.at, stamp.at) }
            }
            Some(stamp) => Standing::Missed { by: format::span(t, promise.due, stamp.at) },
            None if case.stage.kind() == StageKind::Received && now > promise.due => {
                Standing::Missed { by: format::span(t, promise.due, now) }
            }
            None if case.stage.kind() == StageKind::Received => Standing::Due { at: promise.due },
            None => Standing::Moot,
        };
        let mut counted = clock::trace(t, promise, case.promised_from().unwrap_or(submitted.at));
        if matches!(kept, Standing::Due { .. })
            && let Some(left) = clock::promise_left(t, promise, calendar, now)
        {
            counted = format!("{counted} {left}");
        }
        let label = t.case_promise_acknowledge(clock::within(t, promise.rule));
        rows.push(PromiseRow { label, kept, counted });
    }
    if let Some(NextStep { party: Party::Desk, duty, due: Some(at), .. }) = step {
        let label = match duty {
            Duty::Assess => t.case_promise_assess(),
            Duty::Update => t.case_promise_update(),
            _ => return rows,
        };
        let kind = if duty == Duty::Assess { ClockKind::Assess } else { ClockKind::Update };
        let in_hours = case.clocks.get(kind).is_some_and(|clock| clock.time() == Time::Business);
        let left = || clock::left(t, calendar, now, at).unwrap_or_default();
        let counted = if in_hours { left() } else { String::new() };
        rows.push(PromiseRow { label: label.to_owned(), kept: Standing::Due { at }, counted });
    }
    rows
}
