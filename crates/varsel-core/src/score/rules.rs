//! The rules in force at a desk: its tables, and the threshold of a wide reach.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::priority::{PriorityTables, Reach};

/// The threshold of a wide reach.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WideReach {
    /// This share of the offer's customers, in percent.
    pub percent: u8,
    /// Or at least this many customers.
    pub customers: u32,
}

/// How many customers hold an affected offer.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Held {
    /// All customers that hold the offer.
    pub all: u64,
    /// Those that the event reaches.
    pub reached: u64,
    /// The critical ones among those reached.
    pub critical: u64,
}

impl Default for WideReach {
    fn default() -> Self {
        Self { percent: 5, customers: 1_000 }
    }
}

impl WideReach {
    /// Rates the reach of an event among an offer's customers; `None` if there are none.
    pub fn of(self, held: Held) -> Option<Reach> {
        let Held { all, reached, critical } = held;
        if all == 0 {
            return None;
        }
        let is_wide = critical > 0
            || reached >= u64::from(self.customers)
            || u128::from(reached) * 100 >= u128::from(all) * u128::from(self.percent);
        Some(if is_wide { Reach::Wide } else { Reach::Limited })
    }
}

/// Everything that a suggested priority depends on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rules {
    /// The two tables.
    pub tables: PriorityTables,
    /// The threshold of a wide reach.
    pub wide: WideReach,
}

static SHIPPED: LazyLock<Rules> =
    LazyLock::new(|| Rules { tables: PriorityTables::shipped().clone(), wide: WideReach::default() });

impl Rules {
    /// Returns the default rules.
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reach_is_wide_by_share_or_by_number() {
        let wide = WideReach::default();
        for (critical, reached, all, reach) in [
            (0, 0, 0, None),
            (0, 0, 100, Some(Reach::Limited)),
            (0, 4, 100, Some(Reach::Limited)),
            (0, 5, 100, Some(Reach::Wide)),
            (0, 49, 1_000, Some(Reach::Limited)),
            (0, 1_000, 1_000_000, Some(Reach::Wide)),
            (0, 999, 1_000_000, Some(Reach::Limited)),
            (0, 1, 1, Some(Reach::Wide)),
            (1, 1, 1_000_000, Some(Reach::Wide)),
        ] {
            assert_eq!(
                wide.of(Held { all, reached, critical }),
                reach,
                "{reached} of {all}, {critical} critical"
            );
        }
    }
}
