//! What scripts add to pages that do without: saving while one types, pages that stay fresh, keys.

use serde_json::json;
use thirtyfour::Key;

use crate::browser::{Browser, Scripts};
use crate::demo::Demo;

fn signed_in(demo: &Demo, role: &str) -> Browser {
    let browser = Browser::open(demo, Scripts::On);
    browser.sign_in(demo.account(role));
    browser
}

/// Begins a request and opens a topic of it; returns the path of the topic.
fn begin(publisher: &Browser, topic: &str) -> String {
    publisher.visit("/requests/new");
    publisher.choose("Vulnerability");
    publisher.press("Start request");
    publisher.press(topic);
    publisher.see_in("h1", topic);
    publisher.path()
}

/// Reports something, and returns its number.
fn report(publisher: &Browser, title: &str) -> String {
    begin(publisher, "What is the problem?");
    publisher.fill("Title", title);
    publisher.fill("What happens, or could happen?", "As the title says.");
    publisher.choose("Fabrikam Analytics");
    publisher.press("Save and continue");
    publisher.see_in("h1", "The vulnerability");
    publisher.fill("CVE number", "CVE-2024-3094");
    publisher.press("Save and continue");
    publisher.see_in("h1", "Resolution or mitigation");
    publisher.press("Check your answers");
    publisher.press("Send the request");
    publisher.see("Your confirmation number is");
    publisher.texts(".confirmation .number span").remove(0)
}

#[test]
fn what_is_typed_is_saved_without_a_press() {
    let demo = Demo::open();
    let publisher = signed_in(&demo, "owner");
    let topic = begin(&publisher, "What is the problem?");
    publisher.fill("Title", "Half a sentence about the");
    publisher.wait_until(
        "the text is saved",
        "const s = document.querySelector('[data-autosave-status]');
         return s.classList.contains('saved') && /^Saved \\d\\d:\\d\\d$/.test(s.textContent)",
    );
    // Another browser, as after a crash of this one.
    let elsewhere = signed_in(&demo, "owner");
    elsewhere.visit(&topic);
    assert_eq!(elsewhere.value("Title"), "Half a sentence about the");
}

#[test]
fn a_press_while_the_text_is_being_saved_is_no_conflict() {
    let demo = Demo::open();
    let publisher = signed_in(&demo, "owner");
    begin(&publisher, "What is the problem?");
    publisher.devtools("Network.enable", json!({}));
    publisher.devtools(
        "Network.emulateNetworkConditions",
        json!({"offline": false, "latency": 1500, "downloadThroughput": -1, "uploadThroughput": -1}),
    );
    publisher.fill("Title", "Typed on a slow line");
    publisher.see_in("[data-autosave-status]", "Saving");
    publisher.fill("What happens, or could happen?", "And more.");
    publisher.choose("Fabrikam Analytics");
    publisher.press("Save and continue");
    publisher.see_in("h1", "The vulnerability");
}
