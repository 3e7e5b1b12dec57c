//! What is wrong with a file, and where.

use std::fmt;
use std::io;

use thiserror::Error;
use varsel_core::catalogue::{CountryError, KeyError};
use varsel_core::coded::UnknownCode;
use varsel_core::text::TextError;
use varsel_store::StoreError;

use super::source::Place;

/// The most problems of a file that are told at once.
pub const MAX_PROBLEMS: usize = 100;

/// Why a file was not imported.
#[derive(Debug, Error)]
pub enum ImportError {
    /// The file cannot be read.
    #[error("the file cannot be read: {0}")]
    Read(#[from] io::Error),
    /// The file says things that cannot be so.
    #[error("{0}")]
    Problems(Problems),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What is wrong with a file, in the order of the places.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Problems {
    /// What is wrong: at most [`MAX_PROBLEMS`].
    pub list: Vec<RowProblem>,
    /// Whether reading ended before the file did, so that there may be more.
    pub more: bool,
    /// How many rows had been written before. Not 0 only when the file or the catalogue was changed by somebody
    /// else during the import.
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
            1 => write!(f, "; 1 row before it was written, the rest was not: correct it and import again"),
            rows => write!(
                f,
                "; {rows} rows before it were written, the rest was not: correct it and import again"
            ),
        }
    }
}

/// Something wrong at one place of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RowProblem {
    /// Where.
    pub place: Place,
    /// In which field: a column's name in CSV, a path such as `[3].plans[1]` in JSON. Empty when it is in none.
    pub field: String,
    /// What.
    pub wrong: Wrong,
}

impl RowProblem {
    /// Makes a problem that is in no field.
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

/// What is wrong, and what is accepted.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum Wrong {
    /// A CSV file without a first line.
    #[error("the file is empty; its first line names the columns: {accepted}")]
    NoHeader {
        /// The columns.
        accepted: String,
    },
    /// A column or field that no row has.
    #[error("`{given}` is unknown here; accepted are {accepted}")]
    UnknownColumn {
        /// What was given.
        given: String,
        /// The columns.
        accepted: String,
    },
    /// A column that is not there.
    #[error("the column `{name}` is missing; there must be {accepted}")]
    MissingColumn {
        /// Which.
        name: &'static str,
        /// The columns.
        accepted: String,
    },
    /// A column or field that is there twice.
    #[error("`{name}` is there twice")]
    RepeatedColumn {
        /// Which.
        name: &'static str,
    },
    /// A row of another length than the header.
    #[error(
        "this row has {actual} fields and the header {wanted}; a field that holds the separator stands in quotes"
    )]
    FieldCount {
        /// How many the row has.
        actual: usize,
        /// How many the header has.
        wanted: usize,
    },
    /// A quote that is opened and never closed.
    #[error("this quote is never closed")]
    OpenQuote,
    /// A quote in a field that does not start with one.
    #[error("a field with a quote in it stands in quotes, and the quote in it is doubled: \"12\"\" screen\"")]
    StrayQuote,
    /// Something between a closing quote and the separator.
    #[error(
        "after a closing quote comes the separator or the end of the line; a quote inside a field is doubled"
    )]
    AfterQuote,
    /// A row that takes too much room.
    #[error("this row is longer than {max} bytes; is a quote or a bracket never closed?")]
    RowTooLong {
        /// The limit in bytes.
        max: u64,
    },
    /// Bytes that are no text.
    #[error("this is not UTF-8; save the file as UTF-8")]
    NotUtf8,
    /// A file in UTF-16.
    #[error("this file is in UTF-16; save it as UTF-8")]
    Utf16,
    /// A line that names the separator, as Excel writes it, and names another than are read.
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
    /// A field that is needed and not there.
    #[error("this is missing")]
    Missing,
    /// A text that cannot be kept.
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
    /// A text that is none of the codes.
    #[error(transparent)]
    Code(#[from] UnknownCode),
    /// More names in a list than an offer has.
    #[error("there are {actual} in this list, {max} are the most")]
    TooMany {
        /// The limit.
        max: usize,
        /// How many were given.
        actual: usize,
    },
    /// A name that is in the list already.
    #[error("`{given}` is in this list twice")]
    TwiceInList {
        /// Which.
        given: String,
    },
    /// A row about something that an earlier row is about.
    #[error("`{given}` was there already, in {first}; one row each")]
    Repeated {
        /// Which.
        given: String,
        /// Where it was first.
        first: Place,
    },
    /// A publisher or customer of whom an earlier row says something else.
    #[error("of `{key}` an earlier row says `{first}`, in {at}; all its rows must say the same")]
    Differs {
        /// Whose key.
        key: String,
        /// What the first row says.
        first: String,
        /// Where the earlier row is.
        at: Place,
    },
    /// An offer that another publisher has.
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
        /// What the offer has, comma-separated, the first few.
        accepted: String,
    },
}

/// Cuts what was given to what a message holds.
pub(super) fn shown(text: &str) -> String {
    const MOST: usize = 60;
    let mut cut: String = text.chars().filter(|c| !c.is_control()).take(MOST).collect();
    if text.chars().nth(MOST).is_some() {
        cut.push('…');
    }
    cut
}
