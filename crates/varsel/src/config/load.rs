//! Loads the configuration from its sources; later sources take precedence.

use std::path::Path;

use figment::Figment;
use figment::error::Kind;
use figment::providers::Serialized;
use thiserror::Error;

use super::declare::Config;
use super::meaning;
use super::sources::{File, Setting, exposed, from_environment};

/// The default configuration file.
pub(crate) const DEFAULT_FILE: &str = "varsel.toml";

/// The errors in the configuration, one per line: where, which key, what is accepted.
#[derive(Debug, Error)]
#[error("the configuration is invalid\n  {}", .0.join("\n  "))]
pub(crate) struct ConfigError(Vec<String>);

/// Reads the configuration; `file` is the one given on the command line, if any, and `flags` are its `--set` options.
#[expect(
    clippy::disallowed_methods,
    reason = "the environment is a layer of the configuration, and is read only here"
)]
pub(crate) fn load(file: Option<&Path>, flags: &[Setting]) -> Result<Config, ConfigError> {
    let default = Path::new(DEFAULT_FILE);
    let path = file.or_else(|| default.exists().then_some(default));
    let file = path.map(File::read).transpose().map_err(|fault| ConfigError(vec![fault]))?;
    let (variables, faults) = from_environment(std::env::vars_os());
    combine(file, &variables, flags, faults)
}

/// Reads the configuration from a file alone; `None` if it cannot be read alone.
pub(crate) fn written_in(file: &Path) -> Option<Config> {
    let file = File::read(file).ok()?;
    Figment::from(Serialized::defaults(Config::default())).merge(&file).extract().ok()
}

/// Merges the sources over the defaults; `faults` are the errors found so far.
pub(super) fn combine(
    file: Option<File>,
    variables: &[Setting],
    flags: &[Setting],
    mut faults: Vec<String>,
) -> Result<Config, ConfigError> {
    let mut layers = Figment::from(Serialized::defaults(Config::default()));
    if let Some(file) = &file {
        faults.extend(file.unknown_keys());
        layers = layers.merge(file);
    }
    if !faults.is_empty() {
        return Err(ConfigError(faults));
    }
    for setting in variables.iter().chain(flags) {
        layers = layers.merge(setting);
    }
    let sources = Sources { layers, file };
    let config = sources
        .layers
        .extract()
        .map_err(|errors| ConfigError(errors.into_iter().map(|error| sources.explain(&error)).collect()))?;
    let exposed = exposed(flags, &config);
    if !exposed.is_empty() {
        return Err(ConfigError(exposed));
    }
    let faults = meaning::faults(&config);
    if faults.is_empty() {
        return Ok(config);
    }
    Err(ConfigError(faults.into_iter().map(|(key, fault)| sources.tell(key, &fault)).collect()))
}

struct Sources {
    layers: Figment,
    file: Option<File>,
}

impl Sources {
    /// Writes where a key was set and what is wrong with it.
    fn tell(&self, key: &str, fault: &str) -> String {
        let place = self.layers.find_metadata(key).and_then(|metadata| self.place(&metadata.name, key));
        match place {
            Some(place) => format!("{place}: `{key}`: {fault}"),
            None => format!("`{key}`: {fault}"),
        }
    }

    /// Returns where a key was set; `None` for a default value.
    fn place(&self, source: &str, key: &str) -> Option<String> {
        match &self.file {
            Some(file) if file.name == source => {
                let (section, key) = key.split_once('.').unwrap_or((key, ""));
                let key = key.split('.').next().filter(|key| !key.is_empty());
                Some(file.place(section, key))
            }
            _ => (source.starts_with("--set ") || source.starts_with("environment "))
                .then(|| source.to_owned()),
        }
    }

    /// Writes where an error is, what is wrong and what is accepted. Values are not repeated, because they can be secrets.
    fn explain(&self, error: &figment::Error) -> String {
        let key = error.path.join(".");
        let place = error.metadata.as_ref().and_then(|metadata| self.place(&metadata.name, &key));
        let what = match &error.kind {
            Kind::UnknownField(field, expected) => {
                format!("there is no `{field}`; accepted: {}", expected.join(", "))
            }
            Kind::InvalidType(found, expected) => {
                format!("expected {}, found {}", expected_kind(expected), found_kind(found))
            }
            Kind::InvalidValue(_, expected) => format!("expected {}", expected_kind(expected)),
            Kind::UnknownVariant(_, expected) => format!("must be one of {}", expected.join(", ")),
            other => other.to_string(),
        };
        [place, (!key.is_empty()).then(|| format!("`{key}`")), Some(what)]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(": ")
    }
}

/// Names the type of a value, without the value.
fn found_kind(found: &figment::error::Actual) -> &'static str {
    use figment::error::Actual;
    match found {
        Actual::Bool(_) => "true or false",
        Actual::Unsigned(_) | Actual::Signed(_) => "a whole number",
        Actual::Float(_) => "a number",
        Actual::Char(_) | Actual::Str(_) => "a string",
        Actual::Bytes(_) => "bytes",
        Actual::Map => "a section",
        Actual::Seq => "a list",
        _ => "something else",
    }
}

/// Names a Rust type in the terms of the file.
fn expected_kind(expected: &str) -> &str {
    match expected {
        "u16" | "i64" | "usize" => "a whole number",
        "a sequence" => "a list",
        "a timestamp string" => "a time in quotes, such as \"2027-06-30T00:00:00Z\"",
        other if other.starts_with("struct ") => "a section",
        other => other,
    }
}
