//! Databases filled with cases, and the servers that are measured.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::{Result, process};

/// Where the generated databases are kept while they are measured.
pub(super) const DATA: &str = "bench/data";
/// The key that `fill` uses.
const KEY: &str = "0707070707070707070707070707070707070707070707070707070707070707";

/// A database with cases, and what a client needs to know of it.
pub(super) struct Filled {
    pub(super) engine: &'static str,
    pub(super) url: String,
    pub(super) cases: usize,
    told: Value,
    file: Option<PathBuf>,
}

impl Filled {
    /// Fills an SQLite file, from the start: submissions of earlier runs would be in it.
    pub(super) fn sqlite(cases: usize) -> Result<Self> {
        fs::create_dir_all(DATA).map_err(|e| format!("{DATA}: {e}"))?;
        let file = PathBuf::from(DATA).join(format!("{cases}.db"));
        remove(&file);
        let url = format!("sqlite:{}", file.display());
        Ok(Self { engine: "SQLite", told: fill(&url, cases)?, url, cases, file: Some(file) })
    }

    /// Fills an empty PostgreSQL database.
    pub(super) fn postgres(url: &str, cases: usize) -> Result<Self> {
        Ok(Self { engine: "PostgreSQL", told: fill(url, cases)?, url: url.to_owned(), cases, file: None })
    }

    /// Returns one of the values that `fill` told; empty if there is none.
    pub(super) fn told(&self, key: &str) -> &str {
        self.told[key].as_str().unwrap_or_default()
    }

    /// Returns the number of a case that was submitted lately.
    pub(super) fn number(&self) -> &str {
        self.told["numbers"][30].as_str().or(self.told["numbers"][0].as_str()).unwrap_or_default()
    }

    /// Returns the number of a case that the owner has submitted lately.
    pub(super) fn owner_number(&self) -> &str {
        self.told["owner_numbers"][0].as_str().unwrap_or_default()
    }

    /// Returns the header that signs the analyst in.
    pub(super) fn session(&self) -> String {
        format!("Cookie: varsel={}", self.told("analyst_session"))
    }

    /// Returns the header that signs the owner of a publisher in.
    pub(super) fn owner_session(&self) -> String {
        format!("Cookie: varsel={}", self.told("owner_session"))
    }
}

impl Drop for Filled {
    fn drop(&mut self) {
        if let Some(file) = &self.file {
            remove(file);
        }
    }
}

fn remove(file: &Path) {
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{ending}", file.display()));
    }
}

fn fill(url: &str, cases: usize) -> Result<Value> {
    println!("filling {cases} cases");
    let output = process::capture(Command::new("target/release/fill").args([url, &cases.to_string()]))?;
    serde_json::from_str(output.trim()).map_err(|e| format!("fill said something else: {e}"))
}

/// A server process that ends with this value.
pub(super) struct Running {
    child: Child,
    pub(super) address: SocketAddr,
    /// From the start of the process to its first answer.
    pub(super) cold: Duration,
}

impl Running {
    /// Starts `varsel serve` and waits until it is ready.
    pub(super) fn varsel(filled: &Filled) -> Result<Self> {
        let address = free_address()?;
        let mut command = Command::new("target/release/varsel");
        command
            .arg("serve")
            .env("VARSEL_STORE__URL", &filled.url)
            .env("VARSEL_SERVER__LISTEN", address.to_string())
            .env("VARSEL_SERVER__METRICS_LISTEN", "")
            .env("VARSEL_SECRETS__KEY", KEY)
            .env("VARSEL_MAIL__SPOOL_DIR", format!("{DATA}/spool"))
            .env("VARSEL_DESK__ZONE", "Europe/Stockholm")
            // One person reports without end here.
            .env("VARSEL_LIMITS__REPORTS", "0")
            .env("VARSEL_LIMITS__MEGABYTES", "0")
            .env("VARSEL_LOG__LEVEL", "error")
            .stdout(Stdio::null());
        Self::start(&mut command, address, "/readyz")
    }

    /// Starts the bare page of so many bytes.
    pub(super) fn bare_page(bytes: usize) -> Result<Self> {
        let address = free_address()?;
        let mut command = Command::new("target/release/examples/bare_page");
        command.args([&address.to_string(), &bytes.to_string()]);
        Self::start(&mut command, address, "/ready")
    }

    fn start(command: &mut Command, address: SocketAddr, path: &str) -> Result<Self> {
        let begun = Instant::now();
        let child = command.spawn().map_err(|e| format!("{command:?} does not start: {e}"))?;
        let mut running = Self { child, address, cold: Duration::ZERO };
        while begun.elapsed() < Duration::from_secs(20) {
            if get(address, path, "").is_ok_and(|answer| answer.starts_with("HTTP/1.1 200")) {
                running.cold = begun.elapsed();
                return Ok(running);
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        Err(format!("{command:?} was not ready within 20 seconds"))
    }

    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }

    pub(super) fn at(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Fetches a page that must be there, and returns its body.
    pub(super) fn page(&self, path: &str, header: &str) -> Result<String> {
        let answer = get(self.address, path, &format!("{header}\r\n")).map_err(|e| format!("{path}: {e}"))?;
        match answer.split_once("\r\n\r\n") {
            Some((head, body)) if head.starts_with("HTTP/1.1 200") => Ok(body.to_owned()),
            _ => Err(format!("{path} answers {}", answer.lines().next().unwrap_or_default())),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_address() -> Result<SocketAddr> {
    TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).map_err(|e| format!("no free port: {e}"))
}

fn get(address: SocketAddr, path: &str, headers: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address)?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{headers}\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}
