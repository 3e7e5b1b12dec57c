//! Parses what a publisher typed into a [`varsel_core::case::Report`].
//!
//! [`Answers`] are raw and can be unfinished; forms, the API and imports all fill them in, drafts store them unchanged. [`parse`]
//! validates them all together and reports the problem of every field.

mod answers;
mod parse;
mod problem;
mod unasked;

pub use answers::{
    AffectedAnswer, Answers, FilledAnswer, IncidentAnswers, MessageAnswers, ResolutionAnswers,
    VulnerabilityAnswers,
};
pub use parse::{OfferLookup, Offered, local_instant, parse, parse_instant};
pub use problem::{Problem, ProblemKind};
pub use unasked::unasked;
