//! A JSON array of rows, one row in memory at a time.
//!
//! Rows are cut out of the array here, each is parsed by `serde_json`, and positions inside it are counted from its start.

use std::fmt;
use std::io::BufRead;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::csv::{Limit, Stop};
use super::problem::{RowProblem, Wrong};
use super::source::{MAX_ROW, Place, Source};

const LIST: Wrong = Wrong::Shape("the file is a list of rows: [{…}, {…}]");
const ROW: Wrong = Wrong::Shape("a row is needed here: {\"offer_key\": …}");
const NEXT: Wrong = Wrong::Shape("after a row comes a comma and the next row, or the end of the list: ]");
const AFTER: Wrong = Wrong::Shape("nothing comes after the list");
const TEXT: Wrong = Wrong::Shape("a text is needed here: \"…\"");
const TEXTS: Wrong = Wrong::Shape("a list of texts is needed here: [\"…\", \"…\"]");

/// A row as in the file.
pub(super) struct Object {
    pub(super) place: Place,
    text: Vec<u8>,
}

/// Reads rows.
pub(super) struct Objects {
    started: bool,
}

impl Objects {
    pub(super) const fn new() -> Self {
        Self { started: false }
    }

    /// Cuts out the next row; `None` at the end of the array, which is the end of the file.
    pub(super) fn next<R: BufRead>(&mut self, source: &mut Source<R>) -> Result<Option<Object>, Stop> {
        let first = !self.started;
        if first {
            expect(source, b'[', LIST)?;
            self.started = true;
        }
        skip_blanks(source)?;
        if source.take(b']')? {
            skip_blanks(source)?;
            return if source.peek()?.is_none() { Ok(None) } else { Err(here(source, AFTER)) };
        }
        if !first {
            expect(source, b',', NEXT)?;
            skip_blanks(source)?;
        }
        if source.peek()? != Some(b'{') {
            return Err(here(source, ROW));
        }
        let place = source.place();
        let limit = Limit { start: place, end: source.bytes() + MAX_ROW };
        let mut text = Vec::new();
        let (mut depth, mut in_text, mut escaped) = (0_u32, false, false);
        loop {
            limit.check(source)?;
            let Some(byte) = source.next()? else {
                return Err(Stop::Wrong(RowProblem::at(
                    place,
                    Wrong::NotJson("this row never ends".to_owned()),
                )));
            };
            text.push(byte);
            match byte {
                _ if escaped => escaped = false,
                b'\\' if in_text => escaped = true,
                b'"' => in_text = !in_text,
                b'{' | b'[' if !in_text => depth += 1,
                b'}' | b']' if !in_text => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Ok(Some(Object { place, text }));
            }
        }
    }
}

fn skip_blanks<R: BufRead>(source: &mut Source<R>) -> Result<(), Stop> {
    while matches!(source.peek()?, Some(b' ' | b'\t' | b'\n' | b'\r')) {
        source.next()?;
    }
    Ok(())
}

fn expect<R: BufRead>(source: &mut Source<R>, byte: u8, otherwise: Wrong) -> Result<(), Stop> {
    skip_blanks(source)?;
    if source.take(byte)? { Ok(()) } else { Err(here(source, otherwise)) }
}

fn here<R: BufRead>(source: &Source<R>, wrong: Wrong) -> Stop {
    Stop::Wrong(RowProblem::at(source.place(), wrong))
}

impl Object {
    /// Reads the members in order, each with the position of its value.
    pub(super) fn members(&self) -> Result<Vec<Member<'_>>, RowProblem> {
        let text = std::str::from_utf8(&self.text)
            .map_err(|error| RowProblem::at(self.place_of(error.valid_up_to()), Wrong::NotUtf8))?;
        let Members(members) = serde_json::from_str(text).map_err(|error| {
            let problem = Wrong::NotJson(without_place(&error));
            RowProblem::at(self.place_of(offset(text, error.line(), error.column())), problem)
        })?;
        Ok(members.into_iter().map(|(name, raw)| Member { name, value: self.value(raw) }).collect())
    }

    fn place_of(&self, offset: usize) -> Place {
        self.place.after_all(&self.text[..offset.min(self.text.len())])
    }

    /// Finds the position of a part of the row's own text.
    fn value<'a>(&'a self, raw: &'a RawValue) -> Value<'a> {
        let offset = raw.get().as_ptr().addr().saturating_sub(self.text.as_ptr().addr());
        Value { object: self, place: self.place_of(offset), raw }
    }
}

/// A member of a row.
pub(super) struct Member<'a> {
    pub(super) name: String,
    pub(super) value: Value<'a>,
}

/// An error in a list of texts.
pub(super) struct ListProblem {
    /// The item, if it is one of them.
    pub(super) item: Option<usize>,
    pub(super) place: Place,
    pub(super) wrong: Wrong,
}

/// A value of a row, not parsed yet.
pub(super) struct Value<'a> {
    object: &'a Object,
    pub(super) place: Place,
    raw: &'a RawValue,
}

impl Value<'_> {
    pub(super) fn is_null(&self) -> bool {
        self.raw.get() == "null"
    }

    /// Reads a text.
    pub(super) fn text(&self) -> Result<String, Wrong> {
        serde_json::from_str(self.raw.get()).map_err(|_| TEXT)
    }

    /// Reads a list of texts, each with its position.
    pub(super) fn texts(&self) -> Result<Vec<(Place, String)>, ListProblem> {
        let items: Vec<&RawValue> = serde_json::from_str(self.raw.get()).map_err(|_| ListProblem {
            item: None,
            place: self.place,
            wrong: TEXTS,
        })?;
        let read = |(index, raw)| {
            let item = self.object.value(raw);
            let text =
                item.text().map_err(|wrong| ListProblem { item: Some(index), place: item.place, wrong })?;
            Ok((item.place, text))
        };
        items.into_iter().enumerate().map(read).collect()
    }
}

/// The members of an object, in order, repeated ones too.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> serde::Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;

        impl<'de> Visitor<'de> for Read {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a row")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Read)
    }
}

/// The byte at a line and column as `serde_json` counts them: lines from 1, columns in bytes, up to and with the byte.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    start + column.saturating_sub(1)
}

fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.clone(), |(message, _)| message.to_owned())
}
