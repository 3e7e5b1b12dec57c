//! Clocks that stand, begin again or are handed on: what was missed is told as what it was, and no time is lost or won.

use varsel_core::case::{Case, Command, Decision, Effect, FactKind, FactStatus};
use varsel_core::clock::ClockKind;
use varsel_core::score::Priority;

use crate::clocks::{assert_fact, assessed, desk, due, instant, of, publisher, tick, try_at};
use crate::fixtures::{ANALYST, answer, ask, body, number};

/// Lists the misses of a clock that someone is told of, by when it was due.
fn told_missed(decision: &Decision, kind: ClockKind) -> Vec<String> {
    let missed = decision.effects.iter().filter_map(|effect| match effect {
        Effect::Escalate { clock, percent: 100, due } if *clock == kind => Some(due.to_string()),
        _ => None,
    });
    missed.collect()
}

#[test]
fn an_update_that_comes_late_is_no_miss_of_the_next_one() {
    let case = assessed(Priority::P1);
    assert_eq!(due(&case, ClockKind::Update), "2026-11-23T17:00:00Z");
    let (case, late) =
        try_at(case, "2026-11-23T17:05:00Z", Some(ANALYST), Command::ShareMessage { text: body("So far.") })
            .unwrap();
    assert_eq!(case.clocks.first_missed(ClockKind::Update), Some(instant("2026-11-23T17:00:00Z")));
    assert_eq!(told_missed(&late, ClockKind::Update), [""; 0], "what was missed is over");
}

#[test]
fn a_miss_is_told_by_the_instant_that_was_missed_though_the_clock_stands_by_then() {
    let case = assessed(Priority::P1);
    let at = "2026-12-04T10:00:00Z";
    let (case, asked) = try_at(case, at, Some(ANALYST), ask(instant("2026-12-10T10:00:00Z"))).unwrap();
    assert_eq!(told_missed(&asked, ClockKind::Fix), ["2026-12-03T09:15:00Z"]);
    let fix = of(&case, ClockKind::Fix);
    assert!(!fix.is_running() && fix.is_late_since(instant("2026-12-03T09:15:00Z")));
}

/// A case whose fix stood for two days, until it was answered on 26 November.
fn stood() -> Case {
    let case = assessed(Priority::P2);
    let case = desk(case, "2026-11-24T09:15:00Z", ask(instant("2026-12-10T10:00:00Z")));
    publisher(case, "2026-11-26T09:15:00Z", answer(1))
}

#[test]
fn a_fix_that_is_taken_back_keeps_the_time_in_which_it_stood() {
    let plain = due(&assessed(Priority::P2), ClockKind::Fix);
    let case = stood();
    let before = due(&case, ClockKind::Fix);
    assert!(before > plain);
    let case = desk(case, "2026-11-27T12:00:00Z", assert_fact(FactKind::FixAvailable, FactStatus::Yes));
    let case = desk(case, "2026-11-28T12:00:00Z", assert_fact(FactKind::FixAvailable, FactStatus::No));
    assert_eq!(due(&case, ClockKind::Fix), before);
}

#[test]
fn a_merge_tightens_a_clock_that_stands_too() {
    let case = desk(assessed(Priority::P2), "2026-11-24T09:15:00Z", ask(instant("2026-12-10T10:00:00Z")));
    let theirs = vec![(ClockKind::Fix, instant("2026-11-28T09:15:00Z"))];
    let tighten = Command::Tighten { theirs: theirs.clone(), from: number(99) };
    let (case, _) = try_at(case, "2026-11-25T09:15:00Z", None, tighten).unwrap();
    assert!(!of(&case, ClockKind::Fix).is_running(), "it stands on");
    let case = publisher(case, "2026-12-01T09:15:00Z", answer(1));
    assert_eq!(due(&case, ClockKind::Fix), "2026-12-04T09:15:00Z", "three days were left");
    let tighten = Command::Tighten { theirs, from: number(99) };
    let once = try_at(case.clone(), "2026-12-01T09:15:00Z", None, tighten).unwrap().0;
    assert_eq!(due(&once, ClockKind::Fix), "2026-11-28T09:15:00Z");
    // What was taken over is not lengthened by beginning again.
    let once = desk(once, "2026-12-01T12:00:00Z", assert_fact(FactKind::FixAvailable, FactStatus::Yes));
    let once = desk(once, "2026-12-02T12:00:00Z", assert_fact(FactKind::FixAvailable, FactStatus::No));
    assert!(of(&once, ClockKind::Fix).run.due <= instant("2026-12-04T09:15:00Z"));
    assert!(tick(once, "2026-12-02T12:00:01Z").0.clocks.first_missed(ClockKind::Fix).is_some());
}
