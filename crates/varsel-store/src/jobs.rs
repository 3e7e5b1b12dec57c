//! The job queue: jobs commit with the change that causes them, and are claimed by one worker at a time.
//!
//! Each kind of job runs in a [`Lane`]. Lanes do not wait for each other, so that an alert to the people on call never waits
//! behind mails to a silent server. Within a lane, owners ([`Owner`]) take turns, one job each.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use varsel_core::coded::Coded;
use varsel_core::ids::{CaseId, JobId, PersonId, PublisherId};
use varsel_core::text::cleaned;

use crate::convert::{
    code_at, id_at, instant, instant_at, micros, opt_id_at, opt_instant_at, opt_owned, owned,
};
use crate::{StoreError, Tx, Value, sql};

varsel_core::coded! {
    /// The state of a job.
    pub enum JobState {
        /// Waiting for its time or a worker.
        Queued = "queued",
        /// Running.
        Running = "running",
        /// Done.
        Done = "done",
        /// Failed permanently; needs a person.
        Dead = "dead",
    }
}

varsel_core::coded! {
    /// A sequence of jobs; lanes run in parallel.
    pub enum Lane {
        /// Alert mails to the people responsible for a case.
        Urgent = "urgent",
        /// The on-call webhook, which does not wait for a mail server.
        Webhook = "webhook",
        /// All other mail.
        Mail = "mail",
        /// Requests to external sources, which can take long to answer, or never do.
        Fetch = "fetch",
    }
}

varsel_core::coded! {
    /// What a job does.
    pub enum JobKind {
        /// Sends a mail about a case to one side.
        CaseMail = "case_mail",
        /// Sends a mail with a one-time link.
        LinkMail = "link_mail",
        /// Mails a person that their account has changed.
        AccountMail = "account_mail",
        /// Mails an alert about a deadline or ongoing harm to a person responsible for a case.
        Alert = "alert",
        /// Posts an alert to the on-call webhook.
        AlertWebhook = "alert_webhook",
        /// Fetches a CVE from its sources.
        FetchCve = "fetch_cve",
        /// Fetches the desk's calendar feed.
        CalendarFeed = "calendar_feed",
    }
}

impl JobKind {
    /// Returns the lane that jobs of the kind run in.
    pub const fn lane(self) -> Lane {
        match self {
            Self::Alert => Lane::Urgent,
            Self::AlertWebhook => Lane::Webhook,
            Self::CaseMail | Self::LinkMail | Self::AccountMail => Lane::Mail,
            Self::FetchCve | Self::CalendarFeed => Lane::Fetch,
        }
    }
}

/// The owner of a job. Owners take turns within a lane, so that no one's jobs crowd out another's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Owner {
    /// The desk's own.
    Desk,
    /// A publisher's.
    Publisher(PublisherId),
    /// A person's, such as the mail that lets them choose a new password.
    Person(PersonId),
}

impl Owner {
    /// Returns how the queue stores it; never an empty text.
    fn key(self) -> String {
        match self {
            Self::Desk => "desk".to_owned(),
            Self::Publisher(id) => id.to_string(),
            Self::Person(id) => id.to_string(),
        }
    }
}

/// A job to queue.
#[derive(Clone, Copy, Debug)]
pub struct NewJob<'a> {
    /// Its id.
    pub id: JobId,
    /// Its kind.
    pub kind: JobKind,
    /// Its owner.
    pub owner: Owner,
    /// Its parameters as JSON.
    pub payload: &'a str,
    /// The case it is about.
    pub case: Option<CaseId>,
    /// When it is due.
    pub run_at: Timestamp,
}

/// Queues a job.
pub fn insert(tx: &Tx<'_>, job: &NewJob<'_>) -> Result<(), StoreError> {
    let (case, lane) = (job.case.map(|c| c.to_string()), job.kind.lane().code());
    tx.execute(
        &sql::jobs::INSERT,
        &[
            Value::Text(&job.id.to_string()),
            Value::Text(job.kind.code()),
            Value::Text(lane),
            Value::Text(&job.owner.key()),
            Value::Json(job.payload),
            case.as_deref().into(),
            Value::Int(micros(job.run_at)),
        ],
    )?;
    tx.notify("job", lane);
    Ok(())
}

/// A job that a worker holds.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// The id.
    pub id: JobId,
    /// Its kind.
    pub kind: String,
    /// Its parameters as JSON.
    pub payload: String,
    /// The case it is about.
    pub case: Option<CaseId>,
    /// The number of this attempt, from 1.
    pub attempt: i64,
    /// Its owner, as stored in the queue.
    owner: String,
}

/// The next owner in a lane: the one after the last served.
#[derive(Clone, Default, Debug)]
pub struct Turn(String);

impl Turn {
    /// Returns the turn after a job.
    pub fn after(job: &Claimed) -> Self {
        Self(job.owner.clone())
    }
}

/// Claims the next due job of a lane until `locked_until`: the longest due of the owner whose turn it is.
pub fn claim(
    tx: &Tx<'_>,
    lane: Lane,
    turn: &Turn,
    now: Timestamp,
    locked_until: Timestamp,
) -> Result<Option<Claimed>, StoreError> {
    let next = |after: &str| {
        let parameters = [
            Value::Int(micros(now)),
            Value::Int(micros(locked_until)),
            Value::Text(lane.code()),
            Value::Text(after),
        ];
        tx.query_one(&sql::jobs::CLAIM, &parameters, |row| {
            Ok(Claimed {
                id: id_at(row, 0)?,
                kind: owned(row, 1)?,
                payload: row.json(2)?.to_string(),
                case: opt_id_at(row, 3)?,
                attempt: row.int(4)?,
                owner: owned(row, 5)?,
            })
        })
    };
    match next(&turn.0)? {
        None if !turn.0.is_empty() => next(""),
        claimed => Ok(claimed),
    }
}

/// Marks all unclaimed due jobs as done, for histories that are recorded after the fact; returns how many.
pub fn finish_due(tx: &Tx<'_>, now: Timestamp) -> Result<u64, StoreError> {
    tx.execute(&sql::jobs::FINISH_DUE, &[Value::Int(micros(now))])
}

/// Stores the progress of a job and extends its claim until `locked_until`; `false` if another worker has claimed it.
pub fn save_progress(
    tx: &Tx<'_>,
    id: JobId,
    attempt: i64,
    payload: &str,
    locked_until: Timestamp,
) -> Result<bool, StoreError> {
    let id = id.to_string();
    let parameters =
        [Value::Text(&id), Value::Int(attempt), Value::Json(payload), Value::Int(micros(locked_until))];
    Ok(tx.execute(&sql::jobs::SAVE_PROGRESS, &parameters)? > 0)
}

/// A claim of a job, by attempt. A worker that was too slow has lost its claim.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Claim {
    /// The job.
    pub id: JobId,
    /// The number of the attempt, from 1.
    pub attempt: i64,
}

impl Claimed {
    /// Returns the claim by which a worker holds the job.
    pub const fn claim(&self) -> Claim {
        Claim { id: self.id, attempt: self.attempt }
    }
}

/// Marks a job as done, unless another worker has claimed it.
pub fn finish(tx: &Tx<'_>, claim: Claim, now: Timestamp) -> Result<(), StoreError> {
    let id = claim.id.to_string();
    tx.execute(&sql::jobs::FINISH, &[Value::Text(&id), Value::Int(claim.attempt), Value::Int(micros(now))])
        .map(drop)
}

/// Queues a job for a retry, unless another worker has claimed it. The error can quote another machine, so control characters are
/// removed.
pub fn retry_later(tx: &Tx<'_>, claim: Claim, error: &str, run_at: Timestamp) -> Result<(), StoreError> {
    let id = claim.id.to_string();
    let error = cleaned(error);
    let parameters =
        [Value::Text(&id), Value::Int(claim.attempt), Value::Text(&error), Value::Int(micros(run_at))];
    tx.execute(&sql::jobs::RETRY_LATER, &parameters).map(drop)
}

/// Marks a job as failed until a person looks at it; `false` if another worker has claimed it.
pub fn bury(tx: &Tx<'_>, claim: Claim, error: &str, now: Timestamp) -> Result<bool, StoreError> {
    let id = claim.id.to_string();
    let error = cleaned(error);
    let parameters =
        [Value::Text(&id), Value::Int(claim.attempt), Value::Text(&error), Value::Int(micros(now))];
    Ok(tx.execute(&sql::jobs::BURY, &parameters)? > 0)
}

/// Requeues jobs of workers that died.
pub fn release_expired(tx: &Tx<'_>, now: Timestamp) -> Result<u64, StoreError> {
    tx.execute(&sql::jobs::RELEASE_EXPIRED, &[Value::Int(micros(now))])
}

/// Queues a failed job again; `false` if it has not failed.
pub fn requeue(tx: &Tx<'_>, id: &str, now: Timestamp) -> Result<bool, StoreError> {
    let queued = tx.execute(&sql::jobs::REQUEUE, &[Value::Text(id), Value::Int(micros(now))])? > 0;
    // Every lane is notified, because it can be in any.
    for lane in Lane::ALL {
        tx.notify("job", lane.code());
    }
    Ok(queued)
}

/// Returns when the next queued job of a lane is due.
pub fn next_due(tx: &Tx<'_>, lane: Lane) -> Result<Option<Timestamp>, StoreError> {
    tx.query_one(&sql::jobs::NEXT_DUE, &[Value::Text(lane.code())], |row| instant(row.int(0)?))
}

/// A job in the administrator's list.
#[derive(Clone, Debug)]
pub struct JobRow {
    /// The id.
    pub id: JobId,
    /// Its kind.
    pub kind: String,
    /// Its parameters as JSON.
    pub payload: String,
    /// The number of the case it is about.
    pub case: Option<String>,
    /// Its stage.
    pub state: JobState,
    /// When it runs next.
    pub run_at: Timestamp,
    /// The number of attempts.
    pub attempts: i64,
    /// The last error.
    pub last_error: Option<String>,
    /// When it was queued.
    pub created: Timestamp,
    /// When it ended.
    pub finished: Option<Timestamp>,
}

/// Lists jobs of a state, newest first, before a keyset cursor.
pub fn list(
    tx: &Tx<'_>,
    state: JobState,
    before: Option<(Timestamp, JobId)>,
    limit: i64,
) -> Result<Vec<JobRow>, StoreError> {
    let (at, id) = before.map_or((i64::MAX, "g".to_owned()), |(at, id)| (micros(at), id.to_string()));
    let parameters = [Value::Text(state.code()), Value::Int(at), Value::Text(&id), Value::Int(limit)];
    tx.query(&sql::jobs::LIST, &parameters, |row| {
        Ok(JobRow {
            id: id_at(row, 0)?,
            kind: owned(row, 1)?,
            payload: row.json(2)?.to_string(),
            case: opt_owned(row, 3)?,
            state: code_at(row, 4)?,
            run_at: instant_at(row, 5)?,
            attempts: row.int(6)?,
            last_error: opt_owned(row, 7)?,
            created: instant_at(row, 8)?,
            finished: opt_instant_at(row, 9)?,
        })
    })
}

/// Counts jobs of a state, up to [`crate::queue::COUNT_LIMIT`].
pub fn count(tx: &Tx<'_>, state: JobState) -> Result<i64, StoreError> {
    let parameters = [Value::Text(state.code()), Value::Int(crate::queue::COUNT_LIMIT)];
    Ok(tx.query_one(&sql::jobs::COUNT, &parameters, |row| row.int(0))?.unwrap_or(0))
}

/// Removes jobs that were done before a time.
pub fn delete_done(tx: &Tx<'_>, before: Timestamp) -> Result<u64, StoreError> {
    tx.execute(&sql::jobs::DELETE_DONE, &[Value::Int(micros(before))])
}

/// Removes an unclaimed job.
pub fn delete_queued(tx: &Tx<'_>, id: JobId) -> Result<(), StoreError> {
    tx.execute(&sql::jobs::DELETE_QUEUED, &[Value::Text(&id.to_string())]).map(drop)
}

/// Lists kind, payload and state of the jobs of a case, oldest first.
pub fn of_case(tx: &Tx<'_>, case: CaseId) -> Result<Vec<(String, String, JobState)>, StoreError> {
    tx.query(&sql::jobs::OF_CASE, &[Value::Text(&case.to_string()), Value::Int(1_000)], |row| {
        Ok((owned(row, 0)?, row.json(1)?.to_string(), code_at(row, 2)?))
    })
}
