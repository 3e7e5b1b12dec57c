//! The plans and versions of an offer: ordered lists of names.

use std::collections::{HashMap, HashSet};

use varsel_core::catalogue::{MAX_PLANS, MAX_VERSIONS};
use varsel_core::ids::{OfferId, PlanId, VersionId};

use super::limit;
use crate::convert::owned;
use crate::{Sql, StoreError, Tx, Value, sql};

/// The difference between an ordered list of names and the stored one.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct ListChange {
    /// Added names.
    pub added: u64,
    /// Reordered names.
    pub moved: u64,
    /// Unchanged names.
    pub kept: u64,
    /// Removed names.
    pub removed: u64,
}

impl ListChange {
    /// Compares two lists of distinct names.
    pub fn between(stored: &[String], wanted: &[String]) -> Self {
        let in_wanted: HashSet<&String> = wanted.iter().collect();
        let ranks: HashMap<&String, u64> =
            stored.iter().filter(|name| in_wanted.contains(name)).zip(0..).collect();
        let mut change = Self::default();
        for name in wanted {
            match ranks.get(name) {
                None => change.added += 1,
                Some(rank) if *rank == change.kept + change.moved => change.kept += 1,
                Some(_) => change.moved += 1,
            }
        }
        let stay = ranks.len();
        change.removed = u64::try_from(stored.len() - stay).unwrap_or(u64::MAX);
        change
    }

    /// Returns whether the lists are the same.
    pub const fn is_nothing(&self) -> bool {
        self.added == 0 && self.moved == 0 && self.removed == 0
    }
}

/// The statements of one kind of list.
struct ListSql {
    read: &'static Sql,
    insert: &'static Sql,
    place: &'static Sql,
    delete: &'static Sql,
    most: usize,
}

static PLANS: ListSql = ListSql {
    read: &sql::catalogue::PLANS,
    insert: &sql::catalogue::INSERT_PLAN,
    place: &sql::catalogue::MOVE_PLAN,
    delete: &sql::catalogue::DELETE_PLAN,
    most: MAX_PLANS,
};

static VERSIONS: ListSql = ListSql {
    read: &sql::catalogue::VERSIONS,
    insert: &sql::catalogue::INSERT_VERSION,
    place: &sql::catalogue::MOVE_VERSION,
    delete: &sql::catalogue::DELETE_VERSION,
    most: MAX_VERSIONS,
};

/// Lists the plans of an offer in order: at most [`MAX_PLANS`].
pub fn plans(tx: &Tx<'_>, offer: OfferId) -> Result<Vec<String>, StoreError> {
    read_list(tx, &PLANS, offer)
}

/// Lists the versions of an offer in order: at most [`MAX_VERSIONS`].
pub fn versions(tx: &Tx<'_>, offer: OfferId) -> Result<Vec<String>, StoreError> {
    read_list(tx, &VERSIONS, offer)
}

/// Sets the plans of an offer, in order. At most [`MAX_PLANS`] distinct names.
pub fn set_plans(
    tx: &Tx<'_>,
    offer: OfferId,
    names: &[String],
    mut id: impl FnMut() -> PlanId,
) -> Result<ListChange, StoreError> {
    set_list(tx, &PLANS, offer, names, &mut || id().to_string())
}

/// Sets the versions of an offer, in order. At most [`MAX_VERSIONS`] distinct names.
pub fn set_versions(
    tx: &Tx<'_>,
    offer: OfferId,
    names: &[String],
    mut id: impl FnMut() -> VersionId,
) -> Result<ListChange, StoreError> {
    set_list(tx, &VERSIONS, offer, names, &mut || id().to_string())
}

fn read_list(tx: &Tx<'_>, list: &ListSql, offer: OfferId) -> Result<Vec<String>, StoreError> {
    let parameters = [Value::Text(&offer.to_string()), Value::Int(limit(list.most))];
    tx.query(list.read, &parameters, |row| owned(row, 0))
}

fn set_list(
    tx: &Tx<'_>,
    list: &ListSql,
    offer: OfferId,
    names: &[String],
    id: &mut dyn FnMut() -> String,
) -> Result<ListChange, StoreError> {
    let stored = read_list(tx, list, offer)?;
    let change = ListChange::between(&stored, names);
    let offer = offer.to_string();
    let wanted: HashSet<&String> = names.iter().collect();
    for gone in stored.iter().filter(|name| !wanted.contains(name)) {
        tx.execute(list.delete, &[Value::Text(&offer), Value::Text(gone)])?;
    }
    let places: HashMap<&String, usize> = stored.iter().zip(0..).collect();
    for (place, name) in names.iter().enumerate() {
        let at = Value::Int(limit(place));
        match places.get(name) {
            None => {
                let id = id();
                let parameters = [Value::Text(&id), Value::Text(&offer), Value::Text(name), at];
                tx.execute(list.insert, &parameters)?;
            }
            Some(old) if *old == place => {}
            Some(_) => {
                tx.execute(list.place, &[Value::Text(&offer), Value::Text(name), at])?;
            }
        }
    }
    Ok(change)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stays_is_compared_by_its_order() {
        let list = |names: &str| names.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let between = |a: &str, b: &str| {
            let change = ListChange::between(&list(a), &list(b));
            (change.added, change.moved, change.kept, change.removed)
        };
        assert_eq!(between("", ""), (0, 0, 0, 0));
        assert_eq!(between("a b", "a b"), (0, 0, 2, 0));
        assert_eq!(between("a b", "b a"), (0, 2, 0, 0));
        assert_eq!(between("a b c", "d a c"), (1, 0, 2, 1));
        assert_eq!(between("a", ""), (0, 0, 0, 1));
        assert_eq!(between("", "a"), (1, 0, 0, 0));
    }
}
