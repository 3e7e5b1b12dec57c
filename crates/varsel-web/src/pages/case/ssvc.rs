//! SSVC for a case: the questions of a published table, the resulting decision, and its exchange formats.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use varsel_core::case::Case;
use varsel_core::permission::Action;
use varsel_core::score::Situation;
use varsel_core::score::cvss::Vector;
use varsel_core::score::priority::{Automatable, Exploitation};
use varsel_core::score::situation::{Row, Signals};
use varsel_core::score::ssvc::DecisionTable;

use super::dress;
use super::load::{Loaded, load};
use super::view::View;
use crate::ask::Ask;
use crate::chrome::Chrome;
use crate::failure::{Failure, html};
use crate::form::Form;
use crate::web::{Visitor, Web};

/// A question with its answers.
struct Question {
    key: &'static str,
    name: &'static str,
    values: Vec<(&'static str, &'static str, bool)>,
}

/// What the answers lead to.
struct Decided {
    outcome_of: &'static str,
    outcome: &'static str,
    path: Vec<(&'static str, &'static str)>,
    json: String,
    short: String,
}

#[derive(Template)]
#[template(path = "pages/case/ssvc.html")]
struct SsvcPage {
    chrome: Chrome,
    view: View,
    /// Codes and names of the tables, and which is chosen.
    tables: Vec<(&'static str, &'static str, bool)>,
    questions: Vec<Question>,
    decided: Option<Decided>,
}

/// The answers from the case itself, by the key of a question.
fn known(case: &Case, signals: Signals, key: &str, now: jiff::Timestamp) -> Option<&'static str> {
    let situation = Situation::of(case, signals, now)?;
    let Row::Weakness { exploitation, automatable, .. } = situation.weakness(case.severity())? else {
        return None;
    };
    match key {
        "E" if !exploitation.assumed => Some(match exploitation.value {
            Exploitation::None => "N",
            Exploitation::Poc => "P",
            Exploitation::Active => "A",
        }),
        "A" if !automatable.assumed => Some(if automatable.value == Automatable::Yes { "Y" } else { "N" }),
        "TI" => case.vectors().leading().map(technical_impact),
        _ => None,
    }
}

/// Total if the vulnerability gives full control, otherwise partial.
fn technical_impact(vector: &Vector) -> &'static str {
    let total = |codes: [&str; 3], worst| codes.into_iter().all(|code| vector.get(code) == Some(worst));
    if total(["C", "I", "A"], "H") || total(["C", "I", "A"], "C") || total(["VC", "VI", "VA"], "H") {
        "T"
    } else {
        "P"
    }
}

fn page(web: &Web, ask: &Ask, me: &Visitor, loaded: Loaded) -> SsvcPage {
    let t = me.texts;
    let signals = loaded.desk.as_ref().map(|desk| desk.signals).unwrap_or_default();
    let (mut chrome, view) = dress(web, ask, me, loaded, None);
    chrome.title = format!("SSVC · {}", view.number);
    let query = Form::parse(ask.uri.query().unwrap_or_default());
    let shipped = DecisionTable::shipped();
    let table = DecisionTable::named(query.get("table")).unwrap_or(&shipped[0]);
    let answered = |key: &'static str| -> Option<&'static str> {
        let values = &table.points.iter().find(|point| point.key == key)?.values;
        let given = query.get(key);
        let own = known(&view.case, signals, key, me.now).filter(|_| !query.has(key));
        values.iter().map(|(value, _)| *value).find(|value| *value == given || own == Some(value))
    };
    let answers: Vec<(&str, &str)> =
        table.points.iter().filter_map(|point| Some((point.key, answered(point.key)?))).collect();
    let decided = table.decide(&answers).ok().map(|decision| {
        let targets: Vec<String> = (view.case.report.iter())
            .flat_map(|report| &report.vulnerability)
            .flat_map(|weakness| &weakness.cves)
            .map(ToString::to_string)
            .chain([view.number.clone()])
            .collect();
        let names = table.points.iter().map(|point| point.name);
        Decided {
            outcome_of: table.outcome.name,
            outcome: decision.outcome.1,
            path: names.zip(decision.path.iter().map(|(_, name)| *name)).collect(),
            json: serde_json::to_string_pretty(&decision.selection_list(&targets, me.now))
                .unwrap_or_default(),
            short: decision.short(me.now),
        }
    });
    let question = |point: &'static varsel_core::score::ssvc::DecisionPoint| Question {
        key: point.key,
        name: point.name,
        values: (point.values.iter())
            .map(|(key, name)| (*key, *name, answered(point.key) == Some(*key)))
            .collect(),
    };
    let questions = table.points.iter().map(question).collect();
    let tables = shipped.iter().map(|one| (one.code, t.name_of("ssvc", one.code), one.code == table.code));
    SsvcPage { questions, decided, tables: tables.collect(), chrome, view }
}

/// `GET /cases/{number}/ssvc`
pub(crate) async fn show(
    State(web): State<Web>,
    ask: Ask,
    Path(number): Path<String>,
) -> Result<Response, Failure> {
    let (me, loaded) =
        web.read(&ask, Action::ReadNotes, move |tx, ctx, me| load(tx, ctx, me, &number, None)).await?;
    Ok(html(StatusCode::OK, &page(&web, &ask, &me, loaded)))
}
