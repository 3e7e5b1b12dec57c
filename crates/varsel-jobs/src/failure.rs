//! Why a job was not done.

use varsel_app::AppError;
use varsel_store::StoreError;

/// Why a job was not done.
#[derive(Debug)]
pub(crate) enum Failure {
    /// It may work later.
    Later {
        /// What went wrong, for the administrator.
        what: String,
        /// How many people it has not reached.
        unreached: u32,
    },
    /// It will never work.
    Never(String),
    /// Another worker has the job by now.
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
