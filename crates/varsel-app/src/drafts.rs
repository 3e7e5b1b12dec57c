//! Unfinished requests.

use varsel_core::case::Category;
use varsel_core::ids::{CaseId, PublisherId};
use varsel_core::permission::{Action, Actor};
use varsel_core::refusal::Refusal;
use varsel_store::drafts::{self, Draft, MAX_DRAFTS};
use varsel_store::{StoreError, Tx};

use crate::intake::Answers;
use crate::{AppError, Ctx};

fn publisher_of(actor: &Actor) -> Result<PublisherId, AppError> {
    match actor.publisher {
        Some(publisher) if actor.may(Action::SubmitReport) => Ok(publisher),
        Some(_) => Err(Refusal::NotAllowed { action: Action::SubmitReport }.into()),
        None => Err(AppError::NotFound),
    }
}

/// Starts a request.
pub fn start(tx: &Tx<'_>, ctx: &Ctx, actor: &Actor, category: Category) -> Result<CaseId, AppError> {
    let publisher = publisher_of(actor)?;
    if i64::try_from(drafts::list(tx, publisher)?.len()).unwrap_or(i64::MAX) >= MAX_DRAFTS {
        return Err(AppError::TooMany { limit: MAX_DRAFTS });
    }
    let id = CaseId(ctx.id());
    drafts::insert(tx, id, publisher, actor.person, category, &to_json(&Answers::default()), ctx.now)?;
    Ok(id)
}

/// Finds a request with its answers.
pub fn find(tx: &Tx<'_>, actor: &Actor, id: CaseId) -> Result<(Draft, Answers), AppError> {
    let publisher = publisher_of(actor)?;
    let draft = drafts::find(tx, id, publisher)?.ok_or(AppError::NotFound)?;
    let answers = serde_json::from_str(&draft.answers)
        .map_err(|error| StoreError::Corrupt(format!("the answers of a draft: {error}")))?;
    Ok((draft, answers))
}

/// Saves the answers of a request as modified by `change`.
///
/// `revision` is the one the writer saw; if someone else has saved since, nothing is overwritten. `None` uses the newest.
pub fn save(
    tx: &Tx<'_>,
    ctx: &Ctx,
    actor: &Actor,
    id: CaseId,
    revision: Option<i64>,
    change: impl FnOnce(&mut Answers, &mut Category),
) -> Result<i64, AppError> {
    let (draft, mut answers) = find(tx, actor, id)?;
    if revision.is_some_and(|revision| revision != draft.revision) {
        return Err(AppError::DraftChanged { revision: draft.revision });
    }
    let mut category = draft.category;
    let before = answers.clone();
    change(&mut answers, &mut category);
    if answers == before && category == draft.category {
        return Ok(draft.revision);
    }
    if !drafts::save(tx, id, draft.publisher, category, &to_json(&answers), draft.revision, ctx.now)? {
        return Err(AppError::DraftChanged { revision: draft.revision + 1 });
    }
    Ok(draft.revision + 1)
}

/// Deletes a request.
pub fn discard(tx: &Tx<'_>, actor: &Actor, id: CaseId) -> Result<(), AppError> {
    let publisher = publisher_of(actor)?;
    if drafts::delete(tx, id, publisher, None)? { Ok(()) } else { Err(AppError::NotFound) }
}

fn to_json(answers: &Answers) -> String {
    serde_json::to_string(answers).expect("answers are texts and lists of texts")
}
