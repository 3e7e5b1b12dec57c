//! `varsel import catalogue`: publishers, offers and customers from a file.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

use indicatif::{ProgressBar, ProgressStyle};
use varsel_app::import::{self, Format, Report};

use super::{CommandError, counted, say};
use crate::config::Config;
use crate::start;

/// The kind of import.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Imports publishers, offers, plans, versions and customers from a .csv or .json file.
    Catalogue {
        /// File to import.
        file: PathBuf,
        /// Check the file and count the changes without writing anything.
        #[arg(long)]
        dry_run: bool,
    },
}

/// Runs the command.
pub(crate) fn run(config: &Config, arguments: &Arguments) -> Result<(), CommandError> {
    let What::Catalogue { file, dry_run } = &arguments.what;
    let format = Format::of(file).ok_or_else(|| {
        CommandError::new(format!("{}: the name must end in .csv or .json", file.display()))
    })?;
    let opened =
        File::open(file).map_err(|error| CommandError::new(format!("{}: {error}", file.display())))?;
    let surroundings = start::surroundings(config)?;
    let store = start::store(config, true)?;
    // Hides itself if the output is not a terminal.
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{msg:<10} {bar:40} {bytes}/{total_bytes}") {
        bar.set_style(style);
    }
    let report = import::import(
        &store,
        &surroundings.context(),
        format,
        &mut BufReader::new(opened),
        *dry_run,
        &mut |progress| {
            bar.set_length(progress.total_bytes);
            bar.set_position(progress.bytes_read);
        },
    );
    bar.finish_and_clear();
    store.close();
    let report = report.map_err(|error| {
        CommandError::new(format!("{}: nothing was imported\n{error}", file.display()))
            .advise("Fix these lines and run the command again.")
    })?;
    tell(&report, *dry_run);
    Ok(())
}

/// Prints what was done, or would be, one line per kind.
fn tell(report: &Report, dry_run: bool) {
    if report.is_nothing() {
        return say(&format!(
            "{} read; the catalogue already matches the file.",
            counted(report.rows, "row")
        ));
    }
    say(&format!(
        "{} read{}",
        counted(report.rows, "row"),
        if dry_run { "; nothing was changed, this would be:" } else { ":" }
    ));
    for (kind, count) in [
        ("publishers", report.publishers),
        ("offers", report.offers),
        ("plans", report.plans),
        ("versions", report.versions),
        ("customers", report.customers),
        ("holdings", report.holdings),
    ] {
        say(&format!(
            "  {kind:<11} {:>6} new {:>6} changed {:>6} removed {:>6} unchanged",
            count.new, count.changed, count.removed, count.unchanged
        ));
    }
}
