//! Promises and clocks as the API shows them.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use varsel_core::case as core;
use varsel_core::case::clocks::ClockState;
use varsel_core::clock::{ClockKind, PromiseRule};
use varsel_locale::{Texts, clock as words};

use super::code;

/// The promise of an acknowledgement by a person.
#[derive(Serialize, ToSchema)]
pub(crate) struct Promise {
    /// When a person will have acknowledged.
    due: Timestamp,
    /// The IANA name of the desk's zone.
    #[schema(example = "Europe/Stockholm")]
    zone: String,
    /// Days between receipt and due date that did not count.
    skipped: Vec<Date>,
    /// How the promise is read: `next_business_day`, `cut_off` or `working_hours`.
    #[schema(example = "next_business_day")]
    rule: &'static str,
    /// The version of the desk's calendar that it was counted with.
    calendar: u32,
    /// How it was counted, in words.
    counted: String,
    /// When it was due, where it was missed: a fact that stays.
    #[schema(required)]
    missed: Option<Timestamp>,
}

impl Promise {
    pub(crate) fn of(t: Texts, case: &core::Case) -> Option<Self> {
        let (promise, from) = (case.promise.as_ref()?, case.promised_from()?);
        let missed = case.clocks.missed(varsel_core::clock::ClockKind::Promise);
        Some(Self {
            due: promise.due,
            zone: promise.zone.clone(),
            skipped: promise.skipped.iter().map(|skipped| skipped.day).collect(),
            rule: match promise.rule {
                PromiseRule::NextBusinessDay => "next_business_day",
                PromiseRule::CutOff => "cut_off",
                PromiseRule::WorkingHours(_) => "working_hours",
            },
            calendar: promise.calendar,
            counted: words::trace(t, promise, from),
            missed: missed.and_then(|clock| clock.missed),
        })
    }
}

/// A clock of a case: something that is to be done until an instant.
#[derive(Serialize, ToSchema)]
pub(crate) struct Clock {
    /// What it measures.
    #[serde(rename = "clock")]
    kind: code::ClockKind,
    /// `running`, `paused`, `met` or `stopped`.
    #[schema(example = "running")]
    state: &'static str,
    /// In which cycle of the case: 1, and one more each time that the case is taken up again.
    cycle: u32,
    /// From when it is counted.
    from: Timestamp,
    /// When it is due; of one that stands, when it was due before it did.
    due: Timestamp,
    /// How long it may take, as in `4h`, `3d`, `2bh` or `1bd`; null for the promise, which has its own rule.
    #[schema(required, value_type = Option<String>, example = "1bd")]
    target: Option<String>,
    /// When it ended.
    #[schema(required)]
    ended: Option<Timestamp>,
    /// When it was due, where it was missed: a fact that stays.
    #[schema(required)]
    missed: Option<Timestamp>,
}

impl Clock {
    /// Lists the clocks that a reader may see.
    pub(crate) fn all(case: &core::Case, desk: bool) -> Vec<Self> {
        let shown = case.clocks.iter().filter(|clock| desk || clock.kind.is_shared());
        shown
            .map(|clock| {
                let (state, ended) = match clock.state {
                    ClockState::Running => ("running", None),
                    ClockState::Paused { .. } => ("paused", None),
                    ClockState::Met { at } => ("met", Some(at)),
                    ClockState::Stopped { at, .. } => ("stopped", Some(at)),
                };
                Self {
                    kind: clock.kind.into(),
                    state,
                    cycle: clock.cycle,
                    from: clock.from,
                    due: clock.run.due,
                    target: clock.target.map(|target| target.to_string()),
                    ended,
                    // Of the desk's misses its publishers see those of the promise.
                    missed: clock.missed.filter(|_| desk || clock.kind == ClockKind::Promise),
                }
            })
            .collect()
    }
}
