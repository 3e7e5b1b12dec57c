//! A problem in a field.

use jiff::civil;
use varsel_core::score::cvss::{TwoOfOneVersion, Vector, VectorError, Version};
use varsel_core::text::TextError;

/// A field with its problem.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// The path of the field, such as `affected.0.name`.
    pub field: String,
    /// The problem.
    pub kind: ProblemKind,
}

/// A problem in a field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ProblemKind {
    /// A required field is missing.
    Missing,
    /// Too many characters.
    TooLong {
        /// The limit.
        max: usize,
        /// What was given.
        actual: usize,
    },
    /// A control character, or a line break in a single-line field.
    ControlCharacter {
        /// Its position, from 1.
        at: usize,
    },
    /// Not one of the accepted codes.
    NotOneOf {
        /// The accepted codes, comma-separated.
        accepted: String,
    },
    /// Too many items.
    TooMany {
        /// The limit.
        max: usize,
    },
    /// Not a CVE id.
    BadCve {
        /// What was given.
        given: String,
    },
    /// Not a CVSS vector.
    BadCvss {
        /// The error and its position.
        error: VectorError,
        /// What was probably meant.
        meant: Option<Vector>,
    },
    /// Two CVSS vectors of the same version.
    TwoVectors {
        /// The version.
        version: Version,
    },
    /// An answer to a question that is not asked here.
    NotAsked,
    /// Neither a CVE id nor a CVSS vector.
    NeedCveOrCvss,
    /// Not a time, or not with its zone.
    BadInstant,
    /// Not a zone of the database.
    UnknownZone {
        /// What was given.
        given: String,
    },
    /// A time in the past.
    Past,
    /// A time implausibly far ahead.
    TooFar {
        /// The maximum number of years.
        years: i64,
    },
    /// A local time that a clock change skips.
    SkippedTime {
        /// The time that the clocks jump to.
        next: civil::Time,
    },
    /// Not one of the publisher's offers.
    UnknownOffer {
        /// What was given.
        given: String,
    },
    /// Not a publisher in the catalogue.
    UnknownPublisher,
    /// Not an email address.
    BadEmail,
    /// The password is too easy to guess.
    WeakPassword,
    /// The current password is wrong.
    WrongPassword,
    /// Not a number in this range.
    OutOfRange {
        /// The minimum.
        min: i64,
        /// The maximum.
        max: i64,
    },
    /// Already taken.
    Taken,
    /// Any other malformed value; lists what is accepted, in English, for programs.
    Malformed {
        /// What is accepted.
        accepted: String,
    },
}

impl ProblemKind {
    /// Returns the stable public code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::TooLong { .. } => "too_long",
            Self::ControlCharacter { .. } => "control_character",
            Self::NotOneOf { .. } => "not_one_of",
            Self::TooMany { .. } => "too_many",
            Self::BadCve { .. } => "bad_cve",
            Self::BadCvss { .. } => "bad_cvss",
            Self::TwoVectors { .. } => "two_vectors",
            Self::NotAsked => "not_asked",
            Self::NeedCveOrCvss => "need_cve_or_cvss",
            Self::BadInstant => "bad_instant",
            Self::UnknownZone { .. } => "unknown_zone",
            Self::Past => "past",
            Self::TooFar { .. } => "too_far",
            Self::SkippedTime { .. } => "skipped_time",
            Self::UnknownOffer { .. } => "unknown_offer",
            Self::UnknownPublisher => "unknown_publisher",
            Self::BadEmail => "bad_email",
            Self::WeakPassword => "weak_password",
            Self::WrongPassword => "wrong_password",
            Self::OutOfRange { .. } => "out_of_range",
            Self::Taken => "taken",
            Self::Malformed { .. } => "malformed",
        }
    }
}

impl ProblemKind {
    /// Builds the problem of an invalid CVSS vector, and looks for a valid one in the text.
    pub fn bad_cvss(text: &str, error: VectorError) -> Self {
        Self::BadCvss { error, meant: Vector::paste(text).ok() }
    }
}

impl From<TwoOfOneVersion> for ProblemKind {
    fn from(TwoOfOneVersion(version): TwoOfOneVersion) -> Self {
        Self::TwoVectors { version }
    }
}

impl From<TextError> for ProblemKind {
    fn from(error: TextError) -> Self {
        match error {
            TextError::Empty => Self::Missing,
            TextError::TooLong { max, actual } => Self::TooLong { max, actual },
            TextError::ControlCharacter { at } => Self::ControlCharacter { at },
        }
    }
}
