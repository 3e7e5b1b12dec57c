//! Signals about a case from the catalogues of customers and of public CVEs.

use varsel_core::case::Report;
use varsel_core::score::Rules;
use varsel_core::score::rules::Held;
use varsel_core::score::situation::Signals;
use varsel_core::vulnerability_id::VulnerabilityId;
use varsel_store::rules::InForce;
use varsel_store::{StoreError, Tx, catalogue, cves};

/// The maximum number of affected offers whose customers are counted.
const COUNTED_OFFERS: usize = 5;
/// The maximum number of CVEs of a report that are looked up; one advisory can be about several.
const COUNTED_CVES: usize = 100;

/// What every decision about a case rests on: the rules in force, and the current signals of the catalogues.
///
/// Only this creates a [`varsel_core::case::Context`], and it is read from the store, so that no decision can leave it out.
#[derive(Debug)]
pub struct Grounds<'a> {
    in_force: &'a InForce,
    signals: Signals,
}

impl<'a> Grounds<'a> {
    /// Collects the signals about a report; empty for a case without one.
    pub fn of(tx: &Tx<'_>, in_force: &'a InForce, report: Option<&Report>) -> Result<Self, StoreError> {
        let signals = match report {
            Some(report) => of(tx, report, &affected(tx, report)?, &in_force.rules)?,
            None => Signals::default(),
        };
        Ok(Self { in_force, signals })
    }

    /// Returns the rules in force.
    pub const fn rules(&self) -> &Rules {
        &self.in_force.rules
    }

    /// Returns the signals of the catalogues.
    pub const fn signals(&self) -> Signals {
        self.signals
    }
}

/// Collects the signals about a report, whose customers [`affected`] has counted.
pub fn of(
    tx: &Tx<'_>,
    report: &Report,
    affected: &[AffectedOffer],
    rules: &Rules,
) -> Result<Signals, StoreError> {
    let reach = affected.iter().filter_map(|offer| rules.wide.of(offer.held)).max();
    let mut signals = Signals { reach, ..Signals::default() };
    let cves = report.vulnerability.iter().flat_map(|weakness| &weakness.cves);
    let mut known: Vec<VulnerabilityId> = Vec::new();
    for id in cves {
        known.extend(cves::named(tx, id)?);
    }
    for id in known.into_iter().take(COUNTED_CVES) {
        let Some(entry) = cves::find(tx, &id)? else { continue };
        signals.known_exploited |= entry.known_exploited().is_some();
        for ssvc in entry.ssvc() {
            signals.known_exploited |= ssvc.exploitation == "active";
            signals.proof_of_concept |= ssvc.exploitation == "poc";
            signals.automatable = signals.automatable.max(Some(ssvc.automatable == "yes"));
        }
    }
    Ok(signals)
}

/// An affected offer of the catalogue, with its customers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AffectedOffer {
    /// Its name, as reported.
    pub name: String,
    /// The reach among its customers.
    pub held: Held,
}

/// Counts the customers of the first five affected offers.
///
/// A customer whose plan is not recorded counts as reached: unknown is not "no".
pub fn affected(tx: &Tx<'_>, report: &Report) -> Result<Vec<AffectedOffer>, StoreError> {
    let listed = report.affected.iter().filter_map(|affected| Some((affected.offer?, affected)));
    let counted = listed.take(COUNTED_OFFERS).map(|(offer, affected)| {
        let is_reached = |plan: &Option<String>| {
            let plans = &affected.plans;
            plans.is_empty() || plan.as_ref().is_none_or(|plan| plans.iter().any(|p| p.as_str() == plan))
        };
        let count = |number: i64| u64::try_from(number).unwrap_or(0);
        let reached = |counted: &[(Option<String>, i64)]| {
            counted.iter().filter(|(plan, _)| is_reached(plan)).map(|(_, number)| count(*number)).sum::<u64>()
        };
        let mut held = Held { critical: reached(&catalogue::count_critical(tx, offer)?), ..Held::default() };
        if affected.plans.is_empty() {
            held.all = count(catalogue::count_holders(tx, offer)?);
            held.reached = held.all;
        } else {
            let by_plan = catalogue::count_by_plan(tx, offer)?;
            held.all = by_plan.iter().map(|(_, number)| count(*number)).sum();
            held.reached = reached(&by_plan);
        }
        Ok(AffectedOffer { name: affected.name.to_string(), held })
    });
    counted.collect()
}
