//! The "check your answers" page, and submitting the request.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use varsel_app::cases::NewReport;
use varsel_app::{AppError, Ctx, cases as reports};
use varsel_core::ids::CaseId;
use varsel_core::permission::Action;
use varsel_store::{Tx, people};

use super::summary::{Teller, Words};
use super::topic::Topic;
use super::{
    Found, Loaded, case_path, category_name, chrome, complete, draft_id, field, find, see_other, view,
};
use crate::ask::Ask;
use crate::chrome::Chrome;
use crate::failure::{Failure, html};
use crate::form::Form;
use crate::web::{Visitor, Web};

/// A question with its answer.
struct Answered {
    label: &'static str,
    words: Words,
    href: String,
}

/// A topic with its answers.
struct Section {
    code: &'static str,
    name: &'static str,
    answers: Vec<Answered>,
}

#[derive(Template)]
#[template(path = "pages/request/check.html")]
struct CheckPage {
    chrome: Chrome,
    id: String,
    category: &'static str,
    sections: Vec<Section>,
    wrong: Vec<(String, String)>,
    wrong_title: String,
    /// Whether someone has just tried to send it.
    tried: bool,
    changed: bool,
    others: i64,
    revision: i64,
    /// Why both a vulnerability and an incident are offered; empty where they are not.
    incident_too: String,
}

/// What the page shows, and how many others get a copy.
struct Checked {
    loaded: Loaded,
    others: i64,
}

fn checked(tx: &Tx<'_>, ctx: &Ctx, me: &Visitor, id: CaseId) -> Result<Found<Checked>, AppError> {
    let (draft, answers) = match find(tx, me, id)? {
        Found::Draft(found) => found,
        Found::Sent(number) => return Ok(Found::Sent(number)),
    };
    let contacts = people::contacts(tx, draft.publisher)?;
    let others = contacts.iter().filter(|contact| contact.id != me.actor.person).count();
    let loaded = complete(tx, ctx, me, draft, answers, Some(Topic::Problem))?;
    Ok(Found::Draft(Checked { loaded, others: i64::try_from(others).unwrap_or(i64::MAX) }))
}

fn page(web: &Web, ask: &Ask, me: &Visitor, checked: Checked, tried: bool, changed: bool) -> CheckPage {
    let Checked { loaded, others } = checked;
    let t = me.texts;
    let id = loaded.draft.id;
    let teller = Teller { me, answers: &loaded.answers, offers: &loaded.offers };
    let sections = Topic::of(loaded.draft.category).map(|topic| Section {
        code: topic.code(),
        name: t.name_of("request-topic", topic.code()),
        answers: field::of(topic)
            .map(|field| Answered {
                label: view::label(t, field.name).unwrap_or(field.name),
                words: teller.tell(field),
                href: format!("/requests/{id}/{}#{}", topic.code(), field.name),
            })
            .collect(),
    });
    let sections = sections.collect();
    let wrong = loaded.problems.iter().map(|problem| {
        let topic = Topic::of_field(&problem.field);
        let href = format!("/requests/{id}/{}#{}", topic.code(), problem.field);
        (href, view::say_with_label(t, problem))
    });
    let title = t.request_check_title();
    CheckPage {
        chrome: chrome(
            web,
            ask,
            me,
            if tried { format!("{} {title}", t.field_error()) } else { title.to_owned() },
        ),
        id: id.to_string(),
        category: category_name(t, loaded.draft.category),
        sections,
        wrong_title: view::wrong_title(t, loaded.problems.len()),
        wrong: wrong.collect(),
        tried,
        changed,
        others,
        revision: loaded.draft.revision,
        incident_too: loaded.incident_too,
    }
}

/// `GET /requests/{draft}/check`
pub(crate) async fn show(
    State(web): State<Web>,
    ask: Ask,
    Path(draft): Path<String>,
) -> Result<Response, Failure> {
    let id = draft_id(&draft)?;
    let (me, found) =
        web.read(&ask, Action::SubmitReport, move |tx, ctx, me| checked(tx, ctx, me, id)).await?;
    Ok(match found {
        Found::Draft(checked) => html(StatusCode::OK, &page(&web, &ask, &me, checked, false, false)),
        Found::Sent(number) => see_other(&case_path(&number)),
    })
}

/// The result of submitting a request.
enum Sending {
    /// It has this number; now, or since an earlier press of the same button.
    Sent(String),
    /// It has problems, or was changed since it was checked; nothing was sent.
    Stays { checked: Box<Checked>, changed: bool },
}

fn send(tx: &Tx<'_>, ctx: &Ctx, me: &Visitor, id: CaseId, revision: &str) -> Result<Sending, AppError> {
    let checked = match checked(tx, ctx, me, id)? {
        Found::Draft(checked) => checked,
        Found::Sent(number) => return Ok(Sending::Sent(number)),
    };
    let draft = &checked.loaded.draft;
    let changed = !revision.is_empty() && revision != draft.revision.to_string();
    if changed || !checked.loaded.problems.is_empty() {
        return Ok(Sending::Stays { checked: Box::new(checked), changed });
    }
    let new = NewReport { draft: Some(id), category: draft.category, answers: &checked.loaded.answers };
    let case = reports::submit(tx, ctx, &me.actor, &new)?;
    Ok(Sending::Sent(case.number.ok_or(AppError::NotFound)?.to_string()))
}

/// `POST /requests/{draft}/submission`
pub(crate) async fn submit(
    State(web): State<Web>,
    ask: Ask,
    Path(draft): Path<String>,
    form: Form,
) -> Result<Response, Failure> {
    let id = draft_id(&draft)?;
    let revision = form.get("version").to_owned();
    let done = web
        .write(&ask, &form, Action::SubmitReport, move |tx, ctx, me| send(tx, ctx, me, id, &revision))
        .await;
    match done {
        Ok((_, Sending::Sent(number))) => Ok(see_other(&format!("/cases/{number}/confirmation"))),
        Ok((me, Sending::Stays { checked, changed })) => {
            let status = if changed { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
            Ok(html(status, &page(&web, &ask, &me, *checked, !changed, changed)))
        }
        // The other of two presses at the same instant may have won; then this one leads where that one led.
        Err(failure) if failure.status().is_server_error() => {
            let found = web.read(&ask, Action::SubmitReport, move |tx, _, me| find(tx, me, id)).await;
            match found {
                Ok((_, Found::Sent(number))) => Ok(see_other(&format!("/cases/{number}/confirmation"))),
                _ => Err(failure),
            }
        }
        Err(failure) => Err(failure),
    }
}
