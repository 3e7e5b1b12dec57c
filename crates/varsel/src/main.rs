//! Varsel: a security-event desk for software marketplaces, in one binary.

mod commands;
mod demo;
mod surroundings;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// A security-event desk for software marketplaces.
#[derive(Parser)]
#[command(name = "varsel", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Opens a demonstration with a made-up marketplace whose cases tell real public history.
    Demo(commands::demo::Arguments),
    /// Writes the generated references into a directory.
    #[command(hide = true)]
    Generate(commands::generate::Arguments),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match arguments.command {
        Command::Demo(arguments) => commands::demo::run(&arguments),
        Command::Generate(arguments) => commands::generate::run(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            commands::complain(&error);
            ExitCode::FAILURE
        }
    }
}
