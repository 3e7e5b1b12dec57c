//! Days off from a calendar feed, for review.

use std::collections::BTreeSet;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use varsel_app::feed::{self as use_cases, Seen};
use varsel_app::{AppError, Ctx};
use varsel_core::address::SecretAddress;
use varsel_core::clock::FeedDifference;
use varsel_core::permission::Action;
use varsel_locale::{Texts, clock, format};
use varsel_store::Tx;

use super::{Loaded, hours_words, load, page, reason_of, told};
use crate::ask::Ask;
use crate::failure::{Failure, html};
use crate::form::Form;
use crate::pages::see_other;
use crate::web::{Visitor, Web};

/// How many times, and how often, it is seen whether a look at the feed is over, while someone waits for its result.
const GLANCES: u8 = 20;
const GLANCE: Duration = Duration::from_millis(200);
/// How long a look can take.
const LONGEST_LOOK: SignedDuration = SignedDuration::from_mins(5);

/// A day on which the feed and the calendar differ.
pub(super) struct Row {
    /// Its date, as the form names it.
    pub(super) date: Date,
    pub(super) day: String,
    pub(super) now: String,
    pub(super) then: String,
    pub(super) chosen: bool,
    pub(super) left_out: bool,
    /// Why it can be no day off; empty if nothing says so.
    pub(super) doubt: &'static str,
}

/// What the page says of the feed.
#[derive(Default)]
pub(super) struct Part {
    /// The host of the feed that is looked at every day; empty if there is none.
    pub(super) host: String,
    days: i64,
    pub(super) read_at: Option<Timestamp>,
    pub(super) tried_at: Option<Timestamp>,
    looking: bool,
    pub(super) problem: Option<String>,
    pub(super) rows: Vec<Row>,
    /// The days from today on that were accepted, with their names.
    pub(super) taken: Vec<(String, String)>,
    pub(super) wants_review: bool,
    /// The events that are too long for days off, in words; empty if there are none.
    pub(super) passed_over: String,
    /// A text that could not be read.
    pub(super) text: String,
    pub(super) reason: String,
}

impl Part {
    pub(super) fn new(web: &Web, me: &Visitor, loaded: &Loaded) -> Self {
        let t = me.texts;
        let address = web.surroundings().policy.calendar_feed.as_ref();
        let host = address.map(SecretAddress::host).unwrap_or_default().to_owned();
        let from = loaded.calendar.day_of(me.now);
        let taken = loaded.written.holidays.days.range(from..);
        let taken = taken.map(|(day, name)| (format::day_short(t, *day), name.clone())).collect();
        let base = Self { host, taken, reason: t.feed_taken_reason().to_owned(), ..Self::default() };
        let Some(feed) = &loaded.feed else { return base };
        // A worker that died leaves it to the next look to say that this one is over.
        let looking = feed.looking && feed.tried_at.is_some_and(|tried| me.now < tried + LONGEST_LOOK);
        let today = loaded.calendar.day_of(me.now);
        let held = &loaded.written.holidays.days;
        let rows =
            if feed.read_at.is_some() { feed.differences(held, &loaded.calendar, today) } else { Vec::new() };
        Self {
            days: i64::try_from(feed.days.len()).unwrap_or(i64::MAX),
            read_at: feed.read_at,
            tried_at: feed.tried_at,
            looking,
            // Unknown while it is being fetched.
            problem: feed.problem.as_ref().filter(|_| !looking).map(|problem| clock::feed_fault(t, problem)),
            passed_over: passed_over(t, &feed.passed_over),
            wants_review: feed.wants_review(held, &loaded.calendar, today),
            rows: rows.iter().map(|one| Row::new(t, loaded, one)).collect(),
            ..base
        }
    }

    /// Counts the days off that it names.
    pub(super) const fn count(&self) -> i64 {
        self.days
    }

    /// Returns whether it is being fetched.
    pub(super) fn waits(&self) -> bool {
        let is_new = self.read_at.is_none() && self.problem.is_none();
        !self.host.is_empty() && (self.looking || is_new)
    }

    /// Counts the accepted days.
    pub(super) fn taken_count(&self) -> i64 {
        i64::try_from(self.taken.len()).unwrap_or(i64::MAX)
    }

    /// Counts the undecided days, or those that were left out.
    pub(super) fn differing(&self, left_out: bool) -> i64 {
        let found = self.rows.iter().filter(|row| row.left_out == left_out);
        i64::try_from(found.count()).unwrap_or(i64::MAX)
    }
}

impl Row {
    fn new(t: Texts, loaded: &Loaded, one: &FeedDifference) -> Self {
        let then = match (&one.held, &one.named) {
            (Some(_), Some(name)) => t.feed_day_renamed(name),
            (None, Some(name)) => t.feed_day_new(name),
            (_, None) => t.feed_day_gone().to_owned(),
        };
        Self {
            date: one.day,
            day: format::day_short(t, one.day),
            now: t.feed_day_now(hours_words(t, &loaded.calendar, one.day)),
            then,
            // Nobody opens a day by not looking, or closes one on which people can work.
            chosen: !one.left_out && one.named.is_some() && one.doubt.is_none(),
            left_out: one.left_out,
            doubt: one.doubt.map_or("", |doubt| clock::feed_doubt(t, doubt)),
        }
    }
}

fn passed_over(t: Texts, events: &[String]) -> String {
    if events.is_empty() {
        return String::new();
    }
    let count = i64::try_from(events.len()).unwrap_or(i64::MAX);
    t.feed_passed_over(count, events.join(", "), use_cases::LONGEST_EVENT.to_string())
}

/// `POST /desk/calendar/feed`: has the feed looked at, reads a text that someone gives, or takes over what was chosen.
pub(crate) async fn change(State(web): State<Web>, ask: Ask, form: Form) -> Result<Response, Failure> {
    match form.get("do") {
        "look" => {
            web.write(&ask, &form, Action::ChangeRules, |tx, ctx, _| Ok(use_cases::want_now(tx, ctx)?))
                .await?;
            wait_for_look(&web, &ask).await?;
            Ok(see_other("/desk/calendar#feed"))
        }
        "read" => read(web, ask, form).await,
        _ => take_over(web, ask, form).await,
    }
}

/// Waits a moment for the worker's fetch, so that the next page mostly has its result. If it takes longer, that page says that it
/// is in progress.
async fn wait_for_look(web: &Web, ask: &Ask) -> Result<(), Failure> {
    for _ in 0..GLANCES {
        tokio::time::sleep(GLANCE).await;
        let look = |tx: &Tx<'_>, ctx: &Ctx, _: &Visitor| Ok(use_cases::current(tx, ctx)?);
        let (_, feed) = web.read(ask, Action::ReadQueue, look).await?;
        if !feed.is_some_and(|feed| feed.looking) {
            break;
        }
    }
    Ok(())
}

/// Reads a text that someone gives. One that cannot be read changes nothing.
async fn read(web: Web, ask: Ask, form: Form) -> Result<Response, Failure> {
    // Read before anything is written: nobody waits for a text that takes long.
    let (me, text) =
        (web.read(&ask, Action::ChangeRules, |_, _, _| Ok(())).await?.0, form.get("text").to_owned());
    let ctx = web.surroundings().context();
    let read = tokio::task::spawn_blocking(move || use_cases::read_now(&ctx, text.as_bytes()));
    let problem = match read.await.map_err(|_| Failure::Internal)? {
        Ok(days) => {
            web.write(&ask, &form, Action::ChangeRules, move |tx, ctx, _| {
                // Where a feed is configured, that is the one.
                if ctx.policy().calendar_feed.is_some() {
                    return Err(AppError::NotFound);
                }
                Ok(use_cases::keep(tx, ctx, None, Ok(days))?)
            })
            .await?;
            return Ok(see_other("/desk/calendar#feed"));
        }
        Err(problem) => problem,
    };
    let (_, loaded) = web.read(&ask, Action::ReadQueue, |tx, ctx, _| load(tx, ctx)).await?;
    let wrong = vec![("feed-text", clock::feed_fault(me.texts, &problem))];
    let mut page = page(&web, &ask, &me, loaded, None, None, wrong);
    form.get("text").clone_into(&mut page.feed.text);
    Ok(html(StatusCode::UNPROCESSABLE_ENTITY, &page))
}

async fn take_over(web: Web, ask: Ask, form: Form) -> Result<Response, Failure> {
    let days: Result<BTreeSet<Date>, _> = form.all("day").map(str::parse).collect();
    // A page shows dates alone: anything else is no choice of someone's.
    let Ok(chosen) = days else { return Err(Failure::NotFound) };
    let (given, reason) = (chosen.clone(), form.get("reason").to_owned());
    let version: u32 = form.get("version").parse().unwrap_or(0);
    let seen = Seen { version, read_at: form.get("read").parse().ok() };
    let done = web
        .write(&ask, &form, Action::ChangeRules, move |tx, ctx, me| {
            use_cases::take_over(tx, ctx, &me.actor, seen, &given, &reason_of(&reason)?)
        })
        .await;
    let failure = match done {
        Ok((_, Some(written))) => {
            // In this process at once; in others with their next look.
            if let Ok(calendar) = written.calendar(version + 1) {
                web.surroundings().desk.set(calendar);
            }
            return Ok(see_other("/desk/calendar#history"));
        }
        Ok((_, None)) => return Ok(see_other("/desk/calendar#feed")),
        Err(failure) if told(&failure) => failure,
        Err(failure) => return Err(failure),
    };
    let (me, loaded) = web.read(&ask, Action::ReadQueue, |tx, ctx, _| load(tx, ctx)).await?;
    let wrong = super::faults(&me, &failure, "feed-reason");
    let mut page = page(&web, &ask, &me, loaded, None, None, wrong);
    form.get("reason").clone_into(&mut page.feed.reason);
    for row in &mut page.feed.rows {
        row.chosen = chosen.contains(&row.date);
    }
    Ok(html(failure.status(), &page))
}
