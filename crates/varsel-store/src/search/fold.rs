//! How words are told apart in a text and made alike, the same on both engines.
//!
//! The engines' own rules differ: FTS5 takes every accent away, PostgreSQL none. Neither sees a text as it was written; both get the
//! words that this module makes of it, in the index and in the query.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// Which way of folding the stored words follow. Raised whenever a text would give other words, or a case other texts, together with a
/// migration: then every case is indexed again (see [`super::reindex`]).
pub(super) const VERSION: i64 = 1;
/// The maximum number of characters of a word that count.
const MAX_WORD: usize = 100;

/// Finds the words of a text, each by the place of its first byte and the place after its last: runs of letters and digits, and the
/// marks that combine with them.
pub(super) fn spans(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, _) = rest.find(|(_, c)| c.is_alphanumeric())?;
        while rest.next_if(|(_, c)| is_of_word(*c)).is_some() {}
        Some((start, rest.peek().map_or(text.len(), |(at, _)| *at)))
    })
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// Folds a word so that it compares equal however its case, its width and its accents are written and composed.
///
/// å, ä and ö are letters of their own, as Swedish has it: "får" is not "far". Every other accent goes: é is e, ü is u.
pub(super) fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.bytes().take(MAX_WORD).map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    }
    let alike = |c: char| c.to_uppercase().flat_map(char::to_lowercase);
    word.nfkc().flat_map(alike).filter_map(plain).filter(|c| is_of_word(*c)).take(MAX_WORD).collect()
}

/// Takes the accents of a letter away; nothing is left of one that stands alone.
fn plain(c: char) -> Option<char> {
    if c.is_ascii() {
        return Some(c);
    }
    if is_accent(c) {
        return None;
    }
    let (mut base, mut accents) = (None, [false; 2]);
    let mut others = false;
    decompose_canonical(c, |part| match part {
        '\u{30A}' => accents[0] = true,
        '\u{308}' => accents[1] = true,
        part if is_accent(part) => {}
        part if base.is_none() => base = Some(part),
        _ => others = true,
    });
    match (base, accents) {
        (Some('a'), [true, _]) => Some('å'),
        (Some('a'), [_, true]) => Some('ä'),
        (Some('o'), [_, true]) => Some('ö'),
        // A syllable of Hangul, or a letter with a mark that is no accent: it stays as it is written in one character.
        _ if others => Some(c),
        (base, _) => base,
    }
}

/// Returns whether a mark is an accent of Latin, Greek or Cyrillic letters. Other scripts write vowels with marks.
const fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}')
}

/// Lists the words of a text, folded.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    spans(text).map(|(start, end)| fold(&text[start..end])).filter(|word| !word.is_empty())
}

/// The words of a text that is searched, each once, with one blank between them: what the engines index.
///
/// It is kept below the size that PostgreSQL takes.
pub(super) struct Words {
    written: String,
    seen: HashSet<String>,
}

impl Words {
    /// The maximum number of bytes of it. PostgreSQL indexes the words of both sides together, and no more than a mebibyte.
    const MAX: usize = 480_000;

    /// Reads words as they are stored.
    pub(super) fn stored(written: &str) -> Self {
        let seen = written.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        Self { written: written.to_owned(), seen }
    }

    /// Adds the words of a text, those that are new.
    pub(super) fn add(&mut self, text: &str) {
        for word in words(text) {
            if self.written.len() + word.len() < Self::MAX && !self.seen.contains(&word) {
                if !self.written.is_empty() {
                    self.written.push(' ');
                }
                self.written.push_str(&word);
                self.seen.insert(word);
            }
        }
    }

    /// The words as they are stored.
    pub(super) fn as_str(&self) -> &str {
        &self.written
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_that_a_swede_takes_for_one_are_one() {
        for (one, other) in [
            ("Räksmörgås", "RA\u{308}KSMO\u{308}RGA\u{30a}S"),
            ("résumé", "RESUME"),
            ("re\u{301}sume\u{301}", "resume"),
            ("Müller", "muller"),
            ("Ångström", "\u{212B}ngstro\u{308}m"),
            ("ｌｏｇ４ｊ", "log4j"),
            ("straße", "STRASSE"),
            ("ΣΊΣΥΦΟΣ", "σίσυφος"),
            ("Ёлка", "елка"),
            ("한글", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}"),
            ("が", "か\u{3099}"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} and {other}");
        }
        for (one, other) in [("får", "far"), ("läs", "las"), ("kör", "kor"), ("får", "fär"), ("が", "か")]
        {
            assert_ne!(fold(one), fold(other), "{one} and {other}");
        }
        assert_eq!(fold("Räksmörgås"), "räksmörgås");
    }

    #[test]
    fn words_are_kept_once_and_bounded() {
        let mut words = Words::stored("");
        words.add("One, two: one (TWO) é");
        assert_eq!(words.as_str(), "one two e");
        let mut again = Words::stored(words.as_str());
        again.add("two three");
        assert_eq!(again.as_str(), "one two e three");
        for number in 0..200_000 {
            again.add(&format!("word{number}"));
        }
        assert!(again.as_str().len() <= Words::MAX);
        assert_eq!(fold(&"å".repeat(5_000)).chars().count(), MAX_WORD);
    }

    proptest! {
        #[test]
        fn a_folded_word_folds_to_itself_and_is_one_token(text in "\\PC{0,40}") {
            for word in words(&text) {
                prop_assert_eq!(&fold(&word), &word);
                prop_assert!(word.chars().all(|c| !c.is_ascii() || c.is_ascii_alphanumeric()), "{}", word);
            }
        }

        #[test]
        fn however_a_text_is_composed_its_words_are_the_same(text in "[a-öA-Ö \u{300}-\u{30c}ẞǻṩ]{0,30}") {
            let composed: Vec<String> = words(&text.nfc().collect::<String>()).collect();
            let apart: Vec<String> = words(&text.nfd().collect::<String>()).collect();
            prop_assert_eq!(composed, apart);
        }
    }
}
