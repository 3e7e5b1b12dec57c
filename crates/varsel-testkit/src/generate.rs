//! Marketplaces of any size, with realistic text, for benchmarks and load tests.

use jiff::ToSpan;
use varsel_app::account::{self, Scope};
use varsel_app::cases::{self, NewReport};
use varsel_app::intake::{AffectedAnswer, Answers, VulnerabilityAnswers};
use varsel_app::{AppError, Ctx};
use varsel_core::case::{Category, Command, Outcome, OutcomeStatement};
use varsel_core::catalogue::{Listing, OfferKind};
use varsel_core::ids::{OfferId, PersonId, PublisherId};
use varsel_core::permission::{Actor, DeskRole, PublisherRole, Role};
use varsel_core::score::{Priority, Severity};
use varsel_core::text::Prose;
use varsel_store::catalogue::{self, Offer, Publisher};
use varsel_store::people::{self, Person};
use varsel_store::{StoreError, Tx};

/// Words that the texts are made of; every tenth case gets a rare one besides.
const WORDS: &[&str] = &[
    "attacker",
    "request",
    "header",
    "parser",
    "token",
    "session",
    "memory",
    "bounds",
    "check",
    "update",
    "customer",
    "version",
    "service",
    "release",
    "plan",
    "endpoint",
    "upload",
    "archive",
    "signature",
    "certificate",
    "cache",
    "proxy",
    "library",
    "component",
    "permission",
    "tenant",
    "export",
    "import",
    "report",
    "database",
    "query",
    "cookie",
    "redirect",
    "template",
    "script",
    "worker",
    "queue",
    "backup",
    "restore",
    "network",
    "firewall",
    "account",
    "password",
    "reset",
];

/// A marketplace that was begun: who acts in it.
pub struct Marketplace {
    /// Publishers' people, one owner each, with one offer each.
    pub owners: Vec<(Actor, OfferId)>,
    /// An analyst.
    pub analyst: Actor,
    /// The secret of the analyst's session.
    pub analyst_session: String,
    /// The secret of the first owner's session.
    pub owner_session: String,
    /// The secret of the first owner's API token.
    pub owner_token: String,
}

fn person(
    tx: &Tx<'_>,
    ctx: &Ctx,
    email: &str,
    name: &str,
    desk: Option<DeskRole>,
) -> Result<PersonId, StoreError> {
    let person = Person {
        id: PersonId(ctx.id()),
        email: email.to_owned(),
        name: name.to_owned(),
        password_hash: None,
        desk_role: desk,
        locale: "en".to_owned(),
        zone: "Europe/Stockholm".to_owned(),
        theme: "auto".to_owned(),
        created: ctx.now,
        disabled: None,
    };
    people::insert(tx, &person)?;
    Ok(person.id)
}

/// Adds a publisher with an owner and an offer; their keys and addresses end with a number.
pub fn add_publisher(tx: &Tx<'_>, ctx: &Ctx, i: usize) -> Result<(Actor, OfferId), AppError> {
    let publisher = Publisher {
        id: PublisherId(ctx.id()),
        key: format!("publisher-{i}").parse().map_err(|_| AppError::NotFound)?,
        name: format!("Publisher {i}"),
        website: None,
        country: None,
        created: ctx.now,
        updated: ctx.now,
    };
    catalogue::insert_publisher(tx, &publisher)?;
    let offer = Offer {
        id: OfferId(ctx.id()),
        publisher: publisher.id,
        publisher_name: publisher.name.clone(),
        key: format!("offer-{i}").parse().map_err(|_| AppError::NotFound)?,
        name: format!("Offer {i}"),
        kind: OfferKind::Saas,
        listing: Listing::Listed,
        updated: ctx.now,
    };
    catalogue::insert_offer(tx, &offer)?;
    let owner = person(tx, ctx, &format!("owner-{i}@publisher.example"), &format!("Owner {i}"), None)?;
    people::join(tx, owner, publisher.id, PublisherRole::Owner, ctx.now)?;
    let role = Role::Publisher(PublisherRole::Owner);
    Ok((Actor { person: owner, role, publisher: Some(publisher.id) }, offer.id))
}

/// Begins a marketplace: publishers with an owner and an offer each, and an analyst.
pub fn begin(tx: &Tx<'_>, ctx: &Ctx, publishers: usize) -> Result<Marketplace, AppError> {
    let owners = (0..publishers).map(|i| add_publisher(tx, ctx, i)).collect::<Result<Vec<_>, _>>()?;
    let analyst = person(tx, ctx, "analyst@desk.example", "Mika Korhonen", Some(DeskRole::Analyst))?;
    let analyst = Actor { person: analyst, role: Role::Desk(DeskRole::Analyst), publisher: None };
    let owner = owners.first().ok_or(AppError::NotFound)?.0;
    let token =
        account::issue_token(tx, ctx, &owner, "Benchmark", &[Scope::CasesRead, Scope::CasesWrite], 30)?;
    Ok(Marketplace {
        analyst_session: session(tx, ctx, analyst.person)?,
        owner_session: session(tx, ctx, owner.person)?,
        owner_token: token.secret,
        owners,
        analyst,
    })
}

/// Signs someone in and returns the session's secret.
fn session(tx: &Tx<'_>, ctx: &Ctx, who: PersonId) -> Result<String, AppError> {
    let person = people::by_id(tx, who)?.ok_or(AppError::NotFound)?;
    let made = account::finish_sign_in(tx, ctx, &person, "benchmark", None, None)?;
    Ok(made.ok_or(AppError::NotSignedIn)?.secret)
}

/// Deterministic choice: the `n`-th pseudo-random number of a case.
fn pick(case: usize, n: usize) -> usize {
    let mut z =
        (case as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (n as u64).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 31)).wrapping_mul(0x94D0_49BB_1331_11EB);
    usize::try_from(z >> 33).unwrap_or(0)
}

fn sentence(case: usize, from: usize, words: usize) -> String {
    let mut text: Vec<&str> = (0..words).map(|n| WORDS[pick(case, from + n) % WORDS.len()]).collect();
    if let Some(first) = text.first_mut() {
        *first = "The";
    }
    format!("{}.", text.join(" "))
}

/// How bad the `case`-th report is, with a vector that says so.
fn rated(case: usize) -> (Severity, &'static str) {
    [
        (Severity::Critical, "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"),
        (Severity::High, "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H"),
        (Severity::Medium, "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N"),
        (Severity::Low, "CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N"),
    ][pick(case, 5) % 4]
}

/// Creates the answers of the `case`-th report: about two kilobytes of text.
pub fn answers(case: usize, offer: OfferId) -> Answers {
    let description: Vec<String> = (0..12).map(|n| sentence(case, 100 * n, 14)).collect();
    let rare = if case.is_multiple_of(10) { format!(" Rare word zq{}x.", case / 10) } else { String::new() };
    Answers {
        title: format!("{} {case}", sentence(case, 7, 6).trim_end_matches('.')),
        description: format!("{}{rare}", description.join(" ")),
        affected: vec![AffectedAnswer {
            offer: offer.to_string(),
            versions: "4.0.0 to 4.2.2".to_owned(),
            fixed_in: "4.2.3".to_owned(),
            ..AffectedAnswer::default()
        }],
        vulnerability: VulnerabilityAnswers {
            cves: vec![format!("CVE-{}-{}", 2015 + pick(case, 1) % 11, 1000 + pick(case, 2) % 40_000)],
            cvss: rated(case).1.to_owned(),
            ..VulnerabilityAnswers::default()
        },
        tlp: "amber_strict".to_owned(),
        proposed_severity: rated(case).0.to_string(),
        ..Answers::default()
    }
}

fn text<const MAX: usize>(given: &str) -> Result<Prose<MAX>, AppError> {
    Prose::new(given).map_err(|error| AppError::field("text", error.into()))
}

/// Tells the `case`-th case of `of`, oldest first: nineteen of twenty are closed, the rest are in all open stages.
pub fn tell(tx: &Tx<'_>, ctx: &Ctx, market: &Marketplace, case: usize, of: usize) -> Result<(), AppError> {
    let minutes_ago = i64::try_from((of - case) * 5 + 3).unwrap_or(i64::MAX);
    let at = |after: i64| ctx.at((ctx.now - minutes_ago.minutes()) + after.minutes());
    let (owner, offer) = &market.owners[pick(case, 3) % market.owners.len()];
    let answers = answers(case, *offer);
    let report = NewReport { draft: None, category: Category::Vulnerability, answers: &answers };
    let told = cases::submit(tx, &at(0), owner, &report)?;
    let number = told.number.ok_or(AppError::NotFound)?;
    let act =
        |after: i64, by: &Actor, command: Command| cases::act(tx, &at(after), by, number, command, None);
    let open = case.is_multiple_of(20);
    let stage = pick(case, 4) % 4;
    if open && stage == 0 {
        return Ok(());
    }
    let message = "Thank you. I have your report and follow it from here. Two questions will come by mail.";
    act(30, &market.analyst, Command::Acknowledge { message: text(message)? })?;
    act(35, owner, Command::ShareMessage { text: text(&sentence(case, 900, 40))? })?;
    act(36, &market.analyst, Command::AddNote { text: text(&sentence(case, 800, 20))? })?;
    if open && stage == 1 {
        return Ok(());
    }
    let severity = rated(case).0;
    let priority = [Priority::P1, Priority::P2, Priority::P3, Priority::P4][pick(case, 6) % 4];
    let reason = "As the vector says; one customer’s instance, and a person has to open a file.";
    let assess = Command::Assess {
        severity,
        severity_reason: text(reason)?,
        priority,
        priority_reason: text("No exploitation is known; a proof of concept is public.")?,
    };
    act(60, &market.analyst, assess)?;
    act(90, &market.analyst, Command::ShareMessage { text: text(&sentence(case, 700, 30))? })?;
    if open && stage == 2 {
        return Ok(());
    }
    act(
        120,
        &market.analyst,
        Command::Mitigate { sentence: text("The fixed version is being rolled out.")? },
    )?;
    if open {
        return Ok(());
    }
    let sentence = text("Version 4.2.3 mends it; all customers have been told.")?;
    let statement = OutcomeStatement { outcome: Outcome::Fixed, sentence, until: None };
    act(180, &market.analyst, Command::Close { statement })?;
    Ok(())
}
