//! A calendar as it is written: in the database, and by whoever asks what a promise would be.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::Calendar;
use super::calendar::{Exception, HolidayName};
use super::holidays::{CLOSED, HolidayCategory, Place};
use super::hours::{Interval, Week};

/// A calendar as it is written.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenCalendar {
    /// The IANA name of its zone.
    pub zone: String,
    /// Its ordinary hours; 09:00 to 17:00, Monday to Friday, where they are left out.
    #[serde(default = "nine_to_five")]
    pub week: Week,
    /// Its holidays.
    #[serde(default)]
    pub holidays: WrittenHolidays,
    /// Days that differ.
    #[serde(default)]
    pub exceptions: BTreeMap<Date, Exception>,
}

fn nine_to_five() -> Week {
    Week::monday_to_friday(Interval::NINE_TO_FIVE)
}

/// Which days are holidays: those of a place, and days by their names.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenHolidays {
    /// The place, by its ISO 3166 code.
    pub place: Option<String>,
    /// Which of the place's; its public ones and those kept by custom where they are left out.
    pub categories: Option<Vec<HolidayCategory>>,
    /// Days by their names.
    pub days: BTreeMap<Date, String>,
}

impl WrittenCalendar {
    /// Writes a calendar that is open from 09:00 to 17:00, Monday to Friday, in a zone, without holidays.
    pub fn nine_to_five(zone: &str) -> Self {
        Self {
            zone: zone.to_owned(),
            week: nine_to_five(),
            holidays: WrittenHolidays::default(),
            exceptions: BTreeMap::new(),
        }
    }

    /// Reads it; or says, in English, what is wrong with it.
    pub fn calendar(&self, version: u32) -> Result<Calendar, String> {
        let zone = TimeZone::get(&self.zone)
            .map_err(|_| format!("`{}` is no time zone, as in Europe/Stockholm", self.zone))?;
        let mut calendar = Calendar {
            exceptions: self.exceptions.clone(),
            version,
            ..Calendar::new(zone, self.week.clone())
        };
        if let Some(place) = &self.holidays.place {
            let place = Place::find(place).map_err(|error| error.to_string())?;
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
