//! Random stories: what eight roles and Varsel itself may do to a case, in any order.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::{TestRng, TestRunner};
use uuid::Uuid;
use varsel_core::case::duties::Applicability;
use varsel_core::case::report::{
    CustomerMessage, Incident, IncidentState, Resolution, Touched, Unsure, Vulnerability,
};
use varsel_core::case::scoring::MetricReason;
use varsel_core::case::{
    Author, Case, Category, Command, Context, Decision, Event, FactKind, FactStatus, Notice, Outcome,
    OutcomeStatement, Recorded, Relation, Report, apply, decide,
};
use varsel_core::clock::{Calendar, ClockKind};
use varsel_core::coded::Coded;
use varsel_core::confirmation_number::{ConfirmationNumber, Prefix};
use varsel_core::ids::{CaseId, PersonId, PublisherId};
use varsel_core::permission::{Action, Actor, Party, Role};
use varsel_core::refusal::Refusal;
use varsel_core::score::cvss::{Vector, Vectors, Version};
use varsel_core::score::situation::Signals;
use varsel_core::score::{Priority, Rules, Severity};
use varsel_core::text::{Body, Sentence, Short};
use varsel_core::tlp::Tlp;

use crate::support;

pub(crate) const CASE: CaseId = CaseId(Uuid::from_u128(1));
const PUBLISHER: PublisherId = PublisherId(Uuid::from_u128(10));

/// Stands in every note of the desk, and nowhere else.
pub(crate) const NOTE_CANARY: &str = "between-us-7f3a";
/// An id from here on up belongs to an owner that someone named, or to a case of another publisher.
const SECRET_ID: u128 = 0xC0FF_EE00_0000_0000_0000_0000_0000_0000;
/// How the id above begins when it is printed.
pub(crate) const SECRET_ID_CANARY: &str = "c0ffee00-";

// ---- Random wishes

/// Someone wants something, some time after the wish before.
#[derive(Clone, Debug)]
struct Wish {
    /// `None` is Varsel itself.
    role: Option<Role>,
    wait: SignedDuration,
    command: Command,
}

fn coded<T: Coded + std::fmt::Debug>() -> impl Strategy<Value = T> {
    select(T::ALL)
}

fn sentence() -> impl Strategy<Value = Sentence> {
    select(&["Seen at one customer.", "Två rader.\n\tDen andra.", "\"Quoted\" <b>&amp;</b>"][..])
        .prop_map(|text| Sentence::new(text).unwrap())
}

fn body() -> impl Strategy<Value = Body> {
    select(&["Which versions?", "All up to 2.0.\n\n- and 2.1", "Ärendet är löst 🔒"][..])
        .prop_map(|text| Body::new(text).unwrap())
}

fn short() -> impl Strategy<Value = Short> {
    "[a-zåäö0-9][ -~]{0,11}".prop_map(|text| Short::new(&text).unwrap())
}

fn number() -> impl Strategy<Value = ConfirmationNumber> {
    (select(&["SE", "NW", "NWM", "ABCD"][..]), any::<u64>()).prop_map(|(prefix, random)| {
        ConfirmationNumber::from_random(prefix.parse::<Prefix>().unwrap(), random)
    })
}

fn timestamp() -> impl Strategy<Value = Timestamp> {
    (0_i64..4_000_000_000, select(&[0, 1, 999_999_999, 120_000_000][..]))
        .prop_map(|(second, nanosecond)| Timestamp::new(second, nanosecond).unwrap())
}

fn vulnerability() -> impl Strategy<Value = Vulnerability> {
    let cvss = "CVSS:3\\.[01]/AV:[NALP]/AC:[LH]/PR:[NLH]/UI:[NR]/S:[UC]/C:[HLN]/I:[HLN]/A:[HLN]";
    (
        vec("CVE-20[12][0-9]-[1-9][0-9]{3,6}", 0..3),
        option::of(cvss),
        (coded::<Unsure>(), coded::<Unsure>(), coded::<Unsure>(), coded::<Unsure>()),
        option::of(short()),
        option::of(sentence()),
    )
        .prop_map(|(cves, cvss, unsure, upstream_component, finder)| Vulnerability {
            cves: cves.iter().map(|cve| cve.parse().unwrap()).collect(),
            cvss: cvss.map(|vector| vector.parse::<Vector>().unwrap().into()).unwrap_or_default(),
            exploited: unsure.0,
            public: unsure.1,
            proof_of_concept: unsure.2,
            default_configuration: unsure.3,
            upstream_component,
            finder,
        })
}

fn incident() -> impl Strategy<Value = Incident> {
    (
        coded::<IncidentState>(),
        subsequence(Touched::ALL, 0..=Touched::ALL.len()),
        (option::of(short()), option::of(short()), option::of(short()), option::of(short())),
        (option::of(sentence()), option::of(sentence()), option::of(sentence())),
    )
        .prop_map(|(state, touched, shorts, sentences)| Incident {
            began: shorts.0.clone(),
            noticed: shorts.0,
            confirmed: shorts.1.clone(),
            state,
            touched,
            customers_affected: shorts.1,
            regions: shorts.2,
            tokens_to_revoke: sentences.0,
            told: sentences.1,
            evidence: sentences.2,
            contact: shorts.3,
        })
}

fn report() -> impl Strategy<Value = Report> {
    (
        option::of(vulnerability()),
        option::of(incident()),
        (any::<Option<bool>>(), vec(sentence(), 0..3), option::of(short())),
        prop_oneof![
            Just(CustomerMessage::Unanswered),
            Just(CustomerMessage::None),
            Just(CustomerMessage::Help),
            body().prop_map(|text| CustomerMessage::Draft { text }),
        ],
        (option::of(timestamp()), option::of(short()), option::of(sentence())),
        (coded::<Tlp>(), coded::<Severity>()),
    )
        .prop_map(|(vulnerability, incident, resolution, customer_message, optional, labels)| Report {
            vulnerability,
            incident,
            resolution: Resolution { exists: resolution.0, steps: resolution.1, available: resolution.2 },
            customer_message,
            embargo: optional.0,
            own_reference: optional.1,
            noticed_how: optional.2,
            tlp: labels.0,
            proposed_severity: labels.1,
            ..support::small_report()
        })
}

fn statement() -> impl Strategy<Value = OutcomeStatement> {
    (coded::<Outcome>(), sentence(), option::of(Just("2027-03-31".parse().unwrap())))
        .prop_map(|(outcome, sentence, until)| OutcomeStatement { outcome, sentence, until })
}

fn link() -> impl Strategy<Value = Command> {
    (any::<bool>(), 0_u128..3, number(), coded::<Relation>()).prop_map(|(own, n, number, relation)| {
        Command::Link {
            to: CaseId(Uuid::from_u128(if own { 1 + n } else { SECRET_ID + n })),
            number,
            publisher: if own { PUBLISHER } else { PublisherId(Uuid::from_u128(11)) },
            relation,
        }
    })
}

/// Vectors that differ in few metrics, and reasons for those.
fn scored() -> impl Strategy<Value = (Vectors, Vec<MetricReason>)> {
    let reasons = subsequence(&["PR", "A", "AV"][..], 0..=3);
    ("(CVSS:3\\.1/AV:N/AC:L/PR:[NL]/UI:N/S:U/C:H/I:H/A:[HN]){0,1}", reasons, sentence()).prop_map(
        |(vector, metrics, reason)| {
            let told = metrics.into_iter().map(|metric| MetricReason {
                version: Version::V31,
                metric: metric.to_owned(),
                reason: reason.clone(),
            });
            let vectors = vector.parse::<Vector>().map(Vectors::from).unwrap_or_default();
            (vectors, told.collect())
        },
    )
}

/// Any command. The due time of a question stands for a time after the wish: see [`play`].
fn command() -> impl Strategy<Value = Command> {
    let assess = (coded::<Severity>(), sentence(), coded::<Priority>(), sentence()).prop_map(
        |(severity, s, priority, p)| Command::Assess {
            severity,
            severity_reason: s,
            priority,
            priority_reason: p,
        },
    );
    let ask = (body(), -86_400_i64..400_000)
        .prop_map(|(text, second)| Command::Ask { text, due: Timestamp::from_second(second).unwrap() });
    let assign = option::weighted(0.8, 0_u128..3)
        .prop_map(|n| Command::Assign { owner: n.map(|n| PersonId(Uuid::from_u128(SECRET_ID + n))) });
    let note = body()
        .prop_map(|text| Command::AddNote { text: Body::new(&format!("{text} {NOTE_CANARY}")).unwrap() });
    let mail = (coded::<Notice>(), 0_u32..5, coded::<Party>(), any::<bool>()).prop_map(
        |(notice, recipients, to, delivered)| Command::RecordMail {
            notice: notice.code().to_owned(),
            recipients,
            to,
            delivered,
        },
    );
    prop_oneof![
        10 => (number(), coded::<Category>(), report())
            .prop_map(|(number, category, report)| Command::Submit { number, category, report: Box::new(report) }),
        10 => body().prop_map(|message| Command::Acknowledge { message }),
        2 => (coded::<Category>(), sentence()).prop_map(|(to, reason)| Command::ChangeCategory { to, reason }),
        10 => assess,
        2 => Just(Command::ConfirmAssessment),
        1 => sentence().prop_map(|reason| Command::DeclineAssessment { reason }),
        6 => (scored(), option::of(sentence()))
            .prop_map(|((vectors, reasons), answer)| Command::Score { vectors, reasons, answer }),
        10 => sentence().prop_map(|reason| Command::KeepScore { reason }),
        9 => Just(Command::AcceptScore),
        5 => (sentence(), scored()).prop_map(|(reason, (vectors, _))| Command::ContestScore { reason, vectors }),
        4 => ask,
        9 => (0_u32..5, body()).prop_map(|(number, text)| Command::Answer { number, text }),
        2 => (coded::<FactKind>(), coded::<FactStatus>(), option::of(sentence()))
            .prop_map(|(fact, status, note)| Command::Assert { fact, status, note }),
        8 => statement().prop_map(|statement| Command::CommunicateOutcome { statement }),
        6 => sentence().prop_map(|sentence| Command::Mitigate { sentence }),
        8 => statement().prop_map(|statement| Command::Close { statement }),
        4 => sentence().prop_map(|reason| Command::Reopen { reason }),
        16 => sentence().prop_map(|reason| Command::RequestReopening { reason }),
        22 => sentence().prop_map(|reason| Command::DeclineReopening { reason }),
        1 => sentence().prop_map(|reason| Command::Withdraw { reason }),
        2 => link(),
        2 => assign,
        2 => note,
        2 => body().prop_map(|text| Command::ShareMessage { text }),
        1 => mail,
        6 => (select(&[ClockKind::DecideMeasure, ClockKind::DecideNotice, ClockKind::Fix][..]), sentence())
            .prop_map(|(clock, sentence)| Command::DecideTarget { clock, sentence }),
        1 => (coded::<ClockKind>(), sentence()).prop_map(|(clock, reason)| Command::ExplainMiss { clock, reason }),
        5 => (coded::<Applicability>(), option::of(sentence())).prop_map(|(applies, reason)| Command::JudgeDuty {
            regime: "nis2".to_owned(),
            applies,
            reason,
        }),
        1 => (-400_000_i64..40_000, sentence(), option::of(sentence())).prop_map(|(second, evidence, reason)| {
            Command::RecordAwareness { instant: Timestamp::from_second(second).unwrap(), evidence, reason }
        }),
        5 => (-400_000_i64..40_000, sentence(), option::of(sentence())).prop_map(|(second, evidence, reason)| {
            Command::RecordAnchor {
                regime: "nis2".to_owned(),
                anchor: "awareness".to_owned(),
                instant: Timestamp::from_second(second).unwrap(),
                evidence,
                reason,
            }
        }),
        3 => body().prop_map(|text| Command::PrepareFiling {
            regime: "nis2".to_owned(),
            fields: [("nis2/description".to_owned(), text.to_string())].into(),
        }),
        4 => (select(&["nis2_24h", "nis2_72h", "nis2_final"][..]), -90_000_i64..9_000, short()).prop_map(
            |(stage, second, reference)| Command::FileStage {
                regime: "nis2".to_owned(),
                stage: stage.to_owned(),
                filed: Timestamp::from_second(second).unwrap(),
                reference,
                proof: None,
            }
        ),
        6 => Just(Command::Tick),
        1 => (coded::<ClockKind>(), 0_i64..100_000).prop_map(|(clock, second)| Command::Tighten {
            theirs: vec![(clock, Timestamp::from_second(1 + second).unwrap())],
            from: ConfirmationNumber::from_random(Prefix::DEFAULT, 99),
        }),
    ]
}

/// Any command, more often than not by someone who can give it, so that histories get somewhere.
fn wish() -> impl Strategy<Value = Wish> {
    let wait = prop_oneof![Just(0), 1_i64..86_400, 86_400_i64..1_000_000];
    (command(), any::<prop::sample::Index>(), 0..4, wait).prop_map(|(command, index, honest, seconds)| {
        let role = match command.action() {
            None => (honest == 0).then(|| Role::ALL[index.index(8)]),
            Some(_) if honest == 0 => Some(Role::ALL[index.index(8)]),
            Some(action) => {
                let allowed: Vec<_> = Role::ALL.into_iter().filter(|role| role.may(action)).collect();
                Some(allowed[index.index(allowed.len())])
            }
        };
        Wish { role, wait: SignedDuration::from_secs(seconds), command }
    })
}

// ---- Histories

/// One wish and what came of it.
pub(crate) struct Step {
    pub(crate) by: Option<Actor>,
    pub(crate) action: Option<Action>,
    pub(crate) at: Timestamp,
    pub(crate) before: Case,
    pub(crate) result: Result<Decision, Refusal>,
    pub(crate) after: Case,
}

/// A case from its draft on.
pub(crate) struct Story {
    pub(crate) history: Vec<Recorded>,
    pub(crate) steps: Vec<Step>,
}

impl Story {
    /// Lists the case after each wish.
    pub(crate) fn cases(&self) -> impl Iterator<Item = &Case> {
        self.steps.iter().map(|step| &step.after)
    }

    /// Lists the steps in which something happened, with what did.
    pub(crate) fn changes(&self) -> impl Iterator<Item = (&Step, &Decision)> {
        self.steps.iter().filter_map(|step| step.result.as_ref().ok().map(|decision| (step, decision)))
    }
}

pub(crate) fn calendar() -> Calendar {
    Calendar::nine_to_five(TimeZone::get("Europe/Stockholm").unwrap())
}

fn actor(role: Role) -> Actor {
    let at = Role::ALL.iter().position(|r| *r == role).unwrap();
    Actor {
        person: PersonId(Uuid::from_u128(100 + at as u128)),
        role,
        publisher: (role.party() == Party::Publisher).then_some(PUBLISHER),
    }
}

fn play(wishes: Vec<Wish>) -> Story {
    let calendar = calendar();
    let mut now: Timestamp = "2026-11-20T12:00:00.25Z".parse().unwrap();
    let author = Author::from(&actor(Role::ALL[0]));
    let event = Event::DraftStarted { publisher: PUBLISHER, category: Category::Both };
    let mut history = vec![Recorded { sequence: 1, at: now, author, event }];
    let mut case = apply(None, CASE, &history[0]).unwrap();
    let mut steps = Vec::new();
    for Wish { role, wait, mut command } in wishes {
        now += wait;
        if let Command::Ask { due, .. } = &mut command {
            *due = now + due.duration_since(Timestamp::UNIX_EPOCH);
        }
        if let Command::RecordAnchor { instant: at, .. }
        | Command::RecordAwareness { instant: at, .. }
        | Command::FileStage { filed: at, .. } = &mut command
        {
            *at = now + at.duration_since(Timestamp::UNIX_EPOCH);
        }
        if let Command::Tighten { theirs, .. } = &mut command {
            for (_, due) in theirs {
                *due = now + due.duration_since(Timestamp::UNIX_EPOCH);
            }
        }
        let (by, action, before) = (role.map(actor), command.action(), case.clone());
        let result = decide(
            &case,
            command,
            by.as_ref(),
            Context::new(now, &calendar, Rules::shipped(), Signals::default()),
        );
        for event in result.iter().flat_map(|decision| &decision.events) {
            let sequence = u32::try_from(history.len()).unwrap() + 1;
            let author = by.as_ref().map_or(Author::System, Author::from);
            let recorded = Recorded { sequence, at: now, author, event: event.clone() };
            case = apply(Some(case), CASE, &recorded).unwrap();
            history.push(recorded);
        }
        steps.push(Step { by, action, at: now, before, result, after: case.clone() });
    }
    Story { history, steps }
}

/// Tells a number of random stories, the same ones in each run, and holds each to `property`.
pub(crate) fn in_every_story(property: impl Fn(&Story) -> Result<(), TestCaseError>) {
    let config = ProptestConfig { cases: 320, failure_persistence: None, ..ProptestConfig::default() };
    let rng = TestRng::deterministic_rng(config.rng_algorithm);
    TestRunner::new_with_rng(config, rng)
        .run(&vec(wish(), 1..80), |wishes| property(&play(wishes)))
        .unwrap_or_else(|failure| panic!("{failure}"));
}
