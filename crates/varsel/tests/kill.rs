//! A server that is killed loses nothing it has answered for.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc;

use varsel_app::AppError;
use varsel_store::jobs::JobState;
use varsel_store::{Options, Scope, Store, Target, cases, jobs};
use varsel_testkit::generate::{self, Marketplace};
use varsel_testkit::{FrozenClock, surroundings};

/// How many times the server is killed.
const KILLS: usize = 50;
/// How many clients submit at the same time.
const CLIENTS: usize = 8;

fn prepare(file: &Path) -> Marketplace {
    let store = Store::open(&Target::Sqlite(file.to_owned()), &Options::default()).unwrap();
    store.migrate().unwrap();
    // The clock of the machine rules later; tokens are made to outlive any run of this test.
    let clock = FrozenClock::at(&machine_time());
    let ctx = surroundings(&clock, 11).context();
    let market: Result<Marketplace, AppError> = store.write(move |tx| generate::begin(tx, &ctx, 1)).wait();
    store.close();
    market.unwrap()
}

#[expect(clippy::disallowed_methods, reason = "the server under test runs by the machine's clock")]
fn machine_time() -> String {
    jiff::Timestamp::now().to_string()
}

/// A server that ends with this value, however the test goes.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts the server; it says on its output where it is open.
fn start(folder: &Path) -> (Server, SocketAddr) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_varsel"))
        .arg("serve")
        .current_dir(folder)
        .env("VARSEL_STORE__URL", "sqlite:kill.db")
        .env("VARSEL_SERVER__LISTEN", "127.0.0.1:0")
        .env("VARSEL_SERVER__METRICS_LISTEN", "")
        // One person reports without end here.
        .env("VARSEL_LIMITS__REPORTS", "0")
        .env("VARSEL_LIMITS__MEGABYTES", "0")
        .env("VARSEL_LOG__LEVEL", "error")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let output = child.stdout.take().unwrap();
    let server = Server(child);
    let mut lines = BufReader::new(output).lines();
    let address = lines
        .find_map(|line| line.unwrap().strip_prefix("Varsel is open at http://").map(str::to_owned))
        .expect("the server says where it is open");
    (server, address.parse().unwrap())
}

/// Submits one report; the number it was answered with, or nothing when the server died first.
fn submit(address: SocketAddr, token: &str, body: &str) -> Option<String> {
    let mut stream = TcpStream::connect(address).ok()?;
    write!(
        stream,
        "POST /api/v1/cases HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    if head.is_empty() {
        return None;
    }
    assert!(head.starts_with("HTTP/1.1 201"), "{answer}");
    // A body that was cut off was not an answer.
    let body: serde_json::Value = serde_json::from_str(body).ok()?;
    Some(body["number"].as_str().expect("a submission is answered with its number").to_owned())
}

#[test]
fn every_submission_that_was_answered_is_there_once_with_its_mails() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("kill.db");
    let market = prepare(&file);
    let answers = generate::answers(1, market.owners[0].1);
    let mut answers = serde_json::to_value(answers).unwrap();
    let vectors = &mut answers["vulnerability"]["cvss"];
    *vectors = serde_json::json!([vectors.take()]);
    // A note of the form's, which the API does not have.
    answers.as_object_mut().unwrap().remove("filled");
    let body = serde_json::json!({"category": "vulnerability", "report": answers}).to_string();
    let answered = Mutex::new(Vec::new());
    for round in 0..KILLS {
        let (server, address) = start(folder.path());
        let (tell, told) = mpsc::channel();
        std::thread::scope(|scope| {
            for _ in 0..CLIENTS {
                let (tell, answered, body, token) = (tell.clone(), &answered, &body, &market.owner_token);
                scope.spawn(move || {
                    while let Some(number) = submit(address, token, body) {
                        answered.lock().unwrap().push(number);
                        if tell.send(()).is_err() {
                            break;
                        }
                    }
                });
            }
            drop(tell);
            // The moment of death differs from round to round: after this many answers, in the middle of others.
            let answers = 1 + (round * 7) % 23;
            let heard = told.iter().take(answers).count();
            drop(server);
            assert_eq!(heard, answers, "the server answers until it is killed");
        });
    }
    let answered = answered.into_inner().unwrap();
    assert!(answered.len() > KILLS, "each round has answers");
    let store = Store::open(&Target::Sqlite(file), &Options::default()).unwrap();
    for number in &answered {
        let number = number.parse().unwrap();
        let kept: Result<_, AppError> = store
            .read(move |tx| {
                let case = cases::find(tx, number, Scope::Desk)?.expect("an answered submission is there");
                Ok((cases::history(tx, case.id, 0, 100)?, jobs::of_case(tx, case.id)?))
            })
            .wait();
        let (history, jobs) = kept.unwrap();
        let kinds: Vec<&str> = history.iter().map(|recorded| recorded.event.kind()).collect();
        assert_eq!(kinds[..2], ["draft_started", "submitted"], "{number}");
        let mails = jobs.iter().filter(|(kind, ..)| kind == "case_mail").count();
        assert_eq!(mails, 2, "{number}: one to the publisher, one to the desk");
        assert!(jobs.iter().all(|(.., state)| *state != JobState::Dead), "{number}");
    }
    let mut unique = answered.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), answered.len(), "no number was given twice");
}
