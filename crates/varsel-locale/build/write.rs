//! Generates the Rust code: a table of constant sentences, and a function for every message.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Messages;
use super::read::{Piece, Use};

/// Writing into a `String` cannot fail.
macro_rules! line {
    ($out:expr, $($format:tt)*) => {{ let _ = writeln!($out, $($format)*); }};
}

/// Generates the code for languages that have the same messages.
pub(crate) fn write(tags: &[&str], languages: &[Messages]) -> String {
    let mut code =
        String::from("use std::fmt::{Display, Write as _};\n\nuse crate::{Locale, Texts, format};\n\n");
    let Some(first) = languages.first() else { return code };
    let mut fixed = Vec::new();
    code.push_str("impl Texts {\n");
    for (id, message) in first {
        line!(code, "    #[doc = {:?}]", documentation(&message.pieces));
        if message.uses.is_empty() {
            let (name, at) = (rust_name(id), fixed.len());
            line!(code, "    pub fn {name}(self) -> &'static str {{");
            line!(code, "        FIXED[{at}].1[self.locale as usize]\n    }}\n");
            fixed.push(id);
        } else {
            write_function(&mut code, id, tags, languages);
        }
    }
    code.push_str("}\n\n/// The ids of all messages, sorted.\npub static KEYS: &[&str] = &[\n");
    for id in first.keys() {
        line!(code, "    {id:?},");
    }
    code.push_str(
        "];\n\n/// The messages without variables, sorted by id, with their text in each language.\n",
    );
    line!(code, "pub(super) static FIXED: [(&str, [&str; {}]); {}] = [", languages.len(), fixed.len());
    for id in fixed {
        let texts: Vec<String> =
            languages.iter().map(|messages| format!("{:?}", plain(&messages[id].pieces))).collect();
        line!(code, "    ({id:?}, [{}]),", texts.join(", "));
    }
    code.push_str("];\n");
    code
}

fn write_function(code: &mut String, id: &str, tags: &[&str], languages: &[Messages]) {
    let mut uses: BTreeMap<&str, Use> = BTreeMap::new();
    for messages in languages {
        for (variable, used) in &messages[id].uses {
            let known = uses.entry(variable).or_insert(*used);
            *known = (*known).max(*used);
        }
    }
    let parameters: Vec<String> = uses.iter().map(|(variable, used)| parameter(variable, *used)).collect();
    line!(code, "    pub fn {}(self, {}) -> String {{", rust_name(id), parameters.join(", "));
    let capacity = languages.iter().map(|messages| capacity(&messages[id].pieces)).max().unwrap_or(0);
    line!(code, "        let mut out = String::with_capacity({capacity});");
    code.push_str("        match self.locale {\n");
    for (tag, messages) in tags.iter().zip(languages) {
        line!(code, "            Locale::{} => {{", variant(tag));
        write_pieces(code, &messages[id].pieces, &uses, 16);
        code.push_str("            }\n");
    }
    code.push_str("        }\n        out\n    }\n\n");
}

fn parameter(variable: &str, used: Use) -> String {
    let of = match used {
        Use::Shown => "impl Display",
        Use::Word => "&str",
        Use::Number => "i64",
    };
    format!("{}: {of}", rust_name(variable))
}

fn write_pieces(code: &mut String, pieces: &[Piece], uses: &BTreeMap<&str, Use>, indent: usize) {
    let pad = " ".repeat(indent);
    let arm = |code: &mut String, key: &str, pieces: &[Piece]| {
        line!(code, "{pad}    {key} => {{");
        write_pieces(code, pieces, uses, indent + 8);
        line!(code, "{pad}    }}");
    };
    for piece in pieces {
        match piece {
            Piece::Text(text) => write_text(code, text, &pad),
            Piece::Variable(variable) => {
                let name = rust_name(variable);
                match uses[variable.as_str()] {
                    Use::Number => line!(code, "{pad}format::push_number(&mut out, self.locale, {name});"),
                    Use::Word => line!(code, "{pad}out.push_str({name});"),
                    Use::Shown => line!(code, "{pad}let _ = write!(out, \"{{{name}}}\");"),
                }
            }
            Piece::ByNumber { variable, exact, one, other } => {
                line!(code, "{pad}match {} {{", rust_name(variable));
                for (number, pieces) in exact {
                    arm(code, &number.to_string(), pieces);
                }
                let free = |number: &i64| exact.iter().all(|(taken, _)| taken != number);
                let units: Vec<String> =
                    [-1, 1].iter().filter(|n| free(n)).map(ToString::to_string).collect();
                if let Some(pieces) = one.as_deref().filter(|_| !units.is_empty()) {
                    arm(code, &units.join(" | "), pieces);
                }
                arm(code, "_", other);
                line!(code, "{pad}}}");
            }
            Piece::ByWord { variable, words, other } => {
                line!(code, "{pad}match {} {{", rust_name(variable));
                for (word, pieces) in words {
                    arm(code, &format!("{word:?}"), pieces);
                }
                arm(code, "_", other);
                line!(code, "{pad}}}");
            }
        }
    }
}

fn write_text(code: &mut String, text: &str, pad: &str) {
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(only), None) => line!(code, "{pad}out.push({only:?});"),
        (Some(_), Some(_)) => line!(code, "{pad}out.push_str({text:?});"),
        (None, _) => {}
    }
}

/// Returns the name of the function or parameter: `case-title.hint` becomes `case_title_hint`.
pub(crate) fn rust_name(id: &str) -> String {
    id.replace(['-', '.'], "_").to_lowercase()
}

/// Returns the variant of `Locale`: `En` for `en`.
fn variant(tag: &str) -> String {
    let (first, rest) = tag.split_at(1);
    first.to_uppercase() + rest
}

/// Returns the text with its variables as `{$name}`, using the default variant.
fn plain(pieces: &[Piece]) -> String {
    let mut out = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Variable(name) => {
                let _ = write!(out, "{{${name}}}");
            }
            Piece::ByNumber { other, .. } | Piece::ByWord { other, .. } => out.push_str(&plain(other)),
        }
    }
    out
}

/// Returns the text as one line of Markdown.
fn documentation(pieces: &[Piece]) -> String {
    let mut out = String::new();
    for letter in plain(pieces).replace('\n', " ").chars() {
        if matches!(letter, '[' | ']' | '<' | '>' | '`' | '*' | '_' | '\\') {
            out.push('\\');
        }
        out.push(letter);
    }
    if out.trim().is_empty() { "(Empty.)".to_owned() } else { out }
}

/// Returns the initial capacity: the fixed text, and an estimate for each variable.
fn capacity(pieces: &[Piece]) -> usize {
    let widest =
        |variants: &mut dyn Iterator<Item = &Vec<Piece>>| variants.map(|p| capacity(p)).max().unwrap_or(0);
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => text.len(),
            Piece::Variable(_) => 16,
            Piece::ByNumber { exact, one, other, .. } => {
                widest(&mut exact.iter().map(|(_, pieces)| pieces).chain(one).chain([other]))
            }
            Piece::ByWord { words, other, .. } => {
                widest(&mut words.iter().map(|(_, pieces)| pieces).chain([other]))
            }
        })
        .sum()
}
