//! `GET /api/v1/cases`: the cases that the reader may see, filtered, in pages.

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
    /// Which cases a list shows, and in which order.
    pub enum ListView {
        /// Cases with something to do, what is due next first: open ones, and those that are over while something is to be filed.
        Open = "open",
        /// Those that wait for the desk, what is due next first.
        WaitingOnDesk = "waiting_on_desk",
        /// Those that wait for the publisher, what is due next first.
        WaitingOnPublisher = "waiting_on_publisher",
        /// Those without an owner, what is due next first.
        Unowned = "unowned",
        /// All cases, last change first.
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

/// A case in a list: the publisher's view, or the desk's, which says more.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum ListedBody {
    /// What the publisher sees.
    Publisher(ListedCase),
    /// What the desk sees.
    Desk(DeskListedCase),
}

/// A case in a list, as its publisher sees it.
#[derive(Serialize, ToSchema)]
pub(crate) struct ListedCase {
    /// The confirmation number.
    #[schema(example = "SE-RWSZ-96NH")]
    number: String,
    /// One line that names the problem.
    title: String,
    /// The names of the offers it touches.
    offers: String,
    /// What kind of security event it is about.
    category: code::Category,
    /// Where it stands.
    stage: code::Stage,
    /// How bad; `unrated` until decided.
    severity: code::Severity,
    /// How soon; null until decided.
    #[schema(required)]
    priority: Option<code::Priority>,
    /// Whose move it is.
    waiting_on: code::WaitingOn,
    /// The next move; null when the case is over.
    #[schema(required)]
    next_step: Option<NextStep>,
    /// Whether the report says that harm is being done now.
    urgent: bool,
    /// The outcome, once told.
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
    /// The name of the publisher whose report it is.
    publisher_name: String,
    /// Who follows it at the desk.
    #[schema(required)]
    owner: Option<Owner>,
}

/// Lists cases
///
/// Publishers list their own cases, last change first. The desk lists all and chooses a view. Follow `next_cursor`, or the
/// `Link` header, until there is none.
#[utoipa::path(
    get,
    path = "/api/v1/cases",
    operation_id = "listCases",
    tag = "cases",
    params(
        ("view" = Option<code::View>, Query, description = "Which cases, and in which order; `all` if left out. Publishers have `all` only."),
        ("severity" = Option<code::Severity>, Query, description = "Of this severity"),
        ("priority" = Option<code::Priority>, Query, description = "Of this priority"),
        ("category" = Option<code::Category>, Query, description = "Of this category"),
        ("stage" = Option<code::Stage>, Query, description = "In this stage"),
        ("publisher" = Option<String>, Query, description = "Of the publisher with this key; for the desk only"),
        ("after" = Option<String>, Query, description = "The `next_cursor` of the page before"),
        ("limit" = Option<usize>, Query, description = "How many cases a page has; 50 if left out", minimum = 1, maximum = 100),
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

/// Says where the next page is.
pub(crate) fn with_next(mut response: Response, next: Option<String>) -> Response {
    let link = next.and_then(|uri| HeaderValue::from_str(&format!("<{uri}>; rel=\"next\"")).ok());
    if let Some(link) = link {
        response.headers_mut().insert(header::LINK, link);
    }
    response
}

/// What a list was asked for.
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
