//! People of an organisation and of the desk: invitations, roles, switching accounts on and off.

use jiff::SignedDuration;
use varsel_core::coded::Coded;
use varsel_core::ids::{JobId, PersonId, PublisherId};
use varsel_core::permission::{Action, Actor, DeskRole, PublisherRole, Role};
use varsel_core::refusal::Refusal;
use varsel_store::access::{self, FoundLink, LinkPurpose};
use varsel_store::jobs::{self, NewJob, Owner};
use varsel_store::{StoreError, Tx, catalogue, limits, people};

use crate::account::{self, Change, INVITATION_HOURS};
use crate::notices::LinkMail;
use crate::{AppError, Ctx};

/// The maximum number of open invitations.
const MAX_INVITATIONS: usize = 50;
/// The window in which invitations are counted.
const DAY: SignedDuration = SignedDuration::from_hours(24);

fn manages(actor: &Actor) -> Result<PublisherId, AppError> {
    match actor.publisher {
        Some(publisher) if actor.may(Action::ManageOrganisation) => Ok(publisher),
        _ => Err(Refusal::NotAllowed { action: Action::ManageOrganisation }.into()),
    }
}

fn manages_people(actor: &Actor) -> Result<(), AppError> {
    if actor.may(Action::ManagePeople) {
        Ok(())
    } else {
        Err(Refusal::NotAllowed { action: Action::ManagePeople }.into())
    }
}

/// What an invitation is for.
#[derive(Clone, Copy, Debug)]
pub enum Invitation {
    /// A member of an organisation.
    Member(PublisherId, PublisherRole),
    /// A person of the desk.
    Desk(DeskRole),
}

/// Returns whether the person who sent an invitation still has the right to do so.
///
/// The operator of the machine invites without an account; that right does not end.
pub fn may_still_invite(tx: &Tx<'_>, link: &FoundLink) -> Result<bool, StoreError> {
    let Some(maker) = link.created_by else { return Ok(true) };
    let Some(maker) = people::by_id(tx, maker)?.filter(|maker| maker.disabled.is_none()) else {
        return Ok(false);
    };
    if maker.desk_role.is_some_and(|role| Role::Desk(role).may(Action::ManagePeople)) {
        return Ok(true);
    }
    let Some(publisher) = link.publisher else { return Ok(false) };
    let role = people::role_in(tx, maker.id, publisher)?;
    Ok(role.is_some_and(|role| Role::Publisher(role).may(Action::ManageOrganisation)))
}

/// Invites an address. Owners invite to their organisation; administrators to the desk and, for a first owner, anywhere.
pub fn invite(
    tx: &Tx<'_>,
    ctx: &Ctx,
    actor: &Actor,
    email: &str,
    to: Invitation,
    locale: &str,
) -> Result<String, AppError> {
    match to {
        Invitation::Member(publisher, _) if actor.publisher == Some(publisher) => {
            manages(actor)?;
        }
        Invitation::Member(..) | Invitation::Desk(_) => manages_people(actor)?,
    }
    let inviter = people::by_id(tx, actor.person)?.map(|p| p.name);
    invite_as(tx, ctx, Some(actor.person), inviter, email, to, locale)
}

/// Invites an address on behalf of the operator of the machine, or of a person who was checked.
pub fn invite_as(
    tx: &Tx<'_>,
    ctx: &Ctx,
    by: Option<PersonId>,
    inviter: Option<String>,
    email: &str,
    to: Invitation,
    locale: &str,
) -> Result<String, AppError> {
    let email = account::read_new_email("email", email)?;
    let (publisher, role) = match to {
        Invitation::Member(publisher, role) => (Some(publisher), role.code()),
        Invitation::Desk(role) => (None, role.code()),
    };
    if access::invitations(tx, publisher, ctx.now)?.len() >= MAX_INVITATIONS {
        return Err(AppError::TooMany { limit: i64::try_from(MAX_INVITATIONS).unwrap_or(i64::MAX) });
    }
    if let Some(person) = account::find_person(tx, &email)? {
        let there = match to {
            Invitation::Member(publisher, _) => people::role_in(tx, person.id, publisher)?.is_some(),
            Invitation::Desk(_) => person.desk_role.is_some(),
        };
        if there {
            return Err(AppError::field("email", crate::intake::ProblemKind::Taken));
        }
    }
    let organisation = match publisher {
        Some(id) => Some(catalogue::publisher_by_id(tx, id)?.ok_or(AppError::NotFound)?.name),
        None => None,
    };
    if let Some(maker) = by {
        keep_to_limits(tx, ctx, maker, &email, publisher)?;
    }
    // One open invitation per address and place: the last one counts.
    access::revoke_invitations_of(tx, &email, publisher, ctx.now)?;
    let minutes = INVITATION_HOURS * 60;
    let link = account::make_link(
        tx,
        ctx,
        LinkPurpose::Invitation,
        &email,
        None,
        publisher,
        Some(role),
        by,
        minutes,
    )?;
    let mail = LinkMail {
        link: link.clone(),
        purpose: LinkPurpose::Invitation.code().to_owned(),
        email,
        locale: locale.to_owned(),
        inviter,
        organisation,
    };
    let payload = mail.to_json();
    let job = NewJob {
        id: JobId(ctx.id()),
        kind: LinkMail::KIND,
        owner: publisher.map_or(Owner::Desk, Owner::Publisher),
        payload: &payload,
        case: None,
        run_at: ctx.now,
    };
    jobs::insert(tx, &job)?;
    Ok(ctx.key().link_secret(&link))
}

/// Counts an invitation, and refuses it if it exceeds the daily limit of its sender, of its address from one place, or of its
/// address in total. Refused invitations are not counted, because their transaction is rolled back.
fn keep_to_limits(
    tx: &Tx<'_>,
    ctx: &Ctx,
    maker: PersonId,
    email: &str,
    place: Option<PublisherId>,
) -> Result<(), AppError> {
    let policy = ctx.policy();
    let address = policy.invitations_a_recipient;
    let place = place.map_or_else(|| "desk".to_owned(), |publisher| publisher.to_string());
    let bounds = [
        (format!("invitations-by:{maker}"), policy.invitations_a_person),
        // One organisation cannot use up what others can send to an address.
        (format!("invitations-to:{place}:{email}"), (address / 2).max(1)),
        (format!("invitations-to:{email}"), address),
    ];
    for (key, most) in bounds {
        let (sent, began) = limits::count(tx, &key, 1, ctx.now, ctx.now - DAY)?;
        if sent > most {
            return Err(AppError::TooManyInvitations { until: began + DAY });
        }
    }
    Ok(())
}

/// Revokes an open invitation.
pub fn revoke_invitation(tx: &Tx<'_>, ctx: &Ctx, actor: &Actor, id: &str) -> Result<(), AppError> {
    let publisher = match actor.publisher {
        Some(_) => Some(manages(actor)?),
        None => {
            manages_people(actor)?;
            None
        }
    };
    if access::revoke_link(tx, id, publisher, ctx.now)? { Ok(()) } else { Err(AppError::NotFound) }
}

/// Changes a member's role. Ends their sessions and tokens for the organisation, so that no one acts in a role they have lost.
pub fn change_role(
    tx: &Tx<'_>,
    ctx: &Ctx,
    actor: &Actor,
    member: PersonId,
    role: PublisherRole,
) -> Result<(), AppError> {
    let publisher = manages(actor)?;
    people::lock_members(tx, publisher)?;
    let current = people::role_in(tx, member, publisher)?.ok_or(AppError::NotFound)?;
    if current == role {
        return Ok(());
    }
    keep_an_owner(tx, publisher, member, current)?;
    let person = people::by_id(tx, member)?.ok_or(AppError::NotFound)?;
    account::apply(tx, ctx, &person, &Change::MemberRole(publisher, role))
}

/// Removes a member from the organisation.
pub fn remove_member(tx: &Tx<'_>, ctx: &Ctx, actor: &Actor, member: PersonId) -> Result<(), AppError> {
    let publisher = manages(actor)?;
    people::lock_members(tx, publisher)?;
    let current = people::role_in(tx, member, publisher)?.ok_or(AppError::NotFound)?;
    keep_an_owner(tx, publisher, member, current)?;
    let person = people::by_id(tx, member)?.ok_or(AppError::NotFound)?;
    access::revoke_invitations_of(tx, &person.email, Some(publisher), ctx.now)?;
    account::apply(tx, ctx, &person, &Change::Left(publisher))
}

/// Refuses to remove the last owner whose account is on; accounts that are off do not count.
fn keep_an_owner(
    tx: &Tx<'_>,
    publisher: PublisherId,
    member: PersonId,
    current: PublisherRole,
) -> Result<(), AppError> {
    let is_on = people::by_id(tx, member)?.is_some_and(|person| person.disabled.is_none());
    if is_on && current == PublisherRole::Owner && people::count_owners(tx, publisher)? <= 1 {
        return Err(AppError::LastOne);
    }
    Ok(())
}

/// Sets or removes a role at the desk. Ends all of the person's sessions and tokens.
pub fn set_desk_role(
    tx: &Tx<'_>,
    ctx: &Ctx,
    actor: &Actor,
    person: PersonId,
    role: Option<DeskRole>,
) -> Result<(), AppError> {
    manages_people(actor)?;
    people::lock_administrators(tx)?;
    let found = people::by_id(tx, person)?.ok_or(AppError::NotFound)?;
    if found.desk_role == role {
        return Ok(());
    }
    if found.disabled.is_none() {
        keep_an_administrator(tx, found.desk_role)?;
    }
    access::revoke_invitations_of(tx, &found.email, None, ctx.now)?;
    account::apply(tx, ctx, &found, &Change::DeskRole(role))
}

/// Switches an account off or on. Switching it off ends all of its sessions and tokens.
pub fn set_disabled(
    tx: &Tx<'_>,
    ctx: &Ctx,
    actor: &Actor,
    person: PersonId,
    disabled: bool,
) -> Result<(), AppError> {
    manages_people(actor)?;
    people::lock_administrators(tx)?;
    let found = people::by_id(tx, person)?.ok_or(AppError::NotFound)?;
    switch_account(tx, ctx, &found, disabled)
}

/// Switches an account off or on, for the operator of the machine or a person who was checked.
pub fn switch_account(
    tx: &Tx<'_>,
    ctx: &Ctx,
    person: &people::Person,
    disabled: bool,
) -> Result<(), AppError> {
    if person.disabled.is_some() == disabled {
        return Ok(());
    }
    if disabled {
        keep_an_administrator(tx, person.desk_role)?;
    }
    account::apply(tx, ctx, person, &Change::Switched { off: disabled })
}

fn keep_an_administrator(tx: &Tx<'_>, current: Option<DeskRole>) -> Result<(), AppError> {
    if current == Some(DeskRole::Administrator) && people::count_administrators(tx)? <= 1 {
        return Err(AppError::LastOne);
    }
    Ok(())
}
