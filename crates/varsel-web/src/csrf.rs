//! The CSRF secret of forms, masked differently in each response.
//!
//! Pages are compressed, and some repeat part of their address. An attacker who makes a browser request pages and sees the length
//! of the responses could recover a constant text, digit by digit (BREACH, 2013). So no two responses contain the same digits:
//! each has a random pad and the secret masked with it.

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use varsel_app::secrets::hex;

/// The length of the secret, and of its pad, in bytes.
const BYTES: usize = 16;

/// Derives the secret from the session's; it changes with it.
fn secret_of(session: &str) -> [u8; BYTES] {
    let digest = Sha256::new().chain_update(b"csrf\0").chain_update(session.as_bytes()).finalize();
    let mut secret = [0; BYTES];
    secret.copy_from_slice(&digest[..BYTES]);
    secret
}

fn under(pad: [u8; BYTES], secret: [u8; BYTES]) -> [u8; BYTES] {
    std::array::from_fn(|at| pad[at] ^ secret[at])
}

/// Writes the secret of a session under a pad, which is random and used for one response: 64 hexadecimal digits.
pub(crate) fn masked(session: &str, pad: [u8; BYTES]) -> String {
    hex(&pad) + &hex(&under(pad, secret_of(session)))
}

/// Returns whether a form's value is the secret of a session, under any pad. Runs in constant time.
pub(crate) fn is_of(session: &str, carried: &str) -> bool {
    let Some((pad, masked)) = read(carried) else { return false };
    under(pad, masked).ct_eq(&secret_of(session)).into()
}

fn read(carried: &str) -> Option<([u8; BYTES], [u8; BYTES])> {
    let digits = carried.as_bytes();
    if digits.len() != 4 * BYTES {
        return None;
    }
    let half = |digits: &[u8]| {
        let mut bytes = [0; BYTES];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
            // Digits only, because a parsed number could have a sign.
            let digit =
                |at: usize| char::from(pair[at]).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
            *byte = digit(0)? << 4 | digit(1)?;
        }
        Some(bytes)
    };
    Some((half(&digits[..2 * BYTES])?, half(&digits[2 * BYTES..])?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_read_under_whichever_pad_and_none_is_like_another() {
        let (one, other) = (masked("session", [0x5a; BYTES]), masked("session", [0xa5; BYTES]));
        assert!(is_of("session", &one) && is_of("session", &other));
        assert!(one.bytes().zip(other.bytes()).all(|(a, b)| a != b), "no digit stays in its place");
        assert!(!is_of("another", &one));
        let plain = hex(&secret_of("session"));
        assert!(!one.contains(&plain) && !other.contains(&plain));
        let changed = |at: usize| {
            let mut digits = one.clone().into_bytes();
            digits[at] = if digits[at] == b'0' { b'1' } else { b'0' };
            String::from_utf8(digits).unwrap()
        };
        for wrong in [changed(0), changed(63), plain, String::new(), one[1..].to_owned(), "é".repeat(32)] {
            assert!(!is_of("session", &wrong), "{wrong}");
        }
        let small = masked("session", [0x05; BYTES]);
        assert!(is_of("session", &small) && small.starts_with("05"));
        assert!(!is_of("session", &small.replacen("05", "+5", 1)), "a sign is no digit");
    }
}
