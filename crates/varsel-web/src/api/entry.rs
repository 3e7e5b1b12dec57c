//! An entry of a timeline as its readers see it.

use std::collections::HashMap;

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use varsel_core::case::{Author, Case, Event, Recorded};
use varsel_core::ids::PersonId;
use varsel_locale::describe::{self, Reader};
use varsel_store::cases::Entry as StoredEntry;
use varsel_store::{StoreError, Tx, people};

use super::code;
use super::token::Holder;

/// A timeline entry: something that happened to a case.
#[derive(Serialize, ToSchema)]
pub(crate) struct Entry {
    /// Stable code for the kind of event.
    #[schema(example = "message_shared")]
    kind: &'static str,
    /// Time.
    at: Timestamp,
    /// Who did it; null for Varsel itself.
    #[schema(required)]
    author: Option<EntryAuthor>,
    /// What happened, in the language of `Accept-Language`.
    sentence: String,
    /// The author's text: a message, a question, an answer.
    #[schema(required)]
    text: Option<String>,
}

/// The author of an entry.
#[derive(Serialize, ToSchema)]
pub(crate) struct EntryAuthor {
    /// Their name.
    name: String,
    /// The side they acted for.
    side: code::Party,
}

impl Entry {
    /// Builds the entries that the store has returned for this reader.
    pub(crate) fn of(tx: &Tx<'_>, holder: &Holder, entries: &[StoredEntry]) -> Result<Vec<Self>, StoreError> {
        let mut names: HashMap<PersonId, String> = HashMap::new();
        for entry in entries {
            let named = match entry.recorded.event {
                Event::OwnerAssigned { owner } => owner,
                Event::Assessed { proposed_by, .. } if holder.is_desk() => proposed_by,
                _ => None,
            };
            if let Some(id) = named
                && !names.contains_key(&id)
                && let Some(person) = people::by_id(tx, id)?
            {
                names.insert(id, person.name);
            }
        }
        let name_of = |id: PersonId| names.get(&id).map(String::as_str);
        // API clients are not a particular person: sentences name people and never say "you".
        let reader = Reader {
            person: None,
            side: holder.actor.party(),
            zone: &holder.zone,
            now: holder.now,
            name_of: &name_of,
        };
        let show = |entry: &StoredEntry| {
            let name = entry.author_name.as_deref();
            Self {
                kind: entry.recorded.event.kind(),
                at: entry.recorded.at,
                author: EntryAuthor::of(&entry.recorded, name),
                sentence: describe::describe(holder.texts, &entry.recorded, name, &reader),
                text: entry.recorded.event.text().map(ToString::to_string),
            }
        };
        Ok(entries.iter().map(show).collect())
    }
}

impl EntryAuthor {
    fn of(recorded: &Recorded, name: Option<&str>) -> Option<Self> {
        match recorded.author {
            Author::System => None,
            author @ Author::Person { .. } => {
                Some(Self { name: name.unwrap_or_default().to_owned(), side: Case::side_of(author)?.into() })
            }
        }
    }
}
