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

/// How much of a case the messages tell that leave Varsel: mails, alerts, and what a webhook is sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Disclosure {
    /// Title, names and texts too.
    Contents,
    /// The number, what kind of message it is, and dates.
    NumberOnly,
}

impl Tlp {
    /// Returns how much messages tell of a case with this label. `shows_amber_strict` is a choice of the desk; there is none for
    /// [`Tlp::Red`].
    pub const fn disclosure(self, shows_amber_strict: bool) -> Disclosure {
        match self {
            Self::Red => Disclosure::NumberOnly,
            Self::AmberStrict => {
                if shows_amber_strict {
                    Disclosure::Contents
                } else {
                    Disclosure::NumberOnly
                }
            }
            Self::Amber | Self::Green | Self::Clear => Disclosure::Contents,
        }
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn red_is_never_told_and_amber_strict_only_by_choice() {
        use Disclosure::{Contents, NumberOnly};
        for (label, by_default, by_choice) in [
            (Tlp::Red, NumberOnly, NumberOnly),
            (Tlp::AmberStrict, NumberOnly, Contents),
            (Tlp::Amber, Contents, Contents),
            (Tlp::Green, Contents, Contents),
            (Tlp::Clear, Contents, Contents),
        ] {
            assert_eq!(
                (label.disclosure(false), label.disclosure(true)),
                (by_default, by_choice),
                "{label:?}"
            );
        }
    }
}
