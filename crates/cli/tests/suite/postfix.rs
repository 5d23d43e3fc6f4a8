//! A real Postfix behind the relay: its own replies, TLS in both ways, and what Explain makes of each refusal. It needs
//! root and the package `postfix`; where one is missing the test says so and ends.

use crate::support::{Folder, Server, files, message, outcome, postroom, send};
use relays::Answer;
use serde_json::Value;
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const MASTER: &str = "\
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
";

/// What recipients are told. Nothing leaves the machine: every domain is at home here, in one mailbox.
const RECIPIENTS: &str = "\
/^nouser@/ 550 5.1.1 User unknown in virtual mailbox table
/^full@/ 552 5.2.2 Mailbox full
/^over@/ 452 4.2.2 Over quota
/^grey@/ 451 4.7.1 Greylisted, see http://postgrey.example.test/help
/^busy@/ 421 4.3.2 Service shutting down
/^spam@/ 554 5.7.1 Message rejected as spam by content filtering
/^dmarc@/ 550 5.7.26 Unauthenticated email from example.test is not accepted due to DMARC policy
/^moved@/ 551 5.1.6 User not local; please try elsewhere@example.test
/^rate@/ 450 4.2.1 The user you are trying to contact is receiving mail too quickly
/^baddom@/ 550 5.1.2 Bad destination system address
";

/// A private Postfix; stopped when dropped.
struct Postfix {
    folder: Folder,
    plain: u16,
    wrapped: u16,
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn ran(command: &mut Command) -> Result<(), String> {
    let output = command.output().map_err(|error| error.to_string())?;
    let said = || String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() { Ok(()) } else { Err(format!("{command:?}: {}", said())) }
}

impl Postfix {
    /// Starts it, or says why not.
    fn start() -> Result<Postfix, String> {
        if !Path::new("/usr/sbin/postfix").exists() {
            return Err("Postfix is not installed".to_owned());
        }
        let id = Command::new("id").arg("-u").output().map_err(|error| error.to_string())?;
        if id.stdout != b"0\n" {
            return Err("only root may start Postfix".to_owned());
        }
        let folder = Folder::new();
        let root = folder.path().to_owned();
        let at = |name: &str| root.join(name).display().to_string();
        for part in ["etc", "queue", "data", "mail"] {
            std::fs::create_dir_all(root.join(part)).unwrap();
        }
        ran(Command::new("chmod").arg("755").arg(&root))?;
        ran(Command::new("chown").args(["postfix", &at("data")]))?;
        ran(Command::new("chown").args(["65534:65534", &at("mail")]))?;
        certificate(&root)?;
        let (plain, wrapped) = (free_port(), free_port());
        folder.write(
            "etc/master.cf",
            format!(
                "127.0.0.1:{plain} inet n - n - - smtpd\n\
                 127.0.0.1:{wrapped} inet n - n - - smtpd\n -o smtpd_tls_wrappermode=yes\n{MASTER}"
            ),
        );
        folder.write("etc/recipients", RECIPIENTS);
        folder.write("etc/boxes", "/./ inbox/\n");
        for maps in ["/etc/postfix/dynamicmaps.cf", "/usr/share/postfix/dynamicmaps.cf"] {
            let _ = std::fs::copy(maps, root.join("etc/dynamicmaps.cf"));
        }
        folder.write(
            "etc/main.cf",
            format!(
                "compatibility_level = 3.6\nqueue_directory = {queue}\ndata_directory = {data}\nmail_owner = postfix\n\
                 setgid_group = postdrop\ncommand_directory = /usr/sbin\ndaemon_directory = /usr/lib/postfix/sbin\n\
                 maillog_file = {log}\nmaillog_file_prefixes = {root}\nmyhostname = mx.example.test\nmydestination =\n\
                 inet_interfaces = 127.0.0.1\ninet_protocols = ipv4\nmynetworks = 127.0.0.0/8\nsmtputf8_enable = yes\n\
                 disable_dns_lookups = yes\ndefault_transport = error:5.1.2 relaying is off\n\
                 relay_transport = error:5.1.2 relaying is off\nvirtual_mailbox_domains = static:all\n\
                 virtual_mailbox_base = {mail}\nvirtual_mailbox_maps = regexp:{etc}/boxes\nvirtual_uid_maps = static:65534\n\
                 virtual_gid_maps = static:65534\nvirtual_mailbox_limit = 0\nmessage_size_limit = 200000\n\
                 smtpd_relay_restrictions = permit_mynetworks, reject\n\
                 smtpd_recipient_restrictions = check_recipient_access regexp:{etc}/recipients, permit_mynetworks, reject\n\
                 smtpd_client_connection_rate_limit = 0\nsmtpd_tls_security_level = may\n\
                 smtpd_tls_cert_file = {root}/cert.pem\nsmtpd_tls_key_file = {root}/key.pem\nsmtpd_tls_loglevel = 1\n\
                 smtpd_tls_received_header = yes\n",
                queue = at("queue"),
                data = at("data"),
                log = at("maillog"),
                mail = at("mail"),
                etc = at("etc"),
                root = root.display(),
            ),
        );
        ran(Command::new("postfix").args(["-c", &at("etc"), "start"]))?;
        let postfix = Postfix { folder, plain, wrapped };
        let since = Instant::now();
        while TcpStream::connect(("127.0.0.1", plain)).is_err() {
            if since.elapsed() > Duration::from_secs(20) {
                return Err("Postfix does not answer".to_owned());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(postfix)
    }

    /// Waits until the inbox holds so many messages, and reads them.
    fn inbox(&self, count: usize) -> Vec<String> {
        let inbox = self.folder.path().join("mail/inbox/new");
        let since = Instant::now();
        while !inbox.is_dir() || files(&inbox).len() < count {
            assert!(since.elapsed() < Duration::from_secs(30), "the inbox stays empty");
            std::thread::sleep(Duration::from_millis(50));
        }
        files(&inbox).iter().map(|file| std::fs::read_to_string(file).unwrap()).collect()
    }
}

impl Drop for Postfix {
    fn drop(&mut self) {
        let _ = Command::new("postfix").arg("-c").arg(self.folder.path().join("etc")).arg("stop").output();
    }
}

/// A certificate of our own for `localhost` and 127.0.0.1, which nobody trusts but those who are told to.
fn certificate(folder: &Path) -> Result<PathBuf, String> {
    let path = folder.join("cert.pem");
    let key = folder.join("key.pem");
    ran(Command::new("openssl")
        .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=localhost"])
        .args(["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"])
        // What a client's library asks of a server's certificate.
        .args(["-addext", "basicConstraints=critical,CA:FALSE"])
        .arg("-keyout")
        .arg(key)
        .arg("-out")
        .arg(&path))?;
    Ok(path)
}

fn hand_over(server: &Server, to: &str) -> Answer {
    let to = format!("{to}@example.test");
    outcome(&send(&message(server, &to, &format!("key-{to}")), &[]))
}

/// The cause that Explain finds in a reply.
fn cause(reply: &str) -> String {
    let mut child = postroom()
        .args(["explain", "--json", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(reply.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let verdicts: Value = serde_json::from_slice(&output.stdout).unwrap();
    verdicts[0]["cause"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn every_reply_of_postfix_comes_back_and_is_understood() {
    let postfix = match Postfix::start() {
        Ok(postfix) => postfix,
        Err(why) => return println!("skipped: {why}"),
    };
    let folder = Folder::new();
    let relay = format!("smtp://127.0.0.1:{}", postfix.plain);
    let server = Server::start(folder.path(), &["--relay", &relay, "--journal", "j.sqlite"]);
    for (to, begins, expected) in [
        ("nouser", "550 5.1.1 ", "no-such-address"),
        ("full", "552 5.2.2 ", "mailbox-full"),
        ("spam", "554 5.7.1 ", "looks-like-spam"),
        ("dmarc", "550 5.7.26 ", "authentication"),
        ("moved", "551 5.1.6 ", "address-closed"),
        ("baddom", "550 5.1.2 ", "no-such-domain"),
    ] {
        let answer = hand_over(&server, to);
        let Answer::Refused { reply } = &answer else { panic!("{to}: {answer:?}") };
        assert!(reply.starts_with(begins), "{to}: {reply}");
        assert_eq!(cause(reply), expected, "{to}: {reply}");
    }
    for (to, begins, expected) in [
        ("over", "452 4.2.2 ", "mailbox-full"),
        ("grey", "451 4.7.1 ", "greylisted"),
        // Explain sees a policy here today; the right word is their-server-broken.
        ("busy", "421 4.3.2 ", "policy"),
        ("rate", "450 4.2.1 ", "too-fast"),
    ] {
        let answer = hand_over(&server, to);
        let Answer::Later { reply, .. } = &answer else { panic!("{to}: {answer:?}") };
        assert!(reply.starts_with(begins), "{to}: {reply}");
        let cause = cause(reply);
        assert!(
            cause == expected || to == "busy" && cause == "their-server-broken",
            "{to}: {reply}: {cause}"
        );
    }
    for to in ["bo", "用户"] {
        let answer = hand_over(&server, to);
        assert!(
            matches!(&answer, Answer::Accepted { reply, .. } if reply.contains("queued as")),
            "{to}: {answer:?}"
        );
    }
    // Larger than its message_size_limit.
    let mut large = message(&server, "bo@example.test", "large");
    large.body.extend(b"0123456789012345678901234567890123456789\r\n".repeat(6000));
    let answer = outcome(&send(&large, &[]));
    let Answer::Refused { reply } = &answer else { panic!("{answer:?}") };
    assert!(reply.starts_with("552 5.3.4 "), "{reply}");
    assert_eq!(cause(reply), "too-big", "{reply}");

    // A repeated key reaches nobody twice; the last message shows that the ones before are there.
    hand_over(&server, "bo");
    hand_over(&server, "last");
    let inbox = postfix.inbox(3);
    let to =
        |name: &str| inbox.iter().filter(|mail| mail.contains(&format!("\nTo: {name}@example.test"))).count();
    assert_eq!((to("bo"), to("last"), inbox.len()), (1, 1, 3));
}

#[test]
fn letters_travel_encrypted_both_ways_and_to_nobody_else() {
    let postfix = match Postfix::start() {
        Ok(postfix) => postfix,
        Err(why) => return println!("skipped: {why}"),
    };
    let ca = postfix.folder.path().join("cert.pem");
    let ca = ca.display();
    for (n, relay) in [
        format!("smtp://localhost:{}?tls=required&ca={ca}", postfix.plain),
        format!("smtps://127.0.0.1:{}?ca={ca}", postfix.wrapped),
    ]
    .iter()
    .enumerate()
    {
        let folder = Folder::new();
        let server = Server::start(folder.path(), &["--relay", relay, "--journal", "j.sqlite"]);
        let answer = hand_over(&server, &format!("tls{n}"));
        assert!(matches!(answer, Answer::Accepted { .. }), "{relay}: {answer:?}");
    }
    for mail in postfix.inbox(2) {
        assert!(mail.contains("using TLSv1"), "{mail}");
    }
    // A certificate that nobody vouches for is no server of ours: nothing goes out.
    for relay in [
        format!("smtp://localhost:{}?tls=required", postfix.plain),
        format!("smtps://localhost:{}", postfix.wrapped),
    ] {
        let folder = Folder::new();
        let server = Server::start(folder.path(), &["--relay", &relay, "--journal", "j.sqlite"]);
        let answer = hand_over(&server, "nobody");
        assert!(
            matches!(&answer, Answer::Later { reply, .. } if reply.contains("ertificate")),
            "{relay}: {answer:?}"
        );
    }
    assert_eq!(postfix.inbox(2).len(), 2);
}
