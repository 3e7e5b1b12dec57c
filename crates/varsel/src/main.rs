//! Varsel: a security-event desk for software marketplaces, in one binary.

mod commands;
mod config;
mod demo;
mod disk;
mod logging;
mod mail_folder;
mod start;
mod surroundings;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use commands::CommandError;

/// A request starts on one thread, is served on another, and its pieces are freed on a third: the system's allocator takes a
/// lock each time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A security-event desk for software marketplaces.
#[derive(Parser)]
#[command(name = "varsel", version, arg_required_else_help = true)]
struct Arguments {
    /// Configuration file (default: varsel.toml in this folder, if it exists).
    #[arg(long, global = true, value_name = "FILE", env = "VARSEL_CONFIG")]
    config: Option<PathBuf>,
    /// Set a configuration key, overriding file and environment; can be repeated.
    #[arg(long = "set", global = true, value_name = "SECTION.KEY=VALUE")]
    settings: Vec<config::Setting>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the desk.
    Serve,
    /// Tests the deployment and explains what it finds.
    Check,
    /// Brings the database up to date.
    Migrate(commands::migrate::Arguments),
    /// Invites people and manages accounts.
    User(commands::user::Arguments),
    /// Imports the catalogue from a file.
    Import(commands::import::Arguments),
    /// Imports, fetches and shows public CVEs.
    Cve(commands::cve::Arguments),
    /// Scores CVSS vectors: reads one per line, writes one JSON object per line.
    Score,
    /// Suggests priorities: reads JSON objects with the column names of the tables, one per line, and writes one per line.
    Priority,
    /// Computes when promises fall due: reads JSON objects with a calendar, a time and a rule, one per line, and writes one per line.
    Due,
    /// Computes the deadlines of laws and contracts: writes one JSON object per stage.
    Obligations(commands::obligations::Arguments),
    /// Starts a demonstration: a fictional marketplace with cases based on real public events.
    Demo(commands::demo::Arguments),
    /// Writes the generated references to a directory.
    #[command(hide = true)]
    Generate(commands::generate::Arguments),
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            commands::complain(&error);
            error.exit_code()
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), CommandError> {
    let load = || config::load(arguments.config.as_deref(), &arguments.settings);
    let config = || {
        let config = load().map_err(|error| {
            CommandError::new(error.to_string()).advise("docs/generated/config.md lists every key.").usage()
        })?;
        logging::start(&config);
        Ok::<_, CommandError>(config)
    };
    match &arguments.command {
        Command::Serve => commands::serve::run(&config()?),
        Command::Check => commands::check::run(load(), arguments.config.as_deref()),
        Command::Migrate(arguments) => commands::migrate::run(&config()?, arguments),
        Command::User(arguments) => commands::user::run(&config()?, arguments),
        Command::Import(arguments) => commands::import::run(&config()?, arguments),
        Command::Cve(arguments) => commands::cve::run(&config()?, arguments),
        Command::Score => commands::score::run(),
        Command::Priority => commands::priority::run(),
        Command::Due => commands::due::run(),
        Command::Obligations(arguments) => commands::obligations::run(arguments),
        Command::Demo(demo) => commands::demo::run(demo, &arguments.settings),
        Command::Generate(arguments) => commands::generate::run(arguments),
    }
}
