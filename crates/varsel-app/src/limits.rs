//! Limits on how much one person, and one publisher, can send within an hour.
//!
//! Counted in the transaction of the change, so that the limits are exact across processes that share a database, survive a
//! restart, and do not count refused requests. The defaults are far above what people do by hand.

use jiff::{Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};
use varsel_core::coded::Coded as _;
use varsel_core::permission::{Actor, Party};
use varsel_store::{Tx, limits as store};

use crate::{AppError, Ctx};

varsel_core::coded! {
    /// The kinds of limits.
    pub enum Limit {
        /// Messages, answers, and other texts on a case.
        Messages = "messages",
        /// Facts and corrections of the category.
        Facts = "facts",
        /// Submitted reports.
        Reports = "reports",
        /// Drafts started, saved or deleted.
        Drafts = "drafts",
        /// Entries about laws and contracts.
        Duties = "duties",
        /// Changes to an account or an organisation.
        Account = "account",
        /// Changes by a person at the desk.
        Desk = "desk",
        /// Megabytes, of any kind.
        Megabytes = "megabytes",
    }
}

/// Who has reached a limit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Whose {
    /// A person.
    Person,
    /// All of a publisher's people together.
    Publisher,
    /// Everyone who sends from one network address.
    Network,
}

/// The maximum that a person can send within an hour; 0 means no limit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the fields carry the names of the limits")]
pub struct Limits {
    pub messages: i64,
    pub facts: i64,
    pub reports: i64,
    pub drafts: i64,
    pub duties: i64,
    pub account: i64,
    pub desk: i64,
    pub megabytes: i64,
    /// How many times as much all of a publisher's people can send together.
    pub publisher_times: i64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            messages: 120,
            facts: 120,
            reports: 100,
            drafts: 2_000,
            duties: 600,
            account: 300,
            desk: 5_000,
            megabytes: 200,
            publisher_times: 5,
        }
    }
}

impl Limits {
    /// Returns the maximum for a person, or for a publisher's people together; `None` if unlimited.
    pub fn most(&self, limit: Limit, whose: Whose) -> Option<i64> {
        let one = match limit {
            Limit::Messages => self.messages,
            Limit::Facts => self.facts,
            Limit::Reports => self.reports,
            Limit::Drafts => self.drafts,
            Limit::Duties => self.duties,
            Limit::Account => self.account,
            Limit::Desk => self.desk,
            Limit::Megabytes => self.megabytes,
        };
        let times = match whose {
            Whose::Person => 1,
            Whose::Publisher | Whose::Network => self.publisher_times,
        };
        (one > 0).then(|| one.saturating_mul(times))
    }
}

/// The number of bytes in a megabyte.
pub const MEGABYTE: i64 = 1_000_000;
/// The length of a window, in minutes.
const WINDOW_MINUTES: i64 = 60;

/// Returns when a window ends.
pub fn window_end(began: Timestamp) -> Timestamp {
    began + WINDOW_MINUTES.minutes()
}

/// Counts a change and its bytes before it is carried out; refuses it if a limit is exceeded.
///
/// A publisher's people are limited by `limit` and by bytes, each and together; people at the desk by a limit of their own.
pub fn count(tx: &Tx<'_>, ctx: &Ctx, actor: &Actor, limit: Limit, bytes: usize) -> Result<(), AppError> {
    let person = format!("person:{}", actor.person);
    let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
    let counted = match actor.party() {
        Party::Desk => vec![(Limit::Desk, Whose::Person, 1, &person)],
        Party::Publisher => {
            vec![(limit, Whose::Person, 1, &person), (Limit::Megabytes, Whose::Person, bytes, &person)]
        }
    };
    let publisher = actor.publisher.map(|id| format!("publisher:{id}"));
    let together = publisher.iter().flat_map(|publisher| {
        [(limit, Whose::Publisher, 1, publisher), (Limit::Megabytes, Whose::Publisher, bytes, publisher)]
    });
    for (limit, whose, amount, key) in counted.into_iter().chain(together) {
        let Some(most) = ctx.policy().limits.most(limit, whose) else { continue };
        let unit = if limit == Limit::Megabytes { MEGABYTE } else { 1 };
        let key = format!("{key}:{}", limit.code());
        let (sent, began) = store::count(tx, &key, amount, ctx.now, ctx.now - WINDOW_MINUTES.minutes())?;
        if sent > most.saturating_mul(unit) {
            return Err(AppError::OverLimit { limit, whose, most, until: window_end(began) });
        }
    }
    Ok(())
}
