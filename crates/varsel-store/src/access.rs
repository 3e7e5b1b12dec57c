//! How people get in: sessions, API tokens, one-time links, and the counter of failed tries.
//!
//! Secrets are kept as SHA-256 hashes only; the caller makes them from 256 random bits, so that no salt or slow hash is needed.

use jiff::Timestamp;
use varsel_core::coded::Coded;
use varsel_core::ids::{ApiTokenId, PersonId, PublisherId};
use varsel_core::permission::{Actor, DeskRole, PublisherRole, Role};

use crate::convert::{
    code_at, id_at, instant, instant_at, micros, opt_code_at, opt_id_at, opt_instant_at, opt_owned, owned,
};
use crate::{Row, StoreError, Tx, Value, sql};

/// A SHA-256 hash of a secret.
pub type SecretHash = [u8; 32];

/// A session with the person it belongs to.
#[derive(Clone)]
pub struct SignedIn {
    /// The session's public id, which the list of sessions shows.
    pub session: String,
    /// Who.
    pub person: PersonId,
    /// Their address.
    pub email: String,
    /// Their name.
    pub name: String,
    /// Their role at the desk.
    pub desk_role: Option<DeskRole>,
    /// The organisation they act for, with its name and their role in it.
    pub organisation: Option<(PublisherId, String, PublisherRole)>,
    /// Their language.
    pub locale: String,
    /// Their zone.
    pub zone: String,
    /// `auto`, `light` or `dark`.
    pub theme: String,
    /// When the session was last used, to the minute or so.
    pub seen: Timestamp,
    /// When it ends, whatever happens.
    pub expires: Timestamp,
}

impl SignedIn {
    /// Returns the actor: at the desk for people of the desk, else for their organisation; `None` without any role.
    pub fn actor(&self) -> Option<Actor> {
        let (role, publisher) = match (self.desk_role, &self.organisation) {
            (Some(role), _) => (Role::Desk(role), None),
            (None, Some((id, _, role))) => (Role::Publisher(*role), Some(*id)),
            (None, None) => return None,
        };
        Some(Actor { person: self.person, role, publisher })
    }
}

/// Stores a session.
#[expect(clippy::too_many_arguments, reason = "one for each column")]
pub fn insert_session(
    tx: &Tx<'_>,
    id: &str,
    token: &SecretHash,
    person: PersonId,
    publisher: Option<PublisherId>,
    user_agent: &str,
    now: Timestamp,
    expires: Timestamp,
) -> Result<(), StoreError> {
    let (person, publisher) = (person.to_string(), publisher.map(|p| p.to_string()));
    tx.execute(
        &sql::sessions::INSERT,
        &[
            Value::Text(id),
            Value::Blob(token),
            Value::Text(&person),
            publisher.as_deref().into(),
            Value::Text(user_agent),
            Value::Int(micros(now)),
            Value::Int(micros(expires)),
        ],
    )
    .map(drop)
}

/// Finds the session of a token. Limits of idleness and age are the caller's to check.
pub fn session(tx: &Tx<'_>, token: &SecretHash) -> Result<Option<SignedIn>, StoreError> {
    tx.query_one(&sql::sessions::FIND, &[Value::Blob(token)], |row| {
        let organisation = match (opt_id_at(row, 2)?, opt_owned(row, 12)?, opt_code_at(row, 11)?) {
            (Some(id), Some(name), Some(role)) => Some((id, name, role)),
            _ => None,
        };
        Ok(SignedIn {
            session: owned(row, 0)?,
            person: id_at(row, 1)?,
            seen: instant_at(row, 3)?,
            expires: instant_at(row, 4)?,
            email: owned(row, 5)?,
            name: owned(row, 6)?,
            desk_role: opt_code_at(row, 7)?,
            locale: owned(row, 8)?,
            zone: owned(row, 9)?,
            theme: owned(row, 10)?,
            organisation,
        })
    })
}

/// Notes that a session is in use.
pub fn touch_session(tx: &Tx<'_>, id: &str, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(&sql::sessions::TOUCH, &[Value::Text(id), Value::Int(micros(now))]).map(drop)
}

/// Gives a session a new token and organisation; the old token is dead.
pub fn rotate_session(
    tx: &Tx<'_>,
    id: &str,
    token: &SecretHash,
    publisher: Option<PublisherId>,
) -> Result<(), StoreError> {
    let publisher = publisher.map(|p| p.to_string());
    let parameters = [Value::Text(id), Value::Blob(token), publisher.as_deref().into()];
    tx.execute(&sql::sessions::ROTATE, &parameters).map(drop)
}

/// A session in the list of a person's own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SessionRow {
    /// Its public id.
    pub id: String,
    /// The browser, as it names itself.
    pub user_agent: String,
    /// When it began.
    pub created: Timestamp,
    /// When it was last used.
    pub seen: Timestamp,
    /// When it ends.
    pub expires: Timestamp,
}

/// Lists a person's sessions, last used first.
pub fn sessions(tx: &Tx<'_>, person: PersonId) -> Result<Vec<SessionRow>, StoreError> {
    tx.query(&sql::sessions::LIST, &[Value::Text(&person.to_string()), Value::Int(100)], |row| {
        Ok(SessionRow {
            id: owned(row, 0)?,
            user_agent: owned(row, 1)?,
            created: instant_at(row, 2)?,
            seen: instant_at(row, 3)?,
            expires: instant_at(row, 4)?,
        })
    })
}

/// Ends one of a person's sessions; `false` when it is not theirs.
pub fn end_session(tx: &Tx<'_>, person: PersonId, id: &str) -> Result<bool, StoreError> {
    let ended = tx.execute(&sql::sessions::DELETE, &[Value::Text(id), Value::Text(&person.to_string())])? > 0;
    tx.notify("session", &person.to_string());
    Ok(ended)
}

/// Ends all of a person's sessions but one; with an empty `except`, all.
pub fn end_other_sessions(tx: &Tx<'_>, person: PersonId, except: &str) -> Result<u64, StoreError> {
    let person = person.to_string();
    let ended = tx.execute(&sql::sessions::DELETE_OTHERS, &[Value::Text(&person), Value::Text(except)])?;
    tx.notify("session", &person);
    Ok(ended)
}

/// Ends a person's sessions and API tokens for one organisation: they left it, or their role changed.
pub fn end_access_to(
    tx: &Tx<'_>,
    person: PersonId,
    publisher: PublisherId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (person, publisher) = (person.to_string(), publisher.to_string());
    tx.execute(&sql::sessions::DELETE_OF_PUBLISHER, &[Value::Text(&person), Value::Text(&publisher)])?;
    let parameters = [Value::Text(&person), Value::Text(&publisher), Value::Int(micros(now))];
    tx.execute(&sql::tokens::REVOKE_OF_PUBLISHER, &parameters)?;
    tx.notify("session", &person);
    Ok(())
}

/// Removes sessions that ended by time.
pub fn delete_expired_sessions(tx: &Tx<'_>, now: Timestamp) -> Result<u64, StoreError> {
    tx.execute(&sql::sessions::DELETE_EXPIRED, &[Value::Int(micros(now))])
}

varsel_core::coded! {
    /// What a one-time link is for.
    pub enum LinkPurpose {
        /// Make the first administrator.
        Setup = "setup",
        /// Join an organisation or the desk.
        Invitation = "invitation",
        /// Choose a new password.
        PasswordReset = "password_reset",
    }
}

use serde::{Deserialize, Serialize};

/// A one-time link to be stored.
#[derive(Clone, Debug)]
pub struct NewLink<'a> {
    /// Its public id.
    pub id: &'a str,
    /// The hash of its secret.
    pub token: &'a SecretHash,
    /// What it is for.
    pub purpose: LinkPurpose,
    /// Whom it was sent to.
    pub email: &'a str,
    /// The account it belongs to, if there is one.
    pub person: Option<PersonId>,
    /// The organisation it invites to; `None` for the desk.
    pub publisher: Option<PublisherId>,
    /// The code of the role it invites to.
    pub role: Option<&'a str>,
    /// Who made it.
    pub created_by: Option<PersonId>,
    /// When it was made.
    pub created: Timestamp,
    /// When it stops working.
    pub expires: Timestamp,
}

/// Stores a one-time link.
pub fn insert_link(tx: &Tx<'_>, link: &NewLink<'_>) -> Result<(), StoreError> {
    let person = link.person.map(|p| p.to_string());
    let publisher = link.publisher.map(|p| p.to_string());
    let created_by = link.created_by.map(|p| p.to_string());
    tx.execute(
        &sql::links::INSERT,
        &[
            Value::Text(link.id),
            Value::Blob(link.token),
            Value::Text(link.purpose.code()),
            Value::Text(link.email),
            person.as_deref().into(),
            publisher.as_deref().into(),
            link.role.into(),
            created_by.as_deref().into(),
            Value::Int(micros(link.created)),
            Value::Int(micros(link.expires)),
        ],
    )
    .map(drop)
}

/// A one-time link that still works.
#[derive(Clone, Debug)]
pub struct FoundLink {
    /// Its public id.
    pub id: String,
    /// What it is for.
    pub purpose: LinkPurpose,
    /// Whom it was sent to.
    pub email: String,
    /// The account it belongs to.
    pub person: Option<PersonId>,
    /// The organisation it invites to.
    pub publisher: Option<PublisherId>,
    /// The name of that organisation.
    pub publisher_name: Option<String>,
    /// The code of the role it invites to.
    pub role: Option<String>,
    /// When it stops working.
    pub expires: Timestamp,
}

/// Finds a link that was neither used nor outlived.
pub fn link(tx: &Tx<'_>, token: &SecretHash, now: Timestamp) -> Result<Option<FoundLink>, StoreError> {
    tx.query_one(&sql::links::FIND, &[Value::Blob(token), Value::Int(micros(now))], |row| {
        Ok(FoundLink {
            id: owned(row, 0)?,
            purpose: code_at(row, 1)?,
            email: owned(row, 2)?,
            person: opt_id_at(row, 3)?,
            publisher: opt_id_at(row, 4)?,
            role: opt_owned(row, 5)?,
            expires: instant_at(row, 6)?,
            publisher_name: opt_owned(row, 7)?,
        })
    })
}

/// Uses a link up; `false` when somebody was faster.
pub fn use_link(tx: &Tx<'_>, id: &str, now: Timestamp) -> Result<bool, StoreError> {
    Ok(tx.execute(&sql::links::USE, &[Value::Text(id), Value::Int(micros(now))])? > 0)
}

/// Revokes all open links of one purpose for an address.
pub fn revoke_links_for(
    tx: &Tx<'_>,
    email: &str,
    purpose: LinkPurpose,
    now: Timestamp,
) -> Result<(), StoreError> {
    let parameters = [Value::Text(email), Value::Text(purpose.code()), Value::Int(micros(now))];
    tx.execute(&sql::links::REVOKE_FOR, &parameters).map(drop)
}

/// Revokes all open invitations of an address to an organisation, or to the desk (`None`).
pub fn revoke_invitations_of(
    tx: &Tx<'_>,
    email: &str,
    publisher: Option<PublisherId>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let text = publisher.map(|p| p.to_string()).unwrap_or_default();
    let parameters =
        [Value::Text(email), Value::Int(micros(now)), Value::Bool(publisher.is_none()), Value::Text(&text)];
    tx.execute(&sql::links::REVOKE_INVITATIONS_OF, &parameters).map(drop)
}

/// Removes a link as if it had never been made.
pub fn delete_link(tx: &Tx<'_>, id: &str) -> Result<(), StoreError> {
    tx.execute(&sql::links::DELETE, &[Value::Text(id)]).map(drop)
}

/// Revokes an open invitation of an organisation, or any one for the desk (`None`); `false` when there is none.
pub fn revoke_link(
    tx: &Tx<'_>,
    id: &str,
    publisher: Option<PublisherId>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let text = publisher.map(|p| p.to_string()).unwrap_or_default();
    let parameters =
        [Value::Text(id), Value::Int(micros(now)), Value::Bool(publisher.is_none()), Value::Text(&text)];
    Ok(tx.execute(&sql::links::REVOKE, &parameters)? > 0)
}

/// An open invitation in a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LinkRow {
    /// Its public id.
    pub id: String,
    /// What it is for.
    pub purpose: LinkPurpose,
    /// Whom it was sent to.
    pub email: String,
    /// The code of the role it invites to.
    pub role: Option<String>,
    /// When it was made.
    pub created: Timestamp,
    /// When it stops working.
    pub expires: Timestamp,
    /// The name of the organisation it invites to; `None` for the desk.
    pub organisation: Option<String>,
}

/// Lists the open invitations of an organisation; or (`None`) those of the desk: to itself, and to organisations that have no
/// members yet.
pub fn invitations(
    tx: &Tx<'_>,
    publisher: Option<PublisherId>,
    now: Timestamp,
) -> Result<Vec<LinkRow>, StoreError> {
    let read = |row: &Row<'_>| {
        Ok(LinkRow {
            id: owned(row, 0)?,
            purpose: code_at(row, 1)?,
            email: owned(row, 2)?,
            role: opt_owned(row, 3)?,
            created: instant_at(row, 4)?,
            expires: instant_at(row, 5)?,
            organisation: opt_owned(row, 6)?,
        })
    };
    let (now, limit) = (Value::Int(micros(now)), Value::Int(100));
    match publisher {
        Some(id) => {
            tx.query(&sql::links::LIST_OF_PUBLISHER, &[Value::Text(&id.to_string()), now, limit], read)
        }
        None => tx.query(&sql::links::LIST_DESK, &[now, limit], read),
    }
}

/// An API token to be stored.
#[derive(Clone, Debug)]
pub struct NewToken<'a> {
    /// Its id.
    pub id: ApiTokenId,
    /// The hash of its secret.
    pub token: &'a SecretHash,
    /// Whose it is.
    pub person: PersonId,
    /// The organisation it acts for.
    pub publisher: Option<PublisherId>,
    /// What its owner calls it.
    pub name: &'a str,
    /// Codes of its scopes, separated by blanks.
    pub scopes: &'a str,
    /// The last characters, to know it by.
    pub hint: &'a str,
    /// When it was made.
    pub created: Timestamp,
    /// When it stops working.
    pub expires: Timestamp,
}

/// Stores an API token.
pub fn insert_token(tx: &Tx<'_>, token: &NewToken<'_>) -> Result<(), StoreError> {
    let publisher = token.publisher.map(|p| p.to_string());
    tx.execute(
        &sql::tokens::INSERT,
        &[
            Value::Text(&token.id.to_string()),
            Value::Blob(token.token),
            Value::Text(&token.person.to_string()),
            publisher.as_deref().into(),
            Value::Text(token.name),
            Value::Text(token.scopes),
            Value::Text(token.hint),
            Value::Int(micros(token.created)),
            Value::Int(micros(token.expires)),
        ],
    )
    .map(drop)
}

/// An API token with the person it belongs to.
#[derive(Clone, Debug)]
pub struct FoundToken {
    /// Its id.
    pub id: ApiTokenId,
    /// Codes of its scopes, separated by blanks.
    pub scopes: String,
    /// When it stops working.
    pub expires: Timestamp,
    /// When it was last used, to the hour or so.
    pub used: Option<Timestamp>,
    /// The name of its owner.
    pub name: String,
    /// The owner's language.
    pub locale: String,
    /// The owner's zone.
    pub zone: String,
    /// The actor it stands for; `None` when the owner has lost the role.
    pub actor: Option<Actor>,
}

/// Finds a token that was not revoked; its expiry is the caller's to check.
pub fn token(tx: &Tx<'_>, token: &SecretHash) -> Result<Option<FoundToken>, StoreError> {
    tx.query_one(&sql::tokens::FIND, &[Value::Blob(token)], |row| {
        let person: PersonId = id_at(row, 1)?;
        let publisher: Option<PublisherId> = opt_id_at(row, 2)?;
        let desk: Option<DeskRole> = opt_code_at(row, 7)?;
        let member: Option<PublisherRole> = opt_code_at(row, 10)?;
        let actor = match (publisher, desk, member) {
            (None, Some(role), _) => Some(Actor { person, role: Role::Desk(role), publisher: None }),
            (Some(_), None, Some(role)) => Some(Actor { person, role: Role::Publisher(role), publisher }),
            _ => None,
        };
        Ok(FoundToken {
            id: id_at(row, 0)?,
            scopes: owned(row, 3)?,
            expires: instant_at(row, 4)?,
            used: opt_instant_at(row, 5)?,
            name: owned(row, 6)?,
            locale: owned(row, 8)?,
            zone: owned(row, 9)?,
            actor,
        })
    })
}

/// Notes that a token is in use.
pub fn touch_token(tx: &Tx<'_>, id: ApiTokenId, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(&sql::tokens::TOUCH, &[Value::Text(&id.to_string()), Value::Int(micros(now))]).map(drop)
}

/// An API token in the list of a person's own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TokenRow {
    /// Its id.
    pub id: ApiTokenId,
    /// What its owner calls it.
    pub name: String,
    /// Codes of its scopes, separated by blanks.
    pub scopes: String,
    /// Its last characters.
    pub hint: String,
    /// When it was made.
    pub created: Timestamp,
    /// When it stops working.
    pub expires: Timestamp,
    /// When it was last used.
    pub used: Option<Timestamp>,
}

/// Lists a person's API tokens, newest first.
pub fn tokens(tx: &Tx<'_>, person: PersonId) -> Result<Vec<TokenRow>, StoreError> {
    tx.query(&sql::tokens::LIST, &[Value::Text(&person.to_string()), Value::Int(100)], |row| {
        Ok(TokenRow {
            id: id_at(row, 0)?,
            name: owned(row, 1)?,
            scopes: owned(row, 2)?,
            hint: owned(row, 3)?,
            created: instant_at(row, 4)?,
            expires: instant_at(row, 5)?,
            used: opt_instant_at(row, 6)?,
        })
    })
}

/// Revokes one of a person's tokens; `false` when it is not theirs.
pub fn revoke_token(tx: &Tx<'_>, person: PersonId, id: &str, now: Timestamp) -> Result<bool, StoreError> {
    let parameters = [Value::Text(id), Value::Text(&person.to_string()), Value::Int(micros(now))];
    Ok(tx.execute(&sql::tokens::REVOKE, &parameters)? > 0)
}

/// Revokes all of a person's tokens.
pub fn revoke_tokens(tx: &Tx<'_>, person: PersonId, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(&sql::tokens::REVOKE_ALL, &[Value::Text(&person.to_string()), Value::Int(micros(now))])
        .map(drop)
}

/// Counts a try under a key before it is judged; returns how many there were in the window, and when it began.
pub fn count_attempt(
    tx: &Tx<'_>,
    key: &str,
    now: Timestamp,
    window_began_after: Timestamp,
) -> Result<(i64, Timestamp), StoreError> {
    let parameters = [Value::Text(key), Value::Int(micros(now)), Value::Int(micros(window_began_after))];
    let counted =
        tx.query_one(&sql::attempts::COUNT, &parameters, |row| Ok((row.int(0)?, instant(row.int(1)?)?)))?;
    Ok(counted.unwrap_or((1, now)))
}

/// Forgets the tries under a key: somebody got in.
pub fn clear_attempts(tx: &Tx<'_>, key: &str) -> Result<(), StoreError> {
    tx.execute(&sql::attempts::CLEAR, &[Value::Text(key)]).map(drop)
}

/// Takes one try back under a key that others share: it was no failure.
pub fn take_back_attempt(tx: &Tx<'_>, key: &str) -> Result<(), StoreError> {
    tx.execute(&sql::attempts::TAKE_BACK, &[Value::Text(key)]).map(drop)
}

/// Removes counters of old windows.
pub fn delete_old_attempts(tx: &Tx<'_>, before: Timestamp) -> Result<u64, StoreError> {
    tx.execute(&sql::attempts::DELETE_OLD, &[Value::Int(micros(before))])
}
