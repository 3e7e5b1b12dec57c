//! Against PyPI's `cvss` 3.6, whose scores `tools/cvss_oracle.py` has written down.

use varsel_core::score::cvss::{Score, Vector, Version};

use crate::make;

const WRITTEN: &str = include_str!("../data/cvss_oracle.txt");

/// Digests the scores of vectors: a line for every 10,000.
fn digested(name: &str, version: Version, vectors: impl Iterator<Item = make::Places>) -> Vec<String> {
    let mut digest = 0xCBF2_9CE4_8422_2325_u64;
    let mut lines = Vec::new();
    let mut count = 0;
    for places in vectors {
        let text = make::vector(version, &places);
        let vector: Vector = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(vector.to_string(), text, "what is canonical is written back as it was");
        let scores = vector.scores();
        for part in [Some(scores.base), scores.temporal, scores.environmental] {
            let byte = part.map_or(255, Score::tenths);
            digest = (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
        count += 1;
        if count % 10_000 == 0 {
            lines.push(format!("{name} {count} {digest:016x}"));
        }
    }
    if count % 10_000 != 0 {
        lines.push(format!("{name} {count} {digest:016x}"));
    }
    lines
}

#[test]
fn every_base_vector_and_400_000_at_random_score_as_in_python() {
    let mut ours = Vec::new();
    for (version, seed) in Version::ALL.into_iter().zip(1..) {
        let number = version.number();
        ours.extend(digested(&format!("{number}-base"), version, make::every_base(version)));
        ours.extend(digested(&format!("{number}-random"), version, make::at_random(version, seed, 100_000)));
    }
    let theirs: Vec<_> = WRITTEN.lines().filter(|line| !line.starts_with('#')).collect();
    // The first line that differs names the ten thousand among which the difference is.
    assert_eq!(ours, theirs);
    let last = |set: &str| ours.iter().rfind(|line| line.starts_with(set)).unwrap().clone();
    for (set, count) in [("2.0-base", 729), ("3.0-base", 2_592), ("3.1-base", 2_592), ("4.0-base", 104_976)] {
        assert_eq!(last(set).split(' ').nth(1), Some(count.to_string().as_str()), "{set}");
    }
}
