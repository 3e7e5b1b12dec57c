//! API tokens and their scopes.

use jiff::ToSpan as _;
use serde::{Deserialize, Serialize};
use varsel_core::coded;
use varsel_core::coded::Coded as _;
use varsel_core::ids::ApiTokenId;
use varsel_core::permission::Actor;
use varsel_core::text::Line;
use varsel_store::Tx;
use varsel_store::access::{self, NewToken};
use varsel_store::people;

use super::{Change, apply};
use crate::intake::{Problem, ProblemKind};
use crate::{AppError, Ctx, secrets};

/// The maximum number of API tokens per person.
pub const MAX_TOKENS: usize = 20;

coded! {
    /// What an API token can be used for, within its owner's permissions.
    pub enum Scope {
        /// Read cases.
        CasesRead = "cases:read",
        /// Submit and change cases.
        CasesWrite = "cases:write",
        /// Subscribe to due dates, by an address that holds the token.
        CalendarRead = "calendar:read",
    }
}

/// A new token; the secret is shown once.
#[derive(Debug)]
pub struct MadeToken {
    /// Its id.
    pub id: ApiTokenId,
    /// Its secret.
    pub secret: String,
}

/// Creates an API token with the actor's current permissions, and notifies its owner by mail.
pub fn make_token(
    tx: &Tx<'_>,
    ctx: &Ctx,
    actor: &Actor,
    name: &str,
    scopes: &[Scope],
    days: i64,
) -> Result<MadeToken, AppError> {
    let owner = people::by_id(tx, actor.person)?.ok_or(AppError::NotFound)?;
    new_token(tx, ctx, actor, name, scopes, days, |token| apply(tx, ctx, &owner, &Change::TokenMade(token)))
}

/// Creates an API token without a notification: for the demonstration and for measurements.
pub fn issue_token(
    tx: &Tx<'_>,
    ctx: &Ctx,
    actor: &Actor,
    name: &str,
    scopes: &[Scope],
    days: i64,
) -> Result<MadeToken, AppError> {
    new_token(tx, ctx, actor, name, scopes, days, |token| Ok(access::insert_token(tx, token)?))
}

fn new_token(
    tx: &Tx<'_>,
    ctx: &Ctx,
    actor: &Actor,
    name: &str,
    scopes: &[Scope],
    days: i64,
    keep: impl FnOnce(&NewToken<'_>) -> Result<(), AppError>,
) -> Result<MadeToken, AppError> {
    let mut problems = Vec::new();
    let mut problem = |field: &str, kind| problems.push(Problem { field: field.to_owned(), kind });
    let name = Line::<80>::new(name).map_err(|e| problem("name", e.into())).ok();
    if scopes.is_empty() {
        problem("scopes", ProblemKind::Missing);
    }
    // The operator of the calendar knows the address, so its token must not give access to anything else.
    if scopes.len() > 1 && scopes.contains(&Scope::CalendarRead) {
        problem("scopes", ProblemKind::NotAsked);
    }
    if !(1..=365).contains(&days) {
        problem("days", ProblemKind::OutOfRange { min: 1, max: 365 });
    }
    let (Some(name), true) = (name, problems.is_empty()) else { return Err(AppError::Invalid(problems)) };
    if access::tokens(tx, actor.person)?.len() >= MAX_TOKENS {
        return Err(AppError::TooMany { limit: i64::try_from(MAX_TOKENS).unwrap_or(i64::MAX) });
    }
    let id = ApiTokenId(ctx.id());
    // The prefix lets scanners of public code recognise a leaked token.
    let secret = format!("varsel_{}", secrets::hex(&ctx.random::<32>()));
    let codes: Vec<&str> = scopes.iter().map(|s| s.code()).collect();
    let token = NewToken {
        id,
        token: &secrets::hash(&secret),
        person: actor.person,
        publisher: actor.publisher,
        name: name.as_str(),
        scopes: &codes.join(" "),
        hint: &secret[secret.len() - 4..],
        created: ctx.now,
        expires: ctx.now + (days * 24).hours(),
    };
    keep(&token)?;
    Ok(MadeToken { id, secret })
}

/// Finds the actor and scopes of an API token's secret.
pub fn token_actor(
    tx: &Tx<'_>,
    ctx: &Ctx,
    secret: &str,
) -> Result<Option<(Actor, Vec<Scope>, access::FoundToken)>, AppError> {
    let found = access::token(tx, &secrets::hash(secret))?.filter(|t| t.expires > ctx.now);
    Ok(found.and_then(|token| {
        let scopes = token.scopes.split(' ').filter_map(|code| Scope::from_code(code).ok()).collect();
        token.actor.map(|actor| (actor, scopes, token))
    }))
}
