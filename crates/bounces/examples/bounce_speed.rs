//! How many mails a second: `cargo run --release -p bounces --example bounce_speed`. Reads the shared corpus, or a
//! small mail of its own where that is absent.

use std::time::Instant;

const OWN: &[u8] = b"From: MAILER-DAEMON@mx.example.com\nSubject: Undelivered Mail Returned to Sender\n\n<bob@example.org>: host mx.example.org[192.0.2.1] said: 550 5.1.1 No such user (in reply to RCPT TO command)\n";

/// Seconds of processor time that this thread used, so that a busy machine does not blur the figure; where
/// the system does not tell, the clock.
fn cpu_seconds() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let spent = told.and_then(|line| line.split(' ').next()?.parse::<f64>().ok());
    spent.map_or_else(
        || std::time::SystemTime::UNIX_EPOCH.elapsed().map_or(0.0, |since| since.as_secs_f64()),
        |nanoseconds| nanoseconds / 1e9,
    )
}

fn main() {
    let shared = std::env::var_os("POSTROOM_SHARED").map(std::path::PathBuf::from);
    let shared = shared.unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared").into());
    let mut mails: Vec<Vec<u8>> = Vec::new();
    if let Ok(folder) = std::fs::read_dir(shared.join("corpus/bounces")) {
        let files = folder.flatten().filter(|entry| entry.path().extension().is_some_and(|e| e == "eml"));
        mails.extend(files.filter_map(|entry| std::fs::read(entry.path()).ok()));
    }
    if mails.is_empty() {
        mails.push(OWN.to_vec());
    }
    let start = Instant::now();
    std::hint::black_box(bounces::explain(OWN, None));
    println!("the first mail, with the rules read: {:.2} ms", start.elapsed().as_secs_f64() * 1e3);
    let rounds = 20_000 / mails.len() + 1;
    let start = cpu_seconds();
    let mut verdicts = 0;
    for _ in 0..rounds {
        for mail in &mails {
            verdicts += std::hint::black_box(bounces::explain(mail, None)).verdicts.len();
        }
    }
    let seconds = cpu_seconds() - start;
    let count = (rounds * mails.len()) as f64;
    let bytes: usize = mails.iter().map(Vec::len).sum::<usize>() * rounds;
    println!(
        "{count} mails, {verdicts} verdicts: {:.0} mails/s, {:.1} MB/s on one core",
        count / seconds,
        bytes as f64 / seconds / 1e6
    );
    let mut slow: Vec<(f64, usize)> = mails
        .iter()
        .map(|mail| {
            let start = Instant::now();
            std::hint::black_box(bounces::explain(mail, None));
            (start.elapsed().as_secs_f64() * 1e3, mail.len())
        })
        .collect();
    slow.sort_by(|a, b| b.0.total_cmp(&a.0));
    println!("the slowest: {:.2} ms for {} bytes", slow[0].0, slow[0].1);
}
