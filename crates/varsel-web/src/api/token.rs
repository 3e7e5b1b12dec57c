//! From a token to a transaction: authentication, permission, and changes that run once.

use std::sync::Arc;

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use varsel_app::account::{self, Scope as TokenScope};
use varsel_app::{AppError, Ctx};
use varsel_core::clock::zones;
use varsel_core::ids::ApiTokenId;
use varsel_core::permission::{Action, Actor, Party};
use varsel_core::refusal::{Refusal, RefusalClass};
use varsel_locale::{Locale, Texts};
use varsel_store::access::{self, FoundToken};
use varsel_store::{StoreError, Tx, idempotency};

use super::call::Call;
use super::case;
use super::problem::Trouble;
use crate::ask::Ask;
use crate::failure::Failure;
use crate::web::{Lane, Web, count, in_time};

/// How often a change is attempted if others conflict with it.
const TRIES: usize = 4;

/// The holder of a token.
pub(crate) struct Holder {
    /// The role they act in.
    pub(crate) actor: Actor,
    /// Language of the response: from `Accept-Language`, not from a cookie.
    pub(crate) texts: Texts,
    /// Their time zone, for times in sentences.
    pub(crate) zone: TimeZone,
    /// The time of the request.
    pub(crate) now: Timestamp,
}

impl Holder {
    pub(crate) fn is_desk(&self) -> bool {
        self.actor.party() == Party::Desk
    }
}

/// Why a transaction stopped: an error for the reader, or a database error, which can be temporary.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The error for the reader.
    Failure(Failure),
    /// The database error.
    Store(StoreError),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<AppError> for Stop {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Store(error) => Self::Store(error),
            error => Self::Failure(error.into()),
        }
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Self {
        Self::Failure(trouble.into())
    }
}

impl From<Stop> for Failure {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Failure(failure) => failure,
            Stop::Store(error) => error.into(),
        }
    }
}

impl Stop {
    /// Returns whether a retry can succeed at once, because another change came in between.
    fn may_pass(&self) -> bool {
        match self {
            Self::Store(error) => {
                matches!(error, StoreError::Conflict)
                    || error.constraint().is_some_and(|name| name.starts_with("idempotency_key_pk"))
            }
            // The client does not send a basis here, so a change in between is not a reason to refuse.
            Self::Failure(failure) => matches!(failure, Failure::Refused(Refusal::Stale, _)),
        }
    }
}

/// The scope that an action needs.
const fn scope_of(action: Action) -> TokenScope {
    match action {
        Action::ReadCase
        | Action::ReadNotes
        | Action::ReadQueue
        | Action::ReadOrganisation
        | Action::ReadCatalogue => TokenScope::CasesRead,
        Action::SubmitReport
        | Action::ShareMessage
        | Action::AnswerQuestion
        | Action::AnswerScore
        | Action::RequestReopening
        | Action::AssertFact
        | Action::WithdrawCase
        | Action::ChangeCategory
        | Action::Acknowledge
        | Action::Assess
        | Action::AskQuestion
        | Action::DecideCase
        | Action::KeepDuties
        | Action::LinkCases
        | Action::AssignOwner
        | Action::WriteNote
        | Action::ManageOrganisation
        | Action::ManageOwnTokens
        | Action::EditCatalogue
        | Action::ManagePeople
        | Action::ChangeRules
        | Action::ManageJobs => TokenScope::CasesWrite,
    }
}

/// Finds the holder of a token, and checks that the token and its owner's role allow the action.
fn holder(
    tx: &Tx<'_>,
    ctx: &Ctx,
    secret: &str,
    action: Action,
    locale: Locale,
) -> Result<(Holder, FoundToken), Stop> {
    let (actor, scopes, token) = account::token_actor(tx, ctx, secret)?.ok_or(Trouble::BadToken)?;
    let scope = scope_of(action);
    if !scopes.contains(&scope) {
        return Err(Trouble::OutOfScope(scope).into());
    }
    if !actor.may(action) {
        return Err(AppError::from(Refusal::NotAllowed { action }).into());
    }
    let zone = zones::zone(&token.zone).unwrap_or(TimeZone::UTC);
    Ok((Holder { actor, texts: Texts::of(locale), zone, now: ctx.now }, token))
}

/// Returns whether to record that a token is in use: at most hourly.
pub(crate) fn wants_touch(ctx: &Ctx, token: &FoundToken) -> bool {
    token.used.is_none_or(|used| used + 1.hour() < ctx.now)
}

/// Runs a reading use case for the token's holder.
pub(crate) async fn read<T: Send + 'static>(
    web: &Web,
    ask: &Ask,
    action: Action,
    work: impl FnOnce(&Tx<'_>, &Ctx, &Holder) -> Result<T, Stop> + Send + 'static,
) -> Result<T, Failure> {
    read_in(Lane::Page, web, ask, action, work).await
}

/// Runs a reading use case that can read a lot, such as a search, on threads where it holds up no page.
pub(crate) async fn scan<T: Send + 'static>(
    web: &Web,
    ask: &Ask,
    action: Action,
    work: impl FnOnce(&Tx<'_>, &Ctx, &Holder) -> Result<T, Stop> + Send + 'static,
) -> Result<T, Failure> {
    read_in(Lane::Scan, web, ask, action, work).await
}

async fn read_in<T: Send + 'static>(
    lane: Lane,
    web: &Web,
    ask: &Ask,
    action: Action,
    work: impl FnOnce(&Tx<'_>, &Ctx, &Holder) -> Result<T, Stop> + Send + 'static,
) -> Result<T, Failure> {
    let secret = ask.bearer.clone().ok_or(Trouble::NoToken)?;
    let locale = ask.locale;
    let ctx = web.surroundings().context();
    let now = ctx.now;
    let read = lane.run(web.store(), move |tx| {
        let (holder, token) = holder(tx, &ctx, &secret, action, locale)?;
        let made = work(tx, &ctx, &holder)?;
        Ok::<_, Stop>((made, wants_touch(&ctx, &token).then_some(token.id)))
    });
    let (made, touch) = in_time(read).await?;
    web.meter().know(ask, now);
    if let Some(id) = touch {
        touch_later(web, id, now);
    }
    Ok(made)
}

/// Records in the background that a token is in use.
pub(crate) fn touch_later(web: &Web, id: ApiTokenId, now: Timestamp) {
    let noted = web.store().write(move |tx| access::touch_token(tx, id, now));
    tokio::spawn(async move {
        if let Err(error) = noted.await {
            tracing::warn!(%error, "could not record that a token is in use");
        }
    });
}

/// The response to a changing request, now or the first time.
pub(crate) struct Written {
    /// The HTTP status.
    status: StatusCode,
    /// The body.
    pub(crate) body: String,
    /// Whether the response is a replay.
    replayed: bool,
}

impl IntoResponse for Written {
    fn into_response(self) -> Response {
        let mut response = json(self.status, self.body);
        if self.replayed {
            let name = HeaderName::from_static("idempotency-replayed");
            response.headers_mut().insert(name, HeaderValue::from_static("true"));
        }
        response
    }
}

/// Responds with serialized JSON.
pub(crate) fn json(status: StatusCode, body: String) -> Response {
    (status, [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], body).into_response()
}

/// Serializes a response as JSON.
pub(crate) fn to_json(answer: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string(answer).map_err(|error| {
        tracing::error!(%error, "a response could not be serialized as JSON");
        Failure::Internal
    })
}

/// Runs a changing use case for the token's holder, once per idempotency key, and responds with `201 Created`.
///
/// The response is stored in the transaction of the change, so that there is never one without the other.
pub(crate) async fn create<I, T, F>(
    web: &Web,
    ask: &Ask,
    action: Action,
    call: Call<I>,
    work: F,
) -> Result<Written, Failure>
where
    I: Send + Sync + 'static,
    T: Serialize,
    F: Fn(&Tx<'_>, &Ctx, &Holder, &I) -> Result<T, Stop> + Send + Sync + 'static,
{
    let secret = ask.bearer.clone().ok_or(Trouble::NoToken)?;
    let shared = Arc::new((call, work, secret));
    let (locale, quota) = (ask.locale, ask.quota);
    let mut tries = 1;
    loop {
        let ctx = web.surroundings().context();
        let shared = Arc::clone(&shared);
        let written = web.store().write(move |tx| {
            let (call, work, secret) = &*shared;
            let (holder, token) = holder(tx, &ctx, secret, action, locale)?;
            let input = call.input.as_ref().map_err(Failure::clone)?;
            if wants_touch(&ctx, &token) {
                access::touch_token(tx, token.id, ctx.now)?;
            }
            once(tx, &ctx, &holder, call, || {
                count(tx, &ctx, &holder.actor, quota, call.bytes)?;
                work(tx, &ctx, &holder, input)
            })
        });
        match in_time(written).await {
            Ok(written) => return Ok(written),
            Err(stop) if tries < TRIES && stop.may_pass() => tries += 1,
            Err(stop) => return Err(stop.into()),
        }
    }
}

/// Runs a change unless it was already done under the same key; the response is the same.
fn once<I, T: Serialize>(
    tx: &Tx<'_>,
    ctx: &Ctx,
    holder: &Holder,
    call: &Call<I>,
    work: impl FnOnce() -> Result<T, Stop>,
) -> Result<Written, Stop> {
    let person = holder.actor.person;
    // One person can hold tokens of several organisations: the same body sent to another one is another request.
    let publisher = holder.actor.publisher.map(|id| id.to_string()).unwrap_or_default();
    let hash = Sha256::new().chain_update(call.hash).chain_update(publisher).finalize();
    if let Some(key) = &call.key
        && let Some(kept) = idempotency::find(tx, person, key)?
    {
        if kept.request_hash != hash.as_slice() {
            return Err(Failure::KeyReused.into());
        }
        let status = u16::try_from(kept.status).ok().and_then(|status| StatusCode::from_u16(status).ok());
        return Ok(Written { status: status.unwrap_or(StatusCode::OK), body: kept.body, replayed: true });
    }
    let made = work().map_err(|stop| with_current(tx, holder, stop))?;
    let (status, body) = (StatusCode::CREATED, to_json(&made)?);
    if let Some(key) = &call.key {
        idempotency::insert(tx, person, key, &hash, i64::from(status.as_u16()), &body, ctx.now)?;
    }
    Ok(Written { status, body, replayed: false })
}

/// Adds the case as it is now to a refusal caused by its state.
fn with_current(tx: &Tx<'_>, holder: &Holder, stop: Stop) -> Stop {
    let Stop::Failure(Failure::Refused(refusal, Some(current))) = &stop else { return stop };
    if refusal.class() != RefusalClass::Conflict || *refusal == Refusal::Stale {
        return stop;
    }
    let shown = case::CaseBody::of(tx, holder, current)
        .and_then(|body| serde_json::to_value(body).map_err(|_| Failure::Internal.into()));
    match shown {
        Ok(current) => Trouble::Conflict { refusal: refusal.clone(), current: Box::new(current) }.into(),
        Err(other) => other,
    }
}
