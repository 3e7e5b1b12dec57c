//! Statistics of kept promises, counted from the cases, by what both sides can see.

use jiff::{SignedDuration, Timestamp};
use varsel_core::coded::Coded as _;
use varsel_core::ids::PublisherId;
use varsel_core::score::Severity;

use crate::convert::{code_at, id_at, micros, owned};
use crate::{Row, StoreError, Tx, Value, sql};

/// The number of promises by result.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Tally {
    /// Acknowledged in time.
    pub kept: i64,
    /// Acknowledged late, or overdue.
    pub missed: i64,
    /// Not due yet.
    pub running: i64,
}

impl Tally {
    fn read(row: &Row<'_>, first: usize) -> Result<Self, StoreError> {
        Ok(Self { kept: row.int(first)?, missed: row.int(first + 1)?, running: row.int(first + 2)? })
    }

    /// Adds another.
    pub fn add(&mut self, other: &Self) {
        self.kept += other.kept;
        self.missed += other.missed;
        self.running += other.running;
    }

    /// Counts those that fell due.
    pub const fn ended(&self) -> i64 {
        self.kept + self.missed
    }

    /// Returns the share kept of those that fell due, in percent, rounded down: only all kept is 100.
    pub fn percent(&self) -> Option<i64> {
        (self.ended() > 0).then(|| self.kept * 100 / self.ended())
    }
}

/// The promises to count: those due in a half-open interval.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// The start.
    pub from: Timestamp,
    /// The end.
    pub to: Timestamp,
    /// The current time.
    pub now: Timestamp,
}

impl Span {
    fn parameters(&self) -> [Value<'static>; 3] {
        [self.from, self.to, self.now].map(|at| Value::Int(micros(at)))
    }
}

/// Counts by half hours from the start of the interval, for one publisher or all, for one severity or all; empty ones are left
/// out. The days of any zone start on one of them, whatever its clocks do, and promises end in few hours of a week.
pub fn by_half_hour(
    tx: &Tx<'_>,
    span: Span,
    publisher: Option<PublisherId>,
    severity: Option<Severity>,
) -> Result<Vec<(Timestamp, Tally)>, StoreError> {
    let publisher = publisher.map(|id| id.to_string()).unwrap_or_default();
    let [from, to, now] = span.parameters();
    let parameters = [
        from,
        to,
        now,
        Value::Text(&publisher),
        Value::Text(severity.map_or("", |severity| severity.code())),
    ];
    tx.query(&sql::promises::BY_HALF_HOUR, &parameters, |row| {
        Ok((span.from + SignedDuration::from_mins(30 * row.int(0)?), Tally::read(row, 1)?))
    })
}

/// Counts by severity, of one publisher or all.
pub fn by_severity(
    tx: &Tx<'_>,
    span: Span,
    publisher: Option<PublisherId>,
) -> Result<Vec<(Severity, Tally)>, StoreError> {
    let publisher = publisher.map(|id| id.to_string()).unwrap_or_default();
    let [from, to, now] = span.parameters();
    let parameters = [from, to, now, Value::Text(&publisher)];
    tx.query(&sql::promises::BY_SEVERITY, &parameters, |row| Ok((code_at(row, 0)?, Tally::read(row, 1)?)))
}

/// Counts by publisher, for one severity or all: most missed first.
pub fn by_publisher(
    tx: &Tx<'_>,
    span: Span,
    severity: Option<Severity>,
    limit: i64,
) -> Result<Vec<(PublisherId, String, Tally)>, StoreError> {
    let [from, to, now] = span.parameters();
    let parameters =
        [from, to, now, Value::Text(severity.map_or("", |severity| severity.code())), Value::Int(limit)];
    tx.query(&sql::promises::BY_PUBLISHER, &parameters, |row| {
        Ok((id_at(row, 0)?, owned(row, 1)?, Tally::read(row, 2)?))
    })
}
