//! Due dates, for calendar applications to subscribe to.

use icalendar::{Calendar, Component as _, Event, EventLike as _, Property};
use jiff::Timestamp;
use varsel_core::case::due_dates::{DueDate, due_dates};
use varsel_core::permission::Actor;
use varsel_store::queue::{Filter, View, list};
use varsel_store::{Scope, StoreError, Tx, cases};

/// The maximum number of cases: next due first at the desk, latest activity first for a publisher.
const CASES: usize = 300;

/// Whose due dates.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Whose {
    /// The cases that a person of the desk owns; those of their organisation for a publisher.
    Mine,
    /// All open cases.
    Desk,
}

/// Something that is due in a case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseDue {
    /// The number of the case.
    pub number: String,
    /// What, and by when.
    pub date: DueDate,
    /// When the case changed last.
    pub changed: Timestamp,
}

/// Lists the due dates of cases that the actor can read, up to the maximum number of cases.
pub fn of(tx: &Tx<'_>, actor: &Actor, whose: Whose) -> Result<Vec<CaseDue>, StoreError> {
    let view = match whose {
        Whose::Mine if actor.publisher.is_none() => View::OwnedBy(actor.person),
        // A publisher's filings can be due long after a case is closed.
        Whose::Mine => View::AllByChange,
        Whose::Desk => View::Open,
    };
    let mut found = Vec::new();
    for row in list(tx, Scope::of(actor), view, Filter::default(), None, CASES)?.rows {
        let Some(case) = cases::load(tx, row.id)? else { continue };
        let dates = due_dates(&case, actor.party()).into_iter();
        found.extend(dates.map(|date| CaseDue { number: row.number.clone(), date, changed: row.updated }));
    }
    found.sort_by_key(|one| one.date.due);
    Ok(found)
}

/// An entry of a calendar.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Its stable identifier.
    pub id: String,
    /// The contents.
    pub summary: String,
    /// Its URL.
    pub url: String,
    /// Its time.
    pub at: Timestamp,
    /// When it was last changed.
    pub changed: Timestamp,
}

/// Writes entries as a calendar (RFC 5545). They are instants that do not block time. The output is deterministic.
pub fn write(name: &str, entries: &[Entry]) -> String {
    let instant = |at: Timestamp| chrono::DateTime::from_timestamp(at.as_second(), 0).unwrap_or_default();
    let mut calendar = Calendar::new();
    calendar.name(name);
    calendar.append_property(("REFRESH-INTERVAL;VALUE=DURATION", "PT1H"));
    for entry in entries {
        let mut event = Event::new();
        event
            .uid(&entry.id)
            .timestamp(instant(entry.changed))
            .summary(&entry.summary)
            .url(&entry.url)
            .append_property(Property::new("TRANSP", "TRANSPARENT"))
            .starts(instant(entry.at));
        calendar.push(event.done());
    }
    calendar.done().to_string()
}
