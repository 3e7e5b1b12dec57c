//! Worked instants of laws, from `data/law_cases.jsonl`: the same answer from the bare computation and from a case, which is what its
//! page shows. The command is held against the same file in `crates/varsel/tests/commands.rs`.

use std::collections::BTreeMap;

use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use varsel_core::case::duties::{Known, Standing};
use varsel_core::case::{Author, Case, Command, Context, Event, StageKind, decide};
use varsel_core::clock::holidays::Place;
use varsel_core::clock::obligation::{Answer, Facts, Regime, Stage, filing_place};
use varsel_core::clock::{Calendar, Promise, PromiseRule};
use varsel_core::refusal::Refusal;

use crate::fixtures::{
    ANALYST, actor, calendar, case_in, file_stage, fold, judge_duty, plain, record_anchor,
};

const CASES: &str = include_str!("../data/law_cases.jsonl");
/// The ids of all stages that were ever shipped: cases hold them.
const SHIPPED: &str = include_str!("../data/shipped_stages.txt");

#[derive(Deserialize)]
struct Worked {
    id: String,
    command: String,
    input: Input,
    stage: Option<String>,
    expected: Expected,
}

#[derive(Deserialize)]
struct Input {
    regime: Option<String>,
    place: Option<String>,
    #[serde(default)]
    anchors: BTreeMap<String, Timestamp>,
    #[serde(default)]
    filed: BTreeMap<String, Timestamp>,
    calendar: Option<String>,
    received: Option<Timestamp>,
}

#[derive(Deserialize, PartialEq, Eq, Debug)]
struct Expected {
    due_utc: Option<Timestamp>,
    #[serde(default)]
    latest_lawful_utc: Option<Timestamp>,
}

impl Expected {
    fn new(due: Timestamp, latest: Timestamp) -> Self {
        Self { due_utc: Some(due), latest_lawful_utc: Some(latest).filter(|latest| *latest != due) }
    }

    const NOTHING: Self = Self { due_utc: None, latest_lawful_utc: None };
}

fn worked(command: &str) -> Vec<Worked> {
    let read = CASES.lines().map(|line| serde_json::from_str::<Worked>(line).unwrap());
    read.filter(|one| one.command == command).collect()
}

/// Finds a stage of a regime by its id, or by that of the one in whose place it is.
fn stage_of(regime: &Regime, id: &str) -> &'static Stage {
    let is_it = |stage: &&Stage| stage.ids().any(|known| known == id) || stage.overlay_of == Some(id);
    regime.stages().into_iter().find(is_it).unwrap()
}

fn place_of(input: &Input) -> Calendar {
    match &input.place {
        Some(code) => Place::find(code).unwrap().public_calendar(),
        // The cases without a place are written at +01:00.
        None => Calendar::nine_to_five(TimeZone::fixed(Offset::constant(1))),
    }
}

fn acts(
    case: Case,
    command: Command,
    at: Timestamp,
    place: &Calendar,
) -> Result<(Case, Vec<Event>), Refusal> {
    let (by, desk) = (actor(ANALYST), calendar());
    let decision = decide(&case, command, Some(&by), Context { place, ..plain(at, &desk) })?;
    Ok((fold(case, &decision, Author::from(&by), at), decision.events))
}

/// Records everything in a case, anchors first.
fn case_with(regime: &Regime, input: &Input, place: &Calendar) -> Case {
    let all = input.anchors.values().chain(input.filed.values());
    let now = *all.max().unwrap() + SignedDuration::from_hours(1);
    let anchors = input.anchors.iter().filter(|(name, _)| regime.anchors().contains(&name.as_str()));
    let mut filed: Vec<_> = input.filed.iter().collect();
    filed.sort_by_key(|(_, at)| **at);
    let commands = anchors
        .map(|(name, at)| record_anchor(regime.id, name, *at))
        .chain(filed.into_iter().map(|(stage, at)| file_stage(regime.id, stage, *at)));
    let judged = acts(case_in(StageKind::Received), judge_duty(regime.id, true), now, place).unwrap().0;
    commands.fold(judged, |case, command| acts(case, command, now, place).unwrap().0)
}

#[test]
fn every_worked_instant_of_a_law_is_answered() {
    for one in worked("obligations") {
        let regime = Regime::find(one.input.regime.as_deref().unwrap()).unwrap();
        let stage = stage_of(regime, one.stage.as_deref().unwrap());
        let place = place_of(&one.input);
        let facts = Facts { anchors: one.input.anchors.clone(), filed: one.input.filed.clone() };
        let found = match regime.answer(stage, &facts, &place) {
            Answer::Due(ending) => Expected::new(ending.end.due, ending.end.latest_lawful),
            _ => Expected::NOTHING,
        };
        assert_eq!(found, one.expected, "{}", one.id);
        if regime.is_draft() {
            let judged = acts(
                case_in(StageKind::Received),
                judge_duty(regime.id, true),
                *one.input.anchors.values().next().unwrap(),
                &place,
            );
            assert_eq!(judged.err(), Some(Refusal::NoSuchDuty), "{} is switched off", one.id);
            continue;
        }
        let case = case_with(regime, &one.input, &place);
        let found = match case.desk_duties.get(regime.id).unwrap().standing(regime, stage, &place) {
            Standing::Runs(end) => Expected::new(end.due, end.latest_lawful),
            Standing::Is(Answer::Due(ending)) => panic!("{}: {ending:?} was not recorded", one.id),
            Standing::Is(_) => Expected::NOTHING,
            Standing::Filed(filing) => panic!("{}: {filing:?}", one.id),
        };
        assert_eq!(found, one.expected, "{} in a case", one.id);
    }
}

#[test]
fn every_worked_promise_is_answered() {
    let all = worked("due");
    assert!(all.len() >= 6);
    for one in all {
        let calendar = Place::find(one.input.calendar.as_deref().unwrap()).unwrap().calendar();
        let promise =
            Promise::new(one.input.received.unwrap(), &calendar, PromiseRule::NextBusinessDay).unwrap();
        assert_eq!(Some(promise.due), one.expected.due_utc, "{}", one.id);
    }
}

fn answer(regime: &str, stage: &str, place: Option<&str>, anchors: &[(&str, &str)]) -> Answer {
    let regime = Regime::find(regime).unwrap();
    let anchors = anchors.iter().map(|(name, at)| ((*name).to_owned(), at.parse().unwrap())).collect();
    let place = place.map_or_else(
        || Calendar::nine_to_five(TimeZone::UTC),
        |code| Place::find(code).unwrap().public_calendar(),
    );
    regime.answer(stage_of(regime, stage), &Facts { anchors, filed: BTreeMap::new() }, &place)
}

#[test]
fn where_nothing_can_be_counted_there_is_no_date() {
    let day = |text: &str| text.parse().unwrap();
    let aware = |at: &'static str| [("awareness", at)];
    let cra = |at| answer("cra_vulnerability", "cra_exploited_24h", Some("SE"), &aware(at));
    assert_eq!(cra("2026-08-20T08:00:00Z"), Answer::NotYet(day("2026-09-11")));
    assert!(matches!(cra("2026-09-11T08:00:00Z"), Answer::Due(_)));
    let steward = answer("cra_steward", "cra_steward_24h", Some("SE"), &aware("2026-12-01T08:00:00Z"));
    assert_eq!(steward, Answer::NotYet(day("2027-12-11")));
    for (regime, stage) in [("us_circia", "us_circia_72h"), ("uk_csr", "uk_csr_24h")] {
        assert_eq!(answer(regime, stage, None, &[]), Answer::NotInForce, "{regime}");
    }
    let pci = |place, at| answer("pci", "pci_visa_accounts", place, &aware(at));
    assert_eq!(pci(None, "2026-12-01T08:00:00Z"), Answer::NoPlace);
    assert_eq!(pci(Some("SE"), "2037-12-20T08:00:00Z"), Answer::NoHolidays(day("2037-12-31")));
    let late = answer(
        "cra_vulnerability",
        "cra_exploited_final",
        Some("SE"),
        &[("measure_available", "2037-12-24T08:00:00Z")],
    );
    let Answer::Due(late) = late else { panic!("{late:?}") };
    assert_eq!(late.end.past_horizon, Some(day("2037-12-31")));
}

#[test]
fn a_place_that_is_not_known_has_weekends_alone() {
    let fixed = |at: &'static str, place| {
        let answer = answer("cra_vulnerability", "cra_exploited_final", place, &[("measure_available", at)]);
        let Answer::Due(ending) = answer else { panic!("{answer:?}") };
        (ending.end.latest_lawful != ending.end.due, ending.is_place_unknown)
    };
    // 6 January 2027 is a Wednesday, and a holiday in Sweden; 9 January is a Saturday.
    assert_eq!(fixed("2026-12-23T12:00:00Z", None), (false, true));
    assert_eq!(fixed("2026-12-23T12:00:00Z", Some("SE")), (true, false));
    assert_eq!(fixed("2026-12-26T12:00:00Z", None), (true, true));
}

#[test]
fn a_measure_that_is_older_than_awareness_takes_an_end_back_that_was_counted() {
    let place = Place::find("SE").unwrap().public_calendar();
    let regime = Regime::find("cra_vulnerability").unwrap();
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    let now = at("2026-11-25T12:00:00Z");
    let case = acts(case_in(StageKind::Received), judge_duty(regime.id, true), now, &place).unwrap().0;
    let measure = record_anchor(regime.id, "measure_available", at("2026-11-01T09:00:00Z"));
    let case = acts(case, measure, now, &place).unwrap().0;
    let ends = |case: &Case| case.desk_duties.running().map(|(_, end)| end.stage.clone()).collect::<Vec<_>>();
    assert_eq!(ends(&case), ["cra_exploited_final"]);
    let aware = record_anchor(regime.id, "awareness", at("2026-11-20T09:00:00Z"));
    let case = acts(case, aware, now, &place).unwrap().0;
    assert_eq!(ends(&case), ["cra_exploited_24h", "cra_exploited_72h"]);
    let known = case.desk_duties.get(regime.id).unwrap();
    let standing = known.standing(regime, stage_of(regime, "cra_exploited_final"), &place);
    let Standing::Is(Answer::Unclear(counted)) = standing else { panic!("{standing:?}") };
    assert_eq!(counted.end.due, at("2026-12-04T22:59:59Z"), "14 days from awareness, for information");
}

#[test]
fn nothing_falls_due_before_awareness() {
    let aware: Timestamp = "2026-12-01T09:00:00Z".parse().unwrap();
    let place = Place::find("BE").unwrap().public_calendar();
    for regime in Regime::all() {
        let anchors = regime.anchors();
        let before = aware - SignedDuration::from_hours(24 * 200);
        let facts = Facts {
            anchors: anchors
                .iter()
                .map(|name| ((*name).to_owned(), if *name == "awareness" { aware } else { before }))
                .chain([("awareness".to_owned(), aware)])
                .collect(),
            filed: regime.stages().iter().map(|stage| (stage.id.to_owned(), before)).collect(),
        };
        for stage in regime.stages() {
            if let Answer::Due(ending) = regime.answer(stage, &facts, &place) {
                assert!(ending.end.due >= aware, "{} is due {}", stage.id, ending.end.due);
            }
        }
    }
}

#[test]
fn filing_an_initial_notification_settles_its_cap() {
    let place = Place::find("DE").unwrap().public_calendar();
    let regime = Regime::find("dora").unwrap();
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    let input = Input {
        regime: None,
        place: None,
        anchors: [("awareness".to_owned(), at("2026-11-30T09:00:00Z"))].into(),
        filed: [("dora_initial".to_owned(), at("2026-11-30T12:00:00Z"))].into(),
        calendar: None,
        received: None,
    };
    let case = case_with(regime, &input, &place);
    let running: Vec<_> = case.desk_duties.running().map(|(_, end)| end.stage.as_str()).collect();
    assert_eq!(running, ["dora_intermediate"]);
    assert!(regime.stages().iter().any(|stage| stage.article == "2025/301 5(3)"));
}

#[test]
fn a_calendar_year_is_one_however_it_is_written() {
    let regime = Regime::find("hipaa_covered_entity").unwrap();
    for (year, due) in [(2026, "2027-03-02T04:59:59Z"), (2027, "2028-03-01T04:59:59Z")] {
        let end = regime.year_end("year_ended", year).unwrap();
        assert_eq!(regime.year_of("year_ended", end), Some(year));
        for at in [end, end - SignedDuration::from_secs(1), end + SignedDuration::from_hours(40)] {
            let at = at.to_string();
            let answer = answer("hipaa_covered_entity", "hipaa_log", Some("SE"), &[("year_ended", &at)]);
            let Answer::Due(ending) = answer else { panic!("{answer:?}") };
            assert_eq!(ending.end.due.to_string(), due, "{at}");
        }
    }
    assert!(!regime.is_year("discovery"));
}

#[test]
fn what_was_recorded_under_rows_of_before_is_still_read() {
    for id in SHIPPED.lines() {
        assert!(Stage::find(id).is_some(), "{id} was shipped, and cases hold it");
    }
    // A case from when the cap was a row of its own, as it was stored.
    let known: Known = serde_json::from_str(
        r#"{"judged":[{"applies":true,"reason":"Major.","by":{"kind":"system"},"at":"2026-11-20T09:00:00Z"}],
        "ends":[{"stage":"dora_initial_latest","from":"2026-11-20T09:00:00Z","due":"2026-11-21T09:00:00Z","latest_lawful":"2026-11-21T09:00:00Z"},
                {"stage":"dora_initial","from":"2026-11-20T12:00:00Z","due":"2026-11-20T16:00:00Z","latest_lawful":"2026-11-20T16:00:00Z"}]}"#,
    )
    .unwrap_or_else(|error| panic!("{error}"));
    let running: Vec<_> = known.running().map(|end| end.stage.as_str()).collect();
    assert_eq!(running, ["dora_initial"]);
    // A filing under that id settles the stage, and begins what comes next.
    let at: Timestamp = "2026-11-20T13:00:00Z".parse().unwrap();
    let facts = Facts { anchors: BTreeMap::new(), filed: [("dora_initial_latest".to_owned(), at)].into() };
    let dora = Regime::find("dora").unwrap();
    assert_eq!(facts.filing("dora_initial"), Some(at));
    let place = Place::find("DE").unwrap().public_calendar();
    assert!(matches!(dora.answer(stage_of(dora, "dora_intermediate"), &facts, &place), Answer::Due(_)));
    // What left a regime is shown where it was recorded.
    let portugal = Regime::find("nis2_pt").unwrap();
    let known: Known = serde_json::from_str(
        r#"{"judged":[],"ends":[{"stage":"nis2_72h","from":"2026-11-20T09:00:00Z","due":"2026-11-23T09:00:00Z","latest_lawful":"2026-11-23T09:00:00Z"}]}"#,
    )
    .unwrap();
    assert!(known.stages(portugal).iter().any(|stage| stage.id == "nis2_72h"));
    // What was switched off since is shown whole to whom it applied.
    let wallet = Regime::find("eidas_wallet").unwrap();
    assert!(wallet.is_draft());
    assert_eq!(known.stages(wallet)[0].id, wallet.stages()[0].id);
}

#[test]
fn a_side_files_in_its_own_country_or_where_nothing_but_weekends_is_known() {
    let zone = TimeZone::get("Europe/Stockholm").unwrap();
    let epiphany = "2027-01-06".parse().unwrap();
    let place = |code: Option<&str>| filing_place(code.map(|code| code.parse().unwrap()).as_ref(), &zone);
    assert!(place(Some("DE")).is_business_day(epiphany), "Epiphany is no holiday of all Germany");
    assert!(!place(Some("SE")).is_business_day(epiphany));
    assert!(place(None).is_business_day(epiphany), "the desk's holidays are not the publisher's");
    assert_eq!((place(None).until, place(Some("AQ")).until), (None, None));
}

#[test]
fn what_is_not_in_force_yet_concerns_no_case() {
    for (id, day, wanted) in [
        ("cra_steward", "2026-12-01", false),
        ("cra_steward", "2027-12-11", true),
        ("cra_vulnerability", "2026-09-10", false),
        ("cra_vulnerability", "2026-09-11", true),
        ("gdpr_controller", "2026-12-01", true),
    ] {
        let regime = Regime::find(id).unwrap();
        assert_eq!(regime.is_in_force(day.parse().unwrap()), wanted, "{id} on {day}");
    }
}
