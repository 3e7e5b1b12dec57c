//! Creating accounts: the first administrator, and invited people.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use varsel_app::account::{self, NewAccount, NewSession};
use varsel_app::intake::ProblemKind;
use varsel_app::{AppError, password};
use varsel_locale::{Locale, Texts};
use varsel_store::access::{FoundLink, LinkPurpose};
use varsel_store::people::Person;

use super::problems::Problems;
use super::{see_other, sign_in};
use crate::ask::Ask;
use crate::chrome::Chrome;
use crate::failure::{Failure, html};
use crate::form::Form;
use crate::web::{TryAt, Web};

/// The target of a link, as its page shows it.
#[derive(Clone)]
struct Place {
    /// The organisation, or the desk.
    name: String,
    /// The code of the role.
    role: String,
    /// The texts that say what the role can do.
    area: &'static str,
    email: String,
    expires: Timestamp,
}

/// The form of a new account.
#[derive(Clone)]
struct Typed {
    email: String,
    name: String,
    zone: String,
    locale: &'static str,
}

#[derive(Template)]
#[template(path = "pages/new_account.html")]
struct NewAccountPage {
    chrome: Chrome,
    problems: Problems,
    action: String,
    /// Whether this is the first account of all.
    first: bool,
    place: Place,
    typed: Typed,
}

#[derive(Template)]
#[template(path = "pages/join.html")]
struct JoinPage {
    chrome: Chrome,
    action: String,
    place: Place,
}

#[derive(Template)]
#[template(path = "pages/dead_link.html")]
struct DeadLinkPage {
    chrome: Chrome,
}

/// The page of a link that does not work: the same whether it was used, has expired, or never was.
pub(crate) fn dead_link(web: &Web, ask: &Ask) -> Response {
    let mut chrome = Chrome::guest(web, ask, "");
    chrome.t.dead_link_title().clone_into(&mut chrome.title);
    // The address holds what was tried as a secret; the page does not repeat it.
    "/sign-in".clone_into(&mut chrome.here);
    html(StatusCode::GONE, &DeadLinkPage { chrome })
}

/// Finds a link, and the account that its address has.
async fn find(
    web: &Web,
    ask: &Ask,
    secret: &str,
    purpose: LinkPurpose,
) -> Result<Option<(FoundLink, Option<Person>)>, Failure> {
    let secret = secret.to_owned();
    let found = web
        .read_open(ask, move |tx, ctx, _| {
            let link = account::open_link(tx, ctx, &secret, purpose)?;
            let person = account::find_person(tx, &link.email)?;
            Ok((link, person))
        })
        .await;
    match found {
        Ok((_, (_, Some(person)))) if person.disabled.is_some() => Ok(None),
        Ok((_, found)) => Ok(Some(found)),
        Err(Failure::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
}

fn place(web: &Web, t: Texts, link: &FoundLink) -> Place {
    let desk = link.publisher.is_none();
    Place {
        name: match &link.publisher_name {
            Some(name) => name.clone(),
            None => t.nav_desk_of(&web.settings().marketplace),
        },
        role: link.role.clone().unwrap_or_default(),
        area: if desk { "desk-role-may" } else { "role-may" },
        email: link.email.clone(),
        expires: link.expires,
    }
}

fn desk_zone(web: &Web) -> String {
    web.desk_zone().iana_name().unwrap_or("UTC").to_owned()
}

impl NewAccountPage {
    fn new(web: &Web, ask: &Ask, link: &FoundLink, action: String) -> Self {
        let mut chrome = Chrome::guest(web, ask, "");
        let first = link.purpose == LinkPurpose::Setup;
        let place = place(web, chrome.t, link);
        chrome.title =
            if first { chrome.t.set_up_title().to_owned() } else { chrome.t.invitation_title(&place.name) };
        let typed = Typed {
            email: link.email.clone(),
            name: String::new(),
            zone: desk_zone(web),
            locale: chrome.lang(),
        };
        Self { problems: Problems::none(chrome.t), chrome, action, first, place, typed }
    }

    fn role_name(&self) -> String {
        role_text(self.chrome.t, "role", &self.place.role)
    }

    fn role_may(&self) -> String {
        role_text(self.chrome.t, self.place.area, &self.place.role)
    }
}

impl JoinPage {
    fn role_name(&self) -> String {
        role_text(self.chrome.t, "role", &self.place.role)
    }

    fn role_may(&self) -> String {
        role_text(self.chrome.t, self.place.area, &self.place.role)
    }
}

/// Returns the text of a role in an area; the stored code itself if there is none.
fn role_text(t: Texts, area: &str, role: &str) -> String {
    t.get(&format!("{area}-{}", role.replace('_', "-"))).unwrap_or(role).to_owned()
}

/// `GET /set-up/{secret}`
pub(crate) async fn show_set_up(
    State(web): State<Web>,
    ask: Ask,
    Path(secret): Path<String>,
) -> Result<Response, Failure> {
    show(&web, &ask, &secret, LinkPurpose::Setup).await
}

/// `GET /invitations/{secret}`
pub(crate) async fn show_invitation(
    State(web): State<Web>,
    ask: Ask,
    Path(secret): Path<String>,
) -> Result<Response, Failure> {
    show(&web, &ask, &secret, LinkPurpose::Invitation).await
}

async fn show(web: &Web, ask: &Ask, secret: &str, purpose: LinkPurpose) -> Result<Response, Failure> {
    let Some((link, person)) = find(web, ask, secret, purpose).await? else { return Ok(dead_link(web, ask)) };
    let action = ask.uri.path().to_owned();
    if person.is_some() {
        let mut chrome = Chrome::guest(web, ask, "");
        let place = place(web, chrome.t, &link);
        chrome.title = chrome.t.invitation_title(&place.name);
        return Ok(html(StatusCode::OK, &JoinPage { chrome, action, place }));
    }
    Ok(html(StatusCode::OK, &NewAccountPage::new(web, ask, &link, action)))
}

/// `POST /set-up/{secret}`
pub(crate) async fn set_up(
    State(web): State<Web>,
    ask: Ask,
    Path(secret): Path<String>,
    form: Form,
) -> Result<Response, Failure> {
    accept(&web, &ask, &secret, LinkPurpose::Setup, &form).await
}

/// `POST /invitations/{secret}`
pub(crate) async fn join(
    State(web): State<Web>,
    ask: Ask,
    Path(secret): Path<String>,
    form: Form,
) -> Result<Response, Failure> {
    accept(&web, &ask, &secret, LinkPurpose::Invitation, &form).await
}

async fn accept(
    web: &Web,
    ask: &Ask,
    secret: &str,
    purpose: LinkPurpose,
    form: &Form,
) -> Result<Response, Failure> {
    if !ask.same_site {
        return Err(Failure::CrossSite.keeping(ask, form));
    }
    let Some((link, person)) = find(web, ask, secret, purpose).await? else { return Ok(dead_link(web, ask)) };
    if person.is_some() {
        let secret = secret.to_owned();
        let joined = web
            .write_open(ask, form, move |tx, ctx| {
                account::accept_link(tx, ctx, &secret, purpose, None, "").map(drop)
            })
            .await;
        return match joined {
            Ok(()) => Ok(see_other("/sign-in?done=joined")),
            Err(Failure::NotFound) => Ok(dead_link(web, ask)),
            Err(other) => Err(other),
        };
    }
    let mut page = NewAccountPage::new(web, ask, &link, ask.uri.path().to_owned());
    let typed = &mut page.typed;
    form.get("name").clone_into(&mut typed.name);
    form.get("zone").clone_into(&mut typed.zone);
    typed.locale = Locale::from_tag(form.get("locale")).unwrap_or(ask.locale).tag();
    if page.first {
        form.get("email").clone_into(&mut typed.email);
    }
    let typed = page.typed.clone();
    page.problems.check(account::read_new_email("email", &typed.email))?;
    page.problems.check(account::read_name("name", &typed.name))?;
    if varsel_core::clock::zone(&typed.zone).is_none() {
        let kind = ProblemKind::UnknownZone { given: String::new() };
        page.problems.check::<()>(Err(AppError::field("zone", kind)))?;
    }
    web.count_try(ask, TryAt::Link).map_err(|until| Failure::TooManyTries(until).keeping(ask, form))?;
    let hash =
        new_password(web, &mut page.problems, form, vec![typed.email.clone(), typed.name.clone()]).await?;
    let Some(hash) = hash.filter(|_| !page.problems.any()) else {
        return Ok(html(StatusCode::UNPROCESSABLE_ENTITY, &page));
    };
    let (secret, agent) = (secret.to_owned(), ask.user_agent.clone());
    let made: Result<Option<NewSession>, Failure> = web
        .write_open(ask, form, move |tx, ctx| {
            let account = NewAccount {
                email: &typed.email,
                name: &typed.name,
                locale: typed.locale,
                zone: &typed.zone,
                password_hash: &hash,
            };
            account::accept_link(tx, ctx, &secret, purpose, Some(&account), &agent)
        })
        .await;
    match made {
        Ok(Some(session)) => {
            sign_in::enter(web, ask, &session, if page.first { "/people" } else { "/" }, "").await
        }
        Ok(None) => Ok(see_other("/sign-in?done=joined")),
        Err(Failure::NotFound) => Ok(dead_link(web, ask)),
        Err(other) => Err(other),
    }
}

/// Reads a new password that was typed twice, judges it and hashes it; `None` with the problems added if it will not do.
pub(crate) async fn new_password(
    web: &Web,
    problems: &mut Problems,
    form: &Form,
    known: Vec<String>,
) -> Result<Option<String>, Failure> {
    let (secret, again) = (form.get("password").to_owned(), form.get("again").to_owned());
    let differs = secret != again;
    let others = problems.any();
    let ctx = web.surroundings().context();
    let marketplace = web.settings().marketplace.clone();
    let made = web
        .judge_password(move || {
            let mut words: Vec<&str> = known.iter().map(String::as_str).collect();
            words.push(&marketplace);
            password::check_strength("password", &secret, &words)?;
            // Hashing is for a form that is otherwise right: the rest is asked for again anyway.
            Ok::<_, AppError>(if differs || others { String::new() } else { password::hash(&ctx, &secret) })
        })
        .await?;
    let hash = problems.check(made)?;
    if differs && hash.is_some() {
        problems.add("again", problems.text().account_wrong_again());
    }
    Ok(hash.filter(|hash| !hash.is_empty()))
}
