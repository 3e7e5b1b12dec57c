//! Enums with stable codes, for the database, the API and forms.

use thiserror::Error;

/// A text that is not one of an enum's codes.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error("`{given}` is not one of {accepted}")]
pub struct UnknownCode {
    /// The given value.
    pub given: String,
    /// The accepted values, comma-separated.
    pub accepted: String,
}

/// An enum whose variants have a stable code.
pub trait Coded: Copy + Sized + 'static {
    /// Every variant, in order of declaration.
    const ALL: &'static [Self];

    /// Returns the stable code.
    fn code(self) -> &'static str;

    /// Finds the variant with this code.
    fn from_code(code: &str) -> Result<Self, UnknownCode> {
        Self::ALL.iter().copied().find(|v| v.code() == code).ok_or_else(|| UnknownCode {
            given: code.to_owned(),
            accepted: Self::ALL.iter().map(|v| v.code()).collect::<Vec<_>>().join(", "),
        })
    }
}

/// Declares an enum whose variants have stable codes, with [`Coded`], serde by code, and `Display`.
#[macro_export]
macro_rules! coded {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $code:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$variant_meta])* #[serde(rename = $code)] $variant,)+
        }

        impl $crate::coded::Coded for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),+];

            fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($crate::coded::Coded::code(*self))
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::coded::UnknownCode;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                <Self as $crate::coded::Coded>::from_code(text)
            }
        }
    };
}
