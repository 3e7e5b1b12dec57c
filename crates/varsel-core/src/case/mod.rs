//! The case: its state, its commands, its events.

mod apply;
pub mod clocks;
mod command;
mod decide;
pub mod due_dates;
pub mod duties;
mod event;
mod meaning;
mod next_step;
pub mod report;
pub mod scoring;
mod state;

pub use apply::{apply, replay};
pub use command::Command;
pub use decide::{Context, Decision, Effect, Notice, decide};
pub use event::{Audience, Author, Event, Recorded};
pub use next_step::{DueFiling, Duty, NextStep, next_due, next_step, next_step_at_desk};
pub use report::Report;
pub use state::{
    Assertion, Assessment, Case, Category, Decided, FactKind, FactStatus, Link, Outcome, OutcomeStatement,
    Pending, Question, Relation, ReopeningRequest, Stage, StageKind, Stamp, WaitingOn,
};
