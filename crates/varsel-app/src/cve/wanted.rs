//! Fetching of named CVEs from their sources, if the configuration allows it.

use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use varsel_core::cve_id::CveId;
use varsel_core::ids::JobId;
use varsel_core::vulnerability_id::VulnerabilityId;
use varsel_store::jobs::{self, JobKind, NewJob, Owner};
use varsel_store::{Scope, StoreError, Tx, cves};

use crate::Ctx;

/// After how many hours a source is asked again.
const FRESH_HOURS: i64 = 24;
/// How many seconds a page waits for an answer before it says that there is none.
const WAIT_SECONDS: i64 = 60;
/// How many CVEs a publisher, or the desk, can have fetched in an hour. Random ids must not make the desk flood its sources, and
/// no one can use up another's share.
const MOST_AN_HOUR: i64 = 100;
/// How many CVEs of one text are fetched.
const MOST_AT_ONCE: usize = 20;

/// The job that fetches a CVE.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// Which.
    pub cve: CveId,
}

impl Wanted {
    /// The kind of job.
    pub const KIND: JobKind = JobKind::FetchCve;
}

/// Returns whether [`want`] would fetch a CVE: fetching is on, and the asker has not asked for it within a day.
pub fn is_due(tx: &Tx<'_>, ctx: &Ctx, scope: Scope, id: &VulnerabilityId) -> Result<bool, StoreError> {
    let Some(id) = id.cve() else { return Ok(false) };
    let is_fresh = |asked: Timestamp| asked > ctx.now - FRESH_HOURS.hours();
    Ok(ctx.policy().fetches_cves && !cves::asked(tx, scope, id)?.is_some_and(is_fresh))
}

/// Returns whether an answer about a CVE is still pending for an asker: a publisher, or the desk, which sees all cases and so
/// waits for anyone's requests.
pub fn is_under_way(tx: &Tx<'_>, ctx: &Ctx, scope: Scope, id: &VulnerabilityId) -> Result<bool, StoreError> {
    let Some(id) = id.cve() else { return Ok(false) };
    if !ctx.policy().fetches_cves {
        return Ok(false);
    }
    let asked = match scope {
        Scope::Desk => cves::asked_by_anybody(tx, id)?,
        Scope::Publisher(_) | Scope::Nothing => cves::asked(tx, scope, id)?,
    };
    Ok(asked.is_some_and(|asked| asked > ctx.now - WAIT_SECONDS.seconds()))
}

/// Queues fetching the CVEs among ids: each once a day for each publisher and for the desk, and a limited number per hour.
///
/// CVEs in the catalogue are refreshed once a day for all. Others are fetched for each asker, so that neither the answer nor its
/// timing reveals that another has asked before.
///
/// Returns those that were not fetched because the hourly share is used up.
pub fn want<'a>(
    tx: &Tx<'_>,
    ctx: &Ctx,
    scope: Scope,
    ids: impl IntoIterator<Item = &'a VulnerabilityId>,
) -> Result<Vec<VulnerabilityId>, StoreError> {
    let mut put_off = Vec::new();
    if !ctx.policy().fetches_cves {
        return Ok(put_off);
    }
    let since = ctx.now - FRESH_HOURS.hours();
    let ids = ids.into_iter().filter_map(|id| Some((id, id.cve()?)));
    for (named, id) in ids.take(MOST_AT_ONCE) {
        if cves::count_asked(tx, scope, ctx.now - 1.hour(), MOST_AN_HOUR)? >= MOST_AN_HOUR {
            put_off.push(named.clone());
            continue;
        }
        let is_fresh = cves::asked_by_anybody(tx, id)?.is_some_and(|asked| asked > since);
        if !cves::ask(tx, scope, id, ctx.now, since)? || is_fresh && cves::is_known(tx, id)? {
            continue;
        }
        // Each asker has its own turn, so that a source that hangs for one does not hold up others.
        let owner = match scope {
            Scope::Publisher(id) => Owner::Publisher(id),
            Scope::Desk | Scope::Nothing => Owner::Desk,
        };
        let wanted = serde_json::to_string(&Wanted { cve: id.clone() }).expect("an id serialises");
        let job = NewJob {
            id: JobId(ctx.id()),
            kind: Wanted::KIND,
            owner,
            payload: &wanted,
            case: None,
            run_at: ctx.now,
        };
        jobs::insert(tx, &job)?;
    }
    Ok(put_off)
}
