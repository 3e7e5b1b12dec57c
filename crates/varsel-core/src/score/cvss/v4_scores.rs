//! The scores of the macrovectors of CVSS v4.0.
//!
//! The values are from the specification (FIRST, CVSS v4.0, section 8.2, and the calculator's `cvss_lookup.js`), as of November
//! 2026.

/// The macrovector does not exist: without a high impact on the system, no requirement can apply to one.
const NO: u8 = u8::MAX;

/// In tenths. One row for each combination of EQ1, EQ2 and EQ3; within it, EQ4, EQ5 and EQ6 count up, the last one fastest.
#[rustfmt::skip]
const SCORES: [[u8; 18]; 18] = [
    // 000
    [100,  99,  98,  95,  95,  92, 100,  96,  93,  87,  91,  81,  93,  90,  89,  80,  81,  68],
    // 001
    [ 98,  95,  95,  92,  90,  84,  93,  92,  89,  81,  81,  65,  88,  80,  78,  70,  69,  48],
    // 002
    [ NO,  92,  NO,  82,  NO,  72,  NO,  79,  NO,  69,  NO,  50,  NO,  69,  NO,  55,  NO,  27],
    // 010
    [ 99,  97,  95,  92,  92,  85,  95,  91,  90,  83,  84,  71,  92,  81,  82,  71,  72,  53],
    // 011
    [ 95,  93,  92,  85,  85,  73,  92,  82,  80,  72,  70,  59,  84,  70,  71,  52,  50,  30],
    // 012
    [ NO,  86,  NO,  75,  NO,  52,  NO,  71,  NO,  52,  NO,  29,  NO,  63,  NO,  29,  NO,  17],
    // 100
    [ 98,  95,  94,  87,  91,  81,  94,  89,  86,  74,  77,  64,  87,  75,  74,  63,  63,  49],
    // 101
    [ 94,  89,  88,  77,  76,  67,  86,  76,  74,  58,  59,  50,  72,  57,  57,  52,  52,  25],
    // 102
    [ NO,  83,  NO,  70,  NO,  54,  NO,  65,  NO,  58,  NO,  26,  NO,  53,  NO,  21,  NO,  13],
    // 110
    [ 95,  90,  88,  76,  76,  70,  90,  77,  75,  62,  61,  53,  77,  66,  68,  59,  52,  30],
    // 111
    [ 89,  78,  76,  67,  62,  58,  74,  59,  57,  57,  47,  23,  61,  52,  57,  29,  24,  16],
    // 112
    [ NO,  71,  NO,  59,  NO,  30,  NO,  58,  NO,  26,  NO,  15,  NO,  23,  NO,  13,  NO,   6],
    // 200
    [ 93,  87,  86,  72,  75,  58,  86,  74,  74,  61,  56,  34,  70,  54,  52,  40,  40,  22],
    // 201
    [ 85,  75,  74,  55,  62,  51,  72,  57,  55,  41,  46,  19,  53,  36,  34,  19,  19,   8],
    // 202
    [ NO,  64,  NO,  51,  NO,  20,  NO,  47,  NO,  21,  NO,  11,  NO,  24,  NO,   9,  NO,   4],
    // 210
    [ 88,  75,  73,  53,  60,  50,  73,  55,  59,  40,  41,  20,  54,  43,  45,  22,  20,  11],
    // 211
    [ 75,  55,  58,  45,  40,  21,  61,  51,  48,  18,  20,   9,  46,  18,  17,   7,   8,   2],
    // 212
    [ NO,  53,  NO,  24,  NO,  14,  NO,  24,  NO,  12,  NO,   5,  NO,  10,  NO,   3,  NO,   1],
];

/// Returns the score of a macrovector in tenths; `None` for levels past the last.
pub(super) fn score(levels: [u8; 6]) -> Option<u8> {
    let [eq1, eq2, eq3, eq4, eq5, eq6] = levels.map(usize::from);
    if eq1 > 2 || eq2 > 1 || eq3 > 2 || eq4 > 2 || eq5 > 2 || eq6 > 1 {
        return None;
    }
    Some(SCORES[(eq1 * 2 + eq2) * 3 + eq3][(eq4 * 3 + eq5) * 2 + eq6]).filter(|score| *score != NO)
}
