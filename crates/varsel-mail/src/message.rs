//! Builds the bytes of a message from the parts of a mail, and prevents header injection before a library sees them.

use std::fmt::Write as _;
use std::time::SystemTime;

use jiff::Timestamp;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, MultiPart, SinglePart};
use thiserror::Error;

use crate::MessageIds;

/// The longest line of a message without its line end (RFC 5322, section 2.1.1).
const LONGEST_LINE: usize = 998;
/// The maximum number of characters of a subject or name.
const LONGEST_HEADER: usize = 400;

/// The delimiters of an encoded word.
const ENCODED_BEGIN: &str = "=?utf-8?q?";
const ENCODED_END: &str = "?=";
/// How many characters are left for the text of an encoded word: a word has 75 at most (RFC 2047, section 2).
const ENCODED_ROOM: usize = 75 - ENCODED_BEGIN.len() - ENCODED_END.len();

/// A part of a mail cannot be sent as it is. Names the part, never its content.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
#[error("the mail was not created: its {field} {why}")]
pub struct Refused {
    /// The part.
    pub field: &'static str,
    /// The error.
    pub why: &'static str,
}

/// Line endings, and other characters that would break out of a header.
const BREAKS_OUT: &str = "holds control characters or line separators";
const TOO_LONG: &str = "is too long";
const NO_ADDRESS: &str = "is not an address that mail is sent to";
const NO_ID: &str = "is not a Message-ID";
const NOT_CLEAN: &str = "could not be encoded";

/// A name with an address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mailbox {
    /// The display name; can be empty.
    pub name: String,
    /// The address.
    pub address: String,
}

/// A mail to one recipient, in parts.
#[derive(Clone, Debug)]
pub struct OutgoingMail<'a> {
    /// The sender; automatic replies go there too.
    pub from: &'a Mailbox,
    /// The recipient.
    pub to: &'a Mailbox,
    /// The subject.
    pub subject: &'a str,
    /// The text.
    pub text: &'a str,
    /// The same as HTML.
    pub html: &'a str,
    /// Its Message-ID, with angle brackets.
    pub message_id: &'a str,
    /// The id of the thread's root, with angle brackets.
    pub thread: Option<&'a str>,
    /// The confirmation number of the case it is about.
    pub case: Option<&'a str>,
    /// When it was written.
    pub date: Timestamp,
}

/// A message ready to send: an envelope with one recipient, and bytes.
#[derive(Clone, Debug)]
pub struct Message {
    pub(crate) from: lettre::Address,
    pub(crate) to: lettre::Address,
    pub(crate) id: String,
    pub(crate) date: Timestamp,
    pub(crate) bytes: Vec<u8>,
}

impl Message {
    /// Returns the message as it goes over the wire, headers and body.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns its Message-ID.
    pub fn message_id(&self) -> &str {
        &self.id
    }
}

impl OutgoingMail<'_> {
    /// Creates the message.
    ///
    /// Control characters and line or paragraph separators are refused in everything that becomes a header or an envelope
    /// (RUSTSEC-2026-0561); line ends of bodies become CR LF; the finished message is checked again as bytes.
    pub fn message(&self, ids: &MessageIds) -> Result<Message, Refused> {
        let (from, to) = (mailbox("from", self.from)?, mailbox("to", self.to)?);
        let (sender, recipient) = (from.email.clone(), to.email.clone());
        let mut builder = lettre::Message::builder()
            .from(from)
            .to(to)
            .raw_header(subject(header("subject", self.subject)?))
            .message_id(Some(id("message_id", self.message_id)?.to_owned()))
            .date(SystemTime::from(self.date));
        if let Some(thread) = self.thread {
            let thread = id("thread", thread)?;
            builder = builder.in_reply_to(thread.to_owned()).references(thread.to_owned());
        }
        let mut raw = |name: &'static str, value: &str| {
            let name = HeaderName::new_from_ascii_str(name);
            builder = builder.clone().raw_header(HeaderValue::new(name, value.to_owned()));
        };
        raw("Auto-Submitted", "auto-generated");
        raw("X-Auto-Response-Suppress", "All");
        // Servers on the way can change the Message-ID; by this one we recognise our own mail when it comes back.
        raw("X-Varsel-Instance", self.message_id.trim_matches(['<', '>']));
        if let Some(case) = self.case {
            raw("X-Varsel-Case", header("case", case)?);
        }
        let parts = MultiPart::alternative()
            .boundary(ids.boundary(self.message_id))
            .singlepart(part("text", ContentType::TEXT_PLAIN, self.text)?)
            .singlepart(part("html", ContentType::TEXT_HTML, self.html)?);
        let bytes = builder.multipart(parts).map_err(|_| unclean("message"))?.formatted();
        if !is_clean(&bytes) {
            return Err(unclean("message"));
        }
        Ok(Message { from: sender, to: recipient, id: self.message_id.to_owned(), date: self.date, bytes })
    }
}

/// Checks the value of a header.
fn header<'a>(field: &'static str, value: &'a str) -> Result<&'a str, Refused> {
    let breaks_out = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    if value.chars().any(breaks_out) {
        return Err(Refused { field, why: BREAKS_OUT });
    }
    if value.chars().count() > LONGEST_HEADER {
        return Err(Refused { field, why: TOO_LONG });
    }
    Ok(value)
}

/// Creates the header of a subject.
///
/// The library encodes what is not ASCII and leaves the rest, so that words which look encoded already (RFC 2047) would be decoded by
/// whoever reads the mail, with all the characters that are refused in the open. A subject that holds such words is encoded whole.
fn subject(text: &str) -> HeaderValue {
    let name = HeaderName::new_from_ascii_str("Subject");
    if !text.contains("=?") {
        return HeaderValue::new(name, text.to_owned());
    }
    let mut encoded = String::from(ENCODED_BEGIN);
    let mut room = ENCODED_ROOM;
    for c in text.chars() {
        let mut bytes = [0; 4];
        let bytes = c.encode_utf8(&mut bytes).as_bytes();
        // A character is not split across two words.
        if room < 3 * bytes.len() {
            encoded.push_str(ENCODED_END);
            encoded.push_str("\r\n ");
            encoded.push_str(ENCODED_BEGIN);
            room = ENCODED_ROOM;
        }
        for byte in bytes {
            let _ = write!(encoded, "={byte:02X}");
        }
        room -= 3 * bytes.len();
    }
    encoded.push_str(ENCODED_END);
    HeaderValue::dangerous_new_pre_encoded(name, text.to_owned(), encoded)
}

/// Checks a Message-ID: printable ASCII in angle brackets, with one `@`.
fn id<'a>(field: &'static str, value: &'a str) -> Result<&'a str, Refused> {
    let inner =
        value.strip_prefix('<').and_then(|v| v.strip_suffix('>')).ok_or(Refused { field, why: NO_ID })?;
    let plain =
        |b: u8| b.is_ascii_graphic() && !matches!(b, b'<' | b'>' | b'(' | b')' | b',' | b';' | b'"' | b'\\');
    let well_formed = inner.bytes().all(plain) && inner.matches('@').count() == 1 && inner.len() <= 240;
    if well_formed { Ok(value) } else { Err(Refused { field, why: NO_ID }) }
}

fn unclean(field: &'static str) -> Refused {
    Refused { field, why: NOT_CLEAN }
}

/// Tells a character that turns the direction of what follows: it could make a mail read as something else.
pub(crate) fn turns(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn mailbox(field: &'static str, mailbox: &Mailbox) -> Result<lettre::message::Mailbox, Refused> {
    let name: String = header(field, mailbox.name.trim())?.chars().filter(|c| !turns(*c)).collect();
    let address = header(field, &mailbox.address)?;
    // Quoted local parts are legal and never needed; they are where commands and second addresses hide.
    if address
        .contains(|c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | ',' | ';' | '\\' | '(' | ')'))
    {
        return Err(Refused { field, why: NO_ADDRESS });
    }
    let address = in_ascii(address)
        .and_then(|address| address.parse().ok())
        .ok_or(Refused { field, why: NO_ADDRESS })?;
    Ok(lettre::message::Mailbox::new((!name.is_empty()).then_some(name), address))
}

/// Writes the domain of an address as it is registered (`xn--…`): few mail servers take another.
fn in_ascii(address: &str) -> Option<String> {
    let (local, domain) = address.rsplit_once('@')?;
    // A domain that is ASCII is as it is written, also one that no registry would take.
    if domain.is_ascii() {
        return Some(address.to_owned());
    }
    Some(format!("{local}@{}", idna::domain_to_ascii_strict(domain).ok()?))
}

fn part(field: &'static str, kind: ContentType, text: &str) -> Result<SinglePart, Refused> {
    let encoding = ContentTransferEncoding::QuotedPrintable;
    let body = Body::new_with_encoding(with_crlf(text), encoding).map_err(|_| unclean(field))?;
    Ok(SinglePart::builder().header(kind).body(body))
}

/// Normalises line endings to CR LF and removes control characters except tabs.
fn with_crlf(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 32);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\r' => {
                rest.next_if_eq(&'\n');
                out.push_str("\r\n");
            }
            '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push_str("\r\n"),
            '\t' => out.push('\t'),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Returns whether bytes are valid for a strict server: no NUL, CR and LF only together, no line too long.
fn is_clean(bytes: &[u8]) -> bool {
    let mut length = 0;
    let mut before = 0;
    for &byte in bytes {
        match (before, byte) {
            (b'\r', b'\n') => length = 0,
            (_, b'\n' | 0) | (b'\r', _) => return false,
            (_, b'\r') => {}
            _ => length += 1,
        }
        if length > LONGEST_LINE {
            return false;
        }
        before = byte;
    }
    before != b'\r'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mailbox_of(name: &str, address: &str) -> Mailbox {
        Mailbox { name: name.to_owned(), address: address.to_owned() }
    }

    fn make(name: &str, address: &str, subject: &str, text: &str) -> Result<String, Refused> {
        let ids = MessageIds::new([7; 32], "desk.example");
        let (from, to) = (mailbox_of("The desk", "desk@desk.example"), mailbox_of(name, address));
        let mail = OutgoingMail {
            from: &from,
            to: &to,
            subject,
            text,
            html: "<p>x</p>",
            message_id: &ids.event("SE-7KQ4-M2XD", 2, "somebody"),
            thread: Some(&ids.root("SE-7KQ4-M2XD")),
            case: Some("SE-7KQ4-M2XD"),
            date: "2026-11-23T09:00:00Z".parse().unwrap(),
        };
        mail.message(&ids).map(|message| String::from_utf8(message.bytes).unwrap())
    }

    #[test]
    fn a_message_has_the_headers_that_machines_and_threads_need() {
        let made = make("Åsa", "asa@publisher.example", "[SE-7KQ4-M2XD] Title", "Hello\nåäö").unwrap();
        for line in [
            "From: \"The desk\" <desk@desk.example>\r\n",
            "To: =?utf-8?b?w4VzYQ==?= <asa@publisher.example>\r\n",
            "Subject: [SE-7KQ4-M2XD] Title\r\n",
            "Auto-Submitted: auto-generated\r\n",
            "X-Auto-Response-Suppress: All\r\n",
            "X-Varsel-Case: SE-7KQ4-M2XD\r\n",
            "X-Varsel-Instance: SE-7KQ4-M2XD.2.",
            "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n",
            "In-Reply-To: <SE-7KQ4-M2XD.0.",
            "References: <SE-7KQ4-M2XD.0.",
            "Message-ID: <SE-7KQ4-M2XD.2.",
            "Hello\r\n=C3=A5=C3=A4=C3=B6",
        ] {
            assert!(made.contains(line), "{line} in\n{made}");
        }
        assert_eq!(Ok(made), make("Åsa", "asa@publisher.example", "[SE-7KQ4-M2XD] Title", "Hello\nåäö"));
    }

    #[test]
    fn nothing_breaks_out_of_a_header() {
        for bad in [
            "\r", "\n", "\r\n", "\0", "\u{1}", "\u{1b}", "\u{7f}", "\u{85}", "\u{9b}", "\u{2028}", "\u{2029}",
        ] {
            let hostile = format!("a{bad}Bcc: eve@evil.example");
            assert_eq!(
                make(&hostile, "a@b.example", "s", "t"),
                Err(Refused { field: "to", why: BREAKS_OUT }),
                "{bad:?}"
            );
            assert_eq!(
                make("a", "a@b.example", &hostile, "t"),
                Err(Refused { field: "subject", why: BREAKS_OUT }),
                "{bad:?}"
            );
            let address = format!("a{bad}@b.example");
            assert_eq!(
                make("a", &address, "s", "t"),
                Err(Refused { field: "to", why: BREAKS_OUT }),
                "{bad:?}"
            );
            let address = format!("a@b.example{bad}RCPT TO:<eve@evil.example>");
            assert_eq!(
                make("a", &address, "s", "t"),
                Err(Refused { field: "to", why: BREAKS_OUT }),
                "{bad:?}"
            );
        }
        for address in
            ["\"a b\"@c.example", "a@b.example,eve@evil.example", "a", "a@b@c.example>", "<a@b.example>"]
        {
            assert_eq!(
                make("a", address, "s", "t"),
                Err(Refused { field: "to", why: NO_ADDRESS }),
                "{address}"
            );
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        let long = "x".repeat(LONGEST_HEADER + 1);
        let refused = make("a", "a@b.example", &long, "t").unwrap_err();
        assert_eq!(refused.to_string(), "the mail was not created: its subject is too long");
    }

    #[test]
    fn a_name_does_not_turn_around() {
        let made = make("A\u{202e}bc\u{2066}", "a@b.example", "s", "t").unwrap();
        assert!(made.contains("To: Abc <a@b.example>\r\n"), "{made}");
    }

    #[test]
    fn bodies_have_proper_line_ends_only() {
        assert_eq!(with_crlf("a\nb\rc\r\nd\u{85}e\u{2028}f\0g\th"), "a\r\nb\r\nc\r\nd\r\ne\r\nfg\th");
        assert!(is_clean(b"a\r\nb\r\n") && is_clean(b""));
        for bad in [&b"a\nb"[..], b"a\rb", b"a\r", b"\0", b"a\r\r\n", &[b'x'; 999]] {
            assert!(!is_clean(bad), "{bad:?}");
        }
    }
}
