//! The bytes of a file, with the position of each.

use std::fmt;
use std::io::{self, BufRead, Chain, Cursor, ErrorKind, Read};

/// The maximum size of a row: an unclosed quote or bracket must not fill the memory.
pub const MAX_ROW: u64 = 1 << 20;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";
/// The byte order marks of UTF-16.
const UTF16_MARKS: [&[u8]; 2] = [b"\xFF\xFE", b"\xFE\xFF"];

/// A position in a file, both parts counted from 1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Place {
    /// The line.
    pub line: u64,
    /// The character in the line.
    pub column: u64,
}

impl Place {
    /// The first character of a file.
    pub const START: Self = Self { line: 1, column: 1 };

    /// Returns the position after this byte of UTF-8 text, which `next` follows. A line ends with a line feed, a carriage return,
    /// or both.
    #[must_use]
    const fn after(self, byte: u8, next: Option<u8>) -> Self {
        match (byte, next) {
            // A continuation byte does not start a column, and of two line-ending bytes the second ends the line.
            (b'\r', Some(b'\n')) | (0x80..=0xBF, _) => self,
            (b'\n' | b'\r', _) => Self { line: self.line + 1, column: 1 },
            _ => Self { line: self.line, column: self.column + 1 },
        }
    }

    /// Returns the position after these bytes of UTF-8 text.
    pub(super) fn after_all(self, bytes: &[u8]) -> Self {
        let following = bytes.iter().skip(1).copied().map(Some).chain([None]);
        bytes.iter().zip(following).fold(self, |place, (byte, next)| place.after(*byte, next))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// A reader that tracks its position.
pub(super) struct Source<R> {
    inner: Chain<Cursor<Vec<u8>>, R>,
    place: Place,
    bytes: u64,
    is_utf16: bool,
}

impl<R: BufRead> Source<R> {
    /// Starts to read, after the byte order mark if there is one.
    pub(super) fn new(mut inner: R) -> io::Result<Self> {
        let mut head = Vec::with_capacity(BYTE_ORDER_MARK.len());
        inner.by_ref().take(3).read_to_end(&mut head)?;
        let mut bytes = 0;
        if head == BYTE_ORDER_MARK {
            head.clear();
            bytes = 3;
        }
        let is_utf16 = UTF16_MARKS.iter().any(|mark| head.starts_with(mark));
        Ok(Self { inner: Cursor::new(head).chain(inner), place: Place::START, bytes, is_utf16 })
    }

    /// Returns the next byte without consuming it.
    pub(super) fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            match self.inner.fill_buf() {
                Ok(buffer) => return Ok(buffer.first().copied()),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Consumes the next byte.
    pub(super) fn next(&mut self) -> io::Result<Option<u8>> {
        let byte = self.peek()?;
        if let Some(byte) = byte {
            self.inner.consume(1);
            self.bytes += 1;
            let next = if byte == b'\r' { self.peek()? } else { None };
            self.place = self.place.after(byte, next);
        }
        Ok(byte)
    }

    /// Consumes the next byte if it is this one.
    pub(super) fn take(&mut self, wanted: u8) -> io::Result<bool> {
        let there = self.peek()? == Some(wanted);
        if there {
            self.next()?;
        }
        Ok(there)
    }

    /// Returns whether the file has a UTF-16 byte order mark.
    pub(super) const fn is_utf16(&self) -> bool {
        self.is_utf16
    }

    /// Returns the position of the next byte.
    pub(super) const fn place(&self) -> Place {
        self.place
    }

    /// Returns how many bytes were consumed.
    pub(super) const fn bytes(&self) -> u64 {
        self.bytes
    }
}
