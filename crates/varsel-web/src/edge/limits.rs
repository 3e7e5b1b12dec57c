//! The numbers: how many, how much, how long.

use std::time::Duration;

/// File descriptors that connections leave to the database, the worker, and connections that are just being closed.
const DESCRIPTORS_KEPT: usize = 256;

/// How much clients may hold at a time.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How many connections are open.
    pub connections: usize,
    /// How many more those may have that count against no network: trusted proxies and this machine.
    pub spare: usize,
    /// How many of them one network has: an IPv4 address, or an IPv6 /64.
    pub of_network: usize,
    /// How many requests of one HTTP/2 connection are open.
    pub streams: u32,
    /// How many of them are worked on; the others wait.
    pub at_work: usize,
    /// How many bytes of answers a connection holds before its next request waits.
    pub answer_bytes: usize,
    /// How many bodies above [`Limits::FREE_BODY`] one connection sends at a time; the others wait.
    pub large_bodies: usize,
    /// How many bytes of bodies are in memory, of all connections together; one network has a quarter.
    pub body_bytes: usize,
    /// How long each may take.
    pub deadlines: Deadlines,
}

impl Limits {
    /// How many bytes of a body count against no limit of several: what every form with a few fields needs.
    pub const FREE_BODY: usize = 16_000;

    /// Returns the limits of a process that may have this many file descriptors open.
    pub fn for_descriptors(descriptors: usize) -> Self {
        let limits = Self::default();
        // A process that may have very few must serve with what there is.
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

/// How long a client may keep the desk waiting.
#[derive(Clone, Copy, Debug)]
pub struct Deadlines {
    /// From the connection to the head of its first request, TLS included.
    pub first_request: Duration,
    /// From an answer to the head of the next request.
    pub idle: Duration,
    /// For a whole body. A megabyte over a slow line takes this long.
    pub body: Duration,
    /// Without taking anything of what is ready for it.
    pub stall: Duration,
    /// Without taking anything of one answer, while others of the connection move.
    pub starved: Duration,
    /// For a whole answer that was ready at once.
    pub answer: Duration,
    /// Between two looks at a connection: how much later than its deadline it may end.
    pub look: Duration,
    /// After which a client counts as the one who keeps the connection waiting, when places are needed. Live updates show that
    /// they live more often than this.
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
