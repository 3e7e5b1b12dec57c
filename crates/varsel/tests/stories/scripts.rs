//! What scripts add to pages that do without: saving while one types, pages that stay fresh, keys.

use serde_json::json;
use thirtyfour::Key;

use crate::browser::{Browser, Scripts};
use crate::demo::Demo;

pub(crate) fn signed_in(demo: &Demo, role: &str) -> Browser {
    Browser::signed_in(demo, role, Scripts::On)
}

/// Begins a request and opens a topic of it; returns the path of the topic.
pub(crate) fn begin(publisher: &Browser, topic: &str) -> String {
    publisher.visit("/requests/new");
    publisher.choose("Vulnerability");
    publisher.press("Continue");
    publisher.press(topic);
    publisher.see_in("h1", topic);
    publisher.path()
}

/// Reports a vulnerability by its CVE, and returns the number.
pub(crate) fn report(publisher: &Browser, title: &str) -> String {
    report_with(publisher, title, "CVE number", "CVE-2024-3094")
}

/// Reports a vulnerability of which one field says how bad it is, and returns the number.
pub(crate) fn report_with(publisher: &Browser, title: &str, field: &str, value: &str) -> String {
    begin(publisher, "What is the problem?");
    publisher.fill("Title", title);
    publisher.fill("What happens, or could happen?", "As the title says.");
    publisher.choose("Fabrikam Analytics");
    publisher.press("Save and continue");
    publisher.see_in("h1", "The vulnerability");
    publisher.fill(field, value);
    publisher.press("Save and continue");
    publisher.see_in("h1", "Resolution or mitigation");
    publisher.press("Check your answers");
    publisher.press("Send report");
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

#[test]
fn an_open_queue_shows_a_new_report_by_itself_even_after_the_server_was_away() {
    let mut demo = Demo::open();
    let analyst = signed_in(&demo, "analyst");
    let publisher = signed_in(&demo, "owner");
    analyst.run("document.documentElement.dataset.same = 'page'", json!([]));
    let first = report(&publisher, "Reported while the queue is open");
    analyst.see_in(&format!("#case-{first}"), "Reported while the queue is open");

    demo.stop();
    demo.start_again();
    let second = report(&publisher, "Reported after the server was away");
    analyst.see_in(&format!("#case-{second}"), "Reported after the server was away");
    let same = analyst.run("return document.documentElement.dataset.same ?? 'another page'", json!([]));
    assert_eq!(same, "page", "nobody has loaded the page again");
}

/// Waits until the page listens to keys: its scripts come after it.
pub(crate) fn keys_are_heard(browser: &Browser) {
    let loaded = "return ['keys', 'queue', 'palette'].every((name) =>
        !document.querySelector('[data-list]') && name === 'queue'
        || performance.getEntriesByType('resource').some((entry) => entry.name.endsWith(`/js/${name}.js`)))";
    browser.wait_until("the scripts are loaded", loaded);
    browser.run_async("requestAnimationFrame(() => requestAnimationFrame(() => arguments[0]()))");
}

#[test]
fn the_queue_is_driven_by_keys_alone() {
    let demo = Demo::open();
    let analyst = signed_in(&demo, "analyst");
    let row = |n: usize| format!("[data-list] [data-row]:nth-child({n}).sel");
    let is_chosen = |n: usize| {
        analyst.wait_until(
            "the row is chosen",
            &format!("return document.querySelector('{}') !== null", row(n)),
        );
    };
    let has_focus = |css: &str| {
        analyst.wait_until(css, &format!("return document.activeElement.matches('{css}')"));
    };
    is_chosen(1);
    keys_are_heard(&analyst);
    analyst.keys("jj");
    is_chosen(3);
    analyst.keys("k");
    is_chosen(2);

    // Open the case, come back to the same row.
    let title = analyst.texts(&format!("{} [data-row-link]", row(2))).remove(0);
    analyst.enter();
    analyst.see_in("h1", &title);
    keys_are_heard(&analyst);
    analyst.keys("u");
    analyst.see_in("h1", "What is due next");
    is_chosen(2);
    keys_are_heard(&analyst);

    // Give it, and the one below, to someone.
    analyst.keys("xjx");
    analyst.see_in(".bulk", "2 selected");
    analyst.keys("a");
    has_focus("#owner");
    analyst.keys("Ivo");
    analyst.keys(Key::Tab);
    has_focus(".bulk button");
    analyst.enter();
    analyst.see("2 cases were assigned.");
    keys_are_heard(&analyst);

    // Search, and go elsewhere.
    analyst.keys("/");
    has_focus("#q");
    analyst.keys("OpenSSL");
    analyst.enter();
    analyst.see_in("main mark", "OpenSSL");
    keys_are_heard(&analyst);
    analyst.keys("gq");
    analyst.see_in("h1", "What is due next");
    keys_are_heard(&analyst);
    analyst.chord(Key::Control, "k");
    has_focus("dialog[open] input");
    analyst.see_in("dialog[open]", "Catalogue");
    analyst.keys("catal");
    analyst.enter();
    analyst.see_in("h1", "Publishers");
}

#[test]
fn the_confirmation_number_is_copied_by_a_press() {
    let demo = Demo::open();
    let publisher = signed_in(&demo, "owner");
    let number = report(&publisher, "Reported to copy a number");
    let may = json!({"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"], "origin": demo.url()});
    publisher.devtools("Browser.grantPermissions", may);
    publisher.press("Copy");
    publisher.see_in("[data-toasts]", "Number copied");
    let read = "const done = arguments[0]; navigator.clipboard.readText().then(done, (e) => done(String(e)))";
    assert_eq!(publisher.run_async(read), json!(number));
}

#[test]
fn times_stay_true_and_words_are_not_left_behind_unasked() {
    let demo = Demo::open();
    let publisher = signed_in(&demo, "owner");
    report(&publisher, "Reported to watch the clock");
    publisher.press("Follow the case");
    publisher.see_in(".next time[data-relative]", "in ");
    // A month later, past any weekend and holiday, without a reload.
    publisher.run(
        "const now = Date.now; Date.now = () => now() + 30 * 86400000; document.dispatchEvent(new Event('visibilitychange'))",
        json!([]),
    );
    publisher.see_in(".next time[data-relative]", " late");

    let asks = "const e = new Event('beforeunload', { cancelable: true }); dispatchEvent(e); return e.defaultPrevented";
    assert_eq!(publisher.run(asks, json!([])), json!(false), "nothing would be lost");
    // Offline, so that no draft of it is saved.
    publisher.devtools("Network.enable", json!({}));
    publisher.devtools(
        "Network.emulateNetworkConditions",
        json!({"offline": true, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}),
    );
    publisher.fill("Write to the desk", "Half a thought");
    assert_eq!(publisher.run(asks, json!([])), json!(true), "the words would be lost");
}

#[test]
fn words_that_are_being_typed_are_not_replaced_by_news() {
    let demo = Demo::open();
    let publisher = signed_in(&demo, "owner");
    let number = report(&publisher, "Reported to write on both sides");
    publisher.press("Follow the case");
    publisher.fill("Write to the desk", "Half a thought");
    let analyst = signed_in(&demo, "analyst");
    analyst.visit(&format!("/cases/{number}"));
    analyst.press("Acknowledge the report");
    publisher.see_in("[data-live-bar]", "The case has changed");
    publisher.see_in(".tracker", "by Mika Korhonen");
    assert_eq!(publisher.value("Write to the desk"), "Half a thought");
    publisher.press("Show");
    publisher.wait_until("the bar goes", "return document.querySelector('[data-live-bar]').hidden");
    assert_eq!(publisher.value("Write to the desk"), "Half a thought");
}

#[test]
fn words_on_a_case_come_back_after_a_reload_and_go_once_they_are_sent() {
    let demo = Demo::open();
    let publisher = signed_in(&demo, "owner");
    let number = report(&publisher, "A weakness to write about");
    publisher.visit(&format!("/cases/{number}"));
    publisher.fill("Write to the desk", "Half a thought about");
    publisher.reload();
    publisher.see(&number);
    publisher.wait_until(
        "the words are back",
        "return document.querySelector('#messages-body').value === 'Half a thought about'",
    );
    publisher.press("Send");
    publisher.see("Half a thought about");
    publisher.reload();
    assert_eq!(publisher.value("Write to the desk"), "");
}

#[test]
fn another_language_takes_along_what_was_typed_without_scripts_too() {
    let demo = Demo::open();
    for scripts in [Scripts::Off, Scripts::On] {
        let publisher = Browser::open(&demo, scripts);
        publisher.sign_in(demo.account("owner"));
        begin(&publisher, "What is the problem?");
        publisher.fill("Title", "Typed in English");
        publisher.press("SV Svenska");
        publisher.see_in("h1", "Vad är problemet?");
        assert_eq!(publisher.value("Rubrik"), "Typed in English");
        publisher.press("EN English");
        publisher.see_in("h1", "What is the problem?");
    }
}
