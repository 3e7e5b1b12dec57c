//! How the worker sends mail.

use jiff::Timestamp;
use varsel_app::Surroundings;
use varsel_app::context::DeskCalendar;
use varsel_core::clock::zones;
use varsel_locale::{Locale, Texts};
use varsel_mail::letter::{House, Reader, Written};
use varsel_mail::{Mailbox, MessageIds, OutgoingMail, SendError, Transport};

/// How mails are sent, from where, and where their links lead.
#[derive(Clone, Debug)]
pub struct Mailer {
    /// Where mails go.
    pub transport: Transport,
    /// Who they are from. The domain of its address is that of their Message-IDs.
    pub from: Mailbox,
    /// Where people's replies go; without it, mails say that replies reach nobody.
    pub reply_to: Option<String>,
    /// Where people reach the desk, without a slash at the end. The only origin that links ever have.
    pub base_url: String,
}

/// A mailer with what it takes from the installation.
pub(crate) struct Office {
    mailer: Mailer,
    pub(crate) ids: MessageIds,
    marketplace: String,
    desk: DeskCalendar,
}

/// What a mail is about, for machines.
pub(crate) struct About<'a> {
    pub(crate) message_id: String,
    /// The confirmation number.
    pub(crate) case: Option<&'a str>,
}

impl Office {
    pub(crate) fn new(mailer: Mailer, surroundings: &Surroundings) -> Self {
        let domain = mailer.from.address.rsplit('@').next().unwrap_or_default();
        Self {
            ids: MessageIds::new(surroundings.key.derive("message-id", ""), domain),
            marketplace: surroundings.policy.marketplace.clone(),
            desk: surroundings.desk.clone(),
            mailer,
        }
    }

    /// Returns who writes, with the zone that the desk is in now.
    pub(crate) fn house(&self) -> House {
        House {
            marketplace: self.marketplace.clone(),
            zone: self.desk.get().zone.clone(),
            takes_replies: self.mailer.reply_to.is_some(),
        }
    }

    /// Returns the address of a page.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.mailer.base_url)
    }

    /// Makes a reader; an unknown language is English, an unknown zone the desk's.
    pub(crate) fn reader(&self, name: &str, locale: &str, zone: Option<&str>) -> Reader {
        Reader {
            name: name.to_owned(),
            texts: Texts::of(Locale::from_tag(locale).unwrap_or_default()),
            zone: zone.and_then(zones::zone).unwrap_or_else(|| self.desk.get().zone.clone()),
        }
    }

    /// Sends a mail to one person. Blocks.
    pub(crate) fn send(
        &self,
        to: &Mailbox,
        written: &Written,
        about: &About<'_>,
        now: Timestamp,
    ) -> Result<(), SendError> {
        let thread = about.case.map(|number| self.ids.root(number));
        let mail = OutgoingMail {
            from: &self.mailer.from,
            to,
            reply_to: self.mailer.reply_to.as_deref(),
            subject: &written.subject,
            text: &written.text,
            html: &written.html,
            message_id: &about.message_id,
            thread: thread.as_deref(),
            case: about.case,
            date: now,
        };
        self.mailer.transport.send(&mail.message(&self.ids)?)
    }
}
