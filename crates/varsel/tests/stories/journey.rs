//! A report's whole way, told twice: with scripts and without. The steps are the same; only what scripts add differs.

use crate::browser::{Browser, Scripts};
use crate::demo::Demo;

const TITLE: &str = "Stored script runs in the export page";
const BAD_VECTOR: &str = "CVSS:3.1/AV:N/AC:L/PR:N";
const VECTOR: &str = "CVSS:3.1/AV:N/AC:L/PR:L/UI:R/S:C/C:L/I:L/A:N";
const WORKAROUND: &str = "Switch the export page off under Settings, Sharing.";
const NOTE: &str = "Their last fix took five weeks; keep an eye on this one.";
const QUESTION: &str = "Which versions run at customers today?";
const ANSWER: &str = "4.1 at most of them, 4.2 at nine.";
const OUTCOME: &str = "The export page escapes names since 4.2.3, which every customer has.";
const AGAIN: &str = "A customer saw it again in 4.2.3.";

#[test]
fn a_report_goes_its_whole_way_with_scripts() {
    the_whole_way(Scripts::On);
}

#[test]
fn a_report_goes_its_whole_way_without_scripts() {
    the_whole_way(Scripts::Off);
}

fn the_whole_way(scripts: Scripts) {
    let demo = Demo::open();
    let publisher = Browser::open(&demo, scripts);
    publisher.sign_in(demo.account("owner"));

    start_a_request(&publisher);
    say_what_the_problem_is(&publisher);
    mistype_the_vector_and_mend_it(&publisher);
    leave_and_come_back(&publisher, &demo);
    answer_the_rest(&publisher);
    let number = check_and_send(&publisher);

    let analyst = Browser::open(&demo, scripts);
    analyst.sign_in(demo.account("analyst"));
    find_it_in_the_queue(&analyst, &number);
    keep_a_note(&analyst);
    acknowledge(&analyst);
    publisher_knows_who_has_it(&publisher);

    ask(&analyst);
    answer(&publisher);
    assess(&analyst);
    publisher_knows_severity_and_priority(&publisher);
    tell_the_outcome(&analyst);
    close(&analyst);
    publisher_knows_the_outcome(&publisher);
    reopen(&analyst);
    publisher_sees_it_open_again(&publisher);
}

/// Looks at the page as it is now: with scripts it shows by itself what others did.
fn look_again(browser: &Browser) {
    if !browser.has_scripts() {
        browser.reload();
    }
}

fn start_a_request(publisher: &Browser) {
    publisher.see("Your cases");
    publisher.press("Report a security event");
    publisher.see("Someone read, changed, destroyed or blocked");
    publisher.press("Continue");
    publisher.see("Choose what kind of security event it is");
    publisher.choose("Vulnerability");
    publisher.press("Continue");
    publisher.see("Your report");
    publisher.see("Something is missing");
}

fn say_what_the_problem_is(publisher: &Browser) {
    publisher.press("What is the problem?");
    are_scripts_as_wished(publisher);
    publisher.fill("Title", TITLE);
    publisher.fill("What happens, or could happen?", "A crafted name runs script for every administrator.");
    publisher.choose("Fabrikam Analytics");
    publisher.press("Save and continue");
}

/// Makes sure that the two stories are two: only a script counts what is left, and what needs scripts is shown with them only.
fn are_scripts_as_wished(browser: &Browser) {
    browser.see_in("h1", "What is the problem?");
    if browser.has_scripts() {
        browser.see("160 characters left");
    } else {
        browser.see("At most 160 characters");
        browser.do_not_see("160 characters left");
    }
}

fn mistype_the_vector_and_mend_it(publisher: &Browser) {
    publisher.see_in("h1", "The vulnerability");
    publisher.fill("CVSS vectors", BAD_VECTOR);
    publisher.press("Save and continue");
    publisher.see_in(".error-summary", "User Interaction (UI) is missing");
    publisher.see_in(".field.has-error .error-message", "User Interaction (UI) is missing");
    assert_eq!(publisher.value("CVSS vectors"), BAD_VECTOR, "what was typed is kept");
    assert_eq!(publisher.attribute("CVSS vectors", "aria-invalid").as_deref(), Some("true"));
    publisher.fill("CVSS vectors", VECTOR);
    publisher.press("Save and continue");
    publisher.see_in("h1", "Resolution or mitigation");
}

fn leave_and_come_back(publisher: &Browser, demo: &Demo) {
    publisher.choose("Yes");
    publisher.fill("Step 1", WORKAROUND);
    publisher.press("Save and come back later");
    publisher.see("Last saved");
    sign_out(publisher);
    publisher.sign_in(demo.account("owner"));
    publisher.see("Drafts");
    publisher.press(TITLE);
    publisher.press("The vulnerability");
    assert_eq!(publisher.value("CVSS vectors"), VECTOR);
    publisher.press("Resolution or mitigation");
    assert_eq!(publisher.value("Step 1"), WORKAROUND);
    publisher.press("Save and continue");
}

fn sign_out(browser: &Browser) {
    browser.unfold("Ada Lind");
    browser.press("Sign out");
    browser.see("Email address");
}

fn answer_the_rest(publisher: &Browser) {
    publisher.see_in("h1", "A message to customers");
    publisher.choose("Yes, please help us write one");
    publisher.press("Save and continue");
    publisher.see_in("h1", "How to handle this report");
    publisher.choose("Medium");
    publisher.press("Save and continue");
}

/// Returns the confirmation number.
fn check_and_send(publisher: &Browser) -> String {
    publisher.see_in("h1", "Check your answers");
    for told in
        [TITLE, "Fabrikam Analytics", VECTOR, "5.4", WORKAROUND, "Yes, please help us write one", "Medium"]
    {
        publisher.see(told);
    }
    publisher.press("Send report");
    publisher.see("Your confirmation number is");
    let number = publisher.texts(".confirmation .number span").remove(0);
    assert!(number.starts_with("SE-") && number.len() == 12, "{number}");
    assert!(publisher.title().starts_with(&number), "{}", publisher.title());
    publisher.see("A person acknowledges it by");
    publisher.see("within one business day");
    publisher.press("Follow the case");
    publisher.see_in(".next", "The desk’s move");
    publisher.see_in(".next", "A person at the desk acknowledges your report");
    publisher.see_in(".tracker [aria-current=step]", "Acknowledged by");
    assert!(publisher.title().starts_with(&number), "{}", publisher.title());
    number
}

fn find_it_in_the_queue(analyst: &Browser, number: &str) {
    analyst.see_in("h1", "What is due next");
    analyst.see_in(&format!("#case-{number}"), TITLE);
    analyst.press(TITLE);
    analyst.see_in("h1", TITLE);
    analyst.see_in(".next", "The desk’s move");
    analyst.see_in(".next", "Acknowledge the report in person");
}

fn keep_a_note(analyst: &Browser) {
    analyst.choose("Internal note");
    analyst.see("The publisher never sees it.");
    analyst.fill("Internal note", NOTE);
    analyst.press("Save note");
    analyst.see_in("#timeline .desk-only", "desk only");
    analyst.see_in("#timeline", NOTE);
}

fn acknowledge(analyst: &Browser) {
    analyst.fill("Your message", "I have it, and I answer for it.");
    analyst.press("Acknowledge the report");
    analyst.see_in("#done", "Acknowledged. Next: decide severity and priority.");
    analyst.see_in(".next", "Decide severity and priority");
    if analyst.has_scripts() {
        let is_in_view = "const box = (e) => e.getBoundingClientRect(); const last = [...document.querySelectorAll('.tl > li')].pop(); \
            return document.activeElement.id === 'done' && box(last).bottom > 0 && box(document.activeElement).bottom <= innerHeight";
        analyst.wait_until("its entry is in view, and what was done has the focus", is_in_view);
    }
}

fn publisher_knows_who_has_it(publisher: &Browser) {
    look_again(publisher);
    publisher.see_in(".tracker", "by Mika Korhonen");
    publisher.see_in(".tracker [aria-current=step]", "Being assessed");
    publisher.see_in("#timeline", "I have it, and I answer for it.");
    publisher.do_not_see(NOTE);
}

fn ask(analyst: &Browser) {
    analyst.choose("Question with a deadline");
    analyst.fill("Question with a deadline", QUESTION);
    analyst.press("Ask");
    analyst.see_in(".next", "Fabrikam AB: their move");
}

fn answer(publisher: &Browser) {
    look_again(publisher);
    publisher.see_in(".next", "Your move");
    publisher.see_in(".next", "Answer the desk’s question");
    publisher.see_in("#timeline", QUESTION);
    publisher.fill("Your answer to question 1", ANSWER);
    publisher.press("Send answer");
    publisher.see_in(".next", "The desk decides severity and priority");
    publisher.see_in("#timeline", ANSWER);
}

fn assess(analyst: &Browser) {
    look_again(analyst);
    analyst.see_in("#timeline", ANSWER);
    analyst.choose("Medium");
    analyst.fill("Reason for the severity", "CVSS 5.4, and it needs a click.");
    analyst.choose("P3");
    analyst.fill("Reason for the priority", "Nobody exploits it.");
    analyst.press("Record decision");
    analyst.see_in(".tracker [aria-current=step]", "Mitigating next");
}

fn publisher_knows_severity_and_priority(publisher: &Browser) {
    look_again(publisher);
    publisher.see_in("#case-head", "Medium");
    publisher.see_in("#case-head", "P3");
    publisher.see_in("#timeline", "CVSS 5.4, and it needs a click.");
    publisher.see_in("#timeline", "Nobody exploits it.");
    publisher.see_in(".next", "The desk’s move");
    publisher.see_in(".tracker [aria-current=step]", "Mitigating");
}

fn tell_the_outcome(analyst: &Browser) {
    analyst.unfold("Communicate the outcome");
    analyst.pick("Outcome", "Fixed");
    analyst.fill("In a sentence or two", OUTCOME);
    analyst.press("Notify the publisher");
    analyst.see_in("#timeline", OUTCOME);
}

fn close(analyst: &Browser) {
    analyst.unfold("Close the case");
    analyst.pick("Outcome", "Fixed");
    analyst.fill("In a sentence or two", OUTCOME);
    analyst.press("Close the case");
    analyst.see_in(".next", "Closed: Fixed");
}

fn publisher_knows_the_outcome(publisher: &Browser) {
    look_again(publisher);
    publisher.see_in(".next", "Nothing for you to do");
    publisher.see_in(".next", "Closed: Fixed");
    publisher.see_in(".next", OUTCOME);
    publisher.see_in(".tracker li:last-child", "Closed");
    assert_eq!(
        publisher.texts("#case-write textarea").len(),
        1,
        "of a case that is over, one can only ask to reopen it"
    );
    publisher.do_not_see(NOTE);
}

fn reopen(analyst: &Browser) {
    analyst.unfold("Reopen the case");
    analyst.fill("Reason", AGAIN);
    analyst.press("Reopen the case");
    analyst.see_in(".next", "The desk’s move");
}

fn publisher_sees_it_open_again(publisher: &Browser) {
    look_again(publisher);
    publisher.see_in(".next", "The desk’s move");
    publisher.see_in("#timeline", AGAIN);
    publisher.fill("Write to the desk", "We look at it again too.");
    publisher.press("Send");
    publisher.see_in("#timeline", "We look at it again too.");
    publisher.do_not_see(NOTE);
}
