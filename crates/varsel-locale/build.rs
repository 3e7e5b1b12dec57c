//! Compiles `locales/*/*.ftl` into Rust: a missing or unequal message stops the build.

use std::path::{Path, PathBuf};
use std::{env, fs};

#[path = "build/generate.rs"]
mod generate;

fn main() {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../../locales");
    println!("cargo::rerun-if-changed={}", root.display());
    println!("cargo::rerun-if-changed=build/generate.rs");
    let languages = [("En", read_all(&root.join("en"))), ("Sv", read_all(&root.join("sv")))];
    match generate::generate(&languages) {
        Ok(code) => {
            let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it")).join("texts.rs");
            fs::write(out, code).expect("the output directory is writable");
        }
        Err(problems) => {
            for problem in &problems {
                println!("cargo::error={problem}");
            }
            std::process::exit(1);
        }
    }
}

/// Reads the Fluent files of a language, by name.
fn read_all(directory: &Path) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = fs::read_dir(directory)
        .unwrap_or_else(|error| panic!("{}: {error}", directory.display()))
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "ftl"))
        .map(|path| {
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            (name, fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
        })
        .collect();
    files.sort();
    files
}
