//! How promises were kept: counted from the cases themselves, by what both sides can see of them.

use jiff::{SignedDuration, Timestamp};
use varsel_core::coded::Coded as _;
use varsel_core::ids::PublisherId;
use varsel_core::score::Severity;

use crate::convert::{code_at, id_at, micros, owned};
use crate::{Row, StoreError, Tx, Value, sql};

/// How many promises ended how.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Tally {
    /// Acknowledged in time.
    pub kept: i64,
    /// Acknowledged late, or not yet though it is due.
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

    /// Counts those that ended.
    pub const fn ended(&self) -> i64 {
        self.kept + self.missed
    }

    /// Returns how many of those that ended were kept, in percent, rounded down: only all are 100.
    pub fn percent(&self) -> Option<i64> {
        (self.ended() > 0).then(|| self.kept * 100 / self.ended())
    }
}

/// Which promises are counted: those due from an instant to before another.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// From when.
    pub from: Timestamp,
    /// To when.
    pub to: Timestamp,
    /// What counts as now.
    pub now: Timestamp,
}

impl Span {
    fn parameters(&self) -> [Value<'static>; 3] {
        [self.from, self.to, self.now].map(|at| Value::Int(micros(at)))
    }
}

/// Counts by half an hour from the beginning of the span, of one publisher or all, of one severity or all; those without any are left
/// out. The days of any zone begin on one of them, whatever its clocks do, and few hours of a week are the end of a promise.
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

/// Counts by publisher, of one severity or all: those with most missed first.
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
