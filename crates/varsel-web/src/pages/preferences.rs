//! Language and colours, for anyone; and the marketplace's accent colour.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use varsel_locale::Locale;
use varsel_store::people;

use super::{own_path, see_other, set_cookie};
use crate::ask::{Ask, LOCALE_COOKIE, THEME_COOKIE};
use crate::failure::Failure;
use crate::form::Form;
use crate::web::Web;

/// Keeps a choice in the browser for a year.
pub(crate) fn keep(web: &Web, response: &mut Response, name: &str, value: &str) {
    let secure = if web.settings().secure { "; Secure" } else { "" };
    set_cookie(response, &format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax{secure}"));
}

/// `POST /language`
pub(crate) async fn language(State(web): State<Web>, ask: Ask, form: Form) -> Result<Response, Failure> {
    let tag = Locale::from_tag(form.get("lang")).unwrap_or_default().tag();
    if ask.session.is_some() {
        let kept = web
            .write_signed(&ask, &form, move |tx, _, v| Ok(people::set_locale(tx, v.signed.person, tag)?))
            .await;
        // Without a session the cookie alone keeps it.
        if let Err(failure) = kept
            && !matches!(failure, Failure::SignIn { .. })
        {
            return Err(failure);
        }
    }
    let mut response = see_other(own_path(form.get("next")));
    keep(&web, &mut response, LOCALE_COOKIE, tag);
    Ok(response)
}

/// `POST /theme`
pub(crate) async fn theme(State(web): State<Web>, ask: Ask, form: Form) -> Result<Response, Failure> {
    let theme = match form.get("theme") {
        "light" => "light",
        "dark" => "dark",
        _ => "auto",
    };
    if ask.session.is_some() {
        let kept = web
            .write_signed(&ask, &form, move |tx, _, v| Ok(people::set_theme(tx, v.signed.person, theme)?))
            .await;
        if let Err(failure) = kept
            && !matches!(failure, Failure::SignIn { .. })
        {
            return Err(failure);
        }
    }
    let mut response = see_other(own_path(form.get("next")));
    keep(&web, &mut response, THEME_COOKIE, theme);
    Ok(response)
}

/// `GET /accent.css`: the marketplace's colour over ours.
pub(crate) async fn accent(State(web): State<Web>) -> Result<Response, Failure> {
    let colour = web.settings().accent.as_deref().ok_or(Failure::NotFound)?;
    let css = format!(
        ":root{{--accent:light-dark({colour},color-mix(in oklab,{colour},white 55%));\
         --accent-soft:light-dark(color-mix(in oklab,{colour},white 88%),color-mix(in oklab,{colour},black 65%))}}"
    );
    Ok(([(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "max-age=3600")], css)
        .into_response())
}
