//! Whether CISA's catalogue of known exploited vulnerabilities lists a CVE.

use jiff::Timestamp;
use jiff::civil::Date;

use super::{CveSource, KnownExploited, SourceFacts, day_of};

/// The place of a CVE in CISA's catalogue.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Listing<'a> {
    /// It is listed.
    Listed(&'a KnownExploited),
    /// It was listed until this day: that of the first release that was imported and does not list it.
    Removed(Date),
    /// Another source says that it was added, and a later release does not list it. Nobody knows since when.
    Missing {
        /// Who says so.
        source: CveSource,
        /// The day on which it was added, as that source says.
        added: Date,
        /// The day of the newest release.
        released: Date,
    },
}

impl<'a> Listing<'a> {
    /// Reads the listing from what all sources say, knowing when the newest complete catalogue was released.
    ///
    /// CISA's own catalogue counts if it has ever listed it. Otherwise what others took from it counts, unless a release is newer
    /// than their record and than the day of the entry.
    pub(super) fn of(sources: &'a [SourceFacts], newest: Option<Timestamp>) -> Option<Self> {
        let claims = || sources.iter().filter_map(|one| Some((one, one.facts.known_exploited.as_ref()?)));
        let own = claims().find(|(one, _)| one.source == CveSource::Kev);
        if let Some((_, known)) = own {
            return Some(known.removed.map_or(Self::Listed(known), Self::Removed));
        }
        let is_newer = |one: &SourceFacts, known: &KnownExploited| {
            newest.filter(|released| *released > one.updated && day_of(*released) > known.added)
        };
        // One that no release contradicts is enough.
        let standing = claims().find(|(one, known)| is_newer(one, known).is_none());
        let (one, known) = standing.or_else(|| claims().next())?;
        Some(match is_newer(one, known) {
            None => Self::Listed(known),
            Some(released) => {
                Self::Missing { source: one.source, added: known.added, released: day_of(released) }
            }
        })
    }
}
