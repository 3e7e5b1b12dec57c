//! Days off that a calendar feed names: what it says, and in what the desk's calendar differs from it. Nothing of it holds before a
//! person has taken it over.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::Calendar;
use crate::coded;

coded! {
    /// In what a feed is written that is not UTF-8, which iCalendar asks for (RFC 5545, section 3.1.4).
    pub enum FeedEncoding {
        /// ISO 8859-1, or another in which a character is a byte.
        Latin1 = "latin1",
        /// UTF-16, as some programs of Windows save.
        Utf16 = "utf16",
    }
}

coded! {
    /// Why a day that a feed names may be no day off.
    pub enum FeedDoubt {
        /// It is not certain (RFC 5545, section 3.8.1.11).
        Tentative = "tentative",
        /// It has a name, and people work.
        Observance = "observance",
    }
}

/// What is wrong with a feed. What it said before stays.
#[derive(Clone, PartialEq, Eq, Debug, Error, Serialize, Deserialize)]
#[serde(tag = "problem", rename_all = "snake_case")]
pub enum FeedProblem {
    /// Its address may not be reached.
    #[error("the address of the feed is not one of the public internet, or not of https")]
    Refused,
    /// It cannot be reached now, or does not answer in time.
    #[error("the feed cannot be reached: {why}")]
    Unreachable {
        /// What the network says, in English.
        why: String,
    },
    /// Its server answers with something else.
    #[error("the server of the feed answers with the status {status}")]
    Status {
        /// The status (RFC 9110, section 15).
        status: u16,
    },
    /// It is longer than what is read.
    #[error("the feed has more than {most} bytes")]
    TooLong {
        /// How many bytes are read.
        most: usize,
    },
    /// It is no calendar.
    #[error("the feed is no iCalendar (RFC 5545)")]
    NoCalendar,
    /// It is a calendar, but in an encoding that calendars do not have.
    #[error("the feed is written in {encoding}, not in UTF-8")]
    Encoding {
        /// Which.
        encoding: FeedEncoding,
    },
    /// Its parts stand inside each other more deeply than a calendar's do.
    #[error("parts of the feed stand inside each other more than {most} deep")]
    TooDeep {
        /// How deeply they may.
        most: usize,
    },
    /// It repeats more than is followed.
    #[error("the feed has more than {most} days or rules of repetition")]
    TooMany {
        /// How many are followed.
        most: usize,
    },
    /// An event of it cannot be understood.
    #[error("`{event}` of the feed cannot be read: {what}")]
    Event {
        /// What the event is called.
        event: String,
        /// The part that is wrong.
        what: String,
    },
    /// All that it names from today on is longer than days off are.
    #[error("from today on the feed names only what is longer than {most} days, as `{event}`")]
    OnlyLong {
        /// What the first of these events is called.
        event: String,
        /// How many days an event may have.
        most: i64,
    },
    /// It has no day off that is still to come.
    #[error("the feed names no whole day from today on")]
    NoDays,
}

/// What a feed says of the days to come.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct FeedDays {
    /// Its days, by their names.
    pub days: BTreeMap<Date, String>,
    /// Those that may be no days off.
    pub doubtful: BTreeMap<Date, FeedDoubt>,
    /// What events are called that are too long for days off.
    pub passed_over: Vec<String>,
    /// What events are called that do not say when they are.
    pub undated: Vec<String>,
}

/// What a feed says, and what became of it.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feed {
    /// The fingerprint of its address, which may hold a key; none for a text that somebody gave.
    pub address: Option<String>,
    /// Its days, by their names, as they were when it could be read last.
    pub days: BTreeMap<Date, String>,
    /// Those that may be no days off.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub doubtful: BTreeMap<Date, FeedDoubt>,
    /// What events are called that are too long for days off.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passed_over: Vec<String>,
    /// What events are called that do not say when they are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub undated: Vec<String>,
    /// When that was.
    pub read_at: Option<Timestamp>,
    /// When it was looked for last.
    pub tried_at: Option<Timestamp>,
    /// Whether that look is not over yet.
    #[serde(default)]
    pub looking: bool,
    /// What was wrong then.
    pub problem: Option<FeedProblem>,
    /// Days in which the desk's calendar differs because somebody wanted it so.
    pub left_out: BTreeSet<Date>,
}

/// In what a feed and the desk's calendar differ on a day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FeedDifference {
    /// Which day.
    pub day: Date,
    /// What the calendar calls it; none where it is no day off there.
    pub held: Option<String>,
    /// What the feed calls it; none where it names it no more.
    pub named: Option<String>,
    /// Why what the feed names may be no day off.
    pub doubt: Option<FeedDoubt>,
    /// Whether somebody wanted it so.
    pub left_out: bool,
}

impl Feed {
    /// Takes what it says now in place of what it said before.
    ///
    /// A day that was left out while it was in doubt, and is certain now, is offered anew.
    pub fn say(&mut self, said: FeedDays) {
        let FeedDays { days, doubtful, passed_over, undated } = said;
        self.left_out.retain(|day| !self.doubtful.contains_key(day) || doubtful.contains_key(day));
        (self.days, self.doubtful) = (days, doubtful);
        (self.passed_over, self.undated) = (passed_over, undated);
    }

    /// Lists the days from `today` on in which the feed and the calendar's own days off differ. A day that is off anyway, such as
    /// a Sunday, is none of them.
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
            // What the desk says of a day itself goes before any feed.
            let is_own = calendar.exceptions.contains_key(&day);
            let matters = held != named && !is_own && (held.is_some() || calendar.is_business_day(day));
            let doubt = self.doubtful.get(&day).copied();
            matters.then_some(FeedDifference { day, held, named, doubt, left_out })
        };
        days.into_iter().filter_map(differs).collect()
    }

    /// Tells whether there is a difference that nobody has looked at.
    pub fn wants_review(&self, held: &BTreeMap<Date, String>, calendar: &Calendar, today: Date) -> bool {
        self.read_at.is_some() && self.differences(held, calendar, today).iter().any(|one| !one.left_out)
    }

    /// Takes the differences of some days over; the others are left out from now on. What is past stays as it was.
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
            undated: Vec::new(),
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
