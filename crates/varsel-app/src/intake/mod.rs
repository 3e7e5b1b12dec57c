//! From what a publisher typed to a [`varsel_core::case::Report`].
//!
//! [`Answers`] are raw and may be half-finished; forms, the API and imports all fill them, drafts keep them as they are.
//! [`parse`] checks them all at once and says of every field what is wrong with it.

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
