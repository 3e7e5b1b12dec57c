//! Identifiers: a newtype for each entity, so that they cannot be mixed up.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Defines an identifier type over a UUID (version 7 by convention: ordered by creation time).
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_hyphenated().fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    };
}

id!(
    /// A case: a report of a security event and everything that follows from it.
    CaseId
);
id!(
    /// A publisher: an organisation that sells in the marketplace.
    PublisherId
);
id!(
    /// A person who signs in, on either side.
    PersonId
);
id!(
    /// An offer in the catalogue.
    OfferId
);
id!(
    /// A plan of an offer.
    PlanId
);
id!(
    /// A released version of an offer.
    VersionId
);
id!(
    /// A customer of the marketplace.
    CustomerId
);
id!(
    /// A background job.
    JobId
);
id!(
    /// An API token (its row, never its secret).
    ApiTokenId
);
