//! Live updates: server-sent events that only say which case has changed.
//!
//! A stream is as good as the session it was opened with. What its reader can see is looked up when it opens and again before
//! every event, so that a session that has ended, a role that was taken away, or a case that was never theirs tells nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::convert::Infallible;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{mpsc, watch};
use tokio::time::{MissedTickBehavior, interval, sleep};
use tokio_stream::wrappers::ReceiverStream;
use varsel_app::AppError;
use varsel_core::confirmation_number::ConfirmationNumber;
use varsel_core::ids::PersonId;
use varsel_core::permission::Action;
use varsel_store::{Change, Scope, Tx, cases};

use crate::ask::Ask;
use crate::failure::Failure;
use crate::form::Form;
use crate::web::{Visitor, Web, visitor};

/// How many streams a person may have open: tabs and windows.
const MOST_STREAMS: usize = 8;
/// The timeout for reading an event.
const PATIENCE: Duration = Duration::from_secs(45);
/// How long a stream rests after an event. Changes in the meantime are sent together.
const REST: Duration = Duration::from_millis(500);
/// The interval of keep-alives and session checks.
const BEAT: Duration = Duration::from_secs(15);
/// How many numbers an event names; beyond that it says that anything may have changed.
const MOST_NUMBERS: usize = 20;

/// The maximum number of cases that one stream follows; the open tabs of a browser share one.
const MOST_CASES: usize = 50;

/// The topic of a stream.
#[derive(Clone, Debug)]
enum Topic {
    /// Every case: the desk.
    Queue,
    /// Some cases, by how their numbers are written.
    Cases(Arc<BTreeMap<String, ConfirmationNumber>>),
}

impl Topic {
    /// Returns what its reader must be allowed to do.
    const fn action(&self) -> Action {
        match self {
            Self::Queue => Action::ReadQueue,
            Self::Cases(_) => Action::ReadCase,
        }
    }

    /// Returns whether someone sees at least a part of it.
    fn is_seen(&self, tx: &Tx<'_>, me: &Visitor) -> Result<bool, AppError> {
        match self {
            Self::Queue => Ok(true),
            Self::Cases(cases) => {
                for number in cases.values() {
                    if cases::find(tx, *number, Scope::of(&me.actor))?.is_some() {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
        }
    }

    /// Leaves the numbers whose cases someone sees.
    fn seen(
        &self,
        tx: &Tx<'_>,
        me: &Visitor,
        mut numbers: BTreeSet<String>,
    ) -> Result<BTreeSet<String>, AppError> {
        if let Self::Cases(cases) = self {
            let mut hidden = Vec::new();
            for written in &numbers {
                let seen = match cases.get(written) {
                    Some(number) => cases::find(tx, *number, Scope::of(&me.actor))?.is_some(),
                    None => false,
                };
                if !seen {
                    hidden.push(written.clone());
                }
            }
            for written in hidden {
                numbers.remove(&written);
            }
        }
        Ok(numbers)
    }
}

/// `GET /events`
pub(crate) async fn queue(State(web): State<Web>, ask: Ask) -> Result<Response, Failure> {
    open(&web, &ask, Topic::Queue).await
}

/// `GET /cases/{number}/events`
pub(crate) async fn case(
    State(web): State<Web>,
    ask: Ask,
    Path(number): Path<String>,
) -> Result<Response, Failure> {
    follow(&web, &ask, std::iter::once(number.as_str())).await
}

/// `GET /events/cases?case=…&case=…`: several cases in one stream. A case that the reader does not see is like one that is not there.
pub(crate) async fn cases(State(web): State<Web>, ask: Ask) -> Result<Response, Failure> {
    let query = Form::parse(ask.uri.query().unwrap_or_default());
    follow(&web, &ask, query.all("case").take(MOST_CASES)).await
}

async fn follow(web: &Web, ask: &Ask, numbers: impl Iterator<Item = &str>) -> Result<Response, Failure> {
    let prefix = web.surroundings().policy.prefix;
    let numbers = numbers.filter_map(|number| ConfirmationNumber::parse(number, prefix).ok());
    let cases = numbers.map(|number| (number.to_string(), number)).collect();
    open(web, ask, Topic::Cases(Arc::new(cases))).await
}

async fn open(web: &Web, ask: &Ask, topic: Topic) -> Result<Response, Failure> {
    let Some(secret) = ask.session.clone() else {
        return Err(Failure::SignIn { next: ask.uri.clone(), body: None });
    };
    // Subscribed before the first look, so that no change falls between the two.
    let changes = web.store().changes();
    let looked_for = topic.clone();
    let (visitor, sees) = web.read(ask, topic.action(), move |tx, _, me| looked_for.is_seen(tx, me)).await?;
    if !sees {
        return Err(Failure::NotFound);
    }
    let person = visitor.signed.person;
    let Some(place) = web.streams().enter(person) else {
        let wait = [(header::RETRY_AFTER, HeaderValue::from_static("30"))];
        return Ok((StatusCode::TOO_MANY_REQUESTS, wait).into_response());
    };
    let (sender, receiver) = mpsc::channel(4);
    let stream = Stream { web: web.clone(), secret, person, topic, sender, changes, _place: place };
    tokio::spawn(stream.run());
    let unbuffered = [(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"))];
    Ok((unbuffered, Sse::new(ReceiverStream::new(receiver))).into_response())
}

/// An open stream, as the task that feeds it has it.
struct Stream {
    web: Web,
    secret: String,
    person: PersonId,
    topic: Topic,
    sender: mpsc::Sender<Result<Event, Infallible>>,
    changes: Receiver<Change>,
    _place: Place,
}

impl Stream {
    /// Feeds the stream until its reader leaves, its session ends, or the server stops.
    async fn run(mut self) {
        let mut gathered = Gathered::default();
        let mut closing = self.web.streams().closing();
        let mut beat = interval(BEAT);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let rest = sleep(Duration::ZERO);
        tokio::pin!(rest);
        loop {
            let next = tokio::select! {
                () = self.sender.closed() => return,
                _ = closing.wait_for(|closing| *closing) => return,
                received = self.changes.recv() => match received {
                    Ok(change) => self.notice(&mut gathered, &change),
                    Err(RecvError::Lagged(_)) => { gathered.note(None); Next::Send }
                    Err(RecvError::Closed) => return,
                },
                () = &mut rest, if gathered.is_resting() => { gathered.rested(); Next::Send }
                _ = beat.tick() => Next::Beat,
            };
            let event = match next {
                Next::Wait => continue,
                Next::Send if !gathered.is_due() => continue,
                Next::Look | Next::Beat | Next::Send => {
                    let due = if next == Next::Send { gathered.take() } else { BTreeSet::new() };
                    let had_numbers = !due.is_empty();
                    let Some(seen) = self.look(due).await else { return };
                    match next {
                        // What was gathered is no longer the reader's to know.
                        Next::Send if had_numbers && seen.is_empty() => {
                            gathered.rested();
                            continue;
                        }
                        Next::Send => {
                            rest.as_mut().reset(tokio::time::Instant::now() + REST);
                            let numbers: Vec<String> = seen.into_iter().collect();
                            Event::default().event("changed").data(numbers.join("\n"))
                        }
                        Next::Beat => Event::default().comment(""),
                        Next::Look | Next::Wait => continue,
                    }
                }
            };
            if self.sender.send_timeout(Ok(event), PATIENCE).await.is_err() {
                return;
            }
        }
    }

    /// Classifies a change: to send, to check the session, or irrelevant to this stream.
    fn notice(&self, gathered: &mut Gathered, change: &Change) -> Next {
        match (change.topic.as_str(), &self.topic) {
            ("*", _) => gathered.note(None),
            ("case", Topic::Queue) => gathered.note(Some(&change.key)),
            ("case", Topic::Cases(cases)) if cases.contains_key(&change.key) => {
                gathered.note(Some(&change.key));
            }
            ("session", _) if change.key == self.person.to_string() => return Next::Look,
            _ => return Next::Wait,
        }
        Next::Send
    }

    /// Leaves, of the numbers to be told, those that the reader can still know; `None` if the session has ended, or its person no
    /// longer sees what the stream is about. It does not count as use of the session: an open tab keeps nobody signed in.
    async fn look(&self, numbers: BTreeSet<String>) -> Option<BTreeSet<String>> {
        let ctx = self.web.surroundings().context();
        let (secret, topic, person) = (self.secret.clone(), self.topic.clone(), self.person);
        let looked: Result<Option<BTreeSet<String>>, AppError> = self
            .web
            .store()
            .read(move |tx| {
                let me = visitor(tx, &ctx, &secret)?;
                let Some(me) = me.filter(|me| me.signed.person == person && me.may(topic.action())) else {
                    return Ok(None);
                };
                if topic.is_seen(tx, &me)? { topic.seen(tx, &me, numbers).map(Some) } else { Ok(None) }
            })
            .await;
        // If the database fails, the browser reconnects.
        looked.unwrap_or_default()
    }
}

/// What to do next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Next {
    Wait,
    /// Check whether the session is still valid.
    Look,
    Beat,
    Send,
}

/// Changes that have not been sent yet. After each event the stream rests, so that a burst becomes one event.
#[derive(Default, Debug)]
struct Gathered {
    numbers: BTreeSet<String>,
    /// Whether more may have changed than the numbers say.
    anything: bool,
    resting: bool,
}

impl Gathered {
    /// Records that a case, or anything, has changed.
    fn note(&mut self, number: Option<&str>) {
        match number {
            Some(number) if !self.anything => {
                if !self.numbers.contains(number) {
                    self.numbers.insert(number.to_owned());
                }
                self.anything = self.numbers.len() > MOST_NUMBERS;
            }
            Some(_) => {}
            None => self.anything = true,
        }
        if self.anything {
            self.numbers.clear();
        }
    }

    fn is_due(&self) -> bool {
        !self.resting && (self.anything || !self.numbers.is_empty())
    }

    const fn is_resting(&self) -> bool {
        self.resting
    }

    fn rested(&mut self) {
        self.resting = false;
    }

    /// Takes what is to be told and begins to rest: the numbers, or none when it can be anything.
    fn take(&mut self) -> BTreeSet<String> {
        self.anything = false;
        self.resting = true;
        std::mem::take(&mut self.numbers)
    }
}

/// How many streams each person has open, and whether the server is about to stop.
pub(crate) struct Streams {
    open: Arc<Mutex<HashMap<PersonId, usize>>>,
    /// How many are open in all.
    most: AtomicUsize,
    closing: watch::Sender<bool>,
}

impl Streams {
    pub(crate) fn new() -> Self {
        Self { open: Arc::default(), most: AtomicUsize::new(usize::MAX), closing: watch::Sender::new(false) }
    }

    /// Leaves half of all connections to pages: each stream is a connection, or part of one, and makes room for nobody.
    pub(crate) fn leave_room(&self, connections: usize) {
        self.most.store(connections.div_ceil(2), Ordering::Relaxed);
    }

    /// Ends every stream: a server that stops would else wait for their readers.
    pub(crate) fn close(&self) {
        self.closing.send_replace(true);
    }

    fn closing(&self) -> watch::Receiver<bool> {
        self.closing.subscribe()
    }

    /// Takes a place for a stream; `None` if the person has too many, or there are too many in all.
    fn enter(&self, person: PersonId) -> Option<Place> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.values().sum::<usize>() >= self.most.load(Ordering::Relaxed) {
            return None;
        }
        let count = open.entry(person).or_default();
        if *count >= MOST_STREAMS {
            return None;
        }
        *count += 1;
        Some(Place { open: Arc::clone(&self.open), person })
    }
}

/// A stream's place, given back when it ends.
struct Place {
    open: Arc<Mutex<HashMap<PersonId, usize>>>,
    person: PersonId,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.person) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.person);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(written: &[&str]) -> BTreeSet<String> {
        written.iter().map(|number| (*number).to_owned()).collect()
    }

    #[test]
    fn a_burst_becomes_one_event_and_nothing_is_lost() {
        let mut gathered = Gathered::default();
        assert!(!gathered.is_due());
        gathered.note(Some("SE-7KQ4-M2XD"));
        assert!(gathered.is_due(), "the first change is told at once");
        assert_eq!(gathered.take(), numbers(&["SE-7KQ4-M2XD"]));
        for number in ["SE-0M9T-4WRA", "SE-7KQ4-M2XD", "SE-0M9T-4WRA"] {
            gathered.note(Some(number));
            assert!(!gathered.is_due(), "a resting stream gathers");
        }
        gathered.rested();
        assert!(gathered.is_due());
        assert_eq!(gathered.take(), numbers(&["SE-0M9T-4WRA", "SE-7KQ4-M2XD"]));
        gathered.rested();
        assert!(!gathered.is_due(), "what was told is not told again");
    }

    #[test]
    fn a_gap_or_a_flood_says_that_anything_may_have_changed() {
        let mut gathered = Gathered::default();
        gathered.note(Some("SE-7KQ4-M2XD"));
        gathered.note(None);
        gathered.note(Some("SE-0M9T-4WRA"));
        assert!(gathered.is_due());
        assert_eq!(gathered.take(), numbers(&[]));
        gathered.rested();
        for number in 0..=MOST_NUMBERS {
            gathered.note(Some(&number.to_string()));
        }
        assert!(gathered.is_due());
        assert_eq!(gathered.take(), numbers(&[]));
    }

    #[test]
    fn a_person_has_so_many_streams_and_gets_places_back() {
        let streams = Streams::new();
        let (mika, sana) = (PersonId(uuid::Uuid::from_u128(1)), PersonId(uuid::Uuid::from_u128(2)));
        let places: Vec<Place> = std::iter::from_fn(|| streams.enter(mika)).take(100).collect();
        assert_eq!(places.len(), MOST_STREAMS);
        assert!(streams.enter(mika).is_none() && streams.enter(sana).is_some());
        drop(places);
        assert!(streams.enter(mika).is_some());
        assert!(streams.open.lock().unwrap().is_empty(), "nobody is remembered who has no stream");
        streams.leave_room(15);
        let people = (0..).map(|number| PersonId(uuid::Uuid::from_u128(number)));
        let places: Vec<Place> = people.map_while(|person| streams.enter(person)).take(10_000).collect();
        assert_eq!(places.len(), 8, "half of all connections, however many people there are");
    }
}
