//! Saved views: a person's named filters.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use varsel_app::AppError;
use varsel_app::intake::ProblemKind;
use varsel_core::permission::Action;
use varsel_core::text::Line;
use varsel_store::views::{self, MAX_VIEWS, SavedView};

use super::query::Query;
use super::{Problem, Wrong, render};
use crate::ask::Ask;
use crate::failure::Failure;
use crate::form::Form;
use crate::pages::see_other;
use crate::web::Web;

/// The name of a view.
type Name = Line<40>;

/// `POST /desk/views`
pub(crate) async fn save(State(web): State<Web>, ask: Ask, form: Form) -> Result<Response, Failure> {
    // Only what is understood is kept, in the one way it is written.
    let query = Query::parse(form.get("query"));
    let (name, text) = (form.get("name").to_owned(), query.text());
    let saved = web
        .write(&ask, &form, Action::ReadQueue, move |tx, ctx, me| {
            let name = Name::new(&name).map_err(|error| AppError::field("name", ProblemKind::from(error)))?;
            let mine = views::list(tx, me.signed.person)?;
            if mine.iter().any(|view| view.name == name.as_str()) {
                return Err(AppError::Exists);
            }
            if mine.len() >= usize::try_from(MAX_VIEWS).unwrap_or(usize::MAX) {
                return Err(AppError::TooMany { limit: MAX_VIEWS });
            }
            let view = SavedView { id: ctx.id().to_string(), name: name.into(), query: text };
            Ok(views::insert(tx, me.signed.person, &view, ctx.now)?)
        })
        .await;
    let (status, problem) = match saved {
        Ok(_) => return Ok(see_other(&query.first())),
        Err(Failure::Invalid(problems)) => {
            let kind = problems.into_iter().next().map(|problem| problem.kind);
            (StatusCode::UNPROCESSABLE_ENTITY, Problem::Name(kind))
        }
        Err(Failure::Exists) => (StatusCode::CONFLICT, Problem::NameTaken),
        Err(Failure::TooMany(limit)) => (StatusCode::UNPROCESSABLE_ENTITY, Problem::TooManyViews(limit)),
        Err(failure) => return Err(failure),
    };
    let wrong = Wrong { problem: Some(problem), view_name: form.get("name").to_owned() };
    render(&web, &ask, query, wrong, status).await
}

/// `POST /desk/views/{id}/removal`
pub(crate) async fn remove(
    State(web): State<Web>,
    ask: Ask,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Failure> {
    web.write(&ask, &form, Action::ReadQueue, move |tx, _, me| {
        if views::delete(tx, me.signed.person, &id)? { Ok(()) } else { Err(AppError::NotFound) }
    })
    .await?;
    Ok(see_other(&Query::parse(form.get("query")).first()))
}
