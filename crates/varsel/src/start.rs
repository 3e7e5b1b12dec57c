//! From a configuration to what the commands work with: the database, the key, policy, settings of the web.

use std::fs;
use std::io::Write as _;
use std::net::SocketAddr;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Time;
use jiff::tz::TimeZone;
use varsel_app::context::{Policy, Surroundings};
use varsel_app::secrets::{InstanceKey, hex};
use varsel_core::case::Targets;
use varsel_core::clock::Calendar;
use varsel_store::{Options, Store, Target};
use varsel_web::{ProblemType, Settings};

use crate::commands::CommandError;
use crate::config::{Config, Secret};
use crate::surroundings;

/// Opens the database; `migrate` brings it up to date.
pub(crate) fn store(config: &Config, migrate: bool) -> Result<Store, CommandError> {
    let target: Target = config.store.url.parse().map_err(|error| {
        CommandError::new(format!("store.url: {error}")).advise("It begins with sqlite: or postgres://")
    })?;
    let options = Options { readers: config.store.readers.clamp(1, 64), ..Options::default() };
    let store = Store::open(&target, &options).map_err(|error| {
        CommandError::new(format!("the database cannot be opened: {error}"))
            .advise("Run `varsel check` to see what is wrong with it.")
    })?;
    if migrate {
        let report = store.migrate().map_err(|error| {
            CommandError::new(format!("the database cannot be brought up to date: {error}"))
        })?;
        for name in report.applied {
            tracing::info!(migration = name, "the database was brought up to date");
        }
    }
    Ok(store)
}

/// Reads the key of this installation, and makes it at the first start.
pub(crate) fn key(config: &Config) -> Result<InstanceKey, CommandError> {
    if !config.secrets.key.is_empty() {
        return parse_key("secrets.key", &config.secrets.key);
    }
    let file = &config.secrets.key_file;
    let failed = |error: std::io::Error| {
        CommandError::new(format!("the key file {} cannot be used: {error}", file.display()))
    };
    if !file.exists() {
        let mut bytes = [0; 32];
        surroundings::entropy()(&mut bytes);
        make_key_file(file, &hex(&bytes)).map_err(failed)?;
        tracing::info!(file = %file.display(), "made the key of this installation");
    }
    let text = fs::read_to_string(file).map_err(failed)?;
    parse_key(&file.display().to_string(), &Secret::from(text.trim()))
}

/// Makes a file that only its owner reads, and never over another one.
fn make_key_file(file: &Path, text: &str) -> std::io::Result<()> {
    let mut made = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
    writeln!(made, "{text}")?;
    made.sync_all()
}

fn parse_key(place: &str, text: &Secret) -> Result<InstanceKey, CommandError> {
    let wrong = || {
        CommandError::new(format!("{place} does not hold a key: 64 hexadecimal digits"))
            .advise("Put the key back from where it is kept. A new one makes links in mails that are under way stop working.")
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

/// Makes the policy from the configuration.
pub(crate) fn policy(config: &Config) -> Result<Policy, CommandError> {
    let desk = &config.desk;
    let zone = TimeZone::get(&desk.zone).map_err(|_| {
        CommandError::new(format!("desk.zone: there is no zone `{}`", desk.zone))
            .advise("As in Europe/Stockholm.")
    })?;
    let time = |key: &str, text: &str| {
        text.parse::<Time>()
            .map_err(|_| CommandError::new(format!("desk.{key}: `{text}` is no time of day, as in 09:00")))
    };
    let (opens, closes) = (time("opens", &desk.opens)?, time("closes", &desk.closes)?);
    if opens >= closes {
        return Err(CommandError::new("desk.opens is not before desk.closes"));
    }
    let prefix = desk
        .number_prefix
        .parse()
        .map_err(|error| CommandError::new(format!("desk.number_prefix: {error}")))?;
    Ok(Policy {
        marketplace: desk.marketplace.clone(),
        calendar: Calendar { zone, opens, closes },
        targets: Targets::default(),
        prefix,
        session_idle_minutes: config.sessions.idle_minutes.max(1),
        session_hours: config.sessions.hours.max(1),
        sign_in_attempts: config.sessions.attempts.max(1),
        sign_in_window_minutes: config.sessions.window_minutes.max(1),
    })
}

/// Makes what surrounds the use cases.
pub(crate) fn surroundings(config: &Config) -> Result<Surroundings, CommandError> {
    Ok(Surroundings {
        clock: surroundings::clock(),
        entropy: surroundings::entropy(),
        policy: Arc::new(policy(config)?),
        key: key(config)?,
    })
}

/// Returns where people reach the desk.
pub(crate) fn base_url(config: &Config) -> Result<String, CommandError> {
    let given = config.server.base_url.trim_end_matches('/');
    let loopback = config.server.listen.ip().is_loopback();
    match given {
        "" if loopback => Ok(format!("http://{}", config.server.listen)),
        "" => Err(CommandError::new("server.base_url is missing")
            .advise("Where do people reach the desk? As in https://desk.example")),
        url if url.starts_with("https://") => Ok(url.to_owned()),
        url if url.starts_with("http://") && loopback => Ok(url.to_owned()),
        _ => Err(CommandError::new("server.base_url must begin with https://")
            .advise("Plain HTTP is for loopback addresses only.")),
    }
}

/// Returns where metrics are served; `None` when they are switched off.
pub(crate) fn metrics_address(config: &Config) -> Result<Option<SocketAddr>, CommandError> {
    match config.server.metrics_listen.as_str() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| {
            CommandError::new(format!("server.metrics_listen: `{text}` is no address with a port"))
                .advise("As in 127.0.0.1:9464.")
        }),
    }
}

/// Makes the settings of the web.
pub(crate) fn settings(config: &Config) -> Result<Settings, CommandError> {
    let base_url = base_url(config)?;
    if let Some(colour) = &config.desk.accent {
        let digits =
            colour.strip_prefix('#').filter(|d| d.len() == 6 && d.bytes().all(|b| b.is_ascii_hexdigit()));
        if digits.is_none() {
            return Err(CommandError::new(format!("desk.accent: `{colour}` is no colour, as in #0a5c6b")));
        }
    }
    let problem_types = config
        .desk
        .problem_types
        .iter()
        .map(|p| ProblemType { label: p.label.clone(), url: p.url.clone() })
        .collect();
    Ok(Settings {
        secure: base_url.starts_with("https://"),
        base_url,
        marketplace: config.desk.marketplace.clone(),
        desk_address: config.desk.address.clone(),
        accent: config.desk.accent.clone(),
        problem_types,
        trusted_proxies: config.server.trusted_proxies.clone(),
        body_limit: config.limits.body_bytes,
        spool: config.mail.smtp_host.is_none().then(|| config.mail.spool_dir.clone()),
        demo: false,
    })
}
