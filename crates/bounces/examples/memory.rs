//! How much memory reading a large log takes, as a multiple of its size: `cargo run --release -p bounces
//! --example memory`. Linux only; elsewhere it says so.

fn peak() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<usize>().ok().map(|kb| kb * 1024)
}

fn main() {
    let line = "Mar  4 14:21:16 mx1 postfix/smtp[30753]: 4Tp6VT0vCvz22WHQ: to=<reader@example.fi>, relay=aspmx.l.google.com[192.0.2.26]:25, delay=11, delays=9.9/0/0.77/0.35, dsn=5.1.1, status=bounced (host aspmx.l.google.com[192.0.2.26] said: 550-5.1.1 The email account that you tried to reach does not exist. 550 5.1.1 Learn more (in reply to RCPT TO command))\n";
    let short = "550 no\n550 nope\n";
    for (name, line) in [("a log of Postfix", line), ("short replies", short)] {
        let input = line.repeat(20_000_000 / line.len());
        let before = peak();
        let explanation = bounces::explain(input.as_bytes(), None);
        match (before, peak()) {
            (Some(before), Some(after)) => println!(
                "{name}: {} verdicts, {:.1} times the input",
                explanation.verdicts.len(),
                (after - before) as f64 / input.len() as f64
            ),
            _ => println!("this system does not tell"),
        }
    }
}
