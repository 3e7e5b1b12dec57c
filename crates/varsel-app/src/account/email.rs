//! Email addresses of accounts: parsing, comparison, and protection against look-alikes.

use varsel_store::people::{self, Person};
use varsel_store::{StoreError, Tx};

use crate::AppError;
use crate::intake::ProblemKind;

/// Parses an address into its stored form: trimmed, lower case, one `@`, no spaces or control characters.
///
/// An internationalised domain becomes its ASCII form (`xn--…`, UTS 46), which is also how it is shown, so that look-alike
/// domains are distinguishable.
pub fn read_email(field: &str, text: &str) -> Result<String, AppError> {
    let email = text.trim().to_lowercase();
    if email.is_empty() {
        return Err(AppError::field(field, ProblemKind::Missing));
    }
    let bad = || AppError::field(field, ProblemKind::BadEmail);
    let (local, domain) = email.rsplit_once('@').ok_or_else(bad)?;
    let plain = |c: char| {
        !c.is_whitespace()
            && !c.is_control()
            && !matches!(c, '<' | '>' | '(' | ')' | ',' | ';' | ':' | '"' | '\\' | '[' | ']' | '@')
    };
    let label = |l: &str| !l.is_empty() && l.len() <= 63 && !l.starts_with('-') && !l.ends_with('-');
    // Otherwise, invisible characters would be mapped to nothing, and the rest accepted.
    let domain = if domain.chars().all(|c| c.is_alphanumeric() || is_combining(c) || matches!(c, '.' | '-')) {
        idna::domain_to_ascii_strict(domain).map_err(|_| bad())?
    } else {
        return Err(bad());
    };
    let well_formed = !local.is_empty()
        && local.len() <= 64
        && local.len() + 1 + domain.len() <= 254
        && local.chars().all(plain)
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && domain.contains('.')
        && domain.split('.').all(label);
    if well_formed { Ok(format!("{local}@{domain}")) } else { Err(bad()) }
}

/// Parses an address for a new account or an invitation: the part before the `@` must be ASCII.
///
/// Other characters can look like others or be invisible, and few mail servers accept them.
pub fn read_new_email(field: &str, text: &str) -> Result<String, AppError> {
    let email = read_email(field, text)?;
    if email.is_ascii() { Ok(email) } else { Err(AppError::field(field, ProblemKind::BadEmail)) }
}

/// Finds the account of an address, including one stored with a non-ASCII domain.
pub fn find_person(tx: &Tx<'_>, email: &str) -> Result<Option<Person>, StoreError> {
    if let Some(person) = people::by_email(tx, email)? {
        return Ok(Some(person));
    }
    match email.rsplit_once('@') {
        Some((local, domain)) if domain.contains("xn--") => {
            let (unicode, _) = idna::domain_to_unicode(domain);
            people::by_email(tx, &format!("{local}@{unicode}"))
        }
        _ => Ok(None),
    }
}

/// Returns whether a character combines with the one before it, as in decomposed letters.
fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        read_email("email", text).ok()
    }

    #[test]
    fn domains_are_kept_and_shown_in_ascii() {
        for (typed, kept) in [
            (" Ada@Fabrikam.Example ", "ada@fabrikam.example"),
            ("ada@räksmörgås.example", "ada@xn--rksmrgs-5wao1o.example"),
            ("ada@ra\u{308}ksmo\u{308}rga\u{30a}s.example", "ada@xn--rksmrgs-5wao1o.example"),
            ("ada@XN--rksmrgs-5wao1o.example", "ada@xn--rksmrgs-5wao1o.example"),
            // A Cyrillic а in a Latin name.
            ("ada@f\u{430}brikam.example", "ada@xn--fbrikam-2fg.example"),
        ] {
            assert_eq!(read(typed).as_deref(), Some(kept), "{typed:?}");
        }
    }

    #[test]
    fn tricks_with_what_cannot_be_seen_are_refused() {
        for wrong in [
            "a..da@fabrikam.example",
            "ada@fab\u{200b}rikam.example",
            "ada@fabrikam\u{ad}.example",
            "ada@\u{202e}elpmaxe.makirbaf",
            "ada@fabrikam\u{3002}example",
            "ada@fabrikam.example\u{2060}",
            "ada@xn--.example",
            "ada@fabrikam",
            "ada@-fabrikam.example",
            "ada@fabrikam..example",
        ] {
            assert_eq!(read(wrong), None, "{wrong:?}");
        }
        for wrong in [
            "a\u{200d}da@fabrikam.example",
            "\u{202e}ada@fabrikam.example",
            "\u{430}da@fabrikam.example",
            "\u{ff41}da@fabrikam.example",
            "a\u{301}da@fabrikam.example",
            "ada\u{feff}@fabrikam.example",
        ] {
            assert!(read_new_email("email", wrong).is_err(), "{wrong:?}");
        }
        assert!(read_new_email("email", "ada+desk@räksmörgås.example").is_ok());
    }
}
