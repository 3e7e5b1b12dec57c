//! Saved views of the queue: named filters, per person.

use jiff::Timestamp;
use varsel_core::ids::PersonId;

use crate::convert::{micros, owned};
use crate::{StoreError, Tx, Value, sql};

/// The maximum number of views per person.
pub const MAX_VIEWS: i64 = 30;

/// A saved view.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SavedView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The query part of the queue's URL.
    pub query: String,
}

/// Lists a person's views, oldest first.
pub fn list(tx: &Tx<'_>, person: PersonId) -> Result<Vec<SavedView>, StoreError> {
    tx.query(&sql::views::LIST, &[Value::Text(&person.to_string()), Value::Int(MAX_VIEWS)], |row| {
        Ok(SavedView { id: owned(row, 0)?, name: owned(row, 1)?, query: owned(row, 2)? })
    })
}

/// Saves a view. If the name is taken, fails with the constraint `saved_view_name`.
pub fn insert(tx: &Tx<'_>, person: PersonId, view: &SavedView, now: Timestamp) -> Result<(), StoreError> {
    let person = person.to_string();
    let parameters = [
        Value::Text(&view.id),
        Value::Text(&person),
        Value::Text(&view.name),
        Value::Text(&view.query),
        Value::Int(micros(now)),
    ];
    tx.execute(&sql::views::INSERT, &parameters).map(drop)
}

/// Deletes one of a person's views; `false` if it is not theirs.
pub fn delete(tx: &Tx<'_>, person: PersonId, id: &str) -> Result<bool, StoreError> {
    Ok(tx.execute(&sql::views::DELETE, &[Value::Text(id), Value::Text(&person.to_string())])? > 0)
}
