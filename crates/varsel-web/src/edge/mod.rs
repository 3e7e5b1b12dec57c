//! What a client may hold of the desk, and how long it may keep the desk waiting.
//!
//! A connection has a place ([`places`]) from its first byte to its last, TLS included. Its [`ledger`] says whose turn it is: the
//! socket ([`socket`]), the body of a request ([`hands`]) and the body of an answer ([`answer`]) each note what moves. A client
//! that keeps the desk waiting longer than [`Deadlines`] say is cut off; when all places are taken, the one that has waited longest
//! in the most crowded network makes room.

mod answer;
mod hands;
mod ledger;
mod limits;
mod places;
mod socket;

pub(crate) use self::answer::{Answer, Held};
pub(crate) use self::hands::Hands;
pub(crate) use self::ledger::{Ending, Ledger};
pub use self::limits::{Deadlines, Limits};
pub(crate) use self::places::Places;
pub(crate) use self::socket::Socket;
