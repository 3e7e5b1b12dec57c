//! `varsel generate`: writes the references under `docs/generated` from the code.

use std::fs;
use std::path::PathBuf;

use varsel_store::{Options, Store, StoreError, Target};

use super::CommandError;

/// Arguments of `varsel generate`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Directory to write to.
    directory: PathBuf,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<(), CommandError> {
    let failed = |what: &str, error: &dyn std::fmt::Display| CommandError::new(format!("{what}: {error}"));
    fs::create_dir_all(&arguments.directory).map_err(|e| failed("the directory cannot be created", &e))?;
    let files = [
        ("cli.md", super::cli_reference()),
        ("config.md", crate::config::reference()),
        ("duties.md", super::obligations::reference()),
        ("openapi.json", varsel_web::api::openapi_json()),
        ("permissions.txt", varsel_core::permission::print_matrix()),
        ("schema.txt", schema().map_err(|e| failed("the schema cannot be read", &e))?),
    ];
    for (name, text) in files {
        fs::write(arguments.directory.join(name), text).map_err(|e| failed(name, &e))?;
    }
    Ok(())
}

/// Migrates an empty database and prints its schema.
fn schema() -> Result<String, StoreError> {
    let directory = tempfile::tempdir().map_err(|e| StoreError::Unavailable(e.to_string()))?;
    let store = Store::open(&Target::Sqlite(directory.path().join("schema.db")), &Options::default())?;
    store.migrate()?;
    let lines: Vec<String> = store.read(varsel_store::describe_schema).wait()?;
    store.close();
    let mut text = String::from(
        "The schema after all migrations, equal on SQLite and PostgreSQL; search tables differ and are left out.\n\n",
    );
    for line in lines {
        text.push_str(&line);
        text.push('\n');
    }
    Ok(text)
}
