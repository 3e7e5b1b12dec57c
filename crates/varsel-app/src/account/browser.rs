//! Browsers in which someone has signed in before.
//!
//! What such a browser holds opens nothing: it only keeps its tries apart from those of strangers, who could otherwise slow
//! down an account by guessing at it. It is a signed value and not a row, so it costs nothing to check, and a changed password
//! ends it.

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
    /// Reads what a browser holds; `None` when it is not a value of this installation.
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

    /// Makes what the browser of a person holds from now on. A browser that was known before keeps its id, so that signing in
    /// gains nobody more tries.
    pub fn hold(ctx: &Ctx, known: Option<&Self>, person: &Person) -> String {
        let id = known.map_or_else(|| secrets::hex(&ctx.random::<16>()), |browser| browser.id.clone());
        let signed = format!("{id}.{}.{}.{}", person.id, digest(&person.email), digest(password_of(person)));
        format!("{signed}.{}", secrets::hex(&ctx.key().derive("browser", &signed)))
    }

    /// Tells, before anything is read, whether it was used to sign in with an address. At any other it is a browser like all
    /// others: who has an account gains no tries at the accounts of others.
    pub fn is_of(&self, email: &str) -> bool {
        self.email == digest(email)
    }

    /// Returns it as a source of tries.
    pub fn source(&self) -> Source {
        Source::Browser(self.id.clone())
    }

    /// Tells whether a person has signed in with it, and has the same password still.
    pub(super) fn knows(&self, person: &Person) -> bool {
        self.person == person.id.to_string() && self.password == digest(password_of(person))
    }

    /// Returns the key that its tries are counted under. It names the person: of several who share a browser, none clears the
    /// counter of another by signing in.
    pub(super) fn key(&self) -> String {
        format!("browser:{}:{}", self.id, self.person)
    }
}

/// Returns what identifies a person's password here: its hash, which is salted and changes with it.
fn password_of(person: &Person) -> &str {
    person.password_hash.as_deref().unwrap_or_default()
}

fn digest(text: &str) -> String {
    secrets::hex(&secrets::hash(text)[..8])
}
