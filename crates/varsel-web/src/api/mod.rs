//! The REST API, version 1: JSON in and out, problem documents (RFC 9457) for all errors.
//!
//! One file per endpoint: its types, its description and its handler. Authentication by token only, never by cookies, so a
//! browser's session cannot be abused here. Responses have their own types, built field by field from the domain's.

mod call;
mod case;
mod clock;
mod code;
pub(crate) mod create_case;
pub(crate) mod cves;
mod entry;
pub(crate) mod list_cases;
pub(crate) mod openapi;
mod problem;
mod query;
pub(crate) mod read_case;
pub(crate) mod read_priority;
pub(crate) mod read_score;
pub(crate) mod read_timeline;
mod report;
mod score;
pub(crate) mod token;
pub(crate) mod write_message;

pub use openapi::openapi_json;
pub(crate) use problem::{Trouble, problem};
