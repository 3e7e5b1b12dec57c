//! How people get in: sessions, API tokens, one-time links, and the counter of failed tries.
//!
//! Secrets are kept as SHA-256 hashes only; the caller makes them from 256 random bits, so that no salt or slow hash is needed.

mod attempts;
mod links;
mod sessions;
mod tokens;

pub use attempts::*;
pub use links::*;
pub use sessions::*;
pub use tokens::*;

/// A SHA-256 hash of a secret.
pub type SecretHash = [u8; 32];
