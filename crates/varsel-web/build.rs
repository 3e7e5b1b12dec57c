//! Puts the assets into the binary: the style sheets as one file, scripts as they are, both also compressed, icons as constants,
//! and one hash over all of them, which is part of their address so that browsers can keep them forever.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

#[expect(
    clippy::disallowed_methods,
    reason = "cargo tells a build script where it is through the environment"
)]
fn main() {
    let assets = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("assets");
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
    println!("cargo::rerun-if-changed={}", assets.display());

    let mut css = String::new();
    for name in read(&assets.join("css/ORDER")).lines().map(str::trim).filter(|l| !l.is_empty()) {
        css.push_str(&read(&assets.join("css").join(name)));
    }
    fs::write(out.join("varsel.css"), &css).expect("the output directory is writable");

    let mut files = vec![("varsel.css".to_owned(), out.join("varsel.css"), "text/css; charset=utf-8")];
    for path in sorted(&assets.join("js"), "js") {
        let name = format!("js/{}", file_name(&path));
        files.push((name, path, "text/javascript; charset=utf-8"));
    }
    for path in sorted(&assets.join("images"), "svg") {
        files.push((file_name(&path), path, "image/svg+xml"));
    }

    let mut hasher = Sha256::new();
    for (name, path, _) in &files {
        hasher.update(name.as_bytes());
        hasher.update(fs::read(path).expect("a listed asset can be read"));
    }
    let hash = hasher.finalize().iter().take(6).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });

    let mut code = format!(
        "/// A hash over all assets.\npub(crate) const HASH: &str = {hash:?};\npub(crate) static FILES: &[Asset] = &[\n"
    );
    for (name, path, mime) in &files {
        let compressed = out.join(format!("{}.gz", name.replace('/', "-")));
        fs::write(&compressed, gzip(&fs::read(path).expect("a listed asset can be read")))
            .expect("the output directory is writable");
        let _ = writeln!(
            code,
            "Asset {{ name: {name:?}, mime: {mime:?}, bytes: include_bytes!({:?}), gzip: include_bytes!({:?}) }},",
            path.display(),
            compressed.display()
        );
    }
    code.push_str("];\n");
    fs::write(out.join("assets.rs"), code).expect("the output directory is writable");

    let mut icons = String::new();
    for path in sorted(&assets.join("icons"), "svg") {
        let name = file_name(&path).trim_end_matches(".svg").replace('-', "_").to_uppercase();
        let svg = read(&path).trim().to_owned();
        let _ = writeln!(icons, "/// `{}`\npub(crate) const {name}: Icon = Icon({svg:?});", file_name(&path));
    }
    fs::write(out.join("icons.rs"), icons).expect("the output directory is writable");
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory takes everything")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        .replace("\r\n", "\n")
}

fn sorted(directory: &Path, extension: &str) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(directory)
        .map(|entries| entries.filter_map(|entry| entry.ok().map(|e| e.path())).collect())
        .unwrap_or_default();
    paths.retain(|path| path.extension().is_some_and(|found| found == extension));
    paths.sort();
    paths
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
