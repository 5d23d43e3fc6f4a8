//! Who may call, and who may not.

use crate::support::{Folder, Server, files, get, message, postroom, send};

#[test]
fn other_names_and_other_pages_are_refused() {
    let folder = Folder::new();
    let server = Server::start(folder.path(), &["--relay", "file:box"]);
    let code = |headers: &[(&str, &str)]| {
        let answer = send(&message(&server, "bo@example.test", "k"), headers);
        (answer.status, answer.json()["error"]["code"].as_str().unwrap_or("").to_owned())
    };
    assert_eq!(code(&[("Host", "evil.example")]), (403, "wrong-host".into()));
    assert_eq!(code(&[("Origin", "http://evil.example")]), (403, "wrong-origin".into()));
    assert_eq!(code(&[("Origin", "null")]), (403, "wrong-origin".into()));
    assert_eq!(code(&[("Sec-Fetch-Site", "cross-site")]), (403, "wrong-origin".into()));
    assert!(files(&folder.path().join("box/new")).is_empty());
    let own = format!("http://{}", server.address);
    assert_eq!(code(&[("Origin", &own), ("Sec-Fetch-Site", "same-origin")]).0, 200);
    // The app's own pages, too, are only for those who call this server by its name.
    assert_eq!(get(&server.url("/"), &[("Host", "evil.example")]).status, 403);
}

#[test]
fn a_listed_host_name_is_ours() {
    let folder = Folder::new();
    let server = Server::start(folder.path(), &["--relay", "file:box", "--host", "post.example"]);
    let headers = [("Host", "post.example:443"), ("Origin", "https://post.example:443")];
    assert_eq!(get(&server.url("/api/v1/relay"), &headers).status, 200);
}

#[test]
fn beyond_this_machine_only_with_a_token() {
    let folder = Folder::new();
    let output =
        postroom().args(["serve", "--listen", "0.0.0.0:0"]).current_dir(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("--token-file") && said.lines().count() == 1, "{said}");

    folder.write("token", "s3cret\n");
    let mut command = postroom();
    command.args(["serve", "--listen", "127.0.0.1:0", "--relay", "file:box", "--token-file", "token"]);
    let server = Server::start_as(command.current_dir(folder.path()));
    let without = send(&message(&server, "bo@example.test", "k"), &[]);
    assert_eq!((without.status, without.header("www-authenticate")), (401, "Bearer"));
    let wrong = send(&message(&server, "bo@example.test", "k"), &[("Authorization", "Bearer other")]);
    assert_eq!(wrong.status, 401);
    let right = send(&message(&server, "bo@example.test", "k"), &[("Authorization", "Bearer s3cret")]);
    assert_eq!(right.status, 200, "{}", right.text());
    assert_eq!(get(&server.url("/healthz"), &[]).status, 200);
}

#[test]
fn more_than_the_rate_is_turned_away_and_counted() {
    let folder = Folder::new();
    folder.write("serve.toml", "relay = \"file:box\"\nmax_requests_per_second = 3\n");
    let server = Server::start(folder.path(), &["--config", "serve.toml"]);
    let answers: Vec<_> = (0..12).map(|_| get(&server.url("/api/v1/relay"), &[])).collect();
    let turned = answers.iter().find(|answer| answer.status == 429).unwrap();
    assert_eq!(
        (turned.header("retry-after"), turned.json()["error"]["code"].as_str()),
        ("1", Some("too-many-requests"))
    );
    assert!(answers.iter().any(|answer| answer.status == 200));
}

#[test]
fn figures_and_logs_tell_counts_and_no_address() {
    let folder = Folder::new();
    let server = Server::start(folder.path(), &["--relay", "file:box"]);
    assert_eq!(send(&message(&server, "bo@example.test", "k"), &[]).status, 200);
    let figures = get(&server.url("/metrics"), &[]);
    assert_eq!(figures.header("content-type"), "text/plain; version=0.0.4");
    for line in ["postroom_messages_total{state=\"accepted\"} 1", "postroom_messages_under_way 0"] {
        assert!(figures.text().lines().any(|found| found == line), "{line} in {}", figures.text());
    }
    assert!(!figures.text().contains("example.test"));
    let said = server.ended();
    let event = said.lines().find(|line| line.contains("\"message\"")).unwrap_or_else(|| panic!("{said}"));
    let event: serde_json::Value = serde_json::from_str(event).unwrap();
    assert_eq!((event["state"].as_str(), event["code"].as_str()), (Some("accepted"), Some("250")));
    assert!(!said.contains("example.test"), "{said}");
}
