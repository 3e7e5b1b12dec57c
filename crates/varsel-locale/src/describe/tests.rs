use uuid::Uuid;
use varsel_core::case::report::{Affected, CustomerMessage, Report, Resolution};
use varsel_core::case::scoring::MetricReason;
use varsel_core::case::{Assessment, Category, FactStatus, Outcome, Relation, StageKind};
use varsel_core::clock::{Calendar, ClockKind, Promise, PromiseRule};
use varsel_core::confirmation_number::{ConfirmationNumber, Prefix};
use varsel_core::ids::{CaseId, PublisherId};
use varsel_core::permission::Action;
use varsel_core::score::Priority;
use varsel_core::score::priority::{Automatable, Containment, CustomerData, Exploitation, Floor, Reach};
use varsel_core::score::situation::{IncidentFacts, WeaknessFacts};
use varsel_core::text::{Body, Sentence, Short, Title};
use varsel_core::tlp::Tlp;

use super::*;
use crate::Locale;

const MIKA: PersonId = PersonId(Uuid::from_u128(1));
const SANA: PersonId = PersonId(Uuid::from_u128(2));
const NEVER_SHOWN: &str = "what was written at length";

fn sentence(text: &str) -> Sentence {
    Sentence::new(text).unwrap()
}

fn body() -> Body {
    Body::new(NEVER_SHOWN).unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn number() -> ConfirmationNumber {
    ConfirmationNumber::from_random(Prefix::DEFAULT, 7)
}

fn statement(until: Option<&str>) -> OutcomeStatement {
    let outcome = if until.is_some() { Outcome::RiskAccepted } else { Outcome::Fixed };
    OutcomeStatement { outcome, sentence: sentence("2.1 mends it"), until: until.map(|d| d.parse().unwrap()) }
}

fn report() -> Report {
    Report {
        title: Title::new("A hole").unwrap(),
        description: body(),
        affected: vec![Affected {
            offer: None,
            name: Short::new("App").unwrap(),
            plans: Vec::new(),
            versions: None,
            fixed_in: None,
        }],
        own_reference: None,
        noticed_how: None,
        vulnerability: None,
        incident: None,
        resolution: Resolution::default(),
        customer_message: CustomerMessage::None,
        embargo: None,
        tlp: Tlp::default(),
        proposed_severity: Severity::High,
    }
}

fn vectors() -> Vectors {
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H".parse::<Vector>().unwrap().into()
}

/// Every kind of event with its English sentence, told by Mika to a colleague at the desk.
fn told() -> Vec<(Event, String)> {
    let promise = Promise::for_receipt(
        at("2026-11-23T09:00Z"),
        &Calendar::nine_to_five(TimeZone::get("Europe/Stockholm").unwrap()),
        PromiseRule::default(),
    );
    let fact =
        |fact, status, note: Option<&str>| Event::FactAsserted { fact, status, note: note.map(sentence) };
    let mail = |recipients, to, delivered| Event::MailHandled {
        notice: "new_report".into(),
        recipients,
        to,
        delivered,
    };
    let link = |relation| Event::Linked {
        to: CaseId(Uuid::nil()),
        number: number(),
        relation,
        same_publisher: true,
    };
    let n = number();
    let table: Vec<(Event, &str)> = vec![
        (
            Event::DraftStarted { publisher: PublisherId(Uuid::nil()), category: Category::Both },
            "Mika started the report.",
        ),
        (
            Event::Submitted { number: n, category: Category::Both, report: Box::new(report()), promise },
            "Mika submitted the report. Its number is NUMBER.",
        ),
        (Event::Acknowledged { message: body() }, "Mika acknowledged the report."),
        (
            Event::CategoryChanged {
                from: Category::Vulnerability,
                to: Category::Incident,
                reason: sentence("Tokens were used"),
            },
            "Mika changed the category from “Vulnerability” to “Security incident”: Tokens were used.",
        ),
        (
            Event::Assessed {
                severity_proposed: Severity::Low,
                severity: Severity::Critical,
                severity_reason: sentence("Score 10.0"),
                priority_proposed: Priority::P2,
                priority: Priority::P1,
                priority_reason: sentence("It is exploited."),
                proposed_by: Some(SANA),
            },
            "Mika set the severity to Critical: Score 10.0. Priority P1: It is exploited. Sana proposed it.",
        ),
        (
            Event::AssessmentProposed {
                assessment: Box::new(Assessment {
                    severity_proposed: Severity::Critical,
                    severity: Severity::Low,
                    severity_reason: sentence("Nobody can reach it"),
                    priority_proposed: Priority::P1,
                    priority: Priority::P4,
                    priority_reason: sentence("So it can wait."),
                }),
            },
            "Mika proposed severity Low with priority P4, which a colleague must agree to: Nobody can reach it.",
        ),
        (
            Event::AssessmentDeclined { reason: sentence("It can be reached") },
            "Mika declined the proposed severity and priority: It can be reached.",
        ),
        (
            Event::Scored {
                vectors: vectors(),
                reasons: vec![MetricReason {
                    version: Version::V31,
                    metric: "PR".to_owned(),
                    reason: sentence("Anybody may sign up"),
                }],
                answer: Some(sentence("The trial is open")),
            },
            "Mika scored the vulnerability 9.8 (CVSS 3.1). Answer to the objection: The trial is open. \
             Privileges Required: Anybody may sign up.",
        ),
        (
            Event::ReopeningRequested { reason: sentence("It is back"), due: at("2026-11-24T16:00Z") },
            "Mika asked to reopen the case: It is back.",
        ),
        (
            Event::ReopeningDeclined { reason: sentence("It is another flaw") },
            "Mika declined to reopen the case: It is another flaw.",
        ),
        (
            Event::ScoreKept { reason: sentence("The trial is open") },
            "Mika kept the desk’s score: The trial is open.",
        ),
        (Event::ScoreAccepted, "Mika accepted the desk’s score."),
        (
            Event::ScoreContested { reason: sentence("One must pay"), vectors: vectors() },
            "Mika contested the desk’s score: One must pay. Their score: 9.8 (CVSS 3.1).",
        ),
        (
            Event::QuestionAsked { number: 2, text: body(), due: at("2026-11-24T16:00Z") },
            "Mika asked question 2, to be answered by Tue 24 Nov, 17:00 Stockholm.",
        ),
        (Event::QuestionAnswered { number: 2, text: body() }, "Mika answered question 2."),
        (
            fact(FactKind::Exploited, FactStatus::Yes, Some("Seen in two logs")),
            "Mika stated that it is being exploited. Seen in two logs.",
        ),
        (fact(FactKind::Public, FactStatus::No, None), "Mika stated that it is not publicly known."),
        (
            fact(FactKind::FixAvailable, FactStatus::Unknown, None),
            "Mika stated that it is not yet known whether a fix is available.",
        ),
        (fact(FactKind::FixDeployed, FactStatus::Yes, None), "Mika stated that the fix is deployed."),
        (
            Event::OutcomeCommunicated { statement: statement(None) },
            "Mika communicated the outcome, “Fixed”: 2.1 mends it.",
        ),
        (
            Event::MitigationStarted { sentence: sentence("Hidden for new customers") },
            "Mika started mitigation: Hidden for new customers.",
        ),
        (
            Event::Closed { statement: statement(Some("2027-03-01")) },
            "Mika closed the case with the outcome “Risk accepted”: 2.1 mends it. The risk is accepted until 1 Mar 2027.",
        ),
        (
            Event::Reopened { reason: sentence("It is back!"), promise: None },
            "Mika reopened the case: It is back!",
        ),
        (Event::Withdrawn { reason: sentence("By mistake") }, "Mika withdrew the report: By mistake."),
        (link(Relation::Duplicate), "Mika marked the case as a duplicate of NUMBER."),
        (link(Relation::Related), "Mika linked the case to NUMBER, which is related."),
        (Event::OwnerAssigned { owner: Some(MIKA) }, "Mika took the case."),
        (Event::OwnerAssigned { owner: Some(SANA) }, "Mika assigned the case to Sana."),
        (
            Event::OwnerAssigned { owner: Some(PersonId(Uuid::from_u128(9))) },
            "Mika assigned the case to someone at the desk.",
        ),
        (Event::OwnerAssigned { owner: None }, "Mika removed the owner."),
        (Event::NoteAdded { text: body() }, "Mika wrote an internal note."),
        (Event::MessageShared { text: body() }, "Mika wrote a message."),
        (mail(1, Party::Desk, true), "Mailed to one person at the desk: a new report."),
        (mail(3, Party::Publisher, true), "Mailed to 3 people at the publisher: a new report."),
        (
            mail(2, Party::Publisher, false),
            "A mail to 2 people at the publisher could not be delivered: a new report.",
        ),
        (
            fact(FactKind::MitigationAvailable, FactStatus::Yes, None),
            "Mika stated that a mitigation is available.",
        ),
        (
            Event::ClockMissed { clock: ClockKind::Promise, due: at("2026-11-23T16:00Z") },
            "The promise to acknowledge was missed. It was due Mon 23 Nov, 17:00 Stockholm.",
        ),
        (
            Event::ClockMissed { clock: ClockKind::Fix, due: at("2026-11-23T16:00Z") },
            "“Fix released” was missed. It was due Mon 23 Nov, 17:00 Stockholm.",
        ),
        (
            Event::MissExplained { clock: ClockKind::Fix, reason: sentence("Upstream is late") },
            "Mika explained why “Fix released” was missed: Upstream is late.",
        ),
        (
            Event::TargetDecided { clock: ClockKind::DecideMeasure, sentence: sentence("New sales stop") },
            "Mika decided about the offer: New sales stop.",
        ),
        (
            Event::TargetDecided { clock: ClockKind::DecideNotice, sentence: sentence("A mail today") },
            "Mika decided what to tell customers: A mail today.",
        ),
        (duty_judged(true), "Mika decided that “GDPR: controller” applies. Reason: Personal data was read."),
        (
            duty_judged(false),
            "Mika decided that “GDPR: controller” does not apply. Reason: Personal data was read.",
        ),
        (
            Event::AnchorRecorded {
                side: Party::Desk,
                regime: "gdpr_controller".to_owned(),
                anchor: "awareness".to_owned(),
                instant: at("2026-11-23T08:00Z"),
                evidence: sentence("The log says so"),
                reason: Some(sentence("Read again")),
                ends: Vec::new(),
                withdrawn: Vec::new(),
            },
            "Mika recorded for “GDPR: controller” when the organisation became aware: Mon 23 Nov, 09:00 Stockholm. The log says so. Reason: Read again.",
        ),
        (
            Event::FilingPrepared {
                side: Party::Desk,
                regime: "gdpr_controller".to_owned(),
                fields: std::collections::BTreeMap::new(),
            },
            "Mika worked on the filing for “GDPR: controller”.",
        ),
        (
            Event::StageFiled {
                side: Party::Desk,
                regime: "nis2".to_owned(),
                stage: "nis2_24h".to_owned(),
                filed: at("2026-11-23T08:00Z"),
                reference: Short::new("CSIRT-7").unwrap(),
                proof: None,
                ends: Vec::new(),
                withdrawn: Vec::new(),
            },
            "Mika filed “Early warning” under “NIS2: significant incident” on Mon 23 Nov, 09:00 Stockholm, reference CSIRT-7.",
        ),
        (
            stage_step(50),
            "50% of the time for “Early warning” under “NIS2: significant incident” has passed. It is due Mon 23 Nov, 09:00 Stockholm.",
        ),
        (
            stage_step(100),
            "“Early warning” under “NIS2: significant incident” was not filed in time. It was due Mon 23 Nov, 09:00 Stockholm.",
        ),
        (
            Event::QuestionLapsed { number: 2 },
            "Question 2 expired unanswered. The desk’s deadlines have resumed.",
        ),
    ];
    table.into_iter().map(|(event, text)| (event, text.replace("NUMBER", &n.to_string()))).collect()
}

fn duty_judged(applies: bool) -> Event {
    let reason = Some(sentence("Personal data was read"));
    Event::DutyJudged {
        side: Party::Desk,
        regime: "gdpr_controller".to_owned(),
        applies,
        unsure: false,
        reason,
    }
}

fn stage_step(percent: u8) -> Event {
    let (regime, stage) = ("nis2".to_owned(), "nis2_24h".to_owned());
    Event::StageStep { regime, stage, percent, due: at("2026-11-23T08:00Z") }
}

fn in_words(locale: Locale, event: &Event, reader: Option<PersonId>, side: Party) -> String {
    let zone = TimeZone::get("Europe/Stockholm").unwrap();
    let names = |id| (id == SANA).then_some("Sana");
    let reader = Reader { person: reader, side, zone: &zone, now: at("2026-11-23T08:00Z"), name_of: &names };
    let author = Author::Person { id: MIKA, party: Party::Desk };
    let recorded = Recorded { sequence: 1, at: reader.now, author, event: event.clone() };
    describe(Texts::of(locale), &recorded, Some("Mika"), &reader)
}

#[test]
fn every_kind_of_event_has_its_sentence() {
    for (event, expected) in told() {
        assert_eq!(in_words(Locale::En, &event, None, Party::Desk), expected);
    }
}

#[test]
fn every_kind_of_event_is_in_the_table() {
    // A new kind makes this match fail to compile; then it needs a line above.
    let place = |event: &Event| match event {
        Event::DraftStarted { .. } => 0,
        Event::Submitted { .. } => 1,
        Event::Acknowledged { .. } => 2,
        Event::CategoryChanged { .. } => 3,
        Event::Assessed { .. } => 4,
        Event::QuestionAsked { .. } => 5,
        Event::QuestionAnswered { .. } => 6,
        Event::FactAsserted { .. } => 7,
        Event::OutcomeCommunicated { .. } => 8,
        Event::MitigationStarted { .. } => 9,
        Event::Closed { .. } => 10,
        Event::Reopened { .. } => 11,
        Event::Withdrawn { .. } => 12,
        Event::Linked { .. } => 13,
        Event::OwnerAssigned { .. } => 14,
        Event::NoteAdded { .. } => 15,
        Event::MessageShared { .. } => 16,
        Event::MailHandled { .. } => 17,
        Event::AssessmentProposed { .. } => 18,
        Event::AssessmentDeclined { .. } => 19,
        Event::Scored { .. } => 20,
        Event::ScoreAccepted => 21,
        Event::ScoreContested { .. } => 22,
        Event::ClockMissed { .. } => 23,
        Event::MissExplained { .. } => 24,
        Event::TargetDecided { .. } => 25,
        Event::QuestionLapsed { .. } => 26,
        Event::DutyJudged { .. } => 27,
        Event::AnchorRecorded { .. } => 28,
        Event::FilingPrepared { .. } => 29,
        Event::StageFiled { .. } => 30,
        Event::StageStep { .. } => 31,
        Event::ScoreKept { .. } => 32,
        Event::ReopeningRequested { .. } => 33,
        Event::ReopeningDeclined { .. } => 34,
        Event::ClocksChanged { .. } => unreachable!("it stands in no timeline"),
    };
    let found: std::collections::BTreeSet<usize> = told().iter().map(|(event, _)| place(event)).collect();
    assert_eq!(found.into_iter().collect::<Vec<_>>(), (0..35).collect::<Vec<_>>());
}

#[test]
fn every_language_tells_every_event_in_its_own_words() {
    for (event, english) in told() {
        let swedish = in_words(Locale::Sv, &event, None, Party::Desk);
        assert_ne!(swedish, english);
        for text in [&swedish, &english] {
            assert!(
                text.ends_with(['.', '!']) && !text.contains(NEVER_SHOWN) && !text.contains("{$"),
                "{text}"
            );
        }
    }
}

#[test]
fn the_reader_is_spoken_to() {
    let event = Event::QuestionAnswered { number: 1, text: body() };
    assert_eq!(in_words(Locale::En, &event, Some(MIKA), Party::Desk), "You answered question 1.");
    assert_eq!(in_words(Locale::Sv, &event, Some(MIKA), Party::Desk), "Du besvarade fråga 1.");
    let mail = Event::MailHandled {
        notice: "confirmation".into(),
        recipients: 3,
        to: Party::Publisher,
        delivered: true,
    };
    assert_eq!(
        in_words(Locale::En, &mail, None, Party::Publisher),
        "Mailed to 3 people at your organisation: confirmation of the report."
    );
}

#[test]
fn an_author_without_a_name_is_a_side_or_varsel() {
    let t = Texts::of(Locale::En);
    let zone = TimeZone::UTC;
    let reader = Reader {
        person: None,
        side: Party::Publisher,
        zone: &zone,
        now: Timestamp::UNIX_EPOCH,
        name_of: &nameless,
    };
    assert_eq!(who(t, Author::System, None, &reader), "Varsel");
    assert_eq!(who(t, Author::Person { id: MIKA, party: Party::Desk }, None, &reader), "The desk");
    assert_eq!(who(t, Author::Person { id: MIKA, party: Party::Publisher }, None, &reader), "The publisher");
}

#[test]
fn every_refusal_and_basis_has_its_own_sentence_in_every_language() {
    let mut refusals = vec![
        Refusal::NotAllowed { action: Action::Assess },
        Refusal::AlreadyDone { at: at("2026-11-24T16:00Z") },
        Refusal::Stale,
        Refusal::NoOpenQuestion,
        Refusal::DueInThePast,
        Refusal::NoChange,
        Refusal::LinkToItself,
        Refusal::NotAssessed,
        Refusal::DateNeeded,
        Refusal::OriginalNeeded,
        Refusal::PublishersToWithdraw,
        Refusal::SeverityNeeded,
        Refusal::SecondPersonNeeded,
        Refusal::NothingProposed,
        Refusal::NothingToScore,
        Refusal::VectorNeeded,
        Refusal::VersionNeeded { version: Version::V31 },
        Refusal::NothingContested,
        Refusal::MetricReasonNeeded { version: Version::V31, metric: "PR" },
        Refusal::NoScoreToAnswer,
        Refusal::NotContested,
        Refusal::ReopeningAsked,
        Refusal::ReopeningOver,
        Refusal::NoReopeningAsked,
        Refusal::ContestedBefore,
        Refusal::TooManyEntries { most: 25 },
        Refusal::DutiesFull { most: 200_000 },
        Refusal::OnlyByAPerson,
    ];
    refusals.extend(StageKind::ALL.iter().map(|stage| Refusal::WrongStage { stage: *stage }));
    let mut said = std::collections::BTreeSet::new();
    for locale in Locale::ALL {
        let t = Texts::of(locale);
        for why in &refusals {
            assert!(said.insert(refusal(t, why, &TimeZone::UTC, at("2026-11-23T08:00Z"))), "{why}");
        }
        for why in Basis::ALL {
            assert!(said.insert(basis(t, *why, None)), "{why}");
        }
        assert!(basis(t, Basis::CvssScore, Some("9.8")).contains("9.8"));
    }
}

#[test]
fn a_priority_is_explained_by_its_row() {
    let t = Texts::of(Locale::En);
    let weakness = Row::from(WeaknessFacts {
        severity: Severity::High,
        exploitation: Some(Exploitation::Poc),
        automatable: None,
        reach: Some(Reach::Wide),
    });
    let suggested = SuggestedPriority { value: Priority::P2, row: weakness, floor: None };
    assert_eq!(
        why_priority(t, &suggested),
        "from the vulnerability table: severity high, exploit code is public, attacks can be automated (assumed), many \
         customers are affected"
    );
    let incident = Row::from(IncidentFacts {
        severity: Severity::Low,
        state: Some(Containment::Historic),
        customer_data: Some(CustomerData::Confirmed),
    });
    let suggested =
        SuggestedPriority { value: Priority::P2, row: incident, floor: Some(Floor::PersonalData) };
    assert_eq!(
        why_priority(t, &suggested),
        "from the incident table: severity low, it is over, customer data was affected; raised to P2, because personal data \
         was affected"
    );
}

#[test]
fn every_cell_and_floor_has_words() {
    fn named<T: Coded>(area: &str) {
        for locale in Locale::ALL {
            for code in T::ALL {
                assert!(Texts::of(locale).name_of(area, code.code()).len() > 4, "{area} {}", code.code());
            }
        }
    }
    named::<Exploitation>("exploitation");
    named::<Automatable>("automatable");
    named::<Reach>("reach");
    named::<Containment>("containment");
    named::<CustomerData>("customer-data");
    named::<Floor>("floor");
}
