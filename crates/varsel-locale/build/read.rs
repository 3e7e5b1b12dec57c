//! Parses Fluent files.
//!
//! Supports text, variables, `NUMBER($n)`, string literals, references to messages, their attributes and terms, and selection by
//! plural category, by exact number or by word. References are resolved.

use std::collections::BTreeMap;
use std::fmt;

use fluent_syntax::ast::{
    CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey,
};
use fluent_syntax::parser;

use super::{Language, Messages};

/// How a variable is used, which decides the type of its parameter: the greatest use wins.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Use {
    /// Anything that can be displayed.
    Shown,
    /// A word that a variant is chosen by.
    Word,
    /// A number, written with its thousands apart.
    Number,
}

impl fmt::Display for Use {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Shown => "text",
            Self::Word => "word",
            Self::Number => "number",
        })
    }
}

/// A piece of a message.
#[derive(Clone, Debug)]
pub(crate) enum Piece {
    Text(String),
    Variable(String),
    /// English and Swedish have two categories: `one` for 1 and -1, `other` for the rest.
    ByNumber {
        variable: String,
        exact: Vec<(i64, Vec<Piece>)>,
        one: Option<Vec<Piece>>,
        other: Vec<Piece>,
    },
    ByWord {
        variable: String,
        words: Vec<(String, Vec<Piece>)>,
        other: Vec<Piece>,
    },
}

/// A message, its references resolved.
#[derive(Debug)]
pub(crate) struct Message {
    /// The name of its file.
    pub(crate) file: String,
    /// Its file and line, for people.
    pub(crate) place: String,
    pub(crate) pieces: Vec<Piece>,
    pub(crate) uses: BTreeMap<String, Use>,
}

/// A message or term as in its file. Attributes have the id `message.attribute`, terms `-term`.
struct Raw {
    file: String,
    place: String,
    pattern: Pattern<String>,
}

/// Parses the messages of a language and adds errors to the problems.
pub(crate) fn read(language: &Language, problems: &mut Vec<String>) -> Messages {
    let mut raw: BTreeMap<String, Raw> = BTreeMap::new();
    for (file, source) in &language.files {
        read_file(language.tag, file, source, &mut raw, problems);
    }
    let mut messages = Messages::new();
    for (id, Raw { file, place, pattern }) in &raw {
        let mut reader = Reader { raw: &raw, trail: vec![id], uses: BTreeMap::new() };
        match reader.pattern(pattern) {
            Ok(_) if id.starts_with('-') => {}
            Ok(pieces) => {
                let message = Message { file: file.clone(), place: place.clone(), pieces, uses: reader.uses };
                messages.insert(id.clone(), message);
            }
            Err(problem) => problems.push(format!("{place}: `{id}`: {problem}")),
        }
    }
    messages
}

fn read_file(
    tag: &str,
    file: &str,
    source: &str,
    raw: &mut BTreeMap<String, Raw>,
    problems: &mut Vec<String>,
) {
    let path = format!("locales/{tag}/{file}");
    let resource = parser::parse(source.to_owned()).unwrap_or_else(|(resource, errors)| {
        for error in errors {
            let before = source.as_bytes().iter().take(error.pos.start);
            let line = 1 + before.filter(|byte| **byte == b'\n').count();
            problems.push(format!("{path}:{line}: {error}"));
        }
        resource
    });
    for entry in resource.body {
        let (id, value, attributes) = match entry {
            Entry::Message(message) => (message.id.name, message.value, message.attributes),
            Entry::Term(term) => (format!("-{}", term.id.name), Some(term.value), term.attributes),
            _ => continue,
        };
        let place = format!("{path}:{}", line_of(source, &id));
        if id.starts_with('-') && !attributes.is_empty() {
            problems.push(format!("{place}: `{id}`: a term has no attributes here"));
        }
        let attributes = attributes.into_iter().map(|a| (format!("{id}.{}", a.id.name), a.value));
        let value = value.map(|value| (id.clone(), value));
        for (id, pattern) in value.into_iter().chain(attributes) {
            let entry = Raw { file: file.to_owned(), place: place.clone(), pattern };
            if let Some(other) = raw.insert(id.clone(), entry) {
                problems.push(format!("{place}: `{id}` occurs twice, first in {}", other.place));
            }
        }
    }
}

/// Returns the last line with an id: the parser has no positions, and duplicate ids have to be found too.
fn line_of(source: &str, id: &str) -> usize {
    let begins = |line: &str| line.strip_prefix(id).is_some_and(|rest| rest.trim_start().starts_with('='));
    source.lines().enumerate().filter(|(_, line)| begins(line)).last().map_or(1, |(before, _)| before + 1)
}

/// Resolves one message.
struct Reader<'a> {
    raw: &'a BTreeMap<String, Raw>,
    /// The ids on the path from the message to the current reference.
    trail: Vec<&'a str>,
    uses: BTreeMap<String, Use>,
}

impl<'a> Reader<'a> {
    fn pattern(&mut self, pattern: &'a Pattern<String>) -> Result<Vec<Piece>, String> {
        let mut pieces = Vec::new();
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => push_text(&mut pieces, value),
                PatternElement::Placeable { expression } => self.expression(expression, &mut pieces)?,
            }
        }
        Ok(pieces)
    }

    fn expression(&mut self, expression: &'a Expression<String>, out: &mut Vec<Piece>) -> Result<(), String> {
        match expression {
            Expression::Inline(inline) => self.inline(inline, out),
            Expression::Select { selector, variants } => {
                let piece = self.select(selector, variants)?;
                out.push(piece);
                Ok(())
            }
        }
    }

    fn inline(&mut self, inline: &'a InlineExpression<String>, out: &mut Vec<Piece>) -> Result<(), String> {
        match inline {
            InlineExpression::StringLiteral { value } => {
                push_text(out, &fluent_syntax::unicode::unescape_unicode_to_string(value));
                Ok(())
            }
            InlineExpression::MessageReference { id, attribute } => match attribute {
                Some(attribute) => self.refer(&format!("{}.{}", id.name, attribute.name), out),
                None => self.refer(&id.name, out),
            },
            InlineExpression::TermReference { id, attribute: None, arguments: None } => {
                self.refer(&format!("-{}", id.name), out)
            }
            InlineExpression::Placeable { expression } => self.expression(expression, out),
            _ => {
                let (variable, used) = variable(inline)?;
                self.note(variable, used)?;
                out.push(Piece::Variable(variable.to_owned()));
                Ok(())
            }
        }
    }

    fn refer(&mut self, id: &str, out: &mut Vec<Piece>) -> Result<(), String> {
        let Some((id, raw)) = self.raw.get_key_value(id) else {
            return Err(format!("refers to `{id}`, which does not exist"));
        };
        if self.trail.contains(&id.as_str()) {
            return Err(format!("refers to `{id}` in a circle"));
        }
        self.trail.push(id);
        for piece in self.pattern(&raw.pattern)? {
            match piece {
                Piece::Text(text) => push_text(out, &text),
                piece => out.push(piece),
            }
        }
        self.trail.pop();
        Ok(())
    }

    fn select(
        &mut self,
        selector: &'a InlineExpression<String>,
        variants: &'a [Variant<String>],
    ) -> Result<Piece, String> {
        let (variable, used) = variable(selector)?;
        let is_number = |key: &str| matches!(key, "one" | "other") || key.parse::<i64>().is_ok();
        let keys: Vec<&str> = variants.iter().map(|variant| key(&variant.key)).collect();
        let by_number = used == Use::Number || keys.iter().all(|key| is_number(key));
        if let Some(twice) = (1..keys.len()).find(|i| keys[..*i].contains(&keys[*i])) {
            return Err(format!("${variable} has the variant [{}] twice", keys[twice]));
        }
        if by_number && let Some(wrong) = keys.iter().find(|key| !is_number(key)) {
            return Err(format!(
                "${variable} is a number: [{wrong}] is neither one, other nor a whole number"
            ));
        }
        let category = |key: &&&str| matches!(**key, "zero" | "two" | "few" | "many");
        if !by_number && keys.iter().all(|key| category(&key) || is_number(key)) {
            let wrong = keys.iter().find(category).unwrap_or(&"");
            return Err(format!("[{wrong}] is no plural category of our languages: they have one and other"));
        }
        if !by_number && let Some(wrong) = keys.iter().find(|key| key.parse::<f64>().is_ok()) {
            return Err(format!(
                "${variable} mixes words and the number [{wrong}], or the number is not whole"
            ));
        }
        self.note(variable, if by_number { Use::Number } else { Use::Word })?;
        let mut default = None;
        let mut chosen = Vec::new();
        for variant in variants {
            let pieces = self.pattern(&variant.value)?;
            if variant.default {
                default = Some((key(&variant.key), pieces.clone()));
            }
            chosen.push((key(&variant.key), pieces));
        }
        let (default_key, default) = default.ok_or("a selection needs a default")?;
        let variable = variable.to_owned();
        if !by_number {
            chosen.retain(|(key, _)| *key != default_key);
            let words = chosen.into_iter().map(|(key, pieces)| (key.to_owned(), pieces)).collect();
            return Ok(Piece::ByWord { variable, words, other: default });
        }
        let mut exact = Vec::new();
        let (mut one, mut other) = (None, None);
        for (key, pieces) in chosen {
            match key {
                "one" => one = Some(pieces),
                "other" => other = Some(pieces),
                number => exact.extend(number.parse().ok().map(|number: i64| (number, pieces))),
            }
        }
        // A number whose category has no variant takes the default, which need not be `other`.
        let one = one.or_else(|| (default_key != "other").then(|| default.clone()));
        Ok(Piece::ByNumber { variable, exact, one, other: other.unwrap_or(default) })
    }

    /// Records how a variable is used.
    fn note(&mut self, variable: &str, used: Use) -> Result<(), String> {
        if let Some(term) = self.trail.iter().find(|id| id.starts_with('-')) {
            return Err(format!("the term `{term}` cannot have variables"));
        }
        let before = self.uses.entry(variable.to_owned()).or_insert(used);
        match (*before, used) {
            (Use::Number, Use::Word) | (Use::Word, Use::Number) => {
                Err(format!("${variable} is used as a number and as a word"))
            }
            _ => {
                *before = (*before).max(used);
                Ok(())
            }
        }
    }
}

/// Finds the variable in `$name` and `NUMBER($name)`.
fn variable(inline: &InlineExpression<String>) -> Result<(&str, Use), String> {
    match inline {
        InlineExpression::VariableReference { id } => Ok((&id.name, Use::Shown)),
        InlineExpression::FunctionReference { id, arguments: CallArguments { positional, named } }
            if id.name == "NUMBER" && named.is_empty() =>
        {
            match positional.as_slice() {
                [InlineExpression::VariableReference { id }] => Ok((&id.name, Use::Number)),
                _ => Err("NUMBER takes one variable".to_owned()),
            }
        }
        InlineExpression::FunctionReference { id, .. } => {
            Err(format!("the function {} is not understood: only NUMBER($variable) is", id.name))
        }
        InlineExpression::NumberLiteral { value } => Err(format!("write {value} without braces")),
        InlineExpression::TermReference { id, .. } => {
            Err(format!("the term `-{}` can only be referred to without attributes and arguments", id.name))
        }
        _ => Err("a selection is made by a variable".to_owned()),
    }
}

fn key(key: &VariantKey<String>) -> &str {
    match key {
        VariantKey::Identifier { name } => name,
        VariantKey::NumberLiteral { value } => value,
    }
}

/// Adds a text, to the text before it if there is one.
fn push_text(pieces: &mut Vec<Piece>, text: &str) {
    match pieces.last_mut() {
        Some(Piece::Text(before)) => before.push_str(text),
        _ => pieces.push(Piece::Text(text.to_owned())),
    }
}
