//! A connection's ledger: what it holds, its progress, and whose turn it is.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, Semaphore};
use tokio::time::{Instant, sleep};

use super::limits::{Deadlines, Limits};
use super::places::{Network, Uploads};

/// How much a full socket must accept before its deadline restarts; less is a trickle.
const A_PIECE: usize = 16 * 1024;

/// Why a connection was closed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Ending {
    /// It never sent a request.
    Silent,
    /// It had its responses and sent no further request.
    Idle,
    /// It did not finish what it was sending.
    Late,
    /// It did not read what was ready for it.
    Stalled,
    /// Its place was needed.
    Displaced,
}

impl Ending {
    /// Returns whether the client can read pending data before the connection closes.
    pub(crate) const fn is_gentle(self) -> bool {
        match self {
            Self::Idle | Self::Late => true,
            Self::Silent | Self::Stalled | Self::Displaced => false,
        }
    }

    /// Returns the label of the metric.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Silent => "silent",
            Self::Idle => "idle",
            Self::Late => "late",
            Self::Stalled => "stalled",
            Self::Displaced => "displaced",
        }
    }
}

/// The state of a connection.
#[derive(Debug)]
pub(crate) struct Ledger {
    pub(super) limits: Limits,
    pub(super) network: Arc<Network>,
    /// Shared by all connections.
    pub(super) uploads: Arc<Uploads>,
    /// Places for requests being handled.
    at_work: Arc<Semaphore>,
    /// Places for large bodies.
    pub(super) large_bodies: Arc<Semaphore>,
    books: Mutex<Books>,
    /// Notified when a response has been sent.
    room: Notify,
    /// Notified when the place is needed.
    displaced: Notify,
    is_cut: AtomicBool,
}

#[derive(Debug)]
struct Books {
    /// Whether a request has ever arrived.
    has_asked: bool,
    /// Requests being handled.
    working: usize,
    /// Those that wait for more of their body.
    reading: usize,
    /// Since when there was no request being handled, and no response being sent.
    idle_since: Instant,
    /// When bytes of requests or responses last moved.
    moved: Instant,
    /// Since when the socket has accepted nothing.
    full_since: Option<Instant>,
    /// The bytes accepted since.
    piece: usize,
    /// Unsent responses, by number.
    answers: BTreeMap<u64, Leaving>,
    next_answer: u64,
    /// The size of those responses, in bytes.
    held: usize,
    /// When the client last read any part of a response.
    taken: Instant,
    /// Whether a body did not arrive in time.
    is_late: bool,
    is_displaced: bool,
}

/// A response being sent.
#[derive(Debug)]
struct Leaving {
    bytes: usize,
    /// When it was last polled, or partly read.
    active: Instant,
    /// When it started; `None` once it had to wait for us, as live updates do.
    began: Option<Instant>,
}

impl Ledger {
    pub(super) fn new(limits: Limits, network: Arc<Network>, uploads: Arc<Uploads>, now: Instant) -> Self {
        // A trusted proxy carries the requests of many people over one connection.
        let limits = if network.is_proxy { limits.for_many() } else { limits };
        Self {
            limits,
            network,
            uploads,
            at_work: Arc::new(Semaphore::new(limits.at_work)),
            large_bodies: Arc::new(Semaphore::new(limits.large_bodies)),
            books: Mutex::new(Books {
                has_asked: false,
                working: 0,
                reading: 0,
                idle_since: now,
                moved: now,
                full_since: None,
                piece: 0,
                answers: BTreeMap::new(),
                next_answer: 0,
                held: 0,
                taken: now,
                is_late: false,
                is_displaced: false,
            }),
            room: Notify::new(),
            displaced: Notify::new(),
            is_cut: AtomicBool::new(false),
        }
    }

    fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records a request, and waits until its connection has room for the response.
    pub(super) async fn admit(&self) -> tokio::sync::OwnedSemaphorePermit {
        self.books().has_asked = true;
        loop {
            let room = self.room.notified();
            let mut room = std::pin::pin!(room);
            room.as_mut().enable();
            if self.books().held < self.limits.answer_bytes {
                break;
            }
            room.await;
        }
        let permit = Arc::clone(&self.at_work).acquire_owned().await;
        let permit = permit.expect("these places are never closed");
        self.books().working += 1;
        permit
    }

    /// Records that a request has been handled.
    pub(super) fn release(&self, now: Instant) {
        let mut books = self.books();
        books.working -= 1;
        books.idle_since = now;
        books.moved = now;
    }

    /// Records that a request starts or stops waiting for more of its body.
    pub(super) fn reads(&self, waits: bool, now: Instant) {
        let mut books = self.books();
        if waits {
            books.reading += 1;
        } else {
            books.reading -= 1;
            books.moved = now;
        }
    }

    /// Records that a body did not arrive in time: nothing else that the connection is sending is awaited.
    pub(super) fn is_late(&self) {
        self.books().is_late = true;
    }

    /// Records a response and its size in bytes; returns its number.
    pub(super) fn begin_answer(&self, bytes: usize, now: Instant) -> u64 {
        let mut books = self.books();
        let number = books.next_answer;
        books.next_answer += 1;
        books.held += bytes;
        books.answers.insert(number, Leaving { bytes, active: now, began: Some(now) });
        number
    }

    /// Records that a response was polled; `waits` if there is nothing yet.
    pub(super) fn asked_answer(&self, number: u64, waits: bool, now: Instant) {
        if let Some(answer) = self.books().answers.get_mut(&number) {
            answer.active = now;
            if waits {
                answer.began = None;
            }
        }
    }

    /// Records that part of a response was read.
    pub(super) fn took_answer(&self, number: u64, now: Instant) {
        let mut books = self.books();
        books.taken = now;
        books.moved = now;
        if let Some(answer) = books.answers.get_mut(&number) {
            answer.active = now;
        }
    }

    /// Records that a response was sent, or will not be.
    pub(super) fn end_answer(&self, number: u64, now: Instant) {
        let mut books = self.books();
        if let Some(answer) = books.answers.remove(&number) {
            books.held -= answer.bytes;
        }
        books.idle_since = now;
        drop(books);
        self.room.notify_waiters();
    }

    /// Records how much of a write the socket accepted.
    pub(super) fn wrote(&self, bytes: usize, of: usize, now: Instant) {
        let mut books = self.books();
        books.moved = now;
        books.piece += bytes;
        if bytes == of || books.piece >= A_PIECE {
            books.full_since = None;
            books.piece = 0;
        }
    }

    /// Records that the socket accepts nothing.
    pub(super) fn is_full(&self, now: Instant) {
        self.books().full_since.get_or_insert(now);
    }

    /// Makes room for another connection.
    pub(super) fn displace(&self) {
        self.books().is_displaced = true;
        self.displaced.notify_one();
    }

    /// Records that the connection is to be reset, so that data buffered in the system for a client that reads nothing is
    /// discarded.
    pub(crate) fn cut(&self) {
        self.is_cut.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_cut(&self) -> bool {
        self.is_cut.load(Ordering::Relaxed)
    }

    /// Returns since when the client has kept the connection waiting, and whether it has ever sent a request; `None` if it is our
    /// turn.
    pub(super) fn waits_for_client(&self, now: Instant) -> Option<(bool, Instant)> {
        let books = self.books();
        let before = now.checked_sub(self.limits.deadlines.dispensable);
        let is_old = |instant: Instant| before.is_some_and(|before| instant <= before);
        let working = books.working > books.reading;
        let taking = books.answers.values().any(|answer| !is_old(answer.active));
        let sending = books.reading > 0 && !is_old(books.moved);
        if books.is_displaced || working || taking || sending {
            return None;
        }
        let since =
            if books.reading == 0 && books.answers.is_empty() { books.idle_since } else { books.moved };
        Some((books.has_asked, since))
    }

    /// Returns why a connection is to be closed at a time, if it is.
    fn ending(&self, now: Instant) -> Option<Ending> {
        let books = self.books();
        let Deadlines { first_request, idle, stall, starved, answer: whole, .. } = self.limits.deadlines;
        let since = |then: Instant| now.saturating_duration_since(then);
        if books.is_displaced {
            return Some(Ending::Displaced);
        }
        if !books.has_asked {
            return (since(books.idle_since) >= first_request).then_some(Ending::Silent);
        }
        // A slow client behind a proxy must not end the requests of others: only a proxy that reads nothing at all is closed.
        let is_of_one = !self.network.is_proxy;
        let is_stuck = |answer: &Leaving| {
            since(answer.active.max(books.taken)) >= stall
                || is_of_one && since(answer.active) >= starved
                || is_of_one && answer.began.is_some_and(|began| since(began) >= whole)
        };
        let is_full = books.full_since.is_some_and(|then| since(then) >= stall);
        if is_full || books.answers.values().any(is_stuck) {
            return Some(Ending::Stalled);
        }
        if books.is_late && is_of_one {
            return Some(Ending::Late);
        }
        let has_nothing = books.working == 0 && books.answers.is_empty();
        (has_nothing && since(books.idle_since) >= idle).then_some(Ending::Idle)
    }

    /// Waits until the connection is to be closed, and returns why.
    pub(crate) async fn overstays(&self) -> Ending {
        loop {
            if let Some(ending) = self.ending(Instant::now()) {
                return ending;
            }
            tokio::select! {
                () = self.displaced.notified() => {}
                () = sleep(self.pause()) => {}
            }
        }
    }

    /// Returns how long to wait until the next check.
    fn pause(&self) -> Duration {
        self.limits.deadlines.look
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn ledger(now: Instant) -> Arc<Ledger> {
        let network = Arc::new(Network::new("192.0.2.1".parse().unwrap(), false));
        Arc::new(Ledger::new(Limits::default(), network, Arc::default(), now))
    }

    /// A connection that sent one request and got its response at `now`.
    async fn asked(now: Instant) -> Arc<Ledger> {
        let ledger = ledger(now);
        drop(ledger.admit().await);
        ledger.release(now);
        ledger
    }

    #[tokio::test]
    async fn one_that_never_asks_is_ended_sooner_than_one_that_is_idle() {
        let now = Instant::now();
        let silent = ledger(now);
        assert_eq!(silent.ending(now + 19 * SECOND), None);
        assert_eq!(silent.ending(now + 20 * SECOND), Some(Ending::Silent));
        let idle = asked(now).await;
        assert_eq!(idle.ending(now + 59 * SECOND), None);
        assert_eq!(idle.ending(now + 60 * SECOND), Some(Ending::Idle));
    }

    #[tokio::test]
    async fn an_answer_must_move_and_live_updates_need_not() {
        let now = Instant::now();
        let ledger = asked(now).await;
        let page = ledger.begin_answer(10, now);
        ledger.asked_answer(page, false, now);
        assert_eq!(ledger.ending(now + 54 * SECOND), None);
        assert_eq!(ledger.ending(now + 55 * SECOND), Some(Ending::Stalled), "nothing of it was taken");
        ledger.took_answer(page, now + 50 * SECOND);
        assert_eq!(ledger.ending(now + 100 * SECOND), None);
        ledger.end_answer(page, now + 100 * SECOND);
        let live = ledger.begin_answer(0, now + 100 * SECOND);
        for beat in 0..400 {
            let at = now + (100 + 15 * beat) * SECOND;
            ledger.asked_answer(live, true, at);
            assert_eq!(ledger.ending(at + 15 * SECOND), None, "it shows that it lives");
            assert_eq!(ledger.waits_for_client(at + 15 * SECOND), None, "and gives up its place to nobody");
        }
        let last = now + (100 + 15 * 399) * SECOND;
        assert_eq!(ledger.ending(last + 55 * SECOND), Some(Ending::Stalled), "nobody reads it any more");
    }

    #[tokio::test]
    async fn a_trickle_is_no_progress() {
        let now = Instant::now();
        let ledger = asked(now).await;
        ledger.is_full(now);
        for second in 1..55 {
            ledger.wrote(100, 10_000, now + second * SECOND);
            ledger.is_full(now + second * SECOND);
        }
        assert_eq!(ledger.ending(now + 55 * SECOND), Some(Ending::Stalled));
        ledger.wrote(A_PIECE, 100_000, now + 55 * SECOND);
        assert_eq!(ledger.ending(now + 56 * SECOND), None, "a piece is");
        // One response is not read while another moves.
        let (left, moving) = (ledger.begin_answer(1, now), ledger.begin_answer(1, now));
        for second in 1..180 {
            ledger.took_answer(moving, now + second * SECOND);
            assert_eq!(ledger.ending(now + second * SECOND), None);
        }
        assert_eq!(ledger.ending(now + 180 * SECOND), Some(Ending::Stalled));
        ledger.end_answer(left, now);
        for second in 1..600 {
            ledger.took_answer(moving, now + second * SECOND);
        }
        assert_eq!(ledger.ending(now + 600 * SECOND), Some(Ending::Stalled), "a page takes no ten minutes");
    }

    #[tokio::test]
    async fn a_connection_that_takes_no_answer_is_given_no_more_of_them() {
        let now = Instant::now();
        let ledger = asked(now).await;
        let held = ledger.begin_answer(ledger.limits.answer_bytes, now);
        let mut next = std::pin::pin!(ledger.admit());
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(next.as_mut().poll(&mut context).is_pending(), "its next request waits for room");
        ledger.end_answer(held, now);
        assert!(next.as_mut().poll(&mut context).is_ready(), "an answer that has left makes room");
    }

    #[tokio::test]
    async fn who_does_not_finish_a_body_is_ended() {
        let now = Instant::now();
        let ledger = asked(now).await;
        ledger.is_late();
        assert_eq!(ledger.ending(now), Some(Ending::Late));
    }

    #[tokio::test]
    async fn a_slow_client_behind_a_proxy_ends_nobody_elses_requests() {
        let now = Instant::now();
        let proxy = Arc::new(Network::new("10.0.0.1".parse().unwrap(), true));
        let ledger = Ledger::new(Limits::default(), proxy, Arc::default(), now);
        drop(ledger.admit().await);
        let (_left, moving) = (ledger.begin_answer(1, now), ledger.begin_answer(1, now));
        ledger.is_late();
        for second in 1..700 {
            ledger.took_answer(moving, now + second * SECOND);
            assert_eq!(ledger.ending(now + second * SECOND), None);
        }
        assert_eq!(ledger.ending(now + 755 * SECOND), Some(Ending::Stalled), "it takes nothing at all");
    }

    #[tokio::test]
    async fn whose_turn_it_is_decides_who_makes_room() {
        let now = Instant::now();
        let ledger = ledger(now);
        assert_eq!(ledger.waits_for_client(now + SECOND), Some((false, now)), "it has said nothing");
        let permit = ledger.admit().await;
        assert_eq!(ledger.waits_for_client(now + 90 * SECOND), None, "a request that runs is finished");
        ledger.reads(true, now);
        assert_eq!(ledger.waits_for_client(now + 10 * SECOND), None, "a body is on its way");
        assert_eq!(ledger.waits_for_client(now + 20 * SECOND), Some((true, now)), "a body has stopped");
        ledger.reads(false, now + 20 * SECOND);
        drop(permit);
        ledger.release(now + 21 * SECOND);
        assert_eq!(ledger.waits_for_client(now + 22 * SECOND), Some((true, now + 21 * SECOND)), "it is idle");
        ledger.displace();
        assert_eq!(ledger.waits_for_client(now + 22 * SECOND), None, "nobody makes room twice");
        assert_eq!(ledger.ending(now + 22 * SECOND), Some(Ending::Displaced));
    }
}
