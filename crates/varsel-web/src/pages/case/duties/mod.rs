//! Laws and contracts of a case: what can apply to the reader's side, what does, until when, and what to file.
//!
//! Each side has its own duties on its own page. The desk also reads the publisher's, to help, and can change nothing there.

mod pack;
mod view;

pub(crate) use pack::{file, json, prepare, show as pack, text};

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use varsel_app::{AppError, Ctx, cases as use_cases};
use varsel_core::case::duties::{AWARENESS, Applicability, EVERY_REGIME, Known};
use varsel_core::case::{Case, Command};
use varsel_core::catalogue::Country;
use varsel_core::clock::obligation::{Regime, Stage};
use varsel_core::coded::Coded as _;
use varsel_core::confirmation_number::ConfirmationNumber;
use varsel_core::permission::{Action, Party};
use varsel_core::refusal::Refusal;
use varsel_core::text::Sentence;
use varsel_locale::{describe, duty};
use varsel_store::{Scope, Tx, cases, catalogue};

use self::view::{Side, side};
use super::load::number as read_number;
use super::over_limit;
use super::typed::{Fields, Typed};
use crate::ask::Ask;
use crate::chrome::{Chrome, Section};
use crate::failure::{Failure, html, retrying};
use crate::form::Form;
use crate::pages::see_other;
use crate::web::{Visitor, Web};

/// What a page of duties is made of.
struct Loaded {
    number: ConfirmationNumber,
    case: std::sync::Arc<Case>,
    publisher: String,
    /// The publisher's country, where it is known.
    country: Option<Country>,
}

fn load(tx: &Tx<'_>, ctx: &Ctx, me: &Visitor, text: &str) -> Result<Loaded, AppError> {
    let number = read_number(ctx, text)?;
    let case = cases::find(tx, number, Scope::of(&me.actor))?.ok_or(AppError::NotFound)?;
    let publisher = catalogue::publisher_by_id(tx, case.publisher)?;
    let (publisher, country) = publisher.map(|known| (known.name, known.country)).unwrap_or_default();
    Ok(Loaded { number, case, publisher, country })
}

#[derive(Template)]
#[template(path = "pages/case/duties.html")]
struct DutiesPage {
    chrome: Chrome,
    number: String,
    title: String,
    publisher: String,
    /// What the reader's side has to file next.
    next: Option<NextFiling>,
    /// The reader's own side.
    own: Side,
    /// The publisher's, for the desk to read.
    theirs: Option<Side>,
    can_keep: bool,
    typed: Typed,
    /// Why nothing was done; empty if there is no error.
    refused: String,
}

/// What a side has to file next.
struct NextFiling {
    label: &'static str,
    title: String,
    text: String,
    due: Timestamp,
    href: String,
}

/// Returns what a side has to file next, with how much of its form is filled in.
fn next_filing(visitor: &Visitor, loaded: &Loaded) -> Option<NextFiling> {
    let (t, party) = (visitor.texts, visitor.actor.party());
    let duties = loaded.case.duties_of(party);
    let (id, end) = duties.running().min_by_key(|(_, end)| end.due)?;
    let (regime, stage) = (Regime::find(id)?, Stage::find(&end.stage)?);
    let (needed, filled) = pack::progress(loaded, duties.get(id)?, regime, stage, visitor);
    Some(NextFiling {
        label: if visitor.actor.may(Action::KeepDuties) { t.case_move_yours() } else { t.duties_due() },
        title: t.case_next_file(duty::stage(t, stage.id)),
        text: format!("{} {}", ended(duty::regime(t, id)), t.duties_move_text(filled, needed)),
        due: end.due,
        href: format!("/cases/{}/duties/{id}/{}", loaded.number, stage.id),
    })
}

fn ended(name: &str) -> String {
    format!("{name}.")
}

/// `GET /cases/{number}/duties`
pub(crate) async fn show(
    State(web): State<Web>,
    ask: Ask,
    Path(number): Path<String>,
) -> Result<Response, Failure> {
    page(&web, &ask, number, Typed::default(), None).await
}

async fn page(
    web: &Web,
    ask: &Ask,
    number: String,
    mut typed: Typed,
    failure: Option<Failure>,
) -> Result<Response, Failure> {
    let loaded = web.read(ask, Action::ReadCase, move |tx, ctx, me| load(tx, ctx, me, &number)).await;
    let (visitor, loaded) = match (loaded, failure.as_ref()) {
        (Ok(loaded), _) => loaded,
        (Err(error), None) => return Err(error),
        (Err(_), Some(_)) => return Err(failure.unwrap_or(Failure::NotFound)),
    };
    let t = visitor.texts;
    let (mut status, mut refused) = (StatusCode::OK, String::new());
    if let Some(failure) = &failure {
        status = failure.status();
        match failure.bare() {
            Failure::Invalid(problems) => typed.tell(t, problems),
            over @ Failure::OverLimit { .. } => refused = over_limit(web, t, over),
            Failure::Refused(refusal, _) => {
                let why = describe::refusal(t, refusal, &visitor.zone, visitor.now);
                match refusal {
                    Refusal::ReasonNeeded if typed.has("applies") => {
                        typed.say("reason", t.duties_problem_reason().to_owned());
                    }
                    Refusal::ReasonNeeded => typed.say("reason", why),
                    Refusal::FarAway if typed.has("instant_year") => typed.say("instant_year", why),
                    Refusal::FarAway => typed.say("instant_date", why),
                    _ => refused = why,
                }
            }
            _ => {}
        }
    }
    let party = visitor.actor.party();
    let policy = &web.surroundings().policy;
    let country = loaded.country.as_ref();
    let own = side(t, &loaded.case, party, policy, country, &visitor);
    let theirs =
        (party == Party::Desk).then(|| side(t, &loaded.case, Party::Publisher, policy, country, &visitor));
    let section = if party == Party::Desk { Section::Queue } else { Section::Cases };
    let title = format!("{} · {}", t.duties_title(), loaded.number);
    let mut chrome = Chrome::new(web, ask, &visitor, section, title);
    chrome.paper = loaded.number.to_string();
    chrome.here = format!("/cases/{}/duties", loaded.number);
    let page = DutiesPage {
        chrome,
        number: loaded.number.to_string(),
        title: loaded.case.report.as_ref().map(|report| report.title.to_string()).unwrap_or_default(),
        next: next_filing(&visitor, &loaded),
        publisher: loaded.publisher,
        own,
        theirs,
        can_keep: visitor.actor.may(Action::KeepDuties),
        typed,
        refused,
    };
    let after = failure.and_then(|failure| failure.retry_after(visitor.now));
    Ok(retrying(html(status, &page), after))
}

/// Refuses a form from a page that did not show what a colleague has since recorded: each form carries the number of its kind of
/// entries.
fn refuse_unseen(form: &Form, held: usize) -> Result<(), AppError> {
    if form.has("held") && form.get("held") != held.to_string() {
        return Err(Refusal::Stale.into());
    }
    Ok(())
}

/// Carries out a form and returns to the page, at its regime, or to the filled-in form with its errors.
async fn carry_out(
    web: Web,
    ask: Ask,
    number: String,
    form: Form,
    key: String,
    held: impl FnOnce(&Known, &Form) -> usize + Send + 'static,
    work: impl FnOnce(&Visitor, &Form) -> Result<Command, AppError> + Send + 'static,
) -> Result<Response, Failure> {
    let (text, given) = (number.clone(), form.clone());
    let done = web
        .write(&ask, &form, Action::KeepDuties, move |tx, ctx, me| {
            let loaded = load(tx, ctx, me, &text)?;
            let known = loaded.case.duties_of(me.actor.party()).get(given.get("regime"));
            refuse_unseen(&given, known.map_or(0, |known| held(known, &given)))?;
            let command = work(me, &given)?;
            use_cases::act(tx, ctx, &me.actor, read_number(ctx, &text)?, command, None)
        })
        .await;
    match done {
        Ok(_) => Ok(see_other(&format!("/cases/{number}/duties#{}", form.get("regime")))),
        Err(failure) if failure.is_for_its_form() => {
            page(&web, &ask, number, Typed::new(&key, form), Some(failure)).await
        }
        Err(failure) => Err(failure),
    }
}

/// `POST /cases/{number}/duties/judgement`
pub(crate) async fn judge(
    State(web): State<Web>,
    ask: Ask,
    Path(number): Path<String>,
    form: Form,
) -> Result<Response, Failure> {
    let other = form.has("other");
    let key = if other { "judge-other".to_owned() } else { format!("judge-{}", form.get("regime")) };
    let held = |known: &Known, _: &Form| known.judged.len();
    carry_out(web, ask, number, form, key, held, |_, form| {
        let mut fields = Fields::of(form);
        let applies = fields.choice("applies", &["yes", "no", "unsure"]);
        let reason = fields.optional("reason");
        let applies = fields.all(applies)?;
        let applies = Applicability::from_code(applies).map_err(|_| AppError::NotFound)?;
        Ok(Command::JudgeDuty { regime: form.get("regime").to_owned(), applies, reason })
    })
    .await
}

/// `POST /cases/{number}/duties/awareness`: for all laws at once.
pub(crate) async fn aware(
    State(web): State<Web>,
    ask: Ask,
    Path(number): Path<String>,
    form: Form,
) -> Result<Response, Failure> {
    let form = form.with("regime", EVERY_REGIME);
    let held = |known: &Known, _: &Form| known.anchors.get(AWARENESS).map_or(0, Vec::len);
    carry_out(web, ask, number, form, "awareness".to_owned(), held, |me, form| {
        let mut fields = Fields::of(form);
        let instant = fields.instant("instant", &me.zone);
        let evidence = match form.get("evidence").trim() {
            "" => Some(Sentence::new(me.texts.duties_aware_default()).map_err(|_| AppError::NotFound)?),
            _ => fields.text("evidence"),
        };
        let reason = fields.optional("reason");
        let (instant, evidence) = fields.all(instant.zip(evidence))?;
        Ok(Command::RecordAwareness { instant, evidence, reason })
    })
    .await
}

/// `POST /cases/{number}/duties/anchor`
pub(crate) async fn anchor(
    State(web): State<Web>,
    ask: Ask,
    Path(number): Path<String>,
    form: Form,
) -> Result<Response, Failure> {
    let key = format!("anchor-{}-{}", form.get("regime"), form.get("anchor"));
    let held = |known: &Known, form: &Form| known.anchors.get(form.get("anchor")).map_or(0, Vec::len);
    carry_out(web, ask, number, form, key, held, |me, form| {
        let mut fields = Fields::of(form);
        // A year is given as one, and kept as its end.
        let instant =
            match Regime::find(form.get("regime")).filter(|regime| regime.is_year(form.get("anchor"))) {
                Some(regime) => fields.year("instant_year", |year| regime.year_end(form.get("anchor"), year)),
                None => fields.instant("instant", &me.zone),
            };
        let evidence = fields.text("evidence");
        let reason = fields.optional("reason");
        let (instant, evidence) = fields.all(instant.zip(evidence))?;
        let (regime, anchor) = (form.get("regime").to_owned(), form.get("anchor").to_owned());
        Ok(Command::RecordAnchor { regime, anchor, instant, evidence, reason })
    })
    .await
}
