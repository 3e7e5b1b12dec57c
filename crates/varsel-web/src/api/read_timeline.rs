//! `GET /api/v1/cases/{number}/timeline`: the timeline of a case.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;
use varsel_core::permission::Action;
use varsel_store::cases;

use super::entry::Entry;
use super::list_cases::with_next;
use super::openapi::ReadOneProblems;
use super::query::Query;
use super::read_case::{Number, find};
use super::token;
use crate::ask::Ask;
use crate::failure::Failure;
use crate::web::Web;

/// A page of a timeline, newest entry first.
#[derive(Serialize, ToSchema)]
pub(crate) struct Timeline {
    /// The entries.
    entries: Vec<Entry>,
    /// The `before` of the next page; null on the last one.
    #[schema(required)]
    next_cursor: Option<String>,
}

/// Reads the timeline of a case
///
/// Newest entry first. Publishers see shared entries; the desk also sees its own notes.
#[utoipa::path(
    get,
    path = "/api/v1/cases/{number}/timeline",
    operation_id = "readTimeline",
    tag = "cases",
    params(
        ("number" = String, Path, description = "The confirmation number", example = "SE-RWSZ-96NH"),
        ("before" = Option<String>, Query, description = "The `next_cursor` of the previous page"),
        ("limit" = Option<usize>, Query, description = "Entries per page; default 50", minimum = 1, maximum = 100),
    ),
    responses(
        (status = 200, description = "A page of the timeline", body = Timeline, headers(
            ("Link" = String, description = "The next page, as `rel=\"next\"`"),
        )),
        ReadOneProblems,
    ),
    security(("token" = ["cases:read"])),
)]
pub(crate) async fn read(State(web): State<Web>, ask: Ask, number: Number) -> Result<Response, Failure> {
    let sent = ask.uri.query().unwrap_or_default().to_owned();
    let path = ask.uri.path().to_owned();
    let (body, cursor) = token::read(&web, &ask, Action::ReadCase, move |tx, ctx, holder| {
        let case = find(tx, ctx, holder, &number.0)?;
        let mut query = Query::read(&sent, &["before", "limit"]);
        let before = query.cursor("before", |text| text.parse::<u32>().ok().filter(|place| *place > 0));
        let limit = query.limit();
        query.finish()?;
        let wanted = i64::try_from(limit + 1).unwrap_or(i64::MAX);
        let mut entries = cases::timeline(tx, case.id, holder.is_desk(), before.unwrap_or(u32::MAX), wanted)?;
        entries.reverse();
        let more = entries.len() > limit;
        entries.truncate(limit);
        let next_cursor = entries.last().filter(|_| more).map(|entry| entry.recorded.sequence.to_string());
        let timeline = Timeline { entries: Entry::of(tx, holder, &entries)?, next_cursor };
        Ok((token::to_json(&timeline)?, timeline.next_cursor))
    })
    .await?;
    let query = ask.uri.query().unwrap_or_default();
    let next = cursor.map(|cursor| format!("{path}?{}", Query::next(query, "before", &cursor)));
    Ok(with_next(token::json(StatusCode::OK, body), next))
}
