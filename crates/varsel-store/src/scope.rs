//! The scope of an actor: part of every query that reads cases, drafts and offers.

use varsel_core::ids::PublisherId;
use varsel_core::permission::{Actor, Party};

use crate::Value;

/// The part of the data that a query can read.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Scope {
    /// Everything: the desk.
    Desk,
    /// What belongs to one publisher.
    Publisher(PublisherId),
    /// Nothing: a person without a role in any organisation.
    Nothing,
}

impl Scope {
    /// Returns the scope of an actor.
    pub fn of(actor: &Actor) -> Self {
        match (actor.party(), actor.publisher) {
            (Party::Desk, _) => Self::Desk,
            (Party::Publisher, Some(publisher)) => Self::Publisher(publisher),
            (Party::Publisher, None) => Self::Nothing,
        }
    }

    /// Returns the two parameters that scoped statements end with: "everything?" and the publisher.
    pub(crate) fn publisher_text(self) -> String {
        match self {
            Self::Publisher(id) => id.to_string(),
            Self::Desk | Self::Nothing => String::new(),
        }
    }

    pub(crate) fn everything(self) -> Value<'static> {
        Value::Bool(self == Self::Desk)
    }
}
