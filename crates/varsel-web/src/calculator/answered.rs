//! Merges the text and the answers of a form with a calculator into lines with one vector each.

use varsel_core::score::cvss::{Partial, Version};

use super::guide;
use super::sheet::EDITABLE;
use crate::form::Form;

/// Lists the non-blank lines of a text.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// Returns the answers that the calculator shows of a version.
pub(super) fn shown(text: &str, version: Version) -> Option<Partial> {
    lines(text).filter_map(Partial::read).find(|partial| partial.version() == version)
}

/// Removes the vectors of a version from a text. A line with more than a vector stays.
pub(crate) fn without(text: &str, version: Version) -> String {
    let is_other = |line: &&str| Partial::exact(line).is_none_or(|partial| partial.version() != version);
    lines(text).filter(is_other).collect::<Vec<_>>().join("\n")
}

/// Returns whether a field of a form belongs to the calculator.
pub(crate) fn is_field(name: &str) -> bool {
    name.starts_with("calc.")
}

/// Returns whether a button of a form asks for scores only.
pub(crate) fn only_calculates(form: &Form) -> bool {
    matches!(form.get("do"), "calculate" | "guide") || form.get("do").starts_with("remove-vectors:")
}

/// The answers of a form's calculator.
pub(crate) struct Answered {
    versions: Vec<Partial>,
    was: String,
}

impl Answered {
    /// Reads them.
    pub(crate) fn read(form: &Form) -> Self {
        let version = |version: Version| {
            let mut partial = Partial::new(version);
            for metric in version.metrics() {
                partial.set(metric.code, form.get(&format!("calc.{}.{}", version.number(), metric.code)));
            }
            if form.get("do") == "guide" && form.get("calc.version") == version.number() {
                let shown = shown(form.get("calc.was"), version);
                guide::answer(form, shown.as_ref(), &mut partial);
            }
            partial
        };
        // A page without the calculator has no `calc.was`.
        let versions = if form.has("calc.was") { EDITABLE.map(version).to_vec() } else { Vec::new() };
        Self { versions, was: form.get("calc.was").to_owned() }
    }

    /// Merges them with the text beside the calculator. Whichever of the two has changed since the page was created counts; if
    /// both have, both stay, for a person to choose from.
    ///
    /// A line that the calculator does not show, such as a vector of v2.0 or words, stays as it is.
    pub(crate) fn join(&self, typed: String) -> String {
        let mut text: Vec<String> = lines(&typed).map(str::to_owned).collect();
        let mut is_changed = false;
        for now in &self.versions {
            let version = now.version();
            let was = shown(&self.was, version);
            if now.is_empty() || was.as_ref() == Some(now) || shown(&typed, version).as_ref() == Some(now) {
                continue;
            }
            is_changed = true;
            // The line that the calculator showed goes, unless someone wrote on it or it says more than the calculator shows.
            let untouched = |line: &String| {
                let of_version = Partial::exact(line).is_some_and(|partial| partial.version() == version);
                of_version && lines(&self.was).any(|before| before == line)
            };
            match text.iter().position(untouched) {
                Some(at) => text[at] = now.to_string(),
                None => text.push(now.to_string()),
            }
        }
        if is_changed { text.join("\n") } else { typed }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const THREE: &str = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
    const FOUR: &str = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N";
    const TWO: &str = "AV:N/AC:L/Au:N/C:P/I:P/A:P";

    /// The merged lines of a form whose page was created from `was`, with the answers of some vectors and a text.
    fn said(was: &str, answered: &[&str], typed: &str) -> String {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.append_pair("calc.was", was);
        for vector in answered {
            let (prefix, metrics) = vector.split_once('/').unwrap();
            for metric in metrics.split('/') {
                let (code, value) = metric.split_once(':').unwrap();
                body.append_pair(&format!("calc.{}.{code}", &prefix["CVSS:".len()..]), value);
            }
        }
        Answered::read(&Form::parse(&body.finish())).join(typed.to_owned())
    }

    #[test]
    fn whatever_was_changed_is_meant() {
        let changed = format!("{THREE}/E:P");
        for (was, answered, typed, meant) in [
            // Nothing there, and the calculator completed or begun.
            ("", &[][..], "", String::new()),
            ("", &[THREE], "", THREE.to_owned()),
            ("", &["CVSS:3.1/AV:N"], "", "CVSS:3.1/AV:N".to_owned()),
            // Untouched, also where it was written otherwise.
            (THREE, &[THREE], THREE, THREE.to_owned()),
            (&THREE[9..], &[THREE], &THREE[9..], THREE[9..].to_owned()),
            // The text was changed or emptied; the calculator still shows the old one.
            (THREE, &[THREE], FOUR, FOUR.to_owned()),
            (THREE, &[THREE], "", String::new()),
            (THREE, &[THREE], &changed, changed.clone()),
            // The calculator was changed; the text is the old one, or was emptied.
            (THREE, &[&changed], THREE, changed.clone()),
            (THREE, &["CVSS:3.1/AV:L"], "", "CVSS:3.1/AV:L".to_owned()),
            // Versions are kept side by side, whichever is visible.
            (THREE, &[THREE, FOUR], THREE, format!("{THREE}\n{FOUR}")),
            ("", &[THREE, FOUR, "CVSS:3.0/AV:P"], "", format!("{FOUR}\n{THREE}\nCVSS:3.0/AV:P")),
            // What the calculator does not show stays.
            (TWO, &["CVSS:3.1/AV:N"], TWO, format!("{TWO}\nCVSS:3.1/AV:N")),
            (
                "see advisory 7",
                &["CVSS:3.1/AV:N"],
                "see advisory 7",
                "see advisory 7\nCVSS:3.1/AV:N".to_owned(),
            ),
            // Both were changed: both stay.
            (THREE, &["CVSS:3.1/AV:L"], &changed, format!("{changed}\nCVSS:3.1/AV:L")),
            // A vector without its prefix, and in another case.
            (&THREE[9..], &[&changed], &THREE[9..], changed.clone()),
            ("cvss:3.1/av:n", &["CVSS:3.1/AV:N/AC:L"], "cvss:3.1/av:n", "CVSS:3.1/AV:N/AC:L".to_owned()),
            // Words beside a vector stay, and so do answers that the calculator does not know.
            (
                "CVSS:3.1/AV:N (ours)",
                &["CVSS:3.1/AV:N/AC:L"],
                "CVSS:3.1/AV:N (ours)",
                "CVSS:3.1/AV:N (ours)\nCVSS:3.1/AV:N/AC:L".to_owned(),
            ),
            (
                "CVSS:3.1/AV:N/XX:Q",
                &["CVSS:3.1/AV:L"],
                "CVSS:3.1/AV:N/XX:Q",
                "CVSS:3.1/AV:N/XX:Q\nCVSS:3.1/AV:L".to_owned(),
            ),
            // Both were changed alike.
            (THREE, &[&changed], &changed, changed.clone()),
        ] {
            assert_eq!(said(was, answered, typed), meant, "{was} {answered:?} {typed}");
        }
        // A page without the calculator.
        assert_eq!(Answered::read(&Form::parse("")).join(THREE.to_owned()), THREE);
    }

    #[test]
    fn one_version_is_taken_out() {
        assert_eq!(without(&format!("{FOUR}\n\n{THREE}/E:P\nwords"), Version::V31), format!("{FOUR}\nwords"));
        assert_eq!(without(THREE, Version::V30), THREE);
        assert_eq!(
            without("CVSS:3.1/AV:P typed remark\nav:n/pr:n", Version::V31),
            "CVSS:3.1/AV:P typed remark"
        );
    }
}
