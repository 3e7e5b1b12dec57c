//! Outgoing mail: what is written, how it becomes a message, how it leaves.
//!
//! [`letter`] makes subject, text and HTML of a [`Letter`](letter::Letter) in the reader's language and zone. [`OutgoingMail`]
//! turns that into the bytes of a message and refuses what could break out of a header. [`Transport`] hands the message to a
//! mail server, or writes it into a [`spool`] folder while there is none.
//!
//! Nothing here reads a clock or draws random numbers: two calls with the same input make the same bytes.

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
