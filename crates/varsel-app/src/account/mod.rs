//! Accounts: signing in and out, the first administrator, passwords, profile, sessions, API tokens.

use jiff::{SignedDuration, Timestamp, ToSpan};
use varsel_core::clock::zones;
use varsel_core::coded::Coded;
use varsel_core::ids::{JobId, PersonId, PublisherId};
use varsel_core::permission::{DeskRole, PublisherRole};
use varsel_core::text::Line;
use varsel_store::Tx;
use varsel_store::access::{self, FoundLink, LinkPurpose, NewLink, Pace, SignedIn};
use varsel_store::jobs::{self, NewJob, Owner};
use varsel_store::people::{self, Person, Profile};

use crate::intake::{Problem, ProblemKind};
use crate::notices::LinkMail;
use crate::{AppError, Ctx, organisation, secrets};

mod browser;
mod change;
mod email;
mod gate;
mod tokens;

pub use browser::{BROWSER_DAYS, Browser};
pub use change::revoke_token;
pub(crate) use change::{Change, apply};
pub use email::{find_person, read_email, read_new_email};
pub use gate::{Gate, Source};
pub use tokens::{MAX_TOKENS, MadeToken, Scope, issue_token, make_token, token_actor};

/// How long a link to choose a new password works, in minutes.
pub const RESET_MINUTES: i64 = 60;
/// How long an invitation works, in hours.
pub const INVITATION_HOURS: i64 = 72;
/// How long the first administrator's link works, in hours.
pub const SETUP_HOURS: i64 = 24;
/// How many password resets an address can request in an hour.
const RESETS_AN_HOUR: i64 = 3;
/// How many of them can come from one network address in an hour.
const RESETS_A_NETWORK: i64 = 60;
/// The wait after the last free attempt; it grows with the square of the number of attempts.
const SIGN_IN_STEP: SignedDuration = SignedDuration::from_secs(2);
/// The longest wait between two attempts: long for an attacker, short for the account's owner.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_mins(1);

/// Counts a sign-in attempt and finds the account. The password is verified afterwards, outside any transaction.
///
/// Attempts slow down and never lock an account: a browser that the person has signed in with before has its own counter, which
/// strangers cannot reach.
pub fn begin_sign_in(
    tx: &Tx<'_>,
    ctx: &Ctx,
    email: &str,
    browser: Option<&Browser>,
) -> Result<Option<Person>, AppError> {
    let policy = ctx.policy();
    let pace = Pace {
        window: SignedDuration::from_mins(policy.sign_in_window_minutes),
        free: policy.sign_in_attempts,
        step: SIGN_IN_STEP,
        longest: LONGEST_WAIT,
    };
    let person = find_person(tx, email)?.filter(|person| person.disabled.is_none());
    let key = attempts_of(email, person.as_ref(), browser);
    access::count_attempt(tx, &key, ctx.now, pace)?.map_err(|until| AppError::TooManyTries { until })?;
    Ok(person)
}

/// Returns the key that attempts on an account are counted under.
fn attempts_of(email: &str, person: Option<&Person>, browser: Option<&Browser>) -> String {
    match (person, browser) {
        (Some(person), Some(browser)) if browser.knows(person) => browser.key(),
        // An account has one counter, however its domain was typed.
        _ => format!("account:{}", person.map_or(email, |person| &person.email)),
    }
}

/// A fresh session.
#[derive(Debug)]
pub struct NewSession {
    /// The secret for the cookie.
    pub secret: String,
    /// When it ends, even in use.
    pub expires: Timestamp,
    /// The cookie by which the browser is recognised next time.
    pub browser: String,
}

/// Signs in a person whose password was verified; `None` if they have no role.
///
/// Ends the browser's previous session, if any, so that an old cookie stops working.
pub fn finish_sign_in(
    tx: &Tx<'_>,
    ctx: &Ctx,
    verified: &Person,
    user_agent: &str,
    browser: Option<&Browser>,
    before: Option<&str>,
) -> Result<Option<NewSession>, AppError> {
    let person = still(tx, verified)?;
    access::clear_attempts(tx, &attempts_of(&person.email, Some(&person), browser))?;
    if let Some(before) = before
        && let Some(session) = access::session(tx, &secrets::hash(before))?
    {
        access::end_session(tx, session.person, &session.session)?;
    }
    let publisher = match person.desk_role {
        Some(_) => None,
        None => match people::memberships(tx, person.id)?.first() {
            Some(first) => Some(first.publisher),
            None => return Ok(None),
        },
    };
    let browser = Browser::hold(ctx, browser, &person);
    open_session(tx, ctx, person.id, publisher, user_agent, browser).map(Some)
}

/// Finds the person whose password was verified before this transaction; `None` if it has changed since.
fn still(tx: &Tx<'_>, verified: &Person) -> Result<Person, AppError> {
    people::by_id(tx, verified.id)?
        .filter(|p| p.disabled.is_none() && p.password_hash == verified.password_hash)
        .ok_or(AppError::NotSignedIn)
}

fn open_session(
    tx: &Tx<'_>,
    ctx: &Ctx,
    person: PersonId,
    publisher: Option<PublisherId>,
    user_agent: &str,
    browser: String,
) -> Result<NewSession, AppError> {
    let secret = secrets::hex(&ctx.random::<32>());
    let expires = ctx.now + ctx.policy().session_hours.hours();
    let user_agent: String = user_agent.chars().filter(|c| !c.is_control()).take(200).collect();
    let id = ctx.id().to_string();
    access::insert_session(
        tx,
        &id,
        &secrets::hash(&secret),
        person,
        publisher,
        &user_agent,
        ctx.now,
        expires,
    )?;
    Ok(NewSession { secret, expires, browser })
}

/// Finds the person of a session's secret; `None` for ended sessions.
pub fn signed_in(tx: &Tx<'_>, ctx: &Ctx, secret: &str) -> Result<Option<SignedIn>, AppError> {
    let found = access::session(tx, &secrets::hash(secret))?;
    let idle = ctx.policy().session_idle_minutes.minutes();
    Ok(found.filter(|s| s.expires > ctx.now && s.seen + idle > ctx.now))
}

/// Returns whether to record that a session is in use: not at every request.
pub fn wants_touch(ctx: &Ctx, session: &SignedIn) -> bool {
    session.seen + 1.minute() < ctx.now
}

/// Changes the organisation that a person acts for; the session gets a new secret.
pub fn switch_organisation(
    tx: &Tx<'_>,
    ctx: &Ctx,
    session: &SignedIn,
    to: PublisherId,
) -> Result<String, AppError> {
    if session.desk_role.is_some() || people::role_in(tx, session.person, to)?.is_none() {
        return Err(AppError::NotFound);
    }
    let secret = secrets::hex(&ctx.random::<32>());
    access::rotate_session(tx, &session.session, &secrets::hash(&secret), Some(to))?;
    Ok(secret)
}

/// Creates the link for the first administrator, if there is none; earlier links stop working.
pub fn setup_link(tx: &Tx<'_>, ctx: &Ctx) -> Result<Option<String>, AppError> {
    if people::count_administrators(tx)? > 0 {
        return Ok(None);
    }
    access::revoke_links_for(tx, "", LinkPurpose::Setup, ctx.now)?;
    let link = make_link(
        tx,
        ctx,
        LinkPurpose::Setup,
        "",
        None,
        None,
        Some(DeskRole::Administrator.code()),
        None,
        SETUP_HOURS * 60,
    )?;
    Ok(Some(ctx.key().link_secret(&link)))
}

/// Creates a one-time link and returns its public id.
#[expect(clippy::too_many_arguments, reason = "each is one independent fact of the link")]
pub(crate) fn make_link(
    tx: &Tx<'_>,
    ctx: &Ctx,
    purpose: LinkPurpose,
    email: &str,
    person: Option<PersonId>,
    publisher: Option<PublisherId>,
    role: Option<&str>,
    created_by: Option<PersonId>,
    minutes: i64,
) -> Result<String, AppError> {
    let id = ctx.id().to_string();
    let token = secrets::hash(&ctx.key().link_secret(&id));
    let link = NewLink {
        id: &id,
        token: &token,
        purpose,
        email,
        person,
        publisher,
        role,
        created_by,
        created: ctx.now,
        expires: ctx.now + minutes.minutes(),
    };
    access::insert_link(tx, &link)?;
    Ok(id)
}

/// Finds a one-time link by its secret and purpose. All errors look the same.
pub fn open_link(tx: &Tx<'_>, ctx: &Ctx, secret: &str, purpose: LinkPurpose) -> Result<FoundLink, AppError> {
    let well_formed = secret.len() == 64 && secret.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if !well_formed {
        return Err(AppError::NotFound);
    }
    let found = access::link(tx, &secrets::hash(secret), ctx.now)?;
    let found = found.filter(|link| link.purpose == purpose).ok_or(AppError::NotFound)?;
    if purpose == LinkPurpose::Invitation && !organisation::may_still_invite(tx, &found)? {
        return Err(AppError::NotFound);
    }
    // A desk with an administrator is set up, however they were added.
    if purpose == LinkPurpose::Setup && people::count_administrators(tx)? > 0 {
        return Err(AppError::NotFound);
    }
    Ok(found)
}

/// The details a person enters when they accept an account.
pub struct NewAccount<'a> {
    /// Their address; for invitations the address of the link is used.
    pub email: &'a str,
    /// Their name.
    pub name: &'a str,
    /// BCP 47 tag of their language.
    pub locale: &'a str,
    /// IANA name of their zone.
    pub zone: &'a str,
    /// The hash of the password they chose.
    pub password_hash: &'a str,
}

/// Reads a person's name.
pub fn read_name(field: &str, name: &str) -> Result<String, AppError> {
    Line::<120>::new(name).map(Into::into).map_err(|e| AppError::field(field, e.into()))
}

/// Accepts a set-up link or an invitation: creates the account, or extends the existing one, and signs in.
///
/// An existing account keeps its password: the link only proves the address, so the person signs in as usual and no session is
/// returned. An existing role is kept, except for the first administrator.
pub fn accept_link(
    tx: &Tx<'_>,
    ctx: &Ctx,
    secret: &str,
    purpose: LinkPurpose,
    account: Option<&NewAccount<'_>>,
    user_agent: &str,
) -> Result<Option<NewSession>, AppError> {
    let link = open_link(tx, ctx, secret, purpose)?;
    if purpose == LinkPurpose::PasswordReset || !access::use_link(tx, &link.id, ctx.now)? {
        return Err(AppError::NotFound);
    }
    let email = match (link.purpose, account) {
        (LinkPurpose::Setup, Some(account)) => read_new_email("email", account.email)?,
        (LinkPurpose::Setup, _) => return Err(AppError::NotFound),
        (LinkPurpose::Invitation | LinkPurpose::PasswordReset, _) => link.email.clone(),
    };
    let existing = find_person(tx, &email)?;
    let (person, browser) = match (existing, account) {
        (Some(person), _) if person.disabled.is_some() => return Err(AppError::NotFound),
        (Some(person), _) => (person, None),
        (None, Some(account)) => {
            let person = Person {
                id: PersonId(ctx.id()),
                email,
                name: read_name("name", account.name)?,
                password_hash: Some(account.password_hash.to_owned()),
                desk_role: None,
                locale: account.locale.to_owned(),
                zone: zones::canonical(account.zone),
                theme: "auto".to_owned(),
                created: ctx.now,
                disabled: None,
            };
            people::insert(tx, &person)?;
            let browser = Browser::hold(ctx, None, &person);
            (person, Some(browser))
        }
        (None, None) => return Err(AppError::field("password", ProblemKind::Missing)),
    };
    let role = link.role.as_deref().unwrap_or_default();
    match link.publisher {
        Some(publisher) => {
            let role = PublisherRole::from_code(role).map_err(|_| AppError::NotFound)?;
            if people::role_in(tx, person.id, publisher)?.is_none() {
                apply(tx, ctx, &person, &Change::Joined(publisher, role))?;
            }
        }
        None => {
            let role = DeskRole::from_code(role).map_err(|_| AppError::NotFound)?;
            if person.desk_role.is_none() || link.purpose == LinkPurpose::Setup {
                apply(tx, ctx, &person, &Change::DeskRole(Some(role)))?;
            }
        }
    }
    // The browser is only remembered for a new account: an existing one signs in with its password.
    browser.map(|browser| open_session(tx, ctx, person.id, link.publisher, user_agent, browser)).transpose()
}

/// Requests a link to choose a new password. Does not reveal whether there is an account, and runs the same statements either
/// way: for an unknown address, link and mail are written and removed in the same transaction.
///
/// A network that has asked too often is refused, before anything is counted of the address. An address that was asked for too
/// often is sent nothing more, without saying so: it already has the mails of the last hour.
pub fn ask_for_reset(tx: &Tx<'_>, ctx: &Ctx, email: &str, network: &str) -> Result<(), AppError> {
    let hour = SignedDuration::from_hours(1);
    let pace = |free| Pace { window: hour, free, step: hour, longest: hour };
    let of_network = format!("reset-network:{network}");
    access::count_attempt(tx, &of_network, ctx.now, pace(RESETS_A_NETWORK))?
        .map_err(|until| AppError::TooManyTries { until })?;
    if access::count_attempt(tx, &format!("reset:{email}"), ctx.now, pace(RESETS_AN_HOUR))?.is_err() {
        return Ok(());
    }
    let person = find_person(tx, email)?.filter(|p| p.disabled.is_none());
    // The link belongs to the account's own address, however its domain was typed.
    let email = person.as_ref().map_or(email, |person| person.email.as_str());
    access::revoke_links_for(tx, email, LinkPurpose::PasswordReset, ctx.now)?;
    let id = person.as_ref().map(|p| p.id);
    let link = make_link(tx, ctx, LinkPurpose::PasswordReset, email, id, None, None, None, RESET_MINUTES)?;
    let mail = LinkMail {
        link: link.clone(),
        purpose: LinkPurpose::PasswordReset.code().to_owned(),
        email: email.to_owned(),
        locale: person.as_ref().map_or_else(|| "en".to_owned(), |p| p.locale.clone()),
        inviter: None,
        organisation: None,
    };
    let job = JobId(ctx.id());
    let payload = mail.to_json();
    let new = NewJob {
        id: job,
        kind: LinkMail::KIND,
        owner: id.map_or(Owner::Desk, Owner::Person),
        payload: &payload,
        case: None,
        run_at: ctx.now,
    };
    jobs::insert(tx, &new)?;
    let nothing = ctx.id();
    let (link, job) = if person.is_some() { (nothing.to_string(), JobId(nothing)) } else { (link, job) };
    access::delete_link(tx, &link)?;
    jobs::delete_queued(tx, job)?;
    Ok(())
}

/// Creates a link to choose a new password and returns its secret: for the operator of the machine.
pub fn reset_link(tx: &Tx<'_>, ctx: &Ctx, person: &Person) -> Result<String, AppError> {
    let purpose = LinkPurpose::PasswordReset;
    access::revoke_links_for(tx, &person.email, purpose, ctx.now)?;
    let link = make_link(tx, ctx, purpose, &person.email, Some(person.id), None, None, None, RESET_MINUTES)?;
    Ok(ctx.key().link_secret(&link))
}

/// Sets a new password with a reset link. Ends all sessions and API tokens.
pub fn reset_password(tx: &Tx<'_>, ctx: &Ctx, secret: &str, password_hash: &str) -> Result<(), AppError> {
    let link = open_link(tx, ctx, secret, LinkPurpose::PasswordReset)?;
    let person = link.person.map(|id| people::by_id(tx, id)).transpose()?.flatten();
    let person = person.filter(|person| person.disabled.is_none()).ok_or(AppError::NotFound)?;
    if !access::use_link(tx, &link.id, ctx.now)? {
        return Err(AppError::NotFound);
    }
    access::clear_attempts(tx, &attempts_of(&person.email, Some(&person), None))?;
    apply(tx, ctx, &person, &Change::Password { hash: password_hash, keeping: "" })
}

/// Sets a new password for a person whose current one was verified. Ends all other sessions and all API tokens; this session gets
/// a new secret.
pub fn change_password(
    tx: &Tx<'_>,
    ctx: &Ctx,
    session: &SignedIn,
    verified: &Person,
    password_hash: &str,
    browser: Option<&Browser>,
) -> Result<NewSession, AppError> {
    let mut person = still(tx, verified)?;
    if person.id != session.person {
        return Err(AppError::NotSignedIn);
    }
    access::clear_attempts(tx, &attempts_of(&person.email, Some(&person), browser))?;
    apply(tx, ctx, &person, &Change::Password { hash: password_hash, keeping: &session.session })?;
    let secret = secrets::hex(&ctx.random::<32>());
    let publisher = session.organisation.as_ref().map(|(id, ..)| *id);
    access::rotate_session(tx, &session.session, &secrets::hash(&secret), publisher)?;
    person.password_hash = Some(password_hash.to_owned());
    Ok(NewSession { secret, expires: session.expires, browser: Browser::hold(ctx, browser, &person) })
}

/// Changes a person's own profile.
pub fn change_profile(tx: &Tx<'_>, person: PersonId, profile: &Profile<'_>) -> Result<(), AppError> {
    let mut problems = Vec::new();
    let name = match read_name("name", profile.name) {
        Ok(name) => name,
        Err(AppError::Invalid(found)) => {
            problems.extend(found);
            String::new()
        }
        Err(other) => return Err(other),
    };
    let mut one_of = |field: &str, value: &str, accepted: &[&str]| {
        if !accepted.contains(&value) {
            let kind = ProblemKind::NotOneOf { accepted: accepted.join(", ") };
            problems.push(Problem { field: field.to_owned(), kind });
        }
    };
    one_of("locale", profile.locale, &["en", "sv"]);
    one_of("theme", profile.theme, &["auto", "light", "dark"]);
    if varsel_core::clock::zone(profile.zone).is_none() {
        let kind = ProblemKind::UnknownZone { given: profile.zone.chars().take(60).collect() };
        problems.push(Problem { field: "zone".to_owned(), kind });
    }
    if !problems.is_empty() {
        return Err(AppError::Invalid(problems));
    }
    let zone = zones::canonical(profile.zone);
    people::set_profile(tx, person, &Profile { name: &name, zone: &zone, ..*profile })?;
    Ok(())
}
