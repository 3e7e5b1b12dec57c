//! Every statement finds its rows by an index, so that none costs more the more cases there are.
//!
//! SQLite is asked for its plans on an empty database: so it plans on a new installation, whatever will be in the tables.

use std::collections::BTreeSet;

use varsel_store::{Engine, Sql, StoreError, Tx, Value};
use varsel_testkit::on_both_engines;

/// Statements that read a whole table, each with why that can be.
const READ_EVERYTHING: &[(&str, &str)] = &[
    ("cases/newest", "the newest 300 cases, when a lead tries other rules"),
    ("people/list", "the operator's command line, page by page"),
    ("calendar/current", "the last row of a table that people write by hand"),
    ("calendar/history", "the last twenty of them"),
    ("rules/current", "the last row of a table that people write by hand"),
    ("rules/history", "the last twenty of them"),
];

/// Statements that sort what they find, each with why that is little.
const SORT: &[(&str, &str)] = &[
    ("catalogue/count_by_plan", "at most 20,000 holdings of one offer, where a report names plans"),
    ("catalogue/count_critical", "at most a thousand critical customers of one offer"),
    ("catalogue/form_plans", "the plans of one publisher's offers"),
    ("catalogue/form_versions", "the versions of one publisher's offers"),
    ("catalogue/plans", "the plans of one offer"),
    ("catalogue/versions", "the versions of one offer"),
    ("cves/aliases_of", "the other ids of one CVE"),
    ("cves/search_alias", "the CVEs of one advisory"),
    ("drafts/list", "the drafts of one publisher"),
    ("people/contacts", "the members of one publisher"),
    ("people/list", "the operator's command line, page by page"),
    ("people/members", "the members of one publisher"),
    ("people/memberships", "the organisations of one person"),
    ("promises/by_publisher", "the promises of half a year, in a report"),
    ("promises/by_severity", "the promises of half a year, in a report"),
    ("promises/by_half_hour", "the promises of half a year, in a report"),
    ("search/find_near", "the newest sixteen cases of four words, at a submission"),
    ("views/list", "the saved views of one person"),
];

/// Indexes that hold only what is current, and so stay small: reading one from end to end is fine.
const PARTIAL: &[&str] = &["cases_open_by_due", "person_of_desk"];

#[test]
fn no_statement_costs_more_the_more_there_is() {
    on_both_engines(|store| {
        // PostgreSQL plans by its statistics: on empty tables it reads everything, and rightly so.
        if store.engine() != Engine::Sqlite {
            return;
        }
        let plans: Result<Vec<(&str, Vec<String>)>, StoreError> = store
            .read(|tx| varsel_store::sql::ALL.iter().map(|one| Ok((one.name, plan(tx, one)?))).collect())
            .wait();
        let (mut everything, mut sorted, mut planned) = (BTreeSet::new(), BTreeSet::new(), 0);
        for (name, steps) in plans.unwrap() {
            // Such a count stops at a limit.
            let stops = steps.iter().any(|step| step == "CO-ROUTINE counted");
            if !stops && steps.iter().any(|step| reads_everything(step, &steps)) {
                everything.insert(name);
            }
            if steps.iter().any(|step| step.starts_with("USE TEMP B-TREE")) {
                sorted.insert(name);
            }
            planned += steps.len();
        }
        assert!(
            planned > varsel_store::sql::ALL.len() / 2,
            "{planned} steps are too few: the question is wrong"
        );
        assert_eq!(everything, READ_EVERYTHING.iter().map(|(name, _)| *name).collect());
        assert_eq!(sorted, SORT.iter().map(|(name, _)| *name).collect());
    });
}

/// Returns whether a step walks a table, and not only a small index, what a full-text query found, or the rows of another step.
fn reads_everything(step: &str, plan: &[String]) -> bool {
    let Some(what) = step.strip_prefix("SCAN ") else { return false };
    let of_this_plan = |made: &String| {
        let name = made.strip_prefix("CO-ROUTINE ").or_else(|| made.strip_prefix("MATERIALIZE "));
        name == Some(what)
    };
    !what.contains("VIRTUAL TABLE INDEX")
        && !PARTIAL.iter().any(|index| what.ends_with(&format!("USING INDEX {index}")))
        && !plan.iter().any(of_this_plan)
}

fn plan(tx: &Tx<'_>, statement: &Sql) -> Result<Vec<String>, StoreError> {
    let text: &'static str = format!("explain query plan {}", statement.sqlite).leak();
    let asked = Sql { name: statement.name, sqlite: text, postgres: "" };
    let values = (1..).take_while(|n| statement.sqlite.contains(&format!("?{n}"))).map(|_| Value::Null);
    tx.query(&asked, &values.collect::<Vec<_>>(), |row| Ok(row.text(3)?.to_owned()))
}
