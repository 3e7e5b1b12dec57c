//! Bytes of a file, with the place of each.

use std::fmt;
use std::io::{self, BufRead, Chain, Cursor, ErrorKind, Read};

/// The most bytes one row takes: a quote or a bracket that is never closed must not fill the memory.
pub const MAX_ROW: u64 = 1 << 20;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";
/// What a text in UTF-16 begins with, in either order of its bytes.
const UTF16_MARKS: [&[u8]; 2] = [b"\xFF\xFE", b"\xFE\xFF"];

/// A place in a file, both counted from 1.
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

    /// Returns the place after this byte of UTF-8 text, which `next` follows. A line ends with a line feed, a carriage return, or
    /// both.
    #[must_use]
    const fn after(self, byte: u8, next: Option<u8>) -> Self {
        match (byte, next) {
            // A byte that continues a character begins no new column, and of two that end a line the second does.
            (b'\r', Some(b'\n')) | (0x80..=0xBF, _) => self,
            (b'\n' | b'\r', _) => Self { line: self.line + 1, column: 1 },
            _ => Self { line: self.line, column: self.column + 1 },
        }
    }

    /// Returns the place after these bytes of UTF-8 text.
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

/// A reader that knows where it is.
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

    /// Returns the next byte without taking it.
    pub(super) fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            match self.inner.fill_buf() {
                Ok(buffer) => return Ok(buffer.first().copied()),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Takes the next byte.
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

    /// Takes the next byte if it is this one.
    pub(super) fn take(&mut self, wanted: u8) -> io::Result<bool> {
        let there = self.peek()? == Some(wanted);
        if there {
            self.next()?;
        }
        Ok(there)
    }

    /// Tells whether the file says that it is in UTF-16.
    pub(super) const fn is_utf16(&self) -> bool {
        self.is_utf16
    }

    /// Returns the place of the next byte.
    pub(super) const fn place(&self) -> Place {
        self.place
    }

    /// Returns how many bytes were taken.
    pub(super) const fn bytes(&self) -> u64 {
        self.bytes
    }
}
