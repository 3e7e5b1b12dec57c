//! SSVC: decisions from published tables, with the path to each decision.
//!
//! Source: CERT/CC, *Stakeholder-Specific Vulnerability Categorization*; the data files name theirs.

use std::sync::LazyLock;

use jiff::Timestamp;
use serde::Serialize;
use thiserror::Error;

/// A decision point of a table, or its outcome, with its possible values.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DecisionPoint {
    /// Its namespace: `ssvc`, `cisa`.
    pub namespace: &'static str,
    /// Its key: `E`.
    pub key: &'static str,
    /// Its version: `1.1.0`.
    pub version: &'static str,
    /// Its name: `Exploitation`.
    pub name: &'static str,
    /// Keys and names of its values, in order.
    pub values: Vec<(&'static str, &'static str)>,
}

impl DecisionPoint {
    /// Finds a value by its key or its name.
    fn value(&self, given: &str) -> Option<(&'static str, &'static str)> {
        let is = |(key, name): &&(&str, &str)| *key == given || name.eq_ignore_ascii_case(given);
        self.values.iter().find(is).copied()
    }
}

/// A decision table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DecisionTable {
    /// Its name in Varsel: `supplier`.
    pub code: &'static str,
    /// Its questions, in order.
    pub points: Vec<DecisionPoint>,
    /// Its outcome.
    pub outcome: DecisionPoint,
    /// The keys of the answers and of the outcome, row by row.
    rows: Vec<Vec<&'static str>>,
}

/// A decision with the answers that led to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision<'t> {
    /// The table.
    pub table: &'t DecisionTable,
    /// The key and name of the answer to each question.
    pub path: Vec<(&'static str, &'static str)>,
    /// The key and name of the outcome.
    pub outcome: (&'static str, &'static str),
}

/// Why there is no decision.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum SsvcError {
    /// A question has no answer.
    #[error("`{point}` has no answer; accepted: {accepted}")]
    Unanswered {
        /// The question.
        point: &'static str,
        /// The accepted values.
        accepted: String,
    },
    /// An answer is not one of the question's values.
    #[error("`{point}` cannot be `{given}`; accepted: {accepted}")]
    UnknownValue {
        /// The question.
        point: &'static str,
        /// The given value.
        given: String,
        /// The accepted values.
        accepted: String,
    },
    /// Not a question of the table.
    #[error("the table does not ask `{given}`; it asks {accepted}")]
    UnknownPoint {
        /// The given value.
        given: String,
        /// The questions.
        accepted: String,
    },
}

static TABLES: LazyLock<Vec<DecisionTable>> = LazyLock::new(|| {
    let points = points(include_str!("../../data/ssvc/points.csv"));
    [
        ("supplier", include_str!("../../data/ssvc/supplier.csv")),
        ("cisa_coordinator", include_str!("../../data/ssvc/cisa_coordinator.csv")),
        ("coordinator_triage", include_str!("../../data/ssvc/coordinator_triage.csv")),
        ("bod_26_04", include_str!("../../data/ssvc/bod_26_04.csv")),
    ]
    .into_iter()
    .filter_map(|(code, csv)| table(code, csv, &points))
    .collect()
});

impl DecisionTable {
    /// Returns the built-in tables: supplier, CISA as a coordinator, coordinator triage, and BOD 26-04.
    pub fn shipped() -> &'static [Self] {
        &TABLES
    }

    /// Finds a built-in table.
    pub fn named(code: &str) -> Option<&'static Self> {
        TABLES.iter().find(|table| table.code == code)
    }

    /// Decides from answers: pairs of a question's key or name and a value's key or name.
    pub fn decide<'t>(&'t self, answers: &[(&str, &str)]) -> Result<Decision<'t>, SsvcError> {
        let asks =
            |point: &DecisionPoint, given: &str| point.key == given || point.name.eq_ignore_ascii_case(given);
        if let Some((given, _)) =
            answers.iter().find(|(given, _)| !self.points.iter().any(|p| asks(p, given)))
        {
            let accepted = self.points.iter().map(|point| point.name).collect::<Vec<_>>().join(", ");
            return Err(SsvcError::UnknownPoint { given: (*given).to_owned(), accepted });
        }
        let mut path = Vec::with_capacity(self.points.len());
        for point in &self.points {
            let accepted = || point.values.iter().map(|(_, name)| *name).collect::<Vec<_>>().join(", ");
            let Some((_, given)) = answers.iter().find(|(given, _)| asks(point, given)) else {
                return Err(SsvcError::Unanswered { point: point.name, accepted: accepted() });
            };
            path.push(point.value(given).ok_or_else(|| SsvcError::UnknownValue {
                point: point.name,
                given: (*given).to_owned(),
                accepted: accepted(),
            })?);
        }
        let leads_here = |row: &&Vec<&str>| row.iter().zip(&path).all(|(key, (answer, _))| key == answer);
        let row = self.rows.iter().find(leads_here).and_then(|row| row.last());
        let outcome = row.and_then(|key| self.outcome.value(key));
        // A test walks every combination of every table.
        Ok(Decision { table: self, path, outcome: outcome.unwrap_or_default() })
    }
}

impl Decision<'_> {
    /// Writes the selection list for exchange (SSVC schema 2.0.0; also `ssvc_v2` in CSAF 2.1): answers and outcome.
    pub fn selection_list(&self, targets: &[String], at: Timestamp) -> SelectionList {
        let selection = |point: &DecisionPoint, key: &'static str| Selection {
            namespace: point.namespace,
            key: point.key,
            version: point.version,
            values: [SelectedValue { key }],
        };
        let answers = self.table.points.iter().zip(&self.path).map(|(point, (key, _))| selection(point, key));
        SelectionList {
            schema_version: "2.0.0",
            target_ids: targets.to_vec(),
            timestamp: at,
            selections: answers.chain([selection(&self.table.outcome, self.outcome.0)]).collect(),
        }
    }

    /// Writes the older string form, which no longer has a schema: `SSVCv2/E:A/A:Y/…/2026-11-26T08:00:00Z/`.
    pub fn short(&self, at: Timestamp) -> String {
        let keys =
            self.table.points.iter().zip(&self.path).map(|(point, (key, _))| format!("{}:{key}", point.key));
        let keys: Vec<String> =
            keys.chain([format!("{}:{}", self.table.outcome.key, self.outcome.0)]).collect();
        format!("SSVCv2/{}/{at}/", keys.join("/"))
    }
}

/// A selection, for exchange.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SelectionList {
    #[serde(rename = "schemaVersion")]
    schema_version: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    target_ids: Vec<String>,
    timestamp: Timestamp,
    selections: Vec<Selection>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
struct Selection {
    namespace: &'static str,
    key: &'static str,
    version: &'static str,
    values: [SelectedValue; 1],
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
struct SelectedValue {
    key: &'static str,
}

/// Parses lines of cells, except comments and the header.
fn lines(csv: &'static str, between: char) -> impl Iterator<Item = Vec<&'static str>> {
    csv.lines().filter(|line| !line.starts_with('#')).map(move |line| line.split(between).collect())
}

fn points(csv: &'static str) -> Vec<DecisionPoint> {
    let mut found: Vec<DecisionPoint> = Vec::new();
    for cells in lines(csv, ';').skip(1) {
        let [id, name, key, value] = cells[..] else { continue };
        let mut parts = id.split(':');
        let [namespace, point, version] = [(); 3].map(|()| parts.next().unwrap_or_default());
        let is = |known: &&mut DecisionPoint| {
            (known.namespace, known.key, known.version) == (namespace, point, version)
        };
        match found.iter_mut().find(is) {
            Some(known) => known.values.push((key, value)),
            None => {
                found.push(DecisionPoint {
                    namespace,
                    key: point,
                    version,
                    name,
                    values: vec![(key, value)],
                });
            }
        }
    }
    found
}

fn table(code: &'static str, csv: &'static str, points: &[DecisionPoint]) -> Option<DecisionTable> {
    let mut lines = lines(csv, ',');
    let named = |id: &&str| {
        points
            .iter()
            .find(|point| format!("{}:{}:{}", point.namespace, point.key, point.version) == **id)
            .cloned()
    };
    let mut columns = lines.next()?.iter().map(named).collect::<Option<Vec<_>>>()?;
    let outcome = columns.pop()?;
    Some(DecisionTable { code, points: columns, outcome, rows: lines.collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Calls with every combination of answers.
    fn every_path(table: &DecisionTable, mut visit: impl FnMut(&[(&str, &str)])) -> usize {
        let count: usize = table.points.iter().map(|point| point.values.len()).product();
        for number in 0..count {
            let mut rest = number;
            let answers: Vec<_> = table
                .points
                .iter()
                .map(|point| {
                    let (key, _) = point.values[rest % point.values.len()];
                    rest /= point.values.len();
                    (point.key, key)
                })
                .collect();
            visit(&answers);
        }
        count
    }

    #[test]
    fn every_combination_of_every_table_is_decided_once() {
        let sizes =
            [("supplier", 36), ("cisa_coordinator", 36), ("coordinator_triage", 192), ("bod_26_04", 16)];
        assert_eq!(DecisionTable::shipped().len(), sizes.len());
        for (code, size) in sizes {
            let table = DecisionTable::named(code).unwrap();
            assert_eq!(table.rows.len(), size, "{code}");
            let mut seen = std::collections::HashSet::new();
            let count = every_path(table, |answers| {
                let decision = table.decide(answers).unwrap();
                assert_ne!(decision.outcome, ("", ""), "{code} {answers:?}");
                seen.insert(decision.path);
            });
            assert_eq!((count, seen.len()), (size, size), "{code}");
        }
    }

    #[test]
    fn published_decisions_follow() {
        for (code, answers, outcome) in [
            ("supplier", &[("E", "A"), ("U", "S"), ("TI", "P"), ("PSI", "M")][..], "immediate"),
            ("supplier", &[("E", "N"), ("U", "L"), ("TI", "P"), ("PSI", "M")], "defer"),
            ("cisa_coordinator", &[("E", "A"), ("A", "Y"), ("TI", "T"), ("MWI", "L")], "attend"),
            ("cisa_coordinator", &[("E", "A"), ("A", "N"), ("TI", "T"), ("MWI", "H")], "act"),
            ("cisa_coordinator", &[("E", "N"), ("A", "N"), ("TI", "T"), ("MWI", "H")], "track*"),
            (
                "bod_26_04",
                &[("KEV", "Y"), ("PE", "Y"), ("A", "Y"), ("TI", "T")],
                "3 days & forensic investigation",
            ),
            ("bod_26_04", &[("KEV", "N"), ("PE", "Y"), ("A", "Y"), ("TI", "T")], "3 days"),
            ("bod_26_04", &[("KEV", "N"), ("PE", "N"), ("A", "N"), ("TI", "P")], "fix on system upgrade"),
        ] {
            let decision = DecisionTable::named(code).unwrap().decide(answers).unwrap();
            assert_eq!(decision.outcome.1, outcome, "{code} {answers:?}");
        }
    }

    #[test]
    fn answers_may_be_words_and_their_order_is_free() {
        let table = DecisionTable::named("supplier").unwrap();
        let words = [
            ("technical impact", "Total"),
            ("Utility", "super effective"),
            ("PSI", "significant"),
            ("Exploitation", "Public PoC"),
        ];
        assert_eq!(table.decide(&words).unwrap().outcome, ("I", "immediate"));
    }

    #[test]
    fn what_is_wrong_with_answers_is_told() {
        let table = DecisionTable::named("supplier").unwrap();
        let told = |answers: &[(&str, &str)]| table.decide(answers).unwrap_err().to_string();
        assert_eq!(told(&[]), "`Exploitation` has no answer; accepted: none, public poc, active");
        assert_eq!(
            told(&[("E", "maybe")]),
            "`Exploitation` cannot be `maybe`; accepted: none, public poc, active"
        );
        assert_eq!(
            told(&[("MWI", "H")]),
            "the table does not ask `MWI`; it asks Exploitation, Utility, Technical Impact, Public Safety Impact"
        );
    }

    #[test]
    fn a_selection_list_has_answers_and_outcome() {
        let table = DecisionTable::named("cisa_coordinator").unwrap();
        let decision = table.decide(&[("E", "A"), ("A", "Y"), ("TI", "T"), ("MWI", "M")]).unwrap();
        let at: Timestamp = "2026-11-26T08:00:00Z".parse().unwrap();
        let list = serde_json::to_value(decision.selection_list(&["CVE-2021-44228".to_owned()], at)).unwrap();
        let selection = |namespace, key, version, value| serde_json::json!({"namespace": namespace, "key": key, "version": version, "values": [{"key": value}]});
        assert_eq!(
            list,
            serde_json::json!({
                "schemaVersion": "2.0.0",
                "target_ids": ["CVE-2021-44228"],
                "timestamp": "2026-11-26T08:00:00Z",
                "selections": [
                    selection("ssvc", "E", "1.1.0", "A"),
                    selection("ssvc", "A", "2.0.0", "Y"),
                    selection("ssvc", "TI", "1.0.0", "T"),
                    selection("ssvc", "MWI", "1.0.0", "M"),
                    selection("cisa", "CISA", "1.1.0", "AC"),
                ],
            })
        );
        assert_eq!(decision.short(at), "SSVCv2/E:A/A:Y/TI:T/MWI:M/CISA:AC/2026-11-26T08:00:00Z/");
    }
}
