//! The desk's rules for priorities, with their history.

use jiff::Timestamp;
use varsel_core::ids::PersonId;
use varsel_core::score::Rules;
use varsel_core::score::priority::PriorityTables;
use varsel_core::score::rules::WideReach;

use crate::convert::{corrupt, instant_at, micros, owned};
use crate::{StoreError, Tx, Value, sql};

/// The rules in force. Only [`current`] creates them, so that no others can be passed as such.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct InForce {
    /// The number of their changes; 0 for the default rules.
    pub version: i64,
    /// The rules.
    pub rules: Rules,
}

/// A change of the rules.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// The new version.
    pub version: i64,
    /// Who created it.
    pub by: String,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

/// Returns the rules in force.
pub fn current(tx: &Tx<'_>) -> Result<InForce, StoreError> {
    let found = tx.query_one(&sql::rules::CURRENT, &[], |row| {
        let tables = PriorityTables::read(row.text(1)?, row.text(2)?)
            .map_err(|error| corrupt("rules", &error.to_string()))?;
        let wide = WideReach {
            percent: u8::try_from(row.int(3)?).map_err(|_| corrupt("rules", "percent"))?,
            customers: u32::try_from(row.int(4)?).map_err(|_| corrupt("rules", "customers"))?,
        };
        Ok(InForce { version: row.int(0)?, rules: Rules { tables, wide } })
    })?;
    Ok(found.unwrap_or_else(|| InForce { version: 0, rules: Rules::shipped().clone() }))
}

/// Puts rules in force as the version after `before`; if someone was faster, fails with the constraint `rules_pkey`.
pub fn put(
    tx: &Tx<'_>,
    before: i64,
    rules: &Rules,
    by: PersonId,
    reason: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (vulnerability, incident) = rules.tables.write();
    let parameters = [
        Value::Int(before + 1),
        Value::Text(&by.to_string()),
        Value::Text(reason),
        Value::Text(&vulnerability),
        Value::Text(&incident),
        Value::Int(i64::from(rules.wide.percent)),
        Value::Int(i64::from(rules.wide.customers)),
        Value::Int(micros(now)),
    ];
    tx.execute(&sql::rules::INSERT, &parameters).map(drop)
}

/// Lists the newest changes.
pub fn history(tx: &Tx<'_>, limit: i64) -> Result<Vec<Change>, StoreError> {
    tx.query(&sql::rules::HISTORY, &[Value::Int(limit)], |row| {
        Ok(Change {
            version: row.int(0)?,
            by: owned(row, 1)?,
            reason: owned(row, 2)?,
            at: instant_at(row, 3)?,
        })
    })
}
