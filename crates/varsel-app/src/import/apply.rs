//! Compares rows with the catalogue: new, changed and invalid rows.

use std::collections::HashMap;
use std::ops::AddAssign;

use varsel_core::catalogue::Key;
use varsel_core::ids::{CustomerId, OfferId, PlanId, PublisherId, VersionId};
use varsel_store::catalogue::{self, Customer, Holding, ListChange, Offer, Publisher};
use varsel_store::{StoreError, Tx};

use super::problem::{RowProblem, Wrong, shown};
use super::row::{HoldingRow, OfferRow, Row};
use crate::Ctx;

/// How many items of one kind an import affects.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Count {
    /// New.
    pub new: u64,
    /// Changed; for plans and versions, reordered.
    pub changed: u64,
    /// Unchanged.
    pub unchanged: u64,
    /// Removed, because a list in the file lacks them. Plans and versions only.
    pub removed: u64,
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.new += other.new;
        self.changed += other.changed;
        self.unchanged += other.unchanged;
        self.removed += other.removed;
    }
}

impl AddAssign<ListChange> for Count {
    fn add_assign(&mut self, change: ListChange) {
        self.new += change.added;
        self.changed += change.moved;
        self.unchanged += change.kept;
        self.removed += change.removed;
    }
}

/// What an import does, or would do in a dry run.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Report {
    /// Rows in the file.
    pub rows: u64,
    /// Publishers.
    pub publishers: Count,
    /// Offers.
    pub offers: Count,
    /// Plans.
    pub plans: Count,
    /// Versions.
    pub versions: Count,
    /// Customers.
    pub customers: Count,
    /// Customers' holdings.
    pub holdings: Count,
}

impl Report {
    /// Returns whether the catalogue already matches the file.
    pub fn is_nothing(&self) -> bool {
        [self.publishers, self.offers, self.plans, self.versions, self.customers, self.holdings]
            .iter()
            .all(|count| count.new == 0 && count.changed == 0 && count.removed == 0)
    }
}

impl AddAssign for Report {
    fn add_assign(&mut self, other: Self) {
        self.rows += other.rows;
        self.publishers += other.publishers;
        self.offers += other.offers;
        self.plans += other.plans;
        self.versions += other.versions;
        self.customers += other.customers;
        self.holdings += other.holdings;
    }
}

/// The result for some rows.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) report: Report,
    pub(super) problems: Vec<RowProblem>,
}

/// Compares rows with the catalogue and, if requested, updates the catalogue.
pub(super) fn apply(tx: &Tx<'_>, ctx: &Ctx, rows: &[Row], write: bool) -> Result<Outcome, StoreError> {
    let mut apply = Apply { tx, ctx, write, outcome: Outcome::default(), held: HashMap::new() };
    for row in rows {
        apply.outcome.report.rows += 1;
        match row {
            Row::Offer(row) => apply.offer(row)?,
            Row::Holding(row) => apply.holding(row)?,
        }
    }
    Ok(apply.outcome)
}

/// The data of an offer needed for holdings.
struct Held {
    id: OfferId,
    plans: Vec<String>,
    versions: Vec<String>,
}

struct Apply<'a, 't> {
    tx: &'a Tx<'t>,
    ctx: &'a Ctx,
    write: bool,
    outcome: Outcome,
    held: HashMap<Key, Option<Held>>,
}

/// Compare-and-set failed: someone changed the same item between our read and our write.
fn taken(done: bool) -> Result<(), StoreError> {
    if done { Ok(()) } else { Err(StoreError::Conflict) }
}

impl Apply<'_, '_> {
    fn offer(&mut self, row: &OfferRow) -> Result<(), StoreError> {
        let publisher = self.publisher(row)?;
        let stored = catalogue::offer_by_key(self.tx, row.key.as_str())?;
        if let Some(offer) = &stored
            && Some(offer.publisher) != publisher
        {
            let owner = catalogue::publisher_by_id(self.tx, offer.publisher)?;
            let owner = owner.map(|owner| owner.key.to_string()).unwrap_or_default();
            let wrong = Wrong::OtherPublisher { offer: row.key.to_string(), owner };
            self.outcome.problems.push(row.origin.problem(OfferRow::KEY, wrong));
            return Ok(());
        }
        match stored {
            Some(offer) => self.known_offer(row, offer),
            None => self.new_offer(row, publisher),
        }
    }

    /// Returns the row's publisher; `None` if it is new and nothing is written.
    fn publisher(&mut self, row: &OfferRow) -> Result<Option<PublisherId>, StoreError> {
        let stored = catalogue::publisher_by_key(self.tx, row.publisher_key.as_str())?;
        let count = &mut self.outcome.report.publishers;
        let id = stored.as_ref().map(|publisher| publisher.id);
        if !row.first_of_publisher {
            return Ok(id);
        }
        let name = row.publisher_name.to_string();
        match stored {
            None => {
                count.new += 1;
                if !self.write {
                    return Ok(None);
                }
                let publisher = Publisher {
                    id: PublisherId(self.ctx.id()),
                    key: row.publisher_key.clone(),
                    name,
                    website: None,
                    country: None,
                    created: self.ctx.now,
                    updated: self.ctx.now,
                };
                catalogue::insert_publisher(self.tx, &publisher)?;
                return Ok(Some(publisher.id));
            }
            Some(publisher) if publisher.name == name => count.unchanged += 1,
            Some(publisher) => {
                count.changed += 1;
                if self.write {
                    let publisher = Publisher { name, ..publisher };
                    taken(catalogue::update_publisher(self.tx, &publisher, self.ctx.now)?)?;
                }
            }
        }
        Ok(id)
    }

    fn new_offer(&mut self, row: &OfferRow, publisher: Option<PublisherId>) -> Result<(), StoreError> {
        let report = &mut self.outcome.report;
        report.offers.new += 1;
        let plans = row.plans.as_deref().unwrap_or_default();
        let versions = row.versions.as_deref().unwrap_or_default();
        report.plans += ListChange::between(&[], plans);
        report.versions += ListChange::between(&[], versions);
        if let Some(publisher) = publisher.filter(|_| self.write) {
            let offer = Offer {
                id: OfferId(self.ctx.id()),
                publisher,
                publisher_name: row.publisher_name.to_string(),
                key: row.key.clone(),
                name: row.name.to_string(),
                kind: row.kind,
                listing: row.listing,
                updated: self.ctx.now,
            };
            catalogue::insert_offer(self.tx, &offer)?;
            catalogue::set_plans(self.tx, offer.id, plans, || PlanId(self.ctx.id()))?;
            catalogue::set_versions(self.tx, offer.id, versions, || VersionId(self.ctx.id()))?;
        }
        Ok(())
    }

    fn known_offer(&mut self, row: &OfferRow, stored: Offer) -> Result<(), StoreError> {
        let report = &mut self.outcome.report;
        let name = row.name.to_string();
        let same = stored.name == name && stored.kind == row.kind && stored.listing == row.listing;
        let mut lists_same = true;
        if let Some(plans) = &row.plans {
            let change = ListChange::between(&catalogue::plans(self.tx, stored.id)?, plans);
            lists_same &= change.is_nothing();
            report.plans += change;
            if self.write && !change.is_nothing() {
                catalogue::set_plans(self.tx, stored.id, plans, || PlanId(self.ctx.id()))?;
            }
        }
        if let Some(versions) = &row.versions {
            let change = ListChange::between(&catalogue::versions(self.tx, stored.id)?, versions);
            lists_same &= change.is_nothing();
            report.versions += change;
            if self.write && !change.is_nothing() {
                catalogue::set_versions(self.tx, stored.id, versions, || VersionId(self.ctx.id()))?;
            }
        }
        if same {
            report.offers.unchanged += 1;
        } else {
            report.offers.changed += 1;
        }
        if self.write && !(same && lists_same) {
            let offer = Offer { name, kind: row.kind, listing: row.listing, ..stored };
            taken(catalogue::update_offer(self.tx, &offer, self.ctx.now)?)?;
        }
        Ok(())
    }

    fn holding(&mut self, row: &HoldingRow) -> Result<(), StoreError> {
        let customer = self.customer(row)?;
        let Some(offer) = self.held(row)? else { return Ok(()) };
        let holding = Holding {
            plan: row.plan.as_ref().map(ToString::to_string),
            version: row.version.as_ref().map(ToString::to_string),
        };
        let stored = match customer {
            Some(customer) => catalogue::holding(self.tx, customer, offer)?,
            None => None,
        };
        let count = &mut self.outcome.report.holdings;
        match &stored {
            Some(stored) if *stored == holding => {
                count.unchanged += 1;
                return Ok(());
            }
            Some(_) => count.changed += 1,
            None => count.new += 1,
        }
        if let Some(customer) = customer.filter(|_| self.write) {
            catalogue::set_holding(self.tx, customer, offer, &holding)?;
        }
        Ok(())
    }

    /// Returns the row's customer; `None` if it is new and nothing is written.
    fn customer(&mut self, row: &HoldingRow) -> Result<Option<CustomerId>, StoreError> {
        let stored = catalogue::customer_by_key(self.tx, row.customer_key.as_str())?;
        let id = stored.as_ref().map(|customer| customer.id);
        if !row.first_of_customer {
            return Ok(id);
        }
        let count = &mut self.outcome.report.customers;
        let (key, name) = (row.customer_key.clone(), row.customer_name.to_string());
        match stored {
            None => {
                count.new += 1;
                if !self.write {
                    return Ok(None);
                }
                let id = CustomerId(self.ctx.id());
                let critical = row.critical.unwrap_or_default();
                let customer = Customer { id, key, name, country: row.country.clone(), critical };
                catalogue::insert_customer(self.tx, &customer, self.ctx.now)?;
                return Ok(Some(id));
            }
            Some(stored) => {
                let critical = row.critical.unwrap_or(stored.critical);
                let customer = Customer { name, country: row.country.clone(), critical, ..stored.clone() };
                if customer == stored {
                    count.unchanged += 1;
                } else {
                    count.changed += 1;
                    if self.write {
                        catalogue::update_customer(self.tx, &customer)?;
                    }
                }
            }
        }
        Ok(id)
    }

    /// Finds the offer of a holding; `None` if it does not exist or lacks the plan or version, which is a problem.
    fn held(&mut self, row: &HoldingRow) -> Result<Option<OfferId>, StoreError> {
        if !self.held.contains_key(&row.offer_key) {
            let held = match catalogue::offer_by_key(self.tx, row.offer_key.as_str())? {
                None => None,
                Some(offer) => Some(Held {
                    id: offer.id,
                    plans: catalogue::plans(self.tx, offer.id)?,
                    versions: catalogue::versions(self.tx, offer.id)?,
                }),
            };
            self.held.insert(row.offer_key.clone(), held);
        }
        let Some(held) = self.held.get(&row.offer_key).and_then(Option::as_ref) else {
            let wrong = Wrong::UnknownOffer { given: row.offer_key.to_string() };
            self.outcome.problems.push(row.origin.problem(HoldingRow::OFFER, wrong));
            return Ok(None);
        };
        let mut fits = true;
        for (column, given, accepted) in
            [(HoldingRow::PLAN, &row.plan, &held.plans), (HoldingRow::VERSION, &row.version, &held.versions)]
        {
            if let Some(given) = given
                && !accepted.is_empty()
                && !accepted.iter().any(|name| name == given.as_str())
            {
                let wrong = Wrong::NotOfOffer { given: shown(given.as_str()), accepted: some(accepted) };
                self.outcome.problems.push(row.origin.problem(column, wrong));
                fits = false;
            }
        }
        Ok(fits.then_some(held.id))
    }
}

/// Lists the first few names.
fn some(names: &[String]) -> String {
    const MOST: usize = 10;
    let mut text = names.iter().take(MOST).map(|name| shown(name)).collect::<Vec<_>>().join(", ");
    if names.len() > MOST {
        text.push_str(", …");
    }
    text
}
