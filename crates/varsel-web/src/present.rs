//! From the domain's facts to words: names of codes, problems, refusals, failures. One home for each.

use jiff::tz::TimeZone;
use varsel_core::coded::Coded;
use varsel_locale::Texts;

use crate::failure::Failure;

/// Returns the title, what happened, and what to do.
pub(crate) fn failure(t: Texts, failure: &Failure, desk_zone: &TimeZone) -> (String, String, String) {
    let of = |title: &str, text: &str, advice: &str| (title.to_owned(), text.to_owned(), advice.to_owned());
    match failure {
        Failure::NotFound | Failure::MethodNotAllowed | Failure::SignIn { .. } => {
            of(t.failure_not_found(), t.failure_not_found_text(), t.failure_not_found_advice())
        }
        Failure::CrossSite => of(t.failure_cross_site(), t.failure_cross_site_text(), t.failure_cross_site_advice()),
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
        Failure::DraftChanged(_) => of(t.failure_conflict(), t.failure_conflict_text(), t.failure_conflict_advice()),
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
        Failure::UnsupportedMedia | Failure::Api(_) => {
            of(t.failure_unreadable(), t.failure_unreadable_text(), t.failure_unreadable_advice())
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
