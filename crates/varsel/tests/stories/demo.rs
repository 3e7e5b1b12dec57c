//! The product under test: the real binary with its demonstration, on a port and in a folder of its own.

use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde::Deserialize;
use tempfile::TempDir;

use crate::poll::until;

/// A running demonstration; it ends with this value, however the story goes.
pub(crate) struct Demo {
    folder: TempDir,
    port: u16,
    time: Option<&'static str>,
    server: Child,
    ready: Ready,
}

#[derive(Deserialize)]
struct Ready {
    url: String,
    accounts: Vec<Account>,
}

/// Someone who can sign in.
#[derive(Clone, Deserialize)]
pub(crate) struct Account {
    role: String,
    pub(crate) email: String,
    pub(crate) password: String,
}

/// Returns the binary that the stories drive: the one that `VARSEL_BIN` names, or the one cargo has just built.
#[expect(
    clippy::disallowed_methods,
    reason = "the command that runs all tests says here which build they drive"
)]
pub(crate) fn binary() -> PathBuf {
    std::env::var_os("VARSEL_BIN").map_or_else(|| env!("CARGO_BIN_EXE_varsel").into(), PathBuf::from)
}

impl Demo {
    /// Starts a demonstration and waits until it says that it is ready.
    pub(crate) fn open() -> Self {
        Self::open_at(None)
    }

    /// The same, as if it were this time.
    pub(crate) fn open_at(time: Option<&'static str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        // A port that was free a moment ago, so that the server can be started again at the same address.
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
        let server = start(folder.path(), port, time);
        let mut demo =
            Self { folder, port, time, server, ready: Ready { url: String::new(), accounts: Vec::new() } };
        demo.wait();
        demo
    }

    /// Stops the server; what it has stored stays.
    pub(crate) fn stop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
        let _ = std::fs::remove_file(ready_file(self.folder.path()));
    }

    /// Starts the server again, with the same data at the same address.
    pub(crate) fn start_again(&mut self) {
        self.server = start(self.folder.path(), self.port, self.time);
        self.wait();
    }

    fn wait(&mut self) {
        let file = ready_file(self.folder.path());
        let server = &mut self.server;
        let bytes = until(|| {
            if let Ok(Some(status)) = server.try_wait() {
                panic!("the demonstration ended with {status}");
            }
            std::fs::read(&file).map_err(|e| format!("the demonstration is not ready: {e}"))
        });
        self.ready = serde_json::from_slice(&bytes).unwrap();
    }

    /// Returns the address of the start page, without a slash at its end.
    pub(crate) fn url(&self) -> &str {
        &self.ready.url
    }

    /// Returns the account of a role, by the role's code.
    pub(crate) fn account(&self, role: &str) -> &Account {
        let found = self.ready.accounts.iter().find(|account| account.role == role);
        found.unwrap_or_else(|| panic!("the demonstration has no {role}"))
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        self.stop();
    }
}

fn ready_file(folder: &Path) -> PathBuf {
    folder.join("ready.json")
}

fn start(folder: &Path, port: u16, time: Option<&str>) -> Child {
    Command::new(binary())
        .arg("demo")
        .args(["--listen", &format!("127.0.0.1:{port}")])
        .arg("--data")
        .arg(folder.join("data"))
        .arg("--ready-file")
        .arg(ready_file(folder))
        .args(time.iter().flat_map(|time| ["--at", time]))
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}
