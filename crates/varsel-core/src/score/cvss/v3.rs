//! The equations of v3.0 and v3.1 (specification v3.1, section 7; v3.0, section 8).
//!
//! Weights have two decimals, requirements one, so every product is exact in integers but for the powers of a changed scope,
//! which are taken with 62 binary places: far closer than the five decimals that `Roundup` looks at. That of v3.1 serves v3.0
//! too: it gives the exact ceiling that v3.0 asks for, where binary fractions round 4.6 up to 4.7.

use super::metric::Group;
use super::{Parts, Score, Scores, Vector, Version};

/// The indices of the metrics in the version's list.
mod place {
    pub(super) const AV: usize = 0;
    pub(super) const AC: usize = 1;
    pub(super) const PR: usize = 2;
    pub(super) const UI: usize = 3;
    pub(super) const S: usize = 4;
    pub(super) const C: usize = 5;
    pub(super) const E: usize = 8;
    pub(super) const RL: usize = 9;
    pub(super) const RC: usize = 10;
    pub(super) const CR: usize = 11;
    pub(super) const MAV: usize = 14;
    pub(super) const MC: usize = 19;
}

/// The weight of a value, in hundredths, by its index; index 0 is "not defined".
const AV: [i64; 5] = [0, 85, 62, 55, 20];
const AC: [i64; 3] = [0, 77, 44];
const PR: [i64; 4] = [0, 85, 62, 27];
const PR_CHANGED: [i64; 4] = [0, 85, 68, 50];
const UI: [i64; 3] = [0, 85, 62];
const LOSS: [i64; 4] = [0, 56, 22, 0];
const E: [i64; 5] = [100, 100, 97, 94, 91];
const RL: [i64; 5] = [100, 100, 97, 96, 95];
const RC: [i64; 4] = [100, 100, 96, 92];
/// In tenths.
const REQUIREMENT: [i64; 4] = [10, 15, 10, 5];

/// One, in the scale of sums: 12 decimals.
const ONE: i64 = 1_000_000_000_000;
/// Binary places of powers.
const BITS: u32 = 62;

/// Computes the scores.
pub(super) fn scores(vector: &Vector) -> Scores {
    let value = |place: usize| usize::from(vector.values[place]);
    let (exploitability, impact, changed) = base(vector);
    let base = sum(impact, exploitability, changed);
    let change = E[value(place::E)] * RL[value(place::RL)] * RC[value(place::RC)];
    let temporal = vector.has(Group::Temporal).then(|| scaled(base, change));
    let environmental = vector.has(Group::Environmental).then(|| scaled(modified(vector), change));
    Scores { base, temporal, environmental }
}

/// The sub-scores of the base score, to the nearest tenth, as the calculators of FIRST and the NVD show them.
pub(super) fn parts(vector: &Vector) -> Parts {
    let (exploitability, impact, _) = base(vector);
    Parts::SubScores { exploitability: nearest(exploitability), impact: nearest(impact) }
}

/// Exploitability and impact of the base metrics, with twelve decimals, and whether the scope changes.
fn base(vector: &Vector) -> (i64, i64, bool) {
    let value = |place: usize| usize::from(vector.values[place]);
    let changed = value(place::S) == 2;
    let exploitability =
        exploitability(changed, [value(place::AV), value(place::AC), value(place::PR), value(place::UI)]);
    let kept = (0..3).map(|i| 100 - LOSS[value(place::C + i)]).product::<i64>();
    // Six decimals: 1 - (1 - C)(1 - I)(1 - A).
    let loss = 1_000_000 - kept;
    let impact = if changed {
        752 * (loss - 29_000) * 10_000 - power(325, loss - 20_000, 1_000_000, 15)
    } else {
        642 * loss * 10_000
    };
    (exploitability, impact, changed)
}

/// The score of the modified metrics, before the temporal ones.
fn modified(vector: &Vector) -> Score {
    let value = |place: usize| usize::from(vector.values[place]);
    // A modified metric that is not defined equals the base metric. They are in the same order.
    let either = |i: usize| if value(place::MAV + i) == 0 { value(i) } else { value(place::MAV + i) };
    let changed = either(place::S) == 2;
    let exploitability =
        exploitability(changed, [either(place::AV), either(place::AC), either(place::PR), either(place::UI)]);
    let kept = (0..3)
        .map(|i| {
            let modified = value(place::MC + i);
            let loss = LOSS[if modified == 0 { value(place::C + i) } else { modified }];
            1_000 - REQUIREMENT[value(place::CR + i)] * loss
        })
        .product::<i64>();
    // Nine decimals, at most 0.915.
    let loss = (1_000_000_000 - kept).min(915_000_000);
    let impact = match (changed, vector.version) {
        (false, _) => 642 * loss * 10,
        (true, Version::V30) => {
            752 * (loss - 29_000_000) * 10 - power(325, loss - 20_000_000, 1_000_000_000, 15)
        }
        (true, _) => {
            752 * (loss - 29_000_000) * 10
                - power(325, loss * 9_731 - 200_000_000_000, 10_000_000_000_000, 13)
        }
    };
    sum(impact, exploitability, changed)
}

/// `8.22 × AV × AC × PR × UI`, with twelve decimals.
const fn exploitability(changed: bool, [av, ac, pr, ui]: [usize; 4]) -> i64 {
    let privileges = if changed { PR_CHANGED[pr] } else { PR[pr] };
    822 * AV[av] * AC[ac] * privileges * UI[ui] * 100
}

/// Adds impact and exploitability, both with twelve decimals.
fn sum(impact: i64, exploitability: i64, changed: bool) -> Score {
    if impact <= 0 {
        return Score(0);
    }
    let sum = impact + exploitability;
    let sum = if changed { sum / 100 * 108 } else { sum };
    roundup(sum.min(10 * ONE) / 100_000)
}

/// `factor / 100 × (base / one)^exponent`, with twelve decimals.
#[expect(clippy::cast_possible_truncation, reason = "a power of a fraction is a fraction")]
fn power(factor: i64, base: i64, one: i64, exponent: u32) -> i64 {
    // An odd power keeps the sign.
    let fraction = (u128::from(base.unsigned_abs()) << BITS) / u128::from(one.unsigned_abs());
    let (mut result, mut square, mut rest) = (1_u128 << BITS, fraction, exponent);
    while rest > 0 {
        if rest & 1 == 1 {
            result = (result * square) >> BITS;
        }
        square = (square * square) >> BITS;
        rest >>= 1;
    }
    let value = ((result * u128::from(factor.unsigned_abs()) * (ONE / 100) as u128) >> BITS) as i64;
    if base < 0 { -value } else { value }
}

/// A score times three weights in hundredths.
fn scaled(score: Score, weights: i64) -> Score {
    // Seven decimals: a tenth and three times two.
    roundup(i64::from(score.0) * weights)
}

/// The specification's `Roundup` of a number with seven decimals: to five, the nearest, then up to the next tenth.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a score is at most ten")]
const fn roundup(decimals: i64) -> Score {
    let five = (decimals + 50) / 100;
    Score((five as u64).div_ceil(10_000) as u8)
}

/// Rounds a number with twelve decimals to the nearest tenth.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a sub-score is at most ten")]
fn nearest(decimals: i64) -> Score {
    Score(((decimals.max(0) + ONE / 20) / (ONE / 10)) as u8)
}
