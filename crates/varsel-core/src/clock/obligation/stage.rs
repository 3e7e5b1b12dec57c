//! A stage of an obligation: what is due, to whom, and how long after what.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use crate::clock::Calendar;
use crate::clock::holidays::Place;
use crate::clock::period::{Deadline, Period, Relief};
use crate::coded;
use crate::coded::Coded as _;

const TABLE: &str = include_str!("../../../data/obligations/stages.tsv");

coded! {
    /// How sure it is that a stage is as it is written here.
    pub enum Confidence {
        /// The operative wording was read.
        A = "A",
        /// Several consistent secondary sources.
        B = "B",
        /// One secondary source: a draft, switched off until somebody has checked it.
        C = "C",
    }
}

/// What a clock begins with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Anchor {
    /// An instant that a person records, by its name: `awareness`, `measure_available`.
    Recorded(&'static str),
    /// When another stage was filed, by its id.
    Filed(&'static str),
}

/// By when a stage is due.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Term {
    /// So long after its anchor.
    Within(Period),
    /// Without undue delay: no number is given.
    UndueDelay,
}

/// A stage of an obligation.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Stage {
    /// Its id.
    pub id: &'static str,
    /// The id of the regime that it belongs to.
    pub regime: &'static str,
    /// The form that it is filed with, by its id, and the step of that form, counted from 1.
    pub form: Option<(&'static str, u8)>,
    /// The law or contract.
    pub instrument: &'static str,
    /// The article, if it has one.
    pub article: &'static str,
    /// In which role somebody owes it.
    pub duty_of: &'static str,
    /// What it is about.
    pub about: &'static str,
    /// What is due, in English and Swedish; what a law names stays in its own words.
    pub stage: (&'static str, &'static str),
    /// What its clock begins with.
    pub anchor: Anchor,
    /// By when it is due.
    pub term: Term,
    /// What happens at the end of a period on a day off.
    pub relief: Relief,
    /// The place whose working days and zone count, where that is not the one of whoever files, by its ISO 3166 code.
    pub place: Option<&'static str>,
    /// The time of day at which its last day ends, where that is before midnight: later filings count as those of the next day.
    pub closes: Option<Time>,
    /// To whom it goes, in English and Swedish; names stay as they are.
    pub recipient: (&'static str, &'static str),
    /// Where it is written.
    pub source: &'static str,
    /// How sure that is.
    pub confidence: Confidence,
    /// The stage that it replaces in its country.
    pub overlay_of: Option<&'static str>,
    /// When somebody last compared it with its source.
    pub reviewed: Date,
}

static STAGES: LazyLock<Vec<Stage>> =
    LazyLock::new(|| TABLE.lines().skip(1).filter_map(Stage::read).collect());

impl Stage {
    /// Lists all stages that Varsel ships, drafts included.
    pub fn all() -> &'static [Self] {
        &STAGES
    }

    /// Finds a stage by its id.
    pub fn find(id: &str) -> Option<&'static Self> {
        Self::all().iter().find(|stage| stage.id == id)
    }

    /// Tells whether the stage is a draft that nobody has checked yet.
    pub fn is_draft(&self) -> bool {
        self.confidence == Confidence::C
    }

    /// Tells whether Regulation 1182/71 may count its hours from the next full one: it is of Union law.
    fn is_european(&self) -> bool {
        ["cra", "nis2", "gdpr", "dora", "eidas"].iter().any(|law| self.regime.starts_with(law))
    }

    /// Returns when it ends after its anchor, at the place whose working days a calendar has; nothing without a number.
    pub fn end(&self, anchor: Timestamp, place: &Calendar) -> Option<Deadline> {
        match self.term {
            Term::Within(period) => {
                let own = self.place.and_then(|code| Place::find(code).ok()).map(Place::public_calendar);
                let place = own.as_ref().unwrap_or(place);
                let end = period.end(anchor, self.relief, place);
                Some(Deadline {
                    due: self.closing(end.due, place),
                    latest_lawful: self.closing(end.latest_lawful, place),
                    outer_bound: end.outer_bound.filter(|_| self.is_european()),
                })
            }
            Term::UndueDelay => None,
        }
    }

    /// Moves the end of a day to when it closes there.
    fn closing(&self, end: Timestamp, place: &Calendar) -> Timestamp {
        let Some(closes) = self.closes else { return end };
        let closing = place.day_of(end).to_datetime(closes).to_zoned(place.zone.clone());
        closing.map_or(end, |closing| closing.timestamp())
    }

    fn read(line: &'static str) -> Option<Self> {
        let mut fields = line.split('\t');
        let mut next = || fields.next();
        Some(Self {
            id: next()?,
            regime: next()?,
            form: form(next()?)?,
            instrument: next()?,
            article: next()?,
            duty_of: next()?,
            about: next()?,
            stage: (next()?, next()?),
            anchor: anchor(next()?),
            term: term(next()?)?,
            relief: relief(next()?)?,
            place: Some(next()?).filter(|code| !code.is_empty()),
            closes: closes(next()?)?,
            recipient: (next()?, next()?),
            source: next()?,
            confidence: Confidence::from_code(next()?).ok()?,
            overlay_of: Some(next()?).filter(|id| !id.is_empty()),
            reviewed: next()?.parse().ok()?,
        })
    }
}

/// Reads `form/step`; an empty cell is a stage without a form.
#[expect(
    clippy::option_option,
    reason = "outside: whether the cell can be read; inside: whether there is a form"
)]
fn form(text: &'static str) -> Option<Option<(&'static str, u8)>> {
    if text.is_empty() {
        return Some(None);
    }
    let (form, step) = text.split_once('/')?;
    Some(Some((form, step.parse().ok().filter(|step| (1..=3).contains(step))?)))
}

fn anchor(text: &'static str) -> Anchor {
    text.strip_prefix("filed:").map_or(Anchor::Recorded(text), Anchor::Filed)
}

fn term(text: &str) -> Option<Term> {
    if text == "undue_delay" {
        return Some(Term::UndueDelay);
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

/// Reads a time of day such as `17:30`; an empty cell is the end of the day.
#[expect(
    clippy::option_option,
    reason = "outside: whether the cell can be read; inside: whether the day closes early"
)]
fn closes(text: &str) -> Option<Option<Time>> {
    if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) }
}

fn relief(text: &str) -> Option<Relief> {
    Some(match text {
        "none" => Relief::None,
        "next_working_day" => Relief::NextWorkingDay,
        "noon_of_next_working_day" => Relief::NoonOfNextWorkingDay,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::clock::obligation::{Field, Regime};

    #[test]
    fn every_row_is_read_and_fits_the_others() {
        assert_eq!(Stage::all().len() + 1, TABLE.lines().count(), "a row cannot be read");
        let ids: HashSet<_> = Stage::all().iter().map(|stage| stage.id).collect();
        assert_eq!(ids.len(), Stage::all().len(), "an id stands twice");
        for stage in Stage::all() {
            if let Anchor::Filed(before) = stage.anchor {
                assert!(ids.contains(before), "{} waits for {before}, which is no stage", stage.id);
            }
            if let Some(of) = stage.overlay_of {
                assert!(ids.contains(of), "{} stands for {of}, which is no stage", stage.id);
            }
            assert!(stage.source.starts_with("https://"), "{}", stage.id);
            assert!(Regime::find(stage.regime).is_some(), "{}: no regime {}", stage.id, stage.regime);
            if let Some((form, step)) = stage.form {
                assert!(
                    Field::of_step(form, step).next().is_some(),
                    "{}: {form} has no step {step}",
                    stage.id
                );
            }
            assert!(stage.place.is_none_or(|code| Place::find(code).is_ok()), "{}", stage.id);
            let is_hours = matches!(stage.term, Term::Within(Period::Hours(_)));
            assert!(
                !is_hours || stage.relief != Relief::NextWorkingDay,
                "{}: hours have no such relief",
                stage.id
            );
        }
    }

    #[test]
    fn what_goes_to_an_authority_elsewhere_counts_its_days() {
        let sweden = Place::find("SE").unwrap().calendar();
        let end = |id: &str, anchor: &str| {
            Stage::find(id).unwrap().end(anchor.parse().unwrap(), &sweden).unwrap().due.to_string()
        };
        // Epiphany is a day off in Sweden alone; EDGAR takes filings of the day until 17:30 in Washington.
        assert_eq!(end("sec_8k", "2027-01-05T12:00:00-05:00"), "2027-01-11T22:30:00Z");
        assert_eq!(end("sec_8k", "2026-11-23T12:00:00-05:00"), "2026-11-30T22:30:00Z");
    }

    #[test]
    fn the_clocks_of_the_cyber_resilience_act_run() {
        let sweden = Place::find("SE").unwrap().calendar();
        let end = |id: &str, anchor: &str| {
            let end = Stage::find(id).unwrap().end(anchor.parse().unwrap(), &sweden).unwrap();
            (end.due.to_string(), end.latest_lawful.to_string())
        };
        let same = |at: &str| (at.to_owned(), at.to_owned());
        assert_eq!(end("cra_exploited_24h", "2026-10-24T20:00:00Z"), same("2026-10-25T20:00:00Z"));
        assert_eq!(end("cra_exploited_72h", "2026-10-23T08:20:00Z"), same("2026-10-26T08:20:00Z"));
        assert_eq!(
            end("cra_exploited_final", "2026-12-11T09:00:00Z"),
            ("2026-12-25T22:59:59Z".to_owned(), "2026-12-28T22:59:59Z".to_owned())
        );
        assert_eq!(Stage::find("cra_incident_final").unwrap().anchor, Anchor::Filed("cra_incident_72h"));
        assert!(
            Stage::find("cra_vulnerability_users").unwrap().end(Timestamp::UNIX_EPOCH, &sweden).is_none()
        );
    }
}
