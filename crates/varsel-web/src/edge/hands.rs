//! A request being handled: its place among those of its connection, and the memory of its body.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::OwnedSemaphorePermit;
use tokio::time::Instant;

use super::ledger::Ledger;
use super::limits::Limits;

/// There is no memory left for a body.
#[derive(Debug)]
pub(crate) struct Busy;

/// A request from its head to its response.
#[derive(Debug)]
pub(crate) struct Hands {
    ledger: Arc<Ledger>,
    /// The counted bytes of its body.
    counted: AtomicUsize,
    _place: OwnedSemaphorePermit,
}

impl Hands {
    /// Accepts a request once its connection has room for the response.
    pub(crate) async fn take(ledger: Arc<Ledger>) -> Arc<Self> {
        let place = ledger.admit().await;
        Arc::new(Self { ledger, counted: AtomicUsize::new(0), _place: place })
    }

    /// Returns how long its body can take.
    pub(crate) fn patience(&self) -> Duration {
        self.ledger.limits.deadlines.body
    }

    /// Records that its body did not arrive in time.
    pub(crate) fn is_late(&self) {
        self.ledger.is_late();
    }

    /// Waits for data from the client.
    pub(crate) async fn waiting<T>(&self, arrival: impl Future<Output = T>) -> T {
        let _reading = Reading::begin(&self.ledger);
        arrival.await
    }

    /// Counts the bytes of a body received so far; the first ones are free.
    pub(crate) fn count(&self, so_far: usize) -> Result<(), Busy> {
        let counted = self.counted.load(Ordering::Relaxed);
        let more = so_far.saturating_sub(Limits::FREE_BODY).saturating_sub(counted);
        let most = self.ledger.limits.body_bytes;
        if !self.ledger.uploads.add(more, most) {
            return Err(Busy);
        }
        if !self.ledger.network.is_exempt && !self.ledger.network.uploads.add(more, most / 4) {
            self.ledger.uploads.take(more);
            return Err(Busy);
        }
        self.counted.store(counted + more, Ordering::Relaxed);
        Ok(())
    }

    /// Waits for a place for a large body.
    pub(crate) async fn large(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.ledger.large_bodies).acquire_owned().await.ok()
    }
}

impl Drop for Hands {
    fn drop(&mut self) {
        let counted = *self.counted.get_mut();
        self.ledger.uploads.take(counted);
        if !self.ledger.network.is_exempt {
            self.ledger.network.uploads.take(counted);
        }
        self.ledger.release(Instant::now());
    }
}

/// Records that a request waits for its body, for as long as it does.
struct Reading<'a>(&'a Ledger);

impl<'a> Reading<'a> {
    fn begin(ledger: &'a Ledger) -> Self {
        ledger.reads(true, Instant::now());
        Self(ledger)
    }
}

impl Drop for Reading<'_> {
    fn drop(&mut self) {
        self.0.reads(false, Instant::now());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edge::places::{Network, Uploads};

    async fn from(network: &Arc<Network>, all: &Arc<Uploads>) -> Arc<Hands> {
        let ledger = Ledger::new(Limits::default(), Arc::clone(network), Arc::clone(all), Instant::now());
        Hands::take(Arc::new(ledger)).await
    }

    #[tokio::test]
    async fn one_network_sends_a_quarter_of_what_all_may_and_a_proxy_all_of_it() {
        let network = |address: &str, is_proxy| Arc::new(Network::new(address.parse().unwrap(), is_proxy));
        let (one, other) = (network("192.0.2.1", false), network("192.0.2.2", false));
        let all = Arc::default();
        let quarter = Limits::default().body_bytes / 4 + Limits::FREE_BODY;
        let first = from(&one, &all).await;
        assert!(first.count(quarter).is_ok());
        let second = from(&one, &all).await;
        assert!(second.count(Limits::FREE_BODY).is_ok(), "a few fields are always taken");
        assert!(second.count(Limits::FREE_BODY + 1).is_err(), "the network has its share");
        assert!(from(&other, &all).await.count(quarter).is_ok(), "another network has its own");
        drop(first);
        assert!(second.count(quarter).is_ok(), "what has been read is given back");
        drop(second);
        let proxy = network("10.0.0.1", true);
        let carried = from(&proxy, &all).await;
        assert!(carried.count(3 * quarter).is_ok(), "a proxy carries many people");
        assert!(carried.count(5 * quarter).is_err(), "and no more than there is room for");
    }
}
