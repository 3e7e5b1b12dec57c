//! Laws and contracts by table: what begins their clocks, what a correction keeps, and whose they are.

use jiff::{SignedDuration, Timestamp};
use varsel_core::case::clocks::next_wake;
use varsel_core::case::due_dates::{Due, due_dates};
use varsel_core::case::duties::{AWARENESS, Applicability, EVERY_REGIME, MOST_ENTRIES, MOST_TEXT, Standing};
use varsel_core::case::{
    Author, Case, Command, Context, Decision, Duty, Effect, Event, FactStatus, Outcome, StageKind, decide,
    next_due, next_step, next_step_at_desk,
};
use varsel_core::clock::ClockKind;
use varsel_core::clock::holidays::Place;
use varsel_core::clock::obligation::{Anchor, Answer, Field, Regime, Stage};
use varsel_core::permission::{Party, Role};
use varsel_core::refusal::Refusal;
use varsel_core::score::priority::Floor;
use varsel_core::score::situation::{Signals, Situation};
use varsel_core::score::{Priority, Rules, Severity};

use crate::fixtures;
use crate::fixtures::{
    ANALYST, OWNER, actor, calendar, case_in, file_stage, fold, judge_duty, now, plain, record_anchor,
    sentence,
};

const CRA: &str = "cra_vulnerability";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn try_at(
    case: &Case,
    when: Timestamp,
    role: Option<Role>,
    command: Command,
) -> Result<(Case, Decision), Refusal> {
    let calendar = calendar();
    let sweden = Place::find("SE").unwrap().public_calendar();
    let context = Context { place: &sweden, ..plain(when, &calendar) };
    let actor = role.map(actor);
    let decision = decide(case, command, actor.as_ref(), context)?;
    let author = actor.as_ref().map_or(Author::System, Author::from);
    Ok((fold(case.clone(), &decision, author, when), decision))
}

fn acts(case: &Case, when: &str, role: Role, command: Command) -> Case {
    try_at(case, at(when), Some(role), command).unwrap().0
}

/// A case of which one side has recorded when it became aware.
fn aware(role: Role, regime: &str, instant: &str) -> Case {
    let case = acts(&case_in(StageKind::Received), instant, role, judge_duty(regime, true));
    acts(&case, instant, role, record_anchor(regime, "awareness", at(instant)))
}

/// Lists where the stages of a regime stand, as `stage due` or `stage waits for …`.
fn stages(case: &Case, side: Party, regime: &str) -> Vec<String> {
    let (regime, known) = (Regime::find(regime).unwrap(), case.duties_of(side).get(regime).unwrap());
    let place = Place::find("SE").unwrap().public_calendar();
    let said = |stage: &'static Stage| match known.standing(regime, stage, &place) {
        Standing::Is(Answer::WaitsFor(Anchor::Recorded(name) | Anchor::Year(name))) => {
            format!("{} waits for {name}", stage.id)
        }
        Standing::Is(Answer::WaitsFor(Anchor::Filed(before))) => format!("{} waits for {before}", stage.id),
        Standing::Is(Answer::Undelayed) => format!("{} undelayed", stage.id),
        Standing::Is(other) => format!("{} {other:?}", stage.id),
        Standing::Runs(end) => format!("{} {}", stage.id, end.due),
        Standing::Filed(filing) => format!("{} filed {}", stage.id, filing.reference),
    };
    regime.stages().into_iter().map(said).collect()
}

#[test]
fn an_exploited_vulnerability_runs_24_and_72_hours_from_awareness() {
    let case = aware(OWNER, CRA, "2026-11-25T10:20:00Z");
    assert_eq!(
        stages(&case, Party::Publisher, CRA),
        [
            "cra_exploited_24h 2026-11-26T10:20:00Z",
            "cra_exploited_72h 2026-11-28T10:20:00Z",
            "cra_exploited_final waits for measure_available",
            "cra_exploited_intermediate waits for requested",
            "cra_vulnerability_users undelayed",
        ]
    );
    assert!(case.desk_duties.is_empty(), "the publisher's duties are the publisher's");
}

#[test]
fn the_worked_instants_of_the_law_hold_for_a_case() {
    // 14 days from a fix on 11 December 2026 end on Christmas Day, and are relieved until the Monday.
    let case = aware(OWNER, CRA, "2026-12-10T10:00:00Z");
    let case = acts(
        &case,
        "2026-12-11T12:00:00Z",
        OWNER,
        record_anchor(CRA, "measure_available", at("2026-12-11T09:00:00Z")),
    );
    let end =
        case.publisher_duties.get(CRA).unwrap().ends.iter().find(|end| end.stage == "cra_exploited_final");
    let end = end.unwrap();
    assert_eq!(end.due.to_string(), "2026-12-25T22:59:59Z");
    assert_eq!(end.latest_lawful.to_string(), "2026-12-28T22:59:59Z");
    // One month from a notification that was filed on 31 January 2027 ends on 28 February, a Sunday.
    let case = aware(OWNER, "cra_incident", "2027-01-29T10:00:00Z");
    let case = acts(
        &case,
        "2027-01-31T12:00:00Z",
        OWNER,
        file_stage("cra_incident", "cra_incident_72h", at("2027-01-31T09:00:00Z")),
    );
    let end = case
        .publisher_duties
        .get("cra_incident")
        .unwrap()
        .ends
        .iter()
        .find(|e| e.stage == "cra_incident_final");
    let end = end.unwrap();
    assert_eq!(
        (end.due.to_string().as_str(), end.latest_lawful.to_string().as_str()),
        ("2027-02-28T22:59:59Z", "2027-03-01T22:59:59Z")
    );
}

#[test]
fn nothing_is_recorded_before_somebody_says_that_it_applies() {
    let case = case_in(StageKind::Received);
    let anchor = || record_anchor("nis2", "awareness", now());
    assert_eq!(try_at(&case, now(), Some(ANALYST), anchor()).unwrap_err(), Refusal::NoSuchDuty);
    let case = acts(&case, "2026-11-25T09:30:00Z", ANALYST, judge_duty("nis2", false));
    assert_eq!(try_at(&case, now(), Some(ANALYST), anchor()).unwrap_err(), Refusal::NoSuchDuty);
    for unknown in [judge_duty("hammurabi", true), record_anchor("nis2", "full_moon", now())] {
        assert_eq!(try_at(&case, now(), Some(ANALYST), unknown).unwrap_err(), Refusal::NoSuchDuty);
    }
}

#[test]
fn what_nobody_has_checked_applies_to_no_case() {
    let drafts: Vec<_> = Regime::all().iter().filter(|regime| regime.is_draft()).collect();
    assert!(!drafts.is_empty());
    let case = case_in(StageKind::Received);
    for draft in drafts {
        let judged = try_at(&case, now(), Some(ANALYST), judge_duty(draft.id, true));
        assert_eq!(judged.unwrap_err(), Refusal::NoSuchDuty, "{}", draft.id);
    }
}

#[test]
fn a_correction_and_an_anchor_ahead_need_a_reason_and_the_old_value_stays() {
    let case = aware(ANALYST, "nis2", "2026-11-25T09:00:00Z");
    let corrected = || record_anchor("nis2", "awareness", at("2026-11-25T07:00:00Z"));
    let with_reason = |command| match command {
        Command::RecordAnchor { regime, anchor, instant, evidence, .. } => Command::RecordAnchor {
            regime,
            anchor,
            instant,
            evidence,
            reason: Some(sentence("The mail is older.")),
        },
        other => other,
    };
    assert_eq!(try_at(&case, now(), Some(ANALYST), corrected()).unwrap_err(), Refusal::ReasonNeeded);
    let ahead = || record_anchor("nis2", "handled", at("2026-12-01T09:00:00Z"));
    assert_eq!(try_at(&case, now(), Some(ANALYST), ahead()).unwrap_err(), Refusal::ReasonNeeded);
    assert!(try_at(&case, now(), Some(ANALYST), with_reason(ahead())).is_ok());
    let (case, _) = try_at(&case, now(), Some(ANALYST), with_reason(corrected())).unwrap();
    let known = case.desk_duties.get("nis2").unwrap();
    let kept: Vec<_> =
        known.anchors["awareness"].iter().map(|anchored| anchored.instant.to_string()).collect();
    assert_eq!(kept, ["2026-11-25T09:00:00Z", "2026-11-25T07:00:00Z"]);
    assert_eq!(stages(&case, Party::Desk, "nis2")[0], "nis2_24h 2026-11-26T07:00:00Z");
}

#[test]
fn a_filing_begins_the_next_stage_and_lies_in_the_past() {
    let case = aware(ANALYST, "nis2", "2026-11-25T09:00:00Z");
    let ahead = file_stage("nis2", "nis2_24h", at("2026-11-25T10:00:00Z"));
    assert_eq!(try_at(&case, now(), Some(ANALYST), ahead).unwrap_err(), Refusal::InTheFuture);
    let began = at("2026-11-25T09:00:00Z");
    let early = file_stage("nis2", "nis2_24h", at("2026-11-25T08:00:00Z"));
    assert_eq!(
        try_at(&case, now(), Some(ANALYST), early).unwrap_err(),
        Refusal::BeforeItBegan { began },
        "nobody files before they are aware"
    );
    let case = acts(
        &case,
        "2026-11-25T20:00:00Z",
        ANALYST,
        file_stage("nis2", "nis2_72h", at("2026-11-25T19:00:00Z")),
    );
    let stages = stages(&case, Party::Desk, "nis2");
    assert!(stages.contains(&"nis2_72h filed REF-1".to_owned()), "{stages:?}");
    assert!(stages.contains(&"nis2_final 2026-12-25T22:59:59Z".to_owned()), "{stages:?}");
}

#[test]
fn the_desks_filings_are_due_in_its_queue_and_raise_the_priority() {
    let case = aware(ANALYST, "nis2", "2026-11-25T09:00:00Z");
    let due = next_due(&case).unwrap();
    assert_ne!(due.duty, Duty::File, "the promise of today is due before: {due:?}");
    let floors = |case: &Case| Situation::of(case, Signals::default(), now()).unwrap().floors();
    assert_eq!(floors(&case), [Floor::StatutoryStage]);
    let filed = acts(
        &case,
        "2026-11-25T09:20:00Z",
        ANALYST,
        file_stage("nis2", "nis2_24h", at("2026-11-25T09:10:00Z")),
    );
    assert_eq!(floors(&filed), [], "the next is due in three days");
    let situation = Situation::of(&case, Signals::default(), now()).unwrap();
    let priority = situation.priority(situation.severity().value, &Rules::shipped().tables);
    assert_eq!(priority.value.label(), "P1");
}

#[test]
fn when_a_side_became_aware_is_asked_once_for_all_laws() {
    let said = |instant: &str| Command::RecordAwareness {
        instant: at(instant),
        evidence: sentence("The log says so."),
        reason: Some(sentence("Another log.")),
    };
    // Before anything is known to apply; then for each that applies; and again when it is corrected.
    let case =
        acts(&case_in(StageKind::Received), "2026-11-25T09:10:00Z", OWNER, said("2026-11-25T09:00:00Z"));
    assert_eq!(case.publisher_duties.awareness().unwrap().instant, at("2026-11-25T09:00:00Z"));
    assert_eq!(case.publisher_duties.running().count(), 0);
    let case = acts(&case, "2026-11-25T09:20:00Z", OWNER, judge_duty(CRA, true));
    let due = |case: &Case| case.publisher_duties.running().map(|(_, end)| end.due).min();
    assert_eq!(due(&case), Some(at("2026-11-26T09:00:00Z")));
    let case = acts(&case, "2026-11-25T09:30:00Z", OWNER, said("2026-11-25T07:00:00Z"));
    assert_eq!(due(&case), Some(at("2026-11-26T07:00:00Z")));
    let every = case.publisher_duties.get(EVERY_REGIME).unwrap();
    assert_eq!((every.anchors[AWARENESS].len(), every.applies()), (2, false));
}

#[test]
fn only_what_does_not_apply_needs_a_reason_and_not_sure_leaves_it_open() {
    let judge = |applies, reason| Command::JudgeDuty { regime: CRA.to_owned(), applies, reason };
    let case = case_in(StageKind::Received);
    let refused = try_at(&case, now(), Some(OWNER), judge(Applicability::No, None)).map(|_| ());
    assert_eq!(refused, Err(Refusal::ReasonNeeded));
    let yes = acts(&case, "2026-11-25T09:20:00Z", OWNER, judge(Applicability::Yes, None));
    assert!(yes.publisher_duties.get(CRA).unwrap().applies());
    let unsure = acts(&yes, "2026-11-25T09:30:00Z", OWNER, judge(Applicability::Unsure, None));
    let known = unsure.publisher_duties.get(CRA).unwrap();
    assert!(!known.applies() && known.judgement().is_none());
    let again = try_at(&unsure, now(), Some(OWNER), judge(Applicability::Unsure, None)).map(|_| ());
    assert_eq!(again, Err(Refusal::NoChange));
}

#[test]
fn a_publishers_own_filing_is_its_move_also_when_the_case_is_over() {
    let theirs = aware(OWNER, CRA, "2026-11-25T09:00:00Z");
    let step = next_step(&theirs).unwrap();
    assert_eq!((step.party, step.duty), (Party::Publisher, Duty::File));
    let filing = step.filing.unwrap();
    assert_eq!((filing.regime, filing.stage), (CRA, "cra_exploited_24h"));
    assert_eq!(step.due, Some(at("2026-11-26T09:00:00Z")));
    assert_eq!(next_step_at_desk(&theirs).unwrap().party, Party::Desk, "the desk has its own to do");
    let withdrawn = Command::Withdraw { reason: sentence("We were wrong.") };
    let over = acts(&theirs, "2026-11-25T10:00:00Z", OWNER, withdrawn);
    assert_eq!(
        next_step(&over).map(|step| step.duty),
        Some(Duty::File),
        "the law does not end with the case"
    );
    assert_eq!(next_step_at_desk(&over), None);
    let filed = acts(
        &over,
        "2026-11-25T11:00:00Z",
        OWNER,
        file_stage(CRA, "cra_exploited_24h", at("2026-11-25T10:30:00Z")),
    );
    assert_eq!(next_step(&filed).unwrap().filing.unwrap().stage, "cra_exploited_72h", "the next is due");
}

#[test]
fn a_publishers_word_about_a_law_puts_no_floor_under_the_desks_priority() {
    let theirs = aware(OWNER, CRA, "2026-11-25T09:00:00Z");
    assert_eq!(theirs.publisher_duties.running().count(), 2, "the desk reads of them");
    assert_ne!(next_due(&theirs).unwrap().duty, Duty::File);
    let situation = Situation::of(&theirs, Signals::default(), now()).unwrap();
    assert_eq!((situation.floors(), situation.floor()), (Vec::new(), None));
    let of = |case: &Case| {
        let situation = Situation::of(case, Signals::default(), now()).unwrap();
        situation.priority(situation.severity().value, &Rules::shipped().tables).value
    };
    assert_eq!(of(&theirs), of(&case_in(StageKind::Received)), "it is what it was without their word");
}

#[test]
fn the_desk_is_told_of_its_filings_and_never_of_the_publishers() {
    let escalated = |decision: &Decision| -> Vec<(&'static str, u8)> {
        let told = decision.effects.iter().filter_map(|effect| match effect {
            Effect::EscalateStage { stage, percent, .. } => Some((*stage, *percent)),
            _ => None,
        });
        told.collect()
    };
    let ours = aware(ANALYST, "nis2", "2026-11-25T09:00:00Z");
    assert!(next_wake(&ours).unwrap() <= at("2026-11-25T21:00:00Z"));
    let (after, told) = try_at(&ours, at("2026-11-26T09:00:01Z"), None, Command::Tick).unwrap();
    // After a time in which nobody looked, the last step of each stage is told; all of them are recorded.
    assert_eq!(escalated(&told), [("nis2_24h", 100)]);
    assert_eq!(told.events.iter().filter(|event| matches!(event, Event::StageStep { .. })).count(), 3);
    let again = try_at(&after, at("2026-11-26T09:00:02Z"), None, Command::Tick);
    assert!(again.is_err() || escalated(&again.unwrap().1).is_empty(), "each step is told once");
    let theirs = aware(OWNER, CRA, "2026-11-25T09:00:00Z");
    let (_, told) = try_at(&theirs, at("2026-11-26T09:00:01Z"), None, Command::Tick).unwrap();
    assert_eq!(escalated(&told), []);
}

#[test]
fn whether_a_law_applies_is_decided_within_hours_where_one_may() {
    let regimes = [Regime::find("gdpr_controller").unwrap(), Regime::find("in_cert").unwrap()];
    let calendar = calendar();
    let context = |when| Context { regimes: &regimes, ..plain(when, &calendar) };
    // A vulnerability concerns no law about personal data; one that concerns any does.
    let received = case_in(StageKind::Received);
    let decision = decide(&received, Command::Tick, None, context(received.updated)).unwrap();
    let case = fold(received, &decision, Author::System, now());
    let clock = case.clocks.get(ClockKind::DecideDuties).unwrap();
    assert!(clock.is_running());
    // A law that comes into question days later is decided on within hours of that.
    let exploited = [Regime::find(CRA).unwrap()];
    let later = at("2026-12-03T09:00:00Z");
    let context_then = |when| Context { regimes: &exploited, ..plain(when, &calendar) };
    let (by, fact) = (actor(ANALYST), fixtures::assert(varsel_core::case::FactStatus::Yes, None));
    let received = case_in(StageKind::Received);
    let decision = decide(&received, fact, Some(&by), context_then(later)).unwrap();
    let then = fold(received, &decision, Author::from(&by), later);
    let begun = then.clocks.get(ClockKind::DecideDuties).unwrap();
    assert_eq!((begun.from, begun.run.due > later), (later, true));
    let by = actor(ANALYST);
    let decision = decide(&case, judge_duty("in_cert", false), Some(&by), context(now())).unwrap();
    let case = fold(case, &decision, Author::from(&by), now());
    assert!(!case.clocks.get(ClockKind::DecideDuties).unwrap().is_live());
}

#[test]
fn a_corrected_time_is_told_anew_and_a_filing_at_the_latest_begins_what_comes_next() {
    let case = aware(ANALYST, "nis2", "2026-11-20T09:00:00Z");
    let (case, told) = try_at(&case, at("2026-11-21T09:00:01Z"), None, Command::Tick).unwrap();
    assert!(told.effects.iter().any(|e| matches!(e, Effect::EscalateStage { percent: 100, .. })));
    let corrected = Command::RecordAnchor {
        regime: "nis2".to_owned(),
        anchor: "awareness".to_owned(),
        instant: at("2026-11-25T09:00:00Z"),
        evidence: sentence("The other mail."),
        reason: Some(sentence("It was another event.")),
    };
    let (case, _) = try_at(&case, at("2026-11-25T10:00:00Z"), Some(ANALYST), corrected).unwrap();
    let (_, told) = try_at(&case, at("2026-11-25T21:00:00Z"), None, Command::Tick).unwrap();
    let half = Effect::EscalateStage { stage: "nis2_24h", percent: 50, due: at("2026-11-26T09:00:00Z") };
    assert!(told.effects.contains(&half), "{:?}", told.effects);

    let case = aware(ANALYST, "dora", "2026-11-25T09:00:00Z");
    let filed = file_stage("dora", "dora_initial_latest", at("2026-11-25T12:00:00Z"));
    let case = acts(&case, "2026-11-25T12:00:00Z", ANALYST, filed);
    assert!(
        stages(&case, Party::Desk, "dora").contains(&"dora_intermediate 2026-11-28T12:00:00Z".to_owned())
    );
}

#[test]
fn more_evidence_of_the_same_instant_tells_nobody_again() {
    let case = aware(ANALYST, "nis2", "2026-11-25T09:00:00Z");
    let (case, told) = try_at(&case, at("2026-11-25T21:00:00Z"), None, Command::Tick).unwrap();
    assert!(
        told.effects
            .iter()
            .any(|e| matches!(e, Effect::EscalateStage { stage: "nis2_24h", percent: 50, .. }))
    );
    let evidence = Command::RecordAnchor {
        regime: "nis2".to_owned(),
        anchor: "awareness".to_owned(),
        instant: at("2026-11-25T09:00:00Z"),
        evidence: sentence("The mail, with its headers."),
        reason: None,
    };
    let (case, _) = try_at(&case, at("2026-11-25T21:01:00Z"), Some(ANALYST), evidence).unwrap();
    let again = try_at(&case, at("2026-11-25T21:02:00Z"), None, Command::Tick);
    let stages =
        |decision: &Decision| decision.effects.iter().any(|e| matches!(e, Effect::EscalateStage { .. }));
    assert!(!again.is_ok_and(|(_, decision)| stages(&decision)));
}

#[test]
fn an_incident_that_is_classified_late_is_notified_four_hours_after_that() {
    let case = aware(ANALYST, "dora", "2026-11-23T09:00:00Z");
    let classified = |when: &str| acts(&case, when, ANALYST, record_anchor("dora", "classified", at(when)));
    let due = |case: &Case| -> Vec<String> {
        case.desk_duties.running().map(|(_, end)| format!("{} {}", end.stage, end.due)).collect()
    };
    assert_eq!(due(&case), ["dora_initial 2026-11-24T09:00:00Z"]);
    assert_eq!(due(&classified("2026-11-23T15:00:00Z")), ["dora_initial 2026-11-23T19:00:00Z"]);
    assert_eq!(due(&classified("2026-11-24T08:00:00Z")), ["dora_initial 2026-11-24T09:00:00Z"]);
    assert_eq!(due(&classified("2026-11-25T10:00:00Z")), ["dora_initial 2026-11-25T14:00:00Z"]);
}

#[test]
fn a_regime_runs_from_its_first_stage_and_contracts_are_no_law() {
    let case = aware(ANALYST, "jp_appi_wrongful", "2026-11-25T09:00:00Z");
    let running: Vec<_> = case.desk_duties.running().map(|(_, end)| end.stage.as_str()).collect();
    assert_eq!(running, ["jp_appi_preliminary", "jp_appi_wrongful"], "the first stage is not hidden");
    for (regime, anchor, is_law) in [("nis2", "awareness", true), ("atlassian_fix_high", "", false)] {
        let regime = Regime::find(regime).unwrap();
        let anchor = if anchor.is_empty() { regime.anchors()[0] } else { anchor };
        let case =
            acts(&case_in(StageKind::Received), "2026-11-25T09:00:00Z", ANALYST, judge_duty(regime.id, true));
        let begun = record_anchor(regime.id, anchor, at("2026-11-25T09:00:00Z"));
        let case = acts(&case, "2026-11-25T09:00:00Z", ANALYST, begun);
        assert_eq!(case.has_statutory_stage(at("2027-11-25T09:00:00Z")), is_law, "{}", regime.id);
    }
}

#[test]
fn a_filing_is_still_due_when_the_case_is_over_and_no_time_is_absurd() {
    let case = aware(ANALYST, "nis2", "2026-11-25T09:00:00Z");
    let case = acts(&case, "2026-11-25T10:00:00Z", ANALYST, fixtures::acknowledge());
    let case = acts(&case, "2026-11-25T10:30:00Z", ANALYST, fixtures::rate(Severity::High, Priority::P1));
    let over = acts(&case, "2026-11-25T11:00:00Z", ANALYST, fixtures::close(Outcome::Fixed, None));
    let (_, told) = try_at(&over, at("2026-11-26T09:00:01Z"), None, Command::Tick).unwrap();
    assert!(
        told.effects
            .iter()
            .any(|e| matches!(e, Effect::EscalateStage { stage: "nis2_24h", percent: 100, .. }))
    );
    for year in ["9999-12-30T12:00:00Z", "0001-01-01T00:00:00Z"] {
        let absurd = Command::RecordAnchor {
            regime: "nis2".to_owned(),
            anchor: "handled".to_owned(),
            instant: at(year),
            evidence: sentence("A slip."),
            reason: Some(sentence("A slip.")),
        };
        assert_eq!(try_at(&case, now(), Some(ANALYST), absurd).unwrap_err(), Refusal::FarAway, "{year}");
    }
}

#[test]
fn a_field_that_was_emptied_stays_empty() {
    let case = aware(ANALYST, "nis2", "2026-11-25T09:00:00Z");
    let stage =
        Regime::find("nis2").unwrap().stages().into_iter().find(|stage| stage.form.is_some()).unwrap();
    let (form, step) = stage.form.unwrap();
    let (field, _) = Field::of_step(form, step).next().unwrap();
    let id = format!("{form}/{}", field.id);
    let types = |text: &str| Command::PrepareFiling {
        regime: "nis2".to_owned(),
        fields: [(id.clone(), text.to_owned())].into_iter().collect(),
    };
    let (case, _) = try_at(&case, now(), Some(ANALYST), types("")).unwrap();
    let typed = |case: &Case| case.desk_duties.get("nis2").unwrap().typed.get(&id).cloned();
    assert_eq!(typed(&case).as_deref(), Some(""), "what the case says of it is not put back");
    assert_eq!(try_at(&case, now(), Some(ANALYST), types("")).unwrap_err(), Refusal::NoChange);
    let (case, _) = try_at(&case, now(), Some(ANALYST), types("Typed")).unwrap();
    assert_eq!(typed(&case).as_deref(), Some("Typed"));
}

#[test]
fn due_dates_are_those_of_the_side_that_asks() {
    let case = aware(ANALYST, "nis2", "2026-11-25T09:00:00Z");
    let kinds = |side| -> Vec<String> {
        due_dates(&case, side)
            .into_iter()
            .map(|one| match one.what {
                Due::Clock(kind, cycle) => format!("{kind} {cycle}"),
                Due::Answer(question) => format!("answer {question}"),
                Due::Filing(regime, stage) => format!("{regime} {stage}"),
            })
            .collect()
    };
    assert_eq!(kinds(Party::Publisher), ["promise 1"], "the desk's targets and duties are its own");
    let desk = kinds(Party::Desk);
    assert!(desk.contains(&"nis2 nis2_24h".to_owned()) && desk.contains(&"promise 1".to_owned()), "{desk:?}");
}

#[test]
fn the_duties_of_a_case_hold_so_much_and_no_more() {
    let mut case = aware(OWNER, "nis2", "2026-11-25T09:00:00Z");
    // Changes of mind are kept up to a number.
    let judge = |case: &Case, n: usize| {
        let command = Command::JudgeDuty {
            regime: "nis2".to_owned(),
            applies: if n.is_multiple_of(2) { Applicability::Yes } else { Applicability::No },
            reason: Some(sentence(&format!("Look {n}."))),
        };
        try_at(case, now(), Some(OWNER), command).map(|(case, _)| case)
    };
    for n in 1..MOST_ENTRIES {
        case = judge(&case, 2 * n).unwrap();
    }
    assert_eq!(judge(&case, 0).unwrap_err(), Refusal::TooManyEntries { most: MOST_ENTRIES });
    let anchor = |case: &Case, n: usize| {
        let instant = at("2026-11-25T08:00:00Z") + SignedDuration::from_secs(i64::try_from(n).unwrap());
        let command = Command::RecordAnchor {
            regime: "nis2".to_owned(),
            anchor: "awareness".to_owned(),
            instant,
            evidence: sentence("The log says so."),
            reason: Some(sentence("Another log.")),
        };
        try_at(case, now(), Some(OWNER), command).map(|(case, _)| case)
    };
    for n in 1..MOST_ENTRIES {
        case = anchor(&case, n).unwrap();
    }
    assert_eq!(anchor(&case, 99).unwrap_err(), Refusal::TooManyEntries { most: MOST_ENTRIES });
    let file = |case: &Case, n: usize| {
        let filed = at("2026-11-25T09:10:00Z") + SignedDuration::from_secs(i64::try_from(n).unwrap());
        try_at(case, now(), Some(OWNER), file_stage("nis2", "nis2_24h", filed)).map(|(case, _)| case)
    };
    for n in 0..MOST_ENTRIES {
        case = file(&case, n).unwrap();
    }
    assert_eq!(file(&case, 99).unwrap_err(), Refusal::TooManyEntries { most: MOST_ENTRIES });
    // What is typed into forms counts by its size; what replaces longer text is always taken, and the other side has its own room.
    let regime = Regime::find("nis2").unwrap();
    let form = regime.stages().iter().find_map(|stage| stage.form).unwrap().0;
    let fields: Vec<String> = Field::all()
        .iter()
        .filter(|field| field.form == form)
        .map(|field| format!("{form}/{}", field.id))
        .collect();
    let prepare = |case: &Case, role: Role, field: &str, length: usize| {
        let fields = [(field.to_owned(), "å".repeat(length))].into();
        let command = Command::PrepareFiling { regime: "nis2".to_owned(), fields };
        try_at(case, now(), Some(role), command).map(|(case, _)| case)
    };
    let mut refused = None;
    for field in &fields {
        match prepare(&case, OWNER, field, 20_000) {
            Ok(done) => case = done,
            Err(refusal) => refused = Some(refusal),
        }
    }
    assert_eq!(refused, Some(Refusal::DutiesFull { most: MOST_TEXT }));
    assert!(case.publisher_duties.text() <= MOST_TEXT);
    let shorter = prepare(&case, OWNER, &fields[0], 10).unwrap();
    assert!(shorter.publisher_duties.text() < case.publisher_duties.text());
    let size = serde_json::to_string(&case).unwrap().len();
    assert!(size < 300_000, "a snapshot of {size} bytes");
    acts(&case, "2026-11-25T09:30:00Z", ANALYST, judge_duty("nis2", true));
}

#[test]
fn word_of_harm_calls_once_until_the_desk_has_looked_or_an_hour_has_passed() {
    let calls = |case: &Case, when: &str, note: &str| {
        let word = fixtures::assert(FactStatus::Yes, Some(note));
        let (case, decision) = try_at(case, at(when), Some(OWNER), word).unwrap();
        (case, decision.effects.contains(&Effect::Page))
    };
    let case = case_in(StageKind::Received);
    let (case, called) = calls(&case, "2026-11-25T09:00:00Z", "Seen.");
    assert!(called);
    let (case, called) = calls(&case, "2026-11-25T09:59:59Z", "Seen again.");
    assert!(!called, "they have been called");
    let (later, called) = calls(&case, "2026-11-25T10:00:00Z", "And again.");
    assert!(called, "nobody has looked for an hour");
    assert!(!calls(&later, "2026-11-25T10:30:00Z", "Still.").1);
    let looked = acts(&case, "2026-11-25T09:59:59Z", ANALYST, fixtures::acknowledge());
    assert!(calls(&looked, "2026-11-25T10:00:00Z", "It is back.").1, "the desk looked, and this is new");
}
