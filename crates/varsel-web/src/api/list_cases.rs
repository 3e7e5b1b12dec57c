//! `GET /api/v1/cases`: the cases that the reader can see, filtered, in pages.

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use varsel_app::intake::ProblemKind;
use varsel_core::case::{Duty, StageKind, WaitingOn};
use varsel_core::coded::Coded;
use varsel_core::permission::{Action, Party};
use varsel_store::queue::{self, Cursor, Filter, Listed};
use varsel_store::{Scope, Tx, catalogue};

use super::case::{NextStep, Owner};
use super::code;
use super::openapi::ReadProblems;
use super::query::Query;
use super::token::{self, Holder, Stop};
use crate::ask::Ask;
use crate::failure::Failure;
use crate::web::Web;

varsel_core::coded! {
    /// The view of a list: which cases, in which order.
    pub enum ListView {
        /// Cases with something to do, next due first: open ones, and closed ones with a filing due.
        Open = "open",
        /// Cases waiting for the desk, next due first.
        WaitingOnDesk = "waiting_on_desk",
        /// Cases waiting for the publisher, next due first.
        WaitingOnPublisher = "waiting_on_publisher",
        /// Cases without an owner, next due first.
        Unowned = "unowned",
        /// All cases, latest activity first.
        All = "all",
    }
}

impl From<ListView> for queue::View {
    fn from(view: ListView) -> Self {
        match view {
            ListView::Open => Self::Open,
            ListView::WaitingOnDesk => Self::WaitingOn(WaitingOn::Desk),
            ListView::WaitingOnPublisher => Self::WaitingOn(WaitingOn::Publisher),
            ListView::Unowned => Self::Unowned,
            ListView::All => Self::AllByChange,
        }
    }
}

/// A page of cases.
#[derive(Serialize, ToSchema)]
pub(crate) struct CaseList {
    /// The cases, in the order of the view.
    cases: Vec<ListedBody>,
    /// The `after` of the next page; null on the last one.
    #[schema(required)]
    next_cursor: Option<String>,
}

/// A case in a list: the publisher's view, or the desk's, which has more fields.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum ListedBody {
    /// The publisher's view.
    Publisher(ListedCase),
    /// The desk's view.
    Desk(DeskListedCase),
}

/// A case in a list, as its publisher sees it.
#[derive(Serialize, ToSchema)]
pub(crate) struct ListedCase {
    /// The confirmation number.
    #[schema(example = "SE-RWSZ-96NH")]
    number: String,
    /// One-line title of the problem.
    title: String,
    /// Names of the affected offers.
    offers: String,
    /// Kind of security event.
    category: code::Category,
    /// Stage of the case.
    stage: code::Stage,
    /// Severity; `unrated` until decided.
    severity: code::Severity,
    /// Priority; null until decided.
    #[schema(required)]
    priority: Option<code::Priority>,
    /// Whose turn it is.
    waiting_on: code::WaitingOn,
    /// The next step; null if the case is closed.
    #[schema(required)]
    next_step: Option<NextStep>,
    /// Whether the report says that harm is ongoing.
    urgent: bool,
    /// The outcome, once communicated.
    #[schema(required)]
    outcome: Option<code::OutcomeCode>,
    /// When it was submitted.
    submitted_at: Timestamp,
    /// When a person acknowledged it.
    #[schema(required)]
    acknowledged_at: Option<Timestamp>,
    /// When it last changed.
    updated_at: Timestamp,
}

/// A case in a list, as the desk sees it.
#[derive(Serialize, ToSchema)]
pub(crate) struct DeskListedCase {
    #[serde(flatten)]
    shared: ListedCase,
    /// Name of the publisher that reported it.
    publisher_name: String,
    /// Owner of the case at the desk.
    #[schema(required)]
    owner: Option<Owner>,
}

/// Lists cases
///
/// Publishers list their own cases, latest activity first. The desk lists all cases and can select a view. Follow `next_cursor`,
/// or the `Link` header, until there is none.
#[utoipa::path(
    get,
    path = "/api/v1/cases",
    operation_id = "listCases",
    tag = "cases",
    params(
        ("view" = Option<code::View>, Query, description = "Which cases, in which order; default `all`. Publishers can only use `all`."),
        ("severity" = Option<code::Severity>, Query, description = "Only cases with this severity"),
        ("priority" = Option<code::Priority>, Query, description = "Only cases with this priority"),
        ("category" = Option<code::Category>, Query, description = "Only cases in this category"),
        ("stage" = Option<code::Stage>, Query, description = "Only cases in this stage"),
        ("publisher" = Option<String>, Query, description = "Only cases of the publisher with this key; desk only"),
        ("after" = Option<String>, Query, description = "The `next_cursor` of the previous page"),
        ("limit" = Option<usize>, Query, description = "Cases per page; default 50", minimum = 1, maximum = 100),
    ),
    responses(
        (status = 200, description = "A page of cases", body = CaseList, headers(
            ("Link" = String, description = "The next page, as `rel=\"next\"`"),
        )),
        ReadProblems,
    ),
    security(("token" = ["cases:read"])),
)]
pub(crate) async fn list(State(web): State<Web>, ask: Ask) -> Result<Response, Failure> {
    let sent = ask.uri.query().unwrap_or_default().to_owned();
    let (body, cursor) = token::read(&web, &ask, Action::ReadCase, move |tx, _, holder| {
        let wanted = Wanted::read(tx, holder, &sent)?;
        let scope = Scope::of(&holder.actor);
        let page = queue::list(tx, scope, wanted.view.into(), wanted.filter, wanted.after, wanted.limit)?;
        let show = |row: Listed| ListedBody::of(row, holder.is_desk());
        let list = CaseList {
            cases: page.rows.into_iter().map(show).collect(),
            next_cursor: page.next.map(write_cursor),
        };
        Ok((token::to_json(&list)?, list.next_cursor))
    })
    .await?;
    let query = ask.uri.query().unwrap_or_default();
    let next = cursor.map(|cursor| format!("/api/v1/cases?{}", Query::next(query, "after", &cursor)));
    Ok(with_next(token::json(StatusCode::OK, body), next))
}

/// Adds a `Link` header to the next page.
pub(crate) fn with_next(mut response: Response, next: Option<String>) -> Response {
    let link = next.and_then(|uri| HeaderValue::from_str(&format!("<{uri}>; rel=\"next\"")).ok());
    if let Some(link) = link {
        response.headers_mut().insert(header::LINK, link);
    }
    response
}

/// The parameters of a list.
struct Wanted {
    view: ListView,
    filter: Filter,
    after: Option<Cursor>,
    limit: usize,
}

impl Wanted {
    fn read(tx: &Tx<'_>, holder: &Holder, query: &str) -> Result<Self, Stop> {
        let mut accepted = vec!["view", "severity", "priority", "category", "stage", "after", "limit"];
        if holder.is_desk() {
            accepted.push("publisher");
        }
        let mut query = Query::read(query, &accepted);
        let view = query.code("view").unwrap_or(ListView::All);
        if !holder.is_desk() && view != ListView::All {
            query.wrong("view", ProblemKind::NotOneOf { accepted: ListView::All.code().to_owned() });
        }
        let mut filter = Filter {
            severity: query.code("severity"),
            priority: query.code("priority"),
            category: query.code("category"),
            stage: query.code::<StageKind>("stage"),
            publisher: None,
        };
        if let Some(key) = query.get("publisher").map(str::to_owned) {
            if let Some(publisher) = catalogue::publisher_by_key(tx, &key)? {
                filter.publisher = Some(publisher.id);
            } else {
                let accepted = "the key of a publisher in the catalogue".to_owned();
                query.wrong("publisher", ProblemKind::Malformed { accepted });
            }
        }
        let after = query.cursor("after", read_cursor);
        let limit = query.limit();
        query.finish()?;
        Ok(Self { view, filter, after, limit })
    }
}

fn write_cursor(cursor: Cursor) -> String {
    format!("{:x}.{}", cursor.key, cursor.id)
}

fn read_cursor(text: &str) -> Option<Cursor> {
    let (key, id) = text.split_once('.')?;
    Some(Cursor { key: i64::from_str_radix(key, 16).ok()?, id: id.parse().ok()? })
}

impl ListedBody {
    fn of(row: Listed, desk: bool) -> Self {
        let next_step = row.duty.map(|duty| NextStep {
            // The desk's list has what the desk has to file.
            party: if desk && duty == Duty::File { Party::Desk } else { duty.shared_party() }.into(),
            duty: duty.into(),
            due: row.due,
        });
        let shared = ListedCase {
            number: row.number,
            title: row.title,
            offers: row.offers,
            category: row.category.into(),
            stage: row.stage.into(),
            severity: row.severity.into(),
            priority: row.priority.map(Into::into),
            waiting_on: row.waiting_on.into(),
            next_step,
            urgent: row.urgent,
            outcome: row.outcome.map(Into::into),
            submitted_at: row.submitted,
            acknowledged_at: row.acknowledged,
            updated_at: row.updated,
        };
        if desk {
            let owner = row.owner_name.map(|name| Owner { name });
            Self::Desk(DeskListedCase { shared, publisher_name: row.publisher_name, owner })
        } else {
            Self::Publisher(shared)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_as_it_was_written() {
        let id = "01890000-0000-7000-8000-000000000001".parse().unwrap();
        for key in [0, 1_764_000_000_000_000, i64::MAX] {
            let cursor = Cursor { key, id };
            assert_eq!(read_cursor(&write_cursor(cursor)), Some(cursor));
        }
        for text in ["", ".", "1", "1.", "x.01890000-0000-7000-8000-000000000001", "1.x"] {
            assert_eq!(read_cursor(text), None, "{text}");
        }
    }
}
