//! Pieces of page about public CVEs, for scripts: suggestions while an id or words are typed, and what is known of ids.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use varsel_app::cve;
use varsel_core::permission::Action;
use varsel_core::vulnerability_id::{self, VulnerabilityId};
use varsel_locale::Texts;
use varsel_store::Scope;
use varsel_store::cves::{self, FoundCve};

use crate::ask::Ask;
use crate::cve_card::{self, CveCards};
use crate::failure::{Failure, html};
use crate::form::Form;
use crate::web::Web;

/// How many suggestions there are.
const SUGGESTED: i64 = 8;
/// How many characters of words to search for are read.
const LONGEST: usize = 200;
/// How many ids are looked up at once.
const MOST: usize = 50;

#[derive(Template)]
#[template(path = "parts/cve_options.html")]
struct Options {
    found: Vec<FoundCve>,
}

#[derive(Template)]
#[template(path = "parts/cve_cards.html")]
pub(crate) struct Known {
    pub(crate) t: Texts,
    pub(crate) cards: CveCards,
    pub(crate) may_fill: &'static str,
}

fn asked(ask: &Ask) -> Form {
    Form::parse(ask.uri.query().unwrap_or_default())
}

/// Finds the ids of vulnerabilities in a text.
pub(crate) fn ids(text: &str) -> Vec<VulnerabilityId> {
    let mut found: Vec<VulnerabilityId> = Vec::new();
    for id in vulnerability_id::pieces(text).filter_map(|piece| piece.parse().ok()) {
        if !found.contains(&id) {
            found.push(id);
        }
    }
    found
}

/// `GET /cves/suggestions?q=…`
pub(crate) async fn suggestions(State(web): State<Web>, ask: Ask) -> Result<Response, Failure> {
    let query: String = asked(&ask).get("q").chars().take(LONGEST).collect();
    let (_, found) =
        web.scan(&ask, Action::ReadCase, move |tx, _, _| Ok(cves::search(tx, &query, SUGGESTED)?)).await?;
    Ok(html(StatusCode::OK, &Options { found }))
}

/// `GET /cves/cards?ids=…`
pub(crate) async fn cards(State(web): State<Web>, ask: Ask) -> Result<Response, Failure> {
    let mut ids = ids(asked(&ask).get("ids"));
    let left_out = i64::try_from(ids.split_off(ids.len().min(MOST)).len()).unwrap_or(i64::MAX);
    let (me, (mut cards, due)) = web
        .read(&ask, Action::ReadCase, move |tx, ctx, me| {
            let scope = Scope::of(&me.actor);
            let mut due = Vec::new();
            for id in &ids {
                if cve::is_due(tx, ctx, scope, id)? {
                    due.push(id.clone());
                }
            }
            Ok((cve_card::cards(tx, ctx, scope, &ids)?, due))
        })
        .await?;
    cards.leave_out(left_out);
    if !due.is_empty() {
        let (scope, wanted) = (Scope::of(&me.actor), due.clone());
        // Where it cannot be noted, nothing is waited for.
        let put_off = web.follow_up(move |tx, ctx| Ok(cve::want(tx, ctx, scope, &wanted)?)).await;
        cards.await_answers(&due, &put_off.unwrap_or_else(|| due.clone()));
    }
    Ok(html(StatusCode::OK, &Known { t: me.texts, cards, may_fill: "fill" }))
}
