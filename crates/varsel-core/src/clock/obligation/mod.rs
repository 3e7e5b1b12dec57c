//! The requirements of laws and contracts after an event: regimes, their stages, and the fields of the forms that they are filed
//! with.
//!
//! All of it is data (`data/obligations`, which names its sources). It is guidance on what could be due; only a person decides
//! whether a regime applies, and when its clock started.

mod answer;
mod form;
mod regime;
mod stage;

pub use answer::{Answer, Ending, Facts, filing_place};
pub use form::{Field, Fill, Need};
pub use regime::{Basis, Regime, Usually};
pub use stage::{Anchor, Applies, Confidence, Several, Stage, Term};
