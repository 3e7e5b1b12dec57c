//! The CVSS calculator: the questions of each version side by side, their scores, and how its form becomes vectors.
//!
//! A form has a text with one vector a line, named as the form likes, and beside it `calc.NUMBER.METRIC` for every question of
//! every version, `calc.version` for the visible version, and `calc.was` for the text it was created from.

mod answered;
mod guide;
mod scores;
mod sheet;

pub(crate) use answered::{Answered, is_field, lines, only_calculates, without};
pub(crate) use scores::{Scores, label, number, taken, value_label};
pub(crate) use sheet::Calculator;
