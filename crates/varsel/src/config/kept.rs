//! Which configuration values others must not read. The type of a key decides; a key whose type does not say so does not compile.

use std::net::SocketAddr;
use std::path::PathBuf;

use varsel_core::address::SecretAddress;
use varsel_core::clock::PromiseRule;
use varsel_store::Target;

use super::declare::{
    ClosedDay, DatabaseAddress, LogFormat, ProblemType, Secret, SecretFile, Security, SourceAddress,
};

/// What keys of a type can contain.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// No secret.
    Open,
    /// A secret and nothing else.
    Secret,
    /// An address, which can contain a key.
    Address,
    /// The path of a file with a secret.
    File,
}

/// A secret that others must not read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Kept {
    /// A secret in the configuration itself.
    Written,
    /// A file, or a folder of files.
    File(PathBuf),
}

/// The type of a configuration value.
pub(crate) trait Holds {
    /// What its values can contain.
    const KIND: Kind;

    /// Lists the secrets in this value.
    fn kept(&self) -> Vec<Kept>;
}

impl Holds for Secret {
    const KIND: Kind = Kind::Secret;

    fn kept(&self) -> Vec<Kept> {
        if self.is_empty() { Vec::new() } else { vec![Kept::Written] }
    }
}

impl Holds for SecretAddress {
    const KIND: Kind = Kind::Address;

    fn kept(&self) -> Vec<Kept> {
        if self.holds_more() { vec![Kept::Written] } else { Vec::new() }
    }
}

impl Holds for SourceAddress {
    const KIND: Kind = Kind::Address;

    fn kept(&self) -> Vec<Kept> {
        if self.may_hold_key() { vec![Kept::Written] } else { Vec::new() }
    }
}

impl Holds for DatabaseAddress {
    const KIND: Kind = Kind::Address;

    fn kept(&self) -> Vec<Kept> {
        match self.expose().parse::<Target>() {
            Ok(Target::Sqlite(file)) => vec![Kept::File(file)],
            Ok(target) if target.has_password() => vec![Kept::Written],
            Ok(_) | Err(_) => Vec::new(),
        }
    }
}

impl Holds for SecretFile {
    const KIND: Kind = Kind::File;

    fn kept(&self) -> Vec<Kept> {
        vec![Kept::File(self.to_path_buf())]
    }
}

impl<T: Holds> Holds for Option<T> {
    const KIND: Kind = T::KIND;

    fn kept(&self) -> Vec<Kept> {
        self.iter().flat_map(Holds::kept).collect()
    }
}

impl<T: Holds> Holds for Vec<T> {
    const KIND: Kind = T::KIND;

    fn kept(&self) -> Vec<Kept> {
        self.iter().flat_map(Holds::kept).collect()
    }
}

impl<T: Holds, const N: usize> Holds for [T; N] {
    const KIND: Kind = T::KIND;

    fn kept(&self) -> Vec<Kept> {
        self.iter().flat_map(Holds::kept).collect()
    }
}

macro_rules! open {
    ($($of:ty),+ $(,)?) => {$(
        impl Holds for $of {
            const KIND: Kind = Kind::Open;

            fn kept(&self) -> Vec<Kept> {
                Vec::new()
            }
        }
    )+};
}

open! {
    String, bool, u16, u32, i64, u64, usize, PathBuf, SocketAddr, ipnet::IpNet, jiff::Timestamp, PromiseRule, ClosedDay, ProblemType, Security, LogFormat,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::config::declare::SECTIONS;

    /// Keys whose name sounds like a secret, and whose values are none.
    const NO_SECRETS: &[&str] = &["server.base_url", "desk.feed_inside", "desk.address", "on_call.addresses"];

    #[test]
    fn what_sounds_like_a_secret_has_the_type_of_one() {
        let words = [
            "password",
            "secret",
            "key",
            "token",
            "credential",
            "webhook",
            "feed",
            "url",
            "address",
            "file",
            "spool",
        ];
        for section in SECTIONS {
            for key in section.keys {
                let name = format!("{}.{}", section.name, key.name);
                let sounds = words.iter().any(|word| key.name.contains(word));
                assert_eq!(
                    sounds && !NO_SECRETS.contains(&name.as_str()),
                    key.kind != Kind::Open,
                    "{name}: what must others not read of it?"
                );
            }
        }
    }

    #[test]
    fn what_values_hold_is_listed_by_key() {
        let mut config = Config::default();
        let files = |config: &Config| {
            let kept = config.kept().into_iter();
            kept.filter(|(.., kept)| *kept != Kept::Written)
                .map(|(section, key, _)| format!("{section}.{key}"))
                .collect::<Vec<_>>()
        };
        let written = |config: &Config| {
            let kept = config.kept().into_iter();
            kept.filter(|(.., kept)| *kept == Kept::Written)
                .map(|(section, key, _)| format!("{section}.{key}"))
                .collect::<Vec<_>>()
        };
        assert_eq!(files(&config), ["store.url", "mail.spool_dir", "secrets.key_file"]);
        assert!(written(&config).is_empty());
        config.store.url = "postgres://varsel@db.example/varsel".into();
        config.desk.feed = "https://calendar.example/".into();
        let source = |address: &str| SourceAddress(address.into());
        config.cves.addresses = vec![
            source("https://cveawg.mitre.org/api/cve/{id}"),
            source("https://nvd.example/2.0?cveId={id}"),
        ];
        assert!(written(&config).is_empty(), "no key in any of them");
        config.store.url = "postgres://varsel@db.example/varsel?password=x".into();
        config.desk.feed = "https://calendar.example?key=x".into();
        config.on_call.webhook = "https://x@hooks.example".into();
        config.mail.password = "x".into();
        config.secrets.key = "x".into();
        config.cves.addresses.push(source("https://cves.example/{id}?key=0123456789ab"));
        assert_eq!(
            written(&config),
            ["store.url", "desk.feed", "on_call.webhook", "mail.password", "cves.addresses", "secrets.key"]
        );
        config.server.tls_key = Some("tls.key".into());
        config.mail.password_file = Some("password".into());
        assert_eq!(
            files(&config),
            ["server.tls_key", "mail.password_file", "mail.spool_dir", "secrets.key_file"]
        );
    }
}
