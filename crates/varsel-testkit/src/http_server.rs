//! A web server that answers as a test says.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// How long a test waits for what is posted.
const PATIENCE: Duration = Duration::from_secs(20);

/// A web server on this machine, one answer a connection. It goes on until the process ends.
#[derive(Clone, Debug)]
pub struct HttpServer {
    /// Where it listens.
    pub address: SocketAddr,
    connections: Arc<AtomicUsize>,
    bodies: Arc<(Mutex<Vec<String>>, Condvar)>,
}

impl HttpServer {
    /// Starts it. `answer` gets the path that is asked for and returns the whole answer, its head included.
    ///
    /// # Panics
    ///
    /// When this machine has no port left.
    pub fn start(answer: impl Fn(&str) -> String + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let connections = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&connections);
        let bodies = Arc::<(Mutex<Vec<String>>, Condvar)>::default();
        let kept = Arc::clone(&bodies);
        thread::spawn(move || {
            for mut stream in listener.incoming().filter_map(Result::ok) {
                counter.fetch_add(1, Ordering::SeqCst);
                let mut reader = BufReader::new(&stream);
                let head: Vec<String> = reader
                    .by_ref()
                    .lines()
                    .map_while(Result::ok)
                    .take_while(|line| !line.is_empty())
                    .collect();
                let length = head.iter().find_map(|line| {
                    let (name, value) = line.split_once(':')?;
                    name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
                });
                if let Some(length) = length {
                    let mut body = String::new();
                    let _ = reader.take(length).read_to_string(&mut body);
                    kept.0.lock().unwrap_or_else(PoisonError::into_inner).push(body);
                    kept.1.notify_all();
                }
                let path = head.first().and_then(|line| line.split(' ').nth(1)).unwrap_or_default();
                // Who has heard enough hangs up.
                let _ = stream.write_all(answer(path).as_bytes());
            }
        });
        Self { address, connections, bodies }
    }

    /// Returns what was posted, in order.
    pub fn bodies(&self) -> Vec<String> {
        self.bodies.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits until this many bodies were posted.
    ///
    /// # Panics
    ///
    /// When it is not.
    pub fn wait_for_bodies(&self, count: usize) {
        let (bodies, changed) = &*self.bodies;
        let bodies = bodies.lock().unwrap_or_else(PoisonError::into_inner);
        let (bodies, _) = changed
            .wait_timeout_while(bodies, PATIENCE, |bodies| bodies.len() < count)
            .unwrap_or_else(PoisonError::into_inner);
        assert!(bodies.len() >= count, "{count} bodies were posted");
    }

    /// Returns how often someone connected.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

/// Writes an answer with a body.
pub fn answer(status: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())
}
