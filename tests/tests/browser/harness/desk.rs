//! A desk: one browser at one server, and the moves of a person. Every move waits for a condition, never for a time.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use fantoccini::Client;
use fantoccini::elements::{Element, ElementRef};
use serde_json::{Value, json};

use super::browser::{Driver, Own};
use super::kind::Kind;
use super::server::Server;
use super::temp::TempDir;

/// How long anything may take before the test gives up, on a busy machine with two cores.
const PATIENCE: Duration = Duration::from_secs(40);
/// How often a condition is looked at.
const GLANCE: Duration = Duration::from_millis(40);
/// What a person can find on the page, in the page's own language.
const PERSON: &str = include_str!("person.js");

/// A browser at a server.
pub struct Desk {
    client: Client,
    driver: Driver,
    server: Server,
    temp: TempDir,
}

impl Desk {
    /// Opens the app for the first time, and waits until its engine answers.
    pub async fn open() -> Desk {
        Desk::open_in(Kind::Chromium).await
    }

    /// The same in another browser.
    pub async fn open_in(kind: Kind) -> Desk {
        let desk = Desk::blank(kind).await;
        desk.visit("compose").await;
        desk.is_up().await;
        desk
    }

    /// Waits until the engine answers and the letter's editor has taken the place of the plain field.
    async fn is_up(&self) {
        self.until("the engine is ready", "document.documentElement.dataset.engine === 'ready'").await;
        self.until("the editor is there", "document.querySelector('.editor.is-code') !== null").await;
    }

    /// A browser with a server, and nothing opened yet.
    pub async fn open_blank() -> Desk {
        Desk::blank(Kind::Chromium).await
    }

    async fn blank(kind: Kind) -> Desk {
        let temp = TempDir::new();
        let relay = format!("file:{}", temp.folder("maildir").display());
        let server = Server::start(&relay, &temp.folder("server"));
        let driver = Driver::start(kind);
        let client = driver.open(&temp.folder("profile"), &temp.folder("downloads")).await;
        Desk { client, driver, server, temp }
    }

    /// Where the relay puts messages.
    pub fn maildir(&self) -> PathBuf {
        self.temp.path().join("maildir")
    }

    /// The browser, for what has no word here.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Which browser it is.
    pub fn kind(&self) -> Kind {
        self.driver.kind()
    }

    /// The server's address.
    pub fn address(&self) -> &str {
        self.server.address()
    }

    /// Writes a file that a person would have on the disk.
    pub fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.temp.folder("files").join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// Goes to a page by its address, and waits for its heading.
    pub async fn visit(&self, page: &str) {
        let url = format!("{}/#/{page}", self.address());
        self.client.goto(&url).await.unwrap();
        let title = heading_of(page);
        self.until(
            &format!("the page {title} is there"),
            &format!("tidy(document.querySelector('main h1')?.textContent) === {title:?}"),
        )
        .await;
    }

    /// Follows a link of our server from elsewhere.
    pub async fn follow(&self, link: &str) {
        self.client.goto(&format!("{}{link}", self.address())).await.unwrap();
    }

    /// Closes the browser once the work is saved, and opens it again, as a person does on another day. The profile
    /// stays.
    pub async fn come_back(&mut self) {
        self.until("the work is saved", "/Saved in this browser/.test(everything())").await;
        self.client.clone().close().await.unwrap();
        self.client = self.driver.open(&self.temp.folder("profile"), &self.temp.folder("downloads")).await;
        self.visit("compose").await;
        self.is_up().await;
    }

    /// Closes the browser in order. (A test that panics leaves this to the driver's end.)
    pub async fn leave(self) {
        self.client.close().await.unwrap();
    }

    /// What a script returns. The words of person.js are known to it.
    pub async fn ask(&self, script: &str) -> Value {
        match self.client.execute(&format!("{PERSON}\n{script}"), Vec::new()).await {
            Ok(value) => value,
            Err(error) => panic!("the page could not be asked: {error}\n{script}"),
        }
    }

    /// Waits until an expression is true.
    #[track_caller]
    pub fn until(&self, what: &str, expression: &str) -> impl Future<Output = ()> {
        let place = std::panic::Location::caller();
        async move {
            self.value(what, expression, place).await;
        }
    }

    /// Waits until the page's text contains these words.
    #[track_caller]
    pub fn sees(&self, words: &str) -> impl Future<Output = ()> {
        let place = std::panic::Location::caller();
        let expression = format!("everything().toLowerCase().includes({:?}.toLowerCase())", words);
        async move {
            self.value(&format!("the page says {words:?}"), &expression, place).await;
        }
    }

    /// Waits until the letter in the preview contains these words.
    #[track_caller]
    pub fn letter_says(&self, words: &str) -> impl Future<Output = ()> {
        let place = std::panic::Location::caller();
        let expression = format!("tidy(letter()?.body?.innerText).includes({words:?})");
        async move {
            self.value(&format!("the preview says {words:?}"), &expression, place).await;
        }
    }

    /// Waits for a thing of this kind whose name matches a regular expression, and clicks it as a person would.
    #[track_caller]
    pub fn click(&self, kind: &str, name: &str) -> impl Future<Output = ()> {
        let place = std::panic::Location::caller();
        let found = format!("find({kind:?}, {name:?})");
        let expression = format!("usable({found})");
        async move {
            let started = Instant::now();
            loop {
                let element = self.value(&format!("{kind} {name:?} can be used"), &expression, place).await;
                match self.element(&element).click().await {
                    Ok(()) => return,
                    // It moved or was drawn anew between the look and the click; look again.
                    Err(error) if started.elapsed() > PATIENCE => {
                        self.give_up(&format!("{kind} {name:?} can't be clicked: {error}"), place).await
                    }
                    Err(_) => {
                        // It may lie below the bar at the top; a person would scroll.
                        let centre = format!("{found}?.scrollIntoView({{ block: 'center' }})");
                        self.ask(&centre).await;
                        tokio::time::sleep(GLANCE).await;
                    }
                }
            }
        }
    }

    /// Replaces the text of a field by typing.
    #[track_caller]
    pub fn fill(&self, name: &str, text: &str) -> impl Future<Output = ()> {
        let place = std::panic::Location::caller();
        let (name, text) = (name.to_owned(), text.to_owned());
        async move {
            let field = self.clicked_field(&name, place).await;
            // Ctrl A, then type over it: as a person does, so the page hears the same events.
            field.send_keys("\u{e009}a\u{e000}").await.unwrap();
            field.send_keys(if text.is_empty() { "\u{e017}" } else { &text }).await.unwrap();
        }
    }

    /// Types at the end of a field.
    #[track_caller]
    pub fn add(&self, name: &str, text: &str) -> impl Future<Output = ()> {
        let place = std::panic::Location::caller();
        let (name, text) = (name.to_owned(), text.to_owned());
        async move {
            let field = self.clicked_field(&name, place).await;
            // Ctrl End.
            field.send_keys("\u{e009}\u{e010}\u{e000}").await.unwrap();
            field.send_keys(&text).await.unwrap();
        }
    }

    /// A field that was clicked. The letter's editor may take the place of the plain field meanwhile; then it is that.
    async fn clicked_field(&self, name: &str, place: &'static std::panic::Location<'static>) -> Element {
        let started = Instant::now();
        loop {
            let expression = format!("find('field', {name:?})");
            let found = self.value(&format!("field {name:?} is there"), &expression, place).await;
            let field = self.element(&found);
            match field.click().await {
                Ok(()) => return field,
                Err(error) if started.elapsed() > PATIENCE => {
                    self.give_up(&format!("field {name:?} can't be clicked: {error}"), place).await
                }
                Err(_) => tokio::time::sleep(GLANCE).await,
            }
        }
    }

    /// Presses keys where the focus is.
    pub async fn press(&self, keys: &str) {
        self.client.active_element().await.unwrap().send_keys(keys).await.unwrap();
    }

    /// What was downloaded so far, under way or whole.
    pub fn downloads(&self) -> Vec<PathBuf> {
        std::fs::read_dir(self.temp.folder("downloads"))
            .unwrap()
            .flatten()
            .map(|entry| entry.path())
            .collect()
    }

    /// Gives a file to the page's file input, which is the other way in beside dropping it.
    #[track_caller]
    pub fn give_file(&self, path: &Path) -> impl Future<Output = ()> {
        // While a list is being read, the suppression list's input is the only one.
        self.give_file_to("document.querySelector('main input[type=file]:not(.suppressed *)')", path)
    }

    /// The same, to the input that an expression finds.
    #[track_caller]
    pub fn give_file_to(&self, expression: &'static str, path: &Path) -> impl Future<Output = ()> {
        let place = std::panic::Location::caller();
        async move {
            let found = self.value("a file input is there", expression, place).await;
            self.element(&found).send_keys(&path.display().to_string()).await.unwrap();
        }
    }

    /// Waits for a file in the folder of downloads, whole, with this ending.
    #[track_caller]
    pub fn downloaded(&self, ending: &str) -> impl Future<Output = PathBuf> {
        let place = std::panic::Location::caller();
        async move {
            let started = Instant::now();
            while started.elapsed() < PATIENCE {
                let files = self.downloads();
                let under_way = files.iter().any(|path| path.extension().is_some_and(|e| e == "crdownload"));
                let done = files.iter().find(|path| path.extension().is_some_and(|e| e == ending));
                if let (false, Some(path)) = (under_way, done) {
                    return path.clone();
                }
                tokio::time::sleep(GLANCE).await;
            }
            self.give_up(&format!("no .{ending} file was downloaded"), place).await
        }
    }

    /// A method of the DevTools protocol.
    pub async fn devtools(&self, method: &str, parameters: Value) -> Value {
        self.client.issue_cmd(Own::devtools(method, parameters)).await.unwrap()
    }

    /// Errors on the console since the last look. Only Chromium tells them.
    pub async fn console_errors(&self) -> Vec<String> {
        if self.kind() != Kind::Chromium {
            return Vec::new();
        }
        let lines = self.client.issue_cmd(Own::console()).await.unwrap();
        lines
            .as_array()
            .into_iter()
            .flatten()
            .filter(|line| line["level"] == "SEVERE")
            .map(|line| line["message"].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// Sets the size of the page, and light or dark as the system would say it.
    pub async fn look(&self, width: u32, height: u32, scheme: &str) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", size).await;
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
        self.until(
            "the page has its new size and scheme",
            &format!("innerWidth === {width} && matchMedia('(prefers-color-scheme: {scheme})').matches"),
        )
        .await;
    }

    async fn value(&self, what: &str, expression: &str, place: &std::panic::Location<'_>) -> Value {
        let started = Instant::now();
        let script = format!("{PERSON}\nreturn ({expression});");
        let mut last = String::new();
        while started.elapsed() < PATIENCE {
            match self.client.execute(&script, Vec::new()).await {
                Ok(Value::Null | Value::Bool(false)) => last = "it is not so".into(),
                Ok(value) => return value,
                // The page may be between two documents.
                Err(error) => last = error.to_string(),
            }
            tokio::time::sleep(GLANCE).await;
        }
        self.give_up(&format!("waited in vain until {what} ({last})"), place).await
    }

    fn element(&self, found: &Value) -> Element {
        let id = found.as_object().and_then(|object| object.values().next()).and_then(Value::as_str);
        let id = id.unwrap_or_else(|| panic!("no element: {found}"));
        Element::from_element_id(self.client.clone(), ElementRef::from(id.to_owned()))
    }

    /// Panics with all that helps: what the page says, what the console said, and a picture in tests/shots.
    async fn give_up(&self, why: &str, place: &std::panic::Location<'_>) -> ! {
        let page = self.client.execute("return document.body.innerText", Vec::new()).await;
        let page = page.ok().and_then(|text| text.as_str().map(str::to_owned)).unwrap_or_default();
        let console = self.console_errors().await;
        self.keep_picture(&format!("failed-line-{}", place.line())).await;
        panic!("{place}: {why}\n--- the page ---\n{page}\n--- the console ---\n{}", console.join("\n"));
    }
}

/// A page's heading: its word in the address with a capital.
fn heading_of(page: &str) -> String {
    let mut letters = page.split('?').next().unwrap_or_default().chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
