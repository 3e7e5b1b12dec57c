//! `varsel obligations`: computes the deadlines of laws and contracts that a trigger starts.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};
use varsel_app::json;
use varsel_core::clock::holidays::Place;
use varsel_core::clock::obligation::{Anchor, Answer, Applies, Facts, Regime, Several, Stage, Term};
use varsel_core::clock::period::Period;
use varsel_core::clock::{Calendar, once_each};
use varsel_core::coded::Coded as _;
use varsel_locale::{Locale, Texts, duty};

use super::CommandError;
use super::lines::Object;

/// Arguments of `varsel obligations`.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// File that describes what happened, or `-` for standard input: a JSON object with `regime`, the times of `anchors` and of
    /// filings (`filed`), and a `place`. If omitted, all regimes are listed.
    #[arg(long, value_name = "FILE")]
    trigger: Option<PathBuf>,
}

/// The years in which something can have happened: whatever is counted from there ends at a time that can be written.
const YEARS: RangeInclusive<i16> = 1900..=2999;

/// The most bytes of a file that are read.
const LONGEST: u64 = 1_000_000;

/// A trigger, as in the file: one JSON object, or several in sequence.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Trigger {
    /// The id of a regime.
    regime: String,
    /// When its clocks started, by anchor.
    #[serde(default, deserialize_with = "once_each")]
    anchors: BTreeMap<String, String>,
    /// When stages were filed, by stage id.
    #[serde(default, deserialize_with = "once_each")]
    filed: BTreeMap<String, String>,
    /// The place of filing, as an ISO 3166 code: its zone and working days count, except for laws with a place of their own.
    #[serde(default)]
    place: Option<String>,
}

/// A stage and its deadlines.
#[derive(Serialize)]
struct Line {
    regime: &'static str,
    stage: &'static str,
    name: &'static str,
    instrument: &'static str,
    article: &'static str,
    recipient: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    due_utc: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    latest_lawful: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    latest_lawful_utc: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outer_bound: Option<String>,
    /// Why there is no date, or what the date does not account for.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    /// When it was filed; then it is no longer due.
    #[serde(skip_serializing_if = "Option::is_none")]
    filed: Option<String>,
    /// An anchor, or `filed:` and a stage.
    #[serde(skip_serializing_if = "Option::is_none")]
    waits_for: Option<String>,
    /// Whether it is due without undue delay, with no number given.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    without_undue_delay: bool,
    source: &'static str,
    confidence: &'static str,
    /// When it was checked against the legal text, if it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    reviewed: Option<String>,
}

/// Prints what a trigger starts; without one, lists all regimes.
pub(crate) fn run(arguments: &Arguments) -> Result<(), CommandError> {
    let lines = match arguments.trigger.as_deref() {
        None => Regime::all().iter().flat_map(|regime| stages(regime, &Known::nothing())).collect(),
        Some(path) => answer(&read(path)?).map_err(|fault| {
            CommandError::new(format!("{}: {fault}", path.display())).usage().advise(
                "A trigger is a JSON object, such as {\"regime\": \"cra_vulnerability\", \"anchors\": {\"awareness\": \
                 \"2026-11-27T10:20:00+01:00\"}, \"place\": \"SE\"}. `varsel obligations` lists the regimes.",
            )
        })?,
    };
    match write(&lines) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => done.map_err(|error| CommandError::new(format!("writing the output failed: {error}"))),
    }
}

fn write(lines: &[Line]) -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in lines {
        serde_json::to_writer(&mut out, line)?;
        out.write_all(b"\n")?;
    }
    out.flush()
}

fn read(path: &Path) -> Result<String, CommandError> {
    let failed = |error: io::Error| CommandError::new(format!("{} cannot be read: {error}", path.display()));
    let mut text = String::new();
    let read = if path == Path::new("-") {
        io::stdin().lock().take(LONGEST + 1).read_to_string(&mut text)
    } else {
        std::fs::File::open(path).map_err(failed)?.take(LONGEST + 1).read_to_string(&mut text)
    };
    read.map_err(failed)?;
    if text.len() as u64 > LONGEST {
        return Err(CommandError::new(format!("{} is larger than a megabyte", path.display())).usage());
    }
    Ok(text)
}

/// The recorded times of a regime's clocks, and the place of filing.
struct Known {
    facts: Facts,
    place: Calendar,
}

impl Known {
    fn nothing() -> Self {
        Self { facts: Facts::default(), place: Calendar::nine_to_five(TimeZone::UTC) }
    }
}

fn answer(text: &str) -> Result<Vec<Line>, String> {
    let mut lines = Vec::new();
    for trigger in serde_json::Deserializer::from_str(text).into_iter::<Object<Trigger>>() {
        let trigger = trigger.map_err(|error| json::words_with_place(&error))?.0;
        let regime = Regime::find(&trigger.regime)
            .ok_or_else(|| format!("there is no regime `{}`", trigger.regime))?;
        // Nothing is due before awareness, so every regime accepts it.
        let names = regime.anchors();
        let is_known = |name: &str| name == "awareness" || names.contains(&name);
        if let Some(name) = trigger.anchors.keys().find(|name| !is_known(name)) {
            return Err(format!("`{}` has no anchor `{name}`; it has {}", regime.id, names.join(", ")));
        }
        let stages_of = regime.stages();
        let is_stage = |id: &str| stages_of.iter().any(|stage| stage.ids().any(|known| known == id));
        if let Some(id) = trigger.filed.keys().find(|id| !is_stage(id)) {
            let ids: Vec<_> = stages_of.iter().map(|stage| stage.id).collect();
            return Err(format!("`{}` has no stage `{id}`; it has {}", regime.id, ids.join(", ")));
        }
        let place = match &trigger.place {
            Some(code) => Place::find(code).map_err(|error| error.to_string())?.public_calendar(),
            None => {
                Calendar::nine_to_five(written_zone(trigger.anchors.values().chain(trigger.filed.values())))
            }
        };
        let facts = Facts { anchors: anchors(regime, trigger.anchors)?, filed: instants(trigger.filed)? };
        for stage in regime.stages() {
            let began = regime.anchors_of(stage).into_iter().filter_map(|anchor| facts.at(anchor)).min();
            if let Some((began, filed)) =
                began.zip(facts.filing(stage.id)).filter(|(began, filed)| filed < began)
            {
                return Err(format!(
                    "`{}` was filed at {filed}, before its clock started at {began}",
                    stage.id
                ));
            }
        }
        lines.extend(stages(regime, &Known { facts, place }));
    }
    if lines.is_empty() { Err("the file is empty".to_owned()) } else { Ok(lines) }
}

/// Returns the UTC offset of the first time: if no place is given, days are counted in it.
fn written_zone<'a>(mut given: impl Iterator<Item = &'a String>) -> TimeZone {
    let pieces = given.next().and_then(|text| jiff::fmt::temporal::Pieces::parse(text).ok());
    let offset = pieces.and_then(|pieces| pieces.to_numeric_offset());
    offset.map_or(TimeZone::UTC, TimeZone::fixed)
}

/// Parses anchors: a time each, or a four-digit calendar year if the anchor is one.
fn anchors(regime: &Regime, given: BTreeMap<String, String>) -> Result<BTreeMap<String, Timestamp>, String> {
    let (years, instants_given): (BTreeMap<_, _>, BTreeMap<_, _>) =
        given.into_iter().partition(|(name, text)| regime.is_year(name) && text.len() == 4);
    let mut read = instants(instants_given)?;
    for (name, text) in years {
        let year = text.parse().ok().filter(|year| YEARS.contains(year));
        let end = year.and_then(|year| regime.year_end(&name, year));
        let end =
            end.ok_or_else(|| format!("`{name}` cannot be `{text}`; accepted: a calendar year, as in 2026"))?;
        read.insert(name, end);
    }
    Ok(read)
}

fn instants(given: BTreeMap<String, String>) -> Result<BTreeMap<String, Timestamp>, String> {
    let read = |(name, text): (String, String)| {
        let instant = super::instant(&name, &text)?;
        if !YEARS.contains(&instant.to_zoned(TimeZone::UTC).year()) {
            let (first, last) = (YEARS.start(), YEARS.end());
            return Err(format!("`{name}` cannot be `{text}`; accepted: a time from {first} to {last}"));
        }
        Ok((name, instant))
    };
    given.into_iter().map(read).collect()
}

fn stages(regime: &'static Regime, known: &Known) -> Vec<Line> {
    regime.stages().into_iter().map(|stage| line(regime, stage, known)).collect()
}

fn line(regime: &'static Regime, stage: &'static Stage, known: &Known) -> Line {
    let answer = regime.answer(stage, &known.facts, &known.place);
    let filed = known.facts.filing(stage.id);
    let end = match answer {
        Answer::Due(ending) => Some(ending.end),
        _ => None,
    };
    let zone = stage.place.and_then(|code| Place::find(code).ok()).map(|place| place.public_calendar().zone);
    let zone = zone.unwrap_or_else(|| known.place.zone.clone());
    let zoned = |at: Timestamp| -> String {
        let zoned: Zoned = at.to_zoned(zone.clone());
        zoned.to_string()
    };
    let relieved =
        end.map(|end| end.latest_lawful).filter(|latest| end.is_some_and(|end| end.due != *latest));
    Line {
        regime: regime.id,
        stage: stage.id,
        name: stage.stage.0,
        instrument: stage.instrument,
        article: stage.article,
        recipient: stage.recipient.0,
        due: end.map(|end| zoned(end.due)),
        due_utc: end.map(|end| end.due),
        latest_lawful: relieved.map(zoned),
        latest_lawful_utc: relieved,
        outer_bound: end.and_then(|end| end.outer_bound.filter(|outer| *outer != end.due)).map(zoned),
        note: duty::note(Texts::of(Locale::En), stage, &answer, zoned),
        filed: filed.map(zoned),
        waits_for: match answer {
            Answer::WaitsFor(Anchor::Recorded(name) | Anchor::Year(name)) => Some(name.to_owned()),
            Answer::WaitsFor(Anchor::Filed(before)) => Some(format!("filed:{before}")),
            _ => None,
        },
        without_undue_delay: stage.is_undelayed(),
        source: stage.source,
        confidence: stage.confidence.code(),
        reviewed: stage.reviewed.map(|day| day.to_string()),
    }
}

/// Writes the reference of regimes and their stages as Markdown.
pub(super) fn reference() -> String {
    use std::fmt::Write as _;
    let mut out = String::from(
        "# Laws and contracts\n\nWhat Varsel knows about the requirements of laws and contracts, from `crates/varsel-core/data/obligations`. It is \
         guidance on what could be due, not legal advice. Stages with confidence C are drafts that have not been checked: they are switched off.\n",
    );
    for regime in Regime::all() {
        let _ = write!(
            out,
            "\n## {}\n\n`{}`, owed by: {}. {}{}{}\n\n| Stage | Waits for | Within | To whom | Confidence |\n|---|---|---|---|---|\n",
            regime.name.0,
            regime.id,
            regime.role.0,
            regime.when.0,
            if regime.caution.0.is_empty() { "" } else { " " },
            regime.caution.0
        );
        for stage in regime.stages() {
            let (waits, within) = clocks(regime, stage);
            let _ = writeln!(
                out,
                "| {} `{}` | {waits} | {within} | {} | {} |",
                stage.stage.0,
                stage.id,
                stage.recipient.0,
                stage.confidence.code()
            );
        }
    }
    out
}

/// Writes what the clocks of a stage wait for, and how long they run.
fn clocks(regime: &Regime, stage: &Stage) -> (String, String) {
    use std::fmt::Write as _;
    let between = match stage.several {
        Some(Several::Earliest) => ", whichever ends first: ",
        Some(Several::Latest) => " or, if later, ",
        None => "",
    };
    let waits = regime.anchors_of(stage).into_iter().map(|anchor| match anchor {
        Anchor::Recorded(name) => format!("`{name}`"),
        Anchor::Year(name) => format!("`{name}`, a calendar year"),
        Anchor::Filed(before) => format!("filing of `{before}`"),
    });
    let mut terms: Vec<String> = stage.clocks.iter().map(|(_, term)| said(*term)).collect();
    terms.dedup();
    let mut within = terms.join(" / ");
    if stage.first_day_counts {
        within.push_str(", the first day counts");
    }
    if let Some(place) = stage.place {
        let _ = write!(within, " in {place}");
    }
    if let Some(closes) = stage.closes {
        let _ = write!(within, ", until {}", closes.strftime("%H:%M"));
    }
    match stage.applies {
        Applies::Always => {}
        Applies::From(day) => {
            let _ = write!(within, "; from {day}");
        }
        Applies::Pending => within.push_str("; not in force"),
    }
    if let Some(until) = stage.applies_until {
        let _ = write!(within, "; until {until}");
    }
    (waits.collect::<Vec<_>>().join(between), within)
}

fn said(term: Term) -> String {
    match term {
        Term::UndueDelay => "without undue delay".to_owned(),
        Term::Voluntary => "voluntary".to_owned(),
        Term::Within(Period::Hours(count)) => format!("{count} hours"),
        Term::Within(Period::Days(count)) => format!("{count} days"),
        Term::Within(Period::Months(count)) => format!("{count} months"),
        Term::Within(Period::BusinessDays(count)) => format!("{count} business days"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(text: &str, stage: &str) -> (Option<String>, Option<String>, Option<String>) {
        let lines = answer(text).unwrap();
        let line = lines.into_iter().find(|line| line.stage == stage).unwrap();
        (line.due_utc.map(|at| at.to_string()), line.latest_lawful, line.waits_for)
    }

    #[test]
    fn a_trigger_begins_the_clocks_of_the_law() {
        let aware = r#"{"regime": "cra_vulnerability", "place": "SE", "anchors": {"awareness": "2026-10-24T22:00:00+02:00"}}"#;
        assert_eq!(due(aware, "cra_exploited_24h").0.as_deref(), Some("2026-10-25T20:00:00Z"));
        assert_eq!(due(aware, "cra_exploited_final").2.as_deref(), Some("measure_available"));
        let fixed = r#"{"regime": "cra_vulnerability", "place": "SE", "anchors": {"measure_available": "2026-12-11T10:00:00+01:00"}}"#;
        let (strict, relieved, _) = due(fixed, "cra_exploited_final");
        assert_eq!(strict.as_deref(), Some("2026-12-25T22:59:59Z"));
        assert_eq!(relieved.as_deref(), Some("2026-12-28T23:59:59+01:00[Europe/Stockholm]"));
        let filed = r#"{"regime": "cra_incident", "place": "SE", "filed": {"cra_incident_72h": "2027-01-31T10:00:00+01:00"}}"#;
        assert_eq!(due(filed, "cra_incident_final").0.as_deref(), Some("2027-02-28T22:59:59Z"));
        let sec = r#"{"regime": "sec_8k", "place": "US", "anchors": {"materiality_determined": "2026-11-23T12:00:00-05:00"}}"#;
        assert!(
            due(sec, "sec_8k").0.is_some_and(|due| due.starts_with("2026-11-30T22:30:00")),
            "30 November at 17:30 in Washington"
        );
    }

    #[test]
    fn what_is_no_trigger_is_told() {
        let told = |text: &str| answer(text).err().unwrap();
        assert!(told("").contains("is empty"));
        assert!(told(r#"{"regime": "hammurabi"}"#).contains("no regime `hammurabi`"));
        assert!(told(r#"{"regime": "nis2", "place": "Atlantis"}"#).contains("Atlantis"));
        assert!(
            told(r#"{"regime": "nis2", "anchors": {"moon": "2026-11-27T10:00:00Z"}}"#).contains("awareness")
        );
        assert!(told(r#"{"regime": "nis2", "anchors": {"awareness": "yesterday"}}"#).contains("RFC 3339"));
        assert!(
            told(r#"{"regime": "nis2", "filed": {"cra_exploited_24h": "2026-11-27T10:00:00Z"}}"#)
                .contains("nis2_24h")
        );
        assert!(told(r#"{"regime": "nis2", "colour": "red"}"#).contains("colour"));
        let early = r#"{"regime": "nis2", "anchors": {"awareness": "2026-11-27T10:00:00Z"}, "filed": {"nis2_24h": "2026-11-26T10:00:00Z"}}"#;
        assert!(told(early).contains("before its clock started"));
        assert!(told(r#"["nis2", {}, {}, "SE"]"#).contains("an object"));
        let twice = r#"{"regime": "nis2", "anchors": {"awareness": "2026-11-27T10:00:00Z", "awareness": "2026-11-28T10:00:00Z"}}"#;
        assert!(told(twice).contains("`awareness` is given twice"));
        assert!(told("{\n").contains("not JSON: it ends too early (line 2"), "{}", told("{\n"));
        // A time whose periods would run past the end of the calendar.
        let late = r#"{"regime": "nis2", "anchors": {"awareness": "9999-12-30T10:00:00Z"}}"#;
        assert!(told(late).contains("a time from 1900 to 2999"), "{}", told(late));
        let year = r#"{"regime": "hipaa_covered_entity", "anchors": {"year_ended": "9998"}}"#;
        assert!(told(year).contains("a calendar year"), "{}", told(year));
    }
}
