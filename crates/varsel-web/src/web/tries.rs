//! Attempts with passwords and one-time links: counted before anything is read, and verified a few at a time.

use jiff::Timestamp;
use tokio::sync::Semaphore;
use varsel_app::account::{Browser, Source};
use varsel_core::ids::PersonId;

use super::Web;
use crate::ask::{Ask, limited_network};
use crate::failure::Failure;

/// What an attempt is for.
#[derive(Clone, Copy)]
pub(crate) enum TryAt<'a> {
    /// The account of an address, to sign in.
    Account(&'a str),
    /// One's own account, signed in.
    Own(PersonId),
    /// A one-time link: using one, or requesting one.
    Link,
}

impl Web {
    /// Verifies a password at sign-in on its own thread, at most two at a time, so that a flood of attempts cannot use up all
    /// cores or memory.
    pub(crate) async fn verify_password<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Failure> {
        with_permit(&self.0.password_permits, work).await
    }

    /// Runs other slow password work, one at a time and separately from sign-in.
    pub(crate) async fn judge_password<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Failure> {
        with_permit(&self.0.choosing_permits, work).await
    }

    /// Returns the known browser that a request comes from.
    pub(crate) fn browser(&self, ask: &Ask) -> Option<Browser> {
        Browser::read(&self.0.surroundings.key, ask.browser.as_deref()?)
    }

    /// Counts an attempt with a password, before anything is read, written or verified. Returns where it was counted.
    pub(crate) fn count_try(&self, ask: &Ask, at: TryAt<'_>) -> Result<Source, Timestamp> {
        let network = || Source::Network(limited_network(ask.network));
        let source = match at {
            TryAt::Account(email) => {
                let known = self.browser(ask).filter(|browser| browser.is_of(email));
                known.map_or_else(network, |browser| browser.source())
            }
            TryAt::Own(person) => Source::Person(person.to_string()),
            TryAt::Link => network(),
        };
        self.0.gate.enter(&source, (self.0.surroundings.clock)())?;
        Ok(source)
    }

    /// Takes back a successful attempt.
    pub(crate) fn take_back_try(&self, source: &Source) {
        self.0.gate.give_back(source);
    }
}

async fn with_permit<T: Send + 'static>(
    permits: &Semaphore,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Failure> {
    let _permit = permits.acquire().await.map_err(|_| Failure::Internal)?;
    tokio::task::spawn_blocking(work).await.map_err(|_| Failure::Internal)
}
