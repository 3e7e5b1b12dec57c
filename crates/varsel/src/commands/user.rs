//! `varsel user …`: manages people from the machine itself, with the operator's authority.

use std::io::{BufRead as _, IsTerminal as _, Read as _};

use varsel_app::intake::ProblemKind;
use varsel_app::organisation::{self, Invitation};
use varsel_app::{AppError, Ctx, account, password};
use varsel_core::coded::Coded;
use varsel_core::ids::{PersonId, PublisherId};
use varsel_core::permission::{DeskRole, PublisherRole};
use varsel_store::people::Person;
use varsel_store::{Store, Tx, catalogue, people};

use super::{CommandError, say};
use crate::config::Config;
use crate::start;

/// The action.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Creates an account; reads the password from the first line of standard input. For scripted installations.
    Add {
        /// Mail address.
        email: String,
        /// Name, as others see it.
        #[arg(long)]
        name: String,
        /// Role. At the desk: analyst, lead, auditor, administrator. For a publisher: owner, security_contact, member, viewer.
        #[arg(long)]
        role: String,
        /// Key of the publisher; if omitted, the account belongs to the desk.
        #[arg(long)]
        publisher: Option<String>,
        /// Language of pages and mails: en or sv.
        #[arg(long, default_value = "en", value_parser = ["en", "sv"])]
        locale: String,
    },
    /// Invites someone: prints a link that works once, for 72 hours.
    Invite {
        /// Mail address.
        email: String,
        /// Role. At the desk: analyst, lead, auditor, administrator. For a publisher: owner, security_contact, member, viewer.
        #[arg(long)]
        role: String,
        /// Key of the publisher; if omitted, the invitation is to the desk.
        #[arg(long)]
        publisher: Option<String>,
    },
    /// Prints a link to choose a new password; it works once, for an hour.
    ResetPassword {
        /// Mail address of the account.
        email: String,
    },
    /// Switches an account off and ends its sessions and API tokens.
    Disable {
        /// Mail address of the account.
        email: String,
    },
    /// Switches an account back on.
    Enable {
        /// Mail address of the account.
        email: String,
    },
    /// Lists all accounts by name.
    List,
}

/// Writes what is wrong with a field.
fn in_words(kind: &ProblemKind) -> String {
    match kind {
        ProblemKind::Missing => "is missing".to_owned(),
        ProblemKind::TooLong { max, .. } => format!("is longer than {max} characters"),
        ProblemKind::ControlCharacter { .. } => "contains a control character".to_owned(),
        ProblemKind::BadEmail => "is not a mail address".to_owned(),
        ProblemKind::WeakPassword => "is too easy to guess".to_owned(),
        ProblemKind::Taken => "already has this role".to_owned(),
        ProblemKind::UnknownPublisher => "is not in the catalogue".to_owned(),
        other => format!("is refused: {}", other.code()),
    }
}

fn explain(error: AppError) -> CommandError {
    match error {
        AppError::NotFound => CommandError::new("there is no account with this address")
            .advise("`varsel user list` lists all accounts."),
        AppError::Exists => CommandError::new("this address already has an account")
            .advise("`varsel user invite` gives it another role."),
        AppError::LastOne => CommandError::new("this is the last administrator")
            .advise("Invite another one first, with `varsel user invite --role administrator`."),
        AppError::Invalid(problems) => {
            let told: Vec<String> =
                problems.iter().map(|p| format!("the {} {}", p.field, in_words(&p.kind))).collect();
            CommandError::new(told.join(", "))
        }
        other => CommandError::new(other.to_string()),
    }
}

/// Runs the command.
pub(crate) fn run(config: &Config, arguments: &Arguments) -> Result<(), CommandError> {
    let surroundings = start::surroundings(config)?;
    let base_url = start::base_url(config)?;
    let store = start::store(config, true)?;
    let ctx = surroundings.context();
    let done = match &arguments.what {
        What::Add { email, name, role, publisher, locale } => {
            let new = NewAccount { email, name, role, publisher: publisher.as_deref(), locale };
            add(&store, &ctx, &config.desk.zone, &new)
        }
        What::Invite { email, role, publisher } => {
            let secret = invite(&store, &ctx, email, role, publisher.as_deref())?;
            say(&format!("{base_url}/invitations/{secret}"));
            Ok(())
        }
        What::ResetPassword { email } => {
            let secret = reset_link(&store, &ctx, email)?;
            say(&format!("{base_url}/password/{secret}"));
            Ok(())
        }
        What::Disable { email } => switch(&store, &ctx, email, true),
        What::Enable { email } => switch(&store, &ctx, email, false),
        What::List => list(&store),
    };
    store.close();
    done
}

/// The roles of a person: at the desk, or for a publisher.
#[derive(Clone, Copy)]
enum Place {
    Desk(DeskRole),
    Publisher(PublisherRole),
}

/// Parses a role; the accepted ones depend on whether a publisher is given.
fn place(role: &str, publisher: Option<&str>) -> Result<Place, CommandError> {
    let read = match publisher {
        None => DeskRole::from_code(role).map(Place::Desk),
        Some(_) => PublisherRole::from_code(role).map(Place::Publisher),
    };
    read.map_err(|error| {
        let complaint = CommandError::new(format!("--role: {error}")).usage();
        match publisher {
            None if PublisherRole::from_code(role).is_ok() => {
                complaint.advise("This is a role for a publisher: add --publisher KEY.")
            }
            Some(_) if DeskRole::from_code(role).is_ok() => {
                complaint.advise("This is a role at the desk: leave out --publisher.")
            }
            _ => complaint,
        }
    })
}

/// Finds a publisher by its key in the catalogue.
fn publisher_of(tx: &Tx<'_>, key: &str) -> Result<PublisherId, AppError> {
    let found = catalogue::publisher_by_key(tx, key)?.map(|publisher| publisher.id);
    found.ok_or_else(|| AppError::field("publisher", ProblemKind::UnknownPublisher))
}

struct NewAccount<'a> {
    email: &'a str,
    name: &'a str,
    role: &'a str,
    publisher: Option<&'a str>,
    locale: &'a str,
}

fn add(store: &Store, ctx: &Ctx, zone: &str, new: &NewAccount<'_>) -> Result<(), CommandError> {
    let place = place(new.role, new.publisher)?;
    let email = account::read_new_email("email", new.email).map_err(explain)?;
    let name = account::read_name("name", new.name).map_err(explain)?;
    let password = read_password()?;
    password::check_strength("password", &password, &[&email, &name]).map_err(|error| {
        explain(error).advise("Use 12 characters or more that are hard to guess, such as four unusual words.")
    })?;
    let password_hash = Some(password::hash(ctx, &password));
    let person = Person {
        id: PersonId(ctx.id()),
        email,
        name,
        password_hash,
        desk_role: None,
        locale: new.locale.to_owned(),
        zone: zone.to_owned(),
        theme: "auto".to_owned(),
        created: ctx.now,
        disabled: None,
    };
    let key = new.publisher.unwrap_or_default().to_owned();
    store
        .write(move |tx| {
            if account::find_person(tx, &person.email)?.is_some() {
                return Err(AppError::Exists);
            }
            people::insert(tx, &person)?;
            match place {
                Place::Desk(role) => people::set_desk_role(tx, person.id, Some(role))?,
                Place::Publisher(role) => {
                    people::join(tx, person.id, publisher_of(tx, &key)?, role, person.created)?;
                }
            }
            Ok(())
        })
        .wait()
        .map_err(explain)
}

/// Reads the password from standard input, where neither the screen nor the process list shows it.
fn read_password() -> Result<String, CommandError> {
    let input = std::io::stdin();
    if input.is_terminal() {
        return Err(CommandError::new("the password is read from standard input, which is the terminal")
            .advise("Pipe it in from a file, or send a link with `varsel user invite`.")
            .usage());
    }
    let mut line = String::new();
    input
        .lock()
        .take(4096)
        .read_line(&mut line)
        .map_err(|error| CommandError::new(format!("the password cannot be read: {error}")))?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

fn invite(
    store: &Store,
    ctx: &Ctx,
    email: &str,
    role: &str,
    publisher: Option<&str>,
) -> Result<String, CommandError> {
    let place = place(role, publisher)?;
    let (ctx, email, key) = (ctx.clone(), email.to_owned(), publisher.unwrap_or_default().to_owned());
    store
        .write(move |tx| {
            let to = match place {
                Place::Desk(role) => Invitation::Desk(role),
                Place::Publisher(role) => Invitation::Member(publisher_of(tx, &key)?, role),
            };
            organisation::invite_as(tx, &ctx, None, None, &email, to, "en")
        })
        .wait()
        .map_err(explain)
}

fn reset_link(store: &Store, ctx: &Ctx, email: &str) -> Result<String, CommandError> {
    let (ctx, email) = (ctx.clone(), email.to_owned());
    store
        .write(move |tx| {
            let email = account::read_email("email", &email)?;
            let person = account::find_person(tx, &email)?.ok_or(AppError::NotFound)?;
            account::reset_link(tx, &ctx, &person)
        })
        .wait()
        .map_err(explain)
}

fn switch(store: &Store, ctx: &Ctx, email: &str, disabled: bool) -> Result<(), CommandError> {
    let (ctx, given) = (ctx.clone(), email.to_owned());
    let was = store
        .write(move |tx| {
            let email = account::read_email("email", &given)?;
            let person = account::find_person(tx, &email)?.ok_or(AppError::NotFound)?;
            organisation::switch_account(tx, &ctx, &person, disabled)?;
            Ok(person.disabled.is_some())
        })
        .wait()
        .map_err(explain)?;
    let (already, state) =
        (if was == disabled { "already " } else { "" }, if disabled { "off" } else { "on" });
    say(&format!("The account {email} is {already}switched {state}."));
    Ok(())
}

fn list(store: &Store) -> Result<(), CommandError> {
    let mut after: Option<(String, PersonId)> = None;
    loop {
        let from = after.clone();
        let page = store
            .read(move |tx| people::list(tx, from.as_ref().map(|(name, id)| (name.as_str(), *id)), 200))
            .wait()
            .map_err(|error| CommandError::new(error.to_string()))?;
        for person in &page {
            let role = person.desk_role.map_or("publisher", Coded::code);
            let off = if person.disabled.is_some() { "  (off)" } else { "" };
            say(&format!("{:<14} {:<32} {}{off}", role, person.email, person.name));
        }
        match page.last() {
            Some(last) if page.len() == 200 => after = Some((last.name.clone(), last.id)),
            _ if page.is_empty() && after.is_none() => {
                say("There are no accounts yet. Start with `varsel user invite EMAIL --role administrator`.");
                return Ok(());
            }
            _ => return Ok(()),
        }
    }
}
