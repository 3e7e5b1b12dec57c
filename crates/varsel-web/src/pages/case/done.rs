//! What somebody has just done, said once on the page that their act leads to.

use jiff::{SignedDuration, Timestamp};
use varsel_core::case::{Event, Recorded};
use varsel_core::ids::PersonId;
use varsel_locale::Texts;
use varsel_store::cases::Entry;

/// How long after an act its page says that it is done. A page that is loaded again later, as from a bookmark, does not.
const FRESH: SignedDuration = SignedDuration::from_mins(10);

/// What was done, and what comes next.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Done {
    pub(super) what: &'static str,
    /// Empty where nothing is left to do.
    pub(super) next: String,
}

/// Returns the newest act of a person among entries, oldest first: what an act leads to says that of it.
pub(super) fn newest(entries: &[Entry], person: PersonId) -> Option<&Recorded> {
    let mut newest_first = entries.iter().rev().map(|entry| &*entry.recorded);
    newest_first.find(|recorded| recorded.author.person() == Some(person))
}

/// Says what was done, where an address claims an act and it is the reader's newest in the case. A claim of anything else, as in
/// an address that was passed on or made up, is not repeated.
pub(super) fn what(
    t: Texts,
    entries: &[Entry],
    person: PersonId,
    claimed: &str,
    now: Timestamp,
) -> Option<&'static str> {
    let newest = newest(entries, person)?;
    let is_true = newest.event.kind() == claimed && now.duration_since(newest.at) < FRESH;
    if is_true { sentence(t, &newest.event) } else { None }
}

/// Returns the next step as the rest of a sentence: `decide severity and priority`. What begins with a name or an abbreviation
/// keeps its capital.
pub(super) fn inside(title: &str, publisher: &str) -> String {
    let mut letters = title.chars();
    let (first, second) = (letters.next(), letters.next());
    let is_name = !publisher.is_empty() && title.starts_with(publisher);
    match first {
        Some(first) if !is_name && second.is_none_or(|second| !second.is_uppercase()) => {
            first.to_lowercase().chain(title.chars().skip(1)).collect()
        }
        _ => title.to_owned(),
    }
}

/// Says an act in a word or two; nothing of what no form of the case's page does.
fn sentence(t: Texts, event: &Event) -> Option<&'static str> {
    Some(match event {
        Event::Acknowledged { .. } => t.done_acknowledged(),
        Event::CategoryChanged { .. } => t.done_category_changed(),
        Event::Assessed { .. } => t.done_assessed(),
        Event::AssessmentProposed { .. } => t.done_assessment_proposed(),
        Event::AssessmentDeclined { .. } => t.done_assessment_declined(),
        Event::Scored { .. } => t.done_scored(),
        Event::ScoreKept { .. } => t.done_score_kept(),
        Event::ScoreAccepted => t.done_score_accepted(),
        Event::ScoreContested { .. } => t.done_score_contested(),
        Event::QuestionAsked { .. } => t.done_question_asked(),
        Event::QuestionAnswered { .. } => t.done_question_answered(),
        Event::FactAsserted { .. } => t.done_fact_asserted(),
        Event::OutcomeCommunicated { .. } => t.done_outcome_communicated(),
        Event::MitigationStarted { .. } => t.done_mitigation_started(),
        Event::Closed { .. } => t.done_closed(),
        Event::Reopened { .. } => t.done_reopened(),
        Event::ReopeningRequested { .. } => t.done_reopening_requested(),
        Event::ReopeningDeclined { .. } => t.done_reopening_declined(),
        Event::Withdrawn { .. } => t.done_withdrawn(),
        Event::Linked { .. } => t.done_linked(),
        Event::OwnerAssigned { owner: Some(_) } => t.done_owner_assigned(),
        Event::OwnerAssigned { owner: None } => t.done_owner_removed(),
        Event::NoteAdded { .. } => t.done_note_added(),
        Event::MessageShared { .. } => t.done_message_shared(),
        Event::MissExplained { .. } => t.done_miss_explained(),
        Event::TargetDecided { .. } => t.done_target_decided(),
        Event::DraftStarted { .. }
        | Event::Submitted { .. }
        | Event::MailHandled { .. }
        | Event::ClocksChanged { .. }
        | Event::ClockMissed { .. }
        | Event::DutyJudged { .. }
        | Event::AnchorRecorded { .. }
        | Event::FilingPrepared { .. }
        | Event::StageFiled { .. }
        | Event::StageStep { .. }
        | Event::QuestionLapsed { .. } => return None,
    })
}
