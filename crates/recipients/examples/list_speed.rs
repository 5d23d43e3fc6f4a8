//! How fast a list is read and judged: `cargo run --release -p recipients --example list_speed [ROWS | FILE]`.
//!
//! Without a file it makes its own rows: six columns, five domains, some bad addresses, some quoted cells. One core,
//! the best and the median of seven rounds. On Linux the time is this thread's on its core, so that other work on the
//! machine counts less; elsewhere it is the clock's.

#![allow(clippy::unwrap_used, reason = "a bench may panic")]

use recipients::{ReadOptions, Roster, RowsQuery, Suppression, propose, read, window};
use std::time::{Duration, Instant};

/// A point in time, and the thread's time on its core where the system tells it.
struct Point {
    clock: Instant,
    core: Option<Duration>,
}

impl Point {
    fn now() -> Point {
        // The first number of schedstat is nanoseconds on a core.
        let schedstat = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
        let core = schedstat.and_then(|text| text.split(' ').next()?.parse().ok()).map(Duration::from_nanos);
        Point { clock: Instant::now(), core }
    }

    fn elapsed(&self) -> Duration {
        match (self.core, Point::now().core) {
            (Some(before), Some(now)) => now.saturating_sub(before),
            _ => self.clock.elapsed(),
        }
    }
}

const ROUNDS: usize = 7;

fn main() {
    let argument = std::env::args().nth(1).unwrap_or_else(|| "1000000".to_owned());
    let bytes = match argument.parse::<usize>() {
        Ok(rows) => make(rows),
        Err(_) => std::fs::read(&argument).unwrap(),
    };
    let megabytes = bytes.len() as f64 / 1e6;
    let (mut reading, mut judging, mut both) = (Vec::new(), Vec::new(), Vec::new());
    let mut rows = 0;
    for round in 0..ROUNDS {
        let input = bytes.clone();
        let start = Point::now();
        let table = read(input, &ReadOptions::default()).value;
        let read_in = start.elapsed();
        let roster = Roster::judge(&table, &propose(&table), &Suppression::default());
        let whole = start.elapsed();
        rows = table.rows();
        if round == 0 {
            println!("{rows} rows, {megabytes:.1} MB, {:?}", roster.counts());
            for group in roster.groups(&table) {
                println!("  {:>8} {}", group.count, group.code);
            }
            let query =
                RowsQuery { search: "zzz no such text".to_owned(), count: 60, ..RowsQuery::default() };
            let start = Point::now();
            window(&table, &roster, &query);
            println!("search over all rows: {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
        }
        reading.push(read_in);
        judging.push(whole - read_in);
        both.push(whole);
    }
    for (name, times) in [("read", &mut reading), ("judge", &mut judging), ("read + judge", &mut both)] {
        times.sort();
        let rate = |time: Duration| rows as f64 / time.as_secs_f64() / 1e6;
        println!(
            "{name:>12}: median {:.1} ms = {:.2} M rows/s, best {:.1} ms = {:.2} M rows/s",
            times[ROUNDS / 2].as_secs_f64() * 1e3,
            rate(times[ROUNDS / 2]),
            times[0].as_secs_f64() * 1e3,
            rate(times[0]),
        );
    }
}

/// Rows like those of real lists, the same every time.
fn make(rows: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut pick = move |n: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 33) as usize % n
    };
    let first = ["Anna", "Björn", "Chloé", "Dmitri", "Fatima", "Günther", "José", "Łukasz", "Noah", "太郎"];
    let last = ["Smith", "Müller", "García", "O'Brien", "Kowalski", "Østergaard", "van der Berg", "Çelik"];
    let company = ["Acme, Inc.", "Globex", "Initech \"\"Labs\"\"", "Umbrella <EU>", "Hooli", "Wonka GmbH"];
    let city = ["Berlin", "São Paulo", "København", "New York", "東京", "Zürich"];
    let domain =
        ["example.com", "mail.example.org", "gmail.com", "corp.example.co.uk", "xn--bcher-kva.example"];
    let bad = ["no-at-sign", "two@@example.com", ".dot@example.com", "a@b", "spaces in@example.com", ""];
    let mut out = String::from("email,first_name,last_name,company,city,plan\r\n");
    for row in 0..rows {
        if pick(50) == 0 {
            out += bad[pick(bad.len())];
        } else {
            let names = ["anna.smith", "bjorn_muller", "chloe.garcia", "noah_obrien", "lukasz.kowalski"];
            out += &format!("{}{row}@{}", names[pick(names.len())], domain[pick(domain.len())]);
        }
        let company = company[pick(company.len())];
        let quote = if company.contains([',', '"']) { "\"" } else { "" };
        out += &format!(
            ",{},{},{quote}{company}{quote},{},{}\r\n",
            first[pick(first.len())],
            last[pick(last.len())],
            city[pick(city.len())],
            ["free", "pro", "team"][pick(3)]
        );
    }
    out.into_bytes()
}
