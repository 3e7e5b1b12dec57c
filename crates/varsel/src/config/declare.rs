//! Every key of the configuration, with its default and its meaning.

use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use varsel_core::address::SecretAddress;
use varsel_core::clock::PromiseRule;

use super::kept::{Holds, Kept, Kind};

/// A text that is never shown.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Secret(String);

impl Secret {
    /// Returns the text, for the one place that needs it.
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

/// The address of a database; that of a PostgreSQL server may hold a password. Never shown.
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
    /// One JSON object a line.
    Json,
}

/// A problem type that the marketplace's ordinary support handles.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProblemType {
    /// What it is called.
    pub(crate) label: String,
    /// Where it is handled.
    pub(crate) url: String,
}

/// A day on which the desk is closed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClosedDay {
    /// Which.
    pub(crate) day: jiff::civil::Date,
    /// Why.
    pub(crate) reason: String,
}

/// A key as the reference shows it.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    /// What of it must not be read by others.
    pub(crate) kind: Kind,
}

/// A section as the reference shows it.
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

        /// What the reference is made from.
        pub(crate) static SECTIONS: &[Section] = &[$(Section {
            name: stringify!($section),
            about: $about,
            keys: &[$(Key { name: stringify!($key), about: $meaning, kind: <$of as Holds>::KIND }),+],
        }),+];

        impl Config {
            /// Lists what the values hold that others must not read, with the section and key of each.
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
        listen: SocketAddr = loopback(8080), "The address and port to listen on.";
        base_url: String = String::new(), "Where people reach the desk, as in `https://desk.example`; needed unless `listen` is a loopback address. Links in mails begin with it.";
        tls_cert: Option<PathBuf> = None, "A file with the certificate chain in PEM form. With `tls_key`, the desk itself speaks TLS; without, a proxy in front of it does.";
        tls_key: Option<SecretFile> = None, "A file with the certificate's private key in PEM form.";
        trusted_proxies: Vec<ipnet::IpNet> = Vec::new(), "Networks of the proxies in front of the desk. Only their X-Forwarded-For is believed, and only they may open more connections than one network’s share.";
        hsts_subdomains: bool = false, "Whether browsers reach every name below the desk’s over https:// alone too. They remember it for a year.";
        metrics_listen: String = "127.0.0.1:9464".to_owned(), "Where metrics are served, as /metrics, for Prometheus. An empty text switches them off.";
    }
    security_txt SecurityTxt "Whom to tell of flaws in the desk itself, served as `/.well-known/security.txt` (RFC 9116) when `contact` is set." {
        contact: Vec<String> = Vec::new(), "Where to report a flaw, the best way first: addresses of `https://`, `mailto:` or `tel:`.";
        expires: Option<jiff::Timestamp> = None, "Until when all this holds, as in `\"2027-06-30T00:00:00Z\"`; needed with `contact`. Less than a year ahead is recommended.";
        policy: Option<String> = None, "The page that says what researchers may do and expect.";
        languages: Vec<String> = Vec::new(), "The languages that reports are read in, as in `en` and `sv`.";
    }
    store Database "Where the data lives." {
        url: DatabaseAddress = DatabaseAddress::from("sqlite:varsel.db"), "`sqlite:` and a file, or the `postgres://` address of a PostgreSQL database, version 15 or newer.";
        free_space_mib: u64 = 1024, "How many MiB should be free on the disk of an SQLite database. Below that the administrator’s page of jobs, `varsel check` and the log warn; 0 for no warning.";
        readers: usize = 4, "How many connections read at the same time, 1 to 64.";
    }
    desk Desk "The marketplace and its desk." {
        marketplace: String = "Marketplace".to_owned(), "The marketplace’s name, as people see it.";
        zone: String = "UTC".to_owned(), "The desk’s time zone, by its IANA name, as in Europe/Stockholm.";
        opens: String = "09:00".to_owned(), "When a business day begins.";
        closes: String = "17:00".to_owned(), "When a business day ends: promises fall due then.";
        holidays: Option<String> = None, "The country, or part of one, whose public holidays are no business days, and those that custom keeps: `SE`, `GB-ENG`, `DE-BY` (ISO 3166). The table covers 66 countries, 2025 to 2037.";
        closed: Vec<ClosedDay> = Vec::new(), "Days on which the desk is closed besides, each with `day`, as in 2026-12-23, and `reason`, which publishers read.";
        feed: SecretAddress = SecretAddress::default(), "The address of an iCalendar feed of https:// whose whole days are days off, once somebody has looked at them on the desk’s calendar page. It is read once a day. Better given as VARSEL_DESK__FEED when it holds a key.";
        feed_inside: Vec<ipnet::IpNet> = Vec::new(), "Networks of your own that the feed may lead to, also without TLS.";
        promise: PromiseRule = PromiseRule::NextBusinessDay, "By when a person acknowledges a report. `next_business_day`: by close of business on the first business day after that of receipt. `{ working_hours = 8 }`: after so many working hours, 1 to 80. `cut_off`: as the first, but what comes after closing counts as received on the next business day.";
        number_prefix: String = "SE".to_owned(), "Two to four letters that confirmation numbers begin with.";
        address: Option<String> = None, "A mail address that reaches the desk, shown to publishers.";
        accent: Option<String> = None, "The marketplace’s colour, as #rrggbb.";
        logo: Option<PathBuf> = None, "The file of the marketplace’s logo, SVG or PNG, up to 100 kB: shown before its name on every page. An SVG must be a drawing and nothing else.";
        problem_types: Vec<ProblemType> = Vec::new(), "Other problem types that publishers may choose, each with `label` and `url`; they link out to the ordinary support.";
    }
    targets Targets "How long the desk gives itself, from receipt, for each priority: P1 to P4. `4h` and `3d` are hours and days that pass, `2bh` business hours, `1bd` close of business on the next business day; `-` is no target. The publisher is told `assess` and `update`." {
        respond: [String; 4] = row(["2bh", "4bh", "-", "-"]), "To acknowledge, sooner than promised; by the priority that the rules suggest.";
        respond_urgent: String = "1h".to_owned(), "To acknowledge a report that says that harm is being done.";
        assess: [String; 4] = row(["4h", "1bd", "3bd", "10bd"]), "To decide severity and priority.";
        decide_measure: [String; 4] = row(["4h", "2bd", "5bd", "10bd"]), "To decide what happens to the offer.";
        decide_notice: [String; 4] = row(["24h", "72h", "10bd", "-"]), "To decide what customers are told.";
        update: [String; 4] = row(["6h", "1bd", "5bd", "20bd"]), "Between two updates to the publisher.";
        update_mitigating: [String; 4] = row(["1bd", "1bd", "5bd", "20bd"]), "The same, from when work on offer and customers has begun.";
        mitigate: [String; 4] = row(["3d", "14d", "30d", "-"]), "Until a mitigation is available.";
        fix: [String; 4] = row(["10d", "28d", "60d", "175d"]), "Until a fix is released.";
        decide_duties: [String; 4] = row(["4h", "4h", "4h", "4h"]), "To decide which laws and contracts apply to the marketplace.";
    }
    duties Duties "What law and contracts ask of the marketplace itself." {
        regimes: Vec<String> = vec!["nis2".to_owned(), "gdpr_controller".to_owned()], "The regimes that the marketplace may be under, by their ids in docs/generated/duties.md. For a case that one of them may concern, somebody says within hours whether it applies.";
    }
    on_call OnCall "Who is called, day and night, when a report says that harm is being done, and for deadlines at P1. Without anybody here, the owner of the case and the leads are." {
        addresses: Vec<String> = Vec::new(), "Mail addresses, such as that of a paging service.";
        webhook: SecretAddress = SecretAddress::default(), "An address of https:// that is posted a JSON document. Better given as VARSEL_ON_CALL__WEBHOOK when it holds a key.";
        inside: Vec<ipnet::IpNet> = Vec::new(), "Networks of your own that the webhook may lead to, also without TLS.";
    }
    mail Mail "Outgoing mail." {
        from: Option<String> = None, "The address that mails come from; needed with `smtp_host`.";
        smtp_host: Option<String> = None, "The mail server. Without one, mails are written into `spool_dir`, where the administrator’s page shows them.";
        smtp_port: u16 = 587, "The mail server’s port.";
        security: Security = Security::Starttls, "`tls`, `starttls`, or `none` for a server on this machine.";
        username: Option<String> = None, "The name to sign in to the mail server with.";
        password: Secret = Secret::default(), "The password for it. Better given as VARSEL_MAIL__PASSWORD.";
        password_file: Option<SecretFile> = None, "A file with the password alone, instead of `password`.";
        extra_root: Option<PathBuf> = None, "A file with a certificate in PEM form that is trusted besides the system’s, for a mail server of your own.";
        spool_dir: SecretFile = SecretFile::from("spool"), "Where mails go while no server is configured.";
    }
    cves Cves "Public CVEs. Without an address nothing is asked for: `varsel cve import` reads files." {
        addresses: Vec<SecretAddress> = Vec::new(), "Where a CVE that somebody names is asked for, with `{id}` where its id stands, as in `https://cveawg.mitre.org/api/cve/{id}`. Each answers with a CVE record, an NVD feed or an OSV advisory. Whoever answers learns which CVEs your publishers and your desk look at.";
        inside: Vec<ipnet::IpNet> = Vec::new(), "Networks of your own that these addresses may lead to, also without TLS, for a mirror. Anything else that is not of the public internet is never reached.";
    }
    secrets Secrets "What must not leak with the database." {
        key_file: SecretFile = SecretFile::from("varsel.key"), "A file with the key of this installation, made at the first start. Links in mails depend on it: keep a copy with the backups’ keys, not with the backups.";
        key: Secret = Secret::default(), "The key itself, as 64 hexadecimal digits, instead of a file: for several processes that share a database. Better given as VARSEL_SECRETS__KEY.";
    }
    sessions Sessions "Signing in, and inviting." {
        idle_minutes: i64 = 60, "After how many minutes without use a session ends.";
        hours: i64 = 12, "After how many hours a session ends, whatever happens.";
        attempts: i64 = 10, "How many failed sign-ins at an account need not wait in the window; after those each waits longer, up to a minute. A browser that has signed in before has a counter of its own. A network address has ten times as many.";
        window_minutes: i64 = 15, "The window in which tries count.";
        invitations_a_person: i64 = 50, "How many invitations a person can send in a day.";
        invitations_a_recipient: i64 = 10, "How many invitations an address can get in a day, of all who invite it; half of them from one organisation.";
    }
    limits Limits "How much is taken: at once, and from one person within an hour; 0 bounds nothing. What is more is refused with the time from when on it is taken, and nothing typed is lost. All of a publisher’s people together send `publisher_times` as much. People at the desk are bounded by `desk` and `megabytes`." {
        body_bytes: usize = 1_000_000, "The most bytes of one request.";
        messages: i64 = person().messages, "Messages, answers and other words on cases that a person of a publisher sends within an hour.";
        facts: i64 = person().facts, "Facts they state, and categories they correct.";
        reports: i64 = person().reports, "Reports they send in.";
        drafts: i64 = person().drafts, "Times they begin, save or delete a draft, which the pages do by themselves while they type.";
        duties: i64 = person().duties, "What they record of laws and contracts.";
        account: i64 = person().account, "Changes they make to their account and organisation.";
        megabytes: i64 = person().megabytes, "Megabytes they send, whatever they are of; the same from one session or API token, and `publisher_times` as much from one address of the network.";
        publisher_times: i64 = person().publisher_times, "How many times as much all of a publisher’s people send together, 1 to 1000.";
        desk: i64 = person().desk, "What a person of the desk does within an hour.";
    }
    log Log "What is written about what happens. Never personal data, never secrets." {
        format: LogFormat = LogFormat::Human, "`human`, or `json` for one object a line.";
        level: String = "info".to_owned(), "`error`, `warn`, `info`, `debug` or `trace`, of Varsel itself; libraries only warn. Or filters by module, as in info,varsel_store=debug.";
    }
}
