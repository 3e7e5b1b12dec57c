//! Reads a file row by row, whatever its format.

use std::io::{self, BufRead};

use super::Format;
use super::csv::{Cell, Records, Stop};
use super::json::{ListProblem, Member, Object, Objects};
use super::problem::{ImportError, MAX_PROBLEMS, Problems, RowProblem, Wrong, shown};
use super::row::{Kind, MOST_COLUMNS, RawRow, Row, Seen};
use super::source::{Place, Source};

/// Accepts a row and the number of bytes read; returns problems of it or of earlier rows.
pub(super) type Sink<'a> = dyn FnMut(Row, u64) -> Result<Vec<RowProblem>, ImportError> + 'a;

/// Collects problems up to a limit.
struct Collector {
    problems: Problems,
    most: usize,
}

impl Collector {
    fn add(&mut self, found: Vec<RowProblem>) {
        self.problems.list.extend(found);
    }

    fn is_full(&mut self) -> bool {
        self.problems.more |= self.problems.list.len() >= self.most;
        self.problems.more
    }
}

/// Reads a file from its start and passes every valid row to `sink`.
///
/// Returns the problems; reading ends where it would only guess, or after `most` problems.
pub(super) fn read(
    format: Format,
    file: impl BufRead,
    most: usize,
    sink: &mut Sink<'_>,
) -> Result<Problems, ImportError> {
    let mut source = Source::new(file)?;
    let mut collector = Collector { problems: Problems::default(), most };
    if source.is_utf16() {
        collector.add(vec![RowProblem::at(Place::START, Wrong::Utf16)]);
        collector.problems.more = true;
        return Ok(collector.problems);
    }
    let read = match format {
        Format::Csv => read_csv(&mut source, &mut collector, sink),
        Format::Json => read_json(&mut source, &mut collector, sink),
    };
    match read {
        Ok(()) => {}
        Err(Halt::Stop(Stop::Io(error))) => return Err(error.into()),
        Err(Halt::Stop(Stop::Wrong(problem))) => {
            collector.problems.list.push(problem);
            collector.problems.more = true;
        }
        Err(Halt::Sink(error)) => return Err(error),
    }
    Ok(collector.problems)
}

enum Halt {
    Stop(Stop),
    Sink(ImportError),
}

impl From<Stop> for Halt {
    fn from(stop: Stop) -> Self {
        Self::Stop(stop)
    }
}

impl From<io::Error> for Halt {
    fn from(error: io::Error) -> Self {
        Self::Stop(Stop::Io(error))
    }
}

impl From<ImportError> for Halt {
    fn from(error: ImportError) -> Self {
        Self::Sink(error)
    }
}

fn read_csv<R: BufRead>(
    source: &mut Source<R>,
    collector: &mut Collector,
    sink: &mut Sink<'_>,
) -> Result<(), Halt> {
    let mut records = Records::new();
    let Some(header) = records.header(source)? else {
        let wrong = Wrong::NoHeader { accepted: Kind::Offers.accepted() };
        collector.add(vec![RowProblem::at(Place::START, wrong)]);
        return Ok(());
    };
    let (kind, columns) = match read_header(&header) {
        Ok(header) => header,
        Err(problems) => {
            collector.add(problems);
            collector.problems.more = true;
            return Ok(());
        }
    };
    let mut seen = Seen::default();
    let mut index = 0;
    while let Some(cells) = records.next(source)? {
        let mut found = Vec::new();
        let row = read_record(kind, &columns, index, cells, &mut found);
        let row = row.and_then(|raw| seen.check(&raw, &mut found));
        collector.add(found);
        if let Some(row) = row {
            collector.add(sink(row, source.bytes())?);
        }
        index += 1;
        if collector.is_full() {
            break;
        }
    }
    Ok(())
}

/// Reads the header: the kind of file, and the order of its columns.
fn read_header(cells: &[Cell]) -> Result<(Kind, Vec<usize>), Vec<RowProblem>> {
    let mut names = Vec::with_capacity(cells.len());
    for cell in cells {
        let name =
            std::str::from_utf8(&cell.bytes).map_err(|_| vec![RowProblem::at(cell.place, Wrong::NotUtf8)])?;
        names.push(name.trim());
    }
    let kind = Kind::of(names.iter().copied());
    let mut problems = Vec::new();
    let mut columns = Vec::with_capacity(names.len());
    for (name, cell) in names.iter().zip(cells) {
        match kind.column(name) {
            Some(column) if columns.contains(&column) => {
                let wrong = Wrong::RepeatedColumn { name: kind.columns()[column] };
                problems.push(RowProblem::at(cell.place, wrong));
            }
            Some(column) => columns.push(column),
            None => {
                let wrong = Wrong::UnknownColumn { given: shown(name), accepted: kind.accepted() };
                problems.push(RowProblem::at(cell.place, wrong));
            }
        }
    }
    for (column, name) in kind.columns().iter().enumerate() {
        if !columns.contains(&column) && !kind.may_lack(column) {
            let place = cells.first().map_or(Place::START, |cell| cell.place);
            problems.push(RowProblem::at(place, Wrong::MissingColumn { name, accepted: kind.accepted() }));
        }
    }
    if problems.is_empty() {
        Ok((kind, columns))
    } else {
        problems.truncate(MAX_PROBLEMS);
        Err(problems)
    }
}

fn read_record(
    kind: Kind,
    columns: &[usize],
    index: u64,
    cells: Vec<Cell>,
    problems: &mut Vec<RowProblem>,
) -> Option<RawRow> {
    let start = cells.first().map_or(Place::START, |cell| cell.place);
    if cells.len() != columns.len() {
        let wrong = Wrong::FieldCount { actual: cells.len(), wanted: columns.len() };
        problems.push(RowProblem::at(start, wrong));
        return None;
    }
    let mut row = RawRow::new(kind, Format::Csv, index, start);
    let before = problems.len();
    for (cell, column) in cells.into_iter().zip(columns.iter().copied()) {
        row.origin.places[column] = cell.place;
        match String::from_utf8(cell.bytes) {
            Err(_) => problems.push(row.origin.problem(column, Wrong::NotUtf8)),
            Ok(text) if kind.is_list(column) => {
                if !text.trim().is_empty() {
                    row.fields[column] = text.split('|').map(|item| (cell.place, item.to_owned())).collect();
                }
            }
            Ok(text) => row.fields[column] = vec![(cell.place, text)],
        }
    }
    (problems.len() == before).then_some(row)
}

fn read_json<R: BufRead>(
    source: &mut Source<R>,
    collector: &mut Collector,
    sink: &mut Sink<'_>,
) -> Result<(), Halt> {
    let mut objects = Objects::new();
    let mut seen = Seen::default();
    let mut kind = None;
    let mut index = 0;
    while let Some(object) = objects.next(source)? {
        let members = object.members().map_err(Stop::Wrong)?;
        let kind = *kind.get_or_insert_with(|| Kind::of(members.iter().map(|member| member.name.as_str())));
        let mut found = Vec::new();
        let row = read_object(kind, index, &object, &members, &mut found);
        let row = row.and_then(|raw| seen.check(&raw, &mut found));
        collector.add(found);
        if let Some(row) = row {
            collector.add(sink(row, source.bytes())?);
        }
        index += 1;
        if collector.is_full() {
            break;
        }
    }
    Ok(())
}

fn read_object(
    kind: Kind,
    index: u64,
    object: &Object,
    members: &[Member<'_>],
    problems: &mut Vec<RowProblem>,
) -> Option<RawRow> {
    let mut row = RawRow::new(kind, Format::Json, index, object.place);
    let mut there = [false; MOST_COLUMNS];
    let before = problems.len();
    for Member { name, value } in members {
        let Some(column) = kind.column(name) else {
            let wrong = Wrong::UnknownColumn { given: shown(name), accepted: kind.accepted() };
            let field = format!("[{index}]");
            problems.push(RowProblem { place: value.place, field, wrong });
            continue;
        };
        row.origin.places[column] = value.place;
        if there[column] {
            problems.push(row.origin.problem(column, Wrong::RepeatedColumn { name: kind.columns()[column] }));
        }
        there[column] = true;
        if value.is_null() && kind.may_miss(column) {
            continue;
        }
        let read = if kind.is_list(column) {
            value.texts()
        } else {
            let text = value.text().map(|text| vec![(value.place, text)]);
            text.map_err(|wrong| ListProblem { item: None, place: value.place, wrong })
        };
        match read {
            Ok(texts) => row.fields[column] = texts,
            Err(ListProblem { item: Some(item), place, wrong }) => {
                problems.push(row.origin.item_problem(column, item, place, wrong));
            }
            Err(ListProblem { item: None, wrong, .. }) => problems.push(row.origin.problem(column, wrong)),
        }
    }
    for (column, there) in there.into_iter().enumerate().take(kind.columns().len()) {
        if !there && !kind.may_miss(column) {
            problems.push(row.origin.problem(column, Wrong::Missing));
        }
    }
    (problems.len() == before).then_some(row)
}
