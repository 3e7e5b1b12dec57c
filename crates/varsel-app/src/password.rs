//! Passwords: argon2id, and a strength check.

use argon2::{Argon2, PasswordHasher, PasswordVerifier};

use crate::Ctx;
use crate::error::AppError;
use crate::intake::ProblemKind;

/// The minimum length of a password.
pub const MIN_LENGTH: usize = 12;
/// The maximum length; longer ones only cost time.
pub const MAX_LENGTH: usize = 200;
/// How many characters the strength estimate uses.
const ESTIMATED: usize = 40;
/// The minimum score of the strength estimate, 0 to 4.
const MIN_SCORE: u8 = 3;

/// Parameters of OWASP's password storage cheat sheet for argon2id: 19 MiB, 2 passes, 1 lane; the crate's default.
fn argon2() -> Argon2<'static> {
    Argon2::default()
}

/// Checks that a password is long and hard to guess, given what is publicly known about its owner.
pub fn check_strength(field: &str, password: &str, known: &[&str]) -> Result<(), AppError> {
    let length = password.chars().count();
    if length == 0 {
        return Err(AppError::field(field, ProblemKind::Missing));
    }
    if length > MAX_LENGTH {
        return Err(AppError::field(field, ProblemKind::TooLong { max: MAX_LENGTH, actual: length }));
    }
    // The estimate costs more than the square of the length; forty characters are far beyond guessing.
    let head: String = password.chars().take(ESTIMATED).collect();
    // Each word of a name or address is as easy to guess as the whole.
    let words =
        |text: &&str| text.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect::<Vec<_>>();
    let parts: Vec<String> = known.iter().flat_map(words).filter(|word| word.chars().count() >= 3).collect();
    let known: Vec<&str> = known.iter().copied().chain(parts.iter().map(String::as_str)).collect();
    if length < MIN_LENGTH || u8::from(zxcvbn::zxcvbn(&head, &known).score()) < MIN_SCORE {
        return Err(AppError::field(field, ProblemKind::WeakPassword));
    }
    Ok(())
}

/// Hashes a password in PHC format. Takes tens of milliseconds: never inside a transaction.
pub fn hash(ctx: &Ctx, password: &str) -> String {
    let salt: [u8; 16] = ctx.random();
    argon2()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map(|hash| hash.to_string())
        .expect("the default parameters and a 16-byte salt are valid")
}

/// Verifies a password. Without a hash it takes the same time and fails, so that it does not reveal who has an account.
pub fn verify(hash: Option<&str>, password: &str) -> bool {
    // A dummy hash, with the parameters of `argon2`.
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5MTIzNA$FHzpRMEf1ljpHPCzZQuQe9WDnmgkiNw5l9Im7oAfVJU";
    let known = hash.filter(|hash| !hash.is_empty());
    let fits = argon2().verify_password(password.as_bytes(), known.unwrap_or(NOBODY)).is_ok();
    fits && known.is_some() && !password.is_empty()
}
