//! The desk under attack: its process, its memory, and whether it answers others.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use tempfile::TempDir;

use crate::Result;

/// How long anything is waited for that should happen at once.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// How many files the desk may have open to begin with, as this process found it.
#[derive(Clone, Copy)]
pub(crate) struct Descriptors(u64);

impl Descriptors {
    /// Raises the limit of this process, which has as many sockets as the desk, and keeps the one it had for the desk.
    pub(crate) fn raise() -> Result<Self> {
        let found = getrlimit(Resource::Nofile);
        let raised = Rlimit { current: found.maximum, maximum: found.maximum };
        setrlimit(Resource::Nofile, raised).map_err(|e| format!("the limit of open files: {e}"))?;
        Ok(Self(found.current.unwrap_or(1_024)))
    }
}

/// A desk of its own, gone with this value.
pub(crate) struct Desk {
    child: Child,
    pub(crate) address: SocketAddr,
    tls: Option<Arc<ClientConfig>>,
    _folder: TempDir,
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Desk {
    /// Starts a binary and waits until it answers.
    pub(crate) fn start(binary: &Path, tls: bool, descriptors: Descriptors) -> Result<Self> {
        let binary = fs::canonicalize(binary).map_err(|e| format!("{}: {e}", binary.display()))?;
        let folder = tempfile::tempdir().map_err(|e| format!("no folder: {e}"))?;
        let address = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let address = address.map_err(|e| format!("no free port: {e}"))?;
        let mut command = Command::new("sh");
        let limited = format!("ulimit -Sn {}; exec \"$0\" serve", descriptors.0);
        command
            .args(["-c", &limited])
            .arg(&binary)
            .current_dir(&folder)
            .env_clear()
            .env("VARSEL_SERVER__LISTEN", address.to_string())
            .env("VARSEL_SERVER__METRICS_LISTEN", "")
            .env("VARSEL_LOG__LEVEL", "error")
            .stdout(Stdio::null());
        let tls = if tls {
            let (chain, key, config) = certificate(folder.path())?;
            command.env("VARSEL_SERVER__TLS_CERT", chain).env("VARSEL_SERVER__TLS_KEY", key);
            Some(config)
        } else {
            None
        };
        let child = command.spawn().map_err(|e| format!("{} does not start: {e}", binary.display()))?;
        let desk = Self { child, address, tls, _folder: folder };
        let begun = Instant::now();
        while desk.health().is_none() {
            if begun.elapsed() > PATIENCE {
                return Err(format!("{} did not answer within {PATIENCE:?}", binary.display()));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(desk)
    }

    /// Opens a connection that has said nothing yet.
    pub(crate) fn connect(&self) -> std::io::Result<TcpStream> {
        let socket = TcpStream::connect_timeout(&self.address, PATIENCE)?;
        socket.set_read_timeout(Some(PATIENCE))?;
        socket.set_write_timeout(Some(PATIENCE))?;
        Ok(socket)
    }

    /// Agrees on TLS on a connection.
    pub(crate) fn agree(
        &self,
        socket: TcpStream,
    ) -> std::io::Result<StreamOwned<ClientConnection, TcpStream>> {
        let config = self.tls.clone().expect("the scenario asked for TLS");
        let client = ClientConnection::new(config, ServerName::from(self.address.ip()));
        let mut stream = StreamOwned::new(client.map_err(std::io::Error::other)?, socket);
        while stream.conn.is_handshaking() {
            stream.conn.complete_io(&mut stream.sock)?;
        }
        Ok(stream)
    }

    /// Asks for a page on a connection of its own and returns how long it took; `None` if there was no good answer in time.
    pub(crate) fn page(&self, path: &str) -> Option<(Duration, String)> {
        let begun = Instant::now();
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address);
        let socket = self.connect().ok()?;
        let mut answer = Vec::new();
        let exchange = |stream: &mut dyn ReadWrite, answer: &mut Vec<u8>| {
            stream.write_all(request.as_bytes())?;
            stream.read_to_end(answer)
        };
        // One that ends without a farewell of TLS has answered as well.
        let _ = match &self.tls {
            Some(_) => exchange(&mut self.agree(socket).ok()?, &mut answer),
            None => exchange(&mut { socket }, &mut answer),
        };
        let answer = String::from_utf8_lossy(&answer).into_owned();
        answer.starts_with("HTTP/1.1 200").then(|| (begun.elapsed(), answer))
    }

    /// Asks for the health page, as a supervisor would.
    pub(crate) fn health(&self) -> Option<Duration> {
        self.page("/healthz").map(|(took, _)| took)
    }

    /// Returns the resident memory of the desk, in megabytes.
    pub(crate) fn memory(&self) -> Result<f64> {
        let text = fs::read_to_string(format!("/proc/{}/status", self.child.id()))
            .map_err(|e| format!("the desk is gone: {e}"))?;
        let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
        let kilobytes: f64 = line.split_whitespace().next().and_then(|n| n.parse().ok()).unwrap_or(0.0);
        Ok(kilobytes / 1_024.0)
    }
}

trait ReadWrite: Read + Write {}

impl<T: Read + Write> ReadWrite for T {}

/// Creates a certificate in a folder, and a client that trusts it.
fn certificate(folder: &Path) -> Result<(std::path::PathBuf, std::path::PathBuf, Arc<ClientConfig>)> {
    let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).map_err(|e| e.to_string())?;
    let (chain, key) = (folder.join("chain.pem"), folder.join("key.pem"));
    fs::write(&chain, made.cert.pem()).map_err(|e| e.to_string())?;
    fs::write(&key, made.signing_key.serialize_pem()).map_err(|e| e.to_string())?;
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from(made.cert.der().to_vec())).map_err(|e| e.to_string())?;
    let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    Ok((chain, key, Arc::new(config)))
}
