//! The clocks of a case by table: what starts, stops, pauses and moves them, and that each step is told exactly once.

use crate::fixtures::{
    ANALYST, OTHER_CASE, OWNER, acknowledge, actor, answer, ask, body, calendar, case_in, close, fold, link,
    number, plain, rate, sentence, submit,
};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use varsel_core::case::clocks::{Change, Clock, ClockState, Clocks, Stopped, next_wake};
use varsel_core::case::{
    Author, Case, Command, Context, Decision, Effect, Event, FactKind, FactStatus, Outcome, Relation,
    StageKind, decide, next_due,
};
use varsel_core::clock::{ClockKind, Target, Targets};
use varsel_core::coded::Coded as _;
use varsel_core::permission::Role;
use varsel_core::refusal::Refusal;
use varsel_core::score::{Priority, Severity};

pub(crate) fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Carries a command out at an instant; `None` is Varsel itself.
pub(crate) fn try_at(
    case: Case,
    at: &str,
    role: Option<Role>,
    command: Command,
) -> Result<(Case, Decision), Refusal> {
    let (at, actor) = (instant(at), role.map(actor));
    let decision = decide(&case, command, actor.as_ref(), plain(at, &calendar()))?;
    let author = actor.as_ref().map_or(Author::System, Author::from);
    Ok((fold(case, &decision, author, at), decision))
}

pub(crate) fn desk(case: Case, at: &str, command: Command) -> Case {
    try_at(case, at, Some(ANALYST), command).unwrap().0
}

pub(crate) fn publisher(case: Case, at: &str, command: Command) -> Case {
    try_at(case, at, Some(OWNER), command).unwrap().0
}

pub(crate) fn tick(case: Case, at: &str) -> (Case, Decision) {
    match try_at(case.clone(), at, None, Command::Tick) {
        Ok(done) => done,
        Err(Refusal::NoChange) => (case, Decision::default()),
        Err(other) => panic!("{other:?}"),
    }
}

/// A report of Monday morning, 23 November 2026, 10:15 in Stockholm.
fn received() -> Case {
    publisher(case_in(StageKind::Draft), "2026-11-23T09:15:00Z", submit())
}

pub(crate) fn assessed(priority: Priority) -> Case {
    let case = desk(received(), "2026-11-23T10:00:00Z", acknowledge());
    desk(case, "2026-11-23T11:00:00Z", rate(Severity::High, priority))
}

pub(crate) fn of(case: &Case, kind: ClockKind) -> &Clock {
    case.clocks.get(kind).unwrap_or_else(|| panic!("there is no clock {kind}"))
}

pub(crate) fn due(case: &Case, kind: ClockKind) -> String {
    of(case, kind).run.due.to_string()
}

/// Lists what runs, as `kind until`.
fn running(case: &Case) -> Vec<String> {
    let mut all: Vec<_> = case.clocks.iter().filter(|clock| clock.is_running()).collect();
    all.sort_by_key(|clock| clock.kind);
    all.iter().map(|clock| format!("{} {}", clock.kind, clock.run.due)).collect()
}

pub(crate) fn assert_fact(fact: FactKind, status: FactStatus) -> Command {
    Command::Assert { fact, status, note: None }
}

// ---- What starts and stops

#[test]
fn clocks_run_from_receipt_for_the_time_of_their_priority() {
    // The small report is suggested P4: no target to respond sooner than promised.
    assert_eq!(running(&received()), ["promise 2026-11-24T16:00:00Z", "assess 2026-12-07T16:00:00Z"]);
    for (priority, expected) in [
        (
            Priority::P1,
            &[
                "decide_measure 2026-11-23T13:15:00Z",
                "decide_notice 2026-11-24T09:15:00Z",
                "update 2026-11-23T17:00:00Z",
                "mitigate 2026-11-26T09:15:00Z",
                "fix 2026-12-03T09:15:00Z",
            ][..],
        ),
        (
            Priority::P3,
            &[
                "decide_measure 2026-11-30T16:00:00Z",
                "decide_notice 2026-12-07T16:00:00Z",
                "update 2026-11-30T16:00:00Z",
                "mitigate 2026-12-23T09:15:00Z",
                "fix 2027-01-22T09:15:00Z",
            ][..],
        ),
        (
            Priority::P4,
            &[
                "decide_measure 2026-12-07T16:00:00Z",
                "update 2026-12-21T16:00:00Z",
                "fix 2027-05-17T09:15:00Z",
            ][..],
        ),
    ] {
        assert_eq!(running(&assessed(priority)), expected, "{priority}");
    }
}

#[test]
fn what_was_to_be_done_stops_its_clock() {
    let at = "2026-11-23T12:00:00Z";
    let decide = |clock| Command::DecideTarget { clock, sentence: sentence("New sales stop.") };
    for (kind, command) in [
        (ClockKind::DecideMeasure, decide(ClockKind::DecideMeasure)),
        (ClockKind::DecideMeasure, Command::Mitigate { sentence: sentence("Customers are told.") }),
        (ClockKind::DecideNotice, decide(ClockKind::DecideNotice)),
        (ClockKind::Mitigate, assert_fact(FactKind::MitigationAvailable, FactStatus::Yes)),
        (ClockKind::Mitigate, assert_fact(FactKind::FixAvailable, FactStatus::Yes)),
        (ClockKind::Fix, assert_fact(FactKind::FixAvailable, FactStatus::Yes)),
        (ClockKind::Fix, assert_fact(FactKind::FixDeployed, FactStatus::Yes)),
        (ClockKind::Fix, close(Outcome::Fixed, None)),
    ] {
        let case = desk(assessed(Priority::P2), at, command.clone());
        assert_eq!(of(&case, kind).state, ClockState::Met { at: instant(at) }, "{kind} after {command:?}");
        assert_eq!(of(&case, kind).missed, None);
    }
}

#[test]
fn a_fix_that_is_taken_back_runs_on_from_the_same_start() {
    let case = assessed(Priority::P2);
    let before = due(&case, ClockKind::Fix);
    let case = desk(case, "2026-11-24T12:00:00Z", assert_fact(FactKind::FixAvailable, FactStatus::Yes));
    let case = desk(case, "2026-11-25T12:00:00Z", assert_fact(FactKind::FixAvailable, FactStatus::No));
    assert!(of(&case, ClockKind::Fix).is_running());
    assert_eq!(due(&case, ClockKind::Fix), before);
}

#[test]
fn the_end_of_a_case_stops_all() {
    let case = link_to_original(assessed(Priority::P1));
    let case = desk(case, "2026-11-23T12:00:00Z", close(Outcome::Duplicate, None));
    assert_eq!(running(&case), [""; 0]);
    let merged = ClockState::Stopped { at: instant("2026-11-23T12:00:00Z"), why: Stopped::Merged };
    assert_eq!(of(&case, ClockKind::Fix).state, merged);
    assert_eq!((next_wake(&case), next_due(&case)), (None, None));
}

fn link_to_original(case: Case) -> Case {
    desk(case, "2026-11-23T11:30:00Z", link(OTHER_CASE, Relation::Duplicate))
}

#[test]
fn a_reasoned_decision_keeps_the_promise_and_an_automatic_mail_does_not() {
    let mail = Command::RecordMail {
        notice: "confirmation".into(),
        recipients: 1,
        to: varsel_core::permission::Party::Publisher,
        delivered: true,
    };
    let case = try_at(received(), "2026-11-23T09:16:00Z", None, mail).unwrap().0;
    let question =
        |case| try_at(case, "2026-11-23T10:00:00Z", Some(ANALYST), Command::AddNote { text: body("Hm.") });
    let case = question(case).unwrap().0;
    assert!(of(&case, ClockKind::Promise).is_running());
    let case = desk(link_to_original(case), "2026-11-23T12:00:00Z", close(Outcome::Duplicate, None));
    assert_eq!(of(&case, ClockKind::Promise).state, ClockState::Met { at: instant("2026-11-23T12:00:00Z") });
    assert!(case.acknowledged.is_some());
}

#[test]
fn a_case_from_before_there_were_clocks_gets_them_at_the_first_look() {
    let mut case = received();
    case.clocks = Clocks::default();
    let (case, _) = tick(case, "2026-11-23T10:00:00Z");
    assert_eq!(running(&case), ["promise 2026-11-24T16:00:00Z", "assess 2026-12-07T16:00:00Z"]);
}

// ---- Misses

#[test]
fn a_miss_is_strictly_after_the_due_instant_and_stays() {
    let (case, told) = tick(received(), "2026-11-24T16:00:00Z");
    assert!(!told.events.iter().any(|event| event.kind() == "clock_missed"));
    let (case, told) = tick(case, "2026-11-24T16:00:00.000001Z");
    let due = instant("2026-11-24T16:00:00Z");
    let miss = Event::ClockMissed { clock: ClockKind::Promise, due };
    assert_eq!(told.events.iter().filter(|event| **event == miss).count(), 1);
    let late = desk(case, "2026-11-24T17:00:00Z", acknowledge());
    let clock = of(&late, ClockKind::Promise);
    assert_eq!((clock.missed, clock.is_live()), (Some(due), false));
    let explain = |case, reason| {
        desk(
            case,
            "2026-11-25T09:00:00Z",
            Command::ExplainMiss { clock: ClockKind::Promise, reason: sentence(reason) },
        )
    };
    let case = explain(late, "Nobody was on call.");
    assert_eq!(of(&case, ClockKind::Promise).explained, Some(sentence("Nobody was on call.")));
}

#[test]
fn who_acts_late_records_the_miss_that_nobody_had_noticed() {
    let (case, decision) = try_at(received(), "2026-11-25T09:00:00Z", Some(ANALYST), acknowledge()).unwrap();
    let kinds: Vec<_> = decision.events.iter().map(Event::kind).collect();
    assert_eq!(kinds, ["acknowledged", "clock_missed", "clocks_changed"]);
    assert_eq!(of(&case, ClockKind::Promise).missed, Some(instant("2026-11-24T16:00:00Z")));
    // Nobody is told of it afterwards.
    let (_, told) = tick(case, "2026-11-25T09:00:01Z");
    assert!(
        told.effects
            .iter()
            .all(|effect| !matches!(effect, Effect::Escalate { clock: ClockKind::Promise, .. }))
    );
}

// ---- Another priority

#[test]
fn another_priority_counts_from_the_same_start() {
    let case = assessed(Priority::P3);
    let at = "2026-11-23T15:00:00Z";
    let case = desk(case, at, rate(Severity::Critical, Priority::P1));
    assert_eq!(due(&case, ClockKind::Mitigate), "2026-11-26T09:15:00Z");
    // Four hours from receipt were over already: it is due by being rated again, and missed as the next look finds.
    let measure = of(&case, ClockKind::DecideMeasure);
    assert_eq!((measure.run.due.to_string().as_str(), measure.rerated), ("2026-11-23T13:15:00Z", true));
    let (case, told) = tick(case, at);
    assert!(told.effects.contains(&Effect::Escalate {
        clock: ClockKind::DecideMeasure,
        percent: 100,
        due: instant("2026-11-23T13:15:00Z")
    }));
    // A milder priority gives time back, and does not undo the miss.
    let case = propose_and_confirm(case, "2026-11-23T15:30:00Z", Priority::P3);
    let measure = of(&case, ClockKind::DecideMeasure);
    assert_eq!(measure.run.due.to_string(), "2026-11-30T16:00:00Z");
    assert_eq!(measure.missed, Some(instant("2026-11-23T13:15:00Z")));
}

fn propose_and_confirm(case: Case, at: &str, priority: Priority) -> Case {
    let case = desk(case, at, rate(Severity::Critical, priority));
    assert_eq!(case.priority.as_ref().unwrap().decided, priority);
    case
}

#[test]
fn a_priority_without_a_target_stops_the_clock_and_one_with_starts_it_again() {
    let case = desk(assessed(Priority::P2), "2026-11-24T10:00:00Z", rate(Severity::High, Priority::P4));
    let stopped = ClockState::Stopped { at: instant("2026-11-24T10:00:00Z"), why: Stopped::NotNeeded };
    assert_eq!(of(&case, ClockKind::Mitigate).state, stopped);
    let case = desk(case, "2026-11-25T10:00:00Z", rate(Severity::High, Priority::P2));
    assert_eq!(due(&case, ClockKind::Mitigate), "2026-12-07T09:15:00Z");
}

// ---- Pauses

#[test]
fn a_question_stops_the_time_and_the_answer_lets_it_run_on() {
    let case = assessed(Priority::P2);
    let left = |case: &Case, at: &str| of(case, ClockKind::Fix).left(instant(at), &calendar());
    let before = left(&case, "2026-11-24T10:00:00Z");
    let case = desk(case, "2026-11-24T10:00:00Z", ask(instant("2026-11-27T10:00:00Z")));
    assert!(matches!(of(&case, ClockKind::Fix).state, ClockState::Paused { left, .. } if left == before));
    // What the desk sets itself for its own decisions goes on.
    assert!(of(&case, ClockKind::DecideNotice).is_running());
    let case = publisher(case, "2026-11-26T10:00:00Z", answer(1));
    assert_eq!(left(&case, "2026-11-26T10:00:00Z"), before);
    assert_eq!(due(&case, ClockKind::Fix), "2026-12-23T09:15:00Z");
}

#[test]
fn neither_a_note_nor_a_mail_of_varsel_lets_it_run_on_but_the_end_of_the_time_to_answer_does() {
    let case = desk(assessed(Priority::P2), "2026-11-24T10:00:00Z", ask(instant("2026-11-25T10:00:00Z")));
    assert_eq!(next_wake(&case), Some(instant("2026-11-25T10:00:00Z")).min(next_wake(&case)));
    let case = desk(case, "2026-11-24T11:00:00Z", Command::AddNote { text: body("They are slow.") });
    assert!(!of(&case, ClockKind::Fix).is_running());
    let (case, told) = tick(case, "2026-11-25T10:00:00Z");
    assert!(told.events.contains(&Event::QuestionLapsed { number: 1 }));
    assert!(of(&case, ClockKind::Fix).is_running());
    assert_eq!(due(&case, ClockKind::Fix), "2026-12-22T09:15:00Z");
    // The question is still theirs to answer.
    assert_eq!(case.questions.len(), 1);
}

#[test]
fn a_clock_pauses_twice_at_most() {
    let mut case = assessed(Priority::P2);
    for (number, day) in [(1, "24"), (2, "25"), (3, "26")] {
        let at = format!("2026-11-{day}T10:00:00Z");
        case = desk(case, &at, ask(instant("2026-12-01T10:00:00Z")));
        assert_eq!(of(&case, ClockKind::Fix).is_running(), number == 3, "question {number}");
        case = publisher(case, &at.replace("T10", "T12"), answer(number));
    }
    assert_eq!(due(&case, ClockKind::Fix), "2026-12-21T13:15:00Z");
}

#[test]
fn two_questions_stop_the_time_once() {
    let case = desk(assessed(Priority::P2), "2026-11-24T10:00:00Z", ask(instant("2026-12-01T10:00:00Z")));
    let case = desk(case, "2026-11-24T11:00:00Z", ask(instant("2026-12-01T10:00:00Z")));
    let case = publisher(case, "2026-11-24T12:00:00Z", answer(1));
    assert!(!of(&case, ClockKind::Fix).is_running());
    let case = publisher(case, "2026-11-24T13:00:00Z", answer(2));
    assert_eq!(due(&case, ClockKind::Fix), "2026-12-21T12:15:00Z");
}

#[test]
fn a_pause_outside_of_hours_takes_nothing_from_business_time() {
    // The update of P2 is due at close of business; the question itself was one, so that its own clock begins with it.
    let case = desk(assessed(Priority::P2), "2026-11-27T18:00:00Z", ask(instant("2026-12-04T10:00:00Z")));
    let case = publisher(case, "2026-11-29T12:00:00Z", answer(1));
    assert_eq!(due(&case, ClockKind::Update), "2026-11-30T16:00:00Z");
}

#[test]
fn a_pause_does_not_undo_a_miss() {
    let case = desk(assessed(Priority::P1), "2026-12-04T10:00:00Z", ask(instant("2026-12-05T10:00:00Z")));
    let fix = of(&case, ClockKind::Fix);
    assert_eq!(fix.missed, Some(instant("2026-12-03T09:15:00Z")));
    let case = publisher(case, "2026-12-04T12:00:00Z", answer(1));
    assert!(of(&case, ClockKind::Fix).run.due < instant("2026-12-04T12:00:00Z"), "it is as late as before");
}

#[test]
fn another_priority_counts_for_a_clock_that_stands() {
    let case = desk(assessed(Priority::P4), "2026-11-24T09:15:00Z", ask(instant("2026-12-24T10:00:00Z")));
    let case = desk(case, "2026-11-25T10:00:00Z", rate(Severity::High, Priority::P1));
    // A day was used up before the question; nine are left of the ten.
    let ClockState::Paused { left, .. } = of(&case, ClockKind::Fix).state else { panic!("it stands") };
    assert_eq!(left, 9 * 86_400);
    let case = publisher(case, "2026-12-01T09:15:00Z", answer(1));
    assert_eq!(due(&case, ClockKind::Fix), "2026-12-10T09:15:00Z");
}

#[test]
fn targets_that_are_set_otherwise_move_nothing_that_runs() {
    let case = assessed(Priority::P2);
    let targets = Targets { fix: [Some(Target::Days(1)); 4], ..Targets::default() };
    let calendar = calendar();
    let context = Context { targets: &targets, ..plain(instant("2026-11-24T10:00:00Z"), &calendar) };
    let by = actor(ANALYST);
    let decision = decide(&case, Command::AddNote { text: body("Hm.") }, Some(&by), context).unwrap();
    assert_eq!(decision.events.len(), 1, "{:?}", decision.events);
}

#[test]
fn a_miss_of_a_clock_that_starts_with_the_same_look_is_told_once() {
    let mut case = received();
    case.clocks = Clocks::default();
    let (case, told) = tick(case, "2026-11-25T10:00:00Z");
    assert_eq!(told.events.iter().filter(|event| event.kind() == "clock_missed").count(), 1);
    assert_eq!(of(&case, ClockKind::Promise).missed, Some(instant("2026-11-24T16:00:00Z")));
    let (_, told) = tick(case, "2026-11-25T10:00:01Z");
    assert_eq!(told.events, []);
}

#[test]
fn a_fix_that_is_taken_back_keeps_its_pauses_and_its_miss() {
    let case = desk(assessed(Priority::P1), "2026-11-24T10:00:00Z", ask(instant("2026-11-25T10:00:00Z")));
    let case = publisher(case, "2026-11-24T11:00:00Z", answer(1));
    let (case, _) = tick(case, "2026-12-04T10:00:00Z");
    let missed = of(&case, ClockKind::Fix).missed;
    assert!(missed.is_some());
    let case = desk(case, "2026-12-04T11:00:00Z", assert_fact(FactKind::FixAvailable, FactStatus::Yes));
    let case = desk(case, "2026-12-04T12:00:00Z", assert_fact(FactKind::FixAvailable, FactStatus::No));
    let fix = of(&case, ClockKind::Fix);
    assert_eq!((fix.is_running(), fix.pauses, fix.missed), (true, 1, missed));
    let (_, told) = tick(case, "2026-12-04T13:00:00Z");
    assert!(
        !told.events.iter().any(|event| matches!(event, Event::ClockMissed { clock: ClockKind::Fix, .. }))
    );
}

// ---- Taken up again, merged

#[test]
fn a_case_that_is_taken_up_again_has_a_new_cycle_and_keeps_the_old_one() {
    let case = desk(assessed(Priority::P2), "2026-11-24T10:00:00Z", close(Outcome::Fixed, None));
    let reopened = "2027-01-12T10:00:00Z";
    let case = desk(case, reopened, Command::Reopen { reason: sentence("The fix is incomplete.") });
    let fix: Vec<_> = case.clocks.iter().filter(|clock| clock.kind == ClockKind::Fix).collect();
    assert_eq!(fix.iter().map(|clock| clock.cycle).collect::<Vec<_>>(), [1, 2]);
    assert!(matches!(fix[0].state, ClockState::Met { .. }));
    assert_eq!(fix[1].run.due.to_string(), "2027-02-09T10:00:00Z");
    // Someone acknowledged in the first cycle; that promise is kept.
    assert!(!of(&case, ClockKind::Promise).is_live());
}

#[test]
fn a_report_that_nobody_acknowledged_is_promised_anew() {
    let case =
        publisher(received(), "2026-11-23T10:00:00Z", Command::Withdraw { reason: sentence("By mistake.") });
    assert_eq!(running(&case), [""; 0]);
    let case = desk(case, "2027-01-12T10:00:00Z", Command::Reopen { reason: sentence("It was none.") });
    assert_eq!(due(&case, ClockKind::Promise), "2027-01-13T16:00:00Z");
    assert_eq!(case.promise.unwrap().due.to_string(), "2027-01-13T16:00:00Z");
}

#[test]
fn the_case_that_goes_on_keeps_the_strictest_of_two() {
    let theirs = vec![
        (ClockKind::Fix, instant("2026-12-05T09:15:00Z")),
        (ClockKind::Mitigate, instant("2027-12-05T09:15:00Z")),
    ];
    let tighten = Command::Tighten { theirs, from: number(99) };
    let (case, decision) = try_at(assessed(Priority::P2), "2026-11-24T10:00:00Z", None, tighten).unwrap();
    let Event::ClocksChanged { changes } = &decision.events[0] else { panic!("{decision:?}") };
    assert_eq!(changes.len(), 1, "what had more time is left alone");
    assert!(matches!(changes[0].change, Change::Tightened { .. }));
    assert_eq!(due(&case, ClockKind::Fix), "2026-12-05T09:15:00Z");
    assert_eq!(due(&case, ClockKind::Mitigate), "2026-12-07T09:15:00Z");
}

// ---- Steps

/// Ticks at instants and lists the steps that were recorded.
fn steps(mut case: Case, instants: &[Timestamp]) -> Vec<String> {
    let mut told = Vec::new();
    for at in instants {
        let (after, decision) = tick(case, &at.to_string());
        for event in &decision.events {
            match event {
                Event::ClockMissed { clock, .. } => told.push(format!("{clock} 100")),
                Event::ClocksChanged { changes } => {
                    told.extend(changes.iter().filter_map(|change| match change.change {
                        Change::Warned { percent } => Some(format!("{} {percent}", change.clock)),
                        _ => None,
                    }));
                }
                _ => {}
            }
        }
        case = after;
    }
    told.sort();
    told
}

#[test]
fn half_three_quarters_and_all_of_the_time_that_the_clock_counts() {
    let case = received();
    // From Monday 10:15 to Tuesday 17:00 there are 14 business hours and three quarters.
    let promise = of(&case, ClockKind::Promise);
    assert_eq!(promise.total, 53_100);
    assert_eq!(promise.run.half.to_string(), "2026-11-24T08:37:30Z");
    assert_eq!(promise.run.late.to_string(), "2026-11-24T12:18:45Z");
    assert_eq!(next_wake(&case), Some(promise.run.half));
    for (at, percent) in [
        ("2026-11-24T08:37:29.999999Z", None),
        ("2026-11-24T08:37:30Z", Some(50)),
        // After a time in which nobody looked, one mail tells of the last step.
        ("2026-11-24T14:00:00Z", Some(75)),
        ("2026-11-24T16:00:01Z", Some(100)),
    ] {
        let told = tick(case.clone(), at).1.effects;
        let promise = told.iter().find_map(|effect| match effect {
            Effect::Escalate { clock: ClockKind::Promise, percent, .. } => Some(*percent),
            _ => None,
        });
        assert_eq!(promise, percent, "{at}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// However often anyone looks, and however long nobody does, each step is recorded once.
    #[test]
    fn each_step_is_told_exactly_once(mut looks in prop::collection::vec(0_i64..4_000, 0..40), p in 0_usize..4) {
        let end = instant("2027-06-01T00:00:00Z");
        let case = assessed(Priority::ALL[p]);
        looks.sort_unstable();
        let mut at: Vec<_> = looks
            .iter()
            .map(|hours| instant("2026-11-23T11:00:00Z") + SignedDuration::from_hours(*hours))
            .collect();
        at.push(end);
        at.push(end);
        prop_assert_eq!(steps(case.clone(), &at), steps(case, &[end]));
    }

    /// Who looks whenever the case asks for it finds something each time, and nothing in between.
    #[test]
    fn a_case_wakes_when_there_is_something_to_do(p in 0_usize..4) {
        let mut case = assessed(Priority::ALL[p]);
        let mut looked = 0;
        while let Some(at) = next_wake(&case) {
            let before = (at - SignedDuration::from_micros(1)).to_string();
            if looked > 0 {
                prop_assert!(tick(case.clone(), &before).1.events.is_empty(), "too late for {at}");
            }
            let (after, told) = tick(case, &at.to_string());
            prop_assert!(!told.events.is_empty(), "nothing at {at}");
            case = after;
            looked += 1;
            prop_assert!(looked < 100);
        }
        prop_assert!(looked >= 9, "{looked}");
    }
}
