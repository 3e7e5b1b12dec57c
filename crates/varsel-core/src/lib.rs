//! The domain of Varsel, pure: no input or output, no clock, no randomness, no async.
//!
//! A guided tour, in the order a report travels:
//!
//! 1. [`case::report`] is what a publisher says, already parsed: titles, offers, CVE ids, steps.
//! 2. [`case::Command`] is what a person wants to happen; [`case::decide`] answers with
//!    [`case::Event`]s that did happen, or with a [`refusal::Refusal`] that says why not.
//! 3. [`case::apply`] folds an event into a [`case::Case`]. Nothing else changes a case.
//! 4. [`permission`] is the one matrix of who can do what.
//! 5. [`clock`] knows the desk's calendar, the promise and what is due next.
//! 6. [`score`] holds severity, priority and CVSS.
//! 7. [`confirmation_number`] makes and reads the number that a publisher quotes.
//!
//! Time, ids and policy come in as parameters ([`case::Context`]), so that every rule can be tested by table.

pub mod address;
pub mod advisory_id;
pub mod case;
pub mod catalogue;
pub mod clock;
pub mod coded;
pub mod confirmation_number;
pub mod cve;
pub mod cve_id;
pub mod ids;
pub mod permission;
pub mod refusal;
pub mod score;
pub mod text;
pub mod tlp;
pub mod vulnerability_id;
