//! API tokens.

use jiff::Timestamp;
use varsel_core::ids::{ApiTokenId, PersonId, PublisherId};
use varsel_core::permission::{Actor, DeskRole, PublisherRole, Role};

use crate::convert::{id_at, instant_at, micros, opt_code_at, opt_id_at, opt_instant_at, owned};
use crate::{StoreError, Tx, Value, sql};

use super::SecretHash;

/// An API token to be stored.
#[derive(Clone, Debug)]
pub struct NewToken<'a> {
    /// Its id.
    pub id: ApiTokenId,
    /// The hash of its secret.
    pub token: &'a SecretHash,
    /// Its owner.
    pub person: PersonId,
    /// The organisation it acts for.
    pub publisher: Option<PublisherId>,
    /// Its name.
    pub name: &'a str,
    /// Codes of its scopes, separated by spaces.
    pub scopes: &'a str,
    /// Its last characters, to recognise it by.
    pub hint: &'a str,
    /// When it was created.
    pub created: Timestamp,
    /// When it expires.
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
    /// Codes of its scopes, separated by spaces.
    pub scopes: String,
    /// When it expires.
    pub expires: Timestamp,
    /// When it was last used, to about an hour.
    pub used: Option<Timestamp>,
    /// The name of its owner.
    pub name: String,
    /// The owner's language.
    pub locale: String,
    /// The owner's zone.
    pub zone: String,
    /// The actor it represents; `None` if the owner has lost the role.
    pub actor: Option<Actor>,
}

/// Finds a token that is not revoked; the caller checks its expiry.
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

/// Records that a token is in use.
pub fn touch_token(tx: &Tx<'_>, id: ApiTokenId, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(&sql::tokens::TOUCH, &[Value::Text(&id.to_string()), Value::Int(micros(now))]).map(drop)
}

/// An API token in the list of a person's own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TokenRow {
    /// Its id.
    pub id: ApiTokenId,
    /// Its name.
    pub name: String,
    /// Codes of its scopes, separated by spaces.
    pub scopes: String,
    /// Its last characters.
    pub hint: String,
    /// When it was created.
    pub created: Timestamp,
    /// When it expires.
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

/// Revokes one of a person's tokens; `false` if it is not theirs.
pub fn revoke_token(tx: &Tx<'_>, person: PersonId, id: &str, now: Timestamp) -> Result<bool, StoreError> {
    let parameters = [Value::Text(id), Value::Text(&person.to_string()), Value::Int(micros(now))];
    Ok(tx.execute(&sql::tokens::REVOKE, &parameters)? > 0)
}

/// Revokes all of a person's tokens.
pub fn revoke_tokens(tx: &Tx<'_>, person: PersonId, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(&sql::tokens::REVOKE_ALL, &[Value::Text(&person.to_string()), Value::Int(micros(now))])
        .map(drop)
}
