//! `varsel due`: computes when promises fall due, for JSON lines from standard input.

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::io::Write;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use varsel_app::json;
use varsel_core::clock::holidays::Place;
use varsel_core::clock::promise::MOST_HOURS;
use varsel_core::clock::{Calendar, Promise, PromiseRule, WrittenCalendar};
use varsel_locale::{Locale, Texts, clock};

use super::CommandError;
use super::lines::{self, Object};

/// A line of input.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    calendar: AskedCalendar,
    received: String,
    #[serde(default, deserialize_with = "rule")]
    rule: PromiseRule,
}

/// Parses a rule, or lists the accepted ones.
fn rule<'de, D: Deserializer<'de>>(deserializer: D) -> Result<PromiseRule, D::Error> {
    let given = serde_json::Value::deserialize(deserializer)?;
    PromiseRule::deserialize(&given).map_err(|_| {
        D::Error::custom(format!(
            "`rule` cannot be `{given}`; accepted: \"next_business_day\", \"cut_off\", {{\"working_hours\": 8}}"
        ))
    })
}

/// A place, or a calendar object.
enum AskedCalendar {
    Named(String),
    Written(Box<WrittenCalendar>),
}

impl<'de> Deserialize<'de> for AskedCalendar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = AskedCalendar;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a place such as \"SE\", or a calendar object")
            }

            fn visit_str<E>(self, place: &str) -> Result<AskedCalendar, E> {
                Ok(AskedCalendar::Named(place.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<AskedCalendar, A::Error> {
                let written = WrittenCalendar::deserialize(MapAccessDeserializer::new(map));
                written
                    .map(|read| AskedCalendar::Written(Box::new(read)))
                    .map_err(|error| A::Error::custom(format!("`calendar`: {error}")))
            }
        }
        deserializer.deserialize_any(Either)
    }
}

/// When the promise falls due, and why.
#[derive(Serialize)]
struct Answer {
    due: String,
    due_utc: String,
    trace: String,
}

#[derive(Serialize)]
struct Wrong {
    error: String,
}

/// Answers each line of standard input.
pub(crate) fn run() -> Result<(), CommandError> {
    // Most lines name the same few places.
    let mut named = HashMap::new();
    lines::answer(|text, out: &mut dyn Write| match due(text, &mut named) {
        Ok(due) => serde_json::to_writer(out, &due).map_err(io::Error::from),
        Err(error) => serde_json::to_writer(out, &Wrong { error }).map_err(io::Error::from),
    })
}

fn due(text: &str, named: &mut HashMap<String, Calendar>) -> Result<Answer, String> {
    let Object(asked): Object<Asked> = serde_json::from_str(text).map_err(|error| json::words(&error))?;
    let received = super::instant("received", &asked.received)?;
    if let PromiseRule::WorkingHours(hours) = asked.rule
        && !(1..=MOST_HOURS).contains(&hours)
    {
        return Err(format!("`working_hours` must be 1 to {MOST_HOURS}"));
    }
    let written;
    let calendar = match asked.calendar {
        AskedCalendar::Named(code) => {
            if !named.contains_key(&code) {
                let place = Place::find(&code).map_err(|error| error.to_string())?;
                named.insert(code.clone(), place.calendar());
            }
            &named[&code]
        }
        AskedCalendar::Written(calendar) => {
            written = calendar.calendar(1).map_err(|error| error.to_string())?;
            &written
        }
    };
    let promise = Promise::new(received, calendar, asked.rule).map_err(|error| error.to_string())?;
    Ok(Answer {
        due: promise.due.to_zoned(calendar.zone.clone()).to_string(),
        due_utc: promise.due.to_string(),
        trace: clock::trace(Texts::of(Locale::En), &promise, received),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(line: &str) -> String {
        match due(line, &mut HashMap::new()) {
            Ok(due) => format!("{} {}", due.due, due.due_utc),
            Err(error) => error,
        }
    }

    #[test]
    fn lines_are_answered() {
        for (line, answered) in [
            (
                r#"{"calendar":"SE","received":"2026-11-27T18:30:00+01:00"}"#,
                "2026-11-30T17:00:00+01:00[Europe/Stockholm] 2026-11-30T16:00:00Z",
            ),
            (
                r#"{"calendar":"SE","received":"2026-11-27T17:30:00Z","rule":"next_business_day"}"#,
                "2026-11-30T17:00:00+01:00[Europe/Stockholm] 2026-11-30T16:00:00Z",
            ),
            (
                r#"{"calendar":"US","received":"2026-11-25T15:00:00-05:00","rule":{"working_hours":8}}"#,
                "2026-11-27T15:00:00-05:00[America/New_York] 2026-11-27T20:00:00Z",
            ),
            (
                r#"{"calendar":"GB-ENG","received":"2026-12-24T12:00:00Z","rule":"cut_off"}"#,
                "2026-12-29T17:00:00+00:00[Europe/London] 2026-12-29T17:00:00Z",
            ),
            (
                r#"{"calendar":{"zone":"Asia/Kathmandu","week":{"sunday":[["10:00","16:00"]]}},"received":"2026-11-27T00:00:00Z"}"#,
                "2026-11-29T16:00:00+05:45[Asia/Kathmandu] 2026-11-29T10:15:00Z",
            ),
            (
                r#"{"calendar":{"zone":"Europe/Stockholm","holidays":{"place":"SE","categories":["public"]}},"received":"2026-12-23T16:00:00+01:00"}"#,
                "2026-12-24T17:00:00+01:00[Europe/Stockholm] 2026-12-24T16:00:00Z",
            ),
            (
                r#"{"calendar":{"zone":"Europe/Stockholm","exceptions":{"2026-11-24":{"hours":[["09:00","12:00"]],"reason":"moving"}}},"received":"2026-11-23T16:00:00+01:00"}"#,
                "2026-11-24T12:00:00+01:00[Europe/Stockholm] 2026-11-24T11:00:00Z",
            ),
        ] {
            assert_eq!(answer(line), answered, "{line}");
        }
    }

    #[test]
    fn wrong_lines_say_why() {
        for (line, why) in [
            ("", "not JSON: it is empty"),
            (r#"{"calendar":"SE"}"#, "`received` is missing"),
            (
                r#"{"calendar":"SE","received":"2026-11-27T18:30:00"}"#,
                "`received` cannot be `2026-11-27T18:30:00`; accepted: a time with its UTC offset, such as 2026-11-27T18:30:00+01:00 (RFC 3339)",
            ),
            (
                r#"{"calendar":"SE","received":"2026-11-27T17:30:00Z","rule":{"working_hours":0}}"#,
                "`working_hours` must be 1 to 80",
            ),
            (
                r#"{"calendar":"ZZ","received":"2026-11-27T17:30:00Z"}"#,
                "`ZZ` is not in the table of holidays; accepted: a country such as SE, or part of one such as GB-ENG or DE-BY (ISO 3166)",
            ),
            (
                r#"{"calendar":{"zone":"Europe/Atlantis"},"received":"2026-11-27T17:30:00Z"}"#,
                "`Europe/Atlantis` is not a time zone such as Europe/Stockholm",
            ),
            (
                r#"{"calendar":{"zone":"UTC","week":{}},"received":"2026-11-27T17:30:00Z"}"#,
                "`calendar`: a week needs hours on at least one day",
            ),
            (
                r#"{"calendar":{"zone":"UTC","week":{"monday":[["09:00","12:00"],["11:00","13:00"]]}},"received":"2026-11-27T17:30:00Z"}"#,
                "`calendar`: 09:00 to 12:00 and 11:00 to 13:00 overlap",
            ),
            (
                r#"{"calendar":{"zone":"UTC","week":{"monday":[],"monday":[["09:00","12:00"]]}},"received":"2026-11-27T17:30:00Z"}"#,
                "`calendar`: duplicate field `monday`",
            ),
            (
                r#"{"calendar":{"zone":"UTC","exceptions":{"2026-11-30":{"reason":"a"},"2026-11-30":{"reason":"b"}}},"received":"2026-11-27T17:30:00Z"}"#,
                "`calendar`: `2026-11-30` is given twice",
            ),
            (
                r#"{"calendar":7,"received":"2026-11-27T17:30:00Z"}"#,
                "a place such as \"SE\", or a calendar object is needed, not 7",
            ),
            (r#"["SE","2026-11-27T17:30:00Z","cut_off"]"#, "an object is needed, not a list"),
            ("7", "an object is needed, not 7"),
            (
                r#"{"calendar":"SE","received":"2026-11-27T18:30:00+01:00[America/New_York]"}"#,
                "`received` cannot be `2026-11-27T18:30:00+01:00[America/New_York]`; accepted: a time with its UTC offset, such as 2026-11-27T18:30:00+01:00 (RFC 3339)",
            ),
        ] {
            assert_eq!(answer(line), why, "{line}");
        }
        let rule =
            answer(r#"{"calendar":"SE","received":"2026-11-27T17:30:00Z","rule":{"cut_off":"15:00"}}"#);
        assert_eq!(
            rule,
            r#"`rule` cannot be `{"cut_off":"15:00"}`; accepted: "next_business_day", "cut_off", {"working_hours": 8}"#
        );
    }
}
