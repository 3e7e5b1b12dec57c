//! The first page of a request: its category, changing it later, and deleting a draft.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use varsel_app::intake::ProblemKind;
use varsel_app::{AppError, drafts};
use varsel_core::case::Category;
use varsel_core::coded::Coded;
use varsel_core::permission::Action;
use varsel_locale::Texts;

use super::{Found, category_name, chrome, draft_id, find, see_other, sent, title};
use crate::ask::Ask;
use crate::chrome::Chrome;
use crate::failure::{Failure, html};
use crate::form::Form;
use crate::web::{ProblemType, Visitor, Web};

/// A category with what it means.
struct CategoryRow {
    code: &'static str,
    name: &'static str,
    definition: &'static str,
    examples: &'static str,
    checked: bool,
}

fn categories(t: Texts, chosen: Option<Category>) -> Vec<CategoryRow> {
    let row = |category: &Category| {
        let text = |detail: &str| t.get(&format!("category-{category}-{detail}")).unwrap_or_default();
        CategoryRow {
            code: category.code(),
            name: category_name(t, *category),
            definition: text("definition"),
            examples: text("examples"),
            checked: chosen == Some(*category),
        }
    };
    Category::ALL.iter().map(row).collect()
}

#[derive(Template)]
#[template(path = "pages/request/category.html")]
struct CategoryPage {
    chrome: Chrome,
    rows: Vec<CategoryRow>,
    others: Vec<ProblemType>,
    /// The draft whose category is changed; none for a new request.
    draft: Option<String>,
    wrong: String,
}

fn category_page(
    web: &Web,
    ask: &Ask,
    me: &Visitor,
    draft: Option<String>,
    chosen: Option<Category>,
    wrong: bool,
) -> CategoryPage {
    let t = me.texts;
    let heading = if draft.is_some() { t.request_category_title() } else { t.request_new_title() };
    let title = if wrong { format!("{} {heading}", t.field_error()) } else { heading.to_owned() };
    CategoryPage {
        chrome: chrome(web, ask, me, title),
        rows: categories(t, chosen),
        others: web.settings().problem_types.clone(),
        draft,
        wrong: if wrong { t.request_missing_category().to_owned() } else { String::new() },
    }
}

fn chosen(form: &Form) -> Option<Category> {
    Category::from_code(form.get("category")).ok()
}

/// `GET /requests/new`
pub(crate) async fn choose(State(web): State<Web>, ask: Ask) -> Result<Response, Failure> {
    let (me, ()) = web.read(&ask, Action::SubmitReport, |_, _, _| Ok(())).await?;
    Ok(html(StatusCode::OK, &category_page(&web, &ask, &me, None, None, false)))
}

/// `POST /requests`
pub(crate) async fn create(State(web): State<Web>, ask: Ask, form: Form) -> Result<Response, Failure> {
    let category = chosen(&form);
    let (me, id) = web
        .write(&ask, &form, Action::SubmitReport, move |tx, ctx, me| {
            category.map(|category| drafts::start(tx, ctx, &me.actor, category)).transpose()
        })
        .await?;
    Ok(match id {
        Some(id) => see_other(&format!("/requests/{id}")),
        None => html(StatusCode::UNPROCESSABLE_ENTITY, &category_page(&web, &ask, &me, None, None, true)),
    })
}

/// `GET /requests/{draft}/category`
pub(crate) async fn category(
    State(web): State<Web>,
    ask: Ask,
    Path(draft): Path<String>,
) -> Result<Response, Failure> {
    let id = draft_id(&draft)?;
    let (me, found) = web.read(&ask, Action::SubmitReport, move |tx, _, me| find(tx, me, id)).await?;
    Ok(match found {
        Found::Draft((stored, _)) => {
            html(StatusCode::OK, &category_page(&web, &ask, &me, Some(draft), Some(stored.category), false))
        }
        Found::Sent(number) => see_other(&super::case_path(&number)),
    })
}

/// `POST /requests/{draft}/category`
pub(crate) async fn change_category(
    State(web): State<Web>,
    ask: Ask,
    Path(draft): Path<String>,
    form: Form,
) -> Result<Response, Failure> {
    let id = draft_id(&draft)?;
    let wanted = chosen(&form);
    let saved = web
        .write(&ask, &form, Action::SubmitReport, move |tx, ctx, me| {
            let wanted = wanted.ok_or_else(|| AppError::field("category", ProblemKind::Missing))?;
            drafts::save(tx, ctx, &me.actor, id, None, |_, category| *category = wanted)
        })
        .await;
    match saved {
        // Who has just added an incident answers about it next.
        Ok(_) if form.get("then") == "incident" => Ok(see_other(&format!("/requests/{draft}/incident"))),
        Ok(_) => Ok(see_other(&format!("/requests/{draft}"))),
        Err(Failure::Invalid(_)) => {
            let (me, _) = web.read(&ask, Action::SubmitReport, move |tx, _, me| find(tx, me, id)).await?;
            Ok(html(
                StatusCode::UNPROCESSABLE_ENTITY,
                &category_page(&web, &ask, &me, Some(draft), None, true),
            ))
        }
        Err(failure) => Err(failure),
    }
}

#[derive(Template)]
#[template(path = "pages/request/removal.html")]
struct RemovalPage {
    chrome: Chrome,
    id: String,
    name: String,
    author: String,
}

/// `GET /requests/{draft}/removal`
pub(crate) async fn removal(
    State(web): State<Web>,
    ask: Ask,
    Path(draft): Path<String>,
) -> Result<Response, Failure> {
    let id = draft_id(&draft)?;
    let (me, found) = web.read(&ask, Action::SubmitReport, move |tx, _, me| find(tx, me, id)).await?;
    Ok(match found {
        Found::Draft((stored, answers)) => {
            let t = me.texts;
            let page = RemovalPage {
                chrome: chrome(&web, &ask, &me, t.request_removal_title()),
                id: draft,
                name: title(t, &answers),
                author: stored.author_name,
            };
            html(StatusCode::OK, &page)
        }
        Found::Sent(number) => see_other(&super::case_path(&number)),
    })
}

/// `POST /requests/{draft}/removal`
pub(crate) async fn remove(
    State(web): State<Web>,
    ask: Ask,
    Path(draft): Path<String>,
    form: Form,
) -> Result<Response, Failure> {
    let id = draft_id(&draft)?;
    let (_, number) = web
        .write(&ask, &form, Action::SubmitReport, move |tx, _, me| match drafts::discard(tx, &me.actor, id) {
            Ok(()) => Ok(None),
            Err(AppError::NotFound) => sent(tx, me, id).map(Some),
            Err(error) => Err(error),
        })
        .await?;
    Ok(see_other(&number.map_or_else(|| "/".to_owned(), |number| super::case_path(&number))))
}
