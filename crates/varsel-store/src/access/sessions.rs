//! Sessions of people who signed in.

use jiff::Timestamp;
use varsel_core::ids::{PersonId, PublisherId};
use varsel_core::permission::{Actor, DeskRole, PublisherRole, Role};

use crate::convert::{id_at, instant_at, micros, opt_code_at, opt_id_at, opt_owned, owned};
use crate::{StoreError, Tx, Value, sql};

use super::SecretHash;

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
    /// Whether single keys are commands.
    pub single_keys: bool,
    /// When the session was last used, to about a minute.
    pub seen: Timestamp,
    /// When it expires, even in use.
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

/// Finds the session of a token. The caller checks the limits of idle time and age.
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
            single_keys: row.bool(13)?,
            organisation,
        })
    })
}

/// Records that a session is in use.
pub fn touch_session(tx: &Tx<'_>, id: &str, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(&sql::sessions::TOUCH, &[Value::Text(id), Value::Int(micros(now))]).map(drop)
}

/// Gives a session a new token and organisation; the old token stops working.
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
    /// The browser's own name.
    pub user_agent: String,
    /// When it started.
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

/// Ends one of a person's sessions; `false` if it is not theirs.
pub fn end_session(tx: &Tx<'_>, person: PersonId, id: &str) -> Result<bool, StoreError> {
    let ended = tx.execute(&sql::sessions::DELETE, &[Value::Text(id), Value::Text(&person.to_string())])? > 0;
    tx.notify("session", &person.to_string());
    Ok(ended)
}

/// Ends all of a person's sessions except one; with an empty `except`, all.
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

/// Removes expired sessions.
pub fn delete_expired_sessions(tx: &Tx<'_>, now: Timestamp) -> Result<u64, StoreError> {
    tx.execute(&sql::sessions::DELETE_EXPIRED, &[Value::Int(micros(now))])
}
