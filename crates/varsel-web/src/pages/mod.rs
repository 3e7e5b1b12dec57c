//! Pages, a module a topic. Each holds its handlers, what its templates show, and how the one becomes the other.

mod browser;
pub(crate) mod calendar;
pub(crate) mod case;
pub(crate) mod catalogue;
pub(crate) mod cves;
pub(crate) mod due_dates;
pub(crate) mod events;
pub(crate) mod guide;
pub(crate) mod home;
pub(crate) mod jobs;
pub(crate) mod organisation;
pub(crate) mod password;
pub(crate) mod people;
pub(crate) mod preferences;
mod problems;
pub(crate) mod profile;
pub(crate) mod promises;
pub(crate) mod queue;
pub(crate) mod request;
pub(crate) mod rules;
pub(crate) mod search;
pub(crate) mod security_txt;
pub(crate) mod sign_in;
pub(crate) mod welcome;
mod zones;

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use varsel_locale::{Texts, format};

/// Answers a form that was carried out: see other (RFC 9110, section 15.4.4).
pub(crate) fn see_other(path: &str) -> Response {
    let location = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

/// Adds a cookie to an answer.
pub(crate) fn set_cookie(response: &mut Response, cookie: &str) {
    const SET_COOKIE: HeaderName = header::SET_COOKIE;
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(SET_COOKIE, value);
    }
}

/// Returns a path of ours that a form wants to come back to; the start page if it is not one.
pub(crate) fn own_path(path: &str) -> &str {
    let plain = path.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    let known = crate::routes::knows(path.split(['?', '#']).next().unwrap_or_default());
    if path.starts_with('/') && !path.starts_with("//") && plain && known { path } else { "/" }
}

/// Returns a value of the query, or nothing.
pub(crate) fn query(ask: &crate::ask::Ask, name: &str) -> String {
    let given = ask.uri.query().unwrap_or_default();
    form_urlencoded::parse(given.as_bytes())
        .find(|(found, _)| found == name)
        .map_or_else(String::new, |(_, v)| v.into_owned())
}

/// Returns the code of what a form has just done, as the redirect after it says.
pub(crate) fn done(ask: &crate::ask::Ask) -> String {
    query(ask, "done")
}

/// Returns the code if it is one of those that a page has words for.
pub(crate) fn known(code: &str, codes: &[&'static str]) -> &'static str {
    codes.iter().find(|known| **known == code).copied().unwrap_or("")
}

/// Returns what is wrong with a field, all of it; empty if nothing is. `wrong` has the id of a field and what is wrong with it.
pub(crate) fn error_at(wrong: &[(&'static str, String)], field: &str) -> String {
    let faults = wrong.iter().filter(|(id, _)| *id == field).map(|(_, text)| text.as_str());
    faults.collect::<Vec<_>>().join(" ")
}

/// Writes a count that stops at a limit: "37", "1,000 or more".
pub(crate) fn capped(t: Texts, count: i64) -> String {
    let number = format::number(t.locale(), count);
    if count >= varsel_store::queue::COUNT_LIMIT { t.count_or_more(number) } else { number }
}
