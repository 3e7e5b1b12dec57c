//! The facts of a case: asserted ones with who and when, otherwise what the report says.

use jiff::Timestamp;
use varsel_core::case::report::{Report, Unsure};
use varsel_core::case::{Case, FactKind, FactStatus, Stamp};
use varsel_core::coded::Coded;
use varsel_core::score::cvss::{Vector, Vectors, Version};
use varsel_locale::Texts;

use crate::{calculator, present};

/// A fact.
#[derive(Clone, Debug)]
pub(super) struct FactRow {
    pub(super) label: &'static str,
    pub(super) value: &'static str,
    /// The class of the pill; empty for plain words.
    pub(super) pill: &'static str,
    pub(super) note: String,
    pub(super) by: String,
    pub(super) at: Option<Timestamp>,
}

/// One side's score.
#[derive(Clone, Debug)]
pub(super) struct SideScore {
    pub(super) score: String,
    pub(super) rating: &'static str,
    pub(super) whose: &'static str,
    pub(super) vector: String,
}

/// The scores of one version of CVSS.
#[derive(Clone, Debug)]
pub(super) struct ScoreRow {
    pub(super) name: &'static str,
    pub(super) sides: Vec<SideScore>,
}

/// Lists the scores, the newest version first: the desk's, and the publisher's where it is another.
pub(super) fn scores(t: Texts, case: &Case) -> Vec<ScoreRow> {
    let publishers = case.publishers_vectors();
    let desks = case.scoring.as_ref().map_or(Vectors::none(), |scoring| &scoring.vectors);
    let side = |vector: &Vector, whose| SideScore {
        score: calculator::number(t, vector.score()),
        rating: present::rating(t, vector.rating()),
        whose,
        vector: vector.to_string(),
    };
    let row = |version: Version| {
        let sides = match (desks.of(version), publishers.of(version)) {
            (Some(ours), Some(theirs)) if ours == theirs => vec![side(ours, t.score_by_both())],
            (ours, theirs) => {
                let ours = ours.map(|vector| side(vector, t.score_by_desk()));
                ours.into_iter().chain(theirs.map(|vector| side(vector, t.score_by_publisher()))).collect()
            }
        };
        (!sides.is_empty()).then_some(ScoreRow { name: version.name(), sides })
    };
    Version::ALL.into_iter().rev().filter_map(row).collect()
}

/// Lists the four facts as they stand.
pub(super) fn facts(t: Texts, case: &Case, name_of: impl Fn(&Stamp) -> String) -> Vec<FactRow> {
    FactKind::ALL
        .iter()
        .filter_map(|kind| {
            let label = t.name_of("fact", kind.code());
            if let Some(held) = case.facts.get(kind) {
                return Some(FactRow {
                    label,
                    value: t.name_of("status", held.status.code()),
                    pill: pill(*kind, held.status),
                    note: held.note.as_ref().map(ToString::to_string).unwrap_or_default(),
                    by: name_of(&held.stamp),
                    at: Some(held.stamp.at),
                });
            }
            let (status, note) = reported(case.report.as_ref()?, *kind)?;
            let pill = pill(*kind, status);
            let value = t.name_of("status", status.code());
            Some(FactRow { label, value, pill, note, by: t.case_fact_reported().to_owned(), at: None })
        })
        .collect()
}

fn pill(kind: FactKind, status: FactStatus) -> &'static str {
    match (kind, status) {
        (FactKind::Exploited, FactStatus::Yes) => "critical",
        (FactKind::Public, FactStatus::Yes) => "high",
        (FactKind::FixAvailable | FactKind::FixDeployed | FactKind::MitigationAvailable, FactStatus::Yes) => {
            "ok"
        }
        _ => "",
    }
}

/// Returns what the report says of a fact.
fn reported(report: &Report, kind: FactKind) -> Option<(FactStatus, String)> {
    let status = |unsure: Unsure| match unsure {
        Unsure::Yes => FactStatus::Yes,
        Unsure::No => FactStatus::No,
        Unsure::Unknown => FactStatus::Unknown,
    };
    let weakness = report.vulnerability.as_ref();
    let available = report.resolution.available.as_ref().map(ToString::to_string).unwrap_or_default();
    match kind {
        FactKind::Exploited => weakness.map(|v| (status(v.exploited), String::new())),
        FactKind::Public => weakness.map(|v| (status(v.public), String::new())),
        // Whoever has no mitigation has no fix. A mitigation is not a fix: of that, the report says nothing in code.
        FactKind::FixAvailable if report.resolution.exists == Some(false) => {
            Some((FactStatus::No, available))
        }
        FactKind::FixAvailable | FactKind::FixDeployed | FactKind::MitigationAvailable => None,
    }
}

/// Counts the items beyond the first few of a list.
pub(super) fn beyond(all: usize, shown: usize) -> i64 {
    i64::try_from(all.saturating_sub(shown)).unwrap_or(i64::MAX)
}
