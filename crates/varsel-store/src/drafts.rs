//! Drafts: the raw answers of an unfinished request. Nothing typed is ever lost, so nothing here is parsed.

use jiff::Timestamp;
use varsel_core::case::Category;
use varsel_core::coded::Coded;
use varsel_core::ids::{CaseId, PersonId, PublisherId};

use crate::convert::{code_at, id_at, instant_at, micros, owned};
use crate::{Row, StoreError, Tx, Value, sql};

/// The maximum number of drafts an organisation has at a time.
pub const MAX_DRAFTS: i64 = 100;

/// A draft.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The id its case will have.
    pub id: CaseId,
    /// The publisher.
    pub publisher: PublisherId,
    /// Who started it.
    pub author: PersonId,
    /// The author's name.
    pub author_name: String,
    /// Its category.
    pub category: Category,
    /// The answers as JSON, in the shape the intake forms use.
    pub answers: String,
    /// How many times it was saved.
    pub revision: i64,
    /// When it was started.
    pub created: Timestamp,
    /// When it was last saved.
    pub updated: Timestamp,
}

fn draft(row: &Row<'_>) -> Result<Draft, StoreError> {
    Ok(Draft {
        id: id_at(row, 0)?,
        publisher: id_at(row, 1)?,
        author: id_at(row, 2)?,
        category: code_at(row, 3)?,
        answers: row.json(4)?.to_string(),
        revision: row.int(5)?,
        created: instant_at(row, 6)?,
        updated: instant_at(row, 7)?,
        author_name: owned(row, 8)?,
    })
}

/// Stores a new draft.
pub fn insert(
    tx: &Tx<'_>,
    id: CaseId,
    publisher: PublisherId,
    author: PersonId,
    category: Category,
    answers: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        &sql::drafts::INSERT,
        &[
            Value::Text(&id.to_string()),
            Value::Text(&publisher.to_string()),
            Value::Text(&author.to_string()),
            Value::Text(category.code()),
            Value::Json(answers),
            Value::Int(micros(now)),
        ],
    )
    .map(drop)
}

/// Finds a draft of a publisher.
pub fn find(tx: &Tx<'_>, id: CaseId, publisher: PublisherId) -> Result<Option<Draft>, StoreError> {
    tx.query_one(
        &sql::drafts::FIND,
        &[Value::Text(&id.to_string()), Value::Text(&publisher.to_string())],
        draft,
    )
}

/// Lists a publisher's drafts, last saved first.
pub fn list(tx: &Tx<'_>, publisher: PublisherId) -> Result<Vec<Draft>, StoreError> {
    tx.query(&sql::drafts::LIST, &[Value::Text(&publisher.to_string()), Value::Int(MAX_DRAFTS)], draft)
}

/// Saves answers over a revision; `false` if someone else has saved in the meantime.
pub fn save(
    tx: &Tx<'_>,
    id: CaseId,
    publisher: PublisherId,
    category: Category,
    answers: &str,
    revision: i64,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let parameters = [
        Value::Text(&id.to_string()),
        Value::Text(&publisher.to_string()),
        Value::Text(category.code()),
        Value::Json(answers),
        Value::Int(micros(now)),
        Value::Int(revision),
    ];
    Ok(tx.execute(&sql::drafts::SAVE, &parameters)? > 0)
}

/// Deletes a draft, at a revision if one is given; `false` if there is none, or if someone has saved since.
pub fn delete(
    tx: &Tx<'_>,
    id: CaseId,
    publisher: PublisherId,
    revision: Option<i64>,
) -> Result<bool, StoreError> {
    let (id, publisher) = (id.to_string(), publisher.to_string());
    let parameters = [Value::Text(&id), Value::Text(&publisher), revision.into()];
    Ok(tx.execute(&sql::drafts::DELETE, &parameters)? > 0)
}
