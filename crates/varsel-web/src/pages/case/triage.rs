//! The desk's panels beside the case: the suggestion with its reasons, colleagues, contacts, similar cases, customers.

use jiff::Timestamp;
use varsel_app::signals::AffectedOffer;
use varsel_core::case::{Case, Decided, Outcome, Pending, StageKind};
use varsel_core::coded::Coded;
use varsel_core::ids::PersonId;
use varsel_core::permission::PublisherRole;
use varsel_core::score::situation::Signals;
use varsel_core::score::{Priority, Rules, Severity, Situation};
use varsel_locale::{Texts, describe, format};
use varsel_store::cases::Similar;

use super::load::ForDesk;
use super::view::Viewing;
use crate::cve_card::CveCards;

/// The maximum number of people of a publisher that are named.
const NAMED: usize = 8;
/// Up to how many customers are counted.
const COUNT_LIMIT: i64 = varsel_store::queue::COUNT_LIMIT;

/// A choice of a form.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    /// What it means, where the name is not enough.
    pub(super) meaning: &'static str,
}

impl Choice {
    pub(super) fn of<T: Coded>(t: Texts, area: &str, value: T) -> Self {
        let code = value.code();
        Self { code, name: t.name_of(area, code), meaning: t.meaning_of(area, code) }
    }
}

/// Severity and priority: what is chosen at first, and why the rules suggest what they suggest.
#[derive(Clone, Debug)]
pub(super) struct Triage {
    pub(super) severities: Vec<Choice>,
    pub(super) priorities: Vec<Choice>,
    pub(super) severity: &'static str,
    pub(super) priority: &'static str,
    pub(super) severity_reason: String,
    pub(super) priority_reason: String,
    /// The publisher's proposed severity.
    pub(super) publisher_says: &'static str,
    pub(super) severity_suggested: &'static str,
    pub(super) severity_why: String,
    pub(super) priority_suggested: &'static str,
    pub(super) priority_why: String,
    pub(super) is_decided: bool,
    /// That a newer score asks for another severity than was decided, in words.
    pub(super) moved: Option<String>,
}

/// An assessment that waits for a second person.
#[derive(Clone, Debug)]
pub(super) struct PendingView {
    pub(super) by: String,
    pub(super) at: Timestamp,
    pub(super) severity: &'static str,
    /// The class of the severity's pill.
    pub(super) severity_code: &'static str,
    pub(super) severity_reason: String,
    pub(super) priority: &'static str,
    pub(super) priority_reason: String,
    /// What the rules suggest.
    pub(super) suggested: String,
    /// Whether the reader proposed it, and so cannot agree to it.
    pub(super) is_own: bool,
}

fn pending<'a>(
    of: &Viewing<'_>,
    case: &Case,
    name_of: impl Fn(PersonId) -> Option<&'a str>,
) -> Option<PendingView> {
    let Pending { assessment, stamp } = case.pending.as_ref()?;
    let t = of.t;
    let name = |severity: Severity| t.name_of("severity", severity.code());
    Some(PendingView {
        is_own: stamp.by.person() == Some(of.actor.person),
        at: stamp.at,
        by: stamp.by.person().and_then(name_of).unwrap_or(t.event_owner_somebody()).to_owned(),
        severity: name(assessment.severity),
        severity_code: assessment.severity.code(),
        severity_reason: assessment.severity_reason.to_string(),
        priority: assessment.priority.label(),
        priority_reason: assessment.priority_reason.to_string(),
        suggested: format!(
            "{}, {}",
            name(assessment.severity_proposed),
            assessment.priority_proposed.label()
        ),
    })
}

/// A person at the publisher.
#[derive(Clone, Debug)]
pub(super) struct Contact {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) role: &'static str,
}

/// A person at the desk who can own the case.
#[derive(Clone, Debug)]
pub(super) struct OwnerChoice {
    pub(super) id: String,
    pub(super) name: String,
}

/// What only the desk sees.
#[derive(Clone, Debug)]
pub(super) struct DeskView {
    pub(super) triage: Triage,
    /// An assessment that waits for a second person.
    pub(super) pending: Option<PendingView>,
    pub(super) outcomes: Vec<Choice>,
    pub(super) owner: Option<OwnerChoice>,
    pub(super) owners: Vec<OwnerChoice>,
    pub(super) contacts: Vec<Contact>,
    /// "and 3 more", or nothing.
    pub(super) more_contacts: String,
    /// How many people of the publisher can read the case.
    pub(super) readers: i64,
    pub(super) similar: Vec<SimilarRow>,
    /// What is publicly known of its CVEs.
    pub(super) cves: CveCards,
    /// Who holds the affected offers.
    pub(super) customers: Vec<HoldersRow>,
}

/// Who holds an affected offer.
#[derive(Clone, Debug)]
pub(super) struct HoldersRow {
    /// How many customers.
    pub(super) count: String,
    /// That they hold it, in words.
    pub(super) hold: String,
    /// How many of those who are reached are critical, in words; empty without one.
    pub(super) critical: String,
}

/// A similar case.
#[derive(Clone, Debug)]
pub(super) struct SimilarRow {
    pub(super) case: Similar,
    /// What they share, in words.
    pub(super) shared: String,
    pub(super) stage: &'static str,
    /// The class of the stage's pill.
    pub(super) pill: &'static str,
}

/// Makes what the desk sees.
pub(super) fn desk(of: &Viewing<'_>, case: &Case, data: ForDesk) -> DeskView {
    let t = of.t;
    let ForDesk { colleagues, members, similar, affected, signals, rules, cves } = data;
    let as_choice = |id, name: &str| OwnerChoice { id, name: name.to_owned() };
    let owner = case.owner.map(|id| {
        let name =
            colleagues.iter().find(|c| c.id == id).map_or(t.event_owner_somebody(), |c| c.name.as_str());
        as_choice(id.to_string(), name)
    });
    let pending = pending(of, case, |id| colleagues.iter().find(|c| c.id == id).map(|c| c.name.as_str()));
    let owners =
        colleagues.iter().filter(|c| c.can_own).map(|c| as_choice(c.id.to_string(), &c.name)).collect();
    let readers = i64::try_from(members.len()).unwrap_or(i64::MAX);
    let answers = |role: PublisherRole| matches!(role, PublisherRole::Owner | PublisherRole::SecurityContact);
    let anyone_answers = members.iter().any(|member| answers(member.role));
    let mut contacts: Vec<Contact> = members
        .into_iter()
        .filter(|member| !anyone_answers || answers(member.role))
        .map(|member| Contact {
            role: t.name_of("role", member.role.code()),
            name: member.name,
            email: member.email,
        })
        .collect();
    let more_contacts = i64::try_from(contacts.len().saturating_sub(NAMED)).unwrap_or(0);
    contacts.truncate(NAMED);
    let similar = similar.into_iter().map(|found| similar_row(t, found)).collect();
    let holders = |offer: AffectedOffer| {
        let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let (all, critical) = (count(offer.held.all), count(offer.held.critical));
        let words = format::number(t.locale(), all.min(COUNT_LIMIT));
        HoldersRow {
            count: if all >= COUNT_LIMIT { t.count_or_more(words) } else { words },
            hold: t.case_customers_hold(all, offer.name),
            critical: if critical > 0 { t.case_customers_critical(critical) } else { String::new() },
        }
    };
    DeskView {
        triage: triage(of, case, signals, &rules),
        pending,
        outcomes: outcomes(t, case),
        owner,
        owners,
        contacts,
        more_contacts: if more_contacts > 0 { t.case_people_more(more_contacts) } else { String::new() },
        readers,
        similar,
        cves,
        customers: affected.into_iter().map(holders).collect(),
    }
}

fn similar_row(t: Texts, case: Similar) -> SimilarRow {
    let shared = if case.shared.starts_with("CVE-") {
        t.case_similar_cve(&case.shared)
    } else if case.shared.is_empty() {
        t.case_similar_words().to_owned()
    } else {
        t.case_similar_component(&case.shared)
    };
    SimilarRow { pill: stage_pill(case.stage), stage: t.name_of("stage", case.stage.code()), shared, case }
}

/// Lists the outcomes that the case may have now; before an assessment only those that need none.
fn outcomes(t: Texts, case: &Case) -> Vec<Choice> {
    let fits = |outcome: &&Outcome| {
        **outcome != Outcome::Withdrawn && (case.assessed.is_some() || outcome.needs_no_assessment())
    };
    Outcome::ALL.iter().filter(fits).map(|outcome| Choice::of(t, "outcome", *outcome)).collect()
}

fn triage(of: &Viewing<'_>, case: &Case, signals: Signals, rules: &Rules) -> Triage {
    let t = of.t;
    let severities = Severity::ALL
        .iter()
        .filter(|s| **s != Severity::Unrated)
        .map(|s| Choice::of(t, "severity", *s))
        .collect();
    let priorities = Priority::ALL.iter().map(|p| Choice::of(t, "priority", *p)).collect();
    let mut triage = Triage {
        severities,
        priorities,
        severity: "",
        priority: "",
        severity_reason: String::new(),
        priority_reason: String::new(),
        publisher_says: "",
        severity_suggested: "",
        severity_why: String::new(),
        priority_suggested: "",
        priority_why: String::new(),
        is_decided: case.severity.is_some(),
        moved: None,
    };
    let Some(situation) = Situation::of(case, signals, of.now) else { return triage };
    let report = situation.report;
    if report.proposed_severity != Severity::Unrated {
        triage.publisher_says = t.name_of("severity", report.proposed_severity.code());
    }
    let score = situation.vectors.leading().map(|cvss| crate::calculator::number(t, cvss.score()));
    let severity = situation.severity();
    if severity.value != Severity::Unrated {
        triage.severity_suggested = t.name_of("severity", severity.value.code());
        triage.severity_why = describe::basis(t, severity.basis, score.as_deref());
        triage.severity = severity.value.code();
    }
    // A score from after the decision asks for it again; the form then starts from what the score says.
    let is_newer = |held: &Decided<Severity>| {
        case.stage.kind().is_open()
            && severity.value != Severity::Unrated
            && severity.value != held.decided
            && case.scoring.as_ref().is_some_and(|scoring| scoring.stamp.at > held.stamp.at)
    };
    if let Some(held) = case.severity.as_ref().filter(|held| is_newer(held)) {
        let name = |severity: Severity| t.name_of("severity", severity.code());
        triage.moved = Some(t.score_moved(name(severity.value), name(held.decided)));
        triage.severity_reason = score.map_or_else(String::new, |score| t.basis_with_score(score));
        let priority = situation.priority(severity.value, &rules.tables);
        triage.priority_suggested = priority.value.label();
        triage.priority_why = describe::why_priority(t, &priority);
        triage.priority = priority.value.code();
        triage.priority_reason =
            case.priority.as_ref().map_or_else(String::new, |held| held.reason.to_string());
        return triage;
    }
    let decided = case.severity.as_ref().map_or(severity.value, |held| held.decided);
    let priority = situation.priority(decided, &rules.tables);
    triage.priority_suggested = priority.value.label();
    triage.priority_why = describe::why_priority(t, &priority);
    triage.priority = priority.value.code();
    if let (Some(severity), Some(priority)) = (&case.severity, &case.priority) {
        triage.severity = severity.decided.code();
        triage.severity_reason = severity.reason.to_string();
        triage.priority = priority.decided.code();
        triage.priority_reason = priority.reason.to_string();
    }
    triage
}

/// Returns the class of the pill of a stage.
const fn stage_pill(stage: StageKind) -> &'static str {
    match stage {
        StageKind::Closed => "ok",
        StageKind::Received | StageKind::Acknowledged | StageKind::Assessed | StageKind::Mitigating => {
            "medium"
        }
        StageKind::Draft | StageKind::Withdrawn => "outline",
    }
}
