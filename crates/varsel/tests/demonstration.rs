//! The demonstration hides its passwords from others on the machine, and warns when others can reach it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::fs;
use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A demonstration that ends with this value, and what it said before it could be used.
struct Demonstration {
    child: Child,
    port: String,
    said: String,
}

impl Drop for Demonstration {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn start(folder: &Path, listen: &str) -> Demonstration {
    let mut child = Command::new(env!("CARGO_BIN_EXE_varsel"))
        .args(["demo", "--data", "kept/data", "--ready-file", "ready.json", "--listen", listen])
        .current_dir(folder)
        .env_clear()
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let output = BufReader::new(child.stdout.take().unwrap());
    let mut demonstration = Demonstration { child, port: String::new(), said: String::new() };
    for line in output.lines() {
        let line = line.unwrap();
        if let Some(address) = line.strip_prefix("Varsel is open at http://") {
            address.rsplit(':').next().unwrap().clone_into(&mut demonstration.port);
        }
        demonstration.said.push_str(&line);
        if line.contains("Ctrl-C") {
            return demonstration;
        }
    }
    panic!("the demonstration did not start: {}", demonstration.said)
}

fn sign_in_page(port: &str) -> String {
    let mut stream = TcpStream::connect(format!("127.0.0.1:{port}")).unwrap();
    write!(stream, "GET /sign-in HTTP/1.1\r\nHost: demo\r\nConnection: close\r\n\r\n").unwrap();
    let mut page = String::new();
    stream.read_to_string(&mut page).unwrap();
    page
}

#[test]
fn a_demonstration_keeps_its_files_to_their_owner_and_warns_where_others_reach_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let mode = |file: &str| fs::metadata(path.join(file)).unwrap().permissions().mode() & 0o777;

    let demonstration = start(path, "127.0.0.1:0");
    for (file, wanted) in [
        ("kept", 0o700),
        ("kept/data", 0o700),
        ("kept/data/varsel.db", 0o600),
        ("kept/data/demo-accounts.json", 0o600),
        ("ready.json", 0o600),
    ] {
        assert_eq!(mode(file), wanted, "{file}");
    }
    for entry in fs::read_dir(path.join("kept/data")).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o077, 0, "{:?}", entry.path());
    }
    assert!(!sign_in_page(&demonstration.port).contains("Others can reach this demonstration"));
    assert!(!demonstration.said.contains("Anyone who can reach this address"), "{}", demonstration.said);
    drop(demonstration);

    // One that an earlier version has left open to others is closed.
    fs::set_permissions(path.join("kept/data/demo-accounts.json"), fs::Permissions::from_mode(0o644))
        .unwrap();
    let demonstration = start(path, "0.0.0.0:0");
    assert_eq!(mode("kept/data/demo-accounts.json"), 0o600);
    assert!(demonstration.said.contains("Anyone who can reach this address"), "{}", demonstration.said);
    let page = sign_in_page(&demonstration.port);
    assert!(page.contains("Others can reach this demonstration") && page.contains("Do not enter real data"));
}

#[test]
fn a_demonstration_takes_where_to_listen_from_the_configuration_and_refuses_the_rest_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let varsel = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_varsel"));
        command.current_dir(folder.path()).env_clear();
        command
    };
    let refused = varsel().args(["demo", "--set", "desk.marketplace=Ours"]).output().unwrap();
    let told = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(2), "{told}");
    assert!(told.contains("does not take desk.marketplace"), "{told}");

    let mut child =
        varsel().args(["demo", "--set", "server.listen=127.0.0.1:0"]).stdout(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let said: Vec<String> = lines.take_while(|line| !line.contains("Ctrl-C")).collect();
    let _ = child.kill();
    let _ = child.wait();
    let address = said.iter().find_map(|line| line.strip_prefix("Varsel is open at http://127.0.0.1:"));
    assert!(address.is_some_and(|port| port != "8080"), "{said:?}");
    for who in ["ada@fabrikam.example", "mika@northwind.example", "ivo@northwind.example"] {
        let told = |line: &&String| line.contains(who) && line.contains(" to ");
        assert_eq!(said.iter().filter(told).count(), 1, "{who}: {said:?}");
    }
}
