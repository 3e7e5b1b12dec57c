//! The mail folder while no server is configured, as the administrator's page shows it: Varsel's own mails, readable, with
//! unbroken links.

use std::io;
use std::path::PathBuf;

use jiff::Timestamp;
use jiff::fmt::strtime;
use varsel_mail::spool;
use varsel_web::{MailSpool, SpooledMail};

/// The headers that the page shows.
const SHOWN: [&str; 4] = ["From", "To", "Date", "Subject"];

/// The folder.
pub(crate) struct MailFolder(pub(crate) PathBuf);

impl MailSpool for MailFolder {
    fn newest(&self, most: usize) -> io::Result<Vec<SpooledMail>> {
        let mut mails = Vec::new();
        for found in spool::list(&self.0)?.into_iter().take(most) {
            // A mail that was removed after the folder was listed is left out.
            if let Some(bytes) = spool::read(&self.0, &found.name)? {
                let (head, _) = part(&String::from_utf8_lossy(&bytes));
                mails.push(SpooledMail {
                    written: written(&found.name),
                    to: header(&head, "To").unwrap_or_default(),
                    subject: header(&head, "Subject").unwrap_or_default(),
                    name: found.name,
                });
            }
        }
        Ok(mails)
    }

    fn read(&self, name: &str) -> io::Result<Option<String>> {
        Ok(spool::read(&self.0, name)?.map(|bytes| readable(&String::from_utf8_lossy(&bytes))))
    }
}

/// Reads when a mail was written from the name of its file, which begins with the time.
fn written(name: &str) -> Option<Timestamp> {
    let time = name.split_once('Z')?.0;
    let read = strtime::parse("%Y%m%dT%H%M%S%.f", time).ok()?.to_datetime().ok()?;
    read.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

/// Formats a mail for people: its main headers and its text.
fn readable(mail: &str) -> String {
    let (head, body) = part(mail);
    let mut out = String::new();
    for name in SHOWN {
        if let Some(value) = header(&head, name) {
            out.push_str(name);
            out.push_str(": ");
            out.push_str(&value);
            out.push('\n');
        }
    }
    out.push('\n');
    out.push_str(&text(&head, &body));
    out
}

/// Splits headers from the body, each header on one line.
fn part(mail: &str) -> (Vec<String>, String) {
    let mut head: Vec<String> = Vec::new();
    let mut lines = mail.split('\n').map(|line| line.trim_end_matches('\r'));
    for line in lines.by_ref() {
        match (line.chars().next(), head.last_mut()) {
            (None, _) => break,
            (Some(' ' | '\t'), Some(before)) => {
                before.push(' ');
                before.push_str(line.trim_start());
            }
            _ => head.push(line.to_owned()),
        }
    }
    (head, lines.collect::<Vec<_>>().join("\n"))
}

/// Finds a header and decodes the words of it that are encoded (RFC 2047).
fn header(head: &[String], name: &str) -> Option<String> {
    let value = head.iter().find_map(|line| {
        let (found, value) = line.split_once(':')?;
        found.eq_ignore_ascii_case(name).then(|| value.trim())
    })?;
    let mut out = String::new();
    let mut after_encoded = false;
    for word in value.split_whitespace() {
        let decoded = encoded_word(word);
        // Spaces between two encoded words belong to neither.
        let belongs = after_encoded && decoded.is_some();
        if !belongs && !out.is_empty() {
            out.push(' ');
        }
        after_encoded = decoded.is_some();
        out.push_str(decoded.as_deref().unwrap_or(word));
    }
    Some(out)
}

fn encoded_word(word: &str) -> Option<String> {
    let inner = word.strip_prefix("=?")?.strip_suffix("?=")?;
    let mut parts = inner.splitn(3, '?');
    let (charset, encoding, text) = (parts.next()?, parts.next()?, parts.next()?);
    if !charset.eq_ignore_ascii_case("utf-8") {
        return None;
    }
    let bytes = match encoding {
        "b" | "B" => base64(text)?,
        "q" | "Q" => quoted_printable(&text.replace('_', " ")),
        _ => return None,
    };
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// Finds the plain text of a mail; the raw body if there is none.
fn text(head: &[String], body: &str) -> String {
    let kind = header(head, "Content-Type").unwrap_or_default();
    if let Some((_, rest)) = kind.split_once("boundary=") {
        let boundary = rest.trim_start_matches('"').split(['"', ';']).next().unwrap_or_default();
        let delimiter = format!("\n--{boundary}");
        let whole = format!("\n{body}");
        let mut parts = whole.split(delimiter.as_str()).skip(1);
        let plain = parts.find_map(|piece| {
            let (head, body) = part(piece.strip_prefix('\n')?);
            let kind = header(&head, "Content-Type")?;
            // The texts can stand inside a part that holds both.
            (kind.starts_with("text/plain") || kind.starts_with("multipart/")).then(|| text(&head, &body))
        });
        return plain.unwrap_or_else(|| body.to_owned());
    }
    let encoding = header(head, "Content-Transfer-Encoding").unwrap_or_default();
    let bytes = match encoding.to_ascii_lowercase().as_str() {
        "quoted-printable" => quoted_printable(body),
        "base64" => base64(body).unwrap_or_else(|| body.as_bytes().to_vec()),
        _ => body.as_bytes().to_vec(),
    };
    String::from_utf8_lossy(&bytes).replace("\r\n", "\n")
}

/// Decodes quoted-printable text (RFC 2045, section 6.7). What is malformed stays as it is.
fn quoted_printable(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let hex =
        |byte: Option<&u8>| byte.and_then(|b| char::from(*b).to_digit(16)).and_then(|d| u8::try_from(d).ok());
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if *byte != b'=' {
            out.push(*byte);
            at += 1;
        } else if bytes.get(at + 1) == Some(&b'\n') {
            at += 2;
        } else if let (Some(high), Some(low)) = (hex(bytes.get(at + 1)), hex(bytes.get(at + 2))) {
            out.push(high << 4 | low);
            at += 3;
        } else {
            out.push(b'=');
            at += 1;
        }
    }
    out
}

/// Decodes base64 text (RFC 4648, section 4); `None` if it is malformed.
fn base64(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut held, mut bits) = (0_u32, 0);
    for byte in text.bytes().filter(|b| !b.is_ascii_whitespace() && *b != b'=') {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        held = held << 6 | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push(u8::try_from(held >> bits & 0xFF).ok()?);
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_is_shown_as_a_person_reads_it() {
        let mail = "From: Northwind <desk@example.com>\r\nMessage-ID: <1@example.com>\r\n\
            Subject: =?utf-8?b?w4RyZW5kZXQg?=\r\n =?utf-8?b?w6RyIG1vdHRhZ2V0?= SE-7KQ4-M2XD\r\n\
            Content-Type: multipart/alternative;\r\n boundary=\"x=1\"\r\n\r\n--x=1\r\n\
            Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
            Hej =C3=85sa,\r\nhttps://desk.example/invitations/0123456789=\r\nabcdef?x=3D1\r\n--x=1\r\n\
            Content-Type: text/html; charset=utf-8\r\n\r\n<p>Hej</p>\r\n--x=1--\r\n";
        assert_eq!(
            readable(mail),
            "From: Northwind <desk@example.com>\nSubject: Ärendet är mottaget SE-7KQ4-M2XD\n\n\
             Hej Åsa,\nhttps://desk.example/invitations/0123456789abcdef?x=1"
        );
    }

    #[test]
    fn what_is_malformed_stays_as_it_is() {
        assert_eq!(quoted_printable("a=ZZ=4"), b"a=ZZ=4");
        assert_eq!(base64("a*b"), None);
        assert_eq!(encoded_word("=?utf-8?x?abc?="), None);
        assert_eq!(readable("no headers at all"), "\n");
        assert_eq!(readable("Subject: x\n\nplain = text\n"), "Subject: x\n\nplain = text\n");
    }

    #[test]
    fn the_name_tells_when_it_was_written() {
        let at = written("20261123T100000.500000Z-SE-7KQ4-M2XD.3.eml").unwrap();
        assert_eq!(at.to_string(), "2026-11-23T10:00:00.5Z");
        assert_eq!(written("notes.eml"), None);
    }
}
