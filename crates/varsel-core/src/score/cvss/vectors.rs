//! Vectors of several versions, at most one per version.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

use super::{Vector, Version};

/// The vectors of one vulnerability: at most one per version, newest version first.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Vectors(Vec<Vector>);

/// Two different vectors of the same version.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
#[error("there are two vectors of CVSS {}", .0.number())]
pub struct TwoOfOneVersion(pub Version);

impl Vectors {
    /// Collects vectors. Duplicates count once.
    pub fn new(vectors: impl IntoIterator<Item = Vector>) -> Result<Self, TwoOfOneVersion> {
        let mut kept: Vec<Vector> = Vec::new();
        for vector in vectors {
            match kept.iter().find(|found| found.version() == vector.version()) {
                Some(found) if *found == vector => {}
                Some(_) => return Err(TwoOfOneVersion(vector.version())),
                None => kept.push(vector),
            }
        }
        kept.sort_by_key(|vector| std::cmp::Reverse(vector.version()));
        Ok(Self(kept))
    }

    /// Returns no vectors.
    pub const fn none() -> &'static Self {
        const NONE: &Vectors = &Vectors(Vec::new());
        NONE
    }

    /// Returns the vector to use if one score is needed: that of the newest version.
    pub fn leading(&self) -> Option<&Vector> {
        self.0.first()
    }

    /// Returns the vector of a version.
    pub fn of(&self, version: Version) -> Option<&Vector> {
        self.0.iter().find(|vector| vector.version() == version)
    }

    /// Lists them, newest version first.
    pub fn iter(&self) -> std::slice::Iter<'_, Vector> {
        self.0.iter()
    }

    /// Returns whether it is empty.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Vector> for Vectors {
    fn from(vector: Vector) -> Self {
        Self(vec![vector])
    }
}

impl<'a> IntoIterator for &'a Vectors {
    type Item = &'a Vector;
    type IntoIter = std::slice::Iter<'a, Vector>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Serialize for Vectors {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(&self.0)
    }
}

impl<'de> Deserialize<'de> for Vectors {
    /// Deserializes a list, or a single vector from older reports.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum OneOrMore {
            One(Vector),
            More(Vec<Vector>),
        }
        let read = match OneOrMore::deserialize(deserializer)? {
            OneOrMore::One(vector) => Self::new([vector]),
            OneOrMore::More(vectors) => Self::new(vectors),
        };
        read.map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const THREE: &str = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
    const FOUR: &str = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N";

    fn read(texts: &[&str]) -> Result<Vectors, TwoOfOneVersion> {
        Vectors::new(texts.iter().map(|text| text.parse().unwrap()))
    }

    #[test]
    fn the_newest_version_speaks_for_all() {
        let vectors = read(&[THREE, FOUR, THREE]).unwrap();
        assert_eq!(vectors.iter().map(ToString::to_string).collect::<Vec<_>>(), [FOUR, THREE]);
        assert_eq!(vectors.leading().map(Vector::version), Some(Version::V40));
        assert_eq!(vectors.of(Version::V31).map(ToString::to_string).as_deref(), Some(THREE));
        assert_eq!(vectors.of(Version::V30), None);
        assert!(read(&[]).unwrap().is_empty());
    }

    #[test]
    fn two_of_one_version_are_refused() {
        let other = THREE.replace("A:H", "A:N");
        assert_eq!(read(&[THREE, FOUR, &other]), Err(TwoOfOneVersion(Version::V31)));
        let json = format!(r#"["{THREE}","{other}"]"#);
        assert!(serde_json::from_str::<Vectors>(&json).unwrap_err().to_string().contains("two vectors"));
    }

    #[test]
    fn they_are_stored_as_a_list_and_read_from_one_too() {
        let vectors = read(&[THREE, FOUR]).unwrap();
        let json = serde_json::to_string(&vectors).unwrap();
        assert_eq!(json, format!(r#"["{FOUR}","{THREE}"]"#));
        assert_eq!(serde_json::from_str::<Vectors>(&json).unwrap(), vectors);
        let one: Vectors = serde_json::from_str(&format!(r#""{THREE}""#)).unwrap();
        assert_eq!(one, read(&[THREE]).unwrap());
    }
}
