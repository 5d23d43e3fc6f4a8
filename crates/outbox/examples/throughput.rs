//! How fast messages are written, on one core: `cargo run --release -p outbox --example throughput [MESSAGES [ZIP]]`.
//! With a second argument it only writes the batch there, to be looked at.
//!
//! A merge letter of about 30 KB of HTML (fields, conditions, a loop of ten) with its text part goes to a list made
//! up by counting, so every run does the same work. Each line is the median of five rounds, in CPU time
//! where the system tells it.
#![allow(clippy::unwrap_used, reason = "a bench ends at the first thing that is wrong")]

use compose::{Cells, Compiled, Format, Letter, Unsubscribe};
use mail::Address;
use outbox::{BatchFormat, Composer, Export, Options, Row, RowState};
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Instant;

const ROUNDS: usize = 5;
const OPTIONS: Options = Options { now: 1_795_485_600, seed: 7 };

#[derive(Debug)]
struct List {
    columns: Vec<String>,
    cells: Vec<String>,
}

impl List {
    fn new(rows: usize) -> List {
        let columns = ["email", "first_name", "last_name", "company", "city", "plan", "code", "balance"];
        let mut columns: Vec<String> = columns.map(str::to_owned).to_vec();
        for i in 0..10 {
            columns.push(format!("title_{i}"));
            columns.push(format!("link_{i}"));
        }
        let mut cells = Vec::new();
        for row in 0..rows {
            let plan = ["free", "team", "company"][row % 3];
            cells.push(format!("reader{row}@example.org"));
            cells.push(["Ann", "Björn", "Chloé", "Đorđe"][row % 4].to_owned());
            cells.push(format!("Reader-{row}"));
            cells.push(format!("Company No. {} & Sons", row % 97));
            cells.push(["Oslo", "Köln", "Springfield"][row % 3].to_owned());
            cells.push(plan.to_owned());
            cells.push(format!("CODE-{row:08}"));
            cells.push(format!("{}.{:02} EUR", row % 1_000, row % 100));
            for i in 0..10 {
                cells.push(format!("Article {i} of row {row}: what is new in the world of letters"));
                cells.push(format!("https://news.example.com/articles/{row}/{i}?source=letter&reader={row}"));
            }
        }
        List { columns, cells }
    }
}

impl Cells for List {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn rows(&self) -> usize {
        self.cells.len() / self.columns.len()
    }

    fn cell(&self, row: usize, column: usize) -> &str {
        self.cells.get(row * self.columns.len() + column).map_or("", String::as_str)
    }
}

fn letter() -> Letter {
    let mut body = String::from("<h1>Hello {{ first_name }} {{ last_name }}</h1>\n");
    let style =
        "font-family: Arial, Helvetica, sans-serif; font-size: 15px; line-height: 22px; color: #333333";
    for i in 0..40 {
        let _ = writeln!(
            body,
            "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\"><tr><td style=\"{style}\">\
             Paragraph {i} of the letter, which says the same to everybody, at a length that is usual for \
             newsletters, with a <a href=\"https://example.com/page/{i}\">link</a> and an ä.</td></tr></table>"
        );
        match i % 8 {
            1 => body.push_str("<p>You are with {{ company }} in {{ city }}.</p>\n"),
            3 => body.push_str("{% if plan == \"free\" %}<p>Your plan is free.</p>{% else %}<p>Thank you for {{ plan }}.</p>{% endif %}\n"),
            5 => body.push_str("<p>Code {{ code }}, balance {{ balance }}.</p>\n"),
            _ => {}
        }
    }
    body.push_str(
        "{% for i in range(10) %}<div style=\"padding: 12px; border: 1px solid #dddddd\">\
         <h2>{{ row[\"title_\" ~ i] }}</h2><a href=\"{{ row[\"link_\" ~ i] }}\">Read on</a></div>\n{% endfor %}",
    );
    body.push_str("<p>Written to {{ email }}.</p>\n");
    Letter {
        subject: "News for {{ first_name }}, {{ city }}".to_owned(),
        preheader: "What is new at {{ company }}".to_owned(),
        from: "Ann Lee <news@example.com>".to_owned(),
        format: Format::Html,
        language: "en".to_owned(),
        unsubscribe: Unsubscribe {
            url: "https://example.com/u/{{ code }}".to_owned(),
            mailto: "unsub@example.com".to_owned(),
            one_click: true,
        },
        body,
        ..Letter::default()
    }
}

/// Seconds of CPU time so far, where the system tells (Linux); else of the clock. Other programs' load is then left
/// out.
fn seconds(start: Instant) -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or(start.elapsed().as_secs_f64(), |nanoseconds| nanoseconds / 1e9)
}

/// Runs the work five times, and prints the median round's speed.
fn measure(what: &str, messages: usize, mut work: impl FnMut() -> (u64, u64)) {
    let mut rounds: Vec<(f64, (u64, u64))> = (0..ROUNDS)
        .map(|_| {
            let clock = Instant::now();
            let start = seconds(clock);
            let bytes = work();
            (seconds(clock) - start, bytes)
        })
        .collect();
    rounds.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (seconds, (written, out)) = rounds[ROUNDS / 2];
    println!(
        "{what:<34} {:>9.0} messages/s {:>7.0} MB/s {:>6.1} us each, {:>5.1} % of the bytes  [{:.1}..{:.1} us]",
        messages as f64 / seconds,
        written as f64 / seconds / 1e6,
        seconds * 1e6 / messages as f64,
        out as f64 / written as f64 * 100.0,
        rounds[0].0 * 1e6 / messages as f64,
        rounds[ROUNDS - 1].0 * 1e6 / messages as f64,
    );
}

fn write_zip(path: &str, compiled: &Compiled, cells: &Arc<dyn Cells>, rows: &[Row]) {
    let composer = Composer::new(compiled, OPTIONS);
    let mut export = Export::new(composer, BatchFormat::Zip, Arc::clone(cells), Box::new(rows.to_vec()));
    std::fs::write(path, export.step(usize::MAX).bytes).unwrap();
}

fn export(
    compiled: &Compiled,
    cells: &Arc<dyn Cells>,
    rows: &[Row],
    format: BatchFormat,
    hashed: bool,
) -> u64 {
    let composer = Composer::new(compiled, OPTIONS);
    let mut export = Export::new(composer, format, Arc::clone(cells), Box::new(rows.to_vec()));
    if !hashed {
        export = export.without_hashes();
    }
    while !export.step(1 << 20).finished {}
    export.bytes()
}

fn main() {
    let messages: usize = std::env::args().nth(1).map_or(5_000, |text| text.parse().unwrap());
    let list = List::new(messages);
    let compiled = compose::compile(&letter(), list.columns()).value.unwrap();
    let cells: Arc<dyn Cells> = Arc::new(list);
    let state = |i| {
        let address = Address::parse(cells.cell(i, 0)).unwrap();
        RowState::Kept { address, name: Some(cells.cell(i, 1).to_owned()) }
    };
    let rows: Vec<Row> = (0..messages).map(|i| Row { number: i as u32 + 2, state: state(i) }).collect();

    if let Some(path) = std::env::args().nth(2) {
        return write_zip(&path, &compiled, &cells, &rows);
    }

    let mut composer = Composer::new(&compiled, OPTIONS);
    let mut out = Vec::new();
    let mut all = |hashed: bool| {
        let mut bytes = 0;
        for (i, row) in rows.iter().enumerate() {
            let RowState::Kept { address, name } = &row.state else { continue };
            out.clear();
            let cx = compiled.context(&cells, i);
            if hashed {
                composer.message(&cx, address, name.as_deref(), row.number, &mut out).unwrap();
            } else {
                composer.append(&cx, address, name.as_deref(), row.number, &mut out).unwrap();
            }
            bytes += out.len() as u64;
        }
        (bytes, bytes)
    };
    let (bytes, _) = all(false);
    println!("{messages} messages of {} bytes", bytes / messages as u64);
    measure("merge and MIME", messages, || all(false));
    measure("merge, MIME and SHA-256", messages, || all(true));
    let formats = [BatchFormat::Zip, BatchFormat::Mbox, BatchFormat::Jsonl, BatchFormat::Csv];
    for format in formats {
        let what = format!("whole export as {}", format.extension());
        measure(&what, messages, || (bytes, export(&compiled, &cells, &rows, format, true)));
    }
    measure("whole export as zip, no SHA-256", messages, || {
        (bytes, export(&compiled, &cells, &rows, BatchFormat::Zip, false))
    });
    let mut plain = Vec::new();
    measure("plain way: merge, then encode", messages, || {
        let mut bytes = 0;
        for i in 0..messages {
            let merged = compiled.merge(&compiled.context(&cells, i)).unwrap();
            plain.clear();
            plain.extend(outbox::qp::encode(merged.text.as_bytes()));
            plain.extend(outbox::qp::encode(merged.html.unwrap_or_default().as_bytes()));
            bytes += plain.len() as u64;
        }
        (bytes, bytes)
    });
}
