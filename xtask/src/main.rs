//! The project's own commands, run as `cargo xtask COMMAND`.
//!
//! `test` is everything continuous integration runs, in the same order, with the same arguments;
//! the other commands are its steps, to be run alone while working.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    reason = "a development tool: it talks to the terminal, reads the environment, times its steps and rounds what it measured"
)]

mod bench;
mod cves;
mod deny;
mod fresh;
mod hostile;
mod layers;
mod metadata;
mod postgres;
mod process;
mod purity;
mod python;
mod setup;
mod test;

use std::path::Path;
use std::process::ExitCode;

/// What every command returns; the error is a sentence for the terminal.
pub(crate) type Result<T = ()> = std::result::Result<T, String>;

const USAGE: &str = "\
Usage: cargo xtask COMMAND

Commands:
  test [--only STEP]... [--skip STEP]...   run everything continuous integration runs, in order:
                                           setup, fmt, layers, tables, clippy, test, cves, fresh, deny
  setup                                    install what the tests need, or say what is missing
  layers                                   check which crate may depend on which, and the core's purity
  fresh [--check]                          write docs/generated, or fail where it is out of date
  cves [PATH]                              compare what is read in CVE files with another implementation: in
                                           PATH, else in the corpus and in records made at random
  deny                                     check licences, banned crates, sources and advisories
  bench [--quick] [--cases N]...           measure Varsel beside its floors; writes bench/README.md
  bench-cves [--records N]                 measure imports and look-ups of public CVEs; writes bench/CVES.md
  bench-clocks [--clocks N]            measure what is due next among very many clocks; writes bench/CLOCKS.md
  hostile [--binary FILE] [SCENARIO]...    let hostile clients loose on a release binary and measure it;
                                           prints a table
  with-postgres [--fsync] COMMAND [ARG]... run a command beside a private PostgreSQL server, with its
                                           address in VARSEL_TEST_POSTGRES
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match enter_repository().and_then(|()| dispatch(&args)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Makes the repository's root the working directory, so that every path below is relative to it.
fn enter_repository() -> Result {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    std::env::set_current_dir(&root).map_err(|e| format!("cannot enter {}: {e}", root.display()))
}

fn dispatch(args: &[&str]) -> Result {
    match args {
        ["test", rest @ ..] => test::run(rest),
        ["setup"] => setup::run(),
        ["layers"] => layers::run(),
        ["fresh"] => fresh::write(&fresh::build_binary()?),
        ["fresh", "--check"] => fresh::check(&fresh::build_binary()?),
        ["cves", rest @ ..] => cves::run(rest),
        ["deny"] => deny::run(),
        ["bench", rest @ ..] => bench::run(rest),
        ["bench-cves", rest @ ..] => bench::cves::run(rest),
        ["bench-clocks", rest @ ..] => bench::clocks::run(rest),
        ["hostile", "--binary", file, rest @ ..] => hostile::run(Some(file), rest),
        ["hostile", rest @ ..] => hostile::run(None, rest),
        ["with-postgres", "--fsync", command, rest @ ..] => {
            postgres::run_beside(postgres::Durability::Full, command, rest)
        }
        ["with-postgres", command, rest @ ..] => {
            postgres::run_beside(postgres::Durability::None, command, rest)
        }
        ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            Ok(())
        }
        [] => Err(format!("no command given\n\n{USAGE}")),
        _ => Err(format!("cannot understand '{}'\n\n{USAGE}", args.join(" "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_commands_and_options_are_refused_with_the_usage() {
        for args in [&["tset"][..], &["layers", "--fast"], &["fresh", "--chekc"], &["with-postgres"], &[]] {
            let message = dispatch(args).unwrap_err();
            assert!(message.contains("Usage: cargo xtask COMMAND"), "{args:?}: {message}");
        }
    }
}
