//! Addresses (RFC 3986): those that can contain a key, which are never shown in full, and those that pages can link to.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

/// An address that requests are sent to. It can contain a key before its host, in its path or in its query, so logs, errors and
/// pages show only its scheme and host.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SecretAddress(String);

impl SecretAddress {
    /// Returns the full address, for the code that sends the request.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Returns whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the host, with its port; empty if the host cannot be separated from a possible key.
    pub fn host(&self) -> &str {
        host(&self.0)
    }

    /// Returns whether it contains more than is shown.
    pub fn holds_more(&self) -> bool {
        let shown = self.to_string();
        !matches!(self.0.strip_prefix(&shown), Some("" | "/"))
    }
}

/// Returns the host of an address, with its port. The host ends where a path, a query or a fragment begins (RFC 3986, section
/// 3.2), with or without a path between.
pub fn host(address: &str) -> &str {
    let Some((_, rest)) = address.split_once("://") else { return "" };
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '[' | ']');
    if host.chars().all(plain) { host } else { "" }
}

impl From<String> for SecretAddress {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for SecretAddress {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Display for SecretAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = self.0.split_once("://").map_or("", |(scheme, _)| scheme);
        match (self.host(), scheme) {
            ("", _) if self.is_empty() => Ok(()),
            ("", _) => f.write_str("(hidden)"),
            (host, scheme) if scheme.chars().all(|c| c.is_ascii_alphanumeric() || c == '+') => {
                write!(f, "{scheme}://{host}")
            }
            (host, _) => f.write_str(host),
        }
    }
}

impl fmt::Debug for SecretAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretAddress({self})")
    }
}

/// Returns whether a text is a web address that pages can link to: `https` or `http`, with a host, without user information,
/// which would hide the target, and without characters that end an attribute or a word.
pub fn is_of_the_web(text: &str) -> bool {
    let scheme = |name: &str| text.get(..name.len()).filter(|given| given.eq_ignore_ascii_case(name));
    let Some(scheme) = scheme("https://").or_else(|| scheme("http://")) else { return false };
    let rest = &text[scheme.len()..];
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    host.starts_with(|c: char| c.is_alphanumeric() || c == '[')
        && !host.contains('@')
        && !rest
            .contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\'))
}

/// Parses a list of addresses from other sources and drops those that are not web addresses, so that no page, API response or
/// command prints `javascript:` and the like.
pub(crate) fn of_the_web<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let mut addresses = Vec::<String>::deserialize(from)?;
    addresses.retain(|address| is_of_the_web(address));
    Ok(addresses)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_address_that_may_hold_a_key_only_scheme_and_host_are_shown() {
        for (whole, shown) in [
            ("https://hooks.example/services/KEY", "https://hooks.example"),
            ("https://hooks.example?token=KEY", "https://hooks.example"),
            ("https://hooks.example#KEY", "https://hooks.example"),
            ("https://hooks.example:8443?token=KEY/x", "https://hooks.example:8443"),
            ("https://KEY@hooks.example", "https://hooks.example"),
            ("https://name:KEY@hooks.example?x=@KEY", "https://hooks.example"),
            ("https://a@KEY@hooks.example", "https://hooks.example"),
            ("https://hooks.example\\KEY", "https://hooks.example"),
            ("https://hooks.example;KEY", "(hidden)"),
            ("https://[2001:db8::1]:443/KEY", "https://[2001:db8::1]:443"),
            ("https:KEY", "(hidden)"),
            ("KEY", "(hidden)"),
            ("", ""),
        ] {
            let address = SecretAddress::from(whole);
            assert_eq!(address.to_string(), shown, "{whole}");
            assert_eq!(format!("{address:?}"), format!("SecretAddress({shown})"));
            assert_eq!(address.holds_more(), whole.contains("KEY"), "{whole}");
        }
        assert!(!SecretAddress::from("https://hooks.example/").holds_more());
    }

    #[test]
    fn readers_are_led_to_the_web_alone() {
        for good in [
            "https://fabrikam.example",
            "HTTP://a.example/x?y#z",
            "https://[2001:db8::1]:8443/",
            "https://å.example",
            "https://a.example/user@host",
        ] {
            assert!(is_of_the_web(good), "{good}");
        }
        for bad in [
            "",
            "fabrikam.example",
            "javascript:alert(1)",
            "JavaScript:alert(1)//https://",
            " https://a.example",
            "https://a.example/\u{1}",
            "data:text/html,x",
            "//a.example",
            "https://",
            "https:///x",
            "https://bank.example@evil.example/",
            "https://a.example/\"onclick=",
            "https://a example",
            "ftp://a.example",
            "http",
            "å",
        ] {
            assert!(!is_of_the_web(bad), "{bad}");
        }
    }
}
