//! Search over everything the reader can see; a confirmation number goes straight to its case.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use varsel_app::AppError;
use varsel_core::case::StageKind;
use varsel_core::coded::Coded;
use varsel_core::confirmation_number::{ConfirmationNumber, NumberError, Prefix};
use varsel_core::ids::PublisherId;
use varsel_core::permission::Action;
use varsel_core::vulnerability_id::VulnerabilityId;
use varsel_locale::Texts;
use varsel_store::queue::Filter;
use varsel_store::search::{Found, find};
use varsel_store::{Scope, Tx, cases};

use super::queue::find_publisher;
use super::queue::query::Query;
use super::see_other;
use crate::ask::Ask;
use crate::chrome::{Chrome, Section};
use crate::failure::{Failure, html};
use crate::present;
use crate::web::{Visitor, Web};

/// How many cases a page shows.
const ROWS: usize = 20;
/// The maximum number of characters of a query that are read.
const MAX_QUERY: usize = 200;

/// What to say about a text that has the shape of a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum NumberHint {
    /// It is none.
    None,
    /// Its check character does not match.
    Mistyped,
    /// It is valid, but the case does not exist, or the reader cannot see it.
    Unknown,
}

/// A case that was found.
struct Hit {
    found: Found,
    severity: &'static str,
    stage: &'static str,
    is_open: bool,
}

#[derive(Template)]
#[template(path = "pages/search.html")]
struct SearchPage {
    chrome: Chrome,
    query: String,
    hits: Vec<Hit>,
    hint: NumberHint,
    is_desk: bool,
    picks: Vec<Pick>,
    /// What is typed as the filter of the publisher.
    publisher: String,
    is_filtered: bool,
    unfiltered: String,
    is_later_page: bool,
    first: String,
    older: Option<String>,
}

impl SearchPage {
    fn shown(&self) -> i64 {
        i64::try_from(self.hits.len()).unwrap_or(i64::MAX)
    }

    fn is_mistyped(&self) -> bool {
        self.hint == NumberHint::Mistyped
    }

    fn is_unknown(&self) -> bool {
        self.hint == NumberHint::Unknown
    }
}

/// `GET /search`
pub(crate) async fn show(State(web): State<Web>, ask: Ask) -> Result<Response, Failure> {
    let given = ask.uri.query().unwrap_or_default();
    let (query, before) = read_query(given);
    // The queue's filters, by the same names.
    let filters = Query::parse(given);
    let (text, wanted, after) = (query.clone(), filters.clone(), before.clone());
    let (visitor, found) = web
        .scan(&ask, Action::ReadCase, move |tx, ctx, me| {
            let scope = Scope::of(&me.actor);
            let hint = match read_number(&text, ctx.policy().prefix) {
                Some(Ok(number)) => match cases::find(tx, number, scope)? {
                    Some(_) => return Ok(Err(number)),
                    None => NumberHint::Unknown,
                },
                Some(Err(())) => NumberHint::Mistyped,
                None => NumberHint::None,
            };
            let limit = i64::try_from(ROWS + 1).unwrap_or(i64::MAX);
            let filter = filter(tx, me, &wanted)?;
            let before = after.and_then(|number| number.parse().ok());
            Ok(Ok((find(tx, scope, &text, filter, before, limit)?, hint)))
        })
        .await?;
    let (mut rows, hint) = match found {
        Ok(found) => found,
        Err(number) => return Ok(see_other(&format!("/cases/{number}"))),
    };
    let title = if query.is_empty() {
        visitor.texts.search_title().to_owned()
    } else {
        visitor.texts.search_title_for(&query)
    };
    let chrome = Chrome::new(&web, &ask, &visitor, Section::Search, title);
    let more = rows.len() > ROWS;
    rows.truncate(ROWS);
    let first = search_path(&query, &filters, None);
    let older = rows.last().filter(|_| more).map(|last| search_path(&query, &filters, Some(&last.number)));
    let t = chrome.t;
    let hits = rows
        .into_iter()
        .map(|found| Hit {
            severity: present::name(t, "severity", found.severity),
            stage: present::name(t, "stage", found.stage),
            is_open: StageKind::is_open(found.stage),
            found,
        })
        .collect();
    let is_desk = visitor.is_desk();
    let page = SearchPage {
        picks: picks(t, &filters),
        is_filtered: filters.is_filtered(),
        publisher: filters.publisher.clone().unwrap_or_default(),
        unfiltered: search_path(&query, &Query::default(), None),
        is_later_page: before.is_some(),
        chrome,
        query,
        hits,
        hint,
        is_desk,
        first,
        older,
    };
    Ok(html(StatusCode::OK, &page))
}

/// Reads what is searched for, and the number of the case after which the page begins.
fn read_query(text: &str) -> (String, Option<String>) {
    let mut query = String::new();
    let mut before = None;
    for (name, value) in form_urlencoded::parse(text.as_bytes()) {
        match &*name {
            "q" => query = value.trim().chars().filter(|c| !c.is_control()).take(MAX_QUERY).collect(),
            "before" => before = Some(value.into_owned()),
            _ => {}
        }
    }
    (query, before)
}

/// Reads a number as people type it. `None` when the text is no number, `Some(Err)` when one is mistyped.
fn read_number(text: &str, prefix: Prefix) -> Option<Result<ConfirmationNumber, ()>> {
    // A CVE id of four digits has the shape of a number, and is none.
    if text.parse::<VulnerabilityId>().is_ok() || !ConfirmationNumber::looks_like(text, prefix) {
        return None;
    }
    match ConfirmationNumber::parse(text, prefix) {
        Ok(number) => Some(Ok(number)),
        Err(NumberError::Check) => Some(Err(())),
        Err(_) => None,
    }
}

/// Creates the filter that an address names. Whoever asks for a publisher that nobody knows finds nothing of it.
fn filter(tx: &Tx<'_>, me: &Visitor, wanted: &Query) -> Result<Filter, AppError> {
    let publisher = match &wanted.publisher {
        Some(text) if me.is_desk() => {
            Some(find_publisher(tx, text)?.unwrap_or(PublisherId(uuid::Uuid::nil())))
        }
        _ => None,
    };
    Ok(wanted.filter(publisher))
}

/// A filter to choose from.
struct Pick {
    name: &'static str,
    label: &'static str,
    /// Code, name, and whether it is chosen.
    choices: Vec<(&'static str, &'static str, bool)>,
}

impl Pick {
    fn of<T: Coded + PartialEq>(
        t: Texts,
        name: &'static str,
        label: &'static str,
        chosen: Option<T>,
    ) -> Self {
        let choice = |value: &T| (value.code(), t.name_of(name, value.code()), chosen == Some(*value));
        // No case that is searched is a draft.
        let choices = T::ALL.iter().map(choice).filter(|(code, ..)| *code != "draft").collect();
        Self { name, label, choices }
    }
}

fn picks(t: Texts, filters: &Query) -> Vec<Pick> {
    vec![
        Pick::of(t, "severity", t.desk_severity(), filters.severity),
        Pick::of(t, "priority", t.desk_priority(), filters.priority),
        Pick::of(t, "category", t.desk_category(), filters.category),
        Pick::of(t, "stage", t.desk_stage(), filters.stage),
    ]
}

fn search_path(query: &str, filters: &Query, before: Option<&str>) -> String {
    let mut fields = form_urlencoded::Serializer::new(String::new());
    fields.append_pair("q", query);
    for (name, value) in filters.narrowing() {
        fields.append_pair(name, value);
    }
    if let Some(before) = before {
        fields.append_pair("before", before);
    }
    format!("/search?{}", fields.finish())
}

#[cfg(test)]
mod tests {
    use varsel_store::search::Piece;

    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        let right = ConfirmationNumber::from_random(Prefix::DEFAULT, 123_456_789);
        let text = right.to_string();
        for typed in [text.clone(), text.to_lowercase(), text.replace('-', ""), format!(" {text} ")] {
            assert_eq!(read_number(&typed, Prefix::DEFAULT), Some(Ok(right)), "{typed}");
        }
        let last = if text.ends_with('0') { "1" } else { "0" };
        let mistyped = format!("{}{last}", &text[..text.len() - 1]);
        assert_eq!(read_number(&mistyped, Prefix::DEFAULT), Some(Err(())));
        for other in ["libwebp", "CVE-2023-4863", " cve-2024-3094", "", "remote code execution"] {
            assert_eq!(read_number(other, Prefix::DEFAULT), None, "{other}");
        }
    }

    #[test]
    fn the_address_is_read_with_bounds() {
        assert_eq!(read_query("q=+a%07b+&before=12"), ("ab".to_owned(), Some("12".to_owned())));
        assert_eq!(read_query(&format!("q={}", "å".repeat(500))).0.chars().count(), MAX_QUERY);
        assert_eq!(
            read_query(search_path("a&b c", &Query::default(), Some("SE-1")).trim_start_matches("/search?")),
            ("a&b c".to_owned(), Some("SE-1".to_owned()))
        );
    }

    #[test]
    fn nothing_in_a_snippet_becomes_markup() {
        let piece = |is_hit, text: &str| Piece { is_hit, text: text.to_owned() };
        let pieces = vec![piece(false, "<b>\"a' & "), piece(true, "<i>"), piece(false, "</i>")];
        let page = Sample { pieces: &pieces }.render().unwrap();
        assert_eq!(page.matches("<mark>").count(), 1);
        let shown = page.replace("<mark>", "").replace("</mark>", "");
        assert!(!shown.contains(['<', '>', '"', '\'']), "{page}");
    }

    #[derive(Template)]
    #[template(path = "parts/snippet.html")]
    struct Sample<'a> {
        pieces: &'a [Piece],
    }
}
