//! Fills an empty store with the sample, through the same use cases that people use, at the times in the sample.

mod sample;

use std::collections::{BTreeMap, HashMap};

use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use varsel_app::account::{self, Scope as TokenScope};
use varsel_app::cases::NewReport;
use varsel_app::intake::ProblemKind;
use varsel_app::{AppError, Ctx, cases, clocks, drafts, password};
use varsel_core::case::duties::Applicability;
use varsel_core::case::scoring::MetricReason;
use varsel_core::case::{Case, Command, Notice, OutcomeStatement};
use varsel_core::coded::Coded;
use varsel_core::confirmation_number::ConfirmationNumber;
use varsel_core::ids::{CustomerId, OfferId, PersonId, PlanId, PublisherId, VersionId};
use varsel_core::permission::{Actor, DeskRole, Party, PublisherRole, Role};
use varsel_core::score::cvss::Vector;
use varsel_core::text::{Prose, Short, TextError};
use varsel_store::catalogue::{self, Customer, Holding, Offer, Publisher};
use varsel_store::people::{self, Person};
use varsel_store::{StoreError, Tx, cves, jobs};

use sample::{Deed, Sample, SampleCase};

/// Why the demo could not be filled: an error in the sample, or of the database.
#[derive(Debug, Error)]
pub(crate) enum FillError {
    #[error("the sample cannot be read: {0}")]
    Sample(#[from] serde_json::Error),
    #[error("the sample names `{0}`, which it does not have")]
    Unknown(String),
    #[error("case {index} of the sample: {source}")]
    Case { index: usize, source: AppError },
    #[error(transparent)]
    App(#[from] AppError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A person that a visitor of the demo can sign in as.
#[derive(Clone, Debug)]
pub(crate) struct DemoAccount {
    pub(crate) role: Role,
    pub(crate) email: String,
    /// The secret of an API token with all scopes, if the role has any use for one.
    pub(crate) token: Option<String>,
}

/// The filled demo.
#[derive(Clone, Debug)]
pub(crate) struct Filled {
    /// One account per role, publishers first.
    pub(crate) accounts: Vec<DemoAccount>,
    /// How many cases there are.
    pub(crate) cases: usize,
}

/// The accounts of a demonstration that keeps its data, in a file beside the data.
#[derive(Serialize, Deserialize)]
pub(crate) struct Kept {
    password: String,
    cases: usize,
    accounts: Vec<KeptAccount>,
}

#[derive(Serialize, Deserialize)]
struct KeptAccount {
    role: String,
    email: String,
    token: Option<String>,
}

impl Kept {
    pub(crate) fn of(filled: &Filled, password: &str) -> Self {
        let account = |a: &DemoAccount| KeptAccount {
            role: a.role.code().to_owned(),
            email: a.email.clone(),
            token: a.token.clone(),
        };
        Self {
            password: password.to_owned(),
            cases: filled.cases,
            accounts: filled.accounts.iter().map(account).collect(),
        }
    }

    pub(crate) fn into_filled(self) -> (Filled, String) {
        let account = |kept: KeptAccount| {
            let role = Role::ALL.into_iter().find(|role| role.code() == kept.role)?;
            Some(DemoAccount { role, email: kept.email, token: kept.token })
        };
        let accounts = self.accounts.into_iter().filter_map(account).collect();
        (Filled { accounts, cases: self.cases }, self.password)
    }
}

/// The marketplace's name in the sample.
pub(crate) fn marketplace() -> Result<String, FillError> {
    Ok(Sample::read()?.marketplace)
}

struct Filler<'a, 'tx> {
    tx: &'a Tx<'tx>,
    ctx: &'a Ctx,
    publishers: HashMap<String, PublisherId>,
    offers: HashMap<String, OfferId>,
    actors: HashMap<String, Actor>,
}

/// Fills an empty store. `password_hash` becomes everyone's password.
pub(crate) fn fill(tx: &Tx<'_>, ctx: &Ctx, password_hash: &str) -> Result<Filled, FillError> {
    let sample = Sample::read()?;
    let mut filler =
        Filler { tx, ctx, publishers: HashMap::new(), offers: HashMap::new(), actors: HashMap::new() };
    filler.catalogue(&sample)?;
    filler.people(&sample, password_hash)?;
    for known in sample::cves()? {
        cves::put(tx, &known.id, (known.source, ""), known.updated, &known.facts)?;
    }
    let mut numbers: Vec<Option<ConfirmationNumber>> = vec![None; sample.cases.len()];
    // Cases refer to earlier ones in the list; each is played completely, in the list's order.
    for (index, case) in sample.cases.iter().enumerate() {
        numbers[index] = filler.case(index, case, &numbers)?;
    }
    filler.finish_jobs()?;
    let accounts = filler.accounts(&sample)?;
    Ok(Filled { accounts, cases: sample.cases.len() })
}

fn known<T: Copy>(map: &HashMap<String, T>, key: &str) -> Result<T, FillError> {
    map.get(key).copied().ok_or_else(|| FillError::Unknown(key.to_owned()))
}

fn read<T: std::str::FromStr>(text: &str) -> Result<T, FillError> {
    text.parse().map_err(|_| FillError::Unknown(text.to_owned()))
}

impl Filler<'_, '_> {
    fn ago(&self, minutes: i64) -> Timestamp {
        self.ctx.now - minutes.minutes()
    }

    fn catalogue(&mut self, sample: &Sample) -> Result<(), FillError> {
        let since = self.ago(200 * 24 * 60);
        for given in &sample.publishers {
            let publisher = Publisher {
                id: PublisherId(self.ctx.id()),
                key: read(&given.key)?,
                name: given.name.clone(),
                website: given.website.as_deref().map(read).transpose()?,
                country: given.country.as_deref().map(read).transpose()?,
                created: since,
                updated: since,
            };
            catalogue::insert_publisher(self.tx, &publisher)?;
            self.publishers.insert(given.key.clone(), publisher.id);
        }
        for given in &sample.offers {
            let offer = Offer {
                id: OfferId(self.ctx.id()),
                publisher: known(&self.publishers, &given.publisher)?,
                publisher_name: String::new(),
                key: read(&given.key)?,
                name: given.name.clone(),
                kind: given.kind,
                listing: given.listing,
                updated: since,
            };
            catalogue::insert_offer(self.tx, &offer)?;
            catalogue::set_plans(self.tx, offer.id, &given.plans, || PlanId(self.ctx.id()))?;
            catalogue::set_versions(self.tx, offer.id, &given.versions, || VersionId(self.ctx.id()))?;
            self.offers.insert(given.key.clone(), offer.id);
        }
        for given in &sample.customers {
            let customer = Customer {
                id: CustomerId(self.ctx.id()),
                key: read(&given.key)?,
                name: given.name.clone(),
                country: given.country.as_deref().map(read).transpose()?,
                critical: given.critical,
            };
            catalogue::insert_customer(self.tx, &customer, since)?;
            for held in &given.holds {
                let holding = Holding { plan: held.plan.clone(), version: held.version.clone() };
                catalogue::set_holding(self.tx, customer.id, known(&self.offers, &held.offer)?, &holding)?;
            }
        }
        Ok(())
    }

    fn people(&mut self, sample: &Sample, password_hash: &str) -> Result<(), FillError> {
        let since = self.ago(200 * 24 * 60);
        for given in &sample.people {
            let unknown = || FillError::Unknown(given.role.clone());
            let (role, publisher) = match &given.publisher {
                Some(key) => {
                    let role = PublisherRole::from_code(&given.role).map_err(|_| unknown())?;
                    (Role::Publisher(role), Some(known(&self.publishers, key)?))
                }
                None => (Role::Desk(DeskRole::from_code(&given.role).map_err(|_| unknown())?), None),
            };
            let person = Person {
                id: PersonId(self.ctx.id()),
                email: given.email.clone(),
                name: given.name.clone(),
                password_hash: Some(password_hash.to_owned()),
                desk_role: match role {
                    Role::Desk(role) => Some(role),
                    Role::Publisher(_) => None,
                },
                locale: given.locale.clone(),
                zone: given.zone.clone(),
                theme: "auto".to_owned(),
                created: since,
                disabled: None,
            };
            people::insert(self.tx, &person)?;
            if let (Role::Publisher(role), Some(publisher)) = (role, publisher) {
                people::join(self.tx, person.id, publisher, role, since)?;
            }
            self.actors.insert(given.key.clone(), Actor { person: person.id, role, publisher });
        }
        Ok(())
    }

    fn case(
        &self,
        index: usize,
        case: &SampleCase,
        numbers: &[Option<ConfirmationNumber>],
    ) -> Result<Option<ConfirmationNumber>, FillError> {
        let wrong = |source| FillError::Case { index, source };
        let by = known(&self.actors, &case.by)?;
        known(&self.publishers, &case.publisher)?;
        let Some(submitted_ago) = case.submitted_ago else {
            let started = self.ctx.at(self.ago(26 * 60));
            let id = drafts::start(self.tx, &started, &by, case.category).map_err(wrong)?;
            let saved = self.ctx.at(self.ago(25));
            let mut report = case.report.clone();
            for affected in &mut report.affected {
                // The sample names offers by their key, as the API does; the form keeps their id.
                if let Some(offer) = catalogue::offer_by_key(self.tx, &affected.offer)? {
                    affected.offer = offer.id.to_string();
                }
            }
            drafts::save(self.tx, &saved, &by, id, None, |answers, _| answers.clone_from(&report))
                .map_err(wrong)?;
            return Ok(None);
        };
        let at = self.ctx.at(self.ago(submitted_ago));
        let mut answers = case.report.clone();
        if let Some(ahead) = case.embargo_ahead {
            answers.embargo = self.ago(-ahead).to_string();
        }
        let report = NewReport { draft: None, category: case.category, answers: &answers };
        let mut told = cases::submit(self.tx, &at, &by, &report).map_err(wrong)?;
        self.mailed(&at, &told, Notice::Confirmation).map_err(wrong)?;
        for action in &case.actions {
            let at = self.ctx.at(self.ago(action.ago));
            clocks::catch_up(self.tx, &at, told.id).map_err(wrong)?;
            told = self
                .act(&at, &told, known(&self.actors, &action.by)?, &action.r#do, numbers)
                .map_err(wrong)?;
            if matches!(action.r#do, Deed::Acknowledge { .. }) {
                self.mailed(&at, &told, Notice::Acknowledged).map_err(wrong)?;
            }
        }
        clocks::catch_up(self.tx, self.ctx, told.id).map_err(wrong)?;
        Ok(told.number)
    }

    fn act(
        &self,
        at: &Ctx,
        case: &Case,
        by: Actor,
        deed: &Deed,
        numbers: &[Option<ConfirmationNumber>],
    ) -> Result<Case, AppError> {
        let number = case.number.ok_or(AppError::NotFound)?;
        let statement = |outcome, sentence: &str| {
            Ok::<_, AppError>(OutcomeStatement { outcome, sentence: text(sentence)?, until: None })
        };
        let command = match deed {
            Deed::Acknowledge { message } => Command::Acknowledge { message: text(message)? },
            Deed::Assess { severity, severity_reason, priority, priority_reason } => Command::Assess {
                severity: *severity,
                severity_reason: text(severity_reason)?,
                priority: *priority,
                priority_reason: text(priority_reason)?,
            },
            Deed::Agree => Command::ConfirmAssessment,
            Deed::Score { vector, reasons } => score(vector, reasons)?,
            Deed::Ask { question, due_in_hours } => {
                Command::Ask { text: text(question)?, due: at.now + (*due_in_hours).hours() }
            }
            Deed::Answer { text: answer } => Command::Answer {
                number: case.questions.first().map_or(0, |question| question.number),
                text: text(answer)?,
            },
            Deed::Assert { fact, status, note } => {
                Command::Assert { fact: *fact, status: *status, note: note.as_deref().map(text).transpose()? }
            }
            Deed::Outcome { outcome, sentence } => {
                Command::CommunicateOutcome { statement: statement(*outcome, sentence)? }
            }
            Deed::Mitigate { sentence } => Command::Mitigate { sentence: text(sentence)? },
            Deed::Judge { regime, applies, reason } => {
                let applies = if *applies { Applicability::Yes } else { Applicability::No };
                Command::JudgeDuty { regime: regime.clone(), applies, reason: Some(text(reason)?) }
            }
            Deed::Aware { regime, since, evidence } => Command::RecordAnchor {
                regime: regime.clone(),
                anchor: "awareness".to_owned(),
                instant: self.ago(*since),
                evidence: text(evidence)?,
                reason: None,
            },
            Deed::File { stage, regime, reference } => Command::FileStage {
                regime: regime.clone(),
                stage: stage.clone(),
                filed: at.now,
                reference: Short::new(reference)
                    .map_err(|error| AppError::field("reference", error.into()))?,
                proof: None,
            },
            Deed::Decide { clock, sentence } => {
                Command::DecideTarget { clock: *clock, sentence: text(sentence)? }
            }
            Deed::Close { outcome, sentence } => Command::Close { statement: statement(*outcome, sentence)? },
            Deed::Reopen { reason } => Command::Reopen { reason: text(reason)? },
            Deed::Withdraw { reason } => Command::Withdraw { reason: text(reason)? },
            Deed::Link { to, relation } => {
                let other = numbers.get(*to).copied().flatten().ok_or(AppError::NotFound)?;
                let other = cases::Named { field: "number", number: &other.to_string() };
                return cases::link(self.tx, at, &by, number, other, *relation, None);
            }
            Deed::Assign { to } => {
                let owner = match to {
                    Some(key) => Some(known(&self.actors, key).map_err(|_| AppError::NotFound)?.person),
                    None => None,
                };
                // The person who acknowledges becomes the owner, so setting it again changes nothing.
                if case.owner == owner {
                    return Ok(case.clone());
                }
                Command::Assign { owner }
            }
            Deed::Note { text: note } => Command::AddNote { text: text(note)? },
            Deed::Message { text: message } => Command::ShareMessage { text: text(message)? },
            Deed::ChangeCategory { to, reason } => Command::ChangeCategory { to: *to, reason: text(reason)? },
        };
        cases::act(self.tx, at, &by, number, command, None)
    }

    /// Records that a mail was sent, as the worker would have.
    fn mailed(&self, at: &Ctx, case: &Case, notice: Notice) -> Result<(), AppError> {
        let recipients = people::contacts(self.tx, case.publisher)?.len();
        let command = Command::RecordMail {
            notice: notice.code().to_owned(),
            recipients: u32::try_from(recipients).unwrap_or(u32::MAX),
            to: Party::Publisher,
            delivered: true,
        };
        cases::act_as_system(self.tx, &at.at(at.now + 2.seconds()), case.id, command).map(drop)
    }

    /// Marks the jobs of the played history as done, because mail about the past is unwanted.
    fn finish_jobs(&self) -> Result<(), FillError> {
        Ok(jobs::finish_due(self.tx, self.ctx.now).map(drop)?)
    }

    /// Selects one account per role, and creates API tokens for those who use the API.
    fn accounts(&self, sample: &Sample) -> Result<Vec<DemoAccount>, FillError> {
        let mut accounts = Vec::new();
        for role in Role::ALL {
            let found = sample.people.iter().find(|person| {
                self.actors.get(&person.key).is_some_and(|actor| actor.role == role)
                    && person.publisher.as_deref().is_none_or(|key| key == sample.publishers[0].key)
            });
            let Some(person) = found else { continue };
            let actor = known(&self.actors, &person.key)?;
            let scopes = [TokenScope::CasesRead, TokenScope::CasesWrite];
            let token = account::issue_token(self.tx, self.ctx, &actor, "Demonstration", &scopes, 30)?;
            accounts.push(DemoAccount { role, email: person.email.clone(), token: Some(token.secret) });
        }
        Ok(accounts)
    }
}

/// Reads a text of the sample.
fn text<const MAX: usize>(given: &str) -> Result<Prose<MAX>, AppError> {
    Prose::new(given).map_err(|error: TextError| AppError::field("text", error.into()))
}

/// Reads a score of the desk, with the reason for each metric that differs.
fn score(vector: &str, reasons: &BTreeMap<String, String>) -> Result<Command, AppError> {
    let vector: Vector =
        vector.parse().map_err(|error| AppError::field("cvss", ProblemKind::bad_cvss(vector, error)))?;
    let reason = |(metric, reason): (&String, &String)| {
        Ok(MetricReason { version: vector.version(), metric: metric.clone(), reason: text(reason)? })
    };
    let reasons = reasons.iter().map(reason).collect::<Result<_, AppError>>()?;
    Ok(Command::Score { vectors: vector.into(), reasons, answer: None })
}

/// Hashes the demo's password, once for everyone: hashing is slow on purpose.
pub(crate) fn hash_password(ctx: &Ctx, secret: &str) -> String {
    password::hash(ctx, secret)
}

#[cfg(test)]
mod tests {
    use super::*;
    use varsel_core::case::StageKind;
    use varsel_store::Scope;
    use varsel_store::queue::{self, Filter, View};
    use varsel_testkit::{FrozenClock, on_both_engines, surroundings};

    #[test]
    fn the_sample_tells_every_stage_and_rebuilds_from_its_events() {
        let clock = FrozenClock::at("2026-11-23T09:00:00Z");
        on_both_engines(|store| {
            let ctx = surroundings(&clock, 1).context();
            let filled: Filled = store.write(move |tx| fill(tx, &ctx, "no-hash")).wait().unwrap();
            assert_eq!(filled.accounts.len(), Role::ALL.len());
            let (rows, differences) = store
                .read(move |tx| {
                    let page =
                        queue::list(tx, Scope::Desk, View::AllBySubmission, Filter::default(), None, 100)?;
                    let mut differences = Vec::new();
                    for row in &page.rows {
                        differences.extend(varsel_store::cases::difference_from_history(tx, row.id)?);
                    }
                    Ok::<_, StoreError>((page.rows, differences))
                })
                .wait()
                .unwrap();
            assert_eq!(differences, Vec::<String>::new());
            assert_eq!(rows.len(), 28, "thirty cases, two of them drafts");
            for stage in StageKind::ALL.iter().filter(|stage| **stage != StageKind::Draft) {
                assert!(rows.iter().any(|row| row.stage == *stage), "no case is {stage}");
            }
        });
    }
}
