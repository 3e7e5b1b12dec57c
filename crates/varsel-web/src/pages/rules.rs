//! The priority rules: both tables, the threshold of a wide reach, and the effect of a change on past cases.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use varsel_app::intake::{Problem, ProblemKind};
use varsel_app::rules::{self as use_cases, Trial};
use varsel_app::{AppError, Ctx};
use varsel_core::coded::Coded;
use varsel_core::permission::Action;
use varsel_core::score::priority::{
    Automatable, Containment, CustomerData, Exploitation, Floor, PriorityTables, Reach,
};
use varsel_core::score::rules::WideReach;
use varsel_core::score::{Priority, Rules, Severity};
use varsel_core::text::Sentence;
use varsel_locale::{Texts, describe};
use varsel_store::Tx;
use varsel_store::rules::{self, Change, InForce};

use super::{error_at, see_other};
use crate::ask::Ask;
use crate::chrome::{Chrome, Section};
use crate::failure::{Failure, html};
use crate::form::Form;
use crate::present;
use crate::web::{Visitor, Web};

/// How many changes are listed.
const HISTORY: i64 = 20;
/// How many changed cases are listed.
const LISTED: usize = 25;

/// A cell of a table.
struct Cell {
    name: String,
    /// What it is about, in words, for who does not see the headings.
    label: String,
    priority: Priority,
    /// Whether it differs from the rules in force.
    changed: bool,
}

/// A row of a table.
struct TableRow {
    severity: &'static str,
    heading: &'static str,
    cells: Vec<Cell>,
}

/// A table with its columns.
struct Table {
    /// Whether the reader can change it.
    editable: bool,
    columns: Vec<String>,
    rows: Vec<TableRow>,
}

#[derive(Template)]
#[template(path = "pages/rules.html")]
struct RulesPage {
    chrome: Chrome,
    may_change: bool,
    version: i64,
    vulnerability: Table,
    incident: Table,
    percent: String,
    customers: String,
    floors: Vec<(&'static str, &'static str)>,
    history: Vec<Change>,
    trial: Option<Trial>,
    reason: String,
    /// What is wrong: the id of a field, and what.
    wrong: Vec<(&'static str, String)>,
}

impl RulesPage {
    fn error(&self, field: &str) -> String {
        error_at(&self.wrong, field)
    }
}

/// The typed contents.
struct Typed {
    rules: Rules,
    percent: String,
    customers: String,
    reason: String,
}

fn key(area: &str, parts: &[&str]) -> String {
    format!("{area}.{}", parts.join("."))
}

/// Reads the rules of a form: cells that it does not have stay as they are in force.
fn read(form: &Form, current: &Rules) -> (Typed, Vec<Problem>) {
    let mut problems = Vec::new();
    let (vulnerability, incident) = current.tables.write();
    let replace = |area: &str, csv: &str| {
        let mut lines: Vec<String> = Vec::new();
        for line in csv.lines() {
            let (cells, last) = line.rsplit_once(',').unwrap_or((line, ""));
            let given = form.get(&format!("{area}.{}", cells.replace(',', ".")));
            let priority =
                Priority::from_code(given).map_or_else(|_| last.to_owned(), |p| p.label().to_owned());
            lines.push(format!("{cells},{priority}"));
        }
        lines.join("\n")
    };
    let (vulnerability, incident) = (replace("v", &vulnerability), replace("i", &incident));
    let tables = PriorityTables::read(&vulnerability, &incident).unwrap_or_else(|_| current.tables.clone());
    let mut number = |name: &'static str, max: u32, held: u32| {
        let text = form.get(name).trim().to_owned();
        let value = text.parse().ok().filter(|value| (1..=max).contains(value));
        if value.is_none() {
            let kind = ProblemKind::OutOfRange { min: 1, max: i64::from(max) };
            problems.push(Problem { field: name.to_owned(), kind });
        }
        (value.unwrap_or(held), text)
    };
    let (percent, percent_text) = number("percent", 100, u32::from(current.wide.percent));
    let (customers, customers_text) = number("customers", 1_000_000_000, current.wide.customers);
    let wide = WideReach { percent: u8::try_from(percent).unwrap_or(100), customers };
    let typed = Typed {
        rules: Rules { tables, wide },
        percent: percent_text,
        customers: customers_text,
        reason: form.get("reason").to_owned(),
    };
    (typed, problems)
}

fn vulnerability(t: Texts, editable: bool, current: &Rules, shown: &Rules) -> Table {
    let columns = Automatable::ALL.iter().flat_map(|a| Reach::ALL.iter().map(move |r| (*a, *r)));
    let columns: Vec<(Automatable, Reach)> = columns.collect();
    let (automatable, reach) =
        (|a: Automatable| t.name_of("automatable", a.code()), |r: Reach| t.name_of("reach", r.code()));
    let mut rows = Vec::new();
    for severity in Severity::ALL.iter().filter(|severity| **severity != Severity::Unrated) {
        for exploitation in Exploitation::ALL {
            let heading = t.name_of("exploitation", exploitation.code());
            let name = t.name_of("severity", severity.code());
            let cells = columns.iter().map(|(a, r)| {
                let of = |rules: &Rules| rules.tables.vulnerability(*severity, *exploitation, *a, *r);
                Cell {
                    name: key("v", &[severity.code(), exploitation.code(), a.code(), r.code()]),
                    label: format!("{name}, {heading}, {}, {}", automatable(*a), reach(*r)),
                    priority: of(shown),
                    changed: of(shown) != of(current),
                }
            });
            rows.push(TableRow { severity: name, heading, cells: cells.collect() });
        }
    }
    let columns = columns.iter().map(|(a, r)| format!("{}, {}", automatable(*a), reach(*r)));
    Table { editable, columns: columns.collect(), rows }
}

fn incident(t: Texts, editable: bool, current: &Rules, shown: &Rules) -> Table {
    let mut rows = Vec::new();
    for severity in Severity::ALL.iter().filter(|severity| **severity != Severity::Unrated) {
        for state in Containment::ALL {
            let heading = t.name_of("containment", state.code());
            let name = t.name_of("severity", severity.code());
            let cells = CustomerData::ALL.iter().map(|data| {
                let of = |rules: &Rules| rules.tables.incident(*severity, *state, *data);
                Cell {
                    name: key("i", &[severity.code(), state.code(), data.code()]),
                    label: format!("{name}, {heading}, {}", t.name_of("customer-data", data.code())),
                    priority: of(shown),
                    changed: of(shown) != of(current),
                }
            });
            rows.push(TableRow { severity: name, heading, cells: cells.collect() });
        }
    }
    let columns = CustomerData::ALL.iter().map(|data| t.name_of("customer-data", data.code()).to_owned());
    Table { editable, columns: columns.collect(), rows }
}

/// What a page is made of.
struct Loaded {
    in_force: InForce,
    history: Vec<Change>,
    typed: Option<Typed>,
    trial: Option<Trial>,
    problems: Vec<Problem>,
}

fn load(tx: &Tx<'_>, ctx: &Ctx, form: Option<&Form>) -> Result<Loaded, AppError> {
    let in_force = rules::current(tx)?;
    let history = rules::history(tx, HISTORY)?;
    let (typed, problems) = match form {
        Some(form) => {
            let (typed, problems) = read(form, &in_force.rules);
            (Some(typed), problems)
        }
        None => (None, Vec::new()),
    };
    let trial = match &typed {
        Some(typed) if problems.is_empty() => Some(use_cases::attempt(tx, ctx, &typed.rules)?),
        _ => None,
    };
    Ok(Loaded { in_force, history, typed, trial, problems })
}

fn page(web: &Web, ask: &Ask, me: &Visitor, loaded: Loaded, more: Vec<(&'static str, String)>) -> RulesPage {
    let t = me.texts;
    let Loaded { in_force, history, typed, trial, problems } = loaded;
    let current = &in_force.rules;
    let (percent, customers) = (current.wide.percent.to_string(), current.wide.customers.to_string());
    let typed = typed.unwrap_or(Typed { rules: current.clone(), percent, customers, reason: String::new() });
    let mut wrong: Vec<(&'static str, String)> = problems
        .iter()
        .map(|problem| {
            let field = if problem.field == "percent" { "percent" } else { "customers" };
            (field, present::problem(t, problem))
        })
        .collect();
    wrong.extend(more);
    let may_change = me.may(Action::ChangeRules);
    RulesPage {
        chrome: Chrome::new(web, ask, me, Section::Rules, t.rules_title()),
        may_change,
        version: in_force.version,
        vulnerability: vulnerability(t, may_change, current, &typed.rules),
        incident: incident(t, may_change, current, &typed.rules),
        percent: typed.percent,
        customers: typed.customers,
        floors: Floor::ALL.iter().map(|f| (f.priority().label(), t.name_of("floor", f.code()))).collect(),
        history,
        trial,
        reason: typed.reason,
        wrong,
    }
}

/// `GET /desk/rules`
pub(crate) async fn show(State(web): State<Web>, ask: Ask) -> Result<Response, Failure> {
    let (me, loaded) = web.read(&ask, Action::ReadQueue, |tx, ctx, _| load(tx, ctx, None)).await?;
    Ok(html(StatusCode::OK, &page(&web, &ask, &me, loaded, Vec::new())))
}

/// `POST /desk/rules`: tries a change, or puts it in force.
pub(crate) async fn change(State(web): State<Web>, ask: Ask, form: Form) -> Result<Response, Failure> {
    if form.get("do") == "save" {
        let given = form.clone();
        let saved = web
            .write(&ask, &form, Action::ChangeRules, move |tx, ctx, me| {
                let current = rules::current(tx)?.rules;
                let (typed, mut problems) = read(&given, &current);
                let reason = Sentence::new(&typed.reason);
                if let Err(error) = &reason {
                    problems.push(Problem { field: "reason".to_owned(), kind: (*error).into() });
                }
                match reason {
                    Ok(reason) if problems.is_empty() => {
                        let before = given.get("version").parse().unwrap_or(-1);
                        use_cases::put(tx, ctx, &me.actor, before, &typed.rules, &reason)
                    }
                    _ => Err(AppError::Invalid(problems)),
                }
            })
            .await;
        let Err(failure) = saved else { return Ok(see_other("/desk/rules#history")) };
        let status = failure.status();
        if !matches!(status, StatusCode::CONFLICT | StatusCode::UNPROCESSABLE_ENTITY) {
            return Err(failure);
        }
        let (me, loaded) =
            web.scan(&ask, Action::ReadQueue, move |tx, ctx, _| load(tx, ctx, Some(&form))).await?;
        let t = me.texts;
        let more = match &failure {
            Failure::Invalid(problems) => (problems.iter().filter(|problem| problem.field == "reason"))
                .map(|_| ("reason", t.rules_reason_missing().to_owned()))
                .collect(),
            Failure::Refused(refusal, _) => {
                vec![("tables", describe::refusal(t, refusal, &me.zone, me.now))]
            }
            _ => Vec::new(),
        };
        return Ok(html(status, &page(&web, &ask, &me, loaded, more)));
    }
    // The form is held to be ours as any other; the trial itself only reads, beside those who write.
    web.write(&ask, &form, Action::ChangeRules, |_, _, _| Ok(())).await?;
    let (me, loaded) =
        web.scan(&ask, Action::ChangeRules, move |tx, ctx, _| load(tx, ctx, Some(&form))).await?;
    let status = if loaded.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(html(status, &page(&web, &ask, &me, loaded, Vec::new())))
}
