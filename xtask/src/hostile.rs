//! `cargo xtask hostile`: what hostile clients cost a release binary, and whether others notice.
//!
//! The clients are `crates/varsel-testkit/examples/hostile`, a file a scenario.

use crate::{Result, process};

/// The binary that is built when none is given.
const BUILT: &str = "target/release/varsel";

/// Runs the command on a binary; on one of this source when none is given. `scenarios` are all of them when none is named.
pub(crate) fn run(binary: Option<&str>, scenarios: &[&str]) -> Result {
    if binary.is_none() {
        process::run(&mut process::cargo(&["build", "--release", "--locked", "-p", "varsel"]))?;
    }
    let mut command =
        process::cargo(&["run", "--release", "--locked", "-p", "varsel-testkit", "--example", "hostile"]);
    process::run(command.arg("--").arg(binary.unwrap_or(BUILT)).args(scenarios))
}
