//! Errors between a use case and its database.

/// An error of the store. Names, never values: safe to log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The database cannot be reached, or the store is closed. Nothing is known about a write whose
    /// connection broke while it was being committed.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// The database has not answered in time. A write may have been applied, or may still be.
    #[error("the database has not answered in time")]
    Late,
    /// A statement exceeded its maximum run time and was aborted by the engine. Its transaction was rolled back.
    #[error("a statement took too long and was ended")]
    TooLong,
    /// The disk under the database is full.
    #[error("the disk under the database is full")]
    Full,
    /// The database, or the transaction, is read-only.
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
    /// Another transaction got there first; a retry can succeed.
    #[error("the transaction conflicted with another")]
    Conflict,
    /// A text contains the character NUL, which PostgreSQL cannot store; refused on both engines.
    #[error("{statement}: a text holds the character NUL")]
    NulCharacter {
        /// The statement's name.
        statement: &'static str,
    },
    /// The schema was migrated by a newer version of Varsel.
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
    /// A column did not contain what its reader expected.
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
    /// Returns whether a retry can succeed a little later.
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
