//! The card of a CVE: its public information, as pages show it.

use varsel_app::{Ctx, cve};
use varsel_core::coded::Coded as _;
use varsel_core::cve::{
    AffectedProduct, AffectedStatus, CveEntry, CveFacts, CveSource, CveState, PublishedScore, VersionSpan,
    Versions,
};
use varsel_core::vulnerability_id::VulnerabilityId;
use varsel_locale::{Texts, format};
use varsel_store::{Scope, StoreError, Tx, cves};

use crate::present;

/// How many CVEs of one report are shown.
const SHOWN: usize = 6;
/// How many characters of a description are shown before it is opened.
const EXCERPT: usize = 420;
/// How many items of a list, and versions of a product, are shown before it is opened.
const OPEN: usize = 12;

/// The CVEs that someone names.
#[derive(Clone, Default, Debug)]
pub(crate) struct CveCards {
    /// The first of them, with what is known.
    pub(crate) shown: Vec<CveCard>,
    /// The others.
    pub(crate) more: Vec<VulnerabilityId>,
}

/// A CVE that someone names, with what the catalogue says of it.
#[derive(Clone, Debug)]
pub(crate) struct CveCard {
    pub(crate) id: VulnerabilityId,
    /// Nothing where the catalogue has none: it can be reserved, or newer.
    pub(crate) entry: Option<CveEntry>,
    /// Whether a fetch from its sources is pending.
    pub(crate) is_awaited: bool,
    /// Whether the asker has used up their look-ups for now.
    pub(crate) is_put_off: bool,
}

/// A published score as a row.
pub(crate) struct ScoreRow {
    pub(crate) by: String,
    pub(crate) version: &'static str,
    pub(crate) score: String,
    pub(crate) severity: &'static str,
    pub(crate) rating: &'static str,
    /// The canonical vector; empty if what was published is not one.
    pub(crate) vector: String,
    /// What was published in place of a vector.
    pub(crate) unreadable: String,
    /// What follows from the vector, where another score was published.
    pub(crate) follows: String,
}

/// A fact with the source that says it.
#[derive(PartialEq)]
pub(crate) struct Said {
    pub(crate) text: String,
    pub(crate) source: &'static str,
}

/// An address, and whether what it answers can be read and changed on the way.
#[derive(PartialEq)]
pub(crate) struct Address {
    pub(crate) url: String,
    pub(crate) is_unencrypted: bool,
}

/// A product with the versions that matter for its status.
#[derive(PartialEq)]
pub(crate) struct ProductRow {
    pub(crate) name: String,
    /// What is said before the versions: nothing, or that all are affected but these.
    pub(crate) lead: &'static str,
    pub(crate) versions: Long<String>,
    pub(crate) source: &'static str,
}

/// A list whose rest is folded.
#[derive(PartialEq)]
pub(crate) struct Long<T> {
    pub(crate) open: Vec<T>,
    pub(crate) folded: Vec<T>,
    /// How many more there are that nobody keeps.
    pub(crate) omitted: u32,
}

impl<T> Long<T> {
    fn of(mut all: Vec<T>, omitted: u32) -> Self {
        // One more takes no more room than saying that there is one.
        let folded = if all.len() > OPEN + 1 { all.split_off(OPEN) } else { Vec::new() };
        Self { open: all, folded, omitted }
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// Returns how many are not shown.
    pub(crate) fn more(&self) -> usize {
        self.folded.len() + usize::try_from(self.omitted).unwrap_or(usize::MAX)
    }
}

impl Long<String> {
    /// Joins the versions that are shown.
    pub(crate) fn shown(&self) -> String {
        self.open.join("; ")
    }

    /// Joins the versions that are folded away.
    pub(crate) fn rest(&self) -> String {
        self.folded.join("; ")
    }
}

/// Looks CVEs up.
pub(crate) fn cards<'a>(
    tx: &Tx<'_>,
    ctx: &Ctx,
    scope: Scope,
    ids: impl IntoIterator<Item = &'a VulnerabilityId>,
) -> Result<CveCards, StoreError> {
    let mut found: Vec<VulnerabilityId> = Vec::new();
    for id in ids {
        // What is not shown is only listed.
        let known = if found.len() < SHOWN { cves::named(tx, id)? } else { vec![id.clone()] };
        for id in known {
            if !found.contains(&id) {
                found.push(id);
            }
        }
    }
    let more = found.split_off(found.len().min(SHOWN));
    let card = |id: VulnerabilityId| {
        let entry = cves::find(tx, &id)?;
        let is_awaited = entry.is_none() && cve::is_under_way(tx, ctx, scope, &id)?;
        Ok(CveCard { id, entry, is_awaited, is_put_off: false })
    };
    let shown: Result<Vec<CveCard>, StoreError> = found.into_iter().map(card).collect();
    Ok(CveCards { shown: shown?, more })
}

impl CveCards {
    /// Marks unknown CVEs as being fetched, or as waiting until the asker has look-ups left again.
    pub(crate) fn await_answers(&mut self, wanted: &[VulnerabilityId], put_off: &[VulnerabilityId]) {
        for card in self.shown.iter_mut().filter(|card| card.entry.is_none() && wanted.contains(&card.id)) {
            card.is_put_off = put_off.contains(&card.id);
            card.is_awaited = !card.is_put_off;
        }
    }
}

impl CveCard {
    pub(crate) fn is_rejected(&self) -> bool {
        self.entry.as_ref().is_some_and(|entry| entry.state() == CveState::Rejected)
    }

    pub(crate) fn is_disputed(&self) -> bool {
        self.entry.as_ref().is_some_and(CveEntry::is_disputed)
    }

    /// Returns the start of the description, and the whole of it if it is longer.
    pub(crate) fn description(&self) -> (String, &str) {
        let text = self.entry.as_ref().map_or("", |entry| entry.description.as_str());
        match text.char_indices().nth(EXCERPT) {
            Some((end, _)) => (format!("{}…", text[..end].trim_end()), text),
            None => (text.to_owned(), ""),
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

    /// Says since when it is no longer among those that are known to be exploited.
    pub(crate) fn no_longer_exploited(&self, t: Texts) -> String {
        let day = self.entry.as_ref().and_then(CveEntry::no_longer_exploited);
        day.map_or_else(String::new, |day| t.cve_no_longer_exploited(varsel_locale::describe::day_of(t, day)))
    }

    /// Says how likely exploitation is.
    pub(crate) fn epss(&self, t: Texts) -> String {
        let epss = self.entry.as_ref().and_then(|entry| entry.epss);
        epss.map_or_else(String::new, |epss| {
            let percent = |text: String| format::decimal(t, &text);
            let day = varsel_locale::describe::day_of(t, epss.date);
            t.cve_epss(day, percent(epss.percentile_percent()), percent(epss.probability_percent()))
        })
    }

    /// Says what each party answers to three questions of SSVC.
    pub(crate) fn ssvc(&self, t: Texts) -> Vec<String> {
        let mut found = Vec::new();
        for one in self.entry.iter().flat_map(|entry| &entry.sources) {
            for ssvc in &one.facts.ssvc {
                let by = if ssvc.by.is_empty() { source_name(one.source) } else { &ssvc.by };
                let said = t.cve_ssvc(&ssvc.automatable, by, &ssvc.exploitation, &ssvc.technical_impact);
                if !found.contains(&said) {
                    found.push(said);
                }
            }
        }
        found
    }

    fn gather<T: PartialEq>(
        &self,
        of: impl Fn(&CveFacts, &'static str) -> Vec<T>,
        omitted: impl Fn(&CveFacts) -> u32,
    ) -> Long<T> {
        let (mut found, mut more) = (Vec::new(), 0_u32);
        for one in self.entry.iter().flat_map(|entry| &entry.sources) {
            more = more.saturating_add(omitted(&one.facts));
            for item in of(&one.facts, source_name(one.source)) {
                if !found.contains(&item) {
                    found.push(item);
                }
            }
        }
        Long::of(found, more)
    }

    /// Lists weaknesses.
    pub(crate) fn weaknesses(&self) -> Vec<Said> {
        let mut found: Vec<Said> = Vec::new();
        for one in self.entry.iter().flat_map(|entry| &entry.sources) {
            for text in &one.facts.weaknesses {
                if found.iter().all(|said| said.text != *text) {
                    found.push(Said { text: text.clone(), source: source_name(one.source) });
                }
            }
        }
        found
    }

    /// Lists the products of a status.
    pub(crate) fn products(&self, t: Texts, status: AffectedStatus) -> Long<ProductRow> {
        let of = |facts: &CveFacts, source| {
            let products = facts.affected.iter().filter(|product| product.status() == status);
            products.map(|product| product_row(t, product, source)).collect()
        };
        // Of what is not kept, nobody knows the status; most of it is affected.
        self.gather(of, |facts| if status == AffectedStatus::Affected { facts.omitted_products } else { 0 })
    }

    /// Lists what it affects.
    pub(crate) fn affected(&self, t: Texts) -> Long<ProductRow> {
        self.products(t, AffectedStatus::Affected)
    }

    /// Lists what is said not to be affected.
    pub(crate) fn unaffected(&self, t: Texts) -> Long<ProductRow> {
        self.products(t, AffectedStatus::Unaffected)
    }

    /// Lists what nobody knows of.
    pub(crate) fn unknown(&self, t: Texts) -> Long<ProductRow> {
        self.products(t, AffectedStatus::Unknown)
    }

    /// Lists addresses that lead to the web.
    pub(crate) fn references(&self) -> Long<Address> {
        let begins = |url: &str, scheme: &str| {
            url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        };
        let of = |facts: &CveFacts, _| {
            let web = facts.references.iter().filter_map(|url| {
                let is_unencrypted = begins(url, "http://");
                (is_unencrypted || begins(url, "https://"))
                    .then(|| Address { url: url.clone(), is_unencrypted })
            });
            web.collect()
        };
        self.gather(of, |facts| facts.omitted_references)
    }

    /// Lists ids of other databases, with where they lead; empty if that is not known.
    pub(crate) fn aliases(&self) -> Long<(String, String)> {
        let link = |id: &String| {
            let url = id.parse::<VulnerabilityId>().map(|id| id.url()).unwrap_or_default();
            (url, id.clone())
        };
        let of = |facts: &CveFacts, _| {
            let ids = facts.aliases.iter().chain(&facts.replaced_by).filter(|id| *id != self.id.as_str());
            ids.map(link).collect()
        };
        self.gather(of, |_| 0)
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

fn product_row(t: Texts, product: &AffectedProduct, source: &'static str) -> ProductRow {
    let list = |versions: &[Versions]| versions.iter().map(|one| said(t, one)).collect::<Vec<_>>();
    let is_default = product.others == Some(AffectedStatus::Affected);
    let (lead, versions) = match product.status() {
        AffectedStatus::Affected if is_default && product.unaffected.is_empty() => {
            (t.cve_versions_all(), vec![])
        }
        AffectedStatus::Affected if is_default => (t.cve_versions_all_but(), list(&product.unaffected)),
        AffectedStatus::Affected => ("", list(&product.ranges)),
        AffectedStatus::Unaffected => ("", list(&product.unaffected)),
        AffectedStatus::Unknown => ("", list(&product.unknown)),
    };
    ProductRow { name: product.name.clone(), lead, versions: Long::of(versions, product.omitted), source }
}

/// Says versions in words.
fn said(t: Texts, versions: &Versions) -> String {
    let VersionSpan { from, after, before, up_to } = match versions {
        Versions::One(version) => return version.clone(),
        Versions::Span(span) => span,
    };
    match (from, after, before, up_to) {
        (Some(from), _, Some(before), _) => t.cve_versions_from_before(before, from),
        (Some(from), _, None, Some(last)) => t.cve_versions_from_to(from, last),
        (Some(from), _, None, None) => t.cve_versions_from(from),
        (None, Some(after), Some(before), _) => t.cve_versions_after_before(after, before),
        (None, Some(after), None, Some(last)) => t.cve_versions_after_to(after, last),
        (None, Some(after), None, None) => t.cve_versions_after(after),
        (None, None, Some(before), _) => t.cve_versions_before(before),
        (None, None, None, Some(last)) => t.cve_versions_to(last),
        (None, None, None, None) => t.cve_versions_all().to_owned(),
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
        unreadable: if read.is_none() { score.vector.clone() } else { String::new() },
        follows: score.difference().map(|score| format::decimal(t, &score.to_string())).unwrap_or_default(),
    }
}

#[cfg(test)]
#[path = "cve_card_tests.rs"]
pub(crate) mod tests;
