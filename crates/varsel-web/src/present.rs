//! The wording of the domain's facts: names of codes, problems, refusals, failures, each in one place.

use jiff::tz::TimeZone;
use varsel_app::intake::{Problem, ProblemKind};
use varsel_app::limits::{Limit, Whose};
use varsel_core::coded::Coded;
use varsel_core::score::cvss::{Rating, Vector, VectorError, VectorProblem, Version};
use varsel_locale::{Texts, describe};

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
        Failure::TooManyInvitations(until) => {
            let when = varsel_locale::format::instant_with_city(t, *until, desk_zone, *until);
            let text = t.failure_invitations_text(when);
            of(t.failure_invitations(), &text, t.failure_invitations_advice())
        }
        Failure::OverLimit { limit, whose, most, until } => {
            let when = varsel_locale::format::instant_with_city(t, *until, desk_zone, *until);
            let text = over_limit(t, *limit, *whose, *most);
            of(t.failure_over_limit(), &text, &t.failure_over_limit_advice(when))
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
        Failure::NulCharacter => {
            of(t.failure_nul_character(), t.failure_nul_character_text(), t.failure_nul_character_advice())
        }
        Failure::Keeping { failure: kept, .. } => failure(t, kept, desk_zone),
        Failure::TooLong => of(t.failure_too_long(), t.failure_too_long_text(), t.failure_too_long_advice()),
        Failure::Late => of(t.failure_late(), t.failure_late_text(), t.failure_late_advice()),
        Failure::MailFolder => {
            of(t.failure_mail_folder(), t.failure_mail_folder_text(), t.failure_mail_folder_advice())
        }
        Failure::Busy => of(t.failure_busy(), t.failure_busy_text(), t.failure_busy_advice()),
        Failure::Unavailable => {
            of(t.failure_unavailable(), t.failure_unavailable_text(), t.failure_unavailable_advice())
        }
        Failure::Full => of(t.failure_full(), t.failure_full_text(), t.failure_full_advice()),
        Failure::Internal => of(t.failure_internal(), t.failure_internal_text(), t.failure_internal_advice()),
    }
}

/// Describes an hourly limit.
fn over_limit(t: Texts, limit: Limit, whose: Whose, most: i64) -> String {
    let what = t.name_of("limit", limit.code());
    match whose {
        Whose::Person => t.failure_over_limit_person(most, what),
        Whose::Publisher => t.failure_over_limit_publisher(most, what),
        Whose::Network => t.failure_over_limit_network(most, what),
    }
}

/// Returns the name of a code in an area of the texts: `name(t, "severity", Severity::High)` is "High".
pub(crate) fn name<T: Coded>(t: Texts, area: &str, code: T) -> &'static str {
    t.name_of(area, code.code())
}

/// Returns the name of a rating: that of its severity, or "none" for 0.0.
pub(crate) fn rating(t: Texts, rating: Rating) -> &'static str {
    if rating == Rating::None { t.cvss_rating_none() } else { name(t, "severity", rating.severity()) }
}

/// Describes what is wrong with a field and what is accepted.
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
        ProblemKind::BadCvss { error, meant } => cvss_problem(t, error, meant.as_ref()),
        ProblemKind::TwoVectors { version } => t.problem_two_vectors(version.number()),
        ProblemKind::NotAsked => t.problem_not_asked().to_owned(),
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

/// Describes what is wrong with a CVSS vector, where, and what was probably meant.
pub(crate) fn cvss_problem(t: Texts, error: &VectorError, meant: Option<&Vector>) -> String {
    let name = |metric: &'static str| describe::metric(t, error.version.unwrap_or(Version::V31), metric);
    let list = |values: &[&str]| values.join(", ");
    let at = i64::try_from(error.at).unwrap_or(i64::MAX);
    let said = match &error.problem {
        VectorProblem::Empty => t.cvss_empty().to_owned(),
        VectorProblem::TooLong => t.cvss_too_long().to_owned(),
        VectorProblem::Blank => t.cvss_blank(at),
        VectorProblem::NoPrefix => t.cvss_no_prefix().to_owned(),
        VectorProblem::PrefixOfTwo => t.cvss_prefix_of_two().to_owned(),
        VectorProblem::NoSuchVersion { given } => t.cvss_no_such_version(given),
        VectorProblem::Case { given, meant } => t.cvss_case(at, given, meant),
        VectorProblem::StraySlash => t.cvss_stray_slash(at),
        VectorProblem::NotAPair { given, example } => t.cvss_not_a_pair(at, example, given),
        VectorProblem::UnknownMetric { given, version } => t.cvss_unknown_metric(at, given, version.number()),
        VectorProblem::UnknownValue { metric, given, accepted } => {
            t.cvss_unknown_value(list(accepted), at, given, metric, name(metric))
        }
        VectorProblem::Twice { metric } => t.cvss_twice(at, metric, name(metric)),
        VectorProblem::Order { metric, before } => t.cvss_order(at, before, metric, name(metric)),
        VectorProblem::Missing { metric, accepted } => t.cvss_missing(list(accepted), metric, name(metric)),
    };
    match meant {
        Some(meant) => format!("{said} {}", t.cvss_meant(meant)),
        None => said,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use varsel_locale::Locale;

    #[test]
    fn every_problem_has_a_sentence_in_both_languages() {
        let given = || "???".to_owned();
        let cvss = |text: &str| ProblemKind::bad_cvss(text, text.parse::<Vector>().unwrap_err());
        let kinds = [
            ProblemKind::Missing,
            ProblemKind::TooLong { max: 160, actual: 1_201 },
            ProblemKind::ControlCharacter { at: 7 },
            ProblemKind::NotOneOf { accepted: given() },
            ProblemKind::TooMany { max: 50 },
            ProblemKind::BadCve { given: given() },
            cvss("9.8"),
            cvss(&"A".repeat(1_000)),
            cvss("CVSS:3.1/AV:N AC:L"),
            cvss("CVSS:1.0/AV:N"),
            cvss("CVSS:2.0/AV:N"),
            cvss("CVSS:3.1/AV:n"),
            cvss("CVSS:3.1/AV:N/"),
            cvss("CVSS:3.1/AVN"),
            cvss("CVSS:3.1/AT:N"),
            cvss("CVSS:3.1/AV:Q"),
            cvss("CVSS:3.1/AV:N/AV:N"),
            cvss("CVSS:4.0/AC:L/AV:N"),
            cvss("CVSS:3.1/AV:N"),
            ProblemKind::BadCvss {
                error: "".parse::<Vector>().unwrap_err(),
                meant: "AV:N/AC:L/Au:N/C:P/I:P/A:P".parse().ok(),
            },
            ProblemKind::TwoVectors { version: Version::V31 },
            ProblemKind::NotAsked,
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
                en.len() > 20 && en.ends_with(['.', '?']) && sv.len() > 15 && sv.ends_with(['.', '?']),
                "{kind:?}: {en} {sv}"
            );
            assert_ne!(en, sv);
        }
        let distinct: std::collections::HashSet<_> = english.iter().collect();
        assert_eq!(distinct.len(), kinds.len());
        assert_eq!(english[1], "This is 1,041 characters too long. Use at most 160.");
        assert_eq!(english[18], "Attack Complexity (AC) is missing. Accepted: L, H.");
        assert_eq!(english[33], "Enter a whole number from 1 to 99.");
    }

    #[test]
    fn every_metric_has_a_name_in_both_languages() {
        for locale in [Locale::En, Locale::Sv] {
            for version in Version::ALL {
                for metric in version.metrics() {
                    let id = format!("metric-{}-{}", version.major(), metric.code.to_ascii_lowercase());
                    assert!(Texts::of(locale).get(&id).is_some(), "{id}");
                }
            }
        }
    }
}
