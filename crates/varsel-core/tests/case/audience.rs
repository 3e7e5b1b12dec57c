//! Who reads which event: a table to be read, and held to every kind there is.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use varsel_core::case::{Audience, Event, StageKind};

use crate::fixtures::{case_in, number, submit, try_it};

/// One of each kind; of those whose readers depend on what they hold, one of each case.
const SAMPLES: &[(&str, &str)] = &[
    ("", r#"{"type":"draft_started","publisher":"00000000-0000-7000-8000-000000000001","category":"both"}"#),
    ("", r#"{"type":"acknowledged","message":"I look into it."}"#),
    ("", r#"{"type":"category_changed","from":"incident","to":"both","reason":"Both."}"#),
    (
        "",
        r#"{"type":"assessed","severity_proposed":"high","severity":"high","severity_reason":"So.","priority_proposed":"p2","priority":"p2","priority_reason":"So."}"#,
    ),
    (
        "",
        r#"{"type":"assessment_proposed","assessment":{"severity_proposed":"high","severity":"low","severity_reason":"So.","priority_proposed":"p2","priority":"p4","priority_reason":"So."}}"#,
    ),
    ("", r#"{"type":"assessment_declined","reason":"No."}"#),
    (
        "",
        r#"{"type":"scored","vectors":[],"reasons":[{"version":"3.1","metric":"AV","reason":"From nearby only."}]}"#,
    ),
    ("", r#"{"type":"score_kept","reason":"Anyone can sign up."}"#),
    ("", r#"{"type":"score_accepted"}"#),
    ("", r#"{"type":"score_contested","reason":"No."}"#),
    ("", r#"{"type":"question_asked","number":1,"text":"Since when?","due":"2026-12-01T12:00:00Z"}"#),
    ("", r#"{"type":"question_answered","number":1,"text":"Since May."}"#),
    ("", r#"{"type":"question_lapsed","number":1}"#),
    ("", r#"{"type":"fact_asserted","fact":"exploited","status":"yes","note":"In our log."}"#),
    ("", r#"{"type":"outcome_communicated","statement":{"outcome":"fixed","sentence":"Fixed."}}"#),
    ("", r#"{"type":"mitigation_started","sentence":"We took it down."}"#),
    ("", r#"{"type":"closed","statement":{"outcome":"fixed","sentence":"Fixed."}}"#),
    ("", r#"{"type":"reopened","reason":"Again."}"#),
    ("", r#"{"type":"reopening_requested","reason":"It is back.","due":"2026-12-01T12:00:00Z"}"#),
    ("", r#"{"type":"reopening_declined","reason":"It is another flaw."}"#),
    ("", r#"{"type":"withdrawn","reason":"A mistake."}"#),
    (
        "of the same publisher",
        r#"{"type":"linked","to":"00000000-0000-7000-8000-000000000002","number":"NUMBER","relation":"related","same_publisher":true}"#,
    ),
    (
        "of another publisher",
        r#"{"type":"linked","to":"00000000-0000-7000-8000-000000000002","number":"NUMBER","relation":"related","same_publisher":false}"#,
    ),
    ("", r#"{"type":"owner_assigned","owner":null}"#),
    ("", r#"{"type":"note_added","text":"A note."}"#),
    ("", r#"{"type":"message_shared","text":"A message."}"#),
    (
        "to the publisher",
        r#"{"type":"mail_handled","notice":"message","recipients":1,"to":"publisher","delivered":true}"#,
    ),
    (
        "to the desk",
        r#"{"type":"mail_handled","notice":"message","recipients":1,"to":"desk","delivered":true}"#,
    ),
    ("", r#"{"type":"clocks_changed","changes":[]}"#),
    ("of the promise", r#"{"type":"clock_missed","clock":"promise","due":"2026-12-01T12:00:00Z"}"#),
    ("of a target", r#"{"type":"clock_missed","clock":"assess","due":"2026-12-01T12:00:00Z"}"#),
    ("", r#"{"type":"miss_explained","clock":"promise","reason":"We were ill."}"#),
    ("", r#"{"type":"target_decided","clock":"decide_notice","sentence":"Nobody."}"#),
    (
        "of the publisher",
        r#"{"type":"duty_judged","side":"publisher","regime":"nis2","applies":true,"reason":"So."}"#,
    ),
    ("of the desk", r#"{"type":"duty_judged","side":"desk","regime":"nis2","applies":true,"reason":"So."}"#),
    (
        "of the publisher",
        r#"{"type":"anchor_recorded","side":"publisher","regime":"nis2","anchor":"awareness","instant":"2026-12-01T12:00:00Z","evidence":"A log.","reason":"It was earlier."}"#,
    ),
    (
        "of the desk",
        r#"{"type":"anchor_recorded","side":"desk","regime":"nis2","anchor":"awareness","instant":"2026-12-01T12:00:00Z","evidence":"A log.","reason":"It was earlier."}"#,
    ),
    (
        "of the publisher",
        r#"{"type":"filing_prepared","side":"publisher","regime":"nis2","fields":{"description":"What was filed."}}"#,
    ),
    (
        "of the desk",
        r#"{"type":"filing_prepared","side":"desk","regime":"nis2","fields":{"description":"What was filed."}}"#,
    ),
    (
        "of the publisher",
        r#"{"type":"stage_filed","side":"publisher","regime":"nis2","stage":"early_warning","filed":"2026-12-01T12:00:00Z","reference":"1","proof":"A receipt."}"#,
    ),
    (
        "of the desk",
        r#"{"type":"stage_filed","side":"desk","regime":"nis2","stage":"early_warning","filed":"2026-12-01T12:00:00Z","reference":"1","proof":"A receipt."}"#,
    ),
    (
        "",
        r#"{"type":"stage_step","regime":"nis2","stage":"early_warning","percent":50,"due":"2026-12-01T12:00:00Z"}"#,
    ),
];

/// What publishers read beside the desk, and what they do not.
const EXPECTED: &str = "\
draft_started: shared
acknowledged: shared
category_changed: shared
assessed: shared
assessment_proposed: desk
assessment_declined: desk
scored: shared
score_kept: shared
score_accepted: shared
score_contested: shared
question_asked: shared
question_answered: shared
question_lapsed: shared
fact_asserted: shared
outcome_communicated: shared
mitigation_started: shared
closed: shared
reopened: shared
reopening_requested: shared
reopening_declined: shared
withdrawn: shared
linked of the same publisher: shared
linked of another publisher: desk
owner_assigned: desk
note_added: desk
message_shared: shared
mail_handled to the publisher: shared
mail_handled to the desk: desk
clocks_changed: desk
clock_missed of the promise: shared
clock_missed of a target: desk
miss_explained: desk
target_decided: desk
duty_judged of the publisher: shared
duty_judged of the desk: desk
anchor_recorded of the publisher: shared
anchor_recorded of the desk: desk
filing_prepared of the publisher: shared
filing_prepared of the desk: desk
stage_filed of the publisher: shared
stage_filed of the desk: desk
stage_step: desk
submitted: shared
";

fn samples() -> Vec<(&'static str, Event)> {
    let number = number(4711).to_string();
    let read = |(what, json): &(&'static str, &str)| {
        let event = serde_json::from_str(&json.replace("NUMBER", &number));
        (*what, event.unwrap_or_else(|error| panic!("{json}: {error}")))
    };
    let submitted = try_it(&case_in(StageKind::Draft), submit()).unwrap().events.swap_remove(0);
    SAMPLES.iter().map(read).chain([("", submitted)]).collect()
}

#[test]
fn who_reads_an_event_is_as_written_here() {
    let mut found = String::new();
    for (what, event) in samples() {
        let readers = match event.audience() {
            Audience::Shared => "shared",
            Audience::DeskOnly => "desk",
        };
        let space = if what.is_empty() { "" } else { " " };
        let _ = writeln!(found, "{}{space}{what}: {readers}", event.kind());
    }
    assert_eq!(found, EXPECTED);
}

#[test]
fn every_kind_of_event_is_in_the_table() {
    // serde lists every kind when it is given one that does not exist.
    let refused = serde_json::from_str::<Event>(r#"{"type":"none"}"#).unwrap_err().to_string();
    let (_, listed) = refused.split_once("expected one of ").unwrap();
    let known: BTreeSet<&str> = listed.split('`').skip(1).step_by(2).collect();
    let samples = samples();
    assert_eq!(samples.iter().map(|(_, event)| event.kind()).collect::<BTreeSet<_>>(), known);
}

#[test]
fn what_somebody_wrote_at_length_is_shared_but_for_notes() {
    let written = samples().into_iter().filter(|(_, event)| event.text().is_some());
    let written: Vec<_> = written.map(|(_, event)| (event.kind(), event.audience())).collect();
    assert_eq!(
        written,
        [
            ("acknowledged", Audience::Shared),
            ("question_asked", Audience::Shared),
            ("question_answered", Audience::Shared),
            ("note_added", Audience::DeskOnly),
            ("message_shared", Audience::Shared),
        ]
    );
}

/// The fields of events that hold what a person wrote.
const WRITTEN: &[&str] = &[
    "description",
    "evidence",
    "message",
    "note",
    "priority_reason",
    "proof",
    "reason",
    "reference",
    "sentence",
    "severity_reason",
    "text",
];

/// Gathers what a person wrote in an event.
fn written(value: &serde_json::Value, found: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(fields) => {
            for (name, value) in fields {
                match value.as_str() {
                    Some(text) if WRITTEN.contains(&name.as_str()) => found.push(text.to_owned()),
                    _ => written(value, found),
                }
            }
        }
        serde_json::Value::Array(values) => values.iter().for_each(|value| written(value, found)),
        _ => {}
    }
}

#[test]
fn an_event_is_found_by_all_that_a_person_wrote_in_it() {
    for (what, event) in samples() {
        let mut expected = Vec::new();
        if !matches!(event, Event::Submitted { .. }) {
            written(&serde_json::to_value(&event).unwrap(), &mut expected);
        }
        let mut found = event.search_texts();
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{} {what}", event.kind());
    }
}
