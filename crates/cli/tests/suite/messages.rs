//! Messages into the default Maildir: delivered, once, whatever is repeated.

use crate::support::{Folder, Server, files, get, message, outcome, send};
use relays::Answer;

#[test]
fn a_message_lands_in_the_default_maildir() {
    let folder = Folder::new();
    let server = Server::start(folder.path(), &[]);
    assert_eq!(
        server.line,
        format!("Postroom is at http://{} (relay: Maildir in outbox/Maildir)", server.address)
    );

    let request = message(&server, "bo@example.test", "k-1");
    let answer = send(&request, &[]);
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert!(matches!(outcome(&answer), Answer::Accepted { reply, .. } if reply.starts_with("250 2.0.0 ")));

    let new = files(&folder.path().join("outbox/Maildir/new"));
    assert_eq!(new.len(), 1);
    let file = std::fs::read(&new[0]).unwrap();
    let envelope = b"Return-Path: <ann@example.test>\r\nDelivered-To: bo@example.test\r\n";
    assert_eq!(file, [&envelope[..], &request.body].concat());
    assert!(files(&folder.path().join("outbox/Maildir/tmp")).is_empty());
}

#[test]
fn a_repeated_key_sends_nothing_also_after_a_restart() {
    let folder = Folder::new();
    let server = Server::start(folder.path(), &["--relay", "file:box"]);
    let first = send(&message(&server, "bo@example.test", "k"), &[]);
    let again = send(&message(&server, "bo@example.test", "k"), &[]);
    assert_eq!((first.status, first.text()), (again.status, again.text()));
    #[cfg(unix)]
    assert!(server.stop().success());
    // A reader takes the message away; the journal knows it all the same.
    for file in files(&folder.path().join("box/new")) {
        std::fs::remove_file(file).unwrap();
    }

    let server = Server::start(folder.path(), &["--relay", "file:box"]);
    let later = send(&message(&server, "bo@example.test", "k"), &[]);
    assert_eq!((later.status, later.text()), (200, first.text()));
    assert!(files(&folder.path().join("box/new")).is_empty());

    let fate = get(&server.url("/api/v1/messages/k"), &[]).json();
    assert_eq!(fate["state"], "accepted");
    assert_eq!(fate["reply"]["code"], 250);
    assert_eq!(get(&server.url("/api/v1/messages/other"), &[]).json()["error"]["code"], "unknown-key");
}

#[test]
fn many_at_the_same_time_send_once_a_key() {
    let folder = Folder::new();
    let server = Server::start(folder.path(), &["--relay", "file:box"]);
    std::thread::scope(|scope| {
        for i in 0..40 {
            let server = &server;
            scope.spawn(move || {
                let key = format!("k{}", i % 10);
                let answer = send(&message(server, "bo@example.test", &key), &[]);
                assert_eq!(answer.status, 200, "{}", answer.text());
            });
        }
    });
    assert_eq!(files(&folder.path().join("box/new")).len(), 10);
}

#[test]
fn a_key_belongs_to_one_message() {
    let folder = Folder::new();
    let server = Server::start(folder.path(), &["--relay", "file:box"]);
    assert_eq!(send(&message(&server, "bo@example.test", "k"), &[]).status, 200);
    let other = send(&message(&server, "cy@example.test", "k"), &[]);
    assert_eq!((other.status, other.json()["error"]["code"].as_str()), (409, Some("key-reused")));
    assert_eq!(files(&folder.path().join("box/new")).len(), 1);
}

#[test]
fn a_power_cut_before_the_answer_is_settled_by_looking() {
    let folder = Folder::new();
    let server = Server::start(folder.path(), &["--relay", "file:box"]);
    for key in ["there", "half", "gone"] {
        assert_eq!(send(&message(&server, "bo@example.test", key), &[]).status, 200);
    }
    server.kill();
    // The journal as it stands while requests are out.
    let journal = rusqlite::Connection::open(folder.path().join("box/postroom-journal.sqlite")).unwrap();
    journal.execute("UPDATE message SET state = 'sent', id = NULL, reply = NULL", []).unwrap();
    drop(journal);
    let name = |key: &str| {
        use sha2::Digest;
        let hex: String = sha2::Sha256::digest(key).iter().take(16).map(|b| format!("{b:02x}")).collect();
        format!("{hex}.postroom")
    };
    let folder_box = folder.path().join("box");
    let new = folder_box.join("new");
    std::fs::rename(new.join(name("there")), folder_box.join("cur").join(format!("{}:2,S", name("there"))))
        .unwrap();
    std::fs::rename(new.join(name("half")), folder_box.join("tmp").join(name("half"))).unwrap();
    std::fs::remove_file(new.join(name("gone"))).unwrap();

    let server = Server::start(folder.path(), &["--relay", "file:box"]);
    assert_eq!(get(&server.url("/api/v1/messages/gone"), &[]).json()["state"], "unknown");
    // In `cur`: it was delivered, and a reader has seen it.
    assert_eq!(send(&message(&server, "bo@example.test", "there"), &[]).status, 200);
    // In `tmp`: it was not, so it is now.
    assert_eq!(send(&message(&server, "bo@example.test", "half"), &[]).status, 200);
    // Nowhere: it may have been read and moved, so nothing is sent.
    let gone = send(&message(&server, "bo@example.test", "gone"), &[]);
    assert!(matches!(outcome(&gone), Answer::Unknown { .. }), "{}", gone.text());
    assert_eq!(files(&new), [new.join(name("half"))]);
}

#[track_caller]
fn refused(change: impl Fn(&mut relays::HttpRequest), status: u16, code: &str) {
    let folder = Folder::new();
    let server = Server::start(folder.path(), &["--relay", "file:box"]);
    let mut request = message(&server, "bo@example.test", "k");
    change(&mut request);
    let answer = send(&request, &[]);
    let json = answer.json();
    assert_eq!((answer.status, json["error"]["code"].as_str()), (status, Some(code)), "{json}");
    assert!(json["error"]["message"].is_string() && json["reply"].is_null());
    let document: serde_json::Value = serde_json::from_str(include_str!("../../data/openapi.json")).unwrap();
    let listed =
        &document["components"]["schemas"]["Failure"]["properties"]["error"]["properties"]["code"]["enum"];
    assert!(listed.as_array().unwrap().iter().any(|listed| listed == code), "{code} is not in openapi.json");
    assert!(!answer.text().contains("example.test"), "an address in an error: {}", answer.text());
    assert!(files(&folder.path().join("box/new")).is_empty());
    assert!(matches!(outcome(&answer), Answer::Refused { .. }));
}

fn set(request: &mut relays::HttpRequest, name: &str, value: Option<&str>) {
    request.headers.retain(|(header, _)| header != name);
    request.headers.extend(value.map(|value| (name.to_owned(), value.to_owned())));
}

#[test]
fn requests_that_are_none_are_refused_in_one_shape() {
    refused(|r| set(r, "Idempotency-Key", None), 400, "no-key");
    refused(|r| set(r, "Idempotency-Key", Some("a b")), 400, "no-key");
    refused(|r| set(r, "X-Envelope-From", None), 400, "no-sender");
    refused(|r| set(r, "X-Envelope-From", Some("ann at example.test")), 400, "bad-sender");
    refused(|r| set(r, "X-Envelope-To", None), 400, "no-recipient");
    refused(|r| set(r, "X-Envelope-To", Some("bo@example.test%0D%0ADATA")), 400, "bad-recipient");
    refused(|r| set(r, "Content-Type", Some("application/json")), 415, "media-type");
    refused(|r| r.body = b"just words".to_vec(), 422, "not-a-message");
    refused(|r| r.body.clear(), 422, "not-a-message");
    refused(|r| r.body = vec![b'x'; 26 * 1024 * 1024], 413, "too-large");
}

#[test]
fn the_null_sender_and_letters_beyond_ascii_are_taken() {
    let folder = Folder::new();
    let server = Server::start(folder.path(), &["--relay", "file:box"]);
    let mut request = message(&server, "用户@example.test", "k");
    set(&mut request, "X-Envelope-From", Some(""));
    assert_eq!(send(&request, &[]).status, 200);
    let file = std::fs::read_to_string(&files(&folder.path().join("box/new"))[0]).unwrap();
    assert!(file.starts_with("Return-Path: <>\r\nDelivered-To: 用户@example.test\r\n"), "{file}");
}

#[test]
fn the_api_describes_itself() {
    let folder = Folder::new();
    let server = Server::start(folder.path(), &["--relay", "file:box"]);
    let relay = get(&server.url("/api/v1/relay"), &[]).json();
    assert_eq!(relay["transport"], "file");
    assert_eq!(relay["target"], "Maildir in box");
    assert_eq!(relay["max_message_bytes"], 25 * 1024 * 1024);
    assert_eq!(get(&server.url("/healthz"), &[]).text(), "ok\n");
    let openapi = get(&server.url("/api/v1/openapi.json"), &[]);
    assert_eq!(openapi.header("content-type"), "application/json");
    let paths: Vec<String> = openapi.json()["paths"].as_object().unwrap().keys().cloned().collect();
    let expected = [
        "/api/v1/forward/{preset}",
        "/api/v1/messages",
        "/api/v1/messages/{key}",
        "/api/v1/relay",
        "/healthz",
        "/metrics",
    ];
    assert_eq!(paths, expected);
    assert_eq!(get(&server.url("/api/v1/nothing"), &[]).json()["error"]["code"], "not-found");
    assert_eq!(get(&server.url("/api/v1/messages"), &[]).json()["error"]["code"], "wrong-method");
}
