//! `varsel user …`: people, from the machine itself. Who can run this has the operator's authority.

use varsel_app::account;
use varsel_app::organisation::{self, Invitation};
use varsel_app::{AppError, Ctx};
use varsel_core::coded::Coded;
use varsel_core::permission::{DeskRole, PublisherRole};
use varsel_store::access::{self, LinkPurpose};
use varsel_store::{Store, catalogue, people};

use super::{CommandError, say};
use crate::config::Config;
use crate::start;

/// What to do.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Invites somebody: prints a link that works once, for 72 hours.
    Invite {
        /// Their mail address.
        email: String,
        /// At the desk: analyst, lead, auditor, administrator. For a publisher: owner, security_contact, member, viewer.
        #[arg(long)]
        role: String,
        /// The key of the publisher; without it, the invitation is to the desk.
        #[arg(long)]
        publisher: Option<String>,
    },
    /// Prints a link to choose a new password; works once, for an hour.
    ResetPassword {
        /// The account's mail address.
        email: String,
    },
    /// Switches an account off: its sessions and API tokens end.
    Disable {
        /// The account's mail address.
        email: String,
    },
    /// Switches an account on again.
    Enable {
        /// The account's mail address.
        email: String,
    },
    /// Lists everybody by name.
    List,
}

fn explain(error: AppError) -> CommandError {
    match error {
        AppError::NotFound => CommandError::new("there is no such account or publisher"),
        AppError::Invalid(problems) => {
            let told: Vec<String> =
                problems.iter().map(|p| format!("{}: {}", p.field, p.kind.code())).collect();
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

fn invite(
    store: &Store,
    ctx: &Ctx,
    email: &str,
    role: &str,
    publisher: Option<&str>,
) -> Result<String, CommandError> {
    let (ctx, email, role, key) =
        (ctx.clone(), email.to_owned(), role.to_owned(), publisher.map(str::to_owned));
    let wrong = |error: varsel_core::coded::UnknownCode| CommandError::new(format!("--role: {error}"));
    let (desk, member) = match key {
        None => (Some(DeskRole::from_code(&role).map_err(wrong)?), None),
        Some(_) => (None, Some(PublisherRole::from_code(&role).map_err(wrong)?)),
    };
    store
        .write(move |tx| {
            let to = match (desk, member, key) {
                (Some(role), ..) => Invitation::Desk(role),
                (None, Some(role), Some(key)) => {
                    let found = catalogue::publisher_by_key(tx, &key)?.ok_or(AppError::NotFound)?;
                    Invitation::Member(found.id, role)
                }
                _ => return Err(AppError::NotFound),
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
            let person = people::by_email(tx, &email)?.ok_or(AppError::NotFound)?;
            access::revoke_links_for(tx, &person.email, LinkPurpose::PasswordReset, ctx.now)?;
            account::reset_link(tx, &ctx, &person)
        })
        .wait()
        .map_err(explain)
}

fn switch(store: &Store, ctx: &Ctx, email: &str, disabled: bool) -> Result<(), CommandError> {
    let (ctx, email) = (ctx.clone(), email.to_owned());
    store
        .write(move |tx| {
            let email = account::read_email("email", &email)?;
            let person = people::by_email(tx, &email)?.ok_or(AppError::NotFound)?;
            organisation::switch_account(tx, &ctx, &person, disabled)
        })
        .wait()
        .map_err(explain)
}

fn list(store: &Store) -> Result<(), CommandError> {
    let mut after: Option<(String, varsel_core::ids::PersonId)> = None;
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
            _ => return Ok(()),
        }
    }
}
