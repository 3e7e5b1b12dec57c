//! The timeline: lines for events, cards for messages.

use jiff::Timestamp;
use jiff::civil::Date;
use varsel_core::case::{Audience, Author, Case, Event, Recorded};
use varsel_core::permission::Party;
use varsel_core::text::Body;
use varsel_locale::describe::{self, Reader};
use varsel_locale::{Texts, format};
use varsel_store::cases::Entry;

/// A line or a card.
#[derive(Clone, Debug)]
pub(super) enum Item {
    /// The day of what follows.
    Day(String),
    /// What happened.
    Line(Line),
    /// A message.
    Card(Card),
}

/// What happened, in a sentence.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// The name it begins with; may be empty.
    pub(super) who: String,
    pub(super) rest: String,
    /// ` key`, ` desk-only`, or nothing.
    pub(super) class: &'static str,
    pub(super) is_desk_only: bool,
    pub(super) at: Timestamp,
    pub(super) clock: String,
}

/// What a card is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Report,
    Message,
    Answer(u32),
    /// A note of the desk.
    Internal,
    /// A question that is open, with when its answer is due.
    Asked(u32, Timestamp),
    /// A question that was answered.
    Answered(u32),
    /// A question that ended with the case; or its answer is on a newer page.
    Lapsed(u32),
}

/// A message and its author.
#[derive(Clone, Debug)]
pub(super) struct Card {
    pub(super) kind: Kind,
    /// The further classes of the card.
    pub(super) class: &'static str,
    pub(super) author: String,
    pub(super) side: Option<Party>,
    pub(super) text: Body,
    pub(super) at: Timestamp,
    pub(super) clock: String,
}

impl Card {
    /// Returns the id of a question's card.
    pub(super) fn question(&self) -> Option<u32> {
        match self.kind {
            Kind::Asked(number, _) | Kind::Answered(number) | Kind::Lapsed(number) => Some(number),
            _ => None,
        }
    }
}

/// What a page shows of a timeline.
#[derive(Clone, Default, Debug)]
pub(super) struct Timeline {
    pub(super) items: Vec<Item>,
    /// How many entries there are, in words.
    pub(super) count: String,
    /// Where the older entries end.
    pub(super) earlier: Option<u32>,
    /// Whether there are newer ones.
    pub(super) has_later: bool,
}

/// Returns whose work on the forms of which regime an entry tells of.
fn saved_form(recorded: &Recorded) -> Option<(Author, String)> {
    match &recorded.event {
        Event::FilingPrepared { regime, .. } => Some((recorded.author, regime.clone())),
        _ => None,
    }
}

/// Creates the lines and cards of entries, oldest first.
pub(super) fn items(t: Texts, case: &Case, entries: Vec<Entry>, reader: &Reader<'_>) -> Vec<Item> {
    let answered: Vec<u32> = entries
        .iter()
        .filter_map(|entry| match entry.recorded.event {
            Event::QuestionAnswered { number, .. } => Some(number),
            _ => None,
        })
        .collect();
    let mut items = Vec::with_capacity(entries.len() + 8);
    let mut day: Option<Date> = None;
    // The half-time step of a filing was announced by mail, and is not shown afterwards; a miss is.
    let is_news = |entry: &Entry| !matches!(entry.recorded.event, Event::StageStep { percent: ..=99, .. });
    // Who fills in a form saves it often: the last of one after the other says it all.
    let saves: Vec<_> = entries.iter().map(|entry| saved_form(&entry.recorded)).collect();
    let again = |at: &usize| saves[*at].is_some() && saves.get(at + 1) == Some(&saves[*at]);
    let repeated: Vec<bool> = (0..saves.len()).map(|at| again(&at)).collect();
    let entries = entries.into_iter().zip(repeated).filter(|(_, repeated)| !repeated).map(|(entry, _)| entry);
    for Entry { recorded, author_name } in entries.filter(is_news) {
        let today = reader.zone.to_datetime(recorded.at).date();
        if day != Some(today) {
            day = Some(today);
            items.push(Item::Day(format::day_long(t, recorded.at, reader.zone, reader.now)));
        }
        let who = describe::who(t, recorded.author, author_name.as_deref(), reader);
        if !is_only_said(&recorded.event) {
            items.push(Item::Line(line(t, &recorded, author_name.as_deref(), who, reader)));
        }
        let (author, at) = (recorded.author, recorded.at);
        if let Some((kind, text)) = said(case, &answered, &recorded.event) {
            // A card has its author's own name, even for the author.
            let name = author_name.as_deref().unwrap_or(who).to_owned();
            items.push(Item::Card(card(kind, text, author, name, at, reader)));
        }
    }
    items
}

fn line(t: Texts, recorded: &Recorded, name: Option<&str>, who: &str, reader: &Reader<'_>) -> Line {
    let sentence = describe::describe(t, recorded, name, reader);
    let (who, rest) = match sentence.strip_prefix(who) {
        Some(rest) => (who.to_owned(), rest.to_owned()),
        None => (String::new(), sentence),
    };
    let is_desk_only = recorded.event.audience() == Audience::DeskOnly;
    let class = match &recorded.event {
        _ if is_desk_only => " desk-only",
        Event::Acknowledged { .. }
        | Event::Assessed { .. }
        | Event::OutcomeCommunicated { .. }
        | Event::MitigationStarted { .. }
        | Event::Closed { .. }
        | Event::Reopened { .. }
        | Event::Withdrawn { .. } => " key",
        _ => "",
    };
    Line {
        who,
        rest,
        class,
        is_desk_only,
        at: recorded.at,
        clock: format::time_of_day(recorded.at, reader.zone),
    }
}

/// Returns whether an event's card says all of it.
const fn is_only_said(event: &Event) -> bool {
    matches!(
        event,
        Event::QuestionAsked { .. }
            | Event::QuestionAnswered { .. }
            | Event::NoteAdded { .. }
            | Event::MessageShared { .. }
    )
}

fn said(case: &Case, answered: &[u32], event: &Event) -> Option<(Kind, Body)> {
    Some(match event {
        Event::Submitted { report, .. } => (Kind::Report, report.description.clone()),
        Event::NoteAdded { text } => (Kind::Internal, text.clone()),
        Event::QuestionAnswered { number, text } => (Kind::Answer(*number), text.clone()),
        Event::QuestionAsked { number, text, due } => {
            let kind = if case.questions.iter().any(|question| question.number == *number) {
                Kind::Asked(*number, *due)
            } else if answered.contains(number) {
                Kind::Answered(*number)
            } else {
                Kind::Lapsed(*number)
            };
            (kind, text.clone())
        }
        other => (Kind::Message, other.text()?.clone()),
    })
}

fn card(kind: Kind, text: Body, by: Author, author: String, at: Timestamp, reader: &Reader<'_>) -> Card {
    let mine = matches!(by, Author::Person { id, .. } if reader.person == Some(id));
    let class = match kind {
        Kind::Internal => " internal",
        Kind::Asked(..) => " question",
        Kind::Answered(_) | Kind::Lapsed(_) => " question answered",
        _ if mine => " mine",
        _ => "",
    };
    let clock = format::time_of_day(at, reader.zone);
    Card { kind, class, author, side: Case::side_of(by), text, at, clock }
}
