//! What a person is writing on a case: saved while they type, read by them alone, deleted once it is sent.

use varsel_core::case::Case;
use varsel_core::confirmation_number::ConfirmationNumber;
use varsel_core::permission::{Action, Actor};
use varsel_core::refusal::Refusal;
use varsel_store::convert::micros;
use varsel_store::unsent::{self, MAX_UNSENT, Unsent};
use varsel_store::{Scope, Tx, cases};

use crate::intake::ProblemKind;
use crate::{AppError, Ctx};

/// The longest text that is saved, in bytes: room for any that can be sent, and for one that is too long and will be cut.
const MAX_BYTES: usize = 100_000;
/// The longest day or time of day, in bytes.
const MAX_DUE: usize = 40;

/// A form of a case whose text is saved while it is typed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Composer {
    /// A message to the other side.
    Message,
    /// A question to the publisher.
    Question,
    /// A note that only the desk reads.
    Note,
    /// The answer to a question, by its number.
    Answer(u32),
}

impl Composer {
    /// Returns the key of the form, under which its text is stored.
    pub fn key(self) -> String {
        match self {
            Self::Message => "messages".to_owned(),
            Self::Question => "questions".to_owned(),
            Self::Note => "notes".to_owned(),
            Self::Answer(number) => format!("answers-{number}"),
        }
    }

    /// Finds the form of a key; `None` for a form whose text is not saved.
    pub fn of_key(key: &str) -> Option<Self> {
        match key {
            "messages" => Some(Self::Message),
            "questions" => Some(Self::Question),
            "notes" => Some(Self::Note),
            _ => key.strip_prefix("answers-")?.parse().ok().map(Self::Answer),
        }
    }

    /// Returns what its writer must be allowed to do.
    pub const fn action(self) -> Action {
        match self {
            Self::Message => Action::ShareMessage,
            Self::Question => Action::AskQuestion,
            Self::Note => Action::WriteNote,
            Self::Answer(_) => Action::AnswerQuestion,
        }
    }
}

/// What a form holds.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
#[expect(missing_docs, reason = "the names of the form's fields")]
pub struct Written<'a> {
    pub body: &'a str,
    pub due_date: &'a str,
    pub due_time: &'a str,
}

/// Saves what is being written over the version it was made from, and returns the next version; 0 when nothing is left.
///
/// Refused with [`AppError::DraftChanged`] when another window of the same person has saved something else since.
pub fn save(
    tx: &Tx<'_>,
    ctx: &Ctx,
    actor: &Actor,
    number: ConfirmationNumber,
    composer: Composer,
    written: Written<'_>,
    version: i64,
) -> Result<i64, AppError> {
    let case = cases::find(tx, number, Scope::of(actor))?.ok_or(AppError::NotFound)?;
    if !actor.may(composer.action()) {
        return Err(Refusal::NotAllowed { action: composer.action() }.into());
    }
    let longest = [
        ("body", written.body, MAX_BYTES),
        ("due_date", written.due_date, MAX_DUE),
        ("due_time", written.due_time, MAX_DUE),
    ];
    for (field, text, max) in longest {
        if text.len() > max {
            return Err(AppError::field(field, ProblemKind::TooLong { max, actual: text.len() }));
        }
    }
    let key = composer.key();
    let stored = find(tx, actor, &case, &key)?;
    let read = stored.as_ref().map_or(0, |stored| stored.version);
    let same = |stored: &Unsent| {
        stored.body == written.body
            && stored.due_date == written.due_date
            && stored.due_time == written.due_time
    };
    if stored.as_ref().is_some_and(same) {
        return Ok(read);
    }
    // What was sent or deleted meanwhile is not overwritten by what is written now.
    if stored.is_some() && version != read {
        return Err(AppError::DraftChanged { revision: read });
    }
    if written.body.trim().is_empty() {
        unsent::delete(tx, actor.person, case.id, &key)?;
        return Ok(0);
    }
    if stored.is_none() && unsent::count(tx, actor.person)? >= MAX_UNSENT {
        return Err(AppError::TooMany { limit: MAX_UNSENT });
    }
    let next = Unsent {
        kind: key,
        body: written.body.to_owned(),
        due_date: written.due_date.to_owned(),
        due_time: written.due_time.to_owned(),
        version: micros(ctx.now).max(read + 1),
    };
    if !unsent::put(tx, actor.person, case.id, &next, read)? {
        return Err(AppError::DraftChanged { revision: read });
    }
    Ok(next.version)
}

/// Deletes what was saved of a text that has been sent. What another window has written since stays.
pub fn sent(
    tx: &Tx<'_>,
    actor: &Actor,
    case: &Case,
    composer: Composer,
    body: &str,
    version: i64,
) -> Result<(), AppError> {
    let key = composer.key();
    if find(tx, actor, case, &key)?.is_some_and(|stored| stored.version == version || stored.body == body) {
        unsent::delete(tx, actor.person, case.id, &key)?;
    }
    Ok(())
}

fn find(tx: &Tx<'_>, actor: &Actor, case: &Case, key: &str) -> Result<Option<Unsent>, AppError> {
    Ok(unsent::of_case(tx, actor.person, case.id)?.into_iter().find(|stored| stored.kind == key))
}
