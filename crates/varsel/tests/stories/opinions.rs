//! Two opinions of one weakness, and what it takes two people for.

use crate::browser::{Browser, Scripts};
use crate::demo::Demo;
use crate::scripts::report_with;

const TITLE: &str = "Reports of other customers can be opened";
const PUBLISHERS: &str = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N";

/// Reports a vulnerability with a vector, which the desk acknowledges; returns the path of the case.
fn reported_and_acknowledged(publisher: &Browser, analyst: &Browser) -> String {
    let path = format!("/cases/{}", report_with(publisher, TITLE, "CVSS vectors", PUBLISHERS));
    analyst.visit(&path);
    analyst.press("Acknowledge the report");
    analyst.see("acknowledged the report");
    path
}

#[test]
fn the_desk_scores_otherwise_and_the_publisher_contests_it_once() {
    let demo = Demo::open();
    let (publisher, analyst) = (
        Browser::signed_in(&demo, "owner", Scripts::Off),
        Browser::signed_in(&demo, "analyst", Scripts::Off),
    );
    let path = reported_and_acknowledged(&publisher, &analyst);

    // A difference without a reason comes back with a field for it.
    analyst.press("Score or compare");
    analyst.see_in("h1", "Vulnerability score");
    assert_eq!(analyst.value("CVSS vectors"), PUBLISHERS);
    analyst.answer("Privileges Required", "Low");
    analyst.press("Save score");
    analyst.see_in(
        ".error-summary",
        "Privileges Required (CVSS 3.1) differs from the publisher’s answer. Say why.",
    );
    analyst.fill("Privileges Required: Low instead of None", "One must be signed in to see any report.");
    analyst.press("Save score");
    analyst.see("scored the vulnerability 6.5 (CVSS 3.1).");
    analyst.see_in("#facts", "Scores differ");

    publisher.visit(&path);
    publisher.see("The desk scored it differently");
    publisher.press("View and respond");
    publisher.see_in("table", "One must be signed in to see any report.");
    publisher.unfold("Contest it");
    publisher.press("Contest the score");
    publisher.see_in(".error-summary", "Say why you disagree.");
    publisher.fill("Why do you disagree?", "Signing up is free and needs no approval.");
    publisher.press("Contest the score");
    publisher.see("contested the desk’s score: Signing up is free and needs no approval.");
    publisher.do_not_see("The desk scored it differently");

    // The desk starts to change it, and keeps it after all: both stand.
    analyst.visit(&path);
    analyst.see_in("#contested", "The publisher contests your score");
    analyst.see_in("#contested", "Signing up is free and needs no approval.");
    analyst.fill("Your answer to the publisher", "An account can be traced.");
    analyst.press("Change the score");
    assert_eq!(analyst.value("Your answer to the publisher"), "An account can be traced.");
    assert_eq!(
        analyst.value("Privileges Required: Low instead of None"),
        "One must be signed in to see any report."
    );
    analyst.press("Keep 6.5");
    analyst.see_in("#done", "Score kept.");
    analyst.see_in("#facts", "Not agreed");
    publisher.visit(&format!("{path}/score"));
    publisher.see("Not agreed");
    publisher.see("An account can be traced.");
    publisher.do_not_see("Contest it");
    publisher.press("Accept the desk’s score");
    publisher.see("accepted the desk’s score");
    publisher.see_in("#facts", "Agreed");
}

#[test]
fn an_answer_is_about_the_score_that_was_read_and_what_was_typed_stays() {
    let demo = Demo::open();
    let (publisher, analyst) = (
        Browser::signed_in(&demo, "owner", Scripts::Off),
        Browser::signed_in(&demo, "analyst", Scripts::Off),
    );
    let path = reported_and_acknowledged(&publisher, &analyst);
    let score = |metric: &str, answer: &str, label: &str| {
        analyst.visit(&format!("{path}/score"));
        analyst.answer(metric, answer);
        analyst.press("Save score");
        analyst.fill(label, "One must be signed in.");
        analyst.press("Save score");
        analyst.see("scored the vulnerability");
    };
    score("Privileges Required", "Low", "Privileges Required: Low instead of None");
    publisher.visit(&format!("{path}/score"));
    score("Attack Complexity", "High", "Attack Complexity: High instead of Low");
    publisher.press("Accept the desk’s score");
    publisher.see("The case has changed in the meantime");

    // The desk closes the case while the publisher writes: there is no form any more, and the words are still there.
    publisher.fill("Why do you disagree?", "Signing up is free.");
    analyst.visit(&path);
    analyst.unfold("Close the case");
    analyst.pick("Outcome", "Not reproducible");
    analyst.fill("In a sentence or two", "It cannot be made to happen.");
    analyst.press("Close the case");
    publisher.press("Contest the score");
    publisher.see_in("[role=alert]", "What you wrote");
    publisher.see_in("[role=alert]", "Signing up is free.");
}

#[test]
fn the_reasons_that_a_score_needs_are_asked_for_while_it_is_made() {
    let demo = Demo::open();
    let (publisher, plain) = (
        Browser::signed_in(&demo, "owner", Scripts::Off),
        Browser::signed_in(&demo, "analyst", Scripts::Off),
    );
    let path = reported_and_acknowledged(&publisher, &plain);
    let analyst = crate::scripts::signed_in(&demo, "analyst");
    analyst.visit(&format!("{path}/score"));
    crate::calculator::answers_are_heard(&analyst);
    analyst.answer("Privileges Required", "Low");
    analyst.see("Privileges Required: Low instead of None");
    analyst.fill("Privileges Required: Low instead of None", "One must be signed in.");
    analyst.answer("Attack Complexity", "High");
    analyst.see("Attack Complexity: High instead of Low");
    analyst.fill("Attack Complexity: High instead of Low", "A race has to be won.");
    analyst.press("Save score");
    analyst.see("scored the vulnerability");
    analyst.see("One must be signed in.");
}

#[test]
fn a_milder_severity_takes_a_second_person() {
    let demo = Demo::open();
    let (publisher, analyst) = (
        Browser::signed_in(&demo, "owner", Scripts::Off),
        Browser::signed_in(&demo, "analyst", Scripts::Off),
    );
    let path = reported_and_acknowledged(&publisher, &analyst);
    let rate = |reason: &str| {
        analyst.choose("Low");
        analyst.fill("Reason for the severity", reason);
        analyst.choose("P4");
        analyst.fill("Reason for the priority", "Nothing is at stake.");
        analyst.press("Record decision");
    };
    rate("It was a test system.");
    analyst.see("A second person must agree");
    analyst.see("You proposed this.");
    analyst.do_not_see("Assessed");

    let lead = Browser::signed_in(&demo, "lead", Scripts::Off);
    lead.visit(&path);
    lead.see("A second person must agree");
    lead.unfold("Decline");
    lead.fill("Reason", "The test system holds a copy of the data.");
    lead.press("Decline");
    lead.see("declined the proposed severity and priority");
    publisher.visit(&path);
    publisher.do_not_see("The test system holds a copy of the data.");

    analyst.visit(&path);
    rate("The copy was made up.");
    analyst.see("You proposed this.");
    lead.visit(&path);
    lead.press("Agree");
    lead.see("You set the severity to Low: The copy was made up.");
    publisher.visit(&path);
    publisher.see("set the severity to Low: The copy was made up.");
}

#[test]
fn a_lead_tries_other_rules_before_they_are_put_in_force() {
    let demo = Demo::open();
    let analyst = Browser::signed_in(&demo, "analyst", Scripts::Off);
    analyst.visit("/desk/rules");
    analyst.see("These are the default rules.");
    analyst.do_not_see("Apply");
    let lead = Browser::signed_in(&demo, "lead", Scripts::Off);
    lead.visit("/desk/rules");
    let cell = "High, no exploitation is known, attacks can be automated, many customers are affected";
    lead.pick_named(cell, "P1");
    lead.press("Try on past cases");
    lead.see("Of the newest 28 cases,");
    lead.press("Apply");
    lead.see_in(".error-summary", "Give the reason for the change.");
    lead.fill("Reason", "What many customers run is dealt with first.");
    lead.press("Apply");
    lead.see("What many customers run is dealt with first.");
    lead.see("Version 1, Ivo Marek");
    assert_eq!(lead.texts(&format!("select[aria-label='{cell}'] option:checked")), ["P1"]);
    lead.press("Apply");
    lead.see_in(".error-summary", "Give the reason for the change.");
}
