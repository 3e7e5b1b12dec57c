//! Reading the configuration from its three sources.

use std::path::Path;

use figment::Figment;
use figment::error::Kind;
use figment::providers::{Env, Format, Serialized, Toml};
use thiserror::Error;

use super::Config;

/// The environment's prefix; sections and keys follow, two underscores between them: `VARSEL_SERVER__LISTEN`.
pub(super) const PREFIX: &str = "VARSEL_";

/// The file that is read when none is named.
const DEFAULT_FILE: &str = "varsel.toml";

/// What is wrong with the configuration: where, what, and what is accepted.
#[derive(Debug, Error)]
#[error("{0}")]
pub(crate) struct ConfigError(String);

/// Reads the configuration; `file` is the one that was named, if any.
pub(crate) fn load(file: Option<&Path>) -> Result<Config, ConfigError> {
    let mut sources = Figment::from(Serialized::defaults(Config::default()));
    match file {
        Some(file) if !file.exists() => {
            return Err(ConfigError(format!("the configuration file {} does not exist", file.display())));
        }
        Some(file) => sources = sources.merge(Toml::file_exact(file)),
        None if Path::new(DEFAULT_FILE).exists() => sources = sources.merge(Toml::file_exact(DEFAULT_FILE)),
        None => {}
    }
    extract(&sources.merge(environment()))
}

/// The environment's part; `VARSEL_CONFIG` names the file and is no key.
fn environment() -> Env {
    Env::prefixed(PREFIX).split("__").filter(|key| key.as_str().contains('.'))
}

fn extract(sources: &Figment) -> Result<Config, ConfigError> {
    sources.extract().map_err(|errors| {
        let told: Vec<String> = errors.into_iter().map(|error| explain(&error)).collect();
        ConfigError(told.join("\n"))
    })
}

/// Says of one error where it is, what is wrong and what is accepted. Values are not repeated: they may be secrets.
fn explain(error: &figment::Error) -> String {
    let key = error.path.join(".");
    let source = error.metadata.as_ref().map(|metadata| {
        let place = metadata.source.as_ref().map(|s| format!(" {s}")).unwrap_or_default();
        format!("{}{place}", metadata.name)
    });
    let place = match source {
        Some(source) if key.is_empty() => source,
        Some(source) => format!("`{key}` in {source}"),
        None => format!("`{key}`"),
    };
    let what = match &error.kind {
        Kind::UnknownField(field, expected) => {
            let near = expected
                .iter()
                .map(|name| (strsim::jaro_winkler(field, name), *name))
                .filter(|(likeness, _)| *likeness > 0.8)
                .max_by(|a, b| a.0.total_cmp(&b.0));
            match near {
                Some((_, name)) => format!("there is no key `{field}`; did you mean `{name}`?"),
                None => format!("there is no key `{field}`; there are {}", expected.join(", ")),
            }
        }
        Kind::InvalidType(found, expected) => {
            format!("{expected} is expected, {} was given", found_kind(found))
        }
        Kind::InvalidValue(_, expected) => format!("{expected} is expected"),
        Kind::UnknownVariant(_, expected) => format!("one of {} is expected", expected.join(", ")),
        other => other.to_string(),
    };
    format!("{place}: {what}")
}

/// Names the kind of a value without the value.
fn found_kind(found: &figment::error::Actual) -> &'static str {
    use figment::error::Actual;
    match found {
        Actual::Bool(_) => "true or false",
        Actual::Unsigned(_) | Actual::Signed(_) => "a whole number",
        Actual::Float(_) => "a number",
        Actual::Char(_) | Actual::Str(_) => "a text",
        Actual::Bytes(_) => "bytes",
        Actual::Map => "a section",
        Actual::Seq => "a list",
        _ => "something else",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from_toml(text: &str) -> Result<Config, ConfigError> {
        extract(&Figment::from(Serialized::defaults(Config::default())).merge(Toml::string(text)))
    }

    #[test]
    fn defaults_are_complete_and_the_file_goes_before_them() {
        assert_eq!(from_toml("").unwrap().store.url, "sqlite:varsel.db");
        let config =
            from_toml("[desk]\nmarketplace = 'Northwind'\n[server]\nmetrics_listen = '127.0.0.1:1'").unwrap();
        assert_eq!(config.desk.marketplace, "Northwind");
        assert_eq!(config.server.metrics_listen, "127.0.0.1:1");
    }

    #[test]
    fn what_is_wrong_is_named_with_what_is_accepted() {
        for (text, told) in [
            ("[server]\nlisten_on = '127.0.0.1:1'", "did you mean `listen`?"),
            ("[servre]\nlisten = '127.0.0.1:1'", "did you mean `server`?"),
            ("[mail]\nsecurity = 'ssl'", "one of `tls`, `starttls`, `none` is expected"),
            ("[limits]\nbody_bytes = 'much'", "usize is expected, a text was given"),
        ] {
            let error = from_toml(text).unwrap_err().to_string();
            assert!(
                error.contains(told) || error.replace('`', "").contains(&told.replace('`', "")),
                "{error}"
            );
        }
    }

    #[test]
    fn secrets_are_not_repeated() {
        let error = from_toml("[mail]\npassword = 12345678").unwrap_err().to_string();
        assert!(!error.contains("12345678"), "{error}");
        let config = from_toml("[mail]\npassword = 'hunter2hunter2'").unwrap();
        assert!(!format!("{config:?}").contains("hunter2"));
    }
}
