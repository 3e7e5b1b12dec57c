//! The CVSS calculator of a request, for who has no scripts, no mouse, or a vector from somewhere else.

use serde_json::json;
use thirtyfour::Key;

use crate::browser::{Browser, Scripts};
use crate::demo::Demo;
use crate::scripts::{begin, signed_in};

const THREE: &str = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";

/// Waits until the page scores by itself: its scripts come after it.
pub(crate) fn answers_are_heard(publisher: &Browser) {
    let loaded =
        "return performance.getEntriesByType('resource').some((e) => e.name.endsWith('/js/cvss-live.js'))";
    publisher.wait_until("the scripts are loaded", loaded);
    publisher.run_async("requestAnimationFrame(() => requestAnimationFrame(() => arguments[0]()))");
}

#[test]
fn a_vector_is_made_answer_by_answer_without_scripts() {
    let demo = Demo::open();
    let publisher = Browser::open(&demo, Scripts::Off);
    publisher.sign_in(demo.account("owner"));
    begin(&publisher, "The vulnerability");
    publisher.answer("Attack Vector", "Network");
    publisher.answer("Attack Complexity", "Low");
    publisher.answer("Privileges Required", "None");
    publisher.answer("User Interaction", "None");
    publisher.press("Calculate score");
    publisher.see_in("#score", "4 answers missing: Scope, Confidentiality, Integrity, Availability");
    publisher.answer("Scope", "Unchanged");
    publisher.answer("Confidentiality", "High");
    publisher.answer("Integrity", "High");
    publisher.answer("Availability", "High");
    publisher.press("Calculate score");
    publisher.see_in("#score", "9.8");
    assert_eq!(publisher.value("CVSS vectors"), THREE);

    // Another version has answers of its own, side by side with the first.
    publisher.answer("Version", "4.0");
    publisher.answer("Attack Requirements", "None");
    publisher.press("Calculate score");
    publisher.see_in("#score", "10 answers missing");
    publisher.see_in("#score", "9.8");
    assert_eq!(publisher.value("CVSS vectors"), format!("{THREE}\nCVSS:4.0/AT:N"));

    // Who changes both the text and the answers finds both again, and chooses.
    let four = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N";
    publisher.fill("CVSS vectors", &format!("{THREE}\n{four}"));
    publisher.answer("Attack Requirements", "Present");
    publisher.press("Save and continue");
    publisher.see("CVSS vectors: Attack Vector (AV) is missing");
    assert_eq!(publisher.value("CVSS vectors"), format!("{THREE}\n{four}\nCVSS:4.0/AT:P"));
    publisher.fill("CVSS vectors", &format!("{THREE}\n{four}"));
    publisher.press("Save and continue");
    publisher.see_in("h1", "Resolution or mitigation");
}

#[test]
fn a_vector_is_made_by_keyboard_alone() {
    let demo = Demo::open();
    let publisher = signed_in(&demo, "owner");
    begin(&publisher, "The vulnerability");
    answers_are_heard(&publisher);
    publisher.run("document.getElementById('vulnerability.cvss').focus()", json!([]));
    // To the version, which stays, past the plain questions, then question by question.
    publisher.keys(Key::Tab);
    publisher.keys(Key::Tab);
    for question in ["AV", "AC", "PR", "UI", "S", "C", "I", "A"] {
        publisher.keys(Key::Tab);
        publisher.keys(" ");
        if question == "PR" {
            publisher.keys(Key::Right);
        }
    }
    publisher.see_in("#score", "8.8");
    publisher.see_in("#score", "High");
    assert_eq!(publisher.value("CVSS vectors"), "CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H");
}

#[test]
fn what_is_pasted_is_put_in_order_and_fills_the_calculator() {
    let demo = Demo::open();
    let publisher = signed_in(&demo, "owner");
    begin(&publisher, "The vulnerability");
    answers_are_heard(&publisher);
    publisher.run(
        "const field = document.getElementById('vulnerability.cvss');
         field.dispatchEvent(new Event('paste', { bubbles: true }));
         field.value = arguments[0];
         field.dispatchEvent(new Event('input', { bubbles: true }));",
        json!(["(av:n/ac:l/at:n/pr:n/ui:p/vc:h/vi:l/va:n/sc:h/si:h/sa:h)"]),
    );
    publisher.see_in("#score", "8.6");
    assert_eq!(
        publisher.value("CVSS vectors"),
        "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:P/VC:H/VI:L/VA:N/SC:H/SI:H/SA:H"
    );
    let chosen = "return [...document.querySelectorAll('.calculator [data-version=\"4.0\"] input:checked:not([data-guide])')]
        .map((radio) => radio.value).filter(Boolean).join('')";
    assert_eq!(publisher.run(chosen, json!([])), "NLNNPHLNHHH");
    publisher.see("Attack Requirements");
}

#[test]
fn what_is_emptied_stays_empty_and_other_words_are_not_replaced() {
    let demo = Demo::open();
    let publisher = signed_in(&demo, "owner");
    let topic = begin(&publisher, "The vulnerability");
    answers_are_heard(&publisher);
    publisher.fill("CVSS vectors", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H");
    publisher.see_in("#score", "9.8");
    publisher.see_in("[data-autosave-status]", "Saved");
    publisher.clear("CVSS vectors");
    publisher.press("Save and come back later");
    publisher.see("Last saved");
    publisher.visit(&topic);
    assert_eq!(publisher.value("CVSS vectors"), "", "a vector that was taken back stays away");

    answers_are_heard(&publisher);
    publisher.fill("CVSS vectors", "AV:N/AC:L/Au:N/C:P/I:P/A:P");
    publisher.answer("Attack Vector", "Local");
    publisher.see_in("#score", "7 answers missing");
    assert_eq!(publisher.value("CVSS vectors"), "AV:N/AC:L/Au:N/C:P/I:P/A:P\nCVSS:3.1/AV:L");
    publisher.press("Clear the answers of 3.1");
    publisher.see_in("#score", "7.5");
    assert_eq!(publisher.value("CVSS vectors"), "AV:N/AC:L/Au:N/C:P/I:P/A:P");

    // A vector with words beside it, and one without its prefix.
    answers_are_heard(&publisher);
    publisher.fill("CVSS vectors", "CVSS:3.1/AV:N (from ticket 4711)");
    publisher.see_in("#score", "character 14");
    publisher.answer("Attack Complexity", "High");
    publisher.see_in("#score", "6 answers missing");
    assert_eq!(publisher.value("CVSS vectors"), "CVSS:3.1/AV:N (from ticket 4711)\nCVSS:3.1/AV:N/AC:H");
    publisher.fill("CVSS vectors", "av:n/ac:l/pr:n/ui:n/s:u/c:h/i:h");
    publisher.see_in("#score", "must be written AV");
    publisher.answer("Availability", "High");
    publisher.see_in("#score", "9.8");
    assert_eq!(publisher.value("CVSS vectors"), "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H");
}

#[test]
fn what_is_known_of_a_cve_fills_what_is_empty() {
    let demo = Demo::open();
    for scripts in [Scripts::Off, Scripts::On] {
        let publisher = Browser::open(&demo, scripts);
        publisher.sign_in(demo.account("owner"));
        let topic = begin(&publisher, "The vulnerability");
        publisher.fill("CVE number", "cve-2021-44228");
        if !publisher.has_scripts() {
            publisher.press("Look up");
        }
        publisher.see_in("#cve-cards", "Known to be exploited since 10 Dec 2021, including by ransomware");
        publisher.press("Fill in empty fields");
        publisher.see("CVSS vectors: from CVE-2021-44228, CISA-ADP, NVD");
        assert_eq!(
            publisher.value("CVSS vectors"),
            "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H\nAV:N/AC:M/Au:N/C:C/I:C/A:C"
        );
        publisher.visit(&topic.replace("vulnerability", "problem"));
        publisher.see("Title: from CVE-2021-44228, CVE Program");
        assert_eq!(publisher.value("Title"), "Log4Shell: a logged text makes Log4j 2 load code");
        publisher.fill("Title", "Log4Shell in our search");
        publisher.press("Save and come back later");
        publisher.see("Last saved");
        publisher.visit(&topic.replace("vulnerability", "problem"));
        publisher.see("Title: changed since it was filled in from CVE-2021-44228, CVE Program");
    }
}

#[test]
fn plain_answers_make_a_vector() {
    let demo = Demo::open();
    for scripts in [Scripts::Off, Scripts::On] {
        let publisher = Browser::open(&demo, scripts);
        publisher.sign_in(demo.account("owner"));
        begin(&publisher, "The vulnerability");
        if publisher.has_scripts() {
            answers_are_heard(&publisher);
        }
        publisher.unfold("Never scored before? Answer in plain words");
        for (question, answer) in [
            ("Where can it be attacked from?", "From anywhere over the network AV:N"),
            ("Does an attack work every time?", "Yes AC:L"),
            ("Does the attacker need to sign in?", "Yes, as any user PR:L"),
            ("Does someone else need to do something?", "No UI:N"),
            ("What can the attacker read?", "Everything, or what matters most C:H"),
            ("What can the attacker change?", "Nothing I:N"),
            ("What can the attacker stop?", "Nothing A:N"),
            ("Does it give power over other systems too?", "No S:U"),
        ] {
            publisher.answer(question, answer);
        }
        if !publisher.has_scripts() {
            publisher.press("Use these answers");
        }
        publisher.see_in("#score", "6.5");
        assert_eq!(publisher.value("CVSS vectors"), "CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N");
    }
}

/// Shows pages as wide and high as a device does, in CSS pixels.
fn as_on(browser: &Browser, width: u32, height: u32) {
    let size = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
    browser.devtools("Emulation.setDeviceMetricsOverride", size);
}

/// Tells whether an element lies within what is in sight.
fn is_in_sight(browser: &Browser, css: &str) -> bool {
    let script = "const box = document.querySelector(arguments[0]).getBoundingClientRect();
        return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight + 1";
    browser.run(script, json!([css])).as_bool().unwrap()
}

#[test]
fn the_score_stays_in_view_while_one_answers() {
    let demo = Demo::open();
    for scripts in [Scripts::On, Scripts::Off] {
        let publisher = Browser::open(&demo, scripts);
        publisher.sign_in(demo.account("owner"));
        as_on(&publisher, 1440, 900);
        begin(&publisher, "The vulnerability");
        publisher.fill("CVSS vectors", &THREE[..THREE.len() - "/A:H".len()]);
        if !publisher.has_scripts() {
            publisher.press("Calculate score");
        }
        publisher.see_in("#score", "1 answer missing: Availability");
        let last = "document.querySelector('[name=\"calc.3.1.A\"]').scrollIntoView({ block: 'center' })";
        publisher.run(last, json!([]));
        assert!(is_in_sight(&publisher, ".score-card .wants"), "beside the questions");
        let bar =
            publisher.run("return getComputedStyle(document.querySelector('.score-bar')).display", json!([]));
        assert_eq!(bar, "none", "a wide screen has no bar");

        as_on(&publisher, 360, 740);
        publisher.run(last, json!([]));
        assert!(is_in_sight(&publisher, ".score-bar"), "at the foot of a small screen");
        publisher.see_in(".score-bar", "1 answer missing: Availability");
        publisher.answer("Availability", "High");
        if !publisher.has_scripts() {
            publisher.press("Calculate score");
        }
        publisher.see_in(".score-bar", "9.8");
        publisher.see_in(".score-bar", "Critical");
        // What takes focus is never under the bar.
        for name in ["calc.3.1.AV", "calc.3.1.I", "vulnerability.exploited"] {
            let script = "const one = document.querySelector(`[name=\"${arguments[0]}\"]`);
                scrollTo(0, 0);
                one.focus();
                const bar = document.querySelector('.score-bar').getBoundingClientRect();
                return one.getBoundingClientRect().bottom <= bar.top";
            assert_eq!(publisher.run(script, json!([name])), true, "{name} is above the bar");
        }
    }
}

#[test]
fn the_address_of_a_calculator_is_taken_as_the_vector_in_it() {
    const NVD: &str = "https://nvd.nist.gov/vuln-metrics/cvss/v3-calculator?name=CVE-2021-44228&vector=AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H&version=3.1&source=NIST";
    let demo = Demo::open();
    // Without scripts it is put in order when it is saved, with them when the field is left.
    let plain = Browser::signed_in(&demo, "owner", Scripts::Off);
    begin(&plain, "The vulnerability");
    plain.fill("CVSS vectors", NVD);
    plain.press("Calculate score");
    plain.see_in("#score", "9.8");
    assert_eq!(plain.value("CVSS vectors"), THREE);

    let publisher = signed_in(&demo, "owner");
    begin(&publisher, "The vulnerability");
    answers_are_heard(&publisher);
    publisher.fill("CVSS vectors", NVD);
    publisher.keys(Key::Tab);
    publisher.see_in("#taken", "CVSS 3.1 recognised");
    assert_eq!(publisher.value("CVSS vectors"), THREE);
}

#[test]
fn what_was_said_against_a_field_goes_when_it_is_right() {
    let demo = Demo::open();
    let publisher = signed_in(&demo, "owner");
    begin(&publisher, "What is the problem?");
    publisher.press("Save and continue");
    publisher.see("Enter a title");
    let said = publisher.texts(".error-summary li").len();
    publisher.fill("Title", "Sign-in can be passed by");
    publisher.wait_until(
        "the title is right",
        "return !document.getElementById('title-e') && !document.getElementById('title').hasAttribute('aria-invalid')",
    );
    assert_eq!(publisher.texts(".error-summary li").len(), said - 1, "the summary keeps the others");
    publisher.see_in(".error-summary h2", &format!("There is a problem with {} answers", said - 1));
    assert_eq!(
        publisher.attribute("What happens, or could happen?", "aria-invalid").as_deref(),
        Some("true")
    );
}
