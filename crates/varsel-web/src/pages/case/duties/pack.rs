//! A prepared filing: the fields of its form filled in from the case, missing fields, and the record of the filing.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use varsel_app::intake::{Problem, ProblemKind};
use varsel_app::{AppError, Ctx, cases as use_cases};
use varsel_core::case::Command;
use varsel_core::case::duties::{Known, LONGEST_FIELD};
use varsel_core::clock::obligation::{Need, Regime, Stage};
use varsel_core::permission::{Action, Party};
use varsel_core::refusal::Refusal;
use varsel_core::text::cleaned;
use varsel_locale::filing::{Filled, Source, Subject, fill};
use varsel_locale::{Texts, describe, duty};
use varsel_store::Tx;

use super::view::{StageRow, place_of, stage_row};
use super::{Loaded, load, refuse_unseen};
use crate::ask::Ask;
use crate::chrome::{Chrome, Section};
use crate::failure::{Failure, html, retrying};
use crate::form::Form;
use crate::pages::case::load::number as read_number;
use crate::pages::case::over_limit;
use crate::pages::case::typed::{Fields, Typed};
use crate::pages::see_other;
use crate::web::{Visitor, Web};

/// A field as the page shows it.
struct FieldRow {
    id: &'static str,
    label: &'static str,
    need: &'static str,
    text: String,
    /// The value when the page was created, to detect changes.
    was: String,
    /// The value that a colleague has saved in the meantime; empty if none.
    theirs: String,
    /// Its source, or that it is missing.
    source: &'static str,
    /// `missing`, `long` or nothing.
    class: &'static str,
    /// How many characters there are of how many; empty if the form has no limit.
    count: String,
    is_long_text: bool,
}

#[derive(Template)]
#[template(path = "pages/case/duty.html")]
struct PackPage {
    chrome: Chrome,
    number: String,
    regime_id: &'static str,
    regime: &'static str,
    stage: StageRow,
    fields: Vec<FieldRow>,
    /// What the form cannot be filed without, and what has more characters than it takes, in words.
    missing: Vec<String>,
    typed: Typed,
    refused: String,
    can_keep: bool,
    /// Whether it was decided since that it does not apply.
    is_off: bool,
    /// When a filing is, unless someone says otherwise.
    date: String,
    time: String,
    filings: Vec<FilingRow>,
}

/// A filing that was recorded.
struct FilingRow {
    at: jiff::Timestamp,
    reference: String,
    proof: String,
}

/// The path parameters.
#[derive(Clone)]
struct Place {
    number: String,
    regime: String,
    stage: String,
}

/// What is prepared.
struct Prepared {
    loaded: Loaded,
    regime: &'static Regime,
    stage: &'static Stage,
    known: Known,
}

fn prepared(tx: &Tx<'_>, ctx: &Ctx, me: &Visitor, place: &Place) -> Result<Prepared, AppError> {
    let loaded = load(tx, ctx, me, &place.number)?;
    let regime = Regime::find(&place.regime).ok_or(AppError::NotFound)?;
    // A regime that never applied to one's own side has no filings; past filings stay readable.
    let known = loaded.case.duties_of(me.actor.party()).get(regime.id);
    let known = known.ok_or(AppError::NotFound)?;
    let stage = known.stages(regime).into_iter().find(|stage| stage.ids().any(|id| id == place.stage));
    let stage = stage.ok_or(AppError::NotFound)?;
    let stays = known.applies() || known.filing(stage.id).is_some();
    let known = Some(known).filter(|_| stays).cloned().ok_or(AppError::NotFound)?;
    Ok(Prepared { loaded, regime, stage, known })
}

async fn read(web: &Web, ask: &Ask, place: Place) -> Result<(Visitor, Prepared), Failure> {
    web.read(ask, Action::ReadCase, move |tx, ctx, me| prepared(tx, ctx, me, &place)).await
}

fn fields(t: Texts, prepared: &Prepared, me: &Visitor) -> Vec<Filled> {
    let subject = Subject {
        case: &prepared.loaded.case,
        known: &prepared.known,
        regime: prepared.regime,
        stage: prepared.stage,
        side: me.actor.party(),
        publisher: &prepared.loaded.publisher,
        zone: &me.zone,
    };
    fill(t, subject)
}

/// Counts the fields of a form that are still needed, and those that are filled in.
pub(super) fn progress(
    loaded: &Loaded,
    known: &Known,
    regime: &'static Regime,
    stage: &'static Stage,
    me: &Visitor,
) -> (i64, i64) {
    let subject = Subject {
        case: &loaded.case,
        known,
        regime,
        stage,
        side: me.actor.party(),
        publisher: &loaded.publisher,
        zone: &me.zone,
    };
    let filled = fill(me.texts, subject);
    let count = |fits: &dyn Fn(&Filled) -> bool| {
        i64::try_from(filled.iter().filter(|field| fits(field)).count()).unwrap_or(i64::MAX)
    };
    (count(&|field| is_wrong(field)), count(&|field| !field.text.is_empty() && !is_wrong(field)))
}

/// Tells whether a form would not be taken with a field as it is.
fn is_wrong(field: &Filled) -> bool {
    field.is_wanted() || field.is_too_long()
}

/// Returns the contents of a returned field: what someone typed, or the stored value if unchanged; and whether a colleague has
/// saved something else in the meantime.
fn come_back<'a>(filled: &'a Filled, typed: &'a Typed) -> (&'a str, bool) {
    let (id, now) = (filled.field.id, filled.text.as_str());
    let given = typed.value("fields", id, now);
    let was = typed.value("fields", &format!("was.{id}"), now);
    if clean(given) == clean(was) { (now, false) } else { (given, clean(was) != clean(now)) }
}

fn row(t: Texts, filled: &Filled, typed: &Typed) -> FieldRow {
    let (text, is_contested) = come_back(filled, typed);
    let long = i64::try_from(filled.length()).unwrap_or(i64::MAX);
    FieldRow {
        id: filled.field.id,
        label: duty::choose(t, filled.field.label),
        need: match filled.need {
            Need::Obligatory => t.duties_need_obligatory(),
            Need::Carried => t.duties_need_carried(),
            Need::IfAvailable => t.duties_need_available(),
            Need::Optional => t.duties_need_optional(),
        },
        text: text.to_owned(),
        was: filled.text.clone(),
        theirs: if is_contested { t.duties_theirs_meanwhile(&filled.text) } else { String::new() },
        source: match filled.source {
            Source::Typed => t.duties_source_typed(),
            Source::Case => t.duties_source_case(),
            Source::Missing if filled.is_wanted() => t.duties_source_missing(),
            Source::Missing => "",
        },
        class: match () {
            () if filled.is_too_long() => "long",
            () if filled.is_wanted() => "missing",
            () => "",
        },
        count: filled
            .field
            .limit
            .map_or_else(String::new, |limit| t.duties_count(long, i64::try_from(limit).unwrap_or(i64::MAX))),
        is_long_text: filled.text.contains('\n')
            || match filled.field.limit {
                Some(limit) => limit > 300,
                // The reporting platform limits what is long; other forms limit nothing.
                None => !filled.field.form.starts_with("cra_") && !filled.field.id.ends_with("_at"),
            },
    }
}

/// `GET /cases/{number}/duties/{regime}/{stage}`
pub(crate) async fn show(
    State(web): State<Web>,
    ask: Ask,
    Path((number, regime, stage)): Path<(String, String, String)>,
) -> Result<Response, Failure> {
    page(&web, &ask, Place { number, regime, stage }, Typed::default(), None).await
}

async fn page(
    web: &Web,
    ask: &Ask,
    place: Place,
    mut typed: Typed,
    failure: Option<Failure>,
) -> Result<Response, Failure> {
    let (visitor, prepared) = match (read(web, ask, place).await, failure.as_ref()) {
        (Ok(read), _) => read,
        (Err(error), None) => return Err(error),
        (Err(_), Some(_)) => return Err(failure.unwrap_or(Failure::NotFound)),
    };
    let t = visitor.texts;
    let (mut status, mut refused) = (StatusCode::OK, String::new());
    let after = failure.as_ref().and_then(|failure| failure.retry_after(visitor.now));
    if let Some(failure) = failure {
        status = failure.status();
        match failure.bare() {
            Failure::Invalid(problems) => typed.tell(t, problems),
            over @ Failure::OverLimit { .. } => refused = over_limit(web, t, over),
            Failure::Refused(refusal, _) => {
                let why = describe::refusal(t, refusal, &visitor.zone, visitor.now);
                match refusal {
                    Refusal::FarAway | Refusal::InTheFuture | Refusal::BeforeItBegan { .. } => {
                        typed.say("filed_date", why);
                    }
                    _ => refused = why,
                }
            }
            _ => {}
        }
    }
    let filled = fields(t, &prepared, &visitor);
    let missing = filled.iter().filter(|field| is_wrong(field));
    let missing = missing.map(|field| duty::choose(t, field.field.label).to_owned()).collect();
    let wall = visitor.zone.to_datetime(visitor.now);
    let country = prepared.loaded.country.as_ref();
    let place = place_of(visitor.actor.party(), &web.surroundings().policy, country);
    let stage = stage_row(t, prepared.regime, &prepared.known, prepared.stage, &place, &visitor);
    let number = prepared.loaded.number.to_string();
    let section = if visitor.actor.party() == Party::Desk { Section::Queue } else { Section::Cases };
    let mut chrome = Chrome::new(web, ask, &visitor, section, format!("{} · {number}", stage.name));
    chrome.paper.clone_from(&number);
    chrome.here = format!("/cases/{number}/duties/{}/{}", prepared.regime.id, prepared.stage.id);
    let filings = prepared.known.filed.get(prepared.stage.id).into_iter().flatten();
    let page = PackPage {
        chrome,
        number,
        regime_id: prepared.regime.id,
        regime: duty::choose(t, prepared.regime.name),
        stage,
        fields: filled.iter().map(|field| row(t, field, &typed)).collect(),
        missing,
        typed,
        refused,
        can_keep: visitor.actor.may(Action::KeepDuties) && prepared.known.applies(),
        is_off: !prepared.known.applies(),
        date: wall.date().to_string(),
        time: wall.strftime("%H:%M").to_string(),
        filings: filings
            .map(|filing| FilingRow {
                at: filing.filed,
                reference: filing.reference.to_string(),
                proof: filing.proof.as_ref().map(ToString::to_string).unwrap_or_default(),
            })
            .collect(),
    };
    Ok(retrying(html(status, &page), after))
}

async fn carry_out(
    web: Web,
    ask: Ask,
    place: Place,
    form: Form,
    key: &str,
    work: impl FnOnce(&Visitor, &Form, &Prepared) -> Result<Command, AppError> + Send + 'static,
) -> Result<Response, Failure> {
    let (at, given) = (place.clone(), form.clone());
    let done = web
        .write(&ask, &form, Action::KeepDuties, move |tx, ctx, me| {
            let command = work(me, &given, &prepared(tx, ctx, me, &at)?)?;
            use_cases::act(tx, ctx, &me.actor, read_number(ctx, &at.number)?, command, None)
        })
        .await;
    let here = format!("/cases/{}/duties/{}/{}", place.number, place.regime, place.stage);
    match done {
        Ok(_) => Ok(see_other(&here)),
        Err(failure) if failure.is_for_its_form() => {
            page(&web, &ask, place, Typed::new(key, form), Some(failure)).await
        }
        Err(failure) => Err(failure),
    }
}

/// Normalises a form text as stored: uniform line endings, and no invisible characters.
fn clean(text: &str) -> String {
    cleaned(&text.replace("\r\n", "\n")).trim().to_owned()
}

/// `POST /cases/{number}/duties/{regime}/{stage}/fields`
pub(crate) async fn prepare(
    State(web): State<Web>,
    ask: Ask,
    Path((number, regime, stage)): Path<(String, String, String)>,
    form: Form,
) -> Result<Response, Failure> {
    let place = Place { number, regime: regime.clone(), stage };
    carry_out(web, ask, place, form, "fields", move |me, form, prepared| {
        // Values filled in from the case are only stored if someone changed them. A page with outdated values does not undo what
        // a colleague has changed in the meantime.
        let filled = fields(me.texts, prepared, me);
        let (mut changed, mut problems) = (std::collections::BTreeMap::new(), Vec::new());
        for field in &filled {
            let id = field.field.id;
            let (typed, was, now) =
                (clean(form.get(id)), clean(form.get(&format!("was.{id}"))), clean(&field.text));
            if !form.has(id) || typed == was || typed == now {
                continue;
            }
            if was != now {
                return Err(Refusal::Stale.into());
            }
            let actual = typed.chars().count();
            if actual > LONGEST_FIELD {
                let kind = ProblemKind::TooLong { max: LONGEST_FIELD, actual };
                problems.push(Problem { field: id.to_owned(), kind });
            }
            changed.insert(format!("{}/{id}", field.field.form), typed);
        }
        if !problems.is_empty() {
            return Err(AppError::Invalid(problems));
        }
        Ok(Command::PrepareFiling { regime, fields: changed })
    })
    .await
}

/// `POST /cases/{number}/duties/{regime}/{stage}/filing`
pub(crate) async fn file(
    State(web): State<Web>,
    ask: Ask,
    Path((number, regime, stage)): Path<(String, String, String)>,
    form: Form,
) -> Result<Response, Failure> {
    let place = Place { number, regime: regime.clone(), stage: stage.clone() };
    carry_out(web, ask, place, form, "filing", move |me, form, prepared| {
        let held = prepared.known.filed.get(prepared.stage.id).map_or(0, Vec::len);
        refuse_unseen(form, held)?;
        let lacks = self::fields(me.texts, prepared, me).iter().any(is_wrong);
        let mut fields = Fields::of(form);
        let filed = fields.instant("filed", &me.zone);
        let reference = fields.line("reference");
        let proof = fields.optional("proof");
        // The recipient might accept an incomplete form, but it must not be filed by oversight.
        let meant = if lacks { fields.choice("incomplete", &["yes"]) } else { Some("") };
        let (filed, reference) = fields.all(filed.zip(reference).zip(meant).map(|(read, _)| read))?;
        Ok(Command::FileStage { regime, stage, filed, reference, proof })
    })
    .await
}

/// `GET /cases/{number}/duties/{regime}/{stage}/text`
pub(crate) async fn text(
    State(web): State<Web>,
    ask: Ask,
    Path((number, regime, stage)): Path<(String, String, String)>,
) -> Result<Response, Failure> {
    let (me, prepared) = read(&web, &ask, Place { number, regime, stage }).await?;
    let t = me.texts;
    let head = format!(
        "{} · {}\n{}\n",
        duty::choose(t, prepared.regime.name),
        duty::choose(t, prepared.stage.stage),
        prepared.loaded.number
    );
    let body = fields(t, &prepared, &me).iter().fold(head, |text, field| {
        let said = match field.text.as_str() {
            "" if field.is_wanted() => t.duties_source_missing(),
            "" => "–",
            text => text,
        };
        format!("{text}\n{}\n{said}\n", duty::choose(t, field.field.label))
    });
    Ok(download(&prepared, "txt", "text/plain; charset=utf-8", body.into_bytes()))
}

/// A filing for machines.
#[derive(Serialize)]
struct Exported<'a> {
    number: String,
    regime: &'a str,
    stage: &'a str,
    recipient: &'a str,
    /// The language of the labels, and of what the case says in words of its own (BCP 47).
    language: &'a str,
    fields: Vec<ExportedField<'a>>,
}

#[derive(Serialize)]
struct ExportedField<'a> {
    id: &'a str,
    label: &'a str,
    /// `obligatory`, `if_available`, `optional`, or `carried_over` from the stage before.
    need: &'a str,
    limit: Option<usize>,
    text: Option<&'a str>,
}

/// `GET /cases/{number}/duties/{regime}/{stage}/json`
pub(crate) async fn json(
    State(web): State<Web>,
    ask: Ask,
    Path((number, regime, stage)): Path<(String, String, String)>,
) -> Result<Response, Failure> {
    let (me, prepared) = read(&web, &ask, Place { number, regime, stage }).await?;
    let filled = fields(me.texts, &prepared, &me);
    let exported = Exported {
        number: prepared.loaded.number.to_string(),
        regime: prepared.regime.id,
        stage: prepared.stage.id,
        recipient: duty::choose(me.texts, prepared.stage.recipient),
        language: me.texts.locale().tag(),
        fields: filled
            .iter()
            .map(|field| ExportedField {
                id: field.field.id,
                label: duty::choose(me.texts, field.field.label),
                need: match field.need {
                    Need::Obligatory => "obligatory",
                    Need::IfAvailable => "if_available",
                    Need::Optional => "optional",
                    Need::Carried => "carried_over",
                },
                limit: field.field.limit,
                text: (!field.text.is_empty()).then_some(field.text.as_str()),
            })
            .collect(),
    };
    let body = serde_json::to_vec_pretty(&exported).unwrap_or_default();
    Ok(download(&prepared, "json", "application/json", body))
}

fn download(prepared: &Prepared, ending: &str, kind: &'static str, body: Vec<u8>) -> Response {
    let name = format!("attachment; filename=\"{}-{}.{ending}\"", prepared.loaded.number, prepared.stage.id);
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    response
}
