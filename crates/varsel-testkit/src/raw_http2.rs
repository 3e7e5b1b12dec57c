//! HTTP/2 written by hand (RFC 9113, RFC 7541), as a hostile client may: what no library would send.

use std::io::{self, Read};

/// What a client sends first.
pub const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// Kinds of frames (RFC 9113, section 6).
pub mod kind {
    #![expect(missing_docs, reason = "the names of RFC 9113")]

    pub const DATA: u8 = 0x0;
    pub const HEADERS: u8 = 0x1;
    pub const RST_STREAM: u8 = 0x3;
    pub const SETTINGS: u8 = 0x4;
    pub const PING: u8 = 0x6;
    pub const GOAWAY: u8 = 0x7;
    pub const WINDOW_UPDATE: u8 = 0x8;
}

/// Settings (RFC 9113, section 6.5.2).
pub mod setting {
    #![expect(missing_docs, reason = "the names of RFC 9113")]

    pub const MAX_CONCURRENT_STREAMS: u16 = 0x3;
    pub const INITIAL_WINDOW_SIZE: u16 = 0x4;
}

const END_STREAM: u8 = 0x1;
const ACK: u8 = 0x1;
const END_HEADERS: u8 = 0x4;

/// A frame.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Frame {
    /// Its kind.
    pub kind: u8,
    /// Its flags.
    pub flags: u8,
    /// The stream it belongs to; 0 for the connection.
    pub stream: u32,
    /// What it carries.
    pub payload: Vec<u8>,
}

impl Frame {
    /// Returns its bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let length = u32::try_from(self.payload.len()).unwrap_or(u32::MAX);
        let mut bytes = length.to_be_bytes()[1..].to_vec();
        bytes.extend([self.kind, self.flags]);
        bytes.extend(self.stream.to_be_bytes());
        bytes.extend(&self.payload);
        bytes
    }

    /// Returns its length and itself without what it carries, from its first nine bytes.
    pub fn head(bytes: [u8; 9]) -> (usize, Self) {
        let [a, b, c, kind, flags, stream @ ..] = bytes;
        let length = usize::from(a) << 16 | usize::from(b) << 8 | usize::from(c);
        (length, Self { kind, flags, stream: u32::from_be_bytes(stream), payload: Vec::new() })
    }

    /// Reads one.
    pub fn read(from: &mut impl Read) -> io::Result<Self> {
        let mut head = [0; 9];
        from.read_exact(&mut head)?;
        let (length, mut frame) = Self::head(head);
        frame.payload = vec![0; length];
        from.read_exact(&mut frame.payload)?;
        Ok(frame)
    }

    /// Returns the settings it carries, if it is one of settings.
    pub fn settings(&self) -> Vec<(u16, u32)> {
        let pair = |six: &[u8]| {
            (u16::from_be_bytes([six[0], six[1]]), u32::from_be_bytes([six[2], six[3], six[4], six[5]]))
        };
        if self.kind == kind::SETTINGS {
            self.payload.chunks_exact(6).map(pair).collect()
        } else {
            Vec::new()
        }
    }

    /// Returns what a living client answers to it: settings and pings are acknowledged.
    pub fn reply(&self) -> Option<Self> {
        let wants = matches!(self.kind, kind::SETTINGS | kind::PING) && self.flags & ACK == 0;
        let payload = if self.kind == kind::PING { self.payload.clone() } else { Vec::new() };
        wants.then_some(Self { kind: self.kind, flags: ACK, stream: 0, payload })
    }

    /// Returns whether it begins an answer.
    pub const fn is_answer(&self) -> bool {
        self.kind == kind::HEADERS
    }
}

/// Opens a connection; each answer can send `window` bytes before it is told to send more.
pub fn open(window: u32) -> Vec<u8> {
    let mut payload = setting::INITIAL_WINDOW_SIZE.to_be_bytes().to_vec();
    payload.extend(window.to_be_bytes());
    let settings = Frame { kind: kind::SETTINGS, flags: 0, stream: 0, payload };
    [PREFACE, &settings.to_bytes()].concat()
}

/// Asks for a page. Streams of clients have odd numbers.
pub fn get(stream: u32, path: &str) -> Vec<u8> {
    let block = [&[0x82, 0x86][..], &literal(4, path), &literal(1, "desk.example")].concat();
    headers(stream, END_STREAM | END_HEADERS, block)
}

/// Begins to send a form.
pub fn post(stream: u32, path: &str) -> Vec<u8> {
    let kind = [&[0x00][..], &text("content-type"), &text("application/x-www-form-urlencoded")].concat();
    let block = [&[0x83, 0x86][..], &literal(4, path), &literal(1, "desk.example"), &kind].concat();
    headers(stream, END_HEADERS, block)
}

/// Sends a part of a form, and not its end.
pub fn data(stream: u32, bytes: &[u8]) -> Vec<u8> {
    Frame { kind: kind::DATA, flags: 0, stream, payload: bytes.to_vec() }.to_bytes()
}

/// Ends a form.
pub fn end(stream: u32) -> Vec<u8> {
    Frame { kind: kind::DATA, flags: END_STREAM, stream, payload: Vec::new() }.to_bytes()
}

fn headers(stream: u32, flags: u8, payload: Vec<u8>) -> Vec<u8> {
    Frame { kind: kind::HEADERS, flags, stream, payload }.to_bytes()
}

/// A header whose name is in the static table, not to be remembered (RFC 7541, section 6.2.2).
fn literal(name: u8, value: &str) -> Vec<u8> {
    [&[name][..], &text(value)].concat()
}

/// A text that is not compressed (RFC 7541, sections 5.1 and 5.2).
fn text(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.len();
    if rest < 127 {
        bytes.push(u8::try_from(rest).unwrap_or(127));
    } else {
        bytes.push(127);
        rest -= 127;
        while rest >= 128 {
            bytes.push(u8::try_from(rest % 128).unwrap_or_default() | 0x80);
            rest /= 128;
        }
        bytes.push(u8::try_from(rest).unwrap_or_default());
    }
    bytes.extend(text.as_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_come_back_as_they_were_written() {
        let frame = Frame { kind: kind::PING, flags: 0, stream: 0, payload: b"12345678".to_vec() };
        let bytes = frame.to_bytes();
        assert_eq!(bytes[..9], [0, 0, 8, 6, 0, 0, 0, 0, 0]);
        assert_eq!(Frame::read(&mut &bytes[..]).unwrap(), frame);
        assert_eq!(frame.reply().unwrap().payload, frame.payload);
        assert!(frame.reply().unwrap().reply().is_none(), "what is acknowledged is not acknowledged again");
        let settings = Frame::read(&mut &open(7)[PREFACE.len()..]).unwrap();
        assert_eq!(settings.settings(), [(setting::INITIAL_WINDOW_SIZE, 7)]);
        assert_eq!(text(&"x".repeat(300))[..3], [127, 0xad, 1]);
    }
}
