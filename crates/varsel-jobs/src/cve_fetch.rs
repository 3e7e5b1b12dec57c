//! Fetches a CVE from the configured addresses, and stores the answers in the catalogue.

use varsel_app::cve::{self, Wanted};
use varsel_core::address::SecretAddress;
use varsel_core::cve_id::CveId;
use varsel_store::Store;
use varsel_store::jobs::{self, Claimed};

use crate::Outbound;
use crate::failure::Failure;
use crate::worker::Worker;

/// The maximum size of an answer; real records have at most some hundred kilobytes.
const LONGEST: u64 = 8 * 1024 * 1024;
/// The placeholder for the id in an address.
pub const PLACE: &str = "{id}";

/// The addresses that CVEs are fetched from.
#[derive(Debug)]
pub struct CveSources {
    outbound: Outbound,
    addresses: Vec<SecretAddress>,
}

impl CveSources {
    /// Creates it from addresses with [`PLACE`] for the id. Each answers with a CVE record, an NVD feed or an OSV advisory.
    pub const fn new(outbound: Outbound, addresses: Vec<SecretAddress>) -> Self {
        Self { outbound, addresses }
    }

    /// Fetches from all of them; returns the errors, for the administrator. The other answers are stored anyway.
    pub fn fetch(&self, store: &Store, id: &CveId) -> Vec<String> {
        let mut problems = Vec::new();
        for address in &self.addresses {
            let host = address.host();
            let of_id = SecretAddress::from(address.expose().replace(PLACE, id.as_str()));
            match self.outbound.get(&of_id, "application/json", LONGEST) {
                Ok(None) => {}
                Ok(Some(answer)) => match cve::take(store, host, &answer, id) {
                    Ok(report) => problems.extend(
                        report
                            .problems
                            .into_iter()
                            .map(|problem| format!("{}: {}", problem.file, problem.reason)),
                    ),
                    Err(error) => problems.push(format!("{host}: {error}")),
                },
                Err(error) => problems.push(format!("{host}: {error}")),
            }
        }
        problems
    }
}

/// Runs a job that fetches a CVE. Without addresses there is nothing to do.
pub(crate) fn run(worker: &Worker, job: &Claimed) -> Result<(), Failure> {
    let wanted: Wanted = serde_json::from_str(&job.payload)
        .map_err(|error| Failure::Never(format!("the payload names no CVE: {error}")))?;
    if let Some(sources) = worker.cve_sources() {
        let problems = sources.fetch(worker.store(), &wanted.cve);
        if !problems.is_empty() {
            return Err(Failure::later(problems.join("; ")));
        }
    }
    let (claim, now) = (job.claim(), worker.now());
    worker.write(move |tx| jobs::finish(tx, claim, now))?;
    Ok(())
}
