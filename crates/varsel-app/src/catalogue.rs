//! Browsing and editing the catalogue. The import of whole files is in [`crate::import`].

use std::collections::HashSet;

use jiff::Timestamp;
use varsel_core::catalogue::{
    Country, Key, Listing, MAX_PLANS, MAX_VERSIONS, Name, OfferKind, Website, WebsiteError,
};
use varsel_core::coded::Coded;
use varsel_core::ids::{OfferId, PlanId, PublisherId, VersionId};
use varsel_core::permission::{Action, Actor, Party};
use varsel_core::refusal::Refusal;
use varsel_store::catalogue::{self, Offer, Publisher};
use varsel_store::{Scope, Tx};

use crate::intake::{Problem, ProblemKind};
use crate::{AppError, Ctx};

/// The maximum number of rows on a page of the catalogue.
pub const MAX_PAGE: i64 = 200;

/// The form fields of a publisher.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct PublisherAnswers {
    /// Its key; only used when it is added, never changed afterwards.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its website; can be empty.
    pub website: String,
    /// Its country, a two-letter code; can be empty.
    pub country: String,
}

impl From<&Publisher> for PublisherAnswers {
    fn from(publisher: &Publisher) -> Self {
        Self {
            key: publisher.key.to_string(),
            name: publisher.name.clone(),
            website: publisher.website.as_ref().map(ToString::to_string).unwrap_or_default(),
            country: publisher.country.as_ref().map(ToString::to_string).unwrap_or_default(),
        }
    }
}

/// The form fields of an offer.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct OfferAnswers {
    /// Its key; only used when it is added, never changed afterwards.
    pub key: String,
    /// Its name.
    pub name: String,
    /// The code of its kind.
    pub kind: String,
    /// The code of its listing.
    pub listing: String,
    /// Its plans, in order; blank ones are left out.
    pub plans: Vec<String>,
    /// Its versions, newest first; blank ones are left out.
    pub versions: Vec<String>,
}

/// An offer with its plans, versions and number of customers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OfferPage {
    /// The offer.
    pub offer: Offer,
    /// Its plans, in order.
    pub plans: Vec<String>,
    /// Its versions, in order.
    pub versions: Vec<String>,
    /// The number of customers that hold it, up to [`varsel_store::queue::COUNT_LIMIT`]; only for the desk.
    pub holders: Option<i64>,
}

impl From<&OfferPage> for OfferAnswers {
    fn from(page: &OfferPage) -> Self {
        Self {
            key: page.offer.key.to_string(),
            name: page.offer.name.clone(),
            kind: page.offer.kind.to_string(),
            listing: page.offer.listing.to_string(),
            plans: page.plans.clone(),
            versions: page.versions.clone(),
        }
    }
}

fn require(actor: &Actor, action: Action) -> Result<(), AppError> {
    if actor.may(action) { Ok(()) } else { Err(Refusal::NotAllowed { action }.into()) }
}

/// Lists publishers by name, after a keyset cursor: at most [`MAX_PAGE`].
pub fn publishers(
    tx: &Tx<'_>,
    actor: &Actor,
    after: Option<(&str, PublisherId)>,
    limit: i64,
) -> Result<Vec<Publisher>, AppError> {
    require(actor, Action::ReadCatalogue)?;
    Ok(catalogue::publishers(tx, after, limit.clamp(1, MAX_PAGE))?)
}

/// Finds a publisher for the desk.
pub fn publisher(tx: &Tx<'_>, actor: &Actor, id: PublisherId) -> Result<Publisher, AppError> {
    require(actor, Action::ReadCatalogue)?;
    catalogue::publisher_by_id(tx, id)?.ok_or(AppError::NotFound)
}

/// Lists the offers of a publisher by name, after a keyset cursor: at most [`MAX_PAGE`]. The desk sees every
/// publisher's, others their own.
pub fn offers(
    tx: &Tx<'_>,
    actor: &Actor,
    publisher: PublisherId,
    after: Option<(&str, OfferId)>,
    limit: i64,
) -> Result<Vec<Offer>, AppError> {
    match actor.party() {
        Party::Desk => require(actor, Action::ReadCatalogue)?,
        Party::Publisher if actor.publisher == Some(publisher) => {}
        Party::Publisher => return Err(AppError::NotFound),
    }
    Ok(catalogue::offers_of_publisher(tx, publisher, after, limit.clamp(1, MAX_PAGE))?)
}

/// Finds an offer with its details. The desk sees every publisher's, others their own.
pub fn offer(tx: &Tx<'_>, actor: &Actor, id: OfferId) -> Result<OfferPage, AppError> {
    let desk = actor.party() == Party::Desk;
    if desk {
        require(actor, Action::ReadCatalogue)?;
    }
    let offer = catalogue::offer_by_id(tx, id, Scope::of(actor))?.ok_or(AppError::NotFound)?;
    Ok(OfferPage {
        plans: catalogue::plans(tx, id)?,
        versions: catalogue::versions(tx, id)?,
        holders: if desk { Some(catalogue::count_holders(tx, id)?) } else { None },
        offer,
    })
}

/// Adds a publisher.
pub fn add_publisher(
    tx: &Tx<'_>,
    ctx: &Ctx,
    actor: &Actor,
    answers: &PublisherAnswers,
) -> Result<PublisherId, AppError> {
    require(actor, Action::EditCatalogue)?;
    let mut reader = Reader::default();
    let key = reader.key(&answers.key);
    let read = reader.publisher(answers);
    if let Some(key) = &key
        && catalogue::publisher_by_key(tx, key.as_str())?.is_some()
    {
        reader.wrong("key", ProblemKind::Taken);
    }
    let (Some(key), Some((name, website, country))) = (key, read) else { return Err(reader.refuse()) };
    reader.finish()?;
    let id = PublisherId(ctx.id());
    let publisher =
        Publisher { id, key, name: name.into(), website, country, created: ctx.now, updated: ctx.now };
    catalogue::insert_publisher(tx, &publisher)?;
    Ok(id)
}

/// Changes a publisher's name, website and country.
///
/// `seen` is the version of the publisher that the person saw; if it has changed since, nothing is overwritten. `None` uses the
/// newest. Returns whether anything changed.
pub fn edit_publisher(
    tx: &Tx<'_>,
    ctx: &Ctx,
    actor: &Actor,
    id: PublisherId,
    seen: Option<Timestamp>,
    answers: &PublisherAnswers,
) -> Result<bool, AppError> {
    require(actor, Action::EditCatalogue)?;
    let before = catalogue::publisher_by_id(tx, id)?.ok_or(AppError::NotFound)?;
    current(seen, before.updated)?;
    let mut reader = Reader::default();
    let Some((name, website, country)) = reader.publisher(answers) else { return Err(reader.refuse()) };
    reader.finish()?;
    let after = Publisher { name: name.into(), website, country, ..before.clone() };
    if after == before {
        return Ok(false);
    }
    stored(catalogue::update_publisher(tx, &after, ctx.now)?)
}

/// Adds an offer to a publisher.
pub fn add_offer(
    tx: &Tx<'_>,
    ctx: &Ctx,
    actor: &Actor,
    publisher: PublisherId,
    answers: &OfferAnswers,
) -> Result<OfferId, AppError> {
    require(actor, Action::EditCatalogue)?;
    let owner = catalogue::publisher_by_id(tx, publisher)?.ok_or(AppError::NotFound)?;
    let mut reader = Reader::default();
    let key = reader.key(&answers.key);
    let read = reader.offer(answers);
    if let Some(key) = &key
        && catalogue::offer_by_key(tx, key.as_str())?.is_some()
    {
        reader.wrong("key", ProblemKind::Taken);
    }
    let (Some(key), Some(read)) = (key, read) else { return Err(reader.refuse()) };
    reader.finish()?;
    let id = OfferId(ctx.id());
    let offer = Offer {
        id,
        publisher,
        publisher_name: owner.name,
        key,
        name: read.name.into(),
        kind: read.kind,
        listing: read.listing,
        updated: ctx.now,
    };
    catalogue::insert_offer(tx, &offer)?;
    catalogue::set_plans(tx, id, &read.plans, || PlanId(ctx.id()))?;
    catalogue::set_versions(tx, id, &read.versions, || VersionId(ctx.id()))?;
    Ok(id)
}

/// Changes an offer's name, kind, listing, plans and versions.
///
/// `seen` is the version of the offer that the person saw; if it has changed since, nothing is overwritten. `None` uses the
/// newest. Returns whether anything changed.
pub fn edit_offer(
    tx: &Tx<'_>,
    ctx: &Ctx,
    actor: &Actor,
    id: OfferId,
    seen: Option<Timestamp>,
    answers: &OfferAnswers,
) -> Result<bool, AppError> {
    require(actor, Action::EditCatalogue)?;
    let before = catalogue::offer_by_id(tx, id, Scope::of(actor))?.ok_or(AppError::NotFound)?;
    current(seen, before.updated)?;
    let mut reader = Reader::default();
    let Some(read) = reader.offer(answers) else { return Err(reader.refuse()) };
    reader.finish()?;
    let after = Offer { name: read.name.into(), kind: read.kind, listing: read.listing, ..before.clone() };
    let plans = catalogue::set_plans(tx, id, &read.plans, || PlanId(ctx.id()))?;
    let versions = catalogue::set_versions(tx, id, &read.versions, || VersionId(ctx.id()))?;
    if after == before && plans.is_nothing() && versions.is_nothing() {
        return Ok(false);
    }
    stored(catalogue::update_offer(tx, &after, ctx.now)?)
}

fn current(seen: Option<Timestamp>, updated: Timestamp) -> Result<(), AppError> {
    if seen.is_some_and(|seen| seen != updated) { Err(Refusal::Stale.into()) } else { Ok(()) }
}

fn stored(done: bool) -> Result<bool, AppError> {
    if done { Ok(true) } else { Err(Refusal::Stale.into()) }
}

struct OfferRead {
    name: Name,
    kind: OfferKind,
    listing: Listing,
    plans: Vec<String>,
    versions: Vec<String>,
}

/// Collects problems while fields are parsed.
#[derive(Default)]
struct Reader {
    problems: Vec<Problem>,
}

impl Reader {
    fn wrong(&mut self, field: impl Into<String>, kind: ProblemKind) {
        self.problems.push(Problem { field: field.into(), kind });
    }

    fn keep<T>(&mut self, field: &str, read: Result<T, impl Into<ProblemKind>>) -> Option<T> {
        read.map_err(|error| self.wrong(field, error.into())).ok()
    }

    fn refuse(self) -> AppError {
        AppError::Invalid(self.problems)
    }

    fn finish(self) -> Result<(), AppError> {
        if self.problems.is_empty() { Ok(()) } else { Err(self.refuse()) }
    }

    fn key(&mut self, text: &str) -> Option<Key> {
        if text.trim().is_empty() {
            self.wrong("key", ProblemKind::Missing);
            return None;
        }
        let read = text.parse::<Key>();
        self.keep("key", read.map_err(|error| ProblemKind::Malformed { accepted: error.to_string() }))
    }

    fn code<T: Coded>(&mut self, field: &str, text: &str) -> Option<T> {
        let read = T::from_code(text.trim());
        self.keep(field, read.map_err(|error| ProblemKind::NotOneOf { accepted: error.accepted }))
    }

    fn publisher(&mut self, answers: &PublisherAnswers) -> Option<(Name, Option<Website>, Option<Country>)> {
        let name = self.keep("name", Name::new(&answers.name));
        let website = given(&answers.website).and_then(|text| {
            let read = text.parse::<Website>().map_err(|error| match error {
                WebsiteError::Text(error) => error.into(),
                WebsiteError::NotWeb => ProblemKind::Malformed { accepted: error.to_string() },
            });
            self.keep("website", read)
        });
        let country = given(&answers.country).and_then(|text| {
            let read = text.parse::<Country>();
            self.keep("country", read.map_err(|error| ProblemKind::Malformed { accepted: error.to_string() }))
        });
        name.map(|name| (name, website, country))
    }

    fn offer(&mut self, answers: &OfferAnswers) -> Option<OfferRead> {
        let name = self.keep("name", Name::new(&answers.name));
        let kind = self.code("kind", &answers.kind);
        let listing = self.code("listing", &answers.listing);
        let plans = self.names("plans", &answers.plans, MAX_PLANS);
        let versions = self.names("versions", &answers.versions, MAX_VERSIONS);
        Some(OfferRead { name: name?, kind: kind?, listing: listing?, plans, versions })
    }

    fn names(&mut self, field: &str, texts: &[String], max: usize) -> Vec<String> {
        let given: Vec<_> = texts.iter().enumerate().filter(|(_, text)| !text.trim().is_empty()).collect();
        if given.len() > max {
            self.wrong(field, ProblemKind::TooMany { max });
            return Vec::new();
        }
        let mut seen = HashSet::new();
        let mut names = Vec::with_capacity(given.len());
        for (place, text) in given {
            let field = format!("{field}.{place}");
            if let Some(name) = self.keep(&field, Name::new(text)).map(String::from) {
                if seen.insert(name.clone()) {
                    names.push(name);
                } else {
                    self.wrong(field, ProblemKind::Taken);
                }
            }
        }
        names
    }
}

fn given(text: &str) -> Option<&str> {
    let text = text.trim();
    (!text.is_empty()).then_some(text)
}
