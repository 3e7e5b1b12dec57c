//! What surrounds every page: whose it is, the navigation on a phone, and the margins of paper.

use serde_json::json;

use crate::browser::{Browser, Scripts};
use crate::demo::Demo;

/// A case whose two scores differ, and about which the desk has notes.
const CONTESTED: &str = "Sign-in check of Orchid Desk can be skipped with one header";

fn on_a_phone(browser: &Browser) {
    let size = json!({"width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": false});
    browser.devtools("Emulation.setDeviceMetricsOverride", size);
}

/// Opens a case from the queue; returns its path.
fn open_case(desk: &Browser, title: &str) -> String {
    desk.visit("/desk");
    desk.press(title);
    desk.see_in("h1", title);
    desk.path()
}

#[test]
fn the_marketplace_heads_every_page_and_varsel_is_in_the_footer() {
    let demo = Demo::open();
    let guest = Browser::open(&demo, Scripts::Off);
    guest.visit("/sign-in");
    let head = guest.texts("header.top");
    assert!(head[0].starts_with("Northwind Marketplace") && !head[0].contains("Varsel"), "{head:?}");
    assert!(guest.texts("footer.foot")[0].contains("Runs on Varsel"), "{:?}", guest.texts("footer.foot"));
    assert_eq!(guest.title(), "Sign in · Northwind Marketplace");
}

#[test]
fn the_navigation_is_whole_on_a_phone() {
    let demo = Demo::open();
    for role in ["owner", "analyst", "lead", "administrator"] {
        let browser = Browser::signed_in(&demo, role, Scripts::On);
        on_a_phone(&browser);
        if role == "analyst" {
            browser.visit("/desk");
            let views = "return [...document.querySelectorAll('.views a')].every((a) =>
                { const box = a.getBoundingClientRect(); return box.left >= 0 && box.right <= innerWidth; })";
            assert_eq!(browser.run(views, json!([])), true, "every view of the queue is on the screen");
        }
        for language in ["SV", "EN"] {
            browser.visit("/profile");
            browser.run(
                "document.querySelector(`button[lang=${arguments[0]}]`).click()",
                json!([language.to_lowercase()]),
            );
            browser.wait_until(
                "the language",
                &format!("return document.documentElement.lang === '{}'", language.to_lowercase()),
            );
            let out =
                "return [...document.querySelectorAll('header.top a, header.top summary, header.top button')]
                .filter((e) => e.checkVisibility())
                .map((e) => [e.innerText, e.getBoundingClientRect()])
                .filter(([, box]) => box.width > 0 && (box.left < 0 || box.right > innerWidth))
                .map(([name]) => name)";
            assert_eq!(
                browser.run(out, json!([])),
                json!([]),
                "{role}, {language}: what sticks out of the head"
            );
            let name =
                "const e = document.querySelector('.brand .name'); return e.scrollWidth <= e.clientWidth";
            assert_eq!(browser.run(name, json!([])), true, "the marketplace's name is whole");
        }
    }
}

#[test]
fn scores_are_compared_as_cards_on_a_phone() {
    let demo = Demo::open();
    let desk = Browser::signed_in(&demo, "analyst", Scripts::On);
    let case = open_case(&desk, CONTESTED);
    on_a_phone(&desk);
    desk.visit(&format!("{case}/score"));
    let cells = "const table = document.querySelector('#differences + * table');
        const cells = [...table.querySelectorAll('td')];
        return [table.getBoundingClientRect().right <= innerWidth, cells.length > 0 && cells.every((cell) =>
            getComputedStyle(cell).display !== 'table-cell' && cell.dataset.label)]";
    assert_eq!(
        desk.run(cells, json!([])),
        json!([true, true]),
        "each answer names whose it is, none sticks out"
    );
}

#[test]
fn a_case_is_printed_with_its_marking_and_without_notes() {
    let demo = Demo::open();
    let desk = Browser::signed_in(&demo, "analyst", Scripts::Off);
    let case = open_case(&desk, CONTESTED);
    desk.see("desk only");
    let number = case.trim_start_matches("/cases/");
    let sheet = "const answer = arguments[0];
        fetch(document.querySelector('link[media=print]').href).then((r) => r.text()).then(answer)";
    let css = desk.run_async(sheet);
    let css = css.as_str().unwrap();
    assert_eq!(css.matches("TLP\\3a AMBER").count(), 2, "{css}");
    assert_eq!(css.matches(&number.replace('-', "\\2d ")).count(), 2, "{css}");

    desk.press("Print without notes");
    desk.see("Notes are left out");
    assert!(!desk.text().contains("desk only"), "{}", desk.text());
    desk.see(CONTESTED);
    desk.press("Show everything");
    desk.see("desk only");
}
