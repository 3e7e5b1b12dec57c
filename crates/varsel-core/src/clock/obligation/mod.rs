//! What the law and contracts ask of whoever an event happens to: regimes, their stages, and the fields of the forms that they are
//! filed with.
//!
//! All of it is data (`data/obligations`, which says where it comes from). It helps people to see what may be due; whether a regime
//! applies, and when its clock began, only a person says.

mod answer;
mod form;
mod regime;
mod stage;

pub use answer::{Answer, Ending, Facts, filing_place};
pub use form::{Field, Fill, Need};
pub use regime::{Basis, Regime, Usually};
pub use stage::{Anchor, Applies, Confidence, Several, Stage, Term};
