//! Many tabs, one stream; and keys that can be switched off.

use serde_json::json;

use crate::demo::Demo;
use crate::pages::linked;
use crate::scripts::{keys_are_heard, report, signed_in};

/// More than the connections that a browser opens to a host.
const TABS: usize = 7;

#[test]
fn seven_open_cases_all_load_and_each_shows_what_changes_in_it() {
    let demo = Demo::open();
    let analyst = signed_in(&demo, "analyst");
    let cases: Vec<String> = linked(&analyst, "/desk", "/cases/").into_iter().take(TABS).collect();
    assert_eq!(cases.len(), TABS);
    let tabs: Vec<_> = cases
        .iter()
        .map(|number| {
            let tab = analyst.open_tab(&format!("/cases/{number}"));
            analyst.see(number);
            (tab, number)
        })
        .collect();
    let lead = signed_in(&demo, "lead");
    for number in &cases {
        lead.visit(&format!("/cases/{number}"));
        lead.choose("Internal note");
        lead.fill("Internal note", &format!("A note on {number}"));
        lead.press("Save note");
        lead.see_in(".tl", &format!("A note on {number}"));
    }
    for (tab, number) in tabs {
        analyst.show_tab(&tab);
        analyst.see_in(".tl", &format!("A note on {number}"));
    }
}

#[test]
fn a_publishers_open_cases_share_a_stream_and_so_they_do_without_shared_workers() {
    let demo = Demo::open();
    let publisher = signed_in(&demo, "owner");
    let number = report(&publisher, "Reported to be followed in two tabs");
    let case = format!("/cases/{number}");
    let together = publisher.open_tab(&case);
    let alone = publisher.open_tab(&case);
    // The rule about new documents is a tab's own.
    publisher.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        json!({"source": "delete globalThis.SharedWorker"}),
    );
    publisher.reload();
    publisher.see(&number);
    let analyst = signed_in(&demo, "analyst");
    analyst.visit(&case);
    analyst.press("Acknowledge the report");
    analyst.see_in(".tracker", "by Mika Korhonen");
    for tab in [&alone, &together] {
        publisher.show_tab(tab);
        publisher.see_in(".tracker", "by Mika Korhonen");
    }
}

#[test]
fn keys_lead_into_the_composer_fit_the_language_and_can_be_switched_off() {
    let demo = Demo::open();
    let analyst = signed_in(&demo, "analyst");
    let case = format!("/cases/{}", linked(&analyst, "/desk?view=all&stage=received", "/cases/")[0]);
    let focus = |css: &str| {
        analyst.wait_until(css, &format!("return document.activeElement.matches('{css}')"));
    };
    let press = |key: &str, css: &str| {
        analyst.visit(&case);
        keys_are_heard(&analyst);
        analyst.keys(key);
        focus(css);
    };
    press("r", "#messages-body");
    analyst.keys("n and a");
    analyst.wait_until(
        "typing is typing",
        "return document.querySelector('#messages-body').value === 'n and a'",
    );
    press("n", "#notes-body");
    press("a", "#owner-owner");
    analyst.visit(&case);
    keys_are_heard(&analyst);
    analyst.keys("?");
    analyst.see_in("dialog[open]", "Write an internal note n");

    analyst.visit("/profile");
    analyst.press("SV Svenska");
    analyst.see_in("h1", "Profil");
    press("s", "#messages-body");
    press("t", "#owner-owner");

    analyst.visit("/profile");
    analyst.choose("Använd enskilda tangenter som kortkommandon");
    analyst.send("Spara");
    analyst.visit(&case);
    keys_are_heard(&analyst);
    analyst.keys("t");
    analyst.keys("?");
    let nothing =
        "return document.activeElement === document.body && !document.querySelector('dialog[open]')";
    analyst.wait_until("no key does anything", nothing);
    analyst.chord(thirtyfour::Key::Control, "k");
    analyst.see_in("dialog[open]", "");
}
