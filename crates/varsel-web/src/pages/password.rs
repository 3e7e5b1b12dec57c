//! A forgotten password: asking for a link, and choosing a new one with it.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use varsel_app::account;
use varsel_store::access::LinkPurpose;
use varsel_store::people;

use super::problems::Problems;
use super::see_other;
use super::welcome::{dead_link, new_password};
use crate::ask::{Ask, limited_network};
use crate::chrome::Chrome;
use crate::failure::{Failure, html};
use crate::form::Form;
use crate::web::{TryAt, Web};

#[derive(Template)]
#[template(path = "pages/password_ask.html")]
struct AskPage {
    chrome: Chrome,
    problems: Problems,
    email: String,
    /// Whether the request was taken; says nothing about whether there is an account.
    asked: bool,
}

#[derive(Template)]
#[template(path = "pages/password_new.html")]
struct NewPage {
    chrome: Chrome,
    problems: Problems,
    action: String,
    email: String,
}

fn ask_page(web: &Web, ask: &Ask) -> AskPage {
    let mut chrome = Chrome::guest(web, ask, "");
    chrome.t.password_ask_title().clone_into(&mut chrome.title);
    AskPage { problems: Problems::none(chrome.t), chrome, email: String::new(), asked: false }
}

/// `GET /password`
pub(crate) async fn show(State(web): State<Web>, ask: Ask) -> Response {
    html(StatusCode::OK, &ask_page(&web, &ask))
}

/// `POST /password`: the same answer and the same work whether there is an account or not.
pub(crate) async fn submit(State(web): State<Web>, ask: Ask, form: Form) -> Result<Response, Failure> {
    let mut page = ask_page(&web, &ask);
    form.get("email").clone_into(&mut page.email);
    let Some(email) = page.problems.check(account::read_email("email", &page.email))? else {
        return Ok(html(StatusCode::UNPROCESSABLE_ENTITY, &page));
    };
    web.count_try(&ask, TryAt::Link).map_err(|until| Failure::TooManyTries(until).keeping(&ask, &form))?;
    let network = limited_network(ask.network);
    web.write_open(&ask, &form, move |tx, ctx| account::ask_for_reset(tx, ctx, &email, &network)).await?;
    page.chrome.t.password_asked_title().clone_into(&mut page.chrome.title);
    page.asked = true;
    Ok(html(StatusCode::OK, &page))
}

/// Finds whose link it is; `None` for every link that does not work.
async fn find(web: &Web, ask: &Ask, secret: &str) -> Result<Option<(String, String)>, Failure> {
    let secret = secret.to_owned();
    let found = web
        .read_open(ask, move |tx, ctx, _| {
            let link = account::open_link(tx, ctx, &secret, LinkPurpose::PasswordReset)?;
            let person = match link.person {
                Some(id) => people::by_id(tx, id)?.filter(|p| p.disabled.is_none()),
                None => None,
            };
            Ok(person.map(|p| (p.email, p.name)))
        })
        .await;
    match found {
        Ok((_, found)) => Ok(found),
        Err(Failure::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
}

fn new_page(web: &Web, ask: &Ask, email: String) -> NewPage {
    let mut chrome = Chrome::guest(web, ask, "");
    chrome.t.password_new_title().clone_into(&mut chrome.title);
    NewPage { problems: Problems::none(chrome.t), chrome, action: ask.uri.path().to_owned(), email }
}

/// `GET /password/{secret}`
pub(crate) async fn choose(
    State(web): State<Web>,
    ask: Ask,
    Path(secret): Path<String>,
) -> Result<Response, Failure> {
    match find(&web, &ask, &secret).await? {
        Some((email, _)) => Ok(html(StatusCode::OK, &new_page(&web, &ask, email))),
        None => Ok(dead_link(&web, &ask)),
    }
}

/// `POST /password/{secret}`
pub(crate) async fn set(
    State(web): State<Web>,
    ask: Ask,
    Path(secret): Path<String>,
    form: Form,
) -> Result<Response, Failure> {
    if !ask.same_site {
        return Err(Failure::CrossSite.keeping(&ask, &form));
    }
    let Some((email, name)) = find(&web, &ask, &secret).await? else { return Ok(dead_link(&web, &ask)) };
    let mut page = new_page(&web, &ask, email.clone());
    web.count_try(&ask, TryAt::Link).map_err(|until| Failure::TooManyTries(until).keeping(&ask, &form))?;
    let Some(hash) = new_password(&web, &mut page.problems, &form, vec![email, name]).await? else {
        return Ok(html(StatusCode::UNPROCESSABLE_ENTITY, &page));
    };
    let set =
        web.write_open(&ask, &form, move |tx, ctx| account::reset_password(tx, ctx, &secret, &hash)).await;
    match set {
        Ok(()) => Ok(see_other("/sign-in?done=password")),
        Err(Failure::NotFound) => Ok(dead_link(&web, &ask)),
        Err(other) => Err(other),
    }
}
