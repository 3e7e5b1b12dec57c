//! A mail server is spoken to only when it proves who it is, and is told neither mail nor password before.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use tempfile::TempDir;
use varsel_mail::{
    Credentials, Mailbox, Message, MessageIds, OutgoingMail, Security, SendError, Smtp, SmtpSettings,
    Transport,
};

/// What the server does wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Fault {
    None,
    /// Its certificate is for another name.
    OtherName,
    /// Its certificate has run out.
    Expired,
    /// Nobody vouches for its certificate.
    Unknown,
    /// It vouches for its certificate itself.
    SelfSigned,
    /// Answers in the clear follow the one to STARTTLS.
    Injected(&'static str),
}

struct Server {
    port: u16,
    root: PathBuf,
    thread: JoinHandle<Vec<String>>,
    _folder: TempDir,
}

/// Starts a server for one connection, which returns the commands that it was given under TLS.
fn start(security: Security, fault: Fault) -> Server {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let name = if fault == Fault::OtherName { "other.example" } else { "localhost" };
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    if fault == Fault::Expired {
        (params.not_before, params.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2021, 1, 1));
    }
    let key = KeyPair::generate().unwrap();
    let certificate = match fault {
        Fault::SelfSigned => params.self_signed(&key).unwrap(),
        _ => params.signed_by(&key, &authority).unwrap(),
    };

    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("root.pem");
    std::fs::write(&root, authority.pem()).unwrap();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let thread = std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        serve(stream, config, security, fault)
    });
    Server { port, root, thread, _folder: folder }
}

fn serve(mut plain: TcpStream, config: ServerConfig, security: Security, fault: Fault) -> Vec<String> {
    if security == Security::Starttls {
        let mut lines = BufReader::new(plain.try_clone().unwrap());
        plain.write_all(b"220 localhost\r\n").unwrap();
        for answer in ["250-localhost\r\n250 STARTTLS\r\n", "220 go on\r\n"] {
            let mut line = String::new();
            lines.read_line(&mut line).unwrap();
            let injected = match fault {
                Fault::Injected(text) if line.starts_with("STARTTLS") => text,
                _ => "",
            };
            plain.write_all(format!("{answer}{injected}").as_bytes()).unwrap();
        }
    }
    let mut stream = StreamOwned::new(ServerConnection::new(Arc::new(config)).unwrap(), plain);
    if security == Security::Tls && stream.write_all(b"220 localhost\r\n").is_err() {
        return Vec::new();
    }
    let mut commands = Vec::new();
    let mut in_data = false;
    while let Some(line) = read_line(&mut stream) {
        let answer = match line.split([' ', ':']).next().unwrap_or_default() {
            "." => "250 taken",
            _ if in_data => continue,
            "EHLO" => "250-localhost\r\n250 AUTH PLAIN",
            "AUTH" => "235 welcome",
            "DATA" => "354 go on",
            _ => "250 ok",
        };
        in_data = line == "DATA";
        commands.push(line);
        if stream.write_all(format!("{answer}\r\n").as_bytes()).is_err() {
            break;
        }
    }
    commands
}

fn read_line(stream: &mut impl Read) -> Option<String> {
    let mut line = Vec::new();
    let mut byte = [0];
    while stream.read(&mut byte).ok()? > 0 {
        match byte[0] {
            b'\n' => return String::from_utf8(line).ok().map(|line| line.trim_end().to_owned()),
            other => line.push(other),
        }
    }
    None
}

fn message() -> Message {
    let ids = MessageIds::new([7; 32], "desk.example");
    let person = Mailbox { name: "A".to_owned(), address: "a@b.example".to_owned() };
    let mail = OutgoingMail {
        from: &person,
        to: &person,
        subject: "s",
        text: "t",
        html: "h",
        message_id: &ids.event("SE-7KQ4-M2XD", 2, "somebody"),
        thread: None,
        case: None,
        date: "2026-11-23T09:00:00Z".parse().unwrap(),
    };
    mail.message(&ids).unwrap()
}

/// Sends a mail to such a server; returns what came of it and what the server was told under TLS.
fn send(security: Security, fault: Fault) -> (Result<(), SendError>, Vec<String>) {
    let server = start(security, fault);
    let settings = SmtpSettings {
        host: "localhost".to_owned(),
        port: server.port,
        security,
        credentials: Some(Credentials { username: "desk".to_owned(), password: "hunter2".to_owned() }),
        extra_root: (fault != Fault::Unknown).then_some(server.root),
        hello: "desk.example".to_owned(),
    };
    let result = Transport::Smtp(Box::new(Smtp::new(&settings).unwrap())).send(&message());
    (result, server.thread.join().unwrap())
}

#[test]
fn a_server_that_proves_who_it_is_gets_the_mail() {
    for security in [Security::Tls, Security::Starttls] {
        let (result, commands) = send(security, Fault::None);
        assert_eq!(result, Ok(()), "{security:?}");
        let verbs: Vec<_> = commands.iter().map(|c| c.split([' ', ':']).next().unwrap_or_default()).collect();
        assert_eq!(verbs, ["EHLO", "AUTH", "MAIL", "RCPT", "DATA", ".", "QUIT"], "{security:?}");
    }
}

#[test]
fn any_other_server_is_told_nothing() {
    for security in [Security::Tls, Security::Starttls] {
        for fault in [Fault::OtherName, Fault::Expired, Fault::Unknown, Fault::SelfSigned] {
            let (result, commands) = send(security, fault);
            assert!(matches!(result, Err(SendError::Transient(_))), "{security:?} {fault:?}: {result:?}");
            assert_eq!(commands, [""; 0], "{security:?} {fault:?}");
        }
    }
}

#[test]
fn answers_from_before_tls_are_not_believed() {
    let one = "250-localhost\r\n250 AUTH PLAIN\r\n";
    let all = "250-localhost\r\n250 AUTH PLAIN\r\n235 welcome\r\n250 ok\r\n250 ok\r\n354 go on\r\n250 taken\r\n221 bye\r\n";
    // The last ones are unfinished: a reader that runs ahead would take them for the beginning of the real server's answer.
    for injected in [one, all, "250 x\r\n250", "25", "250-", "250-x\r\n250-AUTH LOGIN\r\n250-SMTPUTF8\r\n"] {
        let (result, commands) = send(Security::Starttls, Fault::Injected(injected));
        assert!(matches!(result, Err(SendError::Transient(_))), "{injected:?}: {result:?} {commands:?}");
        assert_eq!(commands, [""; 0], "{injected:?}: neither greeting nor password");
    }
}
