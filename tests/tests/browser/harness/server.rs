//! The real `postroom serve`, with its relay writing into a Maildir.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Sender};
use std::time::Duration;

use super::place;

/// A running server; stopped on drop.
pub struct Server {
    child: Child,
    address: String,
}

impl Server {
    /// Starts it on a free port, with `relay` as its `--relay`, in a folder of its own.
    pub fn start(relay: &str, folder: &Path) -> Server {
        let mut child = Command::new(place("POSTROOM_BIN", "target/debug/postroom"))
            .args(["serve", "--listen", "127.0.0.1:0", "--relay", relay, "--app"])
            .arg(place("POSTROOM_DIST", "dist"))
            .current_dir(folder)
            .env("HOME", folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("postroom serve starts");
        let (sender, lines) = mpsc::channel();
        listen(child.stdout.take().unwrap(), sender.clone());
        listen(child.stderr.take().unwrap(), sender);
        let mut said = Vec::new();
        while let Ok(line) = lines.recv_timeout(Duration::from_secs(20)) {
            if let Some(address) = address_in(&line) {
                return Server { child, address };
            }
            said.push(line);
        }
        let _ = child.kill();
        let _ = child.wait();
        panic!("postroom serve did not say where it listens; it said: {said:?}");
    }

    /// `http://127.0.0.1:PORT`.
    pub fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads a stream to its end, so that the server never waits for a reader, and passes the lines on.
pub fn listen(stream: impl Read + Send + 'static, lines: Sender<String>) {
    std::thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            // Nobody listens any more once the address is known.
            let _ = lines.send(line);
        }
    });
}

fn address_in(line: &str) -> Option<String> {
    let start = line.find("http://127.0.0.1:")?;
    let end = line[start + 7..]
        .find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ':'))
        .map_or(line.len(), |end| start + 7 + end);
    Some(line[start..end].trim_end_matches(['.', ':']).to_owned())
}
