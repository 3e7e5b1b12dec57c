//! A thread's connection, which reconnects when lost.

use std::cell::RefCell;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, after};
use postgres::Config;

use super::Session;
use crate::StoreError;

/// The wait after the first failure to connect; doubled by every further one.
const SHORTEST_WAIT: Duration = Duration::from_millis(100);
/// The longest wait between two attempts to connect.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// A connection that reconnects automatically. While the server is unavailable, work is refused at once, and reconnecting is
/// attempted after a growing wait.
pub(super) struct Link {
    config: Config,
    session: Option<RefCell<Session>>,
    wait: Duration,
    retry: Option<Receiver<Instant>>,
}

impl Link {
    /// A link that connects when it is first needed.
    pub(super) fn new(config: Config) -> Self {
        Self { config, session: None, wait: SHORTEST_WAIT, retry: None }
    }

    /// Begins a transaction, on a new connection if the old one is lost, because nothing has run on it yet.
    pub(super) fn begin(&mut self, command: &str) -> Result<&RefCell<Session>, StoreError> {
        let alive = self.session.take().filter(|session| session.borrow_mut().control(command).is_ok());
        let session = if let Some(session) = alive {
            session
        } else {
            let mut session = self.connect()?;
            session.control(command)?;
            RefCell::new(session)
        };
        Ok(self.session.insert(session))
    }

    /// Ends the transaction; a connection on which that fails is dropped.
    pub(super) fn end(&mut self, command: &str) {
        self.session = self.session.take().filter(|session| session.borrow_mut().control(command).is_ok());
    }

    fn connect(&mut self) -> Result<Session, StoreError> {
        if self.retry.as_ref().is_some_and(|retry| retry.try_recv().is_err()) {
            return Err(StoreError::Unavailable("waiting to connect again".to_owned()));
        }
        match Session::connect(&self.config) {
            Ok(session) => {
                self.wait = SHORTEST_WAIT;
                self.retry = None;
                Ok(session)
            }
            Err(failure) => {
                self.retry = Some(after(self.wait));
                self.wait = (self.wait * 2).min(LONGEST_WAIT);
                Err(failure)
            }
        }
    }
}
