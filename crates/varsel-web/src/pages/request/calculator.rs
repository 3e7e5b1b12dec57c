//! The CVSS calculator of a request: the questions of each version, and how its form becomes a vector.

use varsel_core::coded::Coded;
use varsel_core::score::cvss::{Group, Metric, Partial, Parts, Vector, Version};
use varsel_locale::Texts;

use crate::form::Form;

/// The versions to choose from, and which comes first for who has none yet.
const VERSIONS: [Version; 3] = [Version::V30, Version::V31, Version::V40];
const USUAL: Version = Version::V31;

/// A value to choose.
pub(crate) struct Value {
    pub(crate) code: &'static str,
    pub(crate) label: &'static str,
    pub(crate) checked: bool,
}

/// A metric as a question.
pub(crate) struct Row {
    pub(crate) code: &'static str,
    pub(crate) label: &'static str,
    pub(crate) question: &'static str,
    /// Whether it may stay open; then "not defined" is a choice, and is chosen at first.
    pub(crate) optional: bool,
    pub(crate) answered: bool,
    pub(crate) values: Vec<Value>,
}

/// Metrics that belong together.
pub(crate) struct Part {
    /// Empty for the base metrics, which are always open.
    pub(crate) title: &'static str,
    pub(crate) open: bool,
    pub(crate) rows: Vec<Row>,
}

/// The questions of v3.0 and v3.1, or of v4.0.
pub(crate) struct Sheet {
    /// The number before the dot.
    pub(crate) major: &'static str,
    pub(crate) parts: Vec<Part>,
}

/// The calculator as a page shows it.
pub(crate) struct Calculator {
    /// Numbers of versions, and whether each is chosen.
    pub(crate) versions: Vec<(&'static str, bool)>,
    pub(crate) sheets: Vec<Sheet>,
    /// The vector it was made from: tells on the way back whether somebody changed the calculator or the text.
    pub(crate) was: String,
}

impl Calculator {
    /// Makes the calculator of a vector, as far as there is one.
    pub(crate) fn of(t: Texts, vector: &str) -> Self {
        let partial = shown(vector);
        let version = partial.map_or(USUAL, |partial| partial.version());
        let sheet = |of: Version| {
            let answers = partial.filter(|partial| partial.version().major() == of.major());
            Sheet { major: of.major(), parts: parts(t, of, answers.as_ref()) }
        };
        Self {
            versions: VERSIONS.iter().map(|v| (v.number(), *v == version)).collect(),
            sheets: vec![sheet(Version::V31), sheet(Version::V40)],
            was: vector.to_owned(),
        }
    }
}

/// Says which score a vector has, what it comes from, and which answer would lower its rating.
pub(super) fn why(t: Texts, vector: &Vector) -> String {
    let scores = vector.scores();
    let number = vector.version().number();
    let what = match (scores.environmental, scores.temporal, vector.version()) {
        (Some(_), ..) => t.cvss_what_environmental(number),
        (None, Some(_), Version::V40) => t.cvss_what_threat(number),
        (None, Some(_), _) => t.cvss_what_temporal(number),
        (None, None, _) => t.cvss_what_base(number),
    };
    let mut said = format!("{what}.");
    let mut add = |sentence: String| {
        said.push(' ');
        said.push_str(&sentence);
    };
    match vector.parts() {
        Some(Parts::SubScores { exploitability, impact }) => add(t.cvss_sub_scores(exploitability, impact)),
        Some(Parts::Macrovector { levels, worst }) => {
            add(t.cvss_macrovector(levels.map(|level| level.to_string()).concat(), worst));
        }
        None => {}
    }
    if let Some(other) = vector.next_lower()
        && vector.version() != Version::V2
    {
        let metric = &vector.version().metrics()[other.place];
        let rating = t.name_of("severity", other.rating.severity().code()).to_lowercase();
        let (name, value) =
            (label(t, vector.version(), metric), value_label(t, vector.version(), metric, other.value));
        add(t.cvss_if(name, rating, other.score, value));
    }
    said
}

/// Reads the vector that a form means: what was typed, unless only the calculator was changed since the page was made.
///
/// A text that the calculator does not show, such as a vector of v2.0 or words, is never replaced by it.
pub(super) fn read(form: &Form, typed: String) -> String {
    let Some(version) = Version::from_number(form.get("calc.version")) else { return typed };
    let mut partial = Partial::new(version);
    for metric in version.metrics() {
        partial.set(metric.code, form.get(&format!("calc{}.{}", version.major(), metric.code)));
    }
    let was = form.get("calc.was");
    let untouched = Partial::read(was).is_some_and(|before| before == partial);
    let text = typed.trim();
    let may_replace = text.is_empty() || (text == was.trim() && shown(text).is_some());
    if partial.is_empty() || untouched || !may_replace { typed } else { partial.to_string() }
}

/// Returns the answers that the calculator shows of a text.
fn shown(text: &str) -> Option<Partial> {
    Partial::read(text).filter(|partial| VERSIONS.contains(&partial.version()))
}

/// Tells whether a field of a form belongs to the calculator.
pub(super) fn is_field(name: &str) -> bool {
    ["calc.", "calc3.", "calc4."].iter().any(|prefix| name.starts_with(prefix))
}

fn parts(t: Texts, version: Version, answers: Option<&Partial>) -> Vec<Part> {
    let is_four = version == Version::V40;
    let temporal = if is_four { t.cvss_more_threat() } else { t.cvss_more_temporal() };
    let titles = [
        (Group::Base, ""),
        (Group::Temporal, temporal),
        (Group::Environmental, t.cvss_more_environmental()),
        (Group::Supplemental, t.cvss_more_supplemental()),
    ];
    let part = |(group, title)| {
        let metrics = version.metrics().iter().enumerate().filter(|(_, metric)| metric.group == group);
        let rows: Vec<Row> = metrics
            .map(|(place, metric)| row(t, version, metric, answers.and_then(|partial| partial.value(place))))
            .collect();
        Part { title, open: group == Group::Base || rows.iter().any(|row| row.answered), rows }
    };
    titles.into_iter().map(part).filter(|part| !part.rows.is_empty()).collect()
}

fn row(t: Texts, version: Version, metric: &'static Metric, chosen: Option<&str>) -> Row {
    let major = version.major();
    let code = metric.code.to_ascii_lowercase();
    let question = if is_modified(metric) {
        t.cvss_modified()
    } else {
        t.get(&format!("question-{major}-{code}")).unwrap_or_default()
    };
    Row {
        code: metric.code,
        label: label(t, version, metric),
        question,
        optional: metric.group != Group::Base,
        answered: chosen.is_some(),
        values: metric
            .values
            .iter()
            .map(|value| Value {
                code: value,
                label: value_label(t, version, metric, value),
                checked: chosen == Some(*value),
            })
            .collect(),
    }
}

/// Tells whether a metric says how a base metric is elsewhere.
fn is_modified(metric: &Metric) -> bool {
    metric.group == Group::Environmental && metric.code.starts_with('M')
}

fn label(t: Texts, version: Version, metric: &Metric) -> &'static str {
    t.get(&format!("metric-{}-{}", version.major(), metric.code.to_ascii_lowercase())).unwrap_or(metric.code)
}

/// Returns what a value is called. Many metrics share the names of theirs.
fn value_label(t: Texts, version: Version, metric: &Metric, value: &'static str) -> &'static str {
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

    const VECTOR: &str = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";

    #[test]
    fn every_question_and_value_has_words_in_both_languages() {
        for locale in [Locale::En, Locale::Sv] {
            let calculator = Calculator::of(Texts::of(locale), "");
            for sheet in &calculator.sheets {
                for row in sheet.parts.iter().flat_map(|part| &part.rows) {
                    let at = format!("{} {}", sheet.major, row.code);
                    assert!(
                        row.label.len() > 4 && row.question.len() > 10,
                        "{at}: {} {}",
                        row.label,
                        row.question
                    );
                    for value in &row.values {
                        assert!(value.label != row.code && value.label.len() > 1, "{at} {}", value.code);
                    }
                }
            }
        }
    }

    #[test]
    fn a_score_is_explained() {
        let t = Texts::of(Locale::En);
        for (vector, said) in [
            (
                VECTOR,
                "CVSS 3.1 base score. Exploitability 3.9, impact 5.9. If Attack Vector were Adjacent, it would be 8.8, high.",
            ),
            ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", "CVSS 4.0 base score."),
            ("AV:N/AC:L/Au:N/C:P/I:P/A:P", "CVSS 2.0 base score."),
        ] {
            assert_eq!(why(t, &vector.parse().unwrap()), said);
        }
    }

    #[test]
    fn a_calculator_shows_the_vector_it_is_made_of() {
        let calculator = Calculator::of(Texts::of(Locale::En), &format!("{VECTOR}/E:P"));
        assert_eq!(calculator.versions, [("3.0", false), ("3.1", true), ("4.0", false)]);
        let [three, four] = &calculator.sheets[..] else { panic!("two sheets") };
        let checked = |sheet: &Sheet| {
            let rows = sheet.parts.iter().flat_map(|part| &part.rows);
            let chosen =
                rows.flat_map(|row| row.values.iter().filter(|v| v.checked).map(|v| (row.code, v.code)));
            chosen.map(|(code, value)| format!("{code}:{value}")).collect::<Vec<_>>().join("/")
        };
        assert_eq!(checked(three), "AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P");
        assert_eq!(checked(four), "");
        assert_eq!(three.parts.iter().map(|part| part.open).collect::<Vec<_>>(), [true, true, false]);
    }

    #[test]
    fn whatever_was_changed_last_is_meant() {
        let form = |body: &str| Form::parse(&format!("calc.version=3.1&{body}"));
        let all = "calc3.AV=N&calc3.AC=L&calc3.PR=N&calc3.UI=N&calc3.S=U&calc3.C=H&calc3.I=H&calc3.A=H";
        let escaped = VECTOR.replace(':', "%3A").replace('/', "%2F");
        for (body, typed, meant) in [
            // Nothing there, and the calculator completed or begun.
            (all.to_owned(), "", VECTOR),
            ("calc3.AV=N".to_owned(), "", "CVSS:3.1/AV:N"),
            (String::new(), "", ""),
            // Untouched.
            (format!("{all}&calc.was={escaped}"), VECTOR, VECTOR),
            // The text was changed; the calculator still shows the old one.
            (format!("{all}&calc.was={escaped}"), "CVSS:4.0/AV:N", "CVSS:4.0/AV:N"),
            (format!("{all}&calc.was={escaped}"), "", ""),
            // The calculator was changed; the text is the old one.
            (
                format!("{all}&calc3.E=P&calc.was={escaped}"),
                VECTOR,
                "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P",
            ),
            // The text was emptied and the calculator changed.
            (format!("calc3.AV=L&calc.was={escaped}"), "", "CVSS:3.1/AV:L"),
            // A text that the calculator does not show.
            ("calc3.AV=N&calc.was=see+advisory+7".to_owned(), "see advisory 7", "see advisory 7"),
            (
                "calc3.AV=N&calc.was=AV%3AN%2FAC%3AL%2FAu%3AN%2FC%3AP%2FI%3AP%2FA%3AP".to_owned(),
                "AV:N/AC:L/Au:N/C:P/I:P/A:P",
                "AV:N/AC:L/Au:N/C:P/I:P/A:P",
            ),
            // A sloppy text that says what the calculator shows stays as it was typed.
            (
                format!("{all}&calc.was=AV:N%2FAC:L%2FPR:N%2FUI:N%2FS:U%2FC:H%2FI:H%2FA:H"),
                "AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
                "AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
            ),
        ] {
            assert_eq!(read(&form(&body), typed.to_owned()), meant, "{body} {typed}");
        }
        // Another version whose questions nobody has answered does not take the vector away.
        let switched = Form::parse(&format!("calc.version=4.0&{all}&calc.was={escaped}"));
        assert_eq!(read(&switched, VECTOR.to_owned()), VECTOR);
        // A page without the calculator.
        assert_eq!(read(&Form::parse(""), VECTOR.to_owned()), VECTOR);
    }
}
