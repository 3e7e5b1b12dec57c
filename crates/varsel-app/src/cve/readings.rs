//! Reads files without storing the results: for tests, and for comparing our parsers with others.

use std::path::{Path, PathBuf};

use super::files::{self, Meter, Sink};
use super::{ImportError, Item, Problem};

/// Reads a file, an archive or a folder, and passes on the contents of each file, as an import would store them.
///
/// Fails if a file cannot be read at all; unreadable records are among the problems.
pub fn readings(path: &Path, each: &mut dyn FnMut(&Path, Item)) -> Result<Vec<Problem>, ImportError> {
    let (mut found, mut of) = (Vec::new(), PathBuf::new());
    let mut reader = Reader { each: &mut |item| each(&of, item), problems: Vec::new() };
    files::list(path, &mut found, &mut reader);
    let mut problems = reader.problems;
    for path in found {
        of.clone_from(&path);
        let mut reader = Reader { each: &mut |item| each(&of, item), problems };
        files::read(&path, &Meter::default(), &mut reader)?;
        problems = reader.problems;
    }
    Ok(problems)
}

struct Reader<'a> {
    each: &'a mut dyn FnMut(Item),
    problems: Vec<Problem>,
}

impl Sink for Reader<'_> {
    fn item(&mut self, item: Item) -> Result<(), ImportError> {
        (self.each)(item);
        Ok(())
    }

    fn problem(&mut self, file: &str, record: &str, reason: &str) {
        let (file, record, reason) = (file.to_owned(), record.to_owned(), reason.to_owned());
        self.problems.push(Problem { file, record, reason });
    }

    fn incomplete(&mut self, file: &str) {
        self.problem(file, "", "not complete");
    }

    fn without_id(&mut self) {}
}
