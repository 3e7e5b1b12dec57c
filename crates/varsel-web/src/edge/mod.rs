//! Limits on what a client can hold, and how long it can keep the desk waiting.
//!
//! A connection has a place ([`places`]) from its first byte to its last, TLS included. Its [`ledger`] tracks whose turn it is:
//! the socket ([`socket`]), the body of a request ([`hands`]) and the body of a response ([`answer`]) each record progress. A
//! client that keeps the desk waiting longer than its [`Deadlines`] is cut off; when all places are in use, the one that has kept
//! the desk waiting longest in the most crowded network makes room.

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
