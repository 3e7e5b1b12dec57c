//! The public guide on how to report a security event.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;

use varsel_core::clock::Promise;
use varsel_locale::clock;

use crate::ask::Ask;
use crate::chrome::{Chrome, Section};
use crate::failure::{Failure, html};
use crate::web::Web;

#[derive(Template)]
#[template(path = "pages/guide.html")]
struct GuidePage {
    chrome: Chrome,
    /// When a report received now would be acknowledged.
    promise: Timestamp,
    /// The promise: "within one business day".
    within: String,
    /// When the desk is open, in its own zone.
    week: String,
    may_report: bool,
}

/// `GET /how-to-report`
pub(crate) async fn show(State(web): State<Web>, ask: Ask) -> Result<Response, Failure> {
    let (visitor, ()) = web.read_open(&ask, |_, _, _| Ok(())).await?;
    let mut chrome = match &visitor {
        Some(visitor) => Chrome::new(&web, &ask, visitor, Section::None, ""),
        None => Chrome::guest(&web, &ask, ""),
    };
    chrome.t.guide_title().clone_into(&mut chrome.title);
    let (policy, calendar) = (&web.surroundings().policy, web.surroundings().desk.get());
    let page = GuidePage {
        promise: Promise::for_receipt(chrome.now, &calendar, policy.promise).due,
        within: clock::within(chrome.t, policy.promise),
        week: clock::week(chrome.t, &calendar.week),
        may_report: visitor.is_some_and(|v| v.may(varsel_core::permission::Action::SubmitReport)),
        chrome,
    };
    Ok(html(StatusCode::OK, &page))
}
