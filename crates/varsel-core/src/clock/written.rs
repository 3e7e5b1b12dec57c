//! The written form of a calendar: in the database, and in the input of `varsel due`.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use jiff::civil::Date;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use thiserror::Error;

use super::Calendar;
use super::calendar::{Exception, HolidayName};
use super::holidays::{CLOSED, FIRST_DAY, HolidayCategory, Place, UnknownPlace};
use super::hours::{Interval, Week};
use super::zones::zone;

/// An error in a written calendar.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum WrittenError {
    /// Its zone does not exist.
    #[error("`{given}` is not a time zone such as Europe/Stockholm")]
    Zone {
        /// The given value.
        given: String,
    },
    /// Its place does not exist.
    #[error(transparent)]
    Place(#[from] UnknownPlace),
    /// A day of its own is outside the years for which the holidays of its place are known.
    #[error("`{day}` is outside the days for which the holidays of {place} are known: {from} to {until}")]
    Horizon {
        /// The day.
        day: Date,
        /// The place.
        place: &'static str,
        /// The first day whose holidays are known.
        from: Date,
        /// When it is due.
        until: Date,
    },
}

/// The written form of a calendar.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct WrittenCalendar {
    /// The IANA name of its zone.
    pub zone: String,
    /// Its ordinary hours; default 09:00 to 17:00, Monday to Friday.
    #[serde(default = "nine_to_five")]
    pub week: Week,
    /// Its holidays.
    #[serde(default)]
    pub holidays: WrittenHolidays,
    /// Exceptional days.
    #[serde(default, deserialize_with = "once_each")]
    pub exceptions: BTreeMap<Date, Exception>,
}

fn nine_to_five() -> Week {
    Week::monday_to_friday(Interval::NINE_TO_FIVE)
}

/// Which days are holidays: those of a place, and days by their names.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "an object")]
pub struct WrittenHolidays {
    /// The place, by its ISO 3166 code.
    pub place: Option<String>,
    /// The categories of the place's holidays; default public and customary.
    pub categories: Option<Vec<HolidayCategory>>,
    /// Days by their names.
    #[serde(deserialize_with = "once_each")]
    pub days: BTreeMap<Date, String>,
}

/// Deserializes an object and refuses duplicate names, of which the last would silently win.
pub fn once_each<'de, D, K, T>(deserializer: D) -> Result<BTreeMap<K, T>, D::Error>
where
    D: Deserializer<'de>,
    K: Deserialize<'de> + Ord + fmt::Display,
    T: Deserialize<'de>,
{
    struct Each<K, T>(PhantomData<(K, T)>);
    impl<'de, K: Deserialize<'de> + Ord + fmt::Display, T: Deserialize<'de>> Visitor<'de> for Each<K, T> {
        type Value = BTreeMap<K, T>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut read = BTreeMap::new();
            while let Some(name) = map.next_key::<K>()? {
                if read.contains_key(&name) {
                    return Err(A::Error::custom(format!("`{name}` is given twice")));
                }
                let said = map.next_value()?;
                read.insert(name, said);
            }
            Ok(read)
        }
    }
    deserializer.deserialize_map(Each(PhantomData))
}

impl WrittenCalendar {
    /// Creates a calendar that is open from 09:00 to 17:00, Monday to Friday, in a zone, without holidays.
    pub fn nine_to_five(zone: &str) -> Self {
        Self {
            zone: zone.to_owned(),
            week: nine_to_five(),
            holidays: WrittenHolidays::default(),
            exceptions: BTreeMap::new(),
        }
    }

    /// Parses it.
    pub fn calendar(&self, version: u32) -> Result<Calendar, WrittenError> {
        let given = || self.zone.chars().take(60).collect();
        let zone = zone(&self.zone).ok_or_else(|| WrittenError::Zone { given: given() })?;
        let mut calendar = Calendar {
            exceptions: self.exceptions.clone(),
            version,
            ..Calendar::new(zone, self.week.clone())
        };
        if let Some(place) = &self.holidays.place {
            let place = Place::find(place)?;
            let (from, until) = (FIRST_DAY, place.until);
            let outside = |day: &&Date| !(from..=until).contains(*day);
            if let Some(day) = self.holidays.days.keys().chain(self.exceptions.keys()).find(outside) {
                return Err(WrittenError::Horizon { day: *day, place: place.code, from, until });
            }
            let categories = self.holidays.categories.as_deref().unwrap_or(&CLOSED);
            calendar.holidays = place.holidays(categories);
            calendar.until = Some(place.until);
        }
        let days = self.holidays.days.iter();
        calendar.holidays.extend(
            days.map(|(day, name)| (*day, HolidayName { name: name.clone(), name_sv: String::new() })),
        );
        Ok(calendar)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::hours::Hours;
    use super::*;

    #[test]
    fn what_is_wrong_is_told() {
        let stockholm = || WrittenCalendar::nine_to_five("Europe/Stockholm");
        let holidays = |place: &str, day| WrittenHolidays {
            place: Some(place.to_owned()),
            days: BTreeMap::from([(day, "Stocktaking".to_owned())]),
            ..WrittenHolidays::default()
        };
        let with = |holidays| WrittenCalendar { holidays, ..stockholm() }.calendar(1).map(drop);
        assert!(with(holidays("SE", date(2026, 12, 31))).is_ok());
        assert!(matches!(with(holidays("SE", date(2038, 1, 1))), Err(WrittenError::Horizon { .. })));
        assert!(matches!(with(holidays("SE", date(2024, 12, 31))), Err(WrittenError::Horizon { .. })));
        assert!(matches!(with(holidays("XX", date(2026, 12, 31))), Err(WrittenError::Place(_))));
        let mut closed = WrittenCalendar { holidays: holidays("SE", date(2026, 12, 31)), ..stockholm() };
        closed
            .exceptions
            .insert(date(2062, 1, 2), Exception { hours: Hours::NONE, reason: "2026?".to_owned() });
        assert!(matches!(closed.calendar(1), Err(WrittenError::Horizon { .. })));
        for nowhere in ["Europe/Atlantis", "Etc/Unknown", ""] {
            let nowhere = WrittenCalendar::nine_to_five(nowhere).calendar(1);
            assert!(matches!(nowhere, Err(WrittenError::Zone { .. })));
        }
    }
}
