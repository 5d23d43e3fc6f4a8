//! A list from a file that comes in pieces, as the worker reads one.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use engine::protocol::{Event, Request, RequestId};
use engine::{Answer, Engine};
use recipients::ReadOptions;

fn request() -> Request {
    Request::ReadList {
        name: "people.csv".into(),
        options: ReadOptions::default(),
        mapping: None,
        suppressed: Vec::new(),
        segment: String::new(),
    }
}

fn rows(rows: usize) -> Vec<u8> {
    let row = |i: usize| format!("ann.{i}@mail.example.com,Søren Kierkegaard {i},København\r\n").into_bytes();
    [b"email,name,city\r\n".to_vec()].into_iter().chain((0..rows).map(row)).flatten().collect()
}

fn steps(engine: &mut Engine) -> Vec<Answer> {
    let mut answers = Vec::new();
    while engine.step(&mut answers) {}
    answers
}

fn done(answers: &[Answer], id: RequestId) -> Vec<u64> {
    let done = |answer: &Answer| match answer.event {
        Event::Progress { done, .. } if answer.id == id => Some(done),
        _ => None,
    };
    answers.iter().filter_map(done).collect()
}

#[test]
fn the_list_is_that_of_the_whole_file() {
    for count in [0, 3, 40_000] {
        let bytes = rows(count);
        let whole = Engine::default().run(request(), bytes.clone()).pop().unwrap().0;
        let mut engine = Engine::default();
        engine.open(7, request(), bytes.len());
        let mut answers = Vec::new();
        for piece in bytes.chunks(300_000) {
            assert!(engine.feed(7, piece, false));
            // There is nothing to do until the next piece, and the engine says so.
            answers.extend(steps(&mut engine));
        }
        let early = done(&answers, 7).last().copied().unwrap_or(0);
        assert_eq!(early > 0, count > 1000, "rows are read while the file comes");
        assert!(engine.feed(7, &[], true));
        let last = steps(&mut engine).pop().unwrap();
        assert_eq!((last.id, last.event), (7, whole));
        assert!(!engine.feed(7, b"more", false), "nobody wants more");
    }
}

#[test]
fn pieces_may_come_before_the_request_begins() {
    let bytes = rows(3);
    let mut engine = Engine::default();
    engine.accept(1, Request::Hello { version: "1".into() }, Vec::new());
    engine.open(2, request(), bytes.len());
    assert!(engine.feed(2, &bytes, false) && engine.feed(2, &[], true));
    let Event::List(list) = steps(&mut engine).pop().unwrap().event else { panic!("no list") };
    assert_eq!(list.counts.rows, 3);
}

#[test]
fn a_list_can_be_given_up_while_it_waits_for_its_file() {
    let bytes = rows(40_000);
    let mut engine = Engine::default();
    engine.open(1, request(), bytes.len());
    assert!(engine.feed(1, &bytes[..1_500_000], false));
    steps(&mut engine);
    engine.accept(2, Request::Cancel { id: 1 }, Vec::new());
    assert_eq!(steps(&mut engine).pop().unwrap(), Answer { id: 1, event: Event::Cancelled, bytes: None });
    assert!(!engine.feed(1, &bytes[1_500_000..], true));
    // A newer list ends an older one that waits.
    engine.open(3, request(), bytes.len());
    steps(&mut engine);
    engine.accept(4, request(), rows(2));
    let answers = steps(&mut engine);
    assert!(answers.iter().any(|answer| answer.id == 3 && answer.event == Event::Cancelled));
    assert!(matches!(answers.last().unwrap().event, Event::List(_)));
}
