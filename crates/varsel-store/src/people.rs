//! People, their roles in organisations and at the desk.

use jiff::Timestamp;
use varsel_core::coded::Coded;
use varsel_core::ids::{PersonId, PublisherId};
use varsel_core::permission::{DeskRole, PublisherRole};

use crate::convert::{code_at, id_at, instant_at, micros, opt_code_at, opt_instant_at, opt_owned, owned};
use crate::{Row, StoreError, Tx, Value, sql};

/// The maximum number of people on a page or in a mailing.
pub const MAX_PEOPLE: i64 = 200;

/// A person; the password hash is only loaded by email or id.
#[derive(Clone)]
pub struct Person {
    /// Who.
    pub id: PersonId,
    /// Lower-cased address; unique.
    pub email: String,
    /// The name others see.
    pub name: String,
    /// Argon2id in PHC format; `None` until a password is set.
    pub password_hash: Option<String>,
    /// Their role at the desk.
    pub desk_role: Option<DeskRole>,
    /// BCP 47 tag of their language.
    pub locale: String,
    /// IANA name of their zone.
    pub zone: String,
    /// `auto`, `light` or `dark`.
    pub theme: String,
    /// When the account was created.
    pub created: Timestamp,
    /// When it was switched off.
    pub disabled: Option<Timestamp>,
}

impl std::fmt::Debug for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Person").field("id", &self.id).finish_non_exhaustive()
    }
}

fn person(row: &Row<'_>) -> Result<Person, StoreError> {
    Ok(Person {
        id: id_at(row, 0)?,
        email: owned(row, 1)?,
        name: owned(row, 2)?,
        password_hash: opt_owned(row, 3)?,
        desk_role: opt_code_at(row, 4)?,
        locale: owned(row, 5)?,
        zone: owned(row, 6)?,
        theme: owned(row, 7)?,
        created: instant_at(row, 8)?,
        disabled: opt_instant_at(row, 9)?,
    })
}

/// Stores a new person. A taken address is the constraint `person_email`.
pub fn insert(tx: &Tx<'_>, person: &Person) -> Result<(), StoreError> {
    tx.execute(
        &sql::people::INSERT,
        &[
            Value::Text(&person.id.to_string()),
            Value::Text(&person.email),
            Value::Text(&person.name),
            person.password_hash.as_deref().into(),
            person.desk_role.map(Coded::code).into(),
            Value::Text(&person.locale),
            Value::Text(&person.zone),
            Value::Text(&person.theme),
            Value::Int(micros(person.created)),
        ],
    )?;
    Ok(())
}

/// Finds a person by lower-cased address.
pub fn by_email(tx: &Tx<'_>, email: &str) -> Result<Option<Person>, StoreError> {
    tx.query_one(&sql::people::BY_EMAIL, &[Value::Text(email)], person)
}

/// Finds a person by id.
pub fn by_id(tx: &Tx<'_>, id: PersonId) -> Result<Option<Person>, StoreError> {
    tx.query_one(&sql::people::BY_ID, &[Value::Text(&id.to_string())], person)
}

/// Returns whether anyone has an account.
pub fn anybody(tx: &Tx<'_>) -> Result<bool, StoreError> {
    Ok(tx.query_one(&sql::people::COUNT, &[Value::Int(1)], |row| row.int(0))?.unwrap_or(0) > 0)
}

/// Lists people by name, after a keyset cursor.
pub fn list(tx: &Tx<'_>, after: Option<(&str, PersonId)>, limit: i64) -> Result<Vec<Person>, StoreError> {
    let (name, id) = after.map(|(name, id)| (name, id.to_string())).unwrap_or_default();
    tx.query(&sql::people::LIST, &[Value::Text(name), Value::Text(&id), Value::Int(limit)], person)
}

/// A person of a publisher, or of none, in the administrator's list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PersonRow {
    /// Who.
    pub id: PersonId,
    /// Their address.
    pub email: String,
    /// Their name.
    pub name: String,
    /// When their account was switched off.
    pub disabled: Option<Timestamp>,
    /// Their organisation, the first by name if there are several.
    pub organisation: Option<String>,
    /// How many organisations they are in.
    pub organisations: i64,
}

/// Lists people outside the desk by name, after a keyset cursor; optionally those whose name or address starts with some words.
pub fn list_outside(
    tx: &Tx<'_>,
    prefix: &str,
    after: Option<(&str, PersonId)>,
    limit: i64,
) -> Result<Vec<PersonRow>, StoreError> {
    let (name, id) = after.map(|(name, id)| (name, id.to_string())).unwrap_or_default();
    let escaped = prefix.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let (exact, lower) = (format!("{escaped}%"), format!("{}%", escaped.to_lowercase()));
    let parameters =
        [Value::Text(name), Value::Text(&id), Value::Text(&exact), Value::Text(&lower), Value::Int(limit)];
    tx.query(&sql::people::LIST_OUTSIDE, &parameters, |row| {
        Ok(PersonRow {
            id: id_at(row, 0)?,
            email: owned(row, 1)?,
            name: owned(row, 2)?,
            disabled: opt_instant_at(row, 3)?,
            organisation: opt_owned(row, 4)?,
            organisations: row.int(5)?,
        })
    })
}

/// Counts people outside the desk, up to [`crate::queue::COUNT_LIMIT`].
pub fn count_outside(tx: &Tx<'_>) -> Result<i64, StoreError> {
    let parameters = [Value::Int(crate::queue::COUNT_LIMIT)];
    Ok(tx.query_one(&sql::people::COUNT_OUTSIDE, &parameters, |row| row.int(0))?.unwrap_or(0))
}

/// Lists the people of the desk by name.
pub fn desk(tx: &Tx<'_>) -> Result<Vec<Person>, StoreError> {
    tx.query(&sql::people::LIST_DESK, &[Value::Int(MAX_PEOPLE)], person)
}

/// Sets a password hash.
pub fn set_password(tx: &Tx<'_>, id: PersonId, hash: &str) -> Result<(), StoreError> {
    tx.execute(&sql::people::SET_PASSWORD, &[Value::Text(&id.to_string()), Value::Text(hash)]).map(drop)
}

/// What a person can change of themselves.
#[derive(Clone, Copy, Debug)]
pub struct Profile<'a> {
    /// The name others see.
    pub name: &'a str,
    /// BCP 47 tag of their language.
    pub locale: &'a str,
    /// IANA name of their zone.
    pub zone: &'a str,
    /// `auto`, `light` or `dark`.
    pub theme: &'a str,
    /// Whether single keys are commands.
    pub single_keys: bool,
}

/// Updates a person's own profile.
pub fn set_profile(tx: &Tx<'_>, id: PersonId, profile: &Profile<'_>) -> Result<(), StoreError> {
    let id = id.to_string();
    let parameters = [
        Value::Text(&id),
        Value::Text(profile.name),
        Value::Text(profile.locale),
        Value::Text(profile.zone),
        Value::Text(profile.theme),
        Value::Bool(profile.single_keys),
    ];
    tx.execute(&sql::people::SET_PROFILE, &parameters).map(drop)
}

/// Sets a person's language.
pub fn set_locale(tx: &Tx<'_>, id: PersonId, locale: &str) -> Result<(), StoreError> {
    tx.execute(&sql::people::SET_LOCALE, &[Value::Text(&id.to_string()), Value::Text(locale)]).map(drop)
}

/// Sets a person's colour scheme: `auto`, `light` or `dark`.
pub fn set_theme(tx: &Tx<'_>, id: PersonId, theme: &str) -> Result<(), StoreError> {
    tx.execute(&sql::people::SET_THEME, &[Value::Text(&id.to_string()), Value::Text(theme)]).map(drop)
}

/// Sets or removes a person's role at the desk.
pub fn set_desk_role(tx: &Tx<'_>, id: PersonId, role: Option<DeskRole>) -> Result<(), StoreError> {
    tx.execute(&sql::people::SET_DESK_ROLE, &[Value::Text(&id.to_string()), role.map(Coded::code).into()])
        .map(drop)
}

/// Switches an account off, or on again.
pub fn set_disabled(tx: &Tx<'_>, id: PersonId, at: Option<Timestamp>) -> Result<(), StoreError> {
    tx.execute(&sql::people::SET_DISABLED, &[Value::Text(&id.to_string()), at.map(micros).into()]).map(drop)
}

/// An organisation that a person belongs to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Membership {
    /// The id.
    pub publisher: PublisherId,
    /// Its name.
    pub name: String,
    /// In which role.
    pub role: PublisherRole,
}

/// Lists the organisations of a person by name.
pub fn memberships(tx: &Tx<'_>, id: PersonId) -> Result<Vec<Membership>, StoreError> {
    tx.query(&sql::people::MEMBERSHIPS, &[Value::Text(&id.to_string()), Value::Int(MAX_PEOPLE)], |row| {
        Ok(Membership { publisher: id_at(row, 0)?, name: owned(row, 1)?, role: code_at(row, 2)? })
    })
}

/// A member of an organisation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Member {
    /// Who.
    pub id: PersonId,
    /// Their address.
    pub email: String,
    /// Their name.
    pub name: String,
    /// Their role.
    pub role: PublisherRole,
    /// Since when.
    pub since: Timestamp,
    /// When their account was switched off.
    pub disabled: Option<Timestamp>,
}

/// Lists the members of an organisation by name.
pub fn members(tx: &Tx<'_>, publisher: PublisherId) -> Result<Vec<Member>, StoreError> {
    tx.query(&sql::people::MEMBERS, &[Value::Text(&publisher.to_string()), Value::Int(MAX_PEOPLE)], |row| {
        Ok(Member {
            id: id_at(row, 0)?,
            email: owned(row, 1)?,
            name: owned(row, 2)?,
            role: code_at(row, 3)?,
            since: instant_at(row, 4)?,
            disabled: opt_instant_at(row, 5)?,
        })
    })
}

/// Returns a person's role in an organisation.
pub fn role_in(
    tx: &Tx<'_>,
    id: PersonId,
    publisher: PublisherId,
) -> Result<Option<PublisherRole>, StoreError> {
    let parameters = [Value::Text(&id.to_string()), Value::Text(&publisher.to_string())];
    tx.query_one(&sql::people::MEMBERSHIP, &parameters, |row| code_at(row, 0))
}

/// Adds a person to an organisation. If they are already a member, fails with the constraint `membership_pk`.
pub fn join(
    tx: &Tx<'_>,
    id: PersonId,
    publisher: PublisherId,
    role: PublisherRole,
    at: Timestamp,
) -> Result<(), StoreError> {
    let (id, publisher) = (id.to_string(), publisher.to_string());
    let parameters =
        [Value::Text(&id), Value::Text(&publisher), Value::Text(role.code()), Value::Int(micros(at))];
    tx.execute(&sql::people::INSERT_MEMBERSHIP, &parameters).map(drop)
}

/// Changes a member's role; `false` if they are not a member.
pub fn set_role_in(
    tx: &Tx<'_>,
    id: PersonId,
    publisher: PublisherId,
    role: PublisherRole,
) -> Result<bool, StoreError> {
    let (id, publisher) = (id.to_string(), publisher.to_string());
    let parameters = [Value::Text(&id), Value::Text(&publisher), Value::Text(role.code())];
    Ok(tx.execute(&sql::people::SET_MEMBERSHIP, &parameters)? > 0)
}

/// Removes a person from an organisation; `false` if they were not a member.
pub fn leave(tx: &Tx<'_>, id: PersonId, publisher: PublisherId) -> Result<bool, StoreError> {
    let parameters = [Value::Text(&id.to_string()), Value::Text(&publisher.to_string())];
    Ok(tx.execute(&sql::people::DELETE_MEMBERSHIP, &parameters)? > 0)
}

/// Locks the members of an organisation for this transaction, so that a count of them stays valid.
pub fn lock_members(tx: &Tx<'_>, publisher: PublisherId) -> Result<(), StoreError> {
    tx.execute(&sql::people::LOCK_MEMBERS, &[Value::Text(&publisher.to_string())]).map(drop)
}

/// Locks the administrators for this transaction, so that a count of them stays valid.
pub fn lock_administrators(tx: &Tx<'_>) -> Result<(), StoreError> {
    tx.execute(&sql::people::LOCK_ADMINISTRATORS, &[]).map(drop)
}

/// Counts the owners of an organisation whose accounts are on.
pub fn count_owners(tx: &Tx<'_>, publisher: PublisherId) -> Result<i64, StoreError> {
    let parameters = [Value::Text(&publisher.to_string())];
    Ok(tx.query_one(&sql::people::COUNT_OWNERS, &parameters, |row| row.int(0))?.unwrap_or(0))
}

/// Counts the administrators whose accounts are on.
pub fn count_administrators(tx: &Tx<'_>) -> Result<i64, StoreError> {
    Ok(tx.query_one(&sql::people::COUNT_ADMINISTRATORS, &[], |row| row.int(0))?.unwrap_or(0))
}

/// A recipient of mail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Addressee {
    /// Who.
    pub id: PersonId,
    /// The address.
    pub email: String,
    /// Their name.
    pub name: String,
    /// Their language.
    pub locale: String,
    /// Their zone.
    pub zone: String,
}

fn addressee(row: &Row<'_>) -> Result<Addressee, StoreError> {
    Ok(Addressee {
        id: id_at(row, 0)?,
        email: owned(row, 1)?,
        name: owned(row, 2)?,
        locale: owned(row, 3)?,
        zone: owned(row, 4)?,
    })
}

/// Lists the recipients of mails about a publisher's cases: owners and security contacts, or all members if there are neither.
pub fn contacts(tx: &Tx<'_>, publisher: PublisherId) -> Result<Vec<Addressee>, StoreError> {
    let parameters = [Value::Text(&publisher.to_string()), Value::Int(MAX_PEOPLE)];
    tx.query(&sql::people::CONTACTS, &parameters, addressee)
}

/// Lists the analysts and leads who are mailed about new reports.
pub fn desk_contacts(tx: &Tx<'_>) -> Result<Vec<Addressee>, StoreError> {
    tx.query(&sql::people::DESK_MAILABLE, &[Value::Int(MAX_PEOPLE)], addressee)
}
