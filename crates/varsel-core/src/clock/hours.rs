//! The hours of a day and of a week.

use std::fmt;

use jiff::civil::{Time, Weekday};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The minutes of a day without a clock change.
const DAY: u16 = 24 * 60;

/// An error in hours.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum HoursError {
    /// Not a time of day.
    #[error("`{0}` is not a time of day such as 09:00; a day ends at 24:00")]
    Time(String),
    /// The end is not after the start.
    #[error("{from} to {to} has no length")]
    Empty {
        /// The start.
        from: String,
        /// The end.
        to: String,
    },
    /// Two intervals overlap.
    #[error("{first} and {second} overlap")]
    Overlap {
        /// The earlier one.
        first: Interval,
        /// The later one.
        second: Interval,
    },
    /// No day has hours.
    #[error("a week needs hours on at least one day")]
    NoHours,
}

/// An interval from one minute of a day up to another, exclusive.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(try_from = "(String, String)", into = "(String, String)")]
pub struct Interval {
    from: u16,
    to: u16,
}

impl Interval {
    /// 09:00 to 17:00.
    pub const NINE_TO_FIVE: Self = Self { from: 9 * 60, to: 17 * 60 };

    /// Parses an interval such as 09:00 to 17:00. 23:59 as an end includes the last minute, like 24:00.
    pub fn parse(from: &str, to: &str) -> Result<Self, HoursError> {
        let start = minute(from)?;
        let end = match minute(to)? {
            // What people write if they cannot write 24:00.
            1439 => DAY,
            end => end,
        };
        if start < end && start < DAY {
            Ok(Self { from: start, to: end })
        } else {
            Err(HoursError::Empty { from: from.to_owned(), to: to.to_owned() })
        }
    }

    /// Parses an interval that can run past midnight, such as 22:00 to 06:00: its second part then belongs to the next day.
    pub fn past_midnight(from: &str, to: &str) -> Result<(Self, Option<Self>), HoursError> {
        let (start, end) = (minute(from)?, minute(to)?);
        if end < start && start < DAY {
            let rest = (end > 0).then_some(Self { from: 0, to: end });
            Ok((Self { from: start, to: DAY }, rest))
        } else {
            Ok((Self::parse(from, to)?, None))
        }
    }

    /// Creates an interval of whole minutes of the day; `None` if it would be empty.
    pub fn between(from: Time, to: Time) -> Option<Self> {
        let minutes =
            |time: Time| u16::from(time.hour().unsigned_abs()) * 60 + u16::from(time.minute().unsigned_abs());
        let (from, to) = (minutes(from), minutes(to));
        (from < to).then_some(Self { from, to })
    }

    /// Returns the minute of the day at which it starts, from 0.
    pub const fn from(self) -> u16 {
        self.from
    }

    /// Returns the minute of the day at which it ends, exclusive, up to 1,440.
    pub const fn to(self) -> u16 {
        self.to
    }
}

/// Parses a time of day into its minute, up to 24:00.
fn minute(text: &str) -> Result<u16, HoursError> {
    let wrong = || HoursError::Time(text.to_owned());
    let (hours, minutes) = text.split_once(':').filter(|_| text.len() == 5).ok_or_else(wrong)?;
    let digits =
        |part: &str| part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse::<u16>().ok()).flatten();
    match (digits(hours), digits(minutes)) {
        (Some(hours @ 0..=23), Some(minutes @ 0..=59)) => Ok(hours * 60 + minutes),
        (Some(24), Some(0)) => Ok(DAY),
        _ => Err(wrong()),
    }
}

struct Minute(u16);

impl fmt::Display for Minute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}", Minute(self.from), Minute(self.to))
    }
}

impl TryFrom<(String, String)> for Interval {
    type Error = HoursError;

    fn try_from((from, to): (String, String)) -> Result<Self, HoursError> {
        Self::parse(&from, &to)
    }
}

impl From<Interval> for (String, String) {
    fn from(interval: Interval) -> Self {
        (Minute(interval.from).to_string(), Minute(interval.to).to_string())
    }
}

/// The hours of a day: sorted, disjoint intervals; empty on a closed day.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[serde(try_from = "Vec<Interval>", into = "Vec<Interval>")]
pub struct Hours(Vec<Interval>);

impl Hours {
    /// No hours at all.
    pub const NONE: Self = Self(Vec::new());

    /// Sorts intervals and merges adjacent ones; overlapping ones are refused.
    pub fn new(intervals: impl IntoIterator<Item = Interval>) -> Result<Self, HoursError> {
        let mut sorted: Vec<Interval> = intervals.into_iter().collect();
        sorted.sort_unstable();
        let mut joined: Vec<Interval> = Vec::with_capacity(sorted.len());
        for next in sorted {
            match joined.last_mut() {
                Some(last) if next.from < last.to => {
                    return Err(HoursError::Overlap { first: *last, second: next });
                }
                Some(last) if next.from == last.to => last.to = next.to,
                _ => joined.push(next),
            }
        }
        Ok(Self(joined))
    }

    /// Returns whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Lists the intervals in order.
    pub fn intervals(&self) -> &[Interval] {
        &self.0
    }
}

impl TryFrom<Vec<Interval>> for Hours {
    type Error = HoursError;

    fn try_from(intervals: Vec<Interval>) -> Result<Self, HoursError> {
        Self::new(intervals)
    }
}

impl From<Hours> for Vec<Interval> {
    fn from(hours: Hours) -> Self {
        hours.0
    }
}

/// The hours of each weekday; at least one day has hours.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "WeekOfNames", into = "WeekOfNames")]
pub struct Week([Hours; 7]);

impl Week {
    /// Creates a week from the hours of Monday to Sunday.
    pub fn new(days: [Hours; 7]) -> Result<Self, HoursError> {
        if days.iter().all(Hours::is_empty) { Err(HoursError::NoHours) } else { Ok(Self(days)) }
    }

    /// Creates a week with the same hours from Monday to Friday.
    pub fn monday_to_friday(interval: Interval) -> Self {
        let open = Hours(vec![interval]);
        Self([open.clone(), open.clone(), open.clone(), open.clone(), open, Hours::NONE, Hours::NONE])
    }

    /// Lists the hours of its days, Monday first.
    pub fn days(&self) -> impl Iterator<Item = &Hours> {
        self.0.iter()
    }

    /// Returns the hours of a weekday.
    pub fn of(&self, weekday: Weekday) -> &Hours {
        &self.0[usize::from(weekday.to_monday_zero_offset().unsigned_abs())]
    }
}

/// A week as written: an omitted day is closed, and hours can run past midnight.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "an object of weekdays")]
struct WeekOfNames {
    monday: Vec<(String, String)>,
    tuesday: Vec<(String, String)>,
    wednesday: Vec<(String, String)>,
    thursday: Vec<(String, String)>,
    friday: Vec<(String, String)>,
    saturday: Vec<(String, String)>,
    sunday: Vec<(String, String)>,
}

impl TryFrom<WeekOfNames> for Week {
    type Error = HoursError;

    fn try_from(week: WeekOfNames) -> Result<Self, HoursError> {
        let WeekOfNames { monday, tuesday, wednesday, thursday, friday, saturday, sunday } = week;
        let mut days: [Vec<Interval>; 7] = Default::default();
        for (day, written) in
            [monday, tuesday, wednesday, thursday, friday, saturday, sunday].iter().enumerate()
        {
            for (from, to) in written {
                let (first, rest) = Interval::past_midnight(from, to)?;
                days[day].push(first);
                days[(day + 1) % 7].extend(rest);
            }
        }
        let mut hours: [Hours; 7] = Default::default();
        for (hours, day) in hours.iter_mut().zip(days) {
            *hours = Hours::new(day)?;
        }
        Self::new(hours)
    }
}

impl From<Week> for WeekOfNames {
    fn from(week: Week) -> Self {
        let [monday, tuesday, wednesday, thursday, friday, saturday, sunday] =
            week.0.map(|hours| hours.0.into_iter().map(<(String, String)>::from).collect());
        Self { monday, tuesday, wednesday, thursday, friday, saturday, sunday }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(intervals: &[(&str, &str)]) -> Result<String, HoursError> {
        let intervals: Result<Vec<_>, _> =
            intervals.iter().map(|(from, to)| Interval::parse(from, to)).collect();
        let hours = Hours::new(intervals?)?;
        Ok(hours.intervals().iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
    }

    #[test]
    fn hours_are_put_in_order_and_joined() {
        for (given, read) in [
            (&[("09:00", "17:00")][..], "09:00 to 17:00"),
            (&[("13:00", "17:00"), ("08:00", "12:00")], "08:00 to 12:00, 13:00 to 17:00"),
            (&[("08:00", "12:00"), ("12:00", "17:00")], "08:00 to 17:00"),
            (&[("00:00", "24:00")], "00:00 to 24:00"),
            (&[("00:00", "23:59")], "00:00 to 24:00"),
            (&[], ""),
        ] {
            assert_eq!(hours(given).as_deref(), Ok(read), "{given:?}");
        }
    }

    #[test]
    fn wrong_hours_say_why() {
        for (given, why) in [
            (&[("9:00", "17:00")][..], "`9:00` is not a time of day such as 09:00; a day ends at 24:00"),
            (&[("09:00", "24:01")], "`24:01` is not a time of day such as 09:00; a day ends at 24:00"),
            (&[("09:00", "1é:0")], "`1é:0` is not a time of day such as 09:00; a day ends at 24:00"),
            (&[("09:00", "+9:00")], "`+9:00` is not a time of day such as 09:00; a day ends at 24:00"),
            (&[("22:00", "06:00")], "22:00 to 06:00 has no length"),
            (&[("24:00", "24:00")], "24:00 to 24:00 has no length"),
            (&[("09:00", "12:00"), ("11:59", "13:00")], "09:00 to 12:00 and 11:59 to 13:00 overlap"),
        ] {
            assert_eq!(hours(given).unwrap_err().to_string(), why);
        }
        assert_eq!(Week::new([const { Hours::NONE }; 7]), Err(HoursError::NoHours));
    }

    #[test]
    fn a_week_is_written_as_it_is_read() {
        let json = r#"{"monday":[["08:00","12:00"],["13:00","17:00"]],"tuesday":[],"wednesday":[],"thursday":[],"friday":[],"saturday":[["10:00","14:00"]],"sunday":[]}"#;
        let week: Week = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&week).unwrap(), json);
        assert_eq!(week.of(Weekday::Saturday).intervals()[0].from(), 600);
        let night =
            r#"{"sunday":[["22:00","06:00"]],"monday":[["06:00","07:00"]],"saturday":[["20:00","00:00"]]}"#;
        let week: Week = serde_json::from_str(night).unwrap();
        let written =
            |weekday| week.of(weekday).intervals().iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(written(Weekday::Sunday), ["22:00 to 24:00"]);
        assert_eq!(written(Weekday::Monday), ["00:00 to 07:00"]);
        assert_eq!(written(Weekday::Saturday), ["20:00 to 24:00"]);
        let error = |json| serde_json::from_str::<Week>(json).unwrap_err().to_string();
        let overlap = error(r#"{"sunday":[["22:00","06:00"]],"monday":[["05:00","07:00"]]}"#);
        assert!(overlap.starts_with("00:00 to 06:00 and 05:00 to 07:00 overlap"), "{overlap}");
        assert!(error("{}").starts_with("a week needs hours"));
    }
}
