//! The clocks of a case as the desk sees them: deadlines, how they were counted, and misses.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use varsel_core::case::Case;
use varsel_core::case::clocks::{Clock, ClockState, Stopped};
use varsel_core::clock::target::Time;
use varsel_core::clock::{Calendar, ClockKind, Target};
use varsel_core::coded::Coded;
use varsel_core::permission::Party;
use varsel_locale::{Texts, clock, describe, duty, format};

/// A clock, or a filing that is due.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct ClockRow {
    /// Its code.
    pub(super) code: &'static str,
    pub(super) label: String,
    /// Where it is prepared, for a filing; empty for a clock.
    pub(super) href: String,
    /// `plenty`, `soon`, `missed`, `paused`, `met` or `stopped`.
    pub(super) class: &'static str,
    /// When it is due, while it runs.
    pub(super) due: Option<Timestamp>,
    /// The time left, or the result.
    pub(super) words: String,
    /// From when it is counted and how long it can take.
    pub(super) counted: String,
    /// The elapsed share of its time, in percent; `None` once it has ended.
    pub(super) over: Option<u8>,
    /// Whether it asks for a decision.
    pub(super) asks: bool,
    /// When it was missed, in words; empty if it was not.
    pub(super) missed: String,
    /// Why, as the desk says.
    pub(super) explained: Option<String>,
    /// Whether it was missed last of its kind, and nobody has said why.
    pub(super) wants_reason: bool,
    /// Whether it ended.
    pub(super) is_done: bool,
    /// The key of the form that decides what it asks.
    pub(super) decision_key: String,
    /// The key of the form that gives the reason of a miss.
    pub(super) miss_key: String,
}

/// Lists the clocks: running and paused ones by due time, then ended ones.
pub(super) fn rows(
    t: Texts,
    case: &Case,
    calendar: &Calendar,
    zone: &TimeZone,
    now: Timestamp,
) -> Vec<ClockRow> {
    let mut clocks: Vec<&Clock> = case.clocks.iter().filter(|clock| is_shown(case, clock)).collect();
    clocks.sort_by_key(|clock| (!clock.is_live(), clock.run.due));
    let clocks = clocks.into_iter().map(|clock| row(t, case, clock, calendar, zone, now));
    let mut rows: Vec<ClockRow> = clocks.chain(filings(t, case, Party::Desk, zone, now)).collect();
    rows.sort_by_key(|row| (row.is_done, row.due.unwrap_or(Timestamp::MAX)));
    rows
}

/// Lists the filings of a side.
pub(super) fn filings(
    t: Texts,
    case: &Case,
    side: Party,
    zone: &TimeZone,
    now: Timestamp,
) -> impl Iterator<Item = ClockRow> {
    let number = case.number.map(|number| number.to_string()).unwrap_or_default();
    case.duties_of(side).running().map(move |(regime, end)| {
        let (class, words) = elapsed(t, end.due, now);
        let total = end.due.duration_since(end.from).as_secs().max(1);
        let passed = now.duration_since(end.from).as_secs() * 100 / total;
        ClockRow {
            label: t.panel_file(duty::stage(t, &end.stage)),
            href: format!("/cases/{number}/duties/{regime}/{}", end.stage),
            class,
            due: Some(end.due),
            words,
            counted: t.panel_file_by(format::instant(t, end.from, zone, now), duty::regime(t, regime)),
            over: Some(u8::try_from(passed.clamp(0, 100)).unwrap_or(100)),
            ..ClockRow::default()
        }
    })
}

/// Describes the elapsed time until an instant.
fn elapsed(t: Texts, due: Timestamp, now: Timestamp) -> (&'static str, String) {
    if now > due {
        return ("missed", t.time_missed_by(format::span(t, due, now)));
    }
    let class = if format::mood(now, due) == format::Mood::Plenty { "plenty" } else { "soon" };
    (class, t.panel_left(format::span(t, now, due)))
}

/// The newest of each kind, and whatever was missed.
fn is_shown(case: &Case, clock: &Clock) -> bool {
    clock.missed.is_some() || case.clocks.get(clock.kind) == Some(clock)
}

fn row(
    t: Texts,
    case: &Case,
    clock: &Clock,
    calendar: &Calendar,
    zone: &TimeZone,
    now: Timestamp,
) -> ClockRow {
    let left = clock.left(now, calendar);
    let span = |seconds: i64| span(t, seconds, clock.time());
    let (class, words) = match clock.state {
        ClockState::Running => match elapsed(t, clock.run.due, now) {
            ("missed", words) => ("missed", words),
            (class, _) => (class, t.panel_left(span(left))),
        },
        ClockState::Paused { left, .. } if left < 0 => ("missed", t.panel_paused_late().to_owned()),
        ClockState::Paused { left, .. } => ("paused", t.panel_paused(span(left))),
        ClockState::Met { at } if clock.missed.is_some() => {
            ("missed", t.panel_met_late(format::span(t, clock.run.due.min(at), at)))
        }
        ClockState::Met { at } => ("met", t.panel_met(format::span(t, clock.from, at))),
        ClockState::Stopped { .. } if clock.missed.is_some() => ("missed", t.panel_stopped_late().to_owned()),
        ClockState::Stopped { why, .. } => ("stopped", stopped(t, why).to_owned()),
    };
    let from = format::instant(t, clock.from, zone, now);
    let counted = match clock.target {
        None => t.panel_promised(from),
        Some(target) => {
            let counted = t.panel_counted(from, limit(t, target));
            let by = clock.priority.map_or(counted.clone(), |p| format!("{counted}, {}", p.label()));
            if clock.rerated { format!("{by}. {}", t.panel_rerated()) } else { by }
        }
    };
    let counted = match clock.merged_from {
        Some(from) => format!("{counted}. {}", t.panel_merged(from)),
        None => counted,
    };
    let over = (clock.total > 0 && clock.is_live())
        .then(|| u8::try_from(((clock.total - left) * 100 / clock.total).clamp(0, 100)).unwrap_or(100));
    ClockRow {
        code: clock.kind.code(),
        label: describe::target(t, clock.kind).to_owned(),
        href: String::new(),
        class,
        due: clock.is_running().then_some(clock.run.due),
        words,
        counted,
        over,
        asks: clock.is_live()
            && matches!(clock.kind, ClockKind::DecideMeasure | ClockKind::DecideNotice)
            && case.stage.kind().is_open(),
        missed: clock
            .missed
            .filter(|_| !clock.is_running())
            .map_or_else(String::new, |due| t.panel_was_due(format::instant(t, due, zone, now))),
        explained: clock.explained.as_ref().map(ToString::to_string),
        wants_reason: case.clocks.missed(clock.kind) == Some(clock) && clock.explained.is_none(),
        is_done: !clock.is_live(),
        decision_key: format!("decision-{}", clock.kind),
        miss_key: format!("miss-{}", clock.kind),
    }
}

fn stopped(t: Texts, why: Stopped) -> &'static str {
    match why {
        Stopped::CaseOver => t.panel_case_over(),
        Stopped::Merged => t.panel_handed_on(),
        Stopped::NotNeeded => t.panel_not_needed(),
    }
}

/// Writes an amount of time: "3 h 20 min", "3 h 20 min of business time".
fn span(t: Texts, seconds: i64, time: Time) -> String {
    let end = Timestamp::from_second(seconds).unwrap_or_default();
    match time {
        Time::Business => t.panel_business(clock::business_span(t, seconds)),
        Time::Elapsed => format::span(t, Timestamp::UNIX_EPOCH, end),
    }
}

/// Writes how long something may take: "4 h", "2 business days".
pub(crate) fn limit(t: Texts, target: Target) -> String {
    match target {
        Target::Hours(hours) => t.time_hours(i64::from(hours)),
        Target::Days(days) => t.time_days(i64::from(days)),
        Target::BusinessHours(hours) => t.limit_business_hours(i64::from(hours)),
        Target::BusinessDays(days) => t.limit_business_days(i64::from(days)),
    }
}
