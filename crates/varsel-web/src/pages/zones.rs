//! Time zones, as a form offers them: by region, the IANA names that stand for places.

use std::sync::OnceLock;

use varsel_core::clock::zones;

/// A region with the names of its zones and what they are called.
pub(crate) type Region = (&'static str, Vec<(String, String)>);

/// The regions that places are listed by.
const REGIONS: [&str; 10] = [
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
];

/// Lists the zones of every region by name.
pub(crate) fn by_region() -> &'static [Region] {
    static REGIONS_ONCE: OnceLock<Vec<Region>> = OnceLock::new();
    REGIONS_ONCE.get_or_init(|| {
        let mut regions: Vec<Region> = REGIONS.iter().map(|name| (*name, Vec::new())).collect();
        for zone in zones::places() {
            if let Some((region, place)) = zone.split_once('/')
                && let Some((_, listed)) = regions.iter_mut().find(|(name, _)| *name == region)
            {
                listed.push((zone.to_owned(), place.replace('_', " ").replace('/', ", ")));
            }
        }
        regions
    })
}

/// Returns whether the list has a zone; one that was chosen elsewhere is shown beside it.
pub(crate) fn is_listed(zone: &str) -> bool {
    zone == "UTC" || by_region().iter().any(|(_, zones)| zones.iter().any(|(name, _)| name == zone))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_zone_is_one_and_places_are_found() {
        let all: Vec<&String> =
            by_region().iter().flat_map(|(_, zones)| zones.iter().map(|(name, _)| name)).collect();
        assert!(all.len() > 300, "{}", all.len());
        assert!(all.iter().all(|name| jiff::tz::TimeZone::get(name).is_ok()));
        assert!(
            is_listed("Europe/Stockholm") && is_listed("America/Argentina/Buenos_Aires") && is_listed("UTC")
        );
        assert!(!is_listed("Nowhere/Here"));
        assert!(is_listed("Asia/Kolkata") && !is_listed("Asia/Calcutta"), "older names are not offered");
        assert!(all.iter().all(|name| zones::canonical(name) == **name));
    }
}
