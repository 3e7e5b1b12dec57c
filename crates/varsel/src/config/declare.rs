//! Every key of the configuration, with its default and its meaning.

use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use varsel_core::address::SecretAddress;
use varsel_core::clock::PromiseRule;

use super::kept::{Holds, Kept, Kind};

/// A secret; its `Debug` output hides it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Secret(String);

impl Secret {
    /// Returns the secret, for the one place that needs it.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "(none)" } else { "(hidden)" })
    }
}

/// The address of a database; that of a PostgreSQL server can hold a password. Never shown.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct DatabaseAddress(Secret);

impl DatabaseAddress {
    /// Returns the address, for the one place that needs it.
    pub(crate) fn expose(&self) -> &str {
        self.0.expose()
    }
}

impl From<&str> for DatabaseAddress {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

/// The address of a source of CVEs, with `{id}` where the id goes. Public ones are documented and hold no key.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct SourceAddress(pub(crate) SecretAddress);

impl SourceAddress {
    /// Returns whether it has a part that could be a key: something before its host, or a long part of its path or query.
    pub(crate) fn may_hold_key(&self) -> bool {
        let address = self.0.expose();
        let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
        let (authority, path) = rest.split_once(['/', '?', '#']).unwrap_or((rest, ""));
        let is_long = |part: &str| part.len() >= SHORTEST_KEY;
        let is_named = |pair: &str| {
            let (name, value) = pair.split_once('=').unwrap_or(("", ""));
            let name = name.to_lowercase();
            !value.is_empty()
                && ["key", "token", "secret", "auth", "pass", "sig"].iter().any(|word| name.contains(word))
        };
        authority.contains('@')
            || path.split(['/', '?', '&', '=', '#']).any(is_long)
            || path.split(['?', '&', '#']).any(is_named)
    }
}

/// How many characters a key has at least.
const SHORTEST_KEY: usize = 12;

/// A file that holds a secret, or a folder of such.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct SecretFile(PathBuf);

impl From<&str> for SecretFile {
    fn from(path: &str) -> Self {
        Self(path.into())
    }
}

impl AsRef<Path> for SecretFile {
    fn as_ref(&self) -> &Path {
        &self.0
    }
}

impl std::ops::Deref for SecretFile {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.0
    }
}

/// How a connection to the mail server is secured.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Security {
    /// TLS from the first byte.
    Tls,
    /// TLS after STARTTLS, which the server must offer.
    Starttls,
    /// None; for servers on this machine only.
    None,
}

/// How logs are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogFormat {
    /// For people.
    Human,
    /// One JSON object per line.
    Json,
}

/// A problem type that the marketplace's ordinary support handles.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProblemType {
    /// Its label.
    pub(crate) label: String,
    /// The page that handles it.
    pub(crate) url: String,
}

/// A day on which the desk is closed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClosedDay {
    /// The date.
    pub(crate) day: jiff::civil::Date,
    /// The reason, shown to publishers.
    pub(crate) reason: String,
}

/// A configuration key, as the reference shows it.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    /// What of it others must not read.
    pub(crate) kind: Kind,
}

/// A configuration section, as the reference shows it.
#[derive(Debug)]
pub(crate) struct Section {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) keys: &'static [Key],
}

macro_rules! config {
    ($($section:ident $type:ident $about:literal { $($key:ident: $of:ty = $default:expr, $meaning:literal;)+ })+) => {
        /// The whole configuration.
        #[derive(Clone, Default, Debug, Serialize, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub(crate) struct Config {
            $(#[doc = $about] pub(crate) $section: $type,)+
        }

        $(
            #[doc = $about]
            #[derive(Clone, Debug, Serialize, Deserialize)]
            #[serde(deny_unknown_fields, default)]
            pub(crate) struct $type {
                $(#[doc = $meaning] pub(crate) $key: $of,)+
            }

            impl Default for $type {
                fn default() -> Self {
                    Self { $($key: $default,)+ }
                }
            }
        )+

        /// All sections, in the order of the reference.
        pub(crate) static SECTIONS: &[Section] = &[$(Section {
            name: stringify!($section),
            about: $about,
            keys: &[$(Key { name: stringify!($key), about: $meaning, kind: <$of as Holds>::KIND }),+],
        }),+];

        impl Config {
            /// Lists the values that others must not read, each with its section and key.
            pub(crate) fn kept(&self) -> Vec<(&'static str, &'static str, Kept)> {
                let mut all = Vec::new();
                $($(
                    let kept = self.$section.$key.kept();
                    all.extend(kept.into_iter().map(|kept| (stringify!($section), stringify!($key), kept)));
                )+)+
                all
            }
        }
    };
}

fn row(targets: [&str; 4]) -> [String; 4] {
    targets.map(str::to_owned)
}

fn person() -> varsel_app::limits::Limits {
    varsel_app::limits::Limits::default()
}

fn loopback(port: u16) -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], port))
}

config! {
    server Server "Where the desk is reached." {
        listen: SocketAddr = loopback(8080), "Address and port to listen on.";
        base_url: String = String::new(), "The URL of the desk, such as `https://desk.example`. Required unless `listen` is a loopback address. Links in mails start with it.";
        tls_cert: Option<PathBuf> = None, "File with the certificate chain in PEM format. With `tls_key`, the desk serves TLS itself; without it, put a proxy in front.";
        tls_key: Option<SecretFile> = None, "File with the certificate's private key in PEM format.";
        trusted_proxies: Vec<ipnet::IpNet> = Vec::new(), "Networks of the proxies in front of the desk. Only their X-Forwarded-For is trusted, and only they can open more connections than one network’s share.";
        hsts_subdomains: bool = false, "Also require https:// for all subdomains of the desk’s name. Browsers remember this for a year.";
        metrics_listen: String = "127.0.0.1:9464".to_owned(), "Address and port to serve metrics on, at /metrics, for Prometheus. An empty string switches them off.";
    }
    security_txt SecurityTxt "How to report vulnerabilities in the desk itself, served as `/.well-known/security.txt` (RFC 9116) if `contact` is set." {
        contact: Vec<String> = Vec::new(), "Where to report a vulnerability, in order of preference: `https://`, `mailto:` or `tel:` addresses.";
        expires: Option<jiff::Timestamp> = None, "When this information expires, such as `\"2027-06-30T00:00:00Z\"`. Required with `contact`; we recommend less than a year ahead.";
        policy: Option<String> = None, "The page with your disclosure policy: what researchers can do and expect.";
        languages: Vec<String> = Vec::new(), "Languages in which you accept reports, such as `en` and `sv`.";
    }
    store Database "Where data is stored." {
        url: DatabaseAddress = DatabaseAddress::from("sqlite:varsel.db"), "`sqlite:` and a file, or the `postgres://` address of a PostgreSQL database, version 15 or newer.";
        free_space_mib: u64 = 1024, "How many MiB should be free on the disk of an SQLite database. Below that, the administrator’s Jobs page, `varsel check` and the log warn; 0 means no warning.";
        readers: usize = 4, "Number of connections for reading, 1 to 64.";
    }
    desk Desk "The marketplace and its desk." {
        marketplace: String = "Marketplace".to_owned(), "The marketplace’s name, shown on pages and in mails.";
        zone: String = "UTC".to_owned(), "The desk’s time zone, as an IANA name such as Europe/Stockholm.";
        opens: String = "09:00".to_owned(), "When a business day starts.";
        closes: String = "17:00".to_owned(), "When a business day ends, and promises fall due.";
        holidays: Option<String> = None, "The country, or part of one, whose public and customary holidays are not business days: `SE`, `GB-ENG`, `DE-BY` (ISO 3166). The table covers 66 countries, 2025 to 2037.";
        closed: Vec<ClosedDay> = Vec::new(), "Other days on which the desk is closed, each with a `day`, such as 2026-12-23, and a `reason`, which publishers can read.";
        feed: SecretAddress = SecretAddress::default(), "The https:// address of an iCalendar feed whose all-day events are days off, once someone has accepted them on the desk’s calendar page. It is read once a day. If it holds a key, set VARSEL_DESK__FEED instead.";
        feed_inside: Vec<ipnet::IpNet> = Vec::new(), "Your own networks that the feed can be on, even without TLS.";
        promise: PromiseRule = PromiseRule::NextBusinessDay, "When a person will acknowledge a report. `next_business_day`: by close of business on the first business day after that of receipt. `{ working_hours = 8 }`: within this many working hours, 1 to 80. `cut_off`: like the first, but a report received after closing counts as received on the next business day.";
        number_prefix: String = "SE".to_owned(), "Prefix of confirmation numbers, two to four letters.";
        address: Option<String> = None, "The desk’s mail address, shown to publishers.";
        telephone: Option<String> = None, "The desk’s telephone number for urgent reports, with its country code, such as `+46 8 123 45 67`. Shown to publishers who report ongoing harm.";
        accent: Option<String> = None, "The marketplace’s colour, as #rrggbb.";
        logo: Option<PathBuf> = None, "The file of the marketplace’s logo, SVG or PNG, up to 100 kB: shown before its name on every page. An SVG must be a drawing and nothing else.";
        problem_types: Vec<ProblemType> = Vec::new(), "Other problem types that publishers may choose, each with `label` and `url`; they link out to the ordinary support.";
    }
    targets Targets "The desk’s own deadlines, from receipt, for each priority: P1 to P4. `4h` and `3d` are elapsed hours and days, `2bh` business hours, `1bd` close of business on the next business day; `-` means no target. The publisher sees the `assess` and `update` targets." {
        respond: [String; 4] = row(["2bh", "4bh", "-", "-"]), "To acknowledge, sooner than promised; by the suggested priority.";
        respond_urgent: String = "1h".to_owned(), "To acknowledge a report of ongoing harm.";
        assess: [String; 4] = row(["4h", "1bd", "3bd", "10bd"]), "To decide severity and priority.";
        decide_measure: [String; 4] = row(["4h", "2bd", "5bd", "10bd"]), "To decide what happens to the offer.";
        decide_notice: [String; 4] = row(["24h", "72h", "10bd", "-"]), "To decide how customers are notified.";
        update: [String; 4] = row(["6h", "1bd", "5bd", "20bd"]), "Between two updates to the publisher.";
        update_mitigating: [String; 4] = row(["1bd", "1bd", "5bd", "20bd"]), "The same, once mitigation has started.";
        mitigate: [String; 4] = row(["3d", "14d", "30d", "-"]), "Until a mitigation is available.";
        fix: [String; 4] = row(["10d", "28d", "60d", "175d"]), "Until a fix is released.";
        decide_duties: [String; 4] = row(["4h", "4h", "4h", "4h"]), "To decide which laws and contracts apply to the marketplace.";
    }
    duties Duties "What laws and contracts require of the marketplace itself." {
        regimes: Vec<String> = vec!["nis2".to_owned(), "gdpr_controller".to_owned()], "The regimes that could apply to the marketplace, by their ids in docs/generated/duties.md. If one of them could concern a case, someone decides within hours whether it applies.";
    }
    on_call OnCall "Who is alerted, day and night, about reports of ongoing harm and deadlines at P1. If empty, the owner of the case and the leads are alerted." {
        addresses: Vec<String> = Vec::new(), "Mail addresses, such as the address of a paging service.";
        webhook: SecretAddress = SecretAddress::default(), "An https:// address to which a JSON document is posted. If it holds a key, set VARSEL_ON_CALL__WEBHOOK instead.";
        inside: Vec<ipnet::IpNet> = Vec::new(), "Your own networks that the webhook can be on, even without TLS.";
    }
    mail Mail "Outgoing mail." {
        from: Option<String> = None, "The address that mails come from; needed with `smtp_host`. Replies to it are not read.";
        amber_strict: bool = false, "Whether mails, alerts and the webhook show title, names and texts of cases marked TLP:AMBER+STRICT. If not, they show the number, the kind of message and dates, as they always do for TLP:RED.";
        smtp_host: Option<String> = None, "The mail server. Without one, mails are written into `spool_dir`, where the administrator’s page shows them.";
        smtp_port: u16 = 587, "The mail server’s port.";
        security: Security = Security::Starttls, "`tls`, `starttls`, or `none` for a server on this machine.";
        username: Option<String> = None, "User name for the mail server.";
        password: Secret = Secret::default(), "Password for the mail server. Prefer VARSEL_MAIL__PASSWORD.";
        password_file: Option<SecretFile> = None, "File that contains only the password, instead of `password`.";
        extra_root: Option<PathBuf> = None, "File with a certificate in PEM format to trust in addition to the system’s, for a mail server of your own.";
        spool_dir: SecretFile = SecretFile::from("spool"), "Folder for mails while no server is configured.";
    }
    cves Cves "Public CVEs. Without an address nothing is asked for: `varsel cve import` reads files." {
        addresses: Vec<SourceAddress> = Vec::new(), "Where a CVE that somebody names is asked for, with `{id}` where its id stands, as in `https://cveawg.mitre.org/api/cve/{id}`. Each answers with a CVE record, an NVD feed or an OSV advisory. Whoever answers learns which CVEs your publishers and your desk look at.";
        inside: Vec<ipnet::IpNet> = Vec::new(), "Networks of your own that these addresses may lead to, also without TLS, for a mirror. Anything else that is not of the public internet is never reached.";
    }
    secrets Secrets "Secrets that must not leak together with the database." {
        key_file: SecretFile = SecretFile::from("varsel.key"), "File with the key of this installation, created at the first start. Links in mails depend on it: keep a copy with the backups’ keys, not with the backups.";
        key: Secret = Secret::default(), "The key itself, as 64 hexadecimal digits, instead of a file, for several processes that share a database. Prefer VARSEL_SECRETS__KEY.";
    }
    sessions Sessions "Signing in, and inviting." {
        idle_minutes: i64 = 60, "After how many idle minutes a session expires.";
        hours: i64 = 12, "After how many hours a session expires, even in use.";
        attempts: i64 = 10, "How many failed sign-ins an account can have within the window before the next ones have to wait, longer each time, up to a minute. A browser that has signed in before has its own counter. A network address has ten times as many.";
        window_minutes: i64 = 15, "The window in which sign-in attempts are counted.";
        invitations_a_person: i64 = 50, "How many invitations a person can send in a day.";
        invitations_a_recipient: i64 = 10, "How many invitations an address can receive in a day; at most half of them from one organisation.";
    }
    limits Limits "How much Varsel accepts: in one request, and from one person within an hour; 0 means no limit. Beyond a limit, requests are refused with the time to retry, and nothing typed is lost. All of a publisher’s people together can send `publisher_times` as much. People at the desk are limited by `desk` and `megabytes`." {
        body_bytes: usize = 1_000_000, "Maximum size of a request, in bytes.";
        messages: i64 = person().messages, "Messages, answers and other texts on cases that a person of a publisher can send within an hour.";
        facts: i64 = person().facts, "Facts they add, and categories they correct.";
        reports: i64 = person().reports, "Reports they submit.";
        drafts: i64 = person().drafts, "Times they start, save or delete a draft; pages save automatically while people type.";
        duties: i64 = person().duties, "Entries they record about laws and contracts.";
        account: i64 = person().account, "Changes they make to their account and organisation.";
        megabytes: i64 = person().megabytes, "Megabytes they send, of any kind; the same from one session or API token, and `publisher_times` as much from one network address.";
        publisher_times: i64 = person().publisher_times, "How many times as much all of a publisher’s people can send together, 1 to 1000.";
        desk: i64 = person().desk, "Changes that a person at the desk can make within an hour.";
    }
    log Log "Logs. They never contain personal data or secrets." {
        format: LogFormat = LogFormat::Human, "`human`, or `json` for one object per line.";
        level: String = "info".to_owned(), "`error`, `warn`, `info`, `debug` or `trace`, for Varsel itself; libraries only log warnings. Or filters by module, such as info,varsel_store=debug.";
    }
}
