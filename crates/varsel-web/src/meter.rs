//! Counts the bytes that a session, a token or a network address has sent within an hour, whatever their result.
//!
//! Stored data is counted by person and publisher, exactly and in the database ([`varsel_app::limits`]). This limits what is read
//! at all, before the sender is known: in memory, approximately, and per process.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest as _, Sha256};
use varsel_app::limits::{Limit, Limits, MEGABYTE, Whose, window_end};

use crate::ask::{Ask, limited_network};
use crate::failure::Failure;

/// The maximum number of senders remembered. Beyond that, those that sent least are forgotten.
const MOST: usize = 10_000;
/// How many are forgotten at once.
const FORGOTTEN: usize = MOST / 4;
const WINDOW: SignedDuration = SignedDuration::from_hours(1);

/// A sender: the first bytes of a hash, so that no secret is kept.
type Sender = [u8; 16];

#[derive(Clone, Copy)]
struct Sent {
    began: Timestamp,
    bytes: u64,
    /// Whether it is a session or token that was found to be one, and not a secret that someone made up.
    is_known: bool,
}

/// Counts bytes.
#[derive(Default)]
pub(crate) struct Meter(Mutex<HashMap<Sender, Sent>>);

/// Returns the session or token that a request claims, as a sender.
fn holder(ask: &Ask) -> Option<Sender> {
    ask.bearer.as_deref().or(ask.session.as_deref()).map(|secret| hash("holder", secret))
}

fn hash(kind: &str, text: &str) -> Sender {
    let digest = Sha256::new().chain_update(kind).chain_update(b"\0").chain_update(text).finalize();
    let mut sender = Sender::default();
    sender.copy_from_slice(&digest[..16]);
    sender
}

/// Lists who a request's bytes count for: its session or token, and its network unless that was found to be one. Strangers behind
/// the same address take nothing from those who are signed in, and nobody gains by making up secrets.
fn senders(all: &HashMap<Sender, Sent>, ask: &Ask) -> impl Iterator<Item = (Whose, Sender)> {
    let holder = holder(ask);
    let is_known = holder.and_then(|holder| all.get(&holder)).is_some_and(|sent| sent.is_known);
    let network = (!is_known).then(|| (Whose::Network, hash("network", &limited_network(ask.network))));
    holder.map(|holder| (Whose::Person, holder)).into_iter().chain(network)
}

impl Meter {
    /// Refuses a body of at least this many bytes if it would take its sender over the limit.
    ///
    /// A few fields are always taken from a network, so that everyone behind it can sign in and out.
    pub(crate) fn admit(
        &self,
        limits: &Limits,
        ask: &Ask,
        bytes: u64,
        is_small: bool,
        now: Timestamp,
    ) -> Result<(), Failure> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (whose, sender) in senders(&all, ask) {
            let Some(most) = limits.most(Limit::Megabytes, whose) else { continue };
            let Some(sent) = all.get(&sender).filter(|sent| now.duration_since(sent.began) < WINDOW) else {
                continue;
            };
            let room = u64::try_from(most.saturating_mul(MEGABYTE)).unwrap_or(u64::MAX);
            // Without a declared length, there must be room for at least something.
            if sent.bytes.saturating_add(bytes.max(1)) > room && !(is_small && whose == Whose::Network) {
                let until = window_end(sent.began);
                return Err(Failure::over_limit(Limit::Megabytes, whose, most, until));
            }
        }
        Ok(())
    }

    /// Counts what was sent.
    pub(crate) fn count(&self, ask: &Ask, bytes: u64, now: Timestamp) {
        if bytes == 0 {
            return;
        }
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let senders: Vec<_> = senders(&all, ask).map(|(_, sender)| sender).collect();
        for sender in senders {
            let sent = all.entry(sender).or_insert(Sent { began: now, bytes: 0, is_known: false });
            if now.duration_since(sent.began) >= WINDOW {
                (sent.began, sent.bytes) = (now, 0);
            }
            sent.bytes = sent.bytes.saturating_add(bytes);
        }
        if all.len() > MOST {
            forget(&mut all, now);
        }
    }

    /// Records that what a request claimed is a session or token.
    pub(crate) fn know(&self, ask: &Ask, now: Timestamp) {
        let Some(holder) = holder(ask) else { return };
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry(holder).or_insert(Sent { began: now, bytes: 0, is_known: true }).is_known = true;
        if all.len() > MOST {
            forget(&mut all, now);
        }
    }
}

/// Forgets who sent nothing within the window, then those that sent least, recognised senders last.
fn forget(all: &mut HashMap<Sender, Sent>, now: Timestamp) {
    all.retain(|_, sent| now.duration_since(sent.began) < WINDOW);
    let weight = |sent: &Sent| (sent.is_known, sent.bytes);
    let mut weights: Vec<_> = all.values().map(weight).collect();
    let keep = MOST - FORGOTTEN;
    if weights.len() <= keep {
        return;
    }
    let place = weights.len() - keep;
    let (_, least, _) = weights.select_nth_unstable(place);
    let (least, mut equal) = (*least, keep - all.values().filter(|sent| weight(sent) > *least).count());
    all.retain(|_, sent| {
        let stays = weight(sent) > least || (weight(sent) == least && equal > 0);
        if stays && weight(sent) == least {
            equal -= 1;
        }
        stays
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn ask(token: &str, network: &str) -> Ask {
        Ask { bearer: Some(token.to_owned()), network: network.parse().unwrap(), ..Ask::test() }
    }

    #[test]
    fn bytes_are_bounded_by_token_and_by_address_for_an_hour() {
        let (meter, limits) =
            (Meter::default(), Limits { megabytes: 2, publisher_times: 3, ..Limits::default() });
        let now = at("2026-12-01T09:00:00Z");
        let one = ask("one", "192.0.2.1");
        for _ in 0..2 {
            assert!(meter.admit(&limits, &one, 1_000_000, false, now).is_ok());
            meter.count(&one, 1_000_000, now);
        }
        assert!(meter.admit(&limits, &one, 0, false, now).is_err(), "also where no length is said");
        assert!(meter.admit(&limits, &ask("two", "192.0.2.1"), 1, false, now).is_ok(), "another token");
        for n in 0..4 {
            meter.count(&ask(&format!("invented {n}"), "192.0.2.1"), 1_000_000, now);
        }
        assert!(
            meter.admit(&limits, &ask("new", "192.0.2.1"), 1, false, now).is_err(),
            "all from one address"
        );
        assert!(meter.admit(&limits, &ask("new", "192.0.2.2"), 1, false, now).is_ok());
        assert!(meter.admit(&limits, &one, 1, false, at("2026-12-01T10:00:00Z")).is_ok(), "an hour later");
        let unbounded = Limits { megabytes: 0, ..limits };
        assert!(meter.admit(&unbounded, &one, 1_000_000, false, now).is_ok());
    }

    #[test]
    fn strangers_behind_an_address_take_nothing_from_those_who_are_signed_in() {
        let (meter, limits) =
            (Meter::default(), Limits { megabytes: 1, publisher_times: 1, ..Limits::default() });
        let now = at("2026-12-01T09:00:00Z");
        let (known, stranger) = (ask("known", "192.0.2.1"), Ask { bearer: None, ..ask("", "192.0.2.1") });
        meter.know(&known, now);
        meter.count(&stranger, 1_000_000, now);
        assert!(meter.admit(&limits, &stranger, 20_000, false, now).is_err());
        assert!(meter.admit(&limits, &stranger, 200, true, now).is_ok(), "a few fields, to sign in with");
        assert!(meter.admit(&limits, &known, 900_000, false, now).is_ok());
        assert!(meter.admit(&limits, &ask("invented", "192.0.2.1"), 20_000, false, now).is_err());
        meter.count(&known, 1_000_000, now);
        assert!(meter.admit(&limits, &known, 200, true, now).is_err(), "each has a bound of their own");
    }

    #[test]
    fn so_many_senders_are_remembered_and_never_the_greatest_forgotten() {
        let (meter, now) = (Meter::default(), at("2026-12-01T09:00:00Z"));
        let limits = Limits { megabytes: 1, publisher_times: 1_000_000, ..Limits::default() };
        let great = ask("great", "192.0.2.1");
        meter.count(&great, 1_000_000, now);
        for n in 0..3 * MOST {
            meter.count(&ask(&format!("invented {n}"), "192.0.2.1"), 10, now);
            assert!(meter.0.lock().unwrap().len() <= MOST);
        }
        assert!(
            meter.admit(&limits, &great, 1, false, now).is_err(),
            "it is not forgotten for the small ones"
        );
    }
}
