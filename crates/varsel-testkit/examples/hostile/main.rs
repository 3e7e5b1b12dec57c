//! Hostile clients against a binary of Varsel, on loopback: what each costs the desk, and whether others notice.
//!
//! `hostile BINARY [--hold SECONDS] [SCENARIO]...` starts the binary for each scenario in a folder of its own, lets the clients do
//! their worst for at most so long, and prints a table. A scenario is a file; another one stands in [`SCENARIOS`].

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::cast_precision_loss,
    reason = "a tool that measures: it reads the clock, waits between looks and talks to the terminal"
)]

mod desk;
mod half_requests;
mod http2;
mod pipelines;
mod siege;
mod silent_flood;
mod silent_sockets;
mod silent_tls;
mod unfinished_bodies;
mod window_zero;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use desk::{Descriptors, Desk};
use siege::Measured;

/// What goes wrong, as a sentence for the terminal.
type Result<T = ()> = std::result::Result<T, String>;

/// Something that hostile clients do.
struct Scenario {
    /// What it is called on the command line.
    name: &'static str,
    /// What the clients do, as the table says it.
    about: &'static str,
    /// Whether the desk speaks TLS itself.
    tls: bool,
    /// Does it, for at most so long.
    run: fn(&Desk, Duration) -> Result<Measured>,
}

/// Every scenario, in the order of the table.
const SCENARIOS: &[Scenario] = &[
    silent_sockets::SCENARIO,
    silent_flood::SCENARIO,
    half_requests::SCENARIO,
    silent_tls::WITHOUT,
    silent_tls::AFTER,
    pipelines::SCENARIO,
    window_zero::SCENARIO,
    unfinished_bodies::SCENARIO,
];

/// How long a scenario lasts at most: longer than anything may be held.
const HOLD: Duration = Duration::from_secs(90);

fn main() -> ExitCode {
    match run(&std::env::args().skip(1).collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("hostile: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result {
    let (mut binary, mut hold, mut names) = (None, HOLD, Vec::new());
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--hold" => {
                let seconds = arguments.next().and_then(|text| text.parse().ok());
                hold = Duration::from_secs(seconds.ok_or("--hold wants a number of seconds")?);
            }
            path if binary.is_none() => binary = Some(PathBuf::from(path)),
            name => names.push(name),
        }
    }
    let binary = binary.ok_or("which binary? hostile BINARY [--hold SECONDS] [SCENARIO]...")?;
    let known: Vec<&str> = SCENARIOS.iter().map(|scenario| scenario.name).collect();
    if let Some(unknown) = names.iter().find(|name| !known.contains(*name)) {
        return Err(format!("there is no scenario {unknown}; there are {}", known.join(", ")));
    }
    let descriptors = Descriptors::raise()?;
    println!("{}", Measured::HEAD);
    for scenario in SCENARIOS {
        if names.is_empty() || names.contains(&scenario.name) {
            let desk = Desk::start(&binary, scenario.tls, descriptors)?;
            let measured =
                (scenario.run)(&desk, hold).map_err(|error| format!("{}: {error}", scenario.name))?;
            println!("{}", measured.row(scenario.about, hold));
        }
    }
    Ok(())
}
