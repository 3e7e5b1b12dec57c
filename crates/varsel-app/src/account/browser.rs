//! Browsers in which someone has signed in before.
//!
//! The cookie of such a browser gives no access: it only counts its attempts separately from those of strangers, who could
//! otherwise slow down an account by guessing its password. It is a signed value, not a row, so checking it is cheap, and a
//! changed password invalidates it.

use subtle::ConstantTimeEq as _;
use varsel_store::people::Person;

use super::gate::Source;
use crate::Ctx;
use crate::secrets::{self, InstanceKey};

/// How long a browser is known after someone signed in, in days.
pub const BROWSER_DAYS: i64 = 180;

/// A browser that someone has signed in with before.
#[derive(Clone, Debug)]
pub struct Browser {
    id: String,
    person: String,
    email: String,
    password: String,
}

impl Browser {
    /// Parses a browser's cookie; `None` if it is not from this installation.
    pub fn read(key: &InstanceKey, held: &str) -> Option<Self> {
        let (signed, mac) = held.rsplit_once('.')?;
        let expected = secrets::hex(&key.derive("browser", signed));
        if !bool::from(expected.as_bytes().ct_eq(mac.as_bytes())) {
            return None;
        }
        let mut parts = signed.split('.').map(str::to_owned);
        match (parts.next(), parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(id), Some(person), Some(email), Some(password), None) => {
                Some(Self { id, person, email, password })
            }
            _ => None,
        }
    }

    /// Creates the cookie of a person's browser. A known browser keeps its id, so that signing in does not grant more attempts.
    pub fn hold(ctx: &Ctx, known: Option<&Self>, person: &Person) -> String {
        let id = known.map_or_else(|| secrets::hex(&ctx.random::<16>()), |browser| browser.id.clone());
        let signed = format!("{id}.{}.{}.{}", person.id, digest(&person.email), digest(password_of(person)));
        format!("{signed}.{}", secrets::hex(&ctx.key().derive("browser", &signed)))
    }

    /// Returns, without reading the database, whether it was used to sign in with an address. For any other address it is
    /// unknown: having an account grants no attempts at other accounts.
    pub fn is_of(&self, email: &str) -> bool {
        self.email == digest(email)
    }

    /// Returns it as a source of attempts.
    pub fn source(&self) -> Source {
        Source::Browser(self.id.clone())
    }

    /// Returns whether a person has signed in with it and still has the same password.
    pub(super) fn knows(&self, person: &Person) -> bool {
        self.person == person.id.to_string() && self.password == digest(password_of(person))
    }

    /// Returns the key that its attempts are counted under. It includes the person, so that people who share a browser cannot
    /// clear each other's counters by signing in.
    pub(super) fn key(&self) -> String {
        format!("browser:{}:{}", self.id, self.person)
    }
}

/// Returns the fingerprint of a person's password: its hash, which is salted and changes with it.
fn password_of(person: &Person) -> &str {
    person.password_hash.as_deref().unwrap_or_default()
}

fn digest(text: &str) -> String {
    secrets::hex(&secrets::hash(text)[..8])
}
