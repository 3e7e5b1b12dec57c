//! Cases: the folded snapshot, its query columns, and its events.

use std::sync::Arc;

use jiff::Timestamp;
use varsel_core::case::clocks::next_wake;
use varsel_core::case::{
    self, Audience, Author, Case, Event, Recorded, WaitingOn, next_due, next_step, next_step_at_desk,
};
use varsel_core::clock::ClockKind;
use varsel_core::coded::Coded;
use varsel_core::confirmation_number::ConfirmationNumber;
use varsel_core::ids::{CaseId, PersonId};
use varsel_core::permission::Party;

use crate::convert::{
    code_at, corrupt, id_at, instant_at, micros, opt_code_at, opt_id_at, opt_instant_at, opt_owned, owned,
};
use crate::{Row, Scope, StoreError, Tx, Value, sql};

/// The due column of a case on which nothing is due: sorts after every instant.
pub const NEVER: i64 = i64::MAX;

/// Loads a case by id, without a scope: for jobs and use cases that have checked it.
pub fn load(tx: &Tx<'_>, id: CaseId) -> Result<Option<Case>, StoreError> {
    tx.query_one(&sql::cases::LOAD, &[Value::Text(&id.to_string())], |row| snapshot(row, 0))
}

/// Lists the newest cases.
pub fn newest(tx: &Tx<'_>, limit: i64) -> Result<Vec<Case>, StoreError> {
    tx.query(&sql::cases::NEWEST, &[Value::Int(limit)], |row| snapshot(row, 0))
}

/// Finds a case by its number, if the scope contains it.
pub fn find(tx: &Tx<'_>, number: ConfirmationNumber, scope: Scope) -> Result<Option<Arc<Case>>, StoreError> {
    let (number, publisher) = (number.to_string(), scope.publisher_text());
    tx.query_one(
        &sql::cases::FIND,
        &[Value::Text(&number), scope.everything(), Value::Text(&publisher)],
        |row| {
            let parse = || snapshot(row, 1);
            match tx.parsed() {
                Some(parsed) => {
                    let key = (id_at(row, 0)?, row.int(2)?, row.int(3)?);
                    parsed.cases.or_parse(key, row.json(1)?, parse)
                }
                None => parse().map(Arc::new),
            }
        },
    )
}

/// Locks a case for writing until this transaction ends. What is read of it from now on does not change.
pub fn lock(tx: &Tx<'_>, number: ConfirmationNumber) -> Result<(), StoreError> {
    tx.execute(&sql::cases::LOCK, &[Value::Text(&number.to_string())]).map(drop)
}

fn snapshot(row: &Row<'_>, column: usize) -> Result<Case, StoreError> {
    let json = row.json(column)?;
    serde_json::from_str(json).map_err(|error| corrupt("snapshot", &error.to_string()))
}

/// The columns of a case besides its snapshot: everything that lists and filters read.
struct Columns {
    id: String,
    number: String,
    publisher: String,
    owner: Option<String>,
    title: String,
    offers: String,
    component: Option<String>,
    promise: i64,
    due: i64,
    duty: Option<&'static str>,
    filing: Option<String>,
    desk_due: i64,
    desk_duty: Option<&'static str>,
    wake: Option<i64>,
    in_queue: bool,
    counted_due: i64,
    was_missed: bool,
    desk_waits_on: &'static str,
    snapshot: String,
}

impl Columns {
    fn of(case: &Case) -> Result<Self, StoreError> {
        let (next, at_desk) = (next_step(case), next_due(case));
        let promise = case.promise.as_ref().map_or(NEVER, |promise| micros(promise.due));
        let missed = case.clocks.first_missed(ClockKind::Promise).map(micros);
        let report = case.report.as_ref();
        let names: Vec<&str> = report.iter().flat_map(|r| &r.affected).map(|a| a.name.as_str()).collect();
        Ok(Self {
            id: case.id.to_string(),
            number: case
                .number
                .map(|n| n.to_string())
                .ok_or_else(|| corrupt("a case without a number", ""))?,
            publisher: case.publisher.to_string(),
            owner: case.owner.map(|o| o.to_string()),
            title: report.map(|r| r.title.as_str().to_owned()).unwrap_or_default(),
            offers: names.join(", "),
            component: component(case),
            promise,
            due: next.and_then(|n| n.due).map_or(NEVER, micros),
            duty: next.map(|n| n.duty.code()),
            filing: next.and_then(|n| n.filing).map(|filing| filing.to_string()),
            desk_due: at_desk.map_or(NEVER, |next| micros(next.due)),
            desk_duty: at_desk.map(|next| next.duty.code()),
            wake: next_wake(case).map(micros),
            in_queue: case.stage.kind().is_open() || at_desk.is_some(),
            counted_due: missed.unwrap_or(promise),
            was_missed: missed.is_some(),
            desk_waits_on: match next_step_at_desk(case).map(|step| step.party) {
                Some(Party::Desk) => WaitingOn::Desk.code(),
                Some(Party::Publisher) => WaitingOn::Publisher.code(),
                None => WaitingOn::Nobody.code(),
            },
            snapshot: serde_json::to_string(case).map_err(|e| corrupt("snapshot", &e.to_string()))?,
        })
    }
}

/// The first word of the upstream component, in lower case, by which similar cases are found.
fn component(case: &Case) -> Option<String> {
    let named = case.report.as_ref()?.vulnerability.as_ref()?.upstream_component.as_ref()?;
    named.as_str().split_whitespace().next().map(str::to_lowercase)
}

/// Stores a new case, with its events and its search document.
pub fn insert(tx: &Tx<'_>, case: &Case, events: &[Recorded]) -> Result<(), StoreError> {
    let columns = Columns::of(case)?;
    let stage = case.stage.kind();
    let submitted = case.submitted.map_or(0, |s| micros(s.at));
    tx.execute(
        &sql::cases::INSERT,
        &[
            Value::Text(&columns.id),
            Value::Text(&columns.number),
            Value::Text(&columns.publisher),
            Value::Int(i64::from(case.version)),
            Value::Text(case.category.code()),
            Value::Text(stage.code()),
            Value::Bool(stage.is_open()),
            Value::Text(&columns.title),
            Value::Text(&columns.offers),
            Value::Text(case.severity().code()),
            case.priority.as_ref().map(|p| p.decided.code()).into(),
            Value::Text(case.waiting_on().code()),
            columns.owner.as_deref().into(),
            Value::Bool(case.report.as_ref().is_some_and(case::Report::is_urgent)),
            columns.component.as_deref().into(),
            case.outcome.as_ref().map(|o| o.outcome.code()).into(),
            Value::Int(columns.promise),
            Value::Int(columns.due),
            columns.duty.into(),
            Value::Int(submitted),
            case.acknowledged.map(|s| micros(s.at)).into(),
            Value::Int(micros(case.updated)),
            Value::Json(&columns.snapshot),
            Value::Int(columns.desk_due),
            columns.desk_duty.into(),
            columns.wake.into(),
            Value::Bool(columns.in_queue),
            Value::Int(columns.counted_due),
            Value::Bool(columns.was_missed),
            Value::Text(columns.desk_waits_on),
            columns.filing.as_deref().into(),
        ],
    )?;
    append(tx, &columns.id, events)?;
    if let Some(report) = &case.report {
        for cve in report.vulnerability.iter().flat_map(|v| &v.cves) {
            tx.execute(&sql::cases::INSERT_CVE, &[Value::Text(cve.as_str()), Value::Text(&columns.id)])?;
        }
        for offer in report.affected.iter().filter_map(|a| a.offer) {
            tx.execute(
                &sql::cases::INSERT_OFFER,
                &[Value::Text(&offer.to_string()), Value::Text(&columns.id)],
            )?;
        }
    }
    tx.notify("case", &columns.number);
    Ok(())
}

/// Stores the result of events on a case whose version was `expected`; `false` if someone else was faster.
pub fn update(tx: &Tx<'_>, case: &Case, expected: u32, events: &[Recorded]) -> Result<bool, StoreError> {
    let columns = Columns::of(case)?;
    let stage = case.stage.kind();
    let changed = tx.execute(
        &sql::cases::UPDATE,
        &[
            Value::Text(&columns.id),
            Value::Int(i64::from(case.version)),
            Value::Text(case.category.code()),
            Value::Text(stage.code()),
            Value::Bool(stage.is_open()),
            Value::Text(case.severity().code()),
            case.priority.as_ref().map(|p| p.decided.code()).into(),
            Value::Text(case.waiting_on().code()),
            columns.owner.as_deref().into(),
            case.outcome.as_ref().map(|o| o.outcome.code()).into(),
            Value::Int(columns.due),
            columns.duty.into(),
            case.acknowledged.map(|s| micros(s.at)).into(),
            Value::Int(micros(case.updated)),
            Value::Json(&columns.snapshot),
            Value::Int(i64::from(expected)),
            Value::Int(columns.desk_due),
            columns.desk_duty.into(),
            columns.wake.into(),
            Value::Int(columns.promise),
            Value::Bool(columns.in_queue),
            Value::Int(columns.counted_due),
            Value::Bool(columns.was_missed),
            Value::Text(columns.desk_waits_on),
            columns.filing.as_deref().into(),
        ],
    )?;
    if changed == 0 {
        return Ok(false);
    }
    append(tx, &columns.id, events)?;
    tx.notify("case", &columns.number);
    Ok(true)
}

fn append(tx: &Tx<'_>, case: &str, events: &[Recorded]) -> Result<(), StoreError> {
    for recorded in events {
        let (author, party) = match recorded.author {
            Author::Person { id, party } => (Some(id.to_string()), Some(party.code())),
            Author::System => (None, None),
        };
        let body = serde_json::to_string(&recorded.event).map_err(|e| corrupt("event", &e.to_string()))?;
        tx.execute(
            &sql::events::INSERT,
            &[
                Value::Text(case),
                Value::Int(i64::from(recorded.sequence)),
                Value::Int(micros(recorded.at)),
                author.as_deref().into(),
                party.into(),
                Value::Text(recorded.event.kind()),
                Value::Bool(recorded.event.audience() == Audience::Shared),
                Value::Json(&body),
            ],
        )?;
    }
    Ok(())
}

/// Reads events of a case in order, after a sequence number, to page through a whole history.
pub fn history(tx: &Tx<'_>, id: CaseId, after: u32, limit: i64) -> Result<Vec<Recorded>, StoreError> {
    tx.query(
        &sql::events::HISTORY,
        &[Value::Text(&id.to_string()), Value::Int(i64::from(after)), Value::Int(limit)],
        recorded,
    )
}

fn recorded(row: &Row<'_>) -> Result<Recorded, StoreError> {
    let id: Option<PersonId> = opt_id_at(row, 2)?;
    let party: Option<Party> = opt_code_at(row, 3)?;
    let author = match (id, party) {
        (Some(id), Some(party)) => Author::Person { id, party },
        (None, None) => Author::System,
        (Some(_), None) | (None, Some(_)) => {
            return Err(corrupt("author", "a person without a side, or a side alone"));
        }
    };
    let body = row.json(4)?;
    let event: Event = serde_json::from_str(body).map_err(|e| corrupt("event", &e.to_string()))?;
    let sequence = row.int(0)?;
    let sequence = u32::try_from(sequence).map_err(|_| corrupt("sequence", &sequence.to_string()))?;
    Ok(Recorded { sequence, at: instant_at(row, 1)?, author, event })
}

/// An entry of a timeline, with its author's name.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The event.
    pub recorded: Arc<Recorded>,
    /// The name of its author.
    pub author_name: Option<String>,
}

/// Reads the newest entries of a case before a sequence number that this reader can see, in order of time.
pub fn timeline(
    tx: &Tx<'_>,
    id: CaseId,
    desk: bool,
    before: u32,
    limit: i64,
) -> Result<Vec<Entry>, StoreError> {
    let mut entries = tx.query(
        &sql::events::TIMELINE,
        &[Value::Text(&id.to_string()), Value::Int(i64::from(before)), Value::Bool(desk), Value::Int(limit)],
        |row| {
            let recorded = match tx.parsed() {
                Some(parsed) => {
                    let key = (id, row.int(0)?, row.int(1)?);
                    parsed.events.or_parse(key, row.json(4)?, || recorded(row))?
                }
                None => Arc::new(recorded(row)?),
            };
            Ok(Entry { recorded, author_name: opt_owned(row, 5)? })
        },
    )?;
    entries.reverse();
    Ok(entries)
}

/// Lists the ids of all cases, in order, after one: for checks that go through everything in pages.
pub fn ids(tx: &Tx<'_>, after: Option<CaseId>, limit: i64) -> Result<Vec<CaseId>, StoreError> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    tx.query(&sql::cases::IDS, &[Value::Text(&after), Value::Int(limit)], |row| id_at(row, 0))
}

/// Folds the whole history of a case, page by page.
pub fn replay(tx: &Tx<'_>, id: CaseId) -> Result<Option<Case>, StoreError> {
    let mut rebuilt = None;
    let mut after = 0;
    loop {
        let page = history(tx, id, after, 200)?;
        let Some(last) = page.last() else { break };
        after = last.sequence;
        rebuilt = page.iter().fold(rebuilt, |case, recorded| case::apply(case, id, recorded));
    }
    Ok(rebuilt)
}

/// Compares the stored row of a case, including its clocks, with the fold of its events; `None` if they agree.
pub fn difference_from_history(tx: &Tx<'_>, id: CaseId) -> Result<Option<String>, StoreError> {
    let Some(rebuilt) = replay(tx, id)? else {
        return Ok(Some(format!("{id}: the history makes no case")));
    };
    let columns = Columns::of(&rebuilt)?;
    let stage = rebuilt.stage.kind();
    let found = tx.query_one(&sql::cases::ROW, &[Value::Text(&columns.id)], |row| {
        let stored: Case = snapshot(row, 21)?;
        let same = stored == rebuilt
            && row.text(0)? == columns.number
            && row.text(1)? == columns.publisher
            && row.int(2)? == i64::from(rebuilt.version)
            && row.text(3)? == rebuilt.category.code()
            && row.text(4)? == stage.code()
            && row.bool(5)? == stage.is_open()
            && row.text(6)? == columns.title
            && row.text(7)? == columns.offers
            && row.text(8)? == rebuilt.severity().code()
            && row.opt_text(9)? == rebuilt.priority.as_ref().map(|p| p.decided.code())
            && row.text(10)? == rebuilt.waiting_on().code()
            && row.opt_text(11)? == columns.owner.as_deref()
            && row.bool(12)? == rebuilt.report.as_ref().is_some_and(case::Report::is_urgent)
            && row.opt_text(13)? == columns.component.as_deref()
            && row.opt_text(14)? == rebuilt.outcome.as_ref().map(|o| o.outcome.code())
            && row.int(15)? == columns.promise
            && row.int(16)? == columns.due
            && row.opt_text(17)? == columns.duty
            && row.int(18)? == rebuilt.submitted.map_or(0, |s| micros(s.at))
            && row.opt_int(19)? == rebuilt.acknowledged.map(|s| micros(s.at))
            && row.int(20)? == micros(rebuilt.updated)
            && row.int(22)? == columns.desk_due
            && row.opt_text(23)? == columns.desk_duty
            && row.opt_int(24)? == columns.wake
            && row.bool(25)? == columns.in_queue
            && row.int(26)? == columns.counted_due
            && row.bool(27)? == columns.was_missed
            && row.text(28)? == columns.desk_waits_on
            && row.opt_text(29)? == columns.filing.as_deref();
        Ok(same)
    })?;
    Ok(match found {
        Some(true) => None,
        Some(false) => Some(format!("{}: the row differs from its events", columns.number)),
        None => Some(format!("{}: there is no row", columns.number)),
    })
}

/// Lists cases that are due for a check, longest waiting first; each with whether it predates clocks.
pub fn awake(tx: &Tx<'_>, now: Timestamp, limit: i64) -> Result<Vec<(CaseId, bool)>, StoreError> {
    tx.query(&sql::cases::AWAKE, &[Value::Int(micros(now)), Value::Int(limit)], |row| {
        Ok((id_at(row, 0)?, row.int(1)? == 0))
    })
}

/// Returns when a case is next due for a check.
pub fn next_to_wake(tx: &Tx<'_>) -> Result<Option<Timestamp>, StoreError> {
    let next = tx.query_one(&sql::cases::NEXT_WAKE, &[], |row| opt_instant_at(row, 0))?;
    Ok(next.flatten())
}

/// Clears the due check of a case until the next one, if there was nothing to do.
pub fn let_sleep(tx: &Tx<'_>, case: &Case) -> Result<(), StoreError> {
    let parameters = [
        Value::Text(&case.id.to_string()),
        next_wake(case).map(micros).into(),
        Value::Int(i64::from(case.version)),
    ];
    tx.execute(&sql::cases::SET_WAKE, &parameters).map(drop)
}

/// Postpones the check of a case that cannot be read, so that the others are checked.
pub fn put_off(tx: &Tx<'_>, id: CaseId, until: Timestamp) -> Result<(), StoreError> {
    tx.execute(&sql::cases::PUT_OFF, &[Value::Text(&id.to_string()), Value::Int(micros(until))]).map(drop)
}

/// A similar case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Similar {
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Its stage.
    pub stage: case::StageKind,
    /// Its owner.
    pub publisher: String,
    /// The CVE id or component they share; empty if only their words are similar.
    pub shared: String,
}

pub(crate) fn similar(row: &Row<'_>) -> Result<Similar, StoreError> {
    Ok(Similar {
        number: owned(row, 0)?,
        title: owned(row, 1)?,
        stage: code_at(row, 2)?,
        publisher: owned(row, 3)?,
        shared: owned(row, 4)?,
    })
}

/// Finds cases with the same vulnerability id, in any database, or the same upstream component: for the desk, newest first, at
/// most `limit` of each.
pub fn similar_to(tx: &Tx<'_>, case: &Case, limit: i64) -> Result<Vec<Similar>, StoreError> {
    let id = case.id.to_string();
    let mut found: Vec<Similar> = Vec::new();
    let named = case.report.iter().filter_map(|r| r.vulnerability.as_ref()).flat_map(|v| &v.cves);
    let mut cves = Vec::new();
    for id in named.take(10) {
        // Another publisher can have given the CVE of an advisory, or an advisory of the CVE.
        cves.extend(crate::cves::synonyms(tx, id)?);
    }
    for cve in cves.iter().take(20) {
        let parameters = [Value::Text(cve.as_str()), Value::Text(&id), Value::Int(limit)];
        found.extend(tx.query(&sql::cases::SAME_CVE, &parameters, similar)?);
    }
    if let Some(component) = component(case) {
        let parameters = [Value::Text(&component), Value::Text(&id), Value::Int(limit)];
        found.extend(tx.query(&sql::cases::SAME_COMPONENT, &parameters, similar)?);
    }
    let mut seen = std::collections::HashSet::new();
    found.retain(|other| seen.insert(other.number.clone()));
    Ok(found)
}

/// Summary of a case of an offer.
#[derive(Clone, Debug)]
pub struct OfferCase {
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Its stage.
    pub stage: case::StageKind,
    /// The severity.
    pub severity: varsel_core::score::Severity,
    /// When it was submitted.
    pub submitted: Timestamp,
}

/// Lists the newest cases that name an offer.
pub fn of_offer(
    tx: &Tx<'_>,
    offer: varsel_core::ids::OfferId,
    limit: i64,
) -> Result<Vec<OfferCase>, StoreError> {
    tx.query(&sql::cases::LIST_OF_OFFER, &[Value::Text(&offer.to_string()), Value::Int(limit)], |row| {
        Ok(OfferCase {
            number: owned(row, 0)?,
            title: owned(row, 1)?,
            stage: code_at(row, 2)?,
            severity: code_at(row, 3)?,
            submitted: instant_at(row, 4)?,
        })
    })
}
