//! Mails with a one-time link.

use varsel_app::notices::LinkMail;
use varsel_app::{account, organisation, secrets};
use varsel_mail::letter::{LinkLetter, with_link};
use varsel_mail::{Mailbox, SendError};
use varsel_store::access::{self, FoundLink, LinkPurpose};
use varsel_store::jobs::{self, Claimed};
use varsel_store::people::{self, Person};
use varsel_store::{StoreError, Tx};

use crate::failure::Failure;
use crate::mailer::About;
use crate::worker::Worker;

/// Sends a mail with a one-time link, to the address that the link was made for and no other.
pub(crate) fn run(worker: &Worker, job: &Claimed) -> Result<(), Failure> {
    let mail: LinkMail = serde_json::from_str(&job.payload)
        .map_err(|error| Failure::Never(format!("the payload is not one of a link mail: {error}")))?;
    let now = worker.now();
    let secret = worker.key().link_secret(&mail.link);
    let token = secrets::hash(&secret);
    let looked_up = worker.read(move |tx| look_up(tx, &token, now))?;
    // A link that was used, revoked or has expired is not mailed, nor one whose sender can no longer invite, nor one of an
    // account that is off.
    if let Some((link, person)) = looked_up {
        let (path, letter) = match link.purpose {
            LinkPurpose::Invitation => (
                "invitations",
                LinkLetter::Invitation { inviter: mail.inviter, organisation: mail.organisation },
            ),
            LinkPurpose::PasswordReset => ("password", LinkLetter::PasswordReset),
            LinkPurpose::Setup => return Err(Failure::Never("set-up links are not mailed".to_owned())),
        };
        let office = worker.office();
        let name = person.as_ref().map(|p| p.name.clone()).unwrap_or_default();
        let reader = office.reader(&name, &mail.locale, person.as_ref().map(|p| p.zone.as_str()));
        let url = office.url(&format!("/{path}/{secret}"));
        let written = with_link(&office.house(), &reader, &url, link.expires, &letter);
        let message_id = office.ids.event(&format!("link-{}", link.id), 1, &link.email);
        let to = Mailbox { name, address: link.email };
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

fn look_up(
    tx: &Tx<'_>,
    token: &access::SecretHash,
    now: jiff::Timestamp,
) -> Result<Option<(FoundLink, Option<Person>)>, StoreError> {
    let Some(link) = access::link(tx, token, now)? else { return Ok(None) };
    if !organisation::may_still_invite(tx, &link)? {
        return Ok(None);
    }
    let person = match link.person {
        Some(id) => people::by_id(tx, id)?,
        None => account::find_person(tx, &link.email)?,
    };
    if person.as_ref().is_some_and(|p| p.disabled.is_some()) {
        return Ok(None);
    }
    Ok(Some((link, person)))
}
