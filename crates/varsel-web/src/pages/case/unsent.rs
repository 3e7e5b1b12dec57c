//! What is being written on a case: saved while it is typed, without being sent.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;
use varsel_app::limits::Limit;
use varsel_app::unsent::{self, Composer, Written};
use varsel_locale::format;

use super::load::number as read_number;
use crate::ask::Ask;
use crate::failure::{Failure, machine};
use crate::form::Form;
use crate::routes::Quota;
use crate::web::{Visitor, Web};

/// Reads which version a form was made from; 0 for none.
pub(super) fn version(form: &Form) -> i64 {
    form.get("version").parse().unwrap_or(0)
}

/// Saves what a form holds.
async fn save(
    web: &Web,
    ask: &Ask,
    number: &str,
    form: &Form,
    composer: Composer,
) -> Result<(Visitor, i64), Failure> {
    let (number, given) = (number.to_owned(), form.clone());
    web.write(ask, form, composer.action(), move |tx, ctx, me| {
        let written = Written {
            body: given.get("body"),
            due_date: given.get("due_date"),
            due_time: given.get("due_time"),
        };
        let number = read_number(ctx, &number)?;
        unsent::save(tx, ctx, &me.actor, number, composer, written, version(&given))
    })
    .await
}

/// Saves what a form holds that was not carried out. Where that fails too, the page that answers still has it.
pub(super) async fn keep(web: &Web, ask: &Ask, number: &str, form: &Form, composer: Composer) {
    let ask = Ask { quota: Some(Quota::Sends(Limit::Drafts)), ..ask.clone() };
    if let Err(failure) = save(web, &ask, number, form, composer).await {
        tracing::debug!(code = failure.code(), "words that were not sent are on the page alone");
    }
}

async fn autosave(
    web: Web,
    ask: Ask,
    number: String,
    form: Form,
    composer: Composer,
) -> Result<Response, Failure> {
    match save(&web, &ask, &number, &form, composer).await {
        Ok((me, version)) => {
            let saved_at = if version > 0 { format::time_of_day(me.now, &me.zone) } else { String::new() };
            Ok(machine(StatusCode::OK, &json!({ "saved_at": saved_at, "version": version.to_string() })))
        }
        Err(failure) if matches!(failure.bare(), Failure::DraftChanged) => {
            Ok(machine(StatusCode::CONFLICT, &json!({ "code": failure.code() })))
        }
        Err(failure) => Err(failure),
    }
}

/// Declares the handler that saves a form's text: its URL and its form.
macro_rules! composer {
    ($(#[$doc:meta])* $name:ident, $composer:expr) => {
        $(#[$doc])*
        pub(crate) async fn $name(
            State(web): State<Web>,
            ask: Ask,
            Path(number): Path<String>,
            form: Form,
        ) -> Result<Response, Failure> {
            autosave(web, ask, number, form, $composer).await
        }
    };
}

composer!(
    /// `POST /cases/{number}/messages/draft`
    message,
    Composer::Message
);
composer!(
    /// `POST /cases/{number}/questions/draft`
    question,
    Composer::Question
);
composer!(
    /// `POST /cases/{number}/notes/draft`
    note,
    Composer::Note
);

/// `POST /cases/{number}/answers/draft`
pub(crate) async fn answer(
    State(web): State<Web>,
    ask: Ask,
    Path(number): Path<String>,
    form: Form,
) -> Result<Response, Failure> {
    let question = form.get("question").parse().unwrap_or(0);
    autosave(web, ask, number, form, Composer::Answer(question)).await
}
