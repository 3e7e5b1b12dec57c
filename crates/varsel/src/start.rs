//! Builds what the commands need from the configuration: the database, the key, the policy, the settings of the web.

use std::fs;
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::Path;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use varsel_app::alerts::OnCall;
use varsel_app::context::{Policy, Surroundings};
use varsel_app::secrets::{InstanceKey, hex};
use varsel_jobs::{CalendarFeed, CveSources, Mailer, Outbound, Webhook};
use varsel_mail::{Credentials, Mailbox, Smtp, SmtpSettings, Transport};
use varsel_store::{Options, Store, StoreError};
use varsel_web::{Limits, Logo, ProblemType, Settings};

use crate::commands::CommandError;
use crate::config::{Config, Secret, Security};
use crate::surroundings;

/// Turns the error of a key into a command error.
fn wrong(key: &'static str) -> impl Fn(String) -> CommandError {
    move |fault| CommandError::new(format!("`{key}`: {fault}")).usage()
}

/// Advice for a database that was migrated by a newer version.
pub(crate) const NEWER: &str = "Start that version again, or restore the backup that was made before the upgrade (docs/operate/upgrade.md).";

/// Opens the database; `migrate` brings it up to date.
pub(crate) fn store(config: &Config, migrate: bool) -> Result<Store, CommandError> {
    let target = config.store.target().map_err(wrong("store.url"))?;
    let options = Options { readers: config.store.readers, ..Options::default() };
    let store = Store::open(&target, &options).map_err(|error| {
        CommandError::new(format!("the database {target} cannot be opened: {error}"))
            .advise("Run `varsel check` to see what is wrong with it.")
    })?;
    if migrate {
        let report = store.migrate().map_err(|error| match error {
            StoreError::Newer { .. } => CommandError::new(error.to_string()).advise(NEWER),
            error => CommandError::new(format!("the database cannot be brought up to date: {error}"))
                .advise("Nothing was changed. Run `varsel check` for details."),
        })?;
        for name in report.applied {
            tracing::info!(migration = name, "the database was brought up to date");
        }
        if report.reindexed > 0 {
            tracing::info!(cases = report.reindexed, "cases were indexed again for search");
        }
    }
    Ok(store)
}

/// Reads the key of this installation, and creates it at the first start.
pub(crate) fn key(config: &Config) -> Result<InstanceKey, CommandError> {
    if !config.secrets.key.is_empty() {
        return parse_key("secrets.key", &config.secrets.key);
    }
    let file: &Path = &config.secrets.key_file;
    let failed = |error: std::io::Error| {
        CommandError::new(format!("the key file {} cannot be used: {error}", file.display()))
    };
    if !file.exists() {
        let mut bytes = [0; 32];
        surroundings::entropy()(&mut bytes);
        make_key_file(file, &hex(&bytes)).map_err(failed)?;
        tracing::info!(file = %file.display(), "created the key of this installation");
    }
    let text = fs::read_to_string(file).map_err(failed)?;
    parse_key(&file.display().to_string(), &Secret::from(text.trim()))
}

/// Creates a file that only its owner can read, atomically, and never over an existing one.
fn make_key_file(file: &Path, text: &str) -> std::io::Result<()> {
    let folder = file.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    // Temporary files are created without access for others.
    let mut draft = tempfile::NamedTempFile::new_in(folder)?;
    writeln!(draft, "{text}")?;
    draft.as_file().sync_all()?;
    match draft.persist_noclobber(file) {
        Ok(_) => fs::File::open(folder)?.sync_all(),
        // Another process was faster: its key counts.
        Err(refused) if refused.error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(refused) => Err(refused.error),
    }
}

/// Creates the mailer. `base_url` is the base of links.
pub(crate) fn mailer(config: &Config, base_url: &str) -> Result<Mailer, CommandError> {
    let transport = match smtp(config)? {
        Some(smtp) => Transport::Smtp(Box::new(smtp)),
        None => Transport::Spool(config.mail.spool_dir.to_path_buf()),
    };
    // Mails in a spool are not sent, so any address will do.
    let address = config.mail.from.clone().unwrap_or_else(|| "desk@localhost".to_owned());
    Ok(Mailer {
        transport,
        from: Mailbox { name: config.desk.marketplace.clone(), address },
        base_url: base_url.to_owned(),
        shows_amber_strict: config.mail.amber_strict,
    })
}

/// Returns the mail server, ready to be connected to; `None` if none is configured.
pub(crate) fn smtp(config: &Config) -> Result<Option<Smtp>, CommandError> {
    let mail = &config.mail;
    let Some(host) = &mail.smtp_host else { return Ok(None) };
    let credentials = match &mail.username {
        Some(username) => {
            let password = mail_password(config)?.expose().to_owned();
            Some(Credentials { username: username.clone(), password })
        }
        None => None,
    };
    let from = mail.from.as_deref().unwrap_or_default();
    let settings = SmtpSettings {
        host: host.clone(),
        port: mail.smtp_port,
        security: match mail.security {
            Security::Tls => varsel_mail::Security::Tls,
            Security::Starttls => varsel_mail::Security::Starttls,
            Security::None => varsel_mail::Security::None,
        },
        credentials,
        extra_root: mail.extra_root.clone(),
        hello: from.rsplit('@').next().unwrap_or_default().to_owned(),
    };
    let smtp = Smtp::new(&settings);
    smtp.map(Some).map_err(|error| CommandError::new(format!("the mail server cannot be used: {error}")))
}

/// Reads the password for the mail server.
fn mail_password(config: &Config) -> Result<Secret, CommandError> {
    let Some(file) = &config.mail.password_file else { return Ok(config.mail.password.clone()) };
    let failed = |what: &dyn std::fmt::Display| {
        CommandError::new(format!("mail.password_file: {} cannot be used: {what}", file.display()))
    };
    let text = fs::read_to_string(file).map_err(|error| failed(&error))?;
    let password = text.trim_end_matches(['\r', '\n']);
    if password.is_empty() { Err(failed(&"it is empty")) } else { Ok(Secret::from(password)) }
}

fn parse_key(place: &str, text: &Secret) -> Result<InstanceKey, CommandError> {
    let wrong = || {
        CommandError::new(format!("{place} does not hold a key: 64 hexadecimal digits")).advise(
            "Restore the key from its backup. With a new key, links already sent in mails stop working.",
        )
    };
    let text = text.expose();
    if text.len() != 64 {
        return Err(wrong());
    }
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        let digits = std::str::from_utf8(pair).map_err(|_| wrong())?;
        *byte = u8::from_str_radix(digits, 16).map_err(|_| wrong())?;
    }
    Ok(InstanceKey::new(bytes))
}

/// Creates the policy from the configuration.
pub(crate) fn policy(config: &Config) -> Result<Policy, CommandError> {
    let desk = &config.desk;
    Ok(Policy {
        marketplace: desk.marketplace.clone(),
        telephone: desk.telephone.clone(),
        calendar: desk.calendar().map_err(|(key, fault)| wrong(key)(fault))?,
        promise: desk.promise,
        targets: config.targets.meaning().map_err(|(key, fault)| wrong(key)(fault))?,
        regimes: config.duties.meaning().map_err(wrong("duties.regimes"))?,
        place: desk.place().map_err(|(key, fault)| wrong(key)(fault))?,
        on_call: OnCall {
            addresses: config.on_call.addresses.clone(),
            webhook: !config.on_call.webhook.is_empty(),
        },
        prefix: desk.prefix().map_err(wrong("desk.number_prefix"))?,
        session_idle_minutes: config.sessions.idle_minutes,
        session_hours: config.sessions.hours,
        sign_in_attempts: config.sessions.attempts,
        sign_in_window_minutes: config.sessions.window_minutes,
        invitations_a_person: config.sessions.invitations_a_person,
        invitations_a_recipient: config.sessions.invitations_a_recipient,
        limits: config.limits.meaning(),
        fetches_cves: !config.cves.addresses.is_empty(),
        calendar_feed: Some(desk.feed.clone()).filter(|feed| !feed.is_empty()),
    })
}

/// Returns the addresses to fetch CVEs from; `None` if there are none.
pub(crate) fn cve_sources(config: &Config) -> Option<CveSources> {
    let cves = &config.cves;
    let sources = || {
        CveSources::new(
            Outbound::new(cves.inside.clone()),
            cves.addresses.iter().map(|source| source.0.clone()).collect(),
        )
    };
    (!cves.addresses.is_empty()).then(sources)
}

/// Returns the feed of days off; `None` if there is none.
pub(crate) fn calendar_feed(config: &Config) -> Option<CalendarFeed> {
    let desk = &config.desk;
    let feed = || CalendarFeed::new(Outbound::new(desk.feed_inside.clone()), desk.feed.clone());
    (!desk.feed.is_empty()).then(feed)
}

/// Returns the on-call webhook; `None` if there is none.
pub(crate) fn webhook(config: &Config) -> Option<Webhook> {
    let on_call = &config.on_call;
    let webhook = || Webhook::new(Outbound::new(on_call.inside.clone()), on_call.webhook.clone());
    (!on_call.webhook.is_empty()).then(webhook)
}

/// Creates the environment of the use cases.
pub(crate) fn surroundings(config: &Config) -> Result<Surroundings, CommandError> {
    let (clock, entropy) = (surroundings::clock(), surroundings::entropy());
    Surroundings::new(clock, entropy, policy(config)?, key(config)?)
        .map_err(|fault| wrong("desk.zone")(fault.to_string()))
}

/// Returns the desk's URL.
pub(crate) fn base_url(config: &Config) -> Result<String, CommandError> {
    config.server.base_url().map_err(wrong("server.base_url"))
}

/// Returns the address to serve metrics on; `None` if metrics are switched off.
pub(crate) fn metrics_address(config: &Config) -> Result<Option<SocketAddr>, CommandError> {
    config.server.metrics_address().map_err(wrong("server.metrics_listen"))
}

/// Returns how many file descriptors the process can raise its limit to.
pub(crate) fn most_descriptors() -> usize {
    let hard = getrlimit(Resource::Nofile).maximum;
    hard.map_or(usize::MAX, |most| usize::try_from(most).unwrap_or(usize::MAX))
}

/// Raises the limit of open files to what the machine allows, and returns it: each connection is one.
pub(crate) fn raise_descriptors() -> usize {
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
    match setrlimit(Resource::Nofile, raised) {
        Ok(()) => most_descriptors(),
        Err(error) => {
            tracing::warn!(%error, "the limit of open files could not be raised");
            limit.current.map_or(usize::MAX, |most| usize::try_from(most).unwrap_or(usize::MAX))
        }
    }
}

/// Returns the connection limit for a limit of open files.
pub(crate) fn connections(descriptors: usize) -> usize {
    Limits::for_descriptors(descriptors).connections
}

/// Creates the settings of the web.
pub(crate) fn settings(config: &Config) -> Result<Settings, CommandError> {
    let base_url = base_url(config)?;
    let problem_types = config
        .desk
        .problem_types
        .iter()
        .map(|p| ProblemType { label: p.label.clone(), url: p.url.clone() })
        .collect();
    Ok(Settings {
        secure: base_url.starts_with("https://"),
        hsts_subdomains: config.server.hsts_subdomains,
        security_txt: config.security_txt.text(&base_url),
        base_url,
        marketplace: config.desk.marketplace.clone(),
        desk_address: config.desk.address.clone(),
        accent: config.desk.accent.clone(),
        problem_types,
        trusted_proxies: config.server.trusted_proxies.clone(),
        body_limit: config.limits.body_bytes,
        spool: config.mail.smtp_host.is_none().then(|| config.mail.spool_dir.to_path_buf()),
        demo: false,
    })
}

/// Reads the marketplace's logo; `None` where none is configured.
pub(crate) fn logo(config: &Config) -> Result<Option<Logo>, CommandError> {
    let Some(file) = &config.desk.logo else { return Ok(None) };
    let failed =
        |why: String| CommandError::new(format!("desk.logo: {} cannot be shown: {why}", file.display()));
    let bytes = fs::read(file).map_err(|error| failed(error.to_string()))?;
    Logo::read(bytes).map(Some).map_err(|error| failed(error.to_string()))
}
