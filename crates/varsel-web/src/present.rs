//! From the domain's facts to words: names of codes, problems, refusals, failures. One home for each.

use jiff::tz::TimeZone;
use varsel_app::intake::{Problem, ProblemKind};
use varsel_core::coded::Coded;
use varsel_core::score::cvss::CvssError;
use varsel_locale::Texts;

use crate::failure::Failure;

/// Returns the title, what happened, and what to do.
pub(crate) fn failure(t: Texts, why: &Failure, desk_zone: &TimeZone) -> (String, String, String) {
    let of = |title: &str, text: &str, advice: &str| (title.to_owned(), text.to_owned(), advice.to_owned());
    match why {
        Failure::NotFound | Failure::MethodNotAllowed | Failure::SignIn { .. } => {
            of(t.failure_not_found(), t.failure_not_found_text(), t.failure_not_found_advice())
        }
        Failure::CrossSite => {
            of(t.failure_cross_site(), t.failure_cross_site_text(), t.failure_cross_site_advice())
        }
        Failure::Refused(refusal, _) => match refusal.class() {
            varsel_core::refusal::RefusalClass::Forbidden => {
                of(t.failure_forbidden(), t.failure_forbidden_text(), t.failure_forbidden_advice())
            }
            varsel_core::refusal::RefusalClass::Conflict => {
                of(t.failure_conflict(), t.failure_conflict_text(), t.failure_conflict_advice())
            }
            varsel_core::refusal::RefusalClass::Invalid => {
                of(t.failure_invalid(), t.failure_invalid_text(), t.failure_invalid_advice())
            }
        },
        Failure::Invalid(_) | Failure::KeyReused => {
            of(t.failure_invalid(), t.failure_invalid_text(), t.failure_invalid_advice())
        }
        Failure::DraftChanged => {
            of(t.failure_conflict(), t.failure_conflict_text(), t.failure_conflict_advice())
        }
        Failure::TooManyTries(until) => {
            let when = varsel_locale::format::instant_with_city(t, *until, desk_zone, *until);
            let text = t.failure_too_many_tries_text(when);
            of(t.failure_too_many_tries(), &text, t.failure_too_many_tries_advice())
        }
        Failure::TooMany(limit) => {
            of(t.failure_too_many(), &t.failure_too_many_text(limit), t.failure_too_many_advice())
        }
        Failure::LastOne => of(t.failure_last_one(), t.failure_last_one_text(), t.failure_last_one_advice()),
        Failure::Exists => of(t.failure_exists(), t.failure_exists_text(), t.failure_exists_advice()),
        Failure::TooLarge { limit } => {
            let text = t.failure_too_large_text(limit / 1_000);
            of(t.failure_too_large(), &text, t.failure_too_large_advice())
        }
        Failure::UnsupportedMedia | Failure::Unreadable | Failure::TooSlow | Failure::Api(_) => {
            of(t.failure_unreadable(), t.failure_unreadable_text(), t.failure_unreadable_advice())
        }
        Failure::Keeping { failure: kept, .. } => failure(t, kept, desk_zone),
        Failure::Late => of(t.failure_late(), t.failure_late_text(), t.failure_late_advice()),
        Failure::MailFolder => {
            of(t.failure_mail_folder(), t.failure_mail_folder_text(), t.failure_mail_folder_advice())
        }
        Failure::Unavailable => {
            of(t.failure_unavailable(), t.failure_unavailable_text(), t.failure_unavailable_advice())
        }
        Failure::Internal => of(t.failure_internal(), t.failure_internal_text(), t.failure_internal_advice()),
    }
}

/// Returns the name of a code in an area of the texts: `name(t, "severity", Severity::High)` is "High".
pub(crate) fn name<T: Coded>(t: Texts, area: &str, code: T) -> &'static str {
    t.name_of(area, code.code())
}

/// Says what is wrong with a field and what is accepted.
pub(crate) fn problem(t: Texts, problem: &Problem) -> String {
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    match &problem.kind {
        ProblemKind::Missing => t.problem_missing().to_owned(),
        ProblemKind::TooLong { max, actual } => {
            t.problem_too_long(count(*max), count(actual.saturating_sub(*max)))
        }
        ProblemKind::ControlCharacter { at } => t.problem_control_character(count(*at)),
        ProblemKind::NotOneOf { accepted } => t.problem_not_one_of(accepted),
        ProblemKind::TooMany { max } => t.problem_too_many(count(*max)),
        ProblemKind::BadCve { given } => t.problem_bad_cve(given),
        ProblemKind::BadCvss(error) => cvss_problem(t, error),
        ProblemKind::NeedCveOrCvss => t.problem_need_cve_or_cvss().to_owned(),
        ProblemKind::BadInstant => t.problem_bad_instant().to_owned(),
        ProblemKind::UnknownZone { given } => t.problem_unknown_zone(given),
        ProblemKind::Past => t.problem_past().to_owned(),
        ProblemKind::TooFar { years } => t.problem_too_far(*years),
        ProblemKind::SkippedTime { next } => t.problem_skipped_time(next.strftime("%H:%M")),
        ProblemKind::UnknownOffer { given } => t.problem_unknown_offer(given),
        ProblemKind::UnknownPublisher => t.account_wrong_publisher().to_owned(),
        ProblemKind::BadEmail => t.problem_bad_email().to_owned(),
        ProblemKind::WeakPassword => t.problem_weak_password().to_owned(),
        ProblemKind::WrongPassword => t.problem_wrong_password().to_owned(),
        ProblemKind::OutOfRange { min, max } => t.problem_out_of_range(*max, *min),
        ProblemKind::Taken => t.problem_taken().to_owned(),
        ProblemKind::Malformed { accepted } => t.problem_malformed(accepted),
    }
}

/// Says what is wrong with a CVSS vector, and names the metric.
pub(crate) fn cvss_problem(t: Texts, error: &CvssError) -> String {
    let name =
        |metric: &'static str| t.get(&format!("metric-{}", metric.to_ascii_lowercase())).unwrap_or(metric);
    match error {
        CvssError::Version => t.problem_cvss_version().to_owned(),
        CvssError::Part { part } => t.problem_cvss_part(part),
        CvssError::Twice { metric } => t.problem_cvss_twice(metric, name(metric)),
        CvssError::Missing { metric } => t.problem_cvss_missing(metric, name(metric)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use varsel_locale::Locale;

    #[test]
    fn every_problem_has_a_sentence_in_both_languages() {
        let given = || "???".to_owned();
        let kinds = [
            ProblemKind::Missing,
            ProblemKind::TooLong { max: 160, actual: 1_201 },
            ProblemKind::ControlCharacter { at: 7 },
            ProblemKind::NotOneOf { accepted: given() },
            ProblemKind::TooMany { max: 50 },
            ProblemKind::BadCve { given: given() },
            ProblemKind::BadCvss(CvssError::Version),
            ProblemKind::BadCvss(CvssError::Part { part: given() }),
            ProblemKind::BadCvss(CvssError::Twice { metric: "AV" }),
            ProblemKind::BadCvss(CvssError::Missing { metric: "A" }),
            ProblemKind::NeedCveOrCvss,
            ProblemKind::BadInstant,
            ProblemKind::UnknownZone { given: given() },
            ProblemKind::UnknownOffer { given: given() },
            ProblemKind::UnknownPublisher,
            ProblemKind::Past,
            ProblemKind::TooFar { years: 3 },
            ProblemKind::SkippedTime { next: jiff::civil::time(3, 0, 0, 0) },
            ProblemKind::BadEmail,
            ProblemKind::WeakPassword,
            ProblemKind::WrongPassword,
            ProblemKind::OutOfRange { min: 1, max: 99 },
            ProblemKind::Taken,
            ProblemKind::Malformed { accepted: given() },
        ];
        let of = |locale| {
            let says = |kind: &ProblemKind| {
                problem(Texts::of(locale), &Problem { field: "title".to_owned(), kind: kind.clone() })
            };
            kinds.iter().map(says).collect::<Vec<_>>()
        };
        let (english, swedish) = (of(Locale::En), of(Locale::Sv));
        for (kind, (en, sv)) in kinds.iter().zip(english.iter().zip(&swedish)) {
            assert!(
                en.len() > 20 && en.ends_with('.') && sv.len() > 15 && sv.ends_with('.'),
                "{kind:?}: {en} {sv}"
            );
            assert_ne!(en, sv);
        }
        let distinct: std::collections::HashSet<_> = english.iter().collect();
        assert_eq!(distinct.len(), kinds.len());
        assert_eq!(english[1], "This is 1,041 characters too long. At most 160 are accepted.");
        assert_eq!(
            english[9],
            "Availability (A) is missing. A vector has all eight: AV, AC, PR, UI, S, C, I and A."
        );
        assert_eq!(english[21], "Give a whole number from 1 to 99.");
    }
}
