//! Why a use case did not do what was asked.

use jiff::Timestamp;
use thiserror::Error;
use varsel_core::case::Case;
use varsel_core::refusal::Refusal;
use varsel_store::StoreError;

use crate::intake::Problem;
use crate::limits::{Limit, Whose};

/// Why a use case did not do what was asked. Presenters make the words; nothing here shows data of others.
#[derive(Debug, Error)]
pub enum AppError {
    /// It does not exist, or the actor may not know that it does.
    #[error("not found")]
    NotFound,
    /// The rules say no. Carries the case as it is now, if the actor may see it.
    #[error("{refusal}")]
    Refused {
        /// Why.
        refusal: Refusal,
        /// The case as it is now.
        current: Option<Box<Case>>,
    },
    /// Fields of the input are wrong.
    #[error("{} fields are wrong", .0.len())]
    Invalid(Vec<Problem>),
    /// Somebody saved the same draft in the meantime; carries the revision it has now.
    #[error("the draft was saved by somebody else")]
    DraftChanged {
        /// The revision it has now.
        revision: i64,
    },
    /// Too many tries; the next one is looked at from this time on.
    #[error("too many tries")]
    TooManyTries {
        /// When to try again.
        until: Timestamp,
    },
    /// That is more than is taken within an hour; the next is taken from this time on.
    #[error("more than {most} {limit} within an hour")]
    OverLimit {
        /// What there is too much of.
        limit: Limit,
        /// Who has sent it.
        whose: Whose,
        /// The most that is taken.
        most: i64,
        /// When to try again.
        until: Timestamp,
    },
    /// More invitations than are sent in a day; the next one is sent from this time on.
    #[error("too many invitations")]
    TooManyInvitations {
        /// When to try again.
        until: Timestamp,
    },
    /// The address, password, token or link is wrong; which, is not told.
    #[error("not signed in")]
    NotSignedIn,
    /// There is too much of something: drafts, tokens, views, open invitations.
    #[error("there are too many already: {limit} at most")]
    TooMany {
        /// The limit.
        limit: i64,
    },
    /// An idempotency key was used before, for another request.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    /// The change would leave an organisation without an owner, or the installation without an administrator.
    #[error("the last one cannot go")]
    LastOne,
    /// It is there already: a member, a name, an address.
    #[error("that exists already")]
    Exists,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AppError {
    /// Builds the error for one wrong field.
    pub fn field(field: impl Into<String>, kind: crate::intake::ProblemKind) -> Self {
        Self::Invalid(vec![Problem { field: field.into(), kind }])
    }
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused { refusal, current: None }
    }
}
