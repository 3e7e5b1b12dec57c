//! The problems of a file, with their positions.

use std::fmt;
use std::io;

use thiserror::Error;
use varsel_core::catalogue::{CountryError, KeyError};
use varsel_core::coded::UnknownCode;
use varsel_core::text::TextError;
use varsel_store::StoreError;

use super::source::Place;

/// The maximum number of problems reported for a file.
pub const MAX_PROBLEMS: usize = 100;

/// Why a file was not imported.
#[derive(Debug, Error)]
pub enum ImportError {
    /// The file cannot be read.
    #[error("the file cannot be read: {0}")]
    Read(#[from] io::Error),
    /// The file has invalid contents.
    #[error("{0}")]
    Problems(Problems),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The problems of a file, in order of position.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Problems {
    /// The problems: at most [`MAX_PROBLEMS`].
    pub list: Vec<RowProblem>,
    /// Whether reading ended before the file did, so that there can be more.
    pub more: bool,
    /// How many rows had already been written. Not 0 only if someone else changed the file or the catalogue during the import.
    pub rows_written: u64,
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.list {
            writeln!(f, "{problem}")?;
        }
        let (count, plural) = (self.list.len(), if self.list.len() == 1 { "" } else { "s" });
        write!(f, "{count} problem{plural}")?;
        if self.more {
            write!(f, ", and the rest of the file was not looked at")?;
        }
        match self.rows_written {
            0 => write!(f, "; nothing was written"),
            rows => write!(
                f,
                "; {rows} rows before it were written, the rest was not: correct it and import again"
            ),
        }
    }
}

/// A problem at one position of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RowProblem {
    /// Where.
    pub place: Place,
    /// The field: a column name in CSV, a path such as `[3].plans[1]` in JSON. Empty if it is not in a field.
    pub field: String,
    /// What.
    pub wrong: Wrong,
}

impl RowProblem {
    /// Creates a problem that is not in a field.
    pub(super) const fn at(place: Place, wrong: Wrong) -> Self {
        Self { place, field: String::new(), wrong }
    }
}

impl fmt::Display for RowProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field.as_str() {
            "" => write!(f, "{}: {}", self.place, self.wrong),
            field => write!(f, "{}, {field}: {}", self.place, self.wrong),
        }
    }
}

/// The kind of problem, with what is accepted.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum Wrong {
    /// A CSV file without a first line.
    #[error("the file is empty; its first line names the columns: {accepted}")]
    NoHeader {
        /// The columns.
        accepted: String,
    },
    /// An unknown column or field.
    #[error("`{given}` is unknown here; accepted are {accepted}")]
    UnknownColumn {
        /// What was given.
        given: String,
        /// The columns.
        accepted: String,
    },
    /// A missing column.
    #[error("the column `{name}` is missing; there must be {accepted}")]
    MissingColumn {
        /// Which.
        name: &'static str,
        /// The columns.
        accepted: String,
    },
    /// A duplicate column or field.
    #[error("`{name}` occurs twice")]
    RepeatedColumn {
        /// Which.
        name: &'static str,
    },
    /// A row of another length than the header.
    #[error(
        "this row has {actual} fields and the header {wanted}; put a field that contains the separator in quotes"
    )]
    FieldCount {
        /// The row's number of fields.
        actual: usize,
        /// The header's number of fields.
        wanted: usize,
    },
    /// A quote that is opened and never closed.
    #[error("this quote is never closed")]
    OpenQuote,
    /// A quote in a field that does not start with one.
    #[error("put a field that contains a quote in quotes, and double the quote: \"12\"\" screen\"")]
    StrayQuote,
    /// Something between a closing quote and the separator.
    #[error(
        "after a closing quote comes the separator or the end of the line; a quote inside a field is doubled"
    )]
    AfterQuote,
    /// A row that is too large.
    #[error("this row is longer than {max} bytes; is a quote or a bracket never closed?")]
    RowTooLong {
        /// The limit in bytes.
        max: u64,
    },
    /// Bytes that are not text.
    #[error("this is not UTF-8; save the file as UTF-8")]
    NotUtf8,
    /// A file in UTF-16.
    #[error("this file is in UTF-16; save it as UTF-8")]
    Utf16,
    /// A `sep=` line, as written by Excel, with an unsupported separator.
    #[error("`{given}` names no separator that is read here; use a comma, a semicolon or a tab")]
    Separator {
        /// The line.
        given: String,
    },
    /// Text that is not JSON.
    #[error("this is not JSON: {0}")]
    NotJson(String),
    /// JSON of another shape.
    #[error("{0}")]
    Shape(&'static str),
    /// A missing required field.
    #[error("this is missing")]
    Missing,
    /// A text that cannot be stored.
    #[error(transparent)]
    Text(#[from] TextError),
    /// A text that is not a key.
    #[error("`{given}` is not a key: {KeyError}")]
    Key {
        /// What was given.
        given: String,
    },
    /// A text that is not a country.
    #[error("`{given}` is not a country: {CountryError}")]
    Country {
        /// What was given.
        given: String,
    },
    /// A text that is not one of the codes.
    #[error(transparent)]
    Code(#[from] UnknownCode),
    /// Too many names in a list.
    #[error("this list has {actual} items; the maximum is {max}")]
    TooMany {
        /// The limit.
        max: usize,
        /// The number given.
        actual: usize,
    },
    /// A duplicate name in a list.
    #[error("`{given}` is in this list twice")]
    TwiceInList {
        /// Which.
        given: String,
    },
    /// A row with the same key as an earlier row.
    #[error("`{given}` already has a row, in {first}")]
    Repeated {
        /// Which.
        given: String,
        /// The position of the first one.
        first: Place,
    },
    /// A publisher or customer with different details in an earlier row.
    #[error("an earlier row gives `{first}` for `{key}`, in {at}; all its rows must agree")]
    Differs {
        /// The key.
        key: String,
        /// The details in the first row.
        first: String,
        /// The position of the earlier row.
        at: Place,
    },
    /// An offer that belongs to another publisher.
    #[error(
        "the offer `{offer}` belongs to the publisher `{owner}`; an offer's key is unique and its publisher stays"
    )]
    OtherPublisher {
        /// The offer's key.
        offer: String,
        /// The key of the publisher it belongs to.
        owner: String,
    },
    /// An offer that is not in the catalogue.
    #[error("there is no offer `{given}`; import the offers first")]
    UnknownOffer {
        /// What was given.
        given: String,
    },
    /// A plan or version that its offer does not have.
    #[error("the offer does not have `{given}`; it has {accepted}")]
    NotOfOffer {
        /// What was given.
        given: String,
        /// The first few that the offer has, comma-separated.
        accepted: String,
    },
}

/// Truncates the given text for a message.
pub(super) fn shown(text: &str) -> String {
    const MOST: usize = 60;
    let mut cut: String = text.chars().filter(|c| !c.is_control()).take(MOST).collect();
    if text.chars().nth(MOST).is_some() {
        cut.push('…');
    }
    cut
}
