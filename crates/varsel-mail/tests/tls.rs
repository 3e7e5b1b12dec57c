//! Which mail servers are trusted, and what the others learn: nothing.

use std::io::{self, Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use tempfile::TempDir;
use varsel_mail::{
    Credentials, Mailbox, Message, MessageIds, OutgoingMail, Security, SendError, Smtp, SmtpSettings,
    Transport,
};

const PASSWORD: &str = "hunter2";
/// What AUTH PLAIN makes of the name `desk` and the password.
const ENCODED: &str = "AGRlc2sAaHVudGVyMg==";

/// A certificate authority with one server certificate, and the file that makes clients trust it.
struct Authority {
    folder: TempDir,
    config: Arc<ServerConfig>,
}

impl Authority {
    /// Issues a certificate for a host, valid from 2020 until the first day of a year.
    fn issuing(host: &str, until: i32) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let root = params.self_signed(&key).unwrap();
        let issuer = Issuer::new(params, key);

        let mut params = CertificateParams::new(vec![host.to_owned()]).unwrap();
        (params.not_before, params.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(until, 1, 1));
        let key = KeyPair::generate().unwrap();
        let leaf = params.signed_by(&key, &issuer).unwrap();

        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("root.pem"), root.pem()).unwrap();
        Self { folder, config: server_config(leaf.der().clone(), &key) }
    }

    fn root(&self) -> Option<PathBuf> {
        Some(self.folder.path().join("root.pem"))
    }
}

fn server_config(certificate: CertificateDer<'static>, key: &KeyPair) -> Arc<ServerConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    Arc::new(builder.with_no_client_auth().with_single_cert(vec![certificate], key).unwrap())
}

/// When a server starts to speak TLS.
enum Start {
    /// At once.
    AtOnce,
    /// After STARTTLS, which it answers with this.
    Asked(&'static str),
}

/// A mail server that speaks TLS, and remembers what it was told on each side of it.
struct Server {
    port: u16,
    clear: Arc<Mutex<Vec<String>>>,
    secured: Arc<Mutex<Vec<String>>>,
    done: Receiver<()>,
    _thread: JoinHandle<()>,
}

impl Server {
    /// Serves one connection.
    fn start(config: Arc<ServerConfig>, start: Start) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (clear, secured) = (Arc::<Mutex<Vec<String>>>::default(), Arc::<Mutex<Vec<String>>>::default());
        let (said, heard) = (Arc::clone(&clear), Arc::clone(&secured));
        let (sender, done) = channel();
        let thread = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
            let connection = ServerConnection::new(config).unwrap();
            // A client that does not trust the server hangs up in the middle.
            let _ = match start {
                Start::AtOnce => greet(&mut StreamOwned::new(connection, stream), &heard),
                Start::Asked(answer) => converse(&mut stream, &said, Some(answer), true)
                    .and_then(|()| converse(&mut StreamOwned::new(connection, stream), &heard, None, false)),
            };
            let _ = sender.send(());
        });
        Self { port, clear, secured, done, _thread: thread }
    }

    /// Waits for the end of the connection; returns what was said in the clear and under TLS.
    fn told(self) -> (Vec<String>, Vec<String>) {
        self.done.recv_timeout(Duration::from_secs(20)).expect("the connection ends");
        let take = |lines: &Mutex<Vec<String>>| lines.lock().unwrap().clone();
        (take(&self.clear), take(&self.secured))
    }
}

fn greet(stream: &mut (impl Read + Write), told: &Mutex<Vec<String>>) -> io::Result<()> {
    converse(stream, told, None, true)
}

/// Speaks SMTP until QUIT, or until STARTTLS was answered.
fn converse(
    stream: &mut (impl Read + Write),
    told: &Mutex<Vec<String>>,
    starttls: Option<&str>,
    greeting: bool,
) -> io::Result<()> {
    if greeting {
        stream.write_all(b"220 sink.example ESMTP\r\n")?;
    }
    let mut inside = false;
    while let Some(line) = line(stream)? {
        told.lock().unwrap().push(line.clone());
        let answer = match line.split([' ', ':']).next().unwrap_or_default() {
            "." => {
                inside = false;
                "250 taken"
            }
            _ if inside => continue,
            "STARTTLS" => {
                stream.write_all(starttls.unwrap_or("502 no\r\n").as_bytes())?;
                return Ok(());
            }
            "EHLO" if starttls.is_some() => "250-sink.example\r\n250-AUTH PLAIN\r\n250 STARTTLS",
            "EHLO" => "250-sink.example\r\n250 AUTH PLAIN LOGIN",
            "AUTH" => "235 welcome",
            "DATA" => {
                inside = true;
                "354 go on"
            }
            "QUIT" => {
                stream.write_all(b"221 bye\r\n")?;
                return Ok(());
            }
            _ => "250 ok",
        };
        stream.write_all(answer.as_bytes())?;
        stream.write_all(b"\r\n")?;
        stream.flush()?;
    }
    Ok(())
}

fn line(stream: &mut impl Read) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    let mut byte = [0];
    while stream.read(&mut byte)? > 0 {
        match byte[0] {
            b'\n' => return Ok(Some(String::from_utf8_lossy(&line).into_owned())),
            b'\r' => {}
            other => line.push(other),
        }
    }
    Ok(None)
}

fn message() -> Message {
    let ids = MessageIds::new([7; 32], "desk.example");
    OutgoingMail {
        from: &Mailbox { name: "The desk".to_owned(), address: "desk@desk.example".to_owned() },
        to: &Mailbox { name: String::new(), address: "asa@publisher.example".to_owned() },
        reply_to: None,
        subject: "[SE-7KQ4-M2XD] T",
        text: "text",
        html: "<p>text</p>",
        message_id: &ids.event("SE-7KQ4-M2XD", 2, "somebody"),
        thread: None,
        case: Some("SE-7KQ4-M2XD"),
        date: "2026-11-23T09:00:00Z".parse().unwrap(),
    }
    .message(&ids)
    .unwrap()
}

fn send(port: u16, security: Security, extra_root: Option<PathBuf>) -> Result<(), SendError> {
    let credentials = Some(Credentials { username: "desk".to_owned(), password: PASSWORD.to_owned() });
    let host = "localhost".to_owned();
    let hello = "desk.example".to_owned();
    let settings = SmtpSettings { host, port, security, credentials, extra_root, hello };
    Transport::Smtp(Box::new(Smtp::new(&settings).unwrap())).send(&message())
}

fn verbs(lines: &[String]) -> Vec<&str> {
    lines.iter().map(|line| line.split([' ', ':']).next().unwrap_or_default()).collect()
}

/// Checks that a server was left before it learnt anything, and that trying again later is right.
fn learns_nothing(config: Arc<ServerConfig>, root: Option<PathBuf>) {
    for (security, start, before) in [
        (Security::Tls, Start::AtOnce, &[][..]),
        (Security::Starttls, Start::Asked("220 go on\r\n"), &["EHLO", "STARTTLS"]),
    ] {
        let server = Server::start(Arc::clone(&config), start);
        let error = send(server.port, security, root.clone()).unwrap_err();
        assert!(matches!(&error, SendError::Transient(what) if !what.contains(PASSWORD)), "{error:?}");
        let (clear, secured) = server.told();
        assert_eq!(verbs(&clear), before, "{security:?}");
        assert_eq!(secured, Vec::<String>::new(), "{security:?}");
    }
}

#[test]
fn a_trusted_server_gets_the_password_and_the_mail_under_tls_only() {
    let authority = Authority::issuing("localhost", 2099);
    for (security, start, before) in [
        (Security::Tls, Start::AtOnce, &[][..]),
        (Security::Starttls, Start::Asked("220 go on\r\n"), &["EHLO", "STARTTLS"]),
    ] {
        let server = Server::start(Arc::clone(&authority.config), start);
        assert_eq!(send(server.port, security, authority.root()), Ok(()), "{security:?}");
        let (clear, secured) = server.told();
        assert_eq!(verbs(&clear), before);
        let secured_verbs = verbs(&secured);
        assert_eq!(secured_verbs[..5], ["EHLO", "AUTH", "MAIL", "RCPT", "DATA"], "{security:?}");
        assert_eq!(secured_verbs.last(), Some(&"QUIT"));
        assert_eq!(secured[1], format!("AUTH PLAIN {ENCODED}"));
    }
}

#[test]
fn a_certificate_that_nobody_trusted_vouches_for_is_refused() {
    learns_nothing(Authority::issuing("localhost", 2099).config, None);
    let other = Authority::issuing("localhost", 2099);
    learns_nothing(Authority::issuing("localhost", 2099).config, other.root());
}

#[test]
fn a_self_signed_certificate_is_refused() {
    let key = KeyPair::generate().unwrap();
    let certificate =
        CertificateParams::new(vec!["localhost".to_owned()]).unwrap().self_signed(&key).unwrap();
    learns_nothing(server_config(certificate.der().clone(), &key), None);
}

#[test]
fn a_certificate_for_another_host_is_refused() {
    let authority = Authority::issuing("mail.elsewhere.example", 2099);
    learns_nothing(Arc::clone(&authority.config), authority.root());
}

#[test]
fn an_expired_certificate_is_refused() {
    let authority = Authority::issuing("localhost", 2021);
    learns_nothing(Arc::clone(&authority.config), authority.root());
}

/// Somebody on the way can add to what a server says before TLS begins. None of it may count as said under TLS.
#[test]
fn answers_put_behind_that_of_starttls_are_not_believed() {
    let authority = Authority::issuing("localhost", 2099);
    for answer in [
        "220 go on\r\n250 sink.example\r\n",
        "220 go on\r\n250-sink.example\r\n250 AUTH LOGIN\r\n235 welcome\r\n250 ok\r\n",
        "220 go on\r\n250-AUTH LOGIN\r\n",
        "220 go on\r\n250-",
    ] {
        let server = Server::start(Arc::clone(&authority.config), Start::Asked(answer));
        let error = send(server.port, Security::Starttls, authority.root()).unwrap_err();
        assert!(matches!(error, SendError::Transient(_)), "{error:?}");
        let (clear, secured) = server.told();
        assert_eq!(verbs(&clear), ["EHLO", "STARTTLS"], "{answer:?}");
        assert_eq!(secured, Vec::<String>::new(), "{answer:?}");
    }
}

#[test]
fn a_server_that_changes_its_mind_about_starttls_gets_nothing() {
    let authority = Authority::issuing("localhost", 2099);
    let server = Server::start(Arc::clone(&authority.config), Start::Asked("454 not now\r\n"));
    let error = send(server.port, Security::Starttls, authority.root()).unwrap_err();
    assert!(matches!(error, SendError::Transient(_)), "{error:?}");
    assert_eq!(server.told().1, Vec::<String>::new());
}
