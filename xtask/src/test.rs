//! Everything that continuous integration runs, in one command.

use std::path::PathBuf;
use std::time::Instant;

use crate::postgres::{Durability, Server};
use crate::{Result, cves, deny, fresh, layers, metadata, process, python, setup};

/// The steps in the order they run: what fails fastest comes first.
const STEPS: &[Step] = &[
    Step::Setup,
    Step::Fmt,
    Step::Layers,
    Step::Tables,
    Step::Clippy,
    Step::Test,
    Step::Cves,
    Step::Fresh,
    Step::Deny,
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Setup,
    Fmt,
    Layers,
    Tables,
    Clippy,
    Test,
    Cves,
    Fresh,
    Deny,
}

impl Step {
    fn name(self) -> &'static str {
        match self {
            Self::Setup => "setup",
            Self::Fmt => "fmt",
            Self::Layers => "layers",
            Self::Tables => "tables",
            Self::Clippy => "clippy",
            Self::Test => "test",
            Self::Cves => "cves",
            Self::Fresh => "fresh",
            Self::Deny => "deny",
        }
    }

    fn named(name: &str) -> Result<Self> {
        STEPS.iter().copied().find(|step| step.name() == name).ok_or_else(|| {
            let names: Vec<_> = STEPS.iter().map(|step| step.name()).collect();
            format!("there is no step '{name}'; the steps are {}", names.join(", "))
        })
    }

    fn run(self) -> Result {
        match self {
            Self::Setup => setup::run(),
            Self::Fmt => process::run(&mut process::cargo(&["fmt", "--all", "--check"])),
            Self::Layers => layers::run(),
            Self::Tables => python::check_holidays(),
            Self::Clippy => process::run(&mut process::cargo(&[
                "clippy",
                "--workspace",
                "--all-targets",
                "--locked",
                "--",
                "-D",
                "warnings",
            ])),
            Self::Test => test(),
            Self::Cves => {
                build()?;
                cves::check()
            }
            Self::Fresh => {
                build()?;
                fresh::check(&fresh::binary()?)
            }
            Self::Deny => deny::run(),
        }
    }
}

/// Runs the chosen steps in order and stops at the first that fails.
pub(crate) fn run(args: &[&str]) -> Result {
    let started = Instant::now();
    let mut summary = String::new();
    for step in choose(args)? {
        println!("\n=== {} ===", step.name());
        let began = Instant::now();
        let outcome = step.run();
        let seconds = began.elapsed().as_secs_f64();
        if let Err(message) = outcome {
            return Err(format!("step {} FAILED after {seconds:.1} s: {message}", step.name()));
        }
        let line = format!("{:<8} ok {seconds:>8.1} s\n", step.name());
        print!("{line}");
        summary.push_str(&line);
    }
    println!("\n=== all steps passed ===\n{summary}total       {:>8.1} s", started.elapsed().as_secs_f64());
    Ok(())
}

/// Reads `--only STEP` and `--skip STEP`, each as often as wanted.
fn choose(args: &[&str]) -> Result<Vec<Step>> {
    let (mut only, mut skip) = (Vec::new(), Vec::new());
    let mut args = args.iter();
    while let Some(option) = args.next() {
        let list = match *option {
            "--only" => &mut only,
            "--skip" => &mut skip,
            other => return Err(format!("'{other}' is neither --only nor --skip")),
        };
        list.push(Step::named(args.next().ok_or_else(|| format!("{option} needs the name of a step"))?)?);
    }
    let wanted = |step: &Step| (only.is_empty() || only.contains(step)) && !skip.contains(step);
    Ok(STEPS.iter().copied().filter(wanted).collect())
}

/// Builds the binary together with the tests.
///
/// Cargo chooses the features of shared dependencies for all that is built in one go. Asked for the
/// binary alone it would choose differently, and compile half the tree twice.
fn build() -> Result {
    process::run(&mut process::cargo(&["build", "--workspace", "--bins", "--tests", "--locked"]))
}

/// Builds the binary as it is shipped, which the stories in a browser drive, and returns where it lies.
fn release() -> Result<PathBuf> {
    process::run(&mut process::cargo(&[
        "build",
        "--release",
        "--package",
        "varsel",
        "--bin",
        "varsel",
        "--locked",
    ]))?;
    Ok(metadata::load()?.target_directory.join("release/varsel"))
}

fn test() -> Result {
    build()?;
    let released = release()?;
    let server = Server::start(Durability::None)?;
    let mut tests = process::cargo(&["test", "--workspace", "--locked"]);
    tests
        .env("VARSEL_TEST_POSTGRES", server.url())
        .env("VARSEL_BIN", released)
        // A changed snapshot is a failure to review, never a file written in passing.
        .env("INSTA_UPDATE", "no")
        .env("RUST_BACKTRACE", "1");
    process::run(&mut tests)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_steps_run_unless_told_otherwise() {
        assert_eq!(choose(&[]).unwrap(), STEPS);
    }

    #[test]
    fn steps_keep_their_order_however_they_are_named() {
        assert_eq!(choose(&["--only", "test", "--only", "fmt"]).unwrap(), [Step::Fmt, Step::Test]);
        let without = choose(&["--skip", "deny", "--skip", "setup"]).unwrap();
        assert_eq!(
            without,
            [Step::Fmt, Step::Layers, Step::Tables, Step::Clippy, Step::Test, Step::Cves, Step::Fresh]
        );
        assert_eq!(choose(&["--only", "fmt", "--skip", "fmt"]).unwrap(), []);
    }

    #[test]
    fn a_wrong_choice_is_refused_rather_than_running_nothing() {
        assert!(choose(&["--only", "lint"]).unwrap_err().contains("the steps are setup, fmt"));
        assert!(choose(&["--only"]).unwrap_err().contains("needs the name"));
        assert!(choose(&["fmt"]).unwrap_err().contains("neither"));
    }
}
