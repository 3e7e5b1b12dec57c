//! A publisher's way to a report: the kind of event, the topics, the check, the confirmation. An unfinished request is a draft:
//! it stores every answer as typed, and is validated as a whole when it is submitted.

mod check;
mod confirmation;
mod field;
mod start;
mod summary;
mod topic;
mod topic_page;
mod view;

pub(crate) use check::{show as check, submit};
pub(crate) use confirmation::show as confirmation;
pub(crate) use start::{category, change_category, choose, create, removal, remove};
pub(crate) use topic_page::{autosave, save, score, show as topic};
pub(crate) use view::MAX_ROWS;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use varsel_app::intake::{Answers, Problem};
use varsel_app::{AppError, Ctx, cases as reports, drafts};
use varsel_core::case::Category;
use varsel_core::case::report::Unsure;
use varsel_core::coded::Coded as _;
use varsel_core::ids::CaseId;
use varsel_core::permission::Action;
use varsel_locale::Texts;
use varsel_store::catalogue::{self, OfferChoice};
use varsel_store::drafts::Draft;
use varsel_store::{Scope, Tx, cases};

use super::{cves, see_other};
use crate::ask::Ask;
use crate::chrome::{Chrome, Section};
use crate::cve_card::{self, CveCards};
use crate::failure::{Failure, html};
use crate::present;
use crate::web::{Visitor, Web};
use topic::{State as TopicState, Topic};

/// A draft with what is wrong with it as a whole.
pub(super) struct Loaded {
    draft: Draft,
    answers: Answers,
    /// The publisher's offers; only where the page lets people choose one.
    offers: Vec<OfferChoice>,
    problems: Vec<Problem>,
    /// What is publicly known of the CVEs; only where the page shows it.
    cves: CveCards,
    /// Why the report of a vulnerability sounds like an incident too, in words; empty where it does not.
    incident_too: String,
}

/// How many of the CVEs that a report names are looked up among those known to be exploited.
const LOOKED_UP: usize = 10;

/// Says why a report of a vulnerability alone sounds like an incident too: it is exploited, or a CVE that it names is.
fn incident_too(tx: &Tx<'_>, t: Texts, draft: &Draft, answers: &Answers) -> Result<String, AppError> {
    if draft.category != Category::Vulnerability {
        return Ok(String::new());
    }
    if Unsure::from_code(answers.vulnerability.exploited.trim()).ok() == Some(Unsure::Yes) {
        return Ok(t.request_both_exploited().to_owned());
    }
    for id in cves::ids(&answers.vulnerability.cves.join(",")).iter().take(LOOKED_UP) {
        let entry = varsel_store::cves::find(tx, id)?;
        if entry.is_some_and(|entry| entry.known_exploited().is_some()) {
            return Ok(t.request_both_kev(id.to_string()));
        }
    }
    Ok(String::new())
}

/// A request that someone asked for by its id.
pub(super) enum Found<T> {
    /// It is being written.
    Draft(T),
    /// It was sent, and has this number.
    Sent(String),
}

/// Reads the id of a draft from an address.
pub(super) fn draft_id(given: &str) -> Result<CaseId, Failure> {
    given.parse().map_err(|_| Failure::NotFound)
}

/// Finds the number of the case that a request has become.
pub(super) fn sent(tx: &Tx<'_>, me: &Visitor, id: CaseId) -> Result<String, AppError> {
    let case = cases::load(tx, id)?.filter(|case| Some(case.publisher) == me.actor.publisher);
    let number = case.and_then(|case| case.number).ok_or(AppError::NotFound)?;
    Ok(number.to_string())
}

/// Finds a draft, or the case it has become.
pub(super) fn find(tx: &Tx<'_>, me: &Visitor, id: CaseId) -> Result<Found<(Draft, Answers)>, AppError> {
    match drafts::find(tx, &me.actor, id) {
        Ok(found) => Ok(Found::Draft(found)),
        Err(AppError::NotFound) => Ok(Found::Sent(sent(tx, me, id)?)),
        Err(error) => Err(error),
    }
}

/// Lists what is wrong with a request, as of now.
fn problems(tx: &Tx<'_>, me: &Visitor, draft: &Draft, answers: &Answers) -> Result<Vec<Problem>, AppError> {
    match reports::read_report(tx, draft.publisher, answers, draft.category, me.now) {
        Ok(_) => Ok(Vec::new()),
        Err(AppError::Invalid(problems)) => Ok(problems),
        Err(error) => Err(error),
    }
}

/// Loads what pages about a draft show.
pub(super) fn load(
    tx: &Tx<'_>,
    ctx: &Ctx,
    me: &Visitor,
    id: CaseId,
    topic: Option<Topic>,
) -> Result<Found<Loaded>, AppError> {
    match find(tx, me, id)? {
        Found::Draft((draft, answers)) => complete(tx, ctx, me, draft, answers, topic).map(Found::Draft),
        Found::Sent(number) => Ok(Found::Sent(number)),
    }
}

/// Adds to a draft what its pages show besides the answers.
pub(super) fn complete(
    tx: &Tx<'_>,
    ctx: &Ctx,
    me: &Visitor,
    draft: Draft,
    answers: Answers,
    topic: Option<Topic>,
) -> Result<Loaded, AppError> {
    let mut offers = match topic {
        Some(Topic::Problem) => catalogue::offers_for_form(tx, draft.publisher)?,
        _ => Vec::new(),
    };
    me.texts.sort_by_name(&mut offers, |offer| &offer.name);
    let cves = match topic {
        Some(Topic::Vulnerability) => {
            cve_card::cards(tx, ctx, Scope::of(&me.actor), &cves::ids(&answers.vulnerability.cves.join(",")))?
        }
        _ => CveCards::default(),
    };
    let problems = problems(tx, me, &draft, &answers)?;
    let incident_too = incident_too(tx, me.texts, &draft, &answers)?;
    Ok(Loaded { draft, answers, offers, problems, cves, incident_too })
}

/// A topic in a list of topics.
pub(crate) struct Task {
    pub(crate) href: String,
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) why: &'static str,
    pub(crate) state: &'static str,
    pub(crate) state_name: &'static str,
    /// What it still needs.
    pub(crate) missing: String,
    pub(crate) current: bool,
}

/// Lists the topics of a request with their states, and counts those that need nothing more.
pub(super) fn tasks(t: Texts, loaded: &Loaded, current: Option<Topic>) -> (Vec<Task>, i64) {
    let mut done = 0;
    let task = |topic: Topic| {
        let state = topic.state(&loaded.answers, &loaded.problems);
        if state == TopicState::Done {
            done += 1;
        }
        let mut missing: Vec<&str> = Vec::new();
        for problem in loaded.problems.iter().filter(|p| Topic::of_field(&p.field) == topic) {
            if let Some(label) = view::label(t, &problem.field)
                && !missing.contains(&label)
            {
                missing.push(label);
            }
        }
        Task {
            href: format!("/requests/{}/{}", loaded.draft.id, topic.code()),
            code: topic.code(),
            name: t.name_of("request-topic", topic.code()),
            why: t.name_of("request-topic-why", topic.code()),
            state: state.code(),
            state_name: t.name_of("request-state", state.code()),
            missing: missing.join(", "),
            current: current == Some(topic),
        }
    };
    let tasks = Topic::of(loaded.draft.category).map(task).collect();
    (tasks, done)
}

/// Returns what a draft is called: its title, or that it has none.
pub(super) fn title(t: Texts, answers: &Answers) -> String {
    match answers.title.trim() {
        "" => t.request_untitled().to_owned(),
        title => title.to_owned(),
    }
}

/// Returns the name of the organisation that someone acts for.
pub(super) fn organisation(me: &Visitor) -> &str {
    me.signed.organisation.as_ref().map_or("", |(_, name, _)| name)
}

/// Creates the surroundings of a page about a request.
pub(super) fn chrome(web: &Web, ask: &Ask, me: &Visitor, title: impl Into<String>) -> Chrome {
    Chrome::new(web, ask, me, Section::Cases, title)
}

/// Returns the address of the case that a request has become.
pub(super) fn case_path(number: &str) -> String {
    format!("/cases/{number}")
}

#[derive(Template)]
#[template(path = "pages/request/tasks.html")]
struct TasksPage {
    chrome: Chrome,
    id: String,
    category: &'static str,
    name: String,
    tasks: Vec<Task>,
    done: i64,
    all: i64,
    ready: bool,
    draft: Draft,
}

/// `GET /requests/{draft}`
pub(crate) async fn show(
    State(web): State<Web>,
    ask: Ask,
    Path(draft): Path<String>,
) -> Result<Response, Failure> {
    let id = draft_id(&draft)?;
    let (me, found) =
        web.read(&ask, Action::SubmitReport, move |tx, ctx, me| load(tx, ctx, me, id, None)).await?;
    let loaded = match found {
        Found::Draft(loaded) => loaded,
        Found::Sent(number) => return Ok(see_other(&case_path(&number))),
    };
    let t = me.texts;
    let (tasks, done) = tasks(t, &loaded, None);
    let page = TasksPage {
        chrome: chrome(&web, &ask, &me, t.request_tasks_title()),
        id: draft,
        category: category_name(t, loaded.draft.category),
        name: title(t, &loaded.answers),
        all: i64::try_from(tasks.len()).unwrap_or(i64::MAX),
        tasks,
        done,
        ready: loaded.problems.is_empty(),
        draft: loaded.draft,
    };
    Ok(html(StatusCode::OK, &page))
}

fn category_name(t: Texts, category: Category) -> &'static str {
    present::name(t, "category", category)
}
