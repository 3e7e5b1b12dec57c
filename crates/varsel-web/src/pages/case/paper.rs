//! What stands at the head and foot of every sheet that a page about a case is printed on: its number, and to whom it may be passed
//! on (TLP 2.0 asks for its marking in both places, at the right).

use std::fmt::Write as _;

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use varsel_app::AppError;
use varsel_core::permission::Action;
use varsel_store::{Scope, cases};

use super::load;
use crate::ask::Ask;
use crate::failure::Failure;
use crate::web::Web;

/// `GET /cases/{number}/paper.css`: the margins of its sheets.
pub(crate) async fn show(
    State(web): State<Web>,
    ask: Ask,
    Path(number): Path<String>,
) -> Result<Response, Failure> {
    let (_, case) = web
        .read(&ask, Action::ReadCase, move |tx, ctx, me| {
            let number = load::number(ctx, &number)?;
            cases::find(tx, number, Scope::of(&me.actor))?.ok_or(AppError::NotFound)
        })
        .await?;
    let number = case.number.map(|number| number.to_string()).unwrap_or_default();
    let tlp = case.report.as_ref().map_or("", |report| report.tlp.label());
    let css = margins(&web.settings().marketplace, &number, tlp);
    Ok(([(header::CONTENT_TYPE, "text/css; charset=utf-8")], css).into_response())
}

/// Writes the style sheet.
fn margins(marketplace: &str, number: &str, tlp: &str) -> String {
    let left = quoted(&format!("{marketplace} \u{b7} {number}"));
    let (number, tlp) = (quoted(number), quoted(tlp));
    format!(
        "@page{{@top-left{{content:{left}}}@top-right{{content:{tlp}}}\
         @bottom-left{{content:{number}}}@bottom-right{{content:{tlp}}}}}\n"
    )
}

/// Writes a text as a string of CSS: whatever is no letter, digit or blank by its code point (CSS Syntax 3, section 4.3.7).
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        if c.is_alphanumeric() || c == ' ' {
            out.push(c);
        } else {
            let _ = write!(out, "\\{:x} ", u32::from(c));
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sheet_has_number_and_marking_at_head_and_foot() {
        let css = margins("Northwind Marketplace", "SE-7KQ4-M2XD", "TLP:AMBER+STRICT");
        for side in ["@top-right", "@bottom-right"] {
            assert!(css.contains(&format!("{side}{{content:\"TLP\\3a AMBER\\2b STRICT\"}}")), "{css}");
        }
        assert_eq!(css.matches("SE\\2d 7KQ4\\2d M2XD").count(), 2, "{css}");
    }

    #[test]
    fn a_name_never_ends_the_string_that_it_stands_in() {
        let css = margins("A\"}*{x:url(//b)}\n</style>\\", "", "");
        assert_eq!(css.matches('"').count(), 8, "{css}");
        assert!(!css.contains("url(") && !css.contains('<') && css.matches('\n').count() == 1, "{css}");
        assert_eq!(quoted("Åland & Söner"), "\"Åland \\26  Söner\"");
    }
}
