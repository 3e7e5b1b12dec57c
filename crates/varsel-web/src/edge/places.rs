//! Places for connections: their number, each network's share, and who makes room when all are in use.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ipnet::IpNet;
use tokio::time::Instant;

use super::ledger::Ledger;
use super::limits::Limits;

/// Bytes of bodies that are in memory.
#[derive(Default, Debug)]
pub(crate) struct Uploads(AtomicUsize);

impl Uploads {
    /// Adds bytes; false when there would be more than `most`, and then none are added.
    pub(super) fn add(&self, bytes: usize, most: usize) -> bool {
        let grow = |now: usize| now.checked_add(bytes).filter(|sum| *sum <= most);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, grow).is_ok()
    }

    pub(super) fn take(&self, bytes: usize) {
        self.0.fetch_sub(bytes, Ordering::Relaxed);
    }
}

/// A network that connections come from: an IPv4 address, or an IPv6 /64.
#[derive(Debug)]
pub(crate) struct Network {
    address: IpAddr,
    /// Whether it is exempt from shares: a trusted proxy, or this machine.
    pub(super) is_exempt: bool,
    /// Whether each of its connections carries the requests of many people: a trusted proxy.
    pub(super) is_proxy: bool,
    pub(super) uploads: Uploads,
}

impl Network {
    pub(super) fn new(peer: IpAddr, is_proxy: bool) -> Self {
        let (address, is_exempt) = (network_of(peer), is_proxy || peer.to_canonical().is_loopback());
        Self { address, is_exempt, is_proxy, uploads: Uploads::default() }
    }
}

/// Every place.
#[derive(Debug)]
pub(crate) struct Places {
    limits: Limits,
    /// Networks of proxies.
    trusted: Vec<IpNet>,
    uploads: Arc<Uploads>,
    taken: Mutex<Taken>,
}

#[derive(Default, Debug)]
struct Taken {
    networks: HashMap<IpAddr, Crowd>,
    total: usize,
    next: u64,
}

/// The connections of a network.
#[derive(Debug)]
struct Crowd {
    network: Arc<Network>,
    ledgers: HashMap<u64, Arc<Ledger>>,
}

impl Crowd {
    /// Finds the connection that makes room: first those that never sent a request, then those that keep us waiting longest.
    fn dispensable(&self, now: Instant) -> Option<u64> {
        let waits =
            |(id, ledger): (&u64, &Arc<Ledger>)| ledger.waits_for_client(now).map(|since| (since, *id));
        self.ledgers.iter().filter_map(waits).min().map(|(_, id)| id)
    }
}

impl Taken {
    fn remove(&mut self, address: IpAddr, id: u64) -> Option<Arc<Ledger>> {
        let crowd = self.networks.get_mut(&address)?;
        let removed = crowd.ledgers.remove(&id)?;
        self.total -= 1;
        if crowd.ledgers.is_empty() {
            self.networks.remove(&address);
        }
        Some(removed)
    }

    /// Frees a place in a network, and returns whether there was one to free.
    fn displace_in(&mut self, address: IpAddr, now: Instant) -> bool {
        let found = self.networks.get(&address).and_then(|crowd| crowd.dispensable(now));
        let Some(ledger) = found.and_then(|id| self.remove(address, id)) else { return false };
        ledger.displace();
        true
    }

    /// Frees a place in the most crowded network that can spare one; those that are exempt come last.
    fn displace(&mut self, now: Instant) -> bool {
        let size = |crowd: &Crowd| (crowd.network.is_exempt, std::cmp::Reverse(crowd.ledgers.len()));
        let Some(first) = self.networks.values().min_by_key(|crowd| size(crowd)) else { return false };
        if self.displace_in(first.network.address, now) {
            return true;
        }
        let mut networks: Vec<_> =
            self.networks.values().map(|crowd| (size(crowd), crowd.network.address)).collect();
        networks.sort_unstable();
        networks.into_iter().any(|(_, address)| self.displace_in(address, now))
    }
}

impl Places {
    /// Creates the places. `trusted` are the proxies in front of the desk, which are exempt from shares, like this machine.
    pub(crate) fn new(limits: Limits, trusted: &[IpNet]) -> Arc<Self> {
        let trusted = trusted.to_vec();
        Arc::new(Self { limits, trusted, uploads: Arc::default(), taken: Mutex::default() })
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a place for a connection from `peer`; `None` if its network has its share, or all are in use, and none can be
    /// spared.
    pub(crate) fn enter(self: &Arc<Self>, peer: IpAddr, now: Instant) -> Option<Place> {
        let address = network_of(peer);
        let peer = peer.to_canonical();
        let mut taken = self.taken();
        let crowd = taken.networks.get(&address);
        let (mine, network) = match crowd {
            Some(crowd) => (crowd.ledgers.len(), Arc::clone(&crowd.network)),
            None => {
                let is_proxy = self.trusted.iter().any(|net| net.contains(&peer));
                (0, Arc::new(Network::new(peer, is_proxy)))
            }
        };
        let is_exempt = network.is_exempt;
        let most = self.limits.connections + if is_exempt { self.limits.spare } else { 0 };
        let has_room = if !is_exempt && mine >= self.limits.of_network {
            taken.displace_in(address, now)
        } else {
            taken.total < most || taken.displace(now)
        };
        if !has_room {
            return None;
        }
        let id = taken.next;
        taken.next += 1;
        taken.total += 1;
        let made = || Crowd { network, ledgers: HashMap::new() };
        let crowd = taken.networks.entry(address).or_insert_with(made);
        let ledger =
            Arc::new(Ledger::new(self.limits, Arc::clone(&crowd.network), Arc::clone(&self.uploads), now));
        crowd.ledgers.insert(id, Arc::clone(&ledger));
        Some(Place { places: Arc::clone(self), address, id, ledger })
    }

    /// Returns how many are in use.
    #[cfg(test)]
    fn count(&self) -> usize {
        self.taken().total
    }
}

/// Returns the network that a peer belongs to.
fn network_of(peer: IpAddr) -> IpAddr {
    match peer.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

/// A connection's place, given back when it ends.
pub(crate) struct Place {
    places: Arc<Places>,
    address: IpAddr,
    id: u64,
    pub(crate) ledger: Arc<Ledger>,
}

impl Drop for Place {
    fn drop(&mut self) {
        // A connection that made room for another has none to give back.
        self.places.taken().remove(self.address, self.id);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn places(connections: usize, of_network: usize) -> Arc<Places> {
        let limits = Limits { connections, spare: 2, of_network, ..Limits::default() };
        Places::new(limits, &["10.0.0.0/8".parse().unwrap()])
    }

    fn at(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    /// A connection whose request is being handled.
    async fn busy(places: &Arc<Places>, peer: &str, now: Instant) -> Option<Place> {
        let place = places.enter(at(peer), now)?;
        drop(place.ledger.admit().await);
        Some(place)
    }

    fn is_displaced(place: &Place, now: Instant) -> bool {
        place.ledger.waits_for_client(now).is_none()
    }

    #[tokio::test]
    async fn a_network_has_its_share_and_a_proxy_is_not_counted() {
        let (places, now) = (places(100, 3), Instant::now());
        let mut held = Vec::new();
        for peer in ["2001:db8:1:2::1", "2001:db8:1:2::2", "2001:db8:1:2:3::3"] {
            held.push(busy(&places, peer, now).await.unwrap());
        }
        assert!(places.enter(at("2001:db8:1:2:ffff::1"), now).is_none(), "the /64 has its share");
        held.push(busy(&places, "2001:db8:1:3::1", now).await.unwrap());
        for _ in 0..3 {
            held.push(busy(&places, "192.0.2.1", now).await.unwrap());
        }
        assert!(
            places.enter(at("::ffff:192.0.2.1"), now).is_none(),
            "so has the address, however it is written"
        );
        for proxy in ["10.1.2.3", "127.0.0.1", "127.0.0.2", "::1"] {
            for _ in 0..10 {
                held.push(busy(&places, proxy, now).await.expect("a proxy carries everybody"));
            }
        }
        assert_eq!(places.count(), held.len());
        drop(held);
        assert_eq!(places.count(), 0);
        assert!(places.taken().networks.is_empty(), "no network is remembered that has no connection");
    }

    #[tokio::test]
    async fn a_network_with_its_share_gives_up_its_own() {
        let (places, now) = (places(100, 2), Instant::now());
        let later = now + Duration::from_secs(1);
        let idle = places.enter(at("192.0.2.1"), now).unwrap();
        let other = places.enter(at("192.0.2.2"), now).unwrap();
        let working = busy(&places, "192.0.2.1", now).await.unwrap();
        let new = places.enter(at("192.0.2.1"), later).expect("its silent one makes room");
        assert!(is_displaced(&idle, later) && !is_displaced(&new, later) && !is_displaced(&other, later));
        assert_eq!(places.count(), 3);
        drop((idle, new, working));
        assert_eq!(places.count(), 1);
    }

    #[tokio::test]
    async fn when_all_are_taken_the_most_crowded_network_makes_room() {
        let (places, now) = (places(6, 100), Instant::now());
        let crowd: Vec<Place> = (0..4).map(|_| places.enter(at("192.0.2.1"), now).unwrap()).collect();
        let proxy = places.enter(at("10.0.0.1"), now).unwrap();
        let one = places.enter(at("198.51.100.7"), now).unwrap();
        let later = now + Duration::from_secs(1);
        let new = places.enter(at("203.0.113.9"), later).unwrap();
        assert!(is_displaced(&crowd[0], later), "the oldest of the crowd");
        assert!(crowd[1..].iter().chain([&proxy, &one, &new]).all(|place| !is_displaced(place, later)));
        assert_eq!(places.count(), 6);
    }

    #[tokio::test]
    async fn when_every_place_works_only_proxies_get_spare_ones() {
        let (places, now) = (places(2, 100), Instant::now());
        let held = [busy(&places, "192.0.2.1", now).await, busy(&places, "192.0.2.2", now).await];
        assert!(held.iter().all(Option::is_some));
        assert!(places.enter(at("203.0.113.9"), now).is_none());
        let health = places.enter(at("127.0.0.1"), now);
        assert!(health.is_some(), "a health check on this machine is answered");
    }

    #[test]
    fn bytes_are_counted_and_given_back() {
        let uploads = Uploads::default();
        assert!(uploads.add(60, 100) && !uploads.add(41, 100) && uploads.add(40, 100));
        uploads.take(60);
        assert!(uploads.add(60, 100) && !uploads.add(usize::MAX, 100));
    }
}
