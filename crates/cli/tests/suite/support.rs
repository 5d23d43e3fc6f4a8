//! What the tests share: a running server, requests, fresh folders.

use serde_json::Value;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// The command, without a token from the environment.
pub fn postroom() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_postroom"));
    command.env_remove("POSTROOM_TOKEN").env_remove("POSTROOM_KEY");
    command
}

/// A folder of its own for each test, gone when the test is over.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Folder {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("postroom-test-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Writes a file and returns its path.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A server on a free port; killed when dropped.
pub struct Server {
    child: Child,
    /// The first line on standard output.
    pub line: String,
    /// `127.0.0.1:PORT`.
    pub address: String,
}

impl Server {
    /// Starts `postroom serve --listen 127.0.0.1:0` with more arguments, in a folder.
    pub fn start(folder: &Path, args: &[&str]) -> Server {
        Server::start_as(postroom().args(["serve", "--listen", "127.0.0.1:0"]).args(args).current_dir(folder))
    }

    /// Starts a prepared command and waits for its line.
    pub fn start_as(command: &mut Command) -> Server {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        if line.is_empty() {
            let mut error = String::new();
            child.stderr.take().unwrap().read_to_string(&mut error).unwrap();
            panic!("the server did not start: {error}");
        }
        let address = line.split("http://").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
        Server { child, line: line.trim_end().to_owned(), address }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Asks it to stop, and waits for the end.
    #[cfg(unix)]
    pub fn stop(mut self) -> std::process::ExitStatus {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        let since = Instant::now();
        while since.elapsed() < Duration::from_secs(20) {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("the server did not stop");
    }

    /// Ends it, and gives what it said on standard error.
    pub fn ended(mut self) -> String {
        let mut error = self.child.stderr.take().unwrap();
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        let mut said = String::new();
        error.read_to_string(&mut said).unwrap();
        said
    }

    /// Ends it at once, as a power cut would.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer, read to its end.
pub struct Answer {
    pub status: u16,
    pub headers: ureq::http::HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }
}

fn agent() -> ureq::Agent {
    let config = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(60)))
        .build();
    ureq::Agent::new_with_config(config)
}

fn read(result: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Answer {
    let (parts, mut body) = result.unwrap().into_parts();
    let body = body.read_to_vec().unwrap();
    Answer { status: parts.status.as_u16(), headers: parts.headers, body }
}

/// A GET with headers.
pub fn get(url: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = agent().get(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    read(request.call())
}

/// Sends what `relays::own_relay` built, with more headers.
pub fn send(request: &relays::HttpRequest, headers: &[(&str, &str)]) -> Answer {
    assert_eq!(request.method, "POST");
    let mut post = agent().post(&request.url);
    for (name, value) in &request.headers {
        post = post.header(name, value);
    }
    for (name, value) in headers {
        post = post.header(*name, *value);
    }
    read(post.send(&request.body[..]))
}

/// A POST of bytes with headers.
pub fn agent_post(url: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
    let mut post = agent().post(url);
    for (name, value) in headers {
        post = post.header(*name, *value);
    }
    read(post.send(body))
}

/// A small message from Ann to a recipient under a key.
pub fn message(server: &Server, to: &str, key: &str) -> relays::HttpRequest {
    let text =
        format!("From: ann@example.test\r\nTo: {to}\r\nSubject: Hello\r\n\r\nHello.\r\n.\r\nDots.\r\n");
    relays::own_relay(&server.url(""), "ann@example.test", to, key, text.into_bytes())
}

/// How an answer is read by the code that the page uses.
pub fn outcome(answer: &Answer) -> relays::Answer {
    relays::read_answer(Some(answer.status), answer.text())
}

/// The files in a folder, sorted.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}
