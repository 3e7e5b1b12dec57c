//! The desk's queue: next due cases, views and filters, and assigning cases.

mod assign;
pub(crate) mod glance;
pub(crate) mod query;
mod table;
mod views;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use varsel_app::AppError;
use varsel_app::intake::ProblemKind;
use varsel_core::case::{Category, StageKind};
use varsel_core::coded::Coded;
use varsel_core::ids::PublisherId;
use varsel_core::permission::Action;
use varsel_core::score::{Priority, Severity};
use varsel_locale::Texts;
use varsel_store::views::{MAX_VIEWS, SavedView};
use varsel_store::{Scope, Tx, catalogue, queue};

use self::glance::Seen;
use self::query::{Query, Which};
use self::table::Table;
use crate::ask::Ask;
use crate::chrome::{Chrome, Section};
use crate::failure::{Failure, html};
use crate::pages::capped;
use crate::web::{Visitor, Web};

pub(crate) use self::assign::submit as assign;
pub(crate) use self::views::{remove as remove_view, save as save_view};

/// How many rows a page has.
const ROWS: usize = 50;

/// A link of the views, of a menu, or of a chip.
struct Choice {
    href: String,
    label: String,
    /// The class of a pill for it, if it is shown as one.
    pill: &'static str,
    current: bool,
}

/// A filter whose values are known: a menu of links.
struct Menu {
    label: &'static str,
    /// What is chosen, or "any".
    chosen: &'static str,
    on: bool,
    any: String,
    choices: Vec<Choice>,
}

/// A saved view.
struct Saved {
    id: String,
    name: String,
    href: String,
    current: bool,
}

/// What went wrong with a form of the page.
enum Problem {
    NoCases,
    TooManyCases(i64),
    NoOwner,
    Name(Option<ProblemKind>),
    NameTaken,
    TooManyViews(i64),
}

impl Problem {
    /// Returns the id of what it is about.
    const fn at(&self) -> &'static str {
        match self {
            Self::NoCases | Self::TooManyCases(_) => "queue",
            Self::NoOwner => "owner",
            Self::Name(_) | Self::NameTaken => "view-name",
            Self::TooManyViews(_) => "my-views",
        }
    }

    fn sentence(&self, t: Texts) -> String {
        match self {
            Self::NoCases => t.desk_assign_nothing().to_owned(),
            Self::TooManyCases(most) => t.desk_assign_too_many(*most),
            Self::NoOwner => t.desk_assign_no_owner().to_owned(),
            Self::Name(Some(ProblemKind::TooLong { max, .. })) => {
                t.desk_view_name_too_long(i64::try_from(*max).unwrap_or(i64::MAX))
            }
            Self::Name(Some(ProblemKind::ControlCharacter { .. })) => t.desk_view_name_control().to_owned(),
            Self::Name(_) => t.desk_view_name_missing().to_owned(),
            Self::NameTaken => t.desk_view_name_taken().to_owned(),
            Self::TooManyViews(most) => t.desk_view_too_many(*most),
        }
    }
}

/// What went wrong with a form of the page, and what was typed in it.
#[derive(Default)]
struct Wrong {
    problem: Option<Problem>,
    view_name: String,
}

#[derive(Template)]
#[template(path = "pages/queue.html")]
struct QueuePage {
    chrome: Chrome,
    table: Table,
    count_line: String,
    counts_fragment: &'static str,
    views: Vec<Choice>,
    saved: Vec<Saved>,
    menus: Vec<Menu>,
    /// The menu of the publisher: what is typed in it, and the names to choose from.
    publisher: String,
    publisher_any: String,
    publishers: Vec<String>,
    /// The other filters, which the publisher's form carries along.
    carried: Vec<(&'static str, &'static str)>,
    chips: Vec<Choice>,
    unknown: Vec<String>,
    assigned: Option<String>,
    /// The query of this view, which forms come back to.
    here: String,
    can_save: bool,
    owners: Vec<(String, String, bool)>,
    /// The id of what is wrong, and the sentence.
    problem: Option<(&'static str, String)>,
    view_name: String,
}

impl QueuePage {
    fn is_name_wrong(&self) -> bool {
        self.problem.as_ref().is_some_and(|(at, _)| *at == "view-name")
    }
}

/// The regions that are fetched again when something has changed.
#[derive(Template)]
#[template(path = "pages/queue_fragment.html")]
struct Fragment {
    chrome: Chrome,
    table: Table,
}

#[derive(Template)]
#[template(path = "parts/queue_counts.html")]
struct CountsFragment {
    count_line: String,
    counts_fragment: &'static str,
}

/// Where the counts of the heading are fetched again.
const COUNTS_FRAGMENT: &str = "/desk/fragment?part=counts";

/// What one transaction reads for the page.
struct Read {
    query: Query,
    page: queue::Page,
    seen: Seen,
    saved: Vec<SavedView>,
}

/// `GET /desk`
pub(crate) async fn show(State(web): State<Web>, ask: Ask) -> Result<Response, Failure> {
    let query = Query::parse(ask.uri.query().unwrap_or_default());
    render(&web, &ask, query, Wrong::default(), StatusCode::OK).await
}

/// `GET /desk/fragment`
pub(crate) async fn fragment(State(web): State<Web>, ask: Ask) -> Result<Response, Failure> {
    let text = ask.uri.query().unwrap_or_default();
    if text == "part=counts" {
        let at = web.clone();
        let (visitor, seen) =
            web.read(&ask, Action::ReadQueue, move |tx, ctx, _| Ok(at.glance().take(tx, ctx.now)?)).await?;
        let count_line = count_line(&visitor, &seen);
        return Ok(html(StatusCode::OK, &CountsFragment { count_line, counts_fragment: COUNTS_FRAGMENT }));
    }
    let query = Query::parse(text);
    let (visitor, (query, page)) = web
        .read(&ask, Action::ReadQueue, move |tx, _, me| {
            let mut query = query;
            let page = list(tx, me, &mut query)?;
            Ok((query, page))
        })
        .await?;
    let chrome = Chrome::new(&web, &ask, &visitor, Section::Queue, "");
    let table = Table::new(&chrome, &query, page, visitor.may(Action::AssignOwner));
    Ok(html(StatusCode::OK, &Fragment { chrome, table }))
}

/// Reads and renders the page, with what went wrong with a form of it.
async fn render(
    web: &Web,
    ask: &Ask,
    query: Query,
    wrong: Wrong,
    status: StatusCode,
) -> Result<Response, Failure> {
    let at = web.clone();
    let (visitor, read) = web
        .read(ask, Action::ReadQueue, move |tx, ctx, me| {
            let mut query = query;
            let page = list(tx, me, &mut query)?;
            let seen = at.glance().take(tx, ctx.now)?;
            let saved = varsel_store::views::list(tx, me.signed.person)?;
            Ok(Read { query, page, seen, saved })
        })
        .await?;
    Ok(html(status, &page(web, ask, &visitor, read, wrong)))
}

/// Reads one page of the list. A publisher that nobody knows becomes a filter that was not understood.
fn list(tx: &Tx<'_>, me: &Visitor, query: &mut Query) -> Result<queue::Page, AppError> {
    let publisher = match &query.publisher {
        Some(text) => find_publisher(tx, text)?,
        None => None,
    };
    if publisher.is_none()
        && let Some(text) = query.publisher.take()
    {
        query.unknown.push(format!("publisher={text}"));
    }
    let view = query.view(me.signed.person);
    Ok(queue::list(tx, Scope::of(&me.actor), view, query.filter(publisher), query.after, ROWS)?)
}

/// Finds a publisher by key, or by how its name begins.
pub(crate) fn find_publisher(tx: &Tx<'_>, text: &str) -> Result<Option<PublisherId>, AppError> {
    if let Some(publisher) = catalogue::publisher_by_key(tx, text)? {
        return Ok(Some(publisher.id));
    }
    let from = (text, PublisherId(uuid::Uuid::nil()));
    let next = catalogue::publishers(tx, Some(from), 1)?.pop();
    Ok(next.filter(|publisher| publisher.name.starts_with(text)).map(|publisher| publisher.id))
}

fn count_line(visitor: &Visitor, seen: &Seen) -> String {
    let (t, counts) = (visitor.texts, seen.counts);
    let mut line = t.desk_count_open(capped(t, counts.open));
    if counts.unowned > 0 {
        line.push_str(" · ");
        line.push_str(&t.desk_count_unowned(capped(t, counts.unowned), counts.unowned));
    }
    if counts.missed > 0 {
        line.push_str(" · ");
        line.push_str(&t.desk_count_missed(capped(t, counts.missed), counts.missed));
    }
    line
}

fn page(web: &Web, ask: &Ask, visitor: &Visitor, read: Read, wrong: Wrong) -> QueuePage {
    let Read { query, page, seen, saved } = read;
    let chrome = Chrome::new(web, ask, visitor, Section::Queue, visitor.texts.desk_title());
    let t = chrome.t;
    let table = Table::new(&chrome, &query, page, visitor.may(Action::AssignOwner));
    let here = query.text();
    let saved: Vec<Saved> = saved
        .into_iter()
        .map(|view| {
            let query = Query::parse(&view.query);
            Saved { href: query.first(), current: query.text() == here, id: view.id, name: view.name }
        })
        .collect();
    let is_saved = saved.iter().any(|view| view.current);
    let views = Which::ALL
        .into_iter()
        .map(|which| Choice {
            href: Query { which, ..Query::default() }.first(),
            label: view_name(&chrome, which).to_owned(),
            pill: "",
            current: which == query.which && !is_saved,
        })
        .collect();
    let mut publishers: Vec<String> = table.rows.iter().map(|row| row.publisher_name.clone()).collect();
    chrome.t.sort_by_name(&mut publishers, |name| name);
    publishers.dedup();
    let me = visitor.signed.person;
    let mut owners: Vec<(String, String, bool)> = if table.may_assign {
        seen.owners.iter().map(|(id, name)| (id.to_string(), name.clone(), *id == me)).collect()
    } else {
        Vec::new()
    };
    chrome.t.sort_by_name(&mut owners, |(_, name, _)| name);
    QueuePage {
        count_line: count_line(visitor, &seen),
        counts_fragment: COUNTS_FRAGMENT,
        views,
        // A name that was refused is asked for again, whatever is saved.
        can_save: matches!(wrong.problem, Some(Problem::Name(_) | Problem::NameTaken))
            || (saved.len() < usize::try_from(MAX_VIEWS).unwrap_or(usize::MAX)
                && !is_saved
                && (query.is_filtered() || query.which == Which::All)),
        saved,
        menus: menus(&chrome, &table, &query),
        publisher: query.publisher.clone().unwrap_or_default(),
        publisher_any: Query { publisher: None, ..base(&query) }.first(),
        publishers,
        carried: carried(&query),
        chips: chips(&chrome, &table, &query),
        assigned: query.assigned.map(|count| t.desk_assigned(count)),
        unknown: query.unknown.clone(),
        here,
        owners,
        table,
        problem: wrong.problem.map(|problem| (problem.at(), problem.sentence(t))),
        view_name: wrong.view_name,
        chrome,
    }
}

fn view_name(chrome: &Chrome, which: Which) -> &'static str {
    let t = chrome.t;
    match which {
        Which::Due => t.desk_view_due(),
        Which::Ours => t.desk_view_ours(),
        Which::Mine => t.desk_view_mine(),
        Which::Unowned => t.desk_view_unowned(),
        Which::Theirs => t.desk_view_theirs(),
        Which::All => t.desk_view_all(),
    }
}

/// Returns the query as links lead on from it: its first page, and nothing of what was just done.
fn base(query: &Query) -> Query {
    Query { after: None, assigned: None, unknown: Vec::new(), ..query.clone() }
}

/// Creates a menu of the values of a filter.
fn menu<T: Coded + PartialEq>(
    chrome: &Chrome,
    label: &'static str,
    names: &[&'static str],
    chosen: Option<T>,
    with: impl Fn(Option<T>) -> Query,
    pill: impl Fn(T) -> &'static str,
    shown: impl Fn(T) -> bool,
) -> Menu {
    let name = |code: T| T::ALL.iter().position(|c| *c == code).map_or("", |at| names[at]);
    let choices = T::ALL.iter().copied().filter(|code| shown(*code)).map(|code| Choice {
        href: with(Some(code)).first(),
        label: name(code).to_owned(),
        pill: pill(code),
        current: chosen == Some(code),
    });
    Menu {
        label,
        chosen: chosen.map_or(chrome.t.desk_any(), name),
        on: chosen.is_some(),
        any: with(None).first(),
        choices: choices.collect(),
    }
}

fn menus(chrome: &Chrome, table: &Table, query: &Query) -> Vec<Menu> {
    let (t, names, base) = (chrome.t, &table.names, base(query));
    let none = "";
    vec![
        menu(
            chrome,
            t.desk_severity(),
            &names.severity,
            query.severity,
            |severity| Query { severity, ..base.clone() },
            Severity::code,
            |_| true,
        ),
        menu(
            chrome,
            t.desk_priority(),
            &names.priority,
            query.priority,
            |priority| Query { priority, ..base.clone() },
            |_: Priority| none,
            |_| true,
        ),
        menu(
            chrome,
            t.desk_category(),
            &names.category,
            query.category,
            |category| Query { category, ..base.clone() },
            |_: Category| none,
            |_| true,
        ),
        menu(
            chrome,
            t.desk_stage(),
            &names.stage,
            query.stage,
            |stage| Query { stage, ..base.clone() },
            |_: StageKind| none,
            // Drafts are no cases yet, and only the view of all cases has closed ones.
            |stage| stage != StageKind::Draft && (stage.is_open() || query.which == Which::All),
        ),
    ]
}

fn chips(chrome: &Chrome, table: &Table, query: &Query) -> Vec<Choice> {
    let (t, names, base) = (chrome.t, &table.names, base(query));
    let chip = |without: Query, label: &str, value: &str| Choice {
        href: without.first(),
        label: format!("{label}: {value}"),
        pill: "",
        current: false,
    };
    let mut chips = Vec::new();
    if let Some(severity) = query.severity {
        let without = Query { severity: None, ..base.clone() };
        chips.push(chip(without, t.desk_severity(), names.severity[severity as usize]));
    }
    if let Some(priority) = query.priority {
        let without = Query { priority: None, ..base.clone() };
        chips.push(chip(without, t.desk_priority(), names.priority[priority as usize]));
    }
    if let Some(category) = query.category {
        let without = Query { category: None, ..base.clone() };
        chips.push(chip(without, t.desk_category(), names.category[category as usize]));
    }
    if let Some(stage) = query.stage {
        let without = Query { stage: None, ..base.clone() };
        chips.push(chip(without, t.desk_stage(), names.stage[stage as usize]));
    }
    if let Some(publisher) = &query.publisher {
        chips.push(chip(Query { publisher: None, ..base.clone() }, t.desk_publisher(), publisher));
    }
    chips
}

/// Lists what the form of the publisher sends along: the view and the other filters.
fn carried(query: &Query) -> Vec<(&'static str, &'static str)> {
    let mut fields = Vec::new();
    if query.which != Which::default() {
        fields.push(("view", query.which.code()));
    }
    if query.order == query::Order::Changed {
        fields.push(("sort", "changed"));
    }
    let mut code = |name, code: Option<&'static str>| fields.extend(code.map(|code| (name, code)));
    code("severity", query.severity.map(Severity::code));
    code("priority", query.priority.map(Priority::code));
    code("category", query.category.map(Category::code));
    code("stage", query.stage.map(StageKind::code));
    fields
}
