//! How a message leaves: to a mail server, or into a folder.

use std::fmt;
use std::fs;
use std::io;
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use lettre::transport::smtp::authentication::{Credentials as LettreCredentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{Certificate, SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use lettre::transport::smtp::response::Response;
use thiserror::Error;

use crate::{Message, Refused, spool};

/// How long a server may take for each answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long a server that says nothing is listened to, to be sure that it says nothing.
const A_MOMENT: Duration = Duration::from_millis(1);
/// The most characters of a server's answer that are kept.
const LONGEST_ANSWER: usize = 200;

/// How a connection to the mail server is secured. There is no "if the server offers it".
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Security {
    /// TLS from the first byte.
    Tls,
    /// TLS after STARTTLS; a server that does not offer it gets nothing.
    Starttls,
    /// None; for servers on this machine only.
    None,
}

/// Name and password for the mail server.
#[derive(Clone)]
pub struct Credentials {
    /// The name.
    pub username: String,
    /// The password.
    pub password: String,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(…)")
    }
}

/// Which mail server is used, and how.
#[derive(Clone, Debug)]
pub struct SmtpSettings {
    /// Its name; its certificate must be for this name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is secured.
    pub security: Security,
    /// How to sign in, if it asks for that.
    pub credentials: Option<Credentials>,
    /// A file with a certificate in PEM form that is trusted besides the system's.
    pub extra_root: Option<PathBuf>,
    /// The name that this machine gives itself: the domain that mails come from.
    pub hello: String,
}

/// A mail server, ready to be connected to.
#[derive(Clone)]
pub struct Smtp {
    host: String,
    port: u16,
    hello: ClientId,
    security: Security,
    tls: Option<TlsParameters>,
    credentials: Option<LettreCredentials>,
}

/// The settings for a mail server do not work together.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error("{0}")]
pub struct BadSettings(String);

impl Smtp {
    /// Checks settings. Connects to nothing.
    pub fn new(settings: &SmtpSettings) -> Result<Self, BadSettings> {
        let bad = |what: String| BadSettings(what);
        let host = settings.host.trim();
        if host.is_empty() || host.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err(bad("the mail server has no usable name".to_owned()));
        }
        if settings.hello.is_empty() || settings.hello.contains(|c: char| !c.is_ascii_graphic()) {
            return Err(bad("the domain that mails come from is not usable".to_owned()));
        }
        let tls = match settings.security {
            Security::None if is_loopback(host) => None,
            Security::None => {
                return Err(bad(format!(
                    "mail to {host} would cross the network unprotected: use tls or starttls"
                )));
            }
            Security::Tls | Security::Starttls => {
                let mut parameters = TlsParameters::builder(host.to_owned());
                if let Some(file) = &settings.extra_root {
                    let pem = fs::read(file).map_err(|e| bad(format!("{}: {e}", file.display())))?;
                    let root = Certificate::from_pem(&pem)
                        .map_err(|_| bad(format!("{} holds no certificate in PEM form", file.display())))?;
                    parameters = parameters.add_root_certificate(root);
                }
                Some(parameters.build().map_err(|_| bad("TLS cannot be set up".to_owned()))?)
            }
        };
        let credentials = settings
            .credentials
            .as_ref()
            .map(|c| LettreCredentials::new(c.username.clone(), c.password.clone()));
        Ok(Self {
            host: host.to_owned(),
            port: settings.port,
            hello: ClientId::Domain(settings.hello.clone()),
            security: settings.security,
            tls,
            credentials,
        })
    }

    /// Connects, secures the connection, signs in, and says goodbye: for checks of a configuration. Blocks.
    pub fn check(&self) -> Result<(), SendError> {
        let mut connection = self.connect()?;
        // The server may hang up first.
        let _ = connection.quit();
        Ok(())
    }

    fn connect(&self) -> Result<SmtpConnection, SendError> {
        // Whatever goes wrong before a recipient is named says nothing about the recipient.
        let failed = |error| SendError::Transient(describe(&error, None));
        let wrapped = self.tls.as_ref().filter(|_| self.security == Security::Tls);
        let server = (self.host.as_str(), self.port);
        let mut connection =
            SmtpConnection::connect(server, Some(PATIENCE), &self.hello, wrapped, None).map_err(failed)?;
        if self.security == Security::Starttls
            && let Some(tls) = &self.tls
        {
            connection.starttls(tls, &self.hello).map_err(failed)?;
            refuse_what_came_early(&mut connection)?;
        }
        if self.security != Security::None && !connection.is_encrypted() {
            return Err(SendError::Transient("the connection is not encrypted".to_owned()));
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).map_err(failed)?;
        }
        Ok(connection)
    }

    fn send(&self, message: &Message) -> Result<(), SendError> {
        let mut connection = self.connect()?;
        let sent = Self::hand_over(&mut connection, message);
        match &sent {
            // The mail is theirs now, whatever becomes of the goodbye.
            Ok(()) => drop(connection.quit()),
            Err(_) => connection.abort(),
        }
        sent
    }

    fn hand_over(connection: &mut SmtpConnection, message: &Message) -> Result<(), SendError> {
        let recipient: &str = message.to.as_ref();
        let mut options = Vec::new();
        if !recipient.is_ascii() || !AsRef::<str>::as_ref(&message.from).is_ascii() {
            if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
                return Err(SendError::Permanent(
                    "the mail server takes no international addresses".to_owned(),
                ));
            }
            options.push(MailParameter::SmtpUtfEight);
        }
        let failed = |error| SendError::Transient(describe(&error, Some(recipient)));
        let mail = connection.command(Mail::new(Some(message.from.clone()), options)).map_err(failed)?;
        in_step(&mail, "25")?;
        let about_recipient = |error: lettre::transport::smtp::Error| {
            let what = describe(&error, Some(recipient));
            if error.is_permanent() { SendError::Permanent(what) } else { SendError::Transient(what) }
        };
        let rcpt = connection.command(Rcpt::new(message.to.clone(), Vec::new())).map_err(about_recipient)?;
        in_step(&rcpt, "25")?;
        in_step(&connection.command(Data).map_err(about_recipient)?, "354")?;
        in_step(&connection.message(&message.bytes).map_err(about_recipient)?, "25")
    }
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, port, security, .. } = self;
        f.debug_struct("Smtp")
            .field("host", host)
            .field("port", port)
            .field("security", security)
            .finish_non_exhaustive()
    }
}

/// Refuses answers that were sent in the clear before TLS began: they would stand for answers of the real server.
///
/// The library keeps what it has read beyond the answer to STARTTLS and takes it for what comes next. One such answer is used
/// up by its greeting under TLS and then [`in_step`] sees that all others are one late; any more are found here.
fn refuse_what_came_early(connection: &mut SmtpConnection) -> Result<(), SendError> {
    let early =
        || SendError::Transient("the mail server, or somebody in between, spoke out of turn".to_owned());
    connection.set_timeout(Some(A_MOMENT)).map_err(|_| early())?;
    let nothing_there = match connection.read_response() {
        Ok(_) => false,
        Err(error) => std::error::Error::source(&error)
            .and_then(|source| source.downcast_ref::<io::Error>())
            .is_some_and(|error| matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut)),
    };
    connection.set_timeout(Some(PATIENCE)).map_err(|_| early())?;
    if nothing_there { Ok(()) } else { Err(early()) }
}

/// Checks that an answer is one to the command that was given.
fn in_step(answer: &Response, code: &str) -> Result<(), SendError> {
    if answer.code().to_string().starts_with(code) {
        return Ok(());
    }
    Err(SendError::Transient(format!("the mail server answered out of step: {}", answer.code())))
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost") || address.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Says what a server answered, without the address it was about: the text is kept and shown to administrators.
fn describe(error: &lettre::transport::smtp::Error, recipient: Option<&str>) -> String {
    let mut what = error.to_string();
    if let Some(source) = std::error::Error::source(error) {
        what = format!("{what}: {source}");
    }
    if let Some(recipient) = recipient {
        what = what.replace(recipient, "<recipient>");
    }
    what.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST_ANSWER).collect()
}

/// Why a message did not leave. The texts hold neither passwords nor addresses of recipients.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum SendError {
    /// It may work later.
    #[error("{0}")]
    Transient(String),
    /// This recipient will never get it.
    #[error("{0}")]
    Permanent(String),
    /// It cannot be made into a message.
    #[error(transparent)]
    Refused(#[from] Refused),
}

/// Where messages go.
#[derive(Clone, Debug)]
pub enum Transport {
    /// To a mail server.
    Smtp(Box<Smtp>),
    /// Into a folder.
    Spool(PathBuf),
}

impl Transport {
    /// Sends one message. Blocks until it is taken over or refused, for half a minute a step at most.
    pub fn send(&self, message: &Message) -> Result<(), SendError> {
        match self {
            Self::Smtp(smtp) => smtp.send(message),
            Self::Spool(folder) => spool::write(folder, message)
                .map_err(|error| SendError::Transient(format!("the spool cannot be written: {error}"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(host: &str, security: Security) -> SmtpSettings {
        SmtpSettings {
            host: host.to_owned(),
            port: 25,
            security,
            credentials: Some(Credentials { username: "u".to_owned(), password: "hunter2".to_owned() }),
            extra_root: None,
            hello: "desk.example".to_owned(),
        }
    }

    #[test]
    fn only_this_machine_is_spoken_to_in_the_clear() {
        for host in ["localhost", "127.0.0.1", "::1", "[::1]", "127.9.9.9"] {
            assert!(Smtp::new(&settings(host, Security::None)).is_ok(), "{host}");
        }
        for host in ["mail.example", "192.0.2.1", "localhost.evil.example", "", "a b", "a\r\nb"] {
            assert!(Smtp::new(&settings(host, Security::None)).is_err(), "{host}");
        }
        assert!(Smtp::new(&settings("mail.example", Security::Starttls)).is_ok());
    }

    #[test]
    fn passwords_are_not_shown() {
        let settings = settings("mail.example", Security::Tls);
        let shown = format!("{settings:?} {:?}", Smtp::new(&settings).unwrap());
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}
