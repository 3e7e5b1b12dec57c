//! A session with a mail server (RFC 5321), up to the accepted mail.
//!
//! Nothing is read beyond a reply. Data injected after the reply to STARTTLS stays in the socket, where the handshake fails on
//! it: a buffered reader would accept it as sent under TLS.

use std::fmt::Display;
use std::io::{Read as _, Write as _};

use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::commands::{Auth, Data, Ehlo, Mail, Quit, Rcpt, Starttls};
use lettre::transport::smtp::extension::{ClientId, Extension, ServerInfo};
use lettre::transport::smtp::response::Response;

use crate::stream::{Stream, Tls};

/// The maximum number of bytes of one answer.
const LONGEST_ANSWER: usize = 16 * 1024;
/// The maximum number of steps of signing in.
const MOST_CHALLENGES: usize = 4;

/// Why a session failed.
#[derive(Debug)]
pub(crate) struct Trouble {
    /// The error, in words.
    pub(crate) what: String,
    /// The server's code, if the server refused.
    code: Option<u16>,
}

impl Trouble {
    fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), code: None }
    }

    /// Returns whether the refusal is permanent.
    pub(crate) fn is_for_good(&self) -> bool {
        self.code.is_some_and(|code| (500..600).contains(&code))
    }

    /// Returns whether the session can continue after a refusal.
    pub(crate) fn is_answer(&self) -> bool {
        self.code.is_some()
    }
}

impl From<std::io::Error> for Trouble {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut => {
                Self::new("the mail server did not answer in time")
            }
            _ => Self::new(format!("the connection failed: {error}")),
        }
    }
}

impl From<lettre::transport::smtp::Error> for Trouble {
    fn from(error: lettre::transport::smtp::Error) -> Self {
        Self::new(error.to_string())
    }
}

/// When TLS starts.
#[derive(Clone)]
pub(crate) enum Start {
    /// From the first byte.
    AtOnce(Tls),
    /// After STARTTLS.
    Asked(Tls),
    /// Never.
    Never,
}

/// A session.
pub(crate) struct Session {
    stream: Stream,
    server: ServerInfo,
}

impl Session {
    /// Connects, secures the connection as configured, and exchanges greetings.
    pub(crate) fn open(host: &str, port: u16, start: &Start, hello: &ClientId) -> Result<Self, Trouble> {
        let mut stream = Stream::connect(host, port)?;
        if let Start::AtOnce(tls) = start {
            stream = stream.secured(tls)?;
        }
        let mut session = Self { stream, server: ServerInfo::default() };
        session.answer(&[220])?;
        session.greet(hello)?;
        if let Start::Asked(tls) = start {
            session = session.secured(tls, hello)?;
        }
        Ok(session)
    }

    /// Switches to TLS, or fails. The server's earlier capabilities are discarded.
    fn secured(mut self, tls: &Tls, hello: &ClientId) -> Result<Self, Trouble> {
        if !self.supports(Extension::StartTls) {
            self.quit();
            return Err(Trouble::new("the mail server does not offer STARTTLS"));
        }
        self.command(&Starttls, &[220])?;
        let mut session = Self { stream: self.stream.secured(tls)?, server: ServerInfo::default() };
        session.greet(hello)?;
        Ok(session)
    }

    /// Returns whether TLS protects the session.
    pub(crate) fn is_secured(&self) -> bool {
        self.stream.is_secured()
    }

    /// Returns whether the server has announced a capability.
    pub(crate) fn supports(&self, extension: Extension) -> bool {
        self.server.supports_feature(extension)
    }

    /// Signs in.
    pub(crate) fn sign_in(&mut self, credentials: &Credentials) -> Result<(), Trouble> {
        let mechanism = self
            .server
            .get_auth_mechanism(DEFAULT_MECHANISMS)
            .ok_or_else(|| Trouble::new("the mail server offers no known way to sign in"))?;
        let mut command = Auth::new(mechanism, credentials.clone(), None)?;
        for _ in 0..MOST_CHALLENGES {
            let answer = self.command(&command, &[235, 334])?;
            if answer.has_code(235) {
                return Ok(());
            }
            command = Auth::new_from_response(mechanism, credentials.clone(), &answer)?;
        }
        Err(Trouble::new("the mail server does not come to an end of asking who signs in"))
    }

    /// Names the sender.
    pub(crate) fn sender(&mut self, mail: &Mail) -> Result<(), Trouble> {
        self.command(mail, &[250]).map(drop)
    }

    /// Names the recipient and sends the message, whose line endings must all be CR LF.
    pub(crate) fn hand_over(&mut self, recipient: &Rcpt, message: &[u8]) -> Result<(), Trouble> {
        self.command(recipient, &[250, 251, 252])?;
        self.command(&Data, &[354])?;
        self.stream.write_all(&with_dots(message))?;
        self.stream.flush()?;
        self.answer(&[250]).map(drop)
    }

    /// Sends QUIT. The server may already have closed the connection, which does not matter.
    pub(crate) fn quit(mut self) {
        let _ = self.command(&Quit, &[221]);
    }

    fn greet(&mut self, hello: &ClientId) -> Result<(), Trouble> {
        let answer = self.command(&Ehlo::new(hello.clone()), &[250])?;
        self.server = ServerInfo::from_response(&answer)?;
        Ok(())
    }

    fn command(&mut self, command: &impl Display, wanted: &[u16]) -> Result<Response, Trouble> {
        self.stream.write_all(command.to_string().as_bytes())?;
        self.stream.flush()?;
        self.answer(wanted)
    }

    /// Reads one reply, up to its last byte and no further.
    fn answer(&mut self, wanted: &[u16]) -> Result<Response, Trouble> {
        let mut text = Vec::new();
        loop {
            let line = text.len();
            self.line(&mut text)?;
            // The last line has no dash behind its code.
            if text.get(line + 3) != Some(&b'-') {
                break;
            }
        }
        let text = String::from_utf8_lossy(&text);
        let nonsense = || Trouble::new("the mail server sent an invalid answer");
        let code = text.get(..3).and_then(|code| code.parse().ok()).ok_or_else(nonsense)?;
        let answer: Response = text.parse().map_err(|_| nonsense())?;
        if wanted.contains(&code) {
            return Ok(answer);
        }
        let said = format!("{code} {}", answer.message().collect::<Vec<_>>().join(" "));
        if code >= 400 {
            return Err(Trouble { what: said, code: Some(code) });
        }
        Err(Trouble::new(format!("the mail server answered out of turn: {said}")))
    }

    /// Reads a line, byte by byte, and ends it with CR LF however it ended.
    fn line(&mut self, text: &mut Vec<u8>) -> Result<(), Trouble> {
        let mut byte = [0];
        loop {
            if self.stream.read(&mut byte)? == 0 {
                return Err(Trouble::new("the mail server hung up"));
            }
            match byte[0] {
                b'\n' => break,
                b'\r' => {}
                other => text.push(other),
            }
            if text.len() > LONGEST_ANSWER {
                return Err(Trouble::new("the mail server does not stop talking"));
            }
        }
        text.extend_from_slice(b"\r\n");
        Ok(())
    }
}

/// Doubles leading dots, terminates the last line, and adds the final dot.
fn with_dots(message: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(message.len() + message.len() / 64 + 5);
    for line in message.split_inclusive(|byte| *byte == b'\n') {
        if line.starts_with(b".") {
            out.push(b'.');
        }
        out.extend_from_slice(line);
    }
    if !out.ends_with(b"\r\n") {
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(b".\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dot_alone_ends_only_the_whole() {
        for (message, sent) in [
            ("", "\r\n.\r\n"),
            ("a", "a\r\n.\r\n"),
            ("a\r\n", "a\r\n.\r\n"),
            (".\r\n..\r\nb.\r\n.c", "..\r\n...\r\nb.\r\n..c\r\n.\r\n"),
        ] {
            assert_eq!(String::from_utf8(with_dots(message.as_bytes())).unwrap(), sent, "{message:?}");
        }
    }
}
