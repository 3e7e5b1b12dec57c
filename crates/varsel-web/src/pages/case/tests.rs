use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;
use varsel_core::case::report::{Affected, CustomerMessage, Report, Resolution, Unsure, Vulnerability};
use varsel_core::case::scoring::MetricReason;
use varsel_core::case::{
    Audience, Author, Case, Category, Command, Context, Event, FactKind, FactStatus, Outcome,
    OutcomeStatement, Recorded, Relation, StageKind, apply, decide, next_step, next_step_at_desk,
};
use varsel_core::clock::Calendar;
use varsel_core::coded::Coded;
use varsel_core::confirmation_number::{ConfirmationNumber, Prefix};
use varsel_core::ids::{CaseId, PersonId, PublisherId};
use varsel_core::permission::{Actor, DeskRole, Party, PublisherRole, Role};
use varsel_core::score::cvss::{Vector, Vectors, Version};
use varsel_core::score::situation::Signals;
use varsel_core::score::{Priority, Rules, Severity};
use varsel_core::text::{Body, Sentence, Short, Title};
use varsel_core::tlp::Tlp;
use varsel_locale::{Locale, Texts};
use varsel_store::cases::Entry;

use super::allowed::Allowed;
use super::load::{Colleague, ForDesk, Loaded};
use super::progress::Standing;
use super::typed::Typed;
use super::view::{View, Viewing};
use super::{CasePage, Conflict, Fragment, WithdrawalPage};
use crate::chrome::{Account, Chrome};
use crate::cve_card::CveCards;
use crate::form::Form;

const PUBLISHER: PublisherId = PublisherId(Uuid::from_u128(10));
const OTHER_PUBLISHER: PublisherId = PublisherId(Uuid::from_u128(11));
const ADA: PersonId = PersonId(Uuid::from_u128(0xada0_0000_0000_0000_0000_0000_0000_0001));
const MIKA: PersonId = PersonId(Uuid::from_u128(0x314a_0000_0000_0000_0000_0000_0000_0002));
/// Owns the case and never writes to the publisher, so nothing of theirs may be on the publisher's page.
const SANA: PersonId = PersonId(Uuid::from_u128(0x5a4a_0000_0000_0000_0000_0000_0000_0003));
/// Seed of the number of a case that belongs to another publisher.
const HIDDEN: u64 = 12_648_430;
const CANARY: &str = "canary-in-a-note";

const OWNER: Role = Role::Publisher(PublisherRole::Owner);
const ANALYST: Role = Role::Desk(DeskRole::Analyst);

fn actor(role: Role) -> Actor {
    let (person, publisher) = match role.party() {
        Party::Publisher => (ADA, Some(PUBLISHER)),
        Party::Desk => (MIKA, None),
    };
    Actor { person, role, publisher }
}

fn calendar() -> Calendar {
    Calendar::nine_to_five(TimeZone::get("Europe/Stockholm").unwrap())
}

fn sentence(text: &str) -> Sentence {
    Sentence::new(text).unwrap()
}

fn body(text: &str) -> Body {
    Body::new(text).unwrap()
}

fn number(random: u64) -> ConfirmationNumber {
    ConfirmationNumber::from_random(Prefix::DEFAULT, random)
}

fn report() -> Report {
    Report {
        title: Title::new("Log4Shell in <Analytics>").unwrap(),
        description: body("Logged text runs code."),
        affected: vec![Affected {
            offer: None,
            name: Short::new("Analytics").unwrap(),
            plans: vec![Short::new("Team").unwrap()],
            versions: Short::new("4.0 to 4.2").ok(),
            fixed_in: Short::new("4.3").ok(),
        }],
        own_reference: Short::new("FAB-1").ok(),
        noticed_how: Some(sentence("By a bulletin.")),
        vulnerability: Some(Vulnerability {
            cves: vec!["CVE-2021-44228".parse().unwrap()],
            cvss: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H".parse::<Vector>().unwrap().into(),
            exploited: Unsure::Unknown,
            public: Unsure::Yes,
            proof_of_concept: Unsure::Yes,
            default_configuration: Unsure::Yes,
            upstream_component: Short::new("log4j").ok(),
            finder: None,
        }),
        incident: None,
        resolution: Resolution { exists: Some(true), steps: vec![sentence("Update.")], available: None },
        customer_message: CustomerMessage::Help,
        embargo: None,
        tlp: Tlp::AmberStrict,
        proposed_severity: Severity::High,
    }
}

fn statement() -> OutcomeStatement {
    OutcomeStatement { outcome: Outcome::Fixed, sentence: sentence("4.3 mends it."), until: None }
}

fn start() -> Timestamp {
    "2026-11-24T08:00:00Z".parse().unwrap()
}

/// A case with its whole history, told by commands an hour apart.
struct Story {
    case: Case,
    history: Vec<Recorded>,
}

impl Story {
    fn new() -> Self {
        let author = Author::from(&actor(OWNER));
        let event = Event::DraftStarted { publisher: PUBLISHER, category: Category::Vulnerability };
        let recorded = Recorded { sequence: 1, at: start() - SignedDuration::from_hours(1), author, event };
        let case = apply(None, CaseId(Uuid::from_u128(1)), &recorded).unwrap();
        Self { case, history: vec![recorded] }
    }

    fn with(mut self, role: Role, command: Command) -> Self {
        let by = actor(role);
        let at = self.case.updated + SignedDuration::from_hours(1);
        let decision = decide(&self.case, command, Some(&by), Context::new(at, &calendar())).unwrap();
        for event in decision.events {
            let recorded = Recorded { sequence: self.case.version + 1, at, author: Author::from(&by), event };
            self.case = apply(Some(self.case), CaseId(Uuid::from_u128(1)), &recorded).unwrap();
            self.history.push(recorded);
        }
        self
    }

    fn in_stage(stage: StageKind) -> Self {
        let mut story = Self::new().with(OWNER, submit());
        if stage == StageKind::Withdrawn {
            return story.with(OWNER, Command::Withdraw { reason: sentence("By mistake.") });
        }
        for (reached, command) in [
            (StageKind::Acknowledged, Command::Acknowledge { message: body("I have it.") }),
            (StageKind::Assessed, assess()),
            (StageKind::Mitigating, Command::Mitigate { sentence: sentence("Hidden.") }),
            (StageKind::Closed, Command::Close { statement: statement() }),
        ] {
            if story.case.stage.kind() == stage {
                break;
            }
            story = story.with(ANALYST, command);
            if reached == StageKind::Acknowledged {
                story = story.with(ANALYST, ask());
            }
        }
        assert_eq!(story.case.stage.kind(), stage);
        story
    }

    /// What the store would give this reader.
    fn loaded(&self, role: Role) -> Loaded {
        let is_desk = role.party() == Party::Desk;
        let name = |author: Author| match author {
            Author::Person { id, .. } if id == ADA => Some("Ada Lind".to_owned()),
            Author::Person { .. } => Some("Mika Korhonen".to_owned()),
            Author::System => None,
        };
        let visible = |recorded: &&Recorded| {
            recorded.sequence > 1
                && recorded.event.kind() != Event::CLOCKS_CHANGED
                && (is_desk || recorded.event.audience() == Audience::Shared)
        };
        let entry = |recorded: &Recorded| Entry {
            author_name: name(recorded.author),
            recorded: Arc::new(recorded.clone()),
        };
        let colleague = |id, name: &str| Colleague { id, name: name.to_owned(), can_own: true };
        Loaded {
            next: if is_desk { next_step_at_desk(&self.case) } else { next_step(&self.case) },
            case: Arc::new(self.case.clone()),
            publisher: "Fabrikam AB".to_owned(),
            entries: self.history.iter().filter(visible).map(entry).collect(),
            has_earlier: false,
            has_later: false,
            desk: is_desk.then(|| ForDesk {
                colleagues: vec![colleague(MIKA, "Mika Korhonen"), colleague(SANA, "Sana Ek")],
                members: Vec::new(),
                similar: Vec::new(),
                affected: Vec::new(),
                signals: Signals::default(),
                rules: Rules::shipped().clone(),
                cves: CveCards::default(),
            }),
        }
    }

    fn view(&self, role: Role, locale: Locale) -> View {
        self.view_since(role, locale, None)
    }

    fn view_since(&self, role: Role, locale: Locale, seen: Option<i64>) -> View {
        let (by, calendar) = (actor(role), calendar());
        let zone = TimeZone::get("Europe/Helsinki").unwrap();
        let now = self.case.updated + SignedDuration::from_mins(5);
        let t = Texts::of(locale);
        let viewing = Viewing { t, actor: &by, zone: &zone, now, calendar: &calendar };
        View::new(&viewing, self.loaded(role), seen)
    }

    fn render(&self, role: Role, locale: Locale, typed: Typed, conflict: Option<Conflict>) -> String {
        let view = self.view(role, locale);
        let chrome = chrome(locale, self.case.updated + SignedDuration::from_mins(5));
        CasePage { chrome, view, typed, conflict }.render().unwrap()
    }
}

fn submit() -> Command {
    Command::Submit { number: number(4711), category: Category::Vulnerability, report: Box::new(report()) }
}

fn assess() -> Command {
    Command::Assess {
        severity: Severity::Critical,
        severity_reason: sentence("Score 10.0"),
        priority: Priority::P1,
        priority_reason: sentence("Public exploit"),
    }
}

fn ask() -> Command {
    Command::Ask { text: body("Which plans?"), due: start() + SignedDuration::from_hours(48) }
}

fn chrome(locale: Locale, now: Timestamp) -> Chrome {
    let zone = |name| TimeZone::get(name).unwrap();
    Chrome {
        saving_form: "",
        t: Texts::of(locale),
        title: String::new(),
        marketplace: "Northwind".to_owned(),
        theme: "auto",
        account: Some(Account {
            name: "Reader".to_owned(),
            email: "reader@example.com".to_owned(),
            side: String::new(),
            csrf: "secret".to_owned(),
        }),
        entries: Vec::new(),
        face: "portal",
        asset_base: String::new(),
        has_accent: false,
        may_search: true,
        here: "/".to_owned(),
        now,
        zone: zone("Europe/Helsinki"),
        desk_zone: zone("Europe/Stockholm"),
        desk_address: None,
    }
}

const STAGES: [StageKind; 6] = [
    StageKind::Received,
    StageKind::Acknowledged,
    StageKind::Assessed,
    StageKind::Mitigating,
    StageKind::Closed,
    StageKind::Withdrawn,
];

/// The desk's vector; the publisher's has another scope.
const PUBLISHERS: &str = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H";
const DESKS: &str = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";

fn score(vector: &str, reasons: &[&str]) -> Command {
    let reason = |metric: &&str| MetricReason {
        version: Version::V31,
        metric: (*metric).to_owned(),
        reason: sentence("It stays inside."),
    };
    let vectors = vector.parse::<Vector>().unwrap().into();
    Command::Score { vectors, reasons: reasons.iter().map(reason).collect() }
}

/// What the page offers, by name, with a command that the form might send.
fn offers(can: Allowed) -> Vec<(&'static str, bool, Command)> {
    let reason = || sentence("Because.");
    let statement = || OutcomeStatement { outcome: Outcome::NotReproducible, ..statement() };
    vec![
        ("acknowledge", can.acknowledge, Command::Acknowledge { message: body("I have it.") }),
        (
            "assess",
            can.assess,
            Command::Assess {
                severity: Severity::Low,
                severity_reason: reason(),
                priority: Priority::P4,
                priority_reason: reason(),
            },
        ),
        ("confirm", can.confirm, Command::ConfirmAssessment),
        ("decline", can.decline, Command::DeclineAssessment { reason: reason() }),
        ("score", can.score, score(PUBLISHERS, &[])),
        ("accept score", can.accept_score, Command::AcceptScore),
        (
            "contest score",
            can.contest_score,
            Command::ContestScore { reason: reason(), vectors: Vectors::default() },
        ),
        ("ask", can.ask, Command::Ask { text: body("Why?"), due: start() + SignedDuration::from_hours(90) }),
        ("communicate", can.communicate, Command::CommunicateOutcome { statement: statement() }),
        ("mitigate", can.mitigate, Command::Mitigate { sentence: reason() }),
        ("close", can.close, Command::Close { statement: statement() }),
        ("reopen", can.reopen, Command::Reopen { reason: reason() }),
        ("message", can.message, Command::ShareMessage { text: body("Hello.") }),
        ("note", can.note, Command::AddNote { text: body("Hm.") }),
        ("answer", can.answer, Command::Answer { number: 1, text: body("All.") }),
        (
            "assert",
            can.assert,
            Command::Assert { fact: FactKind::Exploited, status: FactStatus::Yes, note: None },
        ),
        ("withdraw", can.withdraw, Command::Withdraw { reason: reason() }),
        ("categorise", can.categorise, Command::ChangeCategory { to: Category::Both, reason: reason() }),
        (
            "link",
            can.link,
            Command::Link {
                to: CaseId(Uuid::from_u128(2)),
                number: number(1),
                publisher: PUBLISHER,
                relation: Relation::Related,
            },
        ),
        ("assign", can.assign, Command::Assign { owner: Some(SANA) }),
    ]
}

#[test]
fn the_page_offers_exactly_what_the_rules_accept() {
    let stages = STAGES.into_iter().map(|stage| (stage.to_string(), Story::in_stage(stage).case));
    let acknowledged = || Story::in_stage(StageKind::Acknowledged);
    let milder = Command::Assess {
        severity: Severity::Low,
        severity_reason: sentence("It is a test system."),
        priority: Priority::P4,
        priority_reason: sentence("It can wait."),
    };
    let contest = Command::ContestScore { reason: sentence("One must pay."), vectors: Vectors::default() };
    let opinions = [
        ("a proposal", acknowledged().with(ANALYST, milder)),
        ("two opinions", acknowledged().with(ANALYST, score(DESKS, &["S"]))),
        ("a contest", acknowledged().with(ANALYST, score(DESKS, &["S"])).with(OWNER, contest)),
    ];
    let opinions = opinions.into_iter().map(|(name, story)| (name.to_owned(), story.case));
    for (stage, case) in stages.chain(opinions) {
        for role in Role::ALL {
            let by = actor(role);
            for (name, offered, command) in offers(Allowed::of(&by, &case)) {
                let now = case.updated + SignedDuration::from_mins(5);
                let decision = decide(&case, command, Some(&by), Context::new(now, &calendar()));
                assert_eq!(offered, decision.is_ok(), "{name} by {} on {stage}: {decision:?}", role.code());
            }
        }
    }
}

#[test]
fn what_each_role_is_offered_at_each_stage() {
    let table: BTreeMap<(&str, StageKind), &str> = BTreeMap::from([
        (("owner", StageKind::Received), "message assert withdraw categorise"),
        (("owner", StageKind::Acknowledged), "message answer assert withdraw categorise"),
        (("owner", StageKind::Closed), "assert"),
        (("member", StageKind::Mitigating), "message answer assert categorise"),
        (("viewer", StageKind::Acknowledged), ""),
        (("auditor", StageKind::Acknowledged), ""),
        (("analyst", StageKind::Received), "acknowledge close message note assert categorise link assign"),
        (
            ("analyst", StageKind::Acknowledged),
            "assess score ask close message note assert categorise link assign",
        ),
        (
            ("lead", StageKind::Assessed),
            "assess score ask communicate mitigate close message note assert categorise link assign",
        ),
        (("analyst", StageKind::Closed), "reopen note assert link assign"),
        (("analyst", StageKind::Withdrawn), "reopen note assert link assign"),
    ]);
    for ((code, stage), expected) in table {
        let role = Role::ALL.into_iter().find(|role| role.code() == code).unwrap();
        let can = Allowed::of(&actor(role), &Story::in_stage(stage).case);
        let offered: Vec<&str> =
            offers(can).iter().filter(|(_, now, _)| *now).map(|(name, ..)| *name).collect();
        assert_eq!(offered.join(" "), expected, "{code} on {stage}");
    }
}

#[test]
fn forms_stand_on_the_page_of_those_who_may_use_them() {
    let nouns = [
        "acknowledgement",
        "assessment",
        "assessment/agreement",
        "assessment/refusal",
        "questions",
        "answers",
        "facts",
        "outcome",
        "mitigation",
        "closure",
        "reopening",
        "links",
        "owner",
        "notes",
        "messages",
        "category",
    ];
    let shown = |role, stage| {
        let page = Story::in_stage(stage).render(role, Locale::En, Typed::default(), None);
        let action = |noun: &&&str| page.contains(&format!("action=\"/cases/{}/{noun}\"", number(4711)));
        nouns.iter().filter(action).copied().collect::<Vec<&str>>().join(" ")
    };
    for reader in [Role::Publisher(PublisherRole::Viewer), Role::Desk(DeskRole::Auditor)] {
        for stage in STAGES {
            assert_eq!(shown(reader, stage), "", "{} on {stage}", reader.code());
        }
    }
    assert_eq!(shown(OWNER, StageKind::Acknowledged), "answers facts messages category");
    assert_eq!(shown(OWNER, StageKind::Closed), "facts");
    assert_eq!(
        shown(ANALYST, StageKind::Received),
        "acknowledgement facts closure links owner notes messages category"
    );
    assert_eq!(
        shown(ANALYST, StageKind::Assessed),
        "assessment questions facts outcome mitigation closure links owner notes messages category"
    );
    assert_eq!(shown(ANALYST, StageKind::Withdrawn), "facts reopening links owner notes");
}

/// A case with everything that only the desk may see.
fn secretive() -> Story {
    let hidden = Command::Link {
        to: CaseId(Uuid::from_u128(77)),
        number: number(HIDDEN),
        publisher: OTHER_PUBLISHER,
        relation: Relation::Related,
    };
    Story::in_stage(StageKind::Assessed)
        .with(ANALYST, Command::AddNote { text: body(CANARY) })
        .with(ANALYST, Command::Assign { owner: Some(SANA) })
        .with(ANALYST, hidden)
}

#[test]
fn nothing_of_the_desks_own_is_on_the_publishers_page() {
    let story = secretive();
    let hidden_link = number(HIDDEN).to_string();
    let secrets = [CANARY, "Sana", &SANA.to_string(), &hidden_link];
    for role in Role::ALL.into_iter().filter(|role| role.party() == Party::Publisher) {
        for locale in Locale::ALL {
            let model = format!("{:?}", story.view(role, locale));
            let page = story.render(role, locale, Typed::default(), None);
            for secret in secrets {
                assert!(!model.contains(secret), "the model of {} holds {secret}", role.code());
                assert!(!page.contains(secret), "the page of {} shows {secret}", role.code());
            }
            assert!(!page.contains("name=\"basis\""), "a basis counts what is the desk's too");
        }
    }
    // The guard of this test: the desk does see them.
    let page = story.render(ANALYST, Locale::En, Typed::default(), None);
    for secret in secrets {
        assert!(page.contains(secret), "{secret}");
    }
}

#[test]
fn the_publishers_model_is_the_same_whatever_the_desk_did_alone() {
    let (plain, secret) = (Story::in_stage(StageKind::Assessed), secretive());
    let (plain, secret) = (plain.view(OWNER, Locale::En), secret.view(OWNER, Locale::En));
    assert_eq!(plain.seen, secret.seen, "what was seen tells nothing of hidden entries");
    assert_eq!(plain.timeline.items.len(), secret.timeline.items.len());
    assert_eq!(plain.links.len() + secret.links.len(), 0);
}

#[test]
fn pages_and_fragments_render_for_every_role_and_stage_in_every_language() {
    for stage in STAGES {
        let story = Story::in_stage(stage);
        for role in Role::ALL {
            for locale in Locale::ALL {
                let page = story.render(role, locale, Typed::default(), None);
                assert!(page.contains("Log4Shell in &#60;Analytics&#62;"), "user text is escaped");
                assert_eq!(page.matches("<h1").count(), 1);
                let parts = [
                    ("head", "case-head"),
                    ("timeline", "timeline"),
                    ("facts", "facts"),
                    ("promises", "promises"),
                    ("decide", "case-decide"),
                    ("write", "case-write"),
                ];
                for (part, id) in parts {
                    let view = story.view(role, locale);
                    if part == "decide" && !view.is_desk {
                        continue;
                    }
                    let chrome = chrome(locale, story.case.updated);
                    let fragment = Fragment { chrome, view, typed: Typed::default(), part }.render().unwrap();
                    assert!(fragment.contains(&format!("id=\"{id}\"")), "{part}");
                    assert!(page.contains(&format!("fragment?part={part}")));
                }
                let view = story.view(role, locale);
                let chrome = chrome(locale, story.case.updated);
                let page = WithdrawalPage { chrome, view, typed: Typed::default(), conflict: None };
                assert!(page.render().is_ok());
            }
        }
    }
}

#[test]
fn the_tracker_names_five_steps_with_dates_and_who() {
    let steps = |stage| {
        let view = Story::in_stage(stage).view(OWNER, Locale::En);
        let line =
            |s: &super::progress::Step| format!("{}:{}:{}", s.label, s.class, s.by.as_deref().unwrap_or("-"));
        view.tracker.iter().map(line).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        steps(StageKind::Received),
        "Received:done:Ada Lind Acknowledged:now:- Assessed:todo:- Mitigating:todo:- Closed:todo:-"
    );
    assert_eq!(
        steps(StageKind::Acknowledged),
        "Received:done:Ada Lind Acknowledged:done:Mika Korhonen Being assessed:now:- Mitigating:todo:- Closed:todo:-"
    );
    assert_eq!(
        steps(StageKind::Closed),
        "Received:done:Ada Lind Acknowledged:done:Mika Korhonen Assessed:done:Mika Korhonen \
         Mitigating:done:Mika Korhonen Closed:done:Mika Korhonen"
    );
    assert_eq!(steps(StageKind::Withdrawn), "Received:done:Ada Lind Withdrawn:stopped:Ada Lind");
}

#[test]
fn the_next_step_says_whose_move_it_is() {
    let next = |role, stage| {
        let next = Story::in_stage(stage).view(role, Locale::En).next;
        format!("{} | {} | {}", next.label, next.title, next.class)
    };
    for (role, stage, expected) in [
        (
            OWNER,
            StageKind::Received,
            "The desk’s move | A person at the desk acknowledges your report | plenty",
        ),
        (ANALYST, StageKind::Received, "The desk’s move | Acknowledge the report in person | yours soon"),
        (OWNER, StageKind::Acknowledged, "Your move | Answer the desk’s question | yours plenty"),
        (ANALYST, StageKind::Acknowledged, "The desk’s move | Decide severity and priority | yours soon"),
        (OWNER, StageKind::Closed, "Nothing is asked of you | Closed: Fixed | done"),
        (ANALYST, StageKind::Withdrawn, "Nothing is open | The report was withdrawn | quiet"),
    ] {
        assert_eq!(next(role, stage), expected);
    }
}

#[test]
fn the_promise_is_kept_due_or_moot() {
    let kept =
        |stage| Story::in_stage(stage).view(OWNER, Locale::En).promises.first().map(|p| p.kept.clone());
    assert!(matches!(kept(StageKind::Received), Some(Standing::Due { .. })));
    assert_eq!(kept(StageKind::Assessed), Some(Standing::Kept { took: "1 h".to_owned() }));
    assert_eq!(kept(StageKind::Withdrawn), Some(Standing::Moot));
}

#[test]
fn a_conflict_tells_what_happened_since_and_keeps_the_words() {
    let story = Story::in_stage(StageKind::Acknowledged);
    let seen = story.case.updated.as_microsecond();
    let story = story.with(ANALYST, assess());
    let view = story.view_since(ANALYST, Locale::En, Some(seen));
    let since: Vec<&str> = view.since.iter().map(|since| since.text.as_str()).collect();
    assert_eq!(since, ["You set the severity to Critical: Score 10.0. Priority P1: Public exploit."]);
    let form = Form::parse("severity=low&severity_reason=My+long+%3Creason%3E&priority=p4&priority_reason=");
    let page = story.render(
        ANALYST,
        Locale::En,
        Typed::new("assessment", form),
        Some(Conflict { why: "Changed.".into() }),
    );
    assert!(page.matches("My long &#60;reason&#62;").count() >= 2, "in the panel and in the form");
    assert!(page.contains("value=\"low\" checked") && page.contains("Changed."));
    // A live update fetches forms as nobody has filled them.
    assert!(!page.contains("part=decide") && !page.contains("part=write"), "what was typed stays");
}

#[test]
fn every_code_that_the_page_names_has_a_name() {
    let chrome = chrome(Locale::En, start());
    let named = Severity::ALL.iter().all(|code| !chrome.name("severity", code).is_empty())
        && Tlp::ALL.iter().all(|code| !chrome.name("tlp", code).is_empty())
        && Outcome::ALL.iter().all(|code| !chrome.name("outcome", code).is_empty())
        && Category::ALL.iter().all(|code| !chrome.name("category", code).is_empty());
    assert!(named);
}
