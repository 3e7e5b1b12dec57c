//! The promise to acknowledge: when a person will acknowledge, and how that was counted.

use std::borrow::Cow;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::Calendar;
use super::calendar::{DayOff, Exception, OutOfReach};
use super::holidays::FIRST_DAY;
use super::hours::Hours;

/// The maximum working hours of a promise: two weeks of eight hours a day.
pub const MOST_HOURS: u16 = 80;

/// The rule of the promise. The sentence shown to publishers follows from it.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PromiseRule {
    /// By close of business on the first business day after the desk-local date of receipt.
    #[default]
    NextBusinessDay,
    /// After this many working hours, which is stricter.
    WorkingHours(u16),
    /// By close of business on the first business day after the day on which a report counts as received: that of receipt before
    /// closing time, otherwise the next business day. This is looser.
    CutOff,
}

/// A day that did not count.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(from = "StoredDay")]
pub struct SkippedDay {
    /// The day.
    pub day: Date,
    /// The reason.
    pub why: DayOff,
}

/// A day as stored in events: the first ones only have the date.
#[derive(Deserialize)]
#[serde(untagged)]
enum StoredDay {
    Plain(Date),
    Full { day: Date, why: DayOff },
}

impl From<StoredDay> for SkippedDay {
    fn from(stored: StoredDay) -> Self {
        match stored {
            StoredDay::Plain(day) => Self { day, why: DayOff::Weekday },
            StoredDay::Full { day, why } => Self { day, why },
        }
    }
}

/// Working time that was counted on a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counted {
    /// The desk-local day.
    pub day: Date,
    /// The seconds counted.
    pub seconds: i64,
}

/// A promise as made; later changes of the calendar do not affect it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Promise {
    /// When a person will acknowledge.
    pub due: Timestamp,
    /// The IANA name of the desk's zone when the promise was made.
    pub zone: String,
    /// The days between receipt and due date that did not count.
    pub skipped: Vec<SkippedDay>,
    /// How it was counted.
    #[serde(default)]
    pub rule: PromiseRule,
    /// The version of the calendar that it was counted with; 0 if none was recorded.
    #[serde(default)]
    pub calendar: u32,
    /// The business day on which the report counts as received, if not the day of receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deemed: Option<Date>,
    /// The working time counted, by day; only for working hours.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub counted: Vec<Counted>,
    /// The last day whose holidays the calendar knew, if the promise goes past it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub past_horizon: Option<Date>,
    /// The first day whose holidays the calendar knew, if the report was received before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before_horizon: Option<Date>,
}

impl Promise {
    /// Computes the promise for a report stored at `received`. Fails only if the calendar never opens again.
    pub fn new(received: Timestamp, calendar: &Calendar, rule: PromiseRule) -> Result<Self, OutOfReach> {
        // Past its horizon a calendar continues with the ordinary week, and the promise says so.
        let unbounded = Calendar { until: None, ..calendar.clone() };
        let received_on = unbounded.day_of(received);
        let mut deemed = None;
        let mut counted = Vec::new();
        let closing = |day| {
            let at = unbounded.closing(day).ok_or(OutOfReach::Closed)?;
            Ok::<_, OutOfReach>((day, at.timestamp()))
        };
        // A day that ends at 24:00 ends on the next.
        let (due_on, due) = match rule {
            PromiseRule::NextBusinessDay => closing(unbounded.business_day_after(received_on)?)?,
            PromiseRule::CutOff => {
                let in_time = unbounded.closing(received_on).is_some_and(|at| received < at.timestamp());
                if !in_time {
                    deemed = Some(unbounded.business_day_after(received_on)?);
                }
                closing(unbounded.business_day_after(deemed.unwrap_or(received_on))?)?
            }
            PromiseRule::WorkingHours(hours) => {
                let due = unbounded.add(received, SignedDuration::from_hours(i64::from(hours)))?;
                counted = by_day(&unbounded, received, due);
                (counted.last().map_or(received_on, |last| last.day), due)
            }
        };
        let skipped = unbounded
            .days_off_between(received_on, due_on)
            .into_iter()
            .map(|(day, why)| SkippedDay { day, why })
            .collect();
        Ok(Self {
            due,
            zone: calendar.zone.iana_name().unwrap_or("UTC").to_owned(),
            skipped,
            rule,
            calendar: calendar.version,
            deemed,
            counted,
            past_horizon: calendar.until.filter(|until| due_on > *until),
            before_horizon: calendar.until.and(Some(FIRST_DAY)).filter(|first| received_on < *first),
        })
    }

    /// Returns the current calendar as the promise sees it: days that did not count when it was made do not count now.
    pub fn sees<'a>(&self, in_force: &'a Calendar) -> Cow<'a, Calendar> {
        let mut seen = Cow::Borrowed(in_force);
        for skipped in self.skipped.iter().filter(|skipped| in_force.is_business_day(skipped.day)) {
            let closed = Exception { hours: Hours::NONE, reason: String::new() };
            seen.to_mut().exceptions.insert(skipped.day, closed);
        }
        seen
    }

    /// Computes the promise for a report stored at `received` with any calendar: exceptions that leave no hours for eleven years
    /// are ignored.
    pub fn for_receipt(received: Timestamp, calendar: &Calendar, rule: PromiseRule) -> Self {
        let ordinary =
            || Self::new(received, &Calendar::new(calendar.zone.clone(), calendar.week.clone()), rule);
        Self::new(received, calendar, rule).or_else(|_| ordinary()).unwrap_or_else(|_| Self {
            // At the end of the supported range of years.
            due: received,
            zone: calendar.zone.iana_name().unwrap_or("UTC").to_owned(),
            skipped: Vec::new(),
            rule,
            calendar: calendar.version,
            deemed: None,
            counted: Vec::new(),
            past_horizon: calendar.until,
            before_horizon: None,
        })
    }
}

/// Sums the open time between two instants by day.
fn by_day(calendar: &Calendar, from: Timestamp, to: Timestamp) -> Vec<Counted> {
    let mut days: Vec<Counted> = Vec::new();
    for open in calendar.open_from(from).take_while(|open| open.from < to) {
        let (day, seconds) =
            (calendar.day_of(open.from), open.to.min(to).duration_since(open.from).as_secs());
        match days.last_mut().filter(|last| last.day == day) {
            Some(last) => last.seconds += seconds,
            None => days.push(Counted { day, seconds }),
        }
    }
    days
}
