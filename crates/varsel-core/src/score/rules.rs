//! The rules that a desk has in force: its tables, and from when a reach is wide.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::priority::{PriorityTables, Reach};

/// From when an event reaches many customers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WideReach {
    /// This share of the offer's customers, in percent.
    pub percent: u8,
    /// Or this many customers.
    pub customers: u32,
}

impl Default for WideReach {
    fn default() -> Self {
        Self { percent: 5, customers: 1_000 }
    }
}

impl WideReach {
    /// Judges how many of an offer's customers an event reaches; nothing where there are none to count.
    pub fn of(self, reached: u64, all: u64) -> Option<Reach> {
        if all == 0 {
            return None;
        }
        let is_wide = reached >= u64::from(self.customers)
            || u128::from(reached) * 100 >= u128::from(all) * u128::from(self.percent);
        Some(if is_wide { Reach::Wide } else { Reach::Limited })
    }
}

/// Everything from which a priority is suggested.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rules {
    /// The two tables.
    pub tables: PriorityTables,
    /// From when a reach is wide.
    pub wide: WideReach,
}

static SHIPPED: LazyLock<Rules> =
    LazyLock::new(|| Rules { tables: PriorityTables::shipped().clone(), wide: WideReach::default() });

impl Rules {
    /// Returns the rules that Varsel ships.
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
        for (reached, all, reach) in [
            (0, 0, None),
            (0, 100, Some(Reach::Limited)),
            (4, 100, Some(Reach::Limited)),
            (5, 100, Some(Reach::Wide)),
            (49, 1_000, Some(Reach::Limited)),
            (1_000, 1_000_000, Some(Reach::Wide)),
            (999, 1_000_000, Some(Reach::Limited)),
            (1, 1, Some(Reach::Wide)),
        ] {
            assert_eq!(wide.of(reached, all), reach, "{reached} of {all}");
        }
    }
}
