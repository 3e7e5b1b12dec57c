//! Explains a score: its parts, and what would change its rating.

use super::metric::Group;
use super::{Rating, Score, Vector, Version, v3, v4};

/// A vector with one metric changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Alternative {
    /// The index of the metric in [`Version::metrics`].
    pub place: usize,
    /// The other value.
    pub value: &'static str,
    /// The resulting effective score.
    pub score: Score,
    /// Its rating.
    pub rating: Rating,
}

/// The contribution of a metric to a score.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Contribution {
    /// The index of the metric in [`Version::metrics`].
    pub place: usize,
    /// Its value.
    pub value: &'static str,
    /// The contribution in tenths; negative if it lowers the score.
    pub adds: i16,
}

/// The components of a score.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Parts {
    /// v3.x: exploitability and impact, to one decimal.
    SubScores {
        /// Exploitability.
        exploitability: Score,
        /// Impact.
        impact: Score,
    },
    /// v4.0: the levels of the six equivalence sets, 0 being the worst, and the score of their worst vector.
    Macrovector {
        /// The levels.
        levels: [u8; 6],
        /// The score.
        worst: Score,
        /// The scores one level down: in set 1, in 2, in 3 and 6 together, in 4, in 5.
        below: [Option<Score>; 5],
    },
}

impl Vector {
    /// Returns the components of the base score of v3.x, or of the score of v4.0; `None` for v2.0.
    pub fn parts(&self) -> Option<Parts> {
        match self.version {
            Version::V2 => None,
            Version::V30 | Version::V31 => Some(v3::parts(self)),
            Version::V40 => v4::parts(self),
        }
    }

    /// Lists every vector that differs in the value of one base metric, or of the modified metric that replaces it.
    pub fn alternatives(&self) -> impl Iterator<Item = Alternative> {
        let vector = *self;
        let base = move |place: &usize| vector.version.metrics()[*place].group == Group::Base;
        (0..vector.version.metrics().len()).filter(base).flat_map(move |place| {
            let modified = vector.version.modified(place).filter(|place| vector.values[*place] != 0);
            let place = modified.unwrap_or(place);
            let values = (1_u8..).zip(vector.version.metrics()[place].values);
            values.filter(move |(given, _)| *given != vector.values[place]).map(move |(given, value)| {
                let mut other = vector;
                other.values[place] = given;
                let score = other.score();
                Alternative { place, value, score, rating: other.rate(score) }
            })
        })
    }

    /// Returns the contribution of each answered metric to the effective score: for a base metric compared with its mildest
    /// value, for others compared with none.
    pub fn contributions(&self) -> Vec<Contribution> {
        let (score, metrics) = (self.score(), self.version.metrics());
        let scores_without = |place: usize| {
            let others: Vec<u8> = match metrics[place].group {
                Group::Base => (1_u8..).zip(metrics[place].values).map(|(given, _)| given).collect(),
                _ => vec![0],
            };
            others.into_iter().map(move |given| {
                let mut other = *self;
                other.values[place] = given;
                other.score()
            })
        };
        let counts = |place: &usize| metrics[*place].group != Group::Supplemental && self.values[*place] != 0;
        let contribution = |place: usize| {
            let without = scores_without(place).min()?;
            let adds = i16::from(score.tenths()) - i16::from(without.tenths());
            Some(Contribution { place, value: self.value(place)?, adds })
        };
        (0..metrics.len()).filter(counts).filter_map(contribution).collect()
    }

    /// Returns the smallest step down in rating from changing one base metric; of equal ones, the first in the standard's order.
    pub fn next_lower(&self) -> Option<Alternative> {
        let rating = self.rating();
        let lower = self.alternatives().filter(|other| other.rating < rating);
        lower.min_by_key(|other| std::cmp::Reverse(other.score))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vector {
        text.parse().unwrap()
    }

    #[test]
    fn sub_scores_are_those_that_calculators_show() {
        for (text, exploitability, impact) in [
            ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "3.9", "5.9"),
            ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", "3.9", "6.0"),
            ("CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", "2.8", "2.7"),
            ("CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", "1.8", "5.9"),
            ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:N/I:N/A:N", "3.9", "0.0"),
        ] {
            let Some(Parts::SubScores { exploitability: e, impact: i }) = read(text).parts() else {
                panic!("{text} has no sub-scores")
            };
            assert_eq!((e.to_string().as_str(), i.to_string().as_str()), (exploitability, impact), "{text}");
        }
    }

    #[test]
    fn a_macrovector_is_named_with_its_score() {
        let vector = read("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:P/VC:H/VI:L/VA:N/SC:H/SI:H/SA:H");
        let Some(Parts::Macrovector { levels, worst, below }) = vector.parts() else { panic!("it has one") };
        assert_eq!((levels, worst), ([1, 0, 1, 1, 0, 0], Score(86)));
        assert_eq!(below, [72, 74, 76, 72, 74].map(|tenths| Some(Score(tenths))));
        assert_eq!(read("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N").parts(), None);
        assert_eq!(read("AV:N/AC:L/Au:N/C:P/I:P/A:P").parts(), None);
    }

    #[test]
    fn what_each_metric_adds_is_told() {
        let adds = |text: &str| {
            let vector = read(text);
            let told = vector.contributions().into_iter().map(|one| {
                format!("{}:{} {}", vector.version().metrics()[one.place].code, one.value, one.adds)
            });
            told.collect::<Vec<_>>().join(", ")
        };
        assert_eq!(
            adds("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N/E:U"),
            "AV:N 27, AC:L 15, PR:N 24, UI:N 9, S:U 0, C:H 69, I:N 0, A:N 0, E:U -6"
        );
        assert!(
            adds("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/AU:Y").ends_with("SA:N 0")
        );
    }

    #[test]
    fn what_is_modified_is_what_would_have_to_change() {
        let vector = read("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/MAV:A/MC:L/MI:N/MA:N");
        let codes: Vec<&str> =
            vector.alternatives().map(|a| vector.version().metrics()[a.place].code).collect();
        assert!(codes.contains(&"MAV") && !codes.contains(&"AV") && codes.contains(&"PR"), "{codes:?}");
    }

    #[test]
    fn the_next_lower_rating_is_found() {
        let critical = read("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H");
        let next = critical.next_lower().unwrap();
        assert_eq!(
            (Version::V31.metrics()[next.place].code, next.value, next.score, next.rating),
            ("AV", "A", Score(88), Rating::High)
        );
        assert_eq!(read("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N").next_lower(), None);
        let alternatives = critical.alternatives().count();
        assert_eq!(alternatives, 3 + 1 + 2 + 1 + 1 + 2 + 2 + 2);
    }
}
