//! The configuration: defaults, then a file, then the environment, then flags; unknown keys are refused.
//!
//! Every key is declared once, in [`declare`]; types, defaults, the generated reference and the check for unknown keys
//! follow from it. [`kept`] defines which values others must not read. [`sources`] reads the layers, [`load`] merges them,
//! [`meaning`] parses the values.

mod declare;
mod kept;
mod load;
mod meaning;
mod reference;
mod sources;
#[cfg(test)]
mod tests;

pub(crate) use declare::{Config, LogFormat, Secret, Security};
pub(crate) use kept::Kept;
pub(crate) use load::{ConfigError, DEFAULT_FILE, load, written_in};
pub(crate) use reference::reference;
pub(crate) use sources::Setting;
