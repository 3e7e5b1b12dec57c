//! The desk's score, and the publisher's answer to it.

use super::{Decision, Notice, acknowledged};
use crate::case::event::Event;
use crate::case::scoring::{MetricReason, Standing, differences};
use crate::case::state::Case;
use crate::permission::Party;
use crate::refusal::Refusal;
use crate::score::cvss::Vectors;
use crate::text::Sentence;

/// Scores the vulnerability for the desk, in every version that the publisher scored in. Each metric that differs needs a reason;
/// other reasons are dropped. The answer belongs to a score that the publisher contests; without an objection it is dropped too.
pub(super) fn score(
    case: &Case,
    vectors: Vectors,
    reasons: Vec<MetricReason>,
    answer: Option<Sentence>,
) -> Result<Decision, Refusal> {
    acknowledged(case)?;
    if !case.category.asks_vulnerability() {
        return Err(Refusal::NothingToScore);
    }
    if vectors.is_empty() {
        return Err(Refusal::VectorNeeded);
    }
    let unscored = case.publishers_vectors().iter().find(|theirs| vectors.of(theirs.version()).is_none());
    if let Some(theirs) = unscored {
        return Err(Refusal::VersionNeeded { version: theirs.version() });
    }
    let differing = differences(case.publishers_vectors(), &vectors);
    let untold = differing.iter().find(|one| !reasons.iter().any(|reason| one.is_told_by(reason)));
    if let Some(one) = untold {
        return Err(Refusal::MetricReasonNeeded { version: one.version, metric: one.metric() });
    }
    let is_about = |reason: &MetricReason| differing.iter().any(|one| one.is_told_by(reason));
    let reasons: Vec<MetricReason> = reasons.into_iter().filter(is_about).collect();
    let held = case.scoring.as_ref().is_some_and(|held| held.vectors == vectors && held.reasons == reasons);
    // Keeping the score after the publisher contested it is an answer.
    let is_contested = case.standing() == Standing::Contested;
    if held && !is_contested {
        return Err(Refusal::NoChange);
    }
    let notice = if is_contested { Notice::ScoreReviewed } else { Notice::Scored };
    let answer = answer.filter(|_| is_contested);
    Ok(Decision::of(Event::Scored { vectors, reasons, answer }).mailing(notice, Party::Publisher))
}

/// Keeps the score that the publisher contests, with a reason: both remain.
pub(super) fn keep(case: &Case, reason: Sentence) -> Result<Decision, Refusal> {
    acknowledged(case)?;
    match case.standing() {
        Standing::Contested => {
            Ok(Decision::of(Event::ScoreKept { reason }).mailing(Notice::ScoreReviewed, Party::Publisher))
        }
        Standing::Open | Standing::Agreed | Standing::Differs | Standing::Dissent => {
            Err(Refusal::NotContested)
        }
    }
}

/// Agrees with the desk's score.
pub(super) fn accept(case: &Case) -> Result<Decision, Refusal> {
    acknowledged(case)?;
    match case.standing() {
        Standing::Differs | Standing::Dissent => {
            Ok(Decision::of(Event::ScoreAccepted).mailing(Notice::ScoreAnswered, Party::Desk))
        }
        Standing::Open | Standing::Agreed | Standing::Contested => Err(Refusal::NoScoreToAnswer),
    }
}

/// Contests the desk's score, once.
pub(super) fn contest(case: &Case, reason: Sentence, vectors: Vectors) -> Result<Decision, Refusal> {
    acknowledged(case)?;
    match case.standing() {
        // Their vectors have to differ from those they contest.
        Standing::Differs if case.scoring.as_ref().is_some_and(|held| held.vectors == vectors) => {
            Err(Refusal::NothingContested)
        }
        Standing::Differs => {
            let event = Event::ScoreContested { reason, vectors };
            Ok(Decision::of(event).mailing(Notice::ScoreAnswered, Party::Desk))
        }
        Standing::Contested | Standing::Dissent => Err(Refusal::ContestedBefore),
        Standing::Open | Standing::Agreed => Err(Refusal::NoScoreToAnswer),
    }
}
