//! The fields of the forms that stages are filed with.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::coded;
use crate::coded::Coded as _;

const TABLE: &str = include_str!("../../../data/obligations/fields.tsv");

coded! {
    /// Whether a form requires a field.
    pub enum Need {
        /// Required.
        Obligatory = "X",
        /// Required if known.
        IfAvailable = "I",
        /// Optional.
        Optional = "O",
        /// Copied from the previous step.
        Carried = "C",
    }
}

coded! {
    /// The part of a case that fills a form field.
    pub enum Fill {
        /// When the side that files became aware.
        AwareAt = "aware_at",
        /// The affected third-party component.
        Component = "component",
        /// The contact at the publisher.
        Contact = "contact",
        /// The draft notice to customers.
        CustomerMessage = "customer_message",
        /// How many customers are affected.
        CustomersAffected = "customers_affected",
        /// The CVE ids.
        Cves = "cves",
        /// The description of the report.
        Description = "description",
        /// When it was discovered.
        DetectedAt = "detected_at",
        /// What is known about its exploitation.
        Exploited = "exploited",
        /// Whether it is a vulnerability or an incident.
        Kind = "kind",
        /// When a corrective or mitigating measure became available.
        MeasureAvailableAt = "measure_available_at",
        /// What was done.
        MeasuresTaken = "measures_taken",
        /// What users can do.
        MeasuresUsers = "measures_users",
        /// The number of the case.
        Number = "number",
        /// When it started.
        OccurredAt = "occurred_at",
        /// The reference of the previous filing.
        PreviousReference = "previous_reference",
        /// The affected products and versions.
        Products = "products",
        /// The publisher’s name.
        Publisher = "publisher",
        /// The regions of those affected.
        Regions = "regions",
        /// The CVSS vectors.
        Score = "score",
        /// Who it can be shared with.
        Sensitivity = "sensitivity",
        /// The decided severity, and the reason.
        Severity = "severity",
        /// Its state.
        State = "state",
        /// The title of the report.
        Title = "title",
        /// What data or systems are affected.
        Touched = "touched",
    }
}

/// A field of a form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Field {
    /// The id of the form.
    pub form: &'static str,
    /// Its id in the form.
    pub id: &'static str,
    /// Its label in the form, in English and Swedish.
    pub label: (&'static str, &'static str),
    /// Its maximum length, in characters.
    pub limit: Option<usize>,
    /// The part of a case that fills it.
    pub fill: Option<Fill>,
    /// Whether each of three steps requires it; `None` if it is not a field of that step.
    needs: [Option<Need>; 3],
}

static FIELDS: LazyLock<Vec<Field>> =
    LazyLock::new(|| TABLE.lines().skip(1).filter_map(Field::read).collect());

impl Field {
    /// Lists the fields of all forms.
    pub fn all() -> &'static [Self] {
        &FIELDS
    }

    /// Lists the fields of a step of a form, counted from 1, with whether they are required.
    pub fn of_step(form: &str, step: u8) -> impl Iterator<Item = (&'static Self, Need)> {
        let at = usize::from(step.saturating_sub(1));
        let form = form.to_owned();
        let fields = Self::all().iter().filter(move |field| field.form == form);
        fields.filter_map(move |field| Some((field, (*field.needs.get(at)?)?)))
    }

    /// Returns whether a step, counted from 1, cannot be filed without it: it is required, or was in the step that it is copied
    /// from.
    pub fn is_needed(&self, step: u8) -> bool {
        let steps = self.needs.iter().take(usize::from(step)).rev();
        let asked = steps.map_while(|need| *need).find(|need| *need != Need::Carried);
        asked == Some(Need::Obligatory)
    }

    fn read(line: &'static str) -> Option<Self> {
        let mut cells = line.split('\t');
        let mut next = || cells.next();
        let field = Self {
            form: next()?,
            id: next()?,
            label: (next()?, next()?),
            limit: optional(next()?, |text| text.parse().ok())?,
            fill: optional(next()?, |key| Fill::from_code(key).ok())?,
            needs: [need(next()?)?, need(next()?)?, need(next()?)?],
        };
        Some(field)
    }
}

#[expect(
    clippy::option_option,
    reason = "outside: whether the cell can be read; inside: whether it holds something"
)]
fn optional<T>(text: &'static str, read: impl Fn(&'static str) -> Option<T>) -> Option<Option<T>> {
    if text.is_empty() { Some(None) } else { read(text).map(Some) }
}

#[expect(
    clippy::option_option,
    reason = "outside: whether the cell can be read; inside: whether the step has the field"
)]
fn need(text: &'static str) -> Option<Option<Need>> {
    optional(text, |text| Need::from_code(text).ok())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_row_is_read_once() {
        assert_eq!(Field::all().len() + 1, TABLE.lines().count(), "a row cannot be read");
        let ids: HashSet<_> = Field::all().iter().map(|field| (field.form, field.id)).collect();
        assert_eq!(ids.len(), Field::all().len(), "a field occurs twice");
        assert!(Field::all().iter().all(|field| field.needs.iter().any(Option::is_some)));
    }

    #[test]
    fn the_early_warning_wants_what_enisa_lists() {
        let obligatory = |step| -> Vec<_> {
            let fields = Field::of_step("cra_vulnerability", step);
            fields.filter(|(_, need)| *need == Need::Obligatory).map(|(field, _)| field.id).collect()
        };
        assert_eq!(obligatory(1), ["type", "level", "manufacturer", "product", "title"]);
        assert!(obligatory(2).contains(&"nature_of_exploit"));
        assert!(obligatory(3).contains(&"measure_available_at"));
    }

    #[test]
    fn what_is_carried_over_is_needed_where_it_had_to_be_there_before() {
        let needed = |id, step| {
            Field::all().iter().any(|f| f.form == "cra_vulnerability" && f.id == id && f.is_needed(step))
        };
        for (id, steps) in [
            ("title", [true, true, true]),
            ("product_type", [false, false, false]),
            ("member_states", [false, false, false]),
            ("nature_of_vulnerability", [false, true, true]),
        ] {
            assert_eq!([1, 2, 3].map(|step| needed(id, step)), steps, "{id}");
        }
    }
}
