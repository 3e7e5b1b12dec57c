//! The data of the case page, read in one transaction of few statements.

use std::sync::Arc;

use varsel_app::signals::{self, AffectedOffer};
use varsel_app::{AppError, Ctx};
use varsel_core::case::{Case, NextStep, next_step, next_step_at_desk};
use varsel_core::confirmation_number::ConfirmationNumber;
use varsel_core::ids::PersonId;
use varsel_core::permission::{Action, Role};
use varsel_core::score::Rules;
use varsel_core::score::situation::Signals;
use varsel_locale::Texts;
use varsel_store::cases::{Entry, Similar};
use varsel_store::people::Member;
use varsel_store::unsent::{self, Unsent};
use varsel_store::{Scope, Tx, cases, catalogue, people, rules, search};

use crate::cve_card::{self, CveCards};
use crate::web::Visitor;

/// How many entries of the timeline a page shows.
pub(super) const PAGE: usize = 100;
/// How many similar cases are shown of each kind.
const SIMILAR: i64 = 4;

/// A person at the desk who can own a case.
#[derive(Clone, Debug)]
pub(super) struct Colleague {
    pub(super) id: PersonId,
    pub(super) name: String,
    pub(super) can_own: bool,
}

/// What only the desk reads.
#[derive(Clone, Debug)]
pub(super) struct ForDesk {
    pub(super) colleagues: Vec<Colleague>,
    pub(super) members: Vec<Member>,
    pub(super) similar: Vec<Similar>,
    /// Who holds the affected offers.
    pub(super) affected: Vec<AffectedOffer>,
    /// What the catalogues say.
    pub(super) signals: Signals,
    /// The rules in force.
    pub(super) rules: Rules,
    /// What is publicly known of its CVEs.
    pub(super) cves: CveCards,
}

/// What the page is made of.
#[derive(Clone, Debug)]
pub(super) struct Loaded {
    pub(super) case: Arc<Case>,
    pub(super) next: Option<NextStep>,
    pub(super) publisher: String,
    /// Oldest first.
    pub(super) entries: Vec<Entry>,
    /// Whether there are older ones.
    pub(super) has_earlier: bool,
    /// Whether these are not the newest.
    pub(super) has_later: bool,
    pub(super) desk: Option<ForDesk>,
    /// What the reader has begun to write here and not sent.
    pub(super) unsent: Vec<Unsent>,
    /// Whether the desk reads it as it may be given away.
    pub(super) is_shared: bool,
}

/// Parses a number in an address; an invalid one matches no case.
pub(super) fn number(ctx: &Ctx, text: &str) -> Result<ConfirmationNumber, AppError> {
    ConfirmationNumber::parse(text, ctx.policy().prefix).map_err(|_| AppError::NotFound)
}

/// Reads everything that the page of a case shows to this reader; `before` pages back through the timeline.
pub(super) fn load(
    tx: &Tx<'_>,
    ctx: &Ctx,
    me: &Visitor,
    text: &str,
    before: Option<u32>,
) -> Result<Loaded, AppError> {
    let number = number(ctx, text)?;
    let case = cases::find(tx, number, Scope::of(&me.actor))?.ok_or(AppError::NotFound)?;
    let (entries, has_earlier) = entries(tx, &case, me.is_desk(), before)?;
    let (publisher, desk) = if me.is_desk() {
        let publisher = catalogue::publisher_by_id(tx, case.publisher)?.map(|p| p.name).unwrap_or_default();
        (publisher, Some(for_desk(tx, ctx, me.texts, &case)?))
    } else {
        // Whoever sees it from the other side belongs to the organisation whose it is.
        (me.signed.organisation.as_ref().map(|(_, name, _)| name.clone()).unwrap_or_default(), None)
    };
    Ok(Loaded {
        unsent: unsent::of_case(tx, me.actor.person, case.id)?,
        next: if me.is_desk() { next_step_at_desk(&case) } else { next_step(&case) },
        case,
        publisher,
        entries,
        has_earlier,
        has_later: before.is_some(),
        desk,
        is_shared: false,
    })
}

/// Reads, for the desk, what the publisher sees of a case.
pub(super) fn load_shared(
    tx: &Tx<'_>,
    ctx: &Ctx,
    text: &str,
    before: Option<u32>,
) -> Result<Loaded, AppError> {
    let number = number(ctx, text)?;
    let case = cases::find(tx, number, Scope::Desk)?.ok_or(AppError::NotFound)?;
    let (entries, has_earlier) = entries(tx, &case, false, before)?;
    Ok(Loaded {
        unsent: Vec::new(),
        next: next_step(&case),
        publisher: catalogue::publisher_by_id(tx, case.publisher)?.map(|p| p.name).unwrap_or_default(),
        case,
        entries,
        has_earlier,
        has_later: before.is_some(),
        desk: None,
        is_shared: true,
    })
}

/// Reads a page of the timeline, and whether there are older entries.
fn entries(
    tx: &Tx<'_>,
    case: &Case,
    for_desk: bool,
    before: Option<u32>,
) -> Result<(Vec<Entry>, bool), AppError> {
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut entries = cases::timeline(tx, case.id, for_desk, before.unwrap_or(u32::MAX), limit)?;
    let has_earlier = entries.len() > PAGE;
    if has_earlier {
        entries.remove(0);
    }
    Ok((entries, has_earlier))
}

fn for_desk(tx: &Tx<'_>, ctx: &Ctx, t: Texts, case: &Case) -> Result<ForDesk, AppError> {
    let mut colleagues: Vec<_> = people::desk(tx)?
        .into_iter()
        .map(|person| Colleague {
            can_own: person.disabled.is_none()
                && person.desk_role.is_some_and(|role| Role::Desk(role).may(Action::AssignOwner)),
            id: person.id,
            name: person.name,
        })
        .collect();
    t.sort_by_name(&mut colleagues, |colleague| &colleague.name);
    let mut members = people::members(tx, case.publisher)?;
    members.retain(|member| member.disabled.is_none());
    t.sort_by_name(&mut members, |member| &member.name);
    let ids = case.report.iter().flat_map(|report| &report.vulnerability).flat_map(|weakness| &weakness.cves);
    let cves = cve_card::cards(tx, ctx, Scope::Desk, ids)?;
    let rules = rules::current(tx)?.rules;
    let (affected, signals) = match &case.report {
        Some(report) => {
            let affected = signals::affected(tx, report)?;
            let signals = signals::of(tx, report, &affected, &rules)?;
            (affected, signals)
        }
        None => (Vec::new(), Signals::default()),
    };
    Ok(ForDesk { colleagues, members, similar: similar(tx, case)?, affected, signals, rules, cves })
}

/// Finds cases with the same CVE or component, then such whose words are near.
fn similar(tx: &Tx<'_>, case: &Case) -> Result<Vec<Similar>, AppError> {
    let mut similar = cases::similar_to(tx, case, SIMILAR)?;
    for found in search::near(tx, case, SIMILAR)? {
        if similar.iter().all(|other| other.number != found.number) {
            similar.push(found);
        }
    }
    Ok(similar)
}
