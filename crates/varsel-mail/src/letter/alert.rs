//! Alert mails to the desk about deadlines and ongoing harm.

use jiff::Timestamp;
use varsel_core::clock::ClockKind;
use varsel_locale::{Texts, describe, duty};

use super::{
    Button, CaseFacts, Fact, House, Part, Reader, Written, line, named, render, when, without_contents,
};

/// The reason for an alert about a case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AlertMatter {
    /// A step of a clock has passed.
    Clock {
        /// Which.
        clock: ClockKind,
        /// The step, in percent; 100 is a miss.
        percent: u8,
        /// When it is due.
        due: Timestamp,
    },
    /// A step of a filing has passed.
    Stage {
        /// The id of the stage.
        stage: &'static str,
        /// The step, in percent; 100 is a miss.
        percent: u8,
        /// When it is due.
        due: Timestamp,
    },
    /// Harm is ongoing.
    Harm,
}

impl AlertMatter {
    /// Returns what is due, in words, the step, and when it is due; `None` for harm.
    fn due(&self, t: Texts) -> Option<(&'static str, u8, Timestamp)> {
        match *self {
            Self::Clock { clock, percent, due } => Some((describe::target(t, clock), percent, due)),
            Self::Stage { stage, percent, due } => Some((duty::stage(t, stage), percent, due)),
            Self::Harm => None,
        }
    }
}

/// A case and the reason for its alert.
#[derive(Clone, Debug)]
pub struct AlertEntry {
    /// The case.
    pub case: CaseFacts,
    /// What of it.
    pub matter: AlertMatter,
}

/// Writes an alert mail to a person at the desk, most urgent first; `queue` is the address of the queue.
///
/// A single matter carries the number of its case in the subject. Of cases whose contents stay in Varsel, the number alone is told.
pub fn alert(house: &House, reader: &Reader, queue: &str, entries: &[AlertEntry]) -> Written {
    let t = reader.texts;
    let state = |percent| match percent {
        100 => t.mail_alert_missed(),
        75 => t.mail_alert_late(),
        _ => t.mail_alert_half(),
    };
    let marketplace = t.mail_sent_by_alert(line(&house.marketplace));
    if let [AlertEntry { case, matter }] = entries {
        let fact = |label, value: String, strong| Fact { label, value, strong };
        let (kind, mut facts) = match matter.due(t) {
            None => (t.mail_alert_harm().to_owned(), Vec::new()),
            Some((target, percent, due)) => (
                t.mail_alert_subject(state(percent), target),
                vec![fact(t.mail_due(), when(house, reader, due), true)],
            ),
        };
        let mut parts = Vec::new();
        if let Some(contents) = case.contents() {
            let publisher = line(&contents.publisher);
            match matter {
                AlertMatter::Harm => parts.push(Part::Alarm(t.mail_alert_harm_text(publisher))),
                AlertMatter::Clock { .. } | AlertMatter::Stage { .. } => {
                    facts.push(fact(t.mail_publisher(), publisher, false));
                }
            }
            facts.push(fact(t.mail_case(), named(case), false));
            parts.push(Part::Facts(facts));
        } else {
            parts.extend(without_contents(t, case, facts));
        }
        parts.push(Part::Button(Button { label: t.mail_open_case(), url: case.url.clone() }));
        let footer = [t.mail_answer_on_page(&case.url), marketplace];
        return render(house, reader, t.mail_subject(&kind, &case.number), &kind, &parts, &footer);
    }
    let count = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    let subject = t.mail_alert_subject_many(count);
    let mut parts = vec![Part::Paragraph(t.mail_alert_many_text().to_owned())];
    let facts = entries.iter().map(|entry| {
        let case = named(&entry.case);
        match entry.matter.due(t) {
            None => Fact { label: t.mail_alert_harm(), value: case, strong: true },
            Some((label, percent, due)) => {
                let value = t.mail_alert_entry(case, when(house, reader, due), state(percent));
                Fact { label, value, strong: percent == 100 }
            }
        }
    });
    parts.push(Part::Facts(facts.collect()));
    parts.push(Part::Button(Button { label: t.mail_alert_queue(), url: queue.to_owned() }));
    render(house, reader, subject.clone(), &subject, &parts, &[t.mail_answer_on_page(queue), marketplace])
}
