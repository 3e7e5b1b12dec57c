//! What can go wrong between a use case and its database.

/// An error of the store. Names, never values: safe to log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The database cannot be reached, or the store is closed. Nothing is known about a write whose
    /// connection broke while it was being committed.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// The database has not answered in time. What a write was to change may be there, or may come to be.
    #[error("the database has not answered in time")]
    Late,
    /// A statement ran longer than it may and was ended by the engine. Nothing of its transaction was kept.
    #[error("a statement took too long and was ended")]
    TooLong,
    /// The disk under the database is full.
    #[error("the disk under the database is full")]
    Full,
    /// The database, or the transaction, takes no writes.
    #[error("the database or transaction is read-only")]
    ReadOnly,
    /// A named constraint refused the data.
    ///
    /// The name is equal on both engines: of a check or unique index its own name, of a primary key
    /// `<table>_pkey`, of a missing value `<table>.<column>`, of any foreign key `foreign_key`, of an
    /// exception raised by a trigger its message.
    #[error("constraint {name} refused the data")]
    Constraint {
        /// The constraint's name.
        name: String,
    },
    /// A lock was not free in time, or too much work is already waiting.
    #[error("the database is busy")]
    Busy,
    /// Another transaction got there first; the same work may succeed when it is run again.
    #[error("the transaction conflicted with another")]
    Conflict,
    /// A text holds the character NUL, which PostgreSQL does not keep; refused on both engines.
    #[error("{statement}: a text holds the character NUL")]
    NulCharacter {
        /// The statement's name.
        statement: &'static str,
    },
    /// A newer version of Varsel has brought the schema up to date.
    #[error(
        "the database was made by a newer version of Varsel: its schema is version {found}, this one knows {known}"
    )]
    Newer {
        /// The newest version found.
        found: i64,
        /// The newest version known.
        known: i64,
    },
    /// The database file or its contents are damaged.
    #[error("the database is damaged: {0}")]
    Corrupt(String),
    /// The work panicked; its transaction was rolled back.
    #[error("the work panicked: {0}")]
    Panicked(String),
    /// A column did not hold what its reader expected.
    #[error("{statement}: column {column}: {problem}")]
    Row {
        /// The statement's name.
        statement: &'static str,
        /// The column's index, from 0.
        column: usize,
        /// What was found instead.
        problem: String,
    },
    /// Anything else; the text starts with the statement's name.
    #[error("{0}")]
    Other(String),
}

impl StoreError {
    /// Whether the same work may well succeed a little later.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::Busy | Self::Conflict)
    }

    /// The name of the constraint that refused the data, if one did.
    pub fn constraint(&self) -> Option<&str> {
        match self {
            Self::Constraint { name } => Some(name),
            _ => None,
        }
    }
}
