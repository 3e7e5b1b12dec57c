//! The list itself: what a row shows, written without work that a row does not need.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use varsel_core::case::{Category, Duty, StageKind, WaitingOn};
use varsel_core::coded::Coded;
use varsel_core::score::{Priority, Severity};
use varsel_locale::Texts;
use varsel_locale::format::{self, Mood};
use varsel_store::queue::Listed;

use super::query::{Order, Query, Which};
use crate::assets::icon;
use crate::chrome::Chrome;
use crate::present;

/// The names of codes, looked up once a page instead of once a row.
pub(crate) struct Names {
    pub(crate) severity: Vec<&'static str>,
    pub(crate) priority: Vec<&'static str>,
    pub(crate) category: Vec<&'static str>,
    pub(crate) stage: Vec<&'static str>,
    waiting: Vec<&'static str>,
    duty: Vec<&'static str>,
}

impl Names {
    pub(crate) fn new(t: Texts) -> Self {
        Self {
            severity: all::<Severity>(t, "severity"),
            priority: all::<Priority>(t, "priority"),
            category: all::<Category>(t, "category"),
            stage: all::<StageKind>(t, "stage"),
            waiting: all::<WaitingOn>(t, "waiting"),
            duty: all::<Duty>(t, "duty"),
        }
    }
}

/// Lists the names of a kind of code in the order of its declaration, which is also that of `as usize`.
fn all<T: Coded>(t: Texts, area: &str) -> Vec<&'static str> {
    T::ALL.iter().map(|code| present::name(t, area, *code)).collect()
}

/// Everything that the region of the list shows: the page and the fragment for live updates are made from the same.
pub(crate) struct Table {
    pub(crate) rows: Vec<Listed>,
    pub(crate) names: Names,
    pub(crate) which: Which,
    pub(crate) order: Order,
    pub(crate) is_filtered: bool,
    pub(crate) may_assign: bool,
    /// Where this region is fetched again.
    pub(crate) fragment: String,
    pub(crate) by_received: String,
    pub(crate) by_changed: String,
    /// The same view without filters.
    pub(crate) unfiltered: String,
    /// The first page, unless this is it.
    pub(crate) first: Option<String>,
    /// The next page, if there is one.
    pub(crate) later: Option<String>,
    t: Texts,
    now: Timestamp,
}

impl Table {
    pub(crate) fn new(
        chrome: &Chrome,
        query: &Query,
        page: varsel_store::queue::Page,
        may_assign: bool,
    ) -> Self {
        let ordered = |order| Query { order, after: None, ..query.clone() }.first();
        Self {
            rows: page.rows,
            names: Names::new(chrome.t),
            which: query.which,
            order: query.order,
            is_filtered: query.is_filtered(),
            may_assign,
            fragment: query.at("/desk/fragment", query.after),
            by_received: ordered(Order::Received),
            by_changed: ordered(Order::Changed),
            unfiltered: query.unfiltered().first(),
            first: query.after.map(|_| query.first()),
            later: page.next.map(|next| query.at("/desk", Some(next))),
            t: chrome.t,
            now: chrome.now,
        }
    }

    pub(crate) fn is_all(&self) -> bool {
        self.which == Which::All
    }

    pub(crate) fn is_by_received(&self) -> bool {
        self.order == Order::Received
    }

    pub(crate) fn caption(&self) -> &'static str {
        match (self.which, self.order) {
            (Which::Due, _) => self.t.desk_caption_due(),
            (Which::Ours, _) => self.t.desk_caption_ours(),
            (Which::Mine, _) => self.t.desk_caption_mine(),
            (Which::Unowned, _) => self.t.desk_caption_unowned(),
            (Which::Theirs, _) => self.t.desk_caption_theirs(),
            (Which::All, Order::Received) => self.t.desk_caption_received(),
            (Which::All, Order::Changed) => self.t.desk_caption_changed(),
        }
    }

    pub(crate) fn shown(&self) -> i64 {
        i64::try_from(self.rows.len()).unwrap_or(i64::MAX)
    }

    pub(crate) fn empty_icon(&self) -> crate::assets::Icon {
        match self.which {
            _ if self.is_filtered || self.first.is_some() => icon::FILTER,
            Which::Due | Which::Ours | Which::Unowned => icon::CIRCLE_CHECK,
            Which::Mine | Which::Theirs | Which::All => icon::INBOX,
        }
    }

    pub(crate) fn empty_title(&self) -> &'static str {
        match self.which {
            _ if self.is_filtered => self.t.desk_empty_filtered(),
            _ if self.first.is_some() => self.t.desk_empty_page(),
            Which::Due => self.t.desk_empty_due(),
            Which::Ours => self.t.desk_empty_ours(),
            Which::Mine => self.t.desk_empty_mine(),
            Which::Unowned => self.t.desk_empty_unowned(),
            Which::Theirs => self.t.desk_empty_theirs(),
            Which::All => self.t.desk_empty_all(),
        }
    }

    pub(crate) fn empty_text(&self) -> &'static str {
        match self.which {
            _ if self.is_filtered => self.t.desk_empty_filtered_text(),
            _ if self.first.is_some() => self.t.desk_empty_page_text(),
            Which::Due => self.t.desk_empty_due_text(),
            Which::Ours => self.t.desk_empty_ours_text(),
            Which::Mine => self.t.desk_empty_mine_text(),
            Which::Unowned => self.t.desk_empty_unowned_text(),
            Which::Theirs => self.t.desk_empty_theirs_text(),
            Which::All => self.t.desk_empty_all_text(),
        }
    }

    pub(crate) fn severity(&self, row: &Listed) -> &'static str {
        self.names.severity[row.severity as usize]
    }

    pub(crate) fn priority(&self, row: &Listed) -> &'static str {
        row.priority.map_or("", |priority| self.names.priority[priority as usize])
    }

    pub(crate) fn stage(&self, row: &Listed) -> &'static str {
        self.names.stage[row.stage as usize]
    }

    pub(crate) fn waiting(&self, row: &Listed) -> &'static str {
        self.names.waiting[row.waiting_on as usize]
    }

    pub(crate) fn duty(&self, row: &Listed) -> &'static str {
        row.duty.map_or("", |duty| self.names.duty[duty as usize])
    }

    pub(crate) fn mood(&self, at: &Timestamp) -> &'static str {
        match format::mood(self.now, *at) {
            Mood::Plenty => "plenty",
            Mood::Soon => "soon",
            Mood::Missed => "missed",
        }
    }

    /// Writes how long there is, or by how much it is missed.
    pub(crate) fn left(&self, at: &Timestamp) -> String {
        let span = format::span(self.t, self.now, *at);
        if *at >= self.now { self.t.time_in(span) } else { self.t.time_missed_by(span) }
    }
}

/// When a due time becomes pressing: what the moods of [`format::mood`] turn at.
const SOON: SignedDuration = SignedDuration::from_hours(4);

/// Writes an instant for machines. `datetime` takes no more than milliseconds; seconds are enough.
pub(crate) fn iso(at: &Timestamp) -> impl fmt::Display + use<> {
    Timestamp::from_second(at.as_second()).unwrap_or(*at)
}

/// Writes the instant at which little time is left until another, for machines.
pub(crate) fn soon_at(at: &Timestamp) -> impl fmt::Display + use<> {
    iso(&at.saturating_sub(SOON).unwrap_or(*at))
}

#[cfg(test)]
mod tests {
    use varsel_locale::Locale;

    use super::*;

    #[test]
    fn codes_stand_in_the_order_of_their_declaration() {
        let names = Names::new(Texts::of(Locale::En));
        assert_eq!(names.severity[Severity::Unrated as usize], "Unrated");
        assert_eq!(names.priority[Priority::P4 as usize], "P4");
        assert_eq!(names.stage[StageKind::Withdrawn as usize], "Withdrawn");
        assert_eq!(names.waiting[WaitingOn::Publisher as usize], "the publisher");
        assert_eq!(names.duty[Duty::Update as usize], "update");
        assert_eq!(names.category.len(), Category::ALL.len());
    }

    #[test]
    fn moods_turn_when_the_page_says_they_do() {
        let due: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
        let soon = due.saturating_sub(SOON).unwrap();
        assert_eq!(format::mood(soon, due), Mood::Plenty);
        assert_eq!(format::mood(soon + SignedDuration::from_secs(1), due), Mood::Soon);
    }
}
