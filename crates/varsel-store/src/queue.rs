//! Lists of cases: the desk's queue, a publisher's cases, the API's lists. Keyset paging throughout.

use jiff::Timestamp;
use varsel_core::case::{Category, DueFiling, Duty, Outcome, StageKind, WaitingOn};
use varsel_core::coded::Coded;
use varsel_core::ids::{CaseId, PersonId, PublisherId};
use varsel_core::score::{Priority, Severity};

use crate::cases::NEVER;
use crate::convert::{
    code_at, id_at, instant, instant_at, micros, opt_code_at, opt_id_at, opt_instant_at, opt_owned, owned,
};
use crate::{Row, Scope, Sql, StoreError, Tx, Value, sql};

/// The list, and its order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum View {
    /// Cases with something to do, next due first: open ones, and closed ones with a filing due.
    Open,
    /// Those waiting for one side, next due first.
    WaitingOn(WaitingOn),
    /// Those of one owner, next due first.
    OwnedBy(PersonId),
    /// Those without an owner, next due first.
    Unowned,
    /// All cases, newest report first.
    AllBySubmission,
    /// All cases, latest activity first.
    AllByChange,
}

/// Filters that narrow a list; all are optional.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Filter {
    /// The severity.
    pub severity: Option<Severity>,
    /// The priority.
    pub priority: Option<Priority>,
    /// The category.
    pub category: Option<Category>,
    /// The publisher; a publisher's own scope takes precedence.
    pub publisher: Option<PublisherId>,
    /// The stage.
    pub stage: Option<StageKind>,
}

/// The start of the next page: the sort key and the id of the last row shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cursor {
    /// The last row's sort key.
    pub key: i64,
    /// The last row's id.
    pub id: CaseId,
}

/// A row of a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listed {
    /// The case.
    pub id: CaseId,
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// The names of its offers.
    pub offers: String,
    /// Its owner.
    pub publisher: PublisherId,
    /// The publisher's name.
    pub publisher_name: String,
    /// Its kind.
    pub category: Category,
    /// Its stage.
    pub stage: StageKind,
    /// The severity.
    pub severity: Severity,
    /// The priority.
    pub priority: Option<Priority>,
    /// Whose turn it is.
    pub waiting_on: WaitingOn,
    /// Its owner.
    pub owner: Option<PersonId>,
    /// The owner's name.
    pub owner_name: Option<String>,
    /// Whether the report said that harm is ongoing.
    pub urgent: bool,
    /// Its outcome.
    pub outcome: Option<Outcome>,
    /// When something is due.
    pub due: Option<Timestamp>,
    /// What is due.
    pub duty: Option<Duty>,
    /// What a publisher has to file, where that is its move.
    pub filing: Option<DueFiling>,
    /// When a person will acknowledge.
    pub promise: Option<Timestamp>,
    /// When it was submitted.
    pub submitted: Timestamp,
    /// When a person acknowledged.
    pub acknowledged: Option<Timestamp>,
    /// When it last changed.
    pub updated: Timestamp,
}

fn listed(row: &Row<'_>) -> Result<Listed, StoreError> {
    let due = row.int(15)?;
    let promise = row.int(17)?;
    Ok(Listed {
        id: id_at(row, 0)?,
        number: owned(row, 1)?,
        title: owned(row, 2)?,
        offers: owned(row, 3)?,
        publisher: id_at(row, 4)?,
        publisher_name: owned(row, 5)?,
        category: code_at(row, 6)?,
        stage: code_at(row, 7)?,
        severity: code_at(row, 8)?,
        priority: opt_code_at(row, 9)?,
        waiting_on: code_at(row, 10)?,
        owner: opt_id_at(row, 11)?,
        owner_name: opt_owned(row, 12)?,
        urgent: row.bool(13)?,
        outcome: opt_code_at(row, 14)?,
        due: (due != NEVER).then(|| instant(due)).transpose()?,
        duty: opt_code_at(row, 16)?,
        promise: (promise != NEVER).then(|| instant(promise)).transpose()?,
        submitted: instant_at(row, 18)?,
        acknowledged: opt_instant_at(row, 19)?,
        updated: instant_at(row, 20)?,
        filing: row.opt_text(21)?.and_then(filing),
    })
}

/// Reads `regime/stage`; one that is no longer known is none.
fn filing(text: &str) -> Option<DueFiling> {
    let (regime, stage) = text.split_once('/')?;
    DueFiling::find(regime, stage)
}

/// A page of a list.
#[derive(Clone, Debug)]
pub struct Page {
    /// The rows, in the view's order.
    pub rows: Vec<Listed>,
    /// The start of the next page, if there is one.
    pub next: Option<Cursor>,
}

/// Lists cases of a scope. A publisher's scope only sees its own cases, latest activity first: the open ones in [`View::Open`],
/// all in any other view.
pub fn list(
    tx: &Tx<'_>,
    scope: Scope,
    view: View,
    filter: Filter,
    after: Option<Cursor>,
    limit: usize,
) -> Result<Page, StoreError> {
    let mut ninth: Option<String> = None;
    let (statement, forward, key): (&Sql, bool, fn(&Listed) -> i64) = match (scope, view) {
        (Scope::Nothing, _) => {
            return Ok(Page { rows: Vec::new(), next: None });
        }
        (Scope::Publisher(id), View::Open) => {
            ninth = Some(id.to_string());
            (&sql::cases::LIST_OF_PUBLISHER_OPEN_BY_CHANGE, false, |row| micros(row.updated))
        }
        (Scope::Publisher(id), _) => {
            ninth = Some(id.to_string());
            (&sql::cases::LIST_OF_PUBLISHER_BY_CHANGE, false, |row| micros(row.updated))
        }
        (Scope::Desk, View::Open) => (&sql::cases::LIST_OPEN_BY_DUE, true, due_key),
        (Scope::Desk, View::WaitingOn(who)) => {
            ninth = Some(who.code().to_owned());
            (&sql::cases::LIST_WAITING_BY_DUE, true, due_key)
        }
        (Scope::Desk, View::OwnedBy(person)) => {
            ninth = Some(person.to_string());
            (&sql::cases::LIST_OWNED_BY_DUE, true, due_key)
        }
        (Scope::Desk, View::Unowned) => (&sql::cases::LIST_UNOWNED_BY_DUE, true, due_key),
        (Scope::Desk, View::AllBySubmission) => {
            (&sql::cases::LIST_ALL_BY_SUBMISSION, false, |row| micros(row.submitted))
        }
        (Scope::Desk, View::AllByChange) => {
            (&sql::cases::LIST_ALL_BY_CHANGE, false, |row| micros(row.updated))
        }
    };
    let (start_key, start_id) = match after {
        Some(cursor) => (cursor.key, cursor.id.to_string()),
        None if forward => (i64::MIN, String::new()),
        // After every id: `g` sorts after the hexadecimal digits.
        None => (i64::MAX, "g".to_owned()),
    };
    let publisher = filter.publisher.map(|id| id.to_string()).unwrap_or_default();
    let mut parameters = vec![
        Value::Int(start_key),
        Value::Text(&start_id),
        Value::Text(filter.severity.map_or("", Coded::code)),
        Value::Text(filter.priority.map_or("", Coded::code)),
        Value::Text(filter.category.map_or("", Coded::code)),
        Value::Text(&publisher),
        Value::Text(filter.stage.map_or("", Coded::code)),
        Value::Int(i64::try_from(limit.saturating_add(1)).unwrap_or(i64::MAX)),
    ];
    if let Some(ninth) = &ninth {
        parameters.push(Value::Text(ninth));
    }
    let mut rows = tx.query(statement, &parameters, listed)?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|row| Cursor { key: key(row), id: row.id });
    Ok(Page { rows, next })
}

fn due_key(row: &Listed) -> i64 {
    row.due.map_or(NEVER, micros)
}

/// The counts in the queue's heading, each up to [`COUNT_LIMIT`].
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Counts {
    /// Cases with something to do.
    pub open: i64,
    /// Those without an owner.
    pub unowned: i64,
    /// Those with something overdue.
    pub missed: i64,
}

/// Counting stops here: "1,000 or more".
pub const COUNT_LIMIT: i64 = 1_000;

/// Counts for the desk.
pub fn counts(tx: &Tx<'_>, now: Timestamp) -> Result<Counts, StoreError> {
    let limit = Value::Int(COUNT_LIMIT);
    let count = |sql: &Sql, parameters: &[Value<'_>]| {
        Ok::<_, StoreError>(tx.query_one(sql, parameters, |row| row.int(0))?.unwrap_or(0))
    };
    Ok(Counts {
        open: count(&sql::cases::COUNT_OPEN, &[limit])?,
        unowned: count(&sql::cases::COUNT_UNOWNED, &[limit])?,
        missed: count(&sql::cases::COUNT_MISSED, &[Value::Int(micros(now)), limit])?,
    })
}

/// Counts a publisher's cases, up to [`COUNT_LIMIT`].
pub fn count_of_publisher(tx: &Tx<'_>, publisher: PublisherId) -> Result<i64, StoreError> {
    let parameters = [Value::Text(&publisher.to_string()), Value::Int(COUNT_LIMIT)];
    Ok(tx.query_one(&sql::cases::COUNT_OF_PUBLISHER, &parameters, |row| row.int(0))?.unwrap_or(0))
}

/// A case in which it is a publisher's move.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Move {
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// By when.
    pub due: Option<Timestamp>,
    /// What has to be filed; `None` if an answer is owed.
    pub filing: Option<DueFiling>,
}

/// Lists the cases in which it is a publisher's move, the most urgent first; closed ones too, in which something has to be filed.
pub fn moves_of(tx: &Tx<'_>, publisher: PublisherId, limit: i64) -> Result<Vec<Move>, StoreError> {
    tx.query(&sql::cases::PUBLISHER_MOVES, &[Value::Text(&publisher.to_string()), Value::Int(limit)], |row| {
        let due = row.int(2)?;
        Ok(Move {
            number: owned(row, 0)?,
            title: owned(row, 1)?,
            due: (due != NEVER).then(|| instant(due)).transpose()?,
            filing: row.opt_text(3)?.and_then(filing),
        })
    })
}
