//! One-time links.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use varsel_core::coded::Coded;
use varsel_core::ids::{PersonId, PublisherId};

use crate::convert::{code_at, instant_at, micros, opt_id_at, opt_owned, owned};
use crate::{Row, StoreError, Tx, Value, sql};

use super::SecretHash;

varsel_core::coded! {
    /// What a one-time link is for.
    pub enum LinkPurpose {
        /// Create the first administrator.
        Setup = "setup",
        /// Join an organisation or the desk.
        Invitation = "invitation",
        /// Choose a new password.
        PasswordReset = "password_reset",
    }
}

/// A one-time link to be stored.
#[derive(Clone, Debug)]
pub struct NewLink<'a> {
    /// Its public id.
    pub id: &'a str,
    /// The hash of its secret.
    pub token: &'a SecretHash,
    /// What it is for.
    pub purpose: LinkPurpose,
    /// The address it was sent to.
    pub email: &'a str,
    /// The account it belongs to, if there is one.
    pub person: Option<PersonId>,
    /// The organisation it invites to; `None` for the desk.
    pub publisher: Option<PublisherId>,
    /// The code of the role it invites to.
    pub role: Option<&'a str>,
    /// Who created it.
    pub created_by: Option<PersonId>,
    /// When it was created.
    pub created: Timestamp,
    /// When it expires.
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
    /// The address it was sent to.
    pub email: String,
    /// The account it belongs to.
    pub person: Option<PersonId>,
    /// The organisation it invites to.
    pub publisher: Option<PublisherId>,
    /// The name of that organisation.
    pub publisher_name: Option<String>,
    /// The code of the role it invites to.
    pub role: Option<String>,
    /// When it expires.
    pub expires: Timestamp,
    /// Who created it; `None` for the operator of the machine.
    pub created_by: Option<PersonId>,
}

/// Finds a link that is neither used nor expired.
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
            created_by: opt_id_at(row, 8)?,
        })
    })
}

/// Uses up a link; `false` if someone was faster.
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

/// Revokes all open invitations that a person sent: to an organisation, or to any (`None`).
pub fn revoke_invitations_by(
    tx: &Tx<'_>,
    person: PersonId,
    publisher: Option<PublisherId>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (person, text) = (person.to_string(), publisher.map(|p| p.to_string()).unwrap_or_default());
    let parameters =
        [Value::Text(&person), Value::Int(micros(now)), Value::Bool(publisher.is_none()), Value::Text(&text)];
    tx.execute(&sql::links::REVOKE_INVITATIONS_BY, &parameters).map(drop)
}

/// Removes a link as if it had never been created.
pub fn delete_link(tx: &Tx<'_>, id: &str) -> Result<(), StoreError> {
    tx.execute(&sql::links::DELETE, &[Value::Text(id)]).map(drop)
}

/// Revokes an open invitation of an organisation, or any for the desk (`None`); `false` if there is none.
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
    /// The address it was sent to.
    pub email: String,
    /// The code of the role it invites to.
    pub role: Option<String>,
    /// When it was created.
    pub created: Timestamp,
    /// When it expires.
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
