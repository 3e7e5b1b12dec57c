//! Publishers: the list, a publisher with its offers and people, and the forms.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use varsel_app::AppError;
use varsel_app::catalogue::{self as uses, PublisherAnswers};
use varsel_app::organisation::{self, Invitation};
use varsel_core::ids::PublisherId;
use varsel_core::permission::{Action, PublisherRole};
use varsel_core::refusal::Refusal;
use varsel_locale::Locale;
use varsel_store::access::{self, LinkRow};
use varsel_store::catalogue::{self, Offer, Publisher};
use varsel_store::{Tx, people, queue};

use super::{FieldProblem, beside, parameter, read_seen, seen_text, sentences};
use crate::ask::Ask;
use crate::chrome::{Chrome, Section};
use crate::failure::{Failure, html};
use crate::form::Form;
use crate::pages::{capped, see_other};
use crate::present;
use crate::web::{Visitor, Web};

/// How many rows a list has.
const ROWS: usize = 50;

fn limit() -> i64 {
    i64::try_from(ROWS + 1).unwrap_or(i64::MAX)
}

#[derive(Template)]
#[template(path = "pages/catalogue/publishers.html")]
struct ListPage {
    chrome: Chrome,
    publishers: Vec<Publisher>,
    count: String,
    offers: String,
    name: String,
    first: Option<String>,
    later: Option<String>,
    may_edit: bool,
}

/// `GET /catalogue`
pub(crate) async fn list(State(web): State<Web>, ask: Ask) -> Result<Response, Failure> {
    // The command palette of readers who may not search in cases leads here.
    let name = parameter(ask.uri.query(), "name").or_else(|| parameter(ask.uri.query(), "q"));
    let after = parameter(ask.uri.query(), "after");
    let is_first = after.is_none();
    let begins = name.clone();
    let (visitor, (mut publishers, count, offers)) = web
        .read(&ask, Action::ReadCatalogue, move |tx, _, me| {
            let last = match &after {
                Some(key) => catalogue::publisher_by_key(tx, key)?,
                None => None,
            };
            let nil = PublisherId(uuid::Uuid::nil());
            let from = match (&last, &begins) {
                (Some(last), _) => Some((last.name.as_str(), last.id)),
                (None, Some(name)) => Some((name.as_str(), nil)),
                (None, None) => None,
            };
            let mut found = uses::publishers(tx, &me.actor, from, limit())?;
            if let Some(name) = &begins {
                found.retain(|publisher| publisher.name.starts_with(name.as_str()));
            }
            Ok((found, catalogue::count_publishers(tx)?, catalogue::count_offers(tx)?))
        })
        .await?;
    let chrome = Chrome::new(&web, &ask, &visitor, Section::Catalogue, visitor.texts.catalogue_title());
    let more = publishers.len() > ROWS;
    publishers.truncate(ROWS);
    let later =
        publishers.last().filter(|_| more).map(|last| list_path(name.as_deref(), Some(last.key.as_str())));
    let page = ListPage {
        count: capped(chrome.t, count),
        offers: chrome.t.catalogue_count_offers(capped(chrome.t, offers), offers),
        first: (!is_first).then(|| list_path(name.as_deref(), None)),
        name: name.unwrap_or_default(),
        publishers,
        later,
        may_edit: visitor.may(Action::EditCatalogue),
        chrome,
    };
    Ok(html(StatusCode::OK, &page))
}

fn list_path(name: Option<&str>, after: Option<&str>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if let Some(name) = name {
        query.append_pair("name", name);
    }
    if let Some(after) = after {
        query.append_pair("after", after);
    }
    let query = query.finish();
    if query.is_empty() { "/catalogue".to_owned() } else { format!("/catalogue?{query}") }
}

/// What the page of a publisher shows.
struct Shown {
    publisher: Publisher,
    offers: Vec<Offer>,
    members: usize,
    invitations: Vec<LinkRow>,
    cases: i64,
}

/// An offer in the list of its publisher's.
struct OfferRow {
    key: String,
    name: String,
    kind: &'static str,
    listing: &'static str,
    is_listed: bool,
}

#[derive(Template)]
#[template(path = "pages/catalogue/publisher.html")]
struct PublisherPage {
    chrome: Chrome,
    publisher: Publisher,
    offers: Vec<OfferRow>,
    first: Option<String>,
    later: Option<String>,
    members: i64,
    invitations: Vec<LinkRow>,
    cases: String,
    queue: Option<String>,
    may_edit: bool,
    may_invite: bool,
    done: Option<&'static str>,
    email: String,
    locale: Locale,
    problems: Vec<FieldProblem>,
}

impl PublisherPage {
    fn is_swedish(&self) -> bool {
        self.locale == Locale::Sv
    }

    fn beside(&self, field: &str) -> Option<&str> {
        beside(&self.problems, field)
    }
}

/// `GET /catalogue/publishers/{key}`
pub(crate) async fn show(
    State(web): State<Web>,
    ask: Ask,
    Path(key): Path<String>,
) -> Result<Response, Failure> {
    render(&web, &ask, key, StatusCode::OK, Vec::new(), String::new(), Locale::default()).await
}

async fn render(
    web: &Web,
    ask: &Ask,
    key: String,
    status: StatusCode,
    problems: Vec<varsel_app::intake::Problem>,
    email: String,
    locale: Locale,
) -> Result<Response, Failure> {
    let after = parameter(ask.uri.query(), "after");
    let done = parameter(ask.uri.query(), "done");
    let is_first = after.is_none();
    let (visitor, shown) = web
        .read(ask, Action::ReadCatalogue, move |tx, ctx, me| {
            let publisher = by_key(tx, &key)?;
            let last = match &after {
                Some(key) => {
                    catalogue::offer_by_key(tx, key)?.filter(|offer| offer.publisher == publisher.id)
                }
                None => None,
            };
            let from = last.as_ref().map(|last| (last.name.as_str(), last.id));
            let invitations = if me.may(Action::ManagePeople) {
                access::invitations(tx, Some(publisher.id), ctx.now)?
            } else {
                Vec::new()
            };
            Ok(Shown {
                offers: uses::offers(tx, &me.actor, publisher.id, from, limit())?,
                members: people::members(tx, publisher.id)?.len(),
                cases: queue::count_of_publisher(tx, publisher.id)?,
                invitations,
                publisher,
            })
        })
        .await?;
    let Shown { publisher, mut offers, members, invitations, cases } = shown;
    let chrome = Chrome::new(web, ask, &visitor, Section::Catalogue, publisher.name.clone());
    let t = chrome.t;
    let more = offers.len() > ROWS;
    offers.truncate(ROWS);
    let here = format!("/catalogue/publishers/{}", publisher.key);
    let later = offers.last().filter(|_| more).map(|last| format!("{here}?after={}", last.key));
    let offers = offers
        .into_iter()
        .map(|offer| OfferRow {
            key: offer.key.to_string(),
            name: offer.name,
            kind: present::name(t, "kind", offer.kind),
            listing: present::name(t, "listing", offer.listing),
            is_listed: offer.listing == varsel_core::catalogue::Listing::Listed,
        })
        .collect();
    let page = PublisherPage {
        offers,
        first: (!is_first).then(|| here.clone()),
        later,
        members: i64::try_from(members).unwrap_or(i64::MAX),
        invitations,
        cases: capped(t, cases),
        queue: visitor.may(Action::ReadQueue).then(|| format!("/desk?view=all&publisher={}", publisher.key)),
        may_edit: visitor.may(Action::EditCatalogue),
        may_invite: visitor.may(Action::ManagePeople),
        done: match done.as_deref() {
            Some("added") => Some(t.catalogue_added()),
            Some("saved") => Some(t.catalogue_saved()),
            Some("same") => Some(t.catalogue_same()),
            Some("invited") => Some(t.catalogue_invited()),
            _ => None,
        },
        email,
        locale,
        problems: sentences(t, &problems),
        publisher,
        chrome,
    };
    Ok(html(status, &page))
}

fn by_key(tx: &Tx<'_>, key: &str) -> Result<Publisher, AppError> {
    catalogue::publisher_by_key(tx, key)?.ok_or(AppError::NotFound)
}

#[derive(Template)]
#[template(path = "pages/catalogue/publisher_form.html")]
struct FormPage {
    chrome: Chrome,
    /// The publisher as it is now; none yet when one is added.
    now: Option<Publisher>,
    answers: PublisherAnswers,
    seen: String,
    /// Whether someone else has changed it since.
    is_stale: bool,
    problems: Vec<FieldProblem>,
}

impl FormPage {
    fn beside(&self, field: &str) -> Option<&str> {
        beside(&self.problems, field)
    }

    fn action(&self) -> String {
        match &self.now {
            Some(publisher) => format!("/catalogue/publishers/{}", publisher.key),
            None => "/catalogue/publishers".to_owned(),
        }
    }

    fn back(&self) -> String {
        match &self.now {
            Some(publisher) => format!("/catalogue/publishers/{}", publisher.key),
            None => "/catalogue".to_owned(),
        }
    }
}

fn form_page(
    web: &Web,
    ask: &Ask,
    visitor: &Visitor,
    now: Option<Publisher>,
    answers: PublisherAnswers,
    problems: &[varsel_app::intake::Problem],
) -> FormPage {
    let t = visitor.texts;
    let title = match &now {
        Some(publisher) => t.catalogue_edit_title(&publisher.name),
        None => t.catalogue_new_publisher().to_owned(),
    };
    let seen = now.as_ref().map(|publisher| seen_text(publisher.updated)).unwrap_or_default();
    FormPage {
        chrome: Chrome::new(web, ask, visitor, Section::Catalogue, title),
        now,
        answers,
        seen,
        is_stale: false,
        problems: sentences(t, problems),
    }
}

fn read_answers(form: &Form) -> PublisherAnswers {
    let text = |name| form.get(name).to_owned();
    PublisherAnswers {
        key: text("key"),
        name: text("name"),
        website: text("website"),
        country: text("country"),
    }
}

/// `GET /catalogue/new-publisher`
pub(crate) async fn new(State(web): State<Web>, ask: Ask) -> Result<Response, Failure> {
    let (visitor, ()) = web.read(&ask, Action::EditCatalogue, |_, _, _| Ok(())).await?;
    Ok(html(StatusCode::OK, &form_page(&web, &ask, &visitor, None, PublisherAnswers::default(), &[])))
}

/// `POST /catalogue/publishers`
pub(crate) async fn add(State(web): State<Web>, ask: Ask, form: Form) -> Result<Response, Failure> {
    let answers = read_answers(&form);
    let given = answers.clone();
    let added = web
        .write(&ask, &form, Action::EditCatalogue, move |tx, ctx, me| {
            let id = uses::add_publisher(tx, ctx, &me.actor, &given)?;
            uses::publisher(tx, &me.actor, id)
        })
        .await;
    match added {
        Ok((_, publisher)) => Ok(see_other(&format!("/catalogue/publishers/{}?done=added", publisher.key))),
        Err(Failure::Invalid(problems)) => {
            let (visitor, ()) = web.read(&ask, Action::EditCatalogue, |_, _, _| Ok(())).await?;
            let page = form_page(&web, &ask, &visitor, None, answers, &problems);
            Ok(html(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
        Err(failure) => Err(failure),
    }
}

/// `GET /catalogue/publishers/{key}/edit`
pub(crate) async fn form(
    State(web): State<Web>,
    ask: Ask,
    Path(key): Path<String>,
) -> Result<Response, Failure> {
    let (visitor, publisher) =
        web.read(&ask, Action::EditCatalogue, move |tx, _, _| by_key(tx, &key)).await?;
    let answers = PublisherAnswers::from(&publisher);
    Ok(html(StatusCode::OK, &form_page(&web, &ask, &visitor, Some(publisher), answers, &[])))
}

/// `POST /catalogue/publishers/{key}`
pub(crate) async fn edit(
    State(web): State<Web>,
    ask: Ask,
    Path(key): Path<String>,
    form: Form,
) -> Result<Response, Failure> {
    let answers = read_answers(&form);
    let (given, seen, which) = (answers.clone(), read_seen(form.get("seen")), key.clone());
    let edited = web
        .write(&ask, &form, Action::EditCatalogue, move |tx, ctx, me| {
            let publisher = by_key(tx, &which)?;
            uses::edit_publisher(tx, ctx, &me.actor, publisher.id, Some(seen), &given)
        })
        .await;
    let (problems, is_stale, status) = match edited {
        Ok((_, changed)) => {
            let done = if changed { "saved" } else { "same" };
            return Ok(see_other(&format!("/catalogue/publishers/{key}?done={done}")));
        }
        Err(Failure::Invalid(problems)) => (problems, false, StatusCode::UNPROCESSABLE_ENTITY),
        Err(Failure::Refused(Refusal::Stale, _)) => (Vec::new(), true, StatusCode::CONFLICT),
        Err(failure) => return Err(failure),
    };
    let (visitor, publisher) =
        web.read(&ask, Action::EditCatalogue, move |tx, _, _| by_key(tx, &key)).await?;
    let mut page = form_page(&web, &ask, &visitor, Some(publisher), answers, &problems);
    page.is_stale = is_stale;
    if !is_stale {
        // The form keeps the version that was seen until the newest is shown.
        page.seen = seen_text(seen);
    }
    Ok(html(status, &page))
}

/// `POST /catalogue/publishers/{key}/invitations`
pub(crate) async fn invite(
    State(web): State<Web>,
    ask: Ask,
    Path(key): Path<String>,
    form: Form,
) -> Result<Response, Failure> {
    let locale = Locale::from_tag(form.get("locale")).unwrap_or_default();
    let (email, which) = (form.get("email").to_owned(), key.clone());
    let given = email.clone();
    let invited = web
        .write(&ask, &form, Action::ManagePeople, move |tx, ctx, me| {
            let publisher = by_key(tx, &which)?;
            let to = Invitation::Member(publisher.id, PublisherRole::Owner);
            organisation::invite(tx, ctx, &me.actor, &given, to, locale.tag()).map(drop)
        })
        .await;
    match invited {
        Ok(_) => Ok(see_other(&format!("/catalogue/publishers/{key}?done=invited"))),
        Err(Failure::Invalid(problems)) => {
            render(&web, &ask, key, StatusCode::UNPROCESSABLE_ENTITY, problems, email, locale).await
        }
        Err(failure) => Err(failure),
    }
}
