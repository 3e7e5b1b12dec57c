//! Offers: an offer with its plans, versions, customers and cases, and the forms.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use varsel_app::AppError;
use varsel_app::catalogue::{self as uses, OfferAnswers, OfferPage as Facts};
use varsel_core::catalogue::{Listing, MAX_PLANS, MAX_VERSIONS, OfferKind};
use varsel_core::coded::Coded;
use varsel_core::ids::CustomerId;
use varsel_core::permission::Action;
use varsel_core::refusal::Refusal;
use varsel_store::Tx;
use varsel_store::cases::{self, OfferCase};
use varsel_store::catalogue::{self, Holder, Publisher};

use super::{FieldProblem, beside, parameter, read_seen, seen_text, sentences};
use crate::ask::Ask;
use crate::chrome::{Chrome, Section};
use crate::failure::{Failure, html};
use crate::form::Form;
use crate::pages::{capped, see_other};
use crate::present;
use crate::web::{Visitor, Web};

/// How many customers a page lists.
const CUSTOMERS: usize = 50;
/// How many cases a page lists.
const CASES: i64 = 20;
/// How many versions the page of an offer shows.
const VERSIONS: usize = 30;

/// A case of the offer.
struct CaseRow {
    case: OfferCase,
    severity: &'static str,
    stage: &'static str,
}

#[derive(Template)]
#[template(path = "pages/catalogue/offer.html")]
struct OfferPage {
    chrome: Chrome,
    facts: Facts,
    publisher_key: String,
    kind: &'static str,
    listing: &'static str,
    /// How many versions are not shown.
    more_versions: i64,
    holders: String,
    customers: Vec<Holder>,
    first: Option<String>,
    later: Option<String>,
    /// None for readers who must not read cases.
    cases: Option<Vec<CaseRow>>,
    may_edit: bool,
    done: Option<&'static str>,
}

impl OfferPage {
    fn is_listed(&self) -> bool {
        self.facts.offer.listing == Listing::Listed
    }

    fn has_cases(&self) -> bool {
        self.cases.as_ref().is_some_and(|cases| !cases.is_empty())
    }
}

/// What one transaction reads for the page.
struct Shown {
    facts: Facts,
    publisher: Publisher,
    customers: Vec<Holder>,
    cases: Option<Vec<OfferCase>>,
}

fn by_key(tx: &Tx<'_>, me: &Visitor, key: &str) -> Result<Facts, AppError> {
    let offer = catalogue::offer_by_key(tx, key)?.ok_or(AppError::NotFound)?;
    uses::offer(tx, &me.actor, offer.id)
}

/// `GET /catalogue/offers/{key}`
pub(crate) async fn show(
    State(web): State<Web>,
    ask: Ask,
    Path(key): Path<String>,
) -> Result<Response, Failure> {
    let after = parameter(ask.uri.query(), "after").and_then(|id| id.parse::<CustomerId>().ok());
    let done = parameter(ask.uri.query(), "done");
    let (visitor, shown) = web
        .read(&ask, Action::ReadCatalogue, move |tx, _, me| {
            let facts = by_key(tx, me, &key)?;
            let id = facts.offer.id;
            let limit = i64::try_from(CUSTOMERS + 1).unwrap_or(i64::MAX);
            Ok(Shown {
                publisher: uses::publisher(tx, &me.actor, facts.offer.publisher)?,
                customers: catalogue::holders(tx, id, after, limit)?,
                // People who manage the catalogue need not see reports.
                cases: if me.may(Action::ReadCase) { Some(cases::of_offer(tx, id, CASES)?) } else { None },
                facts,
            })
        })
        .await?;
    let Shown { mut facts, publisher, mut customers, cases } = shown;
    let chrome = Chrome::new(&web, &ask, &visitor, Section::Catalogue, facts.offer.name.clone());
    let t = chrome.t;
    let here = format!("/catalogue/offers/{}", facts.offer.key);
    let more = customers.len() > CUSTOMERS;
    customers.truncate(CUSTOMERS);
    let later = customers.last().filter(|_| more).map(|last| format!("{here}?after={}", last.customer.id));
    let more_versions = facts.versions.len().saturating_sub(VERSIONS);
    facts.versions.truncate(VERSIONS);
    let row = |case: OfferCase| CaseRow {
        severity: present::name(t, "severity", case.severity),
        stage: present::name(t, "stage", case.stage),
        case,
    };
    let page = OfferPage {
        publisher_key: publisher.key.to_string(),
        kind: present::name(t, "kind", facts.offer.kind),
        listing: present::name(t, "listing", facts.offer.listing),
        more_versions: i64::try_from(more_versions).unwrap_or(i64::MAX),
        holders: capped(t, facts.holders.unwrap_or(0)),
        facts,
        customers,
        first: after.map(|_| here),
        later,
        cases: cases.map(|cases| cases.into_iter().map(row).collect()),
        may_edit: visitor.may(Action::EditCatalogue),
        done: match done.as_deref() {
            Some("added") => Some(t.catalogue_added()),
            Some("saved") => Some(t.catalogue_saved()),
            Some("same") => Some(t.catalogue_same()),
            _ => None,
        },
        chrome,
    };
    Ok(html(StatusCode::OK, &page))
}

/// A value of a kind or listing in the form.
struct Choice {
    code: &'static str,
    name: &'static str,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "pages/catalogue/offer_form.html")]
struct FormPage {
    chrome: Chrome,
    publisher: Publisher,
    /// The offer as it is now; none yet when one is added.
    now: Option<Facts>,
    answers: OfferAnswers,
    kinds: Vec<Choice>,
    listings: Vec<Choice>,
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
            Some(facts) => format!("/catalogue/offers/{}", facts.offer.key),
            None => format!("/catalogue/publishers/{}/offers", self.publisher.key),
        }
    }

    fn back(&self) -> String {
        match &self.now {
            Some(facts) => format!("/catalogue/offers/{}", facts.offer.key),
            None => format!("/catalogue/publishers/{}", self.publisher.key),
        }
    }

    fn plans(&self) -> String {
        self.answers.plans.join("\n")
    }

    fn versions(&self) -> String {
        self.answers.versions.join("\n")
    }

    fn kind_now(&self) -> &'static str {
        self.now.as_ref().map_or("", |facts| present::name(self.chrome.t, "kind", facts.offer.kind))
    }

    fn listing_now(&self) -> &'static str {
        self.now.as_ref().map_or("", |facts| present::name(self.chrome.t, "listing", facts.offer.listing))
    }
}

fn choices<T: Coded>(chrome: &Chrome, area: &str, chosen: &str) -> Vec<Choice> {
    let choice = |code: &T| Choice {
        code: code.code(),
        name: present::name(chrome.t, area, *code),
        chosen: code.code() == chosen,
    };
    T::ALL.iter().map(choice).collect()
}

fn form_page(
    web: &Web,
    ask: &Ask,
    visitor: &Visitor,
    publisher: Publisher,
    now: Option<Facts>,
    answers: OfferAnswers,
    problems: &[varsel_app::intake::Problem],
) -> FormPage {
    let t = visitor.texts;
    let title = match &now {
        Some(facts) => t.catalogue_edit_title(&facts.offer.name),
        None => t.catalogue_new_offer().to_owned(),
    };
    let chrome = Chrome::new(web, ask, visitor, Section::Catalogue, title);
    FormPage {
        kinds: choices::<OfferKind>(&chrome, "kind", &answers.kind),
        listings: choices::<Listing>(&chrome, "listing", &answers.listing),
        seen: now.as_ref().map(|facts| seen_text(facts.offer.updated)).unwrap_or_default(),
        publisher,
        now,
        answers,
        is_stale: false,
        problems: sentences(t, problems),
        chrome,
    }
}

fn read_answers(form: &Form) -> OfferAnswers {
    let text = |name| form.get(name).to_owned();
    // A line each; the empty line at the end is the last line's end, no name.
    let lines = |name| form.get(name).lines().map(str::to_owned).collect();
    OfferAnswers {
        key: text("key"),
        name: text("name"),
        kind: text("kind"),
        listing: text("listing"),
        plans: lines("plans"),
        versions: lines("versions"),
    }
}

fn publisher_by_key(tx: &Tx<'_>, key: &str) -> Result<Publisher, AppError> {
    catalogue::publisher_by_key(tx, key)?.ok_or(AppError::NotFound)
}

/// `GET /catalogue/publishers/{key}/new-offer`
pub(crate) async fn new(
    State(web): State<Web>,
    ask: Ask,
    Path(key): Path<String>,
) -> Result<Response, Failure> {
    let (visitor, publisher) =
        web.read(&ask, Action::EditCatalogue, move |tx, _, _| publisher_by_key(tx, &key)).await?;
    let answers = OfferAnswers { listing: Listing::Listed.code().to_owned(), ..OfferAnswers::default() };
    Ok(html(StatusCode::OK, &form_page(&web, &ask, &visitor, publisher, None, answers, &[])))
}

/// `POST /catalogue/publishers/{key}/offers`
pub(crate) async fn add(
    State(web): State<Web>,
    ask: Ask,
    Path(key): Path<String>,
    form: Form,
) -> Result<Response, Failure> {
    let answers = read_answers(&form);
    let (given, which) = (answers.clone(), key.clone());
    let added = web
        .write(&ask, &form, Action::EditCatalogue, move |tx, ctx, me| {
            let publisher = publisher_by_key(tx, &which)?;
            let id = uses::add_offer(tx, ctx, &me.actor, publisher.id, &given)?;
            uses::offer(tx, &me.actor, id)
        })
        .await;
    match added {
        Ok((_, facts)) => Ok(see_other(&format!("/catalogue/offers/{}?done=added", facts.offer.key))),
        Err(Failure::Invalid(problems)) => {
            let (visitor, publisher) =
                web.read(&ask, Action::EditCatalogue, move |tx, _, _| publisher_by_key(tx, &key)).await?;
            let page = form_page(&web, &ask, &visitor, publisher, None, answers, &problems);
            Ok(html(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
        Err(failure) => Err(failure),
    }
}

async fn read_for_form(web: &Web, ask: &Ask, key: String) -> Result<(Visitor, (Facts, Publisher)), Failure> {
    web.read(ask, Action::EditCatalogue, move |tx, _, me| {
        let facts = by_key(tx, me, &key)?;
        let publisher = uses::publisher(tx, &me.actor, facts.offer.publisher)?;
        Ok((facts, publisher))
    })
    .await
}

/// `GET /catalogue/offers/{key}/edit`
pub(crate) async fn form(
    State(web): State<Web>,
    ask: Ask,
    Path(key): Path<String>,
) -> Result<Response, Failure> {
    let (visitor, (facts, publisher)) = read_for_form(&web, &ask, key).await?;
    let answers = OfferAnswers::from(&facts);
    Ok(html(StatusCode::OK, &form_page(&web, &ask, &visitor, publisher, Some(facts), answers, &[])))
}

/// `POST /catalogue/offers/{key}`
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
            let facts = by_key(tx, me, &which)?;
            uses::edit_offer(tx, ctx, &me.actor, facts.offer.id, Some(seen), &given)
        })
        .await;
    let (problems, is_stale, status) = match edited {
        Ok((_, changed)) => {
            let done = if changed { "saved" } else { "same" };
            return Ok(see_other(&format!("/catalogue/offers/{key}?done={done}")));
        }
        Err(Failure::Invalid(problems)) => (problems, false, StatusCode::UNPROCESSABLE_ENTITY),
        Err(Failure::Refused(Refusal::Stale, _)) => (Vec::new(), true, StatusCode::CONFLICT),
        Err(failure) => return Err(failure),
    };
    let (visitor, (facts, publisher)) = read_for_form(&web, &ask, key).await?;
    let mut page = form_page(&web, &ask, &visitor, publisher, Some(facts), answers, &problems);
    page.is_stale = is_stale;
    if !is_stale {
        // The form keeps the version that was seen until the newest is shown.
        page.seen = seen_text(seen);
    }
    Ok(html(status, &page))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_typed_a_line_each() {
        let answers = read_answers(&Form::parse("name=A&plans=Free%0D%0ATeam%0D%0A&versions=&kind=saas"));
        assert_eq!(answers.plans, ["Free", "Team"]);
        assert!(answers.versions.is_empty());
        assert_eq!((answers.name.as_str(), answers.kind.as_str()), ("A", "saas"));
    }
}
