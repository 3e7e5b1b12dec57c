//! How severity, priority and scores are decided: by whom, with which reasons, and where it takes a second person.

use crate::fixtures::{
    ANALYST, DESK, HELD, OWNER, PUBLISHER, acknowledge, actor, calendar, case_after, change_category,
    contest, fold, now, number, plain, rate, score, sentence, submit, submit_scored, try_as, try_it,
};
use jiff::SignedDuration;
use uuid::Uuid;
use varsel_core::case::scoring::Standing;
use varsel_core::case::{Author, Case, Category, Command, Effect, Event, Notice, StageKind, decide};
use varsel_core::coded::Coded;
use varsel_core::ids::PersonId;
use varsel_core::permission::{Actor, Role};
use varsel_core::refusal::Refusal;
use varsel_core::score::cvss::{Vectors, Version};
use varsel_core::score::{Priority, Severity};
use varsel_core::text::Sentence;

/// Assesses as a person of the desk, and says what was recorded.
fn assessed_by(case: &Case, person: u128, command: Command) -> Result<Case, Refusal> {
    let person = PersonId(Uuid::from_u128(person));
    let actor = Actor { person, ..actor(ANALYST) };
    let decision = decide(case, command, Some(&actor), plain(now(), &calendar()))?;
    Ok(fold(case.clone(), &decision, Author::from(&actor), now()))
}

#[test]
fn lowering_critical_or_high_takes_a_second_person() {
    use Severity::{Critical, High, Low, Medium};
    let ready = || case_after(vec![submit(), acknowledge()]);
    let rate = |severity| rate(severity, Priority::P3);
    for (before, after, takes_two) in [
        // The small report is proposed as medium.
        (None, Low, false),
        (None, Critical, false),
        (Some(Critical), High, true),
        (Some(Critical), Low, true),
        (Some(High), Medium, true),
        (Some(High), Critical, false),
        (Some(Medium), Low, false),
    ] {
        let case = before.map_or_else(ready, |before| assessed_by(&ready(), 1, rate(before)).unwrap());
        let case = assessed_by(&case, 1, rate(after)).unwrap();
        assert_eq!(case.pending.is_some(), takes_two, "{before:?} to {after}");
        assert_eq!(case.severity() == after, !takes_two, "{before:?} to {after}");
    }
}

#[test]
fn a_suggested_severity_is_not_undercut_by_one_person() {
    let mut report = crate::support::small_report();
    report.proposed_severity = Severity::Critical;
    let submit =
        Command::Submit { number: number(1), category: Category::Vulnerability, report: Box::new(report) };
    let case = case_after(vec![submit, acknowledge()]);
    let proposed = assessed_by(&case, 1, rate(Severity::Low, Priority::P4)).unwrap();
    assert_eq!((proposed.severity(), proposed.stage.kind()), (Severity::Unrated, StageKind::Acknowledged));
    assert_eq!(assessed_by(&proposed, 1, Command::ConfirmAssessment), Err(Refusal::SecondPersonNeeded));
    assert_eq!(assessed_by(&proposed, 1, rate(Severity::Low, Priority::P4)), Err(Refusal::NoChange));
    let agreed = assessed_by(&proposed, 2, Command::ConfirmAssessment).unwrap();
    assert_eq!((agreed.severity(), agreed.stage.kind()), (Severity::Low, StageKind::Assessed));
    assert_eq!(agreed.pending, None);
    let declined = Command::DeclineAssessment { reason: sentence("Customers can be reached.") };
    let declined = assessed_by(&proposed, 2, declined).unwrap();
    assert_eq!((declined.severity(), declined.pending), (Severity::Unrated, None));
    // Another proposal takes the place of the first.
    let milder = assessed_by(&proposed, 3, rate(Severity::Critical, Priority::P1)).unwrap();
    assert_eq!((milder.severity(), milder.pending), (Severity::Critical, None));
}

#[test]
fn nobody_scores_a_report_down_and_rates_it_by_that_score_alone() {
    const MILD: &str = "CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N";
    let mild = || score(MILD, &["AV", "AC", "PR", "UI", "C", "I", "A"]);
    let low = || rate(Severity::Low, Priority::P4);
    let scored = case_after(vec![submit_scored(PUBLISHER), acknowledge(), mild()]);
    assert!(assessed_by(&scored, 1, low()).unwrap().pending.is_some());
    // Once the publisher agrees to the score, there is one opinion.
    let accepted = case_after(vec![submit_scored(PUBLISHER), acknowledge(), mild(), Command::AcceptScore]);
    let case = assessed_by(&accepted, 1, low()).unwrap();
    assert_eq!((case.pending.is_some(), case.severity()), (false, Severity::Low));
    // What is learnt later raises the bar again, also where something milder holds.
    let worse = score(PUBLISHER, &[]);
    let decision = try_as(&case, ANALYST, worse).unwrap();
    let case = fold(case, &decision, Author::from(&actor(ANALYST)), now());
    let again = Command::Assess {
        severity: Severity::Low,
        severity_reason: sentence("Another reason."),
        priority: Priority::P4,
        priority_reason: sentence("Another reason."),
    };
    assert!(assessed_by(&case, 1, again).unwrap().pending.is_some());
}

#[test]
fn a_proposal_keeps_what_was_suggested_and_not_what_follows_from_itself() {
    let case = case_after(vec![submit_scored(PUBLISHER), acknowledge()]);
    let case = assessed_by(&case, 1, rate(Severity::Low, Priority::P4)).unwrap();
    let assessment = case.pending.unwrap().assessment;
    assert_eq!((assessment.severity_proposed, assessment.priority_proposed), (Severity::High, Priority::P3));
}

#[test]
fn the_desk_scores_in_every_version_that_the_publisher_scored_in() {
    let case = case_after(vec![submit_scored(PUBLISHER), acknowledge()]);
    let four = score("CVSS:4.0/AV:P/AC:H/AT:P/PR:H/UI:A/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N", &[]);
    assert_eq!(try_it(&case, four), Err(Refusal::VersionNeeded { version: Version::V31 }));
}

#[test]
fn a_priority_below_a_floor_takes_a_second_person() {
    let mut report = crate::support::small_report();
    report.embargo = Some(now() + SignedDuration::from_hours(6 * 24));
    let submit =
        Command::Submit { number: number(1), category: Category::Vulnerability, report: Box::new(report) };
    let case = case_after(vec![submit, acknowledge()]);
    let takes_two =
        |priority| assessed_by(&case, 1, rate(Severity::Medium, priority)).unwrap().pending.is_some();
    assert_eq!(Priority::ALL.iter().map(|p| takes_two(*p)).collect::<Vec<_>>(), [false, false, true, true]);
}

#[test]
fn each_metric_that_differs_needs_its_reason() {
    let case = case_after(vec![submit_scored(PUBLISHER), acknowledge()]);
    let scored = |reasons: &[&str]| try_it(&case, score(DESK, reasons)).map(|d| d.events[0].kind());
    let needed = |metric| Err(Refusal::MetricReasonNeeded { version: Version::V31, metric });
    assert_eq!(scored(&[]), needed("PR"));
    assert_eq!(scored(&["PR"]), needed("A"));
    assert_eq!(scored(&["PR", "A"]), Ok("scored"));
    let Event::Scored { reasons, .. } = &try_it(&case, score(DESK, &["AV", "PR", "A"])).unwrap().events[0]
    else {
        panic!("it is scored")
    };
    assert_eq!(reasons.iter().map(|reason| reason.metric.as_str()).collect::<Vec<_>>(), ["PR", "A"]);
}

/// Scores as the publisher does, with an answer to their objection.
fn changed_to(vector: &str, answer: Option<Sentence>) -> Command {
    match score(vector, &[]) {
        Command::Score { vectors, reasons, .. } => Command::Score { vectors, reasons, answer },
        other => other,
    }
}

#[test]
fn two_opinions_end_in_agreement_or_in_dissent() {
    let scored = || case_after(vec![submit_scored(PUBLISHER), acknowledge(), score(DESK, &["PR", "A"])]);
    let then = |case: Case, by: Role, command: Command| {
        let decision = try_as(&case, by, command)?;
        Ok::<_, Refusal>(fold(case, &decision, Author::from(&actor(by)), now()))
    };
    let differs = scored();
    assert_eq!(differs.standing(), Standing::Differs);
    assert_eq!(differs.vectors().leading().unwrap().to_string(), DESK);
    assert_eq!(differs.publishers_vectors().leading().unwrap().to_string(), PUBLISHER);

    let accepted = then(scored(), OWNER, Command::AcceptScore).unwrap();
    assert_eq!(accepted.standing(), Standing::Agreed);
    assert_eq!(then(accepted, OWNER, contest("")), Err(Refusal::NoScoreToAnswer));

    assert_eq!(then(scored(), OWNER, contest(DESK)), Err(Refusal::NothingContested));
    let contested = then(scored(), OWNER, contest(HELD)).unwrap();
    assert_eq!(contested.standing(), Standing::Contested);
    assert_eq!(contested.publishers_vectors().leading().unwrap().to_string(), HELD);
    assert_eq!(then(contested.clone(), OWNER, contest("")), Err(Refusal::ContestedBefore));
    // The desk holds to it: both stand, and the publisher has had their say.
    let dissent = then(contested.clone(), ANALYST, score(DESK, &["A"])).unwrap();
    assert_eq!(dissent.standing(), Standing::Dissent);
    assert_eq!(then(dissent.clone(), OWNER, contest("")), Err(Refusal::ContestedBefore));
    assert_eq!(then(dissent, OWNER, Command::AcceptScore).unwrap().standing(), Standing::Agreed);
    // The same with a reason, and a mail of its own.
    let keep = || Command::KeepScore { reason: sentence("Anyone can sign up.") };
    let kept = then(contested.clone(), ANALYST, keep()).unwrap();
    assert_eq!(kept.standing(), Standing::Dissent);
    assert_eq!(kept.scoring.as_ref().unwrap().reviewed, Some(sentence("Anyone can sign up.")));
    assert_eq!(then(kept, ANALYST, keep()), Err(Refusal::NotContested));
    let answer = || Some(sentence("You are right."));
    let changed = |answer: Option<Sentence>| changed_to(HELD, answer);
    let reviewed = |case: &Case, command: Command| {
        let decision = try_as(case, ANALYST, command).unwrap();
        let is_review =
            |effect: &Effect| matches!(effect, Effect::Mail { notice: Notice::ScoreReviewed, .. });
        let answered = matches!(&decision.events[0], Event::Scored { answer: Some(_), .. });
        (decision.effects.iter().any(is_review), answered)
    };
    assert_eq!(reviewed(&contested, keep()), (true, false));
    assert_eq!(reviewed(&contested, changed(answer())), (true, true));
    assert_eq!(reviewed(&contested, changed(None)), (true, false));
    assert_eq!(reviewed(&scored(), score(PUBLISHER, &[])), (false, false));
    assert_eq!(reviewed(&scored(), changed_to(PUBLISHER, answer())), (false, false), "nothing was contested");
    // Or it comes round.
    assert_eq!(then(contested, ANALYST, score(HELD, &[])).unwrap().standing(), Standing::Agreed);
}

#[test]
fn only_a_weakness_is_scored() {
    let incident = case_after(vec![submit(), acknowledge(), change_category(Category::Incident)]);
    assert_eq!(try_it(&incident, score(DESK, &[])), Err(Refusal::NothingToScore));
    let none = Command::Score { vectors: Vectors::default(), reasons: Vec::new(), answer: None };
    assert_eq!(try_it(&case_after(vec![submit(), acknowledge()]), none), Err(Refusal::VectorNeeded));
}
