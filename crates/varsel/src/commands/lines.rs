//! Commands that answer standard input line by line.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::CommandError;

/// Maximum number of bytes read of a line; the rest is skipped.
pub(super) const LONGEST: usize = 64 * 1024;

/// Answers each line of standard input with a line.
///
/// `answer` gets the line without its ending; bytes that are not UTF-8 become replacement characters, which nothing accepts.
pub(super) fn answer(answer: impl FnMut(&str, &mut dyn Write) -> io::Result<()>) -> Result<(), CommandError> {
    match each(&mut BufReader::new(io::stdin().lock()), &mut io::BufWriter::new(io::stdout().lock()), answer)
    {
        // A reader that has enough, such as `head`, closes the pipe.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => done.map_err(|error| CommandError::new(format!("reading or writing failed: {error}"))),
    }
}

fn each<R: Read>(
    input: &mut BufReader<R>,
    output: &mut dyn Write,
    mut answer: impl FnMut(&str, &mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut line = Vec::new();
    while read(input, &mut line)? {
        let text = String::from_utf8_lossy(&line);
        answer(text.strip_suffix('\r').unwrap_or(&text), output)?;
        output.write_all(b"\n")?;
        // A writer that waits for each answer gets it at once; one that sends many lines gets the answers in chunks.
        if !input.buffer().contains(&b'\n') {
            output.flush()?;
        }
    }
    output.flush()
}

/// Reads a line without its ending, up to the maximum; `false` at the end of the input.
fn read(input: &mut dyn BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    let mut any = false;
    loop {
        let found = input.fill_buf()?;
        if found.is_empty() {
            return Ok(any);
        }
        any = true;
        let end = found.iter().position(|byte| *byte == b'\n');
        let part = &found[..end.unwrap_or(found.len())];
        line.extend_from_slice(&part[..part.len().min(LONGEST.saturating_sub(line.len()))]);
        let used = end.map_or(found.len(), |end| end + 1);
        input.consume(used);
        if end.is_some() {
            return Ok(true);
        }
    }
}

/// A value parsed from a JSON object only: what serde derives would also accept an array, by the order of its fields.
pub(super) struct Object<T>(pub(super) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Read<T> {
            type Value = Object<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Object<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Object)
            }
        }
        deserializer.deserialize_map(Read(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn echoed(input: &[u8]) -> String {
        let mut output = Vec::new();
        each(&mut BufReader::new(input), &mut output, |line, out| write!(out, "<{line}>")).unwrap();
        String::from_utf8(output).unwrap()
    }

    #[test]
    fn every_line_has_its_answer() {
        assert_eq!(echoed(b""), "");
        assert_eq!(echoed(b"a"), "<a>\n");
        assert_eq!(echoed(b"a\n"), "<a>\n");
        assert_eq!(echoed(b"a\r\n\nb"), "<a>\n<>\n<b>\n");
        assert_eq!(echoed(b"a\xff\n"), "<a\u{fffd}>\n");
    }

    #[test]
    fn a_line_without_end_does_not_fill_the_memory() {
        let mut input = vec![b'a'; 3 * LONGEST];
        input.extend_from_slice(b"\nb\n");
        let answered = echoed(&input);
        assert_eq!(answered.lines().next().unwrap().len(), LONGEST + 2);
        assert_eq!(answered.lines().nth(1), Some("<b>"));
    }
}
