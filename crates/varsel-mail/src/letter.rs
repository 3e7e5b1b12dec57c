//! The contents of mails: subject, text and HTML in the reader's language and zone.
//!
//! Every mail is a heading, a few parts and a footer, so one pair of templates renders all of them. Texts by people are cleaned
//! here, escaped by the template, and set apart in a quote, so that they cannot be mistaken for anything else.

use askama::Template;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use varsel_core::case::scoring::MetricReason;
use varsel_core::coded::Coded;
use varsel_core::permission::Party;
use varsel_core::score::cvss::{Vector, Vectors};
use varsel_locale::{Texts, clock, describe, format};

use crate::message::turns;

mod account;
mod alert;
mod kind;
mod matter;

pub use account::account_changed;
pub use alert::{AlertEntry, AlertMatter, alert};
pub use matter::{AccountLetter, CaseFacts, CaseLetter, Contents, House, LinkLetter, Reader};

/// The maximum number of characters of a subject's title.
const LONGEST_TITLE: usize = 200;
/// The maximum length of the preview text.
const LONGEST_PREVIEW: usize = 140;

/// A mail in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    /// The subject.
    pub subject: String,
    /// The text, with line feeds.
    pub text: String,
    /// The HTML.
    pub html: String,
}

/// A part of a mail's body.
enum Part {
    Paragraph(String),
    Alarm(String),
    Facts(Vec<Fact>),
    Quote(Quote),
    Button(Button),
}

struct Fact {
    label: &'static str,
    value: String,
    strong: bool,
}

struct Quote {
    lead: String,
    text: String,
}

struct Button {
    label: &'static str,
    url: String,
}

#[derive(Template)]
#[template(path = "letter.txt", escape = "none")]
struct AsText<'a> {
    heading: &'a str,
    rule: &'a str,
    greeting: &'a str,
    parts: &'a [Part],
    house: &'a str,
    footer: &'a [String],
}

#[derive(Template)]
#[template(path = "letter.html")]
struct AsHtml<'a> {
    lang: &'static str,
    dir: &'static str,
    subject: &'a str,
    preview: &'a str,
    heading: &'a str,
    greeting: &'a str,
    parts: &'a [Part],
    house: &'a str,
    footer: &'a [String],
}

/// Writes a mail about a case. The subject says which case and what kind of message; of a case whose contents stay in Varsel, the mail
/// says no more than that, and dates.
pub fn about_case(house: &House, reader: &Reader, case: &CaseFacts, letter: &CaseLetter) -> Written {
    let t = reader.texts;
    let kind = kind::kind(t, letter);
    let (heading, mut parts) = match case.contents() {
        Some(contents) => with_contents(house, reader, case, contents, letter),
        None => (kind.to_owned(), without_contents(t, case, kind::dates(house, reader, letter))),
    };
    parts.push(Part::Button(Button { label: t.mail_open_case(), url: case.url.clone() }));
    let footer = [t.mail_answer_on_page(&case.url), t.mail_sent_by(line(&house.marketplace))];
    render(house, reader, t.mail_subject(kind, &case.number), &heading, &parts, &footer)
}

/// Writes what is told of a case whose contents stay in Varsel.
fn without_contents(t: Texts, case: &CaseFacts, dates: Vec<Fact>) -> Vec<Part> {
    let mut facts = vec![Fact { label: t.mail_number(), value: case.number.clone(), strong: true }];
    facts.extend(dates);
    vec![Part::Facts(facts), Part::Paragraph(t.mail_withheld().to_owned())]
}

/// Writes the number and the title of a case in one line.
fn named(case: &CaseFacts) -> String {
    let title: String = case
        .contents()
        .map(|contents| line(&contents.title))
        .unwrap_or_default()
        .chars()
        .take(LONGEST_TITLE)
        .collect();
    format!("{} {title}", case.number).trim_end().to_owned()
}

/// Writes heading and parts of a mail that tells what the case is about.
fn with_contents(
    house: &House,
    reader: &Reader,
    case: &CaseFacts,
    contents: &Contents,
    letter: &CaseLetter,
) -> (String, Vec<Part>) {
    let t = reader.texts;
    let fact = |label, value: String| Fact { label, value, strong: false };
    let strong = |label, value: String| Fact { label, value, strong: true };
    let paragraph = |text: &str| Part::Paragraph(text.to_owned());
    let quote = |by: Option<&String>, text: &str| {
        Part::Quote(Quote {
            lead: by.map(|who| t.mail_wrote(person(who))).unwrap_or_default(),
            text: block(text),
        })
    };
    let metric_reasons = |reasons: &[MetricReason]| -> Vec<Part> {
        let part = |one: &MetricReason| {
            let metric = describe::metric(t, one.version, &one.metric).to_owned();
            [Part::Paragraph(metric), quote(None, one.reason.as_str())]
        };
        reasons.iter().flat_map(part).collect()
    };
    let when = |at| when(house, reader, at);
    let publisher = line(&contents.publisher);

    let (heading, mut parts) = match letter {
        CaseLetter::Confirmation { received, promise, offers, telephone } => {
            let facts = vec![
                strong(t.mail_number(), case.number.clone()),
                fact(t.mail_offers(), line(offers)),
                fact(t.mail_received(), when(*received)),
                strong(t.mail_promise(), when(promise.due)),
            ];
            let utc = format::instant_with_year(t, promise.due, &TimeZone::UTC);
            let counted = clock::trace(t, promise, *received);
            let call =
                telephone.as_ref().map(|number| Part::Paragraph(t.mail_confirmation_call(line(number))));
            let mut parts = vec![Part::Paragraph(t.mail_confirmation_text(&case.number)), Part::Facts(facts)];
            parts.extend(call);
            parts.extend([
                Part::Paragraph(t.mail_confirmation_counted(counted, utc)),
                paragraph(t.mail_confirmation_next()),
                paragraph(t.mail_confirmation_meanwhile()),
            ]);
            (t.mail_confirmation_heading().to_owned(), parts)
        }
        CaseLetter::NewReport { category, received, promise, offers, urgent } => {
            let mut parts = Vec::new();
            if *urgent {
                parts.push(Part::Alarm(t.mail_new_report_urgent().to_owned()));
            }
            parts.push(paragraph(t.mail_new_report_text()));
            parts.push(Part::Facts(vec![
                fact(t.mail_publisher(), publisher.clone()),
                fact(t.mail_offers(), line(offers)),
                fact(t.mail_category(), t.name_of("category", category.code()).to_owned()),
                fact(t.mail_received(), when(*received)),
                strong(t.mail_promise(), when(*promise)),
            ]));
            (t.mail_new_report_heading(&publisher), parts)
        }
        CaseLetter::Acknowledged { by, message } => {
            let who = name_of(t, by.as_ref(), Party::Desk);
            let parts = vec![Part::Paragraph(t.mail_acknowledged_text(&who)), quote(Some(&who), message)];
            (t.mail_acknowledged_heading(who), parts)
        }
        CaseLetter::Assessed { severity, severity_reason, priority, priority_reason } => {
            let named = |area, code| t.name_of(area, code).to_owned();
            let parts = vec![
                Part::Facts(vec![strong(t.mail_severity(), named("severity", severity.code()))]),
                quote(None, severity_reason),
                Part::Facts(vec![strong(t.mail_priority(), named("priority", priority.code()))]),
                quote(None, priority_reason),
                paragraph(t.mail_assessed_text()),
            ];
            (t.mail_assessed_heading().to_owned(), parts)
        }
        CaseLetter::Scored { vectors, reasons } => {
            let mut parts = vec![Part::Facts(score_facts(t, vectors))];
            parts.extend(metric_reasons(reasons));
            parts.push(paragraph(if reasons.is_empty() {
                t.mail_scored_same()
            } else {
                t.mail_scored_text()
            }));
            (t.mail_scored_heading().to_owned(), parts)
        }
        CaseLetter::ReopeningRequested { reason, due } => {
            let parts = vec![
                quote(None, reason),
                Part::Facts(vec![strong(t.mail_due(), when(*due))]),
                paragraph(t.mail_reopening_requested_text()),
            ];
            (t.mail_reopening_requested_heading(publisher), parts)
        }
        CaseLetter::ReopeningDeclined { reason } => {
            let parts = vec![quote(None, reason), paragraph(t.mail_reopening_declined_text())];
            (t.mail_reopening_declined_heading().to_owned(), parts)
        }
        CaseLetter::ScoreReviewed { vectors, answer, reasons } => {
            let mut parts = vec![paragraph(match vectors {
                Some(_) => t.mail_score_changed_text(),
                None => t.mail_score_kept_text(),
            })];
            parts.extend(answer.as_ref().map(|answer| quote(None, answer)));
            parts.extend(vectors.as_ref().map(|vectors| Part::Facts(score_facts(t, vectors))));
            parts.extend(metric_reasons(reasons));
            let heading = match vectors {
                Some(_) => t.mail_score_changed_heading(),
                None => t.mail_score_kept_heading(),
            };
            (heading.to_owned(), parts)
        }
        CaseLetter::ScoreAnswered { reason: None, .. } => {
            (t.mail_score_accepted_heading(publisher), vec![paragraph(t.mail_score_accepted_text())])
        }
        CaseLetter::ScoreAnswered { reason: Some(reason), vectors } => {
            let mut parts = vec![paragraph(t.mail_score_contested_text()), quote(None, reason)];
            if !vectors.is_empty() {
                parts.push(Part::Facts(score_facts(t, vectors)));
            }
            (t.mail_score_contested_heading(publisher), parts)
        }
        CaseLetter::Question { by, text, due } => {
            let parts = vec![
                quote(Some(&name_of(t, by.as_ref(), Party::Desk)), text),
                Part::Facts(vec![strong(t.mail_due(), when(*due))]),
                paragraph(t.mail_question_text()),
            ];
            (t.mail_question_heading().to_owned(), parts)
        }
        CaseLetter::Message { by, from, text, answer } => {
            let who = name_of(t, by.as_ref(), *from);
            let heading = if *answer { t.mail_answer_heading(&who) } else { t.mail_message_heading(&who) };
            (heading, vec![quote(Some(&who), text)])
        }
        CaseLetter::Mitigating { text } => {
            let parts = vec![paragraph(t.mail_mitigating_text()), quote(None, text)];
            (t.mail_mitigating_heading().to_owned(), parts)
        }
        CaseLetter::Outcome { outcome, sentence, until, closed } => {
            let mut facts = vec![strong(t.mail_outcome(), t.name_of("outcome", outcome.code()).to_owned())];
            if let Some(until) = until {
                facts.push(fact(t.mail_accepted_until(), day(house, t, *until)));
            }
            let mut parts = vec![Part::Facts(facts), quote(None, sentence)];
            if *closed {
                parts.push(paragraph(t.mail_closed_text()));
            }
            let heading = if *closed { t.mail_closed_heading() } else { t.mail_outcome_heading() };
            (heading.to_owned(), parts)
        }
        CaseLetter::Reopened { reason } => {
            let parts = vec![paragraph(t.mail_reopened_text()), quote(None, reason)];
            (t.mail_reopened_heading().to_owned(), parts)
        }
        CaseLetter::Withdrawn { reason } => {
            let parts = vec![paragraph(t.mail_withdrawn_text()), quote(None, reason)];
            (t.mail_withdrawn_heading(publisher), parts)
        }
    };
    parts.push(Part::Facts(vec![fact(t.mail_case(), named(case))]));
    (heading, parts)
}

/// Lists vectors with their scores.
fn score_facts(t: Texts, vectors: &Vectors) -> Vec<Fact> {
    let one = |vector: &Vector| {
        let score = format::decimal(t, &vector.score().to_string());
        Fact { label: vector.version().name(), value: format!("{score} · {vector}"), strong: true }
    };
    vectors.iter().map(one).collect()
}

/// Writes a mail with a one-time link, which stops working at `until`.
pub fn with_link(
    house: &House,
    reader: &Reader,
    url: &str,
    until: Timestamp,
    letter: &LinkLetter,
) -> Written {
    let t = reader.texts;
    let marketplace = line(&house.marketplace);
    let (subject, heading, text, label) = match letter {
        LinkLetter::Invitation { inviter, organisation } => {
            let to =
                organisation.as_ref().map_or_else(|| t.mail_invitation_desk().to_owned(), |name| line(name));
            let text = match inviter {
                Some(inviter) => t.mail_invitation_text(person(inviter), &marketplace, &to),
                None => t.mail_invitation_text_unnamed(&marketplace, &to),
            };
            let subject = t.mail_invitation_subject(to).chars().take(LONGEST_TITLE).collect();
            (subject, t.mail_invitation_heading(), text, t.mail_invitation_button())
        }
        LinkLetter::PasswordReset => (
            t.mail_password_reset_subject().to_owned(),
            t.mail_password_reset_heading(),
            t.mail_password_reset_text(&marketplace),
            t.mail_password_reset_button(),
        ),
    };
    let parts = [
        Part::Paragraph(text),
        Part::Button(Button { label, url: url.to_owned() }),
        Part::Paragraph(t.mail_link_until(when(house, reader, until))),
        Part::Paragraph(t.mail_link_ignore().to_owned()),
    ];
    render(house, reader, subject, heading, &parts, &[t.mail_sent_by_link(marketplace)])
}

fn render(
    house: &House,
    reader: &Reader,
    subject: String,
    heading: &str,
    parts: &[Part],
    footer: &[String],
) -> Written {
    let t = reader.texts;
    let name = person(&reader.name);
    let greeting = if name.is_empty() { String::new() } else { t.mail_greeting(name) };
    let house = t.mail_desk_of(line(&house.marketplace));
    let rule = "=".repeat(heading.chars().count().min(70));
    let text = AsText { heading, rule: &rule, greeting: &greeting, parts, house: &house, footer };
    let html = AsHtml {
        lang: t.locale().tag(),
        dir: t.locale().dir(),
        subject: &subject,
        preview: &preview(heading, parts),
        heading,
        greeting: &greeting,
        parts,
        house: &house,
        footer,
    };
    let (text, html) = (
        text.render().expect("writing into a text does not fail"),
        html.render().expect("writing into a text does not fail"),
    );
    Written { subject, text, html }
}

/// Writes what a list of mails shows beside the subject.
fn preview(heading: &str, parts: &[Part]) -> String {
    let first = parts.iter().find_map(|part| match part {
        Part::Paragraph(text) | Part::Alarm(text) => Some(text.as_str()),
        Part::Quote(quote) => Some(quote.text.as_str()),
        Part::Facts(_) | Part::Button(_) => None,
    });
    line(&format!("{heading} · {}", first.unwrap_or_default())).chars().take(LONGEST_PREVIEW).collect()
}

/// Writes an instant with its zone's city, and the desk's own time beside it where that differs.
fn when(house: &House, reader: &Reader, at: Timestamp) -> String {
    let t = reader.texts;
    let in_zone = |zone: &TimeZone| format!("{} ({})", format::instant_long(t, at, zone), format::city(zone));
    if reader.zone.to_offset(at) == house.zone.to_offset(at) {
        return in_zone(&reader.zone);
    }
    format!("{} / {}", in_zone(&reader.zone), in_zone(&house.zone))
}

/// Writes a day of the desk's calendar.
fn day(house: &House, t: Texts, day: Date) -> String {
    let noon = day.at(12, 0, 0, 0).to_zoned(house.zone.clone());
    noon.map_or_else(|_| day.to_string(), |noon| format::day(t, noon.timestamp(), &house.zone))
}

fn name_of(t: Texts, by: Option<&String>, side: Party) -> String {
    by.map(|name| person(name)).filter(|name| !name.is_empty()).unwrap_or_else(|| {
        match side {
            Party::Desk => t.mail_from_the_desk(),
            Party::Publisher => t.mail_from_the_publisher(),
        }
        .to_owned()
    })
}

/// Converts a text to one line: separators and control characters become spaces.
fn line(text: &str) -> String {
    let breaks = |c: char| c.is_control() || c.is_whitespace() || matches!(c, '\u{2028}' | '\u{2029}');
    let kept = text.split(breaks).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    kept.chars().filter(|c| !turns(*c)).collect()
}

/// The maximum number of characters of a person's name.
const LONGEST_NAME: usize = 60;

/// Writes a person's name, which they choose themselves and strangers read: one line of limited length that mail programs do not
/// turn into a link, without an address.
fn person(name: &str) -> String {
    let name = line(name);
    let words = name.split(' ').map(|word| {
        let leads_somewhere = word.contains(['/', '@', ':', '\\'])
            || word
                .split('.')
                .filter(|part| part.chars().filter(|c| c.is_alphanumeric()).count() > 1)
                .count()
                > 1;
        if leads_somewhere { word.replace(['.', '/', '@', ':', '\\'], " ") } else { word.to_owned() }
    });
    let words = words.collect::<Vec<_>>().join(" ");
    line(&words).chars().take(LONGEST_NAME).collect::<String>().trim_end().to_owned()
}

/// Keeps the lines of a text: other separators become line feeds, control characters go.
fn block(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let one = |c: char| match c {
        '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\n' | '\t' => Some(c),
        c if c.is_control() || turns(c) => None,
        c => Some(c),
    };
    text.chars().filter_map(one).collect()
}
