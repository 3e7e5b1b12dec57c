//! Notices from the server, by LISTEN: those of this process and of every other.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::{after, bounded};
use postgres::fallible_iterator::FallibleIterator;
use postgres::{Client, Config, NoTls};
use tokio::sync::broadcast;

use super::super::{Change, closed as closed_error, spawn};
use super::error;
use crate::StoreError;

/// How often the listener checks whether the store is closed.
const LOOK: Duration = Duration::from_millis(250);
/// The wait between two attempts to connect.
const WAIT: Duration = Duration::from_secs(1);

/// The text of a notice on its way through the server.
pub(super) fn payload(change: &Change) -> String {
    format!("{}\n{}", change.topic, change.key)
}

/// Connects, starts to listen, and continues in its own thread.
pub(super) fn start(
    config: Config,
    changes: broadcast::Sender<Change>,
    closed: Arc<AtomicBool>,
) -> Result<JoinHandle<()>, StoreError> {
    let (ready, started) = bounded(1);
    let thread = spawn("listen", move || match connect(&config) {
        Ok(client) => {
            let listening = ready.send(Ok(()));
            if listening.is_ok() {
                listen(client, &config, &changes, &closed);
            }
        }
        Err(failure) => {
            // Fails only if the opener has gone.
            let _ = ready.send(Err(failure));
        }
    })?;
    started.recv().unwrap_or_else(|_| Err(closed_error()))?;
    Ok(thread)
}

fn connect(config: &Config) -> Result<Client, StoreError> {
    let mut client = config.connect(NoTls).map_err(|failure| error("connect", &failure))?;
    client.batch_execute("listen varsel_change").map_err(|failure| error("listen", &failure))?;
    Ok(client)
}

fn listen(first: Client, config: &Config, changes: &broadcast::Sender<Change>, closed: &AtomicBool) {
    let mut link = Some(first);
    while !closed.load(Ordering::Acquire) {
        if let Some(mut client) = link.take() {
            follow(&mut client, changes, closed);
        } else {
            // A timer that never fails: its only message comes at the end of the wait.
            let _ = after(WAIT).recv();
            link = connect(config).ok();
            if link.is_some() {
                // No one is listening, so no one misses it.
                let _ = changes.send(Change::anything());
            }
        }
    }
}

/// Passes notices on until the store is closed or the connection is lost.
fn follow(client: &mut Client, changes: &broadcast::Sender<Change>, closed: &AtomicBool) {
    while !closed.load(Ordering::Acquire) {
        let next = client.notifications().timeout_iter(LOOK).next();
        match next {
            Ok(Some(notice)) => {
                if let Some((topic, key)) = notice.payload().split_once('\n') {
                    // No one is listening, so no one misses it.
                    let _ = changes.send(Change { topic: topic.to_owned(), key: key.to_owned() });
                }
            }
            Ok(None) if client.is_closed() => return,
            Ok(None) => {}
            Err(_) => return,
        }
    }
}
