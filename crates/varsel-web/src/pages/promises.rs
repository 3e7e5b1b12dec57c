//! Statistics of kept promises: by week with a chart, by severity and by publisher.

use std::fmt::Write as _;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use varsel_core::coded::Coded as _;
use varsel_core::permission::Action;
use varsel_core::score::Severity;
use varsel_locale::format;
use varsel_store::catalogue;
use varsel_store::promises::{self, Span, Tally};

use crate::ask::Ask;
use crate::chrome::{Chrome, Section};
use crate::failure::{Failure, html};
use crate::present;
use crate::web::Web;

/// How many weeks are shown.
const WEEKS: i64 = 26;
/// How many weeks ahead promises that run are counted.
const AHEAD: i64 = 8;
/// How many publishers are listed.
const LISTED: i64 = 25;

/// The size of the picture, in its own units.
const WIDTH: i64 = 720;
const HEIGHT: i64 = 200;
/// What is left free around the line: for the scale at its beginning, and for the days below.
const LEFT: i64 = 44;
const BELOW: i64 = 26;
const ABOVE: i64 = 10;

/// A row of a table.
struct TallyRow {
    label: String,
    /// Where the label leads; empty if nowhere.
    href: String,
    tally: Tally,
}

/// A point of the line.
struct Point {
    x: i64,
    y: i64,
    /// What it says, for who points at it.
    title: String,
}

/// A mark of the horizontal scale.
struct Mark {
    x: i64,
    /// `middle`; `end` where the label would run out of the picture.
    anchor: &'static str,
    label: String,
}

/// The line of promises kept, in percent by week.
struct Line {
    /// The line itself, as SVG has it; it is broken where a week had none.
    path: String,
    points: Vec<Point>,
    /// The lines of the vertical scale: percent, and where they lie.
    grid: [(i64, i64); 3],
    marks: Vec<Mark>,
}

#[derive(Template)]
#[template(path = "pages/promises.html")]
struct PromisesPage {
    chrome: Chrome,
    total: Tally,
    line: Line,
    weeks: Vec<TallyRow>,
    severities: Vec<TallyRow>,
    publishers: Vec<TallyRow>,
    severity: Option<Severity>,
    /// The publisher that is looked at, by key and name.
    publisher: Option<(String, String)>,
    choices: Vec<(&'static str, &'static str, bool)>,
    /// What the address asks for and nobody knows.
    unknown: Vec<String>,
}

/// Lists when weeks begin, on Mondays at the desk: those that are shown, the one of `now` the last of them, then those in which what is
/// promised now falls due, and the end of the last.
fn weeks_around(now: Timestamp, zone: &TimeZone) -> Vec<Timestamp> {
    let today = now.to_zoned(zone.clone()).date();
    let monday = today - i64::from(today.weekday().since(Weekday::Monday)).days();
    let at = |weeks: i64| {
        let day = monday.saturating_add((weeks * 7).days());
        day.to_zoned(zone.clone()).map_or(now, |start| start.timestamp())
    };
    (1 - WEEKS..=1 + AHEAD).map(at).collect()
}

/// Sums tallies by week: those of each that is shown, and of all.
fn sum(starts: &[Timestamp], found: &[(Timestamp, Tally)]) -> (Vec<Tally>, Tally) {
    let (mut weeks, mut total) = (vec![Tally::default(); starts.len()], Tally::default());
    for (at, tally) in found {
        let week = starts.partition_point(|start| start <= at).saturating_sub(1);
        weeks[week].add(tally);
        total.add(tally);
    }
    (weeks, total)
}

/// Writes a filter as the address has it.
fn named(name: &str, value: &str) -> String {
    format!("{name}={value}").chars().take(80).collect()
}

fn x_of(week: i64) -> i64 {
    LEFT + week * (WIDTH - LEFT - 12) / (WEEKS - 1)
}

fn y_of(percent: i64) -> i64 {
    ABOVE + (100 - percent) * (HEIGHT - ABOVE - BELOW) / 100
}

/// Draws the line: a point a week that had promises, joined where the week before had some too.
fn draw(weeks: &[(i64, String, Tally)], day_of: &dyn Fn(i64) -> String) -> Line {
    let (mut path, mut before) = (String::new(), None);
    let mut points = Vec::new();
    for (week, title, tally) in weeks {
        let Some(percent) = tally.percent() else {
            before = None;
            continue;
        };
        let (x, y) = (x_of(*week), y_of(percent));
        let _ = write!(path, "{}{x} {y}", if before.is_some() { "L" } else { "M" });
        before = Some(*week);
        points.push(Point { x, y, title: title.clone() });
    }
    // Every fifth week, and the last one.
    let marks = weeks.iter().filter(|(week, ..)| week % 5 == 0);
    let marks = marks.map(|(week, ..)| Mark {
        x: x_of(*week),
        anchor: if week + 5 < WEEKS { "middle" } else { "end" },
        label: day_of(*week),
    });
    Line { path, points, grid: [0, 50, 100].map(|percent| (percent, y_of(percent))), marks: marks.collect() }
}

/// `GET /desk/promises`
pub(crate) async fn show(
    State(web): State<Web>,
    ask: Ask,
    Query(asked): Query<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let last = |name: &str| asked.iter().rev().find(|(given, _)| given == name);
    let of = |name: &str| last(name).map(|(_, value)| value.trim().to_owned()).unwrap_or_default();
    let (asked_severity, key) = (of("severity"), of("publisher"));
    let severity = Severity::from_code(&asked_severity).ok();
    let is_known = |name: &str| matches!(name, "severity" | "publisher");
    let others = asked.iter().filter(|(name, _)| !is_known(name));
    let mut unknown: Vec<String> = others.map(|(name, value)| named(name, value)).collect();
    if severity.is_none() && !asked_severity.is_empty() {
        unknown.push(named("severity", &asked_severity));
    }
    let given = key.clone();
    let (me, found) = web
        .scan(&ask, Action::ReadQueue, move |tx, ctx, _| {
            let starts = weeks_around(ctx.now, &ctx.calendar().zone);
            let span = Span { from: starts[0], to: starts[starts.len() - 1], now: ctx.now };
            let publisher = catalogue::publisher_by_key(tx, &given)?;
            let id = publisher.as_ref().map(|publisher| publisher.id);
            let weeks = promises::by_half_hour(tx, span, id, severity)?;
            let severities = promises::by_severity(tx, span, id)?;
            let publishers = promises::by_publisher(tx, span, severity, LISTED)?;
            let mut keyed = Vec::with_capacity(publishers.len());
            for (id, name, tally) in publishers {
                let key = catalogue::publisher_by_id(tx, id)?.map(|p| p.key.to_string()).unwrap_or_default();
                keyed.push((key, name, tally));
            }
            Ok((starts, weeks, severities, keyed, publisher))
        })
        .await?;
    let (starts, found, by_severity, by_publisher, publisher) = found;
    if publisher.is_none() && !key.is_empty() {
        unknown.push(named("publisher", &key));
    }
    let t = me.texts;
    let zone = web.desk_zone();
    let (by_week, total) = sum(&starts, &found);
    let day_of = |week: i64| {
        let start = starts[0].to_zoned(zone.clone()).date().saturating_add((week * 7).days());
        format::day_short(t, start)
    };
    let weeks: Vec<(i64, String, Tally)> = (0..)
        .zip(by_week)
        .map(|(week, tally)| {
            let said = match tally.percent() {
                Some(percent) => t.promises_point(tally.ended(), day_of(week), percent),
                None => String::new(),
            };
            (week, said, tally)
        })
        .collect();
    let query = |severity: Option<Severity>, key: &str| {
        let severity = severity.map_or("", |severity| severity.code());
        format!("/desk/promises?severity={severity}&publisher={key}")
    };
    let here = publisher.as_ref().map_or_else(String::new, |publisher| publisher.key.to_string());
    let page = PromisesPage {
        // What is not due yet is no point of the line.
        line: draw(&weeks[..weeks.len().min(usize::try_from(WEEKS).unwrap_or(0))], &day_of),
        weeks: weeks
            .iter()
            .rev()
            .filter(|(_, _, tally)| *tally != Tally::default())
            .map(|(week, _, tally)| TallyRow { label: day_of(*week), href: String::new(), tally: *tally })
            .collect(),
        severities: by_severity
            .into_iter()
            .map(|(one, tally)| TallyRow {
                label: present::name(t, "severity", one).to_owned(),
                href: query(Some(one), &here),
                tally,
            })
            .collect(),
        publishers: by_publisher
            .into_iter()
            .map(|(key, name, tally)| TallyRow { label: name, href: query(severity, &key), tally })
            .collect(),
        choices: Severity::ALL
            .iter()
            .map(|one| (one.code(), present::name(t, "severity", *one), Some(*one) == severity))
            .collect(),
        total,
        unknown,
        severity,
        publisher: publisher.map(|publisher| (publisher.key.to_string(), publisher.name)),
        chrome: Chrome::new(&web, &ask, &me, Section::Promises, t.promises_title()),
    };
    Ok(html(StatusCode::OK, &page))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_begin_on_monday_whatever_the_clocks_do() {
        let zone = TimeZone::get("Europe/Stockholm").unwrap();
        // A Sunday night that is Monday in Stockholm already.
        let starts = weeks_around("2026-11-29T23:30:00Z".parse().unwrap(), &zone);
        assert_eq!(starts[0].to_string(), "2026-06-07T22:00:00Z");
        assert_eq!(starts[25].to_string(), "2026-11-29T23:00:00Z");
        assert_eq!(starts.last().unwrap().to_string(), "2027-01-31T23:00:00Z");
        let one = Tally { kept: 1, missed: 0, running: 0 };
        let (weeks, total) = sum(
            &starts,
            // The last half hour of a Sunday in winter, and the first of Monday.
            &[("2026-11-22T22:30:00Z".parse().unwrap(), one), ("2026-11-22T23:00:00Z".parse().unwrap(), one)],
        );
        assert_eq!((weeks[23].kept, weeks[24].kept, total.kept), (1, 1, 2));
    }

    #[test]
    fn the_line_breaks_where_a_week_had_no_promise() {
        let tally = |kept, missed| Tally { kept, missed, running: 0 };
        let week = |at: i64, tally| (at, format!("{at}: said"), tally);
        let line = draw(
            &[week(0, tally(4, 0)), week(1, tally(1, 1)), week(2, Tally::default()), week(3, tally(0, 2))],
            &|week| week.to_string(),
        );
        assert_eq!(line.points.len(), 3);
        assert_eq!(line.path.matches('M').count(), 2);
        assert_eq!(line.path.matches('L').count(), 1);
        assert_eq!((line.points[0].y, line.points[1].y, line.points[2].y), (y_of(100), y_of(50), y_of(0)));
        assert_eq!(tally(999, 1).percent(), Some(99), "only all are a hundred");
    }
}
