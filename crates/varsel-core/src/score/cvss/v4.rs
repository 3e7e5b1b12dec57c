//! The scoring of v4.0 (specification, section 8): a macrovector's score, less the distance to its worst vector.
//!
//! All in integers; a tie goes up, as the specification's rounding to one decimal asks.

use super::metric::Group;
use super::{Parts, Score, Scores, Vector, v4_scores};

/// The indices of the metrics in the version's list.
mod place {
    pub(super) const AV: usize = 0;
    pub(super) const AC: usize = 1;
    pub(super) const AT: usize = 2;
    pub(super) const PR: usize = 3;
    pub(super) const UI: usize = 4;
    pub(super) const VC: usize = 5;
    pub(super) const VI: usize = 6;
    pub(super) const VA: usize = 7;
    pub(super) const SC: usize = 8;
    pub(super) const SI: usize = 9;
    pub(super) const SA: usize = 10;
    pub(super) const E: usize = 11;
    pub(super) const CR: usize = 12;
    pub(super) const MAV: usize = 15;
    pub(super) const MSI: usize = 24;
}

/// The severity level of the values of each effective metric: 0 is the worst, each step up is one better.
///
/// In this order: AV, AC, AT, PR, UI, VC, VI, VA, SC, SI, SA, E, CR, IR, AR. Of SI and SA, 0 is "safety", which only modified
/// metrics can have.
type Levels = [u8; 15];

/// The worst vectors of the levels of an equivalence set, by metric. The distance of a vector is measured from the first one that
/// is no better in any metric.
type Worst<const N: usize> = &'static [[u8; N]];

/// AV, PR, UI.
const WORST_1: [Worst<3>; 3] = [&[[0, 0, 0]], &[[1, 0, 0], [0, 1, 0], [0, 0, 1]], &[[3, 0, 0], [1, 1, 1]]];
/// AC, AT.
const WORST_2: [Worst<2>; 2] = [&[[0, 0]], &[[1, 0], [0, 1]]];
/// VC, VI, VA, CR, IR, AR, by the levels of sets 3 and 6.
const WORST_3_6: [[Worst<6>; 2]; 3] = [
    [&[[0, 0, 0, 0, 0, 0]], &[[0, 0, 1, 1, 1, 0], [0, 0, 0, 1, 1, 1]]],
    [
        &[[1, 0, 0, 0, 0, 0], [0, 1, 0, 0, 0, 0]],
        &[[1, 0, 1, 0, 1, 0], [1, 0, 0, 0, 1, 1], [0, 1, 0, 1, 0, 1], [0, 1, 1, 1, 0, 0], [1, 1, 0, 0, 0, 1]],
    ],
    [&[], &[[1, 1, 1, 0, 0, 0]]],
];
/// SC, SI, SA. The values of SC begin with "high", which is as bad as theirs at 1.
const WORST_4: [Worst<3>; 3] = [&[[1, 0, 0]], &[[1, 1, 1]], &[[2, 2, 2]]];

/// The depth of each level: steps between its worst and best vector, plus one.
const DEPTH_1: [i64; 3] = [1, 4, 5];
const DEPTH_2: [i64; 2] = [1, 2];
const DEPTH_3_6: [[i64; 2]; 3] = [[7, 6], [8, 8], [10, 10]];
const DEPTH_4: [i64; 3] = [6, 5, 4];

/// Divisible by every depth.
const PARTS: i64 = 840;

/// A macrovector: the levels of the six equivalence sets (specification, tables 24 to 29).
pub(super) type Macrovector = [u8; 6];

/// Computes the scores.
pub(super) fn scores(vector: &Vector) -> Scores {
    let has = |group| vector.has(group);
    Scores {
        base: score(&levels(vector, false, false)),
        temporal: has(Group::Temporal).then(|| score(&levels(vector, true, false))),
        environmental: has(Group::Environmental).then(|| score(&levels(vector, true, true))),
    }
}

/// Returns the macrovector of the effective score; `None` if there is no impact.
pub(super) fn parts(vector: &Vector) -> Option<Parts> {
    let l = levels(vector, vector.has(Group::Temporal), vector.has(Group::Environmental));
    let levels = macrovector(&l);
    let worst = v4_scores::score(levels).filter(|_| !is_harmless(&l)).map(Score)?;
    Some(Parts::Macrovector { levels, worst, below: below(levels).map(|score| score.map(Score)) })
}

/// Returns whether there is no impact.
fn is_harmless(l: &Levels) -> bool {
    use place::{SA, SC, SI, VA, VC, VI};
    [l[VC], l[VI], l[VA]] == [2; 3] && [l[SC], l[SI], l[SA]] == [3; 3]
}

/// Returns the effective levels; "not defined" counts as the worst (section 8.1).
fn levels(vector: &Vector, with_threat: bool, with_environment: bool) -> Levels {
    let given = |place: usize| vector.values[place];
    let mut levels = [0; 15];
    for (place, level) in levels.iter_mut().enumerate() {
        *level = match place {
            place::E if with_threat => given(place).saturating_sub(1),
            place::CR.. if with_environment => given(place).saturating_sub(1),
            place::E.. => 0,
            _ => {
                let base = given(place) - 1;
                let modified = if with_environment { given(place + place::MAV) } else { 0 };
                // For SI and SA the modified metric has "safety" before the values of the base metric.
                let of_system = matches!(place, place::SC..=place::SA);
                match modified {
                    0 => base + u8::from(of_system),
                    given if place + place::MAV >= place::MSI => given - 1,
                    given => given - 1 + u8::from(of_system),
                }
            }
        };
    }
    levels
}

/// Finds the macrovector of effective levels.
fn macrovector(l: &Levels) -> Macrovector {
    use place::{AC, AT, AV, CR, E, PR, SA, SC, SI, UI, VA, VC, VI};
    let entry = [l[AV], l[PR], l[UI]];
    let eq1 = match entry {
        [0, 0, 0] => 0,
        [3, ..] => 2,
        _ if entry.contains(&0) => 1,
        _ => 2,
    };
    let eq2 = u8::from(l[AC] != 0 || l[AT] != 0);
    let eq3 = match [l[VC], l[VI], l[VA]] {
        [0, 0, _] => 0,
        impact if impact.contains(&0) => 1,
        _ => 2,
    };
    let eq4 = match [l[SC], l[SI], l[SA]] {
        [_, 0, _] | [_, _, 0] => 0,
        impact if impact.contains(&1) => 1,
        _ => 2,
    };
    let eq6 = u8::from(!(0..3).any(|i| l[CR + i] == 0 && l[VC + i] == 0));
    [eq1, eq2, eq3, eq4, l[E], eq6]
}

/// Scores effective levels.
fn score(l: &Levels) -> Score {
    use place::{AC, AT, AV, PR, SA, SC, SI, UI, VA, VC, VI};
    let at = macrovector(l);
    let Some(top) = v4_scores::score(at).filter(|_| !is_harmless(l)) else { return Score(0) };
    let [eq1, eq2, eq3, eq4, _, eq6] = at.map(usize::from);
    let [below_1, below_2, below_3_6, below_4, below_5] = below(at);
    let steps = [
        (below_1, distance(&[l[AV], l[PR], l[UI]], WORST_1[eq1]), DEPTH_1[eq1]),
        (below_2, distance(&[l[AC], l[AT]], WORST_2[eq2]), DEPTH_2[eq2]),
        (
            below_3_6,
            distance(&[l[VC], l[VI], l[VA], l[12], l[13], l[14]], WORST_3_6[eq3][eq6]),
            DEPTH_3_6[eq3][eq6],
        ),
        (below_4, distance(&[l[SC], l[SI], l[SA]], WORST_4[eq4]), DEPTH_4[eq4]),
        // Set 5 has one vector per level: no distance, but it counts in the mean.
        (below_5, 0, 1),
    ];
    let (mut sum, mut count) = (0, 0);
    for (lower, distance, depth) in steps {
        if let Some(lower) = lower {
            sum += i64::from(top.saturating_sub(lower)) * distance * (PARTS / depth);
            count += 1;
        }
    }
    let parts = PARTS * count.max(1);
    half_up(i64::from(top) * parts - sum, parts)
}

/// Returns the scores of the macrovectors one level down: in set 1, in 2, in 3 and 6 together, in 4, in 5.
fn below(at: Macrovector) -> [Option<u8>; 5] {
    let below = |set: usize| {
        let mut lower = at;
        lower[set] += 1;
        v4_scores::score(lower)
    };
    // The next level of sets 3 and 6 is the worse of its two neighbours.
    let below_3_6 = match (at[2], at[5]) {
        (0 | 1, 1) => below(2),
        (1, 0) => below(5),
        (0, 0) => below(2).max(below(5)),
        _ => None,
    };
    [below(0), below(1), below_3_6, below(3), below(4)]
}

/// Counts the steps from the worst vector of a level down to these values.
fn distance<const N: usize>(values: &[u8; N], worst: Worst<N>) -> i64 {
    let from = worst.iter().find(|worst| worst.iter().zip(values).all(|(worst, value)| value >= worst));
    let steps = |from: &[u8; N]| from.iter().zip(values).map(|(worst, value)| i64::from(value - worst)).sum();
    from.map_or(0, steps)
}

/// Rounds to tenths, halves up.
#[expect(clippy::cast_sign_loss, reason = "a score is at least nothing")]
fn half_up(tenths: i64, one: i64) -> Score {
    Score(((2 * tenths + one) / (2 * one)).clamp(0, 100) as u8)
}
