//! What kind of message a letter is: all that is told of a case whose contents stay in Varsel.
//!
//! Every letter is named in each match: whoever adds one says what it is called, and which of its dates may leave.

use varsel_core::permission::Party;
use varsel_locale::Texts;

use super::{CaseLetter, Fact, House, Reader, when};

/// Returns what a letter says it is, without a name or a word of the case.
pub(super) fn kind(t: Texts, letter: &CaseLetter) -> &'static str {
    match letter {
        CaseLetter::Confirmation { .. } => t.mail_kind_confirmation(),
        CaseLetter::NewReport { urgent: true, .. } => t.mail_kind_new_report_urgent(),
        CaseLetter::NewReport { urgent: false, .. } => t.mail_kind_new_report(),
        CaseLetter::Acknowledged { .. } => t.mail_kind_acknowledged(),
        CaseLetter::Assessed { .. } => t.mail_kind_assessed(),
        CaseLetter::Scored { .. } => t.mail_kind_scored(),
        CaseLetter::ReopeningRequested { .. } => t.mail_kind_reopening_requested(),
        CaseLetter::ReopeningDeclined { .. } => t.mail_kind_reopening_declined(),
        CaseLetter::ScoreReviewed { vectors: None, .. } => t.mail_kind_score_kept(),
        CaseLetter::ScoreReviewed { vectors: Some(_), .. } => t.mail_kind_score_changed(),
        CaseLetter::ScoreAnswered { reason: None, .. } => t.mail_kind_score_accepted(),
        CaseLetter::ScoreAnswered { reason: Some(_), .. } => t.mail_kind_score_contested(),
        CaseLetter::Question { .. } => t.mail_kind_question(),
        CaseLetter::Message { answer: true, .. } => t.mail_kind_answer(),
        CaseLetter::Message { from: Party::Desk, answer: false, .. } => t.mail_kind_message_from_desk(),
        CaseLetter::Message { from: Party::Publisher, answer: false, .. } => {
            t.mail_kind_message_from_publisher()
        }
        CaseLetter::Mitigating { .. } => t.mail_kind_mitigating(),
        CaseLetter::Outcome { closed: false, .. } => t.mail_kind_outcome(),
        CaseLetter::Outcome { closed: true, .. } => t.mail_kind_closed(),
        CaseLetter::Reopened { .. } => t.mail_kind_reopened(),
        CaseLetter::Withdrawn { .. } => t.mail_kind_withdrawn(),
    }
}

/// Lists the dates of a letter that its reader has to keep or can rely on.
pub(super) fn dates(house: &House, reader: &Reader, letter: &CaseLetter) -> Vec<Fact> {
    let t = reader.texts;
    let fact = |label, at, strong| Fact { label, value: when(house, reader, at), strong };
    match letter {
        CaseLetter::Confirmation { received, promise, .. } => {
            vec![fact(t.mail_received(), *received, false), fact(t.mail_promise(), promise.due, true)]
        }
        CaseLetter::NewReport { received, promise, .. } => {
            vec![fact(t.mail_received(), *received, false), fact(t.mail_promise(), *promise, true)]
        }
        CaseLetter::ReopeningRequested { due, .. } | CaseLetter::Question { due, .. } => {
            vec![fact(t.mail_due(), *due, true)]
        }
        CaseLetter::Acknowledged { .. }
        | CaseLetter::Assessed { .. }
        | CaseLetter::Scored { .. }
        | CaseLetter::ScoreReviewed { .. }
        | CaseLetter::ReopeningDeclined { .. }
        | CaseLetter::ScoreAnswered { .. }
        | CaseLetter::Message { .. }
        | CaseLetter::Mitigating { .. }
        | CaseLetter::Outcome { .. }
        | CaseLetter::Reopened { .. }
        | CaseLetter::Withdrawn { .. } => Vec::new(),
    }
}
