//! Vectors with their scores and explanations.

use askama::Template;
use varsel_core::coded::Coded;
use varsel_core::score::cvss::{Group, Metric, Partial, Parts, Vector, VectorError, VectorProblem, Version};
use varsel_locale::{Texts, describe, format};

use super::answered::{Answered, lines, shown};
use super::sheet::EDITABLE;
use crate::form::Form;
use crate::present;

/// A score with its rating and its reasons.
pub(crate) struct Score {
    pub(crate) value: String,
    /// The class of its pill.
    pub(crate) severity: &'static str,
    pub(crate) label: &'static str,
    /// Which score it is and which answer would lower its rating.
    pub(crate) why: String,
    /// Its components.
    pub(crate) parts: Vec<String>,
    /// The contribution of each metric: metric, answer, tenths.
    pub(crate) adds: Vec<(&'static str, &'static str, String)>,
    pub(crate) vector: String,
}

/// A line with a vector, or with something else.
pub(crate) struct Line {
    /// `CVSS 3.1`, if known.
    pub(crate) name: &'static str,
    /// Its score, or what is missing or wrong.
    pub(crate) score: Result<Box<Score>, String>,
}

impl Line {
    /// Returns the class of its number: that of its severity, and `unrated` without a score.
    pub(crate) fn tone(&self) -> &'static str {
        self.score.as_ref().map_or("unrated", |score| score.severity)
    }
}

/// The scores of a text with one vector a line.
#[derive(Template)]
#[template(path = "parts/scores.html")]
pub(crate) struct Scores {
    pub(crate) t: Texts,
    pub(crate) lines: Vec<Line>,
    /// The text as it should be written, where it is understood and written otherwise.
    pub(crate) meant: Option<String>,
    /// The vectors that were understood in a text that was pasted: `CVSS 3.1`; empty otherwise.
    pub(crate) taken: String,
    /// What the calculator shows of the text: the answers of each version, as vectors with a blank between them.
    pub(crate) shown: String,
}

impl Scores {
    /// Scores a text.
    pub(crate) fn of(t: Texts, text: &str) -> Self {
        let meant = meant(text);
        let is_meant = lines(text).collect::<Vec<_>>().join("\n") == meant;
        Self {
            t,
            lines: lines(text).map(|line| self::line(t, line)).collect(),
            meant: (!is_meant).then_some(meant),
            taken: String::new(),
            shown: EDITABLE
                .iter()
                .filter_map(|v| shown(text, *v))
                .map(|p| p.to_string())
                .collect::<Vec<_>>()
                .join(" "),
        }
    }

    /// Scores the merged text and calculator of a form; a pasted text is normalised first.
    pub(crate) fn joined(t: Texts, typed: &str, form: &Form) -> Self {
        let is_pasted = form.has("pasted");
        let pasted = if is_pasted { meant(typed) } else { typed.to_owned() };
        let text = Answered::read(form).join(pasted);
        let mut scores = Self::of(t, &text);
        if is_pasted {
            let names = scores.lines.iter().filter(|line| line.score.is_ok()).map(|line| line.name);
            scores.taken = names.collect::<Vec<_>>().join(", ");
        }
        if text != typed {
            scores.meant = Some(text);
        }
        scores
    }
}

/// Takes a text that was sent: lines that can be understood as vectors are put in order. A text without such a line stays as it is,
/// blank lines included.
pub(crate) fn taken(text: String) -> String {
    let is_in_order = |line: &str| Vector::paste(line).map_or(true, |found| found.to_string() == line);
    if lines(&text).all(is_in_order) { text } else { meant(&text) }
}

/// Puts each line of a text in order that can be understood as a vector.
fn meant(text: &str) -> String {
    let canonical =
        |line: &str| Vector::paste(line).map_or_else(|_| line.to_owned(), |found| found.to_string());
    lines(text).map(canonical).collect::<Vec<_>>().join("\n")
}

fn line(t: Texts, text: &str) -> Line {
    let named = |version: Option<Version>| version.map_or("CVSS", Version::name);
    match text.parse::<Vector>() {
        Ok(vector) => Line { name: named(Some(vector.version())), score: Ok(Box::new(score(t, &vector))) },
        Err(error) => {
            let partial = Partial::read(text);
            let name = named(error.version.or(partial.map(|partial| partial.version())));
            Line { name, score: Err(wrong(t, text, &error, partial.as_ref())) }
        }
    }
}

/// Describes the error of a line; an unfinished vector is not an error.
fn wrong(t: Texts, text: &str, error: &VectorError, partial: Option<&Partial>) -> String {
    match (&error.problem, partial) {
        (VectorProblem::Missing { .. }, Some(partial)) => {
            let names: Vec<_> = partial.missing().map(|metric| label(t, partial.version(), metric)).collect();
            let count = i64::try_from(names.len()).unwrap_or(i64::MAX);
            t.cvss_to_answer(count, names.join(", "))
        }
        _ => present::cvss_problem(t, error, Vector::paste(text).ok().as_ref()),
    }
}

fn score(t: Texts, vector: &Vector) -> Score {
    let version = vector.version();
    let metric = |place: usize| &version.metrics()[place];
    let adds = vector.contributions().into_iter().map(|one| {
        let metric = metric(one.place);
        (label(t, version, metric), value_label(t, version, metric, one.value), signed(t, one.adds))
    });
    Score {
        value: number(t, vector.score()),
        severity: vector.rating().severity().code(),
        label: present::rating(t, vector.rating()),
        why: why(t, vector),
        parts: parts(t, vector),
        adds: adds.collect(),
        vector: vector.to_string(),
    }
}

/// Writes a score as the language writes numbers.
pub(crate) fn number(t: Texts, score: varsel_core::score::cvss::Score) -> String {
    format::decimal(t, &score.to_string())
}

fn signed(t: Texts, tenths: i16) -> String {
    if tenths == 0 {
        return "0".to_owned();
    }
    let sign = if tenths < 0 { "\u{2212}" } else { "+" };
    let size = tenths.unsigned_abs();
    format!("{sign}{}", format::decimal(t, &format!("{}.{}", size / 10, size % 10)))
}

/// Says which score a vector has, and which answer would lower its rating.
fn why(t: Texts, vector: &Vector) -> String {
    let scores = vector.scores();
    let version = vector.version();
    let what = match (scores.environmental, scores.temporal, version) {
        (Some(_), ..) => t.cvss_what_environmental(),
        (None, Some(_), Version::V40) => t.cvss_what_threat(),
        (None, Some(_), _) => t.cvss_what_temporal(),
        (None, None, _) => t.cvss_what_base(),
    };
    let named = vector.nomenclature().map_or_else(|| format!("{what}."), |name| format!("{what} ({name})."));
    match vector.next_lower().filter(|_| version != Version::V2) {
        None => named,
        Some(other) => {
            let metric = &version.metrics()[other.place];
            let rating = present::rating(t, other.rating).to_lowercase();
            let (name, value) = (label(t, version, metric), value_label(t, version, metric, other.value));
            format!("{named} {}", t.cvss_if(name, rating, number(t, other.score), value))
        }
    }
}

/// Says what a score is put together from.
fn parts(t: Texts, vector: &Vector) -> Vec<String> {
    let mut said = Vec::new();
    let scores = vector.scores();
    if scores.effective() != scores.base || scores.environmental.is_some() {
        said.push(t.cvss_base_is(number(t, scores.base)));
    }
    match vector.parts() {
        Some(Parts::SubScores { exploitability, impact }) => {
            said.push(t.cvss_sub_scores(number(t, exploitability), number(t, impact)));
        }
        Some(Parts::Macrovector { levels, worst, below }) => {
            said.push(t.cvss_macrovector(levels.map(|level| level.to_string()).concat(), number(t, worst)));
            let sets = ["EQ1", "EQ2", "EQ3+EQ6", "EQ4", "EQ5"].into_iter().zip(below);
            let below = sets.filter_map(|(set, score)| Some(format!("{set} {}", number(t, score?))));
            let below = below.collect::<Vec<_>>();
            if !below.is_empty() {
                said.push(t.cvss_neighbours(below.join(" · ")));
            }
        }
        None => {}
    }
    said
}

/// Returns whether a metric says how a base metric is elsewhere.
pub(super) fn is_modified(metric: &Metric) -> bool {
    metric.group == Group::Environmental && metric.code.starts_with('M')
}

/// Returns the name of a metric.
pub(crate) fn label(t: Texts, version: Version, metric: &'static Metric) -> &'static str {
    describe::metric(t, version, metric.code)
}

/// Returns the name of a value. Many metrics share the names of their values.
pub(crate) fn value_label(t: Texts, version: Version, metric: &Metric, value: &'static str) -> &'static str {
    let code = if is_modified(metric) { &metric.code[1..] } else { metric.code };
    let area = match code {
        "C" | "I" | "A" | "VC" | "VI" | "VA" | "SC" | "SI" | "SA" => "impact".to_owned(),
        "CR" | "IR" | "AR" => "requirement".to_owned(),
        code => code.to_ascii_lowercase(),
    };
    t.get(&format!("value-{}-{area}-{}", version.major(), value.to_ascii_lowercase())).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use varsel_locale::Locale;

    #[test]
    fn what_was_pasted_and_understood_is_taken_and_named() {
        let t = Texts::of(Locale::En);
        let joined = |typed: &str, query: &str| Scores::joined(t, typed, &Form::parse(query));
        let address = "https://nvd.nist.gov/vuln-metrics/cvss/v3-calculator?vector=AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H&version=3.1";
        let scores = joined(address, "pasted=");
        assert_eq!((scores.taken.as_str(), scores.meant.as_deref()), ("CVSS 3.1", Some(THREE)));
        let page = scores.render().unwrap();
        assert!(page.contains("<p data-for=\"taken\">CVSS 3.1"), "{page}");
        assert_eq!(taken(format!("{address}\n\nsee advisory 7")), format!("{THREE}\nsee advisory 7"));
        assert_eq!(taken(format!("{THREE}\n\nCVSS:3.1/av:n")), format!("{THREE}\n\nCVSS:3.1/av:n"));
        // Typed, it stays as it is until it is sent; half a vector is nothing to take.
        assert_eq!(joined(address, "").taken, "");
        assert_eq!(joined("AV:N/AC:L", "pasted=").taken, "");
    }

    #[test]
    fn the_bar_says_the_score_or_what_is_missing() {
        let bar = |text: &str| {
            let page = Scores::of(Texts::of(Locale::En), text).render().unwrap();
            let (_, bar) = page.split_once("data-for=\"score-bar\"").unwrap();
            bar.to_owned()
        };
        assert!(bar(THREE).contains("<b class=\"critical\">9.8</b>"));
        let missing = bar(&THREE[..THREE.len() - 4]);
        assert!(missing.contains("Availability") && missing.contains("unrated"), "{missing}");
        assert!(bar("").contains("No score yet"));
    }

    const THREE: &str = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";

    fn only(locale: Locale, text: &str) -> Line {
        let mut scores = Scores::of(Texts::of(locale), text);
        assert_eq!(scores.lines.len(), 1, "{text}");
        scores.lines.remove(0)
    }

    #[test]
    fn a_score_is_explained() {
        let expect = |text: &str, name: &str, value: &str, label: &str, why: &str, parts: &[&str]| {
            let line = only(Locale::En, text);
            let Ok(score) = line.score else { panic!("{text} has a score") };
            assert_eq!((line.name, score.value.as_str(), score.label), (name, value, label));
            assert_eq!(
                (score.why.as_str(), &score.parts[..]),
                (why, &parts.iter().map(ToString::to_string).collect::<Vec<_>>()[..])
            );
        };
        expect(
            THREE,
            "CVSS 3.1",
            "9.8",
            "Critical",
            "Base score. With Attack Vector: Adjacent it would be 8.8 (high).",
            &["Base metrics: exploitability 3.9, impact 5.9."],
        );
        expect(
            &format!("{THREE}/MAV:P"),
            "CVSS 3.1",
            "6.8",
            "Medium",
            "Environmental score.",
            &["The base score is 9.8.", "Base metrics: exploitability 3.9, impact 5.9."],
        );
    }
}
