//! The reference of the configuration, from its declaration.

use std::fmt::Write as _;

use super::Config;
use super::declare::SECTIONS;
use super::load::PREFIX;

/// Writes the reference as Markdown.
pub(crate) fn reference() -> String {
    let mut out = String::from(
        "# Configuration\n\nVarsel reads `varsel.toml` in its working directory, or the file named by `--config` or \
         `VARSEL_CONFIG`. The environment goes before the file. Unknown keys are refused. `varsel check` tests the result.\n",
    );
    let defaults = serde_json::to_value(Config::default()).unwrap_or_default();
    for section in SECTIONS {
        let _ = write!(
            out,
            "\n## [{}]\n\n{}\n\n| Key | Default | Meaning | Environment |\n|---|---|---|---|\n",
            section.name, section.about
        );
        for key in section.keys {
            let default = match &defaults[section.name][key.name] {
                serde_json::Value::Null => "none".to_owned(),
                serde_json::Value::String(text) if text.is_empty() => "none".to_owned(),
                other => format!("`{other}`"),
            };
            let variable = format!("{PREFIX}{}__{}", section.name.to_uppercase(), key.name.to_uppercase());
            let _ = writeln!(out, "| `{}` | {default} | {} | `{variable}` |", key.name, key.about);
        }
    }
    out
}
