//! A private PostgreSQL server that lives as long as the tests need it.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::net::TcpListener;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::{Result, process};

/// The oldest major version that Varsel supports.
const OLDEST: u32 = 15;

/// The account that runs the server when we are root, as Debian's package makes it.
const ACCOUNT: &str = "postgres";

/// A port can be taken between our asking for a free one and the server's binding it.
const ATTEMPTS: u32 = 3;

/// What survives a power failure. Nothing is lost either way if a process is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durability {
    /// Every commit waits for the disk, as in production; for measurements.
    Full,
    /// Commits do not wait; for tests, whose data is thrown away.
    None,
}

/// A running server; it is stopped and its directory removed when this value is dropped.
///
/// The work is done by a guardian process that waits for its standard input to end. It therefore
/// also happens when this process is interrupted or killed.
pub(crate) struct Server {
    guardian: Child,
    port: u16,
}

impl Server {
    /// Starts a server on a free loopback port, with an empty cluster in a temporary directory.
    pub(crate) fn start(durability: Durability) -> Result<Self> {
        let bin = find_binaries().ok_or("no PostgreSQL server was found: run `cargo xtask setup`")?;
        let directory = process::capture(as_account("mktemp").args([
            "--directory",
            "--tmpdir",
            "varsel-postgres.XXXXXXXX",
        ]))?;
        let directory = PathBuf::from(directory.trim_end());
        let guardian = spawn_guardian(&bin, &directory)?;
        // From here on every early return drops the server, and so cleans up.
        let mut server = Self { guardian, port: 0 };
        create_cluster(&bin, &directory)?;
        configure(&directory, durability)?;
        server.port = listen(&bin, &directory)?;
        Ok(server)
    }

    /// Returns the address of the server's maintenance database, for its superuser.
    pub(crate) fn url(&self) -> String {
        format!("postgres://{ACCOUNT}@127.0.0.1:{}/postgres", self.port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.guardian.stdin.take());
        if let Err(error) = self.guardian.wait() {
            eprintln!("xtask: the PostgreSQL server may still be running: {error}");
        }
    }
}

/// Runs a command with the server's address in `VARSEL_TEST_POSTGRES`, then stops the server.
pub(crate) fn run_beside(durability: Durability, program: &str, args: &[&str]) -> Result {
    let server = Server::start(durability)?;
    let mut command = Command::new(program);
    command.args(args).env("VARSEL_TEST_POSTGRES", server.url());
    process::run(&mut command)
}

/// Returns the directory of the newest supported server's programs, or nothing.
pub(crate) fn find_binaries() -> Option<PathBuf> {
    let debian = Path::new("/usr/lib/postgresql");
    let versions = fs::read_dir(debian).into_iter().flatten().flatten();
    newest(versions.filter_map(|entry| entry.file_name().into_string().ok()))
        .map(|version| debian.join(version.to_string()).join("bin"))
        .filter(|bin| bin.join("initdb").is_file())
}

fn newest(versions: impl Iterator<Item = String>) -> Option<u32> {
    versions.filter_map(|version| version.parse().ok()).filter(|version| *version >= OLDEST).max()
}

/// Returns a command that runs as the server's account when we are root, and as ourselves otherwise.
fn as_account(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = if process::is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", ACCOUNT, "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    // The account might not have access to the working directory, and would complain at each call.
    command.current_dir("/");
    command
}

/// Starts the process that waits for our end, then stops the server and removes its directory.
fn spawn_guardian(bin: &Path, directory: &Path) -> Result<Child> {
    // Immediate: nothing in this cluster is worth a checkpoint.
    let script = r#"cat; [ ! -e "$2/data/postmaster.pid" ] || "$1/pg_ctl" -s -D "$2/data" -m immediate stop; rm -rf "$2""#;
    as_account("sh")
        .args(["-c", script, "guardian"])
        .args([bin, directory])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        // Its own process group, so that an interrupt at the terminal reaches us and not it.
        .process_group(0)
        .spawn()
        .map_err(|e| format!("cannot start the process that will stop PostgreSQL: {e}"))
}

fn create_cluster(bin: &Path, directory: &Path) -> Result {
    let mut initdb = as_account(bin.join("initdb"));
    // `trust` is safe enough here: loopback only, fictional data, gone in minutes.
    initdb.args(["--username", ACCOUNT, "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8"]);
    initdb.args(["--no-sync", "--pgdata"]).arg(directory.join("data"));
    process::capture(&mut initdb).map(drop)
}

fn configure(directory: &Path, durability: Durability) -> Result {
    let path = directory.join("data/postgresql.conf");
    let write = |settings: &str| OpenOptions::new().append(true).open(&path)?.write_all(settings.as_bytes());
    write(&settings(directory, durability)).map_err(|e| format!("cannot write {}: {e}", path.display()))
}

fn settings(directory: &Path, durability: Durability) -> String {
    let sync = match durability {
        Durability::Full => "on",
        Durability::None => "off",
    };
    format!(
        "listen_addresses = '127.0.0.1'\n\
         unix_socket_directories = '{}'\n\
         max_connections = 200\n\
         fsync = {sync}\n\
         full_page_writes = {sync}\n",
        directory.display()
    )
}

/// Starts the server and returns the port it listens on.
fn listen(bin: &Path, directory: &Path) -> Result<u16> {
    let log = directory.join("log");
    let mut attempt = 1;
    loop {
        let port = free_port()?;
        let mut start = as_account(bin.join("pg_ctl"));
        start.args(["start", "--wait", "--silent", "--pgdata"]).arg(directory.join("data"));
        start.arg("--log").arg(&log).args(["--options", &format!("-p {port}")]);
        match process::capture(&mut start) {
            Ok(_) => return Ok(port),
            Err(_) if attempt < ATTEMPTS => attempt += 1,
            Err(message) => {
                let log = fs::read_to_string(&log).unwrap_or_default();
                return Err(format!("{message}\n{}", log.trim_end()));
            }
        }
    }
}

fn free_port() -> Result<u16> {
    let asked = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    asked.map(|address| address.port()).map_err(|e| format!("no free loopback port: {e}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_supported_version_is_taken() {
        let found = |versions: &[&str]| newest(versions.iter().map(|v| (*v).to_owned()));
        assert_eq!(found(&["9.6", "13", "15", "17", "common"]), Some(17));
        assert_eq!(found(&["13", "14"]), None);
        assert_eq!(found(&[]), None);
    }

    #[test]
    fn durability_is_what_the_server_is_told() {
        let settings = |durability| settings(Path::new("/d"), durability);
        assert!(settings(Durability::Full).contains("\nfsync = on\nfull_page_writes = on\n"));
        assert!(settings(Durability::None).contains("\nfsync = off\nfull_page_writes = off\n"));
    }

    #[test]
    fn a_server_answers_on_both_addresses_and_leaves_nothing_behind() {
        let server = Server::start(Durability::None).unwrap();
        let psql = find_binaries().unwrap().join("psql");
        let ask = |address: &str, sql: &str| {
            process::capture(Command::new(&psql).args([address, "-XAtc", sql]))
                .map(|answer| answer.trim().to_owned())
        };
        let url = server.url();
        assert_eq!(ask(&url, "show fsync").unwrap(), "off");
        assert_eq!(ask(&url, "show server_encoding").unwrap(), "UTF8");
        let directory = PathBuf::from(ask(&url, "show unix_socket_directories").unwrap());
        let socket =
            format!("postgres:///postgres?host={}&port={}&user=postgres", directory.display(), server.port);
        assert_eq!(ask(&socket, "select 1").unwrap(), "1");

        drop(server);
        assert!(ask(&url, "select 1").is_err(), "the server still answers");
        assert!(!directory.exists(), "{} was left behind", directory.display());
    }
}
