//! What a person is writing on a case and has not sent. Every statement names the person: nobody reads another's.

use jiff::Timestamp;
use varsel_core::ids::{CaseId, PersonId, PublisherId};

use crate::convert::{micros, owned};
use crate::{StoreError, Tx, Value, sql};

/// The most unsent texts that a person has at a time.
pub const MAX_UNSENT: i64 = 200;

/// An unsent text.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Unsent {
    /// Which form of the case it is of.
    pub kind: String,
    /// What was written, as it was typed.
    pub body: String,
    /// The day an answer is due, as it was typed; only for a question.
    pub due_date: String,
    /// The time of day, as it was typed.
    pub due_time: String,
    /// When it was saved, in microseconds; each save has a later one.
    pub version: i64,
}

/// Lists a person's unsent texts on a case: at most one a form.
pub fn of_case(tx: &Tx<'_>, person: PersonId, case: CaseId) -> Result<Vec<Unsent>, StoreError> {
    let parameters = [Value::Text(&person.to_string()), Value::Text(&case.to_string())];
    tx.query(&sql::unsent::OF_CASE, &parameters, |row| {
        Ok(Unsent {
            kind: owned(row, 0)?,
            body: owned(row, 1)?,
            due_date: owned(row, 2)?,
            due_time: owned(row, 3)?,
            version: row.int(4)?,
        })
    })
}

/// Counts a person's unsent texts.
pub fn count(tx: &Tx<'_>, person: PersonId) -> Result<i64, StoreError> {
    let counted = tx.query_one(&sql::unsent::COUNT, &[Value::Text(&person.to_string())], |row| row.int(0))?;
    Ok(counted.unwrap_or(0))
}

/// Saves a text over the version that was read, 0 for none; `false` if another window has saved since.
pub fn put(
    tx: &Tx<'_>,
    person: PersonId,
    case: CaseId,
    unsent: &Unsent,
    read: i64,
) -> Result<bool, StoreError> {
    let (person, case) = (person.to_string(), case.to_string());
    let parameters = [
        Value::Text(&person),
        Value::Text(&case),
        Value::Text(&unsent.kind),
        Value::Text(&unsent.body),
        Value::Text(&unsent.due_date),
        Value::Text(&unsent.due_time),
        Value::Int(unsent.version),
        Value::Int(read),
    ];
    Ok(tx.execute(&sql::unsent::PUT, &parameters)? > 0)
}

/// Deletes a person's unsent text.
pub fn delete(tx: &Tx<'_>, person: PersonId, case: CaseId, kind: &str) -> Result<(), StoreError> {
    let (person, case) = (person.to_string(), case.to_string());
    let parameters = [Value::Text(&person), Value::Text(&case), Value::Text(kind)];
    tx.execute(&sql::unsent::DELETE, &parameters).map(drop)
}

/// Deletes a person's unsent texts; with a publisher, those on its cases.
pub fn delete_of(tx: &Tx<'_>, person: PersonId, publisher: Option<PublisherId>) -> Result<u64, StoreError> {
    let person = person.to_string();
    match publisher.map(|publisher| publisher.to_string()) {
        None => tx.execute(&sql::unsent::DELETE_OF_PERSON, &[Value::Text(&person)]),
        Some(publisher) => {
            tx.execute(&sql::unsent::DELETE_OF_PUBLISHER, &[Value::Text(&person), Value::Text(&publisher)])
        }
    }
}

/// Deletes what nobody has touched since.
pub fn delete_old(tx: &Tx<'_>, before: Timestamp) -> Result<u64, StoreError> {
    tx.execute(&sql::unsent::DELETE_OLD, &[Value::Int(micros(before))])
}
