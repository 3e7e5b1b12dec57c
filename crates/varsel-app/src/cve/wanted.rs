//! CVEs that somebody names and that are asked for at their sources, where the configuration allows it.

use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use varsel_core::cve_id::CveId;
use varsel_core::ids::JobId;
use varsel_core::vulnerability_id::VulnerabilityId;
use varsel_store::{StoreError, Tx, cves, jobs};

use crate::Ctx;

/// After how many hours a source may say something else.
const FRESH_HOURS: i64 = 24;
/// How many seconds an answer is waited for before a page says that there is none.
const WAIT_SECONDS: i64 = 60;
/// How many CVEs are asked for in an hour. Whoever types ids at random shall not have the desk knock at every door.
const MOST_AN_HOUR: i64 = 300;
/// How many CVEs of one text are asked for.
const MOST_AT_ONCE: usize = 20;

/// The job that asks for a CVE.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// Which.
    pub cve: CveId,
}

impl Wanted {
    /// The kind of job.
    pub const KIND: &'static str = "fetch_cve";
}

/// Tells whether [`want`] would ask for an id: it may, it is a CVE, and nobody has asked within a day.
pub fn is_due(tx: &Tx<'_>, ctx: &Ctx, id: &VulnerabilityId) -> Result<bool, StoreError> {
    let Some(id) = id.cve() else { return Ok(false) };
    let is_fresh = |asked: Timestamp| asked > ctx.now - FRESH_HOURS.hours();
    Ok(ctx.policy().fetches_cves && !cves::asked(tx, id)?.is_some_and(is_fresh))
}

/// Tells whether an answer about a CVE may still come.
pub fn is_under_way(tx: &Tx<'_>, ctx: &Ctx, id: &VulnerabilityId) -> Result<bool, StoreError> {
    let Some(id) = id.cve() else { return Ok(false) };
    let is_recent = |asked: Timestamp| asked > ctx.now - WAIT_SECONDS.seconds();
    Ok(ctx.policy().fetches_cves && cves::asked(tx, id)?.is_some_and(is_recent))
}

/// Queues asking for the CVEs among ids at their sources: each once a day, and a bounded number an hour.
pub fn want<'a>(
    tx: &Tx<'_>,
    ctx: &Ctx,
    ids: impl IntoIterator<Item = &'a VulnerabilityId>,
) -> Result<(), StoreError> {
    if !ctx.policy().fetches_cves {
        return Ok(());
    }
    for id in ids.into_iter().filter_map(VulnerabilityId::cve).take(MOST_AT_ONCE) {
        if cves::count_asked(tx, ctx.now - 1.hour(), MOST_AN_HOUR)? >= MOST_AN_HOUR {
            break;
        }
        if cves::ask(tx, id, ctx.now, ctx.now - FRESH_HOURS.hours())? {
            let wanted = serde_json::to_string(&Wanted { cve: id.clone() }).expect("an id serialises");
            jobs::insert(tx, JobId(ctx.id()), Wanted::KIND, &wanted, None, ctx.now)?;
        }
    }
    Ok(())
}
