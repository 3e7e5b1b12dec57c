//! A topic of a request: its page, saving it, saving it while it is being typed, and the live score.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;
use varsel_app::intake::{Answers, Problem};
use varsel_app::{AppError, Ctx, cve, drafts};
use varsel_core::case::Category;
use varsel_core::cve::CveEntry;
use varsel_core::ids::CaseId;
use varsel_core::permission::Action;
use varsel_core::score::cvss::{Vector, Version};
use varsel_locale::{Locale, format};
use varsel_store::drafts::Draft;
use varsel_store::{Scope, Tx, cves, people};

use super::super::cves as cve_pages;
use super::field::{self, Rows, Wish};
use super::summary::Teller;
use super::topic::Topic;
use super::view::{self, FieldView, Shown, Source};
use super::{
    Found, Loaded, Task, case_path, complete, draft_id, find, load, organisation, problems, see_other, tasks,
};
use crate::ask::{Ask, LOCALE_COOKIE};
use crate::calculator::{self, Answered, Scores};
use crate::chrome::Chrome;
use crate::failure::{Failure, html, machine};
use crate::form::Form;
use crate::pages::preferences;
use crate::web::{Visitor, Web};

/// What someone else has saved for a question, next to what was typed.
struct Difference {
    label: &'static str,
    stored: String,
    typed: String,
}

#[derive(Template)]
#[template(path = "pages/request/topic.html")]
struct TopicPage {
    chrome: Chrome,
    id: String,
    code: &'static str,
    heading: &'static str,
    why: &'static str,
    organisation: String,
    place: i64,
    tasks: Vec<Task>,
    ready: bool,
    fields: Vec<FieldView>,
    version: String,
    /// The address of a field and what is wrong with it.
    wrong: Vec<(String, String)>,
    wrong_title: String,
    /// The title for each smaller number of problems, from one on, for scripts that take back what is right: parted by `|`.
    fewer_titles: String,
    conflict: Option<Vec<Difference>>,
    saved: String,
    filled: Vec<FilledRow>,
    /// Why both a vulnerability and an incident are offered; empty where they are not.
    incident_too: String,
}

/// An answer that was filled in from a catalogue.
struct FilledRow {
    label: &'static str,
    source: String,
    /// Whether someone has changed it since.
    changed: bool,
}

#[derive(Template)]
#[template(path = "pages/request/sent.html")]
struct SentPage {
    chrome: Chrome,
    number: String,
    typed: Vec<(String, String)>,
}

/// The result of a form.
enum Saved {
    /// Saved; go on.
    Next(String),
    /// Saved; the same topic in another language.
    Language(Locale),
    /// Saved, and not in order.
    Wrong(Loaded),
    /// Someone else saved other answers to the same questions; nothing was written.
    Conflict { stored: Loaded, typed: Box<Answers> },
    /// The request was sent in the meantime.
    Sent(String),
}

/// A page about a topic, before it is rendered.
struct Sketch<'a> {
    topic: Topic,
    loaded: &'a Loaded,
    /// The answers on the page: stored, or typed where they are not stored.
    answers: &'a Answers,
    /// Whether to say what is wrong.
    say_wrong: bool,
    conflict: Option<Vec<Difference>>,
    /// The version of CVSS that the calculator shows first, if someone chose one.
    version: Option<Version>,
}

fn page(web: &Web, ask: &Ask, me: &Visitor, sketch: Sketch<'_>) -> TopicPage {
    let Sketch { topic, loaded, answers, say_wrong, conflict, version } = sketch;
    let t = me.texts;
    let here = |problem: &&Problem| say_wrong && Topic::of_field(&problem.field) == topic;
    let problems: Vec<Problem> = loaded.problems.iter().filter(here).cloned().collect();
    let heading = t.name_of("request-topic", topic.code());
    let title =
        if problems.is_empty() { heading.to_owned() } else { format!("{} {heading}", t.field_error()) };
    let (tasks, _) = tasks(t, loaded, Some(topic));
    let desk_zone = web.desk_zone();
    let source = Source {
        t,
        category: loaded.draft.category,
        answers,
        offers: &loaded.offers,
        problems: &problems,
        zone: &me.zone,
        desk_zone: &desk_zone,
        version,
        cves: &loaded.cves,
    };
    TopicPage {
        chrome: Chrome { saving_form: "answers", ..super::chrome(web, ask, me, title) },
        id: loaded.draft.id.to_string(),
        code: topic.code(),
        heading,
        why: t.name_of("request-topic-why", topic.code()),
        organisation: organisation(me).to_owned(),
        place: tasks.iter().position(|task| task.current).map_or(1, |at| i64::try_from(at).unwrap_or(0) + 1),
        tasks,
        ready: loaded.problems.is_empty(),
        fields: source.fields(topic),
        version: field::fingerprint(topic, &loaded.answers),
        wrong_title: view::wrong_title(t, problems.len()),
        fewer_titles: (1..problems.len()).map(|n| view::wrong_title(t, n)).collect::<Vec<_>>().join("|"),
        wrong: problems.iter().map(|p| (p.field.clone(), view::say_with_label(t, p))).collect(),
        conflict,
        saved: saved_at(me, loaded.draft.updated),
        filled: filled(t, topic, answers),
        incident_too: loaded.incident_too.clone(),
    }
}

/// Lists what was filled in of a topic.
fn filled(t: varsel_locale::Texts, topic: Topic, answers: &Answers) -> Vec<FilledRow> {
    let stored = field::write(topic, answers);
    let here = answers.filled.iter().filter_map(|filled| {
        let (name, value) = stored.iter().find(|(name, _)| *name == filled.field)?;
        let label = view::label(t, name)?.trim_end_matches('?');
        Some(FilledRow { label, source: filled.source.clone(), changed: *value != filled.text })
    });
    here.collect()
}

fn saved_at(me: &Visitor, at: jiff::Timestamp) -> String {
    format::instant(me.texts, at, &me.zone, me.now)
}

fn address(draft: &str, topic: &str) -> Result<(CaseId, Topic), Failure> {
    Ok((draft_id(draft)?, Topic::from_code(topic).ok_or(Failure::NotFound)?))
}

/// `GET /requests/{draft}/{topic}`
pub(crate) async fn show(
    State(web): State<Web>,
    ask: Ask,
    Path((draft, topic)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (id, topic) = address(&draft, &topic)?;
    let (me, found) =
        web.read(&ask, Action::SubmitReport, move |tx, ctx, me| load(tx, ctx, me, id, Some(topic))).await?;
    match found {
        Found::Draft(loaded) => {
            let answers = &loaded.answers;
            let query = Form::parse(ask.uri.query().unwrap_or_default());
            let version = Version::from_number(query.get("cvss"));
            let sketch =
                Sketch { topic, loaded: &loaded, answers, say_wrong: false, conflict: None, version };
            Ok(html(StatusCode::OK, &page(&web, &ask, &me, sketch)))
        }
        Found::Sent(number) => Ok(see_other(&case_path(&number))),
    }
}

/// How a form's answers stand to the stored ones.
enum Merge {
    /// They may be saved.
    Fits,
    /// Others were saved since the form was made.
    Differs(Box<Answers>),
}

/// Compares a form with what is stored. It fits when the form was made from what is stored, and also when it says the same: a
/// save while typing may have arrived just before the form itself.
fn merge(topic: Topic, form: &Form, stored: &Answers) -> Merge {
    let mut typed = stored.clone();
    field::read(topic, form, &mut typed);
    let version = form.get("version");
    if version.is_empty() || version == field::fingerprint(topic, stored) || typed == *stored {
        Merge::Fits
    } else {
        Merge::Differs(Box::new(typed))
    }
}

/// What a button changes besides saving.
enum Change {
    Rows(Rows),
    Fill(Box<CveEntry>),
    Vector(Vector),
}

impl Change {
    /// Reads what a form's button asks for.
    fn of(tx: &Tx<'_>, wish: &Wish) -> Result<Option<Self>, AppError> {
        Ok(match wish {
            Wish::Rows(rows) => Some(Self::Rows(*rows)),
            Wish::Fill(id) => cves::find(tx, id)?.map(|entry| Self::Fill(Box::new(entry))),
            Wish::UseVector(vector) => Some(Self::Vector(*vector)),
            _ => None,
        })
    }

    /// Changes the answers; returns the id of the control to go on with.
    fn apply(self, answers: &mut Answers) -> String {
        match self {
            Self::Rows(rows) => return rows.apply(answers),
            Self::Fill(entry) => field::fill(answers, &entry),
            Self::Vector(vector) => field::use_vector(answers, &vector),
        }
        "vulnerability.cvss".to_owned()
    }
}

/// Saves a topic over the answers it was made from; returns, of a change, the id of the control to go on with.
fn store(
    tx: &Tx<'_>,
    ctx: &Ctx,
    me: &Visitor,
    form: &Form,
    (id, topic, revision): (CaseId, Topic, i64),
    change: Option<Change>,
) -> Result<Option<String>, AppError> {
    let mut anchor = None;
    let mut named = Vec::new();
    drafts::save(tx, ctx, &me.actor, id, Some(revision), |answers, _| {
        field::read(topic, form, answers);
        anchor = change.map(|change| change.apply(answers));
        named = cve_pages::ids(&answers.vulnerability.cves.join(","));
    })?;
    if topic == Topic::Vulnerability {
        cve::want(tx, ctx, Scope::of(&me.actor), &named)?;
    }
    Ok(anchor)
}

fn save_topic(
    tx: &Tx<'_>,
    ctx: &Ctx,
    me: &Visitor,
    form: &Form,
    (id, topic): (CaseId, Topic),
) -> Result<Saved, AppError> {
    let (draft, answers) = match find(tx, me, id)? {
        Found::Draft(found) => found,
        Found::Sent(number) => return Ok(Saved::Sent(number)),
    };
    if let Merge::Differs(typed) = merge(topic, form, &answers) {
        let stored = complete(tx, ctx, me, draft, answers, Some(topic))?;
        return Ok(Saved::Conflict { stored, typed });
    }
    let wish = Wish::of(form);
    let change = Change::of(tx, &wish)?;
    let anchor = store(tx, ctx, me, form, (id, topic, draft.revision), change)?;
    match wish {
        Wish::Language(locale) => {
            people::set_locale(tx, me.signed.person, locale.tag())?;
            Ok(Saved::Language(locale))
        }
        Wish::Later => Ok(Saved::Next(format!("/requests/{id}"))),
        Wish::Both => {
            drafts::save(tx, ctx, &me.actor, id, None, |_, category| *category = Category::Both)?;
            Ok(Saved::Next(format!("/requests/{id}/{}", Topic::Incident.code())))
        }
        Wish::LookUp => Ok(Saved::Next(format!("/requests/{id}/{}#vulnerability.cves", topic.code()))),
        Wish::Rows(_) | Wish::Fill(_) | Wish::UseVector(_) => {
            Ok(Saved::Next(format!("/requests/{id}/{}#{}", topic.code(), anchor.unwrap_or_default())))
        }
        Wish::Calculate(version) => {
            let version = version.map_or_else(String::new, |version| format!("?cvss={}", version.number()));
            Ok(Saved::Next(format!("/requests/{id}/{}{version}#score", topic.code())))
        }
        Wish::Continue => {
            let (draft, answers) = drafts::find(tx, &me.actor, id)?;
            let loaded = complete(tx, ctx, me, draft, answers, Some(topic))?;
            if loaded.problems.iter().any(|p| Topic::of_field(&p.field) == topic) {
                return Ok(Saved::Wrong(loaded));
            }
            let next = topic.next(loaded.draft.category).map_or("check", Topic::code);
            Ok(Saved::Next(format!("/requests/{id}/{next}")))
        }
    }
}

/// `POST /requests/{draft}/{topic}`
pub(crate) async fn save(
    State(web): State<Web>,
    ask: Ask,
    Path((draft, topic)): Path<(String, String)>,
    form: Form,
) -> Result<Response, Failure> {
    let place = address(&draft, &topic)?;
    let topic = place.1;
    let given = form.clone();
    let (me, saved) = web
        .write(&ask, &form, Action::SubmitReport, move |tx, ctx, me| save_topic(tx, ctx, me, &given, place))
        .await?;
    let version = Version::from_number(form.get("calc.version"));
    match saved {
        Saved::Next(path) => Ok(see_other(&path)),
        Saved::Language(locale) => {
            let mut response = see_other(&format!("/requests/{}/{}", place.0, topic.code()));
            preferences::keep(&web, &mut response, LOCALE_COOKIE, locale.tag());
            Ok(response)
        }
        Saved::Wrong(loaded) => {
            let answers = &loaded.answers;
            let sketch = Sketch { topic, loaded: &loaded, answers, say_wrong: true, conflict: None, version };
            Ok(html(StatusCode::UNPROCESSABLE_ENTITY, &page(&web, &ask, &me, sketch)))
        }
        Saved::Conflict { stored, typed } => {
            let conflict = Some(differences(&me, topic, &stored, &typed));
            let sketch =
                Sketch { topic, loaded: &stored, answers: &typed, say_wrong: false, conflict, version };
            Ok(html(StatusCode::CONFLICT, &page(&web, &ask, &me, sketch)))
        }
        Saved::Sent(number) => {
            let t = me.texts;
            let typed = typed(&form).map(|(name, value)| {
                (view::label(t, name).unwrap_or(t.request_field_other()).to_owned(), value)
            });
            let chrome = super::chrome(&web, &ask, &me, t.request_sent_meanwhile());
            let page = SentPage { chrome, typed: typed.collect(), number };
            Ok(html(StatusCode::CONFLICT, &page))
        }
    }
}

/// Lists what someone has typed into a form. The calculator's answers are in the text beside it.
fn typed(form: &Form) -> impl Iterator<Item = (&str, String)> {
    let is_plumbing = |name| matches!(name, "version" | "do") || calculator::is_field(name);
    let typed = form.fields().filter(move |(name, _)| !is_plumbing(name)).map(|(name, value)| {
        let value = value.to_owned();
        (name, if name == "vulnerability.cvss" { Answered::read(form).join(value) } else { value })
    });
    typed.filter(|(_, value)| !value.trim().is_empty())
}

/// Lists the questions of a topic that were answered in two ways.
fn differences(me: &Visitor, topic: Topic, stored: &Loaded, typed: &Answers) -> Vec<Difference> {
    let tell =
        |answers: &Answers, field| Teller { me, answers, offers: &stored.offers }.tell(field).into_lines();
    field::of(topic)
        .map(|field| Difference {
            label: view::label(me.texts, field.name).unwrap_or(field.name),
            stored: tell(&stored.answers, field),
            typed: tell(typed, field),
        })
        .filter(|difference| difference.stored != difference.typed)
        .collect()
}

/// The result of an autosave.
enum Kept {
    /// With the fields of the topic that are still wrong, where that was asked for.
    Saved {
        version: String,
        wrong: Vec<String>,
    },
    Differs,
}

/// `POST /requests/{draft}/answers?topic=…`: saves while somebody types; with `wrong`, the answer lists the fields of the topic
/// that are still wrong, so that a page can take away what it said of the others.
pub(crate) async fn autosave(
    State(web): State<Web>,
    ask: Ask,
    Path(draft): Path<String>,
    form: Form,
) -> Result<Response, Failure> {
    let query = Form::parse(ask.uri.query().unwrap_or_default());
    let (id, topic) = address(&draft, query.get("topic"))?;
    let lists_wrong = query.has("wrong");
    let given = form.clone();
    let (me, kept) = web
        .write(&ask, &form, Action::SubmitReport, move |tx, ctx, me| {
            let Found::Draft((draft, answers)) = find(tx, me, id)? else { return Ok(Kept::Differs) };
            if let Merge::Differs(_) = merge(topic, &given, &answers) {
                return Ok(Kept::Differs);
            }
            store(tx, ctx, me, &given, (id, topic, draft.revision), None)?;
            let mut answers = answers;
            field::read(topic, &given, &mut answers);
            let version = field::fingerprint(topic, &answers);
            let wrong = if lists_wrong { still_wrong(tx, me, &draft, &answers, topic)? } else { Vec::new() };
            Ok(Kept::Saved { version, wrong })
        })
        .await?;
    Ok(match kept {
        Kept::Saved { version, wrong } => {
            let saved_at = format::time_of_day(me.now, &me.zone);
            let mut body = json!({ "saved_at": saved_at, "version": version });
            if lists_wrong {
                body["wrong"] = json!(wrong);
            }
            machine(StatusCode::OK, &body)
        }
        Kept::Differs => machine(StatusCode::CONFLICT, &json!({ "code": "draft_changed" })),
    })
}

/// Lists the fields of a topic that are wrong.
fn still_wrong(
    tx: &Tx<'_>,
    me: &Visitor,
    draft: &Draft,
    answers: &Answers,
    topic: Topic,
) -> Result<Vec<String>, AppError> {
    let all = problems(tx, me, draft, answers)?.into_iter().map(|problem| problem.field);
    Ok(all.filter(|field| Topic::of_field(field) == topic).collect())
}

/// `GET /score?vectors=…`: what CVSS vectors score, one a line, or what is wrong with them; with the fields of a calculator
/// (`calc.…`), what both say together. A piece of page.
pub(crate) async fn score(State(web): State<Web>, ask: Ask) -> Result<Response, Failure> {
    let query = Form::parse(ask.uri.query().unwrap_or_default());
    let (me, ()) = web.read(&ask, Action::ReadCase, |_, _, _| Ok(())).await?;
    Ok(html(StatusCode::OK, &Scores::joined(me.texts, query.get("vectors"), &query)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_was_typed_is_shown_when_the_request_was_sent_meanwhile() {
        let form = Form::parse(
            "version=1&do=continue&title=&vulnerability.cves=CVE-2021-44228&vulnerability.cvss=words&calc.was=words&calc.3.1.AV=N",
        );
        assert_eq!(
            typed(&form).collect::<Vec<_>>(),
            [
                ("vulnerability.cves", "CVE-2021-44228".to_owned()),
                ("vulnerability.cvss", "words\nCVSS:3.1/AV:N".to_owned()),
            ]
        );
    }

    #[test]
    fn a_form_fits_what_it_was_made_from_and_what_it_says_itself() {
        let mut stored = Answers::default();
        "One".clone_into(&mut stored.title);
        let version = field::fingerprint(Topic::Problem, &stored);
        let form = Form::parse(&format!("version={version}&title=Two"));
        assert!(matches!(merge(Topic::Problem, &form, &stored), Merge::Fits));
        // Someone wrote on another topic.
        "2026-07".clone_into(&mut stored.own_reference);
        assert!(matches!(merge(Topic::Problem, &form, &stored), Merge::Fits));
        // The same words were saved while they were typed.
        "Two".clone_into(&mut stored.title);
        assert!(matches!(merge(Topic::Problem, &form, &stored), Merge::Fits));
        // Someone else wrote other words.
        "Three".clone_into(&mut stored.title);
        let Merge::Differs(typed) = merge(Topic::Problem, &form, &stored) else { panic!("it must differ") };
        assert_eq!(typed.title, "Two");
    }
}
