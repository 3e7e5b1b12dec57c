//! A business calendar: weekly hours in a zone, holidays and exceptional days; and business time in it.
//!
//! Business time is elapsed seconds while the desk is open: an hour that a clock change skips does not count, one that it repeats
//! counts twice. The closing time is exclusive: a desk that closes at 17:00 is closed at 17:00.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan, Zoned};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::hours::{Hours, Interval, Week};

/// How many days are searched for hours before a calendar counts as permanently closed: eleven years.
const FAR: usize = 11 * 366;

/// Why an instant cannot be computed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum OutOfReach {
    /// There are no more hours.
    #[error("the calendar has no hours in the next eleven years")]
    Closed,
    /// The calendar's holidays have ended.
    #[error("the calendar knows no holidays after {until}")]
    Horizon {
        /// The last day whose holidays are known.
        until: Date,
    },
}

/// An exceptional day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct Exception {
    /// Its hours: none on a day that is closed, fewer on half a day, some on an extra working day.
    #[serde(default)]
    pub hours: Hours,
    /// The reason.
    pub reason: String,
}

/// The name of a holiday.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HolidayName {
    /// In English.
    pub name: String,
    /// In Swedish, if known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name_sv: String,
}

/// Why a day is not a business day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayOff {
    /// Its weekday has no hours.
    Weekday,
    /// A holiday, by its name.
    Holiday(HolidayName),
    /// Closed by the desk, which says why.
    Closed(String),
    /// The zone skips the day: Samoa had no 30 December 2011.
    Skipped,
}

/// When the desk is open.
#[derive(Clone, PartialEq, Debug)]
pub struct Calendar {
    /// Its zone, from the IANA database.
    pub zone: TimeZone,
    /// Its ordinary hours.
    pub week: Week,
    /// Days on which nobody works, by their names.
    pub holidays: BTreeMap<Date, HolidayName>,
    /// Exceptional days, which take precedence over weekdays and holidays.
    pub exceptions: BTreeMap<Date, Exception>,
    /// The last day that the holidays cover; `None` for a calendar without holidays.
    pub until: Option<Date>,
    /// The calendar version.
    pub version: u32,
}

/// A period in which the desk is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Open {
    /// When it opens.
    pub from: Timestamp,
    /// When it closes, exclusive.
    pub to: Timestamp,
}

impl Calendar {
    /// Creates a calendar without holidays.
    pub const fn new(zone: TimeZone, week: Week) -> Self {
        Self { zone, week, holidays: BTreeMap::new(), exceptions: BTreeMap::new(), until: None, version: 1 }
    }

    /// Creates a calendar that is open from 09:00 to 17:00, Monday to Friday, without holidays.
    pub fn nine_to_five(zone: TimeZone) -> Self {
        Self::new(zone, Week::monday_to_friday(Interval::NINE_TO_FIVE))
    }

    /// Returns the hours of a day; empty on a day that the zone skips.
    pub fn hours_on(&self, day: Date) -> &Hours {
        const NONE: &Hours = &Hours::NONE;
        if !self.exists(day) {
            return NONE;
        }
        match self.exceptions.get(&day) {
            Some(exception) => &exception.hours,
            None if self.holidays.contains_key(&day) => NONE,
            None => self.week.of(day.weekday()),
        }
    }

    fn exists(&self, day: Date) -> bool {
        day.to_zoned(self.zone.clone()).is_ok_and(|start| start.date() == day)
    }

    /// Returns whether a day is a business day.
    pub fn is_business_day(&self, day: Date) -> bool {
        !self.hours_on(day).is_empty()
    }

    /// Returns why a day is not a business day; `None` on a business day.
    pub fn day_off(&self, day: Date) -> Option<DayOff> {
        if self.is_business_day(day) {
            return None;
        }
        if !self.exists(day) {
            return Some(DayOff::Skipped);
        }
        Some(match (self.exceptions.get(&day), self.holidays.get(&day)) {
            (Some(exception), _) => DayOff::Closed(exception.reason.clone()),
            (None, Some(name)) => DayOff::Holiday(name.clone()),
            (None, None) => DayOff::Weekday,
        })
    }

    /// Returns the last day whose holidays are known, if that is within a year of a day.
    pub fn ends_soon(&self, today: Date) -> Option<Date> {
        self.until.filter(|until| *until < today.saturating_add(1.year()))
    }

    /// Returns the desk-local day of an instant.
    pub fn day_of(&self, at: Timestamp) -> Date {
        at.to_zoned(self.zone.clone()).date()
    }

    /// Returns the first business day strictly after a day.
    pub fn business_day_after(&self, day: Date) -> Result<Date, OutOfReach> {
        let mut days = day.series(1.day()).skip(1).take(FAR);
        let found = days.find(|day| self.is_business_day(*day)).ok_or(OutOfReach::Closed)?;
        match self.until {
            Some(until) if found > until => Err(OutOfReach::Horizon { until }),
            _ => Ok(found),
        }
    }

    /// Returns when the desk closes on a day; `None` if it does not open.
    ///
    /// A closing time that a clock change skips falls after the gap; one that it repeats counts the first time.
    pub fn closing(&self, day: Date) -> Option<Zoned> {
        let last = self.hours_on(day).intervals().last()?;
        Some(self.instant(day, last.to()))
    }

    /// Returns close of business on the `days`-th business day strictly after the desk-local day of `from`.
    ///
    /// Past the horizon of its holidays a calendar continues with its ordinary week.
    pub fn close_of_business_after(&self, from: Timestamp, days: u16) -> Zoned {
        let today = self.day_of(from);
        let mut left = days;
        for day in today.series(1.day()).skip(1).take(FAR.saturating_mul(usize::from(days).max(1))) {
            left -= u16::from(left > 0 && self.is_business_day(day));
            if left == 0
                && let Some(closing) = self.closing(day)
            {
                return closing;
            }
        }
        from.to_zoned(self.zone.clone())
    }

    /// Lists the days off strictly between two desk-local days, and their reasons.
    pub fn days_off_between(&self, from: Date, to: Date) -> Vec<(Date, DayOff)> {
        from.series(1.day())
            .skip(1)
            .take_while(|day| *day < to)
            .filter_map(|day| Some((day, self.day_off(day)?)))
            .collect()
    }

    /// Returns the instant of a minute of a day: after the gap if a clock change skips it, the first time if it repeats it.
    fn instant(&self, day: Date, minute: u16) -> Zoned {
        let midnight = DateTime::from_parts(day, jiff::civil::Time::midnight());
        let wall = midnight.saturating_add(i64::from(minute).minutes());
        // Only at the limits of the time range.
        wall.to_zoned(self.zone.clone()).unwrap_or_else(|_| Timestamp::MAX.to_zoned(self.zone.clone()))
    }

    /// Returns when hours begin or end: at the end of a gap, because no time elapses in it.
    fn boundary(&self, day: Date, minute: u16) -> Timestamp {
        let at = self.instant(day, minute);
        let kept = at.hour() == i8::try_from(minute / 60 % 24).unwrap_or(0)
            && at.minute() == i8::try_from(minute % 60).unwrap_or(0);
        let now = at.timestamp();
        let change = || self.zone.preceding(now + SignedDuration::from_nanos(1)).next();
        if kept { now } else { change().map_or(now, |change| change.timestamp()) }
    }

    /// Lists the open periods of a day, in order. A period that a clock change swallows is left out.
    fn open_on(&self, day: Date) -> impl Iterator<Item = Open> + '_ {
        self.hours_on(day).intervals().iter().filter_map(move |interval| {
            let at = |minute| self.boundary(day, minute);
            let open = Open { from: at(interval.from()), to: at(interval.to()) };
            (open.from < open.to).then_some(open)
        })
    }

    /// Lists the open periods from an instant on, including the rest of one that has started.
    pub fn open_from(&self, at: Timestamp) -> impl Iterator<Item = Open> + '_ {
        // A period that ends at 24:00 can end on the next day.
        let first = self.day_of(at).saturating_sub(1.day());
        let days = first.series(1.day()).take(FAR);
        days.flat_map(|day| self.open_on(day))
            .filter(move |open| open.to > at)
            .map(move |open| Open { from: open.from.max(at), ..open })
    }

    /// Returns whether the desk is open at an instant.
    pub fn is_open(&self, at: Timestamp) -> bool {
        self.open_from(at).next().is_some_and(|open| open.from == at)
    }

    /// Returns the first instant from `at` on at which the desk is open.
    pub fn next_opening(&self, at: Timestamp) -> Result<Timestamp, OutOfReach> {
        self.open_from(at).next().map(|open| open.from).ok_or(OutOfReach::Closed)
    }

    /// Returns the first instant at which an amount of business time has passed since an instant.
    pub fn add(&self, at: Timestamp, business: SignedDuration) -> Result<Timestamp, OutOfReach> {
        let mut left = business;
        if left <= SignedDuration::ZERO {
            return Ok(at);
        }
        for open in self.open_from(at) {
            let length = open.to.duration_since(open.from);
            if left <= length {
                let due = open.from + left;
                return match self.until {
                    Some(until) if self.day_of(due) > until => Err(OutOfReach::Horizon { until }),
                    _ => Ok(due),
                };
            }
            left -= length;
        }
        Err(OutOfReach::Closed)
    }

    /// Returns the business time between two instants; zero if the second is not later.
    pub fn between(&self, from: Timestamp, to: Timestamp) -> SignedDuration {
        let open = self.open_from(from).take_while(|open| open.from < to);
        open.fold(SignedDuration::ZERO, |sum, open| sum + open.to.min(to).duration_since(open.from))
    }
}
