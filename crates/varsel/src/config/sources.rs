//! Where a configuration comes from: a file, the environment, `--set` on the command line.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::Path;
use std::str::FromStr;

use figment::providers::{Format, Toml};
use figment::util::nest;
use figment::value::{Dict, Empty, Map, Tag, Value};
use figment::{Error, Metadata, Profile, Provider};

use super::declare::{Config, SECTIONS, Secret};
use super::kept::{Kept, Kind};

/// The environment's prefix; section and key follow, two underscores between them: `VARSEL_SERVER__LISTEN`.
pub(super) const PREFIX: &str = "VARSEL_";

/// Returns the name of the variable that sets a key.
pub(super) fn variable(section: &str, key: &str) -> String {
    format!("{PREFIX}{}__{}", section.to_uppercase(), key.to_uppercase())
}

/// The configuration file.
pub(super) struct File {
    /// Its path, as messages show it.
    pub(super) name: String,
    pub(super) text: String,
}

impl File {
    pub(super) fn read(path: &Path) -> Result<Self, String> {
        let name = path.display().to_string();
        match fs::read_to_string(path) {
            Ok(text) => Ok(Self { name, text }),
            Err(error) => Err(format!("{name}: the configuration file cannot be read: {error}")),
        }
    }

    fn parse(&self) -> Result<Dict, String> {
        Toml::from_str(&self.text).map_err(|error| without_excerpt(&error.to_string()))
    }

    /// Lists the keys that do not exist, each with its place and the nearest one that does.
    pub(super) fn unknown_keys(&self) -> Vec<String> {
        // Parse errors are reported when the layer is merged.
        let Ok(sections) = self.parse() else { return Vec::new() };
        let mut unknown = Vec::new();
        for (section, value) in &sections {
            match value.as_dict() {
                Some(keys) if SECTIONS.iter().any(|known| known.name == section) => {
                    for key in keys.keys().filter(|key| find(section, key).is_none()) {
                        unknown.push(format!(
                            "{}: there is no key `{section}.{key}`{}",
                            self.place(section, Some(key)),
                            hint(nearest(section, key).as_deref())
                        ));
                    }
                }
                None if SECTIONS.iter().any(|known| known.name == section) => {}
                Some(_) => unknown.push(format!(
                    "{}: there is no section `{section}`{}",
                    self.place(section, None),
                    hint(nearest_section(section))
                )),
                None => unknown.push(format!(
                    "{}: there is no key `{section}` outside the sections{}",
                    self.place(section, None),
                    hint(nearest("", section).as_deref())
                )),
            }
        }
        unknown
    }

    /// Returns the file's name, and the line of a key if it is found.
    pub(super) fn place(&self, section: &str, key: Option<&str>) -> String {
        match self.line(section, key) {
            Some(line) => format!("{}, line {line}", self.name),
            None => self.name.clone(),
        }
    }

    /// Finds the line that starts a section, or sets a key in it.
    ///
    /// For messages only: it knows the plain forms of TOML, and at worst finds none.
    fn line(&self, section: &str, key: Option<&str>) -> Option<usize> {
        let mut current = "";
        for (index, line) in self.text.lines().enumerate() {
            let line = line.trim();
            let header = line.strip_prefix('[').and_then(|rest| rest.split(']').next());
            let name = line.split('=').next().unwrap_or_default().trim();
            if let Some(header) = header.filter(|_| !line.contains('=')) {
                current = header.trim_matches(['[', ' ', '\t']);
            }
            let found = match key {
                Some(key) => {
                    header.is_none() && current == section && name == key
                        || header.is_none() && current.is_empty() && name == format!("{section}.{key}")
                        || header.is_some() && current == format!("{section}.{key}")
                }
                None => (header.is_some() && current == section) || (current.is_empty() && name == section),
            };
            if found {
                return Some(index + 1);
            }
        }
        None
    }
}

impl Provider for File {
    fn metadata(&self) -> Metadata {
        Metadata::named(self.name.clone())
    }

    fn data(&self) -> Result<Map<Profile, Dict>, Error> {
        self.parse().map(|keys| Profile::Default.collect(keys)).map_err(Error::from)
    }
}

/// Removes excerpts of the file from a parser's message, because they can contain secrets.
fn without_excerpt(message: &str) -> String {
    let is_excerpt = |line: &&str| {
        let rest = line.trim_start().trim_start_matches(|c: char| c.is_ascii_digit()).trim_start();
        rest.starts_with('|')
    };
    message.lines().filter(|line| !is_excerpt(line)).collect::<Vec<_>>().join(": ")
}

/// A key that is set outside the file.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    /// Where it was set, as messages name it.
    place: String,
    section: &'static str,
    key: &'static str,
    text: Secret,
}

impl Setting {
    /// Returns the key with its section: `server.listen`.
    pub(crate) fn name(&self) -> String {
        format!("{}.{}", self.section, self.key)
    }

    /// Returns the value as it was given.
    pub(crate) fn text(&self) -> &str {
        self.text.expose()
    }

    /// Reads a text as the kind of value that the key's default is.
    fn value(&self) -> Value {
        let text = self.text.expose();
        let defaults = serde_json::to_value(Config::default()).unwrap_or_default();
        match &defaults[self.section][self.key] {
            serde_json::Value::Null if text.is_empty() => Value::Empty(Tag::Default, Empty::None),
            // A password of digits is a string, not a number.
            serde_json::Value::Null | serde_json::Value::String(_) => Value::from(text),
            serde_json::Value::Array(_) if !text.trim_start().starts_with('[') => {
                let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
                Value::from(items.map(str::to_owned).collect::<Vec<_>>())
            }
            serde_json::Value::Array(_) => {
                let list = Toml::from_str::<Dict>(&format!("list = {text}"))
                    .ok()
                    .and_then(|mut all| all.remove("list"));
                // A list that cannot be parsed is reported as a string where a list is expected.
                list.unwrap_or_else(|| Value::from(text))
            }
            _ => {
                let Ok(value) = text.parse::<Value>();
                value
            }
        }
    }
}

impl Provider for Setting {
    fn metadata(&self) -> Metadata {
        Metadata::named(self.place.clone())
    }

    fn data(&self) -> Result<Map<Profile, Dict>, Error> {
        let nested = nest(&format!("{}.{}", self.section, self.key), self.value());
        Ok(Profile::Default.collect(nested.into_dict().unwrap_or_default()))
    }
}

/// Parses the value of `--set`: `SECTION.KEY=VALUE`.
impl FromStr for Setting {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, value) = text.split_once('=').ok_or("expected SECTION.KEY=VALUE")?;
        let (section, key) = name.trim().split_once('.').unwrap_or(("", name.trim()));
        let (section, key) = find(section, key).ok_or_else(|| {
            format!("there is no key `{}`{}", name.trim(), hint(nearest(section, key).as_deref()))
        })?;
        let name = format!("{section}.{key}");
        // Every user of the machine can read the arguments of other processes.
        if kind(section, key) == Some(Kind::Secret) {
            return Err(format!("`{name}` {}", not_from_here(section, key)));
        }
        Ok(Self { place: format!("--set {name}"), section, key, text: Secret::from(value) })
    }
}

/// Lists the settings on the command line whose values contain secrets.
pub(super) fn exposed(flags: &[Setting], config: &Config) -> Vec<String> {
    let kept = config.kept();
    let is_kept = |flag: &&Setting| kept.contains(&(flag.section, flag.key, Kept::Written));
    let told = |flag: &Setting| format!("{} {}", flag.place, not_from_here(flag.section, flag.key));
    flags.iter().filter(is_kept).map(told).collect()
}

fn not_from_here(section: &str, key: &str) -> String {
    let variable = variable(section, key);
    format!("cannot be set on the command line, which others on this machine can read; set {variable}")
}

/// Reads the variables that start with [`PREFIX`]; also lists those that do not match a key.
pub(super) fn from_environment(
    variables: impl Iterator<Item = (OsString, OsString)>,
) -> (Vec<Setting>, Vec<String>) {
    let (mut settings, mut faults) = (Vec::new(), Vec::new());
    for (name, value) in variables {
        let Some(name) = name.to_str().filter(|name| name.starts_with(PREFIX)) else { continue };
        match from_variable(name, &value) {
            Ok(found) => settings.extend(found),
            Err(fault) => faults.push(fault),
        }
    }
    (settings, faults)
}

/// Reads one variable; `None` if it is not meant as a key.
fn from_variable(name: &str, value: &OsStr) -> Result<Option<Setting>, String> {
    let place = format!("environment variable {name}");
    let rest = &name[PREFIX.len()..];
    let Some((section, key)) = rest.split_once("__") else {
        // Other tools use this prefix too (Kubernetes sets VARSEL_PORT for a service of this name): only a missing underscore is
        // certainly a mistake.
        let meant = all_keys().map(|(section, key)| variable(section, key));
        return match meant.into_iter().find(|known| known.replace("__", "_") == name) {
            Some(meant) => Err(format!("{place}: put two underscores after the section: {meant}")),
            None => Ok(None),
        };
    };
    let (section, key) = (section.to_lowercase(), key.to_lowercase());
    let Some((section, key)) = find(&section, &key) else {
        let near = nearest(&section, &key);
        let near = near.as_deref().and_then(|near| near.split_once('.')).map(|(s, k)| variable(s, k));
        return Err(format!("{place}: this key does not exist{}", hint(near.as_deref())));
    };
    let text = value.to_str().ok_or_else(|| format!("{place}: the value is not UTF-8"))?;
    Ok(Some(Setting { place, section, key, text: Secret::from(text) }))
}

/// Returns which of a key's values others must not read.
fn kind(section: &str, key: &str) -> Option<Kind> {
    let keys = SECTIONS.iter().find(|known| known.name == section)?.keys;
    keys.iter().find(|known| known.name == key).map(|known| known.kind)
}

fn all_keys() -> impl Iterator<Item = (&'static str, &'static str)> {
    SECTIONS.iter().flat_map(|section| section.keys.iter().map(|key| (section.name, key.name)))
}

fn find(section: &str, key: &str) -> Option<(&'static str, &'static str)> {
    all_keys().find(|known| *known == (section, key))
}

/// Finds the key that was probably meant: in another section, or with a similar spelling.
fn nearest(section: &str, key: &str) -> Option<String> {
    let likeness = |(s, k): (&str, &str)| {
        if k == key { 1.0 } else { strsim::jaro_winkler(s, section) * strsim::jaro_winkler(k, key) }
    };
    all_keys()
        .map(|known| (likeness(known), known))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, (section, key))| format!("{section}.{key}"))
}

fn nearest_section(name: &str) -> Option<&'static str> {
    SECTIONS
        .iter()
        .map(|section| (strsim::jaro_winkler(section.name, name), section.name))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

fn hint(near: Option<&str>) -> String {
    near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default()
}
