//! How long the engine takes for a key press: a Markdown letter of 20 KB, a list of 10,000 rows, a letter typed into
//! the middle each time. `cargo run --release -p engine --example compose_speed [KEY_PRESSES]`

use compose::Letter;
use engine::Engine;
use engine::protocol::{Event, Request, encode};
use recipients::ReadOptions;
use std::hint::black_box;
use std::time::Instant;

/// The size of the letter's body, in bytes.
const BODY: usize = 20 * 1024;
const ROWS: usize = 10_000;

fn letter() -> Letter {
    let part = "## News for {{ first_name | default('you') }}\n\nThe frost is out of the ground, the *bees* are back in \
                the south wall, and **the garden opens** in {{ city }}, as [every year](https://example.com/{{ id }}).\n\n\
                - {{ first_name }}\n- seedlings\n- soup\n\n| Time | What |\n|:--|--:|\n| 10:00 | Gates |\n| 11:00 | Tour |\n\n\
                {% if plan == 'gold' %}\nYou come in first.\n{% else %}\nYou come in later.\n{% endif %}\n\n";
    Letter {
        subject: "News for {{ first_name | default('you') }}".into(),
        preheader: "What happens in {{ city }}".into(),
        from: "Ann Lee <ann@example.com>".into(),
        language: "en".into(),
        postal_address: "1 Main St, Springfield".into(),
        body: part.repeat(BODY / part.len() + 1),
        ..Letter::default()
    }
}

fn list() -> Vec<u8> {
    let mut text = String::from("email,first_name,last_name,city,plan,id\n");
    for row in 0..ROWS {
        let name = if row % 17 == 0 { "" } else { "Marta" };
        let city = if row % 400 == 0 { "" } else { "Springfield" };
        let plan = if row % 3 == 0 { "gold" } else { "free" };
        text.push_str(&format!("reader{row}@example.com,{name},Kowalska,{city},{plan},{row}\n"));
    }
    text.into_bytes()
}

fn main() {
    let presses = std::env::args().nth(1).and_then(|word| word.parse().ok()).unwrap_or(200usize);
    let mut engine = Engine::default();
    let read = Request::ReadList {
        name: "list.csv".into(),
        options: ReadOptions::default(),
        mapping: None,
        suppressed: Vec::new(),
        segment: String::new(),
    };
    engine.run(read, list());
    let mut letter = letter();
    let middle = letter.body.find("bees").unwrap_or_default();
    let (mut first, mut all) = (Vec::new(), Vec::new());
    let mut bytes = 0;
    for press in 0..presses {
        let typed = (b'a' + (press % 26) as u8) as char;
        letter.body.insert(middle, typed);
        let request = Request::Compose { letter: letter.clone(), at: 1, now: 1_764_000_000, source: false };
        let (mut answers, started, mut seen) = (Vec::new(), Instant::now(), None);
        engine.accept(1, request, Vec::new());
        while engine.step(&mut answers) {
            if seen.is_none() && !answers.is_empty() {
                seen = Some(started.elapsed());
            }
        }
        bytes = answers.iter().map(|answer| black_box(encode(1, &answer.event)).len()).sum();
        let whole = started.elapsed();
        first.push(seen.unwrap_or(whole));
        all.push(whole);
        assert!(answers.iter().any(|a| matches!(&a.event, Event::Composed(composed) if composed.good)));
    }
    for (what, times) in [("to the preview", &mut first), ("to the last answer", &mut all)] {
        times.sort();
        let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default();
        println!("{what}: median {:?}, p95 {:?}, {presses} key presses", at(50), at(95));
    }
    println!("{} bytes of Markdown, {ROWS} rows, {bytes} bytes of answer", letter.body.len());
}
