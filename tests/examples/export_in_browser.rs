//! A whole export in headless Chromium: how long it takes, how much memory the page's process has at most, and how long the
//! page stands still. `cargo xtask build && cargo build --bin postroom`, then
//! `cargo run -p postroom-tests --example export_in_browser [RECIPIENTS]…`; without a number 100,000.
//!
//! A merge letter of about 30 KB of HTML goes to a list made up by counting, as a zip with its manifest and hashes, through
//! the worker into the browser's storage. Memory is that of the renderer process, which holds the page and the worker,
//! as the system counts it; the copy into the downloads, which the browser makes afterwards, is not in the time.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a bench ends at the first thing that is wrong")]
#![allow(dead_code, unused_imports, reason = "a bench uses a part of the harness")]

#[path = "../tests/browser/harness/mod.rs"]
mod harness;

use harness::Desk;
use std::fmt::Write;
use std::fs;
use std::time::{Duration, Instant};

/// How long an export may take before something is wrong.
const PATIENCE: Duration = Duration::from_secs(1_800);

/// What stands still is seen by a clock that ticks every 4 ms, and by the browser's own record of tasks over 50 ms.
const WATCH: &str = "window.watch = { gap: 0, tasks: [], last: performance.now() }; \
    new PerformanceObserver(list => list.getEntries().forEach(e => watch.tasks.push(Math.round(e.duration)))) \
      .observe({ entryTypes: ['longtask'] }); \
    const tick = () => { const now = performance.now(); watch.gap = Math.max(watch.gap, now - watch.last); \
      watch.last = now; setTimeout(tick, 4); }; tick();";

fn letter() -> String {
    let mut letter = String::from(
        "+++\nsubject = \"News for {{ first_name }}, {{ city }}\"\npreheader = \"What is new at {{ company }}\"\n\
         from = \"Ann Lee <news@example.com>\"\nformat = \"html\"\nlanguage = \"en\"\n\
         unsubscribe = { url = \"https://example.com/u/{{ code }}\", one_click = true }\n+++\n\
         <h1>Hello {{ first_name }} {{ last_name }}</h1>\n",
    );
    let style =
        "font-family: Arial, Helvetica, sans-serif; font-size: 15px; line-height: 22px; color: #333333";
    for i in 0..56 {
        let _ = writeln!(
            letter,
            "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\"><tr><td style=\"{style}\">\
             Paragraph {i} of the letter, which says the same to everybody, at a length that is usual for \
             newsletters, with a <a href=\"https://example.com/page/{i}\">link</a> and an ä.</td></tr></table>"
        );
        letter.push_str(match i % 8 {
            1 => "<p>You are with {{ company }} in {{ city }}.</p>\n",
            3 => "{% if plan == \"free\" %}<p>Your plan is free.</p>{% else %}<p>Thank you for {{ plan }}.</p>{% endif %}\n",
            5 => "<p>Code {{ code }}, balance {{ balance }}.</p>\n",
            7 => "<p><a href=\"https://example.com/{{ code }}?of={{ plan }}\">Your page, {{ first_name }}</a></p>\n",
            _ => "",
        });
    }
    letter
}

fn list(rows: usize) -> String {
    let mut list = String::from("email,first_name,last_name,company,city,plan,code,balance\n");
    for row in 0..rows {
        let _ = writeln!(
            list,
            "reader{row}@post.example,{},Reader-{row},Company No. {} & Sons,{},{},CODE-{row:08},{}.{:02} EUR",
            ["Ann", "Björn", "Chloé", "Đorđe"][row % 4],
            row % 97,
            ["Oslo", "Köln", "Springfield"][row % 3],
            ["free", "team", "company"][row % 3],
            row % 1_000,
            row % 100
        );
    }
    list
}

/// The renderer processes of our browser alone: others may run on this machine.
fn renderers() -> Vec<u32> {
    let processes = fs::read_dir("/proc").unwrap().flatten();
    let processes = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    processes.filter(|process| command(*process).contains("--type=renderer") && is_ours(*process)).collect()
}

fn command(process: u32) -> String {
    String::from_utf8_lossy(&fs::read(format!("/proc/{process}/cmdline")).unwrap_or_default())
        .replace('\0', " ")
}

/// Whether a process or one above it was started with the profile of this bench.
fn is_ours(process: u32) -> bool {
    let profile = format!("postroom-browser-{}", std::process::id());
    let parent = |process: u32| {
        let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
        stat.rsplit(')').next()?.split_whitespace().nth(1)?.parse::<u32>().ok()
    };
    std::iter::successors(Some(process), |process| parent(*process).filter(|parent| *parent > 1))
        .any(|process| command(process).contains(&profile))
}

/// A figure of a process in MB, such as `VmHWM`, the most that it had.
fn megabytes(process: u32, figure: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(figure)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|text| text.parse::<u64>().ok()).unwrap_or_default() / 1024
}

fn seconds_of_cpu(process: u32) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|text| text.parse::<f64>().ok()).unwrap_or_default();
    (ticks(11) + ticks(12)) / 100.0
}

fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

async fn measure(rows: usize) {
    let desk = Desk::open().await;
    desk.give_file(&desk.file("letter.md", letter().as_bytes())).await;
    desk.until("the letter is there", "everything().includes(\"The list has no column company\")").await;
    desk.visit("recipients").await;
    desk.give_file(&desk.file("list.csv", list(rows).as_bytes())).await;
    let text = grouped(rows);
    desk.sees(&format!("{text} kept")).await;
    desk.visit("send").await;
    desk.until("all is ready", &format!("find('button', 'Export {text} letters')?.disabled === false")).await;
    let process = renderers().into_iter().max_by_key(|process| megabytes(*process, "VmRSS")).unwrap();
    // The peak so far was reading the list; from here on it is the export's.
    fs::write(format!("/proc/{process}/clear_refs"), "5").unwrap();
    let (before, cpu) = (megabytes(process, "VmRSS"), seconds_of_cpu(process));
    desk.ask(WATCH).await;
    let (started, mut own) = (Instant::now(), 0);
    desk.click("button", &format!("Export {text} letters")).await;
    let told = loop {
        let told = desk
            .ask("const e = find('heading', 'Files').closest('section'); return tidy(e.innerText);")
            .await;
        let told = told.as_str().unwrap().to_owned();
        own = own.max(megabytes(process, "RssAnon"));
        if told.contains("Exported") {
            break told;
        }
        assert!(started.elapsed() < PATIENCE, "{told}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    };
    let seconds = started.elapsed().as_secs_f64();
    let (peak, cpu) = (megabytes(process, "VmHWM"), seconds_of_cpu(process) - cpu);
    let watch = desk.ask("return [watch.gap, ...watch.tasks];").await;
    let gap = watch[0].as_f64().unwrap();
    let tasks: Vec<u64> = watch.as_array().unwrap().iter().skip(1).filter_map(|task| task.as_u64()).collect();
    println!(
        "{text:>10} recipients: {seconds:.1} s, {cpu:.1} s of CPU, {:.0} us each; memory {before} MB before, {peak} MB at most, of it {own} MB its own; \
         longest gap of the page {gap:.0} ms, tasks over 50 ms: {tasks:?}; {}",
        cpu * 1e6 / rows as f64,
        told.rsplit("Exported").next().unwrap_or_default().split("Save").next().unwrap_or_default()
    );
    desk.leave().await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut rows: Vec<usize> = std::env::args().skip(1).map(|text| text.parse().unwrap()).collect();
    if rows.is_empty() {
        rows.push(100_000);
    }
    for rows in rows {
        measure(rows).await;
    }
}
