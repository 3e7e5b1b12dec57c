//! A browser, and what a person does with it: visit, fill, choose, press, see.
//!
//! Fields and buttons are found by the words a person reads, so a label that is not tied to its field fails a story.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::prelude::*;
use thirtyfour::support::block_on;
use thirtyfour::{ChromeCapabilities, LoggingPrefsLogLevel, WindowHandle};

use crate::demo::{Account, Demo};
use crate::poll::until;

/// Whether pages can run scripts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Scripts {
    On,
    Off,
}

/// A browser with a profile of its own; it ends with this value, however the story goes.
pub(crate) struct Browser {
    driver: Option<WebDriver>,
    origin: String,
    scripts: Scripts,
    // Dropped after the session has ended, in this order.
    _chromedriver: Chromedriver,
    _folder: TempDir,
}

struct Chromedriver(Child);

impl Drop for Chromedriver {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a driver on a port of its own choice.
///
/// It ends at once where another took that port before it was bound: then it is started again.
fn start_chromedriver(folder: &TempDir) -> (Chromedriver, String) {
    (0..3).find_map(|_| try_chromedriver(folder)).expect("chromedriver says on which port it is")
}

/// Starts a driver; it says on its output on which port it is, unless it could not start.
fn try_chromedriver(folder: &TempDir) -> Option<(Chromedriver, String)> {
    let mut child = Command::new("chromedriver")
        .arg("--port=0")
        // Profiles go there, and away with it.
        .env("TMPDIR", folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("chromedriver can be started; `cargo xtask setup` installs it");
    let output = child.stdout.take().unwrap();
    let driver = Chromedriver(child);
    let mut lines = BufReader::new(output).lines();
    let port = lines.find_map(|line| {
        let line = line.ok()?;
        let (_, port) = line.rsplit_once("started successfully on port ")?;
        Some(port.trim_end_matches('.').to_owned())
    })?;
    // It goes on writing; a full or closed pipe would stop it.
    std::thread::spawn(move || lines.for_each(drop));
    Some((driver, format!("http://127.0.0.1:{port}")))
}

fn capabilities(scripts: Scripts) -> WebDriverResult<ChromeCapabilities> {
    let mut wanted = DesiredCapabilities::chrome();
    for argument in [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1440,1000",
    ] {
        wanted.add_arg(argument)?;
    }
    if scripts == Scripts::Off {
        let preferences = json!({"profile.managed_default_content_settings.javascript": 2});
        wanted.add_experimental_option("prefs", preferences)?;
    }
    wanted.set_browser_log_level(LoggingPrefsLogLevel::All)?;
    wanted.set_logging_prefs("performance", LoggingPrefsLogLevel::All)?;
    // Words that were not sent must not be thrown away by the driver unasked.
    wanted.as_mut().set("unhandledPromptBehavior", json!("ignore"))?;
    Ok(wanted)
}

impl Browser {
    /// Opens a browser for one demonstration.
    pub(crate) fn open(demo: &Demo, scripts: Scripts) -> Self {
        Self::at(demo.url(), scripts)
    }

    /// Opens a browser in which someone of a role is signed in.
    #[track_caller]
    pub(crate) fn signed_in(demo: &Demo, role: &str, scripts: Scripts) -> Self {
        let browser = Self::open(demo, scripts);
        browser.sign_in(demo.account(role));
        browser
    }

    /// Opens a browser for the server at an address.
    pub(crate) fn at(origin: &str, scripts: Scripts) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (chromedriver, address) = start_chromedriver(&folder);
        let driver = block_on(async { WebDriver::new(address, capabilities(scripts)?).await });
        Self {
            driver: Some(driver.expect("the browser starts")),
            origin: origin.to_owned(),
            scripts,
            _chromedriver: chromedriver,
            _folder: folder,
        }
    }

    fn driver(&self) -> &WebDriver {
        self.driver.as_ref().expect("the session lives as long as the browser")
    }

    /// Returns the address of the server, without a slash at its end.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// Says whether pages can run scripts here.
    pub(crate) fn has_scripts(&self) -> bool {
        self.scripts == Scripts::On
    }

    /// Goes to a path of the server.
    #[track_caller]
    pub(crate) fn visit(&self, path: &str) {
        block_on(self.driver().goto(format!("{}{path}", self.origin))).unwrap();
    }

    /// Loads the page again.
    #[track_caller]
    pub(crate) fn reload(&self) {
        block_on(self.driver().refresh()).unwrap();
    }

    /// Opens a path in a tab of its own and shows it; returns the tab.
    #[track_caller]
    pub(crate) fn open_tab(&self, path: &str) -> WindowHandle {
        let tab = block_on(self.driver().new_tab()).unwrap();
        self.show_tab(&tab);
        self.visit(path);
        tab
    }

    /// Shows a tab.
    #[track_caller]
    pub(crate) fn show_tab(&self, tab: &WindowHandle) {
        block_on(self.driver().switch_to_window(tab.clone())).unwrap();
        self.devtools("Page.bringToFront", json!({}));
    }

    /// Closes the tab and opens an empty one in its place.
    #[track_caller]
    pub(crate) fn replace_tab(&self) {
        let tab = block_on(self.driver().new_tab()).unwrap();
        block_on(self.driver().close_window()).unwrap();
        self.show_tab(&tab);
    }

    /// Returns the address of the page.
    #[track_caller]
    pub(crate) fn address(&self) -> String {
        block_on(self.driver().current_url()).unwrap().to_string()
    }

    /// Returns the path of the page.
    #[track_caller]
    pub(crate) fn path(&self) -> String {
        block_on(self.driver().current_url()).unwrap().path().to_owned()
    }

    /// Returns the title of the page.
    #[track_caller]
    pub(crate) fn title(&self) -> String {
        block_on(self.driver().title()).unwrap()
    }

    /// Returns what a reader of the page sees between its header and its footer, with single spaces.
    #[track_caller]
    pub(crate) fn text(&self) -> String {
        let text = self.run("return (document.querySelector('main') ?? document.body).innerText", json!([]));
        text.as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Waits until the page shows these words.
    #[track_caller]
    pub(crate) fn see(&self, words: &str) {
        until(|| {
            let text = self.text();
            if text.contains(words) {
                Ok(())
            } else {
                Err(self.said(&format!("“{words}” is not to be seen"), &text))
            }
        });
    }

    /// Looks for words that must not be on the page. The page must have settled: see something first.
    #[track_caller]
    pub(crate) fn do_not_see(&self, words: &str) {
        let source = block_on(self.driver().source()).unwrap();
        assert!(!source.contains(words), "{}", self.said(&format!("“{words}” is in the page"), &self.text()));
    }

    /// Waits until an element of the page shows these words.
    #[track_caller]
    pub(crate) fn see_in(&self, css: &str, words: &str) {
        until(|| {
            let text = self.texts(css).join("\n");
            if text.contains(words) {
                Ok(())
            } else {
                Err(self.said(&format!("“{words}” is not to be seen in {css}"), &text))
            }
        });
    }

    /// Returns what each element that fits a selector shows.
    #[track_caller]
    pub(crate) fn texts(&self, css: &str) -> Vec<String> {
        let script = "return [...document.querySelectorAll(arguments[0])].map((e) => e.innerText)";
        let texts: Vec<String> = serde_json::from_value(self.run(script, json!([css]))).unwrap();
        texts.iter().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    }

    /// Waits until a script that returns something true does so.
    #[track_caller]
    pub(crate) fn wait_until(&self, what: &str, script: &str) {
        until(|| match self.run(script, json!([])) {
            Value::Bool(true) => Ok(()),
            other => Err(self.said(&format!("{what}: {other}"), &self.text())),
        });
    }

    /// Types a text into the field of a label, in place of what is there.
    #[track_caller]
    pub(crate) fn fill(&self, label: &str, text: &str) {
        self.clear(label);
        self.with(&field(label), label, |field| block_on(field.send_keys(text)));
    }

    /// Empties the field of a label.
    #[track_caller]
    pub(crate) fn clear(&self, label: &str) {
        self.with(&field(label), label, |field| block_on(field.clear()));
    }

    /// Returns what stands in the field of a label.
    #[track_caller]
    pub(crate) fn value(&self, label: &str) -> String {
        self.with(&field(label), label, |field| block_on(field.value())).unwrap_or_default()
    }

    /// Returns an attribute of the field of a label.
    #[track_caller]
    pub(crate) fn attribute(&self, label: &str, name: &str) -> Option<String> {
        self.with(&field(label), label, |field| block_on(field.attr(name)))
    }

    /// Chooses the answer, box or tab of a label.
    #[track_caller]
    pub(crate) fn choose(&self, label: &str) {
        let choice = "self::input[@type='radio' or @type='checkbox']";
        let tied = format!(".//*[{choice}] or @for = //*[{choice}]/@id");
        let paths = names(label).map(|name| format!("//label[{name}][{tied}]"));
        self.with(&paths, label, |label| block_on(label.click()));
    }

    /// Chooses an answer whose words other questions have too.
    #[track_caller]
    pub(crate) fn answer(&self, question: &str, answer: &str) {
        let asked = format!("//fieldset[legend[starts-with(normalize-space(.), \"{question}\")]]");
        let path = format!("{asked}//label[normalize-space(.) = \"{answer}\"]");
        self.with(&[path], &format!("{question}: {answer}"), |label| block_on(label.click()));
    }

    /// Picks an option, by how it begins, from the list of a label.
    #[track_caller]
    pub(crate) fn pick(&self, label: &str, option: &str) {
        let option = format!("/option[starts-with(normalize-space(.), \"{option}\")]");
        let paths = field(label).map(|field| format!("{field}{option}"));
        self.with(&paths, label, |option| block_on(option.click()));
    }

    /// Picks an option, by how it begins, from a list that has a name and no label.
    #[track_caller]
    pub(crate) fn pick_named(&self, name: &str, option: &str) {
        let path = format!(
            "//select[@aria-label = \"{name}\"]/option[starts-with(normalize-space(.), \"{option}\")]"
        );
        self.with(&[path], name, |option| block_on(option.click()));
    }

    /// Presses a button or follows a link.
    #[track_caller]
    pub(crate) fn press(&self, name: &str) {
        let pressable = "//*[self::a[@href] or self::button[not(@aria-hidden = 'true')]]";
        let paths = names(name).map(|name| format!("{pressable}[{name}]"));
        self.with(&paths, name, |element| block_on(element.click()));
    }

    /// Presses a button and waits for the page that comes by it: scripts look whether the server is there before they send a form.
    #[track_caller]
    pub(crate) fn send(&self, name: &str) {
        self.run("document.documentElement.dataset.before = 'the form was sent'", json!([]));
        self.press(name);
        self.wait_until("another page", "return document.documentElement.dataset.before === undefined");
    }

    /// Unfolds a part of the page.
    #[track_caller]
    pub(crate) fn unfold(&self, name: &str) {
        let paths = names(name).map(|name| format!("//summary[{name} or .//*[{name}]]"));
        self.with(&paths, name, |summary| block_on(summary.click()));
    }

    /// Presses keys, wherever the focus is.
    #[track_caller]
    pub(crate) fn keys(&self, keys: impl Into<thirtyfour::TypingData>) {
        block_on(self.driver().action_chain().send_keys(keys).perform()).unwrap();
    }

    /// Presses Enter, wherever the focus is.
    ///
    /// As two events of its own: the driver repeats a chain of keys that is interrupted by the page it leads to, and would press
    /// Enter there as well.
    #[track_caller]
    pub(crate) fn enter(&self) {
        for kind in ["keyDown", "keyUp"] {
            let mut event =
                json!({"type": kind, "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13});
            if kind == "keyDown" {
                event["text"] = json!("\r");
            }
            self.devtools("Input.dispatchKeyEvent", event);
        }
    }

    /// Presses a key while another one is held.
    #[track_caller]
    pub(crate) fn chord(&self, held: Key, key: &str) {
        let chain = self.driver().action_chain();
        block_on(chain.key_down(held.clone()).send_keys(key).key_up(held).perform()).unwrap();
    }

    /// Signs in on the page that asks for it.
    #[track_caller]
    pub(crate) fn sign_in(&self, account: &Account) {
        self.visit("/sign-in");
        self.fill("Email address", &account.email);
        self.fill("Password", &account.password);
        self.press("Sign in");
        until(|| match self.path().as_str() {
            "/sign-in" => Err(self.said("nobody was signed in", &self.text())),
            _ => Ok(()),
        });
    }

    /// Ends the session as time would: the server is not told, the browser no longer has it.
    #[track_caller]
    pub(crate) fn forget_session(&self) {
        block_on(self.driver().delete_all_cookies()).unwrap();
    }

    /// Runs a script in the page, scripts or not: the page's own are another matter.
    #[track_caller]
    pub(crate) fn run(&self, script: &str, arguments: Value) -> Value {
        let Value::Array(arguments) = arguments else { panic!("arguments are a list") };
        block_on(self.driver().execute(script, arguments)).unwrap().json().clone()
    }

    /// Runs a script that calls its argument when it has found out something.
    #[track_caller]
    pub(crate) fn run_async(&self, script: &str) -> Value {
        block_on(self.driver().execute_async(script, Vec::new())).unwrap().json().clone()
    }

    /// Sends a command of the DevTools protocol.
    #[track_caller]
    pub(crate) fn devtools(&self, method: &str, parameters: Value) {
        block_on(self.driver().cdp().send_raw(method, parameters)).unwrap();
    }

    /// Takes what a log of the browser has gathered since it was last read.
    #[track_caller]
    pub(crate) fn take_log(&self, kind: &str) -> Vec<String> {
        block_on(self.driver().get_log(kind)).unwrap().into_iter().map(|entry| entry.message).collect()
    }

    /// Does something with the one shown element of the first path that has any, as soon as it can be done.
    #[track_caller]
    fn with<T>(&self, paths: &[String], name: &str, act: impl Fn(&WebElement) -> WebDriverResult<T>) -> T {
        let told = |error: WebDriverError| error.to_string();
        let attempt = || {
            for path in paths {
                let shown = block_on(self.shown(path)).map_err(told)?;
                match shown.as_slice() {
                    [one] => return act(one).map_err(told),
                    [] => {}
                    more => return Err(format!("there are {}", more.len())),
                }
            }
            Err("there is none".to_owned())
        };
        until(|| attempt().map_err(|why| self.said(&format!("“{name}”: {why}"), &self.text())))
    }

    async fn shown(&self, path: &str) -> WebDriverResult<Vec<WebElement>> {
        let mut shown = Vec::new();
        for element in self.driver().find_all(By::XPath(path)).await? {
            if element.is_displayed().await? {
                shown.push(element);
            }
        }
        Ok(shown)
    }

    fn said(&self, what: &str, text: &str) -> String {
        format!("{what}\non {} the page says:\n{text}", self.path())
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if let Some(driver) = self.driver.take() {
            let _ = block_on(driver.quit());
        }
    }
}

/// The ways in which an element may bear a name: as its whole text, or as what stands in it before hints and words for screen
/// readers.
fn names(name: &str) -> [String; 2] {
    [
        format!("normalize-space(.) = \"{name}\""),
        format!("normalize-space((text()[normalize-space(.) != ''] | bdi)[1]) = \"{name}\""),
    ]
}

/// The paths of a field, by the label that is tied to it.
fn field(label: &str) -> [String; 2] {
    let typed = "self::input[not(@type = 'radio' or @type = 'checkbox' or @type = 'hidden')]";
    names(label)
        .map(|name| format!("//*[self::textarea or self::select or {typed}][@id = //label[{name}]/@for]"))
}
