//! What every page must be: readable by everyone, on any screen, and content with its own server.

use serde_json::{Value, json};

use crate::browser::Browser;

/// Where `cargo xtask setup` puts the checker.
const AXE: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/../xtask/axe/axe_playwright_python/axe.min.js");

const NARROW: u32 = 320;
const WIDE: u32 = 1440;

/// Opens what is folded and shows what answers reveal, so that it is looked at too.
const UNFOLD: &str = "
    for (const choice of document.querySelectorAll('.choice:has(+ .reveal) > input')) choice.checked = true;
    for (const folded of document.querySelectorAll('details:not(.menu)')) folded.open = true;";

/// What of the page sticks out of the screen to the side.
const OVERFLOW: &str = "
    const page = document.scrollingElement;
    if (page.scrollWidth <= innerWidth) return null;
    const out = [...document.body.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1);
    return `${page.scrollWidth} px: ` + out.slice(0, 3).map((e) => e.outerHTML.slice(0, 160)).join(' … ');";

const RUN_AXE: &str = "
    const done = arguments[0];
    const told = (v) => `${v.id} (${v.help}): ` + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 200) + ' ' + n.any.concat(n.all, n.none).map((c) => c.message).join('; ')).join(' … ');
    axe.run({ resultTypes: ['violations'] }).then((found) => done(found.violations.map(told)), (error) => done([String(error)]));";

/// Looks at pages and gathers what is wrong with them.
pub(crate) struct Inspector<'a> {
    browser: &'a Browser,
    faults: Vec<String>,
    seen: usize,
}

impl<'a> Inspector<'a> {
    /// Begins with a browser that has not shown a page yet, or whose pages were looked at.
    pub(crate) fn new(browser: &'a Browser) -> Self {
        let axe = std::fs::read_to_string(AXE)
            .unwrap_or_else(|e| panic!("{AXE}: {e}; `cargo xtask setup` fetches it"));
        browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({"source": axe}));
        Self { browser, faults: Vec::new(), seen: 0 }
    }

    /// Goes to a page and looks at it.
    pub(crate) fn visit(&mut self, path: &str) {
        self.browser.visit(path);
        self.look(path);
    }

    /// Looks at the page that is open, in both colour schemes and on a narrow and a wide screen.
    pub(crate) fn look(&mut self, name: &str) {
        self.seen += 1;
        self.look_at_frame(name);
        self.show(WIDE, "light");
        self.look_at_width(name, WIDE);
        self.browser.run(UNFOLD, json!([]));
        self.look_at_width(name, WIDE);
        self.run_axe(name, "light");
        self.show(NARROW, "dark");
        self.look_at_width(name, NARROW);
        self.run_axe(name, "dark and narrow");
        self.show(WIDE, "light");
        self.read_logs(name);
    }

    /// Ends with everything that was wrong, if anything was.
    #[track_caller]
    pub(crate) fn finish(self) {
        assert!(self.seen > 0, "an inspection without pages finds nothing");
        assert!(
            self.faults.is_empty(),
            "{} faults on {} pages:\n{}",
            self.faults.len(),
            self.seen,
            self.faults.join("\n")
        );
    }

    fn show(&self, width: u32, scheme: &str) {
        let size = json!({"width": width, "height": 1000, "deviceScaleFactor": 1, "mobile": false});
        self.browser.devtools("Emulation.setDeviceMetricsOverride", size);
        let features = json!([
            {"name": "prefers-color-scheme", "value": scheme},
            // Colours on their way from one scheme to the other are neither.
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]);
        self.browser.devtools("Emulation.setEmulatedMedia", json!({"features": features}));
    }

    fn look_at_frame(&mut self, name: &str) {
        let script = "return [/^.+ · Northwind Marketplace$/.test(document.title),
            document.querySelectorAll('h1').length === 1, document.querySelectorAll('main').length === 1,
            document.querySelector('a.skip')?.hash === '#main']";
        let told = self.browser.run(script, json!([]));
        if told != json!([true, true, true, true]) {
            self.faults.push(format!("{name}: title, one h1, one main, skip link: {told}"));
        }
    }

    fn look_at_width(&mut self, name: &str, width: u32) {
        if let Value::String(out) = self.browser.run(OVERFLOW, json!([])) {
            self.faults.push(format!("{name}: at {width} px the page scrolls sideways, {out}"));
        }
    }

    fn run_axe(&mut self, name: &str, how: &str) {
        let found: Vec<String> = serde_json::from_value(self.browser.run_async(RUN_AXE)).unwrap();
        self.faults.extend(found.into_iter().map(|violation| format!("{name}, {how}: {violation}")));
    }

    /// Nothing may be asked of another server, and nothing may have gone wrong unseen.
    fn read_logs(&mut self, name: &str) {
        for message in self.browser.take_log("performance") {
            let event: Value = serde_json::from_str(&message).unwrap();
            let event = &event["message"];
            if event["method"] != "Network.requestWillBeSent" {
                continue;
            }
            let address = event["params"]["request"]["url"].as_str().unwrap_or_default();
            if !address.starts_with(self.browser.origin()) && !address.starts_with("data:") {
                self.faults.push(format!("{name}: asks {address}"));
            }
        }
        let own = format!("{} - Failed to load resource", self.browser.address());
        for message in self.browser.take_log("browser") {
            // A page about something wrong has a status that says so.
            if message.starts_with(&own) {
                continue;
            }
            self.faults.push(format!("{name}: the console says {message}"));
        }
    }
}
