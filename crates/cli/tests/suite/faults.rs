//! What goes wrong between us and a provider, with what arrived counted at its end: nobody gets a letter twice, and
//! nobody is forgotten.

use crate::presets::{batch, command, names, run};
use crate::provider::{Fault, Provider, Speaks};
use crate::support::Folder;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::mpsc;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const FAULTS: [Fault; 7] = [
    Fault::CutBefore,
    Fault::CutAfter,
    Fault::HalfAnswer,
    Fault::WrongJson,
    Fault::Slow(4_000),
    Fault::TakenBut(500),
    Fault::TakenBut(502),
];

/// Nobody got more than one.
#[track_caller]
fn nobody_twice(letters: &BTreeMap<String, usize>, what: &str) {
    let twice: Vec<_> = letters.iter().filter(|(_, times)| **times > 1).collect();
    assert!(twice.is_empty(), "{what}: {twice:?}");
}

#[test]
fn a_provider_that_knows_keys_is_asked_again() {
    std::thread::scope(|scope| {
        for fault in FAULTS {
            scope.spawn(move || {
                let what = format!("{fault:?}");
                let provider =
                    Provider::start(
                        Speaks::Resend,
                        move |n, _| if n == 0 { fault.clone() } else { Fault::None },
                    );
                let folder = batch(&names(5));
                let relay = provider.relay("resend-batch");
                let (status, states, said) = run(folder.path(), &relay, &[]);
                assert_eq!(status, 1, "{what}: {said}");
                assert!(states.values().all(|state| state == "unknown"), "{what}: {states:?}");
                let (status, _, said) = run(folder.path(), &relay, &[]);
                assert_eq!(status, 0, "{what}: {said}");
                let letters = provider.letters();
                assert_eq!(letters.len(), 5, "{what}");
                nobody_twice(&letters, &what);
            });
        }
    });
}

#[test]
fn where_it_cannot_be_asked_a_person_decides() {
    std::thread::scope(|scope| {
        for fault in FAULTS {
            scope.spawn(move || {
                let what = format!("{fault:?}");
                let taken = fault != Fault::CutBefore;
                let provider =
                    Provider::start(
                        Speaks::Postmark,
                        move |n, _| if n == 0 { fault.clone() } else { Fault::None },
                    );
                let folder = batch(&names(5));
                let relay = provider.relay("postmark-batch");
                run(folder.path(), &relay, &[]);
                let (status, states, said) = run(folder.path(), &relay, &[]);
                assert_eq!((status, provider.requests()), (1, 1), "{what}: {said}");
                assert!(states.values().all(|state| state == "unknown"), "{what}: {states:?}");
                nobody_twice(&provider.letters(), &what);
                // One of them, on the user's word, by its row.
                let (_, states, _) = run(folder.path(), &relay, &["--again", "3"]);
                assert_eq!(states["p1@example.test"], "accepted", "{what}");
                assert_eq!(provider.letters()["p1@example.test"], 1 + usize::from(taken), "{what}");
                assert_eq!(states.values().filter(|state| *state == "unknown").count(), 4, "{what}");
            });
        }
    });
}

#[test]
fn a_server_that_is_not_there_leaves_everything_as_it_was() {
    let folder = batch(&names(3));
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let (status, _, said) =
        run(folder.path(), &format!("preset:postmark?url=http%3A%2F%2F127.0.0.1%3A{port}"), &[]);
    assert!(status == 2 && said.contains("no server answers there"), "{said}");
    let provider = Provider::start(Speaks::Postmark, |_, _| Fault::None);
    assert_eq!(run(folder.path(), &provider.relay("postmark"), &[]).0, 0);
    assert_eq!(provider.letters().len(), 3);
}

/// Ends the command at a moment of its way, as a power cut would.
fn kill_at(folder: &Path, relay: &str, moment: &mpsc::Receiver<()>) {
    let mut child = command(folder, relay, &["--at-once", "1"])
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    moment.recv_timeout(Duration::from_secs(30)).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn killed_with_a_request_out_it_goes_on_without_a_second_letter() {
    for taken in [false, true] {
        let (tell, moment) = mpsc::channel();
        let tell = Mutex::new(tell);
        // The second request is out when the end comes, taken or not; no answer ever reaches the command.
        let provider = Provider::start(Speaks::Resend, move |n, _| {
            if n != 1 {
                return Fault::None;
            }
            tell.lock().unwrap().send(()).unwrap();
            if taken { Fault::Slow(60_000) } else { Fault::CutBefore }
        });
        let folder = batch(&names(4));
        kill_at(folder.path(), &provider.relay("resend"), &moment);
        let (status, _, said) = run(folder.path(), &provider.relay("resend"), &[]);
        assert_eq!(status, 0, "{said}");
        assert_eq!(provider.letters().len(), 4);
        nobody_twice(&provider.letters(), "killed");
    }
}

#[test]
fn killed_at_any_moment_nobody_is_twice_or_forgotten() {
    let provider = Provider::start(Speaks::Resend, |_, _| Fault::Slow(5));
    let folder = batch(&names(60));
    let relay = provider.relay("resend");
    for round in 1..=12u64 {
        let mut child = command(folder.path(), &relay, &[])
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        // Where in its way this falls is chance; that is the point.
        let until = Instant::now() + Duration::from_millis(round * 17);
        while Instant::now() < until && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        let _ = child.kill();
        child.wait().unwrap();
    }
    let (status, states, said) = run(folder.path(), &relay, &[]);
    assert_eq!((status, states.len()), (0, 60), "{said}");
    assert_eq!(provider.letters().len(), 60);
    nobody_twice(&provider.letters(), "killed at any moment");
}

/// A preset with small batches, so that many requests go out.
fn small_batches(folder: &Folder, provider: &Provider, keys: bool) -> String {
    let idempotency = if keys { "idempotency = { seconds = 86_400 }" } else { "" };
    let shape = match keys {
        true => r#"["{{ each message }}", {"to": ["{{ to_email }}"], "subject": "{{ subject }}"}]"#,
        false => r#"["{{ each message }}", {"To": "{{ to_email }}", "Subject": "{{ subject }}"}]"#,
    };
    let answer = match keys {
        true => "items = \"data\"\naccepted = [\"id\"]",
        false => "items = \".\"\naccepted = [\"ErrorCode = 0\"]\nid = [\"MessageID\"]",
    };
    folder.write(
        "small.toml",
        format!(
            "id = \"small\"\nname = \"Small\"\ndocumentation = \"https://example.test\"\nbrowser = \"no\"\n\
             settings = [{{ name = \"url\", label = \"Address\" }}]\nlimits = {{ letters = 10, bytes = 1_000_000, at_once = 8 }}\n\
             {idempotency}\n[[step]]\nurl = \"{{{{ url }}}}/send\"\nheaders = {{ Idempotency-Key = \"{{{{ batch_key }}}}\" }}\n\
             body = {{ json = '{shape}' }}\n[answer]\n{answer}\n"
        ),
    );
    provider.relay("small.toml")
}

/// One request in twenty goes wrong, in a way that depends on its number.
fn now_and_then(n: usize) -> Fault {
    let dice = (n as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33;
    match dice % 140 {
        0 => Fault::CutBefore,
        1 => Fault::CutAfter,
        2 => Fault::HalfAnswer,
        3 => Fault::WrongJson,
        4 => Fault::TakenBut(500),
        5 => Fault::Says(503, "", ""),
        6 => Fault::Says(429, "Retry-After: 0", ""),
        _ => Fault::None,
    }
}

/// How many people: ten thousand where `POSTROOM_MANY` says so, and fewer where everybody waits for the tests.
fn many() -> usize {
    std::env::var("POSTROOM_MANY").ok().and_then(|many| many.parse().ok()).unwrap_or(1_500)
}

#[test]
fn many_with_faults_get_one_each() {
    let provider = Provider::start(Speaks::Resend, |n, _| now_and_then(n));
    let folder = batch(&names(many()));
    let relay = small_batches(&folder, &provider, true);
    let runs = (1..=20).find(|_| run(folder.path(), &relay, &[]).0 == 0);
    assert!(runs.is_some(), "it did not end");
    assert_eq!(provider.letters().len(), many());
    nobody_twice(&provider.letters(), "many");
}

#[test]
fn many_with_faults_and_no_keys_are_each_accepted_or_named_unknown() {
    let provider = Provider::start(Speaks::Postmark, |n, _| now_and_then(n));
    let folder = batch(&names(many()));
    let relay = small_batches(&folder, &provider, false);
    let mut states = BTreeMap::new();
    for _ in 0..3 {
        states = run(folder.path(), &relay, &[]).1;
    }
    let letters = provider.letters();
    nobody_twice(&letters, "many");
    assert_eq!(states.len(), many());
    let unknown = states.values().filter(|state| *state == "unknown").count();
    assert!(unknown > 0 && unknown < many() / 10, "{unknown}");
    for (address, state) in &states {
        match state.as_str() {
            "accepted" => assert_eq!(letters.get(address), Some(&1), "{address}"),
            "unknown" => {}
            other => panic!("{address} is {other}"),
        }
    }
    let silent = letters.keys().filter(|address| !states.contains_key(*address)).count();
    assert_eq!(silent, 0);
}

#[cfg(unix)]
#[test]
fn a_full_disk_sends_nothing_that_it_could_not_write_down() {
    let provider = Provider::start(Speaks::Resend, |_, _| Fault::None);
    let folder = batch(&names(300));
    let relay = provider.relay("resend");
    // The journal may not grow beyond some blocks, as on a disk that is full; the signal that comes with it is ignored.
    let script = "trap '' XFSZ; ulimit -f 40; exec \"$0\" send batch.zip --relay \"$1\"";
    let output = std::process::Command::new("bash")
        .args(["-c", script, env!("CARGO_BIN_EXE_postroom"), &relay])
        .current_dir(folder.path())
        .env("POSTROOM_KEY", "k")
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("journal"), "{said}");
    let before = provider.letters();
    assert!(before.len() < 300, "the disk was not full");
    // With room again it goes on.
    let (status, _, said) = run(folder.path(), &relay, &[]);
    assert_eq!(status, 0, "{said}");
    assert_eq!(provider.letters().len(), 300);
    nobody_twice(&provider.letters(), "full disk");
}

#[test]
fn two_commands_at_once_are_one() {
    let provider = Provider::start(Speaks::Resend, |_, _| Fault::Slow(50));
    let folder = Arc::new(batch(&names(20)));
    let relay = provider.relay("resend");
    let (first, second) = std::thread::scope(|scope| {
        let go = || run(folder.path(), &relay, &[]).0;
        let (first, second) = (scope.spawn(go), scope.spawn(go));
        (first.join().unwrap(), second.join().unwrap())
    });
    // Whoever came second found the journal in use, or found everything done.
    assert!([first, second].contains(&0), "{first} {second}");
    assert_eq!(provider.letters().len(), 20);
    nobody_twice(&provider.letters(), "two commands");
}
