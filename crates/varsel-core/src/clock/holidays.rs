//! The holidays of countries and their parts, 2025 to 2037, from a generated table (`data/holidays`, which names its source).

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::calendar::{Calendar, HolidayName};
use super::hours::{Interval, Week};
use crate::coded;
use crate::coded::Coded as _;

const TABLE: &str = include_str!("../../data/holidays/holidays.tsv");
const PLACES: &str = include_str!("../../data/holidays/places.tsv");

coded! {
    /// The category of a holiday, in the terms of the table's source.
    pub enum HolidayCategory {
        /// By law, for everyone.
        Public = "public",
        /// Banks are closed.
        Bank = "bank",
        /// Authorities are closed.
        Government = "government",
        /// Closed by custom, as Midsummer Eve is in Sweden.
        DeFacto = "de_facto",
        /// Half a day is worked.
        HalfDay = "half_day",
        /// Optional.
        Optional = "optional",
        /// Celebrated, but a working day.
        Unofficial = "unofficial",
        /// A day with a name on which people work, such as a day for the flag.
        Workday = "workday",
    }
}

/// The categories of holidays on which a desk is closed by default.
pub const CLOSED: [HolidayCategory; 2] = [HolidayCategory::Public, HolidayCategory::DeFacto];

/// The first day that the table covers.
pub const FIRST_DAY: Date = jiff::civil::date(2025, 1, 1);

/// A country, or part of one, that the table does not have.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error(
    "`{given}` is not in the table of holidays; accepted: a country such as SE, or part of one such as GB-ENG or DE-BY (ISO 3166)"
)]
pub struct UnknownPlace {
    /// The given value.
    pub given: String,
}

/// A country or a part of one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    /// Its code: `SE`, `GB-ENG`.
    pub code: &'static str,
    /// The zone of its capital.
    pub zone: &'static str,
    /// The last day that the table covers.
    pub until: Date,
    /// Its name.
    pub name: &'static str,
}

/// Lists all places of the table, by code.
pub fn places() -> impl Iterator<Item = Place> {
    PLACES.lines().skip(1).filter_map(|line| {
        let mut fields = line.split('\t');
        let (code, zone, year) = (fields.next()?, fields.next()?, fields.next()?.parse().ok()?);
        Some(Place { code, zone, until: Date::new(year, 12, 31).ok()?, name: fields.next()? })
    })
}

impl Place {
    /// Finds a place by its code.
    pub fn find(code: &str) -> Result<Self, UnknownPlace> {
        places()
            .find(|place| place.code == code)
            .ok_or_else(|| UnknownPlace { given: code.chars().take(40).collect() })
    }

    /// Returns the holidays of some categories, by day.
    pub fn holidays(self, categories: &[HolidayCategory]) -> BTreeMap<Date, HolidayName> {
        let mut found: BTreeMap<Date, HolidayName> = BTreeMap::new();
        for row in self.rows().filter(|row| categories.contains(&row.category)) {
            let name = HolidayName { name: row.name.to_owned(), name_sv: row.name_sv.to_owned() };
            // Categories that share a day mostly share its name too; the first category counts.
            found.entry(row.date).or_insert(name);
        }
        found
    }

    /// Creates the default calendar of a place: 09:00 to 17:00, Monday to Friday, closed on its public and customary holidays, in
    /// the zone of its capital.
    pub fn calendar(self) -> Calendar {
        let zone = TimeZone::get(self.zone).unwrap_or(TimeZone::UTC);
        Calendar {
            holidays: self.holidays(&CLOSED),
            until: Some(self.until),
            ..Calendar::new(zone, Week::monday_to_friday(Interval::NINE_TO_FIVE))
        }
    }

    /// Creates the calendar of the place's public holidays only: what laws mean by a working day.
    pub fn public_calendar(self) -> Calendar {
        Calendar { holidays: self.holidays(&[HolidayCategory::Public]), ..self.calendar() }
    }

    fn rows(self) -> impl Iterator<Item = Row> {
        let (country, part) = self.code.split_once('-').unwrap_or((self.code, "-"));
        let rows = COUNTRIES.get(country).map_or("", |range| &TABLE[range.clone()]);
        rows.lines().filter_map(Row::read).filter(move |row| row.holds_in(part))
    }
}

/// The position of each country's rows.
static COUNTRIES: LazyLock<HashMap<&'static str, Range<usize>>> = LazyLock::new(|| {
    let mut countries: HashMap<&'static str, Range<usize>> = HashMap::new();
    let mut at = 0;
    for line in TABLE.split_inclusive('\n') {
        let country = line.split('\t').next().unwrap_or_default();
        let end = at + line.len();
        countries.entry(country).and_modify(|range| range.end = end).or_insert(at..end);
        at = end;
    }
    countries
});

/// A row of the table.
struct Row {
    date: Date,
    places: &'static str,
    category: HolidayCategory,
    name: &'static str,
    name_sv: &'static str,
}

impl Row {
    fn read(line: &'static str) -> Option<Self> {
        let mut fields = line.split('\t').skip(1);
        let (date, places, category) = (fields.next()?, fields.next()?, fields.next()?);
        let _estimated = fields.next()?;
        Some(Self {
            date: date.parse().ok()?,
            places,
            category: HolidayCategory::from_code(category).ok()?,
            name: fields.next()?,
            name_sv: fields.next()?,
        })
    }

    /// Returns whether it applies in a part of its country; `-` is the whole country.
    fn holds_in(&self, part: &str) -> bool {
        self.places == "*" || self.places.split(' ').any(|place| place == part)
    }
}
