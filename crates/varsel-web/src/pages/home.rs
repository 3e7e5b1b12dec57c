//! The start page: an organisation's cases, what needs an answer first. The desk's people start at their own page.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use varsel_app::AppError;
use varsel_app::intake::Answers;
use varsel_core::case::{Category, DueFiling, Duty, StageKind};
use varsel_core::coded::Coded;
use varsel_core::ids::PublisherId;
use varsel_core::permission::{Action, Party};
use varsel_core::score::{Priority, Severity};
use varsel_locale::{Texts, duty, format};
use varsel_store::queue::{self, COUNT_LIMIT, Cursor, Filter, Listed, Move, View};
use varsel_store::{Scope, Tx, drafts};

use super::see_other;
use crate::ask::Ask;
use crate::chrome::{Chrome, Section};
use crate::failure::{Failure, html};
use crate::form::Form;
use crate::present;
use crate::web::{Visitor, Web};

/// Cases on a page.
const PAGE: usize = 25;
/// Moves on the page; the rest are among the cases.
const MOVES: i64 = 5;

/// Which cases are listed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Show {
    All,
    Open,
    Stage(StageKind),
}

impl Show {
    const CHOICES: [Self; 8] = [
        Self::All,
        Self::Open,
        Self::Stage(StageKind::Received),
        Self::Stage(StageKind::Acknowledged),
        Self::Stage(StageKind::Assessed),
        Self::Stage(StageKind::Mitigating),
        Self::Stage(StageKind::Closed),
        Self::Stage(StageKind::Withdrawn),
    ];

    fn code(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Open => "open",
            Self::Stage(stage) => stage.code(),
        }
    }

    /// Reads the filter of an address; what it does not know shows all.
    fn of(code: &str) -> Self {
        Self::CHOICES.into_iter().find(|choice| choice.code() == code).unwrap_or(Self::All)
    }

    fn name(self, t: Texts) -> &'static str {
        match self {
            Self::All => t.home_all(),
            Self::Open => t.home_open(),
            Self::Stage(stage) => present::name(t, "stage", stage),
        }
    }
}

/// A filter as a link.
struct FilterLink {
    href: String,
    name: &'static str,
    current: bool,
}

/// A case of the list.
struct Row {
    href: String,
    number: String,
    title: String,
    offers: String,
    severity: Severity,
    severity_name: &'static str,
    priority: Option<Priority>,
    priority_name: &'static str,
    stage_name: &'static str,
    yours: bool,
    due: Option<Timestamp>,
    duty: String,
    outcome: &'static str,
    updated: Timestamp,
}

/// A draft of the list.
struct DraftRow {
    href: String,
    title: String,
    category: &'static str,
    author: String,
    updated: Timestamp,
}

#[derive(Template)]
#[template(path = "pages/home.html")]
struct HomePage {
    chrome: Chrome,
    organisation: String,
    count: i64,
    count_words: String,
    moves: Vec<Move>,
    filters: Vec<FilterLink>,
    later: bool,
    rows: Vec<Row>,
    next: Option<String>,
    first: String,
    drafts: Vec<DraftRow>,
    draft_words: String,
    may: Rights,
}

/// What the reader can do.
struct Rights {
    report: bool,
    answer: bool,
    file: bool,
}

/// What the page is made from, read in one go.
struct Found {
    moves: Vec<Move>,
    page: queue::Page,
    drafts: Vec<drafts::Draft>,
    count: i64,
}

fn read_cursor(text: &str) -> Option<Cursor> {
    let (key, id) = text.split_once('.')?;
    Some(Cursor { key: key.parse().ok()?, id: id.parse().ok()? })
}

fn find(
    tx: &Tx<'_>,
    me: &Visitor,
    publisher: PublisherId,
    show: Show,
    after: Option<Cursor>,
) -> Result<Found, AppError> {
    let (view, stage) = match show {
        Show::All => (View::AllByChange, None),
        Show::Open => (View::Open, None),
        Show::Stage(stage) => (View::AllByChange, Some(stage)),
    };
    let filter = Filter { stage, ..Filter::default() };
    let may_report = me.may(Action::SubmitReport);
    Ok(Found {
        moves: queue::moves_of(tx, publisher, MOVES)?,
        page: queue::list(tx, Scope::of(&me.actor), view, filter, after, PAGE)?,
        drafts: if may_report { drafts::list(tx, publisher)? } else { Vec::new() },
        count: queue::count_of_publisher(tx, publisher)?,
    })
}

/// Where someone starts: their organisation's cases, or a page of the desk.
enum Start {
    Home(Found),
    Elsewhere(&'static str),
}

/// `GET /`
pub(crate) async fn show(State(web): State<Web>, ask: Ask) -> Result<Response, Failure> {
    let query = Form::parse(ask.uri.query().unwrap_or_default());
    let show = Show::of(query.get("show"));
    let after = read_cursor(query.get("after"));
    let (me, start) = web
        .read_open(&ask, move |tx, _, me| match me {
            Some(me) => match me.actor.publisher {
                Some(publisher) if !me.is_desk() => {
                    find(tx, me, publisher, show, after).map(Start::Home).map(Some)
                }
                _ if me.may(Action::ReadQueue) => Ok(Some(Start::Elsewhere("/desk"))),
                _ => Ok(Some(Start::Elsewhere("/people"))),
            },
            None => Ok(None),
        })
        .await?;
    let (Some(me), Some(start)) = (me, start) else {
        return Err(Failure::SignIn { next: ask.uri.clone(), body: None });
    };
    match start {
        Start::Elsewhere(path) => Ok(see_other(path)),
        Start::Home(found) => Ok(html(StatusCode::OK, &page(&web, &ask, &me, found, show, after.is_some()))),
    }
}

fn page(web: &Web, ask: &Ask, me: &Visitor, found: Found, show: Show, later: bool) -> HomePage {
    let t = me.texts;
    let base = |show: Show| match show {
        Show::All => "/".to_owned(),
        other => format!("/?show={}", other.code()),
    };
    let link =
        |choice: Show| FilterLink { href: base(choice), name: choice.name(t), current: choice == show };
    let first = base(show);
    let next = found.page.next.map(|cursor| {
        let joint = if first.contains('?') { '&' } else { '?' };
        format!("{first}{joint}after={}.{}", cursor.key, cursor.id)
    });
    let many = format::number(t.locale(), COUNT_LIMIT);
    HomePage {
        chrome: Chrome::new(web, ask, me, Section::Cases, t.home_title()),
        organisation: super::request::organisation(me).to_owned(),
        count: found.count,
        count_words: if found.count >= COUNT_LIMIT {
            t.count_or_more(many)
        } else {
            t.home_count(found.count)
        },
        moves: found.moves,
        filters: Show::CHOICES.into_iter().map(link).collect(),
        later,
        rows: found.page.rows.into_iter().map(|listed| row(t, listed)).collect(),
        next,
        first,
        draft_words: t.home_drafts_hint(i64::try_from(found.drafts.len()).unwrap_or(i64::MAX)),
        drafts: found.drafts.into_iter().map(|draft| draft_row(t, draft)).collect(),
        may: Rights {
            report: me.may(Action::SubmitReport),
            answer: me.may(Action::AnswerQuestion),
            file: me.may(Action::KeepDuties),
        },
    }
}

fn row(t: Texts, listed: Listed) -> Row {
    let yours = listed.duty.is_some_and(|duty| duty.shared_party() == Party::Publisher);
    Row {
        href: format!("/cases/{}", listed.number),
        number: listed.number,
        title: listed.title,
        offers: listed.offers,
        severity: listed.severity,
        severity_name: present::name(t, "severity", listed.severity),
        priority: listed.priority,
        priority_name: listed.priority.map_or("", |priority| present::name(t, "priority", priority)),
        stage_name: present::name(t, "stage", listed.stage),
        yours,
        due: listed.due,
        duty: match (listed.duty, listed.filing) {
            (Some(Duty::File), Some(filing)) => filing_words(t, filing),
            (Some(Duty::Acknowledge), _) => t.home_duty_acknowledge().to_owned(),
            (Some(Duty::Assess), _) => t.home_duty_assess().to_owned(),
            (Some(Duty::Answer), _) => t.home_duty_answer().to_owned(),
            (Some(Duty::DecideReopening), _) => t.home_duty_reopening().to_owned(),
            (Some(Duty::Update), _) => t.home_duty_update().to_owned(),
            // What the desk set itself no publisher is shown; a draft has a list of its own.
            (
                Some(
                    Duty::Submit
                    | Duty::File
                    | Duty::DecideMeasure
                    | Duty::DecideNotice
                    | Duty::Mitigate
                    | Duty::Fix
                    | Duty::DecideDuties,
                )
                | None,
                _,
            ) => String::new(),
        },
        outcome: if listed.stage.is_open() {
            ""
        } else {
            listed.outcome.map_or("", |outcome| present::name(t, "outcome", outcome))
        },
        updated: listed.updated,
    }
}

/// Names what has to be filed: "Early warning, EU Cyber Resilience Act: exploited vulnerability".
fn filing_words(t: Texts, filing: DueFiling) -> String {
    t.home_duty_file(duty::regime(t, filing.regime), duty::stage(t, filing.stage))
}

fn draft_row(t: Texts, draft: drafts::Draft) -> DraftRow {
    let answers: Answers = serde_json::from_str(&draft.answers).unwrap_or_default();
    let category: Category = draft.category;
    DraftRow {
        href: format!("/requests/{}", draft.id),
        title: super::request::title(t, &answers),
        category: present::name(t, "category", category),
        author: draft.author_name,
        updated: draft.updated,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_read_back_from_their_addresses() {
        for choice in Show::CHOICES {
            assert_eq!(Show::of(choice.code()), choice);
        }
        assert_eq!(Show::of("draft"), Show::All);
        assert_eq!(Show::of("'; drop table cases"), Show::All);
    }

    #[test]
    fn a_cursor_that_was_tampered_with_starts_over() {
        let id = "01932c5e-8f00-7000-8000-000000000001";
        let cursor = read_cursor(&format!("1700000000000000.{id}")).unwrap();
        assert_eq!((cursor.key, cursor.id.to_string().as_str()), (1_700_000_000_000_000, id));
        for text in
            ["", ".", "1", "x.y", "1.notanid", "99999999999999999999.01932c5e-8f00-7000-8000-000000000001"]
        {
            assert_eq!(read_cursor(text), None, "{text}");
        }
    }
}
