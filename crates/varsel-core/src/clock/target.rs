//! The desk's own targets, by priority.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::Calendar;
use crate::coded;
use crate::coded::Coded as _;
use crate::score::Priority;

coded! {
    /// What a clock measures.
    pub enum ClockKind {
        /// A person acknowledges: the promise to the publisher.
        Promise = "promise",
        /// A person acknowledges, by the desk's own earlier target.
        Respond = "respond",
        /// Severity and priority are decided.
        Assess = "assess",
        /// The measure for the offer is decided.
        DecideMeasure = "decide_measure",
        /// The notice to customers is decided.
        DecideNotice = "decide_notice",
        /// The publisher gets an update.
        Update = "update",
        /// A mitigation is available.
        Mitigate = "mitigate",
        /// A fix is released.
        Fix = "fix",
        /// The laws and contracts that apply to the marketplace are decided.
        DecideDuties = "decide_duties",
    }
}

impl ClockKind {
    /// Returns whether the publisher sees the clock.
    pub const fn is_shared(self) -> bool {
        matches!(self, Self::Promise | Self::Assess | Self::Update)
    }

    /// Returns whether the clock pauses while the publisher owes an answer.
    pub const fn pauses(self) -> bool {
        matches!(self, Self::Update | Self::Mitigate | Self::Fix)
    }

    /// Returns how often it can pause; `None` if unlimited, because it restarts each time.
    pub const fn most_pauses(self) -> Option<u8> {
        match self {
            Self::Mitigate | Self::Fix => Some(2),
            _ => None,
        }
    }
}

/// A target.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Target {
    /// Elapsed hours, day and night.
    Hours(u16),
    /// Days of 24 hours, weekends included.
    Days(u16),
    /// Hours in which the desk is open.
    BusinessHours(u16),
    /// Until close of business on the n-th business day after.
    BusinessDays(u16),
}

/// A text that is not a target.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error(
    "`{0}` is not a target: write a number from 1 to 999 and h (hours), d (days), bh (business hours) or bd (business days)"
)]
pub struct NoTarget(String);

impl FromStr for Target {
    type Err = NoTarget;

    fn from_str(text: &str) -> Result<Self, NoTarget> {
        let wrong = || NoTarget(text.to_owned());
        let unit = text.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = &text[..text.len() - unit.len()];
        let count = digits.parse().ok().filter(|count| (1..=999).contains(count)).ok_or_else(wrong)?;
        Ok(match unit.trim() {
            "h" => Self::Hours(count),
            "d" => Self::Days(count),
            "bh" => Self::BusinessHours(count),
            "bd" => Self::BusinessDays(count),
            _ => return Err(wrong()),
        })
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hours(count) => write!(f, "{count}h"),
            Self::Days(count) => write!(f, "{count}d"),
            Self::BusinessHours(count) => write!(f, "{count}bh"),
            Self::BusinessDays(count) => write!(f, "{count}bd"),
        }
    }
}

impl Serialize for Target {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Target {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// The kind of time that a clock runs in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Time {
    /// While the desk is open.
    Business,
    /// Always.
    Elapsed,
}

impl Time {
    /// Returns the kind of time of a target; the promise, which has no target, runs in business time.
    pub const fn of(target: Option<Target>) -> Self {
        match target {
            None | Some(Target::BusinessHours(_) | Target::BusinessDays(_)) => Self::Business,
            Some(Target::Hours(_) | Target::Days(_)) => Self::Elapsed,
        }
    }

    /// Measures the time between two instants.
    pub fn between(self, from: Timestamp, to: Timestamp, calendar: &Calendar) -> SignedDuration {
        match self {
            Self::Business => calendar.between(from, to),
            Self::Elapsed => to.duration_since(from).max(SignedDuration::ZERO),
        }
    }

    /// Adds to an instant. Past the horizon of its holidays a calendar continues with its ordinary week.
    pub fn add(self, from: Timestamp, amount: SignedDuration, calendar: &Calendar) -> Timestamp {
        match self {
            Self::Business => {
                let unbounded = Calendar { until: None, ..calendar.clone() };
                unbounded.add(from, amount).unwrap_or(from + amount)
            }
            Self::Elapsed => from + amount,
        }
    }
}

impl Target {
    /// Returns when it is due.
    pub fn end(self, from: Timestamp, calendar: &Calendar) -> Timestamp {
        match self {
            Self::Hours(hours) => from + SignedDuration::from_hours(i64::from(hours)),
            Self::Days(days) => from + SignedDuration::from_hours(i64::from(days) * 24),
            Self::BusinessHours(hours) => {
                Time::Business.add(from, SignedDuration::from_hours(i64::from(hours)), calendar)
            }
            Self::BusinessDays(days) => calendar.close_of_business_after(from, days).timestamp(),
        }
    }
}

/// A row of targets: P1 to P4, each a target or none.
pub type Row = [Option<Target>; 4];

/// The desk's own targets. The defaults are based on CISA's BOD 26-04 (3, 14 and 30 days), on what marketplaces require of their
/// partners (10 days to 25 weeks for a fix, 6 hours between updates) and on the 24 and 72 hours of the law.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Targets {
    /// To acknowledge.
    pub respond: Row,
    /// To acknowledge a report of ongoing harm.
    pub respond_urgent: Option<Target>,
    /// To decide severity and priority.
    pub assess: Row,
    /// To decide what happens to the offer.
    pub decide_measure: Row,
    /// To decide how customers are notified.
    pub decide_notice: Row,
    /// Between two updates to the publisher.
    pub update: Row,
    /// The same, once mitigation has started.
    pub update_mitigating: Row,
    /// Until a mitigation is available.
    pub mitigate: Row,
    /// Until a fix is released.
    pub fix: Row,
    /// To decide which laws and contracts apply to the marketplace.
    pub decide_duties: Row,
}

impl Default for Targets {
    fn default() -> Self {
        use Target::{BusinessDays, BusinessHours, Days, Hours};
        let update = |p1| [Some(p1), Some(BusinessDays(1)), Some(BusinessDays(5)), Some(BusinessDays(20))];
        Self {
            respond: [Some(BusinessHours(2)), Some(BusinessHours(4)), None, None],
            respond_urgent: Some(Hours(1)),
            assess: [Some(Hours(4)), Some(BusinessDays(1)), Some(BusinessDays(3)), Some(BusinessDays(10))],
            decide_measure: [
                Some(Hours(4)),
                Some(BusinessDays(2)),
                Some(BusinessDays(5)),
                Some(BusinessDays(10)),
            ],
            decide_notice: [Some(Hours(24)), Some(Hours(72)), Some(BusinessDays(10)), None],
            update: update(Hours(6)),
            update_mitigating: update(BusinessDays(1)),
            mitigate: [Some(Days(3)), Some(Days(14)), Some(Days(30)), None],
            fix: [Some(Days(10)), Some(Days(28)), Some(Days(60)), Some(Days(175))],
            decide_duties: [Some(Hours(4)); 4],
        }
    }
}

static SHIPPED: LazyLock<Targets> = LazyLock::new(Targets::default);

impl Targets {
    /// Returns the default targets.
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// Returns the target of a clock; `None` for the promise, which is counted by its own rule.
    pub fn of(&self, kind: ClockKind, priority: Priority, urgent: bool, mitigating: bool) -> Option<Target> {
        let row = match kind {
            ClockKind::Promise => return None,
            ClockKind::Respond if urgent => return self.respond_urgent,
            ClockKind::Respond => &self.respond,
            ClockKind::Assess => &self.assess,
            ClockKind::DecideMeasure => &self.decide_measure,
            ClockKind::DecideNotice => &self.decide_notice,
            ClockKind::Update if mitigating => &self.update_mitigating,
            ClockKind::Update => &self.update,
            ClockKind::Mitigate => &self.mitigate,
            ClockKind::Fix => &self.fix,
            ClockKind::DecideDuties => &self.decide_duties,
        };
        row[Priority::ALL.iter().position(|known| *known == priority)?]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_read_as_they_are_written() {
        for text in ["4h", "3d", "2bh", "1bd", "175d", "999h"] {
            assert_eq!(text.parse::<Target>().unwrap().to_string(), text);
        }
        for text in ["", "h", "0h", "1000d", "4", "-1d", "4 weeks", "1.5h", "4H", "٤h"] {
            assert!(text.parse::<Target>().is_err(), "{text}");
        }
    }
}
