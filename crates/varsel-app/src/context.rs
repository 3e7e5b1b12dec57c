//! What a use case can depend on besides its input.

use std::sync::{Arc, PoisonError, RwLock};

use jiff::Timestamp;
use uuid::Uuid;
use varsel_core::address::SecretAddress;
use varsel_core::case;
use varsel_core::clock::obligation::Regime;
use varsel_core::clock::{Calendar, PromiseRule, Targets, WrittenCalendar, WrittenError};
use varsel_core::confirmation_number::{ConfirmationNumber, Prefix};

use crate::alerts::OnCall;
use crate::limits::Limits;
use crate::secrets::InstanceKey;
use crate::signals::Grounds;

/// The clock: the one of the machine, or a frozen one in tests.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;
/// Entropy: the operating system's, or a seeded one in tests.
pub type Entropy = Arc<dyn Fn(&mut [u8]) + Send + Sync>;

/// The marketplace's policy for all cases.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The marketplace's name.
    pub marketplace: String,
    /// The desk's telephone number for urgent reports, as people write it: `+46 8 123 456`.
    pub telephone: Option<String>,
    /// The desk's business calendar from the configuration, until the desk changes it.
    pub calendar: WrittenCalendar,
    /// The rule of the promise to acknowledge.
    pub promise: PromiseRule,
    /// The desk's own targets.
    pub targets: Targets,
    /// The regimes of law and contract that could apply to the marketplace itself.
    pub regimes: Vec<&'static Regime>,
    /// The working days of the place where the marketplace files.
    pub place: Calendar,
    /// Who is alerted about urgent matters.
    pub on_call: OnCall,
    /// The prefix of new confirmation numbers.
    pub prefix: Prefix,
    /// After how many idle minutes a session expires.
    pub session_idle_minutes: i64,
    /// After how many hours a session expires, even in use.
    pub session_hours: i64,
    /// How many failed sign-ins an account or an address has in [`Policy::sign_in_window_minutes`].
    pub sign_in_attempts: i64,
    /// The window in which they count.
    pub sign_in_window_minutes: i64,
    /// How many invitations a person can send in a day.
    pub invitations_a_person: i64,
    /// How many invitations an address can get in a day; half of them from one organisation.
    pub invitations_a_recipient: i64,
    /// The limits per hour.
    pub limits: Limits,
    /// Whether CVEs can be fetched from their sources.
    pub fetches_cves: bool,
    /// The address of the feed of days off.
    pub calendar_feed: Option<SecretAddress>,
}

/// The environment of the use cases, set once at start.
#[derive(Clone)]
pub struct Surroundings {
    /// The clock.
    pub clock: Clock,
    /// Entropy.
    pub entropy: Entropy,
    /// The marketplace's policy.
    pub policy: Arc<Policy>,
    /// The key of this installation.
    pub key: InstanceKey,
    /// The calendar in force, which all parts of the process share.
    pub desk: DeskCalendar,
}

/// The desk's calendar in force.
#[derive(Clone, Debug)]
pub struct DeskCalendar(Arc<RwLock<Arc<Calendar>>>);

impl DeskCalendar {
    /// Starts with a calendar.
    pub fn new(calendar: Calendar) -> Self {
        Self(Arc::new(RwLock::new(Arc::new(calendar))))
    }

    /// Returns the calendar in force.
    pub fn get(&self) -> Arc<Calendar> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts another calendar in force, for everything that starts from now on.
    pub fn set(&self, calendar: Calendar) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(calendar);
    }
}

impl Surroundings {
    /// Reads the time, to the store's resolution of a microsecond, and creates the context of one use case.
    pub fn context(&self) -> Ctx {
        let now = (self.clock)();
        // The time in the response and the time read back later must be equal.
        let now = Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now);
        Ctx { now, calendar: self.desk.get(), surroundings: self.clone() }
    }

    /// Creates an environment with the calendar of the policy.
    pub fn new(
        clock: Clock,
        entropy: Entropy,
        policy: Policy,
        key: InstanceKey,
    ) -> Result<Self, WrittenError> {
        let desk = DeskCalendar::new(policy.calendar.calendar(1)?);
        Ok(Self { clock, entropy, policy: Arc::new(policy), key, desk })
    }
}

/// The context of one use case, with a single instant.
#[derive(Clone)]
pub struct Ctx {
    /// The time of the use case.
    pub now: Timestamp,
    calendar: Arc<Calendar>,
    surroundings: Surroundings,
}

impl Ctx {
    /// Returns the marketplace's policy.
    pub fn policy(&self) -> &Policy {
        &self.surroundings.policy
    }

    /// Returns the desk's calendar, which does not change during the use case.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// Returns the key of this installation.
    pub fn key(&self) -> &InstanceKey {
        &self.surroundings.key
    }

    /// Fills an array with entropy.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        (self.surroundings.entropy)(&mut bytes);
        bytes
    }

    /// Creates an id: a UUID of version 7, ordered by time.
    pub fn id(&self) -> Uuid {
        let millis = u64::try_from(self.now.as_millisecond()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &self.random()).into_uuid()
    }

    /// Creates a confirmation number.
    pub fn number(&self) -> ConfirmationNumber {
        ConfirmationNumber::from_random(self.policy().prefix, u64::from_le_bytes(self.random()))
    }

    /// Returns the same context at another time: for histories that are recorded after the fact.
    #[must_use]
    pub fn at(&self, now: Timestamp) -> Self {
        Self { now, calendar: Arc::clone(&self.calendar), surroundings: self.surroundings.clone() }
    }

    /// Returns the context for [`case::decide`], with the rules in force and the signals of the catalogues.
    pub fn decision<'a>(&'a self, grounds: &'a Grounds<'_>) -> case::Context<'a> {
        case::Context {
            promise: self.policy().promise,
            targets: &self.policy().targets,
            regimes: &self.policy().regimes,
            place: &self.policy().place,
            ..case::Context::new(self.now, &self.calendar, grounds.rules(), grounds.signals())
        }
    }
}
