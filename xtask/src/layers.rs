//! The allowed dependencies between crates.
//!
//! The arrows are the architecture: rules live in the core, SQL in the store, HTTP in the web crate. Tests can reach across
//! layers, so dev-dependencies are not checked.

use crate::metadata::{self, Kind, Package};
use crate::{Result, purity};

/// Every crate of the workspace and the workspace crates it can depend on.
///
/// A crate without a row is refused: adding one is a decision, made here.
const ARROWS: &[(&str, &[&str])] = &[
    ("varsel-core", &[]),
    ("varsel-locale", &["varsel-core"]),
    ("varsel-store", &["varsel-core"]),
    ("varsel-mail", &["varsel-core", "varsel-locale"]),
    ("varsel-app", &["varsel-store", "varsel-core", "varsel-locale"]),
    ("varsel-jobs", &["varsel-app", "varsel-mail", "varsel-locale", "varsel-store", "varsel-core"]),
    ("varsel-web", &["varsel-app", "varsel-locale", "varsel-core", "varsel-store"]),
    (
        "varsel",
        &[
            "varsel-web",
            "varsel-jobs",
            "varsel-mail",
            "varsel-app",
            "varsel-store",
            "varsel-locale",
            "varsel-core",
        ],
    ),
    (
        "varsel-testkit",
        &[
            "varsel",
            "varsel-web",
            "varsel-jobs",
            "varsel-mail",
            "varsel-app",
            "varsel-store",
            "varsel-locale",
            "varsel-core",
        ],
    ),
    ("xtask", &[]),
];

/// The test kit makes and drops databases of its own, which no transaction of the store can.
const EXCEPTIONS: &[(&str, &str)] = &[("varsel-testkit", "postgres")];

/// External crates that only one of our crates can use.
const CONFINED: &[(&str, &str)] = &[
    ("rusqlite", "varsel-store"),
    ("postgres", "varsel-store"),
    ("refinery", "varsel-store"),
    ("axum", "varsel-web"),
    ("lettre", "varsel-mail"),
];

/// External crates that would make the core impure: a runtime, a network, a source of randomness.
const NOT_IN_CORE: &[&str] = &["tokio", "axum", "rand", "getrandom"];

/// Checks the arrows and the core's purity, and prints every fault.
pub(crate) fn run() -> Result {
    let packages = metadata::load()?.packages;
    let mut faults = violations(&packages);
    faults.extend(purity::violations()?);
    if faults.is_empty() {
        println!("{} crates: every arrow is allowed, and varsel-core is pure", packages.len());
        return Ok(());
    }
    for fault in &faults {
        println!("{fault}");
    }
    Err(format!("layers: {} broken", if faults.len() == 1 { "one rule is" } else { "rules are" }))
}

/// Lists every arrow that the tables above do not allow, one sentence each.
fn violations(packages: &[Package]) -> Vec<String> {
    let is_ours = |name: &str| packages.iter().any(|package| package.name == name);
    let mut found = Vec::new();
    for package in packages {
        let from = package.name.as_str();
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == from) else {
            found.push(format!("{from} has no row in xtask/src/layers.rs: say what it can depend on"));
            continue;
        };
        for dependency in package.dependencies.iter().filter(|d| d.kind != Kind::Dev) {
            let to = dependency.name.as_str();
            if is_ours(to) && !allowed.contains(&to) {
                found.push(format!("{from} must not depend on {to} ({})", reason_against(to, allowed)));
            }
            if let Some((_, owner)) = CONFINED.iter().find(|(name, owner)| *name == to && *owner != from)
                && !EXCEPTIONS.contains(&(from, to))
            {
                found.push(format!("{from} must not depend on {to} (only {owner} may)"));
            }
            if from == "varsel-core" && NOT_IN_CORE.contains(&to) {
                found
                    .push(format!("{from} must not depend on {to} (the core does no I/O and has no chance)"));
            }
        }
    }
    found
}

fn reason_against(to: &str, allowed: &[&str]) -> String {
    if to == "varsel-testkit" {
        "it is a dev-dependency only".to_owned()
    } else if allowed.is_empty() {
        "it cannot depend on any other crate of the workspace".to_owned()
    } else {
        format!("allowed: {}", allowed.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::Dependency;

    /// A workspace with every crate in the table, where `from` also depends on `to`.
    fn workspace_with(from: &str, to: &str, kind: Kind) -> Vec<Package> {
        ARROWS
            .iter()
            .map(|(name, _)| Package {
                name: (*name).to_owned(),
                dependencies: if *name == from {
                    vec![Dependency { name: to.to_owned(), kind }]
                } else {
                    Vec::new()
                },
            })
            .collect()
    }

    #[test]
    fn each_pair_is_refused_unless_the_table_allows_it() {
        for (from, allowed) in ARROWS {
            for (to, _) in ARROWS.iter().filter(|(to, _)| to != from) {
                for kind in [Kind::Normal, Kind::Build] {
                    let found = violations(&workspace_with(from, to, kind));
                    if allowed.contains(to) {
                        assert_eq!(found, [""; 0], "{from} -> {to}");
                    } else {
                        assert_eq!(found.len(), 1, "{from} -> {to}: {found:?}");
                        assert!(found[0].starts_with(&format!("{from} must not depend on {to} (")));
                    }
                }
            }
        }
    }

    #[test]
    fn the_arrows_that_would_break_the_design_are_refused() {
        // Written out, so that an edit of the table cannot quietly allow them.
        for (from, to) in [
            ("varsel-core", "varsel-store"),
            ("varsel-core", "varsel-locale"),
            ("varsel-store", "varsel-app"),
            ("varsel-app", "varsel-web"),
            ("varsel-app", "varsel-mail"),
            ("varsel-mail", "varsel-store"),
            ("varsel-web", "varsel-mail"),
            ("varsel-web", "varsel-jobs"),
            ("varsel-jobs", "varsel-web"),
            ("varsel-web", "varsel-testkit"),
            ("varsel", "varsel-testkit"),
        ] {
            assert_eq!(violations(&workspace_with(from, to, Kind::Normal)).len(), 1, "{from} -> {to}");
        }
    }

    #[test]
    fn tests_may_reach_across_layers() {
        assert_eq!(violations(&workspace_with("varsel-core", "varsel-testkit", Kind::Dev)), [""; 0]);
        assert_eq!(violations(&workspace_with("varsel-app", "rusqlite", Kind::Dev)), [""; 0]);
    }

    #[test]
    fn drivers_and_servers_stay_in_their_one_crate() {
        for (name, owner) in CONFINED {
            for (from, _) in ARROWS {
                let found = violations(&workspace_with(from, name, Kind::Normal));
                let may = from == owner || EXCEPTIONS.contains(&(from, name));
                assert_eq!(found.is_empty(), may, "{from} -> {name}: {found:?}");
            }
        }
    }

    #[test]
    fn the_core_takes_no_runtime_and_no_randomness() {
        for name in ["tokio", "axum", "rand", "getrandom"] {
            assert!(!violations(&workspace_with("varsel-core", name, Kind::Normal)).is_empty(), "{name}");
        }
        assert_eq!(violations(&workspace_with("varsel-app", "getrandom", Kind::Normal)), [""; 0]);
    }

    #[test]
    fn a_crate_without_a_row_is_refused() {
        let packages = [Package { name: "varsel-new".to_owned(), dependencies: Vec::new() }];
        assert!(violations(&packages)[0].starts_with("varsel-new has no row"));
    }
}
