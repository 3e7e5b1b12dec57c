//! What the catalogues of customers and of public CVEs say of a case.

use varsel_core::case::Report;
use varsel_core::score::Rules;
use varsel_core::score::priority::Reach;
use varsel_core::score::rules::WideReach;
use varsel_core::score::situation::Signals;
use varsel_store::{StoreError, Tx, catalogue, cves};

/// For how many affected offers customers are counted.
const COUNTED_OFFERS: usize = 5;

/// Gathers what the catalogues say of a report.
pub fn of(tx: &Tx<'_>, report: &Report, rules: &Rules) -> Result<Signals, StoreError> {
    let mut signals = Signals { reach: reach(tx, report, rules.wide)?, ..Signals::default() };
    let cves = report.vulnerability.iter().flat_map(|weakness| &weakness.cves);
    for id in cves {
        let Some(entry) = cves::find(tx, id)? else { continue };
        signals.known_exploited |= entry.known_exploited().is_some();
        if let Some(ssvc) = entry.ssvc() {
            signals.known_exploited |= ssvc.exploitation == "active";
            signals.proof_of_concept |= ssvc.exploitation == "poc";
            signals.automatable = signals.automatable.max(Some(ssvc.automatable == "yes"));
        }
    }
    Ok(signals)
}

/// Judges how many customers the affected offers and plans reach; nothing where the catalogue knows of none.
///
/// Whoever holds an offer under a plan that nobody has noted counts as reached: unknown is not "no".
fn reach(tx: &Tx<'_>, report: &Report, wide: WideReach) -> Result<Option<Reach>, StoreError> {
    let mut found = None;
    let listed = report.affected.iter().filter_map(|affected| Some((affected.offer?, &affected.plans)));
    for (offer, plans) in listed.take(COUNTED_OFFERS) {
        let (reached, all) = if plans.is_empty() {
            let all = catalogue::count_holders(tx, offer)?;
            (all, all)
        } else {
            let counted = catalogue::count_by_plan(tx, offer)?;
            let is_reached = |plan: &Option<String>| {
                plan.as_ref().is_none_or(|plan| plans.iter().any(|p| p.as_str() == plan))
            };
            let reached = counted.iter().filter(|(plan, _)| is_reached(plan)).map(|(_, count)| count).sum();
            (reached, counted.iter().map(|(_, count)| count).sum::<i64>())
        };
        let count = |number: i64| u64::try_from(number).unwrap_or(0);
        found = found.max(wide.of(count(reached), count(all)));
    }
    Ok(found)
}
