//! Days off from a calendar feed: its contents, and the differences from the desk's calendar. Nothing takes effect until a person
//! accepts it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::Calendar;
use crate::coded;

coded! {
    /// An encoding of a feed other than UTF-8, which iCalendar requires (RFC 5545, section 3.1.4).
    pub enum FeedEncoding {
        /// ISO 8859-1, or another single-byte encoding.
        Latin1 = "latin1",
        /// UTF-16, as saved by some Windows programs.
        Utf16 = "utf16",
    }
}

coded! {
    /// Why a day in a feed might not be a day off.
    pub enum FeedDoubt {
        /// It is tentative (RFC 5545, section 3.8.1.11).
        Tentative = "tentative",
        /// It is an observance on which people work.
        Observance = "observance",
    }
}

/// An error in a feed. Its previous contents stay.
#[derive(Clone, PartialEq, Eq, Debug, Error, Serialize, Deserialize)]
#[serde(tag = "problem", rename_all = "snake_case")]
pub enum FeedProblem {
    /// Its address is not allowed.
    #[error("the address of the feed is not on the public internet, or not https")]
    Refused,
    /// It cannot be reached, or does not answer in time.
    #[error("the feed cannot be reached: {why}")]
    Unreachable {
        /// The network error, in English.
        why: String,
    },
    /// Its server responds with an error.
    #[error("the server of the feed answers with the status {status}")]
    Status {
        /// The status (RFC 9110, section 15).
        status: u16,
    },
    /// It is too long.
    #[error("the feed has more than {most} bytes")]
    TooLong {
        /// The maximum size, in bytes.
        most: usize,
    },
    /// It is not a calendar.
    #[error("the feed is not an iCalendar (RFC 5545)")]
    NoCalendar,
    /// It is a calendar, but in an unsupported encoding.
    #[error("the feed is in {encoding}, not in UTF-8")]
    Encoding {
        /// The encoding.
        encoding: FeedEncoding,
    },
    /// Its components are nested too deeply.
    #[error("the components of the feed are nested more than {most} deep")]
    TooDeep {
        /// The maximum depth.
        most: usize,
    },
    /// It has too many recurrence rules.
    #[error("the feed has more than {most} days or recurrence rules")]
    TooMany {
        /// The maximum number.
        most: usize,
    },
    /// An event cannot be read.
    #[error("`{event}` of the feed cannot be read: {what}")]
    Event {
        /// The name of the event.
        event: String,
        /// The invalid part.
        what: String,
    },
    /// All its events from today on are too long for days off.
    #[error("from today on the feed only has events longer than {most} days, such as `{event}`")]
    OnlyLong {
        /// The name of the first of these events.
        event: String,
        /// The maximum length of an event, in days.
        most: i64,
    },
    /// It has no future day off.
    #[error("the feed has no all-day event from today on")]
    NoDays,
}

/// The contents of a feed, for future days.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct FeedDays {
    /// Its days, by their names.
    pub days: BTreeMap<Date, String>,
    /// Days that might not be days off.
    pub doubtful: BTreeMap<Date, FeedDoubt>,
    /// The names of events that are too long for days off.
    pub passed_over: Vec<String>,
}

/// The contents of a feed, and the result of fetching it.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feed {
    /// The fingerprint of its address, which can contain a key; `None` for a pasted text.
    pub address: Option<String>,
    /// Its days, by their names, as of the last successful read.
    pub days: BTreeMap<Date, String>,
    /// Days that might not be days off.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub doubtful: BTreeMap<Date, FeedDoubt>,
    /// The names of events that are too long for days off.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passed_over: Vec<String>,
    /// When it was last read successfully.
    pub read_at: Option<Timestamp>,
    /// When it was last fetched.
    pub tried_at: Option<Timestamp>,
    /// Whether that fetch is still running.
    #[serde(default)]
    pub looking: bool,
    /// The error of that fetch.
    pub problem: Option<FeedProblem>,
    /// Days that were deliberately left different in the desk's calendar.
    pub left_out: BTreeSet<Date>,
}

/// A difference between a feed and the desk's calendar on a day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FeedDifference {
    /// The day.
    pub day: Date,
    /// Its name in the calendar; `None` if it is not a day off there.
    pub held: Option<String>,
    /// Its name in the feed; `None` if the feed no longer has it.
    pub named: Option<String>,
    /// Why the day in the feed might not be a day off.
    pub doubt: Option<FeedDoubt>,
    /// Whether the difference is deliberate.
    pub left_out: bool,
}

impl Feed {
    /// Replaces its contents with the current ones.
    ///
    /// A tentative day that was left out is offered again once it is certain.
    pub fn say(&mut self, said: FeedDays) {
        let FeedDays { days, doubtful, passed_over } = said;
        self.left_out.retain(|day| !self.doubtful.contains_key(day) || doubtful.contains_key(day));
        (self.days, self.doubtful, self.passed_over) = (days, doubtful, passed_over);
    }

    /// Lists the days from `today` on on which the feed and the calendar's own days off differ. A day that is off anyway, such as
    /// a Sunday, is not a difference.
    pub fn differences(
        &self,
        held: &BTreeMap<Date, String>,
        calendar: &Calendar,
        today: Date,
    ) -> Vec<FeedDifference> {
        let days: BTreeSet<Date> =
            self.days.range(today..).chain(held.range(today..)).map(|(day, _)| *day).collect();
        let differs = |day: Date| {
            let (held, named) = (held.get(&day).cloned(), self.days.get(&day).cloned());
            let left_out = self.left_out.contains(&day);
            // The desk's own exception takes precedence over any feed.
            let is_own = calendar.exceptions.contains_key(&day);
            let matters = held != named && !is_own && (held.is_some() || calendar.is_business_day(day));
            let doubt = self.doubtful.get(&day).copied();
            matters.then_some(FeedDifference { day, held, named, doubt, left_out })
        };
        days.into_iter().filter_map(differs).collect()
    }

    /// Returns whether there is a difference that has not been reviewed.
    pub fn wants_review(&self, held: &BTreeMap<Date, String>, calendar: &Calendar, today: Date) -> bool {
        self.read_at.is_some() && self.differences(held, calendar, today).iter().any(|one| !one.left_out)
    }

    /// Applies the differences of some days; the others are left out from now on. Past days stay as they were.
    pub fn take_over(
        &mut self,
        held: &BTreeMap<Date, String>,
        calendar: &Calendar,
        today: Date,
        chosen: &BTreeSet<Date>,
    ) -> BTreeMap<Date, String> {
        let mut days = held.clone();
        self.left_out.clear();
        for one in self.differences(held, calendar, today) {
            match one.named {
                _ if !chosen.contains(&one.day) => drop(self.left_out.insert(one.day)),
                Some(name) => drop(days.insert(one.day, name)),
                None => drop(days.remove(&one.day)),
            }
        }
        days
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    use super::*;

    #[test]
    fn what_is_taken_over_is_what_was_chosen_and_the_rest_is_left_out() {
        let today = date(2026, 12, 1);
        let held = BTreeMap::from([
            (date(2026, 11, 11), "Past".to_owned()),
            (date(2026, 12, 24), "Christmas Eve".to_owned()),
            (date(2026, 12, 30), "Moved".to_owned()),
        ]);
        let mut feed = Feed {
            days: BTreeMap::from([
                (date(2026, 12, 14), "Lucia".to_owned()),
                (date(2026, 12, 20), "A Sunday".to_owned()),
                (date(2026, 12, 24), "Christmas Eve".to_owned()),
                (date(2026, 12, 31), "New Year’s Eve".to_owned()),
            ]),
            read_at: Some(Timestamp::UNIX_EPOCH),
            ..Feed::default()
        };
        let calendar = Calendar::nine_to_five(TimeZone::UTC);
        let days = |feed: &Feed| {
            let differences = feed.differences(&held, &calendar, today);
            differences.iter().map(|one| (one.day.day(), one.left_out)).collect::<Vec<_>>()
        };
        assert_eq!(days(&feed), [(14, false), (30, false), (31, false)]);
        let chosen = BTreeSet::from([date(2026, 12, 30), date(2026, 12, 31)]);
        let after = feed.take_over(&held, &calendar, today, &chosen);
        assert_eq!(
            after.keys().map(ToString::to_string).collect::<Vec<_>>(),
            ["2026-11-11", "2026-12-24", "2026-12-31"]
        );
        let left = feed.differences(&after, &calendar, today);
        assert_eq!((left.len(), left[0].day.day(), left[0].left_out), (1, 14, true));
        assert!(!feed.wants_review(&after, &calendar, today), "what was left out asks for nobody any more");
    }

    #[test]
    fn a_day_left_out_in_doubt_is_offered_again_once_it_is_certain() {
        let (today, day) = (date(2026, 12, 1), date(2026, 12, 14));
        let said = |doubtful| FeedDays {
            days: BTreeMap::from([(day, "Lucia".to_owned())]),
            doubtful,
            passed_over: Vec::new(),
        };
        let tentative = BTreeMap::from([(day, FeedDoubt::Tentative)]);
        let calendar = Calendar::nine_to_five(TimeZone::UTC);
        let mut feed = Feed { read_at: Some(Timestamp::UNIX_EPOCH), ..Feed::default() };
        feed.say(said(tentative.clone()));
        let held = feed.take_over(&BTreeMap::new(), &calendar, today, &BTreeSet::new());
        feed.say(said(tentative));
        assert!(!feed.wants_review(&held, &calendar, today), "it is as doubtful as it was");
        feed.say(said(BTreeMap::new()));
        assert!(feed.wants_review(&held, &calendar, today), "the desk would be shown as open on a holiday");
        feed.take_over(&held, &calendar, today, &BTreeSet::new());
        feed.say(said(BTreeMap::new()));
        assert!(!feed.wants_review(&held, &calendar, today), "left out knowingly, it stays so");
    }
}
