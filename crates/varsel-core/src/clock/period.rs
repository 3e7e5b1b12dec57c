//! Statutory periods: how hours, days and months are counted from an anchor, and the effect of a weekend at the end.
//!
//! The rules are those of Regulation (EEC, Euratom) 1182/71, Article 3, which other regimes largely share: hours run by the
//! clock, weekends included; days and months end with the last hour of their last day.

use jiff::civil::{Date, Time, Weekday};
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use super::Calendar;
use crate::coded;

/// The last second of a day.
const END: Time = Time::constant(23, 59, 59, 0);
/// Noon.
const NOON: Time = Time::constant(12, 0, 0, 0);

/// How long a period is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// Elapsed hours, day and night (Article 3(1) and (2)(a)).
    Hours(u16),
    /// Days after the day of the anchor (Article 3(2)(b)).
    Days(u16),
    /// Months; if the last month lacks the day, its last day (Article 3(2)(c)).
    Months(u16),
    /// Business days after the day of the anchor, which is day 0.
    BusinessDays(u16),
}

coded! {
    /// What happens to a period that ends on a day off, by the applicable law.
    pub enum Relief {
        /// Nothing.
        None = "none",
        /// Regulation (EEC, Euratom) 1182/71, Article 3(4): it ends with the last hour of the next working day; not for periods
        /// in hours.
        Eu1182 = "eu_1182_71",
        /// Delegated Regulation (EU) 2025/301, Article 5(4): it ends at noon of the next working day, also for periods in hours.
        Dora = "dora",
        /// General guideline of Japan's PPC, 3-5-3-4: the next day that is neither a weekend, a holiday, nor 29 December to 3 January.
        JapanYearEnd = "jp_year_end",
        /// Sweden's act 1930:173, section 2: the next working day, where the eves of Midsummer, Christmas and New Year are days off too.
        Sweden1930 = "se_1930_173",
    }
}

impl Relief {
    /// Returns whether a period can end on a day without moving.
    fn is_working_day(self, place: &Calendar, day: Date) -> bool {
        let is_own = match self {
            Self::JapanYearEnd => matches!((day.month(), day.day()), (12, 29..=31) | (1, 1..=3)),
            Self::Sweden1930 => {
                let is_midsummer_eve =
                    day.month() == 6 && (19..=25).contains(&day.day()) && day.weekday() == Weekday::Friday;
                is_midsummer_eve || matches!((day.month(), day.day()), (12, 24 | 31))
            }
            Self::None | Self::Eu1182 | Self::Dora => false,
        };
        !is_own && place.is_business_day(day)
    }

    /// Returns the first working day after a day; `None` if there is none within a year.
    fn next_working_day(self, place: &Calendar, day: Date) -> Option<Date> {
        day.series(1.day()).skip(1).take(366).find(|day| self.is_working_day(place, *day))
    }
}

/// When a period ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Deadline {
    /// The strict deadline, which is always safe to keep.
    pub due: Timestamp,
    /// The last lawful instant after the relief; the same if there is none.
    pub latest_lawful: Timestamp,
    /// For periods in hours, the deadline if the hour of the anchor does not count (Article 3(1)); for information.
    pub outer_bound: Option<Timestamp>,
    /// The last day whose holidays are known, if the count ran past it.
    pub past_horizon: Option<Date>,
}

/// The start of a period.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Start {
    /// An instant; its day is day 0.
    Instant(Timestamp),
    /// An instant; its day is day 1.
    FirstDayCounts(Timestamp),
    /// The end of a day, which is day 0.
    Day(Date),
}

impl Period {
    /// Returns when the period ends, at the place whose working days a calendar has.
    pub fn end(self, from: Start, relief: Relief, place: &Calendar) -> Deadline {
        let (day, instant) = match from {
            Start::Instant(instant) => (place.day_of(instant), instant),
            Start::FirstDayCounts(instant) => (place.day_of(instant).saturating_sub(1.day()), instant),
            Start::Day(day) => (day, at(place, day, END)),
        };
        let mut outer_bound = None;
        let due = match self {
            Self::Hours(hours) => {
                let hours = SignedDuration::from_hours(i64::from(hours));
                outer_bound = Some(after(next_hour(instant, place), hours));
                after(instant, hours)
            }
            Self::Days(days) => at(place, day.saturating_add(i64::from(days).days()), END),
            // jiff clamps to the last day of a month.
            Self::Months(months) => at(place, day.saturating_add(i64::from(months).months()), END),
            Self::BusinessDays(days) => at(place, business_day(place, day, days), END),
        };
        let due_on = place.day_of(due);
        let relieved = match (relief, self) {
            (Relief::None, _)
            | (Relief::Eu1182 | Relief::JapanYearEnd | Relief::Sweden1930, Self::Hours(_)) => None,
            _ if relief.is_working_day(place, due_on) => None,
            (Relief::Dora, _) => relief.next_working_day(place, due_on).map(|day| at(place, day, NOON)),
            (Relief::Eu1182 | Relief::JapanYearEnd | Relief::Sweden1930, _) => {
                relief.next_working_day(place, due_on).map(|day| at(place, day, END))
            }
        };
        let latest_lawful = relieved.unwrap_or(due);
        let asks_holidays = relief != Relief::None || matches!(self, Self::BusinessDays(_));
        let past_horizon = place.until.filter(|until| asks_holidays && place.day_of(latest_lawful) > *until);
        Deadline { due, latest_lawful, outer_bound, past_horizon }
    }
}

fn business_day(place: &Calendar, from: Date, count: u16) -> Date {
    place.day_of(place.close_of_business_after(at(place, from, NOON), count).timestamp())
}

fn at(place: &Calendar, day: Date, time: Time) -> Timestamp {
    day.to_datetime(time).to_zoned(place.zone.clone()).map_or(Timestamp::MAX, |at| at.timestamp())
}

/// Adds to an instant, saturating at the end of the time range.
fn after(instant: Timestamp, time: SignedDuration) -> Timestamp {
    instant.checked_add(time).unwrap_or(Timestamp::MAX)
}

/// Returns the end of the clock hour that contains an instant; the start of the hour is inside.
fn next_hour(instant: Timestamp, place: &Calendar) -> Timestamp {
    let wall = instant.to_zoned(place.zone.clone());
    let past = SignedDuration::from_secs(i64::from(wall.minute()) * 60 + i64::from(wall.second()))
        + SignedDuration::from_nanos(i64::from(wall.subsec_nanosecond()));
    after(instant, SignedDuration::from_hours(1) - past)
}
