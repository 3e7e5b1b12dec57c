//! Signing in and out, and signing in again without losing a submitted form.

use std::net::SocketAddr;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use varsel_app::account::{self, BROWSER_DAYS, NewSession};
use varsel_app::{AppError, password};
use varsel_store::access;
use varsel_store::people::Person;

use super::{done, known, own_path, see_other, set_cookie};
use crate::ask::{
    Ask, LOCALE_COOKIE, PLAIN_BROWSER_COOKIE, PLAIN_COOKIE, SECURE_BROWSER_COOKIE, SECURE_COOKIE,
};
use crate::chrome::{Chrome, Section};
use crate::failure::{Failure, html};
use crate::form::Form;
use crate::web::{TryAt, Web};

/// Why an attempt was refused.
#[derive(Clone)]
enum Refused {
    /// It was not, so far.
    Not,
    /// Address and password do not match.
    Wrong,
    /// The password was right, but the person has no role anywhere.
    WithoutRole,
    /// There were too many; the text says when the next one is looked at.
    Slow(String),
}

#[derive(Template)]
#[template(path = "pages/sign_in.html")]
struct SignInPage {
    chrome: Chrome,
    again: bool,
    refused: Refused,
    /// What was done before, which now asks for signing in: `password` or `joined`.
    done: &'static str,
    next: String,
    resume: String,
    email: String,
    demo: Demo,
}

/// The accounts of a demonstration; none elsewhere.
struct Demo {
    /// The code of a role, address and password.
    accounts: Vec<(&'static str, String, String)>,
    /// Whether others than the people at this machine reach it.
    is_open: bool,
}

#[derive(Template)]
#[template(path = "pages/resume.html")]
struct ResumePage {
    chrome: Chrome,
    action: String,
    fields: Vec<(String, String)>,
}

fn page(web: &Web, ask: &Ask) -> SignInPage {
    let mut chrome = Chrome::guest(web, ask, "");
    chrome.t.sign_in_title().clone_into(&mut chrome.title);
    SignInPage {
        chrome,
        again: false,
        refused: Refused::Not,
        done: "",
        next: "/".to_owned(),
        resume: String::new(),
        email: String::new(),
        demo: Demo {
            accounts: web.demo_accounts().to_vec(),
            is_open: web.settings().demo && !is_on_this_machine(&web.settings().base_url),
        },
    }
}

/// Returns whether an address is one of loopback.
fn is_on_this_machine(base_url: &str) -> bool {
    let authority = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    authority.parse::<SocketAddr>().is_ok_and(|address| address.ip().is_loopback())
}

/// `GET /sign-in`
pub(crate) async fn show(State(web): State<Web>, ask: Ask) -> Response {
    let mut page = page(&web, &ask);
    page.done = known(&done(&ask), &["password", "joined"]);
    html(StatusCode::OK, &page)
}

/// The page shown to a person without a session instead of the requested one.
pub(crate) fn again(web: &Web, ask: &Ask, next: &Uri, body: Option<&str>) -> Response {
    let mut page = page(web, ask);
    page.again = body.is_some();
    page.next = next.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
    body.unwrap_or_default().clone_into(&mut page.resume);
    let mut response = html(StatusCode::UNAUTHORIZED, &page);
    // RFC 9110, section 15.5.2 asks for a challenge. No scheme is registered for signing in with a form: browsers pass over it.
    let challenge = HeaderValue::from_static("Form realm=\"varsel\", action=\"/sign-in\"");
    response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    response
}

/// `POST /sign-in`
pub(crate) async fn submit(State(web): State<Web>, ask: Ask, form: Form) -> Result<Response, Failure> {
    let (given, secret) = (form.get("email").to_owned(), form.get("password").to_owned());
    let refused = |why| {
        let mut page = page(&web, &ask);
        page.refused = why;
        page.email.clone_from(&given);
        own_path(form.get("next")).clone_into(&mut page.next);
        form.get("resume").clone_into(&mut page.resume);
        page
    };
    let slow = |until: Timestamp| {
        let seconds = (until.duration_since((web.surroundings().clock)()).as_secs() + 1).max(1);
        let mut page = refused(Refused::Not);
        page.refused = Refused::Slow(page.chrome.t.sign_in_slow_advice(seconds));
        let mut response = html(StatusCode::TOO_MANY_REQUESTS, &page);
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        response
    };
    // A malformed address is treated like an unknown one.
    let email = account::read_email("email", &given).unwrap_or_else(|_| "nobody@invalid".to_owned());
    // Counted before anything is read or written, so that a flood of attempts costs no row.
    let source = match web.count_try(&ask, TryAt::Account(&email)) {
        Ok(source) => source,
        Err(until) => return Ok(slow(until)),
    };
    let browser = web.browser(&ask);
    let from = browser.clone();
    let begun = web
        .write_open(&ask, &form, move |tx, ctx| {
            match account::begin_sign_in(tx, ctx, &email, from.as_ref()) {
                Err(AppError::TooManyTries { until }) => Ok(Err(until)),
                other => other.map(Ok),
            }
        })
        .await?;
    let person: Option<Person> = match begun {
        Ok(person) => person,
        Err(until) => return Ok(slow(until)),
    };
    let hash = person.as_ref().and_then(|p| p.password_hash.clone());
    let fits = web.verify_password(move || password::verify(hash.as_deref(), &secret)).await?;
    let wrong = |why| html(StatusCode::UNPROCESSABLE_ENTITY, &refused(why));
    let Some(person) = person.filter(|_| fits) else { return Ok(wrong(Refused::Wrong)) };
    // Only failed attempts count against their source.
    web.take_back_try(&source);
    let (agent, before) = (ask.user_agent.clone(), ask.session.clone());
    let session = web
        .write_open(&ask, &form, move |tx, ctx| {
            account::finish_sign_in(tx, ctx, &person, &agent, browser.as_ref(), before.as_deref())
        })
        .await?;
    match session {
        Some(session) => enter(&web, &ask, &session, own_path(form.get("next")), form.get("resume")).await,
        None => Ok(wrong(Refused::WithoutRole)),
    }
}

/// Completes a sign-in: sets the cookie, and continues where they were going, with the form they were sending.
pub(crate) async fn enter(
    web: &Web,
    ask: &Ask,
    session: &NewSession,
    next: &str,
    resume: &str,
) -> Result<Response, Failure> {
    let mut now_signed = ask.clone();
    now_signed.session = Some(session.secret.clone());
    let (visitor, ()) = web.read_open(&now_signed, |_, _, _| Ok(())).await?;
    let mut response = if let (Some(visitor), false) = (&visitor, resume.is_empty()) {
        let mut chrome = Chrome::new(web, &now_signed, visitor, Section::None, "");
        chrome.t.sign_in_resume().clone_into(&mut chrome.title);
        let fields = Form::parse(resume).fields().map(|(n, v)| (n.to_owned(), v.to_owned())).collect();
        html(StatusCode::OK, &ResumePage { chrome, action: next.to_owned(), fields })
    } else {
        see_other(next)
    };
    set_cookie(&mut response, &session_cookie(web, &session.secret));
    set_cookie(&mut response, &browser_cookie(web, &session.browser));
    if let Some(visitor) = visitor {
        let lasting = if web.settings().secure { "; Secure" } else { "" };
        let tag = visitor.texts.locale().tag();
        set_cookie(
            &mut response,
            &format!("{LOCALE_COOKIE}={tag}; Path=/; Max-Age=31536000; SameSite=Lax{lasting}"),
        );
    }
    Ok(response)
}

/// Writes the session's cookie; it ends with the browser, or on the server.
pub(crate) fn session_cookie(web: &Web, secret: &str) -> String {
    if web.settings().secure {
        format!("{SECURE_COOKIE}={secret}; Path=/; HttpOnly; Secure; SameSite=Lax")
    } else {
        format!("{PLAIN_COOKIE}={secret}; Path=/; HttpOnly; SameSite=Lax")
    }
}

/// Writes the cookie by which a browser is known at the next sign-in.
pub(crate) fn browser_cookie(web: &Web, held: &str) -> String {
    let (name, secure) =
        if web.settings().secure { (SECURE_BROWSER_COOKIE, "; Secure") } else { (PLAIN_BROWSER_COOKIE, "") };
    let seconds = BROWSER_DAYS * 24 * 60 * 60;
    format!("{name}={held}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
}

/// `POST /sign-out`
pub(crate) async fn out(State(web): State<Web>, ask: Ask, form: Form) -> Result<Response, Failure> {
    let ended = web
        .write_signed(&ask, &form, |tx, _, visitor| {
            access::end_session(tx, visitor.signed.person, &visitor.signed.session)?;
            Ok(())
        })
        .await;
    match ended {
        Ok(_) | Err(Failure::SignIn { .. }) => {}
        Err(failure) => return Ok(failure.into_response()),
    }
    let mut response = see_other("/sign-in");
    let name = if web.settings().secure { SECURE_COOKIE } else { PLAIN_COOKIE };
    let secure = if web.settings().secure { "; Secure" } else { "" };
    set_cookie(&mut response, &format!("{name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax{secure}"));
    Ok(response)
}
