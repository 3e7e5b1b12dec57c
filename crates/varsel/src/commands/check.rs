//! `varsel check`: tests a deployment and explains what it finds, line by line.

use std::fs;
use std::net::ToSocketAddrs as _;
use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;

use varsel_store::people;

use super::{CommandError, say};
use crate::config::Config;
use crate::start;

/// How a check went.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Ok,
    Warning,
    Failure,
}

struct Findings {
    worst: Verdict,
}

impl Findings {
    fn note(&mut self, verdict: Verdict, what: &str, advice: &str) {
        let mark = match verdict {
            Verdict::Ok => "ok     ",
            Verdict::Warning => "warning",
            Verdict::Failure => "FAILED ",
        };
        say(&format!("{mark}  {what}"));
        if !advice.is_empty() {
            say(&format!("         {advice}"));
        }
        if self.worst != Verdict::Failure && verdict != Verdict::Ok {
            self.worst = verdict;
        }
    }
}

/// Runs the command; fails when a check has failed.
pub(crate) fn run(config: &Config) -> Result<(), CommandError> {
    let mut found = Findings { worst: Verdict::Ok };
    addresses(config, &mut found);
    policy(config, &mut found);
    database(config, &mut found);
    key_file(config, &mut found);
    mail(config, &mut found);
    if found.worst == Verdict::Failure {
        Err(CommandError::new("the deployment is not ready")
            .advise("Mend what is marked FAILED and run the check again."))
    } else {
        Ok(())
    }
}

fn addresses(config: &Config, found: &mut Findings) {
    match start::base_url(config) {
        Ok(url) if url.starts_with("https://") => {
            found.note(Verdict::Ok, &format!("people reach the desk at {url}"), "");
        }
        Ok(url) => found.note(
            Verdict::Warning,
            &format!("the desk is open at {url}, on this machine only"),
            "For others, set server.base_url to an https:// address and put a proxy with TLS in front.",
        ),
        Err(error) => found.note(Verdict::Failure, &error.to_string(), "As in https://desk.example"),
    }
    let behind_proxy = config.server.tls_cert.is_none() && config.server.base_url.starts_with("https://");
    if behind_proxy && config.server.trusted_proxies.is_empty() {
        found.note(
            Verdict::Warning,
            "no proxy is trusted, so every request seems to come from the proxy itself",
            "Name its network in server.trusted_proxies, or limits on sign-in count all people as one.",
        );
    }
}

fn policy(config: &Config, found: &mut Findings) {
    match start::policy(config) {
        Ok(policy) => {
            let zone = policy.calendar.zone.iana_name().unwrap_or("UTC");
            let version = jiff::tz::db().is_definitively_empty();
            let verdict = if version { Verdict::Failure } else { Verdict::Ok };
            found.note(
                verdict,
                &format!("the desk works {} to {} in {zone}", policy.calendar.opens, policy.calendar.closes),
                "",
            );
        }
        Err(error) => found.note(Verdict::Failure, &error.to_string(), ""),
    }
}

fn database(config: &Config, found: &mut Findings) {
    let store = match start::store(config, false) {
        Ok(store) => store,
        Err(error) => {
            return found.note(
                Verdict::Failure,
                &error.to_string(),
                "Is the address in store.url right, and the server up?",
            );
        }
    };
    match store.pending_migrations() {
        Ok(pending) if pending.is_empty() => found.note(Verdict::Ok, "the database is up to date", ""),
        Ok(pending) => found.note(
            Verdict::Warning,
            &format!("the database lacks {}", pending.join(", ")),
            "`varsel serve` applies it at its next start, `varsel migrate` now.",
        ),
        Err(error) => found.note(Verdict::Failure, &format!("the database does not answer: {error}"), ""),
    }
    if let Ok(false) = store.read(people::anybody).wait() {
        found.note(
            Verdict::Warning,
            "nobody has an account",
            "`varsel serve` prints a link for the first administrator.",
        );
    }
    store.close();
}

fn key_file(config: &Config, found: &mut Findings) {
    if !config.secrets.key.is_empty() {
        return found.note(Verdict::Ok, "the key of this installation comes from the configuration", "");
    }
    let file = &config.secrets.key_file;
    match fs::metadata(file) {
        Ok(about) if about.permissions().mode() & 0o077 != 0 => found.note(
            Verdict::Failure,
            &format!("others may read the key file {}", file.display()),
            "Run chmod 600 on it.",
        ),
        Ok(_) => match start::key(config) {
            Ok(_) => found.note(
                Verdict::Ok,
                &format!("the key file {} is there and closed to others", file.display()),
                "",
            ),
            Err(error) => found.note(Verdict::Failure, &error.to_string(), ""),
        },
        Err(_) => found.note(
            Verdict::Warning,
            &format!("there is no key file {} yet", file.display()),
            "It is made at the first start.",
        ),
    }
}

fn mail(config: &Config, found: &mut Findings) {
    let Some(host) = &config.mail.smtp_host else {
        let folder = config.mail.spool_dir.display();
        return found.note(
            Verdict::Warning,
            &format!("no mail server is configured; mails go into {folder}"),
            "Publishers get no mail until mail.smtp_host is set.",
        );
    };
    if config.mail.from.is_none() {
        found.note(Verdict::Failure, "mail.from is missing", "The address that mails come from.");
    }
    let address = (host.as_str(), config.mail.smtp_port);
    let reached = address.to_socket_addrs().ok().and_then(|mut all| all.next()).is_some_and(|address| {
        std::net::TcpStream::connect_timeout(&address, Duration::from_secs(5)).is_ok()
    });
    if reached {
        found.note(
            Verdict::Ok,
            &format!("the mail server {host}:{} can be reached", config.mail.smtp_port),
            "",
        );
    } else {
        found.note(
            Verdict::Failure,
            &format!("the mail server {host}:{} cannot be reached", config.mail.smtp_port),
            "Mails wait in the queue and are tried again.",
        );
    }
}
