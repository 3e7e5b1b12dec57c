//! Fetches the feed of days off, and stores its contents for review.

use varsel_app::feed;
use varsel_core::address::SecretAddress;
use varsel_core::clock::FeedProblem;
use varsel_store::jobs::{self, Claimed};

use crate::failure::Failure;
use crate::outbound::{Outbound, OutboundError};
use crate::worker::Worker;

/// The feed of days off.
#[derive(Debug)]
pub struct CalendarFeed {
    outbound: Outbound,
    address: SecretAddress,
}

impl CalendarFeed {
    /// Creates it from the feed's address.
    pub const fn new(outbound: Outbound, address: SecretAddress) -> Self {
        Self { outbound, address }
    }

    fn fetch(&self) -> Result<Vec<u8>, FeedProblem> {
        match self.outbound.get(&self.address, "text/calendar", feed::LONGEST as u64) {
            Ok(Some(said)) => Ok(said),
            Ok(None) => Err(FeedProblem::Status { status: 404 }),
            Err(OutboundError::Status(status)) => Err(FeedProblem::Status { status }),
            Err(OutboundError::TooLong(_)) => Err(FeedProblem::TooLong { most: feed::LONGEST }),
            Err(OutboundError::Refused) => Err(FeedProblem::Refused),
            Err(OutboundError::Unreachable(why)) => Err(FeedProblem::Unreachable { why }),
        }
    }
}

/// Runs a job that fetches the feed. A failed fetch is not retried: the feed is fetched again tomorrow, and its previous contents
/// stay until then. Without a feed there is nothing to do.
pub(crate) fn run(worker: &Worker, job: &Claimed) -> Result<(), Failure> {
    let (claim, ctx) = (job.claim(), worker.context());
    let Some(feed) = worker.calendar_feed() else {
        return Ok(worker.write(move |tx| jobs::finish(tx, claim, ctx.now))?);
    };
    let said = feed.fetch().and_then(|said| feed::read_now(&ctx, &said));
    if let Err(problem) = &said {
        tracing::warn!(feed = %feed.address, %problem, "the calendar feed cannot be read; its previous contents stay");
    }
    let address = feed.address.clone();
    worker.write(move |tx| {
        feed::keep(tx, &ctx, Some(&address), said)?;
        jobs::finish(tx, claim, ctx.now)
    })?;
    Ok(())
}
