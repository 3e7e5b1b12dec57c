//! A person's own page: who they are, their password, sessions, API tokens and organisations.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::{Timestamp, ToSpan};
use varsel_app::account::{self, Scope};
use varsel_app::{AppError, password};
use varsel_core::clock::zones;
use varsel_core::coded::Coded;
use varsel_core::ids::PublisherId;
use varsel_core::permission::Action;
use varsel_locale::{Locale, Texts};
use varsel_store::access::{self, SessionRow, TokenRow};
use varsel_store::people::{self, Membership, Profile};

use super::preferences::keep;
use super::problems::Problems;
use super::sign_in::{browser_cookie, session_cookie};
use super::welcome::new_password;
use super::{browser, done, due_dates, known, see_other, set_cookie};
use crate::ask::{Ask, LOCALE_COOKIE, THEME_COOKIE};
use crate::chrome::{Chrome, Section};
use crate::failure::{Failure, html};
use crate::form::Form;
use crate::web::{TryAt, Visitor, Web};

/// For how many days a token works unless its maker says otherwise.
const TOKEN_DAYS: &str = "90";

struct SessionLine {
    id: String,
    browser: String,
    created: Timestamp,
    seen: Timestamp,
    /// Whether it is the one that this page is read in.
    current: bool,
}

struct TokenLine {
    id: String,
    name: String,
    scopes: String,
    hint: String,
    expires: Timestamp,
    used: Option<Timestamp>,
    expired: bool,
}

struct ScopeLine {
    code: &'static str,
    name: &'static str,
    meaning: &'static str,
    checked: bool,
}

#[derive(Template)]
#[template(path = "pages/profile.html")]
struct ProfilePage {
    chrome: Chrome,
    problems: Problems,
    done: &'static str,
    email: String,
    name: String,
    locale: String,
    zone: String,
    theme: String,
    single_keys: bool,
    sessions: Vec<SessionLine>,
    tokens: Vec<TokenLine>,
    /// The token that was just made: its name and its secret, shown this once.
    made: Option<(String, String)>,
    /// The addresses of due dates that the token opens, with what each shows.
    subscriptions: Vec<(&'static str, String)>,
    /// Whether they read cases, and so have due dates.
    may_subscribe: bool,
    token_name: String,
    token_days: String,
    scopes: Vec<ScopeLine>,
    memberships: Vec<Membership>,
    publisher: Option<PublisherId>,
}

impl ProfilePage {
    fn is_theme(&self, theme: &str) -> bool {
        self.theme == theme
    }

    fn is_current(&self, publisher: &PublisherId) -> bool {
        self.publisher == Some(*publisher)
    }

    fn others(&self) -> usize {
        self.sessions.iter().filter(|s| !s.current).count()
    }
}

/// Says in words which browser a session is in.
fn browser_words(t: Texts, user_agent: &str) -> String {
    match browser::names(user_agent) {
        (Some(browser), Some(system)) => t.session_browser_on(browser, system),
        (Some(browser), None) => browser.to_owned(),
        (None, Some(system)) => t.session_unknown_on(system),
        (None, None) => t.session_unknown().to_owned(),
    }
}

fn scope_line(t: Texts, scope: Scope, checked: bool) -> ScopeLine {
    let (name, meaning) = match scope {
        Scope::CasesRead => (t.scope_cases_read(), t.scope_cases_read_may()),
        Scope::CasesWrite => (t.scope_cases_write(), t.scope_cases_write_may()),
        Scope::CalendarRead => (t.scope_calendar_read(), t.scope_calendar_read_may()),
    };
    ScopeLine { code: scope.code(), name, meaning, checked }
}

/// Names the scopes that a token has.
fn scope_names(t: Texts, codes: &str) -> String {
    let names =
        codes.split(' ').filter_map(|code| Scope::from_code(code).ok()).map(|s| scope_line(t, s, false).name);
    names.collect::<Vec<_>>().join(", ")
}

struct Data {
    sessions: Vec<SessionRow>,
    tokens: Vec<TokenRow>,
    memberships: Vec<Membership>,
}

/// Reads the data of the page, for the signed-in person.
async fn load(web: &Web, ask: &Ask) -> Result<ProfilePage, Failure> {
    let (visitor, data) = web
        .read(ask, Action::ManageOwnTokens, |tx, ctx, me| {
            let idle = ctx.policy().session_idle_minutes.minutes();
            let mut sessions = access::sessions(tx, me.actor.person)?;
            sessions.retain(|s| s.expires > ctx.now && s.seen + idle > ctx.now);
            let mut memberships =
                if me.is_desk() { Vec::new() } else { people::memberships(tx, me.actor.person)? };
            me.texts.sort_by_name(&mut memberships, |membership| &membership.name);
            Ok(Data { sessions, tokens: access::tokens(tx, me.actor.person)?, memberships })
        })
        .await?;
    Ok(page(web, ask, &visitor, data))
}

fn page(web: &Web, ask: &Ask, visitor: &Visitor, data: Data) -> ProfilePage {
    let t = visitor.texts;
    let mut chrome = Chrome::new(web, ask, visitor, Section::None, t.profile_title());
    // A page that answers a form comes back to the page it belongs to.
    "/profile".clone_into(&mut chrome.here);
    let signed = &visitor.signed;
    let mut sessions: Vec<SessionLine> = data
        .sessions
        .into_iter()
        .map(|s| SessionLine {
            browser: browser_words(t, &s.user_agent),
            created: s.created,
            seen: s.seen,
            current: s.id == signed.session,
            id: s.id,
        })
        .collect();
    sessions.sort_by_key(|s| !s.current);
    let tokens = data
        .tokens
        .into_iter()
        .map(|token| TokenLine {
            id: token.id.to_string(),
            scopes: scope_names(t, &token.scopes),
            name: token.name,
            hint: token.hint,
            expired: token.expires <= visitor.now,
            expires: token.expires,
            used: token.used,
        })
        .collect();
    ProfilePage {
        problems: Problems::none(t),
        done: "",
        email: signed.email.clone(),
        name: signed.name.clone(),
        locale: signed.locale.clone(),
        zone: zones::canonical(&signed.zone),
        theme: signed.theme.clone(),
        single_keys: signed.single_keys,
        sessions,
        tokens,
        made: None,
        subscriptions: Vec::new(),
        may_subscribe: visitor.may(Action::ReadCase),
        token_name: String::new(),
        token_days: TOKEN_DAYS.to_owned(),
        scopes: Scope::ALL.iter().map(|scope| scope_line(t, *scope, false)).collect(),
        memberships: data.memberships,
        publisher: visitor.actor.publisher,
        chrome,
    }
}

/// `GET /profile`
pub(crate) async fn show(State(web): State<Web>, ask: Ask) -> Result<Response, Failure> {
    let mut page = load(&web, &ask).await?;
    page.done = known(&done(&ask), &["profile", "password", "session", "sessions", "token", "organisation"]);
    Ok(html(StatusCode::OK, &page))
}

/// `POST /profile`
pub(crate) async fn change(State(web): State<Web>, ask: Ask, form: Form) -> Result<Response, Failure> {
    let field = |name: &str| form.get(name).to_owned();
    let (name, locale, zone, theme) = (field("name"), field("locale"), field("zone"), field("theme"));
    let single_keys = form.get("single_keys") == "on";
    let changed = web
        .write_signed(&ask, &form, move |tx, _, me| {
            let profile = Profile { name: &name, locale: &locale, zone: &zone, theme: &theme, single_keys };
            account::change_profile(tx, me.actor.person, &profile)
        })
        .await;
    match changed {
        Ok(_) => {
            let mut response = see_other("/profile?done=profile");
            let tag = Locale::from_tag(form.get("locale")).unwrap_or_default().tag();
            keep(&web, &mut response, LOCALE_COOKIE, tag);
            keep(&web, &mut response, THEME_COOKIE, known(form.get("theme"), &["auto", "light", "dark"]));
            Ok(response)
        }
        Err(Failure::Invalid(found)) => {
            let mut page = load(&web, &ask).await?;
            page.problems = Problems::of(page.chrome.t, &found);
            (page.name, page.locale) = (field("name"), field("locale"));
            (page.zone, page.theme) = (field("zone"), field("theme"));
            page.single_keys = single_keys;
            Ok(html(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
        Err(other) => Err(other),
    }
}

/// `POST /profile/password`: tries count like tries to sign in.
pub(crate) async fn change_password(
    State(web): State<Web>,
    ask: Ask,
    form: Form,
) -> Result<Response, Failure> {
    if !ask.same_site {
        return Err(Failure::CrossSite.keeping(&ask, &form));
    }
    let mut page = load(&web, &ask).await?;
    let too_early = |until| Failure::TooManyTries(until).keeping(&ask, &form);
    let (me, ()) = web.read(&ask, Action::ManageOwnTokens, |_, _, _| Ok(())).await?;
    let source = web.count_try(&ask, TryAt::Own(me.actor.person)).map_err(too_early)?;
    let known = vec![page.email.clone(), page.name.clone()];
    let current = form.get("current").to_owned();
    if current.is_empty() {
        page.problems.add("current", page.chrome.t.account_wrong_no_current());
    }
    let hash = new_password(&web, &mut page.problems, &form, known).await?;
    let Some(hash) = hash.filter(|_| !page.problems.any()) else {
        return Ok(html(StatusCode::UNPROCESSABLE_ENTITY, &page));
    };
    let browser = web.browser(&ask);
    let from = browser.clone();
    let (_, person) = web
        .write_signed(&ask, &form, move |tx, ctx, me| {
            account::begin_sign_in(tx, ctx, &me.signed.email, from.as_ref())?.ok_or(AppError::NotSignedIn)
        })
        .await?;
    let stored = person.password_hash.clone();
    if !web.judge_password(move || password::verify(stored.as_deref(), &current)).await? {
        page.problems.add("current", page.chrome.t.account_wrong_current());
        return Ok(html(StatusCode::UNPROCESSABLE_ENTITY, &page));
    }
    // The request was counted when its try was.
    let counted = Ask { quota: None, ..ask };
    let (_, session) = web
        .write_signed(&counted, &form, move |tx, ctx, me| {
            account::change_password(tx, ctx, &me.signed, &person, &hash, browser.as_ref())
        })
        .await?;
    web.take_back_try(&source);
    let mut response = see_other("/profile?done=password");
    set_cookie(&mut response, &session_cookie(&web, &session.secret));
    set_cookie(&mut response, &browser_cookie(&web, &session.browser));
    Ok(response)
}

/// `POST /profile/sessions/{id}/removal`
pub(crate) async fn end_session(
    State(web): State<Web>,
    ask: Ask,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Failure> {
    web.write_signed(&ask, &form, move |tx, _, me| {
        if access::end_session(tx, me.actor.person, &id)? { Ok(()) } else { Err(AppError::NotFound) }
    })
    .await?;
    Ok(see_other("/profile?done=session"))
}

/// `POST /profile/sessions/removal`: all but this one.
pub(crate) async fn end_sessions(State(web): State<Web>, ask: Ask, form: Form) -> Result<Response, Failure> {
    web.write_signed(&ask, &form, |tx, _, me| {
        Ok(access::end_other_sessions(tx, me.actor.person, &me.signed.session).map(drop)?)
    })
    .await?;
    Ok(see_other("/profile?done=sessions"))
}

/// `POST /profile/tokens`: the page that answers shows the secret, once.
pub(crate) async fn make_token(State(web): State<Web>, ask: Ask, form: Form) -> Result<Response, Failure> {
    let name = form.get("token_name").to_owned();
    let scopes: Vec<Scope> =
        Scope::ALL.iter().copied().filter(|s| form.all("scopes").any(|c| c == s.code())).collect();
    // What is no number is out of range.
    let days = form.get("days").trim().parse().unwrap_or(0);
    let chosen = scopes.clone();
    let made = web
        .write(&ask, &form, Action::ManageOwnTokens, move |tx, ctx, me| {
            account::make_token(tx, ctx, &me.actor, &name, &scopes, days)
        })
        .await;
    let mut status = StatusCode::OK;
    let mut page = load(&web, &ask).await?;
    match made {
        Ok((me, made)) => {
            if chosen.contains(&Scope::CalendarRead) {
                page.subscriptions = due_dates::addresses(&web, &me, &made.secret);
            }
            page.made = Some((form.get("token_name").trim().to_owned(), made.secret));
        }
        Err(Failure::Invalid(mut found)) => {
            status = StatusCode::UNPROCESSABLE_ENTITY;
            page.problems = Problems::none(page.chrome.t);
            for problem in &mut found {
                let words = Problems::of(page.chrome.t, std::slice::from_ref(problem));
                // The page has another field called `name`.
                let field = if problem.field == "name" { "token_name" } else { problem.field.as_str() };
                page.problems.add(field, words.at(&problem.field).unwrap_or_default());
            }
            form.get("token_name").clone_into(&mut page.token_name);
            form.get("days").clone_into(&mut page.token_days);
            for line in &mut page.scopes {
                line.checked = chosen.iter().any(|s| s.code() == line.code);
            }
        }
        Err(other) => return Err(other),
    }
    Ok(html(status, &page))
}

/// `POST /profile/tokens/{id}/removal`
pub(crate) async fn revoke_token(
    State(web): State<Web>,
    ask: Ask,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Failure> {
    web.write(&ask, &form, Action::ManageOwnTokens, move |tx, ctx, me| {
        account::revoke_token(tx, ctx, me.actor.person, &id)
    })
    .await?;
    Ok(see_other("/profile?done=token"))
}

/// `POST /profile/organisation`: acts for another organisation from now on.
pub(crate) async fn switch(State(web): State<Web>, ask: Ask, form: Form) -> Result<Response, Failure> {
    let to: Option<PublisherId> = form.get("organisation").parse().ok();
    let (_, secret) = web
        .write_signed(&ask, &form, move |tx, ctx, me| {
            account::switch_organisation(tx, ctx, &me.signed, to.ok_or(AppError::NotFound)?)
        })
        .await?;
    let mut response = see_other("/profile?done=organisation");
    set_cookie(&mut response, &session_cookie(&web, &secret));
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_and_scopes_are_told_in_words() {
        let t = Texts::of(Locale::En);
        assert_eq!(
            browser_words(t, "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Firefox/128.0"),
            "Firefox on Linux"
        );
        assert_eq!(browser_words(t, "curl/8"), t.session_unknown());
        assert_eq!(
            scope_names(t, "cases:read cases:write"),
            format!("{}, {}", t.scope_cases_read(), t.scope_cases_write())
        );
        assert_eq!(scope_names(t, "gone"), "");
    }
}
