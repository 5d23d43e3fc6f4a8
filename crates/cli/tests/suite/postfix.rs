//! A real Postfix behind the relay. It needs root, the package `postfix` and the script of the shared folder; where
//! one is missing the test says so and ends.

use crate::support::{Folder, Server, files, message, outcome, send, shared};
use relays::Answer;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

const ADDRESS: &str = "127.0.0.1:2525";

/// A private Postfix; stopped when dropped.
struct Postfix {
    script: PathBuf,
    folder: Folder,
}

impl Postfix {
    /// Starts it, or says why not.
    fn start() -> Result<Postfix, String> {
        let script =
            shared().map(|shared| shared.join("tools/postfix_peer.sh")).filter(|script| script.is_file());
        let script = script.ok_or("the shared folder with postfix_peer.sh is not there")?;
        if !Path::new("/usr/sbin/postfix").exists() {
            return Err("Postfix is not installed".to_owned());
        }
        if TcpStream::connect(ADDRESS).is_ok() {
            return Err(format!("{ADDRESS} is in use"));
        }
        let folder = Folder::new();
        let output = Command::new("bash").arg(&script).arg("start").arg(folder.path()).output().unwrap();
        if !output.status.success() {
            return Err(format!("Postfix does not start: {}", String::from_utf8_lossy(&output.stderr)));
        }
        let postfix = Postfix { script, folder };
        let since = Instant::now();
        while TcpStream::connect(ADDRESS).is_err() {
            if since.elapsed() > Duration::from_secs(20) {
                return Err("Postfix does not answer".to_owned());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(postfix)
    }
}

impl Drop for Postfix {
    fn drop(&mut self) {
        let _ = Command::new("bash").arg(&self.script).arg("stop").arg(self.folder.path()).output();
    }
}

#[test]
fn every_reply_of_postfix_comes_back_as_it_is() {
    let postfix = match Postfix::start() {
        Ok(postfix) => postfix,
        Err(why) => return println!("skipped: {why}"),
    };
    let folder = Folder::new();
    let server = Server::start(folder.path(), &["--relay", "smtp://127.0.0.1:2525", "--journal", "j.sqlite"]);
    let hand_over = |to: &str| {
        let to = format!("{to}@example.test");
        outcome(&send(&message(&server, &to, &format!("key-{to}")), &[]))
    };
    for (to, begins) in [
        ("nouser", "550 5.1.1 "),
        ("full", "552 5.2.2 "),
        ("spam", "554 5.7.1 "),
        ("dmarc", "550 5.7.26 "),
        ("moved", "551 5.1.6 "),
        ("baddom", "550 5.1.2 "),
    ] {
        let answer = hand_over(to);
        assert!(
            matches!(&answer, Answer::Refused { reply } if reply.starts_with(begins)),
            "{to}: {answer:?}"
        );
    }
    for (to, begins) in
        [("over", "452 4.2.2 "), ("grey", "451 4.7.1 "), ("busy", "421 4.3.2 "), ("rate", "450 4.2.1 ")]
    {
        let answer = hand_over(to);
        assert!(
            matches!(&answer, Answer::Later { reply, .. } if reply.starts_with(begins)),
            "{to}: {answer:?}"
        );
    }
    for to in ["bo", "用户"] {
        let answer = hand_over(to);
        assert!(
            matches!(&answer, Answer::Accepted { reply, .. } if reply.contains("queued as")),
            "{to}: {answer:?}"
        );
    }
    // Larger than its message_size_limit.
    let mut large = message(&server, "bo@example.test", "large");
    large.body.extend(b"0123456789012345678901234567890123456789\r\n".repeat(6000));
    let answer = outcome(&send(&large, &[]));
    assert!(matches!(&answer, Answer::Refused { reply } if reply.starts_with("552 5.3.4 ")), "{answer:?}");

    // A repeated key reaches nobody twice.
    hand_over("bo");
    let inbox = postfix.folder.path().join("mail/inbox/new");
    let since = Instant::now();
    while (!inbox.is_dir() || files(&inbox).len() < 2) && since.elapsed() < Duration::from_secs(30) {
        std::thread::sleep(Duration::from_millis(100));
    }
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(files(&inbox).len(), 2);
}
