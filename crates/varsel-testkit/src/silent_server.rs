//! A server that takes connections and never says a word.

use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// How long a test waits for a client.
const PATIENCE: Duration = Duration::from_secs(20);

/// What was accepted; nothing any more once the server has hung up.
type Clients = Arc<Mutex<Option<Vec<TcpStream>>>>;

/// A server on this machine that accepts and then keeps silent, until it is dropped: then it hangs up on everyone.
#[derive(Debug)]
pub struct SilentServer {
    /// Where it listens.
    pub address: SocketAddr,
    clients: Clients,
    arrivals: Receiver<()>,
}

impl SilentServer {
    /// Starts it.
    ///
    /// # Panics
    ///
    /// When this machine has no port left.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let clients = Clients::new(Mutex::new(Some(Vec::new())));
        let (arrived, arrivals) = channel();
        let kept = Arc::clone(&clients);
        thread::spawn(move || {
            for stream in listener.incoming().filter_map(Result::ok) {
                // Who comes after it has hung up is hung up on too, as is the last one, which ends the thread.
                let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                let Some(clients) = kept.as_mut() else { return };
                clients.push(stream);
                // The test may have stopped listening.
                let _ = arrived.send(());
            }
        });
        Self { address, clients, arrivals }
    }

    /// Waits until a client that has not been waited for has connected.
    ///
    /// # Panics
    ///
    /// When none comes.
    pub fn wait_for_client(&self) {
        self.arrivals.recv_timeout(PATIENCE).expect("a client connects");
    }
}

impl Drop for SilentServer {
    fn drop(&mut self) {
        let clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner).take();
        for client in clients.into_iter().flatten() {
            // Who has gone already needs no goodbye.
            let _ = client.shutdown(Shutdown::Both);
        }
        // Wakes the thread, which then ends.
        let _ = TcpStream::connect(self.address);
    }
}
