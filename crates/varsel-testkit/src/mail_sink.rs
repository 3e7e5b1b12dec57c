//! A mail server for tests: takes every mail, or answers as it is told, and remembers each command.
//!
//! It is as lax as the laxest server there is: CR LF, a bare LF and a bare CR all end a line, in commands and in data. What breaks
//! out of a mail breaks out here.

use std::collections::HashMap;
use std::io::{BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// How long a test waits for a mail, and the sink for a silent client.
const PATIENCE: Duration = Duration::from_secs(20);

/// A mail that was taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Received {
    /// The sender of the envelope.
    pub from: String,
    /// The recipients of the envelope.
    pub to: Vec<String>,
    /// Headers and body, line by line, without the dots that the protocol adds.
    pub lines: Vec<String>,
}

impl Received {
    /// Returns the values of a header, unfolded.
    pub fn header(&self, name: &str) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let mut inside = false;
        for line in self.lines.iter().take_while(|line| !line.is_empty()) {
            if line.starts_with([' ', '\t']) {
                if let Some(value) = found.last_mut().filter(|_| inside) {
                    value.push_str(line);
                }
                continue;
            }
            inside = false;
            if let Some((found_name, value)) = line.split_once(':')
                && found_name.eq_ignore_ascii_case(name)
            {
                found.push(value.trim().to_owned());
                inside = true;
            }
        }
        found
    }

    /// Returns the names of all headers, in order.
    pub fn header_names(&self) -> Vec<String> {
        let headers = self.lines.iter().take_while(|line| !line.is_empty());
        let names = headers.filter(|line| !line.starts_with([' ', '\t']));
        names.filter_map(|line| line.split_once(':').map(|(name, _)| name.to_owned())).collect()
    }
}

/// What a test says to a recipient: how often they were named, this time included; `None` takes the mail.
type Judge = dyn Fn(&str, usize) -> Option<&'static str> + Send + Sync;
/// What a test does after a mail came in and before the server says that it has it.
type Taken = dyn Fn(&Received) + Send + Sync;

struct Shared {
    judge: Box<Judge>,
    taken: Box<Taken>,
    commands: Mutex<Vec<String>>,
    named: Mutex<HashMap<String, usize>>,
    mails: Sender<Received>,
    stopped: AtomicBool,
}

/// A running mail server.
pub struct MailSink {
    /// Where it listens.
    pub address: SocketAddr,
    shared: Arc<Shared>,
    mails: Mutex<Receiver<Received>>,
    thread: Option<JoinHandle<()>>,
}

impl MailSink {
    /// Starts a server that takes everything.
    pub fn start() -> Self {
        Self::judging(|_, _| None)
    }

    /// Starts a server that answers RCPT as it is told, such as `451 later`.
    pub fn judging(judge: impl Fn(&str, usize) -> Option<&'static str> + Send + Sync + 'static) -> Self {
        Self::with(judge, |_| {})
    }

    /// Starts a server that also does something once it has a mail, before it says so.
    pub fn with(
        judge: impl Fn(&str, usize) -> Option<&'static str> + Send + Sync + 'static,
        taken: impl Fn(&Received) + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("the machine has a free port");
        let address = listener.local_addr().expect("a listener has an address");
        let (sender, mails) = channel();
        let shared = Arc::new(Shared {
            judge: Box::new(judge),
            taken: Box::new(taken),
            commands: Mutex::default(),
            named: Mutex::default(),
            mails: sender,
            stopped: AtomicBool::new(false),
        });
        let served = Arc::clone(&shared);
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if served.stopped.load(Ordering::SeqCst) {
                    break;
                }
                let (Ok(stream), served) = (stream, Arc::clone(&served)) else { continue };
                // Each client by itself: one that is kept waiting holds up no other. One that hangs up in the middle has sent nothing.
                std::thread::spawn(move || serve(stream, &served));
            }
        });
        Self { address, shared, mails: Mutex::new(mails), thread: Some(thread) }
    }

    /// Waits for the next mail; fails the test when none comes.
    pub fn next(&self) -> Received {
        let mails = self.mails.lock().unwrap_or_else(PoisonError::into_inner);
        mails.recv_timeout(PATIENCE).expect("a mail arrives")
    }

    /// Returns the mails that have come and were not looked at.
    pub fn all(&self) -> Vec<Received> {
        self.mails.lock().unwrap_or_else(PoisonError::into_inner).try_iter().collect()
    }

    /// Returns every command line so far.
    pub fn commands(&self) -> Vec<String> {
        self.shared.commands.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for MailSink {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        // Wakes the listener, which then sees that it is over.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn serve(stream: TcpStream, shared: &Shared) -> std::io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut out = stream.try_clone()?;
    let mut lines = Lines { input: BufReader::new(stream), after_cr: false };
    let (mut from, mut to) = (String::new(), Vec::new());
    out.write_all(b"220 sink.example ESMTP\r\n")?;
    while let Some(line) = lines.next()? {
        shared.commands.lock().unwrap_or_else(PoisonError::into_inner).push(line.clone());
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        let answer = match verb.as_str() {
            "EHLO" => "250-sink.example\r\n250 8BITMIME".to_owned(),
            "MAIL" => {
                from = address(&line);
                to.clear();
                "250 ok".to_owned()
            }
            "RCPT" => {
                let recipient = address(&line);
                let count = {
                    let mut named = shared.named.lock().unwrap_or_else(PoisonError::into_inner);
                    let count = named.entry(recipient.clone()).or_default();
                    *count += 1;
                    *count
                };
                if let Some(answer) = (shared.judge)(&recipient, count) {
                    answer.to_owned()
                } else {
                    to.push(recipient);
                    "250 ok".to_owned()
                }
            }
            "DATA" if to.is_empty() => "503 nobody to send to".to_owned(),
            "DATA" => {
                out.write_all(b"354 go on\r\n")?;
                let mut taken = Vec::new();
                loop {
                    let Some(line) = lines.next()? else { return Ok(()) };
                    if line == "." {
                        break;
                    }
                    taken.push(line.strip_prefix('.').map_or(line.clone(), str::to_owned));
                }
                let received = Received { from: from.clone(), to: std::mem::take(&mut to), lines: taken };
                (shared.taken)(&received);
                // The test may have stopped listening.
                let _ = shared.mails.send(received);
                "250 taken".to_owned()
            }
            "RSET" | "NOOP" => "250 ok".to_owned(),
            "QUIT" => {
                out.write_all(b"221 bye\r\n")?;
                return Ok(());
            }
            _ => "502 no such command".to_owned(),
        };
        out.write_all(answer.as_bytes())?;
        out.write_all(b"\r\n")?;
    }
    Ok(())
}

fn address(line: &str) -> String {
    let inside = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inside.map(|(address, _)| address.to_owned()).unwrap_or_default()
}

struct Lines {
    input: BufReader<TcpStream>,
    after_cr: bool,
}

impl Lines {
    fn next(&mut self) -> std::io::Result<Option<String>> {
        let mut line = Vec::new();
        let mut byte = [0];
        while self.input.read(&mut byte)? > 0 {
            let was_cr = std::mem::replace(&mut self.after_cr, byte[0] == b'\r');
            match byte[0] {
                b'\n' if was_cr => {}
                b'\r' | b'\n' => return Ok(Some(String::from_utf8_lossy(&line).into_owned())),
                other => line.push(other),
            }
        }
        Ok(None)
    }
}
