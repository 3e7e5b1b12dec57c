//! The two opinions of a vulnerability side by side, and the forms that change them.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use sha2::{Digest, Sha256};
use varsel_app::AppError;
use varsel_app::cases as use_cases;
use varsel_app::intake::{Problem, ProblemKind};
use varsel_core::case::scoring::{Difference, MetricReason, Scoring, Standing, differences};
use varsel_core::case::{Case, Command};
use varsel_core::permission::Action;
use varsel_core::refusal::Refusal;
use varsel_core::score::cvss::{Vector, Vectors, Version};
use varsel_core::text::Sentence;
use varsel_locale::{Texts, describe};
use varsel_store::{Scope, cases};

use super::load::{Loaded, load, number as read_number};
use super::typed::{Fields, Said};
use super::view::View;
use super::{dress, over_limit, place_after};
use crate::ask::Ask;
use crate::calculator::{self, Answered, Calculator, Scores};
use crate::chrome::Chrome;
use crate::failure::{Failure, html, retrying};
use crate::form::Form;
use crate::pages::see_other;
use crate::present;
use crate::web::{Visitor, Web};

/// A metric that the two sides answer differently, as the page tells it.
struct DifferenceRow {
    version: &'static str,
    metric: &'static str,
    publisher: &'static str,
    desk: &'static str,
    reason: String,
    /// The name of its field.
    field: String,
    error: String,
}

#[derive(Template)]
#[template(path = "pages/case/score.html")]
struct ScorePage {
    chrome: Chrome,
    view: View,
    publishers: Scores,
    desks: Scores,
    /// The current differences between the opinions, with their reasons.
    told: Vec<DifferenceRow>,
    /// Why the publisher contests it.
    contested: String,
    /// The desk's answer to that, once given.
    reviewed: String,
    form: ScoreForm,
    said: Vec<Said>,
    /// Why nothing was done, if the case has changed in the meantime.
    conflict: String,
    /// What was typed, if there is no longer a form for it.
    typed: String,
    /// What the desk's opinion is known by; a publisher answers the one they have read.
    opinion: String,
}

/// The reasons that a form asks for: a piece of page.
#[derive(Template)]
#[template(path = "parts/score_draft.html")]
struct Draft {
    t: Texts,
    scores: Scores,
    differences: Vec<DifferenceRow>,
}

/// What is being written.
struct ScoreForm {
    /// Where a script asks for the scores of the text.
    live: String,
    text: String,
    error: String,
    scores: Scores,
    calculator: Calculator,
    /// What of it differs from the publisher's opinion, and needs a reason.
    differences: Vec<DifferenceRow>,
    /// Why a publisher contests.
    reason: String,
    reason_error: String,
}

/// Writes vectors one a line.
fn written(vectors: &Vectors) -> String {
    vectors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// Returns the text of a form, its calculator's answers included.
fn text_of(form: &Form) -> String {
    let text = calculator::taken(Answered::read(form).join(form.get("vectors").to_owned()));
    match form.get("do").strip_prefix("remove-vectors:").and_then(Version::from_number) {
        Some(version) => calculator::without(&text, version),
        None => text,
    }
}

/// Reads as much of a text as is vectors.
fn readable(text: &str) -> Vectors {
    Vectors::new(calculator::lines(text).filter_map(|line| line.parse().ok())).unwrap_or_default()
}

/// Parses the vectors of a form, or returns the error of every line.
fn read_vectors(form: &Form) -> Result<Vectors, Vec<Problem>> {
    let problem = |kind: ProblemKind| Problem { field: "vectors".to_owned(), kind };
    let text = text_of(form);
    let (mut vectors, mut problems) = (Vec::new(), Vec::new());
    for line in calculator::lines(&text) {
        match line.parse::<Vector>() {
            Ok(vector) => vectors.push(vector),
            Err(error) => problems.push(problem(ProblemKind::bad_cvss(line, error))),
        }
    }
    match Vectors::new(vectors) {
        Ok(vectors) if problems.is_empty() => return Ok(vectors),
        Ok(_) => {}
        Err(two) => problems.push(problem(two.into())),
    }
    Err(problems)
}

/// Returns a short hash over the desk's opinion. It identifies what a publisher has read; a counter would reveal desk-only
/// entries.
fn fingerprint(scoring: &Scoring) -> String {
    let said = serde_json::to_vec(&(&scoring.vectors, &scoring.reasons)).unwrap_or_default();
    varsel_app::secrets::hex(&Sha256::digest(said)[..8])
}

/// Lists everything that was typed into a form of this page.
fn typed(t: Texts, form: &Form) -> String {
    let reason = |(name, text): (&str, &str)| {
        let (number, metric) = name.strip_prefix("reason.")?.rsplit_once('.')?;
        let version = Version::from_number(number)?;
        Some(format!("{} ({number}): {}", describe::metric(t, version, metric), text.trim()))
    };
    let reasons = form.fields().filter(|(_, text)| !text.trim().is_empty()).filter_map(reason);
    let all = [form.get("reason").trim().to_owned(), text_of(form)].into_iter().chain(reasons);
    all.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
}

fn reason_field(version: Version, metric: &str) -> String {
    format!("reason.{}.{metric}", version.number())
}

/// Reads the reason for each difference; a missing one is a problem of its field.
fn read_reasons(form: &Form, differing: &[Difference]) -> Result<Vec<MetricReason>, Vec<Problem>> {
    let (mut reasons, mut problems) = (Vec::new(), Vec::new());
    for one in differing {
        let field = reason_field(one.version, one.metric());
        match Sentence::new(form.get(&field)) {
            Ok(reason) => {
                reasons.push(MetricReason { version: one.version, metric: one.metric().to_owned(), reason });
            }
            Err(error) => problems.push(Problem { field, kind: error.into() }),
        }
    }
    if problems.is_empty() { Ok(reasons) } else { Err(problems) }
}

/// Returns the desk's current reason for a difference.
fn held_reason(case: &Case, one: &Difference) -> String {
    let mut reasons = case.scoring.iter().flat_map(|scoring| &scoring.reasons);
    reasons.find(|reason| one.is_told_by(reason)).map_or_else(String::new, |told| told.reason.to_string())
}

fn rows(
    t: Texts,
    differing: &[Difference],
    reason: impl Fn(&Difference) -> String,
    error: impl Fn(&str) -> String,
) -> Vec<DifferenceRow> {
    let row = |one: &Difference| {
        let metric = &one.version.metrics()[one.place];
        let value = |value: Option<&'static str>| {
            value.map_or(t.cvss_not_defined(), |value| calculator::value_label(t, one.version, metric, value))
        };
        let field = reason_field(one.version, one.metric());
        DifferenceRow {
            version: one.version.name(),
            metric: calculator::label(t, one.version, metric),
            publisher: value(one.publisher),
            desk: value(one.desk),
            reason: reason(one),
            error: error(&field),
            field,
        }
    };
    differing.iter().map(row).collect()
}

/// Creates the page; a form that was sent comes back filled, with what is wrong with it.
fn page(
    web: &Web,
    ask: &Ask,
    visitor: &Visitor,
    loaded: Loaded,
    form: &Form,
    said: Vec<Said>,
    conflict: String,
) -> ScorePage {
    let t = visitor.texts;
    let (mut chrome, view) = dress(web, ask, visitor, loaded, None);
    chrome.title = format!("{} · {}", t.score_title(), view.number);
    chrome.here = format!("/cases/{}/score", view.number);
    let case = Arc::clone(&view.case);
    let publishers = case.publishers_vectors();
    let scoring = case.scoring.as_ref();
    let own = match scoring {
        Some(scoring) if view.is_desk => &scoring.vectors,
        _ => publishers,
    };
    let text = if form.has("vectors") { text_of(form) } else { written(own) };
    let error =
        |id: &str| said.iter().find(|said| said.id == id).map_or_else(String::new, |s| s.text.clone());
    let held = |one: &Difference| held_reason(&case, one);
    let given = |one: &Difference| {
        let field = reason_field(one.version, one.metric());
        if form.has(&field) { form.get(&field).to_owned() } else { held(one) }
    };
    let differing = differences(publishers, &readable(&text));
    let told = scoring.map(|scoring| differences(publishers, &scoring.vectors)).unwrap_or_default();
    let is_contested = matches!(case.standing(), Standing::Contested | Standing::Dissent);
    let contested = scoring.and_then(|scoring| scoring.contested.as_ref()).filter(|_| is_contested);
    let has_form = view.can.score || view.can.accept_score && view.can.contest_score;
    let asked = Form::parse(ask.uri.query().unwrap_or_default());
    let version = [form.get("calc.version"), asked.get("cvss")].into_iter().find_map(Version::from_number);
    ScorePage {
        publishers: Scores::of(t, &written(publishers)),
        desks: Scores::of(t, &scoring.map(|scoring| written(&scoring.vectors)).unwrap_or_default()),
        told: rows(t, &told, held, |_| String::new()),
        contested: contested.map_or_else(String::new, |contest| contest.reason.to_string()),
        reviewed: scoring
            .and_then(|held| held.reviewed.as_ref())
            .map_or_else(String::new, ToString::to_string),
        typed: if has_form { String::new() } else { self::typed(t, form) },
        opinion: scoring.map_or_else(String::new, fingerprint),
        form: ScoreForm {
            live: if view.can.score {
                format!("/cases/{}/score/draft?vectors=", view.number)
            } else {
                "/score?vectors=".to_owned()
            },
            error: error("vectors"),
            scores: Scores::of(t, &text),
            calculator: Calculator::of(t, &text, version),
            differences: rows(t, &differing, given, error),
            reason: form.get("reason").to_owned(),
            reason_error: error("reason"),
            text,
        },
        said,
        conflict,
        chrome,
        view,
    }
}

/// `GET /cases/{number}/score`
pub(crate) async fn show(
    State(web): State<Web>,
    ask: Ask,
    Path(number): Path<String>,
) -> Result<Response, Failure> {
    let (visitor, loaded) =
        web.read(&ask, Action::ReadCase, move |tx, ctx, me| load(tx, ctx, me, &number, None)).await?;
    let page = page(&web, &ask, &visitor, loaded, &Form::default(), Vec::new(), String::new());
    Ok(html(StatusCode::OK, &page))
}

/// Says what is wrong with the fields of the form.
fn said(t: Texts, problems: &[Problem], is_desk: bool) -> Vec<Said> {
    let one = |problem: &Problem| {
        let text = match (&problem.kind, problem.field.as_str()) {
            (ProblemKind::Missing, "reason") if is_desk => t.score_keep_reason_missing().to_owned(),
            (ProblemKind::Missing, "reason") => t.score_reason_missing().to_owned(),
            (ProblemKind::Missing, field) => {
                let (version, metric) = field["reason.".len()..].rsplit_once('.').unwrap_or_default();
                let version = Version::from_number(version).unwrap_or(Version::V31);
                t.refusal_metric_reason_needed(describe::metric(t, version, metric), version.number())
            }
            (_, "vectors") => format!("{}: {}", t.score_vectors(), present::problem(t, problem)),
            _ => present::problem(t, problem),
        };
        Said { id: problem.field.clone(), text }
    };
    problems.iter().map(one).collect()
}

/// Refuses an answer to an opinion that is no longer the desk's.
fn of_this_opinion(case: &Case, form: &Form) -> Result<(), AppError> {
    if case.scoring.as_ref().map(fingerprint).as_deref().is_none_or(|now| now == form.get("opinion")) {
        Ok(())
    } else {
        Err(AppError::Refused { refusal: Refusal::Stale, current: Some(Box::new(case.clone())) })
    }
}

/// `GET /cases/{number}/score/draft?vectors=…`: what the vectors score, and the reasons that they need; a piece of page.
pub(crate) async fn draft(
    State(web): State<Web>,
    ask: Ask,
    Path(number): Path<String>,
) -> Result<Response, Failure> {
    let query = Form::parse(ask.uri.query().unwrap_or_default());
    let (me, case) = web
        .read(&ask, Action::Assess, move |tx, ctx, me| {
            let number = read_number(ctx, &number)?;
            cases::find(tx, number, Scope::of(&me.actor))?.ok_or(AppError::NotFound)
        })
        .await?;
    let t = me.texts;
    let scores = Scores::joined(t, query.get("vectors"), &query);
    let text = Answered::read(&query).join(query.get("vectors").to_owned());
    let differing = differences(case.publishers_vectors(), &readable(&text));
    let differences = rows(t, &differing, |one| held_reason(&case, one), |_| String::new());
    Ok(html(StatusCode::OK, &Draft { t, scores, differences }))
}

/// Carries a form out and goes back to the case; or shows the page again, filled, with what is wrong.
async fn carry_out(
    web: Web,
    ask: Ask,
    number: String,
    form: Form,
    action: Action,
    work: impl FnOnce(&Case, &Form) -> Result<Command, AppError> + Send + 'static,
) -> Result<Response, Failure> {
    let (text, given) = (number.clone(), form.clone());
    let done = web
        .write(&ask, &form, action, move |tx, ctx, me| {
            let number = read_number(ctx, &text)?;
            let case = cases::find(tx, number, Scope::of(&me.actor))?.ok_or(AppError::NotFound)?;
            let command = work(&case, &given)?;
            let basis = me.is_desk().then(|| given.get("basis").parse().unwrap_or(0));
            let case = use_cases::act(tx, ctx, &me.actor, number, command, basis)?;
            place_after(tx, me, &given, &case)
        })
        .await;
    let failure = match done {
        Ok((_, place)) => return Ok(see_other(&place)),
        Err(failure) => failure,
    };
    if !failure.is_for_its_form() {
        return Err(failure);
    }
    let status = failure.status();
    again(&web, &ask, number, &form, Some(failure), status).await
}

/// Shows the page again with what was typed.
async fn again(
    web: &Web,
    ask: &Ask,
    number: String,
    form: &Form,
    failure: Option<Failure>,
    status: StatusCode,
) -> Result<Response, Failure> {
    let (visitor, loaded) =
        web.read(ask, Action::ReadCase, move |tx, ctx, me| load(tx, ctx, me, &number, None)).await?;
    let t = visitor.texts;
    let (mut told, mut conflict) = (Vec::new(), String::new());
    let after = failure.as_ref().and_then(|failure| failure.retry_after(visitor.now));
    match failure.as_ref().map(Failure::bare) {
        Some(Failure::Invalid(problems)) => told = said(t, problems, visitor.is_desk()),
        Some(over @ Failure::OverLimit { .. }) => {
            told.push(Said { id: "vectors".to_owned(), text: over_limit(web, t, over) });
        }
        Some(Failure::Refused(refusal, _)) => {
            let why = describe::refusal(t, refusal, &visitor.zone, visitor.now);
            if status == StatusCode::CONFLICT {
                conflict = why;
            } else {
                told.push(Said { id: "vectors".to_owned(), text: why });
            }
        }
        _ => {}
    }
    Ok(retrying(html(status, &page(web, ask, &visitor, loaded, form, told, conflict)), after))
}

/// `POST /cases/{number}/score`: the desk's opinion.
pub(crate) async fn save(
    State(web): State<Web>,
    ask: Ask,
    Path(number): Path<String>,
    form: Form,
) -> Result<Response, Failure> {
    // Who starts to change a contested score on the page of the case goes on here, with the answer as typed.
    if calculator::only_calculates(&form) || form.get("do") == "change" {
        return again(&web, &ask, number, &form, None, StatusCode::OK).await;
    }
    carry_out(web, ask, number, form, Action::Assess, |case, form| {
        let mut fields = Fields::of(form);
        if form.get("do") == "keep" {
            let reason = fields.text("reason");
            return Ok(Command::KeepScore { reason: fields.all(reason)? });
        }
        let answer = fields.optional("reason");
        let answer = fields.all(Some(answer))?;
        let vectors = read_vectors(form).map_err(AppError::Invalid)?;
        let differing = differences(case.publishers_vectors(), &vectors);
        let reasons = read_reasons(form, &differing).map_err(AppError::Invalid)?;
        Ok(Command::Score { vectors, reasons, answer })
    })
    .await
}

/// `POST /cases/{number}/score/acceptance`: the publisher agrees.
pub(crate) async fn accept(
    State(web): State<Web>,
    ask: Ask,
    Path(number): Path<String>,
    form: Form,
) -> Result<Response, Failure> {
    carry_out(web, ask, number, form, Action::AnswerScore, |case, form| {
        of_this_opinion(case, form)?;
        Ok(Command::AcceptScore)
    })
    .await
}

/// `POST /cases/{number}/score/contest`: the publisher does not.
pub(crate) async fn contest(
    State(web): State<Web>,
    ask: Ask,
    Path(number): Path<String>,
    form: Form,
) -> Result<Response, Failure> {
    if calculator::only_calculates(&form) {
        return again(&web, &ask, number, &form, None, StatusCode::OK).await;
    }
    carry_out(web, ask, number, form, Action::AnswerScore, |case, form| {
        of_this_opinion(case, form)?;
        let vectors = read_vectors(form);
        let mut fields = Fields::of(form);
        let reason = fields.text("reason");
        let reason = fields.all(reason);
        match (vectors, reason) {
            (Ok(vectors), Ok(reason)) => {
                let is_new = vectors != *case.publishers_vectors();
                let vectors = if is_new { vectors } else { Vectors::default() };
                Ok(Command::ContestScore { reason, vectors })
            }
            (Err(mut problems), reason) => {
                if let Err(AppError::Invalid(more)) = reason {
                    problems.extend(more);
                }
                Err(AppError::Invalid(problems))
            }
            (Ok(_), Err(error)) => Err(error),
        }
    })
    .await
}
