//! What the benches of this crate share: a list, a letter, and a clock that other programs' load leaves alone.
#![allow(clippy::unwrap_used, reason = "a bench ends at the first thing that is wrong")]

use compose::{Cells, Format, Letter, Unsubscribe};
use outbox::Options;
use std::fmt::Write as _;
use std::time::Instant;

/// The date and seed of all messages.
pub const OPTIONS: Options = Options { now: 1_795_485_600, seed: 7 };

/// A list made up by counting, so every run does the same work.
#[derive(Debug)]
pub struct List {
    columns: Vec<String>,
    cells: Vec<String>,
}

impl List {
    /// A list of so many rows.
    pub fn new(rows: usize) -> List {
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

/// A merge letter of about 30 KB of HTML: fields, conditions, a loop of ten.
pub fn letter() -> Letter {
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
pub fn seconds(start: Instant) -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or(start.elapsed().as_secs_f64(), |nanoseconds| nanoseconds / 1e9)
}
