//! What the page of a case shows and offers: a story to tell it by, and what is asked of it.

mod offered;
mod shown;

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
        let decision = decide(
            &self.case,
            command,
            Some(&by),
            Context::new(at, &calendar(), Rules::shipped(), Signals::default()),
        )
        .unwrap();
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
            unsent: Vec::new(),
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
            is_shared: false,
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
        single_keys: true,
        saving_form: "",
        paper: String::new(),
        t: Texts::of(locale),
        title: String::new(),
        marketplace: "Northwind".to_owned(),
        logo: None,
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
    Command::Score { vectors, reasons: reasons.iter().map(reason).collect(), answer: None }
}
