//! From Fluent to Rust: [`read`] parses the files, this module compares the languages, [`write`] generates the code.

use std::collections::{BTreeMap, BTreeSet};

mod read;
mod write;

use read::{Message, Use};

/// A language and its Fluent files.
pub(crate) struct Language<'a> {
    /// The BCP 47 tag, which is also the name of the directory.
    pub(crate) tag: &'a str,
    /// The names of the files, and what they hold.
    pub(crate) files: Vec<(String, String)>,
}

/// The messages of one language by id.
type Messages = BTreeMap<String, Message>;

/// Generates the code for all languages, or reports all errors.
///
/// The first language gives the documentation. All others must have the same files, messages and variables.
pub(crate) fn generate(languages: &[Language]) -> Result<String, Vec<String>> {
    let mut problems = Vec::new();
    let all: Vec<Messages> = languages.iter().map(|language| read::read(language, &mut problems)).collect();
    // Unreadable files cannot be compared: the differences would only repeat the error.
    if problems.is_empty() {
        for (language, messages) in languages.iter().zip(&all).skip(1) {
            compare((&languages[0], &all[0]), (language, messages), &mut problems);
        }
    }
    if problems.is_empty() {
        check_names(&all[0], &mut problems);
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let tags: Vec<&str> = languages.iter().map(|language| language.tag).collect();
    Ok(write::write(&tags, &all))
}

fn compare(first: (&Language, &Messages), second: (&Language, &Messages), problems: &mut Vec<String>) {
    for (here, there) in [(first, second), (second, first)] {
        let names = |language: &Language| -> BTreeSet<String> {
            language.files.iter().map(|(name, _)| name.clone()).collect()
        };
        let lacking: BTreeSet<String> = names(here.0).difference(&names(there.0)).cloned().collect();
        let (tag, other) = (here.0.tag, there.0.tag);
        for file in &lacking {
            problems.push(format!("locales/{other}/{file} is missing: locales/{tag}/{file} exists"));
        }
        for (id, message) in here.1 {
            if !there.1.contains_key(id) && !lacking.contains(&message.file) {
                problems.push(format!("locales/{other}: `{id}` is missing: it stands in {}", message.place));
            }
        }
    }
    for (id, ours) in first.1 {
        let Some(theirs) = second.1.get(id) else { continue };
        if ours.uses.keys().ne(theirs.uses.keys()) {
            problems.push(format!(
                "{}: `{id}` uses {}, but {} uses {}",
                theirs.place,
                variables(theirs),
                ours.place,
                variables(ours)
            ));
            continue;
        }
        for (variable, used) in &ours.uses {
            if matches!((used, theirs.uses[variable]), (Use::Number, Use::Word) | (Use::Word, Use::Number)) {
                problems.push(format!(
                    "{}: `{id}` chooses by ${variable} as a {}, but {} as a {used}",
                    theirs.place, theirs.uses[variable], ours.place
                ));
            }
        }
    }
}

fn variables(message: &Message) -> String {
    if message.uses.is_empty() {
        return "no variables".to_owned();
    }
    message.uses.keys().map(|name| format!("${name}")).collect::<Vec<_>>().join(", ")
}

/// The names that the generated code cannot use: Rust's words, and the buffer of the generated functions.
const TAKEN: [&str; 39] = [
    "as", "async", "await", "box", "break", "const", "continue", "crate", "do", "dyn", "else", "enum",
    "extern", "false", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut",
    "out", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true", "type", "use",
    "while",
];

/// Finds ids and variables that cannot become names in Rust, or become the same.
fn check_names(messages: &Messages, problems: &mut Vec<String>) {
    let mut functions: BTreeMap<String, &str> = BTreeMap::new();
    for (id, message) in messages {
        let function = write::rust_name(id);
        if TAKEN.contains(&function.as_str()) {
            problems.push(format!("{}: `{id}` cannot be the name of a function in Rust", message.place));
        }
        if let Some(other) = functions.insert(function, id) {
            problems.push(format!("{}: `{id}` and `{other}` become the same function", message.place));
        }
        let mut parameters = BTreeSet::new();
        for variable in message.uses.keys() {
            let parameter = write::rust_name(variable);
            if TAKEN.contains(&parameter.as_str()) || !parameters.insert(parameter) {
                problems
                    .push(format!("{}: `{id}`: ${variable} cannot be a parameter in Rust", message.place));
            }
        }
    }
}
