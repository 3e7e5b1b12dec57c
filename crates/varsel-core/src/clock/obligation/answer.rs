//! Computes the answer for a stage from the record: the one computation that pages and commands share.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

use super::regime::Regime;
use super::stage::{Anchor, Applies, Several, Stage, Term};
use crate::catalogue::Country;
use crate::clock::Calendar;
use crate::clock::holidays::Place;
use crate::clock::period::{Deadline, Period, Start};

/// The anchor before which nothing is due.
const AWARENESS: &str = "awareness";

/// The recorded times of a regime's clocks.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Facts {
    /// When clocks started, by anchor.
    pub anchors: BTreeMap<String, Timestamp>,
    /// When stages were filed, by stage id.
    pub filed: BTreeMap<String, Timestamp>,
}

impl Facts {
    /// Returns the time of an anchor.
    pub fn at(&self, anchor: Anchor) -> Option<Timestamp> {
        match anchor {
            Anchor::Recorded(name) | Anchor::Year(name) => self.anchors.get(name).copied(),
            Anchor::Filed(before) => self.filing(before),
        }
    }

    /// Returns when a stage was filed, under its id or a former one.
    pub fn filing(&self, stage: &str) -> Option<Timestamp> {
        let recorded = |id: &str| self.filed.get(id).copied();
        recorded(stage).or_else(|| Stage::find(stage)?.ids().find_map(recorded))
    }
}

/// The deadline of a stage.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ending {
    /// The start of the count.
    pub from: Timestamp,
    /// The deadline.
    pub end: Deadline,
    /// Whether its days were counted without a known place, so that only weekends are days off.
    pub is_place_unknown: bool,
}

/// The answer for a stage.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer {
    /// Its clock has not started.
    WaitsFor(Anchor),
    /// It is due.
    Due(Ending),
    /// It is due without undue delay, with no number given.
    Undelayed,
    /// It is never due.
    Voluntary,
    /// Its clock would start before awareness, and the text gives no clear date; this is the count from awareness.
    Unclear(Ending),
    /// It does not apply before a day.
    NotYet(Date),
    /// It no longer applies after a day.
    NoLonger(Date),
    /// It is not in force, and no date is known.
    NotInForce,
    /// Its working days cannot be counted because the place is not known.
    NoPlace,
    /// Its working days cannot be counted because no holidays are known after a day.
    NoHolidays(Date),
}

/// Creates the calendar of the place where a side files: its country's public holidays, or only weekends if that is unknown.
pub fn filing_place(country: Option<&Country>, zone: &TimeZone) -> Calendar {
    let place = country.and_then(|country| Place::find(country.as_str()).ok());
    place.map_or_else(|| Calendar::nine_to_five(zone.clone()), Place::public_calendar)
}

impl Regime {
    /// Computes the answer for a stage of it. `place` is where the side files; a law with its own place counts there.
    ///
    /// A place whose holidays have no end is unknown.
    pub fn answer(&self, stage: &Stage, facts: &Facts, place: &Calendar) -> Answer {
        if stage.applies == Applies::Pending {
            return Answer::NotInForce;
        }
        let own = stage.place.and_then(|code| Place::find(code).ok()).map(Place::public_calendar);
        let place = own.as_ref().unwrap_or(place);
        let clocks: Vec<_> =
            stage.clocks.iter().map(|(anchor, term)| (self.resolve(*anchor), *term)).collect();
        let mut begun: Vec<_> =
            clocks.iter().filter_map(|(anchor, term)| Some((*anchor, facts.at(*anchor)?, *term))).collect();
        begun.sort_by_key(|(_, at, _)| *at);
        let (Some((_, first, _)), Some((_, last, _))) = (begun.first(), begun.last()) else {
            return clocks.first().map_or(Answer::Voluntary, |(anchor, _)| Answer::WaitsFor(*anchor));
        };
        let aware = facts.anchors.get(AWARENESS).copied();
        let day = place.day_of(aware.unwrap_or(*first));
        match (stage.applies, stage.applies_until) {
            (Applies::From(from), _) if day < from => return Answer::NotYet(from),
            (_, Some(until)) if day > until => return Answer::NoLonger(until),
            _ => {}
        }
        let counted = begun.iter().map(|(anchor, at, term)| stage.count(*anchor, *at, *term, place));
        let counted: Result<Vec<_>, _> = counted.collect();
        let counted = match counted {
            Ok(counted) => counted,
            Err(answer) => return answer,
        };
        let chosen = match stage.several {
            Some(Several::Earliest) => {
                counted.iter().filter(|one| one.end.due >= *last).min_by_key(|one| one.end.due)
            }
            Some(Several::Latest) | None => counted.last(),
        };
        let Some(chosen) = chosen else { return Answer::Undelayed };
        let floor = stage.not_before.and_then(|name| facts.anchors.get(name)).copied();
        let floor =
            floor.filter(|floor| chosen.from < *floor).or(aware.filter(|aware| chosen.end.due < *aware));
        let term = clocks.first().map(|(_, term)| *term);
        match floor.zip(term) {
            None => Answer::Due(*chosen),
            Some((floor, term)) => stage
                .count(Anchor::Recorded(AWARENESS), floor, term, place)
                .map_or_else(|answer| answer, Answer::Unclear),
        }
    }

    /// Returns when a year ends there, if an anchor of it is a calendar year.
    pub fn year_end(&self, anchor: &str, year: i16) -> Option<Timestamp> {
        let is_of = |stage: &&Stage| {
            stage.clocks.iter().any(|(known, _)| matches!(known, Anchor::Year(name) if *name == anchor))
        };
        let stage = self.stages().into_iter().find(is_of)?;
        let place = Place::find(stage.place?).ok()?.public_calendar();
        let next = (1..9999).contains(&year).then(|| date(year + 1, 1, 1))?;
        Some(next.to_zoned(place.zone).ok()?.timestamp())
    }

    /// Returns whether an anchor of it is a calendar year.
    pub fn is_year(&self, anchor: &str) -> bool {
        self.year_end(anchor, 2000).is_some()
    }

    /// Returns the calendar year that an instant is the end of.
    pub fn year_of(&self, anchor: &str, at: Timestamp) -> Option<i16> {
        let year = at.to_zoned(TimeZone::UTC).year();
        let ends = [year - 1, year].into_iter().filter_map(|one| Some((one, self.year_end(anchor, one)?)));
        ends.min_by_key(|(_, end)| end.duration_since(at).abs()).map(|(year, _)| year)
    }
}

/// Returns the last day of the calendar year whose end is nearest to an instant: one at midnight is written as either year.
fn year_end(at: Timestamp, place: &Calendar) -> Date {
    let day = place.day_of(at);
    let year = if day.month() <= 6 { day.year() - 1 } else { day.year() };
    date(year.max(1), 12, 31)
}

impl Stage {
    /// Computes a clock of it; if it has no deadline, returns that answer.
    fn count(&self, anchor: Anchor, at: Timestamp, term: Term, place: &Calendar) -> Result<Ending, Answer> {
        let period = match term {
            Term::Within(period) => period,
            Term::UndueDelay => return Err(Answer::Undelayed),
            Term::Voluntary => return Err(Answer::Voluntary),
        };
        let is_place_unknown = place.until.is_none() && !matches!(period, Period::Hours(_));
        let counts_working_days = matches!(period, Period::BusinessDays(_));
        if is_place_unknown && counts_working_days {
            return Err(Answer::NoPlace);
        }
        let start = match anchor {
            Anchor::Year(_) => Start::Day(year_end(at, place)),
            Anchor::Recorded(_) | Anchor::Filed(_) if self.first_day_counts => Start::FirstDayCounts(at),
            Anchor::Recorded(_) | Anchor::Filed(_) => Start::Instant(at),
        };
        let end = period.end(start, self.relief, place);
        if let Some(until) = end.past_horizon.filter(|_| counts_working_days) {
            return Err(Answer::NoHolidays(until));
        }
        let end = Deadline {
            due: self.closing(end.due, place),
            latest_lawful: self.closing(end.latest_lawful, place),
            outer_bound: end.outer_bound.filter(|_| self.is_european()),
            past_horizon: end.past_horizon,
        };
        Ok(Ending { from: at, end, is_place_unknown })
    }
}
