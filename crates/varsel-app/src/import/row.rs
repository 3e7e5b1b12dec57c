//! Parses text fields into typed rows.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use varsel_core::catalogue::{Country, Critical, Key, Listing, MAX_PLANS, MAX_VERSIONS, Name, OfferKind};
use varsel_core::coded::Coded;

use super::Format;
use super::problem::{RowProblem, Wrong, shown};
use super::source::Place;

/// The kind of rows in a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Publishers and offers.
    Offers,
    /// Customers and what they hold.
    Customers,
}

/// The most columns a kind of file has.
pub(super) const MOST_COLUMNS: usize = 8;

impl Kind {
    /// Returns the columns of such a file.
    pub const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Offers => &[
                "publisher_key",
                "publisher_name",
                "offer_key",
                "offer_name",
                "kind",
                "listing",
                "plans",
                "versions",
            ],
            Self::Customers => {
                &["customer_key", "customer_name", "country", "offer_key", "plan", "version", "critical"]
            }
        }
    }

    /// Detects the kind of a file by its columns: one with customers is about customers.
    pub(super) fn of<'a>(mut names: impl Iterator<Item = &'a str>) -> Self {
        if names.any(|name| name == "customer_key") { Self::Customers } else { Self::Offers }
    }

    pub(super) fn column(self, name: &str) -> Option<usize> {
        self.columns().iter().position(|column| *column == name)
    }

    pub(super) fn accepted(self) -> String {
        self.columns().join(", ")
    }

    /// Returns whether a column holds a list of names.
    pub(super) const fn is_list(self, column: usize) -> bool {
        matches!(self, Self::Offers) && column >= 6
    }

    /// Returns whether a column can be left out of a row in JSON.
    pub(super) const fn may_miss(self, column: usize) -> bool {
        match self {
            Self::Offers => column >= 6,
            Self::Customers => matches!(column, 2 | 4 | 5 | HoldingRow::CRITICAL),
        }
    }

    /// Returns whether a column can be left out of a CSV file.
    pub(super) const fn may_lack(self, column: usize) -> bool {
        matches!((self, column), (Self::Customers, HoldingRow::CRITICAL))
    }
}

/// The fields of a row, by column.
pub(super) struct RawRow {
    pub(super) origin: Origin,
    /// The texts of each column with their positions: one, or those of a list. Empty if the row lacks the column.
    pub(super) fields: [Vec<(Place, String)>; MOST_COLUMNS],
}

impl RawRow {
    pub(super) fn new(kind: Kind, format: Format, index: u64, place: Place) -> Self {
        let origin = Origin { kind, format, index, places: [place; MOST_COLUMNS] };
        Self { origin, fields: Default::default() }
    }
}

/// The positions of a row and its fields.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin {
    kind: Kind,
    format: Format,
    /// The row's number, from 0.
    index: u64,
    pub(super) places: [Place; MOST_COLUMNS],
}

impl Origin {
    pub(super) fn problem(&self, column: usize, wrong: Wrong) -> RowProblem {
        RowProblem { place: self.places[column], field: self.field(column, None), wrong }
    }

    pub(super) fn item_problem(&self, column: usize, item: usize, place: Place, wrong: Wrong) -> RowProblem {
        RowProblem { place, field: self.field(column, Some(item)), wrong }
    }

    /// Names a field: a column in CSV, a path in JSON.
    fn field(&self, column: usize, item: Option<usize>) -> String {
        let name = self.kind.columns()[column];
        match (self.format, item) {
            (Format::Csv, _) => name.to_owned(),
            (Format::Json, None) => format!("[{}].{name}", self.index),
            (Format::Json, Some(item)) => format!("[{}].{name}[{item}]", self.index),
        }
    }

    /// Returns the position of the row's own key, which no other row has.
    const fn place(&self) -> Place {
        self.places[0]
    }
}

/// A row of a file, checked by itself and against the rows before it.
#[derive(Clone, Debug)]
pub(super) enum Row {
    /// An offer and its publisher.
    Offer(OfferRow),
    /// A customer and an offer that it holds.
    Holding(HoldingRow),
}

#[derive(Clone, Debug)]
pub(super) struct OfferRow {
    pub(super) origin: Origin,
    pub(super) publisher_key: Key,
    pub(super) publisher_name: Name,
    /// Whether this is the first row about the publisher.
    pub(super) first_of_publisher: bool,
    pub(super) key: Key,
    pub(super) name: Name,
    pub(super) kind: OfferKind,
    pub(super) listing: Listing,
    /// The plans, in order; `None` keeps those in the catalogue.
    pub(super) plans: Option<Vec<String>>,
    /// The versions, in order; `None` keeps those in the catalogue.
    pub(super) versions: Option<Vec<String>>,
}

#[derive(Clone, Debug)]
pub(super) struct HoldingRow {
    pub(super) origin: Origin,
    pub(super) customer_key: Key,
    pub(super) customer_name: Name,
    pub(super) country: Option<Country>,
    /// Whether the customer is critical; `None` keeps the value in the catalogue.
    pub(super) critical: Option<bool>,
    /// Whether this is the first row about the customer.
    pub(super) first_of_customer: bool,
    pub(super) offer_key: Key,
    pub(super) plan: Option<Name>,
    pub(super) version: Option<Name>,
}

impl OfferRow {
    pub(super) const KEY: usize = 2;
}

impl HoldingRow {
    pub(super) const OFFER: usize = 3;
    pub(super) const PLAN: usize = 4;
    pub(super) const VERSION: usize = 5;
    pub(super) const CRITICAL: usize = 6;
}

/// The keys of the rows so far, with the position of each key's first occurrence.
#[derive(Default)]
pub(super) struct Seen {
    publishers: HashMap<Key, (Name, Place)>,
    offers: HashMap<Key, Place>,
    customers: HashMap<Key, (FirstRow, Place)>,
    holdings: HashMap<(Key, Key), Place>,
}

/// The details of a customer in its first row.
#[derive(Clone, PartialEq, Eq)]
struct FirstRow {
    name: Name,
    country: Option<Country>,
    critical: Option<bool>,
}

impl Seen {
    /// Validates a row; `None` if it has problems, which are added to `problems`.
    pub(super) fn check(&mut self, raw: &RawRow, problems: &mut Vec<RowProblem>) -> Option<Row> {
        let mut fields = Fields { raw, problems };
        match raw.origin.kind {
            Kind::Offers => self.offer(&mut fields).map(Row::Offer).ok(),
            Kind::Customers => self.holding(&mut fields).map(Row::Holding).ok(),
        }
    }

    fn offer(&mut self, fields: &mut Fields<'_>) -> Result<OfferRow, Told> {
        let origin = fields.raw.origin;
        let publisher_key = fields.key(0);
        let publisher_name = fields.name(1);
        let key = fields.key(OfferRow::KEY);
        let name = fields.name(3);
        let kind = fields.code(4);
        let listing = fields.code(5);
        let plans = fields.names(6, MAX_PLANS);
        let versions = fields.names(7, MAX_VERSIONS);
        let (publisher_key, publisher_name, key) = (publisher_key?, publisher_name?, key?);
        let first_of_publisher = !self.publishers.contains_key(&publisher_key);
        let (first_name, at) = self
            .publishers
            .entry(publisher_key.clone())
            .or_insert_with(|| (publisher_name.clone(), origin.place()));
        if *first_name != publisher_name {
            let (key, first) = (publisher_key.to_string(), shown(first_name.as_str()));
            fields.wrong(1, Wrong::Differs { key, first, at: *at });
            return Err(Told);
        }
        if let Some(first) = repeated(&mut self.offers, key.clone(), origin.place()) {
            fields.wrong(OfferRow::KEY, Wrong::Repeated { given: key.to_string(), first });
            return Err(Told);
        }
        Ok(OfferRow {
            origin,
            publisher_key,
            publisher_name,
            first_of_publisher,
            key,
            name: name?,
            kind: kind?,
            listing: listing?,
            plans: plans?,
            versions: versions?,
        })
    }

    fn holding(&mut self, fields: &mut Fields<'_>) -> Result<HoldingRow, Told> {
        let origin = fields.raw.origin;
        let customer_key = fields.key(0);
        let customer_name = fields.name(1);
        let country = fields.country(2);
        let offer_key = fields.key(HoldingRow::OFFER);
        let plan = fields.optional_name(HoldingRow::PLAN);
        let version = fields.optional_name(HoldingRow::VERSION);
        let critical = fields.critical(HoldingRow::CRITICAL);
        let (customer_key, customer_name) = (customer_key?, customer_name?);
        let (country, offer_key, critical) = (country?, offer_key?, critical?);
        let first_of_customer = !self.customers.contains_key(&customer_key);
        let first = self.customers.entry(customer_key.clone());
        let said = FirstRow { name: customer_name.clone(), country: country.clone(), critical };
        let (held, at) = first.or_insert_with(|| (said.clone(), origin.place()));
        if *held != said {
            let (column, first) = if held.name != said.name {
                (1, shown(held.name.as_str()))
            } else if held.country != said.country {
                (2, held.country.as_ref().map_or("", Country::as_str).to_owned())
            } else {
                let critical = held.critical.map_or("", |critical| Critical::from(critical).code());
                (HoldingRow::CRITICAL, critical.to_owned())
            };
            fields.wrong(column, Wrong::Differs { key: customer_key.to_string(), first, at: *at });
            return Err(Told);
        }
        let pair = (customer_key.clone(), offer_key.clone());
        if let Some(first) = repeated(&mut self.holdings, pair, origin.place()) {
            fields.wrong(HoldingRow::OFFER, Wrong::Repeated { given: offer_key.to_string(), first });
            return Err(Told);
        }
        Ok(HoldingRow {
            origin,
            customer_key,
            customer_name,
            country,
            critical,
            first_of_customer,
            offer_key,
            plan: plan?,
            version: version?,
        })
    }
}

/// Records the position of a key; returns its earlier position.
fn repeated<K: Hash + Eq>(seen: &mut HashMap<K, Place>, key: K, place: Place) -> Option<Place> {
    let first = *seen.entry(key).or_insert(place);
    (first != place).then_some(first)
}

/// Marker for a problem that has been reported.
struct Told;

/// Parses fields and reports their problems.
struct Fields<'a> {
    raw: &'a RawRow,
    problems: &'a mut Vec<RowProblem>,
}

impl Fields<'_> {
    fn wrong(&mut self, column: usize, wrong: Wrong) {
        self.problems.push(self.raw.origin.problem(column, wrong));
    }

    fn keep<T>(&mut self, column: usize, read: Result<T, Wrong>) -> Result<T, Told> {
        read.map_err(|wrong| {
            self.wrong(column, wrong);
            Told
        })
    }

    /// Returns the text of a field, trimmed; an absent one is empty.
    fn text(&self, column: usize) -> &str {
        self.raw.fields[column].first().map_or("", |(_, text)| text.trim())
    }

    fn required(&self, column: usize) -> Result<&str, Wrong> {
        match self.text(column) {
            "" => Err(Wrong::Missing),
            text => Ok(text),
        }
    }

    fn key(&mut self, column: usize) -> Result<Key, Told> {
        let read = self
            .required(column)
            .and_then(|text| text.parse().map_err(|_| Wrong::Key { given: shown(text) }));
        self.keep(column, read)
    }

    fn name(&mut self, column: usize) -> Result<Name, Told> {
        let read = self.required(column).and_then(|text| Ok(Name::new(text)?));
        self.keep(column, read)
    }

    fn optional_name(&mut self, column: usize) -> Result<Option<Name>, Told> {
        match self.text(column) {
            "" => Ok(None),
            _ => self.name(column).map(Some),
        }
    }

    fn country(&mut self, column: usize) -> Result<Option<Country>, Told> {
        let read = match self.text(column) {
            "" => return Ok(None),
            text => text.parse().map_err(|_| Wrong::Country { given: shown(text) }),
        };
        self.keep(column, read).map(Some)
    }

    /// Parses whether a customer is critical; an empty field means no, an absent one is `None`.
    fn critical(&mut self, column: usize) -> Result<Option<bool>, Told> {
        if self.raw.fields[column].is_empty() {
            return Ok(None);
        }
        match self.text(column) {
            "" => Ok(Some(false)),
            _ => self.code(column).map(|critical: Critical| Some(critical == Critical::Yes)),
        }
    }

    fn code<T: Coded>(&mut self, column: usize) -> Result<T, Told> {
        let read = self.required(column).and_then(|text| {
            T::from_code(text).map_err(|mut error| {
                error.given = shown(text);
                Wrong::Code(error)
            })
        });
        self.keep(column, read)
    }

    /// Reads a list of names; an empty one is `None`.
    fn names(&mut self, column: usize, max: usize) -> Result<Option<Vec<String>>, Told> {
        let origin = self.raw.origin;
        let items = &self.raw.fields[column];
        if items.is_empty() {
            return Ok(None);
        }
        if items.len() > max {
            self.wrong(column, Wrong::TooMany { max, actual: items.len() });
            return Err(Told);
        }
        let before = self.problems.len();
        let mut seen = HashSet::new();
        let mut names = Vec::with_capacity(items.len());
        for (item, (place, text)) in items.iter().enumerate() {
            let wrong = match Name::new(text) {
                Ok(name) if seen.insert(name.clone()) => {
                    names.push(name.into());
                    continue;
                }
                Ok(name) => Wrong::TwiceInList { given: shown(name.as_str()) },
                Err(error) => error.into(),
            };
            self.problems.push(origin.item_problem(column, item, *place, wrong));
        }
        if self.problems.len() == before { Ok(Some(names)) } else { Err(Told) }
    }
}
