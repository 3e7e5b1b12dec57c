//! Runs the jobs of each lane in sequence: claim, run, record the result. A separate round checks clocks and cleans up.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use varsel_app::notices::Notification;
use varsel_app::secrets::InstanceKey;
use varsel_app::{AppError, Ctx, Surroundings, calendar, clocks, feed};
use varsel_core::coded::Coded;
use varsel_store::jobs::{self, Claimed, JobKind, Lane, Turn};
use varsel_store::{Store, StoreError, Tx, cases, queue};

use crate::failure::Failure;
use crate::mailer::{Mailer, Office};
use crate::{
    CalendarFeed, CveSources, Webhook, account_mail, alert, calendar_feed, case_mail, cve_fetch,
    housekeeping, link_mail,
};

/// How long a claim lasts without an update before another worker takes the job.
const LOCK: SignedDuration = SignedDuration::from_mins(5);
/// After how many attempts a job waits for a person.
const TRIES: i64 = 8;
/// The delays before the next attempts, in minutes; the last one repeats.
const DELAYS: [i64; 6] = [1, 5, 15, 60, 4 * 60, 12 * 60];
/// How many cases are checked in one transaction.
const LOOKED_AT: i64 = 100;
/// How often to clean up.
const HOUSEKEEPING: SignedDuration = SignedDuration::from_hours(1);

/// Runs jobs. Its functions block: never call them on an asynchronous thread.
pub struct Worker {
    store: Store,
    surroundings: Surroundings,
    office: Office,
    cve_sources: Option<CveSources>,
    webhook: Option<Webhook>,
    calendar_feed: Option<CalendarFeed>,
    housekept: Mutex<Option<Timestamp>>,
}

impl Worker {
    /// Creates a worker without starting it.
    pub fn new(store: Store, surroundings: Surroundings, mailer: Mailer) -> Self {
        let office = Office::new(mailer, &surroundings);
        let (cve_sources, webhook, calendar_feed) = (None, None, None);
        Self { store, surroundings, office, cve_sources, webhook, calendar_feed, housekept: Mutex::default() }
    }

    /// Enables fetching CVEs.
    #[must_use]
    pub fn asking(mut self, sources: Option<CveSources>) -> Self {
        self.cve_sources = sources;
        self
    }

    /// Enables the on-call webhook.
    #[must_use]
    pub fn calling(mut self, webhook: Option<Webhook>) -> Self {
        self.webhook = webhook;
        self
    }

    /// Enables fetching the feed of days off.
    #[must_use]
    pub fn following(mut self, feed: Option<CalendarFeed>) -> Self {
        self.calendar_feed = feed;
        self
    }

    /// Runs everything that is due by the clock of its environment, one lane after the other; returns the number of jobs.
    pub fn run_due(&self) -> Result<usize, StoreError> {
        let mut taken = 0;
        loop {
            self.make_round(&|| false)?;
            let mut in_this_round = 0;
            for lane in Lane::ALL {
                in_this_round += self.run_lane(*lane, &|| false)?;
            }
            taken += in_this_round;
            if in_this_round == 0 {
                return Ok(taken);
            }
        }
    }

    /// Runs the periodic work: requeues abandoned jobs, cleans up, checks clocks, and publishes metrics.
    pub(crate) fn make_round(&self, stopping: &dyn Fn() -> bool) -> Result<(), StoreError> {
        let now = self.now();
        let released = self.write(move |tx| jobs::release_expired(tx, now))?;
        if released > 0 {
            tracing::warn!(jobs = released, "jobs of a worker that died were requeued");
        }
        self.keep_house(now);
        self.take_over_calendar()?;
        self.look_at_clocks(stopping);
        self.measure()
    }

    /// Runs the due jobs of a lane until none is left or it is stopped; a running job is finished. Returns the number of jobs.
    pub(crate) fn run_lane(&self, lane: Lane, stopping: &dyn Fn() -> bool) -> Result<usize, StoreError> {
        let (mut taken, mut turn) = (0, Turn::default());
        while !stopping() {
            let (next, now, until) = (turn, self.now(), self.lock_until());
            let Some(job) = self.write(move |tx| jobs::claim(tx, lane, &next, now, until))? else { break };
            turn = Turn::after(&job);
            self.do_job(&job)?;
            taken += 1;
        }
        Ok(taken)
    }

    /// Loads a calendar that the desk has changed, here or in another process.
    fn take_over_calendar(&self) -> Result<(), StoreError> {
        let desk = self.surroundings.desk.clone();
        if let Err(fault) = self.read(move |tx| calendar::refresh(tx, &desk))? {
            tracing::error!(%fault, "the desk's calendar cannot be read; the previous one stays in force");
        }
        Ok(())
    }

    /// Checks the cases whose clocks are due, in batches, so that writers do not wait long.
    fn look_at_clocks(&self, stopping: &dyn Fn() -> bool) {
        while !stopping() {
            let ctx = self.context();
            let swept = self.store.write(move |tx| clocks::sweep(tx, &ctx, LOOKED_AT)).wait();
            match swept {
                Ok(looked) if looked < usize::try_from(LOOKED_AT).unwrap_or(usize::MAX) => break,
                Ok(_) => {}
                // The rest of the round continues: metrics must not wait for clocks.
                Err(error) => {
                    tracing::error!(error = %error, "the clocks could not be checked");
                    break;
                }
            }
        }
    }

    /// Runs a job and records the result.
    fn do_job(&self, job: &Claimed) -> Result<(), StoreError> {
        let result = if job.attempt > TRIES {
            Err(Failure::Never("its workers died too often".to_owned()))
        } else {
            catch_unwind(AssertUnwindSafe(|| self.run(job)))
                .unwrap_or_else(|_| Err(Failure::later("the job panicked")))
        };
        let outcome = match result {
            Ok(()) => "done",
            Err(Failure::Lost) => {
                tracing::warn!(job = %job.id, kind = job.kind, "another worker has claimed the job");
                "lost"
            }
            Err(Failure::Later { what, .. }) if job.attempt < TRIES => {
                tracing::warn!(job = %job.id, kind = job.kind, attempt = job.attempt, error = what, "a job will be retried");
                let (claim, at) = (job.claim(), self.now() + self.delay(job.attempt));
                self.write(move |tx| jobs::retry_later(tx, claim, &what, at))?;
                "failed"
            }
            Err(Failure::Later { what, unreached }) => {
                self.give_up(job, &what, unreached)?;
                "dead"
            }
            Err(Failure::Never(what)) => {
                self.give_up(job, &what, 0)?;
                "dead"
            }
        };
        metrics::counter!("varsel_jobs_total", "kind" => label(&job.kind), "result" => outcome).increment(1);
        Ok(())
    }

    fn run(&self, job: &Claimed) -> Result<(), Failure> {
        let Ok(kind) = job.kind.parse::<JobKind>() else {
            return Err(Failure::Never(format!("there is no job of the kind `{}`", job.kind)));
        };
        match kind {
            JobKind::CaseMail => case_mail::run(self, job),
            JobKind::LinkMail => link_mail::run(self, job),
            JobKind::AccountMail => account_mail::run(self, job),
            JobKind::FetchCve => cve_fetch::run(self, job),
            JobKind::Alert | JobKind::AlertWebhook => alert::run(self, job),
            JobKind::CalendarFeed => calendar_feed::run(self, job),
        }
    }

    /// Marks a job as failed, and records on its case whom the mail has not reached.
    fn give_up(&self, job: &Claimed, what: &str, unreached: u32) -> Result<(), StoreError> {
        tracing::error!(job = %job.id, kind = job.kind, attempts = job.attempt, error = what, "a job failed");
        let (job, said, ctx) = (job.clone(), what.to_owned(), self.context());
        let recorded: Result<(), AppError> = self
            .store
            .write(move |tx| {
                if !jobs::bury(tx, job.claim(), &said, ctx.now)? {
                    return Ok(());
                }
                let notification = serde_json::from_str::<Notification>(&job.payload).ok();
                if let (Some(notification), Some(case)) = (notification, job.case) {
                    let people = usize::try_from(unreached).unwrap_or(usize::MAX);
                    case_mail::record(tx, &ctx, case, &notification, people, false)?;
                }
                Ok(())
            })
            .wait();
        match recorded {
            Ok(()) => Ok(()),
            Err(AppError::Store(error)) => Err(error),
            // The job comes back once its claim has expired, and is marked as failed then.
            Err(error) => {
                tracing::error!(error = %error, "the result of a mail could not be recorded");
                Ok(())
            }
        }
    }

    /// Returns the delay after a failed attempt: longer each time, with up to a fifth of random jitter, so that jobs that failed
    /// together do not retry together.
    fn delay(&self, attempt: i64) -> SignedDuration {
        let at = usize::try_from(attempt - 1).unwrap_or(0).min(DELAYS.len() - 1);
        let minutes = DELAYS[at];
        let [chance] = self.context().random::<1>();
        SignedDuration::from_mins(minutes)
            + SignedDuration::from_millis(minutes * 12_000 * i64::from(chance) / 255)
    }

    fn keep_house(&self, now: Timestamp) {
        let mut last = self.housekept.lock().unwrap_or_else(PoisonError::into_inner);
        if last.is_some_and(|last| now.duration_since(last) < HOUSEKEEPING) {
            return;
        }
        // Even if the clean-up fails, clocks are checked and mail is sent.
        if let Err(error) = self.write(move |tx| housekeeping::keep_house(tx, now)) {
            tracing::error!(%error, "old data could not be removed");
        }
        let ctx = self.context();
        // A feed error must not stop mail.
        if let Err(error) = self.write(move |tx| feed::want_daily(tx, &ctx)) {
            tracing::error!(error = %error, "the calendar feed cannot be fetched");
        }
        *last = Some(now);
    }

    /// Publishes how long the oldest job of each lane has been due, and the counts of the desk's cases, each up to a thousand.
    fn measure(&self) -> Result<(), StoreError> {
        let now = self.now();
        let counts = self.read(move |tx| queue::counts(tx, now))?;
        #[expect(clippy::cast_precision_loss, reason = "a thousand at most")]
        for (name, count) in [
            ("varsel_cases_open", counts.open),
            ("varsel_cases_unowned", counts.unowned),
            ("varsel_cases_overdue", counts.missed),
        ] {
            metrics::gauge!(name).set(count as f64);
        }
        let ctx = self.context();
        if let Some(until) = ctx.calendar().until {
            let days = f64::from(ctx.calendar().day_of(now).until(until).map_or(0, |span| span.get_days()));
            metrics::gauge!("varsel_calendar_days_known").set(days);
        }
        if let Some(feed) = self.read(move |tx| feed::current(tx, &ctx))? {
            metrics::gauge!("varsel_calendar_feed_failed").set(if feed.problem.is_some() {
                1.0
            } else {
                0.0
            });
        }
        for lane in Lane::ALL {
            let waiting =
                self.next_job(*lane)?.map_or(0.0, |due| now.duration_since(due).as_secs_f64().max(0.0));
            metrics::gauge!("varsel_jobs_oldest_due_seconds", "lane" => lane.code()).set(waiting);
        }
        Ok(())
    }

    /// Returns when the next job of a lane is due.
    pub(crate) fn next_job(&self, lane: Lane) -> Result<Option<Timestamp>, StoreError> {
        self.read(move |tx| jobs::next_due(tx, lane))
    }

    /// Returns when the next case is due for a check.
    pub(crate) fn next_look(&self) -> Result<Option<Timestamp>, StoreError> {
        self.read(cases::next_to_wake)
    }

    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    pub(crate) const fn cve_sources(&self) -> Option<&CveSources> {
        self.cve_sources.as_ref()
    }

    pub(crate) const fn webhook(&self) -> Option<&Webhook> {
        self.webhook.as_ref()
    }

    pub(crate) const fn calendar_feed(&self) -> Option<&CalendarFeed> {
        self.calendar_feed.as_ref()
    }

    pub(crate) fn office(&self) -> &Office {
        &self.office
    }

    pub(crate) fn key(&self) -> &InstanceKey {
        &self.surroundings.key
    }

    pub(crate) fn context(&self) -> Ctx {
        self.surroundings.context()
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.surroundings.clock)()
    }

    pub(crate) fn lock_until(&self) -> Timestamp {
        self.now() + LOCK
    }

    pub(crate) fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.store.read(work).wait()
    }

    pub(crate) fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.store.write(work).wait()
    }
}

/// The kind as a metric label: known kinds, and one for all others.
fn label(kind: &str) -> &'static str {
    kind.parse::<JobKind>().map_or("unknown", Coded::code)
}
