//! A regime: an instrument, for one role and one kind of event, that applies or does not apply as a whole.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::stage::{Anchor, Applies, Stage};
use crate::case::{Category, Report};
use crate::coded;
use crate::coded::Coded as _;

const TABLE: &str = include_str!("../../../data/obligations/regimes.tsv");

coded! {
    /// Who usually has the duty in a marketplace.
    pub enum Usually {
        /// The publisher's.
        Publisher = "publisher",
        /// The marketplace's.
        Marketplace = "marketplace",
        /// Either's.
        Both = "both",
        /// A customer's, such as a bank's.
        Customer = "customer",
    }
}

coded! {
    /// The legal basis of a regime.
    pub enum Basis {
        /// A law, or rules made under one.
        Law = "law",
        /// A contract, or the terms of a marketplace.
        Contract = "contract",
    }
}

/// A regime.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Regime {
    /// Its id.
    pub id: &'static str,
    /// The base regime of a national or special form.
    pub base: Option<&'static str>,
    /// Stages of the base regime that it leaves out.
    without: &'static str,
    /// Its name, in English and Swedish.
    pub name: (&'static str, &'static str),
    /// Who has the duty, in English and Swedish.
    pub role: (&'static str, &'static str),
    /// The kind of event it is about.
    pub about: &'static str,
    /// When it applies, in English and Swedish.
    pub when: (&'static str, &'static str),
    /// Who usually has the duty.
    pub usually: Usually,
    /// Its legal basis.
    pub basis: Basis,
}

static REGIMES: LazyLock<Vec<Regime>> =
    LazyLock::new(|| TABLE.lines().skip(1).filter_map(Regime::read).collect());

impl Regime {
    /// Lists all regimes.
    pub fn all() -> &'static [Self] {
        &REGIMES
    }

    /// Finds a regime by its id.
    pub fn find(id: &str) -> Option<&'static Self> {
        Self::all().iter().find(|regime| regime.id == id)
    }

    /// Lists its stages, in the order in which they are due: those of its base that it does not replace, and its own.
    pub fn stages(&self) -> Vec<&'static Stage> {
        let own: Vec<_> = Stage::all().iter().filter(|stage| stage.regime == self.id).collect();
        let base = self.base.and_then(Self::find).map(Self::stages).unwrap_or_default();
        let mut stages: Vec<_> = base
            .into_iter()
            .filter(|stage| self.without.split(' ').all(|without| without != stage.id))
            .map(|stage| own.iter().copied().find(|mine| mine.overlay_of == Some(stage.id)).unwrap_or(stage))
            .collect();
        for mine in own {
            if stages.iter().all(|stage| stage.id != mine.id) {
                stages.push(mine);
            }
        }
        stages
    }

    /// Lists the anchors of a stage's clocks: the filing of a replaced stage is the filing of its replacement.
    pub fn anchors_of(&self, stage: &Stage) -> Vec<Anchor> {
        stage.clocks.iter().map(|(anchor, _)| self.resolve(*anchor)).collect()
    }

    pub(super) fn resolve(&self, anchor: Anchor) -> Anchor {
        let Anchor::Filed(before) = anchor else { return anchor };
        let stages = self.stages();
        let mut wanted = before;
        // A national form of a national form replaces stages twice.
        while stages.iter().all(|stage| stage.id != wanted) {
            let instead = |stage: &&Stage| stage.overlay_of == Some(wanted) && self.is_from(stage.regime);
            let Some(instead) = Stage::all().iter().find(instead) else { break };
            wanted = instead.id;
        }
        Anchor::Filed(wanted)
    }

    /// Returns whether this is a regime or a form of it.
    fn is_from(&self, regime: &str) -> bool {
        self.id == regime || self.base.and_then(Self::find).is_some_and(|base| base.is_from(regime))
    }

    /// Lists the anchors that a person records as the start of its clocks: `awareness`, `measure_available`.
    pub fn anchors(&self) -> Vec<&'static str> {
        let mut names = Vec::new();
        for stage in self.stages() {
            for (anchor, _) in &stage.clocks {
                if let Anchor::Recorded(name) | Anchor::Year(name) = *anchor
                    && !names.contains(&name)
                {
                    names.push(name);
                }
            }
            if let Some(name) = stage.not_before.filter(|name| !names.contains(name)) {
                names.push(name);
            }
        }
        names
    }

    /// Returns whether it is switched off: its first stage, or all of its own stages, have not been checked. With the first stage
    /// hidden, the later ones would seem complete.
    pub fn is_draft(&self) -> bool {
        let mut own = Stage::all().iter().filter(|stage| stage.regime == self.id);
        own.all(Stage::is_draft) || self.stages().first().is_none_or(|first| first.is_draft())
    }

    /// Lists its stages that are switched on.
    pub fn checked_stages(&self) -> Vec<&'static Stage> {
        if self.is_draft() {
            Vec::new()
        } else {
            self.stages().into_iter().filter(|stage| !stage.is_draft()).collect()
        }
    }

    /// Returns whether any of it is in force on a day.
    pub fn is_in_force(&self, day: Date) -> bool {
        self.stages().into_iter().any(|stage| {
            let has_begun = match stage.applies {
                Applies::Always => true,
                Applies::From(from) => from <= day,
                Applies::Pending => false,
            };
            has_begun && stage.applies_until.is_none_or(|until| day <= until)
        })
    }

    /// Returns whether it could concern a case on a day: by whether it is in force, the kind of event, and what is known about
    /// the case. Unknown is not "no".
    pub fn may_concern(&self, day: Date, category: Category, report: &Report, exploited: bool) -> bool {
        if !self.is_in_force(day) {
            return false;
        }
        let touched = report.incident.as_ref().map(|incident| &incident.touched);
        let data = || {
            touched
                .is_none_or(|t| t.is_empty() || t.iter().any(crate::case::report::Touched::is_customer_data))
        };
        match self.about {
            "exploited_vulnerability" => category.asks_vulnerability() && exploited,
            "vulnerability"
            | "critical_vulnerability"
            | "high_vulnerability"
            | "medium_vulnerability"
            | "low_vulnerability" => category.asks_vulnerability(),
            "personal_data" | "health_data" | "account_data" | "wrongful_purpose" => {
                category.asks_incident() && data()
            }
            "any" => true,
            _ => category.asks_incident(),
        }
    }

    fn read(line: &'static str) -> Option<Self> {
        let mut fields = line.split('\t');
        let mut next = || fields.next();
        Some(Self {
            id: next()?,
            base: Some(next()?).filter(|id| !id.is_empty()),
            without: next()?,
            name: (next()?, next()?),
            role: (next()?, next()?),
            about: next()?,
            when: (next()?, next()?),
            usually: Usually::from_code(next()?).ok()?,
            basis: Basis::from_code(next()?).ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_row_is_read_and_has_stages() {
        assert_eq!(Regime::all().len() + 1, TABLE.lines().count(), "a row cannot be read");
        let ids: HashSet<_> = Regime::all().iter().map(|regime| regime.id).collect();
        assert_eq!(ids.len(), Regime::all().len(), "an id occurs twice");
        for regime in Regime::all() {
            assert!(!regime.stages().is_empty(), "{}", regime.id);
            assert!(regime.base.is_none_or(|base| ids.contains(base)), "{}", regime.id);
        }
    }

    #[test]
    fn a_filing_that_is_waited_for_is_one_of_the_regime() {
        for regime in Regime::all() {
            let stages = regime.stages();
            for stage in &stages {
                for anchor in regime.anchors_of(stage) {
                    let Anchor::Filed(before) = anchor else { continue };
                    assert!(
                        stages.iter().any(|known| known.id == before),
                        "{} of {} waits for {before}",
                        stage.id,
                        regime.id
                    );
                }
            }
        }
    }

    #[test]
    fn a_regime_is_never_shown_with_its_first_stage_hidden() {
        for regime in Regime::all() {
            let shown = regime.checked_stages();
            assert_eq!(shown.is_empty(), regime.is_draft(), "{}", regime.id);
            assert!(
                shown.first().is_none_or(|first| first.id == regime.stages()[0].id),
                "{} is shown without its first stage",
                regime.id
            );
        }
        assert!(Regime::find("jp_appi_wrongful").unwrap().checked_stages()[0].id == "jp_appi_preliminary");
    }

    #[test]
    fn a_national_form_takes_the_place_of_what_it_replaces() {
        let ids = |id: &str| -> Vec<_> { Regime::find(id).unwrap().stages().iter().map(|s| s.id).collect() };
        let italy = ids("nis2_it");
        assert!(
            italy.contains(&"nis2_24h") && italy.contains(&"nis2_it_72h") && !italy.contains(&"nis2_72h")
        );
        let sweden = ids("nis2_se_trust");
        assert!(sweden.contains(&"se_trust") && sweden.contains(&"se_upplysning"), "{sweden:?}");
        assert!(!sweden.contains(&"se_incidentanmalan") && !sweden.contains(&"nis2_72h"), "{sweden:?}");
        let regime = Regime::find("nis2_se_trust").unwrap();
        let last = regime.stages().into_iter().find(|stage| stage.id == "se_slutrapport").unwrap();
        assert_eq!(regime.anchors_of(last), [Anchor::Filed("se_trust")]);
    }
}
