//! Access: sessions, API tokens, one-time links, and counters of sign-in attempts.
//!
//! Secrets are stored as SHA-256 hashes only; the caller generates them from 256 random bits, so no salt or slow hash is needed.

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
