//! Why a job failed.

use varsel_app::AppError;
use varsel_store::StoreError;

/// Why a job failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// It can succeed later.
    Later {
        /// The error, for the administrator.
        what: String,
        /// How many people it has not reached.
        unreached: u32,
    },
    /// It will never succeed.
    Never(String),
    /// Another worker has claimed the job.
    Lost,
}

impl Failure {
    pub(crate) fn later(what: impl Into<String>) -> Self {
        Self::Later { what: what.into(), unreached: 0 }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::later(format!("the database: {error}"))
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        Self::later(error.to_string())
    }
}
