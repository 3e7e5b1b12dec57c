//! A stage of an obligation: what is due, to whom, and how long after what.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use crate::clock::Calendar;
use crate::clock::period::{Period, Relief};
use crate::coded;
use crate::coded::Coded as _;

const TABLE: &str = include_str!("../../../data/obligations/stages.tsv");

coded! {
    /// The confidence that a stage is correct.
    pub enum Confidence {
        /// The operative wording was read.
        A = "A",
        /// Several consistent secondary sources.
        B = "B",
        /// One secondary source: a draft, switched off until it is checked.
        C = "C",
    }
}

/// The start of a clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Anchor {
    /// A time recorded by a person, by its name: `awareness`, `measure_available`.
    Recorded(&'static str),
    /// The end of a calendar year recorded by a person, by its name.
    Year(&'static str),
    /// When another stage was filed, by its id.
    Filed(&'static str),
}

/// When a stage is due.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Term {
    /// A period after its anchor.
    Within(Period),
    /// Without undue delay, with no number given.
    UndueDelay,
    /// Never: filing is voluntary.
    Voluntary,
}

coded! {
    /// Which of several clocks of a stage counts.
    pub enum Several {
        /// The one that ends first; one that ended before another started does not count.
        Earliest = "min",
        /// The one that started last.
        Latest = "latest",
    }
}

/// Since when a stage applies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Applies {
    /// Always, for our purposes.
    Always,
    /// From a day on.
    From(Date),
    /// Not in force, and no date is known.
    Pending,
}

/// A stage of an obligation.
#[derive(Clone, PartialEq, Debug)]
pub struct Stage {
    /// Its id.
    pub id: &'static str,
    /// Ids of rows that it replaced: records under them are read as this stage.
    formerly: &'static str,
    /// The id of the regime that it belongs to.
    pub regime: &'static str,
    /// The form that it is filed with, by its id, and the step of that form, counted from 1.
    pub form: Option<(&'static str, u8)>,
    /// The law or contract.
    pub instrument: &'static str,
    /// The article, if it has one.
    pub article: &'static str,
    /// The role that has the duty.
    pub duty_of: &'static str,
    /// What it is about.
    pub about: &'static str,
    /// What is due, in English and Swedish; terms that a law defines stay in its own words.
    pub stage: (&'static str, &'static str),
    /// The anchors and terms of its clocks.
    pub clocks: Vec<(Anchor, Term)>,
    /// Which clock counts, if there are several.
    pub several: Option<Several>,
    /// The anchor before which it cannot start.
    pub not_before: Option<&'static str>,
    /// Whether the day of the anchor is day 1, not day 0.
    pub first_day_counts: bool,
    /// What happens if a period ends on a day off.
    pub relief: Relief,
    /// The place whose working days and zone count, if not that of the side that files, as an ISO 3166 code.
    pub place: Option<&'static str>,
    /// The time of day at which its last day ends, if before midnight: later filings count as filed the next day.
    pub closes: Option<Time>,
    /// Since when it applies.
    pub applies: Applies,
    /// The last day on which it applies.
    pub applies_until: Option<Date>,
    /// The recipient, in English and Swedish; names are not translated.
    pub recipient: (&'static str, &'static str),
    /// The address of the text.
    pub source: &'static str,
    /// The confidence.
    pub confidence: Confidence,
    /// The stage that it replaces in its country.
    pub overlay_of: Option<&'static str>,
    /// When it was last checked against the legal text; `None` if never.
    pub reviewed: Option<Date>,
}

static STAGES: LazyLock<Vec<Stage>> =
    LazyLock::new(|| TABLE.lines().skip(1).filter_map(Stage::read).collect());

impl Stage {
    /// Lists all stages that Varsel ships, drafts included.
    pub fn all() -> &'static [Self] {
        &STAGES
    }

    /// Finds a stage by its id, or by that of a row that it replaced.
    pub fn find(id: &str) -> Option<&'static Self> {
        let all = Self::all();
        all.iter()
            .find(|stage| stage.id == id)
            .or_else(|| all.iter().find(|stage| stage.ids().any(|one| one == id)))
    }

    /// Lists its id and those of the rows that it replaced.
    pub fn ids(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.id).chain(self.formerly.split_whitespace())
    }

    /// Returns whether the stage is an unchecked draft.
    pub fn is_draft(&self) -> bool {
        self.confidence == Confidence::C
    }

    /// Returns whether it is due without undue delay, with no number given.
    pub fn is_undelayed(&self) -> bool {
        self.clocks.iter().any(|(_, term)| *term == Term::UndueDelay)
    }

    /// Returns whether Regulation 1182/71 governs its hours: for Union law itself, not national acts.
    pub(super) fn is_european(&self) -> bool {
        matches!(self.regime, "nis2" | "nis2_trust")
            || ["cra", "gdpr", "dora", "eidas", "eprivacy", "eu_"]
                .iter()
                .any(|law| self.regime.starts_with(law))
    }

    /// Moves the end of a day to the recipient's closing time.
    pub(super) fn closing(&self, end: Timestamp, place: &Calendar) -> Timestamp {
        let Some(closes) = self.closes else { return end };
        let closing = place.day_of(end).to_datetime(closes).to_zoned(place.zone.clone());
        closing.map_or(end, |closing| closing.timestamp())
    }

    fn read(line: &'static str) -> Option<Self> {
        let mut fields = line.split('\t');
        let mut next = || fields.next();
        Some(Self {
            id: next()?,
            formerly: next()?,
            regime: next()?,
            form: optional(next()?, form)?,
            instrument: next()?,
            article: next()?,
            duty_of: next()?,
            about: next()?,
            stage: (next()?, next()?),
            clocks: clocks(next()?, next()?)?,
            several: optional(next()?, |code| Several::from_code(code).ok())?,
            not_before: Some(next()?).filter(|name| !name.is_empty()),
            first_day_counts: match next()? {
                "yes" => true,
                "no" => false,
                _ => return None,
            },
            relief: Relief::from_code(next()?).ok()?,
            place: Some(next()?).filter(|code| !code.is_empty()),
            closes: optional(next()?, |text| text.parse().ok())?,
            applies: match next()? {
                "" => Applies::Always,
                "pending" => Applies::Pending,
                day => Applies::From(day.parse().ok()?),
            },
            applies_until: optional(next()?, |text| text.parse().ok())?,
            recipient: (next()?, next()?),
            source: next()?,
            confidence: Confidence::from_code(next()?).ok()?,
            overlay_of: Some(next()?).filter(|id| !id.is_empty()),
            reviewed: optional(next()?, |text| text.parse().ok())?,
        })
    }
}

/// Parses a cell that can be empty.
#[expect(
    clippy::option_option,
    reason = "outside: whether the cell can be read; inside: whether it has a value"
)]
fn optional<T>(cell: &'static str, read: impl Fn(&'static str) -> Option<T>) -> Option<Option<T>> {
    if cell.is_empty() { Some(None) } else { read(cell).map(Some) }
}

/// Parses `form/step`.
fn form(text: &'static str) -> Option<(&'static str, u8)> {
    let (form, step) = text.split_once('/')?;
    Some((form, step.parse().ok().filter(|step| (1..=3).contains(step))?))
}

/// Parses anchors and their periods: one period for all, or one for each.
fn clocks(anchors: &'static str, periods: &'static str) -> Option<Vec<(Anchor, Term)>> {
    let anchors: Vec<_> = anchors.split(" | ").map(anchor).collect();
    let terms: Vec<_> = periods.split(" | ").map(term).collect::<Option<_>>()?;
    match terms.as_slice() {
        [one] => Some(anchors.into_iter().map(|anchor| (anchor, *one)).collect()),
        several if several.len() == anchors.len() => Some(anchors.into_iter().zip(terms).collect()),
        _ => None,
    }
}

fn anchor(text: &'static str) -> Anchor {
    match text.split_once(':') {
        Some(("filed", stage)) => Anchor::Filed(stage),
        Some(("year", name)) => Anchor::Year(name),
        _ => Anchor::Recorded(text),
    }
}

fn term(text: &str) -> Option<Term> {
    match text {
        "undue_delay" => return Some(Term::UndueDelay),
        "voluntary" => return Some(Term::Voluntary),
        _ => {}
    }
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let count = text.strip_suffix(unit)?.parse().ok()?;
    Some(Term::Within(match unit {
        "h" => Period::Hours(count),
        "d" => Period::Days(count),
        "m" => Period::Months(count),
        "bd" => Period::BusinessDays(count),
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::clock::holidays::Place;
    use crate::clock::obligation::{Field, Regime};

    #[test]
    fn every_row_is_read_and_fits_the_others() {
        assert_eq!(Stage::all().len() + 1, TABLE.lines().count(), "a row cannot be read");
        let mut ids = HashSet::new();
        for id in Stage::all().iter().flat_map(Stage::ids) {
            assert!(ids.insert(id), "{id} is the id of two rows");
        }
        for stage in Stage::all() {
            let id = stage.id;
            for (anchor, term) in &stage.clocks {
                if let Anchor::Filed(before) = anchor {
                    assert!(ids.contains(before), "{id} waits for {before}, which is no stage");
                }
                let is_hours = matches!(term, Term::Within(Period::Hours(_)));
                assert!(
                    !is_hours || matches!(stage.relief, Relief::None | Relief::Dora),
                    "{id}: hours have no such relief"
                );
            }
            assert_eq!(stage.several.is_some(), stage.clocks.len() > 1, "{id}");
            assert!(
                stage
                    .not_before
                    .is_none_or(|name| stage.clocks.iter().all(|(a, _)| *a != Anchor::Recorded(name)))
            );
            if let Some(of) = stage.overlay_of {
                assert!(ids.contains(of), "{id} replaces {of}, which is no stage");
            }
            assert!(Regime::find(stage.regime).is_some(), "{id}: no regime {}", stage.regime);
            if let Some((form, step)) = stage.form {
                assert!(Field::of_step(form, step).next().is_some(), "{id}: {form} has no step {step}");
            }
            assert!(stage.place.is_none_or(|code| Place::find(code).is_ok()), "{id}");
        }
    }

    #[test]
    fn a_source_is_the_text_and_a_review_is_of_what_was_read() {
        for stage in Stage::all() {
            let path = stage.source.strip_prefix("https://").and_then(|rest| rest.split_once('/'));
            assert!(stage.source.starts_with("https://"), "{}", stage.id);
            assert!(
                stage.is_draft() || path.is_some_and(|(_, path)| !path.is_empty()),
                "{}: {} is a home page",
                stage.id,
                stage.source
            );
            assert!(
                stage.reviewed.is_some() || stage.confidence != Confidence::A,
                "{}: A says that the wording was read",
                stage.id
            );
            assert!(stage.reviewed.is_none() || !stage.is_draft(), "{}: a draft was not read", stage.id);
        }
    }

    #[test]
    fn days_are_counted_where_the_duty_lies() {
        // A law that is neither of the Union nor a contract names its place, wherever it counts days.
        for stage in Stage::all() {
            let counts_days = stage
                .clocks
                .iter()
                .any(|(_, term)| matches!(term, Term::Within(period) if !matches!(period, Period::Hours(_))));
            let is_law = Regime::find(stage.regime)
                .is_some_and(|regime| regime.basis == crate::clock::obligation::Basis::Law);
            assert!(
                !counts_days || !is_law || stage.is_european() || stage.place.is_some(),
                "{} counts days of no place",
                stage.id
            );
        }
    }
}
