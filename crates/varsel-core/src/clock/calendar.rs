//! The desk's business calendar: Monday to Friday, one interval a day, in the desk's time zone.

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};

/// When the desk is open.
#[derive(Clone, PartialEq, Debug)]
pub struct Calendar {
    /// The desk's zone, from the IANA database.
    pub zone: TimeZone,
    /// When a business day begins.
    pub opens: Time,
    /// When a business day ends: "close of business".
    pub closes: Time,
}

impl Calendar {
    /// Makes a calendar that is open from 09:00 to 17:00.
    pub const fn nine_to_five(zone: TimeZone) -> Self {
        Self { zone, opens: Time::constant(9, 0, 0, 0), closes: Time::constant(17, 0, 0, 0) }
    }

    /// Tells whether the desk works on this day.
    ///
    /// A day that the zone skips (Samoa had no 30 December 2011) is none.
    pub fn is_business_day(&self, day: Date) -> bool {
        !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
            && day.to_zoned(self.zone.clone()).is_ok_and(|start| start.date() == day)
    }

    /// Returns close of business on the `days`-th business day strictly after the desk-local day of `from`.
    ///
    /// A closing time that a clock change skips is taken after the gap; one that it repeats is taken the first time.
    pub fn close_of_business_after(&self, from: Timestamp, days: u16) -> Zoned {
        let mut day = from.to_zoned(self.zone.clone()).date();
        let mut left = days;
        while left > 0 {
            day = day.saturating_add(1.day());
            if self.is_business_day(day) {
                left -= 1;
            }
        }
        day.to_datetime(self.closes)
            .to_zoned(self.zone.clone())
            .unwrap_or_else(|_| from.to_zoned(self.zone.clone()))
    }

    /// Lists the days strictly between two desk-local days on which the desk does not work.
    pub fn closed_days_between(&self, from: Date, to: Date) -> Vec<Date> {
        from.series(1.day())
            .skip(1)
            .take_while(|day| *day < to)
            .filter(|day| !self.is_business_day(*day))
            .collect()
    }
}
