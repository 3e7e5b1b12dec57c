//! Outgoing mail: writing, building and sending messages.
//!
//! [`letter`] writes subject, text and HTML of a [`Letter`](letter::Letter) in the reader's language and zone. [`OutgoingMail`]
//! builds the bytes of a message and refuses header injection. [`Transport`] sends the message to a mail server, or writes it
//! into a [`spool`] folder if there is none.
//!
//! Nothing here reads a clock or random numbers: the same input always gives the same bytes.

pub mod letter;
mod message;
mod message_id;
mod session;
pub mod spool;
mod stream;
mod transport;

pub use message::{Mailbox, Message, OutgoingMail, Refused};
pub use message_id::{MessageIds, Named};
pub use transport::{BadSettings, Credentials, Security, SendError, Smtp, SmtpSettings, Transport};
