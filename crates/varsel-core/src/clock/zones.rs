//! Time zones by the names that stand for places today; older names are read as those (IANA time zone database).

use std::collections::HashMap;
use std::sync::OnceLock;

use jiff::tz::TimeZone;

/// Each place on a line of its own, with its older names after it; made by `tools/zone_table.py`.
const TABLE: &str = include_str!("../../data/zones.txt");

fn rows() -> impl Iterator<Item = &'static str> {
    TABLE.lines().filter(|line| !line.starts_with('#'))
}

/// Lists the zones of places, in the order of their names: what forms offer.
pub fn places() -> impl Iterator<Item = &'static str> {
    rows().filter_map(|row| row.split(' ').next())
}

/// Returns the name of today for an older one; `None` for a name that is no older one.
fn today(older: &str) -> Option<&'static str> {
    static NAMES: OnceLock<HashMap<&'static str, &'static str>> = OnceLock::new();
    let names = NAMES.get_or_init(|| {
        let pairs = rows().flat_map(|row| {
            let (place, older) = row.split_once(' ').unwrap_or((row, ""));
            older.split(' ').filter(|name| !name.is_empty()).map(move |name| (name, place))
        });
        pairs.collect()
    });
    names.get(older).copied()
}

/// Finds a zone by its IANA name, of today or older, in any case; the zone has the name of today: `Asia/Calcutta` is `Asia/Kolkata`.
/// The zone for "unknown" is none.
pub fn zone(name: &str) -> Option<TimeZone> {
    let zone = TimeZone::get(name).ok().filter(|zone| !zone.is_unknown())?;
    match zone.iana_name().and_then(today) {
        Some(today) => TimeZone::get(today).ok(),
        None => Some(zone),
    }
}

/// Returns the name of today of a zone that is given by its IANA name; one that is not known, as it is.
pub fn canonical(name: &str) -> String {
    let zone = zone(name);
    zone.as_ref().and_then(TimeZone::iana_name).unwrap_or(name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn older_names_are_read_as_those_of_today() {
        for (given, today) in [
            ("Asia/Calcutta", "Asia/Kolkata"),
            ("Asia/Kolkata", "Asia/Kolkata"),
            ("asia/calcutta", "Asia/Kolkata"),
            ("Europe/Kiev", "Europe/Kyiv"),
            ("Asia/Saigon", "Asia/Ho_Chi_Minh"),
            ("Asia/Katmandu", "Asia/Kathmandu"),
            ("America/Buenos_Aires", "America/Argentina/Buenos_Aires"),
            ("US/Eastern", "America/New_York"),
            ("GB", "Europe/London"),
            ("Iceland", "Atlantic/Reykjavik"),
            ("Etc/UTC", "UTC"),
            ("Zulu", "UTC"),
            ("utc", "UTC"),
            // A place of its own, though its clocks agree with another's.
            ("Europe/Stockholm", "Europe/Stockholm"),
            ("Atlantic/Reykjavik", "Atlantic/Reykjavik"),
            // No place, and no older name of one.
            ("Etc/GMT+5", "Etc/GMT+5"),
        ] {
            let zone = zone(given).unwrap_or_else(|| panic!("{given} is a zone"));
            assert_eq!(zone.iana_name(), Some(today), "{given}");
            assert_eq!(canonical(given), today);
        }
        for none in ["", "Nowhere/Here", "Etc/Unknown", "+02:00"] {
            assert_eq!(zone(none), None, "{none}");
            assert_eq!(canonical(none), none);
        }
    }

    #[test]
    fn every_place_is_a_zone_of_that_name_and_every_older_name_is_no_place() {
        let places: Vec<&str> = places().collect();
        assert!(places.len() > 400 && places.is_sorted(), "{}", places.len());
        for place in &places {
            assert_eq!(TimeZone::get(place).ok().as_ref().and_then(TimeZone::iana_name), Some(*place));
            assert_eq!(today(place), None, "{place}");
        }
        let older: Vec<&str> = rows().flat_map(|row| row.split(' ').skip(1)).collect();
        assert!(older.iter().all(|name| !places.contains(name)));
        // Whatever else the database offers in the regions of places is read as one of them.
        let regions =
            ["Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/"];
        for name in jiff::tz::db().available() {
            let name = name.as_str();
            if regions.iter().any(|region| name.starts_with(region)) {
                assert!(places.contains(&canonical(name).as_str()), "{name}");
            }
        }
    }
}
