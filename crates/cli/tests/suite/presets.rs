//! `postroom send --relay preset:…` and `serve --relay preset:…`, against a provider that counts.

use crate::provider::{Fault, Provider, Speaks};
use crate::support::{Answer, Folder, Server, agent_post, get, message, outcome, postroom, send};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// A folder with `batch.zip`: a letter to each of these names.
pub fn batch(names: &[String]) -> Folder {
    let folder = Folder::new();
    folder.write(
        "letter.md",
        "+++\nsubject = \"Hi {{ name }}\"\nfrom = \"Ann <ann@example.test>\"\nformat = \"markdown\"\n+++\nHello *{{ name }}*.\n",
    );
    let rows: String = names.iter().map(|name| format!("{name}@example.test,{name}\n")).collect();
    folder.write("list.csv", format!("email,name\n{rows}"));
    let output = postroom()
        .args(["export", "letter.md", "--list", "list.csv", "--as", "zip", "--out", "batch.zip"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    folder
}

pub fn names(count: usize) -> Vec<String> {
    (0..count).map(|n| format!("p{n}")).collect()
}

pub fn command(folder: &Path, relay: &str, args: &[&str]) -> Command {
    let mut command = postroom();
    command
        .args(["send", "batch.zip", "--relay", relay])
        .args(args)
        .current_dir(folder)
        .env("POSTROOM_KEY", "s3cret");
    command
}

/// Sends the batch and gives the status, the states by address, and the words.
pub fn run(folder: &Path, relay: &str, args: &[&str]) -> (i32, BTreeMap<String, String>, String) {
    let output = command(folder, relay, args).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!said.contains("s3cret") && !said.contains("@example.test"), "{said}");
    let text = String::from_utf8(output.stdout).unwrap();
    let states = text.lines().map(|line| {
        let line: Value = serde_json::from_str(line).unwrap();
        (line["address"].as_str().unwrap().to_owned(), line["state"].as_str().unwrap().to_owned())
    });
    (output.status.code().unwrap(), states.collect(), said)
}

/// Everybody got exactly one letter.
#[track_caller]
fn once(provider: &Provider, count: usize) {
    let letters = provider.letters();
    assert_eq!(letters.len(), count);
    assert!(letters.values().all(|times| *times == 1), "{letters:?}");
}

#[test]
fn a_batch_goes_by_a_preset_in_few_requests_and_once() {
    let provider = Provider::start(Speaks::Resend, |_, _| Fault::None);
    let folder = batch(&names(250));
    let (status, states, said) = run(folder.path(), &provider.relay("resend-batch"), &[]);
    assert_eq!((status, states.len()), (0, 250), "{said}");
    once(&provider, 250);
    {
        let seen = provider.seen.lock().unwrap();
        assert_eq!(seen.requests.len(), 3, "100, 100 and 50");
        let sizes = seen.requests.iter().map(|request| request.body.as_array().unwrap().len());
        assert_eq!(sizes.collect::<std::collections::BTreeSet<_>>(), [50, 100].into());
        // Two requests are out at once, so the second may overtake the first on its way.
        let first = seen.requests.iter().find(|request| request.body[0]["subject"] == "Hi p0").unwrap();
        assert_eq!(first.path, "/emails/batch");
        assert_eq!(first.headers["authorization"], "Bearer s3cret");
        assert_eq!(first.body[0]["from"], "Ann <ann@example.test>");
        assert!(first.body[0]["html"].as_str().unwrap().contains("<em>p0</em>"));
        assert!(first.body[0]["text"].as_str().unwrap().contains("Hello"));
    }
    let (status, states, _) = run(folder.path(), &provider.relay("resend-batch"), &[]);
    assert_eq!((status, states.len(), provider.requests()), (0, 250, 3));
}

#[test]
fn a_200_that_is_none_is_seen() {
    let provider = Provider::start(Speaks::Postmark, |_, _| Fault::None);
    let folder = batch(&["bo".into(), "nobody".into(), "cy".into()]);
    let (status, states, said) = run(folder.path(), &provider.relay("postmark-batch"), &[]);
    assert_eq!(status, 1, "{said}");
    assert_eq!(states["nobody@example.test"], "refused");
    assert!(said.contains("2 of 3 accepted, 1 refused"), "{said}");
    once(&provider, 2);
    // What was refused stays refused until somebody says otherwise.
    run(folder.path(), &provider.relay("postmark-batch"), &[]);
    assert_eq!(provider.requests(), 1);
    run(folder.path(), &provider.relay("postmark-batch"), &["--again", "refused"]);
    assert_eq!(provider.requests(), 2);
    once(&provider, 2);
}

#[test]
fn a_relay_that_asks_to_wait_is_waited_for() {
    let wait = |n: usize, _: &_| match n {
        0 => Fault::Says(429, "Retry-After: 1", "{\"name\": \"rate_limit_exceeded\"}"),
        1 => Fault::Says(429, "", "{\"name\": \"rate_limit_exceeded\"}"),
        2 => Fault::Says(503, "", ""),
        _ => Fault::None,
    };
    let provider = Provider::start(Speaks::Resend, wait);
    let folder = batch(&names(3));
    let began = std::time::Instant::now();
    let (status, _, said) = run(folder.path(), &provider.relay("resend-batch"), &[]);
    assert_eq!(status, 0, "{said}");
    assert!(began.elapsed() >= std::time::Duration::from_secs(1));
    once(&provider, 3);
    assert_eq!(provider.requests(), 4);
}

#[test]
fn impatience_leaves_it_for_the_next_run() {
    let provider = Provider::start(Speaks::Resend, |n, _| match n {
        0 => Fault::Says(429, "Retry-After: 3600", ""),
        _ => Fault::None,
    });
    let folder = batch(&names(3));
    let (status, states, said) = run(folder.path(), &provider.relay("resend-batch"), &["--patience", "5"]);
    assert_eq!(status, 1, "{said}");
    assert!(states.values().all(|state| state == "later"), "{states:?}");
    assert_eq!(run(folder.path(), &provider.relay("resend-batch"), &[]).0, 0);
    once(&provider, 3);
}

#[test]
fn a_wrong_key_stops_before_the_second_request() {
    let provider = Provider::start(Speaks::Postmark, |_, _| {
        Fault::Says(401, "", "{\"ErrorCode\": 10, \"Message\": \"bad token\"}")
    });
    let folder = batch(&names(30));
    let (status, _, said) = run(folder.path(), &provider.relay("postmark"), &["--at-once", "1"]);
    assert_eq!(status, 2, "{said}");
    assert!(said.contains("bad token") && said.contains("30 left"), "{said}");
    assert_eq!(provider.requests(), 1);
}

#[test]
fn too_many_refusals_stop() {
    let folder = batch(&(0..100).map(|n| format!("nobody{n}")).collect::<Vec<_>>());
    let provider = Provider::start(Speaks::Postmark, |_, _| Fault::None);
    let (status, states, said) = run(folder.path(), &provider.relay("postmark"), &["--at-once", "1"]);
    assert_eq!(status, 2, "{said}");
    assert!(said.contains("too many"), "{said}");
    assert_eq!((states.len(), provider.requests()), (20, 20));
}

#[test]
fn one_bad_letter_does_not_take_a_batch_with_it() {
    // Resend refuses a whole batch for one letter; halves find it.
    let provider = Provider::start(Speaks::Resend, |_, request| {
        let bad = |letter: &Value| letter["to"][0].as_str().is_some_and(|to| to.contains("nobody"));
        match request.body.as_array().is_some_and(|letters| letters.iter().any(bad)) {
            true => {
                Fault::Says(422, "", "{\"name\": \"validation_error\", \"message\": \"Invalid `to` field\"}")
            }
            false => Fault::None,
        }
    });
    let mut all = names(40);
    all[17] = "nobody".to_owned();
    let folder = batch(&all);
    let (status, states, said) = run(folder.path(), &provider.relay("resend-batch"), &[]);
    assert_eq!(status, 1, "{said}");
    assert_eq!(states.iter().filter(|(_, state)| *state == "refused").count(), 1);
    assert_eq!(states["nobody@example.test"], "refused");
    once(&provider, 39);
}

#[test]
fn a_dry_run_shows_each_request_and_no_key() {
    let folder = batch(&names(3));
    let output = command(folder.path(), "preset:resend-batch", &["--dry-run"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 3);
    let curl = lines[0]["curl"].as_str().unwrap();
    assert!(curl.starts_with("curl --request POST 'https://api.resend.com/emails/batch'"), "{curl}");
    assert!(curl.contains("$POSTROOM_KEY") && !curl.contains("s3cret"), "{curl}");
    assert!(curl.contains("Hi p2") && lines[1].get("curl").is_none());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("3 messages would be sent in 1 requests to Resend"), "{said}");
    assert!(!folder.path().join("batch.zip.journal").exists());
}

#[test]
fn keys_come_from_the_environment_or_a_private_file() {
    let provider = Provider::start(Speaks::Resend, |_, _| Fault::None);
    let folder = batch(&names(1));
    let bare = |args: &[&str]| {
        let mut command = command(folder.path(), &provider.relay("resend"), args);
        let output = command.env_remove("POSTROOM_KEY").output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let (status, said) = bare(&[]);
    assert!(status == 2 && said.contains("needs a key"), "{said}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let path = folder.write("key", "from-file\n");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        let (status, said) = bare(&["--key-file", "key"]);
        assert!(status == 2 && said.contains("chmod 600 key"), "{said}");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        assert_eq!(bare(&["--key-file", "key"]).0, 0);
        assert_eq!(provider.seen.lock().unwrap().requests[0].headers["authorization"], "Bearer from-file");
    }
}

#[test]
fn a_preset_of_one_s_own_is_a_file() {
    let provider = Provider::start(Speaks::Resend, |_, _| Fault::None);
    let folder = batch(&names(2));
    folder.write(
        "own.toml",
        r#"id = "own"
name = "Our own"
documentation = "https://example.test"
browser = "no"
settings = [{ name = "url", label = "Address" }]
auth = { kind = "header", name = "X-Key" }

[[step]]
url = "{{ url }}/post"
headers = { X-Run = "{{ key }}" }
body = { json = '{"to": ["{{ to_email }}"], "mail": "{{ raw_base64 }}"}' }

[answer]
accepted = ["id"]
"#,
    );
    let (status, _, said) = run(folder.path(), &provider.relay("own.toml"), &[]);
    assert_eq!(status, 0, "{said}");
    once(&provider, 2);
    let seen = provider.seen.lock().unwrap();
    assert_eq!(
        (seen.requests[0].path.as_str(), seen.requests[0].headers["x-key"].as_str()),
        ("/post", "s3cret")
    );
}

/// A server whose relay is the provider.
fn serve(folder: &Folder, provider: &Provider, preset: &str) -> Server {
    let mut command = postroom();
    command.args([
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--journal",
        "j.sqlite",
        "--relay",
        &provider.relay(preset),
    ]);
    Server::start_as(command.current_dir(folder.path()).env("POSTROOM_KEY", "s3cret"))
}

#[test]
fn the_relay_hands_messages_to_a_provider() {
    let provider = Provider::start(Speaks::Postmark, |_, _| Fault::None);
    let folder = Folder::new();
    let server = serve(&folder, &provider, "postmark");
    let info = get(&server.url("/api/v1/relay"), &[]).json();
    assert_eq!(
        (info["transport"].as_str(), info["forwards"][0].as_str()),
        (Some("preset"), Some("postmark"))
    );
    let accepted = send(&message(&server, "bo@example.test", "k1"), &[]);
    assert_eq!(accepted.status, 200, "{}", accepted.text());
    assert_eq!(accepted.json()["id"], "p1");
    let again = send(&message(&server, "bo@example.test", "k1"), &[]);
    assert_eq!(again.json()["id"], "p1");
    let refused = send(&message(&server, "nobody@example.test", "k2"), &[]);
    assert_eq!(outcome(&refused), relays::Answer::Refused { reply: "Recipient is inactive".into() });
    once(&provider, 1);
}

#[test]
fn requests_are_forwarded_with_the_key_kept_here() {
    let provider = Provider::start(Speaks::Postmark, |n, _| match n {
        1 => Fault::CutAfter,
        2 => Fault::Says(401, "", "{\"ErrorCode\": 10}"),
        _ => Fault::None,
    });
    let folder = Folder::new();
    let server = serve(&folder, &provider, "postmark");
    let url = server.url("/api/v1/forward/postmark");
    let post = |key: &str, to: &str| -> Answer {
        let body = format!("{{\"To\": \"{to}\", \"From\": \"ann@example.test\"}}");
        agent_post(&url, &[("Idempotency-Key", key), ("Content-Type", "application/json")], body.as_bytes())
    };
    let first = post("b1", "bo@example.test");
    assert_eq!((first.status, first.json()["status"].as_u64()), (200, Some(200)), "{}", first.text());
    assert!(first.json()["body"].as_str().unwrap().contains("MessageID"));
    assert_eq!(post("b1", "bo@example.test").json(), first.json());
    assert_eq!(provider.requests(), 1, "a repeated key is answered from the journal");
    assert_eq!(post("b1", "cy@example.test").status, 409);
    // A lost answer is not asked for again where the provider knows no keys.
    let lost = post("b2", "cy@example.test");
    assert_eq!((lost.status, lost.json()["error"]["code"].as_str()), (502, Some("outcome-unknown")));
    assert_eq!(post("b2", "cy@example.test").status, 502);
    assert_eq!(provider.requests(), 2);
    // A wrong key of the provider's is no wrong token of ours, and may be mended.
    assert_eq!(post("b3", "di@example.test").json()["status"], 401);
    assert_eq!(post("b3", "di@example.test").json()["status"], 200);
    once(&provider, 3);
    assert_eq!(provider.seen.lock().unwrap().requests[0].headers["x-postmark-server-token"], "s3cret");
    let nobody = agent_post(&server.url("/api/v1/forward/resend"), &[("Idempotency-Key", "k")], b"{}");
    assert_eq!((nobody.status, nobody.json()["error"]["code"].as_str()), (404, Some("unknown-preset")));
    let figures = get(&server.url("/metrics"), &[]);
    assert!(figures.text().contains("postroom_forwards_total{answered=\"yes\"} "), "{}", figures.text());
}
