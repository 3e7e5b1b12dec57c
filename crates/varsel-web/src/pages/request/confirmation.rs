//! The confirmation: the number, what happens next, by when.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use varsel_app::AppError;
use varsel_core::case::Report;
use varsel_core::clock::promise::SkippedDay;
use varsel_core::clock::{ClockKind, Promise};
use varsel_core::confirmation_number::ConfirmationNumber;
use varsel_core::permission::Action;
use varsel_core::score::Priority;
use varsel_locale::{Texts, clock, format};
use varsel_store::{Scope, cases, people};

use super::{chrome, organisation};
use crate::ask::Ask;
use crate::chrome::Chrome;
use crate::failure::{Failure, html};
use crate::pages::case::describe_target;
use crate::web::Web;

#[derive(Template)]
#[template(path = "pages/request/confirmation.html")]
struct ConfirmationPage {
    chrome: Chrome,
    number: String,
    organisation: String,
    mailed: i64,
    submitted: Option<Timestamp>,
    due: Option<Timestamp>,
    /// The days that do not count, in words; empty when all do.
    skipped: String,
    /// The promise: "within one business day".
    within: String,
    /// How much business time is left, and until when in UTC.
    left: String,
    /// How the promise was counted, in words.
    trace: Option<String>,
    urgent: bool,
    /// How soon the desk means to answer an urgent report: "1 h"; empty without a target.
    target: String,
    /// The desk's number, as people write it and as a telephone dials it.
    telephone: Option<(String, String)>,
    acknowledged: bool,
    can_write: bool,
}

/// Names the days of a promise that did not count: "Midsummer Eve, Saturday and Sunday".
fn skipped_days(t: Texts, promise: &Promise) -> String {
    let name = |skipped: &SkippedDay| {
        let weekday = format::weekday_long(t, skipped.day);
        clock::day_off(t, &skipped.why).unwrap_or(weekday).to_owned()
    };
    clock::list(t, promise.skipped.iter().map(name).collect())
}

/// Returns a telephone number as it is dialled, without spaces and hyphens.
fn dialled(number: &str) -> String {
    number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}

/// `GET /cases/{number}/confirmation`
pub(crate) async fn show(
    State(web): State<Web>,
    ask: Ask,
    Path(number): Path<String>,
) -> Result<Response, Failure> {
    let (me, (case, mailed)) = web
        .read(&ask, Action::ReadCase, move |tx, ctx, me| {
            let number =
                ConfirmationNumber::parse(&number, ctx.policy().prefix).map_err(|_| AppError::NotFound)?;
            let case = cases::find(tx, number, Scope::of(&me.actor))?.ok_or(AppError::NotFound)?;
            let contacts = people::contacts(tx, case.publisher)?;
            // The person who submitted it also gets the mail.
            let sender = case.submitted.and_then(|stamp| stamp.by.person());
            let beside = sender.is_some_and(|sender| contacts.iter().all(|contact| contact.id != sender));
            Ok((case, i64::try_from(contacts.len() + usize::from(beside)).unwrap_or(i64::MAX)))
        })
        .await?;
    let number = case.number.ok_or(Failure::NotFound)?.to_string();
    let t = me.texts;
    let urgent = case.report.as_ref().is_some_and(Report::is_urgent);
    let policy = &web.surroundings().policy;
    let page = ConfirmationPage {
        chrome: Chrome { paper: number.clone(), ..chrome(&web, &ask, &me, t.confirmation_title(&number)) },
        organisation: organisation(&me).to_owned(),
        mailed,
        submitted: case.submitted.map(|stamp| stamp.at),
        due: case.promise.as_ref().map(|promise| promise.due),
        skipped: case.promise.as_ref().map(|promise| skipped_days(t, promise)).unwrap_or_default(),
        within: clock::within(t, case.promise.as_ref().map(|promise| promise.rule).unwrap_or_default()),
        left: case
            .promise
            .as_ref()
            .and_then(|promise| clock::promise_left(t, promise, &web.surroundings().desk.get(), me.now))
            .unwrap_or_default(),
        trace: case
            .promise
            .as_ref()
            .zip(case.promised_from())
            .map(|(promise, at)| clock::trace(t, promise, at)),
        urgent,
        target: if urgent && case.acknowledged.is_none() {
            let target = policy.targets.of(ClockKind::Respond, Priority::P1, true, false);
            target.map_or_else(String::new, |target| describe_target(t, target))
        } else {
            String::new()
        },
        telephone: policy
            .telephone
            .as_ref()
            .filter(|_| urgent)
            .map(|number| (number.clone(), dialled(number))),
        acknowledged: case.acknowledged.is_some(),
        can_write: me.may(Action::ShareMessage) && !me.is_desk(),
        number,
    };
    Ok(html(StatusCode::OK, &page))
}

#[cfg(test)]
mod tests {
    use super::*;
    use varsel_core::clock::{Calendar, PromiseRule};
    use varsel_locale::Locale;

    #[test]
    fn a_number_is_dialled_without_what_people_write_for_themselves() {
        assert_eq!(dialled("+46 8-123 45 67"), "+4681234567");
    }

    #[test]
    fn the_days_that_do_not_count_are_named() {
        let calendar = Calendar::nine_to_five(jiff::tz::TimeZone::get("Europe/Stockholm").unwrap());
        let on = |at: &str, locale| {
            let promise = Promise::for_receipt(at.parse().unwrap(), &calendar, PromiseRule::default());
            skipped_days(Texts::of(locale), &promise)
        };
        assert_eq!(on("2026-11-27T17:30Z", Locale::En), "Saturday and Sunday");
        assert_eq!(on("2026-11-27T17:30Z", Locale::Sv), "lördag och söndag");
        assert_eq!(on("2026-11-28T10:00Z", Locale::En), "Sunday");
        assert_eq!(on("2026-11-23T10:00Z", Locale::En), "");
    }
}
