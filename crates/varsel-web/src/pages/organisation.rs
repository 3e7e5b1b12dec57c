//! The publisher's own organisation: members, mail recipients, invitations, offers.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use varsel_app::AppError;
use varsel_app::intake::ProblemKind;
use varsel_app::organisation::{self, Invitation};
use varsel_core::coded::Coded;
use varsel_core::ids::{OfferId, PersonId, PublisherId};
use varsel_core::permission::{Action, PublisherRole};
use varsel_locale::Locale;
use varsel_store::access::{self, LinkRow};
use varsel_store::catalogue::{self, Offer};
use varsel_store::people::{self, Addressee, Member};
use varsel_store::{Scope, Tx};

use super::problems::Problems;
use super::{done, known, query, see_other};
use crate::ask::Ask;
use crate::chrome::{Chrome, Section};
use crate::failure::{Failure, html};
use crate::form::Form;
use crate::web::{Visitor, Web};

/// How many offers the page shows at a time.
const OFFERS: usize = 50;

/// The codes of the roles, for the choice.
pub(crate) const ROLES: [&str; 4] = ["owner", "security_contact", "member", "viewer"];

struct Data {
    name: String,
    members: Vec<Member>,
    contacts: Vec<Addressee>,
    invitations: Vec<LinkRow>,
    offers: Vec<Offer>,
    /// The offer that the next page begins after.
    next: Option<OfferId>,
}

#[derive(Template)]
#[template(path = "pages/organisation.html")]
struct OrganisationPage {
    chrome: Chrome,
    problems: Problems,
    done: &'static str,
    data: Data,
    manages: bool,
    me: PersonId,
    email: String,
    role: String,
    locale: String,
    /// Whether these are the first offers.
    first: bool,
}

impl OrganisationPage {
    fn is_me(&self, member: &PersonId) -> bool {
        self.me == *member
    }

    fn role_name(&self, role: Option<&str>) -> String {
        super::people::role_name(self.chrome.t, role)
    }
}

fn own(me: &Visitor) -> Result<PublisherId, AppError> {
    me.actor.publisher.ok_or(AppError::NotFound)
}

fn read(tx: &Tx<'_>, me: &Visitor, after: Option<OfferId>) -> Result<Data, AppError> {
    let id = own(me)?;
    let publisher = catalogue::publisher_by_id(tx, id)?.ok_or(AppError::NotFound)?;
    let after = match after {
        Some(after) => catalogue::offer_by_id(tx, after, Scope::of(&me.actor))?,
        None => None,
    };
    let cursor = after.as_ref().map(|offer| (offer.name.as_str(), offer.id));
    let limit = i64::try_from(OFFERS + 1).unwrap_or(i64::MAX);
    let mut offers = catalogue::offers_of_publisher(tx, id, cursor, limit)?;
    let more = offers.len() > OFFERS;
    offers.truncate(OFFERS);
    let invitations = if me.may(Action::ManageOrganisation) {
        access::invitations(tx, Some(id), me.now)?
    } else {
        Vec::new()
    };
    let (mut members, mut contacts) = (people::members(tx, id)?, people::contacts(tx, id)?);
    me.texts.sort_by_name(&mut members, |member| &member.name);
    me.texts.sort_by_name(&mut contacts, |contact| &contact.name);
    Ok(Data {
        name: publisher.name,
        members,
        contacts,
        invitations,
        next: if more { offers.last().map(|offer| offer.id) } else { None },
        offers,
    })
}

async fn load(web: &Web, ask: &Ask) -> Result<OrganisationPage, Failure> {
    let after: Option<OfferId> = query(ask, "after").parse().ok();
    let (visitor, data) =
        web.read(ask, Action::ReadOrganisation, move |tx, _, me| read(tx, me, after)).await?;
    let mut chrome = Chrome::new(web, ask, &visitor, Section::Organisation, data.name.clone());
    if !ask.uri.path().ends_with("/organisation") {
        "/organisation".clone_into(&mut chrome.here);
    }
    Ok(OrganisationPage {
        problems: Problems::none(chrome.t),
        done: "",
        data,
        manages: visitor.may(Action::ManageOrganisation),
        me: visitor.actor.person,
        email: String::new(),
        role: PublisherRole::Member.code().to_owned(),
        locale: visitor.signed.locale.clone(),
        first: after.is_none(),
        chrome,
    })
}

/// `GET /organisation`
pub(crate) async fn show(State(web): State<Web>, ask: Ask) -> Result<Response, Failure> {
    let mut page = load(&web, &ask).await?;
    page.done = known(&done(&ask), &["invited", "revoked", "role", "removed"]);
    Ok(html(StatusCode::OK, &page))
}

/// `POST /organisation/invitations`
pub(crate) async fn invite(State(web): State<Web>, ask: Ask, form: Form) -> Result<Response, Failure> {
    let (email, role) = (form.get("email").to_owned(), form.get("role").to_owned());
    let locale = Locale::from_tag(form.get("locale")).unwrap_or_default().tag();
    let invited = web
        .write(&ask, &form, Action::ManageOrganisation, move |tx, ctx, me| {
            let role = PublisherRole::from_code(&role)
                .map_err(|e| AppError::field("role", ProblemKind::NotOneOf { accepted: e.accepted }))?;
            organisation::invite(tx, ctx, &me.actor, &email, Invitation::Member(own(me)?, role), locale)
                .map(drop)
        })
        .await;
    match invited {
        Ok(_) => Ok(see_other("/organisation?done=invited")),
        Err(Failure::Invalid(found)) => {
            let mut page = load(&web, &ask).await?;
            page.problems = Problems::of(page.chrome.t, &found);
            form.get("email").clone_into(&mut page.email);
            form.get("role").clone_into(&mut page.role);
            locale.clone_into(&mut page.locale);
            Ok(html(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
        Err(other) => Err(other),
    }
}

/// `POST /organisation/invitations/{id}/removal`
pub(crate) async fn revoke(
    State(web): State<Web>,
    ask: Ask,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Failure> {
    web.write(&ask, &form, Action::ManageOrganisation, move |tx, ctx, me| {
        organisation::revoke_invitation(tx, ctx, &me.actor, &id)
    })
    .await?;
    Ok(see_other("/organisation?done=revoked"))
}

#[derive(Template)]
#[template(path = "pages/member.html")]
#[expect(clippy::struct_excessive_bools, reason = "each is one independent fact of the member or the page")]
struct MemberPage {
    chrome: Chrome,
    problems: Problems,
    organisation: String,
    member: Member,
    is_me: bool,
    is_mailed: bool,
    /// Whether the change was refused because there is no other owner.
    last_owner: bool,
    /// Whether the page asks if they should really go.
    removal: bool,
}

impl MemberPage {
    fn role(&self) -> &'static str {
        self.member.role.code()
    }
}

async fn load_member(web: &Web, ask: &Ask, id: &str, removal: bool) -> Result<MemberPage, Failure> {
    let id: Option<PersonId> = id.parse().ok();
    let (visitor, (organisation, member, is_mailed)) = web
        .read(ask, Action::ManageOrganisation, move |tx, _, me| {
            let (own, id) = (own(me)?, id.ok_or(AppError::NotFound)?);
            let publisher = catalogue::publisher_by_id(tx, own)?.ok_or(AppError::NotFound)?;
            let member =
                people::members(tx, own)?.into_iter().find(|m| m.id == id).ok_or(AppError::NotFound)?;
            let is_mailed = people::contacts(tx, own)?.iter().any(|c| c.id == id);
            Ok((publisher.name, member, is_mailed))
        })
        .await?;
    let title = if removal {
        visitor.texts.member_removal_title(&member.name, &organisation)
    } else {
        member.name.clone()
    };
    let chrome = Chrome::new(web, ask, &visitor, Section::Organisation, title);
    Ok(MemberPage {
        problems: Problems::none(chrome.t),
        organisation,
        is_me: visitor.actor.person == member.id,
        is_mailed,
        last_owner: false,
        removal,
        member,
        chrome,
    })
}

/// Shows the member's page again with the reason why the last owner stays.
async fn keeps_owner(web: &Web, ask: &Ask, id: &str, removal: bool) -> Result<Response, Failure> {
    let mut page = load_member(web, ask, id, removal).await?;
    page.last_owner = true;
    Ok(html(StatusCode::CONFLICT, &page))
}

/// `GET /organisation/members/{id}`
pub(crate) async fn member(
    State(web): State<Web>,
    ask: Ask,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    Ok(html(StatusCode::OK, &load_member(&web, &ask, &id, false).await?))
}

/// `POST /organisation/members/{id}`: gives the member another role.
pub(crate) async fn change_role(
    State(web): State<Web>,
    ask: Ask,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Failure> {
    let (whom, role) = (id.clone(), form.get("role").to_owned());
    let changed = web
        .write(&ask, &form, Action::ManageOrganisation, move |tx, ctx, me| {
            let whom = whom.parse().map_err(|_| AppError::NotFound)?;
            let role = PublisherRole::from_code(&role)
                .map_err(|e| AppError::field("role", ProblemKind::NotOneOf { accepted: e.accepted }))?;
            organisation::change_role(tx, ctx, &me.actor, whom, role)
        })
        .await;
    match changed {
        Ok(_) => Ok(see_other("/organisation?done=role")),
        Err(Failure::LastOne) => keeps_owner(&web, &ask, &id, false).await,
        Err(Failure::Invalid(found)) => {
            let mut page = load_member(&web, &ask, &id, false).await?;
            page.problems = Problems::of(page.chrome.t, &found);
            Ok(html(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
        Err(other) => Err(other),
    }
}

/// `GET /organisation/members/{id}/removal`
pub(crate) async fn ask_removal(
    State(web): State<Web>,
    ask: Ask,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    Ok(html(StatusCode::OK, &load_member(&web, &ask, &id, true).await?))
}

/// `POST /organisation/members/{id}/removal`
pub(crate) async fn remove(
    State(web): State<Web>,
    ask: Ask,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Failure> {
    let whom = id.clone();
    let removed = web
        .write(&ask, &form, Action::ManageOrganisation, move |tx, ctx, me| {
            let whom = whom.parse().map_err(|_| AppError::NotFound)?;
            organisation::remove_member(tx, ctx, &me.actor, whom)
        })
        .await;
    match removed {
        Ok(_) => Ok(see_other("/organisation?done=removed")),
        Err(Failure::LastOne) => keeps_owner(&web, &ask, &id, true).await,
        Err(other) => Err(other),
    }
}
