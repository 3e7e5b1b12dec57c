//! The catalogue: publishers, their offers with plans and versions, customers and what they hold.
//!
//! Publishers and offers are updated by compare-and-set on the time of their last change, so that concurrent edits are detected.
//! Plans and versions are ordered lists of names, newest version first.

mod lists;

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use varsel_core::catalogue::{Country, Key, Listing, MAX_PLANS, OfferKind, Website};
use varsel_core::coded::Coded;
use varsel_core::ids::{CustomerId, OfferId, PublisherId};

use crate::convert::{code_at, corrupt, id_at, instant_at, micros, opt_id_at, opt_owned, owned};
use crate::queue::COUNT_LIMIT;
use crate::{Row, Scope, Sql, StoreError, Tx, Value, sql};

pub use lists::{ListChange, plans, set_plans, set_versions, versions};

/// The maximum number of offers the request form shows.
pub const FORM_OFFERS: i64 = 500;
/// The maximum number of versions of an offer in the request form: the first, which are the newest.
pub const FORM_VERSIONS: i64 = 50;

/// A publisher.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Publisher {
    /// The id.
    pub id: PublisherId,
    /// The marketplace's key for it; unique.
    pub key: Key,
    /// Its name.
    pub name: String,
    /// Its website.
    pub website: Option<Website>,
    /// Where it is established.
    pub country: Option<Country>,
    /// When it was added.
    pub created: Timestamp,
    /// When it was last changed.
    pub updated: Timestamp,
}

/// An offer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Offer {
    /// The id.
    pub id: OfferId,
    /// The publisher.
    pub publisher: PublisherId,
    /// The publisher's name.
    pub publisher_name: String,
    /// The marketplace's key for it; unique among all publishers.
    pub key: Key,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: OfferKind,
    /// Its listing.
    pub listing: Listing,
    /// When it was last changed, plans and versions included.
    pub updated: Timestamp,
}

/// A customer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Customer {
    /// The id.
    pub id: CustomerId,
    /// The marketplace's key for it; unique.
    pub key: Key,
    /// Its name.
    pub name: String,
    /// Where it is established.
    pub country: Option<Country>,
    /// Whether an event that reaches it has a wide reach, however few others it reaches.
    pub critical: bool,
}

/// A customer's holding of an offer.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Holding {
    /// The plan, if known.
    pub plan: Option<String>,
    /// The version, if known.
    pub version: Option<String>,
}

/// A customer with their holding of an offer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Holder {
    /// Who.
    pub customer: Customer,
    /// The holding.
    pub holding: Holding,
}

/// An offer in the request form.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OfferChoice {
    /// The id.
    pub id: OfferId,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: OfferKind,
    /// Its listing.
    pub listing: Listing,
    /// Its plans, in order.
    pub plans: Vec<String>,
    /// Its first [`FORM_VERSIONS`] versions, in order.
    pub versions: Vec<String>,
}

fn publisher(row: &Row<'_>) -> Result<Publisher, StoreError> {
    Ok(Publisher {
        id: id_at(row, 0)?,
        key: id_at(row, 1)?,
        name: owned(row, 2)?,
        website: opt_id_at(row, 3)?,
        country: country_at(row, 4)?,
        created: instant_at(row, 5)?,
        updated: instant_at(row, 6)?,
    })
}

fn offer(row: &Row<'_>) -> Result<Offer, StoreError> {
    Ok(Offer {
        id: id_at(row, 0)?,
        publisher: id_at(row, 1)?,
        publisher_name: owned(row, 2)?,
        key: id_at(row, 3)?,
        name: owned(row, 4)?,
        kind: code_at(row, 5)?,
        listing: code_at(row, 6)?,
        updated: instant_at(row, 7)?,
    })
}

/// Reads a country, including one stored before non-existing ones were refused.
fn country_at(row: &Row<'_>, column: usize) -> Result<Option<Country>, StoreError> {
    let kept = |text| Country::kept(text).map_err(|_| corrupt("country", text));
    row.opt_text(column)?.map(kept).transpose()
}

fn customer(row: &Row<'_>) -> Result<Customer, StoreError> {
    Ok(Customer {
        id: id_at(row, 0)?,
        key: id_at(row, 1)?,
        name: owned(row, 2)?,
        country: country_at(row, 3)?,
        critical: row.bool(4)?,
    })
}

/// The time to store for a change: later than the last one even if the clock stands still.
fn next_change(last: Timestamp, now: Timestamp) -> Timestamp {
    let after = last.checked_add(SignedDuration::from_micros(1)).unwrap_or(last);
    now.max(after)
}

// Publishers

/// Stores a new publisher. A taken key is the constraint `publisher_key`.
pub fn insert_publisher(tx: &Tx<'_>, publisher: &Publisher) -> Result<(), StoreError> {
    let parameters = [
        Value::Text(&publisher.id.to_string()),
        Value::Text(publisher.key.as_str()),
        Value::Text(&publisher.name),
        publisher.website.as_ref().map(Website::as_str).into(),
        publisher.country.as_ref().map(Country::as_str).into(),
        Value::Int(micros(publisher.created)),
    ];
    tx.execute(&sql::catalogue::INSERT_PUBLISHER, &parameters).map(drop)
}

/// Updates a publisher's name, website and country. `publisher.updated` is the version it was read at; `false` if it has changed
/// since.
pub fn update_publisher(tx: &Tx<'_>, publisher: &Publisher, now: Timestamp) -> Result<bool, StoreError> {
    let parameters = [
        Value::Text(&publisher.id.to_string()),
        Value::Int(micros(publisher.updated)),
        Value::Text(&publisher.name),
        publisher.website.as_ref().map(Website::as_str).into(),
        publisher.country.as_ref().map(Country::as_str).into(),
        Value::Int(micros(next_change(publisher.updated, now))),
    ];
    Ok(tx.execute(&sql::catalogue::UPDATE_PUBLISHER, &parameters)? > 0)
}

/// Finds a publisher by id.
pub fn publisher_by_id(tx: &Tx<'_>, id: PublisherId) -> Result<Option<Publisher>, StoreError> {
    let parameters = [Value::Text(&id.to_string())];
    tx.query_one(&sql::catalogue::PUBLISHER_BY_ID, &parameters, publisher)
}

/// Finds a publisher by key.
pub fn publisher_by_key(tx: &Tx<'_>, key: &str) -> Result<Option<Publisher>, StoreError> {
    tx.query_one(&sql::catalogue::PUBLISHER_BY_KEY, &[Value::Text(key)], publisher)
}

/// Lists publishers by name, after a keyset cursor.
pub fn publishers(
    tx: &Tx<'_>,
    after: Option<(&str, PublisherId)>,
    limit: i64,
) -> Result<Vec<Publisher>, StoreError> {
    let (name, id) = after.map(|(name, id)| (name, id.to_string())).unwrap_or_default();
    let parameters = [Value::Text(name), Value::Text(&id), Value::Int(limit)];
    tx.query(&sql::catalogue::LIST_PUBLISHERS, &parameters, publisher)
}

/// Counts publishers, up to [`COUNT_LIMIT`].
pub fn count_publishers(tx: &Tx<'_>) -> Result<i64, StoreError> {
    count(tx, &sql::catalogue::COUNT_PUBLISHERS, &[Value::Int(COUNT_LIMIT)])
}

// Offers

/// Stores a new offer. A taken key is the constraint `offer_key`.
pub fn insert_offer(tx: &Tx<'_>, offer: &Offer) -> Result<(), StoreError> {
    let parameters = [
        Value::Text(&offer.id.to_string()),
        Value::Text(&offer.publisher.to_string()),
        Value::Text(offer.key.as_str()),
        Value::Text(&offer.name),
        Value::Text(offer.kind.code()),
        Value::Text(offer.listing.code()),
        Value::Int(micros(offer.updated)),
    ];
    tx.execute(&sql::catalogue::INSERT_OFFER, &parameters).map(drop)
}

/// Updates an offer's name, kind and listing. `offer.updated` is the version it was read at; `false` if it has changed since.
pub fn update_offer(tx: &Tx<'_>, offer: &Offer, now: Timestamp) -> Result<bool, StoreError> {
    let parameters = [
        Value::Text(&offer.id.to_string()),
        Value::Int(micros(offer.updated)),
        Value::Text(&offer.name),
        Value::Text(offer.kind.code()),
        Value::Text(offer.listing.code()),
        Value::Int(micros(next_change(offer.updated, now))),
    ];
    Ok(tx.execute(&sql::catalogue::UPDATE_OFFER, &parameters)? > 0)
}

/// Finds an offer by id, within the scope.
pub fn offer_by_id(tx: &Tx<'_>, id: OfferId, scope: Scope) -> Result<Option<Offer>, StoreError> {
    let parameters = [Value::Text(&id.to_string()), scope.everything(), Value::Text(&scope.publisher_text())];
    tx.query_one(&sql::catalogue::OFFER_BY_ID, &parameters, offer)
}

/// Finds an offer of any publisher by key.
pub fn offer_by_key(tx: &Tx<'_>, key: &str) -> Result<Option<Offer>, StoreError> {
    tx.query_one(&sql::catalogue::OFFER_BY_KEY, &[Value::Text(key)], offer)
}

/// Lists the offers of all publishers by name, after a keyset cursor.
pub fn offers(tx: &Tx<'_>, after: Option<(&str, OfferId)>, limit: i64) -> Result<Vec<Offer>, StoreError> {
    let (name, id) = after.map(|(name, id)| (name, id.to_string())).unwrap_or_default();
    let parameters = [Value::Text(name), Value::Text(&id), Value::Int(limit)];
    tx.query(&sql::catalogue::LIST_OFFERS, &parameters, offer)
}

/// Lists the offers of a publisher by name, after a keyset cursor.
pub fn offers_of_publisher(
    tx: &Tx<'_>,
    publisher: PublisherId,
    after: Option<(&str, OfferId)>,
    limit: i64,
) -> Result<Vec<Offer>, StoreError> {
    let (name, id) = after.map(|(name, id)| (name, id.to_string())).unwrap_or_default();
    let parameters =
        [Value::Text(&publisher.to_string()), Value::Text(name), Value::Text(&id), Value::Int(limit)];
    tx.query(&sql::catalogue::LIST_OFFERS_OF_PUBLISHER, &parameters, offer)
}

/// Counts offers, up to [`COUNT_LIMIT`].
pub fn count_offers(tx: &Tx<'_>) -> Result<i64, StoreError> {
    count(tx, &sql::catalogue::COUNT_OFFERS, &[Value::Int(COUNT_LIMIT)])
}

/// Finds the offers of the request form: a publisher's offers by name, with plans and versions, in three queries.
pub fn offers_for_form(tx: &Tx<'_>, publisher: PublisherId) -> Result<Vec<OfferChoice>, StoreError> {
    let publisher = publisher.to_string();
    let which = [Value::Text(&publisher), Value::Int(FORM_OFFERS)];
    let mut offers = tx.query(&sql::catalogue::FORM_OFFERS, &which, |row| {
        Ok(OfferChoice {
            id: id_at(row, 0)?,
            name: owned(row, 1)?,
            kind: code_at(row, 2)?,
            listing: code_at(row, 3)?,
            plans: Vec::new(),
            versions: Vec::new(),
        })
    })?;
    let mut plans = names_by_offer(tx, &sql::catalogue::FORM_PLANS, &which, limit(MAX_PLANS))?;
    let mut versions = names_by_offer(tx, &sql::catalogue::FORM_VERSIONS, &which, FORM_VERSIONS)?;
    for offer in &mut offers {
        offer.plans = plans.remove(&offer.id).unwrap_or_default();
        offer.versions = versions.remove(&offer.id).unwrap_or_default();
    }
    Ok(offers)
}

fn names_by_offer(
    tx: &Tx<'_>,
    sql: &Sql,
    which: &[Value<'_>; 2],
    per_offer: i64,
) -> Result<HashMap<OfferId, Vec<String>>, StoreError> {
    let mut found: HashMap<OfferId, Vec<String>> = HashMap::new();
    let parameters = [which[0], which[1], Value::Int(per_offer)];
    for (offer, name) in tx.query(sql, &parameters, |row| Ok((id_at(row, 0)?, owned(row, 1)?)))? {
        found.entry(offer).or_default().push(name);
    }
    Ok(found)
}

// Customers and what they hold

/// Stores a new customer. A taken key is the constraint `customer_key`.
pub fn insert_customer(tx: &Tx<'_>, customer: &Customer, now: Timestamp) -> Result<(), StoreError> {
    let parameters = [
        Value::Text(&customer.id.to_string()),
        Value::Text(customer.key.as_str()),
        Value::Text(&customer.name),
        customer.country.as_ref().map(Country::as_str).into(),
        Value::Bool(customer.critical),
        Value::Int(micros(now)),
    ];
    tx.execute(&sql::catalogue::INSERT_CUSTOMER, &parameters).map(drop)
}

/// Stores a customer's name, country and whether it is critical.
pub fn update_customer(tx: &Tx<'_>, customer: &Customer) -> Result<(), StoreError> {
    let parameters = [
        Value::Text(&customer.id.to_string()),
        Value::Text(&customer.name),
        customer.country.as_ref().map(Country::as_str).into(),
        Value::Bool(customer.critical),
    ];
    tx.execute(&sql::catalogue::UPDATE_CUSTOMER, &parameters).map(drop)
}

/// Finds a customer by key.
pub fn customer_by_key(tx: &Tx<'_>, key: &str) -> Result<Option<Customer>, StoreError> {
    tx.query_one(&sql::catalogue::CUSTOMER_BY_KEY, &[Value::Text(key)], customer)
}

/// Finds a customer's holding of an offer.
pub fn holding(tx: &Tx<'_>, customer: CustomerId, offer: OfferId) -> Result<Option<Holding>, StoreError> {
    let parameters = [Value::Text(&customer.to_string()), Value::Text(&offer.to_string())];
    tx.query_one(&sql::catalogue::HOLDING, &parameters, |row| {
        Ok(Holding { plan: opt_owned(row, 0)?, version: opt_owned(row, 1)? })
    })
}

/// Replaces a customer's holding of an offer.
pub fn set_holding(
    tx: &Tx<'_>,
    customer: CustomerId,
    offer: OfferId,
    holding: &Holding,
) -> Result<(), StoreError> {
    let parameters = [
        Value::Text(&customer.to_string()),
        Value::Text(&offer.to_string()),
        holding.plan.as_deref().into(),
        holding.version.as_deref().into(),
    ];
    tx.execute(&sql::catalogue::SET_HOLDING, &parameters).map(drop)
}

/// Counts the customers that hold an offer, up to [`COUNT_LIMIT`].
pub fn count_holders(tx: &Tx<'_>, offer: OfferId) -> Result<i64, StoreError> {
    let parameters = [Value::Text(&offer.to_string()), Value::Int(COUNT_LIMIT)];
    count(tx, &sql::catalogue::COUNT_HOLDERS, &parameters)
}

/// The maximum number of holdings of an offer whose plans are read.
const PLANS_LIMIT: i64 = 20_000;

/// Counts the customers that hold an offer by their plan, over at most 20,000 of them.
pub fn count_by_plan(tx: &Tx<'_>, offer: OfferId) -> Result<Vec<(Option<String>, i64)>, StoreError> {
    let parameters = [Value::Text(&offer.to_string()), Value::Int(PLANS_LIMIT)];
    tx.query(&sql::catalogue::COUNT_BY_PLAN, &parameters, |row| Ok((opt_owned(row, 0)?, row.int(1)?)))
}

/// Counts the critical customers that hold an offer by their plan, over at most [`COUNT_LIMIT`] of them.
pub fn count_critical(tx: &Tx<'_>, offer: OfferId) -> Result<Vec<(Option<String>, i64)>, StoreError> {
    let parameters = [Value::Text(&offer.to_string()), Value::Int(COUNT_LIMIT)];
    tx.query(&sql::catalogue::COUNT_CRITICAL, &parameters, |row| Ok((opt_owned(row, 0)?, row.int(1)?)))
}

/// Lists the customers that hold an offer in the order they were added, after a keyset cursor.
pub fn holders(
    tx: &Tx<'_>,
    offer: OfferId,
    after: Option<CustomerId>,
    limit: i64,
) -> Result<Vec<Holder>, StoreError> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    let parameters = [Value::Text(&offer.to_string()), Value::Text(&after), Value::Int(limit)];
    tx.query(&sql::catalogue::HOLDERS, &parameters, |row| {
        let holding = Holding { plan: opt_owned(row, 5)?, version: opt_owned(row, 6)? };
        Ok(Holder { customer: customer(row)?, holding })
    })
}

fn count(tx: &Tx<'_>, sql: &Sql, parameters: &[Value<'_>]) -> Result<i64, StoreError> {
    Ok(tx.query_one(sql, parameters, |row| row.int(0))?.unwrap_or(0))
}

fn limit(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
