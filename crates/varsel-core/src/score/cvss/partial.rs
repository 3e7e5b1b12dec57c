//! An unfinished vector: the state of a calculator before everything is answered.

use std::fmt;

use super::metric::{Group, MOST, Metric};
use super::{Values, Vector, Version, paste, write};

/// A vector that can lack base metrics.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Partial {
    version: Version,
    values: Values,
}

impl Partial {
    /// Starts with nothing answered.
    pub const fn new(version: Version) -> Self {
        Self { version, values: [0; MOST] }
    }

    /// Parses an unfinished vector as leniently as [`Vector::paste`]; invalid parts are left out. `None` without a single metric.
    pub fn read(text: &str) -> Option<Self> {
        let (version, parts) = paste::parts(text)?;
        let mut partial = Self::new(version);
        let mut any = false;
        for part in parts {
            if let Some((code, value)) = part.split_once(':') {
                any |= partial.set(code, value);
            }
        }
        any.then_some(partial)
    }

    /// Parses a text that contains only a vector or part of one: no words, unknown metrics or duplicates. Case and order do not
    /// matter, and values can be missing.
    pub fn exact(text: &str) -> Option<Self> {
        let partial = Self::read(text)?;
        let prefix = partial.version.prefix();
        let text = text.trim();
        let has_prefix = text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
        let body = if has_prefix { &text[prefix.len()..] } else { text };
        let mut seen = [false; MOST];
        let is_answer = |part: &str| {
            let Some((code, value)) = part.split_once(':') else { return false };
            let mut metrics = partial.version.metrics().iter().enumerate();
            let Some((place, metric)) = metrics.find(|(_, metric)| metric.code.eq_ignore_ascii_case(code))
            else {
                return false;
            };
            let known = metric.values.iter().copied().chain([partial.version.undefined(), ""]);
            !std::mem::replace(&mut seen[place], true)
                && known.into_iter().any(|one| one.eq_ignore_ascii_case(value))
        };
        body.split('/').filter(|part| !part.is_empty()).all(is_answer).then_some(partial)
    }

    /// Returns the version.
    pub const fn version(&self) -> Version {
        self.version
    }

    /// Sets a metric; `false` if the metric or value does not exist.
    pub fn set(&mut self, code: &str, value: &str) -> bool {
        let metrics = self.version.metrics();
        let Some(place) = self.version.position(code) else { return false };
        let mut values = (1..).zip(metrics[place].values);
        let Some((given, _)) = values.find(|(_, known)| **known == value) else { return false };
        self.values[place] = given;
        true
    }

    /// Returns the value of a metric by its index in [`Version::metrics`].
    pub fn value(&self, place: usize) -> Option<&'static str> {
        super::value(self.version, &self.values, place)
    }

    /// Lists the unanswered base metrics.
    pub fn missing(&self) -> impl Iterator<Item = &'static Metric> {
        let metrics = self.version.metrics().iter().zip(self.values);
        metrics.filter(|(metric, value)| metric.group == Group::Base && *value == 0).map(|(metric, _)| metric)
    }

    /// Returns whether anything is answered.
    pub fn is_empty(&self) -> bool {
        self.values.iter().all(|value| *value == 0)
    }

    /// Returns the vector, once nothing is missing.
    pub fn vector(&self) -> Option<Vector> {
        let complete = self.missing().next().is_none();
        complete.then_some(Vector { version: self.version, values: self.values })
    }
}

impl fmt::Display for Partial {
    /// Writes the answered metrics as a vector; empty if nothing is answered.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() { Ok(()) } else { write(self.version, &self.values, f) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vector_grows_answer_by_answer() {
        let mut partial = Partial::new(Version::V31);
        assert_eq!(partial.to_string(), "");
        for (code, value) in
            [("A", "H"), ("AV", "N"), ("AC", "L"), ("PR", "N"), ("UI", "N"), ("S", "U"), ("C", "H")]
        {
            assert!(partial.set(code, value));
            assert_eq!(partial.vector(), None);
        }
        assert_eq!(partial.to_string(), "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/A:H");
        assert_eq!(partial.missing().map(|metric| metric.code).collect::<Vec<_>>(), ["I"]);
        assert!(!partial.set("I", "X") && !partial.set("AT", "N") && partial.set("I", "H"));
        assert_eq!(partial.vector(), "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H".parse().ok());
    }

    #[test]
    fn what_is_half_written_is_read_as_far_as_it_goes() {
        for (text, read) in [
            ("", None),
            ("9.8", None),
            ("CVSS:3.1/", None),
            ("CVSS:3.1/AV:N/AC:", Some("CVSS:3.1/AV:N")),
            ("cvss:4.0/av:n/ZZ:1/ac:h", Some("CVSS:4.0/AV:N/AC:H")),
            ("CVSS:3.0/E:P", Some("CVSS:3.0/E:P")),
        ] {
            let partial = Partial::read(text).map(|partial| partial.to_string());
            assert_eq!(partial.as_deref(), read, "{text}");
        }
    }

    #[test]
    fn a_text_that_is_more_than_a_vector_is_told_apart() {
        for (text, is_exact) in [
            ("CVSS:3.1/AV:N/AC:", true),
            ("cvss:3.1/av:n/ac:l", true),
            (" AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N ", true),
            ("CVSS:3.1/AC:L/AV:N/E:X/", true),
            ("CVSS:3.1/AV:N (from our PSIRT)", false),
            ("vector CVSS:3.1/AV:N", false),
            ("CVSS:3.1/AV:N/XX:Q", false),
            ("CVSS:3.1/AV:N/AV:L", false),
            ("CVSS:3.1/AV:N/AC", false),
            ("CVSS:3.1/AV:Ö", false),
            ("words", false),
        ] {
            assert_eq!(Partial::exact(text).is_some(), is_exact, "{text}");
        }
    }
}
