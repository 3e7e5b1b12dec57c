//! Time as it is promised, and as the law counts it.

use crate::browser::{Browser, Scripts};
use crate::demo::Demo;
use crate::pages::linked;
use crate::scripts::report;

#[test]
fn a_report_of_friday_evening_is_promised_an_answer_by_monday_at_five() {
    let demo = Demo::open_at(Some("2026-11-27T18:30:00+01:00"));
    let publisher = Browser::signed_in(&demo, "owner", Scripts::Off);
    report(&publisher, "Reports of other customers can be opened");
    publisher.see("Mon 30 Nov, 17:00");
    publisher.unfold("How we worked out this deadline");
    publisher.see("Received Fri 27 Nov 2026, 18:30 Stockholm.");
    publisher.see("Sat 28 Nov 2026 and Sun 29 Nov 2026 do not count.");
    publisher.see("Mon 30 Nov 2026 is the next business day; it closes at 17:00.");
    publisher.see("8 h of business time left (Mon 30 Nov 2026, 16:00 UTC)");
}

#[test]
fn an_exploited_vulnerability_runs_24_and_72_hours_from_awareness_and_its_filing_is_complete() {
    let demo = Demo::open_at(Some("2026-11-27T18:30:00+01:00"));
    let (publisher, analyst) = (
        Browser::signed_in(&demo, "owner", Scripts::Off),
        Browser::signed_in(&demo, "analyst", Scripts::Off),
    );
    let number = linked(&publisher, "/search?q=Log4Shell", "/cases/").remove(0);
    publisher.visit(&format!("/cases/{number}"));
    publisher.press("Laws and contracts");
    publisher.see("EU Cyber Resilience Act: exploited vulnerability");

    publisher.see("24 h early warning");
    publisher.see("if it applies and you became aware when you reported: by ");
    // Only what does not apply needs a reason, which is asked for in place.
    publisher.unfold("Does not apply");
    publisher.press("Does not apply");
    publisher.see_in(".error-summary", "Say why it does not apply.");
    publisher.press("Applies");

    // As one types into the controls of an American browser, whatever the page’s language.
    publisher.fill("Date", "11272026");
    publisher.fill("Time, Stockholm", "0630PM");
    publisher.fill("How do you know? (optional)", "Ticket 4711 of our own monitoring.");
    publisher.press("Save");
    publisher.see_in(".next", "Early warning due");
    publisher.see_in(".next", "Everything the form needs is filled in.");
    publisher.see("Early warning");
    publisher.see("Sat 28 Nov, 18:3");
    publisher.see("Mon 30 Nov, 18:3");
    publisher.see("Counted from when a corrective or mitigating measure became available");

    // The desk sees it to help, and owes nothing of it.
    analyst.visit(&format!("/cases/{number}/duties"));
    analyst.see("These are the publisher’s own duties");
    analyst.see("Mon 30 Nov, 19:3");

    publisher.press("Prepare: Early warning");
    publisher.see_in("h1", "Early warning");
    publisher.see("All required fields are filled in.");
    assert!(publisher.value("Title (required)").starts_with("Log4Shell"));
    publisher.fill("Reference", "SRP-2026-000817");
    publisher.press("Record the filing");
    publisher.see("reference SRP-2026-000817");
    publisher.visit(&format!("/cases/{number}"));
    publisher.see("filed “Early warning”");
}
