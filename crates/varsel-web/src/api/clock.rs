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

/// The promise that a person acknowledges the report.
#[derive(Serialize, ToSchema)]
pub(crate) struct Promise {
    /// The time by which a person will acknowledge.
    due: Timestamp,
    /// The IANA name of the desk's zone.
    #[schema(example = "Europe/Stockholm")]
    zone: String,
    /// Days between receipt and due date that did not count.
    skipped: Vec<Date>,
    /// The promise rule: `next_business_day`, `cut_off` or `working_hours`.
    #[schema(example = "next_business_day")]
    rule: &'static str,
    /// The version of the desk's calendar that it was counted with.
    calendar: u32,
    /// How it was counted, in words.
    counted: String,
    /// When it was due, if it was missed; never cleared.
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

/// A clock of a case: something that is due at a certain time.
#[derive(Serialize, ToSchema)]
pub(crate) struct Clock {
    /// What it measures.
    #[serde(rename = "clock")]
    kind: code::ClockKind,
    /// `running`, `paused`, `met` or `stopped`.
    #[schema(example = "running")]
    state: &'static str,
    /// Cycle of the case: 1, plus one for each time it is reopened.
    cycle: u32,
    /// The time it is counted from.
    from: Timestamp,
    /// When it is due; for a paused clock, when it was due before the pause.
    due: Timestamp,
    /// Its target, such as `4h`, `3d`, `2bh` or `1bd`; null for the promise, which has its own rule.
    #[schema(required, value_type = Option<String>, example = "1bd")]
    target: Option<String>,
    /// When it ended.
    #[schema(required)]
    ended: Option<Timestamp>,
    /// When it was due, if it was missed; never cleared.
    #[schema(required)]
    missed: Option<Timestamp>,
}

impl Clock {
    /// Lists the clocks that a reader can see.
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
                    // Publishers only see missed promises, not the desk's other misses.
                    missed: clock.missed.filter(|_| desk || clock.kind == ClockKind::Promise),
                }
            })
            .collect()
    }
}
