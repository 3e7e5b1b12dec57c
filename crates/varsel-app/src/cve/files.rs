//! Finds out what a file is, whatever it is packed in, and hands on what it says, item by item.

use std::cell::Cell;
use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use flate2::read::MultiGzDecoder;
use jiff::Timestamp;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use zip::ZipArchive;

use super::text::time;
use super::{Item, Unreadable, cve_list, epss, kev, nvd, osv};

/// The largest record that is read; real ones have at most some hundred kilobytes.
const MAX_RECORD: u64 = 16 * 1024 * 1024;
/// How far into a file its kind is looked for.
const HEAD: usize = 64 * 1024;
/// How deep archives may stand in one another: the release of cvelistV5 has one in another.
const DEEPEST: u8 = 2;

/// Where items and problems go.
pub(super) trait Sink {
    /// Takes an item; an error ends the import.
    fn item(&mut self, item: Item) -> Result<(), super::ImportError>;
    /// Takes what is wrong with a record of a file.
    fn problem(&mut self, file: &str, record: &str, reason: &str);
}

/// Counts the bytes that were read, for the progress bar.
#[derive(Clone, Default)]
pub(super) struct Meter(Rc<Cell<u64>>);

impl Meter {
    pub(super) fn read(&self) -> u64 {
        self.0.get()
    }
}

struct Metered<R> {
    inner: R,
    meter: Meter,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.meter.0.set(self.meter.0.get() + count as u64);
        Ok(count)
    }
}

impl<R: Seek> Seek for Metered<R> {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}

/// Lists the files of a path: itself, or everything in a folder that may hold records.
pub(super) fn list(path: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    if !path.is_dir() {
        found.push(path.to_owned());
        return Ok(());
    }
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    entries.sort();
    for entry in entries {
        if entry.is_dir() || is_wanted(&entry.to_string_lossy()) {
            list(&entry, found)?;
        }
    }
    Ok(())
}

/// Tells whether a file in a folder or an archive may hold records. Release archives have lists of changes beside them.
fn is_wanted(name: &str) -> bool {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let is_kind = ["json", "zip", "gz", "csv"].iter().any(|extension| ends(file, extension));
    is_kind && !file.starts_with('.') && !file.starts_with("delta") && !file.starts_with("recent_activities")
}

/// Tells how a file's name ends.
fn ends(name: &str, extension: &str) -> bool {
    Path::new(name).extension().is_some_and(|found| found.eq_ignore_ascii_case(extension))
}

/// Reads a file.
pub(super) fn read(path: &Path, meter: &Meter, sink: &mut dyn Sink) -> Result<(), super::ImportError> {
    let name = path.display().to_string();
    let file = Metered { inner: File::open(path)?, meter: meter.clone() };
    if ends(&name, "zip") { archive(&name, file, 1, sink) } else { packed(&name, file, sink) }
}

fn packed(name: &str, file: impl Read, sink: &mut dyn Sink) -> Result<(), super::ImportError> {
    if ends(name, "gz") { stream(name, MultiGzDecoder::new(file), sink) } else { stream(name, file, sink) }
}

/// Reads everything in an archive. What is broken in it is told, and the rest read.
fn archive(
    name: &str,
    file: impl Read + Seek,
    depth: u8,
    sink: &mut dyn Sink,
) -> Result<(), super::ImportError> {
    let mut archive = match ZipArchive::new(file) {
        Ok(archive) => archive,
        Err(error) => {
            sink.problem(name, "", &format!("no zip archive that can be read: {error}"));
            return Ok(());
        }
    };
    for index in 0..archive.len() {
        let mut entry = match archive.by_index(index) {
            Ok(entry) => entry,
            Err(error) => {
                sink.problem(name, &format!("entry {}", index + 1), &error.to_string());
                continue;
            }
        };
        let inner = match entry.name() {
            Ok(entry) => format!("{name}/{entry}"),
            Err(error) => {
                sink.problem(name, &format!("entry {}", index + 1), &error.to_string());
                continue;
            }
        };
        if entry.is_dir() || !is_wanted(&inner) {
            continue;
        }
        if !ends(&inner, "zip") {
            packed(&inner, entry, sink)?;
        } else if depth < DEEPEST {
            let mut copy = tempfile::tempfile()?;
            if let Err(error) = io::copy(&mut entry, &mut copy) {
                sink.problem(&inner, "", &error.to_string());
                continue;
            }
            self::archive(&inner, copy, depth + 1, sink)?;
        }
    }
    Ok(())
}

/// Reads a file that is not packed any more: of many records, or one.
fn stream(name: &str, file: impl Read, sink: &mut dyn Sink) -> Result<(), super::ImportError> {
    let mut reader = BufReader::with_capacity(HEAD, file);
    let head = match reader.fill_buf() {
        Ok(head) => head,
        Err(error) => {
            sink.problem(name, "", &error.to_string());
            return Ok(());
        }
    };
    let has = |words: &str| head.windows(words.len()).any(|window| window == words.as_bytes());
    if head.starts_with(b"#model_version") || head.starts_with(b"cve,epss") {
        return scores(name, reader, sink);
    }
    if has("\"NVD_CVE\"") {
        return many(name, reader, sink, &mut |json, _| nvd::read(json));
    }
    if has("\"catalogVersion\"") {
        return many(name, reader, sink, &mut |json, released| {
            kev::read(json, released.ok_or_else(|| Unreadable("`dateReleased` is missing".to_owned()))?)
        });
    }
    let mut json = Vec::new();
    if let Err(error) = reader.take(MAX_RECORD + 1).read_to_end(&mut json) {
        sink.problem(name, "", &error.to_string());
        return Ok(());
    }
    if json.len() as u64 > MAX_RECORD {
        sink.problem(name, "", "the record has more than 16 MiB");
        return Ok(());
    }
    match one(&json) {
        Ok(items) => items.into_iter().try_for_each(|item| sink.item(item)),
        Err(Unreadable(reason)) => {
            sink.problem(name, "", &reason);
            Ok(())
        }
    }
}

/// Reads a file that is one record.
fn one(json: &[u8]) -> Result<Vec<Item>, Unreadable> {
    let has = |words: &str| json.windows(words.len()).any(|window| window == words.as_bytes());
    if has("\"cveMetadata\"") {
        cve_list::read(serde_json::from_slice(json)?).map(|item| vec![item])
    } else if has("\"modified\"") && has("\"id\"") {
        osv::read(&serde_json::from_slice(json)?)
    } else {
        // Broken JSON is told as such.
        let _: IgnoredAny = serde_json::from_slice(json)?;
        Err(Unreadable(
            "neither a CVE record nor an NVD feed, an OSV advisory, the KEV catalogue or EPSS scores"
                .to_owned(),
        ))
    }
}

/// Reads EPSS scores.
fn scores(name: &str, reader: impl BufRead, sink: &mut dyn Sink) -> Result<(), super::ImportError> {
    let mut date = None;
    for (number, line) in (1..).zip(reader.lines()) {
        let line = match line {
            Ok(line) => line,
            Err(error) => {
                sink.problem(name, &format!("line {number}"), &error.to_string());
                break;
            }
        };
        if line.starts_with('#') {
            date = epss::date(&line);
        } else if !line.starts_with("cve,") && !line.is_empty() {
            let Some(date) = date else {
                sink.problem(
                    name,
                    &format!("line {number}"),
                    "the first line does not say the day of the scores",
                );
                break;
            };
            match epss::read(&line, date) {
                Ok(item) => sink.item(item)?,
                Err(Unreadable(reason)) => sink.problem(name, &format!("line {number}"), &reason),
            }
        }
    }
    Ok(())
}

/// Reads one of many records, knowing when all of them were released, if the file says.
type ReadOne<'a> = dyn FnMut(&str, Option<Timestamp>) -> Result<Item, Unreadable> + 'a;

/// Reads a file that is an object with a list `vulnerabilities`, one record in memory at a time.
fn many(
    name: &str,
    reader: impl BufRead,
    sink: &mut dyn Sink,
    read: &mut ReadOne<'_>,
) -> Result<(), super::ImportError> {
    let mut list = Vulnerabilities { name, sink, read, released: None, number: 0, stopped: None };
    let mut json = serde_json::Deserializer::from_reader(reader);
    let done = json.deserialize_map(&mut list);
    let (number, stopped) = (list.number, list.stopped.take());
    match (stopped, done) {
        (Some(error), _) => Err(error),
        (None, Ok(())) => Ok(()),
        (None, Err(error)) => {
            sink.problem(name, &format!("after record {number}"), &format!("the file is broken: {error}"));
            Ok(())
        }
    }
}

struct Vulnerabilities<'a, 'b> {
    name: &'a str,
    sink: &'a mut dyn Sink,
    read: &'a mut ReadOne<'b>,
    released: Option<Timestamp>,
    /// How many records were read.
    number: u64,
    /// Why the import stopped, where it was not the file.
    stopped: Option<super::ImportError>,
}

impl<'de> Visitor<'de> for &mut Vulnerabilities<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with a list `vulnerabilities`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "dateReleased" => self.released = time(&map.next_value::<String>()?),
                "vulnerabilities" => map.next_value_seed(Records(&mut *self))?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

struct Records<'a, 'b, 'c>(&'a mut Vulnerabilities<'b, 'c>);

impl<'de> DeserializeSeed<'de> for Records<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Records<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut records: A) -> Result<(), A::Error> {
        let list = self.0;
        while let Some(json) = records.next_element::<Box<RawValue>>()? {
            list.number += 1;
            match (list.read)(json.get(), list.released) {
                Ok(item) => {
                    if let Err(error) = list.sink.item(item) {
                        list.stopped = Some(error);
                        return Err(serde::de::Error::custom("stopped"));
                    }
                }
                Err(Unreadable(reason)) => {
                    list.sink.problem(list.name, &format!("record {}", list.number), &reason);
                }
            }
        }
        Ok(())
    }
}
