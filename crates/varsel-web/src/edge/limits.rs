//! The limits of connections: how many, how much, how long.

use std::time::Duration;

/// File descriptors reserved for the database, the worker, and connections being closed.
const DESCRIPTORS_KEPT: usize = 256;

/// How much clients can hold at a time.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Maximum number of open connections.
    pub connections: usize,
    /// Additional places for exempt peers: trusted proxies and this machine.
    pub spare: usize,
    /// Maximum per network: an IPv4 address, or an IPv6 /64.
    pub of_network: usize,
    /// Maximum open requests per HTTP/2 connection.
    pub streams: u32,
    /// Maximum of them handled at once; the others wait.
    pub at_work: usize,
    /// Bytes of responses that a connection can hold before its next request waits.
    pub answer_bytes: usize,
    /// Maximum concurrent bodies above [`Limits::FREE_BODY`] per connection; the others wait.
    pub large_bodies: usize,
    /// Maximum bytes of bodies in memory, for all connections together; a quarter per network.
    pub body_bytes: usize,
    /// The deadlines.
    pub deadlines: Deadlines,
}

impl Limits {
    /// The bytes of a body that do not count against shared limits: enough for every form with a few fields.
    pub const FREE_BODY: usize = 16_000;

    /// Returns the limits of a process with this many file descriptors.
    pub fn for_descriptors(descriptors: usize) -> Self {
        let limits = Self::default();
        // A process with very few must serve with what it has.
        let rest = descriptors.saturating_sub(DESCRIPTORS_KEPT + limits.spare).max(descriptors / 4).max(1);
        Self { connections: limits.connections.min(rest), ..limits }
    }

    /// Returns the limits of a connection that carries the requests of many people.
    #[must_use]
    pub(super) fn for_many(self) -> Self {
        let streams = self.streams as usize;
        let (at_work, large_bodies) = (self.at_work.max(streams), self.large_bodies.max(streams));
        Self { at_work, large_bodies, answer_bytes: 4 * self.answer_bytes, ..self }
    }

    /// Returns the limits of a listener that only a few programs use.
    #[must_use]
    pub fn for_few(self) -> Self {
        Self { connections: 64, spare: 16, of_network: 32, ..self }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 4_096,
            spare: 64,
            of_network: 256,
            streams: 32,
            at_work: 8,
            answer_bytes: 1 << 20,
            large_bodies: 2,
            body_bytes: 64 << 20,
            deadlines: Deadlines::default(),
        }
    }
}

/// How long a client can keep the desk waiting.
#[derive(Clone, Copy, Debug)]
pub struct Deadlines {
    /// From the connection to the head of its first request, TLS included.
    pub first_request: Duration,
    /// From a response to the head of the next request.
    pub idle: Duration,
    /// For a whole body. A megabyte over a slow line takes this long.
    pub body: Duration,
    /// Without reading anything that is ready for it.
    pub stall: Duration,
    /// Without reading anything of one response, while others of the connection move.
    pub starved: Duration,
    /// For a whole response that was ready at once.
    pub answer: Duration,
    /// Between two checks of a connection: how long after its deadline it can end.
    pub look: Duration,
    /// After which a client counts as keeping the connection waiting, when places are needed. Live updates send a sign of life
    /// more often than this.
    pub dispensable: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self {
            first_request: Duration::from_secs(20),
            idle: Duration::from_mins(1),
            body: Duration::from_secs(55),
            stall: Duration::from_secs(55),
            starved: Duration::from_mins(3),
            answer: Duration::from_mins(10),
            look: Duration::from_secs(5),
            dispensable: Duration::from_secs(20),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptors_are_kept_for_what_is_no_connection() {
        let limits = Limits::default();
        assert_eq!(Limits::for_descriptors(1 << 20).connections, limits.connections);
        let few = Limits::for_descriptors(1_024);
        assert_eq!(few.connections + few.spare + DESCRIPTORS_KEPT, 1_024);
        assert!((1..256).contains(&Limits::for_descriptors(256).connections));
        assert_eq!(Limits::for_descriptors(0).connections, 1);
    }

    #[test]
    fn what_takes_nothing_ends_within_a_minute() {
        let Deadlines { first_request, idle, body, stall, look, .. } = Deadlines::default();
        for deadline in [first_request, body, stall] {
            assert!(deadline + look <= Duration::from_mins(1), "{deadline:?}");
        }
        assert!(idle <= Duration::from_mins(1));
    }
}
