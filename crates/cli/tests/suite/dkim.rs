//! Signatures (DKIM) of `export`, `send` and `serve`, verified by a program of others.

use crate::support::{Folder, Server, files, message, postroom, send};
use std::path::{Path, PathBuf};
use std::process::Command;

const LETTER: &str = "+++
subject = \"Grüße an {{ name }}, in a subject that is long enough to be folded over more than one line of it\"
from = \"Jörg Müller <joerg@example.test>\"
unsubscribe = { url = \"https://example.test/u/{{ name | urlencode }}\", one_click = true }
+++
# Hello {{ name }}

A line with spaces at its end   
and an = sign.
";

fn keys() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dkim_keys")
}

/// A folder with a letter, a list, and a key that only its owner can read.
fn folder(key: &str) -> Folder {
    let folder = Folder::new();
    folder.write("letter.md", LETTER);
    folder.write("list.csv", "email,name\nbo@example.test,Bo\ncy@example.test,\"Cy  Ö.\"\n");
    let key = folder.write("key.pem", std::fs::read(keys().join(key)).unwrap());
    close(&key, 0o600);
    folder
}

fn close(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

const SIGNED: [&str; 6] =
    ["--dkim-key", "key.pem", "--dkim-domain", "example.test", "--dkim-selector", "spring"];

fn run(folder: &Folder, args: &[&str]) -> (i32, String) {
    let output = postroom().args(args).current_dir(folder.path()).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

fn export(folder: &Folder, more: &[&str]) -> (i32, String) {
    run(folder, &[&["export", "letter.md", "--list", "list.csv", "--seed", "1"], more].concat())
}

/// dkimpy finds each signature right, and wrong once anything signed is changed.
#[track_caller]
fn hold(record: &str, messages: &[PathBuf]) {
    let python = std::env::var_os("POSTROOM_PYTHON").unwrap_or_else(|| "python3".into());
    let output = Command::new(python)
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dkim_verify.py"))
        .arg(keys().join(record))
        .args(messages)
        .output();
    match output {
        Ok(output) if output.status.code() != Some(3) => {
            let said = String::from_utf8(output.stdout).unwrap();
            let told = String::from_utf8_lossy(&output.stderr);
            assert!(!messages.is_empty() && said.lines().count() == messages.len(), "{said}{told}");
            assert!(said.lines().all(|line| line == "holds"), "{said}{told}");
        }
        _ => println!("skipped: dkimpy is not there"),
    }
}

#[test]
fn an_export_is_signed_and_is_a_batch_all_the_same() {
    for (key, record) in
        [("rsa-pkcs8.pem", "rsa.record"), ("rsa-pkcs1.pem", "rsa.record"), ("ed25519.pem", "ed25519.record")]
    {
        let folder = folder(key);
        let (status, said) = export(&folder, &[&["--as", "zip", "--out", "out.zip"], &SIGNED[..]].concat());
        assert_eq!(status, 0, "{said}");
        let (status, said) = run(&folder, &["verify", "out.zip"]);
        assert_eq!(status, 0, "{said}");
        assert!(said.contains("whole and unchanged: 2 messages from 2 rows"), "{said}");
        let (status, said) = export(&folder, &[&["--as", "eml", "--out", "mails"], &SIGNED[..]].concat());
        assert_eq!(status, 0, "{said}");
        let mails: Vec<PathBuf> = files(&folder.path().join("mails"))
            .into_iter()
            .filter(|path| path.extension().is_some_and(|e| e == "eml"))
            .collect();
        for mail in &mails {
            let text = std::fs::read_to_string(mail).unwrap();
            assert!(text.starts_with("DKIM-Signature: v=1;"), "{text}");
            assert!(text.lines().all(|line| line.len() <= 120), "{text}");
        }
        hold(record, &mails);
    }
}

#[test]
fn letters_are_signed_when_they_are_handed_over() {
    let folder = folder("ed25519.pem");
    let (status, said) = export(&folder, &["--as", "zip", "--out", "out.zip"]);
    assert_eq!(status, 0, "{said}");
    let send = ["send", "out.zip", "--relay", "file:box"];
    let (status, said) = run(&folder, &[&send[..], &SIGNED[..]].concat());
    assert_eq!(status, 0, "{said}");
    hold("ed25519.record", &files(&folder.path().join("box/new")));
    // The journal knows the letters as they were, so nothing goes twice, signed or not.
    let (status, said) = run(&folder, &send);
    assert_eq!(status, 0, "{said}");
    assert_eq!(files(&folder.path().join("box/new")).len(), 2);
}

#[test]
fn the_relay_signs_what_it_is_given() {
    let folder = folder("rsa-pkcs8.pem");
    folder.write(
        "relay.toml",
        "dkim_key = \"key.pem\"\ndkim_domain = \"example.test\"\ndkim_selector = \"spring\"\n",
    );
    let args = ["--relay", "file:box", "--config", "relay.toml"];
    let server = Server::start(folder.path(), &args);
    let answer = send(&message(&server, "bo@example.test", "0123456789abcdef0123456789abcdef"), &[]);
    assert_eq!(answer.status, 200, "{}", answer.text());
    let mails = files(&folder.path().join("box/new"));
    assert!(std::fs::read_to_string(&mails[0]).unwrap().contains("DKIM-Signature: v=1;"));
    server.stop();
}

#[test]
fn what_can_not_sign_is_told() {
    let folder = folder("ed25519.pem");
    let out = ["--as", "zip", "--out", "out.zip"];
    let refused = |args: &[&str], why: &str| {
        let (status, said) = export(&folder, &[&out[..], args].concat());
        assert!(status == 2 && said.contains(why), "{status} {said}");
    };
    refused(&["--dkim-key", "key.pem"], "--dkim-selector");
    folder.write("none.pem", "no key");
    close(&folder.path().join("none.pem"), 0o600);
    let with = |key: &'static str, domain: &'static str| {
        ["--dkim-key", key, "--dkim-domain", domain, "--dkim-selector", "s"]
    };
    refused(&with("none.pem", "example.test"), "no key that can sign");
    refused(&with("key.pem", "example.test; x=y"), "as it stands in the DNS");
    close(&folder.path().join("key.pem"), 0o644);
    refused(&with("key.pem", "example.test"), "others can read");
    close(&folder.path().join("key.pem"), 0o600);
    let (status, said) = export(&folder, &out);
    assert_eq!(status, 0, "{said}");
    let (status, said) = run(
        &folder,
        &[&["send", "out.zip", "--relay", "preset:resend-batch", "--key-file", "key.pem"], &SIGNED[..]]
            .concat(),
    );
    assert!(status == 2, "{status} {said}");
}
