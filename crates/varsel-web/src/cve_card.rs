//! What is publicly known of a CVE, as pages show it.

use varsel_app::{Ctx, cve};
use varsel_core::coded::Coded as _;
use varsel_core::cve::{CveEntry, CveSource, CveState, PublishedScore};
use varsel_core::cve_id::CveId;
use varsel_locale::{Texts, format};
use varsel_store::{Scope, StoreError, Tx, cves};

use crate::present;

/// How many CVEs of one report are shown.
const SHOWN: usize = 6;
/// How many characters of a description stand open.
const EXCERPT: usize = 420;

/// The CVEs that somebody names.
#[derive(Clone, Default, Debug)]
pub(crate) struct CveCards {
    /// The first of them, with what is known.
    pub(crate) shown: Vec<CveCard>,
    /// The others.
    pub(crate) more: Vec<CveId>,
}

/// A CVE that somebody names, with what the catalogue says of it.
#[derive(Clone, Debug)]
pub(crate) struct CveCard {
    pub(crate) id: CveId,
    /// Nothing where the catalogue has none: it may be reserved, or newer.
    pub(crate) entry: Option<CveEntry>,
    /// Whether an answer of its sources is waited for.
    pub(crate) is_awaited: bool,
}

/// A published score as a row.
pub(crate) struct ScoreRow {
    pub(crate) by: String,
    pub(crate) version: &'static str,
    pub(crate) score: String,
    pub(crate) severity: &'static str,
    pub(crate) rating: &'static str,
    /// The canonical vector; empty where what was published is none.
    pub(crate) vector: String,
    /// What follows from the vector, where another score was published.
    pub(crate) follows: String,
}

/// A fact with the source that says it.
pub(crate) struct Said {
    pub(crate) text: String,
    pub(crate) source: &'static str,
}

/// Looks CVEs up.
pub(crate) fn cards<'a>(
    tx: &Tx<'_>,
    ctx: &Ctx,
    scope: Scope,
    ids: impl IntoIterator<Item = &'a CveId>,
) -> Result<CveCards, StoreError> {
    let mut ids = ids.into_iter();
    let card = |id: &CveId| {
        let entry = cves::find(tx, id)?;
        let is_awaited = entry.is_none() && cve::is_under_way(tx, ctx, scope, id)?;
        Ok(CveCard { entry, is_awaited, id: id.clone() })
    };
    let shown: Result<Vec<CveCard>, StoreError> = ids.by_ref().take(SHOWN).map(card).collect();
    Ok(CveCards { shown: shown?, more: ids.cloned().collect() })
}

impl CveCards {
    /// Says that what is not known is being asked for.
    pub(crate) fn await_answers(&mut self) {
        for card in &mut self.shown {
            card.is_awaited = card.entry.is_none();
        }
    }
}

impl CveCard {
    pub(crate) fn is_rejected(&self) -> bool {
        self.entry.as_ref().is_some_and(|entry| entry.state() == CveState::Rejected)
    }

    /// Returns the beginning of the description.
    pub(crate) fn excerpt(&self) -> String {
        let text = self.entry.as_ref().map_or("", |entry| entry.description.as_str());
        match text.char_indices().nth(EXCERPT) {
            Some((end, _)) => format!("{}…", text[..end].trim_end()),
            None => text.to_owned(),
        }
    }

    /// Lists the published scores.
    pub(crate) fn scores(&self, t: Texts) -> Vec<ScoreRow> {
        let all = self.entry.iter().flat_map(CveEntry::scores);
        all.map(|score| score_row(t, score)).collect()
    }

    /// Says since when it is known to be exploited.
    pub(crate) fn exploited(&self, t: Texts) -> String {
        let known = self.entry.as_ref().and_then(CveEntry::known_exploited);
        known.map_or_else(String::new, |known| {
            let day = varsel_locale::describe::day_of(t, known.added);
            if known.ransomware { t.cve_exploited_ransomware(day) } else { t.cve_exploited(day) }
        })
    }

    /// Says how likely exploitation is.
    pub(crate) fn epss(&self, t: Texts) -> String {
        let epss = self.entry.as_ref().and_then(|entry| entry.epss);
        epss.map_or_else(String::new, |epss| {
            let percent = |part: u32| {
                let hundredths = part / 10;
                format::decimal(t, &format!("{}.{:02}", hundredths / 100, hundredths % 100))
            };
            let day = varsel_locale::describe::day_of(t, epss.date);
            t.cve_epss(day, percent(epss.percentile), percent(epss.probability))
        })
    }

    /// Says what CISA answers to three questions of SSVC.
    pub(crate) fn ssvc(&self, t: Texts) -> String {
        let said = self.entry.as_ref().and_then(CveEntry::ssvc);
        said.map_or_else(String::new, |ssvc| {
            t.cve_ssvc(&ssvc.automatable, &ssvc.exploitation, &ssvc.technical_impact)
        })
    }

    fn said(&self, of: impl Fn(&varsel_core::cve::CveFacts) -> Vec<String>) -> Vec<Said> {
        let mut found: Vec<Said> = Vec::new();
        for one in self.entry.iter().flat_map(|entry| &entry.sources) {
            for text in of(&one.facts) {
                if found.iter().all(|said| said.text != text) && found.len() < 12 {
                    found.push(Said { text, source: source_name(one.source) });
                }
            }
        }
        found
    }

    /// Lists weaknesses.
    pub(crate) fn weaknesses(&self) -> Vec<Said> {
        self.said(|facts| facts.weaknesses.clone())
    }

    /// Lists what it affects.
    pub(crate) fn affected(&self) -> Vec<Said> {
        self.said(|facts| {
            let row =
                |one: &varsel_core::cve::AffectedProduct| format!("{}: {}", one.name, one.ranges.join("; "));
            facts.affected.iter().map(row).map(|text| text.trim_end_matches(": ").to_owned()).collect()
        })
    }

    /// Lists addresses that lead to the web.
    pub(crate) fn references(&self) -> Vec<Said> {
        self.said(|facts| {
            facts.references.iter().filter(|url| url.starts_with("https://")).cloned().collect()
        })
    }

    /// Lists ids of other databases, with where they lead.
    pub(crate) fn aliases(&self) -> Vec<(String, String)> {
        let ids = self.said(|facts| [&facts.aliases[..], &facts.replaced_by[..]].concat());
        let link = |id: &str| match id.parse::<varsel_core::advisory_id::AdvisoryId>() {
            Ok(id) => id.url(),
            Err(_) => format!("https://www.cve.org/CVERecord?id={id}"),
        };
        ids.into_iter().map(|said| (link(&said.text), said.text)).collect()
    }

    /// Names the sources with the days of what they say.
    pub(crate) fn sources(&self, t: Texts) -> String {
        let named = self.entry.iter().flat_map(|entry| &entry.sources).map(|one| {
            let day = format::day(t, one.updated, &jiff::tz::TimeZone::UTC);
            format!("{}, {day}", source_name(one.source))
        });
        named.collect::<Vec<_>>().join(" · ")
    }
}

/// Returns what a source is called.
pub(crate) const fn source_name(source: CveSource) -> &'static str {
    match source {
        CveSource::CveList => "CVE Program",
        CveSource::Nvd => "NVD",
        CveSource::Osv => "OSV",
        CveSource::Kev => "CISA KEV",
        CveSource::Epss => "EPSS",
    }
}

fn score_row(t: Texts, score: &PublishedScore) -> ScoreRow {
    let read = score.read();
    let published = score.tenths.map(|tenths| format!("{}.{}", tenths / 10, tenths % 10));
    let shown = published.or_else(|| read.map(|vector| vector.score().to_string()));
    ScoreRow {
        by: score.by.clone(),
        version: read.map_or("", |vector| vector.version().number()),
        score: shown.map_or_else(|| "–".to_owned(), |score| format::decimal(t, &score)),
        severity: read.map_or("unrated", |vector| vector.rating().severity().code()),
        rating: read.map_or("", |vector| present::rating(t, vector.rating())),
        vector: read.map(|vector| vector.to_string()).unwrap_or_default(),
        follows: score.difference().map(|score| format::decimal(t, &score.to_string())).unwrap_or_default(),
    }
}
