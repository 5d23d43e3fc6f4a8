//! Chromium and its driver.

use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use super::{place, server};

/// A running chromedriver; stopped on drop, and with it every browser that it started.
pub struct Driver {
    child: Child,
    address: String,
}

impl Driver {
    /// Starts it on a port of its own choice.
    pub fn start() -> Driver {
        let mut child = Command::new(place("POSTROOM_CHROMEDRIVER", "chromedriver"))
            .arg("--port=0")
            // A group of its own, so that the browsers that it started end with it, also after a panic.
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts");
        let (sender, lines) = mpsc::channel();
        server::listen(child.stdout.take().unwrap(), sender);
        while let Ok(line) = lines.recv_timeout(Duration::from_secs(20)) {
            let port = line.strip_prefix("ChromeDriver was started successfully on port ");
            if let Some(port) = port.and_then(|port| port.trim_end_matches('.').parse::<u16>().ok()) {
                return Driver { child, address: format!("http://127.0.0.1:{port}") };
            }
        }
        let _ = child.kill();
        let _ = child.wait();
        panic!("chromedriver did not say its port");
    }

    /// Opens a browser with this profile. Files that it downloads go to a folder.
    pub async fn open(&self, profile: &Path, downloads: &Path) -> Client {
        let mut arguments: Vec<String> = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=1440,900",
            "--lang=en-GB",
        ]
        .map(str::to_owned)
        .into();
        arguments.push(format!("--user-data-dir={}", profile.display()));
        let capabilities = json!({
            "browserName": "chrome",
            "goog:loggingPrefs": { "browser": "ALL" },
            "goog:chromeOptions": {
                "binary": place("POSTROOM_CHROMIUM", "chromium"),
                "args": arguments,
                "prefs": {
                    "download.default_directory": downloads,
                    "download.prompt_for_download": false,
                },
            },
        });
        let capabilities: Capabilities = serde_json::from_value(capabilities).unwrap();
        ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&self.address)
            .await
            .expect("chromedriver opens Chromium")
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let group = format!("-{}", self.child.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A command of chromedriver's own, below the session's address.
#[derive(Debug)]
pub struct Own {
    path: &'static str,
    body: Value,
}

impl Own {
    /// A method of the DevTools protocol.
    pub fn devtools(method: &str, parameters: Value) -> Own {
        Own { path: "goog/cdp/execute", body: json!({ "cmd": method, "params": parameters }) }
    }

    /// The lines of the console since the last time.
    pub fn console() -> Own {
        Own { path: "se/log", body: json!({ "type": "browser" }) }
    }
}

impl WebDriverCompatibleCommand for Own {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}
