//! Changes of accounts, all written here, so that every change notifies the person concerned.

use varsel_core::coded::Coded as _;
use varsel_core::ids::{ApiTokenId, JobId, PersonId, PublisherId};
use varsel_core::permission::{DeskRole, PublisherRole};
use varsel_store::access::{self, LinkPurpose, NewToken, TokenRow};
use varsel_store::jobs::{self, NewJob, Owner};
use varsel_store::people::{self, Person};
use varsel_store::{Tx, catalogue, unsent};

use super::Scope;
use crate::notices::{AccountChange, AccountMail};
use crate::{AppError, Ctx};

/// A change of an account.
pub(crate) enum Change<'a> {
    /// The password changed. Ends all sessions except `keeping`, and all API tokens.
    Password {
        /// Its hash.
        hash: &'a str,
        /// The session that stays; empty for none.
        keeping: &'a str,
    },
    /// The role at the desk changed. Ends all sessions and API tokens.
    DeskRole(Option<DeskRole>),
    /// A first role in an organisation.
    Joined(PublisherId, PublisherRole),
    /// The role in an organisation changed. Ends sessions and API tokens for it.
    MemberRole(PublisherId, PublisherRole),
    /// The role in an organisation was removed. Ends sessions and API tokens for it.
    Left(PublisherId),
    /// A new API token, or a calendar address.
    TokenMade(&'a NewToken<'a>),
    /// An API token or calendar address that no longer works.
    TokenRevoked(&'a TokenRow),
    /// The account was switched off, or on again. Ends all sessions and API tokens.
    Switched {
        /// Whether it is off now.
        off: bool,
    },
}

/// Carries out a change, revokes what it invalidates, and queues the notification mail.
pub(crate) fn apply(tx: &Tx<'_>, ctx: &Ctx, person: &Person, change: &Change<'_>) -> Result<(), AppError> {
    let id = person.id;
    let (what, owner) = match *change {
        Change::Password { hash, keeping } => {
            people::set_password(tx, id, hash)?;
            // A link that is still in transit would undo the choice.
            access::revoke_links_for(tx, &person.email, LinkPurpose::PasswordReset, ctx.now)?;
            access::end_other_sessions(tx, id, keeping)?;
            access::revoke_tokens(tx, id, ctx.now)?;
            (AccountChange::Password, Owner::Person(id))
        }
        Change::DeskRole(role) => {
            people::set_desk_role(tx, id, role)?;
            end_all_access(tx, ctx, id)?;
            (AccountChange::DeskRole { role }, Owner::Desk)
        }
        Change::Joined(publisher, role) => {
            people::join(tx, id, publisher, role, ctx.now)?;
            let what = AccountChange::Role { organisation: name_of(tx, publisher)?, role: Some(role) };
            (what, Owner::Publisher(publisher))
        }
        Change::MemberRole(publisher, role) => {
            people::set_role_in(tx, id, publisher, role)?;
            end_access_to(tx, ctx, id, publisher)?;
            let what = AccountChange::Role { organisation: name_of(tx, publisher)?, role: Some(role) };
            (what, Owner::Publisher(publisher))
        }
        Change::Left(publisher) => {
            people::leave(tx, id, publisher)?;
            end_access_to(tx, ctx, id, publisher)?;
            let what = AccountChange::Role { organisation: name_of(tx, publisher)?, role: None };
            (what, Owner::Publisher(publisher))
        }
        Change::TokenMade(token) => {
            access::insert_token(tx, token)?;
            (of_token(token.name, token.scopes, true), Owner::Person(id))
        }
        Change::TokenRevoked(token) => {
            if !access::revoke_token(tx, id, &token.id.to_string(), ctx.now)? {
                return Err(AppError::NotFound);
            }
            (of_token(&token.name, &token.scopes, false), Owner::Person(id))
        }
        Change::Switched { off } => {
            people::set_disabled(tx, id, off.then_some(ctx.now))?;
            access::revoke_links_for(tx, &person.email, LinkPurpose::PasswordReset, ctx.now)?;
            end_all_access(tx, ctx, id)?;
            (AccountChange::Switched { off }, Owner::Desk)
        }
    };
    let mail = AccountMail { person: id, email: person.email.clone(), change: what, at: ctx.now };
    let payload = mail.to_json();
    let job = NewJob {
        id: JobId(ctx.id()),
        kind: AccountMail::KIND,
        owner,
        payload: &payload,
        case: None,
        run_at: ctx.now,
    };
    jobs::insert(tx, &job)?;
    Ok(())
}

/// Ends all that a person could do by a role they had: sessions, API tokens, the invitations they have made, and what they have not
/// sent.
fn end_all_access(tx: &Tx<'_>, ctx: &Ctx, person: PersonId) -> Result<(), AppError> {
    access::end_other_sessions(tx, person, "")?;
    access::revoke_tokens(tx, person, ctx.now)?;
    access::revoke_invitations_by(tx, person, None, ctx.now)?;
    unsent::delete_of(tx, person, None)?;
    Ok(())
}

/// Revokes a person's access for one organisation.
fn end_access_to(tx: &Tx<'_>, ctx: &Ctx, person: PersonId, publisher: PublisherId) -> Result<(), AppError> {
    access::end_access_to(tx, person, publisher, ctx.now)?;
    access::revoke_invitations_by(tx, person, Some(publisher), ctx.now)?;
    unsent::delete_of(tx, person, Some(publisher))?;
    Ok(())
}

fn name_of(tx: &Tx<'_>, publisher: PublisherId) -> Result<String, AppError> {
    Ok(catalogue::publisher_by_id(tx, publisher)?.ok_or(AppError::NotFound)?.name)
}

fn of_token(name: &str, scopes: &str, made: bool) -> AccountChange {
    let name = name.to_owned();
    if scopes.split(' ').any(|scope| scope == Scope::CalendarRead.code()) {
        AccountChange::CalendarAddress { name, made }
    } else {
        AccountChange::Token { name, made }
    }
}

/// Revokes one of a person's own API tokens or calendar addresses.
pub fn revoke_token(tx: &Tx<'_>, ctx: &Ctx, person: PersonId, id: &str) -> Result<(), AppError> {
    let id: ApiTokenId = id.parse().map_err(|_| AppError::NotFound)?;
    let owner = people::by_id(tx, person)?.ok_or(AppError::NotFound)?;
    let tokens = access::tokens(tx, person)?;
    let token = tokens.iter().find(|token| token.id == id).ok_or(AppError::NotFound)?;
    apply(tx, ctx, &owner, &Change::TokenRevoked(token))
}
