//! Everything Varsel keeps, and all of its SQL, on SQLite or PostgreSQL.
//!
//! A use case hands the [`Store`] a closure: [`Store::read`] runs it over a consistent snapshot,
//! [`Store::write`] over a transaction that is durable before the caller is answered. Inside, a
//! [`Tx`] runs statements of [`sql`], whose text is the same for both engines wherever that is possible.
//!
//! The result is an [`Answer`]: awaited on the asynchronous edge, waited for in synchronous code.

pub mod access;
pub mod calendar;
pub mod cases;
pub mod catalogue;
pub mod convert;
pub mod cves;
pub mod drafts;
pub mod engine;
mod error;
pub mod idempotency;
pub mod jobs;
pub mod limits;
mod parsed;
pub mod people;
pub mod promises;
pub mod queue;
pub mod rules;
mod scope;
pub mod search;
pub mod unsent;
pub mod views;

pub use engine::{
    Answer, Change, Engine, MigrationReport, Options, PATIENCE, Row, Store, Target, Tx, Value,
    describe_schema, server_settings,
};
pub use error::StoreError;
pub use scope::Scope;

/// One statement, in the words of each engine.
///
/// Made by the build script from `sql/<topic>/<verb>.sql`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sql {
    /// Where the text stands, as `topic/verb`; errors name it.
    pub name: &'static str,
    /// The text for SQLite, with `?1` placeholders.
    pub sqlite: &'static str,
    /// The text for PostgreSQL, with `$1` placeholders.
    pub postgres: &'static str,
}

/// The statements of `sql/`, a module a topic.
pub mod sql {
    include!(concat!(env!("OUT_DIR"), "/sql.rs"));
}
