//! The query string of the queue: view, filters, order, and the start of the page.

use varsel_core::case::{Category, StageKind, WaitingOn};
use varsel_core::coded::Coded;
use varsel_core::ids::{CaseId, PersonId, PublisherId};
use varsel_core::score::{Priority, Severity};
use varsel_store::queue::{Cursor, Filter, View};

/// The maximum number of filters that are named as not understood.
const MAX_UNKNOWN: usize = 10;
/// The maximum number of characters of a publisher's name or key that are read.
const MAX_PUBLISHER: usize = 120;

/// A built-in view of the queue.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) enum Which {
    /// Open cases, what is due next first.
    #[default]
    Due,
    /// Open cases that wait for the desk.
    Ours,
    /// Open cases of the reader.
    Mine,
    /// Open cases without an owner.
    Unowned,
    /// Open cases that wait for their publisher.
    Theirs,
    /// Every case, closed ones too.
    All,
}

impl Which {
    pub(crate) const ALL: [Self; 6] =
        [Self::Due, Self::Ours, Self::Mine, Self::Unowned, Self::Theirs, Self::All];

    /// Returns the word in the address.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Ours => "desk",
            Self::Mine => "mine",
            Self::Unowned => "unowned",
            Self::Theirs => "publisher",
            Self::All => "all",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|which| which.code() == code)
    }
}

/// The order of all cases; open ones stand by what is due next.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) enum Order {
    /// Newest report first.
    #[default]
    Received,
    /// Last change first.
    Changed,
}

/// The parsed query string. Unknown parts are left out and named, so that a list is never silently longer than its reader
/// believes.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct Query {
    pub(crate) which: Which,
    pub(crate) order: Order,
    pub(crate) severity: Option<Severity>,
    pub(crate) priority: Option<Priority>,
    pub(crate) category: Option<Category>,
    pub(crate) stage: Option<StageKind>,
    /// A publisher's key, or how its name begins.
    pub(crate) publisher: Option<String>,
    pub(crate) after: Option<Cursor>,
    /// How many cases were just given to someone.
    pub(crate) assigned: Option<i64>,
    /// Filters that were not understood, as `name=value`.
    pub(crate) unknown: Vec<String>,
}

impl Query {
    /// Reads the part of an address behind the question mark.
    pub(crate) fn parse(text: &str) -> Self {
        let mut query = Self::default();
        for (name, value) in form_urlencoded::parse(text.as_bytes()) {
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            let understood = match &*name {
                "view" => keep(&mut query.which, Which::from_code(value)),
                "sort" => keep(
                    &mut query.order,
                    match value {
                        "received" => Some(Order::Received),
                        "changed" => Some(Order::Changed),
                        _ => None,
                    },
                ),
                "severity" => keep_code(&mut query.severity, value),
                "priority" => keep_code(&mut query.priority, value),
                "category" => keep_code(&mut query.category, value),
                "stage" => keep_code(&mut query.stage, value),
                "publisher" => {
                    query.publisher = Some(value.chars().take(MAX_PUBLISHER).collect());
                    true
                }
                // A cursor that was cut off or made up begins at the first page.
                "after" => {
                    query.after = read_cursor(value);
                    true
                }
                "assigned" => {
                    query.assigned = value.parse().ok().filter(|n| *n > 0);
                    true
                }
                _ => false,
            };
            if !understood && query.unknown.len() < MAX_UNKNOWN {
                query.unknown.push(format!("{name}={value}").chars().take(80).collect());
            }
        }
        query
    }

    /// Creates the filter of a list; the publisher was looked up.
    pub(crate) const fn filter(&self, publisher: Option<PublisherId>) -> Filter {
        let Self { severity, priority, category, stage, .. } = *self;
        Filter { severity, priority, category, publisher, stage }
    }

    /// Lists the filters that narrow a list, by name.
    pub(crate) fn narrowing(&self) -> impl Iterator<Item = (&'static str, &str)> {
        [
            ("severity", self.severity.map(Coded::code)),
            ("priority", self.priority.map(Coded::code)),
            ("category", self.category.map(Coded::code)),
            ("stage", self.stage.map(Coded::code)),
            ("publisher", self.publisher.as_deref()),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
    }

    /// Writes the address's query, without a question mark; empty for the queue as it is without one. What says where a page
    /// begins is left out of it: see [`Query::at`].
    pub(crate) fn text(&self) -> String {
        let mut out = String::new();
        let mut add = |name: &str, value: &str| {
            if !out.is_empty() {
                out.push('&');
            }
            out.push_str(name);
            out.push('=');
            out.extend(form_urlencoded::byte_serialize(value.as_bytes()));
        };
        if self.which != Which::default() {
            add("view", self.which.code());
        }
        if self.order == Order::Changed {
            add("sort", "changed");
        }
        for (name, value) in self.narrowing() {
            add(name, value);
        }
        out
    }

    /// Writes the address of the page that begins after a row.
    pub(crate) fn at(&self, path: &str, after: Option<Cursor>) -> String {
        let text = self.text();
        match (text.is_empty(), after) {
            (true, None) => path.to_owned(),
            (false, None) => format!("{path}?{text}"),
            (true, Some(cursor)) => format!("{path}?after={}", cursor_text(cursor)),
            (false, Some(cursor)) => format!("{path}?{text}&after={}", cursor_text(cursor)),
        }
    }

    /// Writes the address of the first page.
    pub(crate) fn first(&self) -> String {
        self.at("/desk", None)
    }

    /// Returns whether anything narrows the view.
    pub(crate) fn is_filtered(&self) -> bool {
        self.narrowing().next().is_some()
    }

    /// Returns the same view without filters.
    pub(crate) fn unfiltered(&self) -> Self {
        Self { which: self.which, order: self.order, ..Self::default() }
    }

    /// Returns the list to read for a person.
    pub(crate) const fn view(&self, reader: PersonId) -> View {
        match (self.which, self.order) {
            (Which::Due, _) => View::Open,
            (Which::Ours, _) => View::WaitingOn(WaitingOn::Desk),
            (Which::Mine, _) => View::OwnedBy(reader),
            (Which::Unowned, _) => View::Unowned,
            (Which::Theirs, _) => View::WaitingOn(WaitingOn::Publisher),
            (Which::All, Order::Received) => View::AllBySubmission,
            (Which::All, Order::Changed) => View::AllByChange,
        }
    }
}

fn keep<T>(place: &mut T, found: Option<T>) -> bool {
    found.map(|value| *place = value).is_some()
}

fn keep_code<T: Coded>(place: &mut Option<T>, code: &str) -> bool {
    keep(place, T::from_code(code).ok().map(Some))
}

/// Writes where a page begins: the sort key and the id of the row before it.
fn cursor_text(cursor: Cursor) -> String {
    format!("{}.{}", cursor.key, cursor.id)
}

/// Reads where a page begins. A cursor is a place in a list, no secret: whatever it says, the list shows only what its reader can
/// see.
fn read_cursor(text: &str) -> Option<Cursor> {
    let (key, id) = text.split_once('.')?;
    Some(Cursor { key: key.parse().ok()?, id: CaseId(uuid::Uuid::try_parse(id).ok()?) })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_address_says_view_filters_and_order() {
        let query = Query::parse(
            "view=all&sort=changed&severity=critical&priority=p1&category=both&stage=closed&publisher=%C3%85kerb%C3%A4r+AB",
        );
        assert_eq!((query.which, query.order), (Which::All, Order::Changed));
        assert_eq!((query.severity, query.priority), (Some(Severity::Critical), Some(Priority::P1)));
        assert_eq!((query.category, query.stage), (Some(Category::Both), Some(StageKind::Closed)));
        assert_eq!(query.publisher.as_deref(), Some("Åkerbär AB"));
        assert!(query.unknown.is_empty() && query.is_filtered() && !query.unfiltered().is_filtered());
    }

    #[test]
    fn what_is_not_understood_is_left_out_and_named() {
        let query = Query::parse("severity=awful&severity=low&view=&colour=red&after=nonsense&sort=sideways");
        assert_eq!(query.severity, Some(Severity::Low));
        assert_eq!(query.after, None, "an unreadable cursor begins at the first page");
        assert_eq!(query.unknown, ["severity=awful", "colour=red", "sort=sideways"]);
    }

    #[test]
    fn the_plain_queue_has_a_plain_address() {
        assert_eq!(Query::default().first(), "/desk");
        let query = Query { severity: Some(Severity::High), ..Query::default() };
        assert_eq!(query.first(), "/desk?severity=high");
    }

    proptest! {
        #[test]
        fn cursors_come_back(key in any::<i64>(), id in any::<u128>()) {
            let cursor = Cursor { key, id: CaseId(uuid::Uuid::from_u128(id)) };
            prop_assert_eq!(read_cursor(&cursor_text(cursor)), Some(cursor));
            let query = Query::parse(Query::default().at("", Some(cursor)).trim_start_matches('?'));
            prop_assert_eq!(query.after, Some(cursor));
        }

        #[test]
        fn no_text_as_cursor_does_harm(text in "\\PC{0,80}") {
            if let Some(cursor) = read_cursor(&text) {
                prop_assert_eq!(read_cursor(&cursor_text(cursor)), Some(cursor));
            }
        }

        #[test]
        fn what_is_written_is_read_again(
            which in 0..6_usize, changed: bool, severity in proptest::option::of(0..5_usize),
            stage in proptest::option::of(0..7_usize), publisher in proptest::option::of("[^\\s\\p{C}][^\\p{C}]{0,20}[^\\s\\p{C}]"),
        ) {
            let query = Query {
                which: Which::ALL[which],
                order: if changed { Order::Changed } else { Order::Received },
                severity: severity.map(|i| Severity::ALL[i]),
                stage: stage.map(|i| StageKind::ALL[i]),
                publisher,
                ..Query::default()
            };
            prop_assert_eq!(Query::parse(&query.text()), query);
        }
    }
}
