//! The equations of v2.0 (guide, section 3.2).
//!
//! Weights have up to three decimals and every step rounds half up to one decimal, so all of it is exact in integers.

use super::metric::Group;
use super::{Score, Scores, Vector};

/// The weight of a value, in thousandths, by its index; index 0 is "not defined".
const AV: [i128; 4] = [0, 395, 646, 1_000];
const AC: [i128; 4] = [0, 350, 610, 710];
const AU: [i128; 4] = [0, 450, 560, 704];
const LOSS: [i128; 4] = [0, 0, 275, 660];
/// In hundredths, like the rest.
const E: [i128; 5] = [100, 85, 90, 95, 100];
const RL: [i128; 5] = [100, 87, 90, 95, 100];
const RC: [i128; 4] = [100, 90, 95, 100];
const CDP: [i128; 6] = [0, 0, 10, 30, 40, 50];
const TD: [i128; 5] = [100, 0, 25, 75, 100];
const REQUIREMENT: [i128; 4] = [100, 50, 100, 151];

/// Decimals of impact and exploitability.
const ONE: i128 = 10_i128.pow(17);

/// Computes the scores.
pub(super) fn scores(vector: &Vector) -> Scores {
    let value = |place: usize| usize::from(vector.values[place]);
    // 20 × AV × AC × Au
    let exploitability = 20 * AV[value(0)] * AC[value(1)] * AU[value(2)] * (ONE / 1_000_000_000);
    let impact = impact([3, 4, 5].map(|place| LOSS[value(place)] * 100));
    let base = base(impact, exploitability);
    let change = [E[value(6)], RL[value(7)], RC[value(8)]];
    let temporal = vector.has(Group::Temporal).then(|| score(scaled(base, change)));
    let environmental = vector.has(Group::Environmental).then(|| {
        let required = [0, 1, 2].map(|i| LOSS[value(3 + i)] * REQUIREMENT[value(11 + i)]);
        let adjusted = self::impact(required).min(10 * ONE);
        let adjusted = scaled(self::base(adjusted, exploitability), change);
        // (AT + (10 - AT) × CDP) × TD
        let damage = adjusted * 100 + (100 - adjusted) * CDP[value(9)];
        score(half_up(damage * TD[value(10)], 10_000))
    });
    Scores { base: score(base), temporal, environmental }
}

/// `10.41 × (1 − (1 − C)(1 − I)(1 − A))`, of losses in hundred-thousandths.
fn impact(losses: [i128; 3]) -> i128 {
    let kept: i128 = losses.iter().map(|loss| 100_000 - loss).product();
    1_041 * (100_000_i128.pow(3) - kept)
}

/// `((0.6 × impact) + (0.4 × exploitability) − 1.5) × f(impact)`, in tenths: negative for the smallest adjusted impacts, with
/// which the environmental equation continues.
fn base(impact: i128, exploitability: i128) -> i128 {
    if impact == 0 {
        return 0;
    }
    let sum = 6 * impact + 4 * exploitability - 15 * ONE;
    half_up(sum * 1_176, ONE * 1_000)
}

/// Tenths times three weights in hundredths.
fn scaled(tenths: i128, weights: [i128; 3]) -> i128 {
    half_up(tenths * weights.iter().product::<i128>(), 1_000_000)
}

/// Rounds to tenths, halves away from zero.
const fn half_up(tenths: i128, one: i128) -> i128 {
    (2 * tenths + one * tenths.signum()) / (2 * one)
}

/// A negative score is clamped to zero, although the guide's equations give it.
#[expect(clippy::cast_sign_loss, reason = "a score is at least nothing")]
fn score(tenths: i128) -> Score {
    Score(tenths.clamp(0, 100) as u8)
}
