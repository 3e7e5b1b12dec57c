//! What is left once a case is over: filings to come, and promises that were missed.

use std::sync::Arc;

use jiff::ToSpan as _;
use varsel_app::Policy;
use varsel_app::cases::{Named, conclude};
use varsel_core::case::duties::Applicability;
use varsel_core::case::{Case, Command, Duty, Outcome, OutcomeStatement};
use varsel_core::clock::ClockKind;
use varsel_core::clock::obligation::Regime;
use varsel_core::score::{Priority, Severity};
use varsel_core::text::{Line, Sentence};
use varsel_store::promises::{self, Span, Tally};
use varsel_store::queue::{self, Filter, View};
use varsel_store::{Scope, cases};
use varsel_testkit::mail_sink::MailSink;
use varsel_testkit::on_both_engines;

use crate::desk::{Desk, text};

fn sentence(words: &str) -> Sentence {
    Sentence::new(words).unwrap()
}

fn queued(desk: &Desk) -> Vec<Option<Duty>> {
    let page = desk.write(|tx| Ok(queue::list(tx, Scope::Desk, View::Open, Filter::default(), None, 10)?));
    page.rows.iter().map(|row| row.duty).collect()
}

fn closes(desk: &Desk, case: &Case) -> Case {
    let sentence = sentence("It is no security event.");
    let statement = OutcomeStatement { outcome: Outcome::NotASecurityEvent, sentence, until: None };
    desk.acts(desk.analyst, case, Command::Close { statement })
}

#[test]
fn a_case_that_is_over_stays_in_the_queue_while_something_is_to_be_filed() {
    on_both_engines(|store| {
        let mut desk = Desk::open(store);
        let regimes = Regime::find("gdpr_controller").into_iter().collect();
        let policy = Policy { regimes, ..(*desk.surroundings.policy).clone() };
        desk.surroundings.policy = Arc::new(policy);
        let case = desk.submits();
        desk.acknowledges(&case);
        let regime = "gdpr_controller".to_owned();
        let judged = Command::JudgeDuty {
            regime: regime.clone(),
            applies: Applicability::Yes,
            reason: Some(sentence("Names.")),
        };
        desk.acts(desk.analyst, &case, judged);
        let case = desk.acts(
            desk.analyst,
            &case,
            Command::RecordAnchor {
                regime: regime.clone(),
                anchor: "awareness".to_owned(),
                instant: desk.clock.now(),
                evidence: sentence("The report."),
                reason: None,
            },
        );
        let case = closes(&desk, &case);
        assert_eq!(queued(&desk), [Some(Duty::File)], "it is over, and something is to be filed");
        let stages: Vec<String> = case.desk_duties.running().map(|(_, end)| end.stage.clone()).collect();
        for stage in stages {
            let filed = Command::FileStage {
                regime: regime.clone(),
                stage,
                filed: desk.clock.now(),
                reference: Line::new("IMY-2026-1").unwrap(),
                proof: None,
            };
            desk.acts(desk.analyst, &case, filed);
        }
        assert_eq!(queued(&desk), []);
        let id = case.id;
        assert_eq!(desk.write(move |tx| Ok(cases::difference_from_history(tx, id)?)), None);
    });
}

#[test]
fn a_promise_that_was_missed_is_counted_whatever_comes_of_its_case() {
    on_both_engines(|store| {
        let (desk, sink) = (Desk::open(store), MailSink::start());
        let from = desk.clock.now();
        let (withdrawn, reopened, late) = (desk.submits(), desk.submits(), desk.submits());
        desk.minutes_pass(3 * 24 * 60);
        desk.worker(&sink).run_due().unwrap();
        desk.acts(desk.owner, &withdrawn, Command::Withdraw { reason: sentence("Ours alone.") });
        desk.acts(desk.owner, &reopened, Command::Withdraw { reason: sentence("A mistake.") });
        desk.acts(desk.analyst, &reopened, Command::Reopen { reason: sentence("It goes on.") });
        desk.acknowledges(&reopened);
        desk.acknowledges(&late);
        let kept = desk.submits();
        desk.acknowledges(&kept);
        let span = Span { from, to: from + (10 * 24).hours(), now: desk.clock.now() };
        let found = desk.write(move |tx| Ok(promises::by_half_hour(tx, span, None, None)?));
        let mut all = Tally::default();
        for (_, tally) in &found {
            all.add(tally);
        }
        assert_eq!(all, Tally { kept: 1, missed: 3, running: 0 });
    });
}

#[test]
fn a_duplicate_hands_the_time_that_it_had_left_on_to_the_case_that_goes_on() {
    on_both_engines(|store| {
        let desk = Desk::open(store);
        let rated = |case: &Case| {
            desk.acknowledges(case);
            let (severity, priority) = (Severity::High, Priority::P2);
            let (severity_reason, priority_reason) = (sentence("So it looks."), sentence("So it looks."));
            desk.acts(
                desk.analyst,
                case,
                Command::Assess { severity, severity_reason, priority, priority_reason },
            )
        };
        let earlier = rated(&desk.submits());
        // It stands from the next day on, with 27 days left.
        desk.minutes_pass(24 * 60);
        let question =
            Command::Ask { text: text("Which versions?"), due: desk.clock.now() + (20 * 24).hours() };
        desk.acts(desk.analyst, &earlier, question);
        desk.minutes_pass(5 * 24 * 60);
        let later = rated(&desk.submits());
        let left =
            |case: &Case| case.clocks.get(ClockKind::Fix).unwrap().run.due.duration_since(desk.clock.now());
        assert_eq!(left(&later).as_hours(), 28 * 24);
        let (ctx, by) = (desk.surroundings.context(), desk.analyst);
        let (number, original) = (earlier.number.unwrap(), later.number.unwrap().to_string());
        let statement =
            OutcomeStatement { outcome: Outcome::Duplicate, sentence: sentence("The same."), until: None };
        desk.write(move |tx| {
            let named = Named { field: "original", number: &original };
            conclude(tx, &ctx, &by, number, Command::Close { statement }, Some(named), None)
        });
        let id = later.id;
        let goes_on = desk.write(move |tx| Ok(cases::load(tx, id)?)).unwrap();
        assert_eq!(left(&goes_on).as_hours(), 27 * 24);
    });
}
