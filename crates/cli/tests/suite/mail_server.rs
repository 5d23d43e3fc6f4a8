//! A mail server behind the relay: a scripted one that answers as told, and a real Postfix where there is one.

use crate::support::{Folder, Server, message, outcome, send};
use relays::Answer;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What the scripted server saw: the lines of every message, and how many connections there were.
#[derive(Default)]
struct Seen {
    messages: Vec<String>,
    connections: usize,
}

/// Starts a server that answers RCPT by the recipient's local part, and takes commands one by one or in one go. Returns
/// its port and what it sees.
fn scripted(pipelines: bool) -> (u16, Arc<Mutex<Seen>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let seen = Arc::new(Mutex::new(Seen::default()));
    let shared = Arc::clone(&seen);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let seen = Arc::clone(&shared);
            seen.lock().unwrap().connections += 1;
            std::thread::spawn(move || serve(stream.unwrap(), &seen, pipelines));
        }
    });
    (port, seen)
}

/// One connection; returns when either side hangs up.
fn serve(stream: TcpStream, seen: &Mutex<Seen>, pipelines: bool) -> Option<()> {
    let mut out = stream.try_clone().ok()?;
    let mut lines = BufReader::new(stream).lines();
    let mut say = |text: &str| out.write_all(format!("{text}\r\n").as_bytes()).ok();
    say("220 mx.example.test ESMTP")?;
    let mut after_data = "250 2.0.0 Ok: queued as 4F2A";
    loop {
        let line = lines.next()?.ok()?;
        match line.split([' ', ':']).next().unwrap_or("") {
            "EHLO" if pipelines => {
                say("250-mx.example.test\r\n250-8BITMIME\r\n250-PIPELINING\r\n250 ENHANCEDSTATUSCODES")?
            }
            "EHLO" => say("250-mx.example.test\r\n250-8BITMIME\r\n250 ENHANCEDSTATUSCODES")?,
            "RCPT" if line.contains("nouser") => {
                say("550-5.1.1 No such user\r\n550 5.1.1 ask the postmaster")?
            }
            "RCPT" if line.contains("grey") => say("451 4.7.1 Greylisted")?,
            "RCPT" if line.contains("hangup") => return None,
            "RCPT" if line.contains("spam") => {
                after_data = "554 5.7.1 Looks like spam";
                say("250 2.1.5 Ok")?;
            }
            "RCPT" if line.contains("cut") => {
                after_data = "";
                say("250 2.1.5 Ok")?;
            }
            "DATA" => {
                say("354 Go on")?;
                let mut message = String::new();
                loop {
                    match lines.next()?.ok()?.as_str() {
                        "." => break,
                        line => message.push_str(&format!("{}\n", line.strip_prefix('.').unwrap_or(line))),
                    }
                }
                seen.lock().unwrap().messages.push(message);
                if after_data.is_empty() {
                    return None;
                }
                say(after_data)?;
            }
            "QUIT" => return say("221 2.0.0 Bye"),
            _ => say("250 2.0.0 Ok")?,
        }
    }
}

#[test]
fn the_server_s_own_words_come_back() {
    words_come_back(false);
}

#[test]
fn and_so_they_do_where_commands_go_in_one() {
    words_come_back(true);
}

#[track_caller]
fn words_come_back(pipelines: bool) {
    let (port, seen) = scripted(pipelines);
    let folder = Folder::new();
    let relay = format!("smtp://127.0.0.1:{port}");
    let server = Server::start(folder.path(), &["--relay", &relay, "--journal", "j.sqlite"]);
    assert!(server.line.ends_with(&format!("(relay: smtp://127.0.0.1:{port})")), "{}", server.line);
    let hand_over = |to: &str| {
        let answer = send(&message(&server, &format!("{to}@example.test"), to), &[]);
        (answer.status, outcome(&answer))
    };

    let (status, accepted) = hand_over("bo");
    assert!(
        matches!(&accepted, Answer::Accepted { reply, .. } if reply == "250 2.0.0 Ok: queued as 4F2A"),
        "{accepted:?}"
    );
    assert_eq!(status, 200);
    assert_eq!(
        hand_over("nouser"),
        (422, Answer::Refused { reply: "550 5.1.1 No such user ask the postmaster".into() })
    );
    assert_eq!(
        hand_over("grey"),
        (503, Answer::Later { after_secs: None, reply: "451 4.7.1 Greylisted".into() })
    );
    // One connection did all of it.
    assert_eq!(seen.lock().unwrap().connections, 1);
    assert_eq!(hand_over("spam"), (422, Answer::Refused { reply: "554 5.7.1 Looks like spam".into() }));

    // The message came through unchanged, dots and last line included.
    let sent =
        String::from_utf8(message(&server, "bo@example.test", "bo").body).unwrap().replace("\r\n", "\n");
    assert_eq!(seen.lock().unwrap().messages[0], sent);
}

#[test]
fn a_broken_connection_before_the_message_is_later_and_after_it_unknown() {
    let (port, seen) = scripted(true);
    let folder = Folder::new();
    let relay = format!("smtp://127.0.0.1:{port}");
    let server = Server::start(folder.path(), &["--relay", &relay, "--journal", "j.sqlite"]);

    let hangup = send(&message(&server, "hangup@example.test", "a"), &[]);
    assert!(matches!(outcome(&hangup), Answer::Later { .. }), "{}", hangup.text());
    assert_eq!(hangup.json()["error"]["code"], "unreachable");

    for _ in 0..2 {
        let cut = send(&message(&server, "cut@example.test", "b"), &[]);
        assert!(matches!(outcome(&cut), Answer::Unknown { .. }), "{}", cut.text());
        assert_eq!((cut.status, cut.json()["error"]["code"].as_str()), (502, Some("outcome-unknown")));
    }
    assert_eq!(seen.lock().unwrap().messages.len(), 1, "the second POST sent it again");
}

#[test]
fn no_server_there_is_later_and_says_so() {
    let folder = Folder::new();
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let relay = format!("smtp://127.0.0.1:{free}");
    let server = Server::start(folder.path(), &["--relay", &relay, "--journal", "j.sqlite"]);
    let answer = send(&message(&server, "bo@example.test", "k"), &[]);
    assert_eq!((answer.status, answer.json()["error"]["code"].as_str()), (503, Some("unreachable")));
    assert!(matches!(outcome(&answer), Answer::Later { .. }));
}

#[test]
fn letters_beyond_ascii_need_a_server_that_takes_them() {
    let (port, _) = scripted(false);
    let folder = Folder::new();
    let relay = format!("smtp://127.0.0.1:{port}");
    let server = Server::start(folder.path(), &["--relay", &relay, "--journal", "j.sqlite"]);
    let answer = send(&message(&server, "用户@example.test", "k"), &[]);
    assert_eq!((answer.status, answer.json()["error"]["code"].as_str()), (422, Some("smtputf8-unsupported")));
}
