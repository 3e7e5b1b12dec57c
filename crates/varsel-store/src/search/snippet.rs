//! The snippet shown for a search result.
//!
//! The engines' own snippets cost up to the square of the matches, so that a text that repeats a word would occupy a connection
//! for seconds. This one reads a bounded part of the text once.

use super::fold::{fold, spans};

/// The maximum number of characters scanned per text.
pub(super) const HEAD: i64 = 20_000;
/// The number of words in a snippet.
const WORDS: usize = 24;
/// How many of them come before the first match.
const BEFORE: usize = 5;
/// The maximum size of a snippet, in bytes, because a word can be as long as its text.
const BYTES: usize = 400;

/// A segment of a snippet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Piece {
    /// Whether it is a match.
    pub is_hit: bool,
    /// Its original text.
    pub text: String,
}

/// A word of a text: its position, and the word of the query that it matches.
struct Word {
    start: usize,
    end: usize,
    answers: Option<usize>,
}

/// Cuts a snippet from the text that answers the most words of the query, the first of equals, and tells whether it answers any; from
/// the first text that is not empty when none does.
///
/// The words come folded; the last is also found as the beginning of a longer one, as the search does.
pub(super) fn snippet(sought: &[String], texts: &[&str]) -> (Vec<Piece>, bool) {
    let mut chosen: Option<(&str, Vec<Word>, usize)> = None;
    for text in texts.iter().filter(|text| !text.trim().is_empty()) {
        let words = split(text, sought);
        let is_answered = |place: &usize| words.iter().any(|word| word.answers == Some(*place));
        let answered = (0..sought.len()).filter(is_answered).count();
        if chosen.as_ref().is_none_or(|(.., most)| answered > *most) {
            chosen = Some((text, words, answered));
        }
        if answered == sought.len() {
            break;
        }
    }
    chosen.map(|(text, words, most)| (cut(text, &words, sought.len()), most > 0)).unwrap_or_default()
}

/// Marks the words of a query in a whole text.
pub(super) fn marked(sought: &[String], text: &str) -> Vec<Piece> {
    let mut pieces = Pieces::default();
    pieces.push_marked(text, 0, text.len(), &split(text, sought));
    pieces.0
}

/// Splits a text into words.
fn split(text: &str, sought: &[String]) -> Vec<Word> {
    let word = |(start, end)| Word { start, end, answers: answers(&text[start..end], sought) };
    spans(text).map(word).collect()
}

/// Finds the word of the query that a word of the text matches.
fn answers(word: &str, sought: &[String]) -> Option<usize> {
    // No word of a query is that long: folding it would be wasted.
    if word.len() > BYTES {
        return None;
    }
    let folded = fold(word);
    let last = sought.len().checked_sub(1)?;
    let begins = |place: usize| {
        place == last && sought[place].chars().nth(1).is_some() && folded.starts_with(&sought[place])
    };
    (0..sought.len()).find(|place| folded == sought[*place] || begins(*place))
}

/// Cuts the window with the most matches, the earliest of equals.
fn cut(text: &str, words: &[Word], sought: usize) -> Vec<Piece> {
    let first = best(words, sought).saturating_sub(BEFORE);
    let last = (first + WORDS).min(words.len());
    let (Some(from), Some(to)) = (words.get(first), last.checked_sub(1).and_then(|last| words.get(last)))
    else {
        return vec![Piece { is_hit: false, text: shorten(text, 0, text.len()).0.to_owned() }];
    };
    let start = if first == 0 { 0 } else { from.start };
    let end = if last == words.len() { text.len() } else { to.end };
    let (shown, is_cut) = shorten(text, start, end);
    let end = start + shown.len();
    let mut pieces = Pieces::default();
    if start > 0 {
        pieces.push(false, "… ");
    }
    pieces.push_marked(text, start, end, &words[first..last]);
    if is_cut || last < words.len() {
        pieces.push(false, " …");
    }
    pieces.0
}

/// Finds the word at which the best window starts: a match, or the first word.
fn best(words: &[Word], sought: usize) -> usize {
    let (mut counts, mut distinct) = (vec![0_u32; sought], 0);
    let (mut best, mut place) = (0, 0);
    for (at, word) in words.iter().enumerate() {
        // The word that leaves the window at its left.
        if let Some(left) = at.checked_sub(WORDS - BEFORE).and_then(|left| words[left].answers) {
            counts[left] -= 1;
            distinct -= usize::from(counts[left] == 0);
        }
        if let Some(answers) = word.answers {
            distinct += usize::from(counts[answers] == 0);
            counts[answers] += 1;
            if distinct > best {
                best = distinct;
                let window = (at + 1).saturating_sub(WORDS - BEFORE)..=at;
                place = window.into_iter().find(|at| words[*at].answers.is_some()).unwrap_or(at);
            }
        }
    }
    place
}

/// Takes a segment of a text, at most [`BYTES`] of it, and returns whether it was cut.
fn shorten(text: &str, start: usize, end: usize) -> (&str, bool) {
    let most = text.floor_char_boundary(end.min(start + BYTES));
    (&text[start..most], most < end)
}

/// Segments, with adjacent ones of the same kind merged, and no empty ones.
#[derive(Default)]
struct Pieces(Vec<Piece>);

impl Pieces {
    /// Adds a stretch of a text, of which those words are marked that answer one of the query.
    fn push_marked(&mut self, text: &str, start: usize, end: usize, words: &[Word]) {
        let mut at = start;
        for word in words.iter().filter(|word| word.answers.is_some() && word.end <= end) {
            self.push(false, &text[at..word.start]);
            self.push(true, &text[word.start..word.end]);
            at = word.end;
        }
        self.push(false, &text[at..end]);
    }

    fn push(&mut self, is_hit: bool, text: &str) {
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if !is_hit && !last.is_hit => last.text.push_str(text),
            _ => self.0.push(Piece { is_hit, text: text.to_owned() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Formats a snippet with its matches in brackets.
    fn shown(query: &str, texts: &[&str]) -> String {
        let words: Vec<String> = query.split_whitespace().map(fold).collect();
        let (pieces, _) = snippet(&words, texts);
        pieces.iter().map(|p| if p.is_hit { format!("[{}]", p.text) } else { p.text.clone() }).collect()
    }

    #[test]
    fn hits_are_marked_as_they_are_written() {
        for (query, texts, wanted) in [
            ("libwebp", &["It bundles libwebp 1.3.1."] as &[&str], "It bundles [libwebp] 1.3.1."),
            ("LIBW", &["It bundles LibWebP."], "It bundles [LibWebP]."),
            ("bundles lib", &["It bundles libwebp."], "It [bundles] [libwebp]."),
            ("lib webp", &["It bundles libwebp."], "It bundles libwebp."),
            ("räksmörgås", &["En räksmo\u{308}rga\u{30a}s till."], "En [räksmo\u{308}rga\u{30a}s] till."),
            ("ra\u{308}ksmo\u{308}rg", &["En räksmörgås till."], "En [räksmörgås] till."),
            ("resume", &["Min résumé."], "Min [résumé]."),
            ("far", &["En får."], "En får."),
            ("one two", &["one", "Of two one."], "Of [two] [one]."),
            ("l", &["l library"], "[l] library"),
            ("note", &["", "  ", "Nothing here.", "A note."], "A [note]."),
            ("absent", &["", "The head of it.", "A note."], "The head of it."),
            ("x", &["- – —"], "- – —"),
            ("x", &["", " "], ""),
        ] {
            assert_eq!(shown(query, texts), wanted, "{query} in {texts:?}");
        }
    }

    #[test]
    fn the_window_that_answers_most_is_shown_and_little_of_the_rest() {
        let filler = "word ".repeat(100);
        let text = format!("alpha {filler}before alpha beta after {filler}alpha beta");
        let wanted = format!(
            "… word word word word before [alpha] [beta] after{} …",
            " word".repeat(WORDS - BEFORE - 3)
        );
        assert_eq!(shown("alpha beta", &[&text]), wanted);
    }

    #[test]
    fn a_text_that_is_one_word_repeated_or_one_long_word_is_cut() {
        let repeated = "spam ".repeat(4_000);
        assert_eq!(snippet(&["spam".to_owned()], &[&repeated]).0.iter().filter(|p| p.is_hit).count(), WORDS);
        let long = "å".repeat(20_000);
        assert!(shown("å", &[&long]).len() <= BYTES + " …".len());
        assert!(shown(&long, &[&long]).len() <= BYTES + " …".len());
    }

    proptest! {
        #[test]
        fn a_snippet_is_a_stretch_of_the_text(query in "[a-c]{1,3}( [a-c]{1,3}){0,3}", text in "[a-c .å\u{308}\u{E000}]{0,400}") {
            let words: Vec<String> = query.split(' ').map(str::to_owned).collect();
            let (pieces, _) = snippet(&words, &[&text]);
            let whole: String = pieces.iter().map(|p| p.text.as_str()).collect();
            let bare = whole.strip_prefix("… ").unwrap_or(&whole);
            let bare = bare.strip_suffix(" …").unwrap_or(bare);
            prop_assert!(text.contains(bare), "{whole:?} of {text:?}");
            prop_assert!(pieces.iter().all(|p| !p.text.is_empty()));
        }
    }
}
