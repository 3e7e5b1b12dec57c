//! Errors of use cases.

use jiff::Timestamp;
use thiserror::Error;
use varsel_core::case::Case;
use varsel_core::refusal::Refusal;
use varsel_store::StoreError;

use crate::intake::Problem;
use crate::limits::{Limit, Whose};

/// An error of a use case. Presenters choose the wording; no variant contains other people's data.
#[derive(Debug, Error)]
pub enum AppError {
    /// It does not exist, or the actor cannot see it.
    #[error("not found")]
    NotFound,
    /// The rules refuse it. Carries the case as it is now, if the actor can see it.
    #[error("{refusal}")]
    Refused {
        /// Why.
        refusal: Refusal,
        /// The case as it is now.
        current: Option<Box<Case>>,
    },
    /// Fields of the input are invalid.
    #[error("{} fields are invalid", .0.len())]
    Invalid(Vec<Problem>),
    /// Someone has saved the same draft in the meantime; carries the current revision.
    #[error("the draft was saved by someone else")]
    DraftChanged {
        /// The current revision.
        revision: i64,
    },
    /// Too many attempts; the next one is accepted from this time on.
    #[error("too many attempts")]
    TooManyTries {
        /// When to try again.
        until: Timestamp,
    },
    /// An hourly limit is exceeded; the next request is accepted from this time on.
    #[error("more than {most} {limit} within an hour")]
    OverLimit {
        /// The limit.
        limit: Limit,
        /// Who reached it.
        whose: Whose,
        /// The maximum.
        most: i64,
        /// When to try again.
        until: Timestamp,
    },
    /// The daily limit of invitations is reached; the next one is accepted from this time on.
    #[error("too many invitations")]
    TooManyInvitations {
        /// When to try again.
        until: Timestamp,
    },
    /// The address, password, token or link is invalid; which one is not revealed.
    #[error("not signed in")]
    NotSignedIn,
    /// A maximum is reached: drafts, tokens, views, open invitations.
    #[error("the maximum is reached: {limit}")]
    TooMany {
        /// The limit.
        limit: i64,
    },
    /// An idempotency key was used before, for another request.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    /// The change would leave an organisation without an owner, or the installation without an administrator.
    #[error("the last one cannot be removed")]
    LastOne,
    /// It already exists: a member, a name, an address.
    #[error("that already exists")]
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
