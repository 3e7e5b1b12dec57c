//! What `cargo metadata` knows of the workspace.

use std::path::PathBuf;

use serde_json::Value;

use crate::{Result, process};

/// One crate of the workspace and what its manifest asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) dependencies: Vec<Dependency>,
}

/// One line of a manifest's dependency tables.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Dependency {
    /// The crate's real name, also where the manifest renames it.
    pub(crate) name: String,
    pub(crate) kind: Kind,
}

/// Which of a manifest's three tables a dependency stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Normal,
    Build,
    Dev,
}

/// The workspace's crates and where cargo puts what it builds.
pub(crate) struct Workspace {
    pub(crate) packages: Vec<Package>,
    pub(crate) target_directory: PathBuf,
}

/// Asks cargo about the workspace in the working directory.
pub(crate) fn load() -> Result<Workspace> {
    parse(&process::capture(&mut process::cargo(&["metadata", "--no-deps", "--format-version", "1"]))?)
}

fn parse(json: &str) -> Result<Workspace> {
    let metadata: Value =
        serde_json::from_str(json).map_err(|e| format!("cannot read cargo's metadata: {e}"))?;
    let target_directory = PathBuf::from(text(&metadata, "target_directory")?);
    let packages = list(&metadata, "packages")?.iter().map(package).collect::<Result<_>>()?;
    Ok(Workspace { packages, target_directory })
}

fn package(value: &Value) -> Result<Package> {
    let dependencies = list(value, "dependencies")?.iter().map(dependency).collect::<Result<_>>()?;
    Ok(Package { name: text(value, "name")?.to_owned(), dependencies })
}

fn dependency(value: &Value) -> Result<Dependency> {
    let kind = match value["kind"].as_str() {
        None => Kind::Normal,
        Some("build") => Kind::Build,
        Some("dev") => Kind::Dev,
        Some(other) => {
            return Err(format!("cargo's metadata has a dependency of unknown kind '{other}'"));
        }
    };
    Ok(Dependency { name: text(value, "name")?.to_owned(), kind })
}

fn text<'a>(value: &'a Value, key: &str) -> Result<&'a str> {
    value[key].as_str().ok_or_else(|| format!("cargo's metadata lacks the text '{key}'"))
}

fn list<'a>(value: &'a Value, key: &str) -> Result<&'a Vec<Value>> {
    value[key].as_array().ok_or_else(|| format!("cargo's metadata lacks the list '{key}'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dependency_table_is_read() {
        let workspace = parse(
            r#"{"target_directory": "/t", "packages": [{"name": "a", "dependencies": [
                {"name": "b", "kind": null, "rename": "c"},
                {"name": "d", "kind": "build"},
                {"name": "e", "kind": "dev"}]}]}"#,
        )
        .unwrap();
        let found: Vec<_> =
            workspace.packages[0].dependencies.iter().map(|d| (d.name.as_str(), d.kind)).collect();
        assert_eq!(found, [("b", Kind::Normal), ("d", Kind::Build), ("e", Kind::Dev)]);
        assert_eq!(workspace.target_directory, PathBuf::from("/t"));
    }

    #[test]
    fn metadata_of_another_shape_is_refused_rather_than_read_as_empty() {
        for json in ["{}", r#"{"target_directory": "/t"}"#, "not json"] {
            assert!(parse(json).is_err(), "{json}");
        }
        let unknown_kind = r#"{"target_directory": "/t", "packages": [
            {"name": "a", "dependencies": [{"name": "b", "kind": "odd"}]}]}"#;
        assert!(parse(unknown_kind).is_err());
    }
}
