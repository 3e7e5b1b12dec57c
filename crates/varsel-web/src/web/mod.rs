//! The state of every handler: the store, the environment of use cases, settings; and the single path from a request to a
//! transaction.

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use ipnet::IpNet;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::Semaphore;
use varsel_app::account::{self, Gate};
use varsel_app::{AppError, Ctx, Surroundings, limits};
use varsel_core::clock::zones;
use varsel_core::permission::{Action, Actor, Party};
use varsel_core::refusal::Refusal;
use varsel_locale::{Locale, Texts};
use varsel_store::access::{self, SignedIn};
use varsel_store::{Answer, PATIENCE, Store, StoreError, Tx};

use crate::ask::Ask;
use crate::certificate::Renewable;
use crate::csrf;
use crate::failure::Failure;
use crate::form::Form;
use crate::logo::Logo;
use crate::meter::Meter;
use crate::pages::events::Streams;
use crate::pages::jobs::MailSpool;
use crate::pages::queue::glance::Glance;
use crate::routes::Quota;

mod tries;

pub(crate) use tries::TryAt;

/// A problem type of the marketplace that its ordinary support handles.
#[derive(Clone, Debug)]
pub struct ProblemType {
    /// Its label.
    pub label: String,
    /// The page that handles it.
    pub url: String,
}

/// The settings of the web.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Its base URL: scheme, host and port, without a trailing slash.
    pub base_url: String,
    /// Whether it uses HTTPS.
    pub secure: bool,
    /// Whether HSTS includes subdomains.
    pub hsts_subdomains: bool,
    /// How to report vulnerabilities in the desk itself, as `security.txt` (RFC 9116).
    pub security_txt: Option<String>,
    /// The marketplace's name.
    pub marketplace: String,
    /// The desk's mail address.
    pub desk_address: Option<String>,
    /// The marketplace's accent colour, as `#rrggbb`.
    pub accent: Option<String>,
    /// Problem types other than security events.
    pub problem_types: Vec<ProblemType>,
    /// Networks whose forwarding headers are trusted.
    pub trusted_proxies: Vec<IpNet>,
    /// The maximum size of a request body, in bytes.
    pub body_limit: usize,
    /// The mail folder while no server is configured.
    pub spool: Option<PathBuf>,
    /// Whether this is a demonstration, which says so on the sign-in page.
    pub demo: bool,
}

struct Shared {
    store: Store,
    surroundings: Surroundings,
    settings: Settings,
    metrics: Arc<dyn Fn() -> String + Send + Sync>,
    demo_accounts: Vec<(&'static str, String, String)>,
    /// For verifying passwords at sign-in.
    password_permits: Semaphore,
    /// For all other slow password work, so that choosing a password never delays signing in.
    choosing_permits: Semaphore,
    gate: Gate,
    unnamed_proxy: Mutex<Option<IpAddr>>,
    glance: Glance,
    streams: Streams,
    mail_spool: Option<Arc<dyn MailSpool>>,
    meter: Meter,
    certificate: OnceLock<Arc<Renewable>>,
    free_space: Option<FreeSpace>,
    logo: Option<Logo>,
}

/// Free space on the database's disk, in MiB.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Space {
    /// The free space.
    pub free: u64,
    /// The warning threshold; 0 for none.
    pub least: u64,
}

impl Space {
    /// Returns whether to warn.
    pub const fn is_low(&self) -> bool {
        self.free < self.least
    }
}

/// Returns the last measured free space; `None` if unknown.
pub type FreeSpace = Arc<dyn Fn() -> Option<Space> + Send + Sync>;

/// The state of the web; cheap to clone.
#[derive(Clone)]
pub struct Web(Arc<Shared>);

/// The authenticated person behind a request.
#[derive(Clone)]
pub(crate) struct Visitor {
    /// The session and its person.
    pub(crate) signed: SignedIn,
    /// The role they act in.
    pub(crate) actor: Actor,
    /// Their language.
    pub(crate) texts: Texts,
    /// Their time zone.
    pub(crate) zone: TimeZone,
    /// The time of the request.
    pub(crate) now: Timestamp,
    /// The masked CSRF secret for the forms of this response.
    pub(crate) csrf: String,
}

impl Visitor {
    fn new(ctx: &Ctx, signed: SignedIn, secret: &str) -> Result<Self, AppError> {
        let actor = signed.actor().ok_or(AppError::NotFound)?;
        let locale = Locale::from_tag(&signed.locale).unwrap_or_default();
        let zone = zones::zone(&signed.zone).unwrap_or(TimeZone::UTC);
        let csrf = csrf::masked(secret, ctx.random());
        Ok(Self { actor, texts: Texts::of(locale), zone, now: ctx.now, csrf, signed })
    }

    pub(crate) fn may(&self, action: Action) -> bool {
        self.actor.may(action)
    }

    pub(crate) fn is_desk(&self) -> bool {
        self.actor.party() == Party::Desk
    }
}

impl Web {
    /// Creates the state. `metrics` renders the process's metrics; `demo_accounts` are the code of a role, address and password.
    pub fn new(
        store: Store,
        surroundings: Surroundings,
        settings: Settings,
        metrics: Arc<dyn Fn() -> String + Send + Sync>,
        demo_accounts: Vec<(&'static str, String, String)>,
    ) -> Self {
        let policy = &surroundings.policy;
        // Many people can share a network.
        let gate =
            Gate::new(policy.sign_in_attempts * 10, SignedDuration::from_mins(policy.sign_in_window_minutes));
        Self(Arc::new(Shared {
            gate,
            glance: Glance::new(store.changes()),
            streams: Streams::new(),
            meter: Meter::default(),
            mail_spool: None,
            certificate: OnceLock::new(),
            free_space: None,
            logo: None,
            store,
            surroundings,
            settings,
            metrics,
            demo_accounts,
            password_permits: Semaphore::new(2),
            choosing_permits: Semaphore::new(1),
            unnamed_proxy: Mutex::default(),
        }))
    }

    /// Sets the mail folder that the administrator's page shows while no server is configured. Call before the state is shared.
    #[must_use]
    pub fn with_mail_spool(mut self, spool: Arc<dyn MailSpool>) -> Self {
        if let Some(shared) = Arc::get_mut(&mut self.0) {
            shared.mail_spool = Some(spool);
        }
        self
    }

    /// Sets the source of the free space that the administrator's page shows. Call before the state is shared.
    #[must_use]
    pub fn with_free_space(mut self, space: FreeSpace) -> Self {
        if let Some(shared) = Arc::get_mut(&mut self.0) {
            shared.free_space = Some(space);
        }
        self
    }

    /// Shows the marketplace's logo on every page. To be called before the state is shared.
    #[must_use]
    pub fn with_logo(mut self, logo: Logo) -> Self {
        if let Some(shared) = Arc::get_mut(&mut self.0) {
            shared.logo = Some(logo);
        }
        self
    }

    pub(crate) fn logo(&self) -> Option<&Logo> {
        self.0.logo.as_ref()
    }

    /// Returns how much room is left for the database, where that is less than it should be.
    pub(crate) fn low_space(&self) -> Option<Space> {
        self.0.free_space.as_ref().and_then(|space| space()).filter(Space::is_low)
    }

    pub(crate) fn glance(&self) -> &Glance {
        &self.0.glance
    }

    pub(crate) fn streams(&self) -> &Streams {
        &self.0.streams
    }

    pub(crate) fn meter(&self) -> &Meter {
        &self.0.meter
    }

    pub(crate) fn mail_spool(&self) -> Option<&Arc<dyn MailSpool>> {
        self.0.mail_spool.as_ref()
    }

    /// Sets the desk's certificate.
    pub(crate) fn speaks_with(&self, certificate: Arc<Renewable>) {
        let _ = self.0.certificate.set(certificate);
    }

    /// Returns why a renewed certificate is not in use.
    pub(crate) fn certificate_fault(&self) -> Option<String> {
        self.0.certificate.get().and_then(|certificate| certificate.fault())
    }

    pub(crate) fn store(&self) -> &Store {
        &self.0.store
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.0.settings
    }

    pub(crate) fn surroundings(&self) -> &Surroundings {
        &self.0.surroundings
    }

    pub(crate) fn render_metrics(&self) -> String {
        (self.0.metrics)()
    }

    pub(crate) fn demo_accounts(&self) -> &[(&'static str, String, String)] {
        &self.0.demo_accounts
    }

    /// Returns the desk's zone.
    pub(crate) fn desk_zone(&self) -> TimeZone {
        self.0.surroundings.desk.get().zone.clone()
    }

    /// Returns whether an `Origin` is ours: the configured one, or the host that the request was sent to.
    pub(crate) fn is_own_origin(&self, origin: &str, host: Option<&str>) -> bool {
        if origin == self.0.settings.base_url {
            return true;
        }
        let scheme = if self.0.settings.secure { "https://" } else { "http://" };
        host.is_some_and(|host| origin.strip_prefix(scheme) == Some(host))
    }

    /// Runs a reading use case for anyone; `work` gets the person, signed in or not.
    pub(crate) async fn read_open<T: Send + 'static>(
        &self,
        ask: &Ask,
        work: impl FnOnce(&Tx<'_>, &Ctx, Option<&Visitor>) -> Result<T, AppError> + Send + 'static,
    ) -> Result<(Option<Visitor>, T), Failure> {
        self.read_in(Lane::Page, ask, work).await
    }

    async fn read_in<T: Send + 'static>(
        &self,
        lane: Lane,
        ask: &Ask,
        work: impl FnOnce(&Tx<'_>, &Ctx, Option<&Visitor>) -> Result<T, AppError> + Send + 'static,
    ) -> Result<(Option<Visitor>, T), Failure> {
        let ctx = self.0.surroundings.context();
        let secret = ask.session.clone();
        let touch = ctx.clone();
        let read = lane.run(&self.0.store, move |tx| {
            let visitor = match secret {
                Some(secret) => visitor(tx, &ctx, &secret)?,
                None => None,
            };
            let made = work(tx, &ctx, visitor.as_ref())?;
            Ok((visitor, made))
        });
        let result: Result<_, AppError> = in_time(read).await;
        let (visitor, made) = result.map_err(Failure::from)?;
        if let Some(visitor) = &visitor {
            self.0.meter.know(ask, touch.now);
            self.touch(&touch, visitor);
        }
        Ok((visitor, made))
    }

    /// Runs a reading use case for a signed-in person with the permission `action`.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        ask: &Ask,
        action: Action,
        work: impl FnOnce(&Tx<'_>, &Ctx, &Visitor) -> Result<T, AppError> + Send + 'static,
    ) -> Result<(Visitor, T), Failure> {
        self.read_as(Lane::Page, ask, action, work).await
    }

    /// Like [`Web::read`], for use cases that can read a lot: a search, a trial, a report.
    pub(crate) async fn scan<T: Send + 'static>(
        &self,
        ask: &Ask,
        action: Action,
        work: impl FnOnce(&Tx<'_>, &Ctx, &Visitor) -> Result<T, AppError> + Send + 'static,
    ) -> Result<(Visitor, T), Failure> {
        self.read_as(Lane::Scan, ask, action, work).await
    }

    async fn read_as<T: Send + 'static>(
        &self,
        lane: Lane,
        ask: &Ask,
        action: Action,
        work: impl FnOnce(&Tx<'_>, &Ctx, &Visitor) -> Result<T, AppError> + Send + 'static,
    ) -> Result<(Visitor, T), Failure> {
        let found = self
            .read_in(lane, ask, move |tx, ctx, visitor| match visitor {
                Some(visitor) if visitor.may(action) => work(tx, ctx, visitor).map(Some),
                Some(_) => Err(Refusal::NotAllowed { action }.into()),
                None => Ok(None),
            })
            .await?;
        match found {
            (Some(visitor), Some(made)) => Ok((visitor, made)),
            _ => Err(Failure::SignIn { next: ask.uri.clone(), body: None }),
        }
    }

    /// Runs a changing use case for a signed-in person with the permission `action`, after checking the CSRF secret of their
    /// form.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        ask: &Ask,
        form: &Form,
        action: Action,
        work: impl FnOnce(&Tx<'_>, &Ctx, &Visitor) -> Result<T, AppError> + Send + 'static,
    ) -> Result<(Visitor, T), Failure> {
        self.write_signed(ask, form, move |tx, ctx, visitor| {
            if visitor.may(action) {
                work(tx, ctx, visitor)
            } else {
                Err(Refusal::NotAllowed { action }.into())
            }
        })
        .await
    }

    /// Runs a changing use case for any signed-in person, after checking the CSRF secret of their form.
    ///
    /// Without a session, or with another one than the form was created for, the failure keeps the contents of the form, so that
    /// nothing typed is lost when they sign in again.
    pub(crate) async fn write_signed<T: Send + 'static>(
        &self,
        ask: &Ask,
        form: &Form,
        work: impl FnOnce(&Tx<'_>, &Ctx, &Visitor) -> Result<T, AppError> + Send + 'static,
    ) -> Result<(Visitor, T), Failure> {
        if !ask.same_site {
            return Err(Failure::CrossSite.keeping(ask, form));
        }
        let again = || Failure::SignIn { next: ask.uri.clone(), body: Some(form.to_body()) };
        let Some(secret) = ask.session.clone() else { return Err(again()) };
        if !csrf::is_of(&secret, form.csrf()) {
            // Another session than the one the page was created for: signing in again restores the form.
            return Err(again());
        }
        let ctx = self.0.surroundings.context();
        let quota = ask.quota;
        let bytes = form.bytes();
        let written = self.0.store.write(move |tx| {
            let Some(visitor) = visitor(tx, &ctx, &secret)? else { return Ok(None) };
            count(tx, &ctx, &visitor.actor, quota, bytes)?;
            let made = work(tx, &ctx, &visitor)?;
            if account::wants_touch(&ctx, &visitor.signed) {
                access::touch_session(tx, &visitor.signed.session, ctx.now)?;
            }
            Ok(Some((visitor, made)))
        });
        let result: Result<_, AppError> = in_time(written).await;
        result.map_err(|error| Failure::from(error).keeping(ask, form))?.ok_or_else(again)
    }

    /// Runs follow-up work whose failure does not affect the response; `None` if it fails, which is logged.
    pub(crate) async fn follow_up<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Tx<'_>, &Ctx) -> Result<T, AppError> + Send + 'static,
    ) -> Option<T> {
        let ctx = self.0.surroundings.context();
        let written: Result<T, AppError> = in_time(self.0.store.write(move |tx| work(tx, &ctx))).await;
        written.inspect_err(|error| tracing::warn!(%error, "the follow-up work of a request failed")).ok()
    }

    /// Runs a changing use case for anyone, from one of our own pages. The contents of their form are kept, except passwords.
    pub(crate) async fn write_open<T: Send + 'static>(
        &self,
        ask: &Ask,
        form: &Form,
        work: impl FnOnce(&Tx<'_>, &Ctx) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, Failure> {
        if !ask.same_site {
            return Err(Failure::CrossSite.keeping(ask, form));
        }
        let ctx = self.0.surroundings.context();
        let result: Result<T, AppError> = in_time(self.0.store.write(move |tx| work(tx, &ctx))).await;
        result.map_err(|error| Failure::from(error).keeping(ask, form))
    }

    /// Records that a peer that is not a trusted proxy sent forwarding headers, so that the administrator can name it.
    pub(crate) fn note_unnamed_proxy(&self, peer: IpAddr) {
        let mut noted = self.0.unnamed_proxy.lock().unwrap_or_else(PoisonError::into_inner);
        if noted.is_none() {
            tracing::warn!(
                %peer,
                "a request came with X-Forwarded-For from a peer that is not in server.trusted_proxies: \
                 everyone behind it counts as one network"
            );
        }
        *noted = Some(peer);
    }

    /// Returns the last peer that sent forwarding headers without being a trusted proxy.
    pub(crate) fn unnamed_proxy(&self) -> Option<IpAddr> {
        *self.0.unnamed_proxy.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records in the background, from time to time, that a session is in use.
    fn touch(&self, ctx: &Ctx, visitor: &Visitor) {
        if account::wants_touch(ctx, &visitor.signed) {
            let (id, now) = (visitor.signed.session.clone(), ctx.now);
            let noted = self.0.store.write(move |tx| access::touch_session(tx, &id, now));
            tokio::spawn(async move {
                if let Err(error) = noted.await {
                    tracing::warn!(%error, "could not record that a session is in use");
                }
            });
        }
    }
}

/// The threads of the store that a reading use case runs on.
#[derive(Clone, Copy)]
pub(crate) enum Lane {
    /// Those that answer pages at once.
    Page,
    /// Those for queries that can read a lot.
    Scan,
}

impl Lane {
    pub(crate) fn run<T: Send + 'static, E: From<StoreError> + Send + 'static>(
        self,
        store: &Store,
        work: impl FnOnce(&Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Answer<T, E> {
        match self {
            Self::Page => store.read(work),
            Self::Scan => store.scan(work),
        }
    }
}

/// Waits for an answer of the store, with a timeout: a hanging server must not hold every request.
pub(crate) async fn in_time<T, E: From<StoreError>>(answer: Answer<T, E>) -> Result<T, E> {
    tokio::time::timeout(PATIENCE, answer).await.unwrap_or_else(|_| Err(StoreError::Late.into()))
}

/// Counts a changing request by the limit of its route; refuses it if its sender is over the limit.
pub(crate) fn count(
    tx: &Tx<'_>,
    ctx: &Ctx,
    actor: &Actor,
    quota: Option<Quota>,
    bytes: usize,
) -> Result<(), AppError> {
    match quota {
        Some(Quota::Sends(limit)) => limits::count(tx, ctx, actor, limit, bytes),
        // Attempts are counted where they are checked. Reads change nothing.
        Some(Quota::Tries | Quota::Free) | None => Ok(()),
    }
}

/// Finds the person of a session's secret.
pub(crate) fn visitor(tx: &Tx<'_>, ctx: &Ctx, secret: &str) -> Result<Option<Visitor>, AppError> {
    match account::signed_in(tx, ctx, secret)? {
        Some(signed) if signed.actor().is_some() => Visitor::new(ctx, signed, secret).map(Some),
        _ => Ok(None),
    }
}
