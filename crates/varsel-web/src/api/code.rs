//! The codes of the API: the domain's codes, with a schema that lists the accepted values.

use std::borrow::Cow;

use serde::de::Error as _;
use serde::{Deserialize as _, Deserializer, Serialize};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};
use varsel_core::coded::Coded;

/// Declares an API code for a domain enum.
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
    /// Kind of security event.
    Category(varsel_core::case::Category);
    /// What a clock measures.
    ClockKind(varsel_core::clock::ClockKind);
    /// Stage of a case.
    Stage(varsel_core::case::StageKind);
    /// Severity.
    Severity(varsel_core::score::Severity);
    /// Priority.
    Priority(varsel_core::score::Priority);
    /// Whose turn it is.
    WaitingOn(varsel_core::case::WaitingOn);
    /// What has to be done next.
    Duty(varsel_core::case::Duty);
    /// A side of a case.
    Party(varsel_core::permission::Party);
    /// Outcome of a case.
    OutcomeCode(varsel_core::case::Outcome);
    /// Kind of fact.
    FactKind(varsel_core::case::FactKind);
    /// Asserted status of a fact.
    FactStatus(varsel_core::case::FactStatus);
    /// How two cases are related.
    Relation(varsel_core::case::Relation);
    /// Whether the two sides agree on the score: `open` before the desk has scored, `agreed`, `differs`, `contested` while the desk reviews its score, `dissent` if both scores remain.
    ScoreStanding(varsel_core::case::scoring::Standing);
    /// State of a CVE: `published`, `rejected`, or `unknown` if only other sources name it.
    CveState(varsel_core::cve::CveState);
    /// Whether a vulnerability affects a product.
    AffectedStatus(varsel_core::cve::AffectedStatus);
    /// A public source of facts about CVEs.
    CveSource(varsel_core::cve::CveSource);
    /// Yes, no or unknown.
    Unsure(varsel_core::case::report::Unsure);
    /// State of an incident.
    IncidentState(varsel_core::case::report::IncidentState);
    /// What an incident affected.
    Touched(varsel_core::case::report::Touched);
    /// A label of the Traffic Light Protocol 2.0.
    Tlp(varsel_core::tlp::Tlp);
    /// View of a list of cases.
    View(super::list_cases::ListView);
}

/// Deserializes a domain code; values that are not strings are type errors, other strings unknown variants.
pub(crate) fn read<'de, D: Deserializer<'de>, T: Coded>(deserializer: D) -> Result<T, D::Error> {
    let text = String::deserialize(deserializer)?;
    T::from_code(&text).map_err(|_| {
        let codes: Vec<String> = T::ALL.iter().map(|code| format!("`{}`", code.code())).collect();
        D::Error::custom(format_args!("unknown variant `{text}`, expected one of {}", codes.join(", ")))
    })
}
