//! The codes of the API: the domain's own, with a schema that lists what is accepted.

use std::borrow::Cow;

use serde::de::Error as _;
use serde::{Deserialize as _, Deserializer, Serialize};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};
use varsel_core::coded::Coded;

/// Declares a code of the API over one of the domain's enums.
macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident($inner:ty);)+) => {
        $(
            $(#[doc = $doc])+
            #[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
            #[serde(transparent)]
            pub(crate) struct $name($inner);

            impl From<$inner> for $name {
                fn from(code: $inner) -> Self {
                    Self(code)
                }
            }

            impl PartialSchema for $name {
                fn schema() -> RefOr<Schema> {
                    ObjectBuilder::new()
                        .schema_type(Type::String)
                        .description(Some(concat!($($doc),+).trim()))
                        .enum_values(Some(<$inner>::ALL.iter().map(|code| code.code())))
                        .into()
                }
            }

            impl ToSchema for $name {
                fn name() -> Cow<'static, str> {
                    stringify!($name).into()
                }
            }
        )+
    };
}

codes! {
    /// What kind of security event a case is about.
    Category(varsel_core::case::Category);
    /// What a clock measures.
    ClockKind(varsel_core::clock::ClockKind);
    /// Where a case stands.
    Stage(varsel_core::case::StageKind);
    /// How bad.
    Severity(varsel_core::score::Severity);
    /// How soon.
    Priority(varsel_core::score::Priority);
    /// Whose move it is.
    WaitingOn(varsel_core::case::WaitingOn);
    /// What is owed next.
    Duty(varsel_core::case::Duty);
    /// A side of a case.
    Party(varsel_core::permission::Party);
    /// How a case ends.
    OutcomeCode(varsel_core::case::Outcome);
    /// Which fact is asserted.
    FactKind(varsel_core::case::FactKind);
    /// What is asserted of a fact.
    FactStatus(varsel_core::case::FactStatus);
    /// How two cases belong together.
    Relation(varsel_core::case::Relation);
    /// How the two sides' scores stand to each other: `open` before the desk has scored, `agreed`, `differs`, `contested` while the desk looks again, `dissent` when both stand.
    ScoreStanding(varsel_core::case::scoring::Standing);
    /// Whether a CVE stands: `published`, `rejected`, or `unknown` where only other sources name it.
    CveState(varsel_core::cve::CveState);
    /// Whether a vulnerability affects something.
    AffectedStatus(varsel_core::cve::AffectedStatus);
    /// A public source of facts about CVEs.
    CveSource(varsel_core::cve::CveSource);
    /// Yes, no, or not known.
    Unsure(varsel_core::case::report::Unsure);
    /// Whether an incident goes on.
    IncidentState(varsel_core::case::report::IncidentState);
    /// What an incident touched.
    Touched(varsel_core::case::report::Touched);
    /// A label of the Traffic Light Protocol 2.0.
    Tlp(varsel_core::tlp::Tlp);
    /// Which cases a list shows.
    View(super::list_cases::ListView);
}

/// Reads a code of the domain; anything but a text is of the wrong type, and any other text is none of the codes.
pub(crate) fn read<'de, D: Deserializer<'de>, T: Coded>(deserializer: D) -> Result<T, D::Error> {
    let text = String::deserialize(deserializer)?;
    T::from_code(&text).map_err(|_| {
        let codes: Vec<String> = T::ALL.iter().map(|code| format!("`{}`", code.code())).collect();
        D::Error::custom(format_args!("unknown variant `{text}`, expected one of {}", codes.join(", ")))
    })
}
