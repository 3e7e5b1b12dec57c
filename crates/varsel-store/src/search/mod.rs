//! Full-text search over number, title, offer and publisher names, CVE ids and text, within the scope of the reader.

mod snippet;

use std::collections::HashSet;
use std::fmt::Write as _;

use jiff::Timestamp;
use varsel_core::case::{Audience, Case, Event, StageKind};
use varsel_core::coded::Coded;
use varsel_core::confirmation_number::ConfirmationNumber;
use varsel_core::score::Severity;

pub use self::snippet::Piece;
use crate::cases::{Similar, similar};
use crate::convert::{code_at, instant_at, owned};
use crate::queue::Filter;
use crate::{Engine, Scope, StoreError, Tx, Value, sql};

/// The maximum number of characters of conversation, or of notes, indexed for a case.
const MAX_TEXT: i64 = 200_000;
/// The maximum number of similar cases stored for a new one.
const NEAR_KEPT: i64 = 4;
/// The maximum number of words in a query.
const MAX_WORDS: usize = 12;

/// Indexes a new case.
pub fn insert(tx: &Tx<'_>, case: &Case, publisher_name: &str) -> Result<(), StoreError> {
    let Some(report) = &case.report else { return Ok(()) };
    let mut names = String::new();
    if let Some(number) = case.number {
        let number = number.to_string();
        let _ = write!(names, "{number} {} ", number.replace('-', ""));
    }
    names.push_str(publisher_name);
    for affected in &report.affected {
        let _ = write!(names, " · {}", affected.name);
    }
    let mut body = report.description.as_str().to_owned();
    if let Some(vulnerability) = &report.vulnerability {
        for cve in &vulnerability.cves {
            let _ = write!(names, " {cve}");
        }
        if let Some(component) = &vulnerability.upstream_component {
            let _ = write!(names, " {component}");
        }
    }
    for step in &report.resolution.steps {
        let _ = write!(body, "\n{step}");
    }
    if let Some(reference) = &report.own_reference {
        let _ = write!(names, " {reference}");
    }
    let (id, scope) = (case.id.to_string(), scope_word(&case.publisher.to_string()));
    let parameters = [
        Value::Text(&id),
        Value::Text(&scope),
        Value::Text(report.title.as_str()),
        Value::Text(&names),
        Value::Text(&body),
    ];
    tx.execute(&sql::search::INSERT, &parameters)?;
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

/// Indexes the text of an event: the conversation for both sides, notes for the desk only.
pub fn append(tx: &Tx<'_>, case: &Case, event: &Event) -> Result<(), StoreError> {
    let Some(text) = event.text() else { return Ok(()) };
    let statement = match event.audience() {
        Audience::Shared => &sql::search::APPEND_BODY,
        Audience::DeskOnly => &sql::search::APPEND_NOTES,
    };
    let text = format!("\n{text}");
    tx.execute(statement, &[Value::Text(&case.id.to_string()), Value::Text(&text), Value::Int(MAX_TEXT)])
        .map(drop)
}

/// A search result.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
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
    let words = words(query);
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
    let mut words = words(title);
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
    tx.query(statement, &parameters, |row| {
        let number = owned(row, 1)?;
        let (names, body) = (row.text(7)?, row.text(8)?);
        // The names start with the number in both spellings, which is shown beside the snippet.
        let spelt = format!("{number} {} ", number.replace('-', ""));
        let names = names.strip_prefix(&spelt).unwrap_or(names);
        let notes = row.opt_text(9)?.unwrap_or_default();
        let title = owned(row, 2)?;
        Ok(Found {
            snippet: snippet::snippet(words, &[body, notes, names, &title]),
            number,
            title,
            stage: code_at(row, 3)?,
            severity: code_at(row, 4)?,
            publisher: owned(row, 5)?,
            submitted: instant_at(row, 6)?,
        })
    })
}

/// A publisher's id as one word that no tokeniser splits.
fn scope_word(publisher: &str) -> String {
    format!("p{}", publisher.replace('-', ""))
}

/// Splits a query into words as both engines' tokenisers do: runs of letters and digits.
fn words(query: &str) -> Vec<String> {
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
    let words = words(query);
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
        Reader::Publisher(word) => format!("{{title names body}} : ({terms}) AND scope : \"{word}\""),
        Reader::Desk => format!("{{title names body notes}} : ({terms})"),
    }
}

/// Builds a tsquery in text.
fn postgres_expression(words: &[String]) -> String {
    terms(words, '\'', ":*", " & ")
}
