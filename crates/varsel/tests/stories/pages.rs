//! Every page, looked at as everyone who can see it, in both languages.
//!
//! The list of pages is held against the table of routes: a new page that nobody looks at fails.

use serde_json::json;
use varsel_web::{Method, ROUTES};

use crate::browser::{Browser, Scripts};
use crate::demo::Demo;
use crate::inspection::Inspector;
use crate::poll::until;

/// Routes that answer with something else than a page.
const NO_PAGES: &[&str] = &[
    "/healthz",
    "/readyz",
    "/assets/{hash}/{*name}",
    "/accent.css",
    "/logo/{name}",
    "/.well-known/security.txt",
    "/api/v1/cases",
    "/api/v1/cases/{number}",
    "/api/v1/cases/{number}/timeline",
    "/api/v1/cves",
    "/api/v1/cves/{cve}",
    "/api/v1/openapi.json",
    "/api/v1/priority",
    "/api/v1/score",
    "/cases/{number}/fragment",
    "/cases/{number}/paper.css",
    "/cases/{number}/events",
    "/cases/{number}/score/draft",
    "/cases/{number}/duties/{regime}/{stage}/text",
    "/cases/{number}/duties/{regime}/{stage}/json",
    "/cves/cards",
    "/cves/suggestions",
    "/calendar/{secret}/{name}",
    "/desk/fragment",
    "/events",
    "/events/cases",
    "/score",
];

/// The pages that are looked at: by whom, and what stands for the parts in braces that differ.
const NOBODY: &[&str] = &[
    "/sign-in",
    "/password",
    "/password/{secret}",
    "/set-up/{secret}",
    "/invitations/{secret}",
    "/how-to-report",
];
const OWNER: &[&str] = &[
    "/",
    "/profile",
    "/organisation",
    "/organisation/members/{id}",
    "/organisation/members/{id}/removal",
    "/cases/{number}",
    "/cases/{number}/confirmation",
    "/cases/{number}/score",
    "/cases/{number}/duties",
    "/cases/{number}/withdrawal",
    "/search",
    "/requests/new",
    "/requests/{draft}",
    "/requests/{draft}/category",
    "/requests/{draft}/removal",
    "/requests/{draft}/check",
    "/requests/{draft}/{topic}",
];
const ANALYST: &[&str] = &[
    "/desk",
    "/desk/rules",
    "/desk/promises",
    "/desk/calendar",
    "/cases/{number}",
    "/cases/{number}/score",
    "/cases/{number}/ssvc",
    "/cases/{number}/duties",
    "/cases/{number}/duties/{regime}/{stage}",
    "/search",
    "/profile",
    "/catalogue",
    "/catalogue/publishers/{key}",
    "/catalogue/offers/{key}",
];
const ADMINISTRATOR: &[&str] = &[
    "/people",
    "/people/{id}",
    "/people/{id}/deactivation",
    "/catalogue/new-publisher",
    "/catalogue/publishers/{key}",
    "/catalogue/publishers/{key}/edit",
    "/catalogue/publishers/{key}/new-offer",
    "/catalogue/offers/{key}/edit",
    "/jobs",
    "/jobs/mail",
    "/jobs/mail/{name}",
];

#[test]
fn every_page_of_the_table_of_routes_is_looked_at() {
    let looked_at: Vec<&str> = [NOBODY, OWNER, ANALYST, ADMINISTRATOR].concat();
    let routes = || ROUTES.iter().filter(|route| route.method == Method::Get).map(|route| route.path);
    for path in routes() {
        assert!(
            looked_at.contains(&path) != NO_PAGES.contains(&path),
            "{path} is a page or not, and not both"
        );
    }
    for path in looked_at.iter().chain(NO_PAGES) {
        assert!(routes().any(|route| route == *path), "{path} is no route any more");
    }
}

/// The addresses that a list of routes stands for.
fn addresses(routes: &[&str], parts: &[(&str, Vec<String>)]) -> Vec<String> {
    let mut all = Vec::new();
    for route in routes {
        let mut made = vec![(*route).to_owned()];
        for (part, values) in parts {
            made = made
                .iter()
                .flat_map(|address| {
                    if address.contains(part) {
                        values.iter().map(|value| address.replace(part, value)).collect()
                    } else {
                        vec![address.clone()]
                    }
                })
                .collect();
        }
        all.extend(made);
    }
    assert!(all.iter().all(|address| !address.contains('{')), "every part is known: {all:?}");
    all
}

fn in_both_languages(browser: &Browser, inspector: &mut Inspector<'_>, addresses: &[String]) {
    for language in ["en", "sv"] {
        speak(browser, language);
        for address in addresses {
            inspector.visit(address);
        }
    }
    speak(browser, "en");
}

/// Changes the language of the pages.
fn speak(browser: &Browser, language: &str) {
    browser.visit("/how-to-report");
    browser.run(&format!("document.querySelector('button[name=lang][value={language}]').click()"), json!([]));
    browser.wait_until(
        "the language has changed",
        &format!("return document.documentElement.lang === '{language}'"),
    );
}

/// The last segments of the links on a page that begin in a way, each once.
pub(crate) fn linked(browser: &Browser, page: &str, prefix: &str) -> Vec<String> {
    browser.visit(page);
    let script = "return [...document.querySelectorAll('main a[href]')].map((a) => a.getAttribute('href'))";
    let links: Vec<String> = serde_json::from_value(browser.run(script, json!([]))).unwrap();
    let mut found: Vec<String> = links
        .iter()
        .filter_map(|link| link.strip_prefix(prefix))
        .filter(|rest| !rest.is_empty() && !rest.contains(['/', '?', '#']))
        .map(str::to_owned)
        .collect();
    found.sort();
    found.dedup();
    assert!(!found.is_empty(), "{page} links to {prefix}");
    found
}

#[test]
fn pages_before_signing_in_are_fit_to_read() {
    let demo = Demo::open();
    let browser = Browser::open(&demo, Scripts::On);
    let mut inspector = Inspector::new(&browser);
    let parts = [("{secret}", vec!["0".repeat(64)])];
    in_both_languages(&browser, &mut inspector, &addresses(NOBODY, &parts));
    inspector.finish();
}

#[test]
fn the_publishers_pages_are_fit_to_read() {
    let demo = Demo::open();
    let browser = Browser::open(&demo, Scripts::On);
    browser.sign_in(demo.account("owner"));
    let mut inspector = Inspector::new(&browser);
    let parts = [
        ("{number}", linked(&browser, "/", "/cases/")),
        ("{draft}", linked(&browser, "/", "/requests/").into_iter().filter(|id| id != "new").collect()),
        ("{id}", linked(&browser, "/organisation", "/organisation/members/")[..1].to_vec()),
        (
            "{topic}",
            ["problem", "vulnerability", "incident", "resolution", "customers", "handling"]
                .map(str::to_owned)
                .to_vec(),
        ),
    ];
    in_both_languages(&browser, &mut inspector, &addresses(OWNER, &parts));
    inspector.finish();
}

#[test]
fn the_analysts_pages_are_fit_to_read() {
    let demo = Demo::open();
    let browser = Browser::open(&demo, Scripts::On);
    browser.sign_in(demo.account("analyst"));
    let mut inspector = Inspector::new(&browser);
    let mut numbers = Vec::new();
    for stage in ["received", "acknowledged", "assessed", "mitigating", "closed", "withdrawn"] {
        numbers.extend(
            linked(&browser, &format!("/desk?view=all&stage={stage}"), "/cases/").into_iter().take(1),
        );
    }
    let [publisher, offer] = of_catalogue(&browser);
    let filing = format!(
        "/cases/{}/duties/nis2_se/se_slutrapport",
        linked(&browser, "/search?q=MOVEit", "/cases/")[0]
    );
    let parts =
        [("/cases/{number}/duties/{regime}/{stage}", vec![filing]), ("{number}", numbers), publisher, offer];
    in_both_languages(&browser, &mut inspector, &addresses(ANALYST, &parts));
    inspector.finish();
}

#[test]
fn the_leads_pages_are_fit_to_read_and_a_feed_is_taken_over_by_keyboard_or_pointer() {
    let demo = Demo::open();
    let browser = Browser::open(&demo, Scripts::On);
    browser.sign_in(demo.account("lead"));
    browser.visit("/desk/calendar");
    let feed = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", "DTSTART;VALUE=DATE:20200115"]
        .into_iter()
        .chain(["RRULE:FREQ=MONTHLY;BYDAY=2WE", "SUMMARY:Stocktaking", "END:VEVENT", "END:VCALENDAR"]);
    browser.fill("Calendar file content", &feed.collect::<Vec<_>>().join("\n"));
    browser.press("Read");
    browser.see("The feed and the calendar differ");
    browser.see("closed: Stocktaking");
    let mut inspector = Inspector::new(&browser);
    in_both_languages(&browser, &mut inspector, &["/desk/calendar".to_owned(), "/desk/rules".to_owned()]);
    inspector.finish();
    browser.visit("/desk/calendar");
    browser.press("Add selected days");
    browser.see("Days off from the calendar feed");
    browser.see("The calendar matches the feed.");
}

/// Returns what stands for a publisher and an offer in the addresses of the catalogue.
fn of_catalogue(browser: &Browser) -> [(&'static str, Vec<String>); 2] {
    let publisher = linked(browser, "/catalogue", "/catalogue/publishers/").remove(0);
    let offer =
        linked(browser, &format!("/catalogue/publishers/{publisher}"), "/catalogue/offers/").remove(0);
    [
        ("/publishers/{key}", vec![format!("/publishers/{publisher}")]),
        ("/offers/{key}", vec![format!("/offers/{offer}")]),
    ]
}

/// Has a mail written, and waits until it stands in the folder.
fn send_me_a_link(browser: &Browser) {
    browser.visit("/password");
    browser.fill("Email address", "ada@fabrikam.example");
    browser.press("Send me a link");
    browser.see("Check your email");
    mail_to(browser, "ada@fabrikam.example");
}

/// Opens the newest mail to someone, as soon as there is one.
pub(crate) fn mail_to(administrator: &Browser, address: &str) {
    until(|| {
        administrator.visit("/jobs/mail");
        let found = format!(
            "return [...document.querySelectorAll('main tr')].find((row) => row.innerText.includes('{address}'))?.querySelector('a')?.getAttribute('href') ?? null"
        );
        let link = administrator.run(&found, json!([]));
        let link = link.as_str().ok_or_else(|| format!("no mail to {address}"))?;
        administrator.visit(link);
        Ok(())
    });
}

#[test]
fn the_administrators_pages_are_fit_to_read() {
    let demo = Demo::open();
    let browser = Browser::open(&demo, Scripts::On);
    browser.sign_in(demo.account("administrator"));
    let mut inspector = Inspector::new(&browser);
    send_me_a_link(&browser);
    let [publisher, offer] = of_catalogue(&browser);
    let parts = [
        ("{id}", linked(&browser, "/people", "/people/")[..1].to_vec()),
        ("{name}", linked(&browser, "/jobs/mail", "/jobs/mail/")),
        publisher,
        offer,
    ];
    in_both_languages(&browser, &mut inspector, &addresses(ADMINISTRATOR, &parts));
    inspector.finish();
}
