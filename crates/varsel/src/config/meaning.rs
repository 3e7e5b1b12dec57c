//! Parses and validates the values of a configuration.

use std::fmt::Write as _;
use std::net::{IpAddr, SocketAddr};

use jiff::civil::Time;
use jiff::tz::TimeZone;
use varsel_app::{account, limits};
use varsel_core::address::host;
use varsel_core::clock::calendar::Exception;
use varsel_core::clock::holidays::Place;
use varsel_core::clock::hours::{Hours, Interval, Week};
use varsel_core::clock::obligation::Regime;
use varsel_core::clock::promise::MOST_HOURS;
use varsel_core::clock::target::{self, NoTarget, Target};
use varsel_core::clock::written::WrittenHolidays;
use varsel_core::clock::{Calendar, PromiseRule, WrittenCalendar, zones};
use varsel_core::confirmation_number::Prefix;
use varsel_core::text;
use varsel_jobs::CVE_PLACE;
use varsel_store::Target as StoreTarget;

use super::declare::{
    ClosedDay, Config, Database, Desk, Duties, Limits, Mail, Security, SecurityTxt, Server, Targets,
};
use crate::logging;

/// An error in the value of a key: what is wrong, and what is accepted.
type Fault = String;

impl Server {
    /// Returns the desk's URL: scheme, host and port.
    pub(crate) fn base_url(&self) -> Result<String, Fault> {
        let given = self.base_url.trim_end_matches('/');
        let loopback = self.listen.ip().is_loopback();
        let scheme = if self.tls_cert.is_some() { "https" } else { "http" };
        if given.is_empty() && loopback {
            return Ok(format!("{scheme}://{}", self.listen));
        }
        if given.is_empty() {
            return Err(
                "required unless `listen` is a loopback address, such as https://desk.example".to_owned()
            );
        }
        let host = match given.split_once("://") {
            Some(("https", host)) => host,
            Some(("http", host)) if loopback && self.tls_cert.is_none() => host,
            Some(("http", _)) if loopback => {
                return Err("must start with https:// if `tls_cert` is set".to_owned());
            }
            _ => return Err("must start with https://; http:// is for loopback addresses only".to_owned()),
        };
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
        if host.is_empty() || !host.chars().all(plain) {
            return Err(
                "must be a host, optionally with a port, without a path, such as https://desk.example"
                    .to_owned(),
            );
        }
        Ok(given.to_owned())
    }

    /// Returns the address to serve metrics on; `None` if metrics are switched off.
    pub(crate) fn metrics_address(&self) -> Result<Option<SocketAddr>, Fault> {
        match self.metrics_listen.as_str() {
            "" => Ok(None),
            text => text
                .parse()
                .map(Some)
                .map_err(|_| "must be an address and port, such as 127.0.0.1:9464".to_owned()),
        }
    }
}

impl Limits {
    /// Returns the limits per hour.
    pub(crate) const fn meaning(&self) -> limits::Limits {
        limits::Limits {
            messages: self.messages,
            facts: self.facts,
            reports: self.reports,
            drafts: self.drafts,
            duties: self.duties,
            account: self.account,
            desk: self.desk,
            megabytes: self.megabytes,
            publisher_times: self.publisher_times,
        }
    }
}

impl SecurityTxt {
    /// Returns the contents of `security.txt` (RFC 9116, section 2.5); `None` if no contact is set. `base_url` is the desk's URL.
    pub(crate) fn text(&self, base_url: &str) -> Option<String> {
        let expires = self.expires.filter(|_| !self.contact.is_empty())?;
        let mut text = String::new();
        let mut line = |name: &str, value: &str| {
            let _ = writeln!(text, "{name}: {value}");
        };
        for contact in &self.contact {
            line("Contact", contact);
        }
        line("Expires", &format!("{expires:.0}"));
        if let Some(policy) = &self.policy {
            line("Policy", policy);
        }
        if !self.languages.is_empty() {
            line("Preferred-Languages", &self.languages.join(", "));
        }
        line("Canonical", &format!("{base_url}/.well-known/security.txt"));
        Some(text)
    }
}

impl Database {
    /// Returns the database to open.
    pub(crate) fn target(&self) -> Result<StoreTarget, Fault> {
        self.url.expose().parse().map_err(|error| format!("{error}"))
    }
}

impl Desk {
    /// Returns the desk's zone.
    pub(crate) fn zone(&self) -> Result<TimeZone, Fault> {
        zones::zone(&self.zone).ok_or_else(|| {
            format!("there is no zone `{}`; an IANA name is expected, as in Europe/Stockholm", self.zone)
        })
    }

    /// Returns the opening and closing time.
    pub(crate) fn hours(&self) -> Result<(Time, Time), Fault> {
        let (opens, closes) = (time_of_day(&self.opens)?, time_of_day(&self.closes)?);
        if opens < closes {
            Ok((opens, closes))
        } else {
            Err("the desk must open before it closes".to_owned())
        }
    }

    /// Returns the desk's calendar.
    pub(crate) fn calendar(&self) -> Result<WrittenCalendar, (&'static str, Fault)> {
        self.zone().map_err(|fault| ("desk.zone", fault))?;
        let (opens, closes) = self.hours().map_err(|fault| ("desk.closes", fault))?;
        let hours = Interval::between(opens, closes)
            .ok_or_else(|| ("desk.closes", "the desk must open before it closes".to_owned()))?;
        if let Some(place) = &self.holidays {
            Place::find(place).map_err(|error| ("desk.holidays", error.to_string()))?;
        }
        let closed = self.closed.iter().map(|ClosedDay { day, reason }| {
            (*day, Exception { hours: Hours::NONE, reason: reason.clone() })
        });
        Ok(WrittenCalendar {
            zone: zones::canonical(&self.zone),
            week: Week::monday_to_friday(hours),
            holidays: WrittenHolidays { place: self.holidays.clone(), ..WrittenHolidays::default() },
            exceptions: closed.collect(),
        })
    }

    /// Returns the working days of the place where the marketplace files: public holidays only, because laws ignore the desk's own
    /// closed days.
    pub(crate) fn place(&self) -> Result<Calendar, (&'static str, Fault)> {
        let zone = self.zone().map_err(|fault| ("desk.zone", fault))?;
        let mut calendar = Calendar::nine_to_five(zone);
        if let Some(place) = &self.holidays {
            let place = Place::find(place).map_err(|error| ("desk.holidays", error.to_string()))?;
            calendar.holidays = place.public_calendar().holidays;
            calendar.until = Some(place.until);
        }
        Ok(calendar)
    }

    /// Returns the prefix of confirmation numbers.
    pub(crate) fn prefix(&self) -> Result<Prefix, Fault> {
        self.number_prefix.parse().map_err(|error| format!("{error}"))
    }
}

impl Targets {
    /// Returns the desk's own targets.
    pub(crate) fn meaning(&self) -> Result<target::Targets, (&'static str, Fault)> {
        let row = |key: &'static str, row: &[String; 4]| -> Result<target::Row, (&'static str, Fault)> {
            let mut read = [None; 4];
            for (to, text) in read.iter_mut().zip(row) {
                *to = one_target(text).map_err(|fault| (key, fault))?;
            }
            Ok(read)
        };
        Ok(target::Targets {
            respond: row("targets.respond", &self.respond)?,
            respond_urgent: one_target(&self.respond_urgent)
                .map_err(|fault| ("targets.respond_urgent", fault))?,
            assess: row("targets.assess", &self.assess)?,
            decide_measure: row("targets.decide_measure", &self.decide_measure)?,
            decide_notice: row("targets.decide_notice", &self.decide_notice)?,
            update: row("targets.update", &self.update)?,
            update_mitigating: row("targets.update_mitigating", &self.update_mitigating)?,
            mitigate: row("targets.mitigate", &self.mitigate)?,
            fix: row("targets.fix", &self.fix)?,
            decide_duties: row("targets.decide_duties", &self.decide_duties)?,
        })
    }
}

impl Duties {
    /// Returns the regimes that could apply to the marketplace.
    pub(crate) fn meaning(&self) -> Result<Vec<&'static Regime>, Fault> {
        let find = |id: &String| match Regime::find(id) {
            // No one could decide whether it applies, and every case would miss its clock.
            Some(regime) if regime.is_draft() => {
                Err(format!("`{id}` is a draft that has not been checked: it is switched off"))
            }
            Some(regime) => Ok(regime),
            None => Err(format!("there is no regime `{id}`; docs/generated/duties.md lists them")),
        };
        self.regimes.iter().map(find).collect()
    }
}

fn one_target(text: &str) -> Result<Option<Target>, Fault> {
    match text.trim() {
        "" | "-" => Ok(None),
        text => text.parse().map(Some).map_err(|error: NoTarget| error.to_string()),
    }
}

impl Mail {
    /// Returns whether the mail server is this machine, where there is no network to eavesdrop on.
    fn is_local(&self) -> bool {
        self.smtp_host.as_deref().is_some_and(|host| {
            host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
        })
    }
}

fn time_of_day(text: &str) -> Result<Time, Fault> {
    let plain = text.len() == 5 && text.as_bytes()[2] == b':';
    let time = text.parse::<Time>().ok().filter(|_| plain);
    time.ok_or_else(|| format!("`{text}` is not a time of day such as 09:00"))
}

/// Lists the errors by key.
pub(super) fn faults(config: &Config) -> Vec<(&'static str, Fault)> {
    let Config {
        server,
        security_txt,
        store,
        desk,
        targets,
        duties,
        on_call,
        mail,
        cves,
        secrets,
        sessions,
        limits,
        log,
    } = config;
    let mut faults = Vec::new();
    let mut check = |key: &'static str, is_right: bool, fault: &str| {
        if !is_right {
            faults.push((key, fault.to_owned()));
        }
    };
    check(
        "server.tls_key",
        server.tls_cert.is_some() == server.tls_key.is_some(),
        "`tls_cert` and `tls_key` go together: set both, or neither",
    );
    for contact in &security_txt.contact {
        let is_right = ["https://", "mailto:", "tel:"].iter().any(|scheme| contact.starts_with(scheme));
        check(
            "security_txt.contact",
            is_right && is_line(contact, 500),
            "must be an https://, mailto: or tel: address, such as mailto:security@example.com",
        );
    }
    check(
        "security_txt.expires",
        security_txt.expires.is_some() != security_txt.contact.is_empty(),
        "`contact` and `expires` go together: set both, or neither",
    );
    if let Some(policy) = &security_txt.policy {
        check(
            "security_txt.policy",
            policy.starts_with("https://") && is_line(policy, 500),
            "must be an https:// address",
        );
    }
    for language in &security_txt.languages {
        let is_tag =
            |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
        check(
            "security_txt.languages",
            language.split('-').all(is_tag),
            "must be language tags, such as en or sv",
        );
    }
    check("store.readers", (1..=64).contains(&store.readers), "must be 1 to 64");
    check("desk.marketplace", is_line(&desk.marketplace, 80), "must be a name of 1 to 80 characters");
    if let Some(fault) = desk.holidays.as_deref().and_then(|place| Place::find(place).err()) {
        check("desk.holidays", false, &fault.to_string());
    }
    check(
        "desk.feed",
        desk.feed.is_empty() || is_reachable(desk.feed.expose(), &desk.feed_inside),
        "must be an https:// address; http:// is only for networks listed in `feed_inside`",
    );
    for closed in &desk.closed {
        check("desk.closed", is_line(&closed.reason, 80), "a `reason` must have 1 to 80 characters");
    }
    if let PromiseRule::WorkingHours(hours) = desk.promise {
        check("desk.promise", (1..=MOST_HOURS).contains(&hours), "must be 1 to 80 working hours");
    }
    if let Some(address) = &desk.address {
        check("desk.address", is_address(address), "must be a mail address, such as security@example.com");
    }
    if let Some(number) = &desk.telephone {
        check(
            "desk.telephone",
            is_telephone(number),
            "must be a number with its country code, such as +46 8 123 45 67",
        );
    }
    if let Some(colour) = &desk.accent {
        let digits =
            colour.strip_prefix('#').filter(|d| d.len() == 6 && d.bytes().all(|b| b.is_ascii_hexdigit()));
        check("desk.accent", digits.is_some(), "must be a colour of six digits, such as #0a5c6b");
    }
    for problem_type in &desk.problem_types {
        let url = problem_type.url.as_str();
        let opens = ["https://", "http://", "mailto:"].iter().any(|scheme| url.starts_with(scheme));
        check(
            "desk.problem_types",
            is_line(&problem_type.label, 80),
            "a `label` must have 1 to 80 characters",
        );
        check(
            "desk.problem_types",
            opens && is_line(url, 500),
            "a `url` must start with https://, http:// or mailto:",
        );
    }
    if let Err((key, fault)) = targets.meaning() {
        check(key, false, &fault);
    }
    for address in &on_call.addresses {
        check("on_call.addresses", is_address(address), "must be mail addresses, such as oncall@example.com");
    }
    let webhook = on_call.webhook.expose();
    check(
        "on_call.webhook",
        webhook.is_empty() || is_reachable(webhook, &on_call.inside),
        "must be an https:// address; http:// is only for networks listed in `inside`",
    );
    for address in &cves.addresses {
        let has_host = !address.0.host().is_empty();
        let address = address.0.expose();
        let is_right = ["https://", "http://"].iter().any(|scheme| address.starts_with(scheme))
            && has_host
            && address.contains(CVE_PLACE)
            && is_line(address, 500);
        check("cves.addresses", is_right, "must be an address such as https://cves.example/{id}");
        check(
            "cves.addresses",
            address.starts_with("https://") || !cves.inside.is_empty(),
            "must start with https://; http:// is only for networks listed in `inside`",
        );
    }
    if let Some(host) = &mail.smtp_host {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
        check(
            "mail.smtp_host",
            !host.is_empty() && host.chars().all(plain),
            "must be a host name, without a port",
        );
        check("mail.from", mail.from.is_some(), "required with `smtp_host`: the sender address of mails");
        check(
            "mail.security",
            mail.security != Security::None || mail.is_local(),
            "`none` is only for a server on this machine, because others could read every mail",
        );
    }
    if let Some(from) = &mail.from {
        check("mail.from", is_address(from), "must be a mail address, such as desk@example.com");
    }
    check("mail.smtp_port", mail.smtp_port != 0, "must be 1 to 65535");
    check(
        "mail.password_file",
        mail.password.is_empty() || mail.password_file.is_none(),
        "`password` and `password_file` exclude each other: set only one",
    );
    check(
        "mail.username",
        mail.username.is_some() == (mail.password_file.is_some() || !mail.password.is_empty()),
        "user name and password go together: set both, or neither",
    );
    let key = secrets.key.expose();
    check(
        "secrets.key",
        key.is_empty() || (key.len() == 64 && key.bytes().all(|b| b.is_ascii_hexdigit())),
        "must be 64 hexadecimal digits",
    );
    check("sessions.idle_minutes", (1..=10_080).contains(&sessions.idle_minutes), "must be 1 to 10080");
    check("sessions.hours", (1..=720).contains(&sessions.hours), "must be 1 to 720");
    check("sessions.attempts", (1..=1_000).contains(&sessions.attempts), "must be 1 to 1000");
    check("sessions.window_minutes", (1..=1_440).contains(&sessions.window_minutes), "must be 1 to 1440");
    check(
        "sessions.invitations_a_person",
        (1..=10_000).contains(&sessions.invitations_a_person),
        "must be 1 to 10000",
    );
    check(
        "sessions.invitations_a_recipient",
        (1..=1_000).contains(&sessions.invitations_a_recipient),
        "must be 1 to 1000",
    );
    check(
        "limits.body_bytes",
        (10_000..=100_000_000).contains(&limits.body_bytes),
        "must be 10000 to 100000000",
    );
    let counts = limits.meaning();
    for (key, count) in [
        ("limits.messages", counts.messages),
        ("limits.facts", counts.facts),
        ("limits.reports", counts.reports),
        ("limits.drafts", counts.drafts),
        ("limits.duties", counts.duties),
        ("limits.account", counts.account),
        ("limits.desk", counts.desk),
        ("limits.megabytes", counts.megabytes),
    ] {
        check(key, (0..=1_000_000).contains(&count), "must be 1 to 1000000, or 0 for no limit");
    }
    check("limits.publisher_times", (1..=1_000).contains(&counts.publisher_times), "must be 1 to 1000");
    let most = usize::try_from(counts.megabytes).unwrap_or(0).saturating_mul(1_000_000);
    check(
        "limits.megabytes",
        most == 0 || most >= limits.body_bytes,
        "must be at least `limits.body_bytes`, the size of one request",
    );
    let meanings = [
        ("server.base_url", server.base_url().err()),
        ("server.metrics_listen", server.metrics_address().err()),
        ("store.url", store.target().err()),
        ("desk.zone", desk.zone().err()),
        ("desk.opens", time_of_day(&desk.opens).err()),
        ("desk.closes", time_of_day(&desk.closes).and_then(|_| desk.hours()).err()),
        ("duties.regimes", duties.meaning().err()),
        ("desk.number_prefix", desk.prefix().err()),
        ("log.level", logging::filter(&log.level).err()),
    ];
    faults.extend(meanings.into_iter().filter_map(|(key, fault)| fault.map(|fault| (key, fault))));
    faults
}

/// Returns whether a text is a single line of at most `most` characters, and not blank.
fn is_line(text: &str, most: usize) -> bool {
    !text::is_blank(text) && text.chars().count() <= most && !text.chars().any(char::is_control)
}

/// Returns whether requests can go to an address: over TLS, or to a network named as the desk's own.
fn is_reachable(address: &str, inside: &[ipnet::IpNet]) -> bool {
    let is_plain = address.starts_with("http://") && !inside.is_empty();
    is_line(address, 500) && !host(address).is_empty() && (address.starts_with("https://") || is_plain)
}

/// Returns whether a text is an international telephone number (E.164: up to 15 digits), written with spaces or hyphens.
fn is_telephone(text: &str) -> bool {
    let Some(digits) = text.strip_prefix('+') else { return false };
    let count = digits.bytes().filter(u8::is_ascii_digit).count();
    let is_written = |byte: u8| byte.is_ascii_digit() || matches!(byte, b' ' | b'-');
    digits.starts_with(|first: char| first.is_ascii_digit())
        && (6..=15).contains(&count)
        && digits.len() <= 30
        && digits.bytes().all(is_written)
}

fn is_address(text: &str) -> bool {
    account::read_email("address", text).is_ok()
}
