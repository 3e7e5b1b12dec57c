//! Comma-separated values (RFC 4180), strictly: anything ambiguous is refused with its position.
//!
//! The separator is the one that the header uses: a comma, a semicolon or a tab. A line before the header can set it, such as
//! `sep=;`, which Excel writes. A line ends with a line feed, a carriage return, or both.

use std::io::{self, BufRead};

use super::problem::{RowProblem, Wrong, shown};
use super::source::{MAX_ROW, Place, Source};

/// Why reading cannot continue.
pub(super) enum Stop {
    /// The file cannot be read.
    Io(io::Error),
    /// From here on, positions and fields cannot be trusted.
    Wrong(RowProblem),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// A field, as bytes.
pub(super) struct Cell {
    pub(super) place: Place,
    pub(super) bytes: Vec<u8>,
}

/// Reads records.
pub(super) struct Records {
    separator: Option<u8>,
}

#[derive(PartialEq, Eq)]
enum End {
    Field,
    Record,
}

impl Records {
    pub(super) const fn new() -> Self {
        Self { separator: None }
    }

    /// Reads the header, after an optional line that sets the separator; `None` if the file is empty.
    pub(super) fn header<R: BufRead>(&mut self, source: &mut Source<R>) -> Result<Option<Vec<Cell>>, Stop> {
        let Some(first) = self.next(source)? else { return Ok(None) };
        let named = |cell: &Cell| Some(cell.bytes.get(..4)?.eq_ignore_ascii_case(b"sep="));
        match first.as_slice() {
            [cell] if named(cell) == Some(true) => {
                let given = shown(&String::from_utf8_lossy(&cell.bytes));
                Err(wrong(cell.place, Wrong::Separator { given }))
            }
            // The separator after the first field is used from here on, as in any header.
            [cell, rest] if named(cell) == Some(true) && cell.bytes.len() == 4 && rest.bytes.is_empty() => {
                self.next(source)
            }
            _ => Ok(Some(first)),
        }
    }

    /// Reads the next non-blank record; `None` at the end of the file.
    pub(super) fn next<R: BufRead>(&mut self, source: &mut Source<R>) -> Result<Option<Vec<Cell>>, Stop> {
        while source.peek()?.is_some() {
            let limit = Limit { start: source.place(), end: source.bytes() + MAX_ROW };
            let mut cells = Vec::new();
            loop {
                let (cell, end) = self.cell(source, &limit)?;
                cells.push(cell);
                if end == End::Record {
                    break;
                }
            }
            // Spreadsheets end a file with rows of empty fields.
            if cells.iter().any(|cell| !cell.bytes.trim_ascii().is_empty()) {
                return Ok(Some(cells));
            }
        }
        Ok(None)
    }

    fn cell<R: BufRead>(&mut self, source: &mut Source<R>, limit: &Limit) -> Result<(Cell, End), Stop> {
        let mut cell = Cell { place: source.place(), bytes: Vec::new() };
        let quoted = source.take(b'"')?;
        if quoted {
            loop {
                limit.check(source)?;
                match source.next()? {
                    None => return Err(wrong(cell.place, Wrong::OpenQuote)),
                    Some(b'"') if !source.take(b'"')? => break,
                    Some(byte) => cell.bytes.push(byte),
                }
            }
        }
        loop {
            limit.check(source)?;
            let place = source.place();
            match source.next()? {
                None | Some(b'\n') => return Ok((cell, End::Record)),
                Some(b'\r') => {
                    source.take(b'\n')?;
                    return Ok((cell, End::Record));
                }
                Some(byte) if self.separates(byte) => return Ok((cell, End::Field)),
                Some(_) if quoted => return Err(wrong(place, Wrong::AfterQuote)),
                Some(b'"') => return Err(wrong(place, Wrong::StrayQuote)),
                Some(byte) => cell.bytes.push(byte),
            }
        }
    }

    /// Returns whether a byte ends a field. The first separator decides for the whole file.
    fn separates(&mut self, byte: u8) -> bool {
        match self.separator {
            Some(separator) => byte == separator,
            None if matches!(byte, b',' | b';' | b'\t') => {
                self.separator = Some(byte);
                true
            }
            None => false,
        }
    }
}

fn wrong(place: Place, wrong: Wrong) -> Stop {
    Stop::Wrong(RowProblem::at(place, wrong))
}

/// The limit by which the current row must end.
pub(super) struct Limit {
    pub(super) start: Place,
    pub(super) end: u64,
}

impl Limit {
    pub(super) fn check<R: BufRead>(&self, source: &Source<R>) -> Result<(), Stop> {
        if source.bytes() < self.end {
            Ok(())
        } else {
            Err(wrong(self.start, Wrong::RowTooLong { max: MAX_ROW }))
        }
    }
}
