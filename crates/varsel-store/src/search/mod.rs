//! Full-text search over number, title, offer and publisher names, CVE ids and text, within the scope of the reader.

mod document;
mod fold;
mod snippet;

use std::collections::HashSet;

use jiff::Timestamp;
use varsel_core::case::{Audience, Case, Event, StageKind};
use varsel_core::coded::Coded;
use varsel_core::confirmation_number::ConfirmationNumber;
use varsel_core::ids::CaseId;
use varsel_core::score::Severity;

use self::document::{Document, MAX_TEXT};
use self::fold::Words;
pub use self::snippet::Piece;
use crate::cases::{self, Similar, similar};
use crate::convert::{code_at, id_at, instant_at, owned};
use crate::queue::Filter;
use crate::{Engine, Scope, StoreError, Tx, Value, catalogue, sql};

/// The maximum number of similar cases stored for a new one.
const NEAR_KEPT: i64 = 4;
/// The maximum number of words in a query.
const MAX_WORDS: usize = 12;

/// Indexes a new case.
pub fn insert(tx: &Tx<'_>, case: &Case, publisher_name: &str) -> Result<(), StoreError> {
    let (Some(report), Some(document)) = (&case.report, Document::of(case, publisher_name)) else {
        return Ok(());
    };
    document.save(tx, case, true)?;
    let id = case.id.to_string();
    let words = telling_words(report.title.as_str());
    note_near(tx, &id, &words)?;
    for word in &words {
        tx.execute(&sql::search::INSERT_WORD, &[Value::Text(word), Value::Text(&id)])?;
    }
    Ok(())
}

/// Stores which earlier cases are similar to a new one, whose own words are not stored yet.
fn note_near(tx: &Tx<'_>, id: &str, words: &[String]) -> Result<(), StoreError> {
    if words.len() < 2 {
        return Ok(());
    }
    let word = |place: usize| Value::Text(words.get(place).map_or("", String::as_str));
    let parameters = [word(0), word(1), word(2), word(3), Value::Int(NEAR_KEPT)];
    let near = tx.query(&sql::search::FIND_NEAR, &parameters, |row| Ok((owned(row, 0)?, row.int(1)?)))?;
    for (other, shared) in &near {
        for (one, other) in [(id, other.as_str()), (other.as_str(), id)] {
            tx.execute(
                &sql::search::INSERT_NEAR,
                &[Value::Text(one), Value::Int(*shared), Value::Text(other)],
            )?;
        }
    }
    Ok(())
}

/// Adds what an event says to what its case is found by, for those who can read the event.
pub fn append(tx: &Tx<'_>, case: &Case, event: &Event) -> Result<(), StoreError> {
    let texts = event.search_texts();
    if texts.is_empty() {
        return Ok(());
    }
    let id = case.id.to_string();
    let stored = tx.query_one(&sql::search::WORDS_OF, &[Value::Text(&id)], |row| {
        Ok((Words::stored(row.text(0)?), Words::stored(row.text(1)?)))
    })?;
    let Some((mut shared, mut desk)) = stored else { return Ok(()) };
    let (mut body, mut notes) = (String::new(), String::new());
    let (shown, words) = match event.audience() {
        Audience::Shared => (&mut body, &mut shared),
        Audience::DeskOnly => (&mut notes, &mut desk),
    };
    for text in texts {
        shown.push('\n');
        shown.push_str(text);
        words.add(text);
    }
    let parameters = [
        Value::Text(&id),
        Value::Text(&body),
        Value::Text(&notes),
        Value::Int(MAX_TEXT),
        Value::Text(shared.as_str()),
        Value::Text(desk.as_str()),
    ];
    tx.execute(&sql::search::APPEND, &parameters).map(drop)
}

/// Indexes up to `limit` cases again whose words follow older rules, from their histories, and counts them.
pub fn reindex(tx: &Tx<'_>, limit: i64) -> Result<u64, StoreError> {
    let parameters = [Value::Int(fold::VERSION), Value::Int(limit)];
    let behind: Vec<CaseId> = tx.query(&sql::search::BEHIND, &parameters, |row| id_at(row, 0))?;
    let mut done = 0;
    for id in &behind {
        let Some(case) = cases::load(tx, *id)? else { continue };
        // What is said of the case from here on waits, so that none of it is lost.
        if let Some(number) = case.number {
            cases::lock(tx, number)?;
        }
        let publisher = catalogue::publisher_by_id(tx, case.publisher)?.map(|publisher| publisher.name);
        let Some(mut document) = Document::of(&case, &publisher.unwrap_or_default()) else { continue };
        let mut after = 0;
        loop {
            let page = cases::history(tx, *id, after, 200)?;
            let Some(last) = page.last() else { break };
            after = last.sequence;
            for recorded in &page {
                document.add(&recorded.event);
            }
        }
        document.save(tx, &case, false)?;
        done += 1;
    }
    Ok(done)
}

/// A search result.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// Its number.
    pub number: String,
    /// Its title, with the words that were searched for.
    pub title: Vec<Piece>,
    /// Its stage.
    pub stage: StageKind,
    /// The severity.
    pub severity: Severity,
    /// Its owner.
    pub publisher: String,
    /// When it was submitted.
    pub submitted: Timestamp,
    /// A snippet of text around the matches.
    pub snippet: Vec<Piece>,
}

/// Finds the newest cases that contain all words of a query, the last of them as a prefix, and match a filter.
///
/// `before` is the number of the last case of the previous page: row ids are global, so that a cursor by row would reveal how
/// many cases others have. A number that the reader cannot see starts at the first page.
pub fn find(
    tx: &Tx<'_>,
    scope: Scope,
    query: &str,
    filter: Filter,
    before: Option<ConfirmationNumber>,
    limit: i64,
) -> Result<Vec<Found>, StoreError> {
    let words: Vec<String> = fold::words(query).take(MAX_WORDS).collect();
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let reader = match scope {
        Scope::Publisher(id) => Reader::Publisher(scope_word(&id.to_string())),
        Scope::Desk => Reader::Desk,
        Scope::Nothing => return Ok(Vec::new()),
    };
    let before = before.map(|number| row_of(tx, &reader, number)).transpose()?.flatten();
    let expression = match tx.engine() {
        Engine::Sqlite => sqlite_expression(&words, &reader),
        Engine::Postgres => postgres_expression(&words),
    };
    run(tx, &reader, &words, &expression, filter, before, limit)
}

/// The searcher, who can see at least something.
enum Reader {
    /// The desk, which sees every case.
    Desk,
    /// A publisher, by the word of its id.
    Publisher(String),
}

/// Returns the row of a case that the reader can see.
fn row_of(tx: &Tx<'_>, reader: &Reader, number: ConfirmationNumber) -> Result<Option<i64>, StoreError> {
    let word = match reader {
        Reader::Publisher(word) => word,
        Reader::Desk => "",
    };
    let parameters = [Value::Text(&number.to_string()), Value::Text(word)];
    tx.query_one(&sql::search::ROW_OF, &parameters, |row| row.int(0))
}

/// Finds other cases that share words with a case's title, most similar first.
pub fn near(tx: &Tx<'_>, case: &Case, limit: i64) -> Result<Vec<Similar>, StoreError> {
    tx.query(&sql::search::NEAR, &[Value::Text(&case.id.to_string()), Value::Int(limit)], similar)
}

/// Chooses the longest four words of a title: they are the likeliest to be rare.
fn telling_words(title: &str) -> Vec<String> {
    let mut words = plain_words(title);
    words.retain(|word| word.chars().count() > 3);
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    let mut seen = HashSet::new();
    words.retain(|word| seen.insert(word.clone()));
    words.truncate(4);
    words
}

fn run(
    tx: &Tx<'_>,
    reader: &Reader,
    words: &[String],
    expression: &str,
    filter: Filter,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Found>, StoreError> {
    let of_publisher = filter.publisher.map(|id| id.to_string()).unwrap_or_default();
    let mut parameters = vec![
        Value::Text(expression),
        Value::Int(before.unwrap_or(i64::MAX)),
        Value::Int(limit),
        Value::Text(filter.severity.map_or("", Coded::code)),
        Value::Text(filter.priority.map_or("", Coded::code)),
        Value::Text(filter.category.map_or("", Coded::code)),
        Value::Text(filter.stage.map_or("", Coded::code)),
        Value::Text(&of_publisher),
        Value::Int(snippet::HEAD),
    ];
    let statement = match reader {
        Reader::Publisher(word) => {
            parameters.push(Value::Text(word));
            &sql::search::FIND_PUBLISHER
        }
        Reader::Desk => &sql::search::FIND_DESK,
    };
    let mut found = tx.query(statement, &parameters, |row| {
        let (names, body, notes) = (row.text(7)?, row.text(8)?, row.opt_text(9)?.unwrap_or_default());
        let title = snippet::marked(words, row.text(2)?);
        let (snippet, is_shown) = snippet::snippet(words, &[body, notes, names]);
        let is_hit = is_shown || title.iter().any(|piece| piece.is_hit);
        let found = Found {
            snippet,
            number: owned(row, 1)?,
            title,
            stage: code_at(row, 3)?,
            severity: code_at(row, 4)?,
            publisher: owned(row, 5)?,
            submitted: instant_at(row, 6)?,
        };
        Ok((found, is_hit))
    })?;
    for (found, is_hit) in found.iter_mut().filter(|(_, is_hit)| !is_hit) {
        let is_desk = matches!(reader, Reader::Desk);
        let parameters =
            [Value::Text(&found.number), Value::Int(snippet::HEAD + 1), Value::Int(is_desk.into())];
        let further = tx.query_one(&sql::search::TAIL, &parameters, |row| {
            Ok(snippet::snippet(words, &[row.text(0)?, row.text(1)?]))
        })?;
        if let Some((snippet, true)) = further {
            (found.snippet, *is_hit) = (snippet, true);
        }
    }
    Ok(found.into_iter().map(|(found, _)| found).collect())
}

/// A publisher's id as one word that no tokeniser splits.
fn scope_word(publisher: &str) -> String {
    format!("p{}", publisher.replace('-', ""))
}

/// Splits a text into words as both engines' tokenisers do: runs of letters and digits.
fn plain_words(query: &str) -> Vec<String> {
    query
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(MAX_WORDS)
        .map(str::to_lowercase)
        .collect()
}

/// Writes words as terms, each in quotes. Words hold letters and digits only, so nothing in them can be syntax inside the quotes.
///
/// The last also matches as a prefix, because it can be unfinished; a single letter would match nearly everything.
fn terms(words: &[String], quote: char, beginning: &str, join: &str) -> String {
    let mut terms = String::new();
    for (place, word) in words.iter().enumerate() {
        if place > 0 {
            terms.push_str(join);
        }
        terms.push(quote);
        terms.push_str(word);
        terms.push(quote);
    }
    if words.last().is_some_and(|word| word.chars().nth(1).is_some()) {
        terms.push_str(beginning);
    }
    terms
}

/// Builds two expressions for the words of a query in any column: exact, and with the last as a prefix. `None` for a query
/// without words.
pub(crate) fn plain_expressions(engine: Engine, query: &str) -> Option<[String; 2]> {
    let words = plain_words(query);
    if words.is_empty() {
        return None;
    }
    Some(match engine {
        Engine::Sqlite => ["", "*"].map(|beginning| terms(&words, '"', beginning, " AND ")),
        Engine::Postgres => ["", ":*"].map(|beginning| terms(&words, '\'', beginning, " & ")),
    })
}

/// Builds an FTS5 expression.
fn sqlite_expression(words: &[String], reader: &Reader) -> String {
    let terms = terms(words, '"', "*", " AND ");
    match reader {
        Reader::Publisher(word) => format!("{{shared_words}} : ({terms}) AND scope : \"{word}\""),
        Reader::Desk => format!("{{shared_words desk_words}} : ({terms})"),
    }
}

/// Builds a tsquery in text.
fn postgres_expression(words: &[String]) -> String {
    terms(words, '\'', ":*", " & ")
}
