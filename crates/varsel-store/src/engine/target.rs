//! The database to open.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use postgres::config::Host;

use crate::StoreError;

/// The database to open: an SQLite file or a PostgreSQL database.
///
/// Parsed from `sqlite:PATH` or `postgres://…`. Shown without its password.
#[derive(Clone, PartialEq, Eq)]
pub enum Target {
    /// The path of an SQLite file; created if missing, in an existing folder.
    Sqlite(PathBuf),
    /// The URL of a PostgreSQL database, over a Unix socket or a private network: the store speaks no TLS.
    Postgres(String),
}

impl Target {
    /// Returns whether the address of a database contains a password.
    pub fn has_password(&self) -> bool {
        match self {
            Self::Sqlite(_) => false,
            // An invalid address counts as containing one.
            Self::Postgres(url) => {
                url.parse::<postgres::Config>().map_or(true, |config| config.get_password().is_some())
            }
        }
    }

    /// Lists the network hosts of a database; empty for a file or a local socket.
    pub fn network_hosts(&self) -> Vec<String> {
        let config = match self {
            Self::Sqlite(_) => return Vec::new(),
            Self::Postgres(url) => url.parse::<postgres::Config>(),
        };
        let named = config.iter().flat_map(postgres::Config::get_hosts).filter_map(|host| match host {
            Host::Tcp(name) => Some(name.clone()),
            Host::Unix(_) => None,
        });
        let numbered = config.iter().flat_map(postgres::Config::get_hostaddrs).map(ToString::to_string);
        named.chain(numbered).collect()
    }
}

impl FromStr for Target {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            if path.is_empty() || path.starts_with(':') {
                return Err(StoreError::Other("a SQLite target needs the path of a file".to_owned()));
            }
            Ok(Self::Sqlite(PathBuf::from(path)))
        } else if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            // The driver's own message can quote the URL, including the password.
            text.parse::<postgres::Config>()
                .map_err(|_| StoreError::Other("the PostgreSQL URL cannot be understood".to_owned()))?;
            Ok(Self::Postgres(text.to_owned()))
        } else {
            Err(StoreError::Other("a target is sqlite:PATH or postgres://…".to_owned()))
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = match self {
            Self::Sqlite(path) => return write!(out, "sqlite:{}", path.display()),
            Self::Postgres(url) => url,
        };
        let Ok(config) = url.parse::<postgres::Config>() else {
            return out.write_str("postgres://?");
        };
        out.write_str("postgres://")?;
        if let Some(user) = config.get_user() {
            write!(out, "{user}@")?;
        }
        match config.get_hosts().first() {
            Some(Host::Tcp(name)) => out.write_str(name)?,
            Some(Host::Unix(path)) => write!(out, "{}", path.display())?,
            None => {}
        }
        if let Some(port) = config.get_ports().first() {
            write!(out, ":{port}")?;
        }
        write!(out, "/{}", config.get_dbname().unwrap_or_default())
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Target({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_of_and_never_shown() {
        for (url, has_password, hosts) in [
            ("postgres://varsel:KEY@db.example:5433/varsel", true, &["db.example"][..]),
            ("postgres://db.example?user=varsel&password=KEY", true, &["db.example"]),
            ("postgres://varsel@/varsel?host=/run/postgresql&password=KEY", true, &[]),
            ("postgres://a.example,b.example/varsel", false, &["a.example", "b.example"]),
            ("postgres://varsel@localhost/varsel", false, &["localhost"]),
        ] {
            let target: Target = url.parse().unwrap();
            assert_eq!(
                (target.has_password(), target.network_hosts()),
                (has_password, hosts.iter().map(ToString::to_string).collect()),
                "{url}"
            );
            assert!(!format!("{target} {target:?}").contains("KEY"), "{target}");
        }
        let wrong = "postgres://varsel:KEY@[db/varsel".parse::<Target>().unwrap_err();
        assert!(!format!("{wrong} {wrong:?}").contains("KEY"), "{wrong}");
    }
}
