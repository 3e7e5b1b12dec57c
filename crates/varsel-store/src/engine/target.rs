//! Where the data lives.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use postgres::config::Host;

use crate::StoreError;

/// Where the data lives: a SQLite file or a PostgreSQL database.
///
/// Parsed from `sqlite:PATH` or `postgres://…`. Shown without its password.
#[derive(Clone, PartialEq, Eq)]
pub enum Target {
    /// The path of a SQLite file; made when it is missing, in a folder that exists.
    Sqlite(PathBuf),
    /// The URL of a PostgreSQL database, over a Unix socket or a private network: the store speaks no TLS.
    Postgres(String),
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
            // The driver's own message may quote the URL, password and all.
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
