//! Traffic Light Protocol 2.0 markings: who a text can be shared with.

use serde::{Deserialize, Serialize};

use crate::coded;

coded! {
    /// A TLP 2.0 label (FIRST, August 2022). A case starts as [`Tlp::AmberStrict`].
    #[derive(Default)]
    pub enum Tlp {
        /// Named people only.
        Red = "red",
        /// The receiving organisation only.
        #[default]
        AmberStrict = "amber_strict",
        /// The organisation and its own customers.
        Amber = "amber",
        /// The peer community, not public channels.
        Green = "green",
        /// No limit.
        Clear = "clear",
    }
}

impl Tlp {
    /// Returns the label as FIRST writes it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Red => "TLP:RED",
            Self::AmberStrict => "TLP:AMBER+STRICT",
            Self::Amber => "TLP:AMBER",
            Self::Green => "TLP:GREEN",
            Self::Clear => "TLP:CLEAR",
        }
    }
}
