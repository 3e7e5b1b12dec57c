//! Turns `sql/<topic>/<verb>.sql` into Rust constants, one text for both engines.
//!
//! A statement is written once, with `$1`, `$2`, … placeholders. One that must differ is two files,
//! `<verb>.sqlite.sql` and `<verb>.postgres.sql`; half a pair stops the build.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

#[path = "build/placeholders.rs"]
mod placeholders;

/// The texts found for one statement.
#[derive(Default)]
struct Texts {
    common: Option<String>,
    sqlite: Option<String>,
    postgres: Option<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for watched in ["build.rs", "build", "migrations", "sql"] {
        println!("cargo::rerun-if-changed={watched}");
    }
    let topics = collect(&root.join("sql"))?;
    let code = generate(&topics)?;
    #[expect(clippy::disallowed_methods, reason = "this is how cargo talks to a build script")]
    let out = env::var("OUT_DIR")?;
    let target = PathBuf::from(out).join("sql.rs");
    fs::write(target, code)?;
    Ok(())
}

/// Reads every statement, by topic and verb.
fn collect(root: &Path) -> Result<BTreeMap<String, BTreeMap<String, Texts>>, Box<dyn Error>> {
    let mut topics = BTreeMap::new();
    if !root.is_dir() {
        return Ok(topics);
    }
    for entry in fs::read_dir(root)? {
        let folder = entry?.path();
        if !folder.is_dir() {
            return Err(format!("{}: statements belong in a topic folder", folder.display()).into());
        }
        let verbs: &mut BTreeMap<String, Texts> = topics.entry(file_name(&folder)?).or_default();
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            let name = file_name(&path)?;
            let stem = name
                .strip_suffix(".sql")
                .ok_or_else(|| format!("{}: only .sql files belong here", path.display()))?;
            let (verb, dialect) = stem.split_once('.').unwrap_or((stem, ""));
            let texts = verbs.entry(verb.to_owned()).or_default();
            let slot = match dialect {
                "" => &mut texts.common,
                "sqlite" => &mut texts.sqlite,
                "postgres" => &mut texts.postgres,
                other => return Err(format!("{}: unknown dialect {other}", path.display()).into()),
            };
            *slot = Some(fs::read_to_string(&path)?);
        }
    }
    Ok(topics)
}

/// Writes the Rust text of the generated modules.
fn generate(topics: &BTreeMap<String, BTreeMap<String, Texts>>) -> Result<String, Box<dyn Error>> {
    let mut code = String::new();
    let mut all = String::new();
    for (topic, verbs) in topics {
        let module = identifier(topic)?;
        writeln!(
            code,
            "#[doc = \"Statements of `sql/{topic}`.\"]\npub mod {module} {{\n    use crate::Sql;"
        )?;
        for (verb, texts) in verbs {
            let name = format!("{topic}/{verb}");
            let constant = identifier(verb)?.to_uppercase();
            let (sqlite, postgres) = match (&texts.common, &texts.sqlite, &texts.postgres) {
                (Some(common), None, None) => (common, common),
                (None, Some(sqlite), Some(postgres)) => (sqlite, postgres),
                (Some(_), _, _) => return Err(format!("sql/{name}: both common and forked").into()),
                _ => return Err(format!("sql/{name}: one half of a dialect pair is missing").into()),
            };
            let (sqlite, numbers) = placeholders::rewrite(sqlite);
            let (_, others) = placeholders::rewrite(postgres);
            let numbers = without_gaps(&name, numbers)?;
            if numbers != without_gaps(&name, others)? {
                return Err(format!("sql/{name}: the two dialects take different parameters").into());
            }
            writeln!(
                code,
                "    #[doc = \"`sql/{name}`\"]\n    pub static {constant}: Sql = Sql {{\n        name: {name:?},\n        \
                 sqlite: {:?},\n        postgres: {:?},\n    }};",
                sqlite.trim(),
                postgres.trim()
            )?;
            writeln!(all, "    &{module}::{constant},")?;
        }
        code.push_str("}\n");
    }
    writeln!(
        code,
        "/// Every statement, in the order of its name.\npub static ALL: &[&crate::Sql] = &[\n{all}];"
    )?;
    Ok(code)
}

/// How many parameters a statement takes; a gap in the numbers is an error on PostgreSQL.
fn without_gaps(name: &str, numbers: Vec<u32>) -> Result<usize, String> {
    let distinct: BTreeSet<u32> = numbers.into_iter().collect();
    if distinct.iter().zip(1..).all(|(found, wanted)| *found == wanted) {
        Ok(distinct.len())
    } else {
        Err(format!("sql/{name}: placeholders are not numbered 1, 2, 3 …"))
    }
}

fn identifier(name: &str) -> Result<String, String> {
    let plain =
        name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte));
    if plain && name.starts_with(|first: char| first.is_ascii_lowercase()) {
        Ok(name.replace('-', "_"))
    } else {
        Err(format!("sql: {name} is not a lower-case name"))
    }
}

fn file_name(path: &Path) -> Result<String, String> {
    let name = path.file_name().and_then(|name| name.to_str());
    name.map(str::to_owned).ok_or_else(|| format!("{}: not a plain file name", path.display()))
}
