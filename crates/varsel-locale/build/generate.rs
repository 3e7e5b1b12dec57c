//! From Fluent to Rust.
//!
//! Understood: text, variables, references to messages and terms without arguments, string literals, and selection by plural
//! category, number or word. English and Swedish have the same two plural categories: `one` for 1, `other` for the rest.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey};
use fluent_syntax::parser;

/// How a variable is used, which decides the type of its parameter.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Use {
    /// Anything that can be displayed.
    Shown,
    /// A word that a variant is chosen by.
    Word,
    /// A number.
    Number,
}

/// A piece of a message.
#[derive(Clone, PartialEq, Debug)]
enum Piece {
    Text(String),
    Variable(String),
    Select { variable: String, by_number: bool, variants: Vec<(String, Vec<Piece>)>, default: Vec<Piece> },
}

#[derive(Clone, Debug)]
struct Message {
    file: String,
    pieces: Vec<Piece>,
    uses: BTreeMap<String, Use>,
}

type Source = (String, String);

/// Generates the code for all languages, or says everything that is wrong.
pub(crate) fn generate(languages: &[(&str, Vec<Source>)]) -> Result<String, Vec<String>> {
    let mut problems = Vec::new();
    let mut parsed = Vec::new();
    for (language, files) in languages {
        parsed.push((*language, parse_language(language, files, &mut problems)));
    }
    let Some((first_language, first)) = parsed.first().cloned() else { return Ok(String::new()) };
    for (language, messages) in &parsed[1..] {
        let here: BTreeSet<&String> = messages.keys().collect();
        let there: BTreeSet<&String> = first.keys().collect();
        for id in there.difference(&here) {
            problems.push(format!("{language} {}: `{id}` is missing", first[*id].file));
        }
        for id in here.difference(&there) {
            problems.push(format!("{first_language} {}: `{id}` is missing", messages[*id].file));
        }
        for id in here.intersection(&there) {
            let names = |uses: &BTreeMap<String, Use>| uses.keys().map(|n| format!("${n}")).collect::<Vec<_>>().join(", ");
            let (mine, theirs) = (&messages[*id], &first[*id]);
            if mine.uses.keys().ne(theirs.uses.keys()) {
                problems.push(format!(
                    "{language} {}: `{id}` uses {{{}}}, {first_language} uses {{{}}}",
                    mine.file,
                    names(&mine.uses),
                    names(&theirs.uses)
                ));
            }
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(write_code(&parsed))
}

fn parse_language(language: &str, files: &[Source], problems: &mut Vec<String>) -> BTreeMap<String, Message> {
    let mut patterns: BTreeMap<String, (String, Pattern<String>)> = BTreeMap::new();
    for (file, source) in files {
        let resource = match parser::parse(source.clone()) {
            Ok(resource) => resource,
            Err((resource, errors)) => {
                for error in errors {
                    let line = source[..error.pos.start.min(source.len())].matches('\n').count() + 1;
                    problems.push(format!("{language} {file}:{line}: {error}"));
                }
                resource
            }
        };
        for entry in resource.body {
            let mut found = Vec::new();
            match entry {
                Entry::Message(message) => {
                    let id = message.id.name;
                    for attribute in message.attributes {
                        found.push((format!("{id}.{}", attribute.id.name), attribute.value));
                    }
                    if let Some(value) = message.value {
                        found.push((id, value));
                    }
                }
                Entry::Term(term) => found.push((format!("-{}", term.id.name), term.value)),
                _ => {}
            }
            for (id, value) in found {
                if let Some((other, _)) = patterns.insert(id.clone(), (file.clone(), value)) {
                    problems.push(format!("{language} {file}: `{id}` stands twice, also in {other}"));
                }
            }
        }
    }
    let mut messages = BTreeMap::new();
    for (id, (file, pattern)) in patterns.iter().filter(|(id, _)| !id.starts_with('-')) {
        let mut uses = BTreeMap::new();
        let mut pieces = Vec::new();
        match flatten(pattern, &patterns, 0, &mut pieces, &mut uses) {
            Ok(()) => {
                messages.insert(id.clone(), Message { file: file.clone(), pieces: join(pieces), uses });
            }
            Err(problem) => problems.push(format!("{language} {file}: `{id}`: {problem}")),
        }
    }
    messages
}

fn flatten(
    pattern: &Pattern<String>,
    all: &BTreeMap<String, (String, Pattern<String>)>,
    depth: usize,
    out: &mut Vec<Piece>,
    uses: &mut BTreeMap<String, Use>,
) -> Result<(), String> {
    if depth > 8 {
        return Err("references go in a circle".to_owned());
    }
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => out.push(Piece::Text(value.clone())),
            PatternElement::Placeable { expression } => flatten_expression(expression, all, depth, out, uses)?,
        }
    }
    Ok(())
}

fn flatten_expression(
    expression: &Expression<String>,
    all: &BTreeMap<String, (String, Pattern<String>)>,
    depth: usize,
    out: &mut Vec<Piece>,
    uses: &mut BTreeMap<String, Use>,
) -> Result<(), String> {
    let refer = |id: &str| all.get(id).ok_or_else(|| format!("`{id}` is referred to and does not exist"));
    match expression {
        Expression::Inline(InlineExpression::StringLiteral { value } | InlineExpression::NumberLiteral { value }) => {
            let text = fluent_syntax::unicode::unescape_unicode_to_string(value).into_owned();
            out.push(Piece::Text(text));
        }
        Expression::Inline(InlineExpression::VariableReference { id }) => {
            uses.entry(id.name.clone()).or_insert(Use::Shown);
            out.push(Piece::Variable(id.name.clone()));
        }
        Expression::Inline(InlineExpression::MessageReference { id, attribute: None }) => {
            flatten(&refer(&id.name)?.1, all, depth + 1, out, uses)?;
        }
        Expression::Inline(InlineExpression::TermReference { id, attribute: None, arguments: None }) => {
            flatten(&refer(&format!("-{}", id.name))?.1, all, depth + 1, out, uses)?;
        }
        Expression::Inline(InlineExpression::Placeable { expression }) => {
            flatten_expression(expression, all, depth, out, uses)?;
        }
        Expression::Select { selector: InlineExpression::VariableReference { id }, variants } => {
            out.push(flatten_select(&id.name, variants, all, depth, uses)?);
        }
        _ => return Err("this construct is not understood: text, variables, references and selection are".to_owned()),
    }
    Ok(())
}

fn flatten_select(
    variable: &str,
    variants: &[Variant<String>],
    all: &BTreeMap<String, (String, Pattern<String>)>,
    depth: usize,
    uses: &mut BTreeMap<String, Use>,
) -> Result<Piece, String> {
    let key = |variant: &Variant<String>| match &variant.key {
        VariantKey::Identifier { name } => name.clone(),
        VariantKey::NumberLiteral { value } => value.clone(),
    };
    let is_number = |key: &str| key.parse::<i64>().is_ok() || matches!(key, "one" | "other");
    let by_number = variants.iter().all(|variant| is_number(&key(variant)));
    let used = if by_number { Use::Number } else { Use::Word };
    let before = uses.insert(variable.to_owned(), used);
    if before.is_some_and(|before| before != Use::Shown && before != used) {
        return Err(format!("${variable} is used as a number and as a word"));
    }
    let mut chosen = Vec::new();
    let mut default = None;
    for variant in variants {
        let mut pieces = Vec::new();
        flatten(&variant.value, all, depth, &mut pieces, uses)?;
        if variant.default {
            default = Some(join(pieces));
        } else {
            chosen.push((key(variant), join(pieces)));
        }
    }
    let default = default.ok_or("a selection needs a default")?;
    // `one` stands behind exact numbers, so that `[1]` goes before it.
    chosen.sort_by_key(|(key, _)| key == "one");
    Ok(Piece::Select { variable: variable.to_owned(), by_number, variants: chosen, default })
}

/// Joins neighbouring texts.
fn join(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::new();
    for piece in pieces {
        match (joined.last_mut(), piece) {
            (Some(Piece::Text(before)), Piece::Text(text)) => before.push_str(&text),
            (_, piece) => joined.push(piece),
        }
    }
    joined
}

fn function_name(id: &str) -> String {
    id.replace(['-', '.'], "_").to_lowercase()
}

fn write_code(languages: &[(&str, BTreeMap<String, Message>)]) -> String {
    let mut code = String::from("impl Texts {\n");
    let mut fixed = Vec::new();
    let (_, first) = &languages[0];
    for (id, message) in first {
        let doc = plain(&message.pieces).replace('\n', " ");
        let _ = writeln!(code, "    #[doc = {doc:?}]");
        if message.uses.is_empty() {
            let _ = writeln!(code, "    pub fn {}(self) -> &'static str {{\n        match self.locale {{", function_name(id));
            for (language, messages) in languages {
                let _ = writeln!(code, "            Locale::{language} => {:?},", plain(&messages[id].pieces));
            }
            code.push_str("        }\n    }\n");
            fixed.push(id);
            continue;
        }
        let parameters: Vec<String> = parameters(id, languages)
            .into_iter()
            .map(|(name, used)| match used {
                Use::Shown => format!("{}: impl Display", function_name(&name)),
                Use::Word => format!("{}: &str", function_name(&name)),
                Use::Number => format!("{}: i64", function_name(&name)),
            })
            .collect();
        let _ = writeln!(code, "    pub fn {}(self, {}) -> String {{", function_name(id), parameters.join(", "));
        code.push_str("        let mut out = String::with_capacity(64);\n        match self.locale {\n");
        let numbers: BTreeSet<String> =
            self::parameters(id, languages).into_iter().filter(|(_, u)| *u == Use::Number).map(|(n, _)| n).collect();
        for (language, messages) in languages {
            let _ = writeln!(code, "            Locale::{language} => {{");
            write_pieces(&mut code, &messages[id].pieces, &numbers, 16);
            code.push_str("            }\n");
        }
        code.push_str("        }\n        out\n    }\n");
    }
    code.push_str("}\n\n/// The ids of all messages without variables, in order, with their texts by language.\n");
    let _ = writeln!(code, "static FIXED: &[(&str, [&str; {}])] = &[", languages.len());
    for id in fixed {
        let texts: Vec<String> = languages.iter().map(|(_, m)| format!("{:?}", plain(&m[id].pieces))).collect();
        let _ = writeln!(code, "    ({id:?}, [{}]),", texts.join(", "));
    }
    code.push_str("];\n");
    code
}

/// The parameters of a message: what any language makes of a variable counts for all.
fn parameters(id: &str, languages: &[(&str, BTreeMap<String, Message>)]) -> Vec<(String, Use)> {
    let mut all: BTreeMap<String, Use> = BTreeMap::new();
    for (_, messages) in languages {
        for (name, used) in &messages[id].uses {
            let entry = all.entry(name.clone()).or_insert(*used);
            *entry = (*entry).max(*used);
        }
    }
    all.into_iter().collect()
}

fn plain(pieces: &[Piece]) -> String {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Variable(name) => format!("{{${name}}}"),
            Piece::Select { default, .. } => plain(default),
        })
        .collect()
}

fn write_pieces(code: &mut String, pieces: &[Piece], numbers: &BTreeSet<String>, indent: usize) {
    let pad = " ".repeat(indent);
    for piece in pieces {
        match piece {
            Piece::Text(text) => {
                let _ = writeln!(code, "{pad}out.push_str({text:?});");
            }
            Piece::Variable(name) if numbers.contains(name) => {
                let _ = writeln!(code, "{pad}out.push_str(&crate::format::number(self.locale, {}));", function_name(name));
            }
            Piece::Variable(name) => {
                let _ = writeln!(code, "{pad}let _ = write!(out, \"{{}}\", {});", function_name(name));
            }
            Piece::Select { variable, by_number, variants, default } => {
                let _ = writeln!(code, "{pad}match {} {{", function_name(variable));
                for (key, pieces) in variants {
                    let key = match (by_number, key.as_str()) {
                        (true, "one") => "1".to_owned(),
                        (true, number) => number.to_owned(),
                        (false, word) => format!("{word:?}"),
                    };
                    let _ = writeln!(code, "{pad}    {key} => {{");
                    write_pieces(code, pieces, numbers, indent + 8);
                    let _ = writeln!(code, "{pad}    }}");
                }
                let _ = writeln!(code, "{pad}    _ => {{");
                write_pieces(code, default, numbers, indent + 8);
                let _ = writeln!(code, "{pad}    }}\n{pad}}}");
            }
        }
    }
}
