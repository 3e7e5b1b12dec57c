//! Against the crate `cvss` 3.0.0, with its known errors.

use varsel_core::score::cvss::{Vector, Version};

use crate::make;

/// What the crate says, in tenths: base, temporal, environmental; of v4.0 the one score it has.
fn theirs(version: Version, text: &str) -> Vec<i32> {
    #[expect(clippy::cast_possible_truncation, reason = "a score is at most ten")]
    let tenths = |score: f64| (score * 10.0).round() as i32;
    match version {
        Version::V2 => {
            let read: cvss::v2::Vector = text.parse().unwrap();
            let environmental = tenths(read.environmental_score().value());
            // The guide's formula goes below nothing; no score does.
            vec![tenths(read.score().value()), tenths(read.temporal_score().value()), environmental.max(0)]
        }
        Version::V30 | Version::V31 => {
            let read: cvss::v3::Vector = text.parse().unwrap();
            vec![
                tenths(read.base_score().value()),
                tenths(read.temporal_score().value()),
                tenths(read.environmental_score().value()),
            ]
        }
        Version::V40 => {
            let read: cvss::v4::Vector = text.parse().unwrap();
            vec![tenths(read.score().value())]
        }
    }
}

fn ours(version: Version, vector: &Vector, theirs: &[i32]) -> Vec<i32> {
    let scores = vector.scores();
    match version {
        Version::V40 => vec![i32::from(scores.effective().tenths())],
        // Where the vector has no metric of the group, the crate has a number anyway.
        _ => [Some(scores.base), scores.temporal, scores.environmental]
            .iter()
            .zip(theirs)
            .map(|(score, theirs)| score.map_or(*theirs, |score| i32::from(score.tenths())))
            .collect(),
    }
}

/// Compares and returns how many differ, and by how much, of each score.
fn differences(version: Version, vectors: impl Iterator<Item = make::Places>) -> Vec<(String, Vec<i32>)> {
    let mut found = Vec::new();
    for places in vectors {
        let text = make::vector(version, &places);
        let vector: Vector = text.parse().unwrap();
        let theirs = theirs(version, &text);
        let differs: Vec<_> =
            ours(version, &vector, &theirs).iter().zip(&theirs).map(|(our, their)| our - their).collect();
        if differs.iter().any(|d| *d != 0) {
            found.push((text, differs));
        }
    }
    found
}

#[test]
fn base_vectors_score_as_in_the_crate() {
    for version in Version::ALL {
        let differ = differences(version, make::every_base(version));
        assert_eq!(differ, [], "{version:?}");
    }
}

#[test]
fn full_vectors_score_as_in_the_crate_but_for_what_it_rounds_twice() {
    for (version, seed) in [(Version::V2, 11), (Version::V31, 12), (Version::V40, 13)] {
        let differ = differences(version, make::at_random(version, seed, 100_000));
        assert_eq!(differ, [], "{version:?}");
    }
    // v3.0: the crate takes a ceiling of binary fractions, which lifts some exact tenths to the next.
    let differ = differences(Version::V30, make::at_random(Version::V30, 14, 100_000));
    assert!((1..1_000).contains(&differ.len()), "{} differ", differ.len());
    for (text, differs) in differ {
        assert!(differs.iter().all(|d| *d == 0 || *d == -1), "{text}: {differs:?}");
    }
}
