//! Mails about a change of an account.

use varsel_app::notices::{AccountChange, AccountMail};
use varsel_mail::letter::{AccountLetter, account_changed};
use varsel_mail::{Mailbox, SendError};
use varsel_store::jobs::{self, Claimed};
use varsel_store::people;

use crate::failure::Failure;
use crate::mailer::About;
use crate::worker::Worker;

/// Sends a mail about a change, to the address that the account had when it changed.
pub(crate) fn run(worker: &Worker, job: &Claimed) -> Result<(), Failure> {
    let mail: AccountMail = serde_json::from_str(&job.payload)
        .map_err(|error| Failure::Never(format!("the payload is not one of an account mail: {error}")))?;
    let id = mail.person;
    let now = worker.now();
    if let Some(person) = worker.read(move |tx| people::by_id(tx, id))? {
        let office = worker.office();
        let reader = office.reader(&person.name, &person.locale, Some(&person.zone));
        let (profile, forgotten) = (office.url("/profile"), office.url("/password"));
        let letter = letter(mail.change);
        let written = account_changed(&office.house(), &reader, &profile, &forgotten, mail.at, &letter);
        let message_id = office.ids.event(&format!("account-{}", job.id), 1, &mail.email);
        let to = Mailbox { name: person.name, address: mail.email };
        office.send(&to, &written, &About { message_id, case: None }, now).map_err(|error| match error {
            SendError::Transient(what) => Failure::later(what),
            SendError::Permanent(what) => Failure::Never(what),
            SendError::Refused(refused) => Failure::Never(refused.to_string()),
        })?;
    }
    let claim = job.claim();
    worker.write(move |tx| jobs::finish(tx, claim, now))?;
    Ok(())
}

fn letter(change: AccountChange) -> AccountLetter {
    match change {
        AccountChange::Password => AccountLetter::Password,
        AccountChange::DeskRole { role } => AccountLetter::DeskRole(role),
        AccountChange::Role { organisation, role } => AccountLetter::Role { organisation, role },
        AccountChange::Token { name, made } => AccountLetter::Token { name, made },
        AccountChange::CalendarAddress { name, made } => AccountLetter::CalendarAddress { name, made },
        AccountChange::Switched { off } => AccountLetter::Switched { off },
    }
}
