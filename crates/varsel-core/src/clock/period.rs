//! Periods of law: how hours, days and months are counted from an anchor, and what a weekend at their end does.
//!
//! The rules are those of Regulation (EEC, Euratom) 1182/71, Article 3, which other regimes share in the main: hours run by the
//! clock, weekends included; days and months end with the last hour of their last day.

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use super::Calendar;

/// The last second of a day.
const END: Time = Time::constant(23, 59, 59, 0);
/// Noon.
const NOON: Time = Time::constant(12, 0, 0, 0);

/// How long a period is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// Hours that pass, day and night (Article 3(1) and (2)(a)).
    Hours(u16),
    /// Days after that of the anchor (Article 3(2)(b)).
    Days(u16),
    /// Months; where the last one lacks the day, its last day (Article 3(2)(c)).
    Months(u16),
    /// Business days after that of the anchor, which is day 0.
    BusinessDays(u16),
}

/// What happens to a period that ends on a day off.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relief {
    /// Nothing.
    #[default]
    None,
    /// It ends with the last hour of the next working day (Article 3(4)); never of hours.
    NextWorkingDay,
    /// It ends at noon of the next working day (Delegated Regulation (EU) 2025/301, Article 5(4)), of hours too.
    NoonOfNextWorkingDay,
}

/// When a period ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Deadline {
    /// The strict end: whoever keeps it is on the safe side.
    pub due: Timestamp,
    /// The last instant that the relief makes lawful; the same where there is none.
    pub latest_lawful: Timestamp,
    /// Of hours, the end when counting from the next full hour, as Article 3(1) has it; for information.
    pub outer_bound: Option<Timestamp>,
}

impl Period {
    /// Returns when the period ends that an anchor begins, at the place whose working days a calendar has.
    pub fn end(self, anchor: Timestamp, relief: Relief, place: &Calendar) -> Deadline {
        let day = place.day_of(anchor);
        let mut outer_bound = None;
        let due = match self {
            Self::Hours(hours) => {
                let hours = SignedDuration::from_hours(i64::from(hours));
                outer_bound = Some(after(next_full_hour(anchor, place), hours));
                after(anchor, hours)
            }
            Self::Days(days) => at(place, day.saturating_add(i64::from(days).days()), END),
            // The date library clamps to the last day of a month.
            Self::Months(months) => at(place, day.saturating_add(i64::from(months).months()), END),
            Self::BusinessDays(days) => at(place, business_day(place, day, days), END),
        };
        let due_on = place.day_of(due);
        let next = || business_day(place, due_on, 1);
        let is_hours = matches!(self, Self::Hours(_));
        let latest_lawful = match relief {
            _ if place.is_business_day(due_on) => due,
            Relief::NextWorkingDay if !is_hours => at(place, next(), END),
            Relief::NoonOfNextWorkingDay => at(place, next(), NOON),
            Relief::None | Relief::NextWorkingDay => due,
        };
        Deadline { due, latest_lawful, outer_bound }
    }
}

fn business_day(place: &Calendar, from: Date, count: u16) -> Date {
    place.day_of(place.close_of_business_after(at(place, from, NOON), count).timestamp())
}

fn at(place: &Calendar, day: Date, time: Time) -> Timestamp {
    day.to_datetime(time).to_zoned(place.zone.clone()).map_or(Timestamp::MAX, |at| at.timestamp())
}

/// Adds to an instant; what lies past the end of time is there.
fn after(instant: Timestamp, time: SignedDuration) -> Timestamp {
    instant.checked_add(time).unwrap_or(Timestamp::MAX)
}

/// Returns the beginning of the next hour of the wall, or the instant itself where one begins.
fn next_full_hour(anchor: Timestamp, place: &Calendar) -> Timestamp {
    let wall = anchor.to_zoned(place.zone.clone());
    let past = SignedDuration::from_secs(i64::from(wall.minute()) * 60 + i64::from(wall.second()))
        + SignedDuration::from_nanos(i64::from(wall.subsec_nanosecond()));
    if past.is_zero() { anchor } else { after(anchor, SignedDuration::from_hours(1) - past) }
}
