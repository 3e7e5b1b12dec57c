//! Laws and contracts in words: their data is in English and Swedish.

use jiff::Timestamp;
use varsel_core::case::duties::EVERY_REGIME;
use varsel_core::clock::obligation::{Anchor, Answer, Ending, Regime, Stage, Term};
use varsel_core::clock::period::{Period, Relief};

use crate::{Locale, Texts, describe};

/// Chooses between English and Swedish.
pub fn choose(t: Texts, (en, sv): (&'static str, &'static str)) -> &'static str {
    if t.locale() == Locale::Sv && !sv.is_empty() { sv } else { en }
}

/// Returns the name of a regime; its id if it is no longer known.
pub fn regime(t: Texts, id: &str) -> &str {
    if id == EVERY_REGIME {
        return t.duties_every();
    }
    Regime::find(id).map_or(id, |regime| choose(t, regime.name))
}

/// Returns the name of a stage; its id if it is no longer known.
pub fn stage(t: Texts, id: &str) -> &str {
    Stage::find(id).map_or(id, |stage| choose(t, stage.stage))
}

/// Names a stage with its time: "24 h early warning".
pub fn stage_with_time(t: Texts, stage: &Stage) -> String {
    let named = within(choose(t, stage.stage));
    let named = named.as_str();
    // Most stages have one time; of several, the first in the law's own order.
    match stage.clocks.first().map(|(_, term)| *term) {
        Some(Term::Within(Period::Hours(hours))) => t.duties_within_hours(hours, named),
        Some(Term::Within(Period::Days(days))) => t.duties_within_days(i64::from(days), named),
        Some(Term::Within(Period::Months(months))) => t.duties_within_months(i64::from(months), named),
        Some(Term::Within(Period::BusinessDays(days))) => {
            t.duties_within_business_days(i64::from(days), named)
        }
        Some(Term::UndueDelay) => t.duties_within_no_delay(named),
        Some(Term::Voluntary) | None => named.to_owned(),
    }
}

/// Formats a name for use within a sentence: "early warning", but "CSIRT" and "8-K" as they are.
fn within(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(std::iter::once(second)).chain(letters).collect()
        }
        _ => name.to_owned(),
    }
}

/// Says what an anchor is: "became aware".
pub fn anchor(t: Texts, name: &str) -> &str {
    match t.name_in("anchor", name.replace('_', "-")) {
        "" => name,
        named => named,
    }
}

/// Describes the answer for a stage, except its date; `when` writes an instant.
pub fn answer(t: Texts, stage: &Stage, answer: &Answer, when: impl Fn(Timestamp) -> String) -> String {
    match answer {
        Answer::WaitsFor(Anchor::Recorded(name) | Anchor::Year(name)) => t.duties_waits(anchor(t, name)),
        Answer::WaitsFor(Anchor::Filed(before)) => t.duties_waits_filing(self::stage(t, before)),
        Answer::Due(ending) => {
            let end = ending.end;
            let relieved = (end.latest_lawful != end.due).then(|| t.duties_latest(when(end.latest_lawful)));
            let outer = end.outer_bound.filter(|outer| *outer != end.due).map(|at| t.duties_outer(when(at)));
            let said = relieved.into_iter().chain(outer).chain(cautions(t, stage, ending));
            said.collect::<Vec<_>>().join(" ")
        }
        Answer::Undelayed => t.duties_undelayed().to_owned(),
        Answer::Voluntary
        | Answer::Unclear(_)
        | Answer::NotYet(_)
        | Answer::NoLonger(_)
        | Answer::NotInForce
        | Answer::NoPlace
        | Answer::NoHolidays(_) => note(t, stage, answer, when).unwrap_or_default(),
    }
}

/// Describes why a stage has no date, or what its date does not account for; `None` if there is nothing to say.
pub fn note(t: Texts, stage: &Stage, answer: &Answer, when: impl Fn(Timestamp) -> String) -> Option<String> {
    Some(match answer {
        Answer::WaitsFor(_) | Answer::Undelayed => return None,
        Answer::Due(ending) => {
            let said = cautions(t, stage, ending);
            return (!said.is_empty()).then(|| said.join(" "));
        }
        Answer::Voluntary => t.duties_voluntary().to_owned(),
        Answer::Unclear(counted) => t.duties_unclear(when(counted.end.due)),
        Answer::NotYet(day) => t.duties_not_yet(describe::day_of(t, *day)),
        Answer::NoLonger(day) => t.duties_no_longer(describe::day_of(t, *day)),
        Answer::NotInForce => t.duties_not_in_force().to_owned(),
        Answer::NoPlace => t.duties_no_place().to_owned(),
        Answer::NoHolidays(day) => t.duties_no_holidays(describe::day_of(t, *day)),
    })
}

/// Lists what a date does not account for.
fn cautions(t: Texts, stage: &Stage, ending: &Ending) -> Vec<String> {
    let end = ending.end;
    let dora = stage.relief == Relief::Dora && end.latest_lawful != end.due;
    let said = [
        dora.then(|| t.duties_relief_dora().to_owned()),
        ending.is_place_unknown.then(|| t.duties_place_unknown().to_owned()),
        end.past_horizon.map(|day| t.duties_past_holidays(describe::day_of(t, day))),
    ];
    said.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_anchor_is_named_in_every_language() {
        for locale in Locale::ALL {
            for name in Regime::all().iter().flat_map(Regime::anchors) {
                let named = Texts::of(locale).name_in("anchor", name.replace('_', "-"));
                assert_ne!(named, "", "{name} in {locale:?}");
            }
        }
    }
}
