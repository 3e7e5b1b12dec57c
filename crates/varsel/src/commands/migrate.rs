//! `varsel migrate`: brings the database up to date.

use super::{CommandError, say};
use crate::config::Config;
use crate::start;

/// Arguments of `varsel migrate`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// List the pending migrations without applying them.
    #[arg(long)]
    dry_run: bool,
}

/// Runs the command.
pub(crate) fn run(config: &Config, arguments: &Arguments) -> Result<(), CommandError> {
    let store = start::store(config, false)?;
    let failed = |error| CommandError::new(format!("the database cannot be brought up to date: {error}"));
    let (names, reindexed) = if arguments.dry_run {
        (store.pending_migrations().map_err(failed)?, 0)
    } else {
        let report = store.migrate().map_err(failed)?;
        (report.applied, report.reindexed)
    };
    match (names.is_empty(), arguments.dry_run) {
        (true, _) => say("The database is up to date."),
        (false, true) => say(&format!("To be applied: {}", names.join(", "))),
        (false, false) => say(&format!("Applied: {}", names.join(", "))),
    }
    if reindexed > 0 {
        say(&format!("Indexed again for search: {reindexed} cases"));
    }
    store.close();
    Ok(())
}
