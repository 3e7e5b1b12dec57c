//! The configuration reference, generated from its declaration.

use std::fmt::Write as _;

use super::Config;
use super::declare::SECTIONS;
use super::sources::variable;

/// Writes the reference as Markdown.
pub(crate) fn reference() -> String {
    let mut out = String::from(
        "# Configuration\n\n\
         Varsel reads `varsel.toml` in its working directory, or the file named by `--config` or `VARSEL_CONFIG`. Environment\n\
         variables override the file, and `--set section.key=value` on the command line overrides both. Unknown keys are\n\
         refused. In a variable or after `--set`, separate the items of a list with commas, or write it as in the file. Relative\n\
         paths start in the working directory. `varsel check` tests the result.\n\n\
         ```toml\n[server]\nbase_url = \"https://desk.example\"\n\n[desk]\nmarketplace = \"Northwind Marketplace\"\n\
         zone = \"Europe/Stockholm\"\n```\n",
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
            let variable = variable(section.name, key.name);
            let _ = writeln!(out, "| `{}` | {default} | {} | `{variable}` |", key.name, key.about);
        }
    }
    out
}
