//! Message-IDs that verifiably name the case and event of a mail.

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// How many bytes of a keyed hash name the recipient.
const RECIPIENT: usize = 8;
/// How many bytes of a keyed hash prove that the id is ours.
const PROOF: usize = 16;

/// Creates and verifies the Message-IDs of this installation.
///
/// An id is `<number.sequence.hmac@domain>`: the same event and recipient always get the same one, so that a mail sent twice is
/// recognised as one, and no one without the key can forge one.
#[derive(Clone)]
pub struct MessageIds {
    key: [u8; 32],
    domain: String,
}

/// The contents of one of our ids.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Named {
    /// The confirmation number of the case, or the name of what else the mail was about.
    pub subject: String,
    /// The event; 0 for the root of the thread.
    pub sequence: u32,
}

impl MessageIds {
    /// Takes the key and the domain that mails are sent from, which is written as it is registered (`xn--…`).
    pub fn new(key: [u8; 32], domain: &str) -> Self {
        let domain = idna::domain_to_ascii(domain).unwrap_or_else(|_| domain.to_owned());
        Self { key, domain }
    }

    /// Returns the domain that mails are sent from.
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// Creates the id of a mail about an event of `subject`, a confirmation number, to one recipient.
    pub fn event(&self, subject: &str, sequence: u32, recipient: &str) -> String {
        let to = self.mac(&["recipient", recipient]);
        let mut left = format!("{subject}.{sequence}.");
        push_hex(&mut left, &to[..RECIPIENT]);
        let proof = self.mac(&["message-id", &left]);
        push_hex(&mut left, &proof[..PROOF]);
        format!("<{left}@{}>", self.domain)
    }

    /// Creates the id that all mails about a case refer to. No mail carries it: clients group by the reference.
    pub fn root(&self, subject: &str) -> String {
        self.event(subject, 0, "")
    }

    /// Parses an id, with or without its angle brackets; `None` unless it was created here. Runs in constant time for wrong
    /// HMACs.
    pub fn verify(&self, id: &str) -> Option<Named> {
        let id = id.trim();
        let id = id.strip_prefix('<').and_then(|id| id.strip_suffix('>')).unwrap_or(id);
        let (left, domain) = id.rsplit_once('@')?;
        if !domain.eq_ignore_ascii_case(&self.domain) || !left.is_ascii() {
            return None;
        }
        let (signed, proof) = left.split_at(left.len().checked_sub(2 * PROOF)?);
        let mut expected = String::new();
        push_hex(&mut expected, &self.mac(&["message-id", signed])[..PROOF]);
        if !bool::from(expected.as_bytes().ct_eq(proof.as_bytes())) {
            return None;
        }
        let mut parts = signed.rsplitn(3, '.');
        let (_recipient, sequence, subject) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Named { subject: subject.to_owned(), sequence: sequence.parse().ok()? })
    }

    /// Creates a boundary between the parts of a message, which texts of the message cannot predict.
    pub(crate) fn boundary(&self, message_id: &str) -> String {
        let mut boundary = String::from("varsel-");
        push_hex(&mut boundary, &self.mac(&["boundary", message_id])[..PROOF]);
        boundary
    }

    fn mac(&self, parts: &[&str]) -> [u8; 32] {
        let mut mac =
            <Hmac<Sha256> as KeyInit>::new_from_slice(&self.key).expect("HMAC takes a key of any length");
        for part in parts {
            mac.update(part.as_bytes());
            mac.update(&[0]);
        }
        mac.finalize().into_bytes().into()
    }
}

impl std::fmt::Debug for MessageIds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MessageIds").field("domain", &self.domain).finish_non_exhaustive()
    }
}

fn push_hex(out: &mut String, bytes: &[u8]) {
    for byte in bytes {
        let _ = write!(out, "{byte:02x}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids() -> MessageIds {
        MessageIds::new([7; 32], "desk.example")
    }

    #[test]
    fn an_id_names_its_case_and_event() {
        let id = ids().event("SE-7KQ4-M2XD", 12, "somebody");
        assert!(id.starts_with("<SE-7KQ4-M2XD.12.") && id.ends_with("@desk.example>"), "{id}");
        assert_eq!(id, ids().event("SE-7KQ4-M2XD", 12, "somebody"), "the same every time");
        assert_ne!(id, ids().event("SE-7KQ4-M2XD", 12, "somebody else"));
        let named = Named { subject: "SE-7KQ4-M2XD".to_owned(), sequence: 12 };
        assert_eq!(ids().verify(&id), Some(named.clone()));
        assert_eq!(ids().verify(id.trim_matches(['<', '>'])), Some(named));
        assert_eq!(ids().verify(&ids().root("SE-7KQ4-M2XD")).map(|n| n.sequence), Some(0));
    }

    #[test]
    fn what_was_not_made_here_is_not_believed() {
        let id = ids().event("SE-7KQ4-M2XD", 12, "somebody");
        let other_key = MessageIds::new([8; 32], "desk.example");
        assert_eq!(other_key.verify(&id), None);
        assert_eq!(MessageIds::new([7; 32], "other.example").verify(&id), None);
        for (from, to) in [("SE-7", "SE-8"), (".12.", ".13."), ("@", "0@"), (".12.", ".12.0")] {
            assert_eq!(ids().verify(&id.replacen(from, to, 1)), None, "{from} for {to}");
        }
        for nonsense in
            ["", "<>", "@", "<@desk.example>", "<a@desk.example>", "<ååååååååååååååååååå@desk.example>"]
        {
            assert_eq!(ids().verify(nonsense), None, "{nonsense}");
        }
    }
}
