//! Words that could not be sent: they stay, say so, and come back.

use serde_json::json;

use crate::browser::{Browser, Scripts};
use crate::demo::Demo;
use crate::pages::linked;
use crate::scripts::{report, signed_in};

/// Opens a case that nobody has acknowledged, and writes an acknowledgement of it.
fn acknowledging(analyst: &Browser) -> String {
    let case = format!("/cases/{}", linked(analyst, "/desk?view=all&stage=received", "/cases/")[0]);
    analyst.visit(&case);
    is_guarded(analyst);
    analyst.fill("Your message", "I have read it and begin now.");
    case
}

/// Waits until forms of the page are checked before they are sent: its scripts come after it.
fn is_guarded(browser: &Browser) {
    let loaded = "return ['send', 'unsaved'].every((name) =>
        performance.getEntriesByType('resource').some((entry) => entry.name.endsWith(`/js/${name}.js`)))";
    browser.wait_until("the scripts are loaded", loaded);
    browser.run_async("requestAnimationFrame(() => requestAnimationFrame(() => arguments[0]()))");
}

fn holds(browser: &Browser, css: &str, words: &str) {
    browser.wait_until(
        "the words are back",
        &format!("return document.querySelector('{css}')?.value === '{words}'"),
    );
}

fn set_offline(browser: &Browser, offline: bool) {
    browser.devtools("Network.enable", json!({}));
    browser.devtools(
        "Network.emulateNetworkConditions",
        json!({"offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}),
    );
}

#[test]
fn what_is_sent_offline_stays_and_says_so() {
    let demo = Demo::open();
    let publisher = signed_in(&demo, "owner");
    let number = report(&publisher, "Reported before the network went");
    publisher.visit(&format!("/cases/{number}"));
    is_guarded(&publisher);
    set_offline(&publisher, true);
    publisher.fill("Write to the desk", "Typed in a tunnel");
    publisher.press("Send");
    publisher.see("Not sent: you are offline.");
    assert_eq!(publisher.value("Write to the desk"), "Typed in a tunnel");
    set_offline(&publisher, false);
    publisher.see("You are back online. Your text has not been sent yet");
    publisher.press("Send");
    publisher.see_in(".tl", "Typed in a tunnel");
    publisher.reload();
    publisher.see_in(".tl", "Typed in a tunnel");
    assert_eq!(publisher.value("Write to the desk"), "");
}

#[test]
fn words_for_a_server_that_is_away_outlive_the_tab() {
    let mut demo = Demo::open();
    let analyst = signed_in(&demo, "analyst");
    let case = acknowledging(&analyst);
    demo.stop();
    analyst.press("Acknowledge the report");
    analyst.see("Not sent: we cannot be reached right now.");
    analyst.replace_tab();
    demo.start_again();
    analyst.visit(&case);
    holds(&analyst, "#acknowledgement-message", "I have read it and begin now.");
    analyst.see("Your unsent text is back.");
    analyst.press("Acknowledge the report");
    analyst.see_in(".tl", "I have read it and begin now.");
    let left = "return Object.keys(localStorage).filter((key) => key.startsWith('varsel:')).length";
    analyst.wait_until("what arrived is forgotten", &format!("{left} === 0"));
}

#[test]
fn words_come_back_after_the_browsers_own_error_page() {
    let mut demo = Demo::open();
    let analyst = signed_in(&demo, "analyst");
    let case = acknowledging(&analyst);
    // The server is there when it is asked, and gone when the form comes.
    analyst.run(
        "const real = fetch;
         window.fetch = (url, o) => o?.method === 'HEAD' ? Promise.resolve(new Response('')) : real(url, o)",
        json!([]),
    );
    demo.stop();
    analyst.press("Acknowledge the report");
    analyst.wait_until("the browser says that it failed", "return document.querySelector('main') === null");
    demo.start_again();
    analyst.visit(&case);
    holds(&analyst, "#acknowledgement-message", "I have read it and begin now.");
}

#[test]
fn words_stay_when_the_session_has_ended_and_go_at_sign_out() {
    let demo = Demo::open();
    let analyst = signed_in(&demo, "analyst");
    let case = acknowledging(&analyst);
    analyst.forget_session();
    analyst.press("Acknowledge the report");
    analyst.see("Sign in");
    // Not by the way that the page offers, which would send it.
    analyst.sign_in(demo.account("analyst"));
    analyst.visit(&case);
    holds(&analyst, "#acknowledgement-message", "I have read it and begin now.");

    let sign_out = "document.querySelector('form[data-sign-out]').requestSubmit()";
    analyst.run(sign_out, json!([]));
    analyst.wait_until("the sign-in page is there", "return location.pathname === '/sign-in'");
    let left = "return [sessionStorage, localStorage].flatMap(Object.keys).filter((key) => key.startsWith('varsel:draft:'))";
    analyst.wait_until("nothing is left of it", &format!("{left}.length === 0"));
}

#[test]
fn a_reply_is_saved_on_the_server_and_goes_on_elsewhere() {
    let demo = Demo::open();
    let publisher = signed_in(&demo, "owner");
    let number = report(&publisher, "Reported to reply to");
    let case = format!("/cases/{number}");
    publisher.visit(&case);
    publisher.fill("Write to the desk", "Begun on a train");
    publisher.see("Only you can see it.");
    for scripts in [Scripts::On, Scripts::Off] {
        let elsewhere = Browser::signed_in(&demo, "owner", scripts);
        elsewhere.visit(&case);
        assert_eq!(elsewhere.value("Write to the desk"), "Begun on a train");
    }
    let analyst = signed_in(&demo, "analyst");
    analyst.visit(&case);
    analyst.do_not_see("Begun on a train");
    publisher.press("Send");
    publisher.see_in(".tl", "Begun on a train");
    let elsewhere = Browser::signed_in(&demo, "owner", Scripts::Off);
    elsewhere.visit(&case);
    assert_eq!(elsewhere.value("Write to the desk"), "");
}

#[test]
fn words_that_were_refused_are_there_again_without_scripts() {
    let demo = Demo::open();
    let publisher = Browser::signed_in(&demo, "owner", Scripts::On);
    let number = report(&publisher, "Reported to write too much about");
    let plain = Browser::signed_in(&demo, "owner", Scripts::Off);
    let case = format!("/cases/{number}");
    plain.visit(&case);
    plain.run("document.getElementById('messages-body').value = 'x'.repeat(20_001)", json!([]));
    plain.press("Send");
    plain.see_in(".error-summary", "");
    plain.visit(&case);
    assert_eq!(plain.value("Write to the desk").len(), 20_001);
}
