//! A browser and its driver.

use std::net::{TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use super::kind::Kind;

/// A running driver; stopped on drop, and with it every browser that it started.
pub struct Driver {
    kind: Kind,
    child: Child,
    address: String,
}

/// How long a driver may take to answer.
const STARTS_WITHIN: Duration = Duration::from_secs(20);

impl Driver {
    /// Starts it on a free port.
    pub fn start(kind: Kind) -> Driver {
        // Drivers other than Chromium's don't say which port they chose, so one is chosen for them.
        let free = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr()).unwrap();
        let child = kind
            .driver(free.port())
            // A group of its own, so that the browsers that it started end with it, also after a panic.
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("the driver of {kind:?} does not start: {error}"));
        let driver = Driver { kind, child, address: format!("http://{free}") };
        let started = Instant::now();
        while TcpStream::connect(free).is_err() {
            assert!(started.elapsed() < STARTS_WITHIN, "the driver of {kind:?} does not listen");
            std::thread::sleep(Duration::from_millis(20));
        }
        driver
    }

    /// Which browser it drives.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Opens a browser with this profile. Files that it downloads go to a folder.
    pub async fn open(&self, profile: &Path, downloads: &Path) -> Client {
        ClientBuilder::new(HttpConnector::new())
            .capabilities(self.kind.capabilities(profile, downloads))
            .connect(&self.address)
            .await
            .unwrap_or_else(|error| panic!("the driver opens no {:?}: {error}", self.kind))
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
