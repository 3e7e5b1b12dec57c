//! Due dates for a calendar application, behind an address that holds a token.
//!
//! It only contains what is due and the number of its case, because the operator of the calendar can read it.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use varsel_app::account::{self, Scope};
use varsel_app::due_dates::{self, CaseDue, Entry, Whose};
use varsel_app::secrets;
use varsel_app::{AppError, Ctx};
use varsel_core::address::host;
use varsel_core::case::due_dates::Due;
use varsel_core::coded::Coded as _;
use varsel_core::ids::ApiTokenId;
use varsel_core::permission::{Action, Party};
use varsel_locale::{Locale, Texts, describe, duty};
use varsel_store::Tx;

use crate::api::token::{touch_later, wants_touch};
use crate::failure::Failure;
use crate::web::{Visitor, Web, in_time};

/// Returns the addresses that a token opens, with what each shows.
pub(super) fn addresses(web: &Web, me: &Visitor, secret: &str) -> Vec<(&'static str, String)> {
    let t = me.texts;
    let address = |name: &str| format!("{}/calendar/{secret}/{name}.ics", web.settings().base_url);
    if me.is_desk() {
        vec![(t.due_dates_mine(), address("mine")), (t.due_dates_desk(), address("desk"))]
    } else {
        vec![(t.due_dates_organisation(), address("mine"))]
    }
}

/// `GET /calendar/{secret}/{name}`: `mine.ics` or `desk.ics`.
pub(crate) async fn show(
    State(web): State<Web>,
    Path((secret, name)): Path<(String, String)>,
    asked: HeaderMap,
) -> Result<Response, Failure> {
    let whose = match name.as_str() {
        "mine.ics" => Whose::Mine,
        "desk.ics" => Whose::Desk,
        _ => return Err(Failure::NotFound),
    };
    let (ctx, base) = (web.surroundings().context(), web.settings().base_url.clone());
    let now = ctx.now;
    let read = web.store().scan(move |tx| calendar(tx, &ctx, &secret, whose, &base));
    let (text, touched) = in_time(read).await?;
    if let Some(id) = touched {
        touch_later(&web, id, now);
    }
    // Calendar applications ask every hour, and mostly nothing has changed.
    let tag = format!("\"{}\"", secrets::hex(&secrets::hash(&text)));
    // Cached by the subscriber only, and revalidated before use.
    let kept = (header::CACHE_CONTROL, "private, no-cache".to_owned());
    let held = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|held| held.to_str().ok());
    // A cache may have made it a weak one (RFC 9110, section 13.1.2).
    let mut held = held.flat_map(|held| held.split(',')).map(|one| one.trim().trim_start_matches("W/"));
    if held.any(|one| one == tag || one == "*") {
        return Ok((StatusCode::NOT_MODIFIED, [kept, (header::ETAG, tag)]).into_response());
    }
    let headers = [
        kept,
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, "inline; filename=\"varsel.ics\"".to_owned()),
        (header::ETAG, tag),
    ];
    Ok((StatusCode::OK, headers, text).into_response())
}

/// Writes the calendar; and says of which token it is to be noted that it is in use.
fn calendar(
    tx: &Tx<'_>,
    ctx: &Ctx,
    secret: &str,
    whose: Whose,
    base: &str,
) -> Result<(String, Option<ApiTokenId>), AppError> {
    let (actor, scopes, token) = account::token_actor(tx, ctx, secret)?.ok_or(AppError::NotFound)?;
    let may = actor.may(Action::ReadCase) && (whose == Whose::Mine || actor.may(Action::ReadQueue));
    if !may || scopes != [Scope::CalendarRead] {
        return Err(AppError::NotFound);
    }
    let t = Texts::of(Locale::from_tag(&token.locale).unwrap_or_default());
    let due = due_dates::of(tx, &actor, whose)?;
    let entries: Vec<Entry> = due.iter().map(|one| entry(t, one, actor.party(), base)).collect();
    let name = match (whose, actor.party()) {
        (Whose::Desk, _) => t.due_dates_desk(),
        (Whose::Mine, Party::Desk) => t.due_dates_mine(),
        (Whose::Mine, Party::Publisher) => t.due_dates_organisation(),
    };
    Ok((due_dates::write(name, &entries), wants_touch(ctx, &token).then_some(token.id)))
}

fn entry(t: Texts, one: &CaseDue, side: Party, base: &str) -> Entry {
    let number = &one.number;
    let (id, what, place) = match &one.date.what {
        Due::Clock(kind, cycle) => {
            let what = match side {
                Party::Desk => describe::target(t, *kind).to_owned(),
                Party::Publisher => t.name_of("due-dates", kind.code()).to_owned(),
            };
            (format!("{}-{cycle}", kind.code()), what, String::new())
        }
        Due::Answer(question) => {
            let what = match side {
                Party::Desk => t.due_dates_answer(),
                Party::Publisher => t.due_dates_your_answer(),
            };
            (format!("answer-{question}"), what.to_owned(), String::new())
        }
        Due::Filing(regime, stage) => {
            let what = t.due_dates_filing(duty::regime(t, regime), duty::stage(t, stage));
            (format!("{regime}-{stage}"), what, format!("/duties/{regime}/{stage}"))
        }
    };
    Entry {
        id: format!("{number}-{id}@{}", host(base)),
        summary: format!("{number}: {what}"),
        url: format!("{base}/cases/{number}{place}"),
        at: one.date.due,
        changed: one.changed,
    }
}
