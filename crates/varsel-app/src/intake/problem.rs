//! What is wrong with a field.

use jiff::civil;
use varsel_core::score::cvss::{TwoOfOneVersion, Vector, VectorError, Version};
use varsel_core::text::TextError;

/// A field with what is wrong with it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// The path of the field, as in `affected.0.name`.
    pub field: String,
    /// What is wrong.
    pub kind: ProblemKind,
}

/// What is wrong with a field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ProblemKind {
    /// Nothing was given where something is needed.
    Missing,
    /// More characters than fit.
    TooLong {
        /// The limit.
        max: usize,
        /// What was given.
        actual: usize,
    },
    /// A control character, or a line break where one line is meant.
    ControlCharacter {
        /// Its place, counted from 1.
        at: usize,
    },
    /// None of the codes that are accepted.
    NotOneOf {
        /// The codes, comma-separated.
        accepted: String,
    },
    /// More items than fit.
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
        /// What is wrong, and where.
        error: VectorError,
        /// What was probably meant.
        meant: Option<Vector>,
    },
    /// Two CVSS vectors of one version.
    TwoVectors {
        /// The version.
        version: Version,
    },
    /// An answer to what is not asked here.
    NotAsked,
    /// Neither a CVE id nor a CVSS vector.
    NeedCveOrCvss,
    /// Not a time, or not with its zone.
    BadInstant,
    /// No zone of the database.
    UnknownZone {
        /// What was given.
        given: String,
    },
    /// A time that lies in the past.
    Past,
    /// A time that lies further ahead than anybody means.
    TooFar {
        /// How many years are the most.
        years: i64,
    },
    /// A local time that a change of clocks skips.
    SkippedTime {
        /// The time that the clocks go on to.
        next: civil::Time,
    },
    /// No such offer among the publisher's.
    UnknownOffer {
        /// What was given.
        given: String,
    },
    /// No such publisher in the catalogue.
    UnknownPublisher,
    /// Not an email address.
    BadEmail,
    /// The password is too easy to guess.
    WeakPassword,
    /// The current password is wrong.
    WrongPassword,
    /// A number, or a number in this range.
    OutOfRange {
        /// The least.
        min: i64,
        /// The most.
        max: i64,
    },
    /// It is taken.
    Taken,
    /// Anything else that is not understood; says what is accepted, in English, for machines.
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
    /// Says that a text is not a CVSS vector, and looks for one in it.
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
