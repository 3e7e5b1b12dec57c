//! What pages look like when something is wrong, open or new: refused forms, failures, dialogs, links from mails.

use serde_json::json;
use thirtyfour::Key;

use crate::browser::{Browser, Scripts};
use crate::demo::Demo;
use crate::inspection::Inspector;
use crate::pages::{linked, mail_to};
use crate::scripts::keys_are_heard;

/// Presses the main button of a form whose fields are as they are, and waits for what is said about it.
fn send_as_it_is(browser: &Browser, button: &str) {
    browser.send(button);
    browser.see_in(".error-summary, .alert", "");
}

#[test]
fn what_a_publisher_is_told_is_fit_to_read() {
    let demo = Demo::open();
    let publisher = Browser::open(&demo, Scripts::On);
    let mut inspector = Inspector::new(&publisher);
    inspector.visit("/nothing-here");
    publisher.visit("/sign-in");
    publisher.fill("Email address", "ada@fabrikam.example");
    publisher.fill("Password", "not hers");
    send_as_it_is(&publisher, "Sign in");
    inspector.look("a wrong password");

    publisher.sign_in(demo.account("owner"));
    inspector.visit("/cases/SE-0000-0000");
    inspector.visit("/desk");
    inspector.visit("/search?q=SE-7KQ4-M2XA");
    inspector.visit("/search?q=export");
    publisher.visit("/requests/new");
    send_as_it_is(&publisher, "Continue");
    inspector.look("no kind of event");
    publisher.choose("Both, or not sure");
    publisher.press("Continue");
    publisher.see_in("h1", "Your report");
    let draft = publisher.path();
    for (topic, label, wrong) in [
        ("problem", "Title", "x".repeat(161)),
        ("vulnerability", "CVSS vectors", "CVSS:3.1/AV:N".to_owned()),
        ("vulnerability", "CVE number", "CVE-20".to_owned()),
        ("incident", "In which regions?", "x".repeat(2001)),
        ("handling", "Time zone", "Nowhere".to_owned()),
    ] {
        publisher.visit(&format!("{draft}/{topic}"));
        publisher.fill(label, &wrong);
        publisher.send("Save and continue");
        publisher.see_in("h1", "");
        inspector.look(&format!("{topic}, wrong {label}"));
    }
    publisher.visit(&format!("{draft}/check"));
    send_as_it_is(&publisher, "Send report");
    inspector.look("a request that lacks something");

    publisher.visit("/organisation");
    publisher.run("document.querySelector('#invite')?.setAttribute('open', '')", json!([]));
    send_as_it_is(&publisher, "Send invitation");
    inspector.look("an invitation to nobody");
    publisher.visit("/profile");
    send_as_it_is(&publisher, "Change password");
    inspector.look("no new password");
    inspector.finish();
}

#[test]
fn what_the_desk_is_told_is_fit_to_read() {
    let demo = Demo::open();
    let analyst = Browser::open(&demo, Scripts::On);
    analyst.sign_in(demo.account("analyst"));
    let mut inspector = Inspector::new(&analyst);
    for path in [
        "/desk?view=desk",
        "/desk?view=mine",
        "/desk?view=unowned",
        "/desk?view=publisher",
        "/desk?view=all&sort=changed",
        "/desk?severity=low&priority=p1&category=incident",
        "/desk?colour=blue",
        "/search?q=openssl",
        "/search?q=nothingofthekind",
        "/jobs",
    ] {
        inspector.visit(path);
    }
    analyst.visit("/desk");
    keys_are_heard(&analyst);
    analyst.keys("?");
    analyst.see_in("dialog[open]", "Keys");
    inspector.look("the help on keys");
    analyst.visit("/desk");
    keys_are_heard(&analyst);
    analyst.chord(Key::Control, "k");
    analyst.see_in("dialog[open]", "Queue");
    inspector.look("the palette");

    let received = format!("/cases/{}", linked(&analyst, "/desk?view=all&stage=received", "/cases/")[0]);
    analyst.visit(&received);
    analyst.clear("Your message");
    send_as_it_is(&analyst, "Acknowledge the report");
    inspector.look("an acknowledgement without words");

    let acknowledged =
        format!("/cases/{}", linked(&analyst, "/desk?view=all&stage=acknowledged", "/cases/")[0]);
    for (tab, button) in [("Internal note", "Save note"), ("Question with a deadline", "Ask")] {
        analyst.visit(&acknowledged);
        analyst.choose(tab);
        send_as_it_is(&analyst, button);
        inspector.look(&format!("{tab} without words"));
    }

    // A colleague is faster.
    let lead = Browser::open(&demo, Scripts::Off);
    lead.sign_in(demo.account("lead"));
    lead.visit(&received);
    analyst.visit(&received);
    analyst.fill("Your message", "I have it.");
    lead.press("Acknowledge the report");
    lead.see_in(".tracker", "by Ivo Marek");
    analyst.press("Acknowledge the report");
    analyst.see_in(".conflict", "I have it.");
    inspector.look("two people at once");
    inspector.finish();
}

#[test]
fn what_the_administrator_is_told_is_fit_to_read() {
    let demo = Demo::open();
    let administrator = Browser::open(&demo, Scripts::On);
    administrator.sign_in(demo.account("administrator"));
    let mut inspector = Inspector::new(&administrator);
    administrator.visit("/catalogue/new-publisher");
    administrator.run("document.querySelector('main form button.primary').click()", json!([]));
    administrator
        .wait_until("something is wrong", "return document.querySelector('.error-summary') !== null");
    inspector.look("a publisher without a name");
    administrator.visit("/people");
    administrator.unfold("Invite to the desk");
    send_as_it_is(&administrator, "Send invitation");
    inspector.look("an invitation to nobody");
    inspector.visit("/people?q=nobodyofthisname");
    inspector.visit("/jobs?state=done");
    inspector.finish();
}

#[test]
fn what_links_in_mails_open_is_fit_to_read() {
    let demo = Demo::open();
    let administrator = Browser::open(&demo, Scripts::Off);
    administrator.sign_in(demo.account("administrator"));
    let guest = Browser::open(&demo, Scripts::On);
    let mut inspector = Inspector::new(&guest);

    administrator.visit("/people");
    administrator.unfold("Invite to the desk");
    administrator.fill("Email address", "new@northwind.example");
    administrator.choose("Analyst");
    administrator.press("Send invitation");
    administrator.see("The invitation is on its way");
    let join = link_in_mail_to(&administrator, "new@northwind.example", "/invitations/");
    inspector.visit(&join);
    send_as_it_is(&guest, "Create account and sign in");
    inspector.look("an account without a name");

    guest.visit("/password");
    guest.fill("Email address", "ada@fabrikam.example");
    guest.press("Send me a link");
    guest.see("Check your email");
    inspector.look("a link is on its way");
    let choose = link_in_mail_to(&administrator, "ada@fabrikam.example", "/password/");
    inspector.visit(&choose);
    send_as_it_is(&guest, "Set password");
    inspector.look("no new password");
    inspector.finish();
}

fn link_in_mail_to(administrator: &Browser, address: &str, path: &str) -> String {
    mail_to(administrator, address);
    let text = administrator.text();
    let at = text.find(path).unwrap_or_else(|| panic!("no link to {path} in {text}"));
    text[at..].split([' ', '"', '<', '>']).next().unwrap_or_default().to_owned()
}

#[test]
fn an_expired_session_comes_back_to_the_same_text() {
    let demo = Demo::open();
    let publisher = Browser::open(&demo, Scripts::On);
    publisher.sign_in(demo.account("owner"));
    let mut inspector = Inspector::new(&publisher);
    publisher.visit("/requests/new");
    publisher.choose("Security incident");
    publisher.press("Continue");
    publisher.press("What is the problem?");
    publisher.fill("Title", "Typed before the night");
    publisher.fill("What happens, or could happen?", "And read again the morning after.");
    publisher.choose("Fabrikam Analytics");
    publisher.forget_session();
    publisher.press("Save and continue");
    publisher.see_in("h1", "Sign in again");
    inspector.look("a session that has ended");
    let owner = demo.account("owner");
    publisher.fill("Email address", &owner.email);
    publisher.fill("Password", &owner.password);
    publisher.press("Sign in");
    publisher.see_in("h1", "Continue where you left off");
    inspector.look("going on");
    publisher.press("Send what I wrote");
    publisher.see_in("h1", "The incident");
    publisher.press("What is the problem?");
    assert_eq!(publisher.value("Title"), "Typed before the night");
    inspector.finish();
}
