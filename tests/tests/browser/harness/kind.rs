//! The browsers, and how each is started: Chromium, Firefox, and WebKit as Safari has it.

use std::path::Path;
use std::process::Command;

use fantoccini::wd::Capabilities;
use serde_json::json;

use super::place;

/// A kind of browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Chromium, in which most tests run.
    Chromium,
    /// Firefox.
    Firefox,
    /// WebKit's own small browser. It keeps nothing between two visits.
    WebKit,
}

impl Kind {
    /// The command that starts its driver on a port.
    pub fn driver(self, port: u16) -> Command {
        let (variable, usual) = match self {
            Kind::Chromium => ("POSTROOM_CHROMEDRIVER", "chromedriver"),
            Kind::Firefox => ("POSTROOM_GECKODRIVER", "geckodriver"),
            Kind::WebKit => ("POSTROOM_WEBKITDRIVER", "WebKitWebDriver"),
        };
        let driver = place(variable, usual);
        let mut command = match self {
            // WebKit has no mode without a display.
            Kind::WebKit => {
                let mut command = Command::new(place("POSTROOM_XVFB", "xvfb-run"));
                command.arg("--auto-servernum").arg("--server-args=-screen 0 1440x900x24").arg(driver);
                // Its sandbox needs namespaces, which a container has none of, and it shows nothing but our pages.
                command.env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1");
                command.env("WEBKIT_DISABLE_COMPOSITING_MODE", "1");
                command
            }
            Kind::Chromium | Kind::Firefox => Command::new(driver),
        };
        command.arg(format!("--port={port}"));
        if self == Kind::Firefox {
            command.arg("--websocket-port=0");
        }
        command
    }

    /// What is asked of the driver for a browser with this profile and this folder of downloads.
    pub fn capabilities(self, profile: &Path, downloads: &Path) -> Capabilities {
        let capabilities = match self {
            Kind::Chromium => chromium(profile, downloads),
            Kind::Firefox => json!({
                "browserName": "firefox",
                "moz:firefoxOptions": {
                    "binary": place("POSTROOM_FIREFOX", "firefox-esr"),
                    "args": ["-headless", "-profile", profile, "--width=1440", "--height=900"],
                    "prefs": {
                        "browser.download.folderList": 2,
                        "browser.download.dir": downloads,
                        "browser.download.alwaysOpenPanel": false,
                    },
                },
            }),
            Kind::WebKit => json!({}),
        };
        serde_json::from_value(capabilities).unwrap()
    }
}

fn chromium(profile: &Path, downloads: &Path) -> serde_json::Value {
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
    json!({
        "browserName": "chrome",
        "goog:loggingPrefs": { "browser": "ALL" },
        "goog:chromeOptions": {
            "binary": place("POSTROOM_CHROMIUM", "chromium"),
            "args": arguments,
            "prefs": {
                "download.default_directory": downloads,
                "download.prompt_for_download": false,
                // A person who was asked once, and lets the app save several files.
                "profile.default_content_setting_values.automatic_downloads": 1,
            },
        },
    })
}
