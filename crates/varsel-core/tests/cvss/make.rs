//! Vectors to compare by: every base vector of a version, and as many full ones as one likes.

use varsel_core::score::cvss::{Group, Version};

/// The place of the value of each metric, counted from 1; 0 is "not defined".
pub(crate) type Places = Vec<usize>;

/// Writes a vector; all metrics up to a group.
pub(crate) fn vector(version: Version, places: &[usize]) -> String {
    let given = version.metrics().iter().zip(places).filter(|(_, place)| **place > 0);
    let parts: Vec<_> = given.map(|(m, place)| format!("{}:{}", m.code, m.values[place - 1])).collect();
    format!("{}{}", version.prefix(), parts.join("/"))
}

fn base_metrics(version: Version) -> usize {
    version.metrics().iter().filter(|metric| metric.group == Group::Base).count()
}

/// Makes every base vector; the last metric counts fastest.
pub(crate) fn every_base(version: Version) -> impl Iterator<Item = Places> {
    let (metrics, base) = (version.metrics(), base_metrics(version));
    let count: usize = metrics[..base].iter().map(|metric| metric.values.len()).product();
    (0..count).map(move |number| {
        let mut rest = number;
        let mut places = vec![0; metrics.len()];
        for at in (0..base).rev() {
            places[at] = rest % metrics[at].values.len() + 1;
            rest /= metrics[at].values.len();
        }
        places
    })
}

/// Makes vectors at random, the same for a seed (SplitMix64, one draw a metric).
pub(crate) fn at_random(version: Version, seed: u64, count: usize) -> impl Iterator<Item = Places> {
    let (metrics, base) = (version.metrics(), base_metrics(version));
    let mut state = seed;
    let mut draw = move |choices: usize| {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(choices).unwrap()).unwrap()
    };
    std::iter::repeat_with(move || {
        let value =
            |(at, choices): (usize, usize)| if at < base { draw(choices) + 1 } else { draw(choices + 1) };
        metrics.iter().map(|metric| metric.values.len()).enumerate().map(value).collect()
    })
    .take(count)
}
