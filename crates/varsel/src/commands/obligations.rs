//! `varsel obligations`: which stages of laws and contracts a trigger begins, and until when they run.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};
use varsel_core::clock::holidays::Place;
use varsel_core::clock::obligation::{Anchor, Regime, Stage, Term};
use varsel_core::clock::period::Period;
use varsel_core::clock::{Calendar, once_each};
use varsel_core::coded::Coded as _;

use super::CommandError;
use super::lines::Object;

/// What to say of the law.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// A file that says what happened, `-` for standard input: a JSON object with `regime`, and the times of `anchors` and of
    /// what was `filed`, at a `place`. Without it, everything that is known is listed.
    #[arg(long, value_name = "FILE")]
    trigger: Option<PathBuf>,
}

/// The most bytes of a file that are read.
const LONGEST: u64 = 1_000_000;

/// What happened, as a file has it: one JSON object, or several one after another.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Trigger {
    /// The id of a regime.
    regime: String,
    /// When its clocks began, by the names of their anchors.
    #[serde(default, deserialize_with = "once_each")]
    anchors: BTreeMap<String, String>,
    /// When stages were filed, by their ids.
    #[serde(default, deserialize_with = "once_each")]
    filed: BTreeMap<String, String>,
    /// The place whose working days count, by its ISO 3166 code.
    #[serde(default = "brussels")]
    place: String,
}

fn brussels() -> String {
    "BE".to_owned()
}

/// A stage and where it stands.
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
    outer_bound: Option<String>,
    /// When it was filed; then nothing of it is due any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    filed: Option<String>,
    /// An anchor, or `filed:` and a stage.
    #[serde(skip_serializing_if = "Option::is_none")]
    waits_for: Option<String>,
    /// Whether it is due without undue delay, and no number is given.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    without_undue_delay: bool,
    source: &'static str,
    confidence: &'static str,
    reviewed: String,
}

/// Says what a trigger begins; without one, lists everything that is known.
pub(crate) fn run(arguments: &Arguments) -> Result<(), CommandError> {
    let lines = match arguments.trigger.as_deref() {
        None => Regime::all().iter().flat_map(|regime| stages(regime, &Known::default())).collect(),
        Some(path) => answer(&read(path)?).map_err(|fault| {
            CommandError::new(format!("{}: {fault}", path.display())).usage().advise(
                "A trigger is a JSON object, as in {\"regime\": \"cra_vulnerability\", \"anchors\": {\"awareness\": \
                 \"2026-11-27T10:20:00+01:00\"}, \"place\": \"SE\"}. `varsel obligations` lists the regimes.",
            )
        })?,
    };
    match write(&lines) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => done.map_err(|error| CommandError::new(format!("the output broke off: {error}"))),
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
        return Err(CommandError::new(format!("{} has more than a megabyte", path.display())).usage());
    }
    Ok(text)
}

/// What is known of a regime's clocks.
#[derive(Default)]
struct Known {
    anchors: BTreeMap<String, Timestamp>,
    filed: BTreeMap<String, Timestamp>,
    place: Option<Calendar>,
}

impl Known {
    /// Returns when the clock of a stage began.
    fn began(&self, regime: &Regime, stage: &Stage) -> Option<&Timestamp> {
        match regime.anchor(stage) {
            Anchor::Recorded(name) => self.anchors.get(name),
            // A stage "at the latest" is the filing that it is the latest time of.
            Anchor::Filed(before) => {
                self.filed.get(before).or_else(|| self.filed.get(&format!("{before}_latest")))
            }
        }
    }
}

fn answer(text: &str) -> Result<Vec<Line>, String> {
    let mut lines = Vec::new();
    for trigger in serde_json::Deserializer::from_str(text).into_iter::<Object<Trigger>>() {
        let trigger = trigger.map_err(|error| error.to_string())?.0;
        let regime = Regime::find(&trigger.regime)
            .ok_or_else(|| format!("there is no regime `{}`", trigger.regime))?;
        let place = Place::find(&trigger.place).map_err(|error| error.to_string())?;
        let names = regime.anchors();
        if let Some(name) = trigger.anchors.keys().find(|name| !names.contains(&name.as_str())) {
            return Err(format!("`{}` has no anchor `{name}`; it has {}", regime.id, names.join(", ")));
        }
        let stage_ids: Vec<_> = regime.stages().iter().map(|stage| stage.id).collect();
        if let Some(id) = trigger.filed.keys().find(|id| !stage_ids.contains(&id.as_str())) {
            return Err(format!("`{}` has no stage `{id}`; it has {}", regime.id, stage_ids.join(", ")));
        }
        let known = Known {
            anchors: instants(trigger.anchors)?,
            filed: instants(trigger.filed)?,
            place: Some(place.public_calendar()),
        };
        for stage in regime.stages() {
            let filed = known.filed.get(stage.id);
            if let Some((began, filed)) =
                known.began(regime, stage).zip(filed).filter(|(began, filed)| filed < began)
            {
                return Err(format!(
                    "`{}` was filed at {filed}, before its clock began at {began}",
                    stage.id
                ));
            }
        }
        lines.extend(stages(regime, &known));
    }
    if lines.is_empty() { Err("there is nothing in it".to_owned()) } else { Ok(lines) }
}

fn instants(given: BTreeMap<String, String>) -> Result<BTreeMap<String, Timestamp>, String> {
    let read = |(name, text): (String, String)| {
        let instant = super::instant(&name, &text)?;
        Ok((name, instant))
    };
    given.into_iter().map(read).collect()
}

fn stages(regime: &'static Regime, known: &Known) -> Vec<Line> {
    regime.stages().into_iter().map(|stage| line(regime, stage, known)).collect()
}

fn line(regime: &'static Regime, stage: &'static Stage, known: &Known) -> Line {
    let (anchor, began) = (regime.anchor(stage), known.began(regime, stage));
    let end = began.zip(known.place.as_ref()).and_then(|(began, place)| stage.end(*began, place));
    let zoned = |at: Timestamp| -> Option<String> {
        let zoned: Zoned = at.to_zoned(known.place.as_ref()?.zone.clone());
        Some(zoned.to_string())
    };
    Line {
        regime: regime.id,
        stage: stage.id,
        name: stage.stage.0,
        instrument: stage.instrument,
        article: stage.article,
        recipient: stage.recipient.0,
        due: end.and_then(|end| zoned(end.due)),
        due_utc: end.map(|end| end.due),
        latest_lawful: end
            .filter(|end| end.latest_lawful != end.due)
            .and_then(|end| zoned(end.latest_lawful)),
        outer_bound: end.and_then(|end| end.outer_bound.filter(|outer| *outer != end.due)).and_then(zoned),
        filed: known.filed.get(stage.id).copied().and_then(zoned),
        waits_for: began.is_none().then(|| match anchor {
            Anchor::Recorded(name) => name.to_owned(),
            Anchor::Filed(before) => format!("filed:{before}"),
        }),
        without_undue_delay: stage.term == Term::UndueDelay,
        source: stage.source,
        confidence: stage.confidence.code(),
        reviewed: stage.reviewed.to_string(),
    }
}

/// Writes the reference of regimes and their stages as Markdown.
pub(super) fn reference() -> String {
    use std::fmt::Write as _;
    let mut out = String::from(
        "# Laws and contracts\n\nWhat Varsel knows of what laws and contracts ask for, from `crates/varsel-core/data/obligations`. It helps people \
         to see what may be due; it is no legal advice. Stages of confidence C are drafts that nobody has checked: they are switched off.\n",
    );
    for regime in Regime::all() {
        let _ = write!(
            out,
            "\n## {}\n\n`{}`, owed by: {}. {}\n\n| Stage | Waits for | Within | To whom | Confidence |\n|---|---|---|---|---|\n",
            regime.name.0, regime.id, regime.role.0, regime.when.0
        );
        for stage in regime.stages() {
            let waits = match regime.anchor(stage) {
                Anchor::Recorded(name) => format!("`{name}`"),
                Anchor::Filed(before) => format!("filing of `{before}`"),
            };
            let mut within = match stage.term {
                Term::UndueDelay => "without undue delay".to_owned(),
                Term::Within(Period::Hours(count)) => format!("{count} hours"),
                Term::Within(Period::Days(count)) => format!("{count} days"),
                Term::Within(Period::Months(count)) => format!("{count} months"),
                Term::Within(Period::BusinessDays(count)) => format!("{count} business days"),
            };
            if let Some(place) = stage.place {
                let closes = stage.closes.map(|closes| format!(", until {}", closes.strftime("%H:%M")));
                let _ = write!(within, " in {place}{}", closes.unwrap_or_default());
            }
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
        assert!(told("").contains("nothing in it"));
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
        assert!(told(early).contains("before its clock began"));
        assert!(told(r#"["nis2", {}, {}, "SE"]"#).contains("an object"));
        let twice = r#"{"regime": "nis2", "anchors": {"awareness": "2026-11-27T10:00:00Z", "awareness": "2026-11-28T10:00:00Z"}}"#;
        assert!(told(twice).contains("`awareness` stands there twice"));
    }
}
