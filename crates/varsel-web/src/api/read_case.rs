//! `GET /api/v1/cases/{number}`: one case.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use varsel_app::{AppError, Ctx};
use varsel_core::case::Case;
use varsel_core::confirmation_number::ConfirmationNumber;
use varsel_core::permission::Action;
use varsel_store::{Scope, Tx, cases};

use super::case::CaseBody;
use super::openapi::ReadOneProblems;
use super::token::{self, Holder, Stop};
use crate::ask::Ask;
use crate::failure::Failure;
use crate::web::Web;

/// Reads a case
///
/// Publishers can read their own cases; the desk can read all cases and sees more of each.
#[utoipa::path(
    get,
    path = "/api/v1/cases/{number}",
    operation_id = "readCase",
    tag = "cases",
    params(("number" = String, Path, description = "The confirmation number", example = "SE-RWSZ-96NH")),
    responses((status = 200, description = "The case", body = CaseBody), ReadOneProblems),
    security(("token" = ["cases:read"])),
)]
pub(crate) async fn read(State(web): State<Web>, ask: Ask, number: Number) -> Result<Response, Failure> {
    let body = token::read(&web, &ask, Action::ReadCase, move |tx, ctx, holder| {
        let case = find(tx, ctx, holder, &number.0)?;
        Ok(token::to_json(&CaseBody::of(tx, holder, &case)?)?)
    })
    .await?;
    Ok(token::json(StatusCode::OK, body))
}

/// The number in a path, as typed; a path that is not text matches no case.
pub(crate) struct Number(pub(crate) String);

impl FromRequestParts<Web> for Number {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Failure> {
        let Path(text) = Path::from_request_parts(parts, web).await.map_err(|_| Failure::NotFound)?;
        Ok(Self(text))
    }
}

/// Parses a confirmation number; a mistyped one matches no case.
pub(crate) fn number(ctx: &Ctx, text: &str) -> Result<ConfirmationNumber, Stop> {
    Ok(ConfirmationNumber::parse(text, ctx.policy().prefix).map_err(|_| AppError::NotFound)?)
}

/// Finds a case that the holder can see.
pub(crate) fn find(tx: &Tx<'_>, ctx: &Ctx, holder: &Holder, text: &str) -> Result<Arc<Case>, Stop> {
    let number = number(ctx, text)?;
    Ok(cases::find(tx, number, Scope::of(&holder.actor))?.ok_or(AppError::NotFound)?)
}
