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

/// A request begins on one thread, is served on another, and its pieces are freed on a third: the system's allocator takes a
/// lock for each of them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A security-event desk for software marketplaces.
#[derive(Parser)]
#[command(name = "varsel", version, arg_required_else_help = true)]
struct Arguments {
    /// The configuration file; varsel.toml in this folder if there is one.
    #[arg(long, global = true, value_name = "FILE", env = "VARSEL_CONFIG")]
    config: Option<PathBuf>,
    /// Set a key of the configuration, before file and environment; may be repeated.
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
    /// Imports the catalogue.
    Import(commands::import::Arguments),
    /// The catalogue of public CVEs: imports files, shows entries.
    Cve(commands::cve::Arguments),
    /// Scores CVSS vectors: reads one a line, writes a JSON object a line.
    Score,
    /// Suggests priorities: reads a JSON object a line, with the column names of the tables, and writes one a line.
    Priority,
    /// Says when promises fall due: reads a JSON object a line, with a calendar, an instant and a rule, and writes one a line.
    Due,
    /// Says until when law and contracts ask for what: writes a JSON object a stage.
    Obligations(commands::obligations::Arguments),
    /// Opens a demonstration with a made-up marketplace whose cases tell real public history.
    Demo(commands::demo::Arguments),
    /// Writes the generated references into a directory.
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
