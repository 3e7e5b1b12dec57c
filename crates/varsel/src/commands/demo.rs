//! `varsel demo`: runs the product with sample data.

use std::fs;
use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use serde::Serialize;
use varsel_app::alerts::OnCall;
use varsel_app::context::{Policy, Surroundings};
use varsel_app::secrets::InstanceKey;
use varsel_core::clock::PromiseRule;
use varsel_core::clock::holidays::Place;
use varsel_core::clock::obligation::Regime;
use varsel_core::clock::written::WrittenHolidays;
use varsel_core::clock::{Targets, WrittenCalendar};
use varsel_core::confirmation_number::Prefix;
use varsel_jobs::{Mailer, Worker};
use varsel_locale::{Locale, Texts};
use varsel_mail::{Mailbox, Transport};
use varsel_store::{Options, Store, Target, people};
use varsel_web::{Limits, Listener, Settings, Web};

use super::lifetime::{metrics_recorder, run_server, serve_until, stopped};
use super::{CommandError, say};
use crate::config::Setting;
use crate::demo::{self, FillError, Filled};
use crate::mail_folder::MailFolder;
use crate::{start, surroundings};

/// Arguments of `varsel demo`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Keep the data in this folder; if omitted, it is deleted when the demonstration ends.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Listen on this address, 127.0.0.1:8080 unless given; port 0 takes any that is free.
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// Write a JSON object with url, accounts and api_tokens to this file once connections are accepted.
    #[arg(long, value_name = "FILE")]
    ready_file: Option<PathBuf>,
    /// Start the clock at this time, such as 2026-11-27T18:30:00+01:00, and run on from there.
    #[arg(long, value_name = "INSTANT")]
    at: Option<Timestamp>,
}

#[derive(Serialize)]
struct Ready<'a> {
    url: &'a str,
    accounts: Vec<ReadyAccount<'a>>,
    api_tokens: Vec<ReadyToken<'a>>,
}

#[derive(Serialize)]
struct ReadyAccount<'a> {
    role: &'a str,
    email: &'a str,
    password: &'a str,
}

#[derive(Serialize)]
struct ReadyToken<'a> {
    role: &'a str,
    token: &'a str,
}

/// Runs the command until it is stopped.
pub(crate) fn run(arguments: &Arguments, settings: &[Setting]) -> Result<(), CommandError> {
    run_server(serve(arguments, listen(arguments, settings)?))
}

/// Returns where to listen. Of the configuration, the demonstration takes `server.listen` alone: everything else is made up.
fn listen(arguments: &Arguments, settings: &[Setting]) -> Result<SocketAddr, CommandError> {
    let mut set = None;
    for setting in settings {
        let name = setting.name();
        if name != "server.listen" {
            return Err(CommandError::new(format!(
                "the demonstration does not take {name}: its marketplace is made up"
            ))
            .advise(
                "It takes --listen, --data, --at and --ready-file. Use varsel serve for a desk of your own.",
            )
            .usage());
        }
        let address = setting.text().parse();
        set = Some(address.map_err(|_| {
            CommandError::new("server.listen: an address and a port are expected, as in 127.0.0.1:8080")
                .usage()
        })?);
    }
    Ok(arguments.listen.or(set).unwrap_or(LISTEN))
}

/// Where the demonstration listens unless told: on this machine alone.
const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

/// What to look at first, for who has never seen it: whom to sign in as, and for what.
const FIRST: [(&str, &str); 3] = [
    (
        "ada@",
        "report a security event: “Report a security event”, and the calculator under “The vulnerability”",
    ),
    ("mika@", "work the queue: open the case at the top, acknowledge it, assess it"),
    ("ivo@", "see how the promises were kept, and change the rules"),
];

async fn serve(arguments: &Arguments, listen: SocketAddr) -> Result<(), CommandError> {
    let failed = |what: &str, error: &dyn std::fmt::Display| CommandError::new(format!("{what}: {error}"));
    // Dropped last, which removes a temporary folder.
    let temporary = match &arguments.data {
        Some(_) => None,
        None => Some(tempfile::tempdir().map_err(|e| failed("no temporary folder can be created", &e))?),
    };
    let folder = match (&arguments.data, &temporary) {
        (Some(folder), _) => folder.clone(),
        (None, Some(folder)) => folder.path().to_owned(),
        (None, None) => PathBuf::from("."),
    };
    // For its owner only: it will hold working passwords and tokens.
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&folder)
        .map_err(|e| failed(&format!("{} cannot be created", folder.display()), &e))?;
    let store = Store::open(&Target::Sqlite(folder.join("varsel.db")), &Options::default())
        .map_err(|e| failed("the database cannot be opened", &e))?;
    store.migrate().map_err(|e| failed("the database cannot be brought up to date", &e))?;

    let entropy = surroundings::entropy();
    let mut key = [0; 32];
    entropy(&mut key);
    let marketplace = demo::marketplace().map_err(|e| failed("the sample is broken", &e))?;
    let sweden = Place::find("SE").map_err(|e| failed("no table of holidays", &e))?;
    let policy = Policy {
        marketplace: marketplace.clone(),
        telephone: Some("+46 8 123 45 67".to_owned()),
        calendar: WrittenCalendar {
            holidays: WrittenHolidays { place: Some("SE".to_owned()), ..WrittenHolidays::default() },
            ..WrittenCalendar::nine_to_five("Europe/Stockholm")
        },
        promise: PromiseRule::default(),
        targets: Targets::default(),
        regimes: ["nis2_se", "gdpr_controller"].into_iter().filter_map(Regime::find).collect(),
        place: sweden.public_calendar(),
        on_call: OnCall::default(),
        prefix: Prefix::DEFAULT,
        session_idle_minutes: 12 * 60,
        session_hours: 24,
        sign_in_attempts: 10,
        sign_in_window_minutes: 15,
        invitations_a_person: 50,
        invitations_a_recipient: 10,
        limits: varsel_app::limits::Limits::default(),
        fetches_cves: false,
        calendar_feed: None,
    };
    let clock = arguments.at.map_or_else(surroundings::clock, surroundings::clock_from);
    let surroundings = Surroundings::new(clock, entropy, policy, InstanceKey::new(key))
        .map_err(|e| failed("the calendar is broken", &e))?;

    let filled_before =
        store.read(people::anybody).await.map_err(|e| failed("the database cannot be read", &e))?;
    let (filled, password) = if filled_before {
        restore(&folder)?
    } else {
        let password = memorable(&surroundings);
        let hash = demo::hash_password(&surroundings.context(), &password);
        let ctx = surroundings.context();
        let filled: Result<Filled, FillError> = store.write(move |tx| demo::fill(tx, &ctx, &hash)).await;
        let filled = filled.map_err(|e| failed("the sample could not be filled in", &e))?;
        if arguments.data.is_some() {
            keep(&folder, &filled, &password)?;
        }
        (filled, password)
    };

    let listener = Listener::bind(listen).await.map_err(|error| {
        failed(&format!("{listen} cannot be listened on"), &error)
            .advise("Is another demonstration running? Choose another with --listen 127.0.0.1:0.")
    })?;
    let listener = listener.with_limits(Limits::for_descriptors(start::raise_descriptors()));
    let url = format!("http://{}", listener.address());
    let texts = Texts::of(Locale::En);
    let shown: Vec<_> =
        filled.accounts.iter().map(|a| (a.role.code(), a.email.clone(), password.clone())).collect();
    let settings = Settings {
        base_url: url.clone(),
        secure: false,
        hsts_subdomains: false,
        security_txt: None,
        marketplace: marketplace.clone(),
        desk_address: Some("security@northwind.example".to_owned()),
        accent: None,
        problem_types: Vec::new(),
        trusted_proxies: Vec::new(),
        body_limit: 1_000_000,
        spool: Some(folder.join("spool")),
        demo: true,
    };
    let recorder = metrics_recorder()?;
    let mailer = Mailer {
        transport: Transport::Spool(folder.join("spool")),
        from: Mailbox { name: marketplace.clone(), address: "security@northwind.example".to_owned() },
        base_url: url.clone(),
        shows_amber_strict: false,
    };
    let worker = Worker::new(store.clone(), surroundings.clone(), mailer)
        .start()
        .map_err(|e| failed("no threads can be started", &e))?;
    let web =
        Web::new(store.clone(), surroundings, settings, Arc::new(move || recorder.render()), shown.clone())
            .with_mail_spool(Arc::new(MailFolder(folder.join("spool"))));

    if let Some(file) = &arguments.ready_file {
        let ready = Ready {
            url: &url,
            accounts: filled
                .accounts
                .iter()
                .map(|a| ReadyAccount { role: a.role.code(), email: &a.email, password: &password })
                .collect(),
            api_tokens: filled
                .accounts
                .iter()
                .filter_map(|a| a.token.as_deref().map(|token| ReadyToken { role: a.role.code(), token }))
                .collect(),
        };
        write_whole(file, &serde_json::to_vec_pretty(&ready).unwrap_or_default())?;
    }
    say(&format!("Varsel is open at {url}\n"));
    say(&format!("{marketplace}: {} cases. Sign in as one of these, password {password}\n", filled.cases));
    for account in &filled.accounts {
        say(&format!("  {:<18} {}", texts.name_of("role", account.role.code()), account.email));
    }
    if !listener.address().ip().is_loopback() {
        say("\nAnyone who can reach this address can sign in. Do not enter real data.");
    }
    say("\nSign in first as");
    for (who, what) in FIRST {
        let account = filled.accounts.iter().find(|account| account.email.starts_with(who));
        if let Some(account) = account {
            say(&format!("  {:<22} to {what}", account.email));
        }
    }
    say("\nStop it with Ctrl-C.");
    serve_until(stopped, web, listener, worker, store).await;
    Ok(())
}

/// Generates a password that is easy to type: groups of letters and digits, about 80 random bits.
fn memorable(surroundings: &Surroundings) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz234567892";
    let random: [u8; 16] = surroundings.context().random();
    let text: String = random.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
    format!("{}-{}-{}-{}", &text[..4], &text[4..8], &text[8..12], &text[12..])
}

/// Writes a file for its owner only, atomically: readers never see half of it.
fn write_whole(file: &Path, bytes: &[u8]) -> Result<(), CommandError> {
    let failed =
        |error: std::io::Error| CommandError::new(format!("{} cannot be written: {error}", file.display()));
    let folder = file.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    // Temporary files are created without access for others.
    let mut draft = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    draft.write_all(bytes).map_err(failed)?;
    draft.persist(file).map_err(|refused| failed(refused.error))?;
    Ok(())
}

const ACCOUNTS: &str = "demo-accounts.json";

/// Stores the accounts of a demonstration that keeps its data, so that the next start can show them.
fn keep(folder: &Path, filled: &Filled, password: &str) -> Result<(), CommandError> {
    let kept = demo::Kept::of(filled, password);
    write_whole(&folder.join(ACCOUNTS), &serde_json::to_vec_pretty(&kept).unwrap_or_default())
}

fn restore(folder: &Path) -> Result<(Filled, String), CommandError> {
    let path = folder.join(ACCOUNTS);
    let text = fs::read(&path).map_err(|error| {
        CommandError::new(format!("{} cannot be read: {error}", path.display()))
            .advise("This folder contains other data. Choose another one, or omit --data.")
    })?;
    // Earlier versions left it readable by others.
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).map_err(|error| {
        CommandError::new(format!("{} cannot be closed to others: {error}", path.display()))
    })?;
    let kept: demo::Kept = serde_json::from_slice(&text)
        .map_err(|error| CommandError::new(format!("{} is broken: {error}", path.display())))?;
    Ok(kept.into_filled())
}
