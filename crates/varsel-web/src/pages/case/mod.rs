//! The page of a case: what its publisher sees, and at the same address what the desk works with.
//!
//! [`load`] reads the data, [`view`] builds what one reader can see, the templates show it. Every action is a noun in the URL and
//! is in [`act`]. A form that the rules refuse comes back on the current page, with what was typed.

mod act;
mod allowed;
mod clocks;
mod done;
pub(crate) mod duties;
mod facts;
mod load;
mod paper;
mod progress;
mod score;
mod ssvc;
mod timeline;
mod triage;
mod typed;
pub(crate) mod unsent;
mod view;

#[cfg(test)]
mod tests;

pub(crate) use act::{
    acknowledgement, agreement, answers, assessment, category, closure, decision, decline_reopening,
    disagreement, facts as assert_fact, links, messages, miss, mitigation, notes, outcome, owner, questions,
    reopening, request_reopening, withdraw,
};
pub(crate) use clocks::limit as describe_target;
pub(crate) use paper::show as paper;
pub(crate) use score::{
    accept as accept_score, contest as contest_score, draft as draft_score, save as save_score, show as score,
};
pub(crate) use ssvc::show as ssvc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use varsel_app::AppError;
use varsel_core::case::Case;
use varsel_core::case::report::CustomerMessage;
use varsel_core::permission::{Action, Party};
use varsel_locale::Texts;
use varsel_store::{Tx, cases};

use self::done::Done;
use self::load::{Loaded, load, load_shared};
use self::progress::Standing;
use self::timeline::{Item, Kind};
use self::typed::Typed;
use self::view::{View, Viewing};
use crate::ask::Ask;
use crate::chrome::{Chrome, Section};
use crate::failure::{Failure, html, retrying};
use crate::form::Form;
use crate::present;
use crate::web::{Visitor, Web};

/// How many entries are searched for what was done, and for what arrived while a form was filled in at the desk.
const LOOKED_BACK: i64 = 50;

/// A conflict: why the second of two concurrent actions was not carried out. The first one is in [`View::since`].
struct Conflict {
    why: String,
}

#[derive(Template)]
#[template(path = "pages/case/case.html")]
struct CasePage {
    chrome: Chrome,
    view: View,
    typed: Typed,
    conflict: Option<Conflict>,
}

/// A region of the page, fetched again when the case changes.
#[derive(Template)]
#[template(path = "pages/case/fragment.html")]
struct Fragment<'a> {
    chrome: Chrome,
    view: View,
    /// Nothing: a person who has typed something keeps their page until they ask for the new one.
    typed: Typed,
    part: &'a str,
}

#[derive(Template)]
#[template(path = "pages/case/withdrawal.html")]
struct WithdrawalPage {
    chrome: Chrome,
    view: View,
    typed: Typed,
    conflict: Option<Conflict>,
}

/// Where a page of the timeline ends, and what is pointed out on it.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct Place {
    before: Option<u32>,
    /// How far the reader had read when they last acted, where something arrived since.
    seen: Option<i64>,
    /// `shared`: the case as it may be given away, without what only the desk reads.
    #[serde(default)]
    print: String,
    /// What the reader has just done, by the kind of its event.
    #[serde(default)]
    done: String,
}

/// Which region of the page.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct Part {
    #[serde(default)]
    part: String,
    before: Option<u32>,
}

/// Makes what surrounds the page and what it shows.
fn dress(web: &Web, ask: &Ask, visitor: &Visitor, loaded: Loaded, seen: Option<i64>) -> (Chrome, View) {
    let calendar = web.surroundings().desk.get();
    let viewing = Viewing {
        t: visitor.texts,
        actor: &visitor.actor,
        zone: &visitor.zone,
        now: visitor.now,
        calendar: &calendar,
    };
    let view = View::new(&viewing, loaded, seen);
    let section = if visitor.is_desk() { Section::Queue } else { Section::Cases };
    let mut chrome = Chrome::new(web, ask, visitor, section, format!("{} {}", view.number, view.title()));
    chrome.paper.clone_from(&view.number);
    (chrome, view)
}

/// `GET /cases/{number}`
pub(crate) async fn show(
    State(web): State<Web>,
    ask: Ask,
    Path(number): Path<String>,
    Query(place): Query<Place>,
) -> Result<Response, Failure> {
    let (visitor, loaded) = web
        .read(&ask, Action::ReadCase, move |tx, ctx, me| {
            if me.is_desk() && place.print == "shared" {
                load_shared(tx, ctx, &number, place.before)
            } else {
                load(tx, ctx, me, &number, place.before)
            }
        })
        .await?;
    let (t, person) = (visitor.texts, visitor.actor.person);
    let what = done::what(t, &loaded.entries, person, &place.done, visitor.now);
    let goes_on = loaded.next.is_some();
    let (chrome, mut view) = dress(&web, &ask, &visitor, loaded, place.seen);
    view.done = what.map(|what| Done {
        what,
        next: if goes_on {
            t.done_next(done::inside(&view.next.title, &view.publisher))
        } else {
            String::new()
        },
    });
    Ok(html(StatusCode::OK, &CasePage { chrome, view, typed: Typed::default(), conflict: None }))
}

/// `GET /cases/{number}/fragment`
pub(crate) async fn fragment(
    State(web): State<Web>,
    ask: Ask,
    Path(number): Path<String>,
    Query(Part { part, before }): Query<Part>,
) -> Result<Response, Failure> {
    let (visitor, loaded) =
        web.read(&ask, Action::ReadCase, move |tx, ctx, me| load(tx, ctx, me, &number, before)).await?;
    let (chrome, view) = dress(&web, &ask, &visitor, loaded, None);
    Ok(html(StatusCode::OK, &Fragment { chrome, view, typed: Typed::default(), part: &part }))
}

/// `GET /cases/{number}/withdrawal`
pub(crate) async fn withdrawal(
    State(web): State<Web>,
    ask: Ask,
    Path(number): Path<String>,
) -> Result<Response, Failure> {
    let (visitor, loaded) =
        web.read(&ask, Action::WithdrawCase, move |tx, ctx, me| load(tx, ctx, me, &number, None)).await?;
    let (mut chrome, view) = dress(&web, &ask, &visitor, loaded, None);
    chrome.title = format!("{} · {}", chrome.t.case_withdraw_title(), view.number);
    Ok(html(StatusCode::OK, &WithdrawalPage { chrome, view, typed: Typed::default(), conflict: None }))
}

/// Returns where an act leads: to its entry, the newest, and what it says of it; for the desk to what the publisher added while
/// the form was filled in, where something was.
fn place_after(tx: &Tx<'_>, me: &Visitor, form: &Form, case: &Case) -> Result<String, AppError> {
    let number = case.number.map(|number| number.to_string()).unwrap_or_default();
    let newest = cases::timeline(tx, case.id, me.is_desk(), u32::MAX, LOOKED_BACK)?;
    let done = done::newest(&newest, me.actor.person).map_or("", |recorded| recorded.event.kind());
    if let Some(seen) = form.get("seen").parse::<i64>().ok().filter(|_| me.is_desk()) {
        let has_arrived = newest.iter().any(|entry| {
            entry.recorded.at.as_microsecond() > seen
                && Case::side_of(entry.recorded.author) == Some(Party::Publisher)
        });
        if has_arrived {
            return Ok(format!("/cases/{number}?seen={seen}&done={done}#arrived"));
        }
    }
    Ok(format!("/cases/{number}?done={done}#done"))
}

/// Shows the current page to a person whose form was not carried out, with what they typed.
async fn again(
    web: &Web,
    ask: &Ask,
    number: String,
    mut typed: Typed,
    failure: Failure,
) -> Result<Response, Failure> {
    let status = failure.status();
    let seen = typed.seen();
    let loaded = web.read(ask, Action::ReadCase, move |tx, ctx, me| load(tx, ctx, me, &number, None)).await;
    let Ok((visitor, loaded)) = loaded else { return Err(failure) };
    let t = visitor.texts;
    let mut conflict = None;
    match failure.bare() {
        Failure::Invalid(problems) => typed.tell(t, problems),
        over @ Failure::OverLimit { .. } => typed.say_of_all(over_limit(web, t, over)),
        Failure::Refused(refusal, _) => {
            let why = varsel_locale::describe::refusal(t, refusal, &visitor.zone, visitor.now);
            if status == StatusCode::CONFLICT {
                conflict = Some(Conflict { why });
            } else {
                typed.refuse(refusal, why);
            }
        }
        _ => {}
    }
    let (mut chrome, view) = dress(web, ask, &visitor, loaded, seen);
    // The form was posted elsewhere; choosing a language or colours returns to the page that contains it.
    chrome.here = format!("/cases/{}", view.number);
    let after = failure.retry_after(visitor.now);
    if typed.is("withdrawal") {
        chrome.here.push_str("/withdrawal");
        return Ok(retrying(html(status, &WithdrawalPage { chrome, view, typed, conflict }), after));
    }
    Ok(retrying(html(status, &CasePage { chrome, view, typed, conflict }), after))
}

/// Says that a limit was reached, and when to retry.
fn over_limit(web: &Web, t: Texts, failure: &Failure) -> String {
    let (_, text, advice) = present::failure(t, failure, &web.desk_zone());
    format!("{text} {advice}")
}
