//! The languages.

/// A language that Varsel speaks completely.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub enum Locale {
    /// English.
    #[default]
    En,
    /// Swedish.
    Sv,
}

impl Locale {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::En, Self::Sv];

    /// Returns the BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Sv => "sv",
        }
    }

    /// Returns the language's own name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Sv => "Svenska",
        }
    }

    /// Returns the direction of writing, for the `dir` attribute: both languages run from left to right.
    pub const fn dir(self) -> &'static str {
        match self {
            Self::En | Self::Sv => "ltr",
        }
    }

    /// Finds a language by its tag, whatever the region: `sv-FI` is Swedish.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let language = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|locale| language.eq_ignore_ascii_case(locale.tag()))
    }

    /// Chooses by an `Accept-Language` header (RFC 9110, section 12.5.4): the highest weight, then the first.
    pub fn negotiate(header: &str) -> Self {
        let mut best = (Self::default(), 0);
        for range in header.split(',').take(20) {
            let mut parts = range.split(';');
            let Some(locale) = parts.next().and_then(|tag| Self::from_tag(tag.trim())) else { continue };
            let weight = parts
                .find_map(|parameter| parameter.trim().strip_prefix(['q', 'Q'])?.strip_prefix('='))
                .map_or(1_000, |q| q.trim().parse::<f32>().map_or(0, thousandths));
            if weight > best.1 {
                best = (locale, weight);
            }
        }
        best.0
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0 to 1 before")]
fn thousandths(weight: f32) -> u32 {
    (weight.clamp(0.0, 1.0) * 1_000.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_wish_is_followed() {
        for (header, locale) in [
            ("", Locale::En),
            ("sv", Locale::Sv),
            ("sv-SE,sv;q=0.9,en;q=0.8", Locale::Sv),
            ("en-GB,en;q=0.9,sv;q=0.8", Locale::En),
            ("de,sv;q=0.4,en;q=0.3", Locale::Sv),
            ("sv;q=0,en;q=0.1", Locale::En),
            ("fr, *;q=0.5", Locale::En),
            ("sv;q=nonsense,en;q=0.2", Locale::En),
            ("en;q=0.5, sv-FI ; Q=0.7", Locale::Sv),
            ("en;q=NaN,sv;q=0.001", Locale::Sv),
        ] {
            assert_eq!(Locale::negotiate(header), locale, "{header}");
        }
    }

    #[test]
    fn languages_are_found_by_their_tag() {
        for locale in Locale::ALL {
            assert_eq!(Locale::from_tag(locale.tag()), Some(locale));
            assert_eq!(locale.dir(), "ltr");
        }
        assert_eq!(Locale::from_tag("SV-fi"), Some(Locale::Sv));
        assert_eq!(Locale::from_tag("svx"), None);
        assert_eq!(Locale::from_tag(""), None);
        assert_eq!(Locale::ALL.map(Locale::name), ["English", "Svenska"]);
    }
}
