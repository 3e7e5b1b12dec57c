//! All accounts, for administrators: the desk first, then the people of publishers.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use varsel_app::AppError;
use varsel_app::intake::ProblemKind;
use varsel_app::organisation::{self, Invitation};
use varsel_core::coded::Coded;
use varsel_core::ids::PersonId;
use varsel_core::permission::{Action, DeskRole, PublisherRole};
use varsel_locale::{Locale, Texts};
use varsel_store::access::{self, LinkRow};
use varsel_store::catalogue;
use varsel_store::people::{self, Membership, Person, PersonRow};

use super::problems::Problems;
use super::{done, known, query, see_other};
use crate::ask::Ask;
use crate::chrome::{Chrome, Section};
use crate::failure::{Failure, html};
use crate::form::Form;
use crate::web::Web;

/// How many people of publishers a page shows.
const ROWS: usize = 50;

/// The codes of the roles at the desk, for the choice.
pub(crate) const DESK_ROLES: [&str; 4] = ["analyst", "lead", "auditor", "administrator"];

/// Names a stored role.
pub(crate) fn role_name(t: Texts, role: Option<&str>) -> String {
    let role = role.unwrap_or_default();
    t.get(&format!("role-{}", role.replace('_', "-"))).unwrap_or(role).to_owned()
}

struct Data {
    desk: Vec<Person>,
    outside: Vec<PersonRow>,
    count: i64,
    invitations: Vec<LinkRow>,
    next: Option<PersonId>,
}

#[derive(Template)]
#[template(path = "pages/people.html")]
struct PeoplePage {
    chrome: Chrome,
    problems: Problems,
    done: &'static str,
    data: Data,
    me: PersonId,
    /// The words that the list is searched by.
    q: String,
    first: bool,
    email: String,
    role: String,
    locale: String,
    publisher: String,
    /// Whether the form invites an organisation's first owner, not someone to the desk.
    to_organisation: bool,
}

impl PeoplePage {
    fn is_me(&self, person: &PersonId) -> bool {
        self.me == *person
    }

    fn role_name(&self, role: Option<&str>) -> String {
        role_name(self.chrome.t, role)
    }

    fn count(&self) -> String {
        let count = self.data.count;
        let shown = varsel_locale::format::number(self.chrome.t.locale(), count);
        if count >= varsel_store::queue::COUNT_LIMIT { self.chrome.t.count_or_more(shown) } else { shown }
    }

    fn next(&self) -> String {
        let mut to = form_urlencoded::Serializer::new(String::new());
        if !self.q.is_empty() {
            to.append_pair("q", &self.q);
        }
        if let Some(next) = self.data.next {
            to.append_pair("after", &next.to_string());
        }
        format!("/people?{}#others", to.finish())
    }
}

async fn load(web: &Web, ask: &Ask) -> Result<PeoplePage, Failure> {
    let q: String = query(ask, "q").trim().chars().take(80).collect();
    let after: Option<PersonId> = query(ask, "after").parse().ok();
    let words = q.clone();
    let (visitor, data) = web
        .read(ask, Action::ManagePeople, move |tx, ctx, me| {
            let after = match after {
                Some(id) => people::by_id(tx, id)?,
                None => None,
            };
            let cursor = after.as_ref().map(|person| (person.name.as_str(), person.id));
            let limit = i64::try_from(ROWS + 1).unwrap_or(i64::MAX);
            let mut outside = people::list_outside(tx, &words, cursor, limit)?;
            let more = outside.len() > ROWS;
            outside.truncate(ROWS);
            let mut desk = people::desk(tx)?;
            me.texts.sort_by_name(&mut desk, |person| &person.name);
            Ok(Data {
                desk,
                count: people::count_outside(tx)?,
                invitations: access::invitations(tx, None, ctx.now)?,
                next: if more { outside.last().map(|row| row.id) } else { None },
                outside,
            })
        })
        .await?;
    let mut chrome = Chrome::new(web, ask, &visitor, Section::People, visitor.texts.people_title());
    if ask.uri.path() != "/people" {
        "/people".clone_into(&mut chrome.here);
    }
    Ok(PeoplePage {
        problems: Problems::none(chrome.t),
        done: "",
        data,
        me: visitor.actor.person,
        q,
        first: after.is_none(),
        email: String::new(),
        role: DeskRole::Analyst.code().to_owned(),
        locale: visitor.signed.locale.clone(),
        publisher: String::new(),
        to_organisation: false,
        chrome,
    })
}

/// `GET /people`
pub(crate) async fn show(State(web): State<Web>, ask: Ask) -> Result<Response, Failure> {
    let mut page = load(&web, &ask).await?;
    page.done = known(&done(&ask), &["invited", "revoked", "role", "off", "on"]);
    Ok(html(StatusCode::OK, &page))
}

/// `POST /people/invitations`: to the desk in a role; or, with an organisation's key, as its owner.
pub(crate) async fn invite(State(web): State<Web>, ask: Ask, form: Form) -> Result<Response, Failure> {
    let (email, role, key) =
        (form.get("email").to_owned(), form.get("role").to_owned(), form.get("publisher").trim().to_owned());
    let to_organisation = form.has("publisher");
    let locale = Locale::from_tag(form.get("locale")).unwrap_or_default().tag();
    let invited = web
        .write(&ask, &form, Action::ManagePeople, move |tx, ctx, me| {
            let to = if to_organisation {
                let unknown = || AppError::field("publisher", ProblemKind::UnknownPublisher);
                Invitation::Member(
                    catalogue::publisher_by_key(tx, &key)?.ok_or_else(unknown)?.id,
                    PublisherRole::Owner,
                )
            } else {
                let unknown = |e: varsel_core::coded::UnknownCode| {
                    AppError::field("role", ProblemKind::NotOneOf { accepted: e.accepted })
                };
                Invitation::Desk(DeskRole::from_code(&role).map_err(unknown)?)
            };
            organisation::invite(tx, ctx, &me.actor, &email, to, locale).map(drop)
        })
        .await;
    match invited {
        Ok(_) => Ok(see_other("/people?done=invited")),
        Err(Failure::Invalid(found)) => {
            let mut page = load(&web, &ask).await?;
            page.problems = Problems::of(page.chrome.t, &found);
            page.to_organisation = to_organisation;
            form.get("email").clone_into(&mut page.email);
            form.get("role").clone_into(&mut page.role);
            form.get("publisher").clone_into(&mut page.publisher);
            locale.clone_into(&mut page.locale);
            Ok(html(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
        Err(other) => Err(other),
    }
}

/// `POST /people/invitations/{id}/removal`
pub(crate) async fn revoke(
    State(web): State<Web>,
    ask: Ask,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Failure> {
    web.write(&ask, &form, Action::ManagePeople, move |tx, ctx, me| {
        organisation::revoke_invitation(tx, ctx, &me.actor, &id)
    })
    .await?;
    Ok(see_other("/people?done=revoked"))
}

#[derive(Template)]
#[template(path = "pages/person.html")]
struct PersonPage {
    chrome: Chrome,
    problems: Problems,
    person: Person,
    memberships: Vec<Membership>,
    is_me: bool,
    /// Whether the change was refused because there is no other administrator.
    last_administrator: bool,
    /// Whether the page asks if the account should really be switched off.
    deactivation: bool,
}

impl PersonPage {
    fn role(&self) -> &'static str {
        self.person.desk_role.map_or("none", Coded::code)
    }
}

/// The choice of a role at the desk, with none of them last.
pub(crate) const DESK_CHOICES: [&str; 5] = ["analyst", "lead", "auditor", "administrator", "none"];

async fn load_person(web: &Web, ask: &Ask, id: &str, deactivation: bool) -> Result<PersonPage, Failure> {
    let id: Option<PersonId> = id.parse().ok();
    let (visitor, (person, memberships)) = web
        .read(ask, Action::ManagePeople, move |tx, _, me| {
            let id = id.ok_or(AppError::NotFound)?;
            let person = people::by_id(tx, id)?.ok_or(AppError::NotFound)?;
            let mut memberships = people::memberships(tx, id)?;
            me.texts.sort_by_name(&mut memberships, |membership| &membership.name);
            Ok((person, memberships))
        })
        .await?;
    let title = if deactivation { visitor.texts.person_off_title(&person.name) } else { person.name.clone() };
    let mut chrome = Chrome::new(web, ask, &visitor, Section::People, title);
    if !deactivation {
        chrome.here = format!("/people/{}", person.id);
    }
    Ok(PersonPage {
        problems: Problems::none(chrome.t),
        is_me: visitor.actor.person == person.id,
        person,
        memberships,
        last_administrator: false,
        deactivation,
        chrome,
    })
}

async fn keeps_administrator(
    web: &Web,
    ask: &Ask,
    id: &str,
    deactivation: bool,
) -> Result<Response, Failure> {
    let mut page = load_person(web, ask, id, deactivation).await?;
    page.last_administrator = true;
    Ok(html(StatusCode::CONFLICT, &page))
}

/// `GET /people/{id}`
pub(crate) async fn person(
    State(web): State<Web>,
    ask: Ask,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    Ok(html(StatusCode::OK, &load_person(&web, &ask, &id, false).await?))
}

/// `POST /people/{id}/role`: gives or takes a role at the desk.
pub(crate) async fn change_role(
    State(web): State<Web>,
    ask: Ask,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Failure> {
    let (whom, role) = (id.clone(), form.get("role").to_owned());
    let changed = web
        .write(&ask, &form, Action::ManagePeople, move |tx, ctx, me| {
            let whom = whom.parse().map_err(|_| AppError::NotFound)?;
            let role =
                match role.as_str() {
                    "none" => None,
                    code => Some(DeskRole::from_code(code).map_err(|e| {
                        AppError::field("role", ProblemKind::NotOneOf { accepted: e.accepted })
                    })?),
                };
            organisation::set_desk_role(tx, ctx, &me.actor, whom, role)
        })
        .await;
    match changed {
        Ok(_) => Ok(see_other("/people?done=role")),
        Err(Failure::LastOne) => keeps_administrator(&web, &ask, &id, false).await,
        Err(Failure::Invalid(found)) => {
            let mut page = load_person(&web, &ask, &id, false).await?;
            page.problems = Problems::of(page.chrome.t, &found);
            Ok(html(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
        Err(other) => Err(other),
    }
}

/// `GET /people/{id}/deactivation`
pub(crate) async fn ask_deactivation(
    State(web): State<Web>,
    ask: Ask,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    Ok(html(StatusCode::OK, &load_person(&web, &ask, &id, true).await?))
}

/// `POST /people/{id}/deactivation`
pub(crate) async fn deactivate(
    State(web): State<Web>,
    ask: Ask,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Failure> {
    match switch(&web, &ask, &id, &form, true).await {
        Err(Failure::LastOne) => keeps_administrator(&web, &ask, &id, true).await,
        other => other.map(|()| see_other("/people?done=off")),
    }
}

/// `POST /people/{id}/activation`
pub(crate) async fn activate(
    State(web): State<Web>,
    ask: Ask,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Failure> {
    switch(&web, &ask, &id, &form, false).await?;
    Ok(see_other("/people?done=on"))
}

async fn switch(web: &Web, ask: &Ask, id: &str, form: &Form, off: bool) -> Result<(), Failure> {
    let whom: Option<PersonId> = id.parse().ok();
    web.write(ask, form, Action::ManagePeople, move |tx, ctx, me| {
        organisation::set_disabled(tx, ctx, &me.actor, whom.ok_or(AppError::NotFound)?, off)
    })
    .await
    .map(drop)
}
