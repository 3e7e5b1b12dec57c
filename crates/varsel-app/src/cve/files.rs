//! Detects the format of a file, however it is packed, and passes on its contents, item by item.

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

/// The maximum size of a record; real ones have at most some hundred kilobytes.
const MAX_RECORD: u64 = 16 * 1024 * 1024;
/// How much of a file is inspected to detect its format.
const HEAD: usize = 64 * 1024;
/// The maximum nesting of archives: the release of cvelistV5 has one in another.
const DEEPEST: u8 = 2;
/// The maximum compression ratio of an archive in an archive, which is already compressed and hardly compresses further.
const MOST_PACKED: u64 = 20;
/// The maximum bytes buffered for records that can only be read at the end of their file.
const MAX_WAITING: usize = 64 * 1024 * 1024;

/// The receiver of items and problems.
pub(super) trait Sink {
    /// Accepts an item; an error ends the import.
    fn item(&mut self, item: Item) -> Result<(), super::ImportError>;
    /// Accepts an error in a record of a file.
    fn problem(&mut self, file: &str, record: &str, reason: &str);
    /// Accepts that a catalogue is incomplete, so that missing entries mean nothing.
    fn incomplete(&mut self, file: &str);
    /// Counts an advisory without an id under which it could be found.
    fn without_id(&mut self);
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

/// Passes on the bytes of one record, and an error past its limit, so that decompression cannot exhaust memory.
struct Bounded<R> {
    inner: R,
    left: Rc<Cell<u64>>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.left.get();
        if left == 0 && !buffer.is_empty() {
            return Err(io::Error::other("a record has more than 16 MiB"));
        }
        let most = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        let count = self.inner.read(&mut buffer[..most])?;
        self.left.set(left - count as u64);
        Ok(count)
    }
}

/// Lists the files of a path: itself, or everything in a folder that can contain records. Links to folders are not followed,
/// because they can form a cycle.
pub(super) fn list(path: &Path, found: &mut Vec<PathBuf>, sink: &mut dyn Sink) {
    if !path.is_dir() {
        found.push(path.to_owned());
        return;
    }
    let entries = std::fs::read_dir(path).and_then(|entries| {
        entries.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>()
    });
    let mut entries = match entries {
        Ok(entries) => entries,
        Err(error) => return sink.problem(&path.display().to_string(), "", &error.to_string()),
    };
    entries.sort();
    for entry in entries {
        let name = entry.to_string_lossy();
        if entry.is_dir() {
            if !entry.is_symlink() && !is_hidden(&name) {
                list(&entry, found, sink);
            }
        } else if is_wanted(&name) {
            found.push(entry);
        }
    }
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

fn is_hidden(path: &str) -> bool {
    file_name(path).starts_with('.')
}

/// Returns whether a file in a folder or an archive can contain records. Release archives have change lists next to them.
fn is_wanted(name: &str) -> bool {
    let file = file_name(name);
    let is_kind = ["json", "zip", "gz", "csv"].iter().any(|extension| ends(file, extension));
    is_kind && !is_hidden(file) && !file.starts_with("delta") && !file.starts_with("recent_activities")
}

/// Returns the extension of a file name.
fn ends(name: &str, extension: &str) -> bool {
    Path::new(name).extension().is_some_and(|found| found.eq_ignore_ascii_case(extension))
}

/// Reads a file.
pub(super) fn read(path: &Path, meter: &Meter, sink: &mut dyn Sink) -> Result<(), super::ImportError> {
    let name = path.display().to_string();
    let file = match File::open(path) {
        Ok(file) => Metered { inner: file, meter: meter.clone() },
        Err(error) => {
            sink.problem(&name, "", &error.to_string());
            return Ok(());
        }
    };
    if ends(&name, "zip") { archive(&name, file, 1, sink) } else { packed(&name, file, sink) }
}

fn packed(name: &str, file: impl Read, sink: &mut dyn Sink) -> Result<(), super::ImportError> {
    if ends(name, "gz") { stream(name, MultiGzDecoder::new(file), sink) } else { stream(name, file, sink) }
}

/// Reads everything in an archive. Broken entries are reported, and the rest is read.
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
            let most = entry.compressed_size().saturating_mul(MOST_PACKED).saturating_add(HEAD as u64);
            match io::copy(&mut (&mut entry).take(most + 1), &mut copy) {
                Ok(copied) if copied <= most => self::archive(&inner, copy, depth + 1, sink)?,
                Ok(_) => sink.problem(&inner, "", "the archive unpacks to more than an archive does"),
                Err(error) => sink.problem(&inner, "", &error.to_string()),
            }
        } else {
            sink.problem(&inner, "", "the archive is nested too deeply");
        }
    }
    Ok(())
}

/// Reads an unpacked file: of many records, or one.
pub(super) fn stream(name: &str, file: impl Read, sink: &mut dyn Sink) -> Result<(), super::ImportError> {
    let left = Rc::new(Cell::new(MAX_RECORD));
    let mut reader = BufReader::with_capacity(HEAD, Bounded { inner: file, left: Rc::clone(&left) });
    let mark = match reader.fill_buf() {
        Ok(head) if head.starts_with(b"\xef\xbb\xbf") => 3,
        Ok(_) => 0,
        Err(error) => {
            sink.problem(name, "", &error.to_string());
            return Ok(());
        }
    };
    reader.consume(mark);
    let head = reader.buffer();
    let has = |words: &str| head.windows(words.len()).any(|window| window == words.as_bytes());
    if head.starts_with(b"#model_version") || head.starts_with(b"cve,epss") {
        return scores(name, reader, &left, sink);
    }
    if has("\"NVD_CVE\"") {
        return many(name, reader, &left, sink, &mut |json, _| nvd::read(json).into()).map(drop);
    }
    if has("\"catalogVersion\"") {
        let whole = many(name, reader, &left, sink, &mut |json, released| match released {
            Some(released) => kev::read(json, released).into(),
            None => Outcome::Later,
        })?;
        return match whole {
            Some(released) => sink.item(Item::Catalogue { released }),
            None => {
                sink.incomplete(name);
                Ok(())
            }
        };
    }
    let mut json = Vec::new();
    if let Err(error) = reader.read_to_end(&mut json) {
        sink.problem(name, "", &error.to_string());
        return Ok(());
    }
    match one(&json) {
        Ok(items) if items.is_empty() => {
            sink.without_id();
            Ok(())
        }
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
        // Broken JSON is reported as such.
        let _: IgnoredAny = serde_json::from_slice(json)?;
        Err(Unreadable(
            "neither a CVE record nor an NVD feed, an OSV advisory, the KEV catalogue or EPSS scores"
                .to_owned(),
        ))
    }
}

/// Reads EPSS scores.
fn scores(
    name: &str,
    reader: impl BufRead,
    left: &Cell<u64>,
    sink: &mut dyn Sink,
) -> Result<(), super::ImportError> {
    let mut date = None;
    for (number, line) in (1..).zip(reader.lines()) {
        left.set(MAX_RECORD);
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

/// The result of reading one of many records.
enum Outcome {
    Item(Item),
    Unreadable(String),
    /// It needs the release date of all of them, which the file has not given yet.
    Later,
}

impl From<Result<Item, Unreadable>> for Outcome {
    fn from(read: Result<Item, Unreadable>) -> Self {
        match read {
            Ok(item) => Self::Item(item),
            Err(Unreadable(reason)) => Self::Unreadable(reason),
        }
    }
}

/// Reads one of many records, with the release date of all of them if the file has given it.
type ReadOne<'a> = dyn FnMut(&str, Option<Timestamp>) -> Outcome + 'a;

/// Reads a file that is an object with a list `vulnerabilities`, one record in memory at a time. Returns its release date if it
/// gives one and everything could be read: as many records as it counts, and at least one.
fn many(
    name: &str,
    reader: impl BufRead,
    left: &Cell<u64>,
    sink: &mut dyn Sink,
    read: &mut ReadOne<'_>,
) -> Result<Option<Timestamp>, super::ImportError> {
    let mut list = Vulnerabilities {
        name,
        sink,
        read,
        left,
        released: None,
        count: None,
        number: 0,
        unreadable: false,
        waiting: Vec::new(),
        waiting_bytes: 0,
        stopped: None,
    };
    let mut json = serde_json::Deserializer::from_reader(reader);
    let done = json.deserialize_map(&mut list);
    if list.stopped.is_none() {
        list.take_waiting();
    }
    match (list.stopped, done) {
        (Some(error), _) => Err(error),
        (None, Ok(())) => {
            let is_whole =
                !list.unreadable && list.number > 0 && list.count.is_none_or(|count| count == list.number);
            Ok(list.released.filter(|_| is_whole))
        }
        (None, Err(error)) => {
            let reason = format!("the file is broken: {error}");
            list.sink.problem(name, &format!("after record {}", list.number), &reason);
            Ok(None)
        }
    }
}

struct Vulnerabilities<'a, 'b> {
    name: &'a str,
    sink: &'a mut dyn Sink,
    read: &'a mut ReadOne<'b>,
    /// The size limit of the next record, in bytes.
    left: &'a Cell<u64>,
    released: Option<Timestamp>,
    /// How many records there are, as the file says.
    count: Option<u64>,
    /// How many records were read.
    number: u64,
    /// Whether any of them could not be read.
    unreadable: bool,
    /// Records, with their numbers, that wait for data after them.
    waiting: Vec<(u64, Box<RawValue>)>,
    waiting_bytes: usize,
    /// Why the import stopped, if not because of the file.
    stopped: Option<super::ImportError>,
}

impl Vulnerabilities<'_, '_> {
    /// Reads a record; `false` if the import has to stop.
    fn take(&mut self, number: u64, json: Box<RawValue>) -> bool {
        let mut problem = |reason: &str| {
            self.unreadable = true;
            self.sink.problem(self.name, &format!("record {number}"), reason);
        };
        match (self.read)(json.get(), self.released) {
            Outcome::Item(item) => self.stopped = self.sink.item(item).err(),
            Outcome::Unreadable(reason) => problem(&reason),
            Outcome::Later if self.waiting_bytes > MAX_WAITING => {
                problem("`dateReleased` is missing before it");
            }
            Outcome::Later => {
                self.waiting_bytes += json.get().len();
                self.waiting.push((number, json));
            }
        }
        self.stopped.is_none()
    }

    /// Reads the records that waited for the end of the file.
    fn take_waiting(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        if self.released.is_none() {
            for (number, _) in waiting {
                self.sink.problem(self.name, &format!("record {number}"), "`dateReleased` is missing");
            }
            return;
        }
        for (number, json) in waiting {
            if !self.take(number, json) {
                return;
            }
        }
    }
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
                "count" => self.count = map.next_value::<serde_json::Value>()?.as_u64(),
                "vulnerabilities" => map.next_value_seed(Records(&mut *self))?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
            self.left.set(MAX_RECORD);
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
            list.left.set(MAX_RECORD);
            if !list.take(list.number, json) {
                return Err(serde::de::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}
