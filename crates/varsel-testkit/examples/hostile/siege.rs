//! A siege: clients that hold what they have, and someone else who asks for the health page meanwhile.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::Result;
use crate::desk::{Desk, PATIENCE};

/// Between two looks at the clients.
const LOOK: Duration = Duration::from_millis(100);
/// Between two health checks.
const PULSE: Duration = Duration::from_millis(250);

/// A client that holds what it has.
pub(crate) trait Client {
    /// Does what it does now, without waiting; tells whether the desk has ended it.
    fn step(&mut self) -> bool;
}

/// What a scenario has cost.
pub(crate) struct Measured {
    clients: usize,
    /// Those that could not even connect.
    refused: usize,
    before: f64,
    peak: f64,
    /// Until the first and the last were ended; `None` if some were not.
    ended: Option<(Duration, Duration)>,
    left: usize,
    /// How long the slowest health check took, and how many had no good answer.
    slowest: Duration,
    unanswered: usize,
    checks: usize,
}

impl Measured {
    /// The head of the table.
    pub(crate) const HEAD: &'static str = "\
| Clients | Connections | Slowest health page | Unanswered | Memory of the desk | Per connection | Closed after |
|---|---|---|---|---|---|---|";

    /// Writes a row of the table.
    pub(crate) fn row(&self, about: &str, hold: Duration) -> String {
        let refused = if self.refused > 0 { format!(" and {} refused", self.refused) } else { String::new() };
        let ended = match self.ended {
            Some((first, last)) => format!("{:.0} to {:.0} s", first.as_secs_f64(), last.as_secs_f64()),
            None => format!("{} not within {} s", self.left, hold.as_secs()),
        };
        let grown = self.peak - self.before;
        format!(
            "| {about} | {}{refused} | {:.0} ms | {} of {} | {:.0} to {:.0} MB | {:.3} MB | {ended} |",
            self.clients,
            self.slowest.as_secs_f64() * 1_000.0,
            self.unanswered,
            self.checks,
            self.before,
            self.peak,
            grown.max(0.0) / self.clients.max(1) as f64,
        )
    }
}

/// Brings up to so many clients in, holds them, and measures until all were ended or the time is over.
///
/// `renew` brings another in for each that was ended, until the time is over.
pub(crate) fn lay<C: Client>(
    desk: &Desk,
    hold: Duration,
    count: usize,
    renew: bool,
    arrive: impl Fn(usize) -> std::io::Result<C>,
) -> Result<Measured> {
    for path in ["/healthz", "/sign-in", "/how-to-report"] {
        desk.page(path).ok_or_else(|| format!("{path} was not answered before anything began"))?;
    }
    let before = desk.memory()?;
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let pulse = scope.spawn(|| feel_pulse(desk, &over));
        let held = besiege(desk, hold, count, renew, arrive);
        over.store(true, Ordering::Relaxed);
        let (slowest, unanswered, checks) = pulse.join().map_err(|_| "the health checks broke off")?;
        let (clients, refused, peak, ended, left) = held?;
        Ok(Measured { clients, refused, before, peak, ended, left, slowest, unanswered, checks })
    })
}

type Held = (usize, usize, f64, Option<(Duration, Duration)>, usize);

fn besiege<C: Client>(
    desk: &Desk,
    hold: Duration,
    count: usize,
    renew: bool,
    arrive: impl Fn(usize) -> std::io::Result<C>,
) -> Result<Held> {
    let begun = Instant::now();
    let (mut clients, mut refused, mut peak): (Vec<C>, _, _) = (Vec::new(), 0, desk.memory()?);
    // However slow the desk is to take them, the siege ends in time.
    for number in 0..count {
        match arrive(number) {
            Ok(client) => clients.push(client),
            Err(_) => refused += 1,
        }
        if begun.elapsed() > hold {
            break;
        }
    }
    let (all, begun) = (clients.len(), Instant::now());
    let (mut first, mut last) = (None, Duration::ZERO);
    while begun.elapsed() < hold && !clients.is_empty() {
        let was = clients.len();
        clients.retain_mut(|client| !client.step());
        if clients.len() < was {
            last = begun.elapsed();
            first.get_or_insert(last);
        }
        if renew {
            for number in clients.len()..all {
                clients.extend(arrive(number));
            }
        }
        peak = peak.max(desk.memory()?);
        std::thread::sleep(LOOK);
    }
    let left = if renew { 0 } else { clients.len() };
    let ended = first.filter(|_| left == 0).map(|first| (first, last));
    Ok((all, refused, peak, ended, left))
}

/// Asks for the health page until it is over, and at least once; returns the slowest, how many went unanswered, and how many there were.
fn feel_pulse(desk: &Desk, over: &AtomicBool) -> (Duration, usize, usize) {
    let (mut slowest, mut unanswered, mut checks) = (Duration::ZERO, 0, 0);
    loop {
        let begun = Instant::now();
        checks += 1;
        let took = desk.health().unwrap_or_else(|| {
            unanswered += 1;
            begun.elapsed().min(PATIENCE)
        });
        slowest = slowest.max(took);
        if over.load(Ordering::Relaxed) {
            return (slowest, unanswered, checks);
        }
        std::thread::sleep(PULSE);
    }
}
