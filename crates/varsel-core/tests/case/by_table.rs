//! The case machine by table: what every command comes to in every stage, who can give it, and whom it mails.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::fixtures::{
    ANALYST, CASE, DESK, HELD, OTHER_CASE, OWNER, acknowledge, actor, answer, ask, assert, assess, assign,
    body, calendar, case_after, case_in, change_category, close, contest, file_stage, fold, judge_duty, link,
    now, number, plain, record_anchor, score, sentence, statement, submit, try_as, try_it,
};
use jiff::SignedDuration;
use uuid::Uuid;
use varsel_core::case::{
    Author, Case, Category, Command, Decision, Effect, Event, FactStatus, Notice, Outcome, Relation,
    StageKind, WaitingOn, decide,
};
use varsel_core::clock::{ClockKind, Promise, PromiseRule};
use varsel_core::coded::Coded;
use varsel_core::ids::PersonId;
use varsel_core::permission::{Actor, Party, Role};
use varsel_core::refusal::Refusal;
use varsel_core::score::{Priority, Severity};

/// One line for each command and side that can give it.
///
/// `who` marks the roles of that side: owner, security contact, member, viewer, or analyst, lead, auditor, administrator.
/// A cell holds the stage the case comes to, `stays` when the command is carried out and the stage remains, `-` when the
/// stage does not allow it, or another refusal. Acknowledged, assessed and mitigating cases here have an open question.
const STAGES: &str = "
command             by         who   draft     received          acknowledged       assessed           mitigating         closed             withdrawn
submit              publisher  xxx.  received  done:submitted    done:submitted     done:submitted     done:submitted     done:submitted     done:submitted
acknowledge         desk       xx..  -         acknowledged      done:acknowledged  done:acknowledged  done:acknowledged  done:acknowledged  -
change_category     publisher  xxx.  -         stays             stays              stays              stays              -                  -
change_category     desk       xx..  -         stays             stays              stays              stays              -                  -
assess              desk       xx..  -         -                 assessed           stays              stays              -                  -
confirm             desk       xx..  -         -                 nothing_proposed   nothing_proposed   nothing_proposed   -                  -
decline             desk       xx..  -         -                 nothing_proposed   nothing_proposed   nothing_proposed   -                  -
score               desk       xx..  -         -                 stays              stays              stays              -                  -
keep_score          desk       xx..  -         -                 not_contested      not_contested      not_contested      -                  -
accept_score        publisher  xxx.  -         -                 no_score           no_score           no_score           -                  -
contest_score       publisher  xxx.  -         -                 no_score           no_score           no_score           -                  -
ask                 desk       xx..  -         -                 stays              stays              stays              -                  -
answer              publisher  xxx.  -         no_open_question  stays              stays              stays              -                  -
assert              publisher  xxx.  -         stays             stays              stays              stays              stays              stays
assert              desk       xx..  -         stays             stays              stays              stays              stays              stays
communicate         desk       xx..  -         -                 -                  stays              stays              -                  -
mitigate            desk       xx..  -         -                 -                  mitigating         -                  -                  -
close               desk       xx..  -         not_assessed      not_assessed       closed             closed             -                  -
reopen              desk       xx..  -         -                 -                  -                  -                  assessed           received
request_reopening   publisher  xxx.  -         -                 -                  -                  -                  stays              -
decline_reopening   desk       xx..  no_reopening_asked no_reopening_asked no_reopening_asked no_reopening_asked no_reopening_asked no_reopening_asked no_reopening_asked
withdraw            publisher  xx..  -         withdrawn         withdrawn          withdrawn          withdrawn          -                  -
link                desk       xx..  -         stays             stays              stays              stays              stays              stays
assign              desk       xx..  -         stays             stays              stays              stays              stays              stays
note                desk       xx..  -         stays             stays              stays              stays              stays              stays
share               publisher  xxx.  -         stays             stays              stays              stays              -                  -
share               desk       xx..  -         stays             stays              stays              stays              -                  -
decide_target       desk       xx..  -         -                 nothing_to_decide  stays              stays              -                  -
explain_miss        desk       xx..  nothing_missed nothing_missed  nothing_missed     nothing_missed     nothing_missed     nothing_missed     nothing_missed
judge_duty          publisher  xx..  -         stays             stays              stays              stays              stays              stays
judge_duty          desk       xx..  -         stays             stays              stays              stays              stays              stays
record_awareness    publisher  xx..  -         stays             stays              stays              stays              stays              stays
record_awareness    desk       xx..  -         stays             stays              stays              stays              stays              stays
record_anchor       publisher  xx..  no_such_duty no_such_duty   no_such_duty       no_such_duty       no_such_duty       no_such_duty       no_such_duty
record_anchor       desk       xx..  no_such_duty no_such_duty   no_such_duty       no_such_duty       no_such_duty       no_such_duty       no_such_duty
prepare_filing      publisher  xx..  no_such_duty no_such_duty   no_such_duty       no_such_duty       no_such_duty       no_such_duty       no_such_duty
prepare_filing      desk       xx..  no_such_duty no_such_duty   no_such_duty       no_such_duty       no_such_duty       no_such_duty       no_such_duty
file_stage          publisher  xx..  no_such_duty no_such_duty   no_such_duty       no_such_duty       no_such_duty       no_such_duty       no_such_duty
file_stage          desk       xx..  no_such_duty no_such_duty   no_such_duty       no_such_duty       no_such_duty       no_such_duty       no_such_duty
record_mail         varsel     ....  stays     stays             stays              stays              stays              stays              stays
tick                varsel     ....  no_change stays             no_change          no_change          no_change          no_change          no_change
tighten             varsel     ....  no_change stays             stays              no_change          no_change          no_change          no_change
";

/// What is recorded and who is mailed, in whichever stage the command is carried out.
const RESULTS: &str = "
command             by         events                mails
submit              publisher  submitted             confirmation>publisher,new_report>desk
acknowledge         desk       acknowledged          acknowledged>publisher
change_category     publisher  category_changed      -
change_category     desk       category_changed      -
assess              desk       assessed              assessed>publisher
confirm             desk       assessed              assessed>publisher
decline             desk       assessment_declined   -
score               desk       scored                scored>publisher
keep_score          desk       score_kept            score_reviewed>publisher
accept_score        publisher  score_accepted        score_answered>desk
contest_score       publisher  score_contested       score_answered>desk
ask                 desk       question_asked        question>publisher
answer              publisher  question_answered     message>desk
assert              publisher  fact_asserted         -
assert              desk       fact_asserted         -
communicate         desk       outcome_communicated  outcome>publisher
mitigate            desk       mitigation_started    message>publisher
close               desk       closed                closed>publisher
reopen              desk       reopened              reopened>publisher
request_reopening   publisher  reopening_requested   reopening_requested>desk
decline_reopening   desk       reopening_declined    reopening_declined>publisher
withdraw            publisher  withdrawn             withdrawn>desk
link                desk       linked                -
assign              desk       owner_assigned        -
note                desk       note_added            -
share               publisher  message_shared        message>desk
share               desk       message_shared        message>publisher
decide_target       desk       target_decided        -
explain_miss        desk       miss_explained        -
judge_duty          publisher  duty_judged           -
judge_duty          desk       duty_judged           -
record_awareness    publisher  anchor_recorded       -
record_awareness    desk       anchor_recorded       -
record_anchor       publisher  anchor_recorded       -
record_anchor       desk       anchor_recorded       -
prepare_filing      publisher  filing_prepared       -
prepare_filing      desk       filing_prepared       -
file_stage          publisher  stage_filed           -
file_stage          desk       stage_filed           -
record_mail         varsel     mail_handled          -
tick                varsel     -                     -
tighten             varsel     -                     -
";

/// Names the row of a command. A new command stops the build here: give it a sample below, and its rows above.
fn row_of(command: &Command) -> &'static str {
    match command {
        Command::Submit { .. } => "submit",
        Command::Acknowledge { .. } => "acknowledge",
        Command::ChangeCategory { .. } => "change_category",
        Command::Assess { .. } => "assess",
        Command::ConfirmAssessment => "confirm",
        Command::DeclineAssessment { .. } => "decline",
        Command::Score { .. } => "score",
        Command::KeepScore { .. } => "keep_score",
        Command::AcceptScore => "accept_score",
        Command::ContestScore { .. } => "contest_score",
        Command::Ask { .. } => "ask",
        Command::Answer { .. } => "answer",
        Command::Assert { .. } => "assert",
        Command::CommunicateOutcome { .. } => "communicate",
        Command::Mitigate { .. } => "mitigate",
        Command::Close { .. } => "close",
        Command::Reopen { .. } => "reopen",
        Command::RequestReopening { .. } => "request_reopening",
        Command::DeclineReopening { .. } => "decline_reopening",
        Command::Withdraw { .. } => "withdraw",
        Command::Link { .. } => "link",
        Command::Assign { .. } => "assign",
        Command::AddNote { .. } => "note",
        Command::ShareMessage { .. } => "share",
        Command::DecideTarget { .. } => "decide_target",
        Command::ExplainMiss { .. } => "explain_miss",
        Command::JudgeDuty { .. } => "judge_duty",
        Command::RecordAwareness { .. } => "record_awareness",
        Command::RecordAnchor { .. } => "record_anchor",
        Command::PrepareFiling { .. } => "prepare_filing",
        Command::FileStage { .. } => "file_stage",
        Command::RecordMail { .. } => "record_mail",
        Command::Tick => "tick",
        Command::Tighten { .. } => "tighten",
    }
}

fn samples() -> [Command; 34] {
    [
        submit(),
        acknowledge(),
        change_category(Category::Both),
        assess("Any signed-in person can read them."),
        Command::ConfirmAssessment,
        Command::DeclineAssessment { reason: sentence("It is as bad as it looks.") },
        score(DESK, &[]),
        Command::KeepScore { reason: sentence("Anyone can sign up.") },
        Command::AcceptScore,
        contest(""),
        ask(now() + SignedDuration::from_hours(24)),
        answer(1),
        assert(FactStatus::Yes, None),
        Command::CommunicateOutcome { statement: statement(Outcome::Fixed, None) },
        Command::Mitigate { sentence: sentence("Customers are told to rotate tokens.") },
        close(Outcome::Fixed, None),
        Command::Reopen { reason: sentence("The fix is incomplete.") },
        Command::RequestReopening { reason: sentence("It is back.") },
        Command::DeclineReopening { reason: sentence("It is another flaw.") },
        Command::Withdraw { reason: sentence("Reported by mistake.") },
        link(OTHER_CASE, Relation::Related),
        assign(Some(PersonId(Uuid::from_u128(77)))),
        Command::AddNote { text: body("Seen before.") },
        Command::ShareMessage { text: body("Any news?") },
        Command::RecordMail {
            notice: "confirmation".into(),
            recipients: 2,
            to: Party::Publisher,
            delivered: true,
        },
        Command::DecideTarget { clock: ClockKind::DecideNotice, sentence: sentence("They are told today.") },
        Command::ExplainMiss { clock: ClockKind::Promise, reason: sentence("Nobody was on call.") },
        judge_duty("nis2", true),
        Command::RecordAwareness { instant: now(), evidence: sentence("The log says so."), reason: None },
        record_anchor("nis2", "awareness", now()),
        Command::PrepareFiling { regime: "nis2".to_owned(), fields: BTreeMap::new() },
        file_stage("nis2", "nis2_24h", now()),
        Command::Tick,
        Command::Tighten { theirs: vec![(ClockKind::Assess, now())], from: number(99) },
    ]
}

// ---- The tables

/// Splits a table into its heading and its rows.
fn read(table: &'static str) -> (Vec<&'static str>, Vec<Vec<&'static str>>) {
    let mut lines =
        table.lines().filter(|line| !line.is_empty()).map(|line| line.split_whitespace().collect());
    (lines.next().unwrap(), lines.collect())
}

fn roles_of(side: &str) -> Vec<Role> {
    Role::ALL.into_iter().filter(|role| role.party().code() == side).collect()
}

/// Writes what came of a command as a cell of the table.
fn cell(case: &Case, result: &Result<Decision, Refusal>) -> String {
    match result {
        Ok(decision) => {
            let author = Author::from(&actor(ANALYST));
            let after = fold(case.clone(), decision, author, now()).stage.kind();
            if after == case.stage.kind() { "stays".into() } else { after.to_string() }
        }
        Err(Refusal::WrongStage { stage }) if *stage == case.stage.kind() => "-".into(),
        Err(Refusal::AlreadyDone { at }) if case.submitted.is_some_and(|s| s.at == *at) => {
            "done:submitted".into()
        }
        Err(Refusal::AlreadyDone { at }) if case.acknowledged.is_some_and(|s| s.at == *at) => {
            "done:acknowledged".into()
        }
        Err(Refusal::NoScoreToAnswer) => "no_score".into(),
        Err(
            refusal @ (Refusal::NotAssessed
            | Refusal::NoOpenQuestion
            | Refusal::NothingProposed
            | Refusal::NotContested
            | Refusal::NoReopeningAsked
            | Refusal::NothingToDecide
            | Refusal::NothingMissed
            | Refusal::NoSuchDuty
            | Refusal::NoChange),
        ) => refusal.code().into(),
        Err(other) => format!("{other:?}"),
    }
}

fn mails(decision: &Decision) -> String {
    let mailed = |effect: &Effect| {
        let Effect::Mail { notice, to, about } = effect else { return None };
        assert_eq!(*about, 0, "the mail is about the one event");
        Some(format!("{notice}>{to}"))
    };
    let mails: Vec<_> = decision.effects.iter().filter_map(mailed).collect();
    if mails.is_empty() { "-".into() } else { mails.join(",") }
}

/// Lists what happened, but for what becomes of the clocks: see `clocks_by_table`.
fn events(decision: &Decision) -> String {
    let clocks = |event: &&Event| matches!(event, Event::ClocksChanged { .. } | Event::ClockMissed { .. });
    let events: Vec<_> = decision.events.iter().filter(|e| !clocks(e)).map(Event::kind).collect();
    if events.is_empty() { "-".into() } else { events.join(",") }
}

/// Everyone who could give a command for a side; `None` is Varsel itself.
fn givers(by: &str, who: &str) -> Vec<(Option<Actor>, bool)> {
    if by == "varsel" {
        return vec![(None, true)];
    }
    roles_of(by).into_iter().zip(who.bytes()).map(|(role, mark)| (Some(actor(role)), mark == b'x')).collect()
}

#[test]
fn every_command_in_every_stage() {
    let (head, rows) = read(STAGES);
    let (_, results) = read(RESULTS);
    assert_eq!(
        head[3..].iter().map(|code| code.parse().unwrap()).collect::<Vec<StageKind>>(),
        StageKind::ALL,
        "the table has a column for each stage"
    );
    let mut wrong = String::new();
    for command in samples() {
        let name = row_of(&command);
        assert!(rows.iter().any(|row| row[0] == name), "{name} has no row");
        for row in rows.iter().filter(|row| row[0] == name) {
            let (by, who) = (row[1], row[2]);
            let expected =
                results.iter().find(|result| result[..2] == row[..2]).expect("a row in both tables");
            for (stage, expected_cell) in StageKind::ALL.iter().zip(&row[3..]) {
                let case = case_in(*stage);
                for (actor, allowed) in givers(by, who) {
                    let calendar = calendar();
                    let context = plain(now(), &calendar);
                    let result = decide(&case, command.clone(), actor.as_ref(), context);
                    let role = actor.map_or("varsel", |a| a.role.code());
                    if !allowed {
                        let action = command.action().unwrap();
                        assert_eq!(
                            result,
                            Err(Refusal::NotAllowed { action }),
                            "{name} by {role} in {stage}"
                        );
                        continue;
                    }
                    let actual = cell(&case, &result);
                    if actual != *expected_cell {
                        let _ = writeln!(wrong, "{name} by {role} in {stage}: {actual}, not {expected_cell}");
                    }
                    if let Ok(decision) = result {
                        let actual = (events(&decision), mails(&decision));
                        if actual != (expected[2].to_owned(), expected[3].to_owned()) {
                            let _ = writeln!(
                                wrong,
                                "{name} by {role} in {stage}: {actual:?}, not {:?}",
                                &expected[2..]
                            );
                        }
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn the_side_without_a_row_may_not() {
    let (_, rows) = read(STAGES);
    for command in samples() {
        let name = row_of(&command);
        for side in ["publisher", "desk"] {
            if rows.iter().any(|row| row[0] == name && row[1] == side) {
                continue;
            }
            for role in roles_of(side) {
                for stage in StageKind::ALL {
                    let result = try_as(&case_in(*stage), role, command.clone());
                    let role = role.code();
                    match command.action() {
                        Some(action) => {
                            assert_eq!(
                                result,
                                Err(Refusal::NotAllowed { action }),
                                "{name} by {role} in {stage}"
                            );
                        }
                        None => assert!(result.is_err(), "{name} is Varsel's own, not of {role}"),
                    }
                }
            }
        }
    }
}

#[test]
fn every_notice_is_sent_by_some_command() {
    for notice in Notice::ALL {
        assert!(RESULTS.contains(&format!("{notice}>")), "nothing sends {notice}");
    }
}

// ---- Wishes that the stage allows and that are refused for what they say

#[test]
fn what_a_wish_says_can_be_refused() {
    let acknowledged = case_in(StageKind::Acknowledged);
    let assessed = case_in(StageKind::Assessed);
    let nanosecond = SignedDuration::from_nanos(1);
    let yes = case_after(vec![submit(), assert(FactStatus::Yes, Some("Seen at one customer."))]);
    let linked = case_after(vec![submit(), link(OTHER_CASE, Relation::Related)]);
    let owner = acknowledged.owner;

    let refused = |refusal| Err(refusal);
    #[rustfmt::skip]
    let table: Vec<(&str, &Case, Command, Result<&str, Refusal>)> = vec![
        ("the category it has",         &acknowledged, change_category(Category::Vulnerability), refused(Refusal::NoChange)),
        ("another category",            &acknowledged, change_category(Category::Incident),      Ok("category_changed")),
        ("the same assessment",         &assessed,     assess("Logs are kept for a year."),      refused(Refusal::NoChange)),
        ("the same with a new reason",  &assessed,     assess("Logs are kept for ever."),        Ok("assessed")),
        ("an answer due in the past",   &acknowledged, ask(now() - nanosecond),                  refused(Refusal::DueInThePast)),
        ("an answer due now",           &acknowledged, ask(now()),                               refused(Refusal::DueInThePast)),
        ("an answer due soon",          &acknowledged, ask(now() + nanosecond),                  Ok("question_asked")),
        ("a question nobody asked",     &acknowledged, answer(2),                                refused(Refusal::NoOpenQuestion)),
        ("a question before the first", &acknowledged, answer(0),                                refused(Refusal::NoOpenQuestion)),
        ("the same fact again",         &yes, assert(FactStatus::Yes, Some("Seen at one customer.")), refused(Refusal::NoChange)),
        ("the fact in other words",     &yes, assert(FactStatus::Yes, Some("Seen at two.")),     Ok("fact_asserted")),
        ("the fact taken back",         &yes, assert(FactStatus::No, Some("Seen at one customer.")), Ok("fact_asserted")),
        ("a link to itself",            &linked,       link(CASE, Relation::Related),            refused(Refusal::LinkToItself)),
        ("the same link again",         &linked,       link(OTHER_CASE, Relation::Related),      refused(Refusal::NoChange)),
        ("another kind of link",        &linked,       link(OTHER_CASE, Relation::Duplicate),    Ok("linked")),
        ("the owner it has",            &acknowledged, assign(owner),                            refused(Refusal::NoChange)),
        ("no owner any more",           &acknowledged, assign(None),                             Ok("owner_assigned")),
        ("no owner where there is none", &yes,         assign(None),                             refused(Refusal::NoChange)),
    ];
    for (what, case, command, expected) in table {
        let result = try_it(case, command).map(|decision| decision.events[0].kind());
        assert_eq!(result, expected, "{what}");
    }
}

// ---- What takes two people, and two opinions

#[test]
fn a_question_is_answered_once_and_numbers_are_never_used_again() {
    let due = || now() + SignedDuration::from_hours(48);
    let case = case_after(vec![submit(), acknowledge(), ask(due()), answer(1)]);
    assert_eq!(try_it(&case, answer(1)), Err(Refusal::NoOpenQuestion));
    let case = case_after(vec![submit(), acknowledge(), ask(due()), answer(1), ask(due())]);
    assert_eq!(case.questions.iter().map(|q| q.number).collect::<Vec<_>>(), [2]);
}

#[test]
fn which_outcome_a_case_may_end_with() {
    // Unassessed: only when there was nothing to assess. Assessed: anything but what is the publisher's to say.
    let until = Some("2027-03-31");
    #[rustfmt::skip]
    let table = [
        //                                    acknowledged only      assessed
        (Outcome::Mitigated,         None,    "not_assessed",        "closed"),
        (Outcome::Fixed,             None,    "not_assessed",        "closed"),
        (Outcome::NotAffected,       None,    "not_assessed",        "closed"),
        (Outcome::NotReproducible,   None,    "closed",              "closed"),
        (Outcome::NotASecurityEvent, None,    "closed",              "closed"),
        (Outcome::Duplicate,         None,    "original_needed",     "original_needed"),
        (Outcome::Upstream,          None,    "not_assessed",        "closed"),
        (Outcome::RiskAccepted,      until,   "not_assessed",        "closed"),
        (Outcome::OfferWithdrawn,    None,    "not_assessed",        "closed"),
    ];
    for outcome in Outcome::ALL.iter().filter(|outcome| **outcome != Outcome::Withdrawn) {
        assert!(table.iter().any(|row| row.0 == *outcome), "{outcome} has no row");
    }
    let code = |result: Result<Decision, Refusal>| match result {
        Ok(decision) => decision.events[0].kind(),
        Err(refusal) => refusal.code(),
    };
    for (outcome, until, unassessed, assessed) in table {
        let command = close(outcome, until);
        assert_eq!(code(try_it(&case_in(StageKind::Acknowledged), command.clone())), unassessed, "{outcome}");
        assert_eq!(code(try_it(&case_in(StageKind::Assessed), command)), assessed, "{outcome}");
    }
}

#[test]
fn a_duplicate_needs_the_case_that_goes_on() {
    for (relation, closed) in [(Relation::Related, false), (Relation::Duplicate, true)] {
        let case = case_after(vec![submit(), acknowledge(), link(OTHER_CASE, relation)]);
        assert_eq!(try_it(&case, close(Outcome::Duplicate, None)).is_ok(), closed, "{relation}");
    }
}

#[test]
fn an_accepted_risk_needs_its_date_and_only_the_publisher_withdraws() {
    let case = case_in(StageKind::Assessed);
    for outcome in [Outcome::RiskAccepted, Outcome::Withdrawn] {
        let statement = statement(outcome, None);
        let told = Command::CommunicateOutcome { statement: statement.clone() };
        assert!(try_it(&case, told).is_err(), "{outcome} told");
        assert!(try_it(&case, Command::Close { statement }).is_err(), "{outcome} closed");
    }
}

// ---- What a case remembers

#[test]
fn a_reopened_case_goes_on_where_its_facts_put_it() {
    let withdraw = || Command::Withdraw { reason: sentence("By mistake.") };
    let mitigate = || Command::Mitigate { sentence: sentence("Customers are told.") };
    let reopen = || Command::Reopen { reason: sentence("Seen again.") };
    let assess = || assess("Logs are kept.");
    for (history, expected) in [
        (vec![submit(), withdraw()], StageKind::Received),
        (vec![submit(), acknowledge(), withdraw()], StageKind::Acknowledged),
        (vec![submit(), acknowledge(), close(Outcome::NotReproducible, None)], StageKind::Acknowledged),
        (vec![submit(), acknowledge(), assess(), withdraw()], StageKind::Assessed),
        (
            vec![submit(), acknowledge(), assess(), mitigate(), close(Outcome::Fixed, None)],
            StageKind::Assessed,
        ),
    ] {
        let case = case_after(history.into_iter().chain([reopen()]).collect());
        assert_eq!(case.stage.kind(), expected);
        assert_eq!(case.waiting_on(), WaitingOn::Desk);
    }
}

#[test]
fn whoever_acknowledges_follows_the_case_unless_somebody_does() {
    let somebody = Some(PersonId(Uuid::from_u128(77)));
    assert_eq!(case_after(vec![submit(), acknowledge()]).owner, Some(actor(ANALYST).person));
    assert_eq!(case_after(vec![submit(), assign(somebody), acknowledge()]).owner, somebody);
}

#[test]
fn a_submission_freezes_the_promise_of_its_hour() {
    let decision = try_it(&case_in(StageKind::Draft), submit()).unwrap();
    let Event::Submitted { promise, .. } = &decision.events[0] else { panic!("{decision:?}") };
    assert_eq!(*promise, Promise::for_receipt(now(), &calendar(), PromiseRule::default()));
    assert_eq!(promise.due.to_string(), "2026-11-26T16:00:00Z");
}

#[test]
fn an_assessment_keeps_the_suggestions_beside_the_decision() {
    // A fact on the case, not only the report, raises the suggested priority.
    let exploited = case_after(vec![submit(), acknowledge(), assert(FactStatus::Yes, None)]);
    let quiet = case_after(vec![submit(), acknowledge()]);
    for (case, suggested) in [(exploited, Priority::P2), (quiet, Priority::P4)] {
        let decision = try_it(&case, assess("Logs are kept.")).unwrap();
        let case = fold(case, &decision, Author::from(&actor(ANALYST)), now());
        let (severity, priority) = (case.severity.unwrap(), case.priority.unwrap());
        assert_eq!((severity.proposed, severity.decided), (Severity::Medium, Severity::High));
        assert_eq!((priority.proposed, priority.decided), (suggested, Priority::P2));
    }
}

#[test]
fn what_a_publisher_adds_is_nothing_that_the_desk_decides_on() {
    let case = case_after(vec![
        submit(),
        acknowledge(),
        assess("So it was."),
        score(DESK, &[]),
        ask(now() + SignedDuration::from_hours(48)),
    ]);
    let basis_after = |role, command| {
        let decision = try_as(&case, role, command).unwrap();
        fold(case.clone(), &decision, Author::from(&actor(role)), now()).basis
    };
    let fact = || assert(FactStatus::Yes, Some("Seen in a log."));
    let category = || change_category(Category::Incident);
    for command in [
        fact(),
        category(),
        answer(1),
        contest(HELD),
        Command::AcceptScore,
        Command::ShareMessage { text: body("More soon.") },
        judge_duty("nis2", true),
    ] {
        assert_eq!(basis_after(OWNER, command.clone()), case.basis, "{command:?}");
    }
    let withdrawal = Command::Withdraw { reason: sentence("By mistake.") };
    assert!(basis_after(OWNER, withdrawal) > case.basis, "there is nothing to decide any more");
    for command in [fact(), category(), assess("So it looks."), close(Outcome::Fixed, None), assign(None)] {
        assert!(basis_after(ANALYST, command.clone()) > case.basis, "{command:?}");
    }
}
