//! The questions of each version.

use varsel_core::score::cvss::{Group, Metric, Partial, Version};
use varsel_locale::Texts;

use super::answered::shown;
use super::guide::{self, Question};
use super::scores::{is_modified, label, value_label};

/// The versions that can be answered, the newest first, and which of them is in sight for who has none yet.
pub(crate) const EDITABLE: [Version; 3] = [Version::V40, Version::V31, Version::V30];
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
    /// Whether it can stay open; then "not defined" is a choice, and is chosen at first.
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

/// The questions of one version.
pub(crate) struct Sheet {
    pub(crate) number: &'static str,
    /// Whether it is the one in sight.
    pub(crate) chosen: bool,
    pub(crate) parts: Vec<Part>,
    /// The guided way to its base metrics.
    pub(crate) guide: Vec<Question>,
}

/// The calculator as a page shows it.
pub(crate) struct Calculator {
    pub(crate) sheets: Vec<Sheet>,
    /// The text it was made from: tells on the way back whether someone changed the calculator or the text.
    pub(crate) was: String,
}

impl Calculator {
    /// Creates the calculator of a text with one vector a line; `chosen` is the version to show first, else the first that has an
    /// answer.
    pub(crate) fn of(t: Texts, text: &str, chosen: Option<Version>) -> Self {
        let answers = EDITABLE.map(|version| shown(text, version));
        let chosen = chosen
            .or_else(|| {
                EDITABLE.into_iter().zip(&answers).find(|(_, answers)| answers.is_some()).map(|(v, _)| v)
            })
            .unwrap_or(USUAL);
        let sheets = EDITABLE.into_iter().zip(answers).map(|(version, answers)| Sheet {
            number: version.number(),
            chosen: version == chosen,
            parts: parts(t, version, answers.as_ref()),
            guide: guide::questions(t, version, answers.as_ref()),
        });
        Self { sheets: sheets.collect(), was: text.to_owned() }
    }
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
    let question = if is_modified(metric) {
        t.cvss_modified()
    } else {
        let code = metric.code.to_ascii_lowercase();
        t.get(&format!("question-{}-{code}", version.major())).unwrap_or_default()
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

#[cfg(test)]
mod tests {
    use super::*;
    use varsel_locale::Locale;

    const THREE: &str = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P";

    #[test]
    fn every_question_and_value_has_words_in_both_languages() {
        for locale in [Locale::En, Locale::Sv] {
            let calculator = Calculator::of(Texts::of(locale), "", None);
            for sheet in &calculator.sheets {
                for row in sheet.parts.iter().flat_map(|part| &part.rows) {
                    let at = format!("{} {}", sheet.number, row.code);
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
    fn a_calculator_shows_every_vector_it_is_made_of() {
        let text = format!("AV:N/AC:L/Au:N/C:P/I:P/A:P\n{THREE}\nsee advisory 7\nCVSS:4.0/AV:L/AU:Y");
        let calculator = Calculator::of(Texts::of(Locale::En), &text, None);
        let checked = |sheet: &Sheet| {
            let rows = sheet.parts.iter().flat_map(|part| &part.rows);
            let chosen =
                rows.flat_map(|row| row.values.iter().filter(|v| v.checked).map(|v| (row.code, v.code)));
            chosen.map(|(code, value)| format!("{code}:{value}")).collect::<Vec<_>>().join("/")
        };
        let shown: Vec<_> =
            calculator.sheets.iter().map(|sheet| (sheet.number, sheet.chosen, checked(sheet))).collect();
        assert_eq!(
            shown,
            [
                ("4.0", true, "AV:L/AU:Y".to_owned()),
                ("3.1", false, "AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P".to_owned()),
                ("3.0", false, String::new()),
            ]
        );
        let open = |sheet: &Sheet| sheet.parts.iter().map(|part| part.open).collect::<Vec<_>>();
        assert_eq!(open(&calculator.sheets[1]), [true, true, false]);
        assert_eq!(calculator.was, text);
        let empty = Calculator::of(Texts::of(Locale::En), "", None);
        assert_eq!(empty.sheets.iter().map(|sheet| sheet.chosen).collect::<Vec<_>>(), [false, true, false]);
    }
}
