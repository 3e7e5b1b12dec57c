//! The administrator's page: jobs by state, and mail that was not sent to a server.

mod mail;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use varsel_app::AppError;
use varsel_core::coded::Coded;
use varsel_core::ids::JobId;
use varsel_core::permission::Action;
use varsel_store::jobs::{self, JobRow, JobState};

use super::see_other;
use crate::ask::Ask;
use crate::chrome::{Chrome, Section};
use crate::failure::{Failure, html};
use crate::form::Form;
use crate::pages::capped;
use crate::web::{Space, Web};

pub use self::mail::{MailSpool, SpooledMail};
pub(crate) use self::mail::{list as mail, message};

/// How many jobs a page shows.
const ROWS: usize = 50;
/// The tabs in the order of the page: what needs a person first.
const TABS: [JobState; 4] = [JobState::Dead, JobState::Queued, JobState::Running, JobState::Done];
/// The placeholder for a hidden secret.
const HIDDEN: &str = "…";

struct Tab {
    href: String,
    label: String,
    count: String,
    current: bool,
}

struct Row {
    job: JobRow,
    kind: String,
    payload: String,
}

#[derive(Template)]
#[template(path = "pages/jobs.html")]
struct JobsPage {
    chrome: Chrome,
    tabs: Vec<Tab>,
    has_mail: bool,
    /// Why a renewed certificate is not in use.
    certificate: Option<String>,
    /// The free space of the database, if it is low.
    low_space: Option<Space>,
    state: JobState,
    rows: Vec<Row>,
    retried: Option<bool>,
    first: Option<String>,
    older: Option<String>,
    /// A peer that sends forwarding headers without being a trusted proxy.
    unnamed_proxy: Option<std::net::IpAddr>,
}

impl JobsPage {
    fn is_dead(&self) -> bool {
        self.state == JobState::Dead
    }

    fn is_queued(&self) -> bool {
        self.state == JobState::Queued
    }

    fn empty_title(&self) -> &'static str {
        let t = self.chrome.t;
        match self.state {
            _ if self.first.is_some() => t.jobs_empty_page(),
            JobState::Queued => t.jobs_empty_queued(),
            JobState::Running => t.jobs_empty_running(),
            JobState::Done => t.jobs_empty_done(),
            JobState::Dead => t.jobs_empty_dead(),
        }
    }

    fn empty_text(&self) -> &'static str {
        let t = self.chrome.t;
        match self.state {
            JobState::Queued | JobState::Running => t.jobs_empty_waiting_text(),
            JobState::Done => t.jobs_empty_done_text(),
            JobState::Dead => t.jobs_empty_dead_text(),
        }
    }
}

/// What the address says.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
struct Query {
    state: Option<JobState>,
    before: Option<(Timestamp, JobId)>,
    retried: Option<bool>,
}

impl Query {
    /// Reads the part behind the question mark. What is not understood shows the page as it is without it.
    fn parse(text: &str) -> Self {
        let mut query = Self::default();
        for (name, value) in form_urlencoded::parse(text.as_bytes()) {
            match &*name {
                "state" => query.state = JobState::from_code(&value).ok(),
                "before" => query.before = read_cursor(&value),
                "retried" => query.retried = Some(value == "yes"),
                _ => {}
            }
        }
        query
    }
}

fn cursor_text((at, id): (Timestamp, JobId)) -> String {
    format!("{}.{id}", at.as_microsecond())
}

fn read_cursor(text: &str) -> Option<(Timestamp, JobId)> {
    let (at, id) = text.split_once('.')?;
    Some((Timestamp::from_microsecond(at.parse().ok()?).ok()?, id.parse().ok()?))
}

/// `GET /jobs`
pub(crate) async fn show(State(web): State<Web>, ask: Ask) -> Result<Response, Failure> {
    let query = Query::parse(ask.uri.query().unwrap_or_default());
    let (visitor, (state, counts, mut rows)) = web
        .read(&ask, Action::ManageJobs, move |tx, _, _| {
            let mut counts = [0; TABS.len()];
            for (count, state) in counts.iter_mut().zip(TABS) {
                *count = jobs::count(tx, state)?;
            }
            // Without a wish: what needs a person, else what waits.
            let state = query.state.unwrap_or(if counts[0] > 0 { JobState::Dead } else { JobState::Queued });
            let limit = i64::try_from(ROWS + 1).unwrap_or(i64::MAX);
            Ok((state, counts, jobs::list(tx, state, query.before, limit)?))
        })
        .await?;
    let chrome = Chrome::new(&web, &ask, &visitor, Section::Jobs, visitor.texts.jobs_title());
    let t = chrome.t;
    let tabs = TABS
        .into_iter()
        .zip(counts)
        .map(|(tab, count)| Tab {
            href: path(tab, None),
            label: state_name(&chrome, tab).to_owned(),
            count: capped(t, count),
            current: tab == state,
        })
        .collect();
    let more = rows.len() > ROWS;
    rows.truncate(ROWS);
    let older = rows.last().filter(|_| more).map(|last| path(state, Some((last.created, last.id))));
    let rows = rows
        .into_iter()
        .map(|job| Row { kind: kind_name(&chrome, &job.kind), payload: shown_payload(&job.payload), job })
        .collect();
    let page = JobsPage {
        unnamed_proxy: web.unnamed_proxy(),
        has_mail: web.mail_spool().is_some(),
        certificate: web.certificate_fault(),
        low_space: web.low_space(),
        tabs,
        state,
        rows,
        retried: query.retried,
        first: query.before.map(|_| path(state, None)),
        older,
        chrome,
    };
    Ok(html(StatusCode::OK, &page))
}

/// `POST /jobs/{id}/retry`
pub(crate) async fn retry(
    State(web): State<Web>,
    ask: Ask,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Failure> {
    let (_, queued) = web
        .write(&ask, &form, Action::ManageJobs, move |tx, ctx, _| {
            let id: JobId = id.parse().map_err(|_| AppError::NotFound)?;
            Ok(jobs::requeue(tx, &id.to_string(), ctx.now)?)
        })
        .await?;
    let retried = if queued { "yes" } else { "no" };
    Ok(see_other(&format!("/jobs?state=dead&retried={retried}")))
}

fn path(state: JobState, before: Option<(Timestamp, JobId)>) -> String {
    match before {
        Some(cursor) => format!("/jobs?state={}&before={}", state.code(), cursor_text(cursor)),
        None => format!("/jobs?state={}", state.code()),
    }
}

fn state_name(chrome: &Chrome, state: JobState) -> &'static str {
    match state {
        JobState::Queued => chrome.t.jobs_state_queued(),
        JobState::Running => chrome.t.jobs_state_running(),
        JobState::Done => chrome.t.jobs_state_done(),
        JobState::Dead => chrome.t.jobs_state_dead(),
    }
}

fn kind_name(chrome: &Chrome, kind: &str) -> String {
    let id = format!("jobs-kind-{}", kind.replace('_', "-"));
    chrome.t.get(&id).unwrap_or(kind).to_owned()
}

/// Writes the parameters of a job, for people, without secrets.
fn shown_payload(payload: &str) -> String {
    let Ok(mut value) = serde_json::from_str(payload) else { return HIDDEN.to_owned() };
    hide(&mut value);
    serde_json::to_string_pretty(&value).unwrap_or_default()
}

/// Hides values whose names suggest secrets.
fn hide(value: &mut serde_json::Value) {
    const OPENERS: [&str; 6] = ["secret", "token", "password", "link", "key", "cookie"];
    match value {
        serde_json::Value::Object(fields) => {
            for (name, value) in fields {
                let name = name.to_ascii_lowercase();
                if OPENERS.iter().any(|opener| name.contains(opener)) {
                    *value = HIDDEN.into();
                } else {
                    hide(value);
                }
            }
        }
        serde_json::Value::Array(values) => values.iter_mut().for_each(hide),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_opens_something_is_never_shown() {
        let shown = shown_payload(
            r#"{"link":"L1","purpose":"invitation","deep":[{"api_token":"T1","nested":{"Password":"P1"}}],"n":1}"#,
        );
        assert!(shown.contains("invitation") && shown.contains("\"n\": 1"));
        for secret in ["L1", "T1", "P1"] {
            assert!(!shown.contains(secret), "{shown}");
        }
        assert_eq!(shown_payload("not json with secret"), HIDDEN);
    }

    #[test]
    fn addresses_that_are_not_understood_show_the_plain_page() {
        assert_eq!(Query::parse("state=lost&before=x.y&colour=red"), Query::default());
        assert_eq!(Query::parse("state=dead&retried=no").retried, Some(false));
    }

    proptest! {
        #[test]
        fn cursors_come_back(at in 0..4_000_000_000_000_000_i64, id in any::<u128>()) {
            let cursor = (Timestamp::from_microsecond(at).unwrap(), JobId(uuid::Uuid::from_u128(id)));
            prop_assert_eq!(read_cursor(&cursor_text(cursor)), Some(cursor));
        }
    }
}
