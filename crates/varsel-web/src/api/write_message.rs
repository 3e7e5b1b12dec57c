//! `POST /api/v1/cases/{number}/messages`: sends a message to the other side.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use utoipa::ToSchema;
use varsel_app::{AppError, cases};
use varsel_core::case::Command;
use varsel_core::permission::Action;
use varsel_core::text::Body;

use super::call::Call;
use super::entry::Entry;
use super::openapi::WriteProblems;
use super::read_case::{Number, find, number};
use super::token;
use crate::ask::Ask;
use crate::failure::Failure;
use crate::web::Web;

/// A message to the other side.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewMessage {
    /// The message.
    #[schema(min_length = 1, max_length = 20_000)]
    text: String,
}

/// Sends a message to the other side
///
/// Publisher and desk both see the message; the other side is notified by mail.
#[utoipa::path(
    post,
    path = "/api/v1/cases/{number}/messages",
    operation_id = "writeMessage",
    tag = "cases",
    params(
        ("number" = String, Path, description = "The confirmation number", example = "SE-RWSZ-96NH"),
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 200 visible ASCII characters. A request with the same key is carried out once; its response is replayed with `Idempotency-Replayed: true`."),
    ),
    request_body = NewMessage,
    responses(
        (status = 201, description = "The entry of the timeline", body = Entry, headers(
            ("Idempotency-Replayed" = String, description = "`true` if the response is a replay"),
        )),
        WriteProblems,
    ),
    security(("token" = ["cases:write"])),
)]
pub(crate) async fn write(
    State(web): State<Web>,
    ask: Ask,
    Number(given): Number,
    call: Call<NewMessage>,
) -> Result<Response, Failure> {
    let written =
        token::create(&web, &ask, Action::ShareMessage, call, move |tx, ctx, holder, new: &NewMessage| {
            let number = number(ctx, &given)?;
            let text = match Body::new(&new.text) {
                Ok(text) => text,
                Err(error) => {
                    // Whether the case exists is checked before the message.
                    find(tx, ctx, holder, &given)?;
                    return Err(AppError::field("text", error.into()).into());
                }
            };
            let case = cases::act(tx, ctx, &holder.actor, number, Command::ShareMessage { text }, None)?;
            let newest = varsel_store::cases::timeline(tx, case.id, holder.is_desk(), u32::MAX, 1)?;
            Ok(Entry::of(tx, holder, &newest)?.pop().ok_or(Failure::Internal)?)
        })
        .await?;
    Ok(written.into_response())
}
