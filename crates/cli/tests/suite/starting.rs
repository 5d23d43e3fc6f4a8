//! What keeps the server from starting: one clear line each, exit status 2.

use crate::support::{Folder, Server, get, postroom};

#[track_caller]
fn check(args: &[&str], expected: &str) {
    let folder = Folder::new();
    folder.write("file", "no folder");
    folder.write("wrong.toml", "listen = \"127.0.0.1:0\"\nlisten_to = 1\n");
    let output = postroom().arg("serve").args(args).current_dir(folder.path()).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(output.stdout.is_empty());
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains(expected), "{said:?} should say {expected:?}");
}

#[test]
fn each_has_its_line() {
    check(&["--listen", "8080"], "such as 127.0.0.1:8080, but found \"8080\"");
    check(&["--app", "nowhere"], "there is no app in nowhere");
    check(&["--config", "nowhere.toml"], "can't read nowhere.toml: there is no such file");
    check(&["--config", "wrong.toml"], "wrong.toml:2:1: unknown field `listen_to`");
    check(&["--listen", "127.0.0.1:0", "--relay", "file:file/box"], "can't create the folder file/box/tmp");
    check(&["--relay", "http://x"], "expects file:DIR, smtp://");
    check(&["--relay", "preset:nobody"], "there is no preset \"nobody\"; there are postroom, postmark");
    check(&["--listen", "127.0.0.1:0", "--relay", "preset:resend"], "needs a key: set POSTROOM_KEY");
    check(
        &["--listen", "127.0.0.1:0", "--journal", "wrong.toml"],
        "can't use the journal wrong.toml: it is no journal",
    );
}

#[test]
fn a_port_in_use_is_said() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    check(&["--listen", &format!("127.0.0.1:{port}")], &format!("port {port} on 127.0.0.1 is in use"));
}

#[test]
fn one_journal_one_server() {
    let folder = Folder::new();
    let _first = Server::start(folder.path(), &["--relay", "file:box"]);
    let second = postroom()
        .args(["serve", "--listen", "127.0.0.1:0", "--relay", "file:box"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(second.status.code(), Some(2));
    assert!(String::from_utf8(second.stderr).unwrap().contains("another postroom is using it"));
}

#[test]
fn a_file_of_settings_is_read_and_flags_win() {
    let folder = Folder::new();
    folder.write("app/index.html", "<title>App</title>");
    folder.write(
        "serve.toml",
        "listen = \"127.0.0.1:1\"\napp = \"app\"\nrelay = \"file:mine\"\nmax_message_bytes = 99\n",
    );
    let server = Server::start(folder.path(), &["--config", "serve.toml"]);
    assert!(server.line.ends_with("(relay: Maildir in mine)"), "{}", server.line);
    assert_eq!(get(&server.url("/api/v1/relay"), &[]).json()["max_message_bytes"], 99);
    assert_eq!(get(&server.url("/send"), &[]).text(), "<title>App</title>");
}

#[cfg(unix)]
#[test]
fn it_stops_when_asked() {
    let folder = Folder::new();
    let server = Server::start(folder.path(), &["--relay", "file:box"]);
    assert!(server.stop().success());
}
