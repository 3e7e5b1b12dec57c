//! Sending messages: to a mail server, or into a folder.

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;

use lettre::transport::smtp::authentication::Credentials as LettreCredentials;
use lettre::transport::smtp::commands::{Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use thiserror::Error;

use crate::session::{Session, Start, Trouble};
use crate::stream::Tls;
use crate::{Message, Refused, spool};

/// The maximum number of characters of a server's answer that are kept.
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

/// The settings of a mail server.
#[derive(Clone, Debug)]
pub struct SmtpSettings {
    /// Its name; its certificate must be for this name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is secured.
    pub security: Security,
    /// The credentials, if needed.
    pub credentials: Option<Credentials>,
    /// A file with an additional trusted certificate in PEM format.
    pub extra_root: Option<PathBuf>,
    /// The EHLO name of this machine: the domain of the sender.
    pub hello: String,
}

/// A mail server, ready to be connected to.
#[derive(Clone)]
pub struct Smtp {
    host: String,
    port: u16,
    hello: ClientId,
    security: Security,
    start: Start,
    credentials: Option<LettreCredentials>,
}

/// The settings for a mail server do not work together.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error("{0}")]
pub struct BadSettings(String);

impl Smtp {
    /// Validates settings without connecting.
    pub fn new(settings: &SmtpSettings) -> Result<Self, BadSettings> {
        let bad = |what: String| BadSettings(what);
        let host = settings.host.trim();
        if host.is_empty() || host.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err(bad("the mail server has no usable name".to_owned()));
        }
        if settings.hello.is_empty() || settings.hello.contains(|c: char| !c.is_ascii_graphic()) {
            return Err(bad("the domain that mails come from is not usable".to_owned()));
        }
        let tls = || Tls::new(host, settings.extra_root.as_deref()).map_err(BadSettings);
        let start = match settings.security {
            Security::None if is_loopback(host) => Start::Never,
            Security::None => {
                return Err(bad(format!(
                    "mail to {host} would cross the network unprotected: use tls or starttls"
                )));
            }
            Security::Tls => Start::AtOnce(tls()?),
            Security::Starttls => Start::Asked(tls()?),
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
            start,
            credentials,
        })
    }

    /// Connects, secures the connection, signs in, and disconnects: for checks of a configuration. Blocks.
    pub fn check(&self) -> Result<(), SendError> {
        self.connect()?.quit();
        Ok(())
    }

    fn connect(&self) -> Result<Session, SendError> {
        // Errors before the recipient is named are not about the recipient.
        let failed = |trouble| SendError::Transient(describe(&trouble, None));
        let mut session = Session::open(&self.host, self.port, &self.start, &self.hello).map_err(failed)?;
        if self.security != Security::None && !session.is_secured() {
            return Err(SendError::Transient("the connection is not encrypted".to_owned()));
        }
        if let Some(credentials) = &self.credentials {
            session.sign_in(credentials).map_err(failed)?;
        }
        Ok(session)
    }

    fn send(&self, message: &Message) -> Result<(), SendError> {
        let mut session = self.connect()?;
        let recipient: &str = message.to.as_ref();
        let mut options = Vec::new();
        if !recipient.is_ascii() || !AsRef::<str>::as_ref(&message.from).is_ascii() {
            if !session.supports(Extension::SmtpUtfEight) {
                session.quit();
                return Err(SendError::Permanent(
                    "the mail server takes no international addresses".to_owned(),
                ));
            }
            options.push(MailParameter::SmtpUtfEight);
        }
        let sender = Mail::new(Some(message.from.clone()), options);
        // A refused sender is our own error, not the recipient's.
        let (sent, judges_recipient) = match session.sender(&sender) {
            Ok(()) => (session.hand_over(&Rcpt::new(message.to.clone(), Vec::new()), &message.bytes), true),
            refused => (refused, false),
        };
        if sent.as_ref().err().is_none_or(Trouble::is_answer) {
            session.quit();
        }
        sent.map_err(|trouble| {
            let what = describe(&trouble, Some(recipient));
            if judges_recipient && trouble.is_for_good() {
                SendError::Permanent(what)
            } else {
                SendError::Transient(what)
            }
        })
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

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost") || address.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Describes the error, without the address: the text is stored and shown to administrators.
fn describe(trouble: &Trouble, recipient: Option<&str>) -> String {
    let what = match recipient {
        Some(recipient) => trouble.what.replace(recipient, "<recipient>"),
        None => trouble.what.clone(),
    };
    what.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST_ANSWER).collect()
}

/// Why a message was not sent. The texts contain neither passwords nor recipient addresses.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum SendError {
    /// It can succeed later.
    #[error("{0}")]
    Transient(String),
    /// This recipient permanently refuses it.
    #[error("{0}")]
    Permanent(String),
    /// It cannot be built into a message.
    #[error(transparent)]
    Refused(#[from] Refused),
}

/// The transport of messages.
#[derive(Clone, Debug)]
pub enum Transport {
    /// To a mail server.
    Smtp(Box<Smtp>),
    /// Into a folder.
    Spool(PathBuf),
}

impl Transport {
    /// Sends one message. Blocks until it is accepted or refused, for at most half a minute per step.
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
