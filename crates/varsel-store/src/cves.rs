//! The catalogue of public CVEs: the facts of each source, and one searchable row per CVE.

use jiff::Timestamp;
use varsel_core::coded::Coded;
use varsel_core::cve::{CveEntry, CveFacts, CveSource, CveState, Epss, SourceFacts, day_of};
use varsel_core::cve_id::CveId;
use varsel_core::vulnerability_id::VulnerabilityId;

use crate::convert::{code_at, corrupt, instant_at, micros, owned};
use crate::search;
use crate::{Row, Scope, StoreError, Tx, Value, sql};

/// The result of storing facts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Put {
    /// New: the source had no facts about this CVE.
    New,
    /// Changed: the stored facts were older.
    Changed,
    /// Unchanged: the stored facts were the same, or newer.
    Unchanged,
}

/// Stores a source's facts about a CVE, unless the same or newer ones are stored. `record` distinguishes the records of a source
/// that has several for one CVE; for others it is empty.
///
/// A record that is now parsed differently counts as changed, so that importing a file again after an upgrade applies the
/// improvements.
pub fn put(
    tx: &Tx<'_>,
    id: &VulnerabilityId,
    (source, record): (CveSource, &str),
    updated: Timestamp,
    facts: &CveFacts,
) -> Result<Put, StoreError> {
    let of = [Value::Text(id.as_str()), Value::Text(source.code()), Value::Text(record)];
    let before = tx.query_one(&sql::cves::FACT, &of, |row| {
        let stored = row.int(0)?;
        let is_same =
            || row.json(1).map(|json| serde_json::from_str(json).is_ok_and(|said: CveFacts| said == *facts));
        Ok(stored > micros(updated) || stored == micros(updated) && is_same()?)
    })?;
    if before == Some(true) {
        return Ok(Put::Unchanged);
    }
    let json = serde_json::to_string(facts).map_err(|error| corrupt("facts", &error.to_string()))?;
    tx.execute(
        &sql::cves::SET_FACT,
        &[of[0], of[1], of[2], Value::Int(micros(updated)), Value::Json(&json)],
    )?;
    if source == CveSource::Osv || !facts.aliases.is_empty() {
        tx.execute(&sql::cves::DELETE_ALIASES, &[of[0], of[2]])?;
        for alias in &facts.aliases {
            tx.execute(&sql::cves::INSERT_ALIAS, &[of[0], of[2], Value::Text(alias)])?;
        }
    }
    // The first source takes precedence, if it has a text.
    let is_complete =
        facts.state != CveState::Unknown && !facts.title.is_empty() && !facts.description.is_empty();
    if source == CveSource::CveList && is_complete {
        set_words(tx, id, (facts.state, &facts.title, &facts.description))?;
    } else {
        let sources = sources(tx, id)?;
        let all = || sources.iter().map(|one| &one.facts);
        let state = all().map(|one| one.state).find(|state| *state != CveState::Unknown).unwrap_or_default();
        let title = all().map(|one| one.title.as_str()).find(|title| !title.is_empty()).unwrap_or_default();
        let description = all().map(|one| one.description.as_str()).find(|words| !words.is_empty());
        set_words(tx, id, (state, title, description.unwrap_or_default()))?;
    }
    Ok(if before.is_some() { Put::Changed } else { Put::New })
}

/// Updates the search row of a CVE if it differs, because its index costs more than reading.
fn set_words(tx: &Tx<'_>, id: &VulnerabilityId, words: (CveState, &str, &str)) -> Result<(), StoreError> {
    let (state, title, description) = words;
    let of = [Value::Text(id.as_str())];
    let known = tx.query_one(&sql::cves::WORDS_OF, &of, |row| {
        Ok(code_at::<CveState>(row, 0)? == state && row.text(1)? == title && row.text(2)? == description)
    })?;
    if known != Some(true) {
        let row = [of[0], Value::Text(state.code()), Value::Text(title), Value::Text(description)];
        tx.execute(&sql::cves::SET, &row)?;
    }
    Ok(())
}

/// Reads the facts of each source, in order.
fn sources(tx: &Tx<'_>, id: &VulnerabilityId) -> Result<Vec<SourceFacts>, StoreError> {
    let mut sources = tx.query(&sql::cves::FACTS_OF, &[Value::Text(id.as_str())], |row| {
        let facts = serde_json::from_str(row.json(2)?).map_err(|error| row.invalid(2, error.to_string()))?;
        Ok(SourceFacts { source: code_at(row, 0)?, updated: instant_at(row, 1)?, facts })
    })?;
    sources.sort_by_key(|one| one.source);
    Ok(sources)
}

/// Records that a complete list of known exploited CVEs was stored. Entries of older releases that are missing in the newest were
/// removed; returns how many of these are new.
pub fn put_release(tx: &Tx<'_>, released: Timestamp) -> Result<u64, StoreError> {
    let kev = Value::Text(CveSource::Kev.code());
    tx.execute(&sql::cves::SET_RELEASE, &[kev, Value::Int(micros(released))])?;
    let newest = kev_released(tx)?.unwrap_or(released);
    let older = tx.query(&sql::cves::OLDER_KEV, &[Value::Int(micros(newest))], |row| {
        let facts: CveFacts =
            serde_json::from_str(row.json(1)?).map_err(|error| row.invalid(1, error.to_string()))?;
        Ok((owned(row, 0)?, facts))
    })?;
    let mut removed = 0;
    for (id, mut facts) in older {
        let Some(known) = facts.known_exploited.as_mut().filter(|known| known.removed.is_none()) else {
            continue;
        };
        known.removed = Some(day_of(newest));
        let json = serde_json::to_string(&facts).map_err(|error| corrupt("facts", &error.to_string()))?;
        let row = [Value::Text(&id), kev, Value::Text(""), Value::Int(micros(newest)), Value::Json(&json)];
        tx.execute(&sql::cves::SET_FACT, &row)?;
        removed += 1;
    }
    Ok(removed)
}

/// Returns the release date of the newest complete list of known exploited CVEs.
fn kev_released(tx: &Tx<'_>) -> Result<Option<Timestamp>, StoreError> {
    tx.query_one(&sql::cves::RELEASE, &[Value::Text(CveSource::Kev.code())], |row| instant_at(row, 0))
}

/// Stores the EPSS score of a CVE.
pub fn put_epss(tx: &Tx<'_>, id: &CveId, epss: Epss) -> Result<(), StoreError> {
    let date = epss.date.to_string();
    let row = [
        Value::Text(id.as_str()),
        Value::Int(i64::from(epss.probability)),
        Value::Int(i64::from(epss.percentile)),
        Value::Text(&date),
    ];
    tx.execute(&sql::cves::SET_EPSS, &row).map(drop)
}

fn epss(row: &Row<'_>, column: usize) -> Result<Option<Epss>, StoreError> {
    let (Some(probability), Some(percentile), Some(date)) =
        (row.opt_int(column)?, row.opt_int(column + 1)?, row.opt_text(column + 2)?)
    else {
        return Ok(None);
    };
    let part = |value: i64| u32::try_from(value).map_err(|_| corrupt("EPSS", &value.to_string()));
    let date = date.parse().map_err(|_| corrupt("day", date))?;
    Ok(Some(Epss { probability: part(probability)?, percentile: part(percentile)?, date }))
}

/// The maximum number of CVEs that an id of another database resolves to.
const MOST_NAMED: i64 = 20;

/// Resolves an id to the ids in the catalogue: for an advisory, the CVEs that it is about, otherwise the id itself.
pub fn named(tx: &Tx<'_>, id: &VulnerabilityId) -> Result<Vec<VulnerabilityId>, StoreError> {
    let mut found = Vec::new();
    if let VulnerabilityId::Advisory(alias) = id {
        let parameters = [Value::Text(alias.as_str()), Value::Int(MOST_NAMED)];
        found = tx.query(&sql::cves::OF_ALIAS, &parameters, |row| id_at(row, 0))?;
    }
    Ok(if found.is_empty() { vec![id.clone()] } else { found })
}

/// Returns an id and all its aliases in the catalogue.
pub fn synonyms(tx: &Tx<'_>, id: &VulnerabilityId) -> Result<Vec<VulnerabilityId>, StoreError> {
    let mut found = vec![id.clone()];
    for known in named(tx, id)? {
        let parameters = [Value::Text(known.as_str()), Value::Int(MOST_NAMED)];
        // An alias can be an id of an unknown database.
        let aliases = tx.query(&sql::cves::ALIASES_OF, &parameters, |row| Ok(row.text(0)?.parse().ok()))?;
        found.extend(std::iter::once(known).chain(aliases.into_iter().flatten()));
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

fn id_at(row: &Row<'_>, column: usize) -> Result<VulnerabilityId, StoreError> {
    let id = row.text(column)?;
    id.parse().map_err(|_| corrupt("vulnerability id", id))
}

/// Finds a CVE with the facts of all sources; for an id of another database, the first CVE that it is about.
pub fn find(tx: &Tx<'_>, id: &VulnerabilityId) -> Result<Option<CveEntry>, StoreError> {
    let id = &named(tx, id)?[0];
    let of = [Value::Text(id.as_str())];
    let found =
        tx.query_one(&sql::cves::FIND, &of, |row| Ok((owned(row, 0)?, owned(row, 1)?, epss(row, 2)?)))?;
    let Some((title, description, epss)) = found else { return Ok(None) };
    let sources = sources(tx, id)?;
    // Only entries listed as exploited are compared with the newest release.
    let claims = sources.iter().any(|one| one.facts.known_exploited.is_some());
    let kev_released = if claims { kev_released(tx)? } else { None };
    Ok(Some(CveEntry { id: id.clone(), title, description, sources, epss, kev_released }))
}

/// Returns the key of an asker: each publisher for itself, the desk as one.
fn asker(scope: Scope) -> String {
    match scope {
        Scope::Publisher(id) => id.to_string(),
        Scope::Desk => "desk".to_owned(),
        Scope::Nothing => "nobody".to_owned(),
    }
}

/// Records that an asker requests a CVE from its sources; `false` if it did so after `since`.
pub fn ask(
    tx: &Tx<'_>,
    scope: Scope,
    id: &CveId,
    now: Timestamp,
    since: Timestamp,
) -> Result<bool, StoreError> {
    let asker = asker(scope);
    let of = [Value::Text(&asker), Value::Text(id.as_str())];
    let row = [of[0], of[1], Value::Int(micros(now)), Value::Int(micros(since))];
    Ok(tx.execute(&sql::cves::ASK, &row)? > 0)
}

/// Returns when an asker last requested a CVE from its sources.
pub fn asked(tx: &Tx<'_>, scope: Scope, id: &CveId) -> Result<Option<Timestamp>, StoreError> {
    let parameters = [Value::Text(id.as_str()), Value::Text(&asker(scope))];
    tx.query_one(&sql::cves::ASKED, &parameters, |row| instant_at(row, 0))
}

/// Returns when anyone last requested a CVE from its sources: to decide what to send, never to be shown.
pub fn asked_by_anybody(tx: &Tx<'_>, id: &CveId) -> Result<Option<Timestamp>, StoreError> {
    tx.query_one(&sql::cves::ASKED_BY_ANYBODY, &[Value::Text(id.as_str())], |row| instant_at(row, 0))
}

/// Counts the CVEs that an asker requested after an instant, up to a limit.
pub fn count_asked(tx: &Tx<'_>, scope: Scope, since: Timestamp, limit: i64) -> Result<i64, StoreError> {
    let asker = asker(scope);
    let parameters = [Value::Text(&asker), Value::Int(micros(since)), Value::Int(limit)];
    Ok(tx.query_one(&sql::cves::COUNT_ASKED, &parameters, |row| row.int(0))?.unwrap_or(0))
}

/// Returns whether the catalogue has facts about a CVE.
pub fn is_known(tx: &Tx<'_>, id: &CveId) -> Result<bool, StoreError> {
    Ok(tx.query_one(&sql::cves::WORDS_OF, &[Value::Text(id.as_str())], |_| Ok(()))?.is_some())
}

/// Removes requests from before an instant.
pub fn delete_asked(tx: &Tx<'_>, before: Timestamp) -> Result<(), StoreError> {
    tx.execute(&sql::cves::DELETE_ASKED, &[Value::Int(micros(before))]).map(drop)
}

/// A CVE in search results.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FoundCve {
    /// Its id.
    pub id: VulnerabilityId,
    /// Its state.
    pub state: CveState,
    /// A one-line title.
    pub title: String,
    /// A description.
    pub description: String,
}

/// Finds the newest CVEs whose id, title and description contain all words of a query, the last of them as a prefix; first those
/// that the query names by an id of another database.
pub fn search(tx: &Tx<'_>, query: &str, limit: i64) -> Result<Vec<FoundCve>, StoreError> {
    let named = match query.parse() {
        Ok(VulnerabilityId::Advisory(id)) => {
            tx.query(&sql::cves::SEARCH_ALIAS, &[Value::Text(id.as_str()), Value::Int(limit)], found)?
        }
        // A pasted id is searched for in its stored form.
        Ok(VulnerabilityId::Cve(id)) => return search_words(tx, id.as_str(), limit),
        Err(_) => Vec::new(),
    };
    if !named.is_empty() {
        return Ok(named);
    }
    search_words(tx, query, limit)
}

fn search_words(tx: &Tx<'_>, query: &str, limit: i64) -> Result<Vec<FoundCve>, StoreError> {
    let Some([whole, beginning]) = search::plain_expressions(tx.engine(), query) else {
        return Ok(Vec::new());
    };
    // A common word is found at once; as a prefix, it has to be collected from all words that start with it.
    let found = run(tx, &whole, limit)?;
    let enough = i64::try_from(found.len()).is_ok_and(|count| count >= limit);
    if enough || whole == beginning { Ok(found) } else { run(tx, &beginning, limit) }
}

fn run(tx: &Tx<'_>, expression: &str, limit: i64) -> Result<Vec<FoundCve>, StoreError> {
    tx.query(&sql::cves::SEARCH, &[Value::Text(expression), Value::Int(limit)], found)
}

fn found(row: &Row<'_>) -> Result<FoundCve, StoreError> {
    Ok(FoundCve {
        id: id_at(row, 0)?,
        state: code_at(row, 1)?,
        title: owned(row, 2)?,
        description: owned(row, 3)?,
    })
}
