//! How the worker sends mail.

use jiff::Timestamp;
use varsel_app::Surroundings;
use varsel_app::context::DeskCalendar;
use varsel_core::case::Case;
use varsel_core::clock::zones;
use varsel_core::tlp::Tlp;
use varsel_locale::{Locale, Texts};
use varsel_mail::letter::{CaseFacts, Contents, House, Reader, Written};
use varsel_mail::{Mailbox, MessageIds, OutgoingMail, SendError, Transport};

/// How mails are sent, from where, and where their links lead.
#[derive(Clone, Debug)]
pub struct Mailer {
    /// The transport.
    pub transport: Transport,
    /// The sender. The domain of its address is used for Message-IDs.
    pub from: Mailbox,
    /// The desk's base URL, without a trailing slash. The only origin of links.
    pub base_url: String,
    /// Whether messages tell the contents of cases marked TLP:AMBER+STRICT. Those of TLP:RED they never do.
    pub shows_amber_strict: bool,
}

/// A mailer with the settings of the installation.
pub(crate) struct Office {
    mailer: Mailer,
    pub(crate) ids: MessageIds,
    marketplace: String,
    /// The desk's number for urgent reports.
    pub(crate) telephone: Option<String>,
    desk: DeskCalendar,
}

/// The subject of a mail, for programs.
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
            telephone: surroundings.policy.telephone.clone(),
            desk: surroundings.desk.clone(),
            mailer,
        }
    }

    /// Returns who writes, with the zone that the desk is in now.
    pub(crate) fn house(&self) -> House {
        House { marketplace: self.marketplace.clone(), zone: self.desk.get().zone.clone() }
    }

    /// Returns the address of a page.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.mailer.base_url)
    }

    /// Returns what messages tell of a case: the only way there is to it. A case without a report tells nothing.
    pub(crate) fn facts(&self, case: &Case, publisher: &str) -> CaseFacts {
        let number = case.number.map(|number| number.to_string()).unwrap_or_default();
        let report = case.report.as_ref();
        let disclosure =
            report.map_or(Tlp::Red, |report| report.tlp).disclosure(self.mailer.shows_amber_strict);
        let title = report.map(|report| report.title.to_string()).unwrap_or_default();
        let url = self.url(&format!("/cases/{number}"));
        CaseFacts::new(number, url, disclosure, Contents { title, publisher: publisher.to_owned() })
    }

    /// Creates a reader; an unknown language is English, an unknown zone the desk's.
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
