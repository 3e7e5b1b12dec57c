//! The configuration: defaults, then a file, then the environment; unknown keys are refused.
//!
//! Every key is declared once, in [`declare`]; types, defaults, the generated reference and the check for unknown keys follow.

mod declare;
mod load;
mod reference;

pub(crate) use declare::{Config, LogFormat, Secret};
pub(crate) use load::load;
pub(crate) use reference::reference;
